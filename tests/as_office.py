"""A text submission as a Word file or a workbook, its tables with merged headers as people make them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import docx
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = list[list[str]]
Merge = tuple[int, int, int, int]
_FIGURE = re.compile(r"-?[\d,]+\.\d\d")
_COUNTED = re.compile(r"\d{1,3}")
_CAPTION = 40  # characters that a line above a table has at most


def blocks(text: str) -> Iterator[str | Rows]:
    """Lines and tables in turn."""
    rows: Rows = []
    for line in [*text.splitlines(), ""]:
        if "\t" in line and not line.startswith("部门："):
            rows.append(line.split("\t"))
            continue
        if rows:
            width = max(map(len, rows))
            yield [row + [""] * (width - len(row)) for row in rows]
            rows = []
        if line.strip():
            yield line.replace("\t", "    ")


def merges(rows: Rows) -> Iterator[Merge]:
    """The cells of the header that go over blanks: first row and column, last row and column."""
    data = (
        at for at, row in enumerate(rows) if any(_FIGURE.fullmatch(c) or _COUNTED.fullmatch(c) for c in row)
    )
    height = next(data, 1)
    taken: set[tuple[int, int]] = set()
    for top in range(height):
        for left, label in enumerate(rows[top]):
            if not label.strip() or (top, left) in taken:
                continue
            right = left
            while right + 1 < len(rows[top]) and _goes_on(rows, top, right + 1, height, taken):
                right += 1
            low = top
            while low + 1 < height and not any(
                rows[low + 1][at].strip() or (low + 1, at) in taken for at in range(left, right + 1)
            ):
                low += 1
            taken |= {(row, at) for row in range(top, low + 1) for at in range(left, right + 1)}
            if (low, right) != (top, left):
                yield top, left, low, right


def _goes_on(rows: Rows, top: int, column: int, height: int, taken: set[tuple[int, int]]) -> bool:
    """Whether a label goes over the next column as well: it is blank here and has a label below."""
    blank = not rows[top][column].strip() and (top, column) not in taken
    return blank and any(rows[below][column].strip() for below in range(top + 1, height))


def as_docx(text: str) -> bytes:
    document = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]), style="Table Grid")
        for row, texts in zip(table.rows, block, strict=True):
            for cell, words in zip(row.cells, texts, strict=True):
                cell.text = words
        for top, left, low, right in merges(block):
            label = block[top][left]
            table.cell(top, left).merge(table.cell(low, right)).text = label
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_xlsx(text: str) -> bytes:
    """The text on sheets of its own, each table on one with the lines above it and the note below."""
    workbook = Workbook(write_only=False)
    del workbook["Sheet"]
    lines: list[str] = []
    found = list(blocks(text))
    for at, block in enumerate(found):
        if isinstance(block, str):
            lines.append(block)
            continue
        captions: list[str] = []
        while lines and len(captions) < 3 and len(lines[-1]) < _CAPTION:
            captions.insert(0, lines.pop())
        _sheet(workbook, [[line] for line in lines])
        following = found[at + 1] if at + 1 < len(found) else ""
        note = [[following]] if isinstance(following, str) and following.startswith("注") else []
        sheet = _sheet(workbook, [*([line] for line in captions), *block, *note])
        for top, left, low, right in merges(block):
            first = len(captions) + 1
            sheet.merge_cells(None, first + top, left + 1, first + low, right + 1)
        lines = []
    _sheet(workbook, [[line] for line in lines])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _sheet(workbook: Workbook, rows: Sequence[Sequence[str]]) -> Worksheet:
    sheet: Worksheet = workbook.create_sheet()
    for row, texts in enumerate(rows, start=1):
        for column, words in enumerate(texts, start=1):
            if _FIGURE.fullmatch(words):
                cell = sheet.cell(row, column, float(words.replace(",", "")))
                cell.number_format = "#,##0.00"
            elif words:
                sheet.cell(row, column, words)
    return sheet
