"""Grids with their captions → tables: pieces on several pages are put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from checker.model.amount import read_number
from checker.model.document import Cell, Column, Piece, Row, Table
from checker.model.raw import RawCell, RawGrid
from checker.model.text import Text, same_words
from checker.structure import grids, lines, shape
from checker.structure.totals import aligned

_YEAR = re.compile(r"\d{4}\s*年")
_SAME_EDGE = 6.0
"""Edges of a table on two pages that are this near, in points, are the same."""


def title_among(captions: Sequence[Text]) -> Text | None:
    """The caption nearest to the table that is not a unit, a code and name, or a key and value."""
    titles = [caption for caption in captions if not lines.is_caption_detail(caption.string)]
    return lines.title_of(titles[-1]) if titles else None


@dataclass
class Draft:
    """A table while its pieces are being put together."""

    title: Text | None
    columns: tuple[Column, ...]
    height: int
    header_words: list[str]
    edges: list[tuple[float, float]]
    captions: list[Text] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    @classmethod
    def of(cls, grid: RawGrid, captions: Sequence[Text]) -> Draft:
        height = grids.header_height(grid)
        labels = shape.sub_labels(grid, height)
        columns = tuple(
            replace(column, path=(*column.path, labels[at].text), header=_cell(labels[at]))
            if at in labels
            else column
            for at, column in enumerate(grids.columns(grid, height))
        )
        draft = cls(title_among(captions), columns, height, _words(grid, height), _edges(grid))
        draft._add(grid, captions, height, labels)
        return draft

    def goes_on(self, grid: RawGrid, captions: Sequence[Text], new_page: bool) -> bool:
        """Put the grid to this table if it is a further piece of it; else leave it and say so.

        A text has no end of a table but a blank line, which may as well stand inside of one.
        """
        title = title_among(captions)
        if not (captions or new_page or not grid.merged):
            return False
        if title is not None and (self.title is None or not same_words(title.string, self.title.string)):
            return False
        fitted = self._fitted(grid) if not captions or not grid.merged else grid
        if fitted is None or len(fitted.rows[0]) != len(self.columns):
            return False
        repeated = self._repeated_header(fitted)
        narrower = len(grid.rows[0]) < len(self.columns) and not grid.merged
        if not repeated and not self._may_hold(fitted, captions, narrower):
            return False
        labels = shape.sub_labels(fitted, repeated) if repeated else {}
        self._add(fitted, captions, repeated, labels)
        return True

    def _may_hold(self, grid: RawGrid, captions: Sequence[Text], narrower: bool) -> bool:
        """Whether a grid without this table's header may hold further rows of it.

        It may not if words alone come in a column of figures before any figure does: they are another header.
        Under a unit of its own, or with fewer cells than the table, a figure must come.
        """
        columns = {at: [row.cells[at].text for row in self.rows] for at in range(len(self.columns))}
        figures = [
            at
            for at, texts in columns.items()
            if any(map(_holds_figure, texts)) and not any(map(_is_label, texts))
        ]
        for line in grid.rows:
            texts = [cell.text for at in figures if (cell := line[at]) is not None]
            if any(map(_holds_figure, texts)):
                return True
            if any(map(_is_label, texts)):
                return False
        said = any(lines.says_continued(caption.string) for caption in captions)
        return said or not (narrower or any(lines.unit_in_caption(caption.string) for caption in captions))

    def _repeated_header(self, grid: RawGrid) -> int:
        """The height of the header at the top of the grid if it is this table's again, in any row order."""
        for height in (self.height, grids.header_height(grid)):
            if _words(grid, height) == self.header_words:
                return height
        return 0

    def _fitted(self, grid: RawGrid) -> RawGrid | None:
        """The grid with as many columns as the table: one with fewer is put where its edges lie.

        A last page often holds nothing but the row 合计, whose merged cells make fewer columns. In a text the
        blank cells at the end of a line may be missing.
        """
        missing = len(self.columns) - len(grid.rows[0])
        if missing == 0:
            return grid
        if missing > 0 and not grid.merged:
            return replace(grid, rows=tuple((*line, *[None] * missing) for line in grid.rows))
        edges = _edges(grid)
        if not edges or not self.edges or len(edges) > len(self.edges):
            return None
        starts = [_index_of(edge[0], self.edges) for edge in edges]
        if None in starts or abs(edges[-1][1] - self.edges[-1][1]) > _SAME_EDGE:
            return None
        rows = []
        for line in grid.rows:
            wide: list[RawCell | None] = [None] * len(self.columns)
            for at, cell in zip(starts, line, strict=True):
                assert at is not None
                wide[at] = cell
            rows.append(tuple(wide))
        return replace(grid, rows=tuple(rows))

    def _add(self, grid: RawGrid, captions: Sequence[Text], header: int, labels: dict[int, RawCell]) -> None:
        unit_texts = [caption for caption in captions if lines.unit_in_caption(caption.string)]
        unit_text = unit_texts[-1] if unit_texts else None
        unit = lines.unit_in_caption(unit_text.string) if unit_text else None
        self.captions.extend(captions)
        self.pieces.append(Piece(grid.place, unit, unit_text))
        self.edges = _edges(grid) or self.edges
        first = True
        for index, line in enumerate(grid.rows[header:]):
            cells = grids.data_cells(line, grid.place)
            if index == 0 and labels:
                cells = tuple(Cell("", c.place) if at in labels else c for at, c in enumerate(cells))
            if not any(cell.text for cell in cells) or grids.is_numbering(line):
                continue
            if first and self.rows and self._is_rest_of_row(cells):
                self.rows[-1] = _with_rest(self.rows[-1], cells)
            else:
                self.rows.append(Row(cells, len(self.pieces) - 1))
            first = False

    def _is_rest_of_row(self, cells: Sequence[Cell]) -> bool:
        """A row at the top of a further piece with no label and no figure goes on with the row before it.

        Lists that stand side by side have a label each.
        """
        first = self.columns[0].leaf
        labels = [cell for at, cell in enumerate(cells) if at == 0 or self.columns[at].leaf == first]
        return not any(cell.text for cell in labels) and all(
            read_number(cell.text) is None for cell in cells if cell.text
        )

    def finished(self) -> list[Table]:
        """The table, or the tables that stand side by side in its grid."""
        columns, rows = shape.with_codes_joined(self.columns, self.rows)
        return [
            aligned(
                Table(
                    self.title,
                    tuple(self.captions),
                    half.columns,
                    half.rows,
                    tuple(self.pieces),
                    tuple(self.notes),
                    half.part,
                )
            )
            for half in shape.halves(columns, rows)
        ]


