"""The calls to pdfium that are made for every character and object of a page, as plain C functions.

pypdfium2 declares typed pointers, and converting them costs more than the calls. These prototypes of the
same functions take and return addresses, and keep the interpreter's lock: each call is shorter than letting it go.
Everything else goes through pypdfium2's own declarations.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import PYFUNCTYPE, c_double, c_int, c_uint, c_void_p, cast
from typing import Any

import pypdfium2.raw as pdfium


def _plain(function: Any, returns: Any, *takes: Any) -> Callable[..., Any]:
    address = cast(function, c_void_p).value
    assert address is not None  # the library is loaded
    return PYFUNCTYPE(returns, *takes)(address)


count_objects = _plain(pdfium.FPDFPage_CountObjects, c_int, c_void_p)
object_at = _plain(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
object_type = _plain(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
count_inner = _plain(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
inner_at = _plain(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_uint)
draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
count_segments = _plain(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
segment_at = _plain(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_point = _plain(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
segment_type = _plain(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
segment_closes = _plain(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)
origin_of = _plain(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
box_of = _plain(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
font_size_of = _plain(pdfium.FPDFText_GetFontSize, c_double, c_void_p, c_int)
matrix_of = _plain(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
has_no_meaning = _plain(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
render_mode_of = _plain(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
text_object_of = _plain(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)


def address_of(pointer: Any) -> int:
    """The address that a typed pointer of pypdfium2 holds."""
    address = cast(pointer, c_void_p).value
    assert address is not None
    return address
