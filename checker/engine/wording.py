"""What the wording of a document shows, as values that rules can quantify over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from checker.engine.values import StatementValue, TextValue
from checker.facts.body_names import bodies_of
from checker.facts.copies import copies_of
from checker.facts.forms import forms_of
from checker.facts.leftovers import leftovers_of
from checker.facts.marks import marks_of
from checker.facts.printed_years import years_of
from checker.facts.sentences import sentences_of
from checker.model.figure import Facts, Figure
from checker.model.outcome import Evidence
from checker.model.text import Text

_Fields = Mapping[str, str | Figure | int | None]
_Items = Iterable[tuple[Text, int, _Fields]]

_SOURCES: Mapping[str, Callable[[Facts], _Items]] = {
    "leftovers": lambda facts: ((i.words, i.block, {"kind": i.kind}) for i in leftovers_of(facts.document)),
    "marks": lambda facts: ((i.words, i.block, {"kind": i.kind}) for i in marks_of(facts.document)),
    "figures": lambda facts: (
        (i.words, i.block, {"form": i.form, "amount": i.figure}) for i in forms_of(facts)
    ),
    "years": lambda facts: ((i.words, i.block, {"role": i.role, "year": i.year}) for i in years_of(facts)),
    "bodies": lambda facts: ((i.words, i.block, {"standing": i.standing}) for i in bodies_of(facts)),
    "sentences": lambda facts: ((i.words, i.block, {}) for i in sentences_of(facts.document)),
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
