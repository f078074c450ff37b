"""Tests in words that ask about a list as a whole: the words are unlike, or what is there stands in order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

from checker.binding.sections import heading_evidence
from checker.binding.tables import table_evidence
from checker.engine.bands import is_gapless
from checker.engine.conversions import as_text
from checker.engine.truths import is_blank
from checker.engine.values import ListValue, SectionValue, StatementValue, TableValue, TextValue, Truth, Value
from checker.model.document import Heading
from checker.model.figure import Facts
from checker.model.outcome import Evidence, Reason, Unknown
from checker.model.text import normalise

_FEWEST = 2


def is_distinct(of: ListValue) -> Truth:
    """Whether no two texts are the same words, blanks aside; the evidence is where the same words stand."""
    if of.missing is not None:
        return Truth.unknown(of.missing)
    found: dict[str, list[TextValue]] = {}
    for item in of.items:
        text = as_text(item)
        if isinstance(text, Unknown):
            return Truth.unknown(text)
        if not is_blank(text.string):
            found.setdefault(normalise(text.string).string, []).append(text)
    twice = [texts for texts in found.values() if len(texts) > 1]
    shown = [text for texts in twice or found.values() for text in texts]
    words = "、".join(texts[0].string for texts in twice)
    evidence = tuple(place for text in shown for place in text.evidence)
    return Truth.of(not twice, evidence, Reason.of("same_words_twice", words=words))


def is_ordered(facts: Facts, of: ListValue) -> Truth:
    """Whether the sections, tables or headings that are present stand in the order of the list.

    One whose heading stands in several places is after another only if all its places are.
    """
    if of.missing is not None:
        return Truth.unknown(of.missing)
    present: list[tuple[Evidence, int, int]] = []
    for item in of.items:
        if isinstance(item, Unknown):
            return Truth.unknown(item)
        place = _stands(facts, item)
        if place is not None:
            present.append(place)
    evidence = tuple(place[0] for place in present)
    if len(present) < _FEWEST:
        return Truth.unknown(Unknown((Reason.of("too_few"),), evidence))
    unclear: Truth | None = None
    for (before, first, last), (after, low, high) in itertools.pairwise(present):
        reason = Reason.of("out_of_order", before=before.text, after=after.text)
        if high < first:
            return Truth.of(False, (after, before), reason)
        if low <= last and unclear is None:
            doubt = Reason.of("order_unclear", before=before.text, after=after.text)
            unclear = Truth.unknown(Unknown((doubt,), (after, before)))
    return unclear or Truth.of(True, evidence)


def _stands(facts: Facts, item: Value) -> tuple[Evidence, int, int] | None:
    """Where something stands, with its first and last place among the document's blocks; None if it is absent."""
    match item:
        case SectionValue(bound=bound):
            if bound.section is None or bound.section.heading is None:
                return None
            starts = [section.start for section in (bound.section, *bound.others)]
            return heading_evidence(bound.section.heading, "section"), min(starts), max(starts)
        case TableValue(bound=table):
            if table.table is None:
                return None
            return table_evidence(table.table, "table"), table.block, table.block
        case StatementValue(evidence=evidence):
            at = next(
                index
                for index, block in enumerate(facts.document.blocks)
                if isinstance(block, Heading) and block.text.place == evidence.place
            )
            return evidence, at, at
        case _:
            raise AssertionError(f"stands nowhere: {item!r}")  # checked at load


LIST_TESTS: Mapping[str, Callable[[Facts, ListValue], Truth]] = {
    "distinct": lambda _, of: is_distinct(of),
    "ordered": is_ordered,
    "gapless": lambda _, of: is_gapless(of),
}