def _holds_figure(string: str) -> bool:
    return read_number(string) is not None


def _is_label(string: str) -> bool:
    """Words without a number, and more than 无 for nothing; a year may stand before them."""
    has_words = any(character.isalpha() for character in string)
    return string not in ("无", "無") and has_words and not any(c.isdigit() for c in _YEAR.sub("", string))


def _cell(raw: RawCell) -> Cell:
    return Cell(raw.text, raw.place)


def _words(grid: RawGrid, height: int) -> list[str]:
    return sorted(word for line in grid.rows[:height] for word in grids.words(line))


def _edges(grid: RawGrid) -> list[tuple[float, float]]:
    """The left and right edge of each column, where the format has a layout."""
    edges: list[tuple[float, float]] = []
    for at in range(len(grid.rows[0])):
        boxes = [
            line[at].place.box  # type: ignore[union-attr]
            for line in grid.rows
            if line[at] is not None and line[at].columns == 1  # type: ignore[union-attr]
        ]
        known = [box for box in boxes if box is not None]
        if not known:
            spanning = [line[at] for line in grid.rows if line[at] is not None]
            known = [cell.place.box for cell in spanning if cell is not None and cell.place.box]
        if not known:
            return []
        edges.append((known[0][0], known[0][2]))
    return edges


def _index_of(left: float, edges: Sequence[tuple[float, float]]) -> int | None:
    """The column whose left edge is here."""
    near = min(range(len(edges)), key=lambda at: abs(edges[at][0] - left))
    return near if abs(edges[near][0] - left) <= _SAME_EDGE else None


def _with_rest(row: Row, rest: Sequence[Cell]) -> Row:
    cells = tuple(
        Cell(cell.text + more.text, cell.place if cell.text else more.place)
        for cell, more in zip(row.cells, rest, strict=True)
    )
    return Row(cells, row.piece)
