"""A picture of a page with what was recognised on it: cells, figures with their units, headings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from checker.model.document import Heading, Table
from checker.model.errors import UsageError
from checker.model.figure import Facts
from checker.model.text import Box

_SCALE = 2.0
_CELL, _FIGURE, _HEADING, _UNIT = (120, 150, 190), (190, 60, 40), (40, 130, 70), (150, 90, 170)


def write(facts: Facts, path: Path, page: int) -> bytes:
    """The page (1-based) of a PDF as a PNG, the recognised boxes drawn over it; raises UsageError."""
    document = facts.document
    if document.media_type != "application/pdf" or document.pages is None:
        raise UsageError(f"{document.name}: 只有 PDF 能看页面图 / only a PDF has pages to show")
    if not 1 <= page <= document.pages:
        raise UsageError(
            f"{document.name}: 没有第 {page} 页，共 {document.pages} 页 / no page {page} of {document.pages}"
        )
    with pypdfium2.PdfDocument(path) as pdf:
        image = pdf[page - 1].render(scale=_SCALE).to_pil().convert("RGB")
    canvas = ImageDraw.Draw(image)
    for box, colour in _boxes(facts, page):
        canvas.rectangle([edge * _SCALE for edge in box], outline=colour, width=2)
    stream = io.BytesIO()
    image.quantize(64, method=Image.Quantize.FASTOCTREE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _boxes(facts: Facts, page: int) -> Iterator[tuple[Box, tuple[int, int, int]]]:
    for block in facts.document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    if cell.place.page == page and cell.place.box:
                        yield cell.place.box, _CELL
            for piece in block.pieces:
                place = piece.unit_text.place if piece.unit_text else None
                if place is not None and place.page == page and place.box:
                    yield place.box, _UNIT
        elif isinstance(block, Heading) and block.text.place.page == page and block.text.place.box:
            yield block.text.place.box, _HEADING
    for figure in facts.figures.values():
        if figure.place.page == page and figure.place.box:
            yield figure.place.box, _FIGURE
