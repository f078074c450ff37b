"""One document as text, Word, Excel, web page, OFD and PDF: the same tables and the same figures."""

from __future__ import annotations

import io
import runpy
from collections.abc import Callable
from html import escape

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import Workbook

from checker.model.amount import read_number
from checker.readers import read_bytes
from tests.ofd_builder import Flow, ofd
from tests.sample_blocks import EXAMPLES, SAMPLE_TEXT, SampleBlock, SampleRow, said, sample_blocks

ALIGNMENTS = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
ALIGNED = {"title": "center", "table-title": "center", "unit": "right"}


def as_text() -> bytes:
    return SAMPLE_TEXT.read_bytes()


def as_word() -> bytes:
    document = docx.Document()
    for block in sample_blocks():
        if block.kind != "grid":
            paragraph = document.add_paragraph(block.text)
            if block.kind in ALIGNED:
                paragraph.alignment = ALIGNMENTS[ALIGNED[block.kind]]
            continue
        table = document.add_table(len(block.rows), len(block.rows[0]))
        for at, row in enumerate(block.rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    corner = table.cell(at + cell.rows - 1, column + cell.columns - 1)
                    table.cell(at, column).merge(corner).text = cell.text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_excel() -> bytes:
    """Everything on one sheet; numbers are numbers, with a format that shows their digits.

    A sheet has no pages on which a row could break: the rest of one stands in its cells.
    """
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    at = last = 1
    for block in sample_blocks():
        if block.kind != "grid":
            sheet.cell(at, 1).value = block.text
            at += 1
            continue
        for order, row in enumerate(block.rows):
            filled = [(column, cell.text) for column, cell in enumerate(row, start=1) if cell and cell.text]
            if order == block.header and filled[0][0] > 1 and all(read_number(t) is None for _, t in filled):
                for column, text in filled:
                    above = sheet.cell(last, column)
                    above.value = f"{above.value or ''}{text}"
                continue
            last = at if order >= block.header else last
            for column, cell in enumerate(row, start=1):
                if cell is None:
                    continue
                number, made = read_number(cell.text), sheet.cell(at, column)
                made.value = cell.text if number is None else number
                decimals = len(cell.text.partition(".")[2])
                made.number_format = (
                    "General" if number is None else "0." + "0" * decimals if decimals else "0"
                )
                if cell.rows * cell.columns > 1:
                    sheet.merge_cells(None, at, column, at + cell.rows - 1, column + cell.columns - 1)
            at += 1
        at += 1  # a blank row below a table
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def as_web_page() -> bytes:
    return f"<!DOCTYPE html><html><body>{''.join(map(markup, sample_blocks()))}</body></html>".encode()


def markup(block: SampleBlock) -> str:
    if block.kind == "grid":
        return f"<table>{''.join(f'<tr>{cells(row)}</tr>' for row in block.rows)}</table>"
    tag = {"title": "h1", "heading": "h2"}.get(block.kind, "p")
    return f'<{tag} style="text-align: {ALIGNED.get(block.kind, "left")}">{escape(block.text)}</{tag}>'


def cells(row: SampleRow) -> str:
    return "".join(
        f"<td rowspan={cell.rows} colspan={cell.columns}>{escape(cell.text)}</td>" for cell in row if cell
    )


def as_ofd() -> bytes:
    flow = Flow(runpy.run_path(str(EXAMPLES / "make_sample_pdf.py"))["WIDTHS"])
    flow.add(sample_blocks())
    return ofd(flow.pages)


def as_pdf() -> bytes:
    """The file that examples/make_sample_pdf.py makes of the same text."""
    return (EXAMPLES / "sample-budget-2019.pdf").read_bytes()


@pytest.mark.parametrize("made", [as_word, as_excel, as_web_page, as_ofd, as_pdf])
def test_one_document_gives_the_same_tables_and_figures_in_every_format(made: Callable[[], bytes]) -> None:
    text, other = said(read_bytes(as_text(), "sample")), said(read_bytes(made(), "sample"))
    assert len(text.tables) == 4
    assert len(text.figures) > 200
    assert other.tables == text.tables
    assert other.figures == text.figures
