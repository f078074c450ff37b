"""Facts by phrase: the text of a section is searched, and each hole becomes a value with its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checker.binding.sections import BoundSection, document_evidence, heading_evidence
from checker.facts.series import WITHOUT_UNIT, Span, parts_in
from checker.model.amount import Dimension
from checker.model.day import day_of
from checker.model.document import Paragraph, Section
from checker.model.figure import IN_TEXT, Facts, Figure, FigureId
from checker.model.outcome import Evidence, Reason, Unknown
from checker.model.phrase import (
    PARAGRAPH_END,
    Capture,
    HoleType,
    PhraseMatch,
    takes,
    unit_is_missing,
)
from checker.model.rule import FactSpec
from checker.model.statement import Part
from checker.model.text import Normal, Text, normalise

_SHOWN = 30
_AMBIGUOUS = "fact_ambiguous"


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Words that a hole took, with their place."""

    string: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class FoundList:
    """The items of a list in a sentence; `open`: it ends with 等."""

    items: tuple[FoundWords, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day that a hole took, with its place."""

    date: date
    evidence: Evidence


HoleValue = Figure | FoundDate | FoundWords | FoundList | tuple[Part, ...] | Unknown


@dataclass(frozen=True, slots=True)
class BoundFact:
    """A fact that was found: the words that state it, and what each hole took; one that took nothing is not there."""

    spec: FactSpec
    evidence: Evidence
    holes: Mapping[str, HoleValue]


@dataclass(frozen=True, slots=True)
class _Passage:
    """The paragraphs of a section as one normalised text, with the way back to each of them."""

    string: str
    starts: tuple[int, ...]
    blocks: tuple[int, ...]
    normals: tuple[Normal, ...]
    texts: tuple[Text, ...]

    @classmethod
    def of(cls, facts: Facts, start: int, end: int) -> _Passage:
        strings: list[str] = []
        starts: list[int] = []
        blocks: list[int] = []
        normals: list[Normal] = []
        texts: list[Text] = []
        offset = 0
        for index in range(start, end):
            block = facts.document.blocks[index]
            if not isinstance(block, Paragraph):
                continue
            normal = normalise(block.text.string)
            starts.append(offset)
            blocks.append(index)
            normals.append(normal)
            texts.append(block.text)
            strings.append(normal.string + PARAGRAPH_END)
            offset += len(normal.string) + 1
        return cls("".join(strings), tuple(starts), tuple(blocks), tuple(normals), tuple(texts))

    def locate(self, start: int, end: int) -> tuple[int, Text, int]:
        """Block, text as it stands and its offset in the paragraph; a stretch ends with its paragraph."""
        at = bisect_right(self.starts, start) - 1
        normal, offset = self.normals[at], self.starts[at]
        low, high = normal.source(start - offset, min(end - offset, len(normal.string)))
        return self.blocks[at], self.texts[at].cut(low, high), low

    def evidence(self, start: int, end: int, role: str, section: Sequence[str]) -> Evidence:
        _, text, _ = self.locate(start, end)
        place = text.place if text.segments else self.texts[0].place
        return Evidence(role, text.string, place, section=" / ".join(section))


def bind_fact(
    facts: Facts, spec: FactSpec, sections: Sequence[BoundSection], anywhere: bool
) -> BoundFact | Unknown:
    """The fact in the first of its sections that is present; unlike values in several places are unknown.

    A section whose heading stands several times is searched in all these places.

    `anywhere`: it may also stand elsewhere in the document, and is looked for there if it has no section.
    """
    present = [(bound.section, *bound.others) for bound in sections if bound.section is not None]
    if not present and anywhere:
        root = facts.document.root
        return _in_passage(facts, spec, _Passage.of(facts, root.start, root.end), None)
    if not present:
        return sections[0].absence
    results = [
        _in_passage(facts, spec, _Passage.of(facts, section.start, section.end), section)
        for section in present[0]
    ]
    ambiguous = [
        result for result in results if isinstance(result, Unknown) and result.reasons[0].code == _AMBIGUOUS
    ]
    found = [result for result in results if isinstance(result, BoundFact)]
    return ambiguous[0] if ambiguous else _agreed(spec, found) if found else results[0]


def bind_each(
    facts: Facts, spec: FactSpec, sections: Sequence[BoundSection], anywhere: bool
) -> tuple[BoundFact, ...] | Unknown:
    """All statements of a fact in the first of its sections that is present, wherever its heading stands."""
    present = [(bound.section, *bound.others) for bound in sections if bound.section is not None]
    if not present and not anywhere:
        return sections[0].absence
    searched = present[0] if present else (facts.document.root,)
    found: list[BoundFact] = []
    for section in searched:
        passage = _Passage.of(facts, section.start, section.end)
        found += [_fact(facts, spec, passage, match, section.path) for match in _matches(spec, passage)]
    return tuple(found)


def _agreed(spec: FactSpec, found: Sequence[BoundFact]) -> BoundFact | Unknown:
    """The first of several statements of a fact, if the others say the same."""
    if all(_values(fact) == _values(found[0]) for fact in found):
        return found[0]
    words = "；".join(fact.evidence.text[:_SHOWN] for fact in found)
    return Unknown(
        (Reason.of(_AMBIGUOUS, fact=spec.name, found=words),), tuple(fact.evidence for fact in found)
    )


def _in_passage(
    facts: Facts, spec: FactSpec, passage: _Passage, section: Section | None
) -> BoundFact | Unknown:
    path = section.path if section else ()
    matches = _matches(spec, passage)
    if matches:
        return _agreed(spec, [_fact(facts, spec, passage, match, path) for match in matches])
    return _absence(facts, spec, passage, section)


def _matches(spec: FactSpec, passage: _Passage) -> list[PhraseMatch]:
    """The places that state a fact, in the order of the text."""
    matches: list[PhraseMatch] = []
    for phrase in spec.phrases:  # a place that one way of saying it took is not read again by the next
        matches += [
            match
            for match in phrase.find_all(passage.string)
            if all(match.end <= other.start or other.end <= match.start for other in matches)
        ]
    return sorted(matches, key=lambda match: match.start)


def _absence(facts: Facts, spec: FactSpec, passage: _Passage, section: Section | None) -> Unknown:
    """What was looked for, and how far the phrase that came farthest came."""
    near = (phrase.nearest(passage.string) for phrase in spec.phrases)
    best = max(filter(None, near), key=lambda came: came.end - came.start, default=None)
    path = section.path if section else ()
    title = path[-1] if path else ""
    if best is not None:
        evidence = passage.evidence(best.start, best.end, "nearest", path)
        reason = Reason.of(
            "fact_absent",
            fact=spec.name,
            section=title,
            missing=best.missing,
            nearest=evidence.text[-_SHOWN:],
        )
        return Unknown((reason,), (evidence,))
    reason = Reason.of(
        "fact_absent", fact=spec.name, section=title, missing=spec.phrases[0].source, nearest=""
    )
    if section is not None and section.heading is not None:
        return Unknown((reason,), (heading_evidence(section.heading, "section"),))
    start = document_evidence(facts, "document")
    return Unknown((reason,), (start,) if start else ())


def _fact(
    facts: Facts, spec: FactSpec, passage: _Passage, match: PhraseMatch, path: Sequence[str]
) -> BoundFact:
    holes = {
        capture.hole.name: _hole(facts, passage, capture, path)
        for capture in match.captures
        if capture.hole.name
    }
    return BoundFact(spec, passage.evidence(match.start, match.end, "fact", path), holes)


def _hole(facts: Facts, passage: _Passage, capture: Capture, path: Sequence[str]) -> HoleValue:
    start, end, kind = capture.start, capture.end, capture.hole.type
    if not takes(kind, passage.string, start, end):
        place = passage.evidence(start, end, "stated", path)
        return Unknown((Reason.of("not_of_type", text=place.text),), (place,))
    if kind in (HoleType.MONEY, HoleType.PERCENT, HoleType.COUNT):
        words = passage.string[start:end]
        if unit_is_missing(words):
            place = passage.evidence(start, end, "stated", path)
            return Unknown((Reason.of("unit_missing", text=place.text),), (place,))
        return _figure(facts, passage, start, end)
    if kind is HoleType.PARTS:
        unitless = WITHOUT_UNIT.search(passage.string, start, end)
        if unitless is not None:
            before = passage.string.rfind("、", start, unitless.start()) + 1
            place = passage.evidence(
                max(start, before, unitless.start() - _SHOWN), unitless.end(), "stated", path
            )
            return Unknown((Reason.of("unit_missing", text=place.text),), (place,))
        parts = parts_in(passage.string, start, end)
        if not parts:
            place = passage.evidence(start, end, "stated", path)
            return Unknown((Reason.of("parts_ambiguous", text=place.text[:_SHOWN]),), (place,))
        return _found_parts(facts, passage, parts)
    if kind is HoleType.LIST:
        is_open = passage.string[start:end].endswith("等")
        return FoundList(tuple(_list_items(passage, start, end, path)), is_open)
    if kind is HoleType.DATE:
        return _day(passage.string[start:end], passage.evidence(start, end, "stated", path))
    return FoundWords(passage.string[start:end], passage.evidence(start, end, "stated", path))


def _day(words: str, evidence: Evidence) -> FoundDate | Unknown:
    try:
        day = day_of(words)
    except ValueError:
        day = None
    if day is None:
        return Unknown((Reason.of("no_such_day", text=evidence.text),), (evidence,))
    return FoundDate(day, evidence)


def _figure(facts: Facts, passage: _Passage, start: int, end: int) -> Figure | Unknown:
    block, text, offset = passage.locate(start, end)
    figure = facts.figures.at(block, IN_TEXT, offset)
    if figure is None:
        evidence = Evidence("stated", text.string, text.place)
        return Unknown((Reason.of("not_a_figure", text=text.string),), (evidence,))
    return figure


def _found_parts(facts: Facts, passage: _Passage, parts: Iterable[Span]) -> tuple[Part, ...] | Unknown:
    """The parts with their figures; if one cannot be told, neither can the series."""
    found: list[Part] = []
    for part in parts:
        figure = _figure(facts, passage, part.start, part.end)
        if isinstance(figure, Unknown):
            return figure
        nested = _found_parts(facts, passage, part.parts)
        if isinstance(nested, Unknown):
            return nested
        found.append(Part(part.label, figure, nested))
    return tuple(found)


def _list_items(passage: _Passage, start: int, end: int, path: Sequence[str]) -> Iterable[FoundWords]:
    at = start
    for item in passage.string[start:end].split("、"):
        stop = at + len(item)
        words = item.removesuffix("等")
        if words:
            yield FoundWords(words, passage.evidence(at, at + len(words), "item", path))
        at = stop + 1


def _values(fact: BoundFact) -> dict[str, object]:
    """What the holes say, without their places, to compare two statements of one fact."""
    return {name: _said(value) for name, value in fact.holes.items()}


def _said(value: HoleValue) -> object:
    if isinstance(value, Figure):
        return value.amount.base, value.amount.unit.dimension
    if isinstance(value, FoundWords):
        return value.string
    if isinstance(value, FoundDate):
        return value.date
    if isinstance(value, Unknown):
        return value.reasons
    if isinstance(value, FoundList):
        return [item.string for item in value.items]
    return [_said(item.figure) for item in value]


def figures_taken(fact: BoundFact) -> Iterator[FigureId]:
    """The figures that the holes of a fact took, those of parts within parts included."""
    for value in fact.holes.values():
        if isinstance(value, Figure):
            yield value.id
        elif isinstance(value, tuple):
            yield from _figures_of_parts(value)


def _figures_of_parts(parts: Iterable[Part]) -> Iterator[FigureId]:
    for part in parts:
        yield part.figure.id
        yield from _figures_of_parts(part.parts)


_DIMENSIONS: dict[HoleType, tuple[Dimension, ...]] = {
    HoleType.MONEY: (Dimension.MONEY,),
    HoleType.PARTS: (Dimension.MONEY,),
    HoleType.PERCENT: (Dimension.PERCENT, Dimension.POINT),
    HoleType.COUNT: (Dimension.COUNT,),
}


def dimensions_of(spec: FactSpec) -> frozenset[Dimension]:
    """What kinds of figures state a fact."""
    return frozenset(dimension for hole in spec.holes for dimension in _DIMENSIONS.get(hole.type, ()))
