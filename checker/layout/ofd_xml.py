"""The values that stand in the XML of an OFD page: names, numbers, boxes, matrices.

OFD measures in millimetres from the upper left corner, y downwards; a drawn page in points, y upwards.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from checker.layout.paths import Point

POINTS = 72 / 25.4
"""Points in a millimetre."""
_LARGEST = 1e6
"""No coordinate of a page is larger, in millimetres."""
_FALSE = frozenset(("false", "0"))


class UnreadableError(Exception):
    """A part that is missing, damaged, or not what the standard says."""


class Area(NamedTuple):
    """A box in millimetres: its upper left corner, width and height."""

    x: float
    y: float
    width: float
    height: float


class Matrix(NamedTuple):
    """From the space of an object, in millimetres, to the visible page in points, y upwards."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def local(element: Element) -> str:
    """The name of an element without its namespace, whose prefix and address differ between writers."""
    return element.tag.rpartition("}")[2]


def below(element: Element, *names: str) -> list[Element]:
    """The elements that a path of names leads to."""
    found = [element]
    for name in names:
        found = [child for parent in found for child in parent if local(child) == name]
    return found


def text_below(element: Element, *names: str) -> str | None:
    """The text of the first element that a path of names leads to."""
    return next((child.text or "" for child in below(element, *names)), None)


def number(text: str | None) -> float:
    """A number of the file; raises UnreadableError for what is none or cannot lie on a page."""
    try:
        value = float(text or "")
    except ValueError:
        raise UnreadableError from None
    if not abs(value) < _LARGEST:
        raise UnreadableError
    return value


def flag(element: Element, name: str, default: bool) -> bool:
    """An attribute that is true or false."""
    value = element.get(name)
    return default if value is None else value.strip().lower() not in _FALSE


def area(text: str | None) -> Area:
    """A box as it is written: x y width height."""
    values = [number(part) for part in (text or "").split()]
    if len(values) != 4:
        raise UnreadableError
    return Area(*values)


def matrix_of(element: Element, visible: Area) -> Matrix:
    """The matrix of an object: its CTM, then the corner of its boundary. `visible` is the page as shown."""
    corner = area(element.get("Boundary", "0 0 0 0"))
    values = [number(part) * POINTS for part in element.get("CTM", "1 0 0 1 0 0").split()]
    if len(values) != 6:
        raise UnreadableError
    a, b, c, d, e, f = values
    left, down = (corner.x - visible.x) * POINTS, (corner.y - visible.y) * POINTS
    return Matrix(a, -b, c, -d, e + left, visible.height * POINTS - f - down)
