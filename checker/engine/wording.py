"""What the wording of a document shows, as values that rules can quantify over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from checker.engine.values import StatementValue
from checker.facts.outline import headings_of
from checker.model.figure import Facts, Figure
from checker.model.outcome import Evidence
from checker.model.text import Text
from checker.model.wording import NumberedHeading, Wording

_Fields = Mapping[str, str | Figure | int | None]
_Items = Iterable[tuple[Text, int, _Fields]]


def heading_item(found: NumberedHeading) -> tuple[Text, int, _Fields]:
    """A heading with what a rule may ask of it; one without number states none."""
    fields = {
        "number": found.number or None,
        "ordinal": found.ordinal,
        "level": found.level,
        "title": found.title,
    }
    return found.words, found.block, fields


_SOURCES: Mapping[str, Callable[[Wording], _Items]] = {
    "leftovers": lambda wording: ((i.words, i.block, {"kind": i.kind}) for i in wording.leftovers),
    "marks": lambda wording: ((i.words, i.block, {"kind": i.kind}) for i in wording.marks),
    "figures": lambda wording: (
        (i.words, i.block, {"form": i.form, "amount": i.figure}) for i in wording.figures
    ),
    "years": lambda wording: ((i.words, i.block, {"role": i.role, "year": i.year}) for i in wording.years),
    "bodies": lambda wording: ((i.words, i.block, {"standing": i.standing}) for i in wording.bodies),
    "sentences": lambda wording: ((i.words, i.block, {}) for i in wording.sentences),
    "headings": lambda wording: map(heading_item, wording.headings),
    "copies": lambda wording: ((i.words, i.block, {"first": i.first.string}) for i in wording.copies),
}

SOURCES = frozenset(_SOURCES)


def values_of(facts: Facts, source: str) -> tuple[StatementValue, ...]:
    """The items of a source by its name in the language."""
    return tuple(_value(facts, *item) for item in _SOURCES[source](facts.wording))


def _value(facts: Facts, words: Text, block: int, fields: _Fields) -> StatementValue:
    section = " / ".join(facts.sections[block])
    evidence = Evidence("words", words.string, words.place, section=section)
    return StatementValue(words.string, evidence, {**fields, "text": words.string})


def sentences_within(facts: Facts, start: int, end: int) -> tuple[StatementValue, ...]:
    """The sentences of the blocks from `start` to before `end` as values."""
    return tuple(
        _value(facts, one.words, one.block, {}) for one in facts.wording.sentences if start <= one.block < end
    )


def headings_within(facts: Facts, start: int, end: int) -> tuple[StatementValue, ...]:
    """The headings between two blocks as values."""
    found = headings_of(facts.document.blocks, start, end)
    return tuple(_value(facts, *heading_item(one)) for one in found)
