"""What the names and attributes of a pack stand for in one document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from checker.binding import Binding, BoundFact, BoundTable
from checker.binding.phrases import FoundDate, FoundList, FoundWords, HoleValue
from checker.binding.sections import BoundSection, heading_evidence
from checker.binding.tables import table_evidence
from checker.engine import arithmetic, dates, listed_units, sources, truths
from checker.engine.cells import cell_of, entry_of, group_of, row_evidence
from checker.engine.conversions import as_date
from checker.engine.cut_off import rows_cut_off
from checker.engine.scope import Scope
from checker.engine.section_lines import lines_of
from checker.engine.sources import Sources
from checker.engine.values import (
    CellValue,
    DateValue,
    DocumentValue,
    EntryValue,
    FactValue,
    GroupValue,
    ListValue,
    PartValue,
    Quantity,
    RowValue,
    SectionValue,
    SignedFigure,
    StatementValue,
    TableValue,
    TextValue,
    Truth,
    Unstated,
    Value,
)
from checker.engine.wording import headings_within, sentences_within
from checker.facts.clauses import FALLS
from checker.facts.figures import row_label
from checker.model.document import Table
from checker.model.expression import Expression
from checker.model.figure import Facts, Figure, FigureId
from checker.model.outcome import Evidence, OutcomeKind, Reason, Unknown
from checker.model.rule import Belongs, NumberSpec, SectionSpec, TableSpec
from checker.model.statement import Extent, Part
from checker.model.text import normalise
from checker.rulebook.types import BUILT_IN, ROW_WORDS
from checker.structure.numbering import bare_number

_RISES = ("增加", "增长", "上升", "提高", "增")
_FALLS = tuple(FALLS)

_OF_TABLES = ("title", "note", "unit", "data", "section")
_OF_SECTIONS = ("title", "text", "lines", "number", "headings", "sentences", "tables")


class Lookup:
    """Looks names and attributes up; each class of rows is made once.

    `truth` judges the condition of a class of rows, `other` makes the look-up of a document beside this one.
    """

    def __init__(
        self,
        binding: Binding,
        made: Sources,
        truth: Callable[[Expression, Scope], Truth],
        other: Callable[[Facts], Lookup],
    ) -> None:
        self.binding = binding
        self.pack = binding.pack
        self.facts = binding.facts
        self._truth = truth
        self._classes: dict[tuple[str, str], ListValue] = {}
        self._of_rows: dict[tuple[str, int, str], Value] = {}
        self._words = {
            name: ListValue(tuple(map(TextValue, words))) for name, words in binding.pack.words.items()
        }
        self._quantities: dict[FigureId, Quantity] = {}
        self._named: dict[str, Value] = {}
        self._other = other
        self._others: dict[int, Lookup] = {}
        self.sources = made

    def name(self, name: str, scope: Scope) -> Value:
        if scope.item is not None:
            own = self._own(scope.item, name, scope)
            if own is not None:
                return own
        if name in scope.variables:
            return scope.variables[name]
        known = self._named.get(name)
        if known is None:
            known = self._named[name] = self._of_pack(name)
        return known

    def _of_pack(self, name: str) -> Value:
        """What a name stands for by itself: the same everywhere in a document."""
        if name in self.pack.sections:
            return SectionValue(self.binding.section(name))
        if name in self.pack.tables:
            return TableValue(self.binding.table(name))
        if name in self.pack.facts and self.pack.facts[name].each:
            return self._stated(name)
        if name in self.pack.facts:
            fact = self.binding.fact(name)
            return FactValue(fact) if isinstance(fact, BoundFact) else fact
        if name in self._words:
            return self._words[name]
        if name in self.pack.numbers:
            return self._number(self.pack.numbers[name])
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
            case "document_kind":
                kind = self.facts.identity.kind
                if kind is None:
                    return Unknown((Reason.of("kind_unknown"),))
                return TextValue(kind.value.replace("-", "_"), (Evidence("title", kind.text, kind.place),))
            case "prior" | "budget_document":
                found = self.facts.prior if name == "prior" else self.facts.budget_document
                if found is not None:
                    return self._document(found)
                return listed_units.doubted(self.facts, name) or Unknown((Reason.of("no_" + name),))
            case "units":
                return ListValue(
                    tuple(map(self._document, self.facts.units)), listed_units.not_all(self.facts)
                )
            case "published" | "approved":
                return dates.of_sidecar(self.facts, name)
            case "document":
                return truths.all_text(self.facts)
            case "title":
                first = truths.first_words(self.facts)
                return TextValue(first.text if first else "", (first,) if first else ())
            case "sections":
                return ListValue(tuple(SectionValue(self.binding.section(key)) for key in self.pack.sections))
            case "tables":
                return ListValue(tuple(TableValue(self.binding.table(key)) for key in self.pack.tables))
            case _ if name in sources.NAMES:
                return self.sources.items(name)
        return TextValue(name)  # one of the choices of the other side, as was checked at load

    def _document(self, facts: Facts) -> DocumentValue:
        """A document beside this one; its names are looked up when they are asked for."""
        ordinal = facts.document.ordinal
        if ordinal not in self._others:
            self._others[ordinal] = self._other(facts)
        entity, first = facts.identity.entity, truths.first_words(facts)
        assert first is not None  # it states a year
        return DocumentValue(ordinal, entity.value if entity else facts.document.name, first)

    def home(self, of: Value) -> Lookup:
        """The look-up of the document that a value stands in."""
        match of:
            case (
                RowValue(table=BoundTable(document=ordinal)) | TableValue(bound=BoundTable(document=ordinal))
            ):
                return self._others.get(ordinal, self)
            case SectionValue(bound=BoundSection(document=ordinal)):
                return self._others.get(ordinal, self)
            case ListValue(items=(first, *_)):
                return self.home(first)
            case _:
                return self

    def _stated(self, name: str) -> Value:
        """All statements of a fact; incomplete where some may stand on pages that were not read for certain."""
        stated = self.binding.stated(name)
        if isinstance(stated, Unknown):
            return stated
        return self._whole(map(FactValue, stated))

    def _number(self, spec: NumberSpec) -> Value:
        """The value that a dated number has in the document's year."""
        year = self.facts.identity.fiscal_year
        if year is None:
            always = spec.values[0].since is None and spec.values[0].until is None
            return (
                Quantity.of_constant(spec.values[0].amount)
                if always
                else Unknown((Reason.of("year_unknown"),))
            )
        dated = spec.of_year(year.value)
        if dated is None:
            return Unknown((Reason.of("no_number", name=spec.name, year=str(year.value)),))
        return Quantity.of_constant(dated.amount)

    def _own(self, item: Value, name: str, scope: Scope) -> Value | None:
        """What the item of a `where` calls by this name, or None."""
        if isinstance(item, RowValue) and (name in item.table.spec.columns or name in ROW_WORDS):
            return self.attribute(item, name, scope)
        if isinstance(item, PartValue) and name in ("label", "amount", "change", "parts"):
            return self.attribute(item, name, scope)
        if isinstance(item, FactValue) and any(hole.name == name for hole in item.fact.spec.holes):
            return self.attribute(item, name, scope)
        if isinstance(item, StatementValue) and name in item.fields:
            return self.attribute(item, name, scope)
        if isinstance(item, TableValue) and name in _OF_TABLES:
            return self.attribute(item, name, scope)
        if isinstance(item, SectionValue) and name in _OF_SECTIONS:
            return self.attribute(item, name, scope)
        return None

    def attribute(self, of: Value, name: str, scope: Scope) -> Value:
        match of:
            case Unknown():
                return of
            case ListValue(items=items, missing=missing, open=is_open):
                found: list[Value] = []
                for item in items:
                    value = self.attribute(item, name, scope)
                    if isinstance(value, ListValue):  # the lists of several are one
                        found += value.items
                        missing, is_open = missing or value.missing, is_open or value.open
                    else:
                        found.append(value)
                return ListValue(tuple(found), missing, is_open)
            case RowValue() | TableValue() | SectionValue() if (
                self._others and (home := self.home(of)) is not self
            ):
                return home.attribute(of, name, scope)
            case DocumentValue(ordinal=ordinal):
                return self._others[ordinal].name(name, Scope({}, floor=scope.floor))
            case RowValue():
                key = (of.table.spec.name, of.index, name)
                if key not in self._of_rows:
                    self._of_rows[key] = self._of_row(of, name)
                return self._of_rows[key]
            case TableValue(bound=bound):
                return self._of_table(bound, name)
            case SectionValue(bound=section):
                return self._of_section(section, name)
            case FactValue(fact=fact):
                taken = fact.holes.get(name)
                return Unstated(name, fact.evidence) if taken is None else self._hole(taken, scope)
            case PartValue(part=part):
                return self._of_part(part, name, scope)
            case StatementValue():
                return self._of_statement(of, name, scope)
            case Unstated():
                return of
            case DateValue() | CellValue():
                day = as_date(of)
                return day if isinstance(day, Unknown) else dates.part(day, name)
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
            case FoundDate(date=day, evidence=evidence):
                return DateValue(day, (evidence,))
            case FoundWords(string=string, evidence=evidence):
                digits = string.rstrip("年度")
                if digits.isdigit() and digits != string:
                    return arithmetic.constant(int(digits), (evidence,))
                return TextValue(string, (evidence,))
            case FoundList(items=items, open=is_open):
                return ListValue(
                    tuple(TextValue(item.string, (item.evidence,)) for item in items), open=is_open
                )
            case tuple():
                return ListValue(tuple(PartValue(item) for item in value))

    def _of_statement(self, of: StatementValue, name: str, scope: Scope) -> Value:
        """An attribute of a statement; what it does not state is unstated."""
        match of.fields[name]:
            case Figure() as figure:
                return self._quantity(figure, scope)
            case SignedFigure(figure=figure, sign=sign):
                amount = self._quantity(figure, scope)
                return amount if sign > 0 else arithmetic.negative(amount)
            case int() as number:
                return arithmetic.constant(number, (of.evidence,))
            case TextValue() | Unknown() as known:
                return known
            case str() as string:
                return TextValue(string, (of.evidence,))
            case tuple() as parts:
                return ListValue(
                    tuple(
                        self._quantity(part, scope)
                        if isinstance(part, Figure)
                        else PartValue(part)
                        if isinstance(part, Part)
                        else part
                        for part in parts
                    ),
                    open=_goes_on(of),
                )
            case None:
                return Unstated(name, of.evidence)

    def _quantity(self, figure: Figure, scope: Scope) -> Quantity:
        """A printed figure as a number; most are asked for several times."""
        if scope.floor is not None:
            return Quantity.of_figure(figure, exact=False, floor=scope.floor)
        known = self._quantities.get(figure.id)
        if known is None or known.single is not figure:
            known = self._quantities[figure.id] = Quantity.of_figure(figure, exact=False, floor=None)
        return known

    def _of_part(self, part: Part, name: str, scope: Scope) -> Value:
        if name == "label":
            return TextValue(part.label, (Evidence.of_figure(part.figure, "part"),))
        if name in ("amount", "change"):
            amount = Quantity.of_figure(part.figure, exact=False, floor=scope.floor)
            if name == "amount" or part.label.endswith(_RISES) or part.label.startswith(_RISES):
                return amount
            if part.label.endswith(_FALLS) or part.label.startswith(_FALLS):
                return arithmetic.negative(amount)
            place = Evidence.of_figure(part.figure, "part")
            return Unknown((Reason.of("no_direction", text=part.label + part.figure.text),), (place,))
        return ListValue(tuple(PartValue(nested) for nested in part.parts))

    def _of_section(self, bound: BoundSection, name: str) -> Value:
        if bound.section is None:
            return bound.absence
        assert bound.section.heading is not None
        stands = (bound.section, *bound.others)
        match name:
            case "lines":
                return lines_of(self.facts, stands)
            case "number":
                heading = bound.section.heading
                return TextValue(bare_number(heading.number), (heading_evidence(heading, "section"),))
            case "headings":
                below = (headings_within(self.facts, one.start + 1, one.end) for one in stands)
                return ListValue(tuple(heading for found in below for heading in found))
            case "sentences":
                said = (sentences_within(self.facts, one.start, one.end) for one in stands)
                return self._whole(sentence for found in said for sentence in found)
            case "tables":
                return self._whole(
                    table
                    for table in self._any_tables()
                    if any(one.start <= table.bound.block < one.end for one in stands)
                )
            case _:
                return truths.section_text(self.facts, stands, name)

    def _whole(self, items: Iterable[Value]) -> ListValue:
        """All there is; incomplete where there may be more on pages that were not read for certain."""
        unseen = truths.unseen_reasons(self.facts)
        return ListValue(tuple(items), Unknown(unseen) if unseen else None)

    def _of_table(self, bound: BoundTable, name: str) -> Value:
        table = bound.table
        if table is None:
            return bound.absence
        if name == "title":
            return TextValue(bound.title, (table_evidence(table, "title"),))
        if name == "unit":
            units = [piece for piece in table.pieces if piece.unit is not None]
            places = tuple(
                Evidence("unit", piece.unit_text.string, piece.unit_text.place, table=bound.title)
                for piece in units
                if piece.unit_text is not None
            )
            return TextValue(units[0].unit.name if units and units[0].unit else "", places[:1])
        if name == "section":
            path = self.facts.sections[bound.block]
            return TextValue(path[-1] if path else "", (table_evidence(table, "table"),))
        if name == "data":
            return TextValue(truths.data_of(table), (table_evidence(table, "title"),))
        if name == "note":
            notes = tuple(Evidence("note", note.string, note.place) for note in table.notes)
            return TextValue(
                "".join(note.string for note in table.notes), notes or (table_evidence(table, "title"),)
            )
        if name == "rows":
            rows = tuple(RowValue(bound, index) for index in range(len(table.rows)))
            return ListValue(rows, rows_cut_off(self.facts, bound))
        members = self._class(bound, name)
        spec = bound.spec.classes[name]
        if not spec.one:
            return members
        if members.missing is not None:
            return members.missing
        if len(members.items) != 1:
            whole = [row for row in members.items if isinstance(row, RowValue) and _is_whole(row)]
            if len(whole) == 1:
                return whole[0]
            reason = Reason.of("row_not_one", table=bound.title, row=name, count=str(len(members.items)))
            return Unknown((reason,), (table_evidence(table, "table"),))
        return members.items[0]

    def _class(self, bound: BoundTable, name: str) -> ListValue:
        """The rows of a class; incomplete if some row cannot be told to be of it or belongs to no class."""
        key = (bound.spec.name, name)
        if key not in self._classes:
            for class_, members in self._divided(bound):
                self._classes[bound.spec.name, class_] = members
        return self._classes[key]

    def _divided(self, bound: BoundTable) -> Iterator[tuple[str, ListValue]]:
        """The rows of a table in its classes; a row that is in none makes all of them incomplete."""
        table = bound.table
        assert table is not None
        classes = bound.spec.classes
        members: dict[str, list[Value]] = {class_: [] for class_ in classes}
        cut_off = rows_cut_off(self.facts, bound)
        missing = dict.fromkeys(classes, cut_off)
        for index in range(len(table.rows)):
            row = RowValue(bound, index)
            scope = Scope({}, item=row)
            held = {class_: self._truth(spec.where, scope) for class_, spec in classes.items()}
            nowhere = all(truth.kind is OutcomeKind.FAIL for truth in held.values())
            for class_, truth in held.items():
                if truth.kind is OutcomeKind.UNDETERMINED:
                    missing[class_] = missing[class_] or Unknown(truth.reasons, truth.evidence)
                elif truth.holds:
                    members[class_].append(row)
                elif nowhere:
                    missing[class_] = missing[class_] or self._unclassified(row)
        for class_ in classes:
            yield class_, ListValue(tuple(members[class_]), missing[class_])

    def _unclassified(self, row: RowValue) -> Unknown:
        evidence = row_evidence(row, "row")
        reason = Reason.of("row_unclassified", table=row.table.title, row=evidence.text)
        return Unknown((reason,), (evidence,))

    def _of_row(self, row: RowValue, name: str) -> Value:
        bound = row.table
        table = bound.table
        assert table is not None
        if name in bound.spec.columns:
            return cell_of(self.facts, row, name)
        match name:
            case "label":
                evidence = row_evidence(row, "row")
                return TextValue(evidence.text, (evidence,))
            case "level" | "path" | "children" | "parent" if isinstance(bound.ranks, Unknown):
                return bound.ranks
            case "level":
                return arithmetic.constant(bound.levels[row.index])
            case "path":
                evidence = row_evidence(row, "row")
                return TextValue("/".join(self._labels(row)), (evidence,))
            case "children":
                indices = [i for i, parent in enumerate(bound.parents) if parent == row.index]
                rows = tuple(RowValue(bound, index) for index in indices)
                at = bound.unplaced.get(row.index)
                if at is not None:
                    return ListValue(rows, _unplaced(row, RowValue(bound, at)))
                return ListValue(rows, rows_cut_off(self.facts, bound))
            case "members":
                return self._members(row)
            case "parent":
                parent = bound.parents[row.index]
                at = bound.unplaced.get(parent)
                if at is not None and at < row.index:
                    return _unplaced(RowValue(bound, parent), RowValue(bound, at))
                if parent < 0:
                    evidence = row_evidence(row, "row")
                    return Unknown((Reason.of("no_parent", row=evidence.text),), (evidence,))
                return RowValue(bound, parent)
            case "group":
                return group_of(self.facts, self.pack, row)
            case _:
                return entry_of(self.facts, self.pack, row)

    def _labels(self, row: RowValue) -> list[str]:
        """The labels from the top level down to the row's own."""
        labels: list[str] = []
        at = row.index
        while at >= 0:
            labels.append(row_evidence(RowValue(row.table, at), "row").text)
            at = row.table.parents[at]
        return labels[::-1]

    def _members(self, row: RowValue) -> ListValue:
        """The rows that are under a 小计 row."""
        under = row.table.subtotals
        evidence = row_evidence(row, "row")
        missing = (
            Unknown((Reason.of("members_unknown", row=evidence.text),), (evidence,))
            if None in under
            else rows_cut_off(self.facts, row.table)
        )
        found = tuple(RowValue(row.table, at) for at, mark in enumerate(under) if mark == row.index)
        return ListValue(found, missing)

    def each(self, kind: str) -> ListValue:
        if kind == "table":
            return ListValue(tuple(self._any_tables()))
        ordinal = self.facts.document.ordinal
        sections = [section for section in self.facts.document.root.walk() if section.heading is not None]
        return ListValue(
            tuple(
                SectionValue(
                    BoundSection(
                        SectionSpec("", (section.path[-1],), Belongs.DOCUMENT), section, None, "", (), ordinal
                    )
                )
                for section in sections
            )
        )

    def _any_tables(self) -> Iterator[TableValue]:
        nothing: Mapping[str, int | Unknown] = MappingProxyType({})
        for index, block in enumerate(self.facts.document.blocks):
            if isinstance(block, Table):
                title = block.title.string if block.title else ""
                spec = TableSpec("", (title,), None, {}, {}, None, None, Belongs.DOCUMENT)
                flat = (0,) * len(block.rows), (-1,) * len(block.rows)
                yield TableValue(
                    BoundTable(
                        spec, index, block, nothing, *flat, None, "", document=self.facts.document.ordinal
                    )
                )

    def is_word_list(self, value: Value) -> bool:
        """Whether a value is a list of words of the pack, and not one that was made for once."""
        return any(value is words for words in self._words.values())

    def is_column(self, name: str, scope: Scope) -> bool:
        pack = self.pack
        known = (scope.variables, BUILT_IN, pack.sections, pack.tables, pack.facts, pack.words, pack.numbers)
        return not any(name in names for names in known)

    def column_title(self, name: str) -> str:
        """The words of the header that a column's name stands for, in the first table that has it."""
        for spec in self.pack.tables.values():
            if name in spec.columns:
                return spec.columns[name].titles[0]
        return name

    def stands(self, name: str) -> bool:
        """Whether a name is a table or section of the pack: something with a place of its own."""
        return name in self.pack.tables or name in self.pack.sections

    def places_of(self, value: Value) -> tuple[Evidence, ...]:
        """Where a value stands in the document."""
        match value:
            case RowValue():
                return (row_evidence(value, "row"),)
            case TableValue(bound=bound) if bound.table is not None:
                return (table_evidence(bound.table, "table"),)
            case SectionValue(bound=section) if section.section and section.section.heading:
                return (heading_evidence(section.section.heading, "section"),)
            case GroupValue(key=key):
                return key.evidence
            case DocumentValue(evidence=evidence):
                return (evidence,)
            case StatementValue(evidence=evidence):
                return (evidence,)
            case _:
                return truths.evidence_of(value)


def _goes_on(of: StatementValue) -> bool:
    """Whether a statement says that what it lists is not all."""
    listing = of.fields.get("listing")
    return isinstance(listing, TextValue) and listing.string == Extent.OPEN


def _is_whole(row: RowValue) -> bool:
    """Whether a row is the total of its table: of several bodies' rows it is the one that stands for all."""
    table = row.table.table
    return table is not None and normalise(row_label(table.rows[row.index])).string in ("合计", "总计")


def _unplaced(parent: RowValue, row: RowValue) -> Unknown:
    """Why the rows below a row are not surely known: one without an ordinal may be among them."""
    above, evidence = row_evidence(parent, "row"), row_evidence(row, "row")
    return Unknown((Reason.of("row_unplaced", row=evidence.text, parent=above.text),), (evidence,))
