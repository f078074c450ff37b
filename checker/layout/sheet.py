"""A sheet of a workbook, and what of it a person sees.

Hidden sheets, rows and columns are left out: a disclosure is what its readers see, and what is hidden in one
(code lists, last year's figures, rows that a filter took away) is neither published nor meant to be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell's style says. `code` is its number format, `size` is in points."""

    code: str = "General"
    bold: bool = False
    centred: bool = False
    size: float | None = None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A filled cell; `text` is what it shows, with its line breaks."""

    text: str
    style: Style = Style()


@dataclass(frozen=True, slots=True)
class Area:
    """A cell or merged cells: the first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet as its file holds it: filled cells by (row, column) from 0."""

    name: str
    cells: Mapping[tuple[int, int], SheetCell]
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Box:
    """A filled cell that is seen: its lines, and these put together.

    `row` and `column` are where it begins to be seen; its area may begin and end in hidden ones.
    """

    lines: tuple[str, ...]
    text: str
    style: Style
    row: int
    column: int
    area: Area

    @property
    def address(self) -> str:
        return address(self.area.top, self.area.left)


def address(row: int, column: int) -> str:
    """B12 for row 11, column 1."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def visible(sheet: Sheet) -> tuple[Box, ...]:
    """The filled cells that are seen, in reading order; a merged one stands where its area is not hidden."""
    filled = sorted(at for at, cell in sheet.cells.items() if cell.text.strip())
    below, beside = next_visible(sheet.hidden_rows), next_visible(sheet.hidden_columns)
    boxes: list[Box] = []
    for at, area in _uncovered(filled, sheet.merged):
        row, column = below.get(area.top, area.top), beside.get(area.left, area.left)
        if row <= area.bottom and column <= area.right:
            cell = sheet.cells[at]
            lines = tuple(line for line in map(str.strip, cell.text.splitlines()) if line)
            boxes.append(Box(lines, _joined(lines), cell.style, row, column, area))
    return tuple(sorted(boxes, key=lambda box: (box.row, box.column)))


def _joined(lines: Sequence[str]) -> str:
    """The lines of a cell put together; only Latin words are kept apart."""
    text = lines[0]
    for line in lines[1:]:
        apart = text[-1].isascii() and text[-1].isalpha() and line[0].isascii()
        text += f" {line}" if apart else line
    return text


def next_visible(hidden: frozenset[int]) -> dict[int, int]:
    """For each hidden row or column the next one that is not."""
    following: dict[int, int] = {}
    for at in sorted(hidden, reverse=True):
        following[at] = following.get(at + 1, at + 1)
    return following


def _uncovered(
    filled: Sequence[tuple[int, int]], merged: Sequence[Area]
) -> list[tuple[tuple[int, int], Area]]:
    """The cells that no merged area covers, with their own areas. Of areas that overlap the first counts.

    One pass from top to bottom, because damaged and hostile files merge millions of cells.
    """
    waiting = sorted(merged, key=lambda area: (area.top, area.left), reverse=True)
    lefts: list[int] = []
    active: dict[int, Area] = {}
    ends: list[tuple[int, int]] = []
    found: list[tuple[tuple[int, int], Area]] = []

    def close(row: int) -> None:
        while ends and ends[0][0] < row:
            left = heappop(ends)[1]
            del active[left]
            lefts.pop(bisect_left(lefts, left))

    for row, column in filled:
        while waiting and waiting[-1].top <= row:
            area = waiting.pop()
            close(area.top)
            at = bisect_left(lefts, area.left)
            before = active[lefts[at - 1]].right if at else -1
            if before < area.left and (at == len(lefts) or lefts[at] > area.right):
                lefts.insert(at, area.left)
                active[area.left] = area
                heappush(ends, (area.bottom, area.left))
        close(row)
        at = bisect_left(lefts, column + 1)
        over = active[lefts[at - 1]] if at else None
        if over is None or over.right < column:
            found.append(((row, column), Area(row, column, row, column)))
        elif (over.top, over.left) == (row, column):
            found.append(((row, column), over))
    return found
