"""Tables by pdfplumber, for the pages whose ruling lines do not close into cells."""

from __future__ import annotations

import io
import logging
from bisect import bisect_left

import pdfplumber
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from checker.layout.damage import DAMAGE
from checker.layout.grid import Grid, GridCell
from checker.model.text import Box


def grids_on(data: bytes, number: int) -> list[Grid]:
    """The tables that pdfplumber finds on a page (1-based), in coordinates of the page as shown.

    A page that pdfminer cannot read has none: its text was read by pdfium all the same.
    """
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns about fonts that are read well
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[number]) as pdf:
            tables = [table.cells for page in pdf.pages for table in page.find_tables()]
    except (PdfminerException, MalformedPDFException, *DAMAGE):
        return []
    return [grid_of(cells) for cells in tables if len(cells) > 1]


def grid_of(boxes: list[Box]) -> Grid:
    """The grid whose rows and columns are the distinct edges of its cells; a slot may have no cell."""
    xs = sorted({edge for x0, _, x1, _ in boxes for edge in (x0, x1)})
    ys = sorted({edge for _, top, _, bottom in boxes for edge in (top, bottom)})
    owner = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    cells: list[GridCell] = []
    for x0, top, x1, bottom in boxes:
        row, column = bisect_left(ys, top), bisect_left(xs, x0)
        cell = GridCell(row, column, bisect_left(ys, bottom) - row, bisect_left(xs, x1) - column)
        for r in range(row, row + cell.rows):
            for c in range(column, column + cell.columns):
                owner[r][c] = len(cells)
        cells.append(cell)
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(tuple(line) for line in owner))
