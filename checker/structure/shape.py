"""What stands in a grid besides its table: titles, units and notes in rows of their own; labels in data rows;
codes in three cells; two lists side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.model.amount import read_number
from checker.model.document import Cell, Column, Row
from checker.model.raw import RawCell, RawGrid
from checker.model.text import Text, normalise
from checker.structure import lines
from checker.structure.grids import Line
from checker.structure.numbering import numbering

_CODE_LEVELS = ("类", "款", "项")
_LONGEST_SUB_LABEL = 8
_TOTAL = re.compile(r".*(?:合计|总计)")
_ASIDE = re.compile(r"(?<=.)\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Peeled:
    """A grid without the rows that are no part of its table."""

    captions: tuple[Text, ...]
    grid: RawGrid | None
    notes: tuple[Text, ...]


def peeled(grid: RawGrid, may_begin_with_title: bool = False) -> Peeled:
    """Take titles and units off the top of a grid and notes off its end."""
    rows = list(grid.rows)
    captions: list[Text] = []
    notes: list[Text] = []
    if may_begin_with_title and not grid.merged and _begins_with_title(rows):
        captions.extend(_texts(rows.pop(0)))
    while rows and (found := _captions_of(rows[0])):
        captions.extend(found)
        rows.pop(0)
    while captions and len(rows) > 1 and (text := _only_text(rows[0])) and lines.is_note(text.string):
        notes.append(text)
        rows.pop(0)
    below: list[Text] = []
    while rows and (text := _only_text(rows[-1])) is not None and lines.is_note(text.string):
        below.insert(0, text)
        rows.pop()
    return Peeled(tuple(captions), replace(grid, rows=tuple(rows)) if rows else None, (*notes, *below))


def _begins_with_title(rows: Sequence[Line]) -> bool:
    """Whether words alone in the first cell stand above a row of labels that fills this cell as well."""
    if len(rows) < 2:
        return False
    only, below = _only_text(rows[0]), rows[1]
    return (
        only is not None
        and rows[0][0] is not None
        and bool(rows[0][0].text)
        and lines.may_be_caption(only.string)
        and numbering(only.string) is None
        and below[0] is not None
        and bool(below[0].text)
        and len(_texts(below)) > 1
        and all(read_number(text.string) is None for text in _texts(below))
    )


def _texts(line: Line) -> list[Text]:
    return [Text.at(cell.text, cell.place) for cell in line if cell is not None and cell.text]


def _only_text(line: Line) -> Text | None:
    """The text of a row in which one cell is filled."""
    texts = _texts(line)
    return texts[0] if len(texts) == 1 else None


def _captions_of(line: Line) -> list[Text]:
    """The texts of a row that holds a title, or details such as the unit, and nothing else."""
    texts = [text for text in _texts(line) if not lines.is_note(text.string)]
    if len(texts) < len(_texts(line)):
        return []
    if texts and all(_is_detail(text.string) for text in texts):
        return texts
    if len(texts) == 2 < len(line) and lines.unit_of_line(texts[1].string.strip("（）() ")):
        return texts
    return texts if len(texts) == 1 and lines.is_table_title(texts[0].string) else []


def _is_detail(string: str) -> bool:
    """A bare number is the number of a form in a line; in a row (其中：住房 | 0 | 0) it is a figure."""
    return lines.is_caption_detail(string) and read_number(string) is None


def cell_texts(grid: RawGrid) -> list[Text]:
    """The texts of a grid of one column: a frame around paragraphs and no table."""
    return [
        Text.at(cell.text, cell.place)
        for line in grid.rows
        for cell in line
        if cell is not None and cell.text
    ]


def sub_labels(grid: RawGrid, height: int) -> dict[int, RawCell]:
    """Labels that stand in the first data row below a header cell that spans several columns.

    Exports put 类, 款, 项 below 科目编码 in the very row of 合计 and its figures.
    """
    if not grid.merged or height >= len(grid.rows):
        return {}
    found: dict[int, RawCell] = {}
    data = grid.rows[height]
    for line in grid.rows[:height]:
        for column, cell in enumerate(line):
            if cell is None or cell.columns < 2:
                continue
            below = data[column : column + cell.columns]
            if not all(_is_sub_label(label) for label in below):
                continue
            divided = any(
                lower is not None and lower.columns < cell.columns
                for lower_line in grid.rows[grid.rows.index(line) + 1 : height]
                for lower in lower_line[column : column + cell.columns]
            )
            if not divided:
                found.update({column + at: label for at, label in enumerate(below) if label is not None})
    return found


def _is_sub_label(cell: RawCell | None) -> bool:
    return (
        cell is not None
        and 0 < len(cell.text) <= _LONGEST_SUB_LABEL
        and cell.columns == 1
        and read_number(cell.text) is None
    )


def code_columns(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """The runs of columns (first, end) that hold 类, 款 and perhaps 项 of one code."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(columns):
        end = at
        while (
            end < len(columns)
            and end - at < len(_CODE_LEVELS)
            and normalise(columns[end].leaf).string == _CODE_LEVELS[end - at]
            and columns[end].path[:-1] == columns[at].path[:-1]
        ):
            end += 1
        if end - at >= 2:
            runs.append((at, end))
        at = max(end, at + 1)
    return runs


