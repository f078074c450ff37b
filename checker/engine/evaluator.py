"""Evaluates expressions against what a pack's names stand for in one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from checker.binding import Binding, BoundFact, BoundTable
from checker.binding.phrases import FoundPart, FoundWords, HoleValue
from checker.binding.sections import BoundSection, heading_evidence
from checker.binding.tables import table_evidence
from checker.engine import arithmetic, truths
from checker.engine.values import (
    CellValue,
    ColumnValue,
    EntryValue,
    FactValue,
    GroupValue,
    ListValue,
    PartValue,
    Quantity,
    RowValue,
    SectionValue,
    TableValue,
    TextValue,
    Truth,
    Value,
)
from checker.facts.figures import cell_figure, default_unit, row_label
from checker.model.amount import COUNT, PERCENT, Dimension, Unit, read_amount
from checker.model.document import Table
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
)
from checker.model.figure import Figure, FigureId
from checker.model.outcome import Evidence, OutcomeKind, Reason, Unknown
from checker.model.rule import (
    Belongs,
    CodeEntry,
    ColumnType,
    Edition,
    SectionSpec,
    TableSpec,
    Tolerance,
)
from checker.model.text import normalise
from checker.rulebook.types import BUILT_IN

_FALLS = ("减少", "下降", "降低", "减")
_EXACT = (ColumnType.COUNT, ColumnType.PRICE)


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean at a point of an expression.

    `variables` are those of for_each, `item` what a `where` is asked of, `floor` the coarser precision that
    the operands of a derived figure may have been rounded to.
    """

    variables: Mapping[str, Value]
    item: Value | None = None
    floor: Decimal | None = None
    tolerance: Tolerance | None = None


