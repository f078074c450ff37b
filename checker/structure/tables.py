"""Grids with their captions → tables: pieces on several pages are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.model.amount import read_number
from checker.model.document import Cell, Column, Piece, Row, Table
from checker.model.raw import RawGrid
from checker.model.text import Text, same_words
from checker.structure import grids, lines
from checker.structure.totals import aligned


def title_among(captions: Sequence[Text]) -> Text | None:
    """The caption nearest to the table that is not a unit, a code and name, or a key and value."""
    titles = [caption for caption in captions if not lines.is_caption_detail(caption.string)]
    return titles[-1] if titles else None


@dataclass
class Draft:
    """A table while its pieces are being put together."""

    title: Text | None
    captions: list[Text]
    columns: tuple[Column, ...]
    height: int
    header_words: list[str]
    pieces: list[Piece] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    @classmethod
    def of(cls, grid: RawGrid, captions: Sequence[Text]) -> Draft:
        height = grids.header_height(grid)
        draft = cls(
            title_among(captions),
            [],
            grids.columns(grid, height),
            height,
            _words(grid, height),
        )
        draft._add(grid, captions, height)
        return draft

    def goes_on(self, grid: RawGrid, captions: Sequence[Text], new_page: bool) -> bool:
        """Put the grid to this table if it is a further piece of it; else leave it and say so."""
        title = title_among(captions)
        if len(grid.rows[0]) != len(self.columns) or not (captions or new_page):
            return False
        if title is not None and (self.title is None or not same_words(title.string, self.title.string)):
            return False
        repeated = self._repeated_header(grid)
        if repeated == 0 and any(lines.unit_of_line(caption.string) for caption in captions):
            return False
        self._add(grid, captions, repeated)
        return True

    def _repeated_header(self, grid: RawGrid) -> int:
        """The height of the header at the top of the grid if it is this table's again, in any row order."""
        for height in (self.height, grids.header_height(grid)):
            if _words(grid, height) == self.header_words:
                return height
        return 0

    def _add(self, grid: RawGrid, captions: Sequence[Text], header: int) -> None:
        unit_texts = [caption for caption in captions if lines.unit_of_line(caption.string)]
        unit_text = unit_texts[-1] if unit_texts else None
        unit = lines.unit_of_line(unit_text.string) if unit_text else None
        self.captions.extend(captions)
        self.pieces.append(Piece(grid.place, unit, unit_text))
        first = True
        for line in grid.rows[header:]:
            if grids.is_blank(line):
                continue
            cells = grids.data_cells(line)
            if first and self.rows and _is_rest_of_row(cells):
                self.rows[-1] = _with_rest(self.rows[-1], cells)
            else:
                self.rows.append(Row(cells, len(self.pieces) - 1))
            first = False

    def finished(self) -> Table:
        table = Table(
            self.title,
            tuple(self.captions),
            self.columns,
            tuple(self.rows),
            tuple(self.pieces),
            tuple(self.notes),
        )
        return aligned(table)


def _words(grid: RawGrid, height: int) -> list[str]:
    return sorted(word for line in grid.rows[:height] for word in grids.words(line))


def _is_rest_of_row(cells: Sequence[Cell]) -> bool:
    """A row at the top of a further piece with no label and no figure goes on with the row before it."""
    return not cells[0].text and all(read_number(cell.text) is None for cell in cells if cell.text)


def _with_rest(row: Row, rest: Sequence[Cell]) -> Row:
    cells = tuple(
        Cell(cell.text + more.text, cell.place if cell.text else more.place)
        for cell, more in zip(row.cells, rest, strict=True)
    )
    return Row(cells, row.piece)
