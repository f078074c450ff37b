"""Paths → ruling lines, for formats that hand over their paths as points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from checker.layout.frame import Frame
from checker.layout.page import Ruling

Point = tuple[float, float]
"""x and y of a page, in points, y upwards."""

_THIN = 2.5
"""A filled box thinner than this, in points, is a line."""
_SHORT = 1.0
"""A stroke shorter than this is a dot and no line."""
_LEVEL = 1.0
"""The ends of a straight ruling line may differ so much."""


def rulings(lines: Iterable[tuple[Point, Point]], frame: Frame) -> tuple[list[Ruling], list[Ruling]]:
    """The horizontal and the vertical ones among the lines, in reading coordinates."""
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    upright = (frame.rotation + frame.turn) % 360 == 0
    left, _, _, top = frame.crop
    for start, end in lines:
        if upright:
            ax, ay, bx, by = start[0] - left, top - start[1], end[0] - left, top - end[1]
        else:
            (ax, ay), (bx, by) = frame.reading(*start), frame.reading(*end)
        width, height = abs(bx - ax), abs(by - ay)
        if height <= _LEVEL and width >= _SHORT:
            horizontal.append(Ruling((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif width <= _LEVEL and height >= _SHORT:
            vertical.append(Ruling((ax + bx) / 2, min(ay, by), max(ay, by)))
    return horizontal, vertical


def lines_of(
    subpaths: Iterable[Sequence[Point]], filled: bool, stroked: bool
) -> Iterator[tuple[Point, Point]]:
    """The straight lines that a path draws: its strokes, or the middle of a thin filled box."""
    if not filled and not stroked:
        return
    for points in subpaths:
        if len(points) < 2:
            continue
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if filled and (x1 - x0 <= _THIN or y1 - y0 <= _THIN):
            if x1 - x0 >= y1 - y0:
                yield (x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)
            else:
                yield ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)
        elif stroked or len(points) >= 4:
            yield from pairwise(points)
