"""Tables whose ruling lines do not close into cells, found in the lines of a page as pdfplumber finds them."""

from __future__ import annotations

from collections.abc import Iterator

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from checker.layout.grid import SNAP, Grid, merged
from checker.layout.page import DrawnPage
from checker.layout.plumber import grid_of

_Edge = dict[str, float | str]


def grids_of(page: DrawnPage) -> list[Grid]:
    """The tables that the closed cells of a page make; what does not close is left out."""
    edges = merge_edges(list(_edges(page)), SNAP, SNAP, SNAP, SNAP)
    cells = intersections_to_cells(edges_to_intersections(edges, SNAP, SNAP))
    return [grid_of(table) for table in cells_to_tables(cells)]


def _edges(page: DrawnPage) -> Iterator[_Edge]:
    for at, start, end in merged(page.horizontal):
        yield _edge("h", start, at, end, at)
    for at, start, end in merged(page.vertical):
        yield _edge("v", at, start, at, end)


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> _Edge:
    return {
        "orientation": orientation,
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }
