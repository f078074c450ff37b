"""Total rows that are printed some columns beside their place are put where their values belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
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

    Merged cells make exports print a total row a column beside its place. A shift is taken only if it fills the
    columns that the lines fill better than the row as it stands, and no fewer of the figures then are the sums of
    their columns; or if it fills them as well and most figures then are. What else is wrong is left for the rules
    to find. The places of the cells stay what they are.
    """
    totals = [at for at, row in enumerate(table.rows) if is_total_row(row)]
    lines = [row for row in table.rows if not is_total_row(row)]
    if not totals or not lines:
        return table
    rows = list(table.rows)
    whole = _sums(table, lines)
    for before, at, after in zip([-1, *totals], totals, [*totals[1:], len(rows)], strict=False):
        # a total may be of all lines, or of those below or above it up to the next total
        parts = [_sums(table, table.rows[at + 1 : after]), _sums(table, table.rows[before + 1 : at])]
        rows[at] = _fitted(rows[at], whole, parts)
    return replace(table, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class _Sum:
    """The sum of a column's figures, with how far a stated one may be off by rounding; None if it has none."""

    value: Decimal | None
    slack: Decimal = Decimal(0)

    def is_stated_by(self, value: Decimal) -> bool:
        slack = max(self.slack, Decimal(1).scaleb(_exponent(value)) / 2)
        return self.value is not None and abs(value - self.value) <= slack


def _sums(table: Table, rows: Sequence[Row]) -> list[_Sum]:
    """The sums of all columns; those of prices, quantities, codes and shares are none."""
    sums: list[_Sum] = []
    for at, column in enumerate(table.columns):
        numbers = [number for row in rows if (number := _number(row.cells[at])) is not None]
        label = normalise(column.label).string
        if not numbers or any(word in label for word in _NOT_ADDITIVE):
            sums.append(_Sum(None))
        else:
            step = Decimal(1).scaleb(min(map(_exponent, numbers)))
            sums.append(_Sum(sum(numbers, Decimal(0)), step * (len(numbers) + 1) / 2))
    return sums


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # no cell states infinity
    return exponent


def _fitted(row: Row, whole: Sequence[_Sum], parts: Sequence[Sequence[_Sum]]) -> Row:
    """A total row, shifted by as many columns as fit best."""
    shifts = sorted(range(-_FARTHEST, _FARTHEST + 1), key=abs)
    fits = {shift: _fit(row, whole, parts, shift) for shift in shifts}
    best = max(shifts, key=lambda shift: fits[shift])
    (agreeing, equal), (agreeing_here, equal_here) = fits[best], fits[0]
    figures = sum(_number(cell) is not None for cell in row.cells)
    if agreeing > agreeing_here:  # though no sum holds: a line may be wrong or missing
        return _shifted(row, best) if equal >= equal_here else row
    return _shifted(row, best) if equal > equal_here and 2 * equal > figures else row


def _fit(row: Row, whole: Sequence[_Sum], parts: Sequence[Sequence[_Sum]], shift: int) -> tuple[int, int]:
    """How well the filled columns agree with those of the lines, and how many figures equal their sums."""
    shifted = _shifted(row, shift)
    if shift and shifted is row:
        return (-len(row.cells) - 1, 0)
    equal = agreeing = 0
    for column, cell in enumerate(shifted.cells):
        value = _number(cell)
        additive = whole[column].value is not None
        if value is None:
            agreeing -= additive
        else:
            agreeing += 1 if additive else -1
            equal += any(sums[column].is_stated_by(value) for sums in (whole, *parts))
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
