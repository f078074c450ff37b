"""Text objects of an OFD page → characters with their origins, sizes and directions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from math import atan2, degrees, hypot
from typing import NamedTuple
from xml.etree.ElementTree import Element

from checker.layout.ofd_xml import Matrix, below, number
from checker.layout.paths import Point

_SLANT = 15.0
"""Letters turned further than this, in degrees, from upright and sideways are a watermark and no text."""


class Character(NamedTuple):
    """A character: its origin in points, y upwards, and how far its letters are turned anticlockwise."""

    string: str
    x: float
    y: float
    width: float
    size: float
    direction: int


def characters(element: Element, matrix: Matrix) -> Iterator[Character]:
    """The characters of a text object that stand upright or sideways."""
    angle = degrees(atan2(matrix.b, matrix.a)) - number(element.get("CharDirection", "0"))
    direction = round(angle / 90) * 90
    if abs(angle - direction) > _SLANT:
        return
    em = number(element.get("Size"))
    size = em * hypot(matrix.c, matrix.d)
    if size <= 0:
        return  # nothing of it is seen
    em_width = em * hypot(matrix.a, matrix.b) * number(element.get("HScale", "1"))
    downwards = number(element.get("ReadDirection", "0")) % 180 == 90
    x = y = "0"
    for code in below(element, "TextCode"):
        x, y = code.get("X", x), code.get("Y", y)
        string = (code.text or "").replace("\n", "").replace("\r", "")
        spots = _spots(code, string, (number(x), number(y)), em, downwards)
        before: Character | None = None
        for character, spot in zip(string, spots, strict=True):
            here = Character(character, *matrix.point(*spot), 0.0, size, direction % 360)
            if before is not None:
                yield before._replace(width=_width(before, here, em_width))
            before = here
        if before is not None:
            yield before._replace(width=_width(before, None, em_width))


def _spots(code: Element, string: str, first: Point, em: float, downwards: bool) -> Iterator[Point]:
    """The origin of each character of a text code, in the space of its object."""
    x, y = first
    stated = "DeltaX" in code.attrib or "DeltaY" in code.attrib
    across, down = _offsets(code.get("DeltaX", "")), _offsets(code.get("DeltaY", ""))
    for character in string:
        yield x, y
        if stated:
            x, y = x + next(across), y + next(down)
        elif downwards:
            y += em
        else:  # the letters would lie upon each other; viewers set them side by side
            x += _usual(character) * em


def _offsets(text: str) -> Iterator[float]:
    """The offsets of a delta attribute without end: `g n v` is n times v, and the last one goes on."""
    last = 0.0
    parts = iter(text.split())
    for part in parts:
        times, value = (number(next(parts, "")), next(parts, "")) if part == "g" else (1, part)
        last = number(value)
        yield from repeat(last, int(times))
    yield from repeat(last)


def _width(character: Character, following: Character | None, em_width: float) -> float:
    """How wide a character is: as far as to the next one, if that is not too far, for OFD does not say."""
    advance = 0.0
    if following is not None:
        across, up = following.x - character.x, following.y - character.y
        advance = {0: across, 90: up, 180: -across, 270: -up}[character.direction]
    if 0 < advance <= _widest(character.string) * em_width:
        return advance
    return _usual(character.string) * em_width


def _usual(character: str) -> float:
    """The width of a character as a share of the letters' size."""
    if not character.isascii():
        return 1.0
    return 0.7 if character.isupper() else 0.5


def _widest(character: str) -> float:
    """The greatest width of a character: a next one further away stands apart."""
    if not character.isascii():
        return 1.05
    return 1.0 if character.isalpha() else 0.75
