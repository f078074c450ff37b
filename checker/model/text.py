"""Text that knows where it stands, and its normalised form for matching."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from checker.model.frozen import frozen
from checker.model.script import simplified_forms, words_simplified

SURE = 0.95
"""Words recognised in a picture with less confidence decide nothing; the figures are in docs/decisions.md."""

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the upper left corner of the page as shown."""


@frozen
class Place:
    """Where something stands. `page` and `line` are 1-based; what does not apply is None.

    `spot` is an address in a format that has neither: a cell of a sheet (收入!B12), a paragraph, an element.
    `confidence` says how sure the words there were recognised in a picture, from 0 to 1, by the least sure of
    their characters; None for words that were read and not recognised.
    """

    file: str
    page: int | None = None
    line: int | None = None
    box: Box | None = None
    spot: str | None = None
    confidence: float | None = None

    @property
    def doubtful(self) -> bool:
        """Whether what stands here was recognised in a picture and may have been misread."""
        return self.confidence is not None and self.confidence < SURE


@frozen
class Segment:
    """A stretch of a text that stands in one place.

    `edges` holds the x coordinate of each character boundary (one more than characters) where a page
    layout is known, so that the box of a single figure in a line can be named; else it is empty.
    `confidences` holds the confidence of each character if they were recognised in a picture.
    """

    start: int
    end: int
    place: Place
    edges: tuple[float, ...] = ()
    confidences: tuple[float, ...] = ()


@frozen
class Text:
    """The words as they stand there, with the places of every stretch."""

    string: str
    segments: tuple[Segment, ...]

    @classmethod
    def at(
        cls, string: str, place: Place, edges: tuple[float, ...] = (), confidences: tuple[float, ...] = ()
    ) -> Text:
        return cls(string, (Segment(0, len(string), place, edges, confidences),))

    @classmethod
    def join(cls, texts: Iterable[Text]) -> Text:
        """Put texts together without anything between them."""
        strings: list[str] = []
        segments: list[Segment] = []
        offset = 0
        for text in texts:
            strings.append(text.string)
            segments.extend(
                replace(segment, start=segment.start + offset, end=segment.end + offset)
                for segment in text.segments
            )
            offset += len(text.string)
        return cls("".join(strings), tuple(segments))

    def cut(self, start: int, end: int) -> Text:
        """The stretch from `start` to `end` with its own places; boxes shrink to the stretch."""
        pieces: list[Segment] = []
        first = max(bisect_right(self.segments, start, key=lambda segment: segment.start) - 1, 0)
        for segment in self.segments[first:]:
            if segment.start >= end:
                break
            low, high = max(start, segment.start), min(end, segment.end)
            if low >= high:
                continue
            place, edges, confidences = segment.place, segment.edges, segment.confidences
            if edges and place.box is not None:
                edges = edges[low - segment.start : high - segment.start + 1]
                box = (min(edges), place.box[1], max(edges), place.box[3])
                place = replace(place, box=box)
            if confidences:
                confidences = confidences[low - segment.start : high - segment.start]
                place = replace(place, confidence=min(confidences))
            pieces.append(Segment(low - start, high - start, place, edges, confidences))
        return Text(self.string[start:end], tuple(pieces))

    def stripped(self) -> Text:
        """The text without white space at its ends."""
        left = len(self.string) - len(self.string.lstrip())
        return self.cut(left, len(self.string.rstrip())) if self.string.strip() else self.cut(0, 0)

    @property
    def place(self) -> Place:
        """Where the text begins."""
        return self.segments[0].place


_RADICALS = str.maketrans(
    "⺁⺃⺄⺅⺇⺈⺉⺊⺋⺌⺍⺎⺐⺑⺒⺓⺔⺕⺖⺘⺙⺛⺜⺝⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺲⺶⺷⺹⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⼾",
    "厂乚乙亻几勹刂卜卩小小兀尢尢巳幺彑彐忄扌攵旡日月母民氵氺灬爫爫丬牛犭王疋罒示礻竹糹纟罒羊羊耂聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟户",
)
# CJK Radicals Supplement (Unicode EquivalentUnifiedIdeograph.txt; NFKC leaves them as they are). Browsers
# print them into PDF text layers. U+2F3E is here because NFKC makes the traditional 戶 of it.

_KANGXI = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6) if code != 0x2F3E}
)

_UNIFIED: dict[int, str | int] = {
    **_RADICALS,
    **{code: word.translate(_RADICALS) for code, word in _KANGXI.items()},
}

_SIMPLIFIED = simplified_forms()
_QUOTES = str.maketrans(dict.fromkeys("“”„‟〝〞＂「」『』", '"') | dict.fromkeys("‘’‚‛′", "'"))
_BRACKETS = str.maketrans("【〔〖［｛】〕〗］｝", "(((((" + ")))))")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–―−﹣－", "-") | dict.fromkeys("〜∼", "~"))
_DROPPED = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def unified(string: str) -> str:
    """Replace radical code points, an artefact of some PDF text layers, by their ideographs, one for one."""
    return string if string.isascii() else string.translate(_UNIFIED)


def simplified(string: str) -> str:
    """The text in simplified script, character by character, for patterns that speak of places in the text itself."""
    return string if string.isascii() else string.translate(_SIMPLIFIED)


@frozen
class Normal:
    """A text in the form in which words and figures are compared.

    Width, script (繁體), quotes, brackets, dashes, thousands separators, spaces and line breaks no longer matter.
    `origin[i]` is the index in the source of the normalised character `i`; one more entry ends it.
    """

    string: str
    origin: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source that the normalised stretch stands for."""
        if start >= end:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + 1

    def position(self, source: int) -> int:
        """The index of the first normalised character at or after the source index."""
        return bisect_right(self.origin, source - 1)


def _folded(character: str) -> str:
    if character in _DROPPED:
        return ""
    if character in "…—":  # NFKC would make three full stops of the first
        return character
    if character.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", unified(character))
    if unicodedata.category(character) == "No" and any(digit.isdigit() for digit in folded):
        return character  # ①, ², ½ are ordinals, notes and fractions; NFKC makes digits of them
    return folded.translate(_SIMPLIFIED).translate(_QUOTES).translate(_BRACKETS).translate(_DASHES)


@lru_cache(maxsize=65536)
def _folded_cached(character: str) -> str:
    return _folded(character)


_SPACES = re.compile(r" +")
_BETWEEN_DIGITS = re.compile(r"(?:(?<=\d)|(?<=\d\.)) +(?=\d)", re.ASCII)
_THOUSANDS = re.compile(r"(?<=\d) ?, ?(?=\d{3}(?!\d))", re.ASCII)


@lru_cache(maxsize=16384)
def normalise(string: str) -> Normal:
    """Fold a text for comparison; a space survives only between digits, so that numbers stay apart."""
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(words_simplified(string)):
        for folded in _folded_cached(character):
            characters.append(folded)
            origin.append(index)
    folded = "".join(characters)
    dropped = {at for match in _SPACES.finditer(folded) for at in range(*match.span())}
    dropped -= {match.start() for match in _BETWEEN_DIGITS.finditer(folded)}
    dropped |= {at for match in _THOUSANDS.finditer(folded) for at in range(*match.span())}
    kept = [at for at in range(len(folded)) if at not in dropped]
    return Normal("".join(folded[at] for at in kept), (*(origin[at] for at in kept), len(string)))


def same_words(left: str, right: str) -> bool:
    """Whether two texts say the same once normalised."""
    return normalise(left).string == normalise(right).string
