"""What each line of a text is by itself: a row of cells, the end of a page, a rule of a table, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from checker.model.text import simplified

_BARS = str.maketrans(dict.fromkeys("｜│┃┆┇┊┋║", "|"))
_BOX_RULE = re.compile(r"[\u2500-\u257f\s]+")
_RULE = re.compile(r"[-=:+|\s]*(?:--|:-|-:|==)[-=:+|\s]*")
_DIGITS = "一二三四五六七八九十百\\d"
_ORDINAL = re.compile(
    rf"第\s*[{_DIGITS}]{{1,4}}\s*(?:部分|章|篇)|[（(]\s*[{_DIGITS}]{{1,4}}\s*[）)]、?"
    rf"|[{_DIGITS}]{{1,4}}\s*[、．.)）]|[①-⑳]"
)
_DASHES = r"[-—–－―─·\s]*"
_PAGE = re.compile(
    rf"{_DASHES}第\s*\d{{1,4}}\s*页(?:\s*[/，,]?\s*共\s*\d{{1,4}}\s*页)?{_DASHES}"
    r"|共\s*\d{1,4}\s*页\s*[/，,]?\s*第\s*\d{1,4}\s*页"
    r"|[-—–－―─·]+\s*\d{1,4}\s*[-—–－―─·]+"
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_CONTENTS = re.compile(r"目\s*[录次]")
_LONGEST_ENTRY = 60
_ENTRY = re.compile(r".*\D\d{1,3}")
_SENTENCE_ENDS = "。；！？"
_GAP = re.compile(r"[ \u3000]{2,}")


class Kind(Enum):
    """What divides the cells of a line, or what else it is."""

    TAB = "tab"
    BAR = "bars"
    SPACE = "spaces"
    RULE = "rule"
    WORDS = "words"
    BLANK = "blank"
    PAGE = "end of page"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its cells. A weak one has no tab between words, or only one, behind an ordinal or in a sentence.

    Before and behind bars at the ends of a line there is a blank cell, until the other lines are known.
    """

    number: int
    string: str
    kind: Kind
    cells: tuple[str, ...] = ()
    weak: bool = False

    @property
    def width(self) -> int:
        return len(self.cells)

    @property
    def is_barred(self) -> bool:
        """Whether bars stand around every cell."""
        return self.kind is Kind.BAR and self.width > 2 and not self.cells[0] and not self.cells[-1]


def lines_of(string: str) -> Iterator[Line]:
    """The lines of a text with their numbers; a form feed ends a page wherever it stands."""
    # Only real line ends: str.splitlines would also split at form feeds and Unicode separators.
    listing = False
    for number, whole in enumerate(string.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        pieces = whole.split("\f")
        for at, piece in enumerate(pieces):
            if at:
                yield Line(number, "\f", Kind.PAGE)
            line = _line(number, piece)
            words = piece.strip()
            listing = _CONTENTS.fullmatch(simplified(words)) is not None or (
                listing
                and len(words) <= _LONGEST_ENTRY
                and (line.kind is not Kind.TAB or _ENTRY.fullmatch(words) is not None)
            )
            # the tab before the page number of an entry of the contents divides no cells
            yield Line(number, piece, Kind.WORDS) if listing and line.kind is Kind.TAB else line


def _line(number: int, string: str) -> Line:
    stripped = string.strip()
    if not stripped:
        return Line(number, string, Kind.BLANK)
    if "\t" in string.strip(" \u3000"):
        cells = tuple(cell.strip() for cell in string.split("\t"))
        return Line(number, string, Kind.TAB, cells, _is_weak(cells))
    if _PAGE.fullmatch(simplified(stripped)):
        return Line(number, string, Kind.PAGE)
    barred = stripped.translate(_BARS)
    if _BOX_RULE.fullmatch(stripped) or _RULE.fullmatch(barred):
        return Line(number, string, Kind.RULE)
    if "|" in barred:
        return Line(number, string, Kind.BAR, tuple(cell.strip() for cell in barred.split("|")))
    if _GAP.search(stripped):
        return Line(number, string, Kind.SPACE, tuple(cell.strip() for cell in _GAP.split(stripped)))
    return Line(number, string, Kind.WORDS)


def _is_weak(cells: tuple[str, ...]) -> bool:
    filled = [cell for cell in cells if cell]
    if len(filled) != 2:
        return len(filled) < 2
    in_sentence = len(cells) == 2 and any(cell[-1] in _SENTENCE_ENDS for cell in filled)
    return in_sentence or _ORDINAL.fullmatch(filled[0]) is not None


def is_box_rule(line: Line) -> bool:
    return _BOX_RULE.fullmatch(line.string.strip()) is not None


def is_bare_number(line: Line) -> bool:
    """A number alone: that of a page, if the page ends there."""
    return line.kind is Kind.WORDS and _BARE_NUMBER.fullmatch(line.string.strip()) is not None
