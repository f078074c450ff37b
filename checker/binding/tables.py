"""Tables by their titles, columns by their headers, rows as a hierarchy by their ordinals."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.binding import titles as titles_
from checker.binding.nearest import nearest
from checker.binding.sections import document_evidence, find_section, heading_evidence
from checker.facts.figures import row_label
from checker.model.amount import read_number
from checker.model.document import Heading, Row, Table
from checker.model.figure import Facts
from checker.model.outcome import Evidence, Reason, Unknown
from checker.model.rule import ColumnSpec, Pack, TableSpec
from checker.model.text import normalise
from checker.structure.numbering import numbering
from checker.structure.totals import is_total_row

_PART_OF = "其中"
_YEAR = re.compile(r"^20\d\d年度?")
_NAMED_YEAR = re.compile(r"(20\d\d)年")
_LAST_YEAR = re.compile(r"(?:上|去)一?年(?!结)")
_BRACKETS = re.compile(r"(?:\([^()]*\))+$")


@dataclass(frozen=True, slots=True)
class BoundTable:
    """A table that a pack names; `table` is None where the document has none of these titles.

    `columns` gives the index of each named column, or why it is not known. `levels` and `parents` are those
    of the rows: level 0 has no ordinal, and a parent of -1 is none. `subtotals` gives for each row the 小计 row
    that it is under: -1 is none, None cannot be told. `unplaced` gives for a row the first row without an
    ordinal that may be one of those below it, or may stand above those that follow. `elsewhere` are the titles of
    those that stand together with a table, if the document has none of them. `maybe` is the title of a table that no
    name of the pack takes and that may be this one under another name. `document` is the ordinal of its document.
    """

    spec: TableSpec
    block: int
    table: Table | None
    columns: Mapping[str, int | Unknown]
    levels: tuple[int, ...]
    parents: tuple[int, ...]
    after: Evidence | None
    near: str
    subtotals: tuple[int | None, ...] = ()
    unplaced: Mapping[int, int] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    maybe: str = ""
    document: int = 0

    @property
    def absence(self) -> Unknown:
        if self.elsewhere:
            reason = Reason.of("tables_elsewhere", tables="、".join(self.elsewhere))
            return Unknown((reason,), (self.after,) if self.after else ())
        reason = Reason.of("table_absent", table=self.spec.titles[0], nearest=self.near)
        return Unknown((reason,), (self.after,) if self.after else ())

    @property
    def ranks(self) -> int | Unknown | None:
        """The column that makes the rows a hierarchy, or why it is not known; None if the pack names none."""
        name = self.spec.by_code.column if self.spec.by_code else self.spec.ordinals
        return self.columns[name] if name is not None and self.columns else None

    @property
    def title(self) -> str:
        """The table's own title, or the first that the pack gives."""
        return self.table.title.string if self.table and self.table.title else self.spec.titles[0]


def table_evidence(table: Table, role: str) -> Evidence:
    """The title of a table, or its first header cell where it has none."""
    text = table.title.string if table.title else table.columns[0].label
    return Evidence(role, text, table.place, table=text)


def bind_table(facts: Facts, pack: Pack, name: str) -> BoundTable:
    spec = pack.tables[name]
    blocks, ordinal = facts.document.blocks, facts.document.ordinal
    tables = [(index, block) for index, block in enumerate(blocks) if isinstance(block, Table)]
    year = facts.identity.fiscal_year.value if facts.identity.fiscal_year else None
    found = _find(tables, spec, year)
    if found is None:
        near = nearest(spec.titles, (table.title.string for _, table in tables if table.title))
        maybe = _under_another_name(tables, pack, spec, year)
        return BoundTable(
            spec,
            -1,
            None,
            {},
            (),
            (),
            _expected_after(facts, pack, spec),
            near,
            maybe=maybe,
            document=ordinal,
        )
    index, table = found
    columns = {key: _column(table, column, year) for key, column in spec.columns.items()}
    numbers = [columns[key] for key, column in spec.columns.items() if column.type.is_number]
    if spec.by_code is not None:
        levels, parents, unplaced = _by_code(table, columns[spec.by_code.column], spec.by_code.lengths)
    else:
        levels, parents, unplaced = _by_ordinals(
            table,
            columns.get(spec.ordinals) if spec.ordinals else None,
            [number for number in numbers if isinstance(number, int)],
        )
    subtotals = subtotals_of(table.rows)
    return BoundTable(
        spec, index, table, columns, levels, parents, None, "", subtotals, unplaced, document=ordinal
    )


