"""Runs the examples that a rule carries: its tests and its documentation."""

from __future__ import annotations

from dataclasses import replace

from checker.engine.run import evaluate_rule
from checker.facts import facts_of, identity_of
from checker.model.figure import Facts, Found
from checker.model.outcome import Outcome, OutcomeKind
from checker.model.rule import Example, Pack, Rule
from checker.model.text import Place
from checker.readers import read_bytes
from checker.structure import structured

_WORST_FIRST = (
    OutcomeKind.FAIL,
    OutcomeKind.UNDETERMINED,
    OutcomeKind.PASS_WITHIN_ROUNDING,
    OutcomeKind.PASS,
    OutcomeKind.NOT_APPLICABLE,
)


def run_example(rule: Rule, pack: Pack, example: Example) -> tuple[Outcome, ...]:
    """The outcomes of a rule on one of its examples."""
    return evaluate_rule(rule, pack, facts_of_example(rule, pack, example))


def facts_of_example(rule: Rule, pack: Pack, example: Example) -> Facts:
    """The facts of the small submission that an example gives, in a year when the rule is in force."""
    raw = read_bytes(example.given.encode("utf-8"), f"{rule.id} {example.outcome}")
    document = structured(raw)
    identity = identity_of(document)
    year = example.fiscal_year or rule.since or rule.until or pack.applies.since or pack.applies.until
    if year is not None and (identity.fiscal_year is None or example.fiscal_year is not None):
        identity = replace(identity, fiscal_year=Found(year, str(year), Place(document.name)))
    return replace(facts_of(document, identity), sidecar=example.sidecar)


def overall(outcomes: tuple[Outcome, ...]) -> OutcomeKind:
    """What came of a rule on a document as a whole: the gravest of its outcomes."""
    kinds = {outcome.kind for outcome in outcomes}
    return next((kind for kind in _WORST_FIRST if kind in kinds), OutcomeKind.NOT_APPLICABLE)
