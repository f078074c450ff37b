"""Every printed amount of a document, with its unit and the precision of its fellows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from checker.model.amount import (
    COUNT,
    NUMBER,
    PERCENT,
    QUANTITY,
    UNITS,
    Amount,
    Dimension,
    Unit,
    read_amount,
    step_of,
)
from checker.model.document import Cell, Document, Heading, Paragraph, Row, Table
from checker.model.figure import IN_TEXT, Figure, FigureId
from checker.model.text import Text, normalise
from checker.structure.lines import unit_in_label

_CODE_COLUMN = re.compile(
    r".*(?:编码|代码|编号|序号|行次|电话)|(?:预算|决算|会计|财政|所属)?年度|年份|类|款|项"
)
_COUNT_COLUMN = re.compile(r".*(?:数量|人数|辆数|台数|个数|次数|批次|人次|面积|编制数|户数)(?:\(.*\))?")
_PERCENT_COLUMN = re.compile(r".*(?:%|比例|占比|比重|率)\)?")
_BANDS = re.compile(r".*(?:评价标准|评分标准|等级).*")
_BAND_LABELS = frozenset("优良中差")
_COMPARATORS = "≥≤<>=≧≦＞＜~"
_BEFORE_NONE = frozenset(f"第{_COMPARATORS}")
_AFTER_NONE = frozenset(_COMPARATORS)
_RANGE_LENGTH = 8  # characters of the lower bound, its unit and the dash that are looked at
_RANGE_BEFORE = re.compile(r"\d[%‰元万亿]*[-—~]\d?$")
_RANGE_AFTER = re.compile(r"[-—~]+\d")
_SENTENCE_END = re.compile(r"[。;!?\n]")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_SPACED = re.compile(r"(?:^|[^\d.表第图件])[1-9]\d{0,2}(?: \d{3})* $")
_SPACED_LENGTH = 20  # characters of the groups of three digits before the last that are looked at


def figures_of(document: Document, sections: Sequence[tuple[str, ...]]) -> Iterator[Figure]:
    """The figures of headings, paragraphs, tables and their notes in reading order."""
    for figure in _figures(document, sections):
        if document.ordinal:
            yield replace(figure, id=figure.id._replace(document=document.ordinal))
        else:
            yield figure


def _figures(document: Document, sections: Sequence[tuple[str, ...]]) -> Iterator[Figure]:
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph | Heading):
            yield from _with_fellows(_in_text(block.text, index, IN_TEXT, sections[index]))
        elif isinstance(block, Table):
            yield from _in_table(block, index, sections[index])
            for at, note in enumerate(block.notes):
                yield from _with_fellows(_in_text(note, index, IN_TEXT - 1 - at, sections[index]))


def quantities(string: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, Amount]]:
    """The amounts with a unit between two positions of normalised text: start, end, amount.

    Years, ordinals and bands are none.
    """
    for match in QUANTITY.finditer(string, start, len(string) if end is None else end):
        low, high = match.span()
        if (
            match["unit"] is None
            or string[low - 1 : low] in _BEFORE_NONE
            or string[high : high + 1] in _AFTER_NONE
        ):
            continue
        if _THOUSANDS.match(match["number"]) and _SPACED.search(string[max(low - _SPACED_LENGTH, 0) : low]):
            continue  # 1 491.10万元 is not surely 491.10万元, nor surely 1491.10万元
        before = string[max(low - _RANGE_LENGTH, 0) : low] + match["number"][:1]
        if _RANGE_BEFORE.search(before) or _RANGE_AFTER.match(string, high):
            continue
        if match["unit"] == "个" and string.startswith(("月", "百分点"), high):
            continue
        yield low, high, Amount(Decimal(match["number"]), UNITS[match["unit"]], step_of(match["number"]))


def _in_text(text: Text, block: int, row: int, section: tuple[str, ...]) -> list[Figure]:
    normal = normalise(text.string)
    ends = [match.end() for match in _SENTENCE_END.finditer(normal.string)]
    bounds = [0, *ends, len(normal.string)]
    sentences: dict[int, tuple[int, str]] = {}  # one string for all figures of a sentence
    result: list[Figure] = []
    for low, high, amount in quantities(normal.string):
        at = bisect_right(ends, low)
        if at not in sentences:
            begin, stop = normal.source(bounds[at], bounds[at + 1])
            sentences[at] = begin, text.string[begin:stop]
        begin, sentence = sentences[at]
        start, end = normal.source(low, high)
        result.append(
            Figure(
                FigureId(block, row, start),
                text.string[start:end],
                amount,
                text.cut(start, end).place,
                section,
                "",
                "",
                "",
                sentence,
                start - begin,
                end - begin,
            )
        )
    return result


def _with_fellows(figures: Sequence[Figure]) -> Iterator[Figure]:
    """Give the money amounts of a paragraph the finest step that is printed in it in the same unit."""
    steps: dict[str, Decimal] = {}
    for figure in figures:
        unit = figure.amount.unit
        if unit.dimension is Dimension.MONEY:
            steps[unit.name] = min(steps.get(unit.name, figure.amount.step), figure.amount.step)
    finest = [steps[name] * UNITS[name].scale for name in steps]
    for figure in figures:
        unit = figure.amount.unit
        amount = figure.amount
        if unit.dimension is Dimension.MONEY:
            amount = replace(amount, step=steps[unit.name])
        yield replace(figure, amount=amount, fellow_step=max(finest) if finest else None)


def _in_table(table: Table, block: int, section: tuple[str, ...]) -> Iterator[Figure]:
    title = table.title.string if table.title else ""
    for column, spec in enumerate(table.columns):
        if is_code_column(spec.leaf) or _is_band(spec.path):
            continue
        cells = [
            (index, row, row.cells[column], amount)
            for index, row in enumerate(table.rows)
            if (amount := read_amount(row.cells[column].text, default_unit(table, row, column))) is not None
        ]
        finest: dict[str, Decimal] = {}
        for _, _, _, amount in cells:
            if amount.value != 0:
                name = amount.unit.name
                finest[name] = min(finest.get(name, amount.step), amount.step)
        for index, row, cell, amount in cells:
            step = finest.get(amount.unit.name, amount.step)
            yield cell_figure(
                FigureId(block, index, column),
                replace(amount, step=min(amount.step, step)),
                cell,
                section,
                title,
                row,
                spec.label,
            )
        yield from _in_cell_texts(table, block, column, section, title)


def _in_cell_texts(
    table: Table, block: int, column: int, section: tuple[str, ...], title: str
) -> Iterator[Figure]:
    """Amounts with a unit inside a cell of words; the offset tells them from the cell's own figure."""
    for index, row in enumerate(table.rows):
        cell = row.cells[column]
        if read_amount(cell.text, NUMBER) is not None:
            continue
        normal = normalise(cell.text)
        for low, high, amount in quantities(normal.string):
            start, end = normal.source(low, high)
            yield Figure(
                FigureId(block, index, len(table.columns) * (start + 1) + column),
                cell.text[start:end],
                amount,
                cell.place,
                section,
                title,
                row_label(row),
                table.columns[column].label,
                cell.text,
                start,
                end,
            )


