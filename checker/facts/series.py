"""Series of parts: A支出1.00万元、B支出2.00万元（其中：C 0.50万元）, read from normalised text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from checker.facts.figures import quantities
from checker.model.amount import Amount, Dimension

_CLAUSES = re.compile(r"[,;:、。]")
_NOT_A_PART = re.compile(
    r"(?:比|较|与|和|同)(?:上|去|前|年初|20\d\d|预算|决算)|同比|环比|占(?:总|本|全|比|支出|收入|预算|决算)|"
    r"完成(?:年初|全年|预算|调整|进度)|(?:增加|减少|增长|下降)$|(?:人|车|户|平)均$|平均每|每(?:人|辆|台|户)"
)
_BOUND = re.compile(r"(?:\(含\))?(?:及|\(含\))?以[上下]")
_NESTING = re.compile(r"其中|包括|具体(?:是|为)")
_ASIDE = re.compile(r"其中|包括|具体(?:是|为)|原因|用于|由于|因为|主要(?:是|为|有|因|系|由|受|[:,])")
_DEEPEST = 8
"""Nobody nests parts of parts deeper; what does is not read."""
_LEADING = re.compile(r"^(?:其中|和|及|以及|并|另|包括|分别为|分别是)+")
WITHOUT_UNIT = re.compile(r"(?<=[\u4e00-\u9fff)])\d{1,20}(?:\.\d{1,10})?(?=[,;、。)]|$)")
"""A number in the place of a part's amount, whose unit is missing."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part: its label, the bounds of its amount in the normalised text, and the parts nested in it."""

    label: str
    start: int
    end: int
    amount: Amount
    parts: tuple[Span, ...]


def parts_in(
    string: str, start: int, end: int, depth: int = 0, to_the_end: bool = False
) -> tuple[Span, ...] | None:
    """The parts between two positions; None if the text leaves open which amounts are parts.

    What a part adds about a change, a share or a reason is no part of the series, and what follows a further
    其中 is a part of the part before it. Both end with the semicolon; without one nobody can tell, unless the
    caller knows that no part follows and so what is left speaks of the last one (`to_the_end`).
    """
    if depth > _DEEPEST:
        return None
    dimension: Dimension | None = None  # of the first amount
    parts: list[Span] = []
    at = start
    opened = False  # a part was read since the last semicolon
    for low, high, amount in quantities(string, start, end):
        dimension = dimension or amount.unit.dimension
        if _BOUND.match(string, high):
            continue  # 单价50万元以上的设备: it says which
        if low < at:
            continue  # it stands in brackets or in an aside that belongs to the part before
        between = string[at:low]
        opened = opened and ";" not in between
        if opened and _ASIDE.search(between):
            close = string.find(";", low, end)
            if close < 0 and to_the_end:
                nested = parts_in(string, at, end, depth + 1) if _NESTING.search(between) else ()
                parts[-1] = replace(parts[-1], parts=parts[-1].parts + (nested or ()))
                break
            if close < 0:
                return None
            nested = parts_in(string, at, close, depth + 1) if _NESTING.search(between) else ()
            if nested is None:
                return None
            parts[-1] = replace(parts[-1], parts=parts[-1].parts + nested)
            at, opened = close + 1, False
            continue
        label = _LEADING.sub("", _CLAUSES.split(between)[-1].lstrip("("))
        at = high
        inner: tuple[Span, ...] | None = ()
        if string.startswith("(", high):
            close = closing(string, high, end)
            inner = parts_in(string, high + 1, close, depth + 1)
            at = close + 1
        if inner is None:
            return None
        if label and amount.unit.dimension is dimension and not _NOT_A_PART.match(label):
            parts.append(Span(label, low, high, amount, inner))
            opened = True
        elif inner and opened and label.startswith("占"):
            parts[-1] = replace(parts[-1], parts=parts[-1].parts + inner)  # A 9万元，占90%（其中：B 8万元）
    return tuple(parts)


def closing(string: str, opening: int, end: int) -> int:
    """The bracket that closes the one at `opening`, or the end."""
    depth = 0
    for at in range(opening, end):
        depth += (string[at] == "(") - (string[at] == ")")
        if depth == 0:
            return at
    return end
