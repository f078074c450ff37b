"""The header over columns of figures that no rule divides: which labels stand over one column, which over several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from checker.layout.grid import GridCell
from checker.layout.page import Ruling
from checker.layout.words import Span, Words, top_of

_MOST_LINES = 6
_NEAR = 4.0
"""A line of the header is no further from the next one than so many letters."""
_WRAPPED = 1.45
"""Lines nearer to each other than so many letters are lines of one label, or lie partly in one another."""
_SAME_EDGE = 3.0
"""The lines of a label have a common edge or middle, in points."""
_CENTRED = 6.0
"""A label over several columns stands in their middle, in points."""
_DEEP = 0.6
_NO_LABEL = re.compile(r".*[单單]位[:：].*|.*[。；]")


@dataclass(frozen=True, slots=True)
class Header:
    """The first line below the header, the columns with their labels, the edges of its rows, its cells."""

    end: int
    columns: tuple[Span, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label of the header: its extent, and the middles of its first and last line."""

    span: Span
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Placed:
    """A label with the columns (first, end) that it is over."""

    label: _Label
    first: int
    end: int

    @property
    def wide(self) -> bool:
        return self.end - self.first > 1


def header_over(
    read: Sequence[Words], data: tuple[int, int], columns: Sequence[Span], rules: Sequence[Ruling]
) -> Header | None:
    """The header of the columns of lines of figures, the first and last of which `data` names.

    None if there is none or it is not certain.
    """
    first, last = data
    lines = _lines(read, first, columns, rules)
    if lines is None:
        return None
    labels = _labels([read[at] for at in lines])
    columns = _joined(columns, [label.span for label in labels], read[first : last + 1])
    placed = _placed(labels, columns, rules)
    if placed is None:
        return None
    narrow = [item for item in placed if not item.wide]
    widened = list(columns)
    for item in narrow:
        spans = widened[item.first], item.label.span
        widened[item.first] = min(x0 for x0, _ in spans), max(x1 for _, x1 in spans)
    labelled = {item.first for item in narrow}
    if not labelled.issuperset(range(1, len(columns))) or len(united(widened)) != len(columns):
        return None
    top = top_of(read, lines[0])
    bottom = (read[lines[-1]].middle + read[lines[-1] + 1].middle) / 2
    parts = [*_parts(placed)]
    return Header(
        lines[-1] + 1, tuple(widened), (top, *parts, bottom), tuple(_cells(placed, parts, len(columns)))
    )


def united(spans: Iterable[Span]) -> list[Span]:
    """The stretches that the spans cover together."""
    result: list[Span] = []
    for x0, x1 in sorted(spans):
        if result and x0 <= result[-1][1]:
            result[-1] = result[-1][0], max(result[-1][1], x1)
        else:
            result.append((x0, x1))
    return result


def _lines(
    read: Sequence[Words], first: int, columns: Sequence[Span], rules: Sequence[Ruling]
) -> range | None:
    """The lines of the header: from its first label, or the rule above it, to its last line of several labels."""
    top_rule = _top_rule(read, first, columns, rules)
    start = first
    while start > 0 and first - start < _MOST_LINES and _may_belong(read[start - 1], read[start], top_rule):
        start -= 1
    labelled = [at for at in range(start, first) if len(read[at].words) > 1]
    if not labelled:
        return None
    if top_rule is None:
        start = labelled[0]
        while start > 0 and _stands_among(read[start - 1], read[start]):
            start -= 1
        if start > 0 and _may_stand_over(read[start - 1], read[start], columns):
            return None
    end = labelled[-1] + 1
    while end < first and read[end].middle - read[end - 1].middle <= _WRAPPED * read[end].size:
        end += 1
    return range(start, end)


def _top_rule(
    read: Sequence[Words], first: int, columns: Sequence[Span], rules: Sequence[Ruling]
) -> float | None:
    """The height of the uppermost rule over the whole table, if another one parts the header from the figures."""
    width = columns[-1][1] - columns[0][0]
    highest = read[max(first - _MOST_LINES, 0)].middle - 2 * read[first].size
    over = [
        rule.at
        for rule in rules
        if highest < rule.at < read[first].middle
        and min(rule.end, columns[-1][1]) - max(rule.start, columns[0][0]) > 0.9 * width
    ]
    return min(over) if len(over) > 1 else None


def _may_belong(line: Words, below: Words, top_rule: float | None) -> bool:
    """Whether a line goes with the one below it to the header or the labels under it."""
    if top_rule is not None and line.middle < top_rule:
        return False
    near = below.middle - line.middle <= _NEAR * max(line.size, below.size)
    return (near or top_rule is not None) and not any(_NO_LABEL.fullmatch(word.string) for word in line.words)


def _stands_among(line: Words, header: Words) -> bool:
    """A label over several columns beside labels in the middle of two lines: the lines lie partly in one another."""
    return (
        len(line.words) == 1
        and header.middle - line.middle <= _WRAPPED * header.size
        and not any(_overlap(line.words[0].span, word.span) for word in header.words)
    )


def _may_stand_over(line: Words, header: Words, columns: Sequence[Span]) -> bool:
    """A single label right above the header is over some of its columns or the title: who knows."""
    if len(line.words) != 1 or _NO_LABEL.fullmatch(line.words[0].string):
        return False
    near = header.middle - line.middle <= _NEAR * header.size and line.size <= 1.15 * header.size
    return near and columns[0][1] < line.words[0].middle


