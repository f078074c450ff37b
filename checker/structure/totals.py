"""Total rows that are printed some columns beside their place are put where their values belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from checker.model.amount import read_number
from checker.model.document import Cell, Row, Table
from checker.model.text import normalise

_TOTAL_LABEL = re.compile(r"(?:.*(?:小计|合计|总计)|总额)")
_NOT_ADDITIVE = ("单价", "数量", "编码", "代码", "序号", "比例", "占比", "%")
_FARTHEST = 3


def is_total_row(row: Row) -> bool:
    """Whether the first filled cell names a total."""
    label = next((cell.text for cell in row.cells if cell.text), "")
    return _TOTAL_LABEL.fullmatch(normalise(label).string) is not None


def aligned(table: Table) -> Table:
    """Shift the figures of a total row if they then agree with the columns and otherwise do not.

    Merged cells make exports print a total row a column too far left. A shift is taken only if it fits the
    columns strictly better than the row as it stands; the places of the cells stay what they are.
    """
    others = [row for row in table.rows if not is_total_row(row)]
    if not others or len(others) == len(table.rows):
        return table
    return replace(
        table, rows=tuple(_fitted(table, others, row) if is_total_row(row) else row for row in table.rows)
    )


def _fitted(table: Table, others: Sequence[Row], row: Row) -> Row:
    """A total row, shifted by as many columns as fit best."""
    shifts = sorted(range(-_FARTHEST, _FARTHEST + 1), key=abs)
    fits = {shift: _fit(table, others, row, shift) for shift in shifts}
    best = max(shifts, key=lambda shift: fits[shift])
    return row if fits[best] <= fits[0] else _shifted(row, best)


def _fit(table: Table, others: Sequence[Row], row: Row, shift: int) -> tuple[int, int]:
    """How well the filled columns agree with those of other rows, and how many figures equal their sums."""
    shifted = _shifted(row, shift)
    filled = sum(1 for cell in row.cells if _number(cell) is not None)
    if sum(1 for cell in shifted.cells if _number(cell) is not None) != filled:
        return (-1, -1)
    equal = agreeing = 0
    for column, cell in enumerate(shifted.cells):
        value = _number(cell)
        numbers = [n for n in (_number(other.cells[column]) for other in others) if n is not None]
        additive = bool(numbers) and not any(
            word in normalise(table.columns[column].label).string for word in _NOT_ADDITIVE
        )
        if value is None:
            agreeing -= additive
        else:
            equal += additive and value == sum(numbers, Decimal(0))
            agreeing += 1 if additive else -1
    return (agreeing, equal)


def _shifted(row: Row, shift: int) -> Row:
    """The row with its figures moved by so many columns; labels stay."""
    if shift == 0:
        return row
    cells = list(row.cells)
    figures = [(column, cell) for column, cell in enumerate(row.cells) if _number(cell) is not None]
    if any(not 0 <= column + shift < len(cells) for column, _ in figures):
        return row
    blanks = {column: Cell("", cell.place) for column, cell in figures}
    for column, blank in blanks.items():
        cells[column] = blank
    for column, cell in figures:
        cells[column + shift] = cell
    return replace(row, cells=tuple(cells))


def _number(cell: Cell) -> Decimal | None:
    return read_number(cell.text) if cell.text else None
