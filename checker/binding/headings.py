"""Lines without a number that are a heading of the pack word for word."""

from __future__ import annotations

from collections import Counter

from checker.binding import titles
from checker.binding.heading_paths import steps
from checker.facts import with_sections
from checker.model.document import Heading, Paragraph
from checker.model.figure import Facts
from checker.model.rule import Pack
from checker.structure import with_headings

_FEWEST = 3
_TOP = 1


def with_unnumbered(facts: Facts, pack: Pack) -> Facts:
    """The facts with such lines made headings of the level that the pack's other headings have.

    Only where it is sure: the words are all of a line, and of no other line; the document has at least three of
    the pack's headings, these lines included; and all others are numbered in one style.
    """
    found, missing = _headings(facts, pack)
    lines = {
        index: titles.folded(block.text.string)
        for index, block in enumerate(facts.document.blocks)
        if missing and isinstance(block, Paragraph) and len(block.text.segments) == 1
    }
    counts = Counter(lines.values())
    unnumbered = [index for index, words in lines.items() if words in missing and counts[words] == 1]
    levels = {heading.level if heading.number else 0 for heading in found} or {_TOP}
    if not unnumbered or len(found) + len(unnumbered) < _FEWEST or len(levels) > 1 or 0 in levels:
        return facts
    document = with_headings(facts.document, dict.fromkeys(unnumbered, levels.pop()))
    return with_sections(facts, document)


def _headings(facts: Facts, pack: Pack) -> tuple[list[Heading], set[str]]:
    """The headings of the pack's sections in the document, and the words of those that are not there."""
    headings = [section.heading for section in facts.document.root.walk() if section.heading is not None]
    names = [heading.title for heading in headings]
    found: list[Heading] = []
    missing: set[str] = set()
    for spec in pack.sections.values():
        ways = [steps(heading) for heading in spec.headings]
        at = titles.best([way[-1] for way in ways], names)
        if at is None:  # where an unnumbered one stands below others cannot be told
            missing.update(titles.folded(way[0]) for way in ways if len(way) == 1)
        else:
            found.append(headings[at])
    return found, missing