def with_codes_joined(
    columns: Sequence[Column], rows: Sequence[Row]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Put the cells of a code that is spread over columns together, as they are printed."""
    runs = code_columns(columns)
    if not runs:
        return tuple(columns), tuple(rows)
    inner = {at for start, end in runs for at in range(start + 1, end)}
    starts = dict(runs)
    joined = tuple(
        replace(column, path=column.path[:-1] or (column.leaf,)) if at in starts else column
        for at, column in enumerate(columns)
        if at not in inner
    )
    return joined, tuple(replace(row, cells=_joined(row.cells, starts, inner)) for row in rows)


def _joined(cells: Sequence[Cell], starts: dict[int, int], inner: set[int]) -> tuple[Cell, ...]:
    result: list[Cell] = []
    for at, cell in enumerate(cells):
        if at in starts:
            parts = [part for part in cells[at : starts[at]] if part.text]
            place = parts[0].place if parts else cell.place
            result.append(Cell("".join(part.text for part in parts), place))
        elif at not in inner:
            result.append(cell)
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Half:
    """A list that stands beside another one in a grid. `part` is its label where the lists differ."""

    part: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def halves(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Half, ...]:
    """The lists that stand side by side: each begins with labels; neighbours with the same header are one list."""
    starts = _starts(columns, rows)
    if len(starts) < 2:
        return (Half("", tuple(columns), tuple(rows)),)
    runs: list[list[slice]] = []
    for start, end in zip(starts, [*starts[1:], len(columns)], strict=True):
        span = slice(start, end)
        if runs and _paths(columns[runs[-1][0]]) == _paths(columns[span]):
            runs[-1].append(span)
        else:
            runs.append([span])
    if len(runs) == 1:
        return (_list(columns, rows, runs[0], ""),)
    return tuple(
        _without_top(_list(columns, rows, run, path[0] if (path := columns[run[0].start].path) else ""))
        for run in runs
    )


def _paths(columns: Sequence[Column]) -> list[tuple[str, ...]]:
    return [column.path for column in columns]


def _list(columns: Sequence[Column], rows: Sequence[Row], run: Sequence[slice], part: str) -> Half:
    """The list that goes on over these columns, from the foot of one span to the head of the next.

    A total whose label stands in the first span and its figure in the last is that of all, and stands behind all.
    """
    lines = [(row, [row.cells[span] for span in run]) for row in rows]
    totals = [(row, total) for row, spans in lines if (total := _total_over(spans)) is not None]
    of_all = [row for row, _ in totals]
    found = [
        replace(row, cells=spans[at])
        for at in range(len(run))
        for row, spans in lines
        if not any(row is total for total in of_all) and any(cell.text for cell in spans[at])
    ]
    found += [replace(row, cells=total) for row, total in totals]
    return Half(part, tuple(columns[run[0]]), tuple(found))


def _total_over(spans: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...] | None:
    """A row of nothing but the label of a total in the first span and its figure in a later one, as one; else None."""
    filled = [
        (at, column) for at, cells in enumerate(spans) for column, cell in enumerate(cells) if cell.text
    ]
    if len(filled) != 2 or filled[0][0] != 0 or filled[1][0] == 0:
        return None
    label, (last, column) = spans[0][filled[0][1]], filled[1]
    figure = spans[last][column]
    if not _TOTAL.fullmatch(normalise(label.text).string) or read_number(figure.text) is None:
        return None
    return None if spans[0][column].text else (*spans[0][:column], figure, *spans[0][column + 1 :])


def _without_top(half: Half) -> Half:
    """The list without its own label at the head of every column's path."""
    if not half.part or any(column.path[:1] != (half.part,) for column in half.columns):
        return half
    if any(len(column.path) < 2 for column in half.columns):
        return half
    return replace(half, columns=tuple(replace(column, path=column.path[1:]) for column in half.columns))


def _starts(columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    """The columns where a list begins: the leaf label of the first column comes again, over labels again.

    Beside a list of 收入 there may be one of 支出, or two of them.
    """
    if not columns or not columns[0].path:
        return [0]
    first = _ASIDE.sub("", normalise(columns[0].leaf).string)
    starts = [0]
    for at in range(1, len(columns)):
        leaf = _ASIDE.sub("", normalise(columns[at].leaf).string)
        begins = leaf == first or ("收入" in first and "支出" in leaf)
        if begins and columns[at].path and _holds_labels(rows, at):
            starts.append(at)
    lengths = [end - start for start, end in zip(starts, [*starts[1:], len(columns)], strict=True)]
    return starts if min(lengths) >= 2 and _holds_labels(rows, 0) else [0]


def _holds_labels(rows: Sequence[Row], column: int) -> bool:
    """Whether a column holds words, or codes with words beside them, in most of its filled cells."""
    filled = [row.cells[column].text for row in rows if row.cells[column].text]
    numbers = sum(read_number(text) is not None and not text.isdigit() for text in filled)
    beside = [row.cells[column + 1].text for row in rows if column + 1 < len(row.cells)]
    words_beside = sum(bool(text) and read_number(text) is None for text in beside)
    words = sum(read_number(text) is None for text in filled)
    return bool(filled) and numbers == 0 and (2 * words > len(filled) or 2 * words_beside > len(filled))
