"""The words of a line: letters that stand together, apart from others by a gap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from checker.layout.page import Glyph

_GAP, _GAP_OF_NUMBER, _GAP_OF_DIGITS = 1.0, 0.55, 0.35
"""A wider gap than this share of the letters' size parts words, a number from a label, and two numbers."""
_GAP_OF_LETTERS = 2.5
"""Single Chinese letters no further apart than this are one label, set apart to fill its cell."""
_FIRST_WIDE = "\u2e80"

Span = tuple[float, float]
"""Left and right edge."""


class Word(NamedTuple):
    span: Span
    string: str

    @property
    def middle(self) -> float:
        return (self.span[0] + self.span[1]) / 2


class Words(NamedTuple):
    """A line: the middle of its height, the size of its letters, its words from left to right."""

    middle: float
    size: float
    words: tuple[Word, ...]


def words_of(line: Sequence[Glyph]) -> Words:
    """The words of a line of letters; white space is a gap."""
    letters = [glyph for glyph in line if glyph[0].strip()]
    size = max([glyph[4] for glyph in line])
    words: list[Word] = []
    single = False  # whether the last word is a Chinese letter, or several set apart
    start = 0
    parted = [at for at, (before, after) in enumerate(pairwise(letters), 1) if _parted(before, after)]
    for at in (*parted, len(letters)) if letters else ():
        word = Word((letters[start].x0, letters[at - 1].x1), "".join(g.string for g in letters[start:at]))
        alone = len(word.string) == 1 and word.string >= _FIRST_WIDE
        if alone and single and word.span[0] - words[-1].span[1] <= _GAP_OF_LETTERS * size:
            before = words.pop()
            word = Word((before.span[0], word.span[1]), before.string + word.string)
        words.append(word)
        single = alone
        start = at
    middle = sum([glyph[3] for glyph in line]) / len(line)
    return Words(middle, size, tuple(words))


def _parted(before: Glyph, after: Glyph) -> bool:
    """Whether a gap parts two letters into words."""
    gap = after[1] - before[2]
    if gap <= _GAP_OF_DIGITS * after[4]:
        return False
    digits = before.string.isdigit() + after.string.isdigit()
    share = (_GAP, _GAP_OF_NUMBER, _GAP_OF_DIGITS)[digits]
    return gap > share * after.size


def top_of(read: Sequence[Words], at: int) -> float:
    """A height above a line and below the line before it."""
    line = read[at]
    above = line.middle - line.size
    return max(above, (read[at - 1].middle + line.middle) / 2) if at else above


def bottom_of(read: Sequence[Words], at: int) -> float:
    """A height below a line and above the line after it."""
    line = read[at]
    below = line.middle + line.size
    return min(below, (read[at + 1].middle + line.middle) / 2) if at + 1 < len(read) else below
