"""What an OFD page draws (GB/T 33190-2016): glyphs by their origins, ruling lines from its paths."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from checker.layout.frame import Frame
from checker.layout.ofd_text import Character, characters
from checker.layout.ofd_xml import POINTS, Area, Matrix, flag, local, matrix_of, text_below
from checker.layout.page import DrawnPage, Glyph
from checker.layout.paths import Drawing, Point
from checker.model.limits import Limit

_MIDDLE = 0.36
"""The middle of a Chinese letter or a digit above its baseline, as a share of its size."""
_CONTAINERS = frozenset(("Page", "Content", "Layer", "PageBlock"))
_OBJECTS = frozenset(("TextObject", "PathObject", "ImageObject", "CompositeObject"))
_PATH_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers follow each command of a path. The last two are where it ends."""
_CURVES = frozenset("QBA")
_SHORTEST_SEGMENT = len("L 0 0 ")


def drawn(roots: Iterable[Element], visible: Area, number: int, place: str) -> DrawnPage:
    """What a page draws: its root element and those of its templates. `visible` is the box that is shown.

    Raises SubmissionError, which names the place, if it is too much.
    """
    text: list[Character] = []
    drawing = Drawing()
    pictures = segments = 0
    for element in _objects(roots):
        match local(element):
            case "TextObject":
                text.extend(characters(element, matrix_of(element, visible)))
                Limit.PAGE_CHARACTERS.check(len(text), place)
            case "PathObject":
                segments += len(text_below(element, "AbbreviatedData") or "") // _SHORTEST_SEGMENT
                Limit.PAGE_SEGMENTS.check(segments, place)
                _draw(element, matrix_of(element, visible), drawing)
                pictures += _is_outline(element)
            case _:
                pictures += 1
    frame = Frame((0.0, 0.0, visible.width * POINTS, visible.height * POINTS), turn=_turn(text))
    horizontal, vertical, shades = drawing.rulings(frame)
    glyphs = tuple(_glyphs(text, frame))
    return DrawnPage(number, frame, glyphs, horizontal, vertical, pictures, shades)


def _objects(roots: Iterable[Element]) -> Iterator[Element]:
    """The visible objects of a page in drawing order, those inside blocks too."""
    waiting = list(roots)[::-1]
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in _CONTAINERS:
            waiting.extend(reversed(element))
        elif name in _OBJECTS and flag(element, "Visible", True):
            yield element


def _turn(text: Iterable[Character]) -> int:
    """How far the page must be turned so that most of its text is upright."""
    directions = Counter(character.direction for character in text)
    return directions.most_common(1)[0][0] if directions else 0


def _glyphs(text: Iterable[Character], frame: Frame) -> Iterator[Glyph]:
    """The upright characters within the visible page, doubled ones once."""
    _, _, width, height = frame.crop
    seen: set[tuple[str, int, int]] = set()
    for character in text:
        x, y = character.x, character.y
        inside = -1 <= x <= width + 1 and -1 <= y <= height + 1
        key = (character.string, round(x), round(y))
        if character.direction != frame.turn or not inside or key in seen:
            continue
        seen.add(key)
        x0, baseline = frame.reading(x, y)
        middle = baseline - _MIDDLE * character.size
        yield Glyph(character.string, x0, x0 + character.width, middle, character.size)


def _is_outline(element: Element) -> bool:
    """Whether a path is a filled shape with curves: some writers draw letters so, and nothing else."""
    data = text_below(element, "AbbreviatedData") or ""
    return flag(element, "Fill", False) and not _CURVES.isdisjoint(data)


def _draw(element: Element, matrix: Matrix, drawing: Drawing) -> None:
    """Add the straight lines and boxes that a path object draws."""
    subpaths = _subpaths(text_below(element, "AbbreviatedData") or "", matrix)
    drawing.add(subpaths, flag(element, "Fill", False), flag(element, "Stroke", True))


def _subpaths(data: str, matrix: Matrix) -> Iterator[list[Point]]:
    """The subpaths of a path as points on the page; a curve ends its subpath, a slip the whole path."""
    tokens = iter(_PATH_TOKEN.findall(data))
    current: list[Point] = []
    for command in tokens:
        operands = [next(tokens, "") for _ in range(_OPERANDS.get(command, 0))]
        if command not in _OPERANDS or any(not operand or operand.isalpha() for operand in operands):
            break
        if command == "C":
            current.extend(current[:1])
            continue
        point = matrix.point(float(operands[-2]), float(operands[-1]))
        if command != "L":
            yield current
            current = []
        current.append(point)
    yield current
