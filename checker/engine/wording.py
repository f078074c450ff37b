"""What the wording of a document shows, as values that rules can quantify over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from checker.engine.values import StatementValue, TextValue
from checker.model.figure import Facts, Figure
from checker.model.outcome import Evidence
from checker.model.text import Text
from checker.model.wording import Wording

_Fields = Mapping[str, str | Figure | int | None]
_Items = Iterable[tuple[Text, int, _Fields]]

_SOURCES: Mapping[str, Callable[[Wording], _Items]] = {
    "leftovers": lambda wording: ((i.words, i.block, {"kind": i.kind}) for i in wording.leftovers),
    "marks": lambda wording: ((i.words, i.block, {"kind": i.kind}) for i in wording.marks),
    "figures": lambda wording: (
        (i.words, i.block, {"form": i.form, "amount": i.figure}) for i in wording.figures
    ),
    "years": lambda wording: ((i.words, i.block, {"role": i.role, "year": i.year}) for i in wording.years),
    "bodies": lambda wording: ((i.words, i.block, {"standing": i.standing}) for i in wording.bodies),
    "sentences": lambda wording: ((i.words, i.block, {}) for i in wording.sentences),
    "copies": lambda wording: ((i.words, i.block, {"first": i.first.string}) for i in wording.copies),
}
SOURCES = frozenset(_SOURCES)


def values_of(facts: Facts, source: str) -> tuple[StatementValue, ...]:
    """The items of a source by its name in the language."""
    return tuple(_value(facts, *item) for item in _SOURCES[source](facts.wording))


def _value(facts: Facts, words: Text, block: int, fields: _Fields) -> StatementValue:
    section = " / ".join(facts.sections[block])
    evidence = Evidence("words", words.string, words.place, section=section)
    text = TextValue(words.string, (evidence,))
    stated = {
        name: TextValue(value, (evidence,)) if isinstance(value, str) else value
        for name, value in fields.items()
    }
    return StatementValue(words.string, evidence, {**stated, "text": text})
