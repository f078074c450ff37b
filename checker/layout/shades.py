"""Boxes of colour: cells whose edges have no rule of their own, or words that someone marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.layout.grid import SNAP, Grid, Unclosed, grids
from checker.layout.page import Ruling
from checker.model.text import Box


def grids_with_shades(
    horizontal: Sequence[Ruling], vertical: Sequence[Ruling], shades: Sequence[Box]
) -> list[Grid | Unclosed]:
    """The grids that the lines make together with the edges of shaded boxes that go on with them.

    A box within the cells that the lines make is a marked word. Far from every grid, boxes are marked sentences
    unless each is a cell of the grid that they make.
    """
    found = grids(horizontal, vertical)
    if not shades:
        return found
    edges = [box for box in shades if _goes_on(box, found)]
    for alone in grids(*_edges([box for box in shades if all(_apart(box, grid.box) for grid in found)])):
        if isinstance(alone, Grid):
            within = [box for box in shades if not _apart(box, alone.box)]
            if len(within) >= 0.9 * len(alone.cells):
                edges.extend(within)
    if not edges:
        return found
    across, down = _edges(edges)
    return grids([*horizontal, *across], [*vertical, *down])


def _edges(boxes: Iterable[Box]) -> tuple[list[Ruling], list[Ruling]]:
    across: list[Ruling] = []
    down: list[Ruling] = []
    for x0, top, x1, bottom in boxes:
        across.extend((Ruling(top, x0, x1), Ruling(bottom, x0, x1)))
        down.extend((Ruling(x0, top, bottom), Ruling(x1, top, bottom)))
    return across, down


def _apart(box: Box, other: Box) -> bool:
    return (
        box[2] < other[0] - SNAP
        or box[0] > other[2] + SNAP
        or box[3] < other[1] - SNAP
        or box[1] > other[3] + SNAP
    )


def _goes_on(box: Box, found: Iterable[Grid | Unclosed]) -> bool:
    """Whether a box touches a grid, or lies in one that the lines do not divide."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    touched = [grid for grid in found if not _apart(box, grid.box)]
    for grid in touched:
        left, top, right, bottom = grid.box
        if isinstance(grid, Grid) and len(grid.cells) > 1 and left < x < right and top < y < bottom:
            return False
    return bool(touched)
