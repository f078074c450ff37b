"""Ruling lines → grids of cells. A grid that does not close is told, not guessed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.layout.page import Glyph, Ruling
from checker.model.text import Box

SNAP = 3.0
"""Lines this near to each other are one, and ends this near meet, in points (pdfplumber's tolerance)."""


_OVERHANG = 8.0
"""Lines that go on so far beyond the last one that they cross, in points, have a cell there."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its first row and column, and how many of each it spans."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's grid: the edges of its rows and columns, its cells, and which cell covers each slot."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owner: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def box_of(self, cell: GridCell) -> Box:
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.columns],
            self.ys[cell.row + cell.rows],
        )


@dataclass(frozen=True, slots=True)
class Unclosed:
    """Lines that cross like a table's but whose cells are no rectangles."""

    box: Box


def merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Snap lines to a common position and join those that touch."""
    result: list[Ruling] = []
    cluster: list[Ruling] = []
    for ruling in sorted(rulings):
        if cluster and ruling.at - cluster[-1].at > SNAP:
            result.extend(_joined(cluster))
            cluster = []
        cluster.append(ruling)
    if cluster:
        result.extend(_joined(cluster))
    return result


def _joined(cluster: Sequence[Ruling]) -> Iterable[Ruling]:
    at = sum(ruling.at for ruling in cluster) / len(cluster)
    start = end = None
    for ruling in sorted(cluster, key=lambda item: item.start):
        if start is None or end is None:
            start, end = ruling.start, ruling.end
        elif ruling.start - end <= SNAP:
            end = max(end, ruling.end)
        else:
            yield Ruling(at, start, end)
            start, end = ruling.start, ruling.end
    if start is not None and end is not None:
        yield Ruling(at, start, end)


def grids(horizontal: Iterable[Ruling], vertical: Iterable[Ruling]) -> list[Grid | Unclosed]:
    """The grids that the lines make, from top to bottom. Lines that cross nothing make none."""
    across, down = merged(horizontal), merged(vertical)
    found = [_grid([across[i] for i in h], [down[i] for i in v]) for h, v in _connected(across, down)]
    return sorted((grid for grid in found if grid is not None), key=lambda grid: grid.box[1])


def _connected(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[tuple[list[int], list[int]]]:
    """Groups of lines that meet each other, directly or over others."""
    touching: list[list[int]] = [
        [
            j
            for j, (x, top, bottom) in enumerate(down)
            if start <= x <= end and top - SNAP <= y <= bottom + SNAP
        ]
        for y, start, end in ((h.at, h.start - SNAP, h.end + SNAP) for h in across)
    ]
    group_of: list[int | None] = [None] * len(down)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for i, meets in enumerate(touching):
        if not meets:
            continue
        known = sorted({group for j in meets if (group := group_of[j]) is not None})
        target = known[0] if known else i
        rows, columns = groups.setdefault(target, ([], []))
        for other in known[1:]:
            more_rows, more_columns = groups.pop(other)
            rows.extend(more_rows)
            columns.extend(more_columns)
            for j in more_columns:
                group_of[j] = target
        rows.append(i)
        for j in meets:
            if group_of[j] is None:
                columns.append(j)
                group_of[j] = target
    return [(sorted(rows), sorted(columns)) for rows, columns in groups.values()]


def _positions(rulings: Sequence[Ruling]) -> list[float]:
    return sorted({ruling.at for ruling in rulings})


def _grid(across: Sequence[Ruling], down: Sequence[Ruling]) -> Grid | Unclosed | None:
    if len(down) < 2 or len(across) < 2:
        return None
    down, across = _with_sides(down, across), _with_sides(across, down)
    xs, ys = _positions(down), _positions(across)
    if len(xs) < 2 or len(ys) < 2:
        return None
    # Which slots have a line at their left and at their top.
    left = _borders(down, xs, ys)
    top = _borders(across, ys, xs)
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = [[-1] * columns for _ in range(rows)]
    cells: list[GridCell] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] >= 0:
                continue
            width = 1
            while column + width < columns and not left[column + width][row]:
                width += 1
            height = 1
            while row + height < rows and not any(top[row + height][column : column + width]):
                height += 1
            for r in range(row, row + height):
                for c in range(column, column + width):
                    if owner[r][c] >= 0 or (c > column and left[c][r]):
                        return Unclosed((xs[0], ys[0], xs[-1], ys[-1]))
                    owner[r][c] = len(cells)
            cells.append(GridCell(row, column, height, width))
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(tuple(line) for line in owner))


def _with_sides(rulings: Sequence[Ruling], crossing: Sequence[Ruling]) -> Sequence[Ruling]:
    """The lines with those at the open sides of a table, where the crossing ones all end beyond the last of them.

    Yearbooks leave the left and right edge open; some exports the foot of a page on which a row breaks.
    """
    ends = [ruling.at for ruling in crossing]
    first, last = rulings[0].at, rulings[-1].at
    sides: list[Ruling] = []
    for side in ([ruling.start for ruling in crossing], [ruling.end for ruling in crossing]):
        common = sorted(side)[len(side) // 2]
        beyond = not first - _OVERHANG <= common <= last + _OVERHANG
        if beyond and sum(abs(at - common) <= SNAP for at in side) > 0.8 * len(side):
            sides.append(Ruling(common, min(ends), max(ends)))
    return sorted([*rulings, *sides]) if sides else rulings


def _borders(rulings: Sequence[Ruling], at: Sequence[float], along: Sequence[float]) -> list[list[bool]]:
    """For each position of a line, whether it covers each slot along it."""
    covered = [[False] * (len(along) - 1) for _ in at]
    index = {position: i for i, position in enumerate(at)}
    for ruling in rulings:
        line = covered[index[ruling.at]]
        _, start, end = ruling
        first = bisect_left(along, start - SNAP)
        for slot in range(max(first - 1, 0), len(along) - 1):
            low, high = along[slot], along[slot + 1]
            if low > end:
                break
            if min(high, end) - max(low, start) >= 0.5 * (high - low):
                line[slot] = True
    return covered


def sorted_into(grid: Grid, glyphs: Iterable[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The glyphs of each cell by the middle of each glyph, and those outside the grid."""
    inside: list[list[Glyph]] = [[] for _ in grid.cells]
    outside: list[Glyph] = []
    x0, top, x1, bottom = grid.box
    xs, ys, owner = grid.xs, grid.ys, grid.owner
    for glyph in glyphs:
        x, y = (glyph[1] + glyph[2]) / 2, glyph[3]
        cell = -1
        if x0 <= x < x1 and top <= y < bottom:
            cell = owner[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]
        if cell < 0:
            outside.append(glyph)
        else:
            inside[cell].append(glyph)
    return inside, outside
