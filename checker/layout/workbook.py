"""The XML parts of an Office Open XML workbook that say what is seen: sheets, strings, styles, cells.

Read here, because openpyxl refuses files that Excel opens (an odd font family, a blank fill, a bad date among
the properties), finds no sheet in Strict Open XML, makes a cell of each merged one, and does not say which
formulas have no value. Namespaces are not looked at; macros, links, charts and pictures are never opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from checker.layout.number_format import BUILTIN, shown, shown_text
from checker.layout.sheet import Area, Sheet, SheetCell, Style
from checker.model.limits import Limit

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CENTRED = frozenset(("center", "centerContinuous", "distributed"))
_TRUE = frozenset(("1", "true"))
_LARGEST_EXPONENT = 308
_EPOCH = datetime(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it; `relation` leads to its part."""

    name: str
    relation: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of all sheets need to be shown."""

    strings: Sequence[str]
    styles: Sequence[Style]
    base_1904: bool


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def entries(part: IO[bytes]) -> tuple[list[SheetEntry], bool]:
    """The sheets in their order, and whether dates count from 1904."""
    found: list[SheetEntry] = []
    base_1904 = False
    for element in _ends(part):
        if local(element) == "workbookPr":
            base_1904 = element.get("date1904") in _TRUE
        elif local(element) == "sheet":
            relation = next((value for key, value in element.items() if key.endswith("}id")), "")
            visible = element.get("state", "visible") == "visible"
            found.append(SheetEntry(element.get("name", ""), relation, visible))
    return found, base_1904


def relations(part: IO[bytes]) -> dict[str, tuple[str, str]]:
    """The last word of the type and the target of each relation within the file, by its name."""
    return {
        element.get("Id", ""): (element.get("Type", "").rpartition("/")[2], element.get("Target", ""))
        for element in _ends(part)
        if local(element) == "Relationship" and element.get("TargetMode") != "External"
    }


def strings(part: IO[bytes]) -> list[str]:
    """The shared strings; those in several letterings are put together."""
    found: list[str] = []
    for element in _ends(part):
        if local(element) == "si":
            found.append(_words(element))
            element.clear()
    return found


def styles(part: IO[bytes]) -> list[Style]:
    """The styles of cells, by their numbers."""
    codes = dict(BUILTIN)
    fonts: list[tuple[bool, float | None]] = []
    found: list[Style] = []
    for element in _ends(part):
        match local(element):
            case "numFmt":
                codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "General")
            case "fonts":
                fonts = [_font(font) for font in element]
            case "cellXfs":
                found = [_style(style, codes, fonts) for style in element]
    return found


def _font(element: Element) -> tuple[bool, float | None]:
    bold, size = False, None
    for child in element:
        if local(child) == "b":
            bold = child.get("val", "1") in _TRUE
        elif local(child) == "sz":
            size = float(child.get("val", "11"))
    return bold, size


def _style(element: Element, codes: Mapping[int, str], fonts: Sequence[tuple[bool, float | None]]) -> Style:
    code = codes.get(int(element.get("numFmtId", "0")), "General")
    font = int(element.get("fontId", "0"))
    bold, size = fonts[font] if 0 <= font < len(fonts) else (False, None)
    centred = any(child.get("horizontal") in _CENTRED for child in element if local(child) == "alignment")
    return Style(code, bold, centred, size)


def sheet(part: IO[bytes], name: str, book: Book, file: str) -> Sheet:
    """The filled cells of a sheet; raises SubmissionError for too many of them."""
    cells: dict[tuple[int, int], SheetCell] = {}
    merged: list[Area] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    row = column = -1
    rows: Element | None = None
    for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
        match event, local(element):
            case "start", "sheetData":
                rows = element
            case "end", "sheetData":
                rows = None
            case "start", "row":
                row = int(element.get("r", row + 2)) - 1
                column = -1
                if element.get("hidden") in _TRUE or _is_nil(element.get("ht")):
                    hidden_rows.add(row)
            case "end", "c" if rows is not None:
                reference = element.get("r")
                row, column = (row, column + 1) if reference is None else position(reference)
                cell = _cell(element, book)
                if cell is not None:
                    cells[row, column] = cell
                    Limit.CELLS.check(len(cells), f"{file}: {name}")
            case "end", "row" if rows is not None:
                rows.clear()
            case "end", "col" if element.get("hidden") in _TRUE or _is_nil(element.get("width")):
                first, last = int(element.get("min", "1")), int(element.get("max", "0"))
                hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))
            case "end", "mergeCell":
                first_cell, _, last_cell = element.get("ref", "").partition(":")
                merged.append(Area(*position(first_cell), *position(last_cell or first_cell)))
    return Sheet(name, cells, tuple(merged), frozenset(hidden_rows), frozenset(hidden_columns))


def position(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of B12; raises ValueError for what is no cell."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    if not (1 <= row <= _MOST_ROWS and column <= _MOST_COLUMNS):
        raise ValueError(reference)
    return row - 1, column - 1


def _is_nil(measure: str | None) -> bool:
    """Whether a height or width is stated to be nothing, which hides as well."""
    return measure is not None and measure.strip() in ("0", "0.0")


def _cell(element: Element, book: Book) -> SheetCell | None:
    """The cell as it is shown; None for one that is blank."""
    parts = {local(child): child for child in element}
    value = parts["v"].text if "v" in parts else None
    kind = element.get("t", "n")
    number = int(element.get("s", "0"))
    style = book.styles[number] if 0 <= number < len(book.styles) else Style()
    if "f" in parts and value is None and kind != "str":
        # A formula that was never calculated is no blank: it is shown, and is then no number.
        return SheetCell(f"={parts['f'].text or '…'}", style)
    text = _words(parts["is"]) if "is" in parts else value
    if text is None:
        return None
    match kind:
        case "s":
            text = shown_text(book.strings[int(text)], style.code)
        case "str" | "inlineStr":
            text = shown_text(_unescaped(text), style.code)
        case "b":
            text = "TRUE" if text.strip() in _TRUE else "FALSE"
        case "n":
            text = _number(text, style, book.base_1904)
        case "d":
            text = _number(_serial(text), style, base_1904=False)
    return SheetCell(text, style) if text.strip() else None


def _number(text: str, style: Style, base_1904: bool) -> str:
    """A number under its format; what is no number is shown as it stands there."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
        return text
    return shown(value, style.code, base_1904)


def _serial(text: str) -> str:
    """The number of days that an ISO date stands for; what is no date stays as it is."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    passed = moment.replace(tzinfo=None) - _EPOCH
    return str(passed.days + Decimal(passed.seconds) / 86400)


def _words(element: Element) -> str:
    """The text of a string or of its runs; the readings beside it (phonetics) are left out."""
    runs = [run for child in element for run in ([child] if local(child) == "t" else _texts_of_run(child))]
    return _unescaped("".join(run.text or "" for run in runs))


def _texts_of_run(element: Element) -> list[Element]:
    return [child for child in element if local(child) == "t"] if local(element) == "r" else []


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written _x000D_."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _ends(part: IO[bytes]) -> Iterator[Element]:
    return (element for _, element in iterparse(part, events=("end",), forbid_dtd=True))
