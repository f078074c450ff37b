"""Which figure is to blame: one correction, one finding, and no figure named that others could be as well."""

from __future__ import annotations

from functools import partial

import pytest

from checker.diagnosis import Slip
from checker.report import Finding
from tests import small

NAMES = """\
pack: test/blame
title: 试验
version: "1"
applies: {kind: budget}
defaults: {severity: error, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法}}
sections: {money: 收支情况, again: 其他情况}
tables:
  list:
    title: 采购表
    columns: {item: {title: 项目, type: text}, n: {title: 数量, type: count}, price: {title: 单价, type: price}, total: 合计}
    rows: {lines: {where: item is not 合计}, all: {where: item is 合计, one: true}}
facts:
  income: {in: money, phrase: "收入{x: money}"}
  spending: {in: money, phrase: "支出{x: money}，其中{kinds: parts}"}
  goods: {in: money, phrase: "其中货物{x: money}"}
  stated: {in: again, phrase: "共{x: money}"}
  limit: {in: again, phrase: "上限{x: money}"}
rules:
"""


report_on = partial(small.report_on, NAMES)


def said(finding: Finding) -> tuple[list[str], list[tuple[str, Slip, str]]]:
    """The rules of a finding, and what it says of each figure that may be to blame."""
    suspects = [(suspect.figure.text, suspect.slip, suspect.corrected) for suspect in finding.suspects]
    return [rule.id for rule in finding.rules], suspects


def found(submission: str, *conditions: str) -> list[tuple[list[str], list[tuple[str, Slip, str]]]]:
    return [said(finding) for finding in report_on(submission, *conditions).findings]


TEXT = "一、收支情况\n收入{income}。支出{spending}，其中货物{goods}、服务{services}。\n二、其他情况\n共{stated}，上限{limit}。\n"
RIGHT = {
    "income": "500.00万元",
    "spending": "500.00万元",
    "goods": "399.80万元",
    "services": "100.20万元",
    "stated": "500.00万元",
    "limit": "600.00万元",
}
SUM, BALANCE, AGAIN, BOUND = (
    "spending.x == sum(spending.kinds.amount)",
    "income.x == spending.x",
    "spending.x == stated.x",
    "spending.x <= limit.x",
)


def text(**changed: str) -> str:
    return TEXT.format_map({**RIGHT, **changed})


# --- units ---


@pytest.mark.parametrize(
    ("printed", "slip", "corrected"),
    [
        ("5000.0万元", Slip.POINT, "500.00万元"),
        ("50.00万元", Slip.POINT, "500.00万元"),
        ("50000.0万元", Slip.POINT, "500.00万元"),
        ("0.50万元", Slip.POINT, "500.00万元"),
        ("500.00元", Slip.UNIT, "500.00万元"),
        ("500.00亿元", Slip.UNIT, "500.00万元"),
        ("500.00千元", Slip.UNIT, "500.00万元"),
    ],
)
def test_a_moved_decimal_point_is_no_unit_that_the_document_does_not_use(
    printed: str, slip: Slip, corrected: str
) -> None:
    assert found(text(spending=printed), SUM, BALANCE, AGAIN) == [
        (["R0", "R1", "R2"], [(printed, slip, corrected)])
    ]


def test_a_unit_that_the_document_uses_may_be_the_one_that_was_meant() -> None:
    submission = text(spending="5000.0万元", stated="5000.0千元")
    assert found(submission, SUM, BALANCE, AGAIN) == [
        (["R0", "R1", "R2"], [("5000.0万元", Slip.UNIT, "5000.0千元")])
    ]


# --- what a correction explains ---


def test_an_equality_that_the_correction_does_not_mend_is_a_finding_of_its_own() -> None:
    """501.00万元 lies near 500.00万元, and no one figure is both."""
    submission = text(spending="500.00元", stated="501.00万元")
    assert found(submission, SUM, BALANCE, AGAIN) == [
        (["R0", "R1"], [("500.00元", Slip.UNIT, "500.00万元")]),
        (["R2"], []),
    ]


def test_what_a_merged_finding_claims_holds_by_the_intervals_of_the_corrected_figure() -> None:
    """In 元 the figure has next to no interval of its own; in 万元 it explains a difference of 0.01."""
    submission = text(spending="500.00元", income="500.01万元")
    assert found(submission, SUM, BALANCE) == [(["R0", "R1"], [("500.00元", Slip.UNIT, "500.00万元")])]


def test_a_bound_that_the_same_correction_mends_is_of_the_same_finding() -> None:
    assert found(text(spending="700.00万元"), SUM, BALANCE, BOUND) == [
        (["R0", "R1", "R2"], [("700.00万元", Slip.DIGIT, "500.00万元")])
    ]


