"""The table of contents: where it begins and ends, so that its entries are not taken for headings."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from checker.model.text import normalise
from checker.structure.numbering import numbering

_TITLE = re.compile(r"目录|目次")
_LEADER = re.compile(r"(?:[.…·．。\-—_]{2,}|\s{2,})\s*\d*$|(?<=\D)\d{1,3}$")
_LONGEST_ENTRY = 60
_MOST_ENTRIES = 120
_FEWEST_ENTRIES = 3


def is_contents_title(string: str) -> bool:
    return _TITLE.fullmatch(normalise(string).string) is not None


def entry_words(string: str) -> str:
    """The words of an entry without leader dots and page number."""
    return normalise(_LEADER.sub("", string.strip())).string.rstrip(".…·-—_")


def entry_levels(entries: Iterable[str]) -> dict[str, int]:
    """The words of each entry, with and without its number, and its level; the highest level is 1."""
    numbered = [(entry_words(entry), numbering(entry.strip())) for entry in entries]
    highest = min((number.level for _, number in numbered if number), default=1)
    levels: dict[str, int] = {}
    for words, number in numbered:
        level = number.level - highest + 1 if number else 1
        levels.setdefault(words, level)
        if number:
            levels.setdefault(entry_words(number.rest), level)
    return levels


def has_leader(string: str) -> bool:
    """Whether a line ends with leader dots, as only entries do."""
    return re.search(r"(?:[.…·．]{3,}\s*\d*|…\s*\d+)$", string.strip()) is not None


def contents_length(strings: Sequence[str]) -> int:
    """How many of the texts after the title 目录 are entries.

    Those with leader dots are; else the entries end where the first of them stands again as a heading, or
    where its number does: 第一部分 may name the body only in its heading.
    """
    leaders = 0
    while leaders < len(strings) and has_leader(strings[leaders]):
        leaders += 1
    if leaders:
        return leaders
    if not strings:
        return 0
    prose = next((at for at, words in enumerate(strings) if len(words) > _LONGEST_ENTRY), len(strings))
    listed = strings[: min(prose, _MOST_ENTRIES)]
    first, number = entry_words(strings[0]), numbering(strings[0])
    by_words = (at for at, words in enumerate(listed) if at and entry_words(words) == first)
    by_number = (
        at
        for at, words in enumerate(listed)
        if at and number and (again := numbering(words)) and again.number == number.number
    )
    return next(by_words, next(by_number, 0))


def untitled_length(strings: Sequence[str], repeated: Container[str]) -> int:
    """How many texts from the first heading on are entries of a list of contents without a title.

    They are numbered, nothing stands between them, and they stand again below: their words are among the
    `repeated`. Some may be worded otherwise there if the first of them stands again where the list ends.
    """
    first = entry_words(strings[0])
    length = 0
    for string in strings[:_MOST_ENTRIES]:
        if length and entry_words(string) == first:
            break
        if len(string) > _LONGEST_ENTRY or numbering(entry_words(string)) is None:
            break
        length += 1
    again = sum(entry_words(entry) in repeated for entry in strings[:length])
    ends_at_first = length < len(strings) and entry_words(strings[length]) == first
    enough = 3 * again >= 2 * length if ends_at_first else again == length
    return length if length >= _FEWEST_ENTRIES and enough else 0
