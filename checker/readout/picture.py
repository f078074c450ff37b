"""A picture of a page with what was read on it in boxes: column headers, cells, figures, headings, the unit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from checker.model.document import Heading, Table
from checker.model.errors import UsageError
from checker.model.figure import Facts
from checker.model.text import Box, Place, Text
from checker.report.original import scale_of

_SCALE = 2.0
_CELL, _HEADER, _FIGURE = (110, 150, 200), (205, 150, 30), (200, 50, 40)
_HEADING, _UNIT = (30, 140, 70), (150, 80, 180)
_INSET, _OUTSET = 1.5, 1.0
"""A cell's box is drawn inside its ruling lines, so that neighbours do not hide it; that of words around them."""


def write(facts: Facts, path: Path, page: int) -> bytes:
    """The page (1-based) of a PDF as a PNG, the recognised boxes drawn over it; raises UsageError."""
    document = facts.document
    if document.media_type != "application/pdf" or document.pages is None:
        raise UsageError(
            f"{document.name}: 只有 PDF 能看页面图，其他格式请用 --format xlsx 或 json 看 / "
            "only a PDF has pages to show; look at other formats with --format xlsx or json"
        )
    if not 1 <= page <= document.pages:
        raise UsageError(
            f"{document.name}: 没有第 {page} 页，共 {document.pages} 页 / no page {page} of {document.pages}"
        )
    with pypdfium2.PdfDocument(path) as pdf:
        shown = pdf[page - 1]
        width, height = shown.get_size()
        scale = scale_of(width, height, _SCALE)
        image = shown.render(scale=scale).to_pil().convert("RGB")
    canvas = ImageDraw.Draw(image)
    for (x0, top, x1, bottom), colour, inset in _boxes(facts, page):
        if x1 - x0 > 2 * inset and bottom - top > 2 * inset:
            edges = (x0 + inset, top + inset, x1 - inset, bottom - inset)
            canvas.rectangle([edge * scale for edge in edges], outline=colour, width=2)
    stream = io.BytesIO()
    image.quantize(64, method=Image.Quantize.FASTOCTREE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _boxes(facts: Facts, page: int) -> Iterator[tuple[Box, tuple[int, int, int], float]]:
    """Each box once, with its colour and how far inside it is drawn."""
    seen: set[Box] = set()
    for place, colour, inset in _places(facts):
        if place.page == page and place.box and place.box not in seen:
            seen.add(place.box)
            yield place.box, colour, inset


def _places(facts: Facts) -> Iterator[tuple[Place, tuple[int, int, int], float]]:
    """What is read, the most telling first: a cell that holds a figure is a figure."""
    blocks = facts.document.blocks
    for figure in facts.figures.values():
        in_table = isinstance(blocks[figure.id.block], Table) and figure.id.row >= 0
        yield figure.place, _FIGURE, _INSET if in_table else -_OUTSET
    for block in blocks:
        if isinstance(block, Table):
            yield from ((column.header.place, _HEADER, _INSET) for column in block.columns)
            yield from ((cell.place, _CELL, _INSET) for row in block.rows for cell in row.cells)
            if block.title is not None:
                yield block.title.place, _HEADING, -_OUTSET
            units = (piece.unit_text for piece in block.pieces)
            yield from ((_unit_words(unit).place, _UNIT, -_OUTSET) for unit in units if unit is not None)
        elif isinstance(block, Heading):
            yield block.text.place, _HEADING, -_OUTSET


def _unit_words(line: Text) -> Text:
    """What the line that states the unit says of it: 编制部门 may stand before it."""
    return line.cut(max(line.string.rfind("单位"), 0), len(line.string))