def test_a_bound_that_the_correction_does_not_mend_stays_apart() -> None:
    submission = text(spending="700.00万元", limit="400.00万元")
    assert found(submission, SUM, BALANCE, BOUND) == [
        (["R0", "R1"], [("700.00万元", Slip.DIGIT, "500.00万元")]),
        (["R2"], []),
    ]


def test_a_correction_that_would_break_a_bound_that_holds_is_none() -> None:
    """The spending could be 723.45 as well, but for the limit."""
    submission = text(spending="500.00万元", income="723.45万元", stated="723.45万元")
    assert found(submission, BALANCE, AGAIN) == [(["R0", "R1"], [("500.00万元", Slip.VALUE, "723.45万元")])]
    assert found(submission, BALANCE, AGAIN, BOUND) == [(["R0"], []), (["R1"], [])]


# --- which of several ---


def test_no_figure_is_named_where_several_explain_the_difference_equally_well() -> None:
    """Either part could be the wrong one, and each by one digit: 499.80, or 200.20."""
    submission = text(spending="600.00万元", income="600.00万元")
    parts = "income.x == sum(spending.kinds.amount)"
    (finding,) = report_on(submission, SUM, BALANCE, parts).findings
    assert finding.likely is None
    assert said(finding) == (
        ["R0", "R2"],
        [("399.80万元", Slip.DIGIT, "499.80万元"), ("100.20万元", Slip.DIGIT, "200.20万元")],
    )


def test_a_slip_of_the_pen_is_named_where_it_is_the_only_one() -> None:
    """The same with 39.980, a point too far to the left; 460.02 for 100.20 would be no slip."""
    submission = text(goods="39.98万元")
    parts = "income.x == sum(spending.kinds.amount)"
    assert found(submission, SUM, BALANCE, parts) == [
        (["R0", "R2"], [("39.98万元", Slip.POINT, "399.80万元")])
    ]


@pytest.mark.parametrize(
    ("goods", "suspects"),
    [
        pytest.param("399.80万元", [], id="nothing says which of the two it is"),
        pytest.param("299.80万元", [], id="each of the three may have a wrong digit"),
        pytest.param("389.90万元", [("389.90万元", Slip.SWAPPED, "399.80万元")], id="two digits swapped"),
        pytest.param("39.98万元", [("39.98万元", Slip.POINT, "399.80万元")], id="a moved point"),
        pytest.param("39.80万元", [("39.80万元", Slip.LENGTH, "399.80万元")], id="a missing digit"),
    ],
)
def test_one_failed_sum_names_a_figure_only_by_the_one_slip_that_fits(
    goods: str, suspects: list[tuple[str, Slip, str]]
) -> None:
    changed = text(goods=goods) if goods != "399.80万元" else text(services="123.45万元")
    assert found(changed, SUM) == [(["R0"], suspects)]


def test_two_corrections_that_claim_one_failure_and_two_others_are_not_told_apart() -> None:
    """500 is missing beside 700, and 700 beside 500: income and spending explain two failures each."""
    submission = text(income="700.00万元", stated="700.00万元", limit="500.00万元")
    conditions = ("limit.x == income.x", BALANCE, AGAIN)
    assert [rules for rules, _ in found(submission, *conditions)] == [["R0"], ["R1"], ["R2"]]


def test_a_price_is_corrected_by_its_product() -> None:
    submission = (
        "采购表\n单位：万元\n| 项目 | 数量 | 单价 | 合计 |\n| 合计 |  |  | 15.20 |\n"
        "| 桌 | 40 | 0.31 | 5.20 |\n| 椅 | 20 | 0.50 | 10.00 |\n"
    )
    rows = "row in list.lines: row.n * row.price == row.total"
    total = "list.all.total == sum(list.lines.total)"
    assert found(submission, rows, total) == [(["R0"], [("0.31", Slip.SWAPPED, "0.13万元")])]


def test_a_quotient_says_nothing_of_its_divisor() -> None:
    submission = text(spending="250.00万元")
    (finding,) = report_on(
        submission, "income.x / spending.x == 100%", "income.x / spending.x >= 90%"
    ).findings
    assert finding.suspects == ()


def test_two_rules_that_compare_the_same_figures_are_one_finding_and_no_more_proof() -> None:
    """Only the spending could be larger, but an item may be missing as well: nothing is named."""
    again = "sum(spending.kinds.amount) == spending.x"
    assert found(text(spending="123.45万元"), SUM, again) == [(["R0", "R1"], [])]
    assert found(text(spending="50.00万元"), SUM, again) == [
        (["R0", "R1"], [("50.00万元", Slip.POINT, "500.00万元")])
    ]
    (finding,) = report_on(text(spending="50.00万元"), SUM, again).findings
    assert finding.disagreements == 1


def test_two_rules_that_compare_one_figure_with_unlike_numbers_are_two_findings() -> None:
    assert found(text(), "income.x == 1万元", "income.x == 2万元") == [(["R0"], []), (["R1"], [])]
