"""Sections that a pack names with the headings above them; packs and submissions stand in the test."""

from __future__ import annotations

import pytest

from checker.model.errors import RuleFileError
from checker.model.outcome import OutcomeKind
from tests.small import outcomes, pack, with_rule

PASS, FAIL = OutcomeKind.PASS, OutcomeKind.FAIL
RULE = "assert: terms.text mentions 甲"
SUBMISSION = """\
第一部分 部门概况
一、名词解释
乙。
第二部分 决算说明
一、收入
丙。
二、名词解释
甲。
"""


def kind(heading: str, submission: str = SUBMISSION, rule: str = RULE) -> OutcomeKind:
    (outcome,) = outcomes(f"sections: {{terms: {heading}}}", rule, submission)
    return outcome.kind


@pytest.mark.parametrize(
    "heading",
    [
        "第二部分 / 名词解释",
        "决算说明 / 名词解释",
        "第二部分 / 二 / 名词解释",
        "[第三部分 / 名词解释, 决算说明 / 名词解释]",
    ],
)
def test_a_section_is_the_one_below_the_headings_before_the_stroke(heading: str) -> None:
    assert kind(heading) is PASS


def test_without_a_path_all_of_these_words_are_read() -> None:
    assert kind("第一部分 / 名词解释") is FAIL
    assert kind("名词解释") is PASS


def test_a_path_goes_before_the_bare_words() -> None:
    assert kind("[名词解释, 第一部分 / 名词解释]") is FAIL


def test_the_number_may_be_the_section_s_own() -> None:
    assert kind("第三部分 / 名词解释", "第一部分 概况\n丙。\n第三部分 名词解释\n甲。\n") is PASS
    assert kind("第三部分 / 名词解释", "第一部分 概况\n丙。\n第三部分 名词解釋\n甲。\n") is PASS


def test_what_stands_elsewhere_is_absent_and_the_nearest_is_told() -> None:
    (outcome,) = outcomes("sections: {terms: 第三部分 / 名词解释}", "assert: terms is present", SUBMISSION)
    assert outcome.kind is FAIL
    assert dict(outcome.reasons[0].details)["nearest"] == "名词解释"


@pytest.mark.parametrize("heading", ["第三部分 / ", " / 名词解释", "第三部分 /  / 名词解释"])
def test_a_path_with_nothing_beside_a_stroke_is_refused(heading: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        pack(with_rule(f'sections: {{terms: "{heading}"}}', RULE))
    assert [(one.line, one.column) for one in caught.value.mistakes] == [(8, 20)]
    assert "a heading is missing" in caught.value.mistakes[0].message
