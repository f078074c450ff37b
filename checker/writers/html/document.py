"""The submission redrawn from what was read: every figure with its standing and a link to what it took part in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.model.document import Block, Column, Contents, Heading, Table
from checker.model.figure import IN_TEXT, Figure, FigureId
from checker.model.outcome import Evidence
from checker.model.text import Place, Text
from checker.report import Report
from checker.report.standings import FigureStanding, Part, parts_of, standing_of

MOST = 6_000
"""So many cells and lines are drawn, some 120 pages; of the rest what findings point at, a sixth as many more."""

Unit = tuple[int, int]
"""A line or a row: its block, and IN_TEXT, a note's number below that, or the index of the row."""
_Spot = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure. `number` makes its anchors: f12 where it stands, u12 what it took part in."""

    number: int
    figure: Figure
    standing: FigureStanding
    suspect: bool
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text: a figure, or what stands between two."""

    text: str
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A heading (`level` counts from 1), a paragraph or a note. The anchor is empty where nothing links to it."""

    anchor: str
    level: int
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class HeadCell:
    text: str
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `page` is set where the table goes on on a page; `skipped` rows are left out before it."""

    anchor: str
    cells: tuple[tuple[Words, ...], ...]
    page: int | None
    skipped: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `skipped` rows are left out at its end."""

    captions: tuple[str, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    width: int
    rows: tuple[Row, ...]
    skipped: int
    notes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block: a line, a table, or the lines of the contents. `page` is set where a page begins.

    `skipped` blocks are left out before it.
    """

    page: int | None
    skipped: int
    line: Line | None = None
    grid: Grid | None = None
    contents: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Redrawn:
    """The document of a report; `figures` are those that are drawn, `skipped` blocks are left out at its end."""

    blocks: tuple[Drawn, ...]
    skipped: int
    figures: Mapping[FigureId, Shown]
    places: Mapping[_Spot, str]

    def anchor(self, figure: FigureId | None) -> str:
        """Where a figure stands; empty where it is not drawn."""
        shown = self.figures.get(figure) if figure is not None else None
        return f"f{shown.number}" if shown else ""

    def anchor_of(self, item: Evidence) -> str:
        """Where the words of evidence stand: the figure, else the line or row; empty where they are not drawn."""
        return self.anchor(item.figure) or self.places.get(_spot(item.place), "")


def redrawn(report: Report) -> Redrawn:
    """The document with its figures marked; of a huge one the beginning and what findings point at."""
    blocks = report.facts.document.blocks
    places = _units_at(blocks, (item.place for finding in report.findings for item in finding.evidence))
    pencil = _Pencil(report, places)
    drawn = tuple(pencil.blocks(blocks))
    anchors = {spot: _anchor(unit) for spot, unit in places.items() if unit in pencil.drawn}
    return Redrawn(drawn, pencil.skipped, pencil.figures, anchors)


class _Pencil:
    """Draws blocks one after the other, as long as there is room."""

    def __init__(self, report: Report, places: Mapping[_Spot, Unit]) -> None:
        self.linked = frozenset(places.values())
        self.drawn: set[Unit] = set()
        self.figures: dict[FigureId, Shown] = {}
        self.skipped = 0
        self._room, self._spare = MOST, MOST // 6
        self._units = _figures_of(report)
        self._wanted = self.linked | {
            (item.figure.block, item.figure.row)
            for finding in report.findings
            for item in finding.evidence
            if item.figure
        }

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Drawn]:
        page = None
        for index, block in enumerate(blocks):
            drawn = self._block(index, block)
            if drawn is None:
                self.skipped += 1
                continue
            begins = next((place.page for place in _places_of(block)), None)
            yield Drawn(begins if begins != page else None, self.skipped, *drawn)
            page, self.skipped = (
                (block.pieces[-1].place.page if isinstance(block, Table) else begins) or page,
                0,
            )

    def _block(self, index: int, block: Block) -> tuple[Line | None, Grid | None, tuple[Line, ...]] | None:
        match block:
            case Table():
                grid = self._grid(index, block)
                return (None, grid, ()) if grid else None
            case Contents():
                if not self._has_room((index, IN_TEXT), len(block.entries)):
                    return None
                return (None, None, tuple(Line("", 0, (Words(entry.string),)) for entry in block.entries))
            case _:
                level = block.level if isinstance(block, Heading) else 0
                line = self._line((index, IN_TEXT), block.text, level)
                return (line, None, ()) if line else None

    def _has_room(self, unit: Unit, size: int) -> bool:
        """Takes the room for a unit; what findings point at has some of its own."""
        if self._room > 0:
            self._room -= size
        elif unit in self._wanted and self._spare > 0:
            self._spare -= size
        else:
            return False
        self.drawn.add(unit)
        return True

    def _line(self, unit: Unit, text: Text, level: int = 0) -> Line | None:
        if not self._has_room(unit, 1):
            return None
        figures = self._take(unit)
        spans = [(shown.figure.id.column, len(shown.figure.text), shown) for shown in figures]
        return Line(self._linked(unit), level, _words(text.string, spans))

    def _take(self, unit: Unit) -> Sequence[Shown]:
        """The figures of a unit that is drawn."""
        figures = self._units.get(unit, ())
        self.figures.update((shown.figure.id, shown) for shown in figures)
        return figures

    def _linked(self, unit: Unit) -> str:
        return _anchor(unit) if unit in self.linked else ""

    def _grid(self, index: int, table: Table) -> Grid | None:
        rows: list[Row] = []
        skipped, page = 0, table.pieces[0].place.page
        for at, row in enumerate(table.rows):
            if not self._has_room((index, at), len(row.cells)):
                skipped += 1
                continue
            cells: list[list[tuple[int, int, Shown]]] = [[] for _ in row.cells]
            for shown in self._take((index, at)):
                figure = shown.figure
                span = (figure.start, figure.end - figure.start, shown)
                cells[figure.id.column % len(row.cells)].append(span)
            words = tuple(_words(cell.text, spans) for cell, spans in zip(row.cells, cells, strict=True))
            begins = table.pieces[row.piece].place.page
            rows.append(Row(self._linked((index, at)), words, begins if begins != page else None, skipped))
            skipped, page = 0, begins
        if table.rows and not rows:
            return None
        notes = (self._line((index, IN_TEXT - 1 - at), note) for at, note in enumerate(table.notes))
        return Grid(
            tuple(_captions(table)),
            tuple(head_of(table.columns)),
            len(table.columns),
            tuple(rows),
            skipped,
            tuple(note for note in notes if note),
        )


