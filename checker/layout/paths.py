"""Paths → ruling lines, for formats that hand over their paths as points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from checker.layout.frame import Frame
from checker.layout.page import Ruling
from checker.model.text import Box

Point = tuple[float, float]
"""x and y of a page, in points, y upwards."""

_THIN = 2.5
"""A filled box thinner than this, in points, is a line."""
_SHORT = 1.0
"""A stroke shorter than this is a dot and no line."""
_DOTS, _DOT_GAP = 4, 4.0
"""So many dots in a row, no further apart than this, in points, are a dotted line."""
_LEVEL = 1.0
"""The ends of a straight ruling line may differ so much."""


def rulings(lines: Iterable[tuple[Point, Point]], frame: Frame) -> tuple[list[Ruling], list[Ruling]]:
    """The horizontal and the vertical ones among the lines, in reading coordinates; dots in a row are one."""
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    dots: list[Point] = []
    upright = (frame.rotation + frame.turn) % 360 == 0
    left, _, _, top = frame.crop
    for start, end in lines:
        if upright:
            ax, ay, bx, by = start[0] - left, top - start[1], end[0] - left, top - end[1]
        else:
            (ax, ay), (bx, by) = frame.reading(*start), frame.reading(*end)
        width, height = abs(bx - ax), abs(by - ay)
        if width < _SHORT and height < _SHORT:
            dots.append(((ax + bx) / 2, (ay + by) / 2))
        elif height <= _LEVEL and width >= _SHORT:
            horizontal.append(Ruling((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif width <= _LEVEL and height >= _SHORT:
            vertical.append(Ruling((ax + bx) / 2, min(ay, by), max(ay, by)))
    if len(dots) >= _DOTS:
        horizontal.extend(_dotted((y, x) for x, y in dots))
        vertical.extend(_dotted(dots))
    return horizontal, vertical


def _dotted(dots: Iterable[tuple[float, float]]) -> Iterator[Ruling]:
    """The lines that dots make, each given across and along the lines."""
    level: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for across, along in dots:
        level[round(2 * across)].append((along, across))
    for row in level.values():
        row.sort()
        start = 0
        for at in range(1, len(row) + 1):
            if at == len(row) or row[at][0] - row[at - 1][0] > _DOT_GAP:
                if at - start >= _DOTS:
                    yield Ruling(row[start][1], row[start][0], row[at - 1][0])
                start = at


def thin(points: Sequence[Point]) -> tuple[Point, Point] | None:
    """The line that a thin box is: its middle, or a dot; None for a box of some width and height."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    width, height = x1 - x0, y1 - y0
    middle = (x0 + x1) / 2, (y0 + y1) / 2
    if width <= _THIN and height <= _THIN:
        return middle, middle
    if height <= _THIN:
        return (x0, middle[1]), (x1, middle[1])
    if width <= _THIN:
        return (middle[0], y0), (middle[0], y1)
    return None


@dataclass(slots=True)
class Drawing:
    """What the paths of a page draw: straight lines, and boxes that are filled and have no rule of their own."""

    lines: list[tuple[Point, Point]] = field(default_factory=list)
    shades: list[tuple[Point, Point]] = field(default_factory=list)

    def add(self, subpaths: Iterable[Sequence[Point]], filled: bool, stroked: bool) -> bool:
        """Take a path: its strokes, or the middle of a thin filled box; returns whether it draws any of these."""
        if not filled and not stroked:
            return False
        before = len(self.lines), len(self.shades)
        for points in subpaths:
            if len(points) < 2:
                continue
            line = thin(points) if filled else None
            if line is not None:
                self.lines.append(line)
            elif stroked:
                self.lines.extend(pairwise(points))
            elif _is_box(points):
                self.shades.append((points[0], points[2]))
            elif len(points) >= 4:
                self.lines.extend(pairwise(points))
        return before != (len(self.lines), len(self.shades))

    def rulings(self, frame: Frame) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...], tuple[Box, ...]]:
        """The horizontal and the vertical lines and the shaded boxes, in reading coordinates."""
        horizontal, vertical = rulings(self.lines, frame)
        boxes = []
        for corner, opposite in self.shades:
            (ax, ay), (bx, by) = frame.reading(*corner), frame.reading(*opposite)
            boxes.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
        return tuple(horizontal), tuple(vertical), tuple(boxes)


def _is_box(points: Sequence[Point]) -> bool:
    """Four corners, each of which shares a coordinate with the next."""
    return (
        len(points) <= 6
        and len(set(points)) == 4
        and all(abs(ax - bx) <= _LEVEL or abs(ay - by) <= _LEVEL for (ax, ay), (bx, by) in pairwise(points))
    )