def cell_figure(
    identifier: FigureId,
    amount: Amount,
    cell: Cell,
    section: tuple[str, ...],
    title: str,
    row: Row,
    column: str,
) -> Figure:
    """The figure that fills a cell."""
    return Figure(
        identifier,
        cell.text,
        amount,
        cell.place,
        section,
        title,
        row_label(row),
        column,
        cell.text,
        0,
        len(cell.text),
    )


def row_label(row: Row) -> str:
    """The words that name a row: its first cell with words that are not a number."""
    return next((cell.text for cell in row.cells if cell.text and _is_words(cell.text)), "")


@lru_cache(maxsize=16384)
def _is_words(text: str) -> bool:
    return read_amount(text, NUMBER) is None


def is_code_column(leaf: str) -> bool:
    """Whether a column holds codes, numbers of rows, years: digits that are no amounts."""
    return _CODE_COLUMN.fullmatch(normalise(leaf).string) is not None


def _is_band(path: Sequence[str]) -> bool:
    """Whether a column holds the thresholds of a grading band."""
    return any(_BANDS.fullmatch(normalise(label).string) for label in path) or (
        bool(path) and path[-1] in _BAND_LABELS
    )


def default_unit(table: Table, row: Row, column: int) -> Unit:
    """The unit of a cell that prints none: from its column's label, its row's label, its piece, its table."""
    spec = table.columns[column]
    for label in reversed(spec.path):
        unit = unit_in_label(label)
        if unit is not None:
            return unit
    leaf = normalise(spec.leaf).string
    if _COUNT_COLUMN.fullmatch(leaf):
        return unit_in_label(row_label(row)) or COUNT
    if _PERCENT_COLUMN.fullmatch(leaf):
        return PERCENT
    return table.pieces[row.piece].unit or _first_unit(piece.unit for piece in table.pieces) or NUMBER


def _first_unit(units: Iterable[Unit | None]) -> Unit | None:
    return next((unit for unit in units if unit is not None), None)
