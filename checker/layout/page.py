"""A page as it was drawn: glyphs and ruling lines in reading coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from checker.layout.frame import Frame
from checker.model.text import Box


class Glyph(NamedTuple):
    """A character with its extent on the line, the middle of its height, and its size in points."""

    string: str
    x0: float
    x1: float
    middle: float
    size: float


class Ruling(NamedTuple):
    """A straight line: at `at` (y of a horizontal one, x of a vertical one) from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """What a page shows. `pictures` counts its images: a page of nothing else has no text layer.

    `shades` are boxes of colour without a rule: cells of a table, or words marked with a pen.
    """

    number: int
    frame: Frame
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]
    pictures: int
    shades: tuple[Box, ...] = ()

    @property
    def is_blank(self) -> bool:
        return not (self.glyphs or self.horizontal or self.vertical or self.pictures or self.shades)
