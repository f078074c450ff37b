"""Tables of a web page → raw grids with their spans known; tables that only lay out the page are told."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from justhtml import Element, Text

from checker.layout.html_cells import cell_lines, in_one
from checker.layout.html_elements import attribute, shown, walk
from checker.model.limits import Limit
from checker.model.raw import RawCell, RawGrid
from checker.model.text import Place

_NUMBER = re.compile(r"[0-9]{1,6}")
_WIDEST_SPAN = 1000
"""No cell spans more columns (the HTML standard's limit)."""
_FEWEST_PARAGRAPHS = 5
_FEWEST_LETTERS = 600
"""A cell with so many paragraphs and letters holds running text and no value."""


def is_layout(table: Element) -> bool:
    """Whether a table only lays out the page: it holds tables or running text, or never two cells in a row."""
    if attribute(table, "role") in ("presentation", "none"):
        return True
    if any(node is not table and _is_table(node) for node, _ in walk(table, lambda _: True)):
        return True
    rows = [_cells(row) for row in chain.from_iterable(_groups(table))]
    if all(len(cells) < 2 for cells in rows):
        return True
    return any(_is_running_text(cell_lines(cell)) for cells in rows for cell in cells)


def _is_table(node: Element | Text) -> bool:
    return isinstance(node, Element) and node.name == "table"


def _is_running_text(lines: Sequence[str]) -> bool:
    return len(lines) >= _FEWEST_PARAGRAPHS and sum(map(len, lines)) >= _FEWEST_LETTERS


def _groups(table: Element) -> list[list[Element]]:
    """The rows of each row group in the order in which they are shown: the head first, the foot last."""
    heads, feet = shown(table, "thead")[:1], shown(table, "tfoot")[:1]
    between = [group for group in shown(table, "thead", "tbody", "tfoot") if group not in [*heads, *feet]]
    return [shown(group, "tr") for group in [*heads, *between, *feet]]


def _cells(row: Element) -> list[Element]:
    return shown(row, "td", "th")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell with the first row and column that it covers and how many of each."""

    element: Element
    row: int
    column: int
    rows: int
    columns: int


def grid_of(table: Element, name: str, number: int) -> RawGrid | None:
    """The grid of a table, the `number`th of the page; None where nothing is written in it.

    Rows and columns in which no cell begins have no extent and are left out, so that absurd spans do no harm.
    """
    placed = _placed(_groups(table), name)
    tops, lefts = sorted({cell.row for cell in placed}), sorted({cell.column for cell in placed})
    Limit.CELLS.check(len(tops) * len(lefts), name)
    slots: list[list[RawCell | None]] = [[None] * len(lefts) for _ in tops]
    missing = [set(range(len(lefts))) for _ in tops]
    filled = False
    for cell in placed:
        row, column = bisect_left(tops, cell.row), bisect_left(lefts, cell.column)
        below, right = bisect_left(tops, cell.row + cell.rows), bisect_left(lefts, cell.column + cell.columns)
        for columns in missing[row:below]:
            columns.difference_update(range(column, right))
        text = in_one(cell_lines(cell.element))
        filled = filled or bool(text)
        place = _place(name, number, row, column)
        slots[row][column] = RawCell(text, place, below - row, right - column)
    for row, columns in enumerate(missing):
        for column in columns:
            slots[row][column] = RawCell("", _place(name, number, row, column))
    return RawGrid(tuple(map(tuple, slots)), Place(name, spot=f"表{number}"), merged=True) if filled else None


def _place(name: str, number: int, row: int, column: int) -> Place:
    return Place(name, spot=f"表{number} 第{row + 1}行 第{column + 1}列")


def _placed(groups: Sequence[Sequence[Element]], name: str) -> list[_Placed]:
    """The cells of all rows where a browser puts them.

    A cell ends with its row group, and before a cell that reaches down from a row above.
    """
    height = sum(map(len, groups))
    placed: list[_Placed] = []
    row = 0
    for group in groups:
        end = row + len(group)
        covers: list[tuple[int, int, int]] = []  # from column to column, down to a row; from left to right
        for element in group:
            covers = [cover for cover in covers if cover[2] > row]
            Limit.CELLS.check(height * len(covers), name)
            cells = list(_in_row(_cells(element), covers, row, end))
            placed.extend(cells)
            covers.extend((cell.column, cell.column + cell.columns, row + cell.rows) for cell in cells)
            covers.sort()
            row += 1
    return placed


def _in_row(
    elements: Sequence[Element], covers: Sequence[tuple[int, int, int]], row: int, end: int
) -> Iterator[_Placed]:
    """The cells of a row, put between those that reach down into it; the row group ends before row `end`."""
    above = iter(covers)
    cover = next(above, None)
    column = 0
    for element in elements:
        while cover is not None and cover[0] <= column:
            column = max(column, cover[1])
            cover = next(above, None)
        room = cover[0] - column if cover is not None else _WIDEST_SPAN
        columns = min(_span(element, "colspan") or 1, room, _WIDEST_SPAN)
        rows = min(_span(element, "rowspan") or end, end - row)
        yield _Placed(element, row, column, rows, columns)
        column += columns


def _span(cell: Element, name: str) -> int:
    """A span as it is written; one that is no number is 1."""
    match = _NUMBER.match(attribute(cell, name))
    return int(match[0]) if match else 1
