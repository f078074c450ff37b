"""What a PDF page draws, by pdfium: glyphs by their origin, ruling lines from its paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from ctypes import byref, c_double, c_float, c_int, c_ushort
from itertools import repeat
from math import atan2, degrees, hypot
from operator import itemgetter
from typing import Any

import pypdfium2.raw as pdfium

from checker.layout import pdfium_calls as calls
from checker.layout.frame import Frame
from checker.layout.page import DrawnPage, Glyph
from checker.layout.paths import Drawing, Point, thin
from checker.layout.pdfium_calls import Pointer
from checker.model.text import Box

_DEEPEST_FORM = 8
_FIRST_WIDE = "\u2e80"
_MIDDLE = 0.36
"""The middle of a Chinese letter or a digit above its baseline, as a share of its size."""
_LEAN = 15
"""Letters turned further than this from a right angle, in degrees, are a watermark and no text."""
_OUTLINED = 30
"""So many shapes and no letter: the page's letters are drawn as outlines."""
UNKNOWN = "\ufffd"
"""Stands for a letter of which the font does not say what it is, so that no figure loses a digit."""
_UNSEEN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_Character = tuple[str, float, float, float, float, int]
"""Text, x and y of its origin, advance width, size, direction in degrees."""


_Style = tuple[float, float, int | None]
"""Height and width of an em, and the direction of the letters in degrees if it is a right angle."""


def drawn(page: Any, number: int) -> DrawnPage:
    """What a page of pypdfium2 draws. The caller closes the page."""
    crop = _visible(page.raw)
    rotation: int = page.get_rotation()
    drawing, pictures, unseen = _drawing(page.raw)
    textpage = page.get_textpage()
    try:
        characters = _characters(textpage.raw, unseen)
    finally:
        textpage.close()
    frame = Frame(crop, rotation, _turn(characters, rotation))
    glyphs = _in_frame(characters, frame)
    if 2 * sum(character[0] == UNKNOWN for character in characters) > len(characters):
        glyphs, pictures = (), pictures + 1  # these letters are a picture: there is no text in them
    horizontal, vertical, shades = drawing.rulings(frame)
    return DrawnPage(number, frame, glyphs, horizontal, vertical, pictures, shades)


