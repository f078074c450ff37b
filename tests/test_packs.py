"""Every example of every shipped pack gives its outcome, and every outcome of one says what it must."""

from __future__ import annotations

import pytest

from checker.engine.examples import overall, run_example
from checker.model.outcome import OutcomeKind
from checker.model.rule import Example, Pack, Rule
from checker.rulebook.library import Library

LIBRARY = Library()
PACKS: dict[str, Pack] = {id_: LIBRARY.load(id_) for id_ in LIBRARY.ids}


RULES = [
    pytest.param(pack, rule, id=f"{pack.id}-{rule.id}") for pack in PACKS.values() for rule in pack.rules
]
EXAMPLES = [
    pytest.param(
        pack, rule, example, id=f"{rule.id}-{example.source.file}:{example.source.line}-{example.outcome}"
    )
    for pack in PACKS.values()
    for rule in pack.rules
    for example in rule.examples
]


def test_there_are_packs() -> None:
    assert PACKS


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
def test_the_id_of_a_pack_is_its_path(pack: Pack) -> None:
    assert PACKS[pack.id] is pack


@pytest.mark.parametrize(("pack", "rule", "example"), EXAMPLES)
def test_an_example_gives_its_outcome(pack: Pack, rule: Rule, example: Example) -> None:
    outcomes = run_example(rule, pack, example)
    assert overall(outcomes) is example.outcome, "\n".join(
        f"{outcome.kind} {outcome.subject} {outcome.reasons}" for outcome in outcomes
    )


@pytest.mark.parametrize(("pack", "rule", "example"), EXAMPLES)
def test_an_outcome_that_asks_for_action_shows_a_place_and_what_cannot_be_told_says_why(
    pack: Pack, rule: Rule, example: Example
) -> None:
    for outcome in run_example(rule, pack, example):
        assert outcome.rule == rule.id
        if outcome.kind is OutcomeKind.FAIL:
            assert outcome.evidence, outcome.subject
            assert all(item.place.line is not None or item.place.spot for item in outcome.evidence)
            assert outcome.reasons or outcome.computations, outcome.subject
        if outcome.kind in (OutcomeKind.UNDETERMINED, OutcomeKind.NOT_APPLICABLE):
            assert outcome.reasons, outcome.subject


@pytest.mark.parametrize(("pack", "rule", "example"), EXAMPLES)
def test_there_is_one_outcome_for_a_rule_and_subject(pack: Pack, rule: Rule, example: Example) -> None:
    subjects = [
        outcome.subject
        for outcome in run_example(rule, pack, example)
        if outcome.kind is not OutcomeKind.UNDETERMINED
    ]
    assert len(subjects) == len(set(subjects))


@pytest.mark.parametrize(("pack", "rule"), RULES)
def test_a_rule_names_its_basis_and_says_what_to_do(pack: Pack, rule: Rule) -> None:
    assert rule.basis
    assert rule.fix.endswith("。")
    assert not rule.title.endswith("。")
