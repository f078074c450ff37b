"""One grid: which rows are its header, what path each column has, what its data rows are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.model.amount import read_number
from checker.model.document import Cell, Column
from checker.model.raw import RawCell, RawGrid
from checker.model.text import Place, normalise

_NUMBERING = ("栏次", "行次")
_CODES = ("科目编码", "科目代码", "编码", "科目名称")
_NUMBER = re.compile(r"\d{1,2}(?:=[\d+-]+)?|\*{1,3}")
_TOTAL = re.compile(r"合计|总计|小计|本年(?:收入|支出)合计")

Line = tuple[RawCell | None, ...]


def words(line: Line) -> list[str]:
    """The normalised words of a row, blanks left out."""
    return [normalise(cell.text).string for cell in line if cell is not None and cell.text]


def is_blank(line: Line) -> bool:
    return not words(line)


def _has_figure(line: Line) -> bool:
    return any(cell is not None and read_number(cell.text) is not None for cell in line)


def header_height(grid: RawGrid) -> int:
    """How many rows at the top of the grid are header rows."""
    rows = grid.rows
    height = 1
    while height < len(rows) and not _has_figure(rows[height]) and not _is_total(rows, height, grid.merged):
        goes_on = (
            _spans_beyond(rows, height)
            if spans_known(grid)
            else _fills_blanks(rows[height - 1], rows[height], first=not grid.merged)
            or _names_figures(rows, height)
        )
        if not goes_on:
            break
        height += 1
    return height


def _is_total(rows: Sequence[Line], height: int, merged: bool) -> bool:
    """Whether the row below the header so far is a total that has no figures.

    It begins with 合计 or the like and holds no other words, or only labels that belong to the header: exports
    put them into the row of the total. A 合计 that is one of several labels below a wider one is a label itself.
    """
    first = rows[height][0]
    if first is None or _TOTAL.fullmatch(normalise(first.text).string) is None:
        return False
    if all(cell is None or not cell.text or cell is first for cell in rows[height]):
        return True
    above = next((line[0] for line in reversed(rows[:height]) if line[0] is not None), None)
    return merged and above is not None and above.columns <= first.columns


def is_numbering(line: Line) -> bool:
    """A row of column numbers: 栏次 | 1 | 2 | 3 (for each of two lists), ** | ** | 1 | 2, or 1 | 2 | 3=1+2."""
    found = words(line)
    if "栏次" in found:
        found = (
            found[found.index("栏次") :] if all(w in _CODES for w in found[: found.index("栏次")]) else found
        )
    if not all(word in _NUMBERING or _NUMBER.fullmatch(word) for word in found):
        return False
    numbers = [int(word.partition("=")[0]) for word in found if word[0].isdigit()]
    counted = len(numbers) > 2 and numbers == list(range(1, len(numbers) + 1))
    return bool(found) and (found[0] in _NUMBERING or "*" in found[0] or counted)


def _spans_beyond(rows: Sequence[Line], height: int) -> bool:
    """Whether a cell of the header so far reaches into row `height`, or one above it is still to be split."""
    for index in range(height):
        for column, cell in enumerate(rows[index]):
            if cell is None:
                continue
            if index + cell.rows > height:
                return True
            below = rows[height][column] if index + cell.rows == height else None
            if cell.columns > 1 and below is not None and below.columns < cell.columns:
                return True
    return False


def spans_known(grid: RawGrid) -> bool:
    """Whether the grid says which cells are merged: one of a format that could but merges none leaves it open."""
    return grid.merged and any(
        cell is not None and (cell.rows > 1 or cell.columns > 1) for line in grid.rows for cell in line
    )


def _fills_blanks(line: Line, below: Line, first: bool) -> bool:
    """Without known spans: whether blanks to the right of a filled cell are filled in the row below.

    The row below may have a label of its own in its `first` column, or must not.
    """
    if not first and below[0] is not None and below[0].text:
        return False
    seen = False
    for cell, under in zip(line, below, strict=True):
        filled = cell is not None and cell.text
        if seen and not filled and under is not None and under.text:
            return True
        seen = seen or bool(filled)
    return False


def _names_figures(rows: Sequence[Line], height: int) -> bool:
    """Without known spans: whether a row of labels alone names columns of figures that the row above leaves blank."""
    blank = [at for at, cell in enumerate(rows[height - 1]) if cell is None or not cell.text]
    figured = {
        at
        for line in rows[height + 1 :]
        for at in blank
        if (cell := line[at]) is not None and read_number(cell.text) is not None
    }
    filled = all(cell is not None and cell.text for cell in rows[height])
    return filled and bool(blank) and figured == set(blank)


def columns(grid: RawGrid, height: int) -> tuple[Column, ...]:
    """The columns with their header paths."""
    rows = grid.rows[:height]
    cover = _covering(rows) if spans_known(grid) else _guessed_covering(rows)
    result: list[Column] = []
    for index in range(len(grid.rows[0])):
        path: list[RawCell] = []
        for line in cover:
            cell = line[index]
            if cell is not None and cell.text and (not path or cell is not path[-1]):
                path.append(cell)
        place = path[-1].place if path else grid.place
        header = Cell(path[-1].text if path else "", place)
        result.append(Column(tuple(cell.text for cell in path), header))
    return tuple(result)


def _covering(rows: Sequence[Line]) -> list[list[RawCell | None]]:
    """Which cell covers each position, by the known spans."""
    cover: list[list[RawCell | None]] = [[None] * len(rows[0]) for _ in rows]
    for top, line in enumerate(rows):
        for left, cell in enumerate(line):
            if cell is None:
                continue
            for row in range(top, min(top + cell.rows, len(rows))):
                for column in range(left, left + cell.columns):
                    cover[row][column] = cell
    return cover


def _guessed_covering(rows: Sequence[Line]) -> list[list[RawCell | None]]:
    """Which cell covers each position where spans are not known.

    A blank belongs to its left neighbour if a row below has a label there and the row above does not
    divide the two.
    """
    cover: list[list[RawCell | None]] = []
    for row, line in enumerate(rows):
        covered: list[RawCell | None] = []
        for column, cell in enumerate(line):
            if cell is not None and cell.text:
                covered.append(cell)
                continue
            labelled_below = any(
                below is not None and below.text for below in (lower[column] for lower in rows[row + 1 :])
            )
            undivided = row == 0 or (column > 0 and cover[row - 1][column] is cover[row - 1][column - 1])
            covered.append(covered[column - 1] if column and labelled_below and undivided else None)
        cover.append(covered)
    return cover


def data_cells(line: Line, place: Place) -> tuple[Cell, ...]:
    """The cells of a data row, one for each column; a merged cell's text stands in its first column.

    `place` is the grid's, for a row in which no cell begins.
    """
    place = next((cell.place for cell in line if cell is not None), place)
    cells: list[Cell] = []
    for cell in line:
        if cell is not None:
            place = cell.place
        cells.append(Cell(cell.text.strip() if cell is not None else "", place))
    return tuple(cells)
