"""What the wording of a document shows, as values that rules can quantify over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from checker.engine.values import StatementValue, TextValue
from checker.facts.body_names import bodies_of
from checker.facts.copies import copies_of
from checker.facts.forms import forms_of
from checker.facts.leftovers import leftovers_of
from checker.facts.marks import marks_of
from checker.facts.outline import headings_of
from checker.facts.printed_years import years_of
from checker.facts.sentences import sentences_of
from checker.model.figure import Facts, Figure
from checker.model.outcome import Evidence
from checker.model.text import Text
from checker.model.wording import NumberedHeading

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


_SOURCES: Mapping[str, Callable[[Facts], _Items]] = {
    "leftovers": lambda facts: ((i.words, i.block, {"kind": i.kind}) for i in leftovers_of(facts.document)),
    "marks": lambda facts: ((i.words, i.block, {"kind": i.kind}) for i in marks_of(facts.document)),
    "figures": lambda facts: (
        (i.words, i.block, {"form": i.form, "amount": i.figure}) for i in forms_of(facts)
    ),
    "years": lambda facts: ((i.words, i.block, {"role": i.role, "year": i.year}) for i in years_of(facts)),
    "bodies": lambda facts: ((i.words, i.block, {"standing": i.standing}) for i in bodies_of(facts)),
    "sentences": lambda facts: ((i.words, i.block, {}) for i in sentences_of(facts.document)),
    "headings": lambda facts: (
        heading_item(i) for i in headings_of(facts.document.blocks, 0, len(facts.document.blocks))
    ),
    "copies": lambda facts: ((i.words, i.block, {"first": i.first.string}) for i in copies_of(facts)),
}

SOURCES = frozenset(_SOURCES)


def values_of(facts: Facts, source: str) -> tuple[StatementValue, ...]:
    """The items of a source by its name in the language."""
    return tuple(_value(facts, *item) for item in _SOURCES[source](facts))


def _value(facts: Facts, words: Text, block: int, fields: _Fields) -> StatementValue:
    section = " / ".join(facts.sections[block])
    evidence = Evidence("words", words.string, words.place, section=section)
    text = TextValue(words.string, (evidence,))
    stated = {
        name: TextValue(value, (evidence,)) if isinstance(value, str) else value
        for name, value in fields.items()
    }
    return StatementValue(words.string, evidence, {**stated, "text": text})


def headings_within(facts: Facts, start: int, end: int) -> tuple[StatementValue, ...]:
    """The headings between two blocks as values."""
    found = headings_of(facts.document.blocks, start, end)
    return tuple(_value(facts, *heading_item(one)) for one in found)
