"""The workbook of a batch, written row by row so that it may be long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from checker.batch.roster import Compared, Expected
from checker.batch.table import TABLES, Value
from checker.report.hidden import FORMULA
from checker.report.words import Words
from checker.writers.xlsx.cells import HEAD, SHADE, words_of

_ROWS = 1_000_000  # of a sheet; spreadsheets have 1,048,576
_WORDS = {"severity": "severity", "kind": "kind", "level": "level"}
_WIDTHS = {"path": 40, "entity": 28, "region": 20, "title": 36, "headline": 48, "message": 60, "fix": 40}
_WIDTH = 14

Json = Mapping[str, Any]


def write(file: Path, read: Callable[[], Iterable[Json]], compared: Compared | None, words: Words) -> None:
    """Sheets of the roster, of the submissions and of the findings, the former only if there is a roster."""
    book = Workbook(write_only=True)
    if compared is not None:
        for name, heads, rows in _roster(compared, words):
            _sheets(book, words("batch_page", name), heads, [_WIDTH * 2] * len(heads), rows)
    for name, (columns, rows_of) in TABLES.items():
        said = [_said(words, column) for column in columns]
        heads = [words("batch_page", "columns", column) for column in columns]
        widths = [_WIDTHS.get(column, _WIDTH) for column in columns]
        values = (tuple(say(value) for say, value in zip(said, row, strict=True)) for row in rows_of(read()))
        _sheets(book, words("batch_page", name), heads, widths, values)
    book.save(file)


def _sheets(
    book: Workbook, title: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Value]]
) -> None:
    """As many sheets as the rows need, each with its head."""
    sheet: Any = None
    number = 0
    for at, row in enumerate(rows):
        if sheet is None or at % _ROWS == 0:
            number += 1
            sheet = _sheet(book, title if number == 1 else f"{title} {number}", heads, widths)
        sheet.append([_cell(sheet, value) for value in row])
    if sheet is None:
        _sheet(book, title, heads, widths)


def _sheet(book: Workbook, title: str, heads: Sequence[str], widths: Sequence[int]) -> Any:
    """A sheet that rows are put to, which openpyxl has no public name for."""
    sheet: Any = book.create_sheet(title)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    cells = [WriteOnlyCell(sheet, head) for head in heads]
    for cell in cells:
        cell.font, cell.fill = HEAD, SHADE
    sheet.append(cells)
    return sheet


def _cell(sheet: Any, value: Value) -> object:
    """Words stay words, also where a spreadsheet would take them for a formula."""
    if not isinstance(value, str):
        return value
    text = words_of(value)
    if not text.startswith(FORMULA):
        return text or None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def _said(words: Words, column: str) -> Callable[[Value], Value]:
    """What a value is called in the workbook."""
    if column in ("severity", "kind", "level"):
        return lambda value: words(column, value) if isinstance(value, str) else value
    if column == "outcome":
        return lambda value: words("batch", "kind", str(value))
    if column == "waived":
        return lambda value: words("waived", "mark") if value is True else value or None
    return lambda value: value


def _roster(compared: Compared, words: Words) -> Iterator[tuple[str, Sequence[str], list[Sequence[Value]]]]:
    heads = [words("batch_page", name) for name in ("entity", "level", "kind", "fiscal_year", "region")]

    def say(*more: str) -> list[str]:
        return heads + [words("batch_page", name) for name in more]

    yield "missing", say("nearest"), [(*_of(one, words), near) for one, near in compared.missing]
    late = [(*_of(one, words), str(one.approved), str(one.published), one.days) for one in compared.late]
    yield "late", say("approved", "published", "days"), [*late]
    double = [(*_of(one, words), each.name) for one, found in compared.double for each in found]
    yield "double", say("submission"), [*double]
    unexpected = [
        (
            one.entity,
            words("level", one.level) if one.level else None,
            words("kind", one.kind) if one.kind else None,
            one.year,
            one.region,
            one.name,
        )
        for one in compared.unexpected
    ]
    yield "unexpected", say("submission"), [*unexpected]


def _of(one: Expected, words: Words) -> tuple[Value, ...]:
    level = words("level", one.level) if one.level else None
    return (one.entity, level, words("kind", one.kind) if one.kind else None, one.year, one.region)
