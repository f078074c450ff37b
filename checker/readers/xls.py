"""Excel 97 to 2003 (.xls; also .et of WPS): each visible sheet in its order.

By xlrd, which knows number formats and what is hidden: 12.34% is stored as 0.1234, and only its format says
so. python-calamine knows neither, and ends the whole process on some damaged files.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO, StringIO

import olefile
import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from checker.layout.number_format import BUILTIN, shown, shown_text
from checker.layout.sheet import Area, Sheet, SheetCell, Style
from checker.layout.sheet_blocks import blocks_of
from checker.model.errors import SubmissionError
from checker.model.limits import Limit
from checker.model.raw import RawDocument

FORMAT = "Excel 97-2003 (.xls)"

_MEDIA_TYPE = "application/vnd.ms-excel"
_STREAMS = ("Workbook", "Book")
_BEGINNING = b"\x09\x08\x10\x00\x00\x06\x05\x00"
"""The record that a workbook begins with, of BIFF 8."""
_NO_OLE = (OSError, ValueError, IndexError, struct.error)
_DAMAGE = (
    XLRDError, CompDocError, struct.error, AssertionError, LookupError, ArithmeticError, ValueError,
    TypeError, AttributeError,
)  # fmt: skip
"""What xlrd raises for damaged files, as 4,000 of them showed; it checks little by itself."""
_CENTRED = (2, 6, 7)
"""Centred, centred over several cells, distributed ([MS-XLS] 2.5.129)."""
_BOLD = 600


def recognises(data: bytes) -> bool:
    """An OLE file with a workbook, which also shows by its beginning where the file is damaged."""
    if not data.startswith(olefile.MAGIC):
        return False
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            return any(file.exists(stream) for stream in _STREAMS)
    except _NO_OLE:
        return _BEGINNING in data


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO()
        )
        sheets = list(_sheets(book, name))
    except _DAMAGE as error:
        if "encrypted" in str(error):
            raise SubmissionError(
                f"{name}: 文件已加密，需要口令才能打开 / the file is encrypted and needs a password"
            ) from None
        raise SubmissionError(
            f"{name}: Excel 文件已损坏，无法读取 / the workbook is damaged and cannot be read"
        ) from None
    blocks = tuple(block for sheet in sheets for block in blocks_of(sheet, name))
    if not blocks:
        raise SubmissionError(f"{name}: 没有可见的内容 / no visible sheet of the workbook has any content")
    return RawDocument(name, sha256, _MEDIA_TYPE, None, blocks)


def _sheets(book: xlrd.Book, file: str) -> Iterator[Sheet]:
    styles = [_style(book, index) for index in range(len(book.xf_list))]
    for sheet in book.sheets():
        if sheet.visibility != 0:
            continue
        cells: dict[tuple[int, int], SheetCell] = {}
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                style = styles[sheet.cell_xf_index(row, column)]
                text = _text(sheet.cell(row, column), style, book)
                if text.strip():
                    cells[row, column] = SheetCell(text, style)
            Limit.CELLS.check(len(cells), f"{file}: {sheet.name}")
        yield Sheet(
            sheet.name,
            cells,
            tuple(Area(top, left, end - 1, right - 1) for top, end, left, right in sheet.merged_cells),
            frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0),
            frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0),
        )


def _style(book: xlrd.Book, index: int) -> Style:
    style = book.xf_list[index]
    font = book.font_list[style.font_index]
    key = style.format_key
    code = BUILTIN.get(key) or book.format_map[key].format_str
    centred = style.alignment is not None and style.alignment.hor_align in _CENTRED
    return Style(code, font.weight >= _BOLD, centred, font.height / 20)


def _text(cell: xlrd.sheet.Cell, style: Style, book: xlrd.Book) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return shown_text(str(cell.value), style.code)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            return shown(Decimal(repr(cell.value)), style.code, book.datemode == 1)
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(int(cell.value), "#ERROR")
        case _:
            return ""
