"""Facts → what the wording of the document shows."""

from __future__ import annotations

from checker.facts.body_names import bodies_of
from checker.facts.copies import copies_of
from checker.facts.forms import forms_of
from checker.facts.leftovers import leftovers_of
from checker.facts.marks import marks_of
from checker.facts.outline import headings_of
from checker.facts.printed_years import years_of
from checker.facts.sentences import sentences_of
from checker.model.figure import Facts
from checker.model.wording import Wording


def wording_of(facts: Facts) -> Wording:
    """What a template left, slips of the pen, years, names, sentences and copied texts."""
    document = facts.document
    return Wording(
        tuple(leftovers_of(document)),
        tuple(marks_of(document)),
        forms_of(facts),
        tuple(years_of(facts)),
        tuple(bodies_of(facts)),
        tuple(sentences_of(document)),
        tuple(headings_of(document.blocks, 0, len(document.blocks))),
        tuple(copies_of(facts)),
    )
