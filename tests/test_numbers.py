"""Numbers that a regulation sets, dated: exact, and chosen by the fiscal year."""

from __future__ import annotations

import pytest

from checker.engine import evaluate
from checker.model.errors import RuleFileError
from checker.model.outcome import OutcomeKind
from checker.readback.rule import entries
from checker.rule_tools.check import check
from checker.rulebook.library import Library
from checker.rulebook.load import RuleFile
from tests.small import facts, pack, with_rule

PASS, FAIL, UNDETERMINED = OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.UNDETERMINED
NAMES = """\
sections: {text: 设备情况}
facts: {price: {in: text, phrase: "单价{amount: money}"}}
numbers:
  large: [{value: 50万元, until: 2016, basis: law}, {value: 100万元, from: 2018}]
"""
RULE = "assert: price.amount >= large"


def kind(year: str, price: str, names: str = NAMES) -> OutcomeKind:
    submission = f"某局{year}部门预算\n一、设备情况\n单价{price}。\n"
    (outcome,) = evaluate(pack(with_rule(names, RULE)), facts(submission))
    return outcome.kind


@pytest.mark.parametrize(
    ("year", "price", "expected"),
    [
        ("2016年", "60万元", PASS),
        ("2016年", "49.99万元", FAIL),
        ("2018年", "60万元", FAIL),
        ("2018年", "1000000元", PASS),
        ("2017年", "60万元", UNDETERMINED),
        ("", "60万元", UNDETERMINED),
    ],
)
def test_the_value_of_the_year_is_taken(year: str, price: str, expected: OutcomeKind) -> None:
    assert kind(year, price) is expected


def test_a_number_of_all_years_needs_no_year() -> None:
    assert kind("", "60万元", NAMES.split("[", maxsplit=1)[0] + "[{value: 50万元}]\n") is PASS


def test_a_year_without_value_is_told_with_its_name() -> None:
    (outcome,) = evaluate(
        pack(with_rule(NAMES, RULE)), facts("某局2017年部门预算\n一、设备情况\n单价6万元。\n")
    )
    assert [(reason.code, dict(reason.details)) for reason in outcome.reasons] == [
        ("no_number", {"name": "large", "year": "2017"})
    ]


@pytest.mark.parametrize(
    ("values", "place", "words"),
    [
        ("[{value: 很多}]", (11, 19), "expected a number"),
        ("[{value: 50万}]", (11, 19), "expected a number"),
        ("[{value: 50万元, from: 2017, until: 2016}]", (11, 11), "from is later than until"),
        ("[{value: 50万元, until: 2018}, {value: 60万元, from: 2018}]", (11, 39), "overlap"),
        ("[{value: 50万元}, {value: 60万元, from: 2018}]", (11, 26), "overlap"),
        ("[{value: 50万元, until: 2017}, {value: 60天, from: 2018}]", (11, 47), "unlike units"),
        ("[{value: 50万元, basis: laws}]", (11, 32), "did you mean “law”?"),
        ("[{valeu: 50万元}]", (11, 12), "valeu"),
        ("[{value: 50万元, from: 17}]", (11, 31), "四位年份"),
    ],
)
def test_a_faulty_number_is_told_at_its_place(values: str, place: tuple[int, int], words: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        pack(with_rule(NAMES.split("[", maxsplit=1)[0] + values + "\n", RULE))
    found = [(one.line, one.column) for one in caught.value.mistakes if words in one.message]
    assert found == [place], [str(one) for one in caught.value.mistakes]


def test_a_name_used_twice_and_unlike_units_are_told() -> None:
    with pytest.raises(RuleFileError, match="已用于 facts"):
        pack(with_rule(NAMES.replace("large:", "price:"), "assert: price.amount >= 0"))
    with pytest.raises(RuleFileError, match="unlike units"):
        pack(with_rule(NAMES.split("[", maxsplit=1)[0] + "[{value: 20天}]\n", RULE))


def test_years_without_value_and_an_unused_number_are_warnings() -> None:
    text = with_rule(NAMES + "  idle: [{value: 20天}]\n", RULE)
    (result,) = check([RuleFile("rules.yaml", text)], Library())
    told = [(warning.code, warning.line) for warning in result.warnings]
    assert ("years-without-value", 11) in told
    assert ("unused-name", 12) in told
    assert not [code for code, _ in told if code == "unused-basis"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "50万元（2016 年止），或 100万元（2018 年起）"),
        ("en", "50万元（until 2016）, or 100万元（from 2018）"),
    ],
)
def test_a_rule_reads_its_numbers_back(language: str, words: str) -> None:
    made = pack(with_rule(NAMES, RULE))
    said = dict(entries(made.rules[0], made, language))
    lines = [line for lines in said.values() for line in lines]
    assert any(line.endswith(words) or words in line for line in lines)
    assert f"large = {words}，《中华人民共和国预算法》" in lines
