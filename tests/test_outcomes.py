"""Outcomes: what holds, what fails, what does not apply, and what cannot be told and why (DESIGN 4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from checker.engine import evaluate, evaluate_rule
from checker.model.outcome import Outcome, OutcomeKind
from checker.model.rule import CodeEntry, CodeList, Edition
from checker.report import build
from checker.report.words import words
from checker.writers import writer
from tests.small import facts, outcomes, pack, with_rule

PASS, NEARLY, FAIL, NOT_APPLICABLE, UNDETERMINED = (
    OutcomeKind.PASS,
    OutcomeKind.PASS_WITHIN_ROUNDING,
    OutcomeKind.FAIL,
    OutcomeKind.NOT_APPLICABLE,
    OutcomeKind.UNDETERMINED,
)

CODES: Mapping[str, CodeList] = {
    "catalogue": CodeList(
        "catalogue",
        "采购目录",
        (
            Edition("2013", None, 2022, {"A1": CodeEntry("A1", "电脑", "found")}),
            Edition(
                "2022",
                2024,
                None,
                {"A1": CodeEntry("A1", "计算机", "found"), "A2": CodeEntry("A2", "桌", "inferred")},
            ),
        ),
    )
}

NAMES = """\
sections:
  duties: 主要职责
  money: 收支情况
  annex: {heading: 附件说明, belongs: package}
tables:
  list:
    title: 采购表
    columns:
      item: {title: 项目, type: text}
      code: {title: 编码, type: text}
      name: {title: 名称, type: text}
      total: 合计
      one: 甲
    codes: {list: catalogue, column: code}
    rows:
      lines: {where: code is not blank}
      all: {where: item is 合计, one: true}
  other: {title: 资产表, columns: {item: {title: 项目, type: text}, value: 价值}, ordinals: item, rows: {kinds: {where: level == 1}, rest: {where: level != 1}}}
  plain: {title: 收支表, columns: {item: {title: 项目, type: text}, total: 合计}, belongs: package}
facts:
  income: {in: money, phrase: "收入{x: money}"}
  spending: {in: [annex, money], phrase: "支出{x: money}，其中{kinds: parts}"}
  named: {in: money, phrase: "包括：{items: list}"}
  since: {in: money, phrase: "较{year: year}"}
  anywhere: {in: document, phrase: "…合计{x: money}"}
words:
  reasons: [增加, 减少]
