"""Tables without vertical rules: figures of several lines that stand below each other, under labels.

What is not certain stays text: a table needs a header over all its columns of figures, and every word in one cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from checker.layout.grid import Grid, GridCell
from checker.layout.page import Glyph, Ruling
from checker.layout.unruled_header import Header, header_over, united
from checker.layout.words import Span, Words, bottom_of, top_of, words_of
from checker.model.amount import read_number

_FEWEST = 3
"""So many lines of figures make a table; two do if they have several columns of figures."""
_APART = 4.0
"""Lines of a table are no further apart than so many letters."""
_EDGE = 3.0
"""Figures below each other have their left edges, right edges or middles this near, in points."""
_SAME_ROW = 0.75
"""Lines nearer than this share of the usual distance are one row: a label that wraps."""
_BLANK = re.compile(r"[-—–－/]+")
_LABELS = 3
"""So many labels without figures may stand between the last figures and the rule at the table's foot."""
_PAGE_NUMBERS = 1000
_ABOVE = 1
"""So many lines, a running head, may stand above a table that goes on from the page before."""
_AMOUNT = re.compile(r".*[.,]\d\d.*")
_TOTAL = re.compile(r".*(?:合计|总计|小计)")


@dataclass(frozen=True, slots=True)
class _Table:
    """Lines of figures with the extents of their columns, and which of these hold figures."""

    first: int
    last: int
    columns: tuple[Span, ...]
    figures: tuple[bool, ...]


def unruled_grids(
    lines: Sequence[Sequence[Glyph]], rules: Sequence[Ruling], before: Grid | None = None
) -> list[Grid]:
    """The grids of the tables among the lines of a page; `rules` are its horizontal lines outside all grids.

    `before` is such a table that ends the page before: it may go on at the top of this one without a header.
    """
    read = [words_of(line) for line in lines]
    data = [at for at, line in enumerate(read) if _has_figures(line)]
    found: list[Grid] = []
    start = 0
    for end in range(1, len(data) + 1):
        if end < len(data) and _goes_on(read, data[end - 1], data[end]):
            continue
        table = _table(read, data[start:end])
        grid = None
        if table is not None:
            header = header_over(read, (table.first, table.last), table.columns, rules)
            grid = _grid(read, table, header, rules)
            if grid is None and before is not None and table.first <= _ABOVE:
                grid = _grid(read, table, _columns_again(read, table, before), rules)
        if grid is not None:
            found.append(grid)
        start = end
    return found


def _columns_again(read: Sequence[Words], table: _Table, before: Grid) -> Header | None:
    """No header, but the columns of the table before, if each word lies in one of its own."""
    left, right = table.columns[0][0], table.columns[-1][1]
    bounds = list(pairwise((min(before.xs[0], left), *before.xs[1:-1], max(before.xs[-1], right))))
    for line in read[table.first : table.last + 1]:
        places = [[at for at, bound in enumerate(bounds) if _within(word.span, bound)] for word in line.words]
        if not all(places) or len({place[0] for place in places}) < len(places):
            return None
    top = top_of(read, table.first)
    return Header(table.first, tuple(bounds), (top,), ())


def is_figure(string: str) -> bool:
    """A number, a percentage or the dash that stands for none."""
    return read_number(string.removesuffix("%").removesuffix("％")) is not None or bool(
        _BLANK.fullmatch(string)
    )


def _has_figures(line: Words) -> bool:
    return len(line.words) > 1 and any(is_figure(word.string) for word in line.words[1:])


def _goes_on(read: Sequence[Words], before: int, after: int) -> bool:
    """Whether two lines of figures are near, with nothing between them but a label or two."""
    if after - before > 4:
        return False
    return all(
        below.middle - above.middle <= _APART * max(above.size, below.size)
        for above, below in pairwise(read[before : after + 1])
    )


def _table(read: Sequence[Words], data: Sequence[int]) -> _Table | None:
    """The columns of the lines, if their figures stand below each other and labels beside them."""
    columns = united(word.span for line in read[data[0] : data[-1] + 1] for word in line.words)
    figures: list[bool] = []
    single_numbers: list[list[str]] = []
    for column in columns:
        inside = [[word for word in read[at].words if _within(word.span, column)] for at in data]
        filled = [words for words in inside if words]
        numbers = [words[0] for words in filled if len(words) == 1 and is_figure(words[0].string)]
        holds_figures = 2 * len(numbers) > len(filled) and _aligned([word.span for word in numbers])
        if holds_figures and len(numbers) < len(filled):
            return None
        figures.append(holds_figures)
        if holds_figures:
            single_numbers.append([word.string for word in numbers])
    labelled = not figures[0] or (len(figures) > 1 and not figures[1])
    enough = len(data) >= _FEWEST or (len(data) == _FEWEST - 1 and sum(figures) > 1)
    if not (labelled and any(figures) and enough) or _is_contents(single_numbers):
        return None
    amounts = any(_AMOUNT.fullmatch(string) for strings in single_numbers for string in strings)
    totals = any(_TOTAL.fullmatch(read[at].words[0].string) for at in data)
    if len(single_numbers) == 1 and not amounts and not totals:
        return None  # telephone numbers, years, counts of anything
    return _Table(data[0], data[-1], tuple(columns), tuple(figures))