def _find(tables: Iterable[tuple[int, Table]], spec: TableSpec, year: int | None) -> tuple[int, Table] | None:
    """The first table with one of the titles: the part that is asked for, else one that has no parts."""
    titled = [
        (table.title.string, index, table)
        for index, table in tables
        if table.title
        and not any(isinstance(_column(table, spec.columns[name], year), Unknown) for name in spec.requires)
    ]
    parts = {normalise(part).string for part in spec.part}
    for wanted in (parts, {""}) if parts else (None,):
        fitting = [one for one in titled if wanted is None or normalise(one[2].part).string in wanted]
        at = titles_.best(spec.titles, [title for title, _, _ in fitting])
        if at is not None:
            return fitting[at][1], fitting[at][2]
    return None


def _under_another_name(
    tables: Sequence[tuple[int, Table]], pack: Pack, spec: TableSpec, year: int | None
) -> str:
    """The title of a table that speaks of the same funds and that no name of the pack takes; empty if there is none."""
    wanted = {titles_.subject(title) for title in spec.titles} - {""}
    alike = [
        (index, table.title.string)
        for index, table in tables
        if table.title and (subject := titles_.subject(table.title.string)) and subject in wanted
    ]
    if not alike:
        return ""
    taken = {found[0] for other in pack.tables.values() if (found := _find(tables, other, year)) is not None}
    return next((title for index, title in alike if index not in taken), "")


def _expected_after(facts: Facts, pack: Pack, spec: TableSpec) -> Evidence | None:
    """The heading of the section where the table should stand, else one that speaks of it, else the title."""
    if spec.section is not None:
        section = find_section(facts, pack.sections[spec.section].headings)
        if section is not None and section.heading is not None:
            return heading_evidence(section.heading, "expected-after")
    headings = {block.title: block for block in facts.document.blocks if isinstance(block, Heading)}
    near = nearest(spec.titles, headings)
    if near:
        return heading_evidence(headings[near], "expected-after")
    return document_evidence(facts, "expected-after")


def _column(table: Table, spec: ColumnSpec, year: int | None) -> int | Unknown:
    """The column whose leaf label is one of the titles, else one whose path ends with it (A / B).

    Of several that fit, those whose headers name another year than the document's are left out.
    """
    for title in spec.titles:
        wanted = [normalise(part).string for part in title.split("/")]
        matches = [
            index
            for index, column in enumerate(table.columns)
            if _labels(column.path[-len(wanted) :], bare=False) == wanted
        ] or [
            index
            for index, column in enumerate(table.columns)
            if _labels(column.path[-len(wanted) :], bare=True) == wanted
        ]
        own = [index for index in matches if not _of_another_year(table.columns[index].path, year)]
        if len(own) == 1 or len(matches) == 1:
            return (own if len(own) == 1 else matches)[0]
        if matches:
            return Unknown(
                (Reason.of("column_ambiguous", column=title, table=_title(table)),),
                (table_evidence(table, "table"),),
            )
    near = nearest(spec.titles, (column.label for column in table.columns))
    reason = Reason.of("column_absent", column=spec.titles[0], table=_title(table), nearest=near)
    return Unknown((reason,), (table_evidence(table, "table"),))


def _of_another_year(path: Sequence[str], year: int | None) -> bool:
    """Whether the headers of a column say that it is of another year: 上年, or one that is not the document's."""
    labels = "/".join(normalise(label).string for label in path)
    years = {int(found) for found in _NAMED_YEAR.findall(labels)}
    return _LAST_YEAR.search(labels) is not None or (year is not None and bool(years) and year not in years)


def _labels(path: Sequence[str], bare: bool) -> list[str]:
    """The normalised labels of a path; `bare` leaves out a year before them and brackets at their ends."""
    labels = [normalise(label).string for label in path]
    return [_YEAR.sub("", _BRACKETS.sub("", label)) or label for label in labels] if bare else labels


def _title(table: Table) -> str:
    return table.title.string if table.title else ""


