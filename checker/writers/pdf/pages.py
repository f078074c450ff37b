"""A copy of a PDF that holds what its pages show and nothing that a reader could run, open or follow.

Only what is named here is copied, so that what nobody thought of is left out. pdfium reads the file first: it
takes the encryption off and mends what is damaged, and says which box of a page is visible and how it is turned.
"""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PdfReadError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject

from checker.layout.frame import Frame

DAMAGE = (
    PyPdfError, struct.error, zlib.error, ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip
"""What pypdf raises for files that are not as the standard says; it takes many an object for what it should be."""
_OF_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit")
_OF_ANNOTATION = (
    "/Rect",
    "/AP",
    "/AS",
    "/F",
    "/Contents",
    "/QuadPoints",
    "/C",
    "/CA",
    "/IC",
    "/L",
    "/Vertices",
    "/InkList",
    "/T",
)
_SEEN = frozenset(
    "/Stamp /FreeText /Text /Highlight /Underline /StrikeOut /Squiggly /Square /Circle /Line /Polygon /PolyLine "
    "/Ink /Caret /Widget".split()
)
"""What is drawn on a page; links, attachments, media and pop-ups are not."""
_NEVER = (
    "/AF",
    "/AA",
    "/JS",
    "/EF",
    "/OPI",
    "/Ref",
    "/PieceInfo",
    "/Metadata",
    "/StructParent",
    "/StructParents",
)
"""Keys under which pictures and forms of a page carry files, scripts and references."""


def clean_copy(data: bytes) -> tuple[PdfWriter, tuple[Frame, ...]]:
    """The pages and the frame of each; raises one of DAMAGE where pypdf cannot follow the structure of the file."""
    plain, frames = _opened(data)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of what it mends
    source, target = PdfReader(io.BytesIO(plain), strict=False), PdfWriter()
    target.metadata = {"/Producer": "disclosure-checker"}
    pages = list(source.pages)
    if len(pages) != len(frames):  # a mark would stand on another page than what it marks
        raise PdfReadError(
            f"{len(frames)} 页中只找到 {len(pages)} 页 / {len(pages)} of {len(frames)} pages found"
        )
    for page in pages:
        _copied(page, target)
    catalog = source.trailer["/Root"].get_object()
    layers = catalog.get("/OCProperties") if isinstance(catalog, DictionaryObject) else None
    if layers is not None:  # which layers are seen
        target.root_object[NameObject("/OCProperties")] = _clone(layers.get_object(), target)
    return target, frames


def _opened(data: bytes) -> tuple[bytes, tuple[Frame, ...]]:
    stream = io.BytesIO()
    with pypdfium2.PdfDocument(data) as pdf:
        frames = tuple(_frames(pdf))
        pdf.save(stream, flags=pdfium.FPDF_REMOVE_SECURITY)
    return stream.getvalue(), frames


def _frames(pdf: Any) -> Iterator[Frame]:
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except pypdfium2.PdfiumError:
            yield Frame((0.0, 0.0, 595.0, 842.0))  # it cannot be shown: nothing was found on it
            continue
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page.raw, box)
        yield Frame((box.left, box.bottom, box.right, box.top), page.get_rotation())
        page.close()


def _copied(page: PageObject, target: PdfWriter) -> None:
    copy = target.add_blank_page(1, 1)
    for key in _OF_PAGE:
        if key in page:
            copy[NameObject(key)] = _clone(page.raw_get(key), target)
    kept = ArrayObject()
    listed = page.get("/Annots")
    for item in listed.get_object() if listed is not None else ():
        annotation = item.get_object()
        subtype = annotation.get("/Subtype") if isinstance(annotation, DictionaryObject) else None
        if subtype in _SEEN and "/AP" in annotation:
            kept.append(target._add_object(_drawing(annotation, target)))
    if kept:
        copy[NameObject("/Annots")] = kept


def _drawing(annotation: DictionaryObject, target: PdfWriter) -> DictionaryObject:
    """What an annotation shows. A field of a form becomes a stamp: a filled one, or a seal, stays in sight."""
    subtype = str(annotation["/Subtype"])
    drawing = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Stamp" if subtype == "/Widget" else subtype),
        }
    )
    for key in _OF_ANNOTATION:
        if key in annotation:
            drawing[NameObject(key)] = _clone(annotation.raw_get(key), target)
    return drawing


def _clone(value: PdfObject, target: PdfWriter) -> PdfObject:
    return value.clone(target, ignore_fields=_NEVER)
