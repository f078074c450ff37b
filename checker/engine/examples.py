"""Runs the examples that a rule carries: its tests and its documentation."""

from __future__ import annotations

from dataclasses import replace

from checker.engine.run import evaluate_rule
from checker.facts import facts_of, identity_of
from checker.facts.same_body import BodyNames
from checker.facts.unit_documents import with_units
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
    name = f"{rule.id} {example.outcome}"
    document = structured(read_bytes(example.given.encode("utf-8"), name))
    identity = identity_of(document)
    year = example.fiscal_year or rule.since or rule.until or pack.applies.since or pack.applies.until
    if year is not None and (identity.fiscal_year is None or example.fiscal_year is not None):
        identity = replace(identity, fiscal_year=Found(year, str(year), Place(document.name)))
    facts = replace(
        facts_of(document, identity),
        sidecar=example.sidecar,
        prior=_beside(example.prior, f"{name} prior", 1),
        budget_document=_beside(example.budget_document, f"{name} budget_document", 2),
    )
    units = [
        unit
        for at, given in enumerate(example.units, 3)
        if (unit := _beside(given, f"{name} units {at - 2}", at)) is not None
    ]
    return with_units(facts, units, BodyNames(), whole=True)


def _beside(given: str, name: str, ordinal: int) -> Facts | None:
    """The facts of a small document beside the example's, if there is one."""
    if not given:
        return None
    return facts_of(replace(structured(read_bytes(given.encode("utf-8"), name)), ordinal=ordinal))


def overall(outcomes: tuple[Outcome, ...]) -> OutcomeKind:
    """What came of a rule on a document as a whole: the gravest of its outcomes."""
    kinds = {outcome.kind for outcome in outcomes}
    return next((kind for kind in _WORST_FIRST if kind in kinds), OutcomeKind.NOT_APPLICABLE)
