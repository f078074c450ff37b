"""What a PDF page draws, by pdfium: glyphs by their origin, ruling lines from its paths."""

from __future__ import annotations

from collections.abc import Container, Sequence
from ctypes import byref, c_double, c_ushort
from itertools import repeat
from math import atan2, degrees, hypot
from typing import Any

import pypdfium2.raw as pdfium

from checker.layout import pdfium_calls as calls
from checker.layout.frame import Frame
from checker.layout.page import DrawnPage, Glyph
from checker.layout.pdfium_paths import drawing_of
from checker.model.limits import Limit
from checker.model.text import Box

_FIRST_WIDE = 0x2E80
_MIDDLE = 0.36
"""The middle of a Chinese letter or a digit above its baseline, as a share of its size."""
_LEAN = 15
"""Letters turned further than this from a right angle, in degrees, are a watermark and no text."""
UNKNOWN = "\ufffd"
"""Stands for a letter of which the font does not say what it is, so that no figure loses a digit."""
_UNKNOWN = ord(UNKNOWN)
_HALVES = frozenset(range(0xD800, 0xE000))
"""The units of UTF-16 of which two make a letter."""
_Character = tuple[str, float, float, float, float, int]
"""Text, x and y of its origin, advance width, size, direction in degrees."""


_Style = tuple[float, float, int | None]
"""Height and width of an em, and the direction of the letters in degrees if it is a right angle."""


def drawn(page: Any, number: int, name: str) -> DrawnPage:
    """What a page of pypdfium2 draws; raises SubmissionError if it is too much. The caller closes the page."""
    crop = _visible(page.raw)
    rotation: int = page.get_rotation()
    place = f"{name}: 第{number}页 / page {number}"
    drawing, pictures, unseen = drawing_of(page.raw, place)
    textpage = page.get_textpage()
    try:
        Limit.PAGE_CHARACTERS.check(pdfium.FPDFText_CountChars(textpage.raw), place)
        characters = _characters(textpage.raw, unseen)
    finally:
        textpage.close()
    frame = Frame(crop, rotation, _turn(characters, rotation))
    glyphs = _in_frame(characters, frame)
    if 2 * [character[0] for character in characters].count(UNKNOWN) > len(characters):
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
        # Some fonts give single Chinese letters too narrow a box: they take their em.
        if code < _FIRST_WIDE or code == _UNKNOWN:
            if not box_of(handle, index, at_rect):
                continue
            upright = direction in (0, 180)
            width = rect.right - rect.left if upright else rect.top - rect.bottom
        characters.append((chr(code), x.value, y.value, width, size, direction))
    return characters


def _codes(textpage: Any) -> Sequence[int]:
    """The code of every character. All at once, unless some have none or need two units of UTF-16.

    The code of a letter without a meaning is a number within its font: it becomes that of UNKNOWN.
    """
    count = pdfium.FPDFText_CountChars(textpage)
    units = (c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, units)
    codes: list[int] = units[:count]
    if written != count + 1 or not _HALVES.isdisjoint(codes):
        codes = [pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count)]
    unknown = list(map(calls.has_no_meaning, repeat(calls.pointer(textpage), count), range(count)))
    if any(unknown):
        return [_UNKNOWN if none else code for code, none in zip(codes, unknown, strict=True)]
    return codes


def _style(font_size: float, a: float, b: float, c: float, d: float) -> _Style:
    """Height and width of an em and the direction of a run; no direction for letters that lean or have no size."""
    angle = degrees(atan2(b, a))
    direction = round(angle / 90) * 90
    leans = abs(angle - direction) > _LEAN
    height, width = font_size * (hypot(c, d) or 1.0), font_size * (hypot(a, b) or 1.0)
    return height, width, None if leans or height == 0 else direction % 360


def _turn(characters: list[_Character], rotation: int) -> int:
    """How far the shown page must be turned so that most of its text is upright."""
    if not characters:
        return 0
    directions = [character[5] for character in characters]
    direction = max(dict.fromkeys(directions), key=directions.count)
    return (direction - rotation) % 360


def _in_frame(characters: list[_Character], frame: Frame) -> tuple[Glyph, ...]:
    """The upright characters of the page within its visible box, doubled ones once."""
    upright = (frame.rotation + frame.turn) % 360
    left, bottom, right, top = frame.crop
    low_x, high_x, low_y, high_y = left - 1, right + 1, bottom - 1, top + 1
    within = [
        character
        for character in characters
        if character[5] == upright and low_x <= character[1] <= high_x and low_y <= character[2] <= high_y
    ]
    keys = [(string, int(x + 0.5), int(y + 0.5)) for string, x, y, _, _, _ in within]
    if len(set(keys)) < len(keys):
        first = dict(zip(reversed(keys), reversed(within), strict=True))
        within = [character for key, character in zip(keys, within, strict=True) if first[key] is character]
    new = tuple.__new__  # what Glyph() does, without the call in between
    if upright == 0:
        return tuple(
            [
                new(Glyph, (string, x - left, x - left + width, top - y - _MIDDLE * size, size, None))
                for string, x, y, width, size, _ in within
            ]
        )
    turned = [(frame.reading(character[1], character[2]), character) for character in within]
    return tuple(
        Glyph(string, x0, x0 + width, y0 - _MIDDLE * size, size)
        for (x0, y0), (string, _, _, width, size, _) in turned
    )
