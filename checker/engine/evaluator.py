"""Evaluates expressions against what a pack's names stand for in one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from checker.binding import Binding
from checker.binding.headings import with_unnumbered
from checker.engine import arithmetic, dates, truths
from checker.engine.cells import row_evidence
from checker.engine.conversions import as_date, as_quantity, as_text, is_date, is_words, shown
from checker.engine.list_tests import LIST_TESTS
from checker.engine.lookup import Lookup
from checker.engine.names import same_names
from checker.engine.picking import picks
from checker.engine.recognised import settled
from checker.engine.scope import Scope
from checker.engine.sources import Sources
from checker.engine.values import (
    CellValue,
    ColumnValue,
    FactValue,
    GroupValue,
    ListValue,
    PartValue,
    Quantity,
    RowValue,
    StatementValue,
    TextValue,
    Truth,
    Value,
)
from checker.model.expression import (
    Arithmetic,
    Attribute,
    Both,
    Call,
    Comparison,
    Constant,
    Each,
    Expression,
    ForEach,
    Index,
    Listing,
    Name,
    Negative,
    Not,
    Test,
    Where,
    Words,
    names_in,
)
from checker.model.figure import Facts, Figure, FigureId
from checker.model.outcome import Evidence, OutcomeKind, Reason, Unknown
from checker.model.rule import Pack, Rule
from checker.model.text import normalise

_CHOSEN, _LEFT = Truth(OutcomeKind.PASS), Truth(OutcomeKind.FAIL)


def _plain(truth: Truth) -> Truth:
    """A truth without what shows it, where it can be told."""
    if truth.kind is OutcomeKind.PASS:
        return _CHOSEN
    return _LEFT if truth.kind is OutcomeKind.FAIL else truth


def _conjuncts(condition: Expression) -> Iterator[Expression]:
    """The conditions that all must hold."""
    if isinstance(condition, Both) and condition.operator == "and":
        yield from _conjuncts(condition.left)
        yield from _conjuncts(condition.right)
    else:
        yield condition


def evaluator_of(pack: Pack, facts: Facts, sources: Sources) -> Evaluator:
    """What evaluates the expressions of a pack on a document."""
    return Evaluator(Binding(with_unnumbered(facts, pack), pack), sources)


class Evaluator:
    """Evaluates the expressions of one pack for one document. Values are computed when they are asked for."""

    def __init__(self, binding: Binding, sources: Sources) -> None:
        self.binding = binding
        self.facts = binding.facts
        self.pack = binding.pack
        self.lookup = Lookup(
            binding,
            sources,
            self.choice,
            lambda facts: evaluator_of(self.pack, facts, sources.of(facts)).lookup,
        )
        self._premises: dict[str, Truth] = {}
        self._varying: dict[str, bool] = {}
        self._shown: dict[tuple[FigureId, str], tuple[Figure, Evidence]] = {}
        self._listed: dict[
            int, tuple[str, ...]
        ] = {}  # by list of words: those of the pack live as long as this
        self._constants: dict[int, Quantity] = {}  # by node: those of the pack live as long as this

    def value(self, node: Expression, scope: Scope) -> Value:
        match node:  # the most common first
            case Name(name=name):
                return self.lookup.name(name, scope)
            case Attribute(of=of, name=name):
                return self.lookup.attribute(self.value(of, scope), name, scope)
            case Constant(amount=amount):
                known = self._constants.get(id(node))
                if known is None:
                    known = self._constants[id(node)] = Quantity.of_constant(amount)
                return known
            case Words(string=string):
                return TextValue(string)
            case Index(of=of, index=index):
                column = self.value(index, scope)
                assert isinstance(column, ColumnValue)  # checked at load
                return self.lookup.attribute(self.value(of, scope), column.name, scope)
            case Call():
                return self._call(node, scope)
            case Negative(of=of):
                quantity = self.quantity(of, scope)
                return quantity if isinstance(quantity, Unknown) else arithmetic.negative(quantity)
            case Arithmetic():
                return self._arithmetic(node, scope)
            case Where(of=of, condition=condition):
                return self._where(self.value(of, scope), condition, scope)
            case Each(kind=kind):
                return self.lookup.each(kind)
            case Listing(items=items):
                return ListValue(tuple(self.value(item, scope) for item in items))
            case Comparison() | Both() | Not() | Test():
                return self.truth(node, scope)

    def truth(self, node: Expression, scope: Scope) -> Truth:
        match node:
            case Comparison():
                return self._comparison(node, scope)
            case Both(operator=operator, left=left, right=right):
                join = truths.both if operator == "and" else truths.either
                return join(self.truth(left, scope), self.truth(right, scope))
            case Not(of=of):
                return truths.opposite(self.truth(of, scope))
            case Test():
                return self._test(node, scope)
            case _:
                value = self.value(node, scope)
                assert isinstance(value, Truth | Unknown)  # checked at load
                return value if isinstance(value, Truth) else Truth.unknown(value)

    def choice(self, node: Expression, scope: Scope) -> Truth:
        """The truth of a condition that only chooses: what decides first is all, and nothing shows why it fails."""
        if isinstance(node, Test):  # by far the most, and asked of every row
            return self._chosen(node, scope)
        if isinstance(node, Both):
            first = self.choice(node.left, scope)
            if node.operator == "and":
                if first.kind is OutcomeKind.FAIL:
                    return first
                second = self.choice(node.right, scope)
                return second if first.kind is OutcomeKind.PASS else truths.both(first, second)
            if first.kind is OutcomeKind.PASS:
                return first
            return truths.either(first, self.choice(node.right, scope))
        if isinstance(node, Not):
            return _plain(truths.opposite(self.choice(node.of, scope)))
        if isinstance(node, Comparison):
            return self._comparison(node, scope, shown=False)
        return self.truth(node, scope)

    def _chosen(self, node: Test, scope: Scope) -> Truth:
        """The same of a test."""
        test = node.test
        if test in ("stated", "blank"):
            value = self.value(node.of, scope)
            if not isinstance(value, Unknown):
                return _CHOSEN if truths.is_blank_value(value) == (test == "blank") else _LEFT
        elif test in truths.WORD_TESTS and node.argument is not None:
            text, words = as_text(self.value(node.of, scope)), self._words(self.value(node.argument, scope))
            if isinstance(text, TextValue) and not text.passages and not isinstance(words, Unknown):
                return _CHOSEN if truths.says_any(test, text.string, words) else _LEFT
        return self.truth(node, scope)

    def premise(self, rule: Rule, variables: Mapping[str, Value]) -> Truth | None:
        """What came of a rule's `when`; judged once where it does not speak of what the rule ranges over."""
        if rule.when is None:
            return None
        if rule.id in self._premises:
            return self._premises[rule.id]
        # what was recognised in a picture must show why it fails
        judged = self.truth if self.facts.document.recognised else self.choice
        premise = settled(judged(rule.when, Scope(variables)), self.facts)
        if rule.id not in self._varying:
            asked = set(names_in(rule.when))
            self._varying[rule.id] = any(loop.name in asked for loop in rule.for_each)
        if not self._varying[rule.id]:
            self._premises[rule.id] = premise
        return premise

    def ruled_out(self, rule: Rule) -> bool:
        """Whether a part of a rule's `when` that speaks of nothing that the rule ranges over fails already."""
        if rule.when is None or not rule.for_each or self.facts.document.recognised:
            return False
        loops = {loop.name for loop in rule.for_each}
        common = [part for part in _conjuncts(rule.when) if not loops & set(names_in(part))]
        return any(self.choice(part, Scope({})).kind is OutcomeKind.FAIL for part in common)

    def shown_figure(self, figure: Figure, role: str) -> Evidence:
        """A figure as evidence; most are shown by several outcomes."""
        key = (figure.id, role)
        known = self._shown.get(key)
        if known is None or known[0] is not figure:
            known = self._shown[key] = (figure, Evidence.of_figure(figure, role))
        return known[1]

    def quantity(self, node: Expression, scope: Scope) -> Quantity | Unknown:
        return as_quantity(self.value(node, scope), scope.floor)

    def said(self, message: Sequence[str | Expression], scope: Scope) -> str:
        """A message with the values of its expressions, as printed."""
        return "".join(part if isinstance(part, str) else shown(self.value(part, scope)) for part in message)

    def items(self, loop: ForEach, scope: Scope) -> ListValue | Unknown:
        """What a for_each ranges over: items, columns by their bare names, or groups."""
        if isinstance(loop.source, Listing) and all(
            isinstance(item, Name) and self.lookup.is_column(item.name, scope) for item in loop.source.items
        ):
            names = [item.name for item in loop.source.items if isinstance(item, Name)]
            return ListValue(tuple(ColumnValue(name) for name in names))
        source = self.value(loop.source, scope)
        if isinstance(source, Unknown):
            return source
        assert isinstance(source, ListValue)  # checked at load
        return source if loop.by is None else self._grouped(source, loop.by, scope)

    def _grouped(self, source: ListValue, by: str, scope: Scope) -> ListValue | Unknown:
        """One group for each text of a column, in the order of first appearance.

        Rows under different 小计 rows are of different groups. A row that leaves the column blank may belong
        to any of them (a merged cell reads so), and then no group is complete.
        """
        groups: dict[tuple[object, str], list[Value]] = {}
        keys: dict[tuple[object, str], TextValue] = {}
        missing = source.missing
        for item in source.items:
            key = as_text(self.lookup.attribute(item, by, scope))
            if isinstance(key, Unknown):
                return key
            if truths.is_blank(key.string):
                missing = missing or Unknown((Reason.of("key_blank", column=by),), key.evidence)
                continue
            under = item.table.subtotals[item.index] if isinstance(item, RowValue) else None
            place = (under, normalise(key.string).string)
            keys.setdefault(place, key)
            groups.setdefault(place, []).append(item)
        made = tuple(GroupValue(keys[key], ListValue(tuple(rows), missing)) for key, rows in groups.items())
        return ListValue(made, missing)

    def _where(self, of: Value, condition: Expression, scope: Scope) -> Value:
        if not isinstance(of, ListValue):
            return of
        if of.items and isinstance(of.items[0], StatementValue):  # a source has items of one kind
            picked = picks(condition, of.items[0], lambda name: self.lookup.is_column(name, scope))
            if picked is not None:
                return ListValue(tuple(filter(picked, of.items)), of.missing, of.open)
        kept: list[Value] = []
        missing = of.missing
        for item in of.items:
            if isinstance(item, Unknown):
                missing = missing or item
                continue
            truth = self.choice(condition, Scope(scope.variables, item, scope.floor))
            if truth.holds:
                kept.append(item)
            elif truth.kind is OutcomeKind.UNDETERMINED:
                missing = missing or Unknown(truth.reasons, truth.evidence)
        return ListValue(tuple(kept), missing, of.open)

    def _arithmetic(self, node: Arithmetic, scope: Scope) -> Quantity | Unknown:
        first, second = self.value(node.left, scope), self.value(node.right, scope)
        if is_date(first) or is_date(second):
            return dates.difference(as_date(first), as_date(second))
        left, right = as_quantity(first, scope.floor), as_quantity(second, scope.floor)
        if isinstance(left, Unknown):
            return left
        if isinstance(right, Unknown):
            return right
        match node.operator:
            case "+":
                return arithmetic.add(left, right, 1)
            case "-":
                return arithmetic.add(left, right, -1)
            case "*":
                return arithmetic.product(left, right)
            case _:
                return arithmetic.quotient(left, right)

    def _call(self, node: Call, scope: Scope) -> Value:
        if node.function == "date":
            return dates.of_numbers([self.quantity(argument, scope) for argument in node.arguments])
        if node.function == "abs" or len(node.arguments) > 1:
            values: list[Value] = [self.value(argument, scope) for argument in node.arguments]
            source: Value = ListValue(tuple(values))
        else:
            source = self.value(node.arguments[0], scope)
        if isinstance(source, Unknown):
            return source
        if node.function == "unit":
            return self._unit(source, scope)
        assert isinstance(source, ListValue)  # checked at load
        if source.missing is not None:
            return source.missing
        if node.function == "count":
            return arithmetic.constant(len(source.items))
        if node.function == "first":
            return source.items[0] if source.items else Unknown((Reason.of("nothing_listed"),))
        if node.function == "one":
            if len(source.items) == 1:
                return source.items[0]
            code = "not_one" if source.items else "nothing_listed"
            places = tuple(place for item in source.items for place in self.lookup.places_of(item))
            return Unknown((Reason.of(code, count=str(len(source.items))),), places)
        if node.function == "same":
            agreed = self._test_consistent(source, scope)
            if agreed.kind in (OutcomeKind.FAIL, OutcomeKind.UNDETERMINED):
                return Unknown(agreed.reasons or (Reason.of("values_differ"),), agreed.evidence)
            return source.items[0] if source.items else Unknown((Reason.of("nothing_listed"),))
        quantities: list[Quantity] = []
        for item in source.items:
            quantity = as_quantity(item, scope.floor)
            if isinstance(quantity, Unknown):
                return quantity
            quantities.append(quantity)
        if node.function == "sum":
            return arithmetic.total(quantities)
        if not quantities:
            return Unknown((Reason.of("nothing_listed"),))
        match node.function:
            case "min":
                return arithmetic.extreme(quantities, -1)
            case "max":
                return arithmetic.extreme(quantities, 1)
            case _:
                only = quantities[0]
                return arithmetic.negative(only) if only.value < 0 else only

    def _unit(self, of: Value, scope: Scope) -> Value:
        """The printed unit of a number, or of each in a list."""
        if isinstance(of, ListValue):
            return ListValue(tuple(self._unit(item, scope) for item in of.items), of.missing)
        quantity = as_quantity(of, scope.floor)
        if isinstance(quantity, Unknown):
            return quantity
        return TextValue(quantity.unit.name, truths.evidence_of(quantity))

    def _comparison(self, node: Comparison, scope: Scope, shown: bool = True) -> Truth:
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        for side in (left, right):
            if isinstance(side, Unknown):
                return Truth.unknown(side)
        if is_date(left) or is_date(right):
            return dates.compared(node.operator, as_date(left), as_date(right))
        if isinstance(left, TextValue) or isinstance(right, TextValue):
            left_text, right_text = as_text(left), as_text(right)
            assert isinstance(left_text, TextValue)  # neither side is unknown
            assert isinstance(right_text, TextValue)
            if not shown:
                equal = truths.same_text(left_text, right_text) or self._one_name(left_text, right_text)
                return _CHOSEN if equal == (node.operator == "==") else _LEFT
            same = self._texts_equal(left_text, right_text)
            return same if node.operator == "==" else truths.opposite(same)
        first, second = as_quantity(left, scope.floor), as_quantity(right, scope.floor)
        if isinstance(first, Unknown):
            return self._texts_or_unknown(node, left, right, first)
        if isinstance(second, Unknown):
            return self._texts_or_unknown(node, left, right, second)
        floor = arithmetic.floor_for(first, second) or arithmetic.floor_for(second, first)
        if floor is not None:
            # only the operands of the derived side may have been rounded before
            widened = replace(scope, floor=floor)
            if first.single is not None:
                again = self.quantity(node.right, widened)
                second = again if isinstance(again, Quantity) else second
            else:
                again = self.quantity(node.left, widened)
                first = again if isinstance(again, Quantity) else first
        return arithmetic.compared(node.operator, first, second, scope.tolerance, shown)

    def _texts_or_unknown(self, node: Comparison, left: Value, right: Value, unknown: Unknown) -> Truth:
        """Two cells of words compare as words; words beside a number cannot be compared."""
        cells = [side for side in (left, right) if isinstance(side, CellValue) and side.figure is None]
        if len(cells) == 2:
            texts = [TextValue(cell.cell.text, (cell.evidence,)) for cell in cells]
            same = self._texts_equal(texts[0], texts[1])
            return same if node.operator == "==" else truths.opposite(same)
        return Truth.unknown(unknown)

    def _test(self, node: Test, scope: Scope) -> Truth:
        of = self.value(node.of, scope)
        match node.test:
            case "present":
                if isinstance(node.of, Name) and node.of.name in self.pack.facts:
                    untaken = () if isinstance(of, FactValue) else self.binding.untaken(node.of.name)
                    return truths.fact_is_present(self.facts, of, untaken)
                return truths.is_present(self.lookup.home(of).facts, of)
            case "empty":
                return truths.is_empty(self.lookup.home(of).facts, of)
            case "consistent":
                if isinstance(of, Unknown):
                    return Truth.unknown(of)
                assert isinstance(of, ListValue)
                return self._test_consistent(of, scope)
        if isinstance(of, Unknown):
            return Truth.unknown(of)
        match node.test:
            case "filled":
                assert isinstance(of, ListValue)
                return truths.is_filled(of)
            case "distinct" | "ordered" | "gapless":
                assert isinstance(of, ListValue)
                return LIST_TESTS[node.test](self.facts, of)
            case "blank" | "stated":
                return truths.blank_truth(of) if node.test == "blank" else truths.stated_truth(of)
        assert node.argument is not None
        argument = self.value(node.argument, scope)
        if isinstance(argument, Unknown):
            return Truth.unknown(argument)
        if node.test == "in":
            return self._test_in(of, argument, scope)
        if node.test == "same names as":
            assert isinstance(of, ListValue)
            assert isinstance(argument, ListValue)
            return same_names(of, argument, self._label, self._key)
        text = as_text(of)
        if isinstance(text, Unknown):
            return Truth.unknown(text)
        words = self._words(argument)
        if isinstance(words, Unknown):
            return Truth.unknown(words)
        return truths.words_test(node.test, text, words)

    def _words(self, argument: Value) -> tuple[str, ...] | Unknown:
        """The words that a test is for: those of a list, of a word list by its name, or a text."""
        if isinstance(argument, TextValue):
            return self.pack.words.get(argument.string, (argument.string,))
        if id(argument) in self._listed:
            return self._listed[id(argument)]
        items = argument.items if isinstance(argument, ListValue) else (argument,)
        words: list[str] = []
        for item in items:
            text = as_text(item)
            if isinstance(text, Unknown):
                return text
            words.extend(self.pack.words.get(text.string, (text.string,)))
        if self.lookup.is_word_list(argument):
            self._listed[id(argument)] = tuple(words)
        return tuple(words)

    def _key(self, words: str) -> str:
        """A name in the form in which it is compared: what the pack says is another way of writing one is that one."""
        folded = normalise(words).string
        return self.pack.other_names.get(folded, folded)

    def _one_name(self, left: TextValue, right: TextValue) -> bool:
        """Whether two texts are other ways of writing one name, as the pack says."""
        return bool(self.pack.other_names) and self._key(left.string) == self._key(right.string)

    def _texts_equal(self, left: TextValue, right: TextValue) -> Truth:
        truth = truths.texts_equal(left, right)
        if truth.holds or not self._one_name(left, right):
            return truth
        same = Truth.of(True, truth.evidence)
        return replace(same, denied=(Reason.of("texts_same", text=left.string),))

    def _label(self, value: Value) -> TextValue:
        match value:
            case RowValue():
                evidence = row_evidence(value, "item")
                return TextValue(evidence.text, (evidence,))
            case PartValue(part=part):
                return TextValue(part.label, (Evidence.of_figure(part.figure, "item"),))
            case _:
                text = as_text(value)
                assert isinstance(text, TextValue)
                return text

    def _test_in(self, of: Value, argument: Value, scope: Scope) -> Truth:
        assert isinstance(argument, ListValue)
        if argument.missing is not None:
            return Truth.unknown(argument.missing)
        unlike: list[Truth] = []
        for item in argument.items:
            if isinstance(item, Unknown):
                return Truth.unknown(item)
            if is_words(of) or is_words(item):
                text, words = as_text(of), as_text(item)
                assert isinstance(text, TextValue)
                assert isinstance(words, TextValue)
                found = self._texts_equal(text, words)
            else:
                quantity, other = as_quantity(of, scope.floor), as_quantity(item, scope.floor)
                if isinstance(quantity, Unknown):
                    return Truth.unknown(quantity)
                if isinstance(other, Unknown):
                    return Truth.unknown(other)
                found = arithmetic.compared("==", quantity, other, scope.tolerance)
            if found.holds:
                return found
            unlike.append(found)
        stated = {truth.computations[0].right.value for truth in unlike if truth.computations}
        if len(stated) == 1 and all(truth.computations for truth in unlike):
            return unlike[0]  # all state one other number: that is what it differs from
        listed = "、".join(dict.fromkeys(shown(item) for item in argument.items))
        evidence = tuple(e for value in (of, *argument.items) for e in truths.evidence_of(value))
        return Truth.of(False, evidence, Reason.of("not_among", text=shown(of), listed=listed))

    def _same_words(self, of: ListValue) -> Truth:
        """Whether all items say the same words as the first."""
        result = Truth.of(True)
        first: TextValue | None = None
        for item in of.items:
            text = as_text(item)
            if isinstance(text, Unknown):
                return Truth.unknown(text)
            if first is None:
                first = text
            else:
                result = truths.both(result, self._texts_equal(text, first))
        return result

    def _test_consistent(self, of: ListValue, scope: Scope) -> Truth:
        """Whether all items state the same: each is compared with the first."""
        if of.missing is not None:
            return Truth.unknown(of.missing)
        if any(is_words(item) for item in of.items):
            return self._same_words(of)
        result = Truth.of(True)
        first: Quantity | None = None
        for item in of.items:
            quantity = as_quantity(item, scope.floor)
            if isinstance(quantity, Unknown):
                return Truth.unknown(quantity)
            if first is None:
                first = quantity
            else:
                result = truths.both(result, arithmetic.compared("==", quantity, first, scope.tolerance))
        return result
