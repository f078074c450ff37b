"""The lines of the list that a section holds: counted where it is sure, else undetermined with the reason."""

from __future__ import annotations

import pytest

from checker.model.outcome import OutcomeKind
from tests.small import outcomes

NAMES = """\
sections: {units_of: 机构设置}
facts:
  stated: {in: units_of, phrase: "本部门共有{kinds: parts}"}
"""
RULE = "assert: sum(stated.kinds.amount) == count(units_of.lines)"
STATED = "一、机构设置\n本部门共有行政单位1家，事业单位 2 家，具体包括：\n"


def told(submission: str) -> tuple[OutcomeKind, list[str]]:
    (outcome,) = outcomes(NAMES, RULE, submission)
    return outcome.kind, [reason.code for reason in outcome.reasons]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("1.甲局。\n2.乙中心。\n3.丙中心。", id="digits"),
        pytest.param("（一）甲局。\n（二）乙中心。\n（三）丙中心。", id="Chinese numerals"),
        pytest.param(
            "①甲局。\n②乙中心。\n③丙中心。\n以上单位均已公开。", id="circled, with a sentence behind"
        ),
        pytest.param(
            "| 序号 | 单位名称 |\n| 1 | 甲局 |\n| 2 | 乙中心 |\n| 3 | 丙中心 |", id="rows of a table"
        ),
        pytest.param(
            "| 单位名称 | 人数 |\n| 甲局 | 5 |\n| 乙中心 | 5 |\n| 丙中心 | 5 |\n| 合计 | 15 |", id="a total"
        ),
    ],
)
def test_as_many_lines_as_the_sentence_states_pass_and_one_less_fails(lines: str) -> None:
    assert told(STATED + lines) == (OutcomeKind.PASS, [])
    fewer = "\n".join(line for line in lines.splitlines() if "丙" not in line)
    assert told(STATED + fewer)[0] is OutcomeKind.FAIL


def test_lines_are_counted_past_ten() -> None:
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    lines = "".join(f"（{numeral}）{numeral}中心。\n" for numeral in numerals)
    assert told("一、机构设置\n本部门共有行政单位2家，事业单位10家：\n" + lines)[0] is OutcomeKind.PASS


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        pytest.param("包括甲局、乙中心和丙中心。", "lines_none", id="listed in words"),
        pytest.param("1.甲局。\n3.丙中心。", "lines_unclear", id="a number left out"),
        pytest.param("1.甲局。\n2.乙中心。\n1.综合科。", "lines_unclear", id="two lists"),
        pytest.param("（一）单位构成\n1.甲局。\n2.乙中心。\n3.丙中心。", "lines_unclear", id="two styles"),
        pytest.param("1.单位构成。\n甲局、乙中心、丙中心。", "lines_unclear", id="a number over words"),
    ],
)
def test_what_is_not_surely_one_list_is_undetermined(lines: str, reason: str) -> None:
    assert told(STATED + lines) == (OutcomeKind.UNDETERMINED, [reason])


def test_a_line_is_its_words_without_the_number() -> None:
    (outcome,) = outcomes(
        NAMES, 'assert: units_of.lines same names as ["甲局。", "乙中心。"]', STATED + "1.甲局。\n2.乙中心。"
    )
    assert outcome.kind is OutcomeKind.PASS
