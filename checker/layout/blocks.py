"""Drawn pages → raw blocks in reading order; the same for every fixed-layout format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from checker.layout.furniture import without_furniture
from checker.layout.grid import Grid, Unclosed, merged, sorted_into
from checker.layout.lines import Line, body_size, cell_text, least_sure, line_of, margins, rows
from checker.layout.page import DrawnPage, Glyph
from checker.layout.shades import grids_with_shades
from checker.layout.stray import without_watermarks
from checker.layout.unruled import unruled_grids
from checker.model.raw import RawBlock, RawBreak, RawCell, RawEnd, RawGrid, RawLine
from checker.model.text import Place

_COLUMNS = 3.0
"""A line with a gap of so many letters is no line of a sentence, which would go on in the next one."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The blocks of a document, how many pages it has, those without a text layer, and those recognised."""

    blocks: tuple[RawBlock, ...]
    pages: int
    unread: tuple[int, ...]
    recognised: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page made into lines and grids, with their tops in reading coordinates."""

    number: int
    width: int
    lines: tuple[Line, ...]
    grids: tuple[tuple[float, float, RawGrid], ...]
    unread: bool
    recognised: bool = False
    unruled: Grid | None = None
    """The table without rules that ends the page, but for the page's number."""

    @property
    def extents(self) -> list[tuple[float, float]]:
        """The tops and bottoms of the grids, in reading coordinates."""
        return [(top, bottom) for top, bottom, _ in self.grids]


def laid_out(
    drawn: Iterable[DrawnPage | int],
    name: str,
    other_grids: Callable[[DrawnPage], list[Grid]] | None = None,
) -> LaidOut:
    """The blocks of the pages; a bare number is a page that cannot be read.

    `other_grids` finds the grids of an upright page on which some lines do not close into cells.
    """
    read_pages: list[_Page] = []
    for drawn_page in drawn:
        before = read_pages[-1].unruled if read_pages else None
        read_pages.append(_page(drawn_page, name, other_grids, before))
    kept = without_furniture([(page.lines, page.extents) for page in read_pages])
    pages = [replace(page, lines=lines) for page, lines in zip(read_pages, kept, strict=True)]
    lines = [line for page in pages for line in page.lines]
    body = body_size(lines)
    edges = {width: margins(_of_width(pages, width)) for width in {page.width for page in pages}}
    blocks: list[RawBlock] = []
    following = iter([*lines[1:], None])
    for page in pages:
        left, right = edges[page.width]
        placed: list[tuple[float, RawBlock]] = [(top, grid) for top, _, grid in page.grids]
        placed.extend((line.middle, _raw(line, next(following), left, right, body)) for line in page.lines)
        blocks.extend(block for _, block in sorted(placed, key=lambda item: item[0]))
        blocks.append(RawBreak(page.number))
        if page.unread:
            blocks.append(RawEnd())  # what goes on there is not known
    return LaidOut(
        tuple(blocks),
        len(pages),
        tuple(page.number for page in pages if page.unread),
        tuple(page.number for page in pages if page.recognised),
    )


def _page(
    page: DrawnPage | int,
    name: str,
    other_grids: Callable[[DrawnPage], list[Grid]] | None,
    before: Grid | None,
) -> _Page:
    if isinstance(page, int):
        return _Page(page, 0, (), (), unread=True)
    found = grids_with_shades(page.horizontal, page.vertical, page.shades)
    closed = [grid for grid in found if isinstance(grid, Grid)]
    unclosed = any(isinstance(grid, Unclosed) for grid in found)
    if unclosed and page.frame.turn == 0 and other_grids is not None:
        closed = other_grids(page)
    closed = [grid for grid in closed if len(grid.cells) > 1]
    outside = without_watermarks(page.glyphs)
    made: list[tuple[float, float, RawGrid]] = []
    for grid in closed:
        inside, outside = sorted_into(grid, outside)
        if any(inside):
            made.append((grid.ys[0], grid.ys[-1], _raw_grid(grid, inside, page, name)))
    found_rows = rows(outside)
    lines = _lines(found_rows, page, name)
    unruled: list[Grid] = []
    if sum(" " in line.text.string for line in lines) > 1:  # words apart: columns, perhaps
        free = [r for r in page.horizontal if all(not (g.ys[0] - 1 < r.at < g.ys[-1] + 1) for g in closed)]
        unruled = unruled_grids(found_rows, merged(free), before)
        for grid in unruled:
            inside, outside = sorted_into(grid, outside)
            made.append((grid.ys[0], grid.ys[-1], _raw_grid(grid, inside, page, name)))
        lines = _lines(rows(outside), page, name) if unruled else lines
    last = unruled[-1] if unruled and sum(line.middle > unruled[-1].ys[-1] for line in lines) < 2 else None
    return _Page(
        page.number,
        round(page.frame.reading_size[0]),
        lines,
        tuple(made),
        unread=page.has_no_text,
        recognised=page.inked is not None,
        unruled=last,
    )


def _lines(found: Iterable[Sequence[Glyph]], page: DrawnPage, name: str) -> tuple[Line, ...]:
    lines = [line_of(row, name, page.number, page.frame) for row in found]
    return tuple(line for line in lines if line is not None)


def _raw_grid(grid: Grid, inside: list[list[Glyph]], page: DrawnPage, name: str) -> RawGrid:
    """The grid's cells in their places; a slot that a cell covers but does not begin is None.

    A cell of a picture in which something stands that was not recognised says so and is not blank.
    """
    slots: list[list[RawCell | None]] = [[None] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    shown = page.frame.shown
    for cell, glyphs in zip(grid.cells, inside, strict=True):
        box = grid.box_of(cell)
        text, sure = cell_text(glyphs), least_sure(glyphs)
        if page.inked is not None and sure is None:
            text, sure = ("\ufffd", 0.0) if page.inked(box) else ("", 1.0)
        elif (
            sure is not None and not any(character.isalpha() for character in text) and len(rows(glyphs)) > 1
        ):
            sure = 0.0  # figures one above the other: a ruling line may have been missed
        place = Place(name, page.number, None, shown(box), None, sure)
        slots[cell.row][cell.column] = RawCell(text, place, cell.rows, cell.columns)
    place = Place(name, page=page.number, box=page.frame.shown(grid.box))
    return RawGrid(tuple(tuple(line) for line in slots), place, merged=True)


def _of_width(pages: Iterable[_Page], width: int) -> Iterator[Line]:
    """The lines of all pages that are as wide: portrait and landscape pages have margins of their own."""
    return (line for page in pages if page.width == width for line in page.lines)


def _raw(line: Line, following: Line | None, left: float, right: float, body: float) -> RawLine:
    indent, room = line.x0 - left, right - line.x1
    centred = indent > 3 * line.size and room > line.size and abs(indent - room) <= 1.5 * line.size
    if centred:
        room += indent
    return RawLine(
        line.text,
        indented=indent > 0.8 * line.size,
        full=following is not None and line.gap < _COLUMNS and room < following.first_run + 0.6 * line.size,
        size=line.size,
        display=centred or line.size >= 1.15 * body,
    )
