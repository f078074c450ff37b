"""Which lines of a text are the rows of a table.

A line between bars is a row. Lines with tabs, or with bars inside alone, are rows where two or more follow each
other; a lone one is a row if the nearest table has as many cells, with nothing but blank lines, ends of pages and
captions between, or if it holds labels right under the unit of a table (an empty table has no other row); else its
tabs are mere space. Columns of spaces are read only where nothing else can be meant.
A blank line does not end a table if a single row stands on one side of it, as in a text that is spaced out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from checker.layout.text_rows import Kind, Line, is_bare_number, is_box_rule
from checker.model.amount import read_number
from checker.model.text import simplified

_ROWS = (Kind.TAB, Kind.BAR, Kind.SPACE)
_BETWEEN = (Kind.BLANK, Kind.PAGE)
_LONGEST_CAPTION = 50
_MOST_CAPTIONS = 5
_FEWEST_SPACED = 3
_NEAR = 8
_UNIT = re.compile(r"单\s*位\s*[:：]\s*(?:人民币)?[百千万亿]*元")
_KEY = re.compile("[^:：()（）]+[:：]")
_SENTENCE_ENDS = "。；！？;!?"

Run = list[Line]


def runs_of(lines: Iterable[Line]) -> list[Run]:
    """The lines as runs: the rows of a table, or a single line of another kind. Rules are left out."""
    runs: list[Run] = []
    for line in _without_rules(list(lines)):
        last = runs[-1][-1] if runs else None
        if last is not None and last.kind is line.kind and line.kind in _ROWS and _joins(runs[-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    runs = _spaced_out(runs)
    found: list[Run] = []
    for at, run in enumerate(runs):
        if run[0].kind is Kind.TAB:
            found.extend([run] if _is_table(runs, at) else _words(run))
        elif run[0].kind is Kind.BAR:
            found.extend(_between_bars(run, _is_table(runs, at)))
        elif run[0].kind is Kind.SPACE:
            found.extend(_columns(found, run, runs[at + 1] if at + 1 < len(runs) else None))
        else:
            found.append(run)
    return found


def _words(run: Run) -> list[Run]:
    return [[replace(line, kind=Kind.WORDS)] for line in run]


def _without_rules(lines: Sequence[Line]) -> Iterable[Line]:
    """The lines but for the rules of tables; a page number beside a form feed is the end of the page too."""
    for at, line in enumerate(lines):
        near = (lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None)
        if line.kind is Kind.RULE:
            if is_box_rule(line) or any(other and other.kind in (*_ROWS, Kind.RULE) for other in near):
                continue
            yield replace(line, kind=Kind.WORDS)
        elif is_bare_number(line) and _ends_page(lines, at):
            yield replace(line, kind=Kind.PAGE)
        else:
            yield line


def _ends_page(lines: Sequence[Line], at: int) -> bool:
    """Whether a form feed is the next that comes, blank lines passed over."""
    at += 1
    while at < len(lines) and lines[at].kind is Kind.BLANK:
        at += 1
    return at < len(lines) and lines[at].string == "\f"


def _joins(run: Run, line: Line) -> bool:
    """Whether a line that follows rows directly is one of them.

    A weak one has the width of a row, or begins with several blank cells, its last ones missing.
    """
    near = run[-_NEAR:]
    if line.kind is not Kind.TAB or not (line.weak or all(row.weak for row in near)):
        return True
    if any(row.width == line.width for row in near):
        return True
    return not any(line.cells[:2]) and 2 < line.width <= max(row.width for row in near)


def _spaced_out(runs: list[Run]) -> list[Run]:
    """Put single rows to the rows that stand over blank lines beside them."""
    joined: list[Run] = []
    spaced = False  # whether the last run of rows was put together over blank lines
    for run in runs:
        at = len(joined) - 1
        while run[0].kind in _ROWS and at >= 0 and joined[at][0].kind is Kind.BLANK:
            at -= 1
        before = joined[at] if at >= 0 else None
        if before is not None and at < len(joined) - 1 and _goes_with(before, run, spaced):
            del joined[at + 1 :]
            before.extend(run)
            spaced = True
        else:
            joined.append(run)
            spaced = spaced and run[0].kind is Kind.BLANK
    return joined


def _goes_with(before: Run, run: Run, spaced: bool) -> bool:
    """Whether rows on both sides of a blank line are of one table, one of them being single."""
    if before[0].kind is not run[0].kind or run[0].kind not in (Kind.TAB, Kind.BAR):
        return False
    if not (len(before) == 1 or len(run) == 1):
        return False
    same = before[-1].width == run[0].width
    if all(line.weak for line in (*before[-_NEAR:], *run[:_NEAR])):
        return False
    if before[-1].weak or run[0].weak:
        return spaced and same
    return same or (run[0].kind is Kind.TAB and min(before[-1].width, run[0].width) > 2)


def _is_table(runs: Sequence[Run], at: int) -> bool:
    """Whether rows with tabs or bars inside are a table and no prose with a tab or bar in it."""
    run = runs[at]
    if all(line.weak for line in run):
        return False
    backwards, forwards = range(at - 1, -1, -1), range(at + 1, len(runs))
    return (
        len(run) > 1
        or _is_header_under_unit(run[0], (runs[other] for other in backwards))
        or any(_leads_to_rows(run[0], (runs[other] for other in way)) for way in (backwards, forwards))
    )


def _is_header_under_unit(row: Line, before: Iterable[Run]) -> bool:
    """Whether a row of labels stands right under the unit of a table, as in a table that is empty."""
    above = next((run[0] for run in before if run[0].kind is not Kind.BLANK), None)
    return (
        above is not None
        and above.kind is Kind.WORDS
        and _UNIT.search(simplified(above.string[-_LONGEST_CAPTION:])) is not None
        and all(cell and not any(c.isdigit() or c in _SENTENCE_ENDS for c in cell) for cell in row.cells)
    )


def _leads_to_rows(row: Line, others: Iterable[Run]) -> bool:
    """Whether the nearest rows have as many cells, with nothing but ends of pages and captions between."""
    captions = 0
    for run in others:
        kind = run[0].kind
        if kind is Kind.WORDS:
            captions += 1
            words = run[0].string.strip()
            if captions > _MOST_CAPTIONS or len(words) > _LONGEST_CAPTION or words[-1] in _SENTENCE_ENDS:
                return False
        elif kind not in _BETWEEN:
            return (
                kind is row.kind
                and any(line.width == row.width for line in run)
                and len(run) > (captions > 0)
            )
    return False


def _between_bars(run: Run, is_table: bool) -> list[Run]:
    """Rows without the blank cells that bars at the ends of all of them make.

    Where some lines have bars at their ends and others do not, all must have as many cells; else those with bars
    around every cell are rows and the others are words.
    """
    start = all(not line.cells[0] for line in run)
    end = all(not line.cells[-1] for line in run)
    if (start and end and all(line.is_barred for line in run)) or (
        is_table and len({line.width for line in run}) == 1
    ):
        return [[replace(line, cells=line.cells[start : line.width - end]) for line in run]]
    found: list[Run] = []
    for barred, group in groupby(run, lambda line: line.is_barred):
        lines = list(group)
        found.extend(_between_bars(lines, is_table=True) if barred else _words(lines))
    return found


def _columns(before: Sequence[Run], run: Run, after: Run | None) -> list[Run]:
    """Lines with wide spaces as a table where they surely are one, else each as words.

    They are if all have as many cells, the first one words alone, and each of the others a figure in one and the
    same column; nothing with a digit may follow at once. Keys with values before them are captions. Such rows
    without a header go on with such a table before them.
    """
    words = _words(run)
    lead = next((at for at, line in enumerate(run) if not any(map(_KEY.match, line.cells))), 0)
    rows = run[lead:]
    if len({line.width for line in rows}) > 1 or _may_go_on(after):
        return words
    above = _rows_above(before)
    alike = above is not None and above[0].kind is Kind.SPACE and above[0].width == rows[0].width
    goes_on = alike and above is not None and _figure_columns(above[1:]) & _figure_columns(rows)
    headed = not _figure_columns(rows[:1]) and _figure_columns(rows[1:]) and len(rows) >= _FEWEST_SPACED
    return [*words[:lead], rows] if goes_on or headed else words


def _rows_above(before: Sequence[Run]) -> Run | None:
    """The rows before the captions and ends of pages that stand here."""
    for at in range(len(before) - 1, max(len(before) - 1 - 2 * _MOST_CAPTIONS, -1), -1):
        if before[at][0].kind not in (*_BETWEEN, Kind.WORDS):
            return before[at]
    return None


def _may_go_on(after: Run | None) -> bool:
    return after is not None and after[0].kind is Kind.WORDS and any(c.isdigit() for c in after[0].string)


def _figure_columns(rows: Sequence[Line]) -> set[int]:
    """The columns in which every row holds a figure."""
    columns = range(min((line.width for line in rows), default=0))
    return {at for at in columns if all(read_number(line.cells[at]) is not None for line in rows)}
