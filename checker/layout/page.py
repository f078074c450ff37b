"""A page as it was drawn: glyphs and ruling lines in reading coordinates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from checker.layout.frame import Frame
from checker.model.text import Box

_MARGIN = 0.08
"""The top and bottom of a page, as a share of its height, where page numbers stand on scans as well."""


class Glyph(NamedTuple):
    """A character with its extent on the line, the middle of its height, and its size in points.

    `confidence` is how sure it was recognised in a picture, from 0 to 1; None for what a text layer says.
    """

    string: str
    x0: float
    x1: float
    middle: float
    size: float
    confidence: float | None = None


class Ruling(NamedTuple):
    """A straight line: at `at` (y of a horizontal one, x of a vertical one) from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """What a page shows. `pictures` counts its images: a page of nothing else has no text layer.

    `shades` are boxes of colour without a rule: cells of a table, or words marked with a pen.
    `inked` says of a page that was recognised in its picture whether anything stands in a box.
    """

    number: int
    frame: Frame
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]
    pictures: int
    shades: tuple[Box, ...] = ()
    inked: Callable[[Box], bool] | None = None

    @property
    def is_blank(self) -> bool:
        return not (self.glyphs or self.horizontal or self.vertical or self.pictures or self.shades)

    @property
    def has_no_text(self) -> bool:
        """Whether it shows pictures and no letters, but for what stands at its very top or bottom."""
        height = self.frame.reading_size[1]
        inside = any(_MARGIN < glyph.middle / height < 1 - _MARGIN for glyph in self.glyphs)
        return self.pictures > 0 and self.inked is None and not inside
