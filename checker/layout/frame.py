"""The frame in which a page is read: upright text, x to the right, y downwards, from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

from checker.model.text import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns page coordinates (y upwards, before /Rotate) into reading coordinates, and those into shown ones.

    `crop` is the visible box (left, bottom, right, top); `rotation` the page's /Rotate; `turn` how far the
    shown page must be turned clockwise so that its text stands upright. Both are multiples of 90. `lean` is
    how far the lines of a page that was scanned askew fall to the right, in degrees, when it stands upright.
    """

    crop: Box
    rotation: int = 0
    turn: int = 0
    lean: float = 0.0

    @property
    def shown_size(self) -> tuple[float, float]:
        """Width and height of the page as shown."""
        left, bottom, right, top = self.crop
        width, height = right - left, top - bottom
        return (height, width) if self.rotation % 180 else (width, height)

    @property
    def reading_size(self) -> tuple[float, float]:
        """Width and height of the page with its text upright."""
        width, height = self.shown_size
        return (height, width) if self.turn % 180 else (width, height)

    def reading(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page in reading coordinates."""
        left, bottom, right, top = self.crop
        width, height = right - left, top - bottom
        return _turned(x - left, top - y, width, height, self.rotation + self.turn)

    def shown(self, box: Box) -> Box:
        """A box in reading coordinates as it lies on the page as shown."""
        if self.turn % 360 == 0 and not self.lean:
            return box
        width, height = self.reading_size
        box = _leaning(box, width, height, self.lean)
        x0, y0 = _turned(box[0], box[1], width, height, -self.turn)
        x1, y1 = _turned(box[2], box[3], width, height, -self.turn)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def on_page(self, box: Box) -> Box:
        """A box on the page as shown in the page's own coordinates: left, bottom, right, top."""
        left, _, _, top = self.crop
        width, height = self.shown_size
        x0, y0 = _turned(box[0], box[1], width, height, -self.rotation)
        x1, y1 = _turned(box[2], box[3], width, height, -self.rotation)
        return left + min(x0, x1), top - max(y0, y1), left + max(x0, x1), top - min(y0, y1)


def _turned(x: float, y: float, width: float, height: float, degrees: int) -> tuple[float, float]:
    """A point of a page of that size after the page was turned clockwise."""
    match degrees % 360:
        case 90:
            return height - y, x
        case 180:
            return width - x, height - y
        case 270:
            return y, width - x
        case _:
            return x, y


def _leaning(box: Box, width: float, height: float, degrees: float) -> Box:
    """A box that keeps its size and turns clockwise around the middle of a page of that size."""
    x, y = (box[0] + box[2] - width) / 2, (box[1] + box[3] - height) / 2
    sine, cosine = sin(radians(degrees)), cos(radians(degrees))
    right, down = x * (cosine - 1) - y * sine, x * sine + y * (cosine - 1)
    return box[0] + right, box[1] + down, box[2] + right, box[3] + down