"""


def judge(rule: str, submission: str) -> tuple[Outcome, ...]:
    return outcomes(NAMES, rule if "assert:" in rule else f"assert: {rule}", submission, CODES)


def kinds(rule: str, submission: str) -> list[OutcomeKind]:
    return [outcome.kind for outcome in judge(rule, submission)]


def only(rule: str, submission: str) -> Outcome:
    (outcome,) = judge(rule, submission)
    return outcome


def reasons(outcome: Outcome) -> list[tuple[str, dict[str, str]]]:
    return [(reason.code, dict(reason.details)) for reason in outcome.reasons]


def evidence(outcome: Outcome) -> list[tuple[str, str, int | None]]:
    """Role, words and line of every piece of evidence."""
    return [(item.role, item.text, item.place.line) for item in outcome.evidence]


# --- three-valued logic ---

LOGIC = """\
一、收支情况
收入5.00万元，支出6万元，其中甲6万元。
"""
TRUTHS = {
    "pass": "income.x == 5万元",
    "nearly": "income.x == 5.004万元",
    "fail": "income.x == 6万元",
    "unknown": "duties.text mentions 甲",
}


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        ("pass", "pass", PASS, PASS),
        ("pass", "nearly", NEARLY, PASS),
        ("pass", "fail", FAIL, PASS),
        ("pass", "unknown", UNDETERMINED, PASS),
        ("nearly", "nearly", NEARLY, NEARLY),
        ("nearly", "fail", FAIL, NEARLY),
        ("nearly", "unknown", UNDETERMINED, NEARLY),
        ("fail", "fail", FAIL, FAIL),
        ("fail", "unknown", FAIL, UNDETERMINED),
        ("unknown", "unknown", UNDETERMINED, UNDETERMINED),
    ],
)
def test_and_and_or_are_three_valued(left: str, right: str, both: OutcomeKind, either: OutcomeKind) -> None:
    one, other = TRUTHS[left], TRUTHS[right]
    for first, second in ((one, other), (other, one)):
        assert kinds(f"{first} and {second}", LOGIC) == [both]
        assert kinds(f"{first} or {second}", LOGIC) == [either]


@pytest.mark.parametrize(
    ("of", "opposite"), [("pass", FAIL), ("nearly", FAIL), ("fail", PASS), ("unknown", UNDETERMINED)]
)
def test_not_is_three_valued(of: str, opposite: OutcomeKind) -> None:
    assert kinds(f"not ({TRUTHS[of]})", LOGIC) == [opposite]


def test_what_is_undetermined_in_a_conjunction_says_why() -> None:
    outcome = only(f"{TRUTHS['pass']} and {TRUTHS['unknown']}", LOGIC)
    assert reasons(outcome) == [("section_absent", {"section": "主要职责", "nearest": ""})]


# --- when ---


def test_a_premise_that_is_false_does_not_apply() -> None:
    outcome = only("when: income.x == 0\nassert: income.x == 1万元", LOGIC)
    assert (outcome.kind, reasons(outcome)) == (NOT_APPLICABLE, [("premise_false", {})])


def test_a_premise_that_holds_within_rounding_holds() -> None:
    assert kinds("when: income.x == 5.004万元\nassert: income.x == 6万元", LOGIC) == [FAIL]


def test_a_premise_that_cannot_be_decided_is_undetermined() -> None:
    outcome = only("when: duties.text mentions 甲\nassert: income.x == 5万元", LOGIC)
    assert (outcome.kind, reasons(outcome)) == (
        UNDETERMINED,
        [("section_absent", {"section": "主要职责", "nearest": ""})],
    )


# --- for_each ---

ROWS = """\
采购表
单位：万元
| 项目 | 编码 | 名称 | 合计 | 甲 |
| 合计 |  |  | 9.00 | 9.00 |
| 电脑 | A1 | 电脑 | 5.00 | 5.00 |
| 桌椅 | A2 | 桌 | 4.00 | 3.00 |
"""


def test_there_is_one_outcome_for_each_row() -> None:
    found = judge("for_each: row in list.lines\nassert: row.total == row.one", ROWS)
    assert [(outcome.subject, outcome.kind) for outcome in found] == [
        ("采购表 第2行 电脑", PASS),
        ("采购表 第3行 桌椅", FAIL),
    ]
    assert evidence(found[1]) == [("stated", "4.00", 6), ("stated", "3.00", 6)]


def test_there_is_one_outcome_for_each_column() -> None:
    found = judge("for_each: col in [total, one]\nassert: list.all[col] == sum(list.lines[col])", ROWS)
    assert [(outcome.subject, outcome.kind) for outcome in found] == [("合计", PASS), ("甲", FAIL)]


def test_there_is_one_outcome_for_each_row_and_column() -> None:
    found = judge('for_each: ["row in list.lines", "col in [total, one]"]\nassert: row[col] > 3万元', ROWS)
    assert [(outcome.subject, outcome.kind) for outcome in found] == [
        ("采购表 第2行 电脑 · 合计", PASS),
        ("采购表 第2行 电脑 · 甲", PASS),
        ("采购表 第3行 桌椅 · 合计", PASS),
        ("采购表 第3行 桌椅 · 甲", FAIL),
    ]


def test_two_subjects_of_one_name_stay_apart() -> None:
    submission = "一、收支情况\n支出6万元，其中甲3万元、甲3万元。"
    found = judge("for_each: k in spending.kinds\nassert: k.amount == 3万元", submission)
    assert [outcome.subject for outcome in found] == ["甲", "甲（2）"]


@pytest.mark.parametrize(
    ("rule", "submission"),
    [
        pytest.param(
            "for_each: row in list.lines where total > 100万元\nassert: row.one == 1万元",
            ROWS,
            id="no row passes the filter",
        ),
        pytest.param(
            "for_each: t in each table\nassert: t is not empty", LOGIC, id="a document without tables"
        ),
        pytest.param(
            "for_each: s in each section\nassert: s is not empty",
            "只有一句话。",
            id="a document without sections",
        ),
        pytest.param(
            "for_each: k in spending.kinds where parts is not empty\nassert: k.amount == 1万元",
            LOGIC,
            id="no part has parts",
        ),
    ],
)
def test_a_for_each_over_nothing_does_not_apply(rule: str, submission: str) -> None:
    outcome = only(rule, submission)
    assert (outcome.kind, reasons(outcome)) == (NOT_APPLICABLE, [("nothing_to_check", {})])


def test_a_for_each_over_what_was_not_found_is_undetermined_once() -> None:
    outcome = only("for_each: row in list.lines\nassert: row.total == row.one", LOGIC)
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome) == [("table_absent", {"table": "采购表", "nearest": ""})]


def test_a_for_each_over_a_fact_that_was_not_found_is_undetermined() -> None:
    outcome = only("for_each: k in spending.kinds\nassert: k.amount > 0", "一、收支情况\n无。")
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome)[0][0] == "fact_absent"


# --- absent sections and tables ---

PARTS = """\
石家庄市某某局 2019 年部门预算
一、主要职责
负责事务。
二、收支情况说明
收入5.00万元。
"""


def test_a_section_of_this_document_fails_when_absent_and_shows_where_it_was_expected() -> None:
    outcome = only("money is present", PARTS.replace("二、收支情况说明", "二、其他"))
    assert outcome.kind is FAIL
    assert reasons(outcome) == [("section_absent", {"section": "收支情况", "nearest": ""})]
    assert evidence(outcome) == [("expected-after", "一、主要职责", 2)]


def test_the_first_section_is_expected_after_the_title() -> None:
    outcome = only("duties is present", PARTS.replace("一、主要职责\n负责事务。\n", ""))
    assert evidence(outcome) == [("expected-after", "石家庄市某某局 2019 年部门预算", 1)]


def test_a_section_that_is_nearly_there_is_named() -> None:
    outcome = only("money is present", PARTS.replace("收支情况说明", "收支的情况"))
    assert reasons(outcome) == [("section_absent", {"section": "收支情况", "nearest": "收支的情况"})]


def test_a_section_that_may_stand_in_another_file_is_undetermined_when_absent() -> None:
    outcome = only("annex is present", PARTS)
    assert outcome.kind is UNDETERMINED
    assert [code for code, _ in reasons(outcome)] == ["section_absent", "maybe_in_another_file"]
    assert evidence(outcome) == [("expected-after", "二、收支情况说明", 4)]


def test_a_table_of_this_document_fails_when_absent_and_shows_where_it_was_expected() -> None:
    submission = "一、主要职责\n负责事务。\n二、采购情况表\n没有采购。"
    outcome = only("list is present", submission)
    assert outcome.kind is FAIL
    assert reasons(outcome) == [("table_absent", {"table": "采购表", "nearest": ""})]
    assert evidence(outcome) == [("expected-after", "二、采购情况表", 3)]


def test_a_table_that_no_heading_speaks_of_is_expected_after_the_beginning() -> None:
    assert evidence(only("list is present", PARTS)) == [
        ("expected-after", "石家庄市某某局 2019 年部门预算", 1)
    ]


def test_a_table_that_may_stand_in_another_file_is_undetermined_when_absent() -> None:
    outcome = only("plain is present", PARTS)
    assert outcome.kind is UNDETERMINED
    assert [code for code, _ in reasons(outcome)] == ["table_absent", "maybe_in_another_file"]


def test_what_is_absent_from_a_document_with_unread_pages_is_undetermined() -> None:
    given = facts(PARTS)
    given = replace(given, document=replace(given.document, unread=(2, 3)))
    (outcome,) = evaluate(pack(with_rule(NAMES, "assert: list is present"), code_lists=CODES), given)
    assert outcome.kind is UNDETERMINED
    assert ("pages_unread", {"pages": "2、3"}) in reasons(outcome)


@pytest.mark.parametrize(
    "rule",
    [
        "duties.text mentions 甲",
        "duties is empty",
        "list is empty",
        "sum(list.lines.total) == 0",
        "count(list.rows) == 0",
        "list.all.total == income.x",
        "not (list.note mentions 甲)",
        "list.lines.total is filled",
        "list.lines.total is consistent",
        "list.lines is empty",
    ],
)
def test_anything_else_asked_of_what_is_absent_is_undetermined(rule: str) -> None:
    outcome = only(rule, "一、收支情况\n收入5.00万元。")
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome)[0][0] in ("section_absent", "table_absent")
    assert evidence(outcome) == [("expected-after", "一、收支情况", 1)]


@pytest.mark.parametrize(
    ("submission", "kind"),
    [
        ("一、主要职责\n负责事务。", FAIL),
        ("一、主要职责\n二、收支情况\n无。", PASS),
        ("一、主要职责\n（一）甲\n（二）乙\n", PASS),
        ("一、主要职责\n（一）甲\n做事。\n", FAIL),
    ],
)
def test_a_section_is_empty_if_nothing_but_headings_stands_under_it(
    submission: str, kind: OutcomeKind
) -> None:
    outcome = only("duties is empty", submission)
    assert outcome.kind is kind
    assert evidence(outcome) == [("section", "一、主要职责", 1)]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ("| 电脑 | A1 | 电脑 | 5.00 | 5.00 |\n", FAIL),
        ("| 合计 |  |  |  |  |\n", PASS),
        ("| 合计 | — | — | — | — |\n", PASS),
        ("| 合计 |  |  | 0 |  |\n", FAIL),
        ("", PASS),
    ],
)
def test_a_table_is_empty_if_nothing_stands_behind_its_labels(rows: str, kind: OutcomeKind) -> None:
    outcome = only("list is empty", f"采购表\n单位：万元\n| 项目 | 编码 | 名称 | 合计 | 甲 |\n{rows}")
    assert outcome.kind is kind
    assert evidence(outcome) == [("table", "采购表", 1)]


def test_a_table_of_contents_does_not_stand_for_its_sections() -> None:
    submission = "目录\n一、主要职责\n二、收支情况\n一、主要职责\n负责事务。\n二、收支情况\n收入5万元。"
    assert kinds("duties is present and duties is not empty", submission) == [PASS]
    assert evidence(only("duties is present", submission)) == [("section", "一、主要职责", 4)]


def test_a_section_with_the_same_words_goes_before_one_that_contains_them() -> None:
    submission = "一、主要职责及其他\n甲。\n二、主要职责\n乙。"
    assert evidence(only("duties is present", submission)) == [("section", "二、主要职责", 3)]


# --- classes of rows ---


def test_a_row_that_belongs_to_no_class_leaves_every_class_incomplete() -> None:
    submission = ROWS + "| 尾注 |  |  | 1.00 |  |\n"
    outcome = only("list.all.total == sum(list.lines.total)", submission)
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome) == [("row_unclassified", {"table": "采购表", "row": "尾注"})]
    assert evidence(outcome) == [("row", "尾注", 7)]


def test_a_for_each_over_an_incomplete_class_judges_the_rows_that_are_sure() -> None:
    submission = ROWS + "| 尾注 |  |  | 1.00 |  |\n"
    found = judge("for_each: row in list.lines\nassert: row.total == row.one", submission)
    assert [(outcome.subject, outcome.kind) for outcome in found] == [
        ("", UNDETERMINED),
        ("采购表 第2行 电脑", PASS),
        ("采购表 第3行 桌椅", FAIL),
    ]


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        pytest.param("count(list.lines) == 2", UNDETERMINED, id="how many there are"),
        pytest.param("list.lines.total is filled", UNDETERMINED, id="whether all are filled"),
        pytest.param("list.lines is empty", FAIL, id="it has rows for sure"),
    ],
)
def test_what_asks_an_incomplete_class_as_a_whole(rule: str, kind: OutcomeKind) -> None:
    assert kinds(rule, ROWS + "| 尾注 |  |  | 1.00 |  |\n") == [kind]


def test_all_rows_of_a_table_are_there_whatever_their_class() -> None:
    assert kinds("count(list.rows) == 4", ROWS + "| 尾注 |  |  | 1.00 |  |\n") == [PASS]


@pytest.mark.parametrize(
    ("rows", "count"), [("", "0"), ("| 合计 |  |  | 9.00 |  |\n| 合计 |  |  | 9.00 |  |\n", "2")]
)
def test_a_class_of_one_row_that_has_none_or_several_is_undetermined(rows: str, count: str) -> None:
    submission = (
        f"采购表\n单位：万元\n| 项目 | 编码 | 名称 | 合计 | 甲 |\n| 电脑 | A1 | 电脑 | 9.00 |  |\n{rows}"
    )
    outcome = only("list.all.total == sum(list.lines.total)", submission)
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome) == [("row_not_one", {"table": "采购表", "row": "all", "count": count})]
    assert evidence(outcome) == [("table", "采购表", 1)]


# --- headings that stand twice ---


@pytest.mark.parametrize(
    ("submission", "kind"),
    [
        pytest.param("一、收支情况\n二、收支情况\n收入5万元。", PASS, id="the first is empty"),
        pytest.param("一、收支情况\n收入5万元。\n二、收支情况\n", PASS, id="the second is empty"),
        pytest.param("一、收支情况\n见下。\n二、收支情况\n收入5万元。", PASS, id="stated in the second"),
        pytest.param("一、收支情况\n收入5万元。\n二、收支情况\n收入50000元。", PASS, id="stated twice alike"),
        pytest.param(
            "一、收支情况\n收入5万元。\n二、收支情况\n收入6万元。", UNDETERMINED, id="stated unlike"
        ),
        pytest.param(
            "一、收支情况\n收入5万元。收入6万元。\n二、收支情况\n收入5万元。",
            UNDETERMINED,
            id="unlike in one",
        ),
        pytest.param("一、收支情况\n略。\n（一）收支情况\n收入5万元。", PASS, id="inside of itself"),
    ],
)
def test_a_fact_is_looked_for_wherever_the_heading_stands(submission: str, kind: OutcomeKind) -> None:
    assert kinds("income.x == 5万元", submission) == [kind]


def test_a_fact_that_two_places_state_unlike_names_both() -> None:
    outcome = only("income.x == 5万元", "一、收支情况\n收入5万元。\n二、收支情况\n收入6万元。")
    assert [code for code, _ in reasons(outcome)] == ["fact_ambiguous"]
    assert evidence(outcome) == [("fact", "收入5万元", 2), ("fact", "收入6万元", 4)]


def test_the_text_of_a_section_is_that_of_all_its_places() -> None:
    submission = "一、收支情况\n收入5万元。\n二、主要职责\n略。\n三、收支情况\n与上年持平。"
    assert kinds("money.text mentions 持平", submission) == [PASS]
    assert kinds("money.text mentions 略", submission) == [FAIL]


# --- columns and cells ---


def test_a_column_that_is_not_there_is_undetermined_and_the_nearest_is_named() -> None:
    submission = ROWS.replace("| 合计 | 甲 |", "| 合计数 | 甲 |")
    outcome = only("list.all.total == sum(list.lines.one)", submission)
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome) == [("column_absent", {"column": "合计", "table": "采购表", "nearest": "合计数"})]
    assert evidence(outcome) == [("table", "采购表", 1)]


def test_a_column_that_two_headers_fit_is_undetermined() -> None:
    submission = "采购表\n| 项目 | 编码 | 货物 |  | 服务 |  |\n|  |  | 合计 | 甲 | 合计 | 甲 |\n| 电脑 | A1 | 5 | 5 | 6 | 6 |\n"
    outcome = only("sum(list.lines.total) == 5万元", submission)
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome) == [("column_ambiguous", {"column": "合计", "table": "采购表"})]


@pytest.mark.parametrize(
    ("own", "other"), [("本年", "上年"), ("2024年预算", "2023年预算"), ("预算数", "去年")]
)
def test_of_two_columns_that_fit_the_one_of_another_year_is_left_out(own: str, other: str) -> None:
    head = "清河县文化馆2024年部门预算\n\n采购表\n单位：万元\n"
    rows = f"| 项目 | 编码 | {other} |  | {own} |  |\n|  |  | 合计 | 甲 | 合计 | 甲 |\n| 电脑 | A1 | 6 | 6 | 5 | 5 |\n"
    assert only("sum(list.lines.total) == 5万元", head + rows).kind is PASS
    assert only("sum(list.lines.total) == 6万元", head + rows).kind is FAIL


def test_a_column_may_be_found_by_its_label_without_brackets() -> None:
    submission = "资产表\n| 项目 | 价值（金额单位：元） |\n| 1、房屋 | 5 |\n"
    assert kinds("sum(other.kinds.value) == 5元", submission) == [PASS]


def test_a_misplaced_separator_is_undetermined_and_the_reason_names_the_cell() -> None:
    submission = ROWS.replace("| 4.00 |", "| 1,2325.60 |")
    outcome = only("list.all.total == sum(list.lines.total)", submission)
    assert outcome.kind is UNDETERMINED
    details = {"text": "1,2325.60", "row": "桌椅", "column": "合计"}
    assert reasons(outcome) == [("cell_not_a_number", details)]


def test_a_cell_of_words_where_a_number_is_wanted_is_undetermined() -> None:
    outcome = only("list.all.total == sum(list.lines.total)", ROWS.replace("| 4.00 |", "| 约4 |"))
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome) == [("cell_not_a_number", {"text": "约4", "row": "桌椅", "column": "合计"})]
    assert evidence(outcome) == [("cell", "约4", 6)]


@pytest.mark.parametrize(
    ("cell", "stated"),
    [
        ("5.00", PASS),
        ("0", PASS),
        ("0.00", PASS),
        ("无数据", PASS),
        ("", FAIL),
        ("—", FAIL),
        ("-", FAIL),
        ("/", FAIL),
        ("无", FAIL),
    ],
)
def test_a_cell_is_stated_unless_it_is_blank_or_holds_a_stroke(cell: str, stated: OutcomeKind) -> None:
    submission = ROWS.replace("| 9.00 | 9.00 |", f"| 9.00 | {cell} |")
    assert kinds("list.all.one is stated", submission) == [stated]
    assert kinds("list.all.one is blank", submission) == [FAIL if stated is PASS else PASS]


def test_a_blank_cell_says_which_it_is() -> None:
    outcome = only("list.all.one is stated", ROWS.replace("| 9.00 | 9.00 |", "| 9.00 |  |"))
    assert reasons(outcome) == [("is_blank", {"row": "合计", "column": "甲"})]
    assert evidence(outcome) == [("cell", "", 4)]


def test_a_column_with_blank_cells_is_one_outcome_that_begins_with_its_header() -> None:
    submission = ROWS.replace("| 桌 |", "|  |").replace("| 电脑 | 5.00", "|  | 5.00")
    outcome = only("list.lines.name is filled", submission)
    assert outcome.kind is FAIL
    assert reasons(outcome) == [("cells_blank", {"column": "名称", "count": "2", "total": "2"})]
    assert evidence(outcome) == [("column", "名称", 3), ("cell", "", 5), ("cell", "", 6)]


def test_a_stroke_fills_a_cell() -> None:
    assert kinds("list.lines.name is filled", ROWS.replace("| 桌 |", "| — |")) == [PASS]


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        pytest.param("电脑", "电脑", PASS, id="the same words"),
        pytest.param("电 脑", "电脑", PASS, id="spaces"),
        pytest.param("复印件", "复印机", FAIL, id="other words"),
        pytest.param("", "", PASS, id="both blank"),
        pytest.param("5台", "5台", PASS, id="words with a number"),
        pytest.param("05", "5", FAIL, id="numbers are words too"),
        pytest.param("五", "5", FAIL, id="words beside a number"),
    ],
)
def test_columns_of_words_compare_as_words(left: str, right: str, kind: OutcomeKind) -> None:
    submission = f"采购表\n| 项目 | 编码 | 名称 |\n| {left} | A1 | {right} |\n"
    outcome = only("for_each: row in list.lines\nassert: row.item == row.name", submission)
    assert outcome.kind is kind


def test_unlike_words_are_both_shown() -> None:
    outcome = only(
        "for_each: row in list.lines\nassert: row.item == row.name",
        "采购表\n| 项目 | 编码 | 名称 |\n| 复印件 | A1 | 复印机 |\n",
    )
    assert reasons(outcome) == [("texts_differ", {"left": "复印件", "right": "复印机"})]
    assert evidence(outcome) == [("cell", "复印件", 3), ("cell", "复印机", 3)]


# --- where ---


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("sum((list.lines where item is 电脑).total) == 5万元", PASS),
        ("sum((list.lines where total > 4.50万元).total) == 5万元", PASS),
        ("sum((list.lines where (total > 4.50万元 or total < 1万元)).total) == 5万元", PASS),
        ("count(list.lines where not item is 电脑) == 1", PASS),
        ("count(list.rows where code starts with “A”) == 2", PASS),
        ("count(list.rows where code is blank) == 1", PASS),
        ("count(list.lines where name == item) == 1", PASS),
        ("count(list.lines where total == list.all.total) == 0", PASS),
        ("sum((list.lines where item is 车).total) == 0", PASS),
    ],
)
def test_a_filter_keeps_the_rows_for_which_it_holds(condition: str, kind: OutcomeKind) -> None:
    assert kinds(condition, ROWS) == [kind]


def test_a_name_in_a_filter_is_the_rows_own_first() -> None:
    rule = "for_each: total in list.lines\nassert: count(list.lines where total == 5万元) == 1"
    assert kinds(rule, ROWS) == [PASS, PASS]


def test_a_variable_may_stand_in_a_filter() -> None:
    rule = "for_each: row in list.lines\nassert: count(list.lines where item == row.item) == 1"
    assert kinds(rule, ROWS) == [PASS, PASS]


def test_a_filter_that_cannot_be_decided_for_a_row_leaves_the_list_incomplete() -> None:
    submission = ROWS.replace("| 4.00 |", "| 约4 |")
    outcome = only("count(list.lines where total > 4.50万元) == 1", submission)
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome) == [("cell_not_a_number", {"text": "约4", "row": "桌椅", "column": "合计"})]


# --- groups ---

GROUPS = """\
采购表
单位：万元
| 项目 | 编码 | 名称 | 合计 | 甲 |
| 会议 | A1 | 甲 | 5.00 | 9.00 |
| 培训 | A2 | 乙 | 3.00 | 3.00 |
| 会 议 | A1 | 丙 | 4.00 | 9.00 |
"""


def test_a_group_holds_the_rows_with_the_same_words_in_a_column() -> None:
    found = judge("for_each: g in list.lines by item\nassert: sum(g.rows.total) == first(g.rows.one)", GROUPS)
    assert [(outcome.subject, outcome.kind) for outcome in found] == [("会议", PASS), ("培训", PASS)]
    assert evidence(found[0]) == [("addend", "5.00", 4), ("addend", "4.00", 6), ("stated", "9.00", 4)]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("g.rows.one is consistent", [PASS, PASS]),
        ("g.rows.total is consistent", [FAIL, PASS]),
        ("count(g.rows) == 1", [FAIL, PASS]),
        ("g.key is 会议", [PASS, FAIL]),
    ],
)
def test_a_group_has_its_key_and_its_rows(rule: str, found: list[OutcomeKind]) -> None:
    assert kinds(f"for_each: g in list.lines by item\nassert: {rule}", GROUPS) == found


def test_the_key_of_a_group_shows_where_it_stands() -> None:
    found = judge("for_each: g in list.lines by item\nassert: count(g.rows) == 1", GROUPS)
    assert evidence(found[0]) == [("cell", "会议", 4)]


def test_groups_by_a_column_that_is_not_there_are_undetermined() -> None:
    outcome = only(
        "for_each: g in list.lines by name\nassert: count(g.rows) == 1", GROUPS.replace("名称", "名目")
    )
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome)[0][0] == "column_absent"


@pytest.mark.parametrize(
    ("second", "kind"),
    [("会议", PASS), ("会 议", PASS), ("培训", FAIL)],
    ids=["the same", "spaces", "others"],
)
def test_words_may_be_consistent(second: str, kind: OutcomeKind) -> None:
    rows = "".join(f"| {text} | A1 | 甲 | 5.00 | 9.00 |\n" for text in ("会议", second))
    submission = f"采购表\n单位：万元\n| 项目 | 编码 | 名称 | 合计 | 甲 |\n{rows}"
    assert kinds("list.lines.item is consistent", submission) == [kind]


# --- facts ---


def test_a_fact_with_unlike_values_is_ambiguous_and_lists_the_places() -> None:
    submission = "一、收支情况\n收入5.00万元。\n收入6.00万元。"
    outcome = only("income.x == 5万元", submission)
    assert outcome.kind is UNDETERMINED
    assert [code for code, _ in reasons(outcome)] == ["fact_ambiguous"]
    assert evidence(outcome) == [("fact", "收入5.00万元", 2), ("fact", "收入6.00万元", 3)]


@pytest.mark.parametrize("again", ["收入5.00万元", "收入5.0万元", "收入50000元", "收入 5 万元"])
def test_a_fact_that_is_stated_twice_alike_is_one(again: str) -> None:
    assert kinds("income.x == 5万元", f"一、收支情况\n收入5.00万元。\n{again}。") == [PASS]


def test_a_fact_stated_in_unlike_ways_is_stated_all_the_same() -> None:
    assert kinds("income is present", "一、收支情况\n收入5.00万元。\n收入6.00万元。") == [PASS]


@pytest.mark.parametrize("cut", ["收入5.00，其他略", "收入5.00万，其他略", "收入5.00"])
def test_a_fact_without_its_unit_is_undetermined_and_says_so(cut: str) -> None:
    outcome = only("income.x == 5万元", f"一、收支情况\n{cut}。")
    assert outcome.kind is UNDETERMINED
    assert [code for code, _ in reasons(outcome)] == ["unit_missing"]
    (shown,) = evidence(outcome)
    assert shown in [("stated", "5.00", 2), ("stated", "5.00万", 2)]


def test_a_fact_that_is_not_found_says_how_far_it_came() -> None:
    outcome = only("spending.x == 5万元", "一、收支情况\n支出约5万元。")
    assert outcome.kind is UNDETERMINED
    assert reasons(outcome) == [
        (
            "fact_absent",
            {
                "fact": "spending",
                "section": "收支情况",
                "missing": "支出{x: money}，其中{kinds: parts}",
                "nearest": "",
            },
        )
    ]
    assert evidence(outcome) == [("section", "一、收支情况", 1)]


def test_a_fact_that_came_far_shows_the_place() -> None:
    names = 'sections: {money: 收支情况}\nfacts: {income: {in: money, phrase: "收入…共计{x: money}"}}'
    (outcome,) = outcomes(names, "assert: income.x == 5万元", "一、收支情况\n收入很多，总共5万元。")
    assert reasons(outcome)[0][1]["missing"] == "共计{money}"
    assert evidence(outcome) == [("nearest", "收入", 2)]


def test_a_fact_is_looked_for_in_the_first_of_its_sections_that_is_present() -> None:
    assert kinds("spending.x == 5万元", "一、收支情况\n支出5万元，其中甲5万元。") == [PASS]
    both = "一、收支情况\n支出5万元，其中甲5万元。\n二、附件说明\n支出6万元，其中甲6万元。"
    assert kinds("spending.x == 6万元", both) == [PASS]


def test_a_fact_outside_its_section_is_not_found() -> None:
    assert kinds("income.x == 5万元", "一、主要职责\n收入5万元。\n二、收支情况\n无。") == [UNDETERMINED]


def test_a_fact_may_be_looked_for_in_the_whole_document() -> None:
    assert kinds("anywhere.x == 5万元", "一、甲\n无。\n二、乙\n支出合计5万元。") == [PASS]


def test_the_whole_document_may_be_the_last_place_to_look() -> None:
    names = 'sections: {money: 收支情况}\nfacts: {income: {in: [money, document], phrase: "收入{x: money}"}}'
    (outcome,) = outcomes(names, "assert: income.x == 5万元", "一、主要职责\n收入5万元。")
    assert outcome.kind is PASS


def test_the_year_of_a_hole_is_a_number() -> None:
    submission = "石家庄市某某局2019年部门预算\n一、收支情况\n较2018年预算增加。"
    assert kinds("since.year == fiscal_year - 1", submission) == [PASS]
    assert kinds("since.year == fiscal_year", submission) == [FAIL]


def test_the_parts_of_a_fact_add_up() -> None:
    submission = "一、收支情况\n支出9.00万元，其中甲5.00万元、乙4.00万元（其中丙3.00万元，丁2.00万元）。"
    assert kinds("spending.x == sum(spending.kinds.amount)", submission) == [PASS]
    rule = (
        "for_each: k in spending.kinds\nwhen: k.parts is not empty\nassert: k.amount == sum(k.parts.amount)"
    )
    assert [(outcome.subject, outcome.kind) for outcome in judge(rule, submission)] == [
        ("甲", NOT_APPLICABLE),
        ("乙", FAIL),
    ]


@pytest.mark.parametrize(
    ("given", "changes"),
    [
        ("支出1.00万元，其中甲增加5.00万元、乙减少4.00万元", "1.00万元"),
        ("支出1.00万元，其中甲下降5.00万元、乙降低4.00万元", "-9.00万元"),
    ],
)
def test_a_part_that_falls_counts_against(given: str, changes: str) -> None:
    assert kinds(f"sum(spending.kinds.change) == {changes}", f"一、收支情况\n{given}。") == [PASS]


# --- code lists ---


@pytest.mark.parametrize(
    ("year", "code", "name", "kind", "reason"),
    [
        pytest.param(2013, "A1", "电脑", PASS, None, id="an old edition without a beginning"),
        pytest.param(2022, "A1", "电脑", PASS, None, id="its last year"),
        pytest.param(2024, "A1", "电脑", FAIL, "texts_differ", id="a new edition has another name"),
        pytest.param(2024, "A1", "计算机", PASS, None, id="the name of the new edition"),
        pytest.param(2030, "A1", "计算机", PASS, None, id="a new edition without an end"),
        pytest.param(2023, "A1", "电脑", UNDETERMINED, "no_edition", id="a year between the editions"),
        pytest.param(
            2022, "A2", "桌", UNDETERMINED, "code_not_listed", id="a code that the edition does not hold"
        ),
        pytest.param(2022, "Ａ１", "电脑", PASS, None, id="a code in full width"),
    ],
)
def test_the_edition_of_a_code_list_is_chosen_by_fiscal_year(
    year: int, code: str, name: str, kind: OutcomeKind, reason: str | None
) -> None:
    submission = f"石家庄市某某局{year}年部门预算\n一、采购\n说明如下。\n采购表\n| 项目 | 编码 | 名称 |\n| 甲 | {code} | {name} |\n"
    outcome = only("for_each: row in list.lines\nassert: row.name == row.entry.name", submission)
    assert outcome.kind is kind
    assert [code for code, _ in reasons(outcome)] == ([reason] if reason else [])
    if kind is UNDETERMINED:
        assert evidence(outcome) == [("cell", code, 6)]


def test_a_code_in_a_document_without_a_year_is_undetermined() -> None:
    outcome = only(
        "for_each: row in list.lines\nassert: row.name == row.entry.name",
        "采购表\n| 项目 | 编码 | 名称 |\n| 甲 | A1 | 电脑 |\n",
    )
    assert [code for code, _ in reasons(outcome)] == ["year_unknown"]


def test_an_entry_has_its_standing_and_edition() -> None:
    submission = "石家庄市某某局2024年部门预算\n一、采购\n说明如下。\n采购表\n| 项目 | 编码 | 名称 |\n| 甲 | A1 | 略 |\n| 乙 | A2 | 略 |\n"
    assert kinds("for_each: r in list.lines\nassert: r.entry.standing == found", submission) == [PASS, FAIL]
    assert kinds('for_each: r in list.lines\nassert: r.entry.edition == "2022"', submission) == [PASS, PASS]


# --- hierarchy by ordinals ---

LEVELS = """\
资产表
单位：万元
| 项目 | 价值 |
| 资产总额 | 9.00 |
| 1、房屋 | 5.00 |
| 其中：办公用房 | 3.00 |
| 其中：业务用房 | 1.00 |
| 2、车辆 | 4.00 |
"""


def test_ordinals_make_levels_and_children() -> None:
    found = judge("for_each: row in other.rows\nassert: count(row.children) == 0", LEVELS)
    assert [outcome.kind for outcome in found] == [PASS, FAIL, PASS, PASS, PASS]
    assert kinds("for_each: k in other.kinds\nassert: sum(k.children.value) <= k.value", LEVELS) == [
        PASS,
        PASS,
    ]
    assert kinds("count(other.rows where level == 2) == 2", LEVELS) == [PASS]
    assert kinds("count(other.rows where level == 0) == 1", LEVELS) == [PASS]


def test_a_row_knows_its_parent() -> None:
    rule = "for_each: row in other.rows where level == 2\nassert: row.value <= row.parent.value"
    assert kinds(rule, LEVELS) == [PASS, PASS]


def test_a_row_without_a_parent_is_undetermined_when_asked_for_it() -> None:
    outcome = only(
        "for_each: row in other.rows where level == 0\nassert: row.value <= row.parent.value", LEVELS
    )
    assert (outcome.kind, reasons(outcome)) == (UNDETERMINED, [("no_parent", {"row": "资产总额"})])


def test_styles_of_ordinals_are_ranked_as_they_occur() -> None:
    submission = (
        "资产表\n| 项目 | 价值 |\n| 一、统筹 | 5 |\n| 1、会议 | 3 |\n| 2、文电 | 2 |\n| 二、保障 | 4 |\n"
    )
    rule = (
        "for_each: k in other.kinds\nwhen: k.children is not empty\nassert: k.value == sum(k.children.value)"
    )
    assert kinds(rule, submission) == [PASS, NOT_APPLICABLE]


DUTIES = """\
资产表
单位：万元
| 项目 | 价值 |
| 一、统筹 | 250.00 |
| 1、会议 | 100.00 |
{between}| 2、文电 | 150.00 |
| 二、保障 | 4.00 |
| 1、后勤 | 4.00 |
"""
ADDS_UP = "for_each: k in other.rows where level == 1\nwhen: k.children is not empty\nassert: k.value == sum(k.children.value)"


@pytest.mark.parametrize(
    ("between", "kinds_"),
    [
        pytest.param("", [PASS, PASS], id="nothing"),
        pytest.param("| 和纪要 |  |\n", [PASS, PASS], id="the rest of the row before"),
        pytest.param("|  |  |\n| 和纪要 | — |\n", [PASS, PASS], id="a stroke for nothing"),
        pytest.param("| 和纪要 | 0.00 |\n", [PASS, PASS], id="a zero"),
        pytest.param("| 小计 | 100.00 |\n", [PASS, PASS], id="a subtotal"),
        pytest.param("| 调研 | 7.00 |\n", [UNDETERMINED, PASS], id="an item without an ordinal"),
        pytest.param("| 调研 | 约7 |\n", [UNDETERMINED, PASS], id="an amount that cannot be read"),
        pytest.param("|  | 7.00 |\n", [UNDETERMINED, PASS], id="an amount without a name"),
    ],
)
def test_a_row_without_an_ordinal_between_numbered_rows_makes_no_false_sum(
    between: str, kinds_: list[OutcomeKind]
) -> None:
    assert kinds(ADDS_UP, DUTIES.format(between=between)) == kinds_


def test_children_that_may_lack_a_row_without_an_ordinal_say_which() -> None:
    outcome = judge(ADDS_UP, DUTIES.format(between="| 调研 | 7.00 |\n"))[0]
    assert reasons(outcome) == [("row_unplaced", {"row": "调研", "parent": "一、统筹"})]
    assert evidence(outcome) == [("row", "调研", 6)]


def test_the_parent_of_a_row_behind_one_without_an_ordinal_cannot_be_told() -> None:
    rule = "for_each: row in other.rows where level == 2\nassert: row.value <= row.parent.value"
    assert kinds(rule, DUTIES.format(between="| 调研 | 7.00 |\n")) == [PASS, UNDETERMINED, PASS]


@pytest.mark.parametrize("before", ["| 专用设备 | 5.00 |\n", "| 小计 | 5.00 |\n"])
def test_what_follows_a_row_without_an_ordinal_as_its_part_is_no_part_of_a_row_before_it(before: str) -> None:
    submission = (
        f"资产表\n| 项目 | 价值 |\n| 1、房屋 | 5.00 |\n| 2、车辆 | 4.00 |\n{before}| 其中：仪器 | 5.00 |\n"
    )
    rule = "for_each: k in other.rows where level == 1\nwhen: k.children is not empty\nassert: sum(k.children.value) <= k.value"
    assert kinds(rule, submission) == [NOT_APPLICABLE, UNDETERMINED]


# --- words and names ---


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("money.text mentions 持平", PASS),
        ("money.text mentions 增加", FAIL),
        ("money.text mentions reasons", FAIL),
        ('money.text contains "与 上 年 持 平"', PASS),
        ("money.text starts with 收入", PASS),
        ("money.text ends with 持平", FAIL),
        ('money.text ends with "持平。"', PASS),
        ("money.title is 收支情况", PASS),
        ("money.title is not 收支", PASS),
        ("money.title is in [“收支情况”, “收支”]", PASS),
        ("money.title in [“收支”]", FAIL),
        ("income.x in [5万元, 6万元]", PASS),
        ("income.x not in [6万元]", PASS),
        ("unit(income.x) is 万元", PASS),
        ("title contains 收支", PASS),
    ],
)
def test_tests_of_words(rule: str, kind: OutcomeKind) -> None:
    assert kinds(rule, "一、收支情况\n收入5万元，与上年持平。") == [kind]


@pytest.mark.parametrize(
    ("given", "kind", "left", "right"),
    [
        ("电脑、桌椅", PASS, "", ""),
        ("桌 椅、电脑", PASS, "", ""),
        ("电脑", FAIL, "", "桌椅"),
        ("电脑、桌椅、车辆", FAIL, "车辆", ""),
        ("电脑、车辆", FAIL, "车辆", "桌椅"),
    ],
)
def test_a_list_names_the_same_things_as_the_rows_of_a_table(
    given: str, kind: OutcomeKind, left: str, right: str
) -> None:
    outcome = only("named.items same names as list.lines", f"一、收支情况\n包括：{given}。\n{ROWS}")
    assert outcome.kind is kind
    if kind is FAIL:
        assert reasons(outcome) == [("names_differ", {"only_left": left, "only_right": right})]
        assert [text for _, text, _ in evidence(outcome)] == [words for words in (left, right) if words]
        assert {line for *_, line in evidence(outcome)} <= {2, 8}


# --- years ---


@pytest.mark.parametrize(
    ("lines", "kind", "reason"),
    [
        ("from: 2019\nuntil: 2019", FAIL, None),
        ("from: 2018", FAIL, None),
        ("until: 2020", FAIL, None),
        ("from: 2020", NOT_APPLICABLE, "not_in_force"),
        ("until: 2018", NOT_APPLICABLE, "not_in_force"),
    ],
)
def test_a_rule_applies_in_the_years_of_its_force(lines: str, kind: OutcomeKind, reason: str | None) -> None:
    submission = "石家庄市某某局2019年部门预算\n一、收支情况\n收入5万元。"
    outcome = only(f"{lines}\nassert: income.x == 0", submission)
    assert outcome.kind is kind
    assert [code for code, _ in reasons(outcome)] == ([reason] if reason else [])


def test_a_dated_rule_on_a_document_without_a_year_is_undetermined() -> None:
    outcome = only("from: 2019\nassert: income.x == 0", "一、收支情况\n收入5万元。")
    assert (outcome.kind, reasons(outcome)) == (UNDETERMINED, [("year_unknown", {})])


@pytest.mark.parametrize(
    ("rule", "reason"),
    [("fiscal_year == 2019", "year_unknown"), ("entity contains 局", "entity_unknown")],
)
def test_what_the_document_does_not_say_of_itself_is_undetermined(rule: str, reason: str) -> None:
    outcome = only(rule, "一、收支情况\n收入5万元。")
    assert (outcome.kind, reasons(outcome)) == (UNDETERMINED, [(reason, {})])


# --- functions ---


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("sum(list.lines.total) == 9万元", PASS),
        ("count(list.lines) == 2", PASS),
        ("max(list.lines.total) == 5万元", PASS),
        ("min(list.lines.total) == 4万元", PASS),
        ("min(list.all.total, 8万元) == 8万元", PASS),
        ("max(list.all.total, 8万元) == 9万元", PASS),
        ("first(list.lines.total) == 5万元", PASS),
        ("first(list.lines).total == 5万元", PASS),
        ("abs(list.all.total - 10万元) == 1万元", PASS),
        ("sum((list.lines where item is 车).total) == 0", PASS),
        ("max((list.lines where item is 车).total) == 0", UNDETERMINED),
        ("first((list.lines where item is 车).total) == 0", UNDETERMINED),
        ("first(list.lines where item is 车).total == 0", UNDETERMINED),
    ],
)
def test_functions_of_lists(rule: str, kind: OutcomeKind) -> None:
    assert kinds(rule, ROWS) == [kind]


# --- what is true of every outcome ---


def test_a_failure_always_has_a_place() -> None:
    outcome = only("count(each table) == 2", ROWS)
    assert outcome.kind is FAIL
    assert evidence(outcome) == [("title", "采购表", 1)]


def test_a_number_in_no_place_of_a_list_says_what_is_listed() -> None:
    outcome = only("income.x in [6万元, 7万元]", LOGIC)
    assert reasons(outcome) == [("not_among", {"text": "5.00万元", "listed": "6万元、7万元"})]
    assert evidence(outcome) == [("stated", "5.00万元", 2)]


def test_one_rule_of_a_pack_can_be_judged_alone() -> None:
    made = pack(with_rule(NAMES, "assert: income.x == 5万元"), code_lists=CODES)
    given = facts(LOGIC)
    assert evaluate_rule(made.rules[0], made, given) == evaluate(made, given)


# --- what can be asked of a column ---


def test_the_pack_says_what_a_column_holds() -> None:
    names = """\
tables:
  list:
    title: 采购表
    columns: {item: {title: 项目, type: text}, n: {title: 购置数, type: count}, price: {title: 单价, type: price}, total: 合计}
"""
    submission = "采购表\n单位：万元\n| 项目 | 购置数 | 单价 | 合计 |\n| 电脑 | 10 | 0.50 | 5.00 |\n"
    found = outcomes(names, "for_each: row in list.rows\nassert: row.n * row.price == row.total", submission)
    assert [outcome.kind for outcome in found] == [PASS]


@pytest.mark.parametrize(("digits", "kind"), [(20, FAIL), (21, UNDETERMINED), (70, UNDETERMINED)])
def test_a_number_of_many_digits_is_no_traceback(digits: int, kind: OutcomeKind) -> None:
    made = pack(with_rule(NAMES, "assert: income.x == 1万元"), code_lists=CODES)
    given = facts(f"一、收支情况\n收入{'9' * digits}万元。")
    found = evaluate(made, given)
    assert [outcome.kind for outcome in found] == [kind]
    assert writer("json").write(build(given, [(made, "")], found), words("zh"))
