"""Headings named with those above them: 第三部分 / 名词解释."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.binding import titles
from checker.model.document import Heading, Section
from checker.model.text import normalise

STEP = " / "


def steps(heading: str) -> tuple[str, ...]:
    """The headings that a pack names in one text, from the uppermost down to the one that is meant."""
    return tuple(step.strip() for step in heading.split(STEP))


def candidates(root: Section, above: Sequence[str]) -> list[Section]:
    """The sections that stand below headings called so, in this order; all of them if none is named."""
    return [
        line[-1]
        for line in _lines(root, ())
        if line[-1].heading is not None and _stands_below(above, [section.heading for section in line])
    ]


def _lines(section: Section, above: tuple[Section, ...]) -> Iterator[tuple[Section, ...]]:
    """Each section with those above it, in reading order."""
    line = (*above, section)
    yield line
    for child in section.children:
        yield from _lines(child, line)


def _stands_below(above: Sequence[str], headings: Iterable[Heading | None]) -> bool:
    """Whether the headings have these names in turn; the last one may only give its number (第三部分 名词解释)."""
    *ancestors, own = [heading for heading in headings if heading is not None]
    left = list(above)
    for heading in ancestors:
        if left and (_is_numbered(heading, left[0]) or titles.best(left[:1], [heading.title]) is not None):
            left.pop(0)
    if len(left) == 1 and _is_numbered(own, left[0]):
        left.pop()
    return not left


def _is_numbered(heading: Heading, words: str) -> bool:
    """Whether the words are the number of a heading (第三部分, 三), its marks aside."""
    number = normalise(heading.number).string.strip("()、.:")
    return bool(number) and number == normalise(words).string.strip("()、.:")
