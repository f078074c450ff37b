"""PDF by pdfplumber: lines of text in visual order, and grids from ruling lines."""

from __future__ import annotations

import io
import logging
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from checker.model.errors import SubmissionError
from checker.model.raw import RawBlock, RawBreak, RawCell, RawDocument, RawGrid, RawLine
from checker.model.text import Box, Place, Text, unified

FORMAT = "PDF"

_HEAD = 1024
_RUN = re.compile(r"[!-~]+[，。；：、）”》万亿元年]*|.[，。；：、）”》]*")
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/共,，]\s*共?\s*\d{1,4}\s*页?)?[-—–·\s]*"
)


def recognises(data: bytes) -> bool:
    return b"%PDF-" in data[:_HEAD]


@dataclass(frozen=True, slots=True)
class _Char:
    string: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class _Line:
    text: Text
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def first_run(self) -> float:
        """The width of what cannot be broken at the line's beginning: a number or word, or one letter."""
        edges = self.text.segments[0].edges
        match = _RUN.match(self.text.string)
        return edges[match.end() if match else 1] - edges[0]


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns about fonts that are read well
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = [_page(page, name) for page in _closing(pdf.pages)]
    except PdfminerException as error:
        raise SubmissionError(_sentence(name, error.args[0] if error.args else error)) from None
    except (PDFException, PSException) as error:
        raise SubmissionError(_sentence(name, error)) from None
    if not pages:
        raise SubmissionError(f"{name}: PDF 文件没有页面 / the PDF has no pages")
    lines = [line for page in pages for line in page.lines]
    left, right = _margins(lines)
    raw = {
        id(line): RawLine(
            line.text,
            indented=line.x0 > left + 0.8 * line.size,
            full=following is not None and right - line.x1 < following.first_run + 0.6 * line.size,
            size=line.size,
        )
        for line, following in zip(lines, [*lines[1:], None], strict=True)
    }
    blocks: list[RawBlock] = []
    for page in pages:
        placed: list[tuple[float, RawBlock]] = [(line.top, raw[id(line)]) for line in page.lines]
        placed += [(grid.place.box[1] if grid.place.box else 0.0, grid) for grid in page.grids]
        blocks.extend(block for _, block in sorted(placed, key=lambda item: item[0]))
        blocks.append(RawBreak(page.number))
    unread = tuple(page.number for page in pages if not page.lines and not page.grids and page.pictures)
    return RawDocument(name, sha256, "application/pdf", len(pages), tuple(blocks), unread)


def _sentence(name: str, error: object) -> str:
    if isinstance(error, PDFPasswordIncorrect):
        return f"{name}: PDF 已加密，需要口令才能打开 / the PDF is encrypted and needs a password"
    return (
        f"{name}: PDF 文件已损坏，无法读取 / the PDF is damaged and cannot be read ({type(error).__name__})"
    )


def _closing(pages: Iterable[Any]) -> Iterable[Any]:
    """Each page in turn, its objects let go once it was read."""
    for page in pages:
        yield page
        page.close()


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    lines: tuple[_Line, ...]
    grids: tuple[RawGrid, ...]
    pictures: int


def _page(page: Any, name: str) -> _Page:
    number: int = page.page_number
    characters = [
        _Char(unified(char["text"]), char["x0"], char["x1"], char["top"], char["bottom"])
        for char in page.dedupe_chars().chars
    ]
    tables = [table for table in page.find_tables() if len(table.cells) > 1]
    inside: list[list[_Char]] = [[] for _ in tables]
    outside: list[_Char] = []
    for character in characters:
        x, y = character.middle
        for table, held in zip(tables, inside, strict=True):
            x0, top, x1, bottom = table.bbox
            if x0 <= x <= x1 and top <= y <= bottom:
                held.append(character)
                break
        else:
            outside.append(character)
    lines = [_line(row, name, number) for row in _rows(outside)]
    kept = tuple(line for line in lines if line.text.string.strip())
    grids = tuple(
        _grid(table.cells, table.bbox, held, name, number) for table, held in zip(tables, inside, strict=True)
    )
    return _Page(number, _without_page_number(kept, grids), grids, len(page.images))


def _without_page_number(lines: tuple[_Line, ...], grids: tuple[RawGrid, ...]) -> tuple[_Line, ...]:
    """The lines but for a page number at the very top or bottom of the page."""
    tops = [grid.place.box[1] for grid in grids if grid.place.box]
    bottoms = [grid.place.box[3] for grid in grids if grid.place.box]
    kept = list(lines)
    if kept and _is_number(kept[-1]) and all(bottom <= kept[-1].top for bottom in bottoms):
        kept.pop()
    if kept and _is_number(kept[0]) and all(top >= kept[0].bottom for top in tops):
        kept.pop(0)
    return tuple(kept)


