"""Series of parts: A支出1.00万元、B支出2.00万元（其中：C 0.50万元）, read from normalised text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.facts.figures import quantities
from checker.model.amount import Amount

_CLAUSES = re.compile(r"[,;:、。]")
_NOT_A_PART = re.compile(r"(?:比|较|与|同比|环比|增加|减少|增长|下降|占|完成)")
_LEADING = re.compile(r"(?:其中|和|及|以及|并|另|包括|分别为|分别是)+")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its label, the bounds of its amount in the normalised text, and the parts nested in it."""

    label: str
    start: int
    end: int
    amount: Amount
    parts: tuple[Part, ...]


def parts_in(string: str, start: int, end: int) -> tuple[Part, ...]:
    """The parts between two positions. What a part adds about a change or a share is no part of the series."""
    return tuple(_parts(string, start, end))


def _parts(string: str, start: int, end: int) -> Iterator[Part]:
    at = start
    found = [(low, high, amount) for low, high, amount in quantities(string[:end]) if low >= start]
    for low, high, amount in found:
        if low < at:
            continue  # it stands in brackets that belong to the part before
        label = _LEADING.sub("", _CLAUSES.split(string[at:low])[-1].lstrip("("), count=1)
        at = high
        nested: tuple[Part, ...] = ()
        if string.startswith("(", high):
            close = _closing(string, high, end)
            nested = tuple(_parts(string, high + 1, close))
            at = close + 1
        if label and amount.unit.dimension is found[0][2].unit.dimension and not _NOT_A_PART.match(label):
            yield Part(label, low, high, amount, nested)


def _closing(string: str, opening: int, end: int) -> int:
    """The bracket that closes the one at `opening`, or the end."""
    depth = 0
    for at in range(opening, end):
        depth += (string[at] == "(") - (string[at] == ")")
        if depth == 0:
            return at
    return end
