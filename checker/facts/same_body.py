"""Whether two names are of one body: by a table that a user keeps, and where it says nothing, by their letters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from checker.facts.regions import region_of
from checker.model.text import normalise
from checker.model.used import FileUsed

_ASIDE = re.compile(r"(?:\((?:本级|机关|本部|汇总|部门|单位)\))+$")
_ENDING = re.compile(
    r"(?:委员会办公室|管理委员会|委员会|办公室|办公厅|办事处|管理局|局|委|厅|办|部|院|处|所|站|馆|中心|社|会|校|队|园|镇|乡)$"
)
_TOLD_APART = frozenset("一二三四五六七八九十百东西南北中上下大小老新前后左右甲乙丙丁0123456789")
"""Letters that tell bodies of one kind apart: of 第一小学 and 第二小学 nobody needs to ask whether they are one."""
_ALIKE = 2  # letters together that two names need to share, and half of the shorter


class Same(StrEnum):
    """Whether two names are of one body; `unsure` where a person has to say it."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Naming:
    """A name of a body, which the table calls `body`, in the fiscal years from `since` to `until`."""

    name: str
    body: str
    since: int = 0
    until: int = 9999


class BodyNames:
    """Names of bodies, compared as normalised text; the table says which others are one body's, and when."""

    def __init__(self, namings: Iterable[Naming] = (), file: FileUsed | None = None) -> None:
        self.namings = tuple(namings)
        self.file = file
        self._by_name: dict[str, list[Naming]] = defaultdict(list)
        for one in self.namings:
            self._by_name[one.name].append(one)

    def key(self, name: str, year: int | None) -> str:
        """What is the same for all names of a body, as it is called in a year."""
        folded = _ASIDE.sub("", normalise(name).string)
        known = self._known(folded, year)
        return known.body if known else folded

    def same(self, one: str, year: int | None, other: str, its_year: int | None) -> Same:
        """Whether two names, each of its year, are of one body."""
        if self.key(one, year) == self.key(other, its_year):
            return Same.YES
        left, right = (_ASIDE.sub("", normalise(name).string) for name in (one, other))
        if self._known(left, year) and self._known(right, its_year):
            return Same.NO
        return Same.UNSURE if alike(left, right) else Same.NO

    def _known(self, folded: str, year: int | None) -> Naming | None:
        fitting = [
            one for one in self._by_name.get(folded, ()) if year is None or one.since <= year <= one.until
        ]
        return fitting[0] if len(fitting) == 1 else None


def stem(name: str) -> str:
    """The first letters of a normalised name behind its region; names that are `alike` mostly share them."""
    return _core(name)[:_ALIKE]


def without_region(name: str) -> str:
    """A normalised name without the names of its divisions; 中共 and the like before them go as well."""
    region = region_of(name)
    return name[name.find(region[-1]) + len(region[-1]) :].removeprefix("人民政府") if region else name


def alike(one: str, other: str) -> bool:
    """Whether two normalised names that differ may yet be of one body: abbreviated, or changed in part."""
    regions = region_of(one), region_of(other)
    if all(regions) and regions[0][-1] != regions[1][-1]:
        return False
    left, right = without_region(one), without_region(other)
    if left == right:
        return True
    if _numbered_unlike(left, right):
        return False
    short, long = sorted((_core(one), _core(other)), key=len)
    if len(short) < _ALIKE:
        return False
    blocks = SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in blocks if block.size >= _ALIKE)
    return _within(short, long) or 2 * shared >= len(short)


def _core(name: str) -> str:
    """What says which body it is: without region and without what all bodies of a kind are called."""
    bare = without_region(name)
    return _ENDING.sub("", bare) or bare


def _numbered_unlike(one: str, other: str) -> bool:
    unlike = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return any(
        tag == "replace"
        and _TOLD_APART.intersection(one[start:end])
        and _TOLD_APART.intersection(other[its_start:its_end])
        for tag, start, end, its_start, its_end in unlike
    )


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the letters of one name stand in the other in their order."""
    letters = iter(long)
    return all(letter in letters for letter in short)
