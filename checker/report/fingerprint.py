"""Fingerprints: a finding keeps its own in a later edition of the file, wherever it then stands."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from checker.diagnosis import Hypothesis
from checker.model.outcome import Outcome
from checker.model.text import normalise
from checker.report.naming import clause, unnumbered

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_STEPS = re.compile(r" / | · |\s*第\d+行\s*")
_REPEAT = re.compile(r"\(\d+\)$")
_NEIGHBOURS = frozenset({"addend", "nearest", "expected-after", "document", "title"})
"""Evidence that a row more, or another heading before, would change: not the thing itself."""


def fingerprints(keys: Iterable[Sequence[str]]) -> Iterator[str]:
    """A fingerprint for each key, unlike all others: what repeats is told apart by its number among its likes."""
    seen: Counter[tuple[str, ...]] = Counter()
    for key in map(tuple, keys):
        seen[key] += 1
        folded = "\x1e".join(key if seen[key] == 1 else (*key, str(seen[key])))
        yield hashlib.sha256(folded.encode("utf-8")).hexdigest()[:16]


def key_of(outcome: Outcome, likely: Hypothesis | None, entity: str) -> tuple[str, ...]:
    """What a finding is about, in words that do not say where it stands.

    A figure to blame is its printed words with those of its section, table, row, column and clause: whatever
    rules it breaks, it is the same finding. Otherwise the key is of the first outcome that the finding speaks
    for: the rule, the subject, the reasons, and the words of the evidence with their section, table, row and
    column. All of it is normalised, and without the entity's name, years, numbers of headings and rows, counts,
    addends, blanks and neighbours, so that a row or heading more, or another year in a title, changes nothing.
    """

    def fold(words: str) -> str:
        parts = (unnumbered(part) for part in _STEPS.split(words.replace(entity, "") if entity else words))
        folded = (_YEAR.sub("", normalise(part).string) for part in parts)
        return "\x1f".join(part for part in folded if part)

    if likely is not None:
        figure = likely.figure
        words = (*figure.section, figure.table, figure.row, figure.column, clause(figure), figure.text)
        return ("figure", *(fold(word) for word in words))
    reasons = (
        f"{reason.code} {name} {fold(value)}"
        for reason in outcome.reasons
        for name, value in reason.details
        if name != "nearest" and not value.isdigit()
    )
    shown = {
        " ".join(
            fold(word) for word in (item.role, item.section, item.table, item.row, item.column, item.text)
        )
        for item in outcome.evidence
        if item.text.strip() and item.role not in _NEIGHBOURS
    }
    subject = _REPEAT.sub("", fold(outcome.subject))
    return (outcome.rule, subject, *reasons, *sorted(shown))
