"""Cells of the workbook: words of a document are data, and go in as text, never as formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from checker.model.amount import Unit, divided
from checker.report.hidden import FORMULA, HIDDEN
from checker.report.words import Words, in_unit

_MOST_DIGITS = 15  # a number of more is not kept exactly by spreadsheets
_LONGEST = 32_000  # characters that a cell holds
_LINE, _HIGHEST = 15.0, 409.0  # points of a line of words; of the highest row that spreadsheets know
_WIDE = 2.2  # how wide a Chinese letter is beside others, in fonts that are wider than most
HEAD, TITLE = Font(bold=True), Font(bold=True, size=16)
SHADE = PatternFill("solid", fgColor="EEEEE6")
_THIN = Side(style="thin", color="999999")
GRID = Border(_THIN, _THIN, _THIN, _THIN)

Value = str | int | Decimal


def put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """A number as a number; words as text, also where a spreadsheet would take them for a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, Decimal):
            decimals = max(-int(value.as_tuple().exponent), 0)
            cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
        return cell
    text = words_of(value)
    if text:
        cell.value = text
        cell.data_type = "s"
    if text.startswith(FORMULA):
        cell.quotePrefix = True  # it stays text when somebody edits it
    return cell


def words_of(value: str) -> str:
    """Words as a cell takes them."""
    return HIDDEN.sub("", value.replace("\t", " "))[:_LONGEST]


def numeric(value: Decimal) -> Value:
    """A decimal as a number where a spreadsheet keeps it exactly, else as text."""
    exact = len(value.as_tuple().digits) <= _MOST_DIGITS and value.adjusted() < _MOST_DIGITS
    return value if exact else f"{value:f}"


def amount(value: Decimal, unit: Unit) -> Value:
    """A base value in a unit; one without end as text, cut."""
    converted = divided(value, unit.scale)
    written = in_unit(value, unit)
    return numeric(Decimal(written)) if Decimal(written) == converted else f"{written}…"


def heads(words: Words, names: str) -> tuple[str, ...]:
    """The words at these paths; one without a group is of the group before it."""
    found, group = [], "html"
    for name in names.split():
        before, dot, last = name.rpartition(".")
        group = before if dot else group
        found.append(words(group, last))
    return tuple(found)


def table(
    book: Workbook, title: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Value]]
) -> None:
    """A sheet with one table: its head stays in sight and filters."""
    sheet = book.create_sheet(title)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        cell = put(sheet, 1, column, head)
        cell.font, cell.fill = HEAD, SHADE
        sheet.column_dimensions[get_column_letter(column)].width = width
    at = 1
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            put(sheet, at, column, value)
        sheet.row_dimensions[at].height = height(row, widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{at}"
    print_setup(sheet, "1:1")


def height(cells: Sequence[Value], widths: Sequence[int]) -> float:
    """About how high a row is by its words, in points.

    Not every spreadsheet finds the height of a row when it opens a file, and those that do keep one that is given.
    """
    lines = (
        sum(
            1 + int(sum(1 if letter.isascii() else _WIDE for letter in line) / (width - 1))
            for line in text.splitlines()
        )
        for text, width in zip(map(str, cells), widths, strict=True)
    )
    return min(_LINE * max(max(lines, default=1), 1) + 3, _HIGHEST)


def print_setup(sheet: Worksheet, head: str) -> None:
    """A4 across, as wide as the paper, with the head on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = head


def path(*parts: str) -> str:
    return " › ".join(part for part in parts if part)
