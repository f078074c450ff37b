"""Phrases: literal words, gaps and typed holes, matched in normalised text in linear time.

Every stretch between two gaps is searched for from where the one before it ended, leftmost first. Since a
gap may take anything, the leftmost match of each stretch leaves most room for the next, so no search is
ever taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from checker.model.amount import NUMBER_PATTERN, QUANTITY
from checker.model.meant import instead
from checker.model.text import normalise

GAP = "…"
PARAGRAPH_END = "\n"
"""Stands between the paragraphs of a section; no literal and no hole crosses it, only a gap does."""

_CLAUSE_ENDS = PARAGRAPH_END + '。;,、:!?("'
_SENTENCE_END = re.compile(r"[\n。;!?]|$(?![\s\S])")
_SERIES_END = re.compile(r"[\n。!?]|$(?![\s\S])")
_CLAUSE_END = re.compile(r"[\n。;!?,]|$(?![\s\S])")
_LONGEST_LEADING = 16
LONGEST_HOLE = 4000
"""What a text, list or parts hole takes at most; so the time of a search grows with the text only."""
_LEADING = re.compile(
    r"(?:[一二三四五六七八九十\d]{1,3}[.)])?(?:其中[,:]?)?(?:(?:19|20)\d\d年(?:度)?[,、]?)?$"
)


class HoleType(StrEnum):
    """What a hole takes."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    YEAR = "year"
    DATE = "date"
    CODE = "code"
    LIST = "list"
    TEXT = "text"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Literal:
    string: str


@dataclass(frozen=True, slots=True)
class Hole:
    name: str
    type: HoleType


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed phrase: its stretches between gaps. `anchored`: it begins at the beginning of a clause."""

    source: str
    stretches: tuple[tuple[Literal | Hole, ...], ...]
    anchored: bool

    @property
    def holes(self) -> tuple[Hole, ...]:
        return tuple(token for stretch in self.stretches for token in stretch if isinstance(token, Hole))

    def find_all(self, string: str) -> Iterator[PhraseMatch]:
        """Every match in normalised text, from left to right, without overlap."""
        at = 0
        while True:
            match = _match(self, string, at)
            if not isinstance(match, PhraseMatch):
                return
            yield match
            at = max(match.end, at + 1)

    def nearest(self, string: str) -> NearMatch | None:
        """How far the phrase came from the left, if it did not match."""
        match = _match(self, string, 0)
        return match if isinstance(match, NearMatch) else None


@dataclass(frozen=True, slots=True)
class Capture:
    """What a hole took: bounds in the normalised text."""

    hole: Hole
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    start: int
    end: int
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True)
class NearMatch:
    """How far a phrase that did not match came: the words found so far and what was looked for next."""

    start: int
    end: int
    missing: str


class PhraseError(ValueError):
    """A phrase that cannot be parsed; `offset` is where in its source."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


_TOKEN = re.compile(r"…+|\.{3,}|\{[^{}]*\}|[{}]")
_HOLE = re.compile(r"\{\s*(?P<name>[^\W\d]\w*)?\s*:\s*(?P<type>\w+)\s*\}")


def parse_phrase(source: str) -> Phrase:
    """Parse a phrase; raises PhraseError."""
    stretches: list[list[Literal | Hole]] = [[]]
    gaps_first = False
    at = 0
    names: set[str] = set()
    for match in [*_TOKEN.finditer(source), None]:
        literal = normalise(source[at : match.start() if match else len(source)]).string
        if literal:
            stretches[-1].append(Literal(literal))
        if match is None:
            break
        at = match.end()
        if match[0][0] in "….":
            gaps_first = gaps_first or not any(stretches)
            stretches.append([])
            continue
        hole = _HOLE.fullmatch(match[0])
        if hole is None:
            raise PhraseError(
                f"应为 {{名称: 类型}} / expected {{name: type}}, found {match[0]!r}", match.start()
            )
        if hole["type"] not in list(HoleType):
            raise PhraseError(
                f"没有类型 / no hole type “{hole['type']}”{instead(hole['type'])}"
                f"（可选 / choose from: {'、'.join(HoleType)}）",
                match.start(),
            )
        name = hole["name"] or ""
        if name and name in names:
            raise PhraseError(f"名称重复 / hole named twice: {name!r}", match.start())
        names.add(name)
        stretches[-1].append(Hole(name, HoleType(hole["type"])))
    kept = tuple(tuple(stretch) for stretch in stretches if stretch)
    if not any(isinstance(token, Literal) for stretch in kept for token in stretch):
        raise PhraseError("短语里没有固定的文字 / the phrase has no words of its own", 0)
    return Phrase(source, kept, anchored=not gaps_first)