class Evaluator:
    """Evaluates the expressions of one pack for one document. Values are computed when they are asked for."""

    def __init__(self, binding: Binding) -> None:
        self.binding = binding
        self.pack = binding.pack
        self.facts = binding.facts
        self._classes: dict[tuple[str, str], ListValue] = {}

    # --- expressions ---

    def value(self, node: Expression, scope: Scope) -> Value:
        match node:
            case Constant(amount=amount):
                return Quantity.of_constant(amount)
            case Words(string=string):
                return TextValue(string)
            case Name(name=name):
                return self._name(name, scope)
            case Attribute(of=of, name=name):
                return self.attribute(self.value(of, scope), name, scope)
            case Index(of=of, index=index):
                column = self.value(index, scope)
                assert isinstance(column, ColumnValue)  # checked at load
                return self.attribute(self.value(of, scope), column.name, scope)
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
                return self._each(kind)
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

    def quantity(self, node: Expression, scope: Scope) -> Quantity | Unknown:
        return self.as_quantity(self.value(node, scope), scope)

    def as_quantity(self, value: Value, scope: Scope) -> Quantity | Unknown:
        """The number that a value states; a blank cell is zero."""
        match value:
            case Quantity() | Unknown():
                return value
            case CellValue(figure=Figure() as figure, exact=exact):
                return Quantity.of_figure(figure, exact, scope.floor)
            case CellValue(cell=cell, evidence=evidence, default=default):
                if truths.is_blank(cell.text):
                    zero = Quantity.exactly(Decimal(0), default, "0")
                    return replace(zero, blanks=(evidence,))
                return Unknown(
                    (Reason.of("not_a_number", text=cell.text, column=evidence.column),), (evidence,)
                )
            case TextValue(string=string, evidence=evidence_):
                return Unknown((Reason.of("not_a_number", text=string, column=""),), evidence_)
            case _:
                raise AssertionError(f"no number: {value!r}")  # checked at load

    # --- names ---

    def _name(self, name: str, scope: Scope) -> Value:
        if scope.item is not None:
            own = self._own(scope.item, name, scope)
            if own is not None:
                return own
        if name in scope.variables:
            return scope.variables[name]
        if name in self.pack.sections:
            return SectionValue(self.binding.section(name))
        if name in self.pack.tables:
            return TableValue(self.binding.table(name))
        if name in self.pack.facts:
            fact = self.binding.fact(name)
            return FactValue(fact) if isinstance(fact, BoundFact) else fact
        if name in self.pack.words:
            return ListValue(tuple(TextValue(word) for word in self.pack.words[name]))
        match name:
            case "entity":
                entity = self.facts.identity.entity
                if entity is None:
                    return Unknown((Reason.of("entity_unknown"),))
                return TextValue(entity.value, (Evidence("entity", entity.text, entity.place),))
            case "fiscal_year":
                year = self.facts.identity.fiscal_year
                if year is None:
                    return Unknown((Reason.of("year_unknown"),))
                return arithmetic.constant(year.value, (Evidence("title", year.text, year.place),))
            case "title":
                first = truths.first_words(self.facts)
                return TextValue(first.text if first else "", (first,) if first else ())
            case "sections":
                return ListValue(tuple(SectionValue(self.binding.section(key)) for key in self.pack.sections))
            case "tables":
                return ListValue(tuple(TableValue(self.binding.table(key)) for key in self.pack.tables))
        return TextValue(name)  # one of the choices of the other side, as was checked at load

    def _own(self, item: Value, name: str, scope: Scope) -> Value | None:
        """What the item of a `where` calls by this name, or None."""
        if isinstance(item, RowValue) and (
            name in item.table.spec.columns or name in ("label", "level", "parent", "children", "entry")
        ):
            return self.attribute(item, name, scope)
        if isinstance(item, PartValue) and name in ("label", "amount", "change", "parts"):
            return self.attribute(item, name, scope)
        if isinstance(item, TableValue | SectionValue) and name in ("title", "note", "text"):
            return self.attribute(item, name, scope)
        return None

    # --- attributes ---

    def attribute(self, of: Value, name: str, scope: Scope) -> Value:
        match of:
            case Unknown():
                return of
            case ListValue(items=items, missing=missing):
                return ListValue(tuple(self.attribute(item, name, scope) for item in items), missing)
            case RowValue():
                return self._of_row(of, name)
            case TableValue(bound=bound):
                return self._of_table(bound, name)
            case SectionValue(bound=section):
                return self._of_section(section, name)
            case FactValue(fact=fact):
                return self._hole(fact.holes[name], scope)
            case PartValue(part=part):
                return self._of_part(part, name, scope)
            case GroupValue(key=key, rows=rows):
                return key if name == "key" else rows
            case EntryValue(fields=fields):
                return fields[name]
            case _:
                raise AssertionError(f"no attributes: {of!r}")  # checked at load

    def _hole(self, value: HoleValue, scope: Scope) -> Value:
        match value:
            case Unknown():
                return value
            case Figure():
                return Quantity.of_figure(value, exact=False, floor=scope.floor)
            case FoundWords(string=string, evidence=evidence):
                digits = string.rstrip("年度")
                if digits.isdigit() and digits != string:
                    return arithmetic.constant(int(digits), (evidence,))
                return TextValue(string, (evidence,))
            case tuple():
                return ListValue(
                    tuple(
                        PartValue(item)
                        if isinstance(item, FoundPart)
                        else TextValue(item.string, (item.evidence,))
                        for item in value
                    )
                )

    def _of_part(self, part: FoundPart, name: str, scope: Scope) -> Value:
        if name == "label":
            return TextValue(part.label, (Evidence.of_figure(part.figure, "part"),))
        if name in ("amount", "change"):
            amount = Quantity.of_figure(part.figure, exact=False, floor=scope.floor)
            falls = name == "change" and part.label.endswith(_FALLS)
            return arithmetic.negative(amount) if falls else amount
        return ListValue(tuple(PartValue(nested) for nested in part.parts))

    def _of_section(self, bound: BoundSection, name: str) -> Value:
        if bound.section is None:
            return bound.absence
        assert bound.section.heading is not None
        return truths.section_text(self.facts, bound.section, name)

    def _of_table(self, bound: BoundTable, name: str) -> Value:
        table = bound.table
        if table is None:
            return bound.absence
        if name == "title":
            return TextValue(bound.title, (table_evidence(table, "title"),))
        if name == "note":
            notes = tuple(Evidence("note", note.string, note.place) for note in table.notes)
            return TextValue(
                "".join(note.string for note in table.notes), notes or (table_evidence(table, "title"),)
            )
        if name == "rows":
            return ListValue(tuple(RowValue(bound, index) for index in range(len(table.rows))))
        rows = self._class(bound, name)
        spec = bound.spec.classes[name]
        if not spec.one:
            return rows
        if rows.missing is not None:
            return rows.missing
        if len(rows.items) != 1:
            reason = Reason.of("row_not_one", table=bound.title, row=name, count=str(len(rows.items)))
            return Unknown((reason,), (table_evidence(table, "table"),))
        return rows.items[0]

    def _class(self, bound: BoundTable, name: str) -> ListValue:
        """The rows of a class; incomplete if some row cannot be told to be of it or belongs to no class."""
        key = (bound.spec.name, name)
        if key in self._classes:
            return self._classes[key]
        table = bound.table
        assert table is not None
        members: list[Value] = []
        missing: Unknown | None = None
        for index in range(len(table.rows)):
            row = RowValue(bound, index)
            scope = Scope({}, item=row)
            held = {class_: self.truth(spec.where, scope) for class_, spec in bound.spec.classes.items()}
            if held[name].kind is OutcomeKind.UNDETERMINED:
                missing = missing or Unknown(held[name].reasons, held[name].evidence)
            elif held[name].holds:
                members.append(row)
            elif all(truth.kind is OutcomeKind.FAIL for truth in held.values()):
                evidence = self._row_evidence(row, "row")
                missing = missing or Unknown(
                    (Reason.of("row_unclassified", table=bound.title, row=evidence.text),), (evidence,)
                )
        result = ListValue(tuple(members), missing)
        self._classes[key] = result
        return result

    def _row_evidence(self, row: RowValue, role: str) -> Evidence:
        table = row.table.table
        assert table is not None
        cells = table.rows[row.index]
        label = row_label(cells) or next((cell.text for cell in cells.cells if cell.text), "")
        return Evidence(role, label, cells.place, table=row.table.title, row=label)

    def _of_row(self, row: RowValue, name: str) -> Value:
        bound = row.table
        table = bound.table
        assert table is not None
        if name in bound.spec.columns:
            return self._cell(row, name)
        match name:
            case "label":
                evidence = self._row_evidence(row, "row")
                return TextValue(evidence.text, (evidence,))
            case "level":
                return arithmetic.constant(bound.levels[row.index])
            case "children":
                indices = [i for i, parent in enumerate(bound.parents) if parent == row.index]
                return ListValue(tuple(RowValue(bound, index) for index in indices))
            case "parent":
                parent = bound.parents[row.index]
                if parent < 0:
                    evidence = self._row_evidence(row, "row")
                    return Unknown((Reason.of("no_parent", row=evidence.text),), (evidence,))
                return RowValue(bound, parent)
            case _:
                return self._entry(row)

    def _cell(self, row: RowValue, name: str) -> Value:
        bound = row.table
        table = bound.table
        assert table is not None
        column = bound.columns[name]
        if isinstance(column, Unknown):
            return column
        cell = table.rows[row.index].cells[column]
        label = self._row_evidence(row, "row").text
        evidence = Evidence(
            "cell",
            cell.text,
            cell.place,
            section=" / ".join(self.facts.sections[bound.block]),
            table=bound.title,
            row=label,
            column=table.columns[column].label,
        )
        type_ = bound.spec.columns[name].type
        exact = type_ in _EXACT
        default = self._unit_for(type_, default_unit(table, table.rows[row.index], column))
        figure = self._cell_figure(bound, row.index, column, type_, default)
        header = Evidence(
            "column", table.columns[column].leaf, table.columns[column].header.place, table=bound.title
        )
        return CellValue(cell, figure, exact, evidence, header, default)

    def _unit_for(self, type_: ColumnType, default: Unit) -> Unit:
        """The unit of a cell that prints none, by what the pack says of its column."""
        if type_ is ColumnType.PERCENT:
            return PERCENT
        if type_ is ColumnType.COUNT and default.dimension is not Dimension.COUNT:
            return COUNT
        return default

    def _cell_figure(
        self, bound: BoundTable, row: int, column: int, type_: ColumnType, default: Unit
    ) -> Figure | None:
        """The figure of a cell as the pack's column type reads it; None if it is words or blank."""
        table = bound.table
        assert table is not None
        if type_ is ColumnType.TEXT:
            return None
        cell = table.rows[row].cells[column]
        amount = read_amount(cell.text, default)
        if amount is None:
            return None
        identifier = FigureId(bound.block, row, column)
        figure = self.facts.figures.get(identifier)
        if figure is not None and figure.amount.unit == amount.unit:
            return figure
        if figure is not None:
            return replace(figure, amount=amount)
        return cell_figure(
            identifier,
            amount,
            cell,
            self.facts.sections[bound.block],
            bound.title,
            table.rows[row],
            table.columns[column].label,
        )

    def _entry(self, row: RowValue) -> Value:
        """The code list's entry of the row's code, in the edition of the fiscal year."""
        use = row.table.spec.codes
        if use is None:
            return Unknown((Reason.of("no_code_list", table=row.table.title),))
        code = self._cell(row, use.column)
        if not isinstance(code, CellValue):
            return code
        evidence = (code.evidence,)
        year = self.facts.identity.fiscal_year
        if year is None:
            return Unknown((Reason.of("year_unknown"),), evidence)
        code_list = self.pack.code_lists[use.list]
        edition = edition_of(code_list.editions, year.value)
        if edition is None:
            reason = Reason.of("no_edition", list=code_list.title, year=str(year.value))
            return Unknown((reason,), evidence)
        entry = edition.entries.get(normalise(code.cell.text).string)
        if entry is None:
            reason = Reason.of(
                "code_not_listed", code=code.cell.text, list=code_list.title, edition=edition.id
            )
            return Unknown((reason,), evidence)
        return EntryValue(_entry_fields(entry, edition, code.evidence))

    def value_label(self, row: RowValue) -> str:
        return self._row_evidence(row, "row").text

    def column_title(self, name: str) -> str:
        """The words of the header that a column's name stands for, in the first table that has it."""
        for spec in self.pack.tables.values():
            if name in spec.columns:
                return spec.columns[name].titles[0]
        return name

    def places_of(self, value: Value) -> tuple[Evidence, ...]:
        """Where a value stands in the document."""
        match value:
            case RowValue():
                return (self._row_evidence(value, "row"),)
            case TableValue(bound=bound) if bound.table is not None:
                return (table_evidence(bound.table, "table"),)
            case SectionValue(bound=section) if section.section and section.section.heading:
                return (heading_evidence(section.section.heading, "section"),)
            case GroupValue(key=key):
                return key.evidence
            case _:
                return truths.evidence_of(value)

    # --- lists ---

    def _where(self, of: Value, condition: Expression, scope: Scope) -> Value:
        if not isinstance(of, ListValue):
            return of
        kept: list[Value] = []
        missing = of.missing
        for item in of.items:
            truth = self.truth(condition, replace(scope, item=item, tolerance=None))
            if truth.holds:
                kept.append(item)
            elif truth.kind is OutcomeKind.UNDETERMINED:
                missing = missing or Unknown(truth.reasons, truth.evidence)
        return ListValue(tuple(kept), missing)

    def _each(self, kind: str) -> ListValue:
        if kind == "table":
            return ListValue(tuple(self._any_tables()))
        sections = [section for section in self.facts.document.root.walk() if section.heading is not None]
        return ListValue(
            tuple(
                SectionValue(
                    BoundSection(SectionSpec("", (section.path[-1],), Belongs.DOCUMENT), section, None, "")
                )
                for section in sections
            )
        )

    def _any_tables(self) -> Iterator[Value]:
        nothing: Mapping[str, int | Unknown] = MappingProxyType({})
        for index, block in enumerate(self.facts.document.blocks):
            if isinstance(block, Table):
                title = block.title.string if block.title else ""
                spec = TableSpec("", (title,), {}, {}, None, None, Belongs.DOCUMENT)
                flat = (0,) * len(block.rows), (-1,) * len(block.rows)
                yield TableValue(BoundTable(spec, index, block, nothing, *flat, None, ""))

    def items(self, loop: ForEach, scope: Scope) -> ListValue | Unknown:
        """What a for_each ranges over: items, columns by their bare names, or groups."""
        if isinstance(loop.source, Listing) and all(
            isinstance(item, Name) and self._is_column(item.name, scope) for item in loop.source.items
        ):
            names = [item.name for item in loop.source.items if isinstance(item, Name)]
            return ListValue(tuple(ColumnValue(name) for name in names))
        source = self.value(loop.source, scope)
        if isinstance(source, Unknown):
            return source
        assert isinstance(source, ListValue)  # checked at load
        return source if loop.by is None else self._grouped(source, loop.by, scope)

    def _is_column(self, name: str, scope: Scope) -> bool:
        pack = self.pack
        known = (scope.variables, BUILT_IN, pack.sections, pack.tables, pack.facts, pack.words)
        return not any(name in names for names in known)

    def _grouped(self, source: ListValue, by: str, scope: Scope) -> ListValue | Unknown:
        """One group for each text of a column, in the order of first appearance."""
        groups: dict[str, list[Value]] = {}
        keys: dict[str, TextValue] = {}
        for item in source.items:
            key = self.as_text(self.attribute(item, by, scope))
            if isinstance(key, Unknown):
                return key
            folded = normalise(key.string).string
            keys.setdefault(folded, key)
            groups.setdefault(folded, []).append(item)
        made = tuple(
            GroupValue(keys[key], ListValue(tuple(rows), source.missing)) for key, rows in groups.items()
        )
        return ListValue(made, source.missing)

    def as_text(self, value: Value) -> TextValue | Unknown:
        match value:
            case TextValue() | Unknown():
                return value
            case CellValue(cell=cell, evidence=evidence):
                return TextValue(cell.text, (evidence,))
            case Quantity(formula=formula):
                return TextValue(formula, truths.evidence_of(value))
            case _:
                raise AssertionError(f"no text: {value!r}")  # checked at load

    # --- operators ---

    def _arithmetic(self, node: Arithmetic, scope: Scope) -> Quantity | Unknown:
        left, right = self.quantity(node.left, scope), self.quantity(node.right, scope)
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
        if node.function == "same":
            agreed = self._test_consistent(source, scope)
            if agreed.kind in (OutcomeKind.FAIL, OutcomeKind.UNDETERMINED):
                return Unknown(agreed.reasons or (Reason.of("values_differ"),), agreed.evidence)
            return source.items[0] if source.items else Unknown((Reason.of("nothing_listed"),))
        quantities: list[Quantity] = []
        for item in source.items:
            quantity = self.as_quantity(item, scope)
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
        quantity = self.as_quantity(of, scope)
        if isinstance(quantity, Unknown):
            return quantity
        return TextValue(quantity.unit.name, truths.evidence_of(quantity))

    def _comparison(self, node: Comparison, scope: Scope) -> Truth:
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        for side in (left, right):
            if isinstance(side, Unknown):
                return Truth.unknown(side)
        if isinstance(left, TextValue) or isinstance(right, TextValue):
            left_text, right_text = self.as_text(left), self.as_text(right)
            assert isinstance(left_text, TextValue)  # neither side is unknown
            assert isinstance(right_text, TextValue)
            same = truths.texts_equal(left_text, right_text)
            return same if node.operator == "==" else truths.opposite(same)
        first, second = self.as_quantity(left, scope), self.as_quantity(right, scope)
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
        return arithmetic.compared(node.operator, first, second, scope.tolerance)

    def _texts_or_unknown(self, node: Comparison, left: Value, right: Value, unknown: Unknown) -> Truth:
        """Two cells of words compare as words; words beside a number cannot be compared."""
        cells = [side for side in (left, right) if isinstance(side, CellValue) and side.figure is None]
        if len(cells) == 2:
            texts = [TextValue(cell.cell.text, (cell.evidence,)) for cell in cells]
            same = truths.texts_equal(texts[0], texts[1])
            return same if node.operator == "==" else truths.opposite(same)
        return Truth.unknown(unknown)

    # --- tests ---

    def _test(self, node: Test, scope: Scope) -> Truth:
        of = self.value(node.of, scope)
        match node.test:
            case "present":
                if isinstance(node.of, Name) and node.of.name in self.pack.facts:
                    return truths.fact_is_present(self.facts, of)
                return truths.is_present(self.facts, of)
            case "empty":
                return truths.is_empty(self.facts, of)
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
            return truths.same_names(of, argument, self._label)
        text = self.as_text(of)
        if isinstance(text, Unknown):
            return Truth.unknown(text)
        words = self._words(argument)
        if isinstance(words, Unknown):
            return Truth.unknown(words)
        return truths.words_test(node.test, text, words)

    def _words(self, argument: Value) -> tuple[str, ...] | Unknown:
        """The words that a test is for: those of a list, of a word list by its name, or a text."""
        items = argument.items if isinstance(argument, ListValue) else (argument,)
        words: list[str] = []
        for item in items:
            text = self.as_text(item)
            if isinstance(text, Unknown):
                return text
            words.extend(self.pack.words.get(text.string, (text.string,)))
        return tuple(words)

    def _label(self, value: Value) -> TextValue:
        match value:
            case RowValue():
                evidence = self._row_evidence(value, "item")
                return TextValue(evidence.text, (evidence,))
            case PartValue(part=part):
                return TextValue(part.label, (Evidence.of_figure(part.figure, "item"),))
            case _:
                text = self.as_text(value)
                assert isinstance(text, TextValue)
                return text

    def _test_in(self, of: Value, argument: Value, scope: Scope) -> Truth:
        assert isinstance(argument, ListValue)
        if argument.missing is not None:
            return Truth.unknown(argument.missing)
        result = Truth.of(False, truths.evidence_of(of))
        for item in argument.items:
            if isinstance(item, Unknown):
                return Truth.unknown(item)
            if _is_words(of) or _is_words(item):
                text, words = self.as_text(of), self.as_text(item)
                assert isinstance(text, TextValue)
                assert isinstance(words, TextValue)
                found = truths.texts_equal(text, words)
            else:
                quantity, other = self.as_quantity(of, scope), self.as_quantity(item, scope)
                if isinstance(quantity, Unknown):
                    return Truth.unknown(quantity)
                if isinstance(other, Unknown):
                    return Truth.unknown(other)
                found = arithmetic.compared("==", quantity, other, scope.tolerance)
            if found.holds:
                return found
        return result

    def _same_words(self, of: ListValue) -> Truth:
        """Whether all items say the same words as the first."""
        result = Truth.of(True)
        first: TextValue | None = None
        for item in of.items:
            text = self.as_text(item)
            if isinstance(text, Unknown):
                return Truth.unknown(text)
            if first is None:
                first = text
            else:
                result = truths.both(result, truths.texts_equal(text, first))
        return result

    def _test_consistent(self, of: ListValue, scope: Scope) -> Truth:
        """Whether all items state the same: each is compared with the first."""
        if of.missing is not None:
            return Truth.unknown(of.missing)
        if any(_is_words(item) for item in of.items):
            return self._same_words(of)
        result = Truth.of(True)
        first: Quantity | None = None
        for item in of.items:
            quantity = self.as_quantity(item, scope)
            if isinstance(quantity, Unknown):
                return Truth.unknown(quantity)
            if first is None:
                first = quantity
            else:
                result = truths.both(result, arithmetic.compared("==", quantity, first, scope.tolerance))
        return result


def _is_words(value: Value) -> bool:
    """Whether a value is words: a text, or a cell that is filled and states no number."""
    if isinstance(value, CellValue):
        return value.figure is None and not truths.is_blank(value.cell.text)
    return isinstance(value, TextValue)


def edition_of(editions: tuple[Edition, ...], year: int) -> Edition | None:
    """The edition in force in a fiscal year."""
    for edition in editions:
        if (edition.since or 0) <= year <= (edition.until or 9999):
            return edition
    return None


def _entry_fields(entry: CodeEntry, edition: Edition, evidence: Evidence) -> Mapping[str, TextValue]:
    return MappingProxyType(
        {
            "name": TextValue(entry.name, (evidence,)),
            "standing": TextValue(entry.standing),
            "edition": TextValue(edition.id),
        }
    )
