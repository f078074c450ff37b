"""Glyphs → lines of text in visual order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from statistics import median_low

from checker.layout.frame import Frame
from checker.layout.page import Glyph
from checker.layout.stray import without_marks
from checker.model.text import Box, Place, Text, unified

_SPACE, _WIDE_SPACE = 0.2, 0.8
"""A gap wider than this share of the letters' size is a space; the second holds between Chinese letters,
which are often set apart to fill a line."""
_SPACED = 8
"""A line of so many letters shows whether all are set apart."""
_FIRST_WIDE = "\u2e80"
_BY_MIDDLE, _BY_X0, _BY_PLACE = itemgetter(3, 1), itemgetter(1), itemgetter(1, 3)
_RUN = re.compile(r"[（“《(\[]*(?:[!-~]+[万亿元年]*|.)[，。；：、）”》)\]]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A visual line, in reading coordinates.

    `size` is that of most of its letters: a few may be larger. `gap` is its widest gap between letters, in letters.
    """

    text: Text
    x0: float
    x1: float
    middle: float
    size: float
    gap: float = 0.0

    @property
    def first_run(self) -> float:
        """The width of what cannot be broken at the line's beginning: a number or word, or one letter."""
        match = _RUN.match(self.text.string)
        share = (self.x1 - self.x0) / max(len(self.text.string), 1)
        return share * (match.end() if match else 1)


def rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into lines: those whose middles lie within half a letter of the line's; left to right."""
    result: list[list[Glyph]] = []
    row: list[Glyph] = []
    middle = size = 0.0
    for glyph in sorted(glyphs, key=_BY_MIDDLE):
        _, _, _, its_middle, its_size, _ = glyph
        larger = its_size if its_size > size else size
        if result and abs(its_middle - middle) <= 0.5 * larger:
            row.append(glyph)
            middle += (its_middle - middle) / len(row)
            size = larger
        else:
            row = [glyph]
            result.append(row)
            middle, size = its_middle, its_size
    for row in result:
        row.sort(key=_BY_X0)
    return [without_marks(row) for row in result]


def string_of(row: Sequence[Glyph]) -> str:
    """The words of a line, with a space where the gap between two letters is wide."""
    parts = [glyph[0] for glyph in row]
    for at in reversed(_gaps(row)):
        parts.insert(at, " ")
    return unified("".join(parts))


def _gaps(row: Sequence[Glyph]) -> list[int]:
    """Before which letters of a line a space stands."""
    wide = [
        at for at, (before, glyph) in enumerate(pairwise(row), 1) if glyph[1] - before[2] > _SPACE * glyph[4]
    ]
    return [at for at in wide if _apart(row[at - 1], row[at], row)]


def _apart(before: Glyph, glyph: Glyph, row: Sequence[Glyph]) -> bool:
    """Whether a space stands between two letters of a line."""
    gap = glyph.x0 - before.x1
    if gap <= _SPACE * glyph.size or before.string == " " or glyph.string == " ":
        return False
    wide = before.string >= _FIRST_WIDE and glyph.string >= _FIRST_WIDE
    share = _WIDE_SPACE if wide else _SPACE
    return gap > share * glyph.size and gap > share * glyph.size + _spacing(row)


def _spacing(row: Sequence[Glyph]) -> float:
    """How far apart all letters of a line are set, to fill it; short ones do not tell."""
    if len(row) < _SPACED:
        return 0.0
    least = min(after.x0 - glyph.x1 for glyph, after in pairwise(row))
    return least if least > 0 else 0.0


def cell_text(glyphs: Sequence[Glyph]) -> str:
    """The lines of a cell put together; only Latin words are kept apart."""
    if not glyphs:
        return ""
    middles = [glyph[3] for glyph in glyphs]
    apart = max(middles) - min(middles)
    if not apart or apart <= 0.5 * min([glyph[4] for glyph in glyphs]):  # one line, as in most cells
        return string_of(without_marks(sorted(glyphs, key=_BY_PLACE))).strip()
    text = ""
    for row in rows(glyphs):
        string = string_of(row).strip()
        if text and string and text[-1].isascii() and text[-1].isalpha() and string[0].isascii():
            text += " "
        text += string
    return text


def line_of(row: Sequence[Glyph], name: str, page: int, frame: Frame) -> Line | None:
    """A line with its place and the edges of its letters; None if it is blank."""
    filled = [glyph for glyph in row if glyph[0].strip()]
    if not filled:
        return None
    first, last = row.index(filled[0]), len(row) - row[::-1].index(filled[-1])
    part = row[first:last]
    strings = [glyph[0] for glyph in part]
    edges = [filled[0].x0, *_right_edges(part)]
    recognised = filled[0].confidence is not None
    confidences = [glyph.confidence or 0.0 for glyph in part for _ in glyph.string] if recognised else []
    gap = 0.0
    for at in reversed(_gaps(row)):
        if first < at < last:
            before = len("".join(strings[: at - first]))
            strings.insert(at - first, " ")
            edges.insert(before + 1, row[at].x0)
            confidences[before:before] = [1.0] * recognised
            gap = max(gap, (row[at].x0 - row[at - 1].x1) / row[at].size)
    sizes = [glyph[4] for glyph in filled]
    size, tallest = median_low(sizes), max(sizes)
    middle = sum([glyph[3] for glyph in filled]) / len(filled)
    box: Box = (filled[0].x0, middle - 0.55 * tallest, filled[-1].x1, middle + 0.55 * tallest)
    upright = frame.turn % 360 == 0
    text = Text.at(
        unified("".join(strings)),
        Place(name, page=page, box=frame.shown(box), confidence=least_sure(filled)),
        tuple(edges) if upright else (),
        tuple(confidences) if recognised else (),
    )
    return Line(text, filled[0].x0, filled[-1].x1, middle, size, gap)


def _right_edges(row: Sequence[Glyph]) -> Iterable[float]:
    """Where each letter ends; those of a recognised word share its width."""
    if max([len(glyph[0]) for glyph in row]) == 1:
        return [glyph[2] for glyph in row]
    return [
        x0 + (x1 - x0) / len(string) * (index + 1)
        for string, x0, x1, _, _, _ in row
        for index in range(len(string))
    ]


def least_sure(glyphs: Sequence[Glyph]) -> float | None:
    """The confidence of words that were recognised in a picture: that of the least sure character."""
    if not glyphs or glyphs[0].confidence is None:
        return None
    return min((glyph.confidence for glyph in glyphs if glyph.confidence is not None), default=None)


def body_size(lines: Iterable[Line]) -> float:
    """The size of most letters of the document outside its tables."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text.string)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def margins(lines: Iterable[Line]) -> tuple[float, float]:
    """The left and right edges of the text block: where most lines begin, and the far end of full lines."""
    lefts: Counter[int] = Counter()
    right = 0.0
    for line in lines:
        lefts[round(line.x0)] += 1
        if len(line.text.string) > 20:
            right = max(right, line.x1)
    total = sum(lefts.values())
    common = [x for x, count in lefts.items() if count >= 0.1 * total]
    return float(min(common or lefts or [0])), right