def _within(span: Span, column: Span) -> bool:
    return column[0] <= span[0] and span[1] <= column[1]


def _aligned(spans: Sequence[Span]) -> bool:
    edges = ([x0 for x0, _ in spans], [x1 for _, x1 in spans], [(x0 + x1) / 2 for x0, x1 in spans])
    return any(max(edge) - min(edge) <= _EDGE for edge in edges)


def _is_contents(columns: Sequence[Sequence[str]]) -> bool:
    """One column of small numbers that never fall is that of a table of contents."""
    if len(columns) != 1 or not all(string.isdigit() for string in columns[0]):
        return False
    numbers = [int(string) for string in columns[0]]
    return max(numbers) < _PAGE_NUMBERS and numbers == sorted(numbers)


def _grid(
    read: Sequence[Words], table: _Table, header: Header | None, rules: Sequence[Ruling]
) -> Grid | None:
    """The table with its header, or None where a word stands in no column or in several."""
    if header is None:
        return None
    last = _last(read, table, rules)
    rows = _rows(read, header.end, last, table)
    columns = header.columns
    if rows is None or not all(
        any(_within(word.span, column) for column in columns)
        for at in range(header.end, last + 1)
        for word in read[at].words
    ):
        return None
    xs = _bounds(columns, read[table.first].size)
    bottom = bottom_of(read, last)
    ys = (*header.ys, *((above + below) / 2 for above, below in rows), bottom)
    return _whole(xs, ys, header)


def _last(read: Sequence[Words], table: _Table, rules: Sequence[Ruling]) -> int:
    """The last line of the table: labels below the last figures belong to it if they wrap, or above its last rule."""
    at = table.last
    pitch = _pitch(read, table)
    while at + 1 < len(read) and read[at + 1].middle - read[at].middle < _SAME_ROW * pitch:
        at += 1
    left, right = table.columns[0][0], table.columns[-1][1]
    foot = [
        r.at for r in rules if r.at > read[at].middle and r.start <= left + _EDGE and r.end >= right - _EDGE
    ]
    end = at + 1
    while foot and end < len(read) and end - at <= _LABELS and len(read[end].words) == 1:
        end += 1
        if read[end - 1].middle < min(foot) and (end == len(read) or read[end].middle > min(foot)):
            return end - 1
    return at


def _pitch(read: Sequence[Words], table: _Table) -> float:
    """The usual distance of two lines of figures."""
    data = [read[at].middle for at in range(table.first, table.last + 1) if _has_figures(read[at])]
    return median(below - above for above, below in pairwise(data))


def _rows(read: Sequence[Words], start: int, last: int, table: _Table) -> list[tuple[float, float]] | None:
    """Where rows part: the middles of the lines above and below; None if two lines of figures are one row."""
    pitch = _pitch(read, table)
    parts: list[tuple[float, float]] = []
    for above, below in pairwise(range(start, last + 1)):
        near = read[below].middle - read[above].middle < _SAME_ROW * pitch
        if not near:
            parts.append((read[above].middle, read[below].middle))
        elif _has_figures(read[above]) and _has_figures(read[below]):
            return None
    return parts


def _bounds(columns: Sequence[Span], size: float) -> tuple[float, ...]:
    """The edges of the columns, in the middle between what stands in them."""
    between = [(before[1] + after[0]) / 2 for before, after in pairwise(columns)]
    return columns[0][0] - size / 2, *between, columns[-1][1] + size / 2


def _whole(xs: tuple[float, ...], ys: tuple[float, ...], header: Header) -> Grid:
    """The grid: the header's cells, below them one for each column and row."""
    columns, rows = len(xs) - 1, len(ys) - 1
    height = len(header.ys) - 1
    cells = [
        *header.cells,
        *(GridCell(row, at, 1, 1) for row in range(height, rows) for at in range(columns)),
    ]
    owner = [[-1] * columns for _ in range(rows)]
    for index, cell in enumerate(cells):
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                owner[row][column] = index
    return Grid(xs, ys, tuple(cells), tuple(tuple(line) for line in owner))