def _figures_of(report: Report) -> dict[Unit, list[Shown]]:
    """The figures of each unit, in the order in which they stand there."""
    parts = parts_of(report.outcomes)
    suspects = {finding.likely.figure.id for finding in report.findings if finding.likely}
    found: dict[Unit, list[Shown]] = {}
    for number, (id_, figure) in enumerate(report.facts.figures.items(), start=1):
        own = parts.get(id_, ())
        shown = Shown(number, figure, standing_of(id_, own, report), id_ in suspects, own)
        found.setdefault((id_.block, id_.row), []).append(shown)
    return found


def _units_at(blocks: Sequence[Block], places: Iterable[Place]) -> dict[_Spot, Unit]:
    """The line or row that stands at each place; a place that none stands at is left out."""
    wanted = {_spot(place) for place in places}
    found: dict[_Spot, Unit] = {}
    for index, block in enumerate(blocks):
        for unit, stands in _units_of(index, block):
            for spot in wanted.intersection(map(_spot, stands)):
                found.setdefault(spot, unit)
    return found


def _units_of(index: int, block: Block) -> Iterator[tuple[Unit, Iterable[Place]]]:
    """The units of a block with the places of their words; what stands above a table leads to its first row."""
    if not isinstance(block, Table):
        yield (index, IN_TEXT), _places_of(block)
        return
    for at, row in enumerate(block.rows):
        yield (index, at), (cell.place for cell in row.cells)
    for at, note in enumerate(block.notes):
        yield (index, IN_TEXT - 1 - at), _places(note)
    above = [piece.place for piece in block.pieces] + [column.header.place for column in block.columns]
    yield (index, 0), [*_places_of(block), *above]


def _places_of(block: Block) -> Iterator[Place]:
    match block:
        case Table():
            titles = [block.title, *block.captions, *(piece.unit_text for piece in block.pieces)]
            for text in titles:
                yield from _places(text) if text else ()
            yield block.pieces[0].place
        case Contents():
            for entry in block.entries:
                yield from _places(entry)
        case _:
            yield from _places(block.text)


def _places(text: Text) -> Iterator[Place]:
    return (segment.place for segment in text.segments)


def _spot(place: Place) -> _Spot:
    """A place without its ends from left to right, so that a word of a line stands where the line does."""
    return (
        *(place.file, place.page, place.line, place.spot),
        *((place.box[1], place.box[3]) if place.box else ()),
    )


def _anchor(unit: Unit) -> str:
    block, row = unit
    return f"b{block}" if row == IN_TEXT else f"b{block}-{row}" if row >= 0 else f"b{block}-n{-row}"


def _words(text: str, spans: Iterable[tuple[int, int, Shown]]) -> tuple[Words, ...]:
    """The text cut at its figures; of two that overlap the first."""
    pieces: list[Words] = []
    at = 0
    for start, length, shown in sorted(spans, key=lambda span: span[0]):
        if start < at:
            continue
        pieces += [Words(text[at:start]), Words(text[start : start + length], shown)]
        at = start + length
    return tuple(piece for piece in (*pieces, Words(text[at:])) if piece.text)


def _captions(table: Table) -> Iterator[str]:
    """The title, what else stands above the table, and the unit; each once."""
    texts = [table.title, *table.captions, *(piece.unit_text for piece in table.pieces)]
    yield from dict.fromkeys(text.string for text in texts if text and text.string.strip())
    if table.part:
        yield table.part


def head_of(columns: Sequence[Column]) -> Iterator[tuple[HeadCell, ...]]:
    """The rows of the header: labels that columns share stand once above them, a leaf reaches to the bottom."""
    depth = max((len(column.path) for column in columns), default=0)
    for level in range(depth):
        cells: list[HeadCell] = []
        last: tuple[str, ...] | None = None
        for column in columns:
            path = column.path
            if len(path) <= level and (path or level):
                last = None
            elif len(path) > level + 1 and path[: level + 1] == last:
                cells[-1] = HeadCell(cells[-1].text, cells[-1].columns + 1, 1)
            else:
                last = path[: level + 1] if len(path) > level + 1 else None
                cells.append(HeadCell(path[level] if path else "", 1, 1 if last else depth - level))
        yield tuple(cells)
