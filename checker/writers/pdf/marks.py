"""Marks on a page: a box around a place with the finding's number, and a note that opens.

Each brings its own drawing, because readers draw their own ones unlike or not at all. The drawing is made as the
page is shown and turned as the page is: a number on a page that is shown sideways stands upright.
"""

from __future__ import annotations

from math import cos, radians, sin

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from checker.layout.frame import Frame
from checker.model.rule import Severity
from checker.model.text import Box
from checker.report import Finding

_COLOURS = {
    Severity.ERROR: (0.8, 0.12, 0.1),
    Severity.WARNING: (0.72, 0.42, 0.0),
    Severity.INFO: (0.15, 0.36, 0.62),
}
_WAIVED = (0.45, 0.45, 0.45)
_FILL = (1.0, 0.91, 0.5)
_PRINTED = 4  # the flag of an annotation that is printed as well
_OUTSET = 1.5
_TAG, _ABOVE, _DIGIT = 7.0, 4.5, 3.4  # height of a number's tag, how far it stands out, width of a digit
_AUTHOR = "disclosure-checker"


def mark(
    target: PdfWriter,
    page: int,
    frame: Frame,
    box: Box,
    finding: Finding,
    text: str,
    name: str,
    number: str = "",
) -> None:
    """Highlights a place on a page (from 0), with a number on its upper left corner unless that is empty."""
    colour = _WAIVED if finding.waivers else _COLOURS[finding.severity]
    x0, y0, x1, y1 = box[0] - _OUTSET, box[1] - _OUTSET, box[2] + _OUTSET, box[3] + _OUTSET
    width, height = x1 - x0, y1 - y0
    drawn = (
        f"q /M gs {_numbers(*_FILL)} rg 0 0 {_numbers(width, height)} re f Q "
        f"q {_numbers(*colour)} RG 1 w 0.5 0.5 {_numbers(max(width - 1, 0.1), max(height - 1, 0.1))} re S Q"
    )
    outer = (x0, y0, x1, y1)
    if number:
        tag = _DIGIT * len(number) + 2.6
        outer = (x0, y0 - _ABOVE, max(x1, x0 + tag), y1)
        drawn += (
            f" q {_numbers(*colour)} rg 0 {_numbers(height + _ABOVE - _TAG, tag, _TAG)} re f "
            f"BT /F 6 Tf 1 1 1 rg 1.3 {_numbers(height + _ABOVE - _TAG + 1.4)} Td ({number}) Tj ET Q"
        )
    annotation = _annotation("/Highlight", outer, frame, drawn, colour, text, target)
    left, bottom, right, top = frame.on_page((x0, y0, x1, y1))
    corners = (left, top, right, top, left, bottom, right, bottom)
    annotation[NameObject("/QuadPoints")] = ArrayObject(FloatObject(corner) for corner in corners)
    annotation[NameObject("/NM")] = TextStringObject(name)
    target.add_annotation(page, annotation)


def note(target: PdfWriter, page: int, frame: Frame, box: Box, text: str) -> None:
    """A note at a place of a page, which opens when it is pressed."""
    width, height = box[2] - box[0], box[3] - box[1]
    lines = " ".join(
        f"4 {_numbers(height - at)} m {_numbers(width - 4, height - at)} l S" for at in (5, 9, 13)
    )
    drawn = f"q {_numbers(*_FILL)} rg 0.45 0.35 0 RG 0.8 w 0.5 0.5 {_numbers(width - 1, height - 1)} re B {lines} Q"
    annotation = _annotation("/Text", box, frame, drawn, _FILL, text, target)
    annotation[NameObject("/Name")] = NameObject("/Note")
    target.add_annotation(page, annotation)


def _annotation(
    subtype: str,
    box: Box,
    frame: Frame,
    drawn: str,
    colour: tuple[float, float, float],
    text: str,
    target: PdfWriter,
) -> DictionaryObject:
    """An annotation over a box of the page as shown, in the page's own coordinates, with its drawing."""
    values = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject(subtype),
        "/Rect": ArrayObject(FloatObject(round(edge, 3)) for edge in frame.on_page(box)),
        "/Contents": TextStringObject(text),
        "/T": TextStringObject(_AUTHOR),
        "/C": ArrayObject(FloatObject(part) for part in colour),
        "/F": NumberObject(_PRINTED),
        "/AP": DictionaryObject({NameObject("/N"): target._add_object(_drawing(box, frame, drawn))}),
    }
    return DictionaryObject({NameObject(key): value for key, value in values.items()})


def _drawing(box: Box, frame: Frame, drawn: str) -> DecodedStreamObject:
    sine, cosine = round(sin(radians(frame.rotation))), round(cos(radians(frame.rotation)))
    blend = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica-Bold"),
        }
    )
    resources = DictionaryObject(
        {
            NameObject("/ExtGState"): DictionaryObject({NameObject("/M"): blend}),
            NameObject("/Font"): DictionaryObject({NameObject("/F"): font}),
        }
    )
    stream = DecodedStreamObject()
    stream.set_data(drawn.encode("ascii"))
    size = (0.0, 0.0, box[2] - box[0], box[3] - box[1])
    stream[NameObject("/Type")] = NameObject("/XObject")
    stream[NameObject("/Subtype")] = NameObject("/Form")
    stream[NameObject("/BBox")] = ArrayObject(FloatObject(edge) for edge in size)
    stream[NameObject("/Matrix")] = ArrayObject(
        NumberObject(part) for part in (cosine, sine, -sine, cosine, 0, 0)
    )
    stream[NameObject("/Resources")] = resources
    return stream


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.2f}" for value in values)
