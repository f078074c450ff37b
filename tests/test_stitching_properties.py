"""A table over several pages is the table that it would be on one: wherever it is cut, whatever is printed again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model.document import Document, Heading, Paragraph, Table
from checker.model.raw import RawBreak, RawCell, RawDocument, RawGrid
from checker.readers import read_bytes, read_file
from checker.structure import structured
from tests.printing import numbers
from tests.traps.draw import LEFT, RIGHT, Pages
from tests.traps.reading import TRAPS, Seen, seen

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TITLE, UNIT = "2025年部门支出预算表", "单位：元"
HEADER = ("科目名称", "合计", "基本支出", "项目支出")
NUMBERS = numbers(digits=6, decimals=2)
LABELS = st.integers(1, 99).map("第{}项".format)
FIGURES = st.one_of(NUMBERS, st.just(""))
ROWS = st.tuples(
    st.tuples(LABELS, NUMBERS, NUMBERS, NUMBERS),  # no column is without a figure
    st.lists(st.tuples(LABELS, FIGURES, FIGURES, FIGURES), min_size=1, max_size=8),
).map(lambda parts: [parts[0], *parts[1]])


class Cut(NamedTuple):
    """Where the rows of a table go on to another page, and what is printed again at the top of each."""

    before: tuple[int, ...]
    header: bool
    title: bool

    def pieces(self, rows: Sequence[tuple[str, ...]]) -> list[Sequence[tuple[str, ...]]]:
        ends = [0, *self.before, len(rows)]
        return [rows[low:high] for low, high in pairwise(ends)]


@st.composite
def cut(draw: st.DrawFn, rows: int) -> Cut:
    places = draw(st.sets(st.integers(1, rows - 1), min_size=1, max_size=4))
    header = draw(st.booleans())
    return Cut(tuple(sorted(places)), header, header and draw(st.booleans()))


# --- tables in a text ---


def as_text(pieces: Sequence[Sequence[tuple[str, ...]]], header: bool, title: bool) -> str:
    """The pieces of a table on a page each, among words."""
    pages = []
    for number, rows in enumerate(pieces):
        lines = [TITLE, UNIT] if number == 0 or title else []
        lines += [f"| {' | '.join(row)} |" for row in ([HEADER, *rows] if number == 0 or header else rows)]
        pages.append("\n".join(lines))
    return "一、支出情况\n\n" + "\n\f\n".join(pages) + "\n\n二、其他说明\n略。\n"


def outline(document: Document) -> list[object]:
    """Its headings, paragraphs and tables in words, without their places."""
    return [
        seen_table(block) if isinstance(block, Table) else (type(block).__name__, block.text.string)
        for block in document.blocks
        if isinstance(block, Table | Heading | Paragraph)
    ]


def seen_table(table: Table) -> object:
    return (
        table.title.string if table.title else "",
        table.part,
        {piece.unit.name for piece in table.pieces if piece.unit},
        [column.path for column in table.columns],
        [[cell.text for cell in row.cells] for row in table.rows],
        [note.string for note in table.notes],
    )


def read(text: str) -> Document:
    return structured(read_bytes(text.encode("utf-8"), "s.txt"))


@given(ROWS, st.data())
def test_a_table_of_a_text_is_the_same_over_any_pages(
    rows: list[tuple[str, ...]], data: st.DataObject
) -> None:
    where = data.draw(cut(len(rows)))
    whole = outline(read(as_text([rows], False, False)))
    assert outline(read(as_text(where.pieces(rows), where.header, where.title))) == whole
    (table,) = (block for block in whole if block[0] == TITLE)  # type: ignore[index]
    assert table[4] == [list(row) for row in rows]  # type: ignore[index]


# --- tables drawn in a PDF ---

WIDTHS = (175.0, 100.0, 100.0, 100.0)


def as_pdf(pieces: Sequence[Sequence[tuple[str, ...]]], header: bool, title: bool) -> bytes:
    pdf = Pages()
    for number, rows in enumerate(pieces):
        y = 60.0
        if number:
            pdf.add_page()
        if number == 0 or title:
            pdf.middle(90, TITLE)
            pdf.ending(RIGHT, 114, UNIT)
            y = 122.0
        pdf.ruled(LEFT, y, WIDTHS, [HEADER, *rows] if number == 0 or header else rows)
    return pdf.made()


def seen_in(pdf: bytes) -> list[Seen]:
    return seen(structured(read_bytes(pdf, "s.pdf")))


@settings(max_examples=settings().max_examples // 5)
@given(ROWS, st.data())
def test_a_table_of_a_pdf_is_the_same_over_any_pages(
    rows: list[tuple[str, ...]], data: st.DataObject
) -> None:
    where = data.draw(cut(len(rows)))
    (whole,) = seen_in(as_pdf([rows], False, False))
    assert (whole.title, whole.unit, whole.columns) == (TITLE, "元", list(HEADER))
    assert whole.rows == [list(row) for row in rows]
    assert seen_in(as_pdf(where.pieces(rows), where.header, where.title)) == [whole]


# --- tables as they are found: headers of several rows, lists side by side, totals, codes in three columns ---

FOUND = [
    *sorted(TRAPS.glob("*.pdf")),
    EXAMPLES / "sample-budget-2019.txt",
    EXAMPLES / "sample-budget-2019.pdf",
]
_CUTS = 5
"""About so many of a grid, so that long ones do not take all the time."""
UNREADABLE = ("locked", "locked-aes-256", "truncated")
PICTURES = (
    "invisible-text",
    "no-letter-has-a-meaning",
    "one-page-scanned",
    "scanned",
    "table-over-a-scanned-page",
)
"""With pages that would be recognised, which takes seconds each."""


def cuts(document: RawDocument, header: bool) -> Iterator[tuple[RawCell, Document]]:
    """The document with one of its grids cut in two, before each row at which a page could end; the row's first cell.

    None could where a cell reaches over both pages, before the first row of data, or before a row that begins blank:
    it would be the rest of the row above it. `header`: what stands above the data is printed again.
    """
    tables = structured(document).tables
    data = {cell.place for table in tables for row in table.rows for cell in row.cells if cell.text}
    begun = {table.pieces[0].place for table in tables}
    for at, grid in enumerate(document.blocks):
        if not isinstance(grid, RawGrid) or (header and grid.place not in begun):
            continue  # a further piece has no header of its own
        rows = [n for n, line in enumerate(grid.rows) if any(cell and cell.place in data for cell in line)]
        for row in rows[1 :: max(len(rows) // _CUTS, 1)]:
            first = grid.rows[row][0]
            above = grid.rows[:row]
            reaching = any(cell and n + cell.rows > row for n, line in enumerate(above) for cell in line)
            if first is None or not first.text.strip() or reaching:
                continue
            again = grid.rows[: rows[0]] if header else ()
            pieces = (replace(grid, rows=above), RawBreak(0), replace(grid, rows=(*again, *grid.rows[row:])))
            yield (
                first,
                structured(
                    replace(document, blocks=(*document.blocks[:at], *pieces, *document.blocks[at + 1 :]))
                ),
            )


@pytest.mark.parametrize("header", [False, True], ids=["without the header again", "with the header again"])
def test_a_table_of_a_file_is_the_same_wherever_it_is_cut(header: bool) -> None:
    other = []
    made = 0
    for path in FOUND:
        if path.stem in (*UNREADABLE, *PICTURES):
            continue
        document = read_file(path)
        whole = outline(structured(document))
        for first, again in cuts(document, header):
            made += 1
            if outline(again) != whole:
                other.append((path.name, first.text))
    assert other == []
    assert made > 150
