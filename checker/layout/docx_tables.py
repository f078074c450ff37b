"""The cells of a table and what each spans, on columns that all its rows agree about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from docx.oxml.ns import qn

from checker.layout.docx_elements import TC, TR, Element, is_on, number, through, value

_SLIVER = 120
"""Twips (6 pt). Edges in different rows that are this near are one: no letter fits between them."""

_ROW_GONE = (f"{qn('w:trPr')}/{qn('w:del')}", f"{qn('w:trPr')}/{qn('w:hidden')}")
_GRID_BEFORE = f"{qn('w:trPr')}/{qn('w:gridBefore')}"
_GRID_SPAN, _H_MERGE, _V_MERGE = (
    f"{qn('w:tcPr')}/{qn(tag)}" for tag in ("w:gridSpan", "w:hMerge", "w:vMerge")
)
_GRID_COLUMNS = f"{qn('w:tblGrid')}/{qn('w:gridCol')}"


@dataclass(slots=True)
class Cell:
    """A cell with its spans. `row` is counted from 1 as in Word, `column` from 0."""

    element: Element
    row: int
    column: int
    columns: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of a table, row by row; a row that only goes on with the cells above it is none."""

    rows: tuple[tuple[Cell, ...], ...]
    width: int


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell as the file has it, between two lines of the table's own grid.

    `merge` is restart for the first of cells that are merged downwards, continue for the others.
    """

    element: Element
    start: int
    end: int
    merge: str


def rows_of(table: Element) -> list[Element]:
    """The rows that are shown."""
    rows = through(table, frozenset((TR,)))
    return [row for row in rows if not any(is_on(row.find(path)) for path in _ROW_GONE)]


def cells_of(row: Element) -> list[Element]:
    return list(through(row, frozenset((TC,))))


def layout_of(table: Element) -> Layout:
    rows = [_slots(row) for row in rows_of(table)]
    columns = _columns(table, rows)
    laid: list[tuple[Cell, ...]] = []
    above: dict[tuple[int, int], Cell] = {}
    for number_, slots in enumerate(rows, start=1):
        own: list[Cell] = []
        merged: list[Cell] = []
        below: dict[tuple[int, int], Cell] = {}
        for slot in slots:
            span = columns[slot.start], columns[slot.end]
            cell = above.get(span) if slot.merge == "continue" else None
            if cell is not None:
                merged.append(cell)
            else:
                cell = Cell(slot.element, number_, span[0], span[1] - span[0])
                own.append(cell)
            if slot.merge:
                below[span] = cell
        above = below
        if own:
            laid.append(tuple(own))
            for cell in merged:
                cell.rows += 1
    return Layout(tuple(laid), max(columns.values(), default=0))


def _slots(row: Element) -> list[_Slot]:
    slots: list[_Slot] = []
    at = max(number(value(row.find(_GRID_BEFORE)), 0), 0)
    for cell in cells_of(row):
        end = at + max(number(value(cell.find(_GRID_SPAN)), 1), 1)
        sideways, downwards = cell.find(_H_MERGE), cell.find(_V_MERGE)
        if slots and sideways is not None and value(sideways) != "restart":
            slots[-1] = replace(slots[-1], end=end)
        else:
            merge = value(downwards, "continue") if downwards is not None else ""
            slots.append(_Slot(cell, at, end, merge))
        at = end
    return slots


def _columns(table: Element, rows: Sequence[Sequence[_Slot]]) -> Mapping[int, int]:
    """The column that begins at each line of the grid where a cell begins or ends.

    A line that no row uses divides nothing, and neither do two lines a sliver apart, which Word leaves where
    the edges of rows were drawn by hand.
    """
    edges = sorted({edge for slots in rows for slot in slots for edge in (slot.start, slot.end)})
    widths = (max(number(column.get(qn("w:w")), 0), 0) for column in table.findall(_GRID_COLUMNS))
    positions = [0, *accumulate(widths)]
    if not edges or edges[-1] >= len(positions):
        return {edge: at for at, edge in enumerate(edges)}
    nearest_end = _nearest_ends(edges, rows)
    columns: dict[int, int] = {}
    first, at = edges[0], 0
    for edge in edges:
        near = positions[edge] - positions[first] < _SLIVER
        if edge != first and not (near and nearest_end[first] > edge):
            first, at = edge, at + 1
        columns[edge] = at
    return columns


def _nearest_ends(edges: Sequence[int], rows: Sequence[Sequence[_Slot]]) -> Mapping[int, int]:
    """For each line of the grid, where the first cell ends that begins there or further to the right."""
    ends: dict[int, int] = {}
    for slots in rows:
        for slot in slots:
            ends[slot.start] = min(slot.end, ends.get(slot.start, slot.end))
    nearest = edges[-1] + 1
    for edge in reversed(edges):
        nearest = ends[edge] = min(nearest, ends.get(edge, nearest))
    return ends
