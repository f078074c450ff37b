"""What was read, as a workbook: a person can lay it beside the original."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from checker.model.document import Heading, Paragraph, Table
from checker.model.figure import Facts
from checker.report.words import Words

_HEAD = Font(bold=True)
_SHADE = PatternFill("solid", fgColor="EEEEE6")
_FORBIDDEN = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_NAME = 28


def write(facts: Facts, words: Words) -> bytes:
    """A sheet with the outline and the text, and one for each table as it was put together."""
    book = Workbook()
    outline = book.active
    assert isinstance(outline, Worksheet)
    outline.title = words("read", "outline")
    _outline(outline, facts, words)
    number = 0
    for at, block in enumerate(facts.document.blocks):
        if isinstance(block, Table):
            number += 1
            title = block.title.string if block.title else words("read", "untitled")
            name = _FORBIDDEN.sub(" ", f"{number} {title}{block.part}")[:_LONGEST_NAME]
            _table(book.create_sheet(name), block, at, facts, words)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(sheet: Worksheet, row: int, column: int, text: str) -> SheetCell:
    """Words of a document go into a cell as text and never as a formula."""
    cell = sheet.cell(row=row, column=column)
    assert isinstance(cell, SheetCell)
    cell.value = _CONTROL.sub("\ufffd", text)
    cell.data_type = "s"
    return cell


def _outline(sheet: Worksheet, facts: Facts, words: Words) -> None:
    for column, title in enumerate((words("read", "place"), words("read", "text")), start=1):
        _put(sheet, 1, column, title).font = _HEAD
    row = 2
    for block in facts.document.blocks:
        if isinstance(block, Heading | Paragraph):
            _put(sheet, row, 1, words.place(block.text.place))
            cell = _put(sheet, row, 2, block.text.string)
            cell.alignment = Alignment(
                wrap_text=True, vertical="top", indent=block.level if isinstance(block, Heading) else 0
            )
            if isinstance(block, Heading):
                cell.font = _HEAD
            row += 1
        elif isinstance(block, Table):
            _put(sheet, row, 1, words.place(block.place))
            title = block.title.string if block.title else words("read", "untitled")
            _put(sheet, row, 2, words.filled("read", "table", title=title, rows=len(block.rows)))
            row += 1
    sheet.column_dimensions["A"].width = 14
    sheet.column_dimensions["B"].width = 110
    sheet.freeze_panes = "A2"


def _table(sheet: Worksheet, table: Table, block: int, facts: Facts, words: Words) -> None:
    for row, caption in enumerate(table.captions[:1] or ((table.title,) if table.title else ()), start=1):
        if caption is not None:
            _put(sheet, row, 1, caption.string).font = _HEAD
    head = 2
    _put(sheet, head, 1, words("read", "place")).font = _HEAD
    for at, column in enumerate(table.columns, start=2):
        cell = _put(sheet, head, at, column.label)
        cell.font, cell.fill = _HEAD, _SHADE
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for index, line in enumerate(table.rows):
        _put(sheet, head + 1 + index, 1, words.place(line.place))
        for at, source in enumerate(line.cells, start=2):
            figure = facts.figures.at(block, index, at - 2)
            if figure is not None and figure.text == source.text:
                number = sheet.cell(row=head + 1 + index, column=at, value=figure.amount.value)
                decimals = -int(figure.amount.step.as_tuple().exponent)
                number.number_format = "0" + ("." + "0" * decimals if decimals > 0 else "")
            else:
                _put(sheet, head + 1 + index, at, source.text)
    sheet.freeze_panes = "B3"
