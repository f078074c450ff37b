"""Small slips put into a text, as people make them: what a rule with any bite notices in a passing example.

Each kind of slip gives its changes in the order of the text; they are taken in turn, so that the first few are of
many kinds. The number is bounded, so the time grows with the number of examples only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, pairwise

MOST = 120
_LONGEST = 3000  # characters of texts that are compared letter by letter
_SMALL = 24  # characters that one place has at most

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_UNIT = re.compile(r"(?:千万|百万|万|亿|千)?元|%|个百分点")
_HEADING = re.compile(r"\s*(?:第?[一二三四五六七八九十]+(?:部分|章|、)|（[一二三四五六七八九十]+）|\d+[.、])")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_CELL = re.compile(r"(?<=\|)[^|]*[^|\s][^|]*(?=\|)")
_DIRECTIONS = (
    ("增加", "减少"), ("减少", "增加"), ("增长", "下降"), ("下降", "增长"), ("上升", "下降"), ("提高", "降低"),
    ("降低", "提高"), ("大于", "小于"), ("小于", "大于"), ("高于", "低于"), ("低于", "高于"), ("持平", "增加"),
    ("没有变化", "减少"), ("增加", "增加（减少）"), ("变动", "减少"),
)  # fmt: skip
_ADDED = ("，增长100.00%", "，完成年初预算的100.00%", "，占100.00%")


@dataclass(frozen=True, slots=True)
class Mutation:
    """A text with one slip: what it is, and the line (1-based) with the words before and after."""

    what: str
    line: int
    before: str
    after: str
    text: str


Lines = Sequence[str]
Change = tuple[int, int, tuple[str, ...]]
"""The lines from one up to another (0-based) are replaced by these."""


def mutations(text: str, words: Iterable[str] = (), failing: Iterable[str] = ()) -> Iterator[Mutation]:
    """At most MOST slips.

    `words` are put in as well, one at a time, for rules that forbid words; and single places are made like those of
    texts that are known to fail.
    """
    lines = text.splitlines()
    kinds: list[tuple[str, Iterator[Change]]] = [(what, make(lines)) for what, make in _KINDS]
    kinds.append(("加上的话 / words put in", _words_put_in(lines, words)))
    kinds.append(("一处改成不成立的例子那样 / one place as in a failing example", _like(text, failing)))
    return islice(_made(lines, _in_turn(kinds)), MOST)


def _made(lines: Lines, changes: Iterable[tuple[str, Change]]) -> Iterator[Mutation]:
    seen: set[str] = set()
    for what, (start, end, new) in changes:
        text = "\n".join([*lines[:start], *new, *lines[end:]]) + "\n"
        if text in seen or not text.strip():
            continue
        seen.add(text)
        before, after = "\n".join(lines[start:end]), "\n".join(new)
        yield Mutation(what, start + 1, before, after, text)


def _in_turn(kinds: list[tuple[str, Iterator[Change]]]) -> Iterator[tuple[str, Change]]:
    while kinds:
        left: list[tuple[str, Iterator[Change]]] = []
        for what, changes in kinds:
            change = next(changes, None)
            if change is not None:
                left.append((what, changes))
                yield what, change
        kinds = left


def _replaced(lines: Lines, pattern: re.Pattern[str], new: Callable[[str], str]) -> Iterator[Change]:
    """Each match of a pattern replaced, where that changes it."""
    for at, line in enumerate(lines):
        for match in pattern.finditer(line):
            changed = new(match[0])
            if changed != match[0]:
                yield at, at + 1, (line[: match.start()] + changed + line[match.end() :],)


def _digit(number: str) -> str:
    """Its first digit one more, or one less if it is a nine; of a zero a five."""
    first = number[0]
    return ("5" if first == "0" else "8" if first == "9" else str(int(first) + 1)) + number[1:]


def _last_digit(number: str) -> str:
    return number[:-1] + ("8" if number[-1] == "9" else str(int(number[-1]) + 1))


def _digits_swapped(number: str) -> str:
    for at in range(len(number) - 1):
        left, right = number[at], number[at + 1]
        if left.isdigit() and right.isdigit() and left != right:
            return number[:at] + right + left + number[at + 2 :]
    return number


def _unit(unit: str) -> str:
    return {"元": "万元", "%": "", "个百分点": "%"}.get(unit, "元")


def _letters_swapped(words: str) -> str:
    return words[:-2] + words[-1] + words[-2]


def _rows(lines: Lines) -> Iterator[int]:
    return (at for at, line in enumerate(lines) if line.lstrip().startswith("|") or "\t" in line)


def _rows_dropped(lines: Lines) -> Iterator[Change]:
    return ((at, at + 1, ()) for at in reversed([*_rows(lines)]))


def _rows_doubled(lines: Lines) -> Iterator[Change]:
    return ((at, at + 1, (lines[at], lines[at])) for at in reversed([*_rows(lines)]))


def _directions(lines: Lines) -> Iterator[Change]:
    for old, new in _DIRECTIONS:
        yield from _replaced(lines, re.compile(re.escape(old)), lambda _, new=new: new)  # type: ignore[misc]


def _lines_dropped(lines: Lines) -> Iterator[Change]:
    """A heading or a line of text gone."""
    rows = {*_rows(lines)}
    others = [at for at in range(len(lines)) if at not in rows]
    others.sort(key=lambda at: _HEADING.match(lines[at]) is None)
    return ((at, at + 1, ()) for at in others)


def _sections_dropped(lines: Lines) -> Iterator[Change]:
    """A heading gone with all that stands under it."""
    rows = {*_rows(lines)}
    starts = [at for at, line in enumerate(lines) if at not in rows and _HEADING.match(line)]
    for start, end in pairwise([*starts, len(lines)]):
        yield start, end, ()


def _sections_swapped(lines: Lines) -> Iterator[Change]:
    """Two neighbouring headings changed places, each with all that stands under it."""
    rows = {*_rows(lines)}
    starts = [at for at, line in enumerate(lines) if at not in rows and _HEADING.match(line)]
    ends = [*starts[1:], len(lines)]
    for start, middle, end in zip(starts, starts[1:], ends[1:], strict=False):
        yield start, end, (*lines[middle:end], *lines[start:middle])


def _tables_swapped(lines: Lines) -> Iterator[Change]:
    """Two neighbouring tables changed places, each with the line above it."""
    rows = {*_rows(lines)}
    blocks: list[tuple[int, int]] = []
    for start in (at for at in sorted(rows) if at - 1 not in rows):
        end = next(at for at in range(start, len(lines) + 1) if at not in rows)
        above = start - 2 if start > 1 and lines[start - 1].lstrip().startswith("单位") else start - 1
        blocks.append((max(above, 0), end))
    for (start, middle), (second, end) in pairwise(blocks):
        yield start, end, (*lines[second:end], *lines[middle:second], *lines[start:middle])


def _tables_dropped(lines: Lines) -> Iterator[Change]:
    """A table gone with the line above it."""
    rows = [*_rows(lines)]
    for start in (at for at in rows if at - 1 not in rows):
        end = next(at for at in range(start, len(lines) + 1) if at not in rows)
        yield max(start - 1, 0), end, ()


def _clauses_dropped(lines: Lines) -> Iterator[Change]:
    """Of a line the last clause gone."""
    for at, line in enumerate(lines):
        head, mark, tail = line.rstrip("。").rpartition("，")
        if mark and tail and not line.lstrip().startswith("|"):
            yield at, at + 1, (head + "。",)


def _put_in(lines: Lines) -> Iterator[Change]:
    """A statement put in at the end of a sentence."""
    for added in _ADDED:
        for at, line in enumerate(lines):
            if line.endswith("。"):
                yield at, at + 1, (line[:-1] + added + "。",)


def _words_put_in(lines: Lines, words: Iterable[str]) -> Iterator[Change]:
    rows = {*_rows(lines)}
    for word in words:
        for at, line in enumerate(lines):
            if at not in rows:
                yield at, at + 1, (line.rstrip("。") + word,)


def _like(text: str, others: Iterable[str]) -> Iterator[Change]:
    """Each single difference from another text, if it is a small one or something is only left out."""
    for other in others:
        if max(len(text), len(other)) > _LONGEST:
            continue
        for _, start, end, low, high in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
            small = max(end - start, high - low) <= _SMALL
            if text[start:end] != other[low:high] and (small or low == high):
                first, last = text.count("\n", 0, start), text.count("\n", 0, end)
                changed = (text[:start] + other[low:high] + text[end:]).splitlines()
                rest = len(text.splitlines()) - last - 1
                yield first, last + 1, tuple(changed[first : len(changed) - rest])


_KINDS: tuple[tuple[str, Callable[[Lines], Iterator[Change]]], ...] = (
    ("一个数字 / a digit", lambda lines: _replaced(lines, _NUMBER, _digit)),
    ("年份 / a year", lambda lines: _replaced(lines, _YEAR, _last_digit)),
    ("增减方向 / a direction", _directions),
    ("少一行 / a row dropped", _rows_dropped),
    ("单位 / a unit", lambda lines: _replaced(lines, _UNIT, _unit)),
    ("两个数字对调 / two digits swapped", lambda lines: _replaced(lines, _NUMBER, _digits_swapped)),
    ("空一格 / a cell blanked", lambda lines: _replaced(lines, _CELL, lambda _: "  ")),
    ("少一个标题或一段 / a heading or line dropped", _lines_dropped),
    ("少一个部分 / a section dropped", _sections_dropped),
    ("少一张表 / a table dropped", _tables_dropped),
    ("两个部分对调 / two sections swapped", _sections_swapped),
    ("两张表对调 / two tables swapped", _tables_swapped),
    ("多一行 / a row doubled", _rows_doubled),
    ("少半句 / a clause dropped", _clauses_dropped),
    ("两个字对调 / two letters swapped", lambda lines: _replaced(lines, _WORDS, _letters_swapped)),
    ("多半句 / a statement put in", _put_in),
)