def _by_code(
    table: Table, column: int | Unknown, lengths: Sequence[int]
) -> tuple[tuple[int, ...], tuple[int, ...], dict[int, int]]:
    """Levels and parents of the rows by the lengths of their codes; a code of another length has level 0."""
    if not isinstance(column, int):
        return (0,) * len(table.rows), (-1,) * len(table.rows), {}
    codes = [normalise(row.cells[column].text).string for row in table.rows]
    levels = [
        lengths.index(len(code)) + 1 if code.isdigit() and len(code) in lengths else 0 for code in codes
    ]
    first = {code: at for at, code in reversed(list(enumerate(codes))) if levels[at]}
    parents = [
        first.get(code[: lengths[level - 2]], -1) if level > 1 else -1
        for code, level in zip(codes, levels, strict=True)
    ]
    # what is below the codes before it cannot be told where a code is of no known length
    unplaced: dict[int, int] = {}
    for at, (code, level) in enumerate(zip(codes, levels, strict=True)):
        if not level and any(character.isdigit() for character in code):
            above = next((row for row in range(at - 1, -1, -1) if levels[row]), -1)
            while above >= 0:
                unplaced.setdefault(above, at)
                above = parents[above]
    return tuple(levels), tuple(parents), unplaced


def _by_ordinals(
    table: Table, column: int | Unknown | None, numbers: Sequence[int]
) -> tuple[tuple[int, ...], tuple[int, ...], dict[int, int]]:
    """Levels and parents of the rows by the ordinals in a column; 其中 is a part of the row before it.

    A row without an ordinal ends nothing: it may be the rest of the row before, or a subtotal. One that has an
    amount of its own, or that 其中 follows, may belong to any row that is open there: these are told.
    """
    if not isinstance(column, int):
        return (0,) * len(table.rows), (-1,) * len(table.rows), {}
    styles = [_style(row, column) for row in table.rows]
    ranks = {style: rank for rank, style in enumerate(sorted({s for s in styles if s is not None}), start=1)}
    levels: list[int] = []
    parents: list[int] = []
    last: dict[int, int] = {}
    unplaced: dict[int, int] = {}
    between: int | None = None  # a row with an amount but no ordinal behind the last one that has an ordinal
    for index, (row, style) in enumerate(zip(table.rows, styles, strict=True)):
        if style is not None:
            level = ranks[style]
            between = None
        elif _is_part(row, column):
            level = max(last, default=0) + 1
            if levels and _is_part(table.rows[index - 1], column):
                level = levels[-1]
            if between is not None:
                unplaced = dict.fromkeys(last.values(), between) | unplaced
        else:
            level = 0
            if any(_has_amount(row.cells[at].text) for at in numbers):
                between = index
                if not is_total_row(row):
                    unplaced = dict.fromkeys(last.values(), index) | unplaced
        if level:
            for deeper in [known for known in last if known >= level]:
                del last[deeper]
        levels.append(level)
        parents.append(
            last.get(max((known for known in last if known < level), default=-1), -1) if level else -1
        )
        if level:
            last[level] = index
    return tuple(levels), tuple(parents), unplaced


def _has_amount(string: str) -> bool:
    """Whether a cell states anything but nothing, readable or not."""
    number = read_number(string)
    return number != 0 if number is not None else any(character.isdigit() for character in string)


def _is_part(row: Row, column: int) -> bool:
    return normalise(row.cells[column].text).string.startswith(_PART_OF)


def _style(row: Row, column: int) -> int | None:
    number = numbering(row.cells[column].text)
    return number.level if number else None


_SUBTOTAL = re.compile(r".*小计")
_GRAND = re.compile(r"(?:合计|总计|本年(?:收入|支出)合计)")


def subtotals_of(rows: Sequence[Row]) -> tuple[int | None, ...]:
    """For each row the 小计 row that it is under: -1 where there is none, None where nobody can tell.

    All 小计 rows of a table stand before their rows or all stand behind them; the first and the last row show
    which, those of the whole table left aside.
    """
    labels = [normalise(row_label(row)).string for row in rows]
    inner = [at for at, label in enumerate(labels) if not _GRAND.fullmatch(label)]
    marks = [at for at in inner if _SUBTOTAL.fullmatch(labels[at])]
    if not marks:
        return (-1,) * len(rows)
    before, behind = inner[0] == marks[0], inner[-1] == marks[-1]
    result: list[int | None] = [-1] * len(rows)
    for at in inner:
        if _SUBTOTAL.fullmatch(labels[at]):
            continue
        following = bisect(marks, at)
        result[at] = None if before == behind else marks[following - 1 if before else following]
    return tuple(result)
