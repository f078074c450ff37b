"""Automatic numbers: Word stores a list and a level, and shows 一、 （一） 1. in front of the paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn

from checker.layout.docx_elements import PPR, Element, is_on, number, value
from checker.layout.docx_numerals import numeral
from checker.layout.docx_styles import Properties, Styles

_NUMPR, _NUMID, _ILVL, _LVL = qn("w:numPr"), qn("w:numId"), qn("w:ilvl"), qn("w:lvl")
_ABSTRACT_ID = qn("w:abstractNumId")
_NO_NUMBER = "0"


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts. `restart`: the level, from 1, after which it begins anew; 0 never."""

    start: int
    format: str
    text: str
    gap: str
    restart: int | None
    decimal: bool
    style: str

    @classmethod
    def of(cls, node: Element) -> _Level:
        restart = node.find(qn("w:lvlRestart"))
        return cls(
            number(value(node.find(qn("w:start"))), 1),
            value(node.find(qn("w:numFmt")), "decimal"),
            value(node.find(qn("w:lvlText"))),
            "" if value(node.find(qn("w:suff"))) == "nothing" else " ",
            number(value(restart), 0) if restart is not None else None,
            is_on(node.find(qn("w:isLgl"))),
            value(node.find(qn("w:pStyle"))),
        )


@dataclass(frozen=True, slots=True)
class _List:
    """A list: lists with one `counter` go on counting where the other stopped, unless `starts` says a number."""

    counter: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


class Numbering:
    """The lists of a document and how far each has counted; paragraphs are to be asked for in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        abstracts = root.findall(qn("w:abstractNum")) if root is not None else []
        self._abstracts: dict[str, Element] = {node.get(_ABSTRACT_ID, ""): node for node in abstracts}
        nums = root.findall(qn("w:num")) if root is not None else []
        self._nums: dict[str, Element] = {node.get(_NUMID, ""): node for node in nums}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Properties) -> str:
        """The number in front of a paragraph, with the gap after it; counts it. Bullets are none."""
        numbers = list(properties.said(_NUMPR))
        list_id = next((value(n.find(_NUMID)) for n in numbers if n.find(_NUMID) is not None), _NO_NUMBER)
        if list_id == _NO_NUMBER or list_id not in self._nums:
            return ""
        numbered = self._list(list_id)
        at = _level(numbers[0], properties.style, numbered)
        level = numbered.levels.get(at)
        if level is None:
            return ""
        counts = self._count(list_id, numbered, at)
        if level.format == "bullet":
            return ""
        text = re.sub(
            "%([1-9])", lambda match: _shown(numbered, counts, int(match[1]) - 1, level), level.text
        )
        return text + level.gap if text else ""

    def _count(self, list_id: str, numbered: _List, at: int) -> Mapping[int, int]:
        """Count one more paragraph at a level; the levels below it begin anew."""
        counts = self._counts.setdefault(numbered.counter, {})
        anew = at in numbered.starts and (list_id, at) not in self._begun
        self._begun.add((list_id, at))
        counts[at] = counts[at] + 1 if at in counts and not anew else _start(numbered, at)
        for below in [other for other in counts if other > at]:
            restart = numbered.levels[below].restart if below in numbered.levels else None
            if restart is None or at < restart:
                del counts[below]
        return counts

    def _list(self, list_id: str) -> _List:
        if list_id not in self._lists:
            self._lists[list_id] = self._read(list_id)
        return self._lists[list_id]

    def _read(self, list_id: str) -> _List:
        num = self._nums[list_id]
        counter = value(num.find(_ABSTRACT_ID))
        abstract = self._abstracts.get(counter)
        link = abstract.find(qn("w:numStyleLink")) if abstract is not None else None
        if link is not None:  # the levels stand in the list that a style names
            path = f"{PPR}/{_NUMPR}/{_NUMID}"
            linked = (value(style.find(path)) for style in self._styles.chain(value(link)))
            other = self._nums.get(next(linked, ""))
            counter = value(other.find(_ABSTRACT_ID)) if other is not None else ""
            abstract = self._abstracts.get(counter)
        levels = {
            _at(node): _Level.of(node)
            for node in (abstract if abstract is not None else ())
            if node.tag == _LVL
        }
        starts: dict[int, int] = {}
        for override in num.findall(qn("w:lvlOverride")):
            start, level = override.find(qn("w:startOverride")), override.find(_LVL)
            if start is not None:
                starts[_at(override)] = number(value(start), 1)
            if level is not None:
                levels[_at(override)] = _Level.of(level)
        return _List(counter, levels, starts)


def _level(nearest: Element, style: str, numbered: _List) -> int:
    """The level that a paragraph names, or the one that belongs to its style."""
    named = nearest.find(_ILVL)
    if named is not None:
        return number(value(named), 0)
    return next((at for at, level in numbered.levels.items() if style and level.style == style), 0)


def _at(node: Element) -> int:
    return number(node.get(_ILVL), 0)


def _start(numbered: _List, at: int) -> int:
    return numbered.starts.get(at, numbered.levels[at].start if at in numbered.levels else 1)


def _shown(numbered: _List, counts: Mapping[int, int], at: int, level: _Level) -> str:
    """The count of a level in its own format; where nothing was counted yet, the number it starts with."""
    if at not in numbered.levels:
        return ""
    count = counts.get(at, _start(numbered, at))
    return numeral(count, "decimal" if level.decimal else numbered.levels[at].format)
