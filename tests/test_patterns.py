"""`regex:` takes a fact by a pattern of RE2, with the bounds, the types and the places of a phrase."""

from __future__ import annotations

import time

import pytest

from checker.engine import evaluate
from checker.model.outcome import Outcome, OutcomeKind
from checker.model.pattern import parse_pattern
from checker.model.phrase import HoleType
from checker.model.text import normalise
from checker.readback.rule import entries
from checker.report.words import words
from tests.small import facts, pack, with_rule

PASS, FAIL, UNDETERMINED = OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.UNDETERMINED
NAMES = r"""
sections: {text: 采购情况}
facts:
  bought:
    in: text
    regex: "采购(?:支出)?预算（?总额）?(?:为|共计)?(?P<amount>[\\d.]+.?元)(?:，增长(?P<growth>[\\d.]+%))?"
    types: {amount: money, growth: percent}
"""
FIVE = "assert: bought.amount == 5万元"
GROWN = "when: bought.growth is stated\nassert: bought.growth == 5%"


def told(rule: str, *sentences: str, names: str = NAMES) -> tuple[Outcome, ...]:
    submission = "\n".join(["某局2024年部门预算", "一、采购情况", *sentences])
    return evaluate(pack(with_rule(names, rule)), facts(submission))


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("2024年采购预算总额5.00万元。", PASS),
        ("本年政府采购支出预算（总额）共计5.00万元。", PASS),
        ("本年政府採購支出預算（總額）為50,000元。", PASS),
        ("本年采购预算总额6.00万元。", FAIL),
        ("本年安排5.00万元。", UNDETERMINED),
        ("采购预算总额5.00万元。采购预算总额6.00万元。", UNDETERMINED),
    ],
)
def test_a_pattern_states_a_fact(sentence: str, kind: OutcomeKind) -> None:
    (outcome,) = told(FIVE, sentence)
    assert outcome.kind is kind


def test_the_place_is_that_of_the_group() -> None:
    (outcome,) = told(FIVE, "某年", "采购预算总额６.00 万元。")
    assert [(item.text, item.place.line) for item in outcome.evidence if item.figure] == [("６.00 万元", 4)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("采购预算总额5万元，增长5%。", PASS),
        ("采购预算总额5万元，增长7%。", FAIL),
        ("采购预算总额5万元。", OutcomeKind.NOT_APPLICABLE),
    ],
)
def test_a_group_that_took_nothing_is_unstated(sentence: str, kind: OutcomeKind) -> None:
    (outcome,) = told(GROWN, sentence)
    assert outcome.kind is kind


def test_a_pattern_stays_in_its_paragraph() -> None:
    names = r"""
sections: {text: 采购情况}
facts: {bought: {in: text, regex: "采购[^元]*?(?P<amount>[\\d.]+万元)", types: {amount: money}}}
"""
    (outcome,) = told(FIVE, "采购安排如下", "共5万元", names=names)
    assert outcome.kind is UNDETERMINED


@pytest.mark.parametrize("group", [r"\\d.\\d\\d万", r"\\d{2}万元", r"1\\d.\\d+", r"采购预算"])
def test_a_piece_of_a_value_is_not_a_value(group: str) -> None:
    names = f"""
sections: {{text: 采购情况}}
facts: {{bought: {{in: text, regex: "(?P<amount>{group})", types: {{amount: money}}}}}}
"""
    (outcome,) = told(FIVE, "采购预算总额15.00万元。", names=names)
    assert outcome.kind is UNDETERMINED
    assert outcome.reasons[0].code in ("not_of_type", "not_a_figure")


def test_each_place_by_a_pattern() -> None:
    names = r"""
sections: {text: 采购情况}
facts: {bought: {in: text, each_regex: "(?P<of>货物|工程)[^。]{0,3}?(?P<amount>[\\d.]+万元)", types: {of: text, amount: money}}}
"""
    rule = "assert: sum(bought.amount) == 5万元 and count(bought where of is 货物) == 1"
    (outcome,) = told(rule, "货物预算2万元，工程类共3万元。", names=names)
    assert outcome.kind is PASS


def test_a_reader_sees_what_the_pattern_takes() -> None:
    rules = pack(with_rule(NAMES, FIVE))
    said = "".join(line for _, lines in entries(rules.rules[0], rules, "zh") for line in lines)
    assert "（金额）" in said
    assert "(?P<" not in said
    (outcome,) = told(FIVE, "本年安排5.00万元。")
    assert "（金额）" in words("zh").reasons(outcome.reasons)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("（(?P<x>[^）]+)）", "（甲）"),
        ("“(?P<x>三公)”", "「三公」"),
        ("預算(?P<x>書)", "预算书"),
        ("預算：(?P<x>.)", "预算:a"),
        ("(?P<x>[，；]后)", "，后"),
    ],
)
def test_words_of_a_pattern_are_normalised(source: str, text: str) -> None:
    pattern = parse_pattern(source, {"x": HoleType.TEXT})
    assert len(list(pattern.find_all(normalise(text).string))) == 1


def test_time_is_linear_in_the_text_whatever_the_pattern() -> None:
    pattern = parse_pattern("(?P<x>(?:甲+)+)+乙", {"x": HoleType.TEXT})
    started = time.process_time()
    assert list(pattern.find_all("甲" * 100_000)) == []
    assert time.process_time() - started < 5  # a backtracking engine would not end