def _visible(page: Any) -> Box:
    """The visible box of a page, inherited boxes resolved (which get_cropbox of pypdfium2 does not do)."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    return rect.left, rect.bottom, rect.right, rect.top


def _characters(textpage: Any, unseen: Container[int | None]) -> list[_Character]:
    """Every visible character that stands at a right angle; white space that pdfium made up is left out.

    Letters of the `unseen` text objects lie over a picture: what a recogniser saw there is not what a person sees.
    """
    codes = _codes(textpage)
    handle = calls.pointer(textpage)
    x, y, rect = c_double(), c_double(), pdfium.FS_RECTF()
    at_x, at_y, at_rect = byref(x), byref(y), byref(rect)
    matrix_of, font_size_of, origin_of, box_of, is_generated = (
        calls.matrix_of,
        calls.font_size_of,
        calls.origin_of,
        calls.box_of,
        calls.is_generated,
    )
    matrix = pdfium.FS_MATRIX()
    at_matrix = byref(matrix)
    direction_of = memoryview(matrix).cast("B")[:16]  # a, b, c, d, without the place
    styles: dict[tuple[float, bytes], _Style] = {}  # most exports make a text object of every letter
    characters: list[_Character] = []
    for index, code in enumerate(codes):
        if code <= 32 and (code < 32 or is_generated(handle, index) == 1):
            continue  # pdfium's guess at a space; gaps are judged by `string_of`
        if code >= 0xD800 and (code <= 0xDFFF or code > 0x10FFFF or code in (0xFFFE, 0xFFFF)):
            continue
        if unseen and calls.text_object_of(handle, index) in unseen:
            continue
        if not matrix_of(handle, index, at_matrix):
            continue
        key = (font_size_of(handle, index), direction_of.tobytes())
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(key[0], matrix.a, matrix.b, matrix.c, matrix.d)
        size, width, direction = style
        if direction is None or not origin_of(handle, index, at_x, at_y):
            continue
        string = chr(code)
        # Some fonts give single Chinese letters too narrow a box: they take their em.
        if string < _FIRST_WIDE or string == UNKNOWN:
            if not box_of(handle, index, at_rect):
                continue
            upright = direction % 180 == 0
            width = rect.right - rect.left if upright else rect.top - rect.bottom
        characters.append((string, x.value, y.value, width, size, direction))
    return characters


def _codes(textpage: Any) -> Sequence[int]:
    """The code of every character. All at once, unless some have none or need two units of UTF-16.

    The code of a letter without a meaning is a number within its font: it becomes that of UNKNOWN.
    """
    count = pdfium.FPDFText_CountChars(textpage)
    units = (c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, units)
    codes: list[int] = units[:count]
    if written != count + 1 or any(0xD800 <= code <= 0xDFFF for code in codes):
        codes = [pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count)]
    unknown = list(map(calls.has_no_meaning, repeat(calls.pointer(textpage), count), range(count)))
    if any(unknown):
        return [ord(UNKNOWN) if none else code for code, none in zip(codes, unknown, strict=True)]
    return codes


def _style(font_size: float, a: float, b: float, c: float, d: float) -> _Style:
    """Height and width of an em and the direction of a run; no direction for letters that lean."""
    angle = degrees(atan2(b, a))
    direction = round(angle / 90) * 90
    leans = abs(angle - direction) > _LEAN
    height, width = font_size * (hypot(c, d) or 1.0), font_size * (hypot(a, b) or 1.0)
    return height, width, None if leans else direction % 360


def _turn(characters: list[_Character], rotation: int) -> int:
    """How far the shown page must be turned so that most of its text is upright."""
    if not characters:
        return 0
    directions: Counter[int] = Counter(map(itemgetter(5), characters))
    direction = directions.most_common(1)[0][0]
    return (direction - rotation) % 360


def _in_frame(characters: list[_Character], frame: Frame) -> tuple[Glyph, ...]:
    """The upright characters of the page within its visible box, doubled ones once."""
    upright = (frame.rotation + frame.turn) % 360
    left, bottom, right, top = frame.crop
    low_x, high_x, low_y, high_y = left - 1, right + 1, bottom - 1, top + 1
    seen: set[tuple[str, int, int]] = set()
    glyphs: list[Glyph] = []
    new = tuple.__new__  # what Glyph() does, without the call in between
    for string, x, y, width, size, direction in characters:
        if direction != upright or not (low_x <= x <= high_x and low_y <= y <= high_y):
            continue
        key = (string, int(x + 0.5), int(y + 0.5))
        if key in seen:
            continue
        seen.add(key)
        x0, y0 = (x - left, top - y) if upright == 0 else frame.reading(x, y)
        glyphs.append(new(Glyph, (string, x0, x0 + width, y0 - _MIDDLE * size, size, None)))
    return tuple(glyphs)


def _drawing(page: Any) -> tuple[Drawing, int, frozenset[int | None]]:
    """What a page's paths draw, how many images it has, and the addresses of the text objects that are not seen.

    A page of outlined letters counts as an image.
    """
    pictures = shapes = 0
    unseen: list[int | None] = []
    drawing = Drawing()
    fill, stroke = c_int(), c_int()
    at_fill, at_stroke = byref(fill), byref(stroke)
    for pointer, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            unseen.append(pointer.value)
            continue
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            line = thin(_corners(matrix))  # some exports draw borders as pictures
            if line is None:
                pictures += 1
            else:
                drawing.lines.append(line)
            continue
        calls.draw_mode(pointer, at_fill, at_stroke)
        found = drawing.add(_points(pointer, matrix), bool(fill.value), bool(stroke.value))
        shapes += bool(fill.value) and not found
    return drawing, pictures + (shapes >= _OUTLINED), frozenset(unseen)


def _objects(page: Any) -> Iterator[tuple[Pointer, int, Matrix]]:
    """The paths, images and unseen texts of a page as pointers, each with its whole matrix.

    Those in form objects too.
    """
    handle = calls.pointer(page)
    for index in range(calls.count_objects(handle)):
        pointer = calls.object_at(handle, index)
        kind = calls.object_type(pointer)
        if kind != pdfium.FPDF_PAGEOBJ_TEXT or calls.render_mode_of(pointer) in _UNSEEN:
            yield from _within(pointer, kind, _IDENTITY, 0)


def _within(pointer: Pointer, kind: int, outer: Matrix, depth: int) -> Iterator[tuple[Pointer, int, Matrix]]:
    if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
        yield pointer, kind, _times(_matrix(pointer), outer)
    elif kind == pdfium.FPDF_PAGEOBJ_TEXT and calls.render_mode_of(pointer) in _UNSEEN:
        yield pointer, kind, outer
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
        matrix = _times(_matrix(pointer), outer)
        for index in range(calls.count_inner(pointer)):
            inner = calls.inner_at(pointer, index)
            yield from _within(inner, calls.object_type(inner), matrix, depth + 1)


def _matrix(pointer: Pointer) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not calls.object_matrix(pointer, byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    if then is _IDENTITY:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _corners(matrix: Matrix) -> list[Point]:
    """Where a picture lies: the unit square under its matrix."""
    a, b, c, d, e, f = matrix
    return [(e, f), (a + e, b + f), (c + e, d + f), (a + c + e, b + d + f)]


def _points(path: Pointer, matrix: Matrix) -> Iterator[list[Point]]:
    """The subpaths of a path as points on the page; a curve ends its subpath."""
    a, b, c, d, e, f = matrix
    x, y = c_float(), c_float()
    at_x, at_y = byref(x), byref(y)
    current: list[Point] = []
    for index in range(calls.count_segments(path)):
        segment = calls.segment_at(path, index)
        calls.segment_point(segment, at_x, at_y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if calls.segment_type(segment) == pdfium.FPDF_SEGMENT_LINETO:
            current.append(point)
        else:
            if current:
                yield current
            current = [point]
        if calls.segment_closes(segment) and current:
            current.append(current[0])
    if current:
        yield current
