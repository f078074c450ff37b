"""The paths, pictures and unseen letters of a PDF page, by pdfium."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from itertools import compress, repeat
from struct import unpack
from typing import Any

import pypdfium2.raw as pdfium

from checker.layout import pdfium_calls as calls
from checker.layout.paths import Drawing, Point, thin
from checker.layout.pdfium_calls import Pointer
from checker.model.limits import Limit

_DEEPEST_FORM = 8
_OUTLINED = 30
"""So many shapes and no letter: the page's letters are drawn as outlines."""
_UNSEEN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MATRIX, _X, _Y = pdfium.FS_MATRIX(), c_float(), c_float()
_AT_MATRIX, _AT_X, _AT_Y = byref(_MATRIX), byref(_X), byref(_Y)
"""Where pdfium writes; read at once. As pdfium itself, for one thread only."""


def drawing_of(page: Any, place: str) -> tuple[Drawing, int, frozenset[int | None]]:
    """What a page's paths draw, how many images it has, and the addresses of the text objects that are not seen.

    A page of outlined letters counts as an image. Raises SubmissionError, which names the place, if it is too much.
    """
    pictures = shapes = segments = 0
    most = Limit.PAGE_SEGMENTS.most
    unseen: list[int | None] = []
    drawing = Drawing()
    fill, stroke = c_int(), c_int()
    at_fill, at_stroke = byref(fill), byref(stroke)
    for pointer, kind, matrix in _objects(page, place):
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
        segments += calls.count_segments(pointer)
        if segments > most:
            raise Limit.PAGE_SEGMENTS.exceeded(segments, place)
        calls.draw_mode(pointer, at_fill, at_stroke)
        found = drawing.add(_points(pointer, matrix), bool(fill.value), bool(stroke.value))
        shapes += bool(fill.value) and not found
    return drawing, pictures + (shapes >= _OUTLINED), frozenset(unseen)


def _objects(page: Any, place: str) -> Iterator[tuple[Pointer, int, Matrix]]:
    """The paths, images and unseen texts of a page as pointers, each with its whole matrix.

    Those in form objects too.
    """
    handle = calls.pointer(page)
    count = calls.count_objects(handle)
    Limit.PAGE_SEGMENTS.check(count, place)
    pointers = list(map(calls.object_at, repeat(handle, count), range(count)))
    kinds = list(map(calls.object_type, pointers))
    text = pdfium.FPDF_PAGEOBJ_TEXT
    texts = compress(pointers, map(text.__eq__, kinds))
    all_seen = set(map(calls.render_mode_of, texts)).isdisjoint(_UNSEEN)  # as on most pages
    for pointer, kind in zip(pointers, kinds, strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield pointer, kind, _matrix(pointer)
        elif kind != text or not all_seen:
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
    if not calls.object_matrix(pointer, _AT_MATRIX):
        return _IDENTITY
    return unpack("6f", _MATRIX)


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
    segment_at, point_of, type_of, closes = (
        calls.segment_at,
        calls.segment_point,
        calls.segment_type,
        calls.segment_closes,
    )
    line, at_x, at_y = pdfium.FPDF_SEGMENT_LINETO, _AT_X, _AT_Y
    current: list[Point] = []
    for index in range(calls.count_segments(path)):
        segment = segment_at(path, index)
        point_of(segment, at_x, at_y)
        x, y = _X.value, _Y.value
        point = (a * x + c * y + e, b * x + d * y + f)
        if type_of(segment) == line:
            current.append(point)
        else:
            if current:
                yield current
            current = [point]
        if closes(segment):
            current.append(current[0])
    if current:
        yield current