def _overlap(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _over(span: Span, columns: Sequence[Span]) -> list[int]:
    """The columns that a label lies over."""
    return [at for at, column in enumerate(columns) if _overlap(span, column)]


def _labels(lines: Sequence[Words]) -> list[_Label]:
    """The labels from the lowest to the highest, the lines of one that wraps put together."""
    labels: list[_Label] = []
    for line in reversed(lines):
        for word in line.words:
            under = [
                at
                for at, label in enumerate(labels)
                if 0 < label.top - line.middle <= _WRAPPED * line.size and _same_edge(word.span, label.span)
            ]
            if len(under) == 1:
                (at,) = under
                (span,) = united([word.span, labels[at].span])
                labels[at] = _Label(span, line.middle, labels[at].bottom)
            else:
                labels.append(_Label(word.span, line.middle, line.middle))
    return sorted(labels, key=lambda label: (-label.bottom, label.span))


def _same_edge(word: Span, label: Span) -> bool:
    differences = word[0] - label[0], word[1] - label[1], (sum(word) - sum(label)) / 2
    return _overlap(word, label) and min(map(abs, differences)) <= _SAME_EDGE


def _joined(columns: Sequence[Span], labels: Sequence[Span], data: Sequence[Words]) -> list[Span]:
    """The columns, those that share a label put together if no line has words in several of them."""
    result = list(columns)
    for label in labels:
        over = _over(label, result)
        if len(over) > 1:
            whole = result[over[0]][0], result[over[-1]][1]
            if all(sum(_overlap(word.span, whole) for word in line.words) < 2 for line in data):
                result[over[0] : over[-1] + 1] = [whole]
    return result


def _placed(
    labels: Sequence[_Label], columns: Sequence[Span], rules: Sequence[Ruling]
) -> list[_Placed] | None:
    """Each label with its columns; None if that is not certain.

    Labels that stand over no others are those of single columns: as many as columns, but for a blank corner.
    """
    width = columns[-1][1] - min(columns[0][0], *(label.span[0] for label in labels))
    partial = [rule for rule in rules if rule.end - rule.start < 0.95 * width]
    narrow: list[_Label] = []
    wide: list[tuple[_Label, _Label, _Label]] = []
    for label in labels:
        lower = sorted((item for item in narrow if item.top > label.bottom), key=lambda item: item.span)
        runs = [*_runs(label, lower, partial)]
        if len(runs) > 1:
            return None
        if runs:
            wide.append((label, *runs[0]))
        else:
            narrow.append(label)
    narrow.sort(key=lambda label: label.span)
    start = len(columns) - len(narrow)
    if start not in (0, 1):
        return None
    at_of = {label: at for at, label in enumerate(narrow, start)}
    if any(_over(label.span, columns) not in ([], [at]) for label, at in at_of.items()):
        return None
    placed = [_Placed(label, at, at + 1) for label, at in at_of.items()]
    placed.extend(_Placed(label, at_of[first], at_of[last] + 1) for label, first, last in wide)
    return placed


def _runs(
    label: _Label, lower: Sequence[_Label], partial: Sequence[Ruling]
) -> Iterator[tuple[_Label, _Label]]:
    """The runs of several lower labels above which a rule says that the label stands, or else their middle.

    A label that begins where one of them begins is not set in the middle of anything.
    """
    deepest = max((item.top for item in lower), default=label.bottom)
    under = [
        rule
        for rule in partial
        if label.bottom < rule.at < deepest
        and rule.start <= label.span[0] + _SAME_EDGE
        and label.span[1] <= rule.end + _SAME_EDGE
    ]
    if under:
        rule = min(under)
        inside = [item for item in lower if rule.start < sum(item.span) / 2 < rule.end and item.top > rule.at]
        if len(inside) > 1:
            yield inside[0], inside[-1]
        return
    # What stands half as deep is beside the label: a single column's, in the middle of the header's height.
    deep = [item for item in lower if item.top - label.bottom > _DEEP * (deepest - label.bottom)]
    for first, last in combinations(deep, 2):
        between = lower[lower.index(first) : lower.index(last) + 1]
        if len(between) == deep.index(last) - deep.index(first) + 1 and _stands_over(label.span, first, last):
            yield first, last


def _stands_over(span: Span, first: _Label, last: _Label) -> bool:
    """Whether a label is in the middle of two others, by their outer edges or by their own middles."""
    middles = (first.span[0] + last.span[1]) / 2, (sum(first.span) + sum(last.span)) / 4
    near = any(abs(sum(span) / 2 - middle) <= _CENTRED for middle in middles)
    return near and span[0] - first.span[0] > _SAME_EDGE


def _parts(placed: Sequence[_Placed]) -> Iterator[float]:
    """Where the rows of the header part: between each level of labels over several columns and what is under it."""
    levels = sorted({item.label.bottom for item in placed if item.wide})
    for level in levels:
        wide = [item for item in placed if item.wide and item.label.bottom == level]
        under = [
            item.label.top
            for item in placed
            if item.label.top > level and any(w.first <= item.first < w.end for w in wide)
        ]
        yield (level + min(under)) / 2


def _cells(placed: Sequence[_Placed], parts: Sequence[float], columns: int) -> Iterator[GridCell]:
    """The cells: labels over several columns in the row of their level, below and beside them single columns."""
    rows = len(parts) + 1
    taken = [[False] * columns for _ in range(rows)]
    for item in placed:
        if item.wide:
            row = sum(part < item.label.bottom for part in parts)
            taken[row][item.first : item.end] = [True] * (item.end - item.first)
            yield GridCell(row, item.first, 1, item.end - item.first)
    for column in range(columns):
        free = [row for row in range(rows) if not taken[row][column]]
        starts = [row for row in free if row - 1 not in free]
        ends = [row + 1 for row in free if row + 1 not in free]
        for start, end in zip(starts, ends, strict=True):
            yield GridCell(start, column, end - start, 1)
