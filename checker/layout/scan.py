"""The picture of a page: set straight, its ruling lines, and where there is ink. In points, from the upper left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from checker.layout.grid import SNAP
from checker.layout.page import Ruling
from checker.model.text import Box

_SHORTEST = 14.0
"""A straight dark run shorter than this may be a stroke of a letter."""
_LONG = 60.0
"""A run this long is a ruling line wherever it ends."""
_THICKEST = 4.0
"""A ruling line is thinner than this; what is thicker is a bar or a shaded field."""
_SPECK = 2.0
"""Ink smaller than this in both directions is dirt."""


def turned(picture: Any, turn: int) -> Any:
    """The picture turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(picture, -turn // 90))


def lean_of(picture: Any) -> float:
    """How far the lines of an upright picture fall to the right, in degrees.

    Turned back by the right angle, dark rows and light rows differ most. The angle is looked for in steps that
    become finer, in a small copy.
    """
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (1000, round(1000 * height / width)), interpolation=cv2.INTER_AREA)
    gray = 255 - cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    lean = 0.0
    for step in (0.5, 0.1, 0.02):
        angles = [lean + step * count for count in range(-6, 7)]
        lean = max(angles, key=lambda angle: _rows_differ(_straightened(gray, angle)))
    return lean if abs(lean) > 0.02 else 0.0


def _rows_differ(gray: Any) -> float:
    """How much neighbouring rows of a picture differ."""
    rows = gray.mean(axis=1)
    return float(np.square(rows[1:] - rows[:-1]).sum())


def _straightened(picture: Any, lean: float, border: int = cv2.BORDER_CONSTANT) -> Any:
    height, width = picture.shape[:2]
    return cv2.warpAffine(
        picture, _matrix(width, height, lean), (width, height), flags=cv2.INTER_LINEAR, borderMode=border
    )


def _matrix(width: int, height: int, lean: float) -> Any:
    """The turn around the middle that makes lines level."""
    return cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1.0)


class Scan:
    """A picture whose lines fall to the right by `lean` degrees, with `scale` pixels a point, made straight."""

    def __init__(self, picture: Any, lean: float, scale: float) -> None:
        height, width = picture.shape[:2]
        self._matrix = _matrix(width, height, lean)
        self._scale = scale
        self._picture = _straightened(picture, lean, cv2.BORDER_REPLICATE) if lean else picture
        gray = cv2.cvtColor(self._picture, cv2.COLOR_BGR2GRAY)
        self._dark = cv2.adaptiveThreshold(
            cv2.GaussianBlur(gray, (3, 3), 0),
            1,
            cv2.ADAPTIVE_THRESH_MEAN_C,
            cv2.THRESH_BINARY_INV,
            2 * round(12 * scale) // 2 * 2 + 1,
            18,
        )
        across, down = self._lines(self._dark), self._lines(np.ascontiguousarray(self._dark.T))
        self.horizontal = tuple(line for line in across if _is_ruling(line, down))
        self.vertical = tuple(line for line in down if _is_ruling(line, across))

    def straight(self, corners: Any) -> Box:
        """The box around the corners of a stretch in the picture made straight."""
        points = cv2.transform(np.asarray(corners, dtype=float).reshape(1, 4, 2), self._matrix)[0]
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (points / self._scale).tolist()
        return (ax + dx) / 2, (ay + by) / 2, (bx + cx) / 2, (cy + dy) / 2

    def crop(self, box: Box) -> Any:
        """The picture of a box."""
        x0, top, x1, bottom = self._pixels(box)
        return self._picture[top:bottom, x0:x1]

    def inked(self, box: Box, inset: float = 3.0) -> bool:
        """Whether anything but dirt stands in a box, its border aside."""
        x0, top, x1, bottom = self._pixels((box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset))
        _, _, stats, _ = cv2.connectedComponentsWithStats(self._dark[top:bottom, x0:x1], connectivity=8)
        sizes = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
        return bool((sizes.max(axis=1, initial=0) > _SPECK * self._scale).any())

    def _pixels(self, box: Sequence[float]) -> tuple[int, int, int, int]:
        height, width = self._dark.shape
        x0, top, x1, bottom = (round(edge * self._scale) for edge in box)
        x0, top = min(max(x0, 0), width - 1), min(max(top, 0), height - 1)
        return x0, top, min(max(x1, x0 + 1), width), min(max(bottom, top + 1), height)

    def _lines(self, dark: Any) -> tuple[Ruling, ...]:
        """The thin straight dark runs along the rows."""
        run = round(_SHORTEST * self._scale)
        bridged = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        opened = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
        _, _, stats, centres = cv2.connectedComponentsWithStats(opened, connectivity=8)
        return tuple(
            Ruling(y / self._scale, left / self._scale, (left + width) / self._scale)
            for (left, _, width, height, _), (_, y) in zip(
                stats[1:].tolist(), centres[1:].tolist(), strict=True
            )
            if height <= _THICKEST * self._scale
        )


def _is_ruling(line: Ruling, crossing: Sequence[Ruling]) -> bool:
    """Whether a run is longer than strokes of letters in a row, or ends at lines that cross it on both sides."""
    ends = [
        end
        for end in (line.start, line.end)
        if any(
            abs(other.at - end) <= SNAP and other.start - SNAP <= line.at <= other.end + SNAP
            for other in crossing
        )
    ]
    return line.end - line.start >= _LONG or len(ends) == 2
