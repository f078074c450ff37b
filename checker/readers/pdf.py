"""PDF: what pdfium draws, made into lines and grids; pages whose grid does not close are pdfplumber's.

The text of a page without text layer is recognised in its picture where the extra `ocr` is installed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2

from checker.layout import damage, ocr, plumber, unclosed
from checker.layout.blocks import laid_out
from checker.layout.grid import Grid
from checker.layout.page import DrawnPage
from checker.layout.pdfium import drawn
from checker.model.errors import SubmissionError
from checker.model.limits import Limit
from checker.model.raw import RawDocument

FORMAT = "PDF"

_HEAD = 1024


def recognises(data: bytes) -> bool:
    return b"%PDF-" in data[:_HEAD]


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    def other_grids(page: DrawnPage) -> list[Grid]:
        return unclosed.grids_of(page) if page.inked else plumber.grids_on(data, page.number)

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise SubmissionError(_sentence(name, error)) from None
    try:
        if len(pdf) == 0:
            raise SubmissionError(f"{name}: PDF 文件没有页面 / the PDF has no pages")
        Limit.PAGES.check(len(pdf), name)
        laid = laid_out(_drawn_pages(pdf, data, name), name, other_grids)
    finally:
        pdf.close()
    return RawDocument(name, sha256, "application/pdf", laid.pages, laid.blocks, laid.unread, laid.recognised)


def _sentence(name: str, error: pypdfium2.PdfiumError) -> str:
    if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
        return f"{name}: PDF 已加密，需要口令才能打开 / the PDF is encrypted and needs a password"
    return f"{name}: PDF 文件已损坏，无法读取 / the PDF is damaged and cannot be read"


def _drawn_pages(pdf: pypdfium2.PdfDocument, data: bytes, name: str) -> Iterator[DrawnPage | int]:
    """What each page draws, the page closed when it was read; the number of one that cannot be read whole."""
    left = ocr.MOST_PAGES if ocr.installed() else 0
    damaged = damage.damaged_pages(data, len(pdf))
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except pypdfium2.PdfiumError:
            yield index + 1
            continue
        try:
            shown = drawn(page, index + 1, name)
            if index + 1 in damaged or (shown.is_blank and damage.is_damaged(data, index + 1)):
                yield index + 1
                continue
            if shown.has_no_text and left > 0:
                left -= 1
                shown = ocr.recognised(page, shown)
            yield shown
        finally:
            page.close()
