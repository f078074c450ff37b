"""What a PDF page draws, by pdfium: glyphs by their origin, ruling lines from its paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from ctypes import c_double, c_float, c_int, c_void_p, cast
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Any

import pypdfium2.raw as pdfium

from checker.layout.frame import Frame
from checker.layout.page import DrawnPage, Glyph, Ruling
from checker.model.text import Box

_THIN = 2.5
"""A filled box thinner than this, in points, is a line."""
_SHORT = 1.0
"""A stroke shorter than this is a dot and no line."""
_DEEPEST_FORM = 8
_FIRST_WIDE = "\u2e80"
_MIDDLE = 0.36
"""The middle of a Chinese letter or a digit above its baseline, as a share of its size."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def drawn(page: Any, number: int) -> DrawnPage:
    """What a page of pypdfium2 draws. The caller closes the page."""
    crop = _visible(page.raw)
    rotation: int = page.get_rotation()
    textpage = page.get_textpage()
    try:
        raw = list(_characters(textpage.raw))
    finally:
        textpage.close()
    frame = Frame(crop, rotation, _turn(raw, rotation))
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    pictures = _rulings(page.raw, frame, horizontal, vertical)
    glyphs = _in_frame(raw, frame)
    return DrawnPage(number, frame, glyphs, tuple(horizontal), tuple(vertical), pictures)


def _visible(page: Any) -> Box:
    """The visible box of a page, inherited boxes resolved (which get_cropbox of pypdfium2 does not do)."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    return rect.left, rect.bottom, rect.right, rect.top


class _Raw:
    """A character as pdfium has it: its text, origin, advance box and the style of its text object."""

    __slots__ = ("box", "direction", "size", "string", "width", "x", "y")

    def __init__(
        self, string: str, x: float, y: float, box: Box, size: float, width: float, direction: int
    ) -> None:
        self.string = string
        self.x = x
        self.y = y
        self.box = box
        self.size = size
        self.width = width
        self.direction = direction


def _characters(textpage: Any) -> Iterator[_Raw]:
    count = pdfium.FPDFText_CountChars(textpage)
    x, y = c_double(), c_double()
    rect = pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()
    styles: dict[int | None, tuple[float, float, int]] = {}
    get_unicode, get_origin = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharOrigin
    get_box, get_object = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetTextObject
    for index in range(count):
        code = get_unicode(textpage, index)
        if code < 32 or code in (0xFFFE, 0xFFFF):
            continue
        if code == 32 and pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            continue  # pdfium's guess; gaps are judged by `string_of`
        if not get_origin(textpage, index, x, y) or not get_box(textpage, index, rect):
            continue
        pointer = get_object(textpage, index)
        key = _address(pointer)
        style = styles.get(key) if key is not None else None
        if style is None:
            size = pdfium.FPDFText_GetFontSize(textpage, index)
            width = size
            direction = 0
            if pdfium.FPDFText_GetMatrix(textpage, index, matrix):
                width *= hypot(matrix.a, matrix.b) or 1.0
                size *= hypot(matrix.c, matrix.d) or 1.0
                direction = round(degrees(atan2(matrix.b, matrix.a)) / 90) * 90 % 360
            style = (size, width, direction)
            styles[key] = style
        string = _text(code)
        if string:
            yield _Raw(string, x.value, y.value, (rect.left, rect.bottom, rect.right, rect.top), *style)


def _address(pointer: Any) -> int | None:
    return cast(pointer, c_void_p).value if pointer else None


def _text(code: int) -> str:
    """The character of a code; lone surrogates and what is no character are left out."""
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    return chr(code)


def _turn(raw: list[_Raw], rotation: int) -> int:
    """How far the shown page must be turned so that most of its text is upright."""
    if not raw:
        return 0
    direction = Counter(character.direction for character in raw).most_common(1)[0][0]
    return (direction - rotation) % 360


def _in_frame(raw: list[_Raw], frame: Frame) -> tuple[Glyph, ...]:
    """The upright characters of the page within its visible box, doubled ones once."""
    upright = (frame.rotation + frame.turn) % 360
    left, bottom, right, top = frame.crop
    reading = frame.reading
    seen: set[tuple[str, int, int]] = set()
    glyphs: list[Glyph] = []
    for character in raw:
        if character.direction != upright:
            continue
        x, y = character.x, character.y
        if not (left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1):
            continue
        key = (character.string, round(x), round(y))
        if key in seen:
            continue
        seen.add(key)
        box = character.box
        x0, y0 = reading(x, y)
        width = box[2] - box[0] if upright % 180 == 0 else box[3] - box[1]
        if character.string >= _FIRST_WIDE:  # some fonts give single characters too narrow a box
            width = max(width, character.width)
        size = character.size
        glyphs.append(Glyph(character.string, x0, x0 + width, y0 - _MIDDLE * size, size))
    return tuple(glyphs)


def _rulings(page: Any, frame: Frame, horizontal: list[Ruling], vertical: list[Ruling]) -> int:
    """Collect the lines of a page's paths; returns how many images the page has."""
    pictures = 0
    for pointer, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
            continue
        for x0, y0, x1, y1 in _lines_of(pointer, matrix):
            ax, ay = frame.reading(x0, y0)
            bx, by = frame.reading(x1, y1)
            width, height = abs(bx - ax), abs(by - ay)
            if height <= 1.0 and width >= _SHORT:
                horizontal.append(Ruling((ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif width <= 1.0 and height >= _SHORT:
                vertical.append(Ruling((ax + bx) / 2, min(ay, by), max(ay, by)))
    return pictures


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """The paths and images of a page, those inside form objects too, each with its whole matrix."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        pointer = pdfium.FPDFPage_GetObject(page, index)
        yield from _within(pointer, _IDENTITY, 0)


def _within(pointer: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(pointer)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield pointer, kind, _times(_matrix(pointer), outer)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        yield pointer, kind, outer
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
        inner = _times(_matrix(pointer), outer)
        for index in range(pdfium.FPDFFormObj_CountObjects(pointer)):
            yield from _within(pdfium.FPDFFormObj_GetObject(pointer, index), inner, depth + 1)


def _matrix(pointer: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(pointer, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    if then is _IDENTITY:
        return first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _lines_of(path: Any, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The straight lines that a path draws: its strokes, or the middle of a thin filled box."""
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    points = list(_points(path, matrix))
    for subpath in points:
        if len(subpath) < 2:
            continue
        xs = [x for x, _ in subpath]
        ys = [y for _, y in subpath]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if fill.value and (x1 - x0 <= _THIN or y1 - y0 <= _THIN):
            if x1 - x0 >= y1 - y0:
                yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
            else:
                yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1
        elif stroke.value or len(subpath) >= 4:
            for (ax, ay), (bx, by) in pairwise(subpath):
                yield ax, ay, bx, by


def _points(path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The subpaths of a path as points on the page; a curve ends its subpath."""
    a, b, c, d, e, f = matrix
    x, y = c_float(), c_float()
    current: list[tuple[float, float]] = []
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            current.append(point)
        else:
            if current:
                yield current
            current = [point]
        if pdfium.FPDFPathSegment_GetClose(segment) and current:
            current.append(current[0])
    if current:
        yield current
