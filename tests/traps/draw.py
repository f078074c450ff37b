"""Pages drawn as the traps need them: words where they are put, tables whose rules are drawn in several ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from fpdf import FPDF

FONT = Path(__file__).resolve().parent / "letters.ttf"
LEFT, RIGHT = 60.0, 535.0
_PADDING = 3.0
_NUMBER = re.compile(r"[\d,.%—-]+")


@dataclass(frozen=True)
class Span:
    """A cell that covers several slots; those to its right and below are None."""

    text: str
    rows: int = 1
    columns: int = 1


Cells = Sequence[Sequence[str | Span | None]]
Edge = tuple[float, float, float, float]


class Pages(FPDF):
    """Lengths are points, from the upper left corner."""

    def __init__(self, size: tuple[float, float] = (595.0, 842.0), font: Path = FONT) -> None:
        super().__init__(unit="pt", format=size)
        self.set_creation_date(datetime(2025, 2, 1, tzinfo=UTC))
        self.set_auto_page_break(False)
        self.set_line_width(0.5)
        self.add_font("letters", fname=font)
        self.set_font("letters", size=9)
        self.add_page()

    def words(self, x: float, y: float, string: str, size: float = 10.5, spacing: float = 0.0) -> None:
        """Words from x on, their baseline at y."""
        self.set_font(size=size)
        self.set_char_spacing(spacing)
        self.text(x, y, string)
        self.set_char_spacing(0)

    def ending(self, x: float, y: float, string: str, size: float = 10.5) -> None:
        """Words that end at x."""
        self.set_font(size=size)
        self.text(x - self.get_string_width(string), y, string)

    def middle(self, y: float, string: str, size: float = 14.0) -> None:
        """Words in the middle of the page."""
        self.set_font(size=size)
        self.text((self.w - self.get_string_width(string)) / 2, y, string)

    def prose(self, y: float, lines: Sequence[str], indent: float = 21.0, size: float = 10.5) -> float:
        """The lines of a paragraph, all but the last one filled; the first one is indented."""
        for number, line in enumerate(lines):
            left = LEFT + (indent if number == 0 else 0)
            self.set_font(size=size)
            slack = RIGHT - left - self.get_string_width(line)
            last = number == len(lines) - 1
            self.words(left, y, line, size, 0 if last else slack / (len(line) - 1))
            y += 18
        return y

    def ruled(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        cells: Cells,
        rule: Callable[[FPDF, Sequence[Edge]], None] | None = None,
        height: float | Sequence[float] = 18.0,
        size: float = 9.0,
        head: int = 0,
    ) -> float:
        """Cells with their texts, those of the first `head` rows in the middle; returns where the table ends."""
        heights = [height] * len(cells) if isinstance(height, int | float) else list(height)
        xs = [x, *(x + across for across in accumulate(widths))]
        ys = [y, *(y + down for down in accumulate(heights))]
        owner = _owners(cells)
        (rule or strokes)(self, list(_edges(owner, xs, ys)))
        for row, line in enumerate(cells):
            for column, cell in enumerate(line):
                span = cell if isinstance(cell, Span) else Span(cell or "")
                box = (xs[column], ys[row], xs[column + span.columns], ys[row + span.rows])
                self._cell(span.text, box, size, row < head)
        return ys[-1]

    def _cell(self, string: str, box: Edge, size: float, middle: bool) -> None:
        """Numbers stand at the right edge of a cell, words at its left or in its middle."""
        x0, y0, x1, y1 = box
        lines = string.split("\n")
        top = (y0 + y1) / 2 - 0.6 * size * len(lines)
        self.set_font(size=size)
        for number, line in enumerate(lines):
            if not line.strip():
                continue
            right = x1 - _PADDING - self.get_string_width(line)
            left = right if _NUMBER.fullmatch(line) else x0 + _PADDING
            if middle:
                left = (x0 + x1 - self.get_string_width(line)) / 2
            self.text(left, top + (1.2 * number + 0.95) * size, line)

    @contextmanager
    def moved(self, a: float, b: float, c: float, d: float, e: float, f: float) -> Iterator[None]:
        """What is drawn meanwhile is turned, scaled and moved by a matrix (in PDF's own coordinates)."""
        self._out(f"q {a} {b} {c} {d} {e} {f} cm")
        self.current_font_is_set_on_page = False
        yield
        self._out("Q")
        self.current_font_is_set_on_page = False

    def made(self) -> bytes:
        return bytes(self.output())


def _owners(cells: Cells) -> list[list[tuple[int, int]]]:
    """Which cell covers each slot."""
    owner = [[(row, column) for column in range(len(line))] for row, line in enumerate(cells)]
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            if isinstance(cell, Span):
                for down in range(cell.rows):
                    for across in range(cell.columns):
                        owner[row + down][column + across] = (row, column)
    return owner


def _edges(
    owner: Sequence[Sequence[tuple[int, int]]], xs: Sequence[float], ys: Sequence[float]
) -> Iterator[Edge]:
    """The edges of the slots that lie between two cells, or between a cell and the page."""
    rows, columns = len(ys) - 1, len(xs) - 1
    for row in range(rows + 1):
        for column in range(columns):
            if row in (0, rows) or owner[row][column] != owner[row - 1][column]:
                yield xs[column], ys[row], xs[column + 1], ys[row]
    for column in range(columns + 1):
        for row in range(rows):
            if column in (0, columns) or owner[row][column] != owner[row][column - 1]:
                yield xs[column], ys[row], xs[column], ys[row + 1]


def strokes(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """Long strokes: edges in one line that touch are one stroke."""
    run: Edge | None = None
    for edge in edges:
        if run is not None and run[2:] == edge[:2] and (run[0] == edge[2] or run[1] == edge[3]):
            run = (*run[:2], *edge[2:])
            continue
        if run is not None:
            pdf.line(*run)
        run = edge
    if run is not None:
        pdf.line(*run)


def short_strokes(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """A stroke of its own for each edge of each slot."""
    for edge in edges:
        pdf.line(*edge)


def filled(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """Thin filled rectangles and no stroke."""
    pdf.set_fill_color(0)
    for x0, y0, x1, y1 in edges:
        pdf.rect(x0 - 0.24, y0 - 0.24, x1 - x0 + 0.48, y1 - y0 + 0.48, style="F")


def edited(data: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    """The file with bytes of it replaced and its table of objects made anew."""
    for old, new in changes:
        assert old in data, old
        data = data.replace(old, new)
    body, tail = data[: data.rindex(b"xref\n0 ")], data[data.rindex(b"trailer") :]
    offsets = {int(match[1]): match.start(1) for match in re.finditer(rb"(?m)^(\d+) 0 obj$", body)}
    free = b"0000000000 65535 f \n"
    numbers = range(max(offsets) + 1)
    table = b"".join(
        b"%010d 00000 n \n" % offsets[number] if number in offsets else free for number in numbers
    )
    head = b"xref\n0 %d\n" % len(numbers)
    tail = re.sub(rb"startxref\n\d+", b"startxref\n%d" % len(body), tail)
    return body + head + table + tail
