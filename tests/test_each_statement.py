"""`each:` takes every statement of a fact as a list, so that two that differ can be told and shown."""

from __future__ import annotations

import pytest

from checker.engine import evaluate
from checker.model.errors import RuleFileError
from checker.model.outcome import Outcome, OutcomeKind
from checker.readback.rule import entries
from tests.small import facts, pack, with_rule

PASS, FAIL, UNDETERMINED, NONE = (
    OutcomeKind.PASS,
    OutcomeKind.FAIL,
    OutcomeKind.UNDETERMINED,
    OutcomeKind.NOT_APPLICABLE,
)
NAMES = """\
sections: {text: 运行经费}
facts: {costs: {in: text, each: "{of: year}运行经费{amount: money}"}}
"""
SAME = "for_each: g in costs by of\nassert: g.rows.amount is consistent"


def told(rule: str, *sentences: str, heading: str = "一、运行经费") -> tuple[Outcome, ...]:
    submission = "\n".join(["某局2024年部门预算", heading, *sentences])
    return evaluate(pack(with_rule(NAMES, rule)), facts(submission))


@pytest.mark.parametrize(
    ("sentences", "kind"),
    [
        (("2024年运行经费5.00万元。", "2024年运行经费50,000元。"), PASS),
        (("2024年运行经费5.00万元。", "2024年运行经费5.00万元。", "2024年运行经费6.00万元。"), FAIL),
        (("2024年运行经费5.00万元。",), PASS),
        (("2024年运行经费5.00万元。", "2024年运行经费6.00。"), UNDETERMINED),
        (("2024年安排经费5.00万元。",), NONE),
    ],
)
def test_statements_of_one_year_are_the_same(sentences: tuple[str, ...], kind: OutcomeKind) -> None:
    (outcome,) = told(SAME, *sentences)
    assert outcome.kind is kind


def test_statements_of_two_years_are_two_groups() -> None:
    found = told(SAME, "2024年运行经费5.00万元，2023年运行经费4.00万元。")
    assert [(outcome.subject, outcome.kind) for outcome in found] == [("2024", PASS), ("2023", PASS)]


def test_the_finding_shows_both_places() -> None:
    (outcome,) = told(SAME, "2024年运行经费5.00万元。", "2024年运行经费6.00万元。")
    assert [(item.text, item.place.line) for item in outcome.evidence if item.figure] == [
        ("6.00万元", 4),
        ("5.00万元", 3),
    ]


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("count(costs) == 2", PASS),
        ("sum(costs.amount) == 9万元", PASS),
        ("first(costs where of == fiscal_year).amount == 5万元", PASS),
        ("(costs where amount > 6万元) is empty", PASS),
        ("costs is empty", FAIL),
    ],
)
def test_statements_are_a_list(condition: str, kind: OutcomeKind) -> None:
    (outcome,) = told(f"assert: {condition}", "2024年运行经费5.00万元，2023年运行经费4.00万元。")
    assert outcome.kind is kind


def test_each_statement_is_a_subject_of_its_own() -> None:
    found = told(
        "for_each: c in costs\nassert: c.amount > 4万元",
        "2024年运行经费5.00万元。",
        "2023年运行经费4.00万元。",
    )
    assert [(outcome.subject, outcome.kind) for outcome in found] == [
        ("2024年运行经费5.00万元", PASS),
        ("2023年运行经费4.00万元", FAIL),
    ]


def test_an_absent_section_is_undetermined() -> None:
    (outcome,) = told(SAME, "2024年运行经费5.00万元。", heading="一、其他")
    assert outcome.kind is UNDETERMINED
    assert outcome.reasons[0].code == "section_absent"


@pytest.mark.parametrize(
    ("written", "rule", "words"),
    [
        ('each: "{of: year}运行经费{amount: money}", phrase: "运行{amount: money}"', SAME, "each"),
        ('each: "{of: yaer}运行经费{amount: money}"', SAME, "no hole type"),
        ('each: "{of: year}运行经费{amount: money}"', "assert: costs is present", "found 列表 / a list"),
        ('each: "{of: year}运行经费{amount: money}"', "assert: costs.amont == 1元", "did you mean “amount”?"),
    ],
)
def test_mistakes_are_told(written: str, rule: str, words: str) -> None:
    names = NAMES.replace('each: "{of: year}运行经费{amount: money}"', written)
    with pytest.raises(RuleFileError) as caught:
        pack(with_rule(names, rule))
    assert words in str(caught.value)


@pytest.mark.parametrize(("language", "words"), [("zh", "每一处写的"), ("en", "every “")])
def test_a_rule_reads_it_back(language: str, words: str) -> None:
    made = pack(with_rule(NAMES, SAME))
    assert any(words in line for _, lines in entries(made.rules[0], made, language) for line in lines)
