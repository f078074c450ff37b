"""Page numbers, running heads and feet: what stands at the edge of every page and belongs to no text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from checker.layout.lines import Line
from checker.model.text import simplified

_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/共,，]\s*共?\s*\d{1,4}\s*页?)?[-—–·\s]*"
)
_DIGITS = re.compile(r"\d+")
_FEWEST = 3
_NEAR = 4.0


def without_furniture(
    pages: Sequence[tuple[Sequence[Line], Sequence[tuple[float, float]]]],
) -> list[tuple[Line, ...]]:
    """The lines of each page but for page numbers and running heads and feet.

    Each page is its lines from top to bottom and the tops and bottoms of its grids. A line that repeats over
    the pages is a running head only if what follows it is not always a table: captions repeat as well.
    """
    kept = [_without_number(lines, grids) for lines, grids in pages]
    heads: dict[tuple[str, int], list[tuple[int, Line]]] = defaultdict(list)
    for index, lines in enumerate(kept):
        if lines:
            line = lines[0]
            heads[_masked(line), round(line.middle / _NEAR)].append((index, line))
    running: set[int] = set()
    for occurrences in heads.values():
        if len(occurrences) < _FEWEST or 2 * len(occurrences) < len(pages):
            continue
        before_text = sum(not _before_grid(line, kept[index], pages[index][1]) for index, line in occurrences)
        if 2 * before_text > len(occurrences):
            running.update(id(line) for _, line in occurrences)
    feet: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for lines, (_, grids) in zip(kept, pages, strict=True):
        if len(lines) > 1 and all(bottom <= lines[-1].middle for _, bottom in grids):
            feet[_masked(lines[-1]), round(lines[-1].middle / _NEAR)].append(lines[-1])
    for repeated in feet.values():
        if len(repeated) >= _FEWEST and 2 * len(repeated) >= len(pages):
            running.update(map(id, repeated))
    return [tuple(line for line in lines if id(line) not in running) for lines in kept]


def _masked(line: Line) -> str:
    return _DIGITS.sub("#", line.text.string.replace(" ", ""))


def _before_grid(line: Line, lines: Sequence[Line], grids: Sequence[tuple[float, float]]) -> bool:
    """Whether a table begins on the page before the third line after this one."""
    following = [other.middle for other in lines if other.middle > line.middle]
    limit = following[2] if len(following) > 2 else float("inf")
    return any(line.middle < top < limit for top, _ in grids)


def _without_number(lines: Sequence[Line], grids: Sequence[tuple[float, float]]) -> list[Line]:
    """The lines but for a page number at the very top or bottom of the page."""
    kept = list(lines)
    if kept and _is_number(kept[-1]) and all(bottom <= kept[-1].middle for _, bottom in grids):
        kept.pop()
    if kept and _is_number(kept[0]) and all(top >= kept[0].middle for top, _ in grids):
        kept.pop(0)
    return kept


def _is_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(simplified(line.text.string.strip())) is not None