def _match(phrase: Phrase, string: str, at: int) -> PhraseMatch | NearMatch | None:
    start: int | None = None
    captures: list[Capture] = []
    for index, stretch in enumerate(phrase.stretches):
        found = _find_stretch(stretch, string, at, anchored=phrase.anchored and index == 0)
        if found is None:
            missing = "".join(t.string if isinstance(t, Literal) else f"{{{t.type}}}" for t in stretch)
            return NearMatch(start, at, missing) if start is not None else None
        low, at, taken = found
        start = low if start is None else start
        captures.extend(taken)
    assert start is not None
    return PhraseMatch(start, at, tuple(captures))


def _find_stretch(
    stretch: tuple[Literal | Hole, ...], string: str, at: int, anchored: bool
) -> tuple[int, int, list[Capture]] | None:
    """The leftmost place at or after `at` where the stretch stands without a gap."""
    for low in _candidates(stretch[0], string, at):
        if anchored and not _begins_clause(string, low):
            continue
        found = _stretch_at(stretch, string, low)
        if found is not None:
            return (low, *found)
    return None


def _candidates(token: Literal | Hole, string: str, at: int) -> Iterator[int]:
    """Where a stretch could begin."""
    if isinstance(token, Literal):
        while (at := string.find(token.string, at)) >= 0:
            yield at
            at += 1
    elif token.type in (HoleType.TEXT, HoleType.LIST, HoleType.PARTS):
        yield at
    else:
        for match in _PATTERNS[token.type].finditer(string, at):
            if token.type not in _WITH_UNIT or not unit_is_missing(match["value"]):
                yield match.start()


def _begins_clause(string: str, at: int) -> bool:
    """At the beginning of a clause, or after a number, a year or 其中 that begins one."""
    earliest = max(0, at - _LONGEST_LEADING)
    start = max(string.rfind(mark, earliest, at) for mark in _CLAUSE_ENDS) + 1
    if start == 0 and earliest > 0:
        return False
    return _LEADING.fullmatch(string, start, at) is not None


def _stretch_at(
    stretch: tuple[Literal | Hole, ...], string: str, at: int
) -> tuple[int, list[Capture]] | None:
    captures: list[Capture] = []
    for index, token in enumerate(stretch):
        if isinstance(token, Literal):
            if not string.startswith(token.string, at):
                return None
            at += len(token.string)
            continue
        following = stretch[index + 1] if index + 1 < len(stretch) else None
        end = _hole_end(token, following, string, at)
        if end is None:
            return None
        captures.append(Capture(token, at, end))
        at = end
    return at, captures


_PATTERNS: dict[HoleType, re.Pattern[str]] = {
    HoleType.MONEY: re.compile(rf"(?P<value>{NUMBER_PATTERN}(?:[亿万千百]*元|万|亿|(?![\d.年月日%])))"),
    HoleType.PERCENT: re.compile(rf"(?P<value>{NUMBER_PATTERN}(?:%|个?百分点|(?![\d.年月日万亿元])))"),
    HoleType.COUNT: re.compile(rf"(?P<value>{QUANTITY.pattern})"),
    HoleType.YEAR: re.compile(r"(?P<value>(?<!\d)(?:19|20)\d\d年(?:度)?)"),
    HoleType.DATE: re.compile(r"(?P<value>(?<!\d)(?:19|20)\d\d年\d{1,2}月\d{1,2}日)"),
    HoleType.CODE: re.compile(r"(?P<value>(?<![0-9A-Za-z])[A-Z]?\d{2,}(?![0-9A-Za-z]))"),
}
# Money and percent also take a number whose unit is missing or cut short, so that the slip can be told;
# not at the beginning of a stretch, where any number of the section would do.
_CLOSING = {HoleType.TEXT: _CLAUSE_END, HoleType.PARTS: _SERIES_END}
_WITH_UNIT = (HoleType.MONEY, HoleType.PERCENT)


def _hole_end(hole: Hole, following: Literal | Hole | None, string: str, at: int) -> int | None:
    pattern = _PATTERNS.get(hole.type)
    if pattern is not None:
        match = pattern.match(string, at)
        return match.end() if match else None
    closing = _CLOSING.get(hole.type, _SENTENCE_END)
    if isinstance(following, Literal):
        last = _end(_SERIES_END if hole.type is HoleType.PARTS else _SENTENCE_END, string, at)
        end = string.find(following.string, at, last + len(following.string))
    else:
        end = _end(closing, string, at)
    return end if end > at else None


def _end(closing: re.Pattern[str], string: str, at: int) -> int:
    match = closing.search(string, at, at + LONGEST_HOLE)
    return match.start() if match else min(len(string), at + LONGEST_HOLE)


def takes(hole: HoleType, string: str, start: int, end: int) -> bool:
    """Whether what stands at these bounds is a whole value of a hole's type, and not a piece of one."""
    pattern = _PATTERNS.get(hole)
    match = pattern.match(string, start) if pattern else None
    return pattern is None or (match is not None and match.end() == end)


def unit_is_missing(string: str) -> bool:
    """Whether what a money or percent hole took has no unit, or one cut short (万 for 万元)."""
    match = QUANTITY.fullmatch(string)
    return match is None or match["unit"] is None
