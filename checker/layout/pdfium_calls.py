"""The calls to pdfium that are made for every character and object of a page, as plain C functions.

pypdfium2 declares typed pointers, and converting and checking what is handed over costs more than the calls. These
prototypes of the same functions check nothing and keep the interpreter's lock, which is a third of the time. Pointers
are handed over as `Pointer` or byref objects, never as numbers; whole numbers as int, which is what pdfium takes
there. Everything else goes through pypdfium2's own declarations.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import PYFUNCTYPE, c_double, c_int, c_ulong, c_void_p, cast
from typing import Any

import pypdfium2.raw as pdfium


class Pointer(c_void_p):
    """A pointer that ctypes hands back as it is, and not as a number."""


def _plain(function: Any, returns: Any, *takes: Any) -> Callable[..., Any]:
    address = cast(function, c_void_p).value
    assert address is not None  # the library is loaded
    return PYFUNCTYPE(returns, *takes)(address)


count_objects = _plain(pdfium.FPDFPage_CountObjects, c_int)
object_at = _plain(pdfium.FPDFPage_GetObject, Pointer)
object_type = _plain(pdfium.FPDFPageObj_GetType, c_int)
object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, c_int)
count_inner = _plain(pdfium.FPDFFormObj_CountObjects, c_int)
inner_at = _plain(pdfium.FPDFFormObj_GetObject, Pointer, c_void_p, c_ulong)
draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, c_int)
count_segments = _plain(pdfium.FPDFPath_CountSegments, c_int)
segment_at = _plain(pdfium.FPDFPath_GetPathSegment, Pointer)
segment_point = _plain(pdfium.FPDFPathSegment_GetPoint, c_int)
segment_type = _plain(pdfium.FPDFPathSegment_GetType, c_int)
segment_closes = _plain(pdfium.FPDFPathSegment_GetClose, c_int)
is_generated = _plain(pdfium.FPDFText_IsGenerated, c_int)
origin_of = _plain(pdfium.FPDFText_GetCharOrigin, c_int)
box_of = _plain(pdfium.FPDFText_GetLooseCharBox, c_int)
font_size_of = _plain(pdfium.FPDFText_GetFontSize, c_double)
matrix_of = _plain(pdfium.FPDFText_GetMatrix, c_int)
has_no_meaning = _plain(pdfium.FPDFText_HasUnicodeMapError, c_int)
render_mode_of = _plain(pdfium.FPDFTextObj_GetTextRenderMode, c_int)
text_object_of = _plain(pdfium.FPDFText_GetTextObject, c_void_p)


def pointer(typed: Any) -> Pointer:
    """A typed pointer of pypdfium2 as a plain one."""
    return cast(typed, Pointer)