def _is_number(line: _Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text.string.strip()) is not None


def _rows(characters: Sequence[_Char]) -> list[list[_Char]]:
    """Group characters into visual lines: those whose middles lie within half a letter of each other."""
    rows: list[list[_Char]] = []
    middle = height = 0.0
    for character in sorted(characters, key=lambda c: (c.middle[1], c.x0)):
        y = character.middle[1]
        if rows and abs(y - middle) <= 0.5 * max(height, character.height):
            rows[-1].append(character)
            middle += (y - middle) / len(rows[-1])
            height = max(height, character.height)
        else:
            rows.append([character])
            middle, height = y, character.height
    return [sorted(row, key=lambda c: c.x0) for row in rows]


def _line(row: Sequence[_Char], name: str, page: int) -> _Line:
    """A visual line with a space where the gap between two letters is wide."""
    strings: list[str] = []
    edges: list[float] = [row[0].x0]
    previous: _Char | None = None
    for character in row:
        if previous is not None and character.x0 - previous.x1 > 0.3 * character.height:
            strings.append(" ")
            edges.append(character.x0)
        strings.append(character.string)
        share = (character.x1 - character.x0) / len(character.string)
        edges.extend(character.x0 + share * (index + 1) for index in range(len(character.string)))
        previous = character
    top, bottom = min(c.top for c in row), max(c.bottom for c in row)
    box = (row[0].x0, top, row[-1].x1, bottom)
    text = Text.at("".join(strings), Place(name, page=page, box=box), tuple(edges)).stripped()
    filled = [c for c in row if c.string.strip()] or list(row)
    return _Line(text, filled[0].x0, filled[-1].x1, top, bottom)


def _grid(cells: Sequence[Box], bbox: Box, held: Sequence[_Char], name: str, page: int) -> RawGrid:
    """A grid whose rows and columns are the distinct edges of its cells; characters fall into cells."""
    xs = sorted({edge for x0, _, x1, _ in cells for edge in (x0, x1)})
    ys = sorted({edge for _, top, _, bottom in cells for edge in (top, bottom)})
    places: dict[tuple[int, int], tuple[int, int]] = {}
    texts: dict[tuple[int, int], list[_Char]] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for x0, top, x1, bottom in cells:
        row, column = bisect_left(ys, top), bisect_left(xs, x0)
        span = bisect_left(ys, bottom) - row, bisect_left(xs, x1) - column
        places[row, column] = span
        texts[row, column] = []
        for covered_row in range(row, row + span[0]):
            for covered_column in range(column, column + span[1]):
                owner[covered_row, covered_column] = (row, column)
    for character in held:
        x, y = character.middle
        key = owner.get((bisect_left(ys, y) - 1, bisect_left(xs, x) - 1))
        if key is not None:
            texts[key].append(character)
    rows: list[tuple[RawCell | None, ...]] = []
    for row in range(len(ys) - 1):
        line: list[RawCell | None] = []
        for column in range(len(xs) - 1):
            if (row, column) in places:
                height, width = places[row, column]
                box = (xs[column], ys[row], xs[column + width], ys[row + height])
                cell_place = Place(name, page=page, box=box)
                line.append(RawCell(_cell_text(texts[row, column], name, page), cell_place, height, width))
            else:
                line.append(None)
        rows.append(tuple(line))
    return RawGrid(tuple(rows), Place(name, page=page, box=bbox), merged=True)


def _cell_text(characters: Sequence[_Char], name: str, page: int) -> str:
    """The lines of a cell put together; only Latin words are kept apart."""
    text = ""
    for row in _rows(characters):
        string = _line(row, name, page).text.string.strip()
        if text and string and text[-1].isascii() and text[-1].isalpha() and string[0].isascii():
            text += " "
        text += string
    return text


def _margins(lines: Iterable[_Line]) -> tuple[float, float]:
    """The left and right edges of the text block: where most lines begin, and the far end of full lines."""
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for line in lines:
        lefts[round(line.x0)] += 1
        if len(line.text.string) > 20:
            rights[round(line.x1)] += 1
    common = [x for x, count in lefts.items() if count >= 0.1 * sum(lefts.values())]
    left = float(min(common or lefts or [0]))
    return left, float(max(rights or [0]))
