"""Sections by their headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.binding import titles
from checker.binding.heading_paths import candidates, steps
from checker.binding.nearest import nearest
from checker.model.document import Contents, Heading, Paragraph, Section, Table
from checker.model.figure import Facts
from checker.model.outcome import Evidence, Reason, Unknown
from checker.model.rule import Pack, SectionSpec
from checker.model.text import same_words


@dataclass(frozen=True, slots=True)
class BoundSection:
    """A section that a pack names; `section` is None where the document has none of these headings.

    `others` are sections elsewhere with the same heading that have content as well. `after` is where a missing
    one was expected: the heading before it in the pack's order, or the title. `document` is the ordinal of its document.
    """

    spec: SectionSpec
    section: Section | None
    after: Evidence | None
    near: str
    others: tuple[Section, ...] = ()
    document: int = 0

    @property
    def absence(self) -> Unknown:
        """Why what stands in this section cannot be told."""
        reason = Reason.of("section_absent", section=self.spec.headings[0], nearest=self.near)
        return Unknown((reason,), (self.after,) if self.after else ())

    def is_empty(self, facts: Facts) -> bool:
        """Whether nothing stands under the heading but further headings."""
        return self.section is None or not _has_content(facts, self.section)


def _has_content(facts: Facts, section: Section) -> bool:
    return any(
        (isinstance(block, Paragraph) and block.text.string.strip())
        or (isinstance(block, Table) and block.rows)
        for block in facts.document.blocks[section.start + 1 : section.end]
    )


def heading_evidence(heading: Heading, role: str) -> Evidence:
    return Evidence(role, heading.text.string, heading.text.place, section=heading.title)


def document_evidence(facts: Facts, role: str) -> Evidence | None:
    """The first words of the document, its title as a rule."""
    for block in facts.document.blocks:
        if isinstance(block, Heading | Paragraph):
            return Evidence(role, block.text.string, block.text.place)
        if isinstance(block, Contents):
            return Evidence(role, block.entries[0].string, block.entries[0].place)
        return Evidence(role, block.title.string if block.title else "", block.place)
    return None


def bind_section(facts: Facts, pack: Pack, name: str) -> BoundSection:
    spec = pack.sections[name]
    found = _sections(facts, spec.headings)
    wanted = [steps(heading)[-1] for heading in spec.headings]
    near = "" if found else nearest(wanted, (path[-1] for path in facts.by_path if path))
    after = _expected_after(facts, pack, name)
    return BoundSection(spec, found[0] if found else None, after, near, found[1:], facts.document.ordinal)


def find_section(facts: Facts, headings: Iterable[str]) -> Section | None:
    """The first section with one of these headings; one with content goes before an empty one of the same words."""
    return next(iter(_sections(facts, headings)), None)


def _sections(facts: Facts, headings: Iterable[str]) -> tuple[Section, ...]:
    """The section with one of these headings, and those elsewhere with the same words that have content too.

    Headings named with those above them are looked for first.
    """
    by_place: dict[tuple[str, ...], list[str]] = {}
    for heading in sorted(headings, key=lambda heading: len(steps(heading)), reverse=True):
        *above, words = steps(heading)
        by_place.setdefault(tuple(above), []).append(words)
    for place, wanted in by_place.items():
        sections = candidates(facts.document.root, place)
        at = titles.best(wanted, [section.path[-1] for section in sections])
        if at is not None:
            return _apart(facts, sections, at)
    return ()


def _apart(facts: Facts, sections: Sequence[Section], at: int) -> tuple[Section, ...]:
    """The chosen section with those of the same words that have content and do not lie within another."""
    alike = [section for section in sections if same_words(section.path[-1], sections[at].path[-1])]
    filled = [section for section in alike if _has_content(facts, section)]
    apart: list[Section] = []
    for section in filled:
        if all(section.start >= other.end for other in apart):
            apart.append(section)
    return tuple(apart) or (sections[at],)


def _expected_after(facts: Facts, pack: Pack, name: str) -> Evidence | None:
    """The heading of the nearest section before this one in the pack's order, or the document's title."""
    names = list(pack.sections)
    for before in reversed(names[: names.index(name)]):
        section = find_section(facts, pack.sections[before].headings)
        if section is not None and section.heading is not None:
            return heading_evidence(section.heading, "expected-after")
    return document_evidence(facts, "expected-after")
