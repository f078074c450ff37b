"""What a report says of a finding: its first sentence, its reasons, blanks, what to ask for, its fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import jsonschema
import pytest
import yaml

from checker import resources
from checker.model.outcome import Reason
from checker.report import Finding
from checker.report.headlines import headline
from checker.report.words import words
from checker.writers import html
from checker.writers.json import as_json
from tests import small

ZH, EN = words("zh"), words("en")
NAMES = """\
pack: test/report
title: 试验
version: "1"
applies: {kind: budget}
defaults: {severity: error, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法}}
sections: {money: 收支情况, duties: 主要职责}
tables:
  list:
    title: 采购表
    columns: {item: {title: 项目, type: text}, name: {title: 品名, type: text}, n: {title: 数量, type: count}, price: {title: 单价, type: price}, total: 合计, own: 财政拨款, other: 其他资金}
    rows: {lines: {where: item is not 合计}, all: {where: item is 合计, one: true}}
  absent: {title: 没有的表, columns: {item: 项目}}
facts:
  income: {in: money, phrase: "收入{x: money}"}
  spending: {in: money, phrase: "支出{x: money}，其中{kinds: parts}"}
  named: {in: money, phrase: "包括：{items: list}"}
rules:
"""
TEXT = """\
石家庄市某某局2019年部门预算
一、主要职责
二、收支情况
2019年收入500.00万元。支出500.00万元，其中货物399.80万元、服务100.20万元。包括：桌、灯。
采购表
单位：万元
| 项目 | 品名 | 数量 | 单价 | 合计 | 财政拨款 | 其他资金 |
| 合计 |  |  |  | 8.50 | 8.50 |  |
| 办公 | 桌 | 10 | 0.50 | 5.00 | 5.00 |  |
| 办公 | 椅 | 10 | 0.30 | 3.00 | 3.00 |  |
| 会议 | 屏 | 1 | 0.50 | 0.50 | 0.50 |  |
"""
LINES = TEXT.splitlines(keepends=True)[-3:]


report_on = partial(small.report_on, NAMES)


def only(submission: str, *conditions: str) -> Finding:
    (finding,) = report_on(submission, *conditions).findings
    return finding


# --- the first sentence ---


@pytest.mark.parametrize(
    ("changed", "condition", "said"),
    [
        pytest.param(
            ("100.20", "123.45"),
            "spending.x == sum(spending.kinds.amount)",
            "支出500.00万元，货物、服务之和523.25万元，相差23.25万元",
            id="a sum of two",
        ),
        pytest.param(
            ("8.50 | 8.50", "9.99 | 8.50"),
            "list.all.total == sum(list.lines.total)",
            "合计9.99万元，“采购表”3 行“合计”之和8.5万元，相差1.49万元",
            id="a column",
        ),
        pytest.param(
            ("3.00 | 3.00", "3.00 | 2.22"),
            "row in list.lines: row.total == row.own + row.other",
            "办公：合计3.00万元，财政拨款2.22万元（另有空白 1 格，按 0 计），相差0.78万元",
            id="across a row",
        ),
        pytest.param(
            ("0.30 | 3.00", "0.33 | 3.00"),
            "row in list.lines: row.n * row.price == row.total",
            "办公：合计3.00万元，10 × 0.33 = 3.3万元，相差0.3万元",
            id="a product",
        ),
        pytest.param(
            ("支出500.00", "支出700.00"),
            "spending.x <= income.x",
            "支出700.00万元，大于2019年收入500.00万元，相差200万元",
            id="a bound",
        ),
        pytest.param(
            ("支出500.00万元", "支出500.00元"),
            "income.x == spending.x and spending.x == sum(spending.kinds.amount)",
            "支出500.00元与 2 处对不上，似应为500.00万元",
            id="a figure to blame",
        ),
        pytest.param(("", ""), "duties is not empty", "“主要职责”没有内容", id="an empty section"),
        pytest.param(
            ("一、主要职责\n", ""), "duties is present", "缺少“主要职责”这一部分", id="an absent section"
        ),
        pytest.param(("", ""), "absent is present", "缺少“没有的表”这张表", id="an absent table"),
        pytest.param(
            ("| 桌 | 10 |", "|  | 10 |"),
            "list.lines.name is filled",
            "“品名”一栏 3 格中有 1 格没有填写",
            id="a blank cell",
        ),
        pytest.param(
            ("", ""), "list.lines.other is filled", "“其他资金”一栏 3 格全部空白", id="a blank column"
        ),
        pytest.param(
            ("", ""),
            "row in list.lines: row.other is stated",
            "“办公”的“其他资金”没有填写；“会议”的“其他资金”没有填写",
            id="blank cells of rows",
        ),
        pytest.param(
            ("、灯", "、灯、椅、屏"),
            "named.items same names as list.lines",
            "两处所列名称不一致；只见于前一处：桌、灯、椅、屏；只见于后一处：办公、会议",
            id="names",
        ),
        pytest.param(("", ""), "not (money.text mentions 服务)", "写有“服务”，不应有", id="forbidden words"),
        pytest.param(
            ("", ""),
            "not (money.text mentions 车辆 or money.text mentions 服务)",
            "写有“服务”，不应有",
            id="one of several forbidden words",
        ),
        pytest.param(("", ""), "money.title is 收支", "没有写明：收支", id="absent words"),
        pytest.param(
            ("", ""), "named.items is empty", "列有 2 项，应当没有", id="a list that should be empty"
        ),
        pytest.param(
            ("", ""),
            "income.x in [1万元, 2万元]",
            "“500.00万元”不在所列之中：1万元、2万元",
            id="a number that is not among others",
        ),
        pytest.param(("", ""), "income.x is blank", "不符合要求：标题0", id="what no words say"),
    ],
)
def test_a_finding_opens_with_what_is_wrong(changed: tuple[str, str], condition: str, said: str) -> None:
    finding = only(TEXT.replace(*changed, 1), condition)
    assert headline(finding, ZH) == said
    assert headline(finding, EN)


def test_the_page_and_the_json_report_open_a_finding_with_it() -> None:
    report = report_on(TEXT, "duties is not empty")
    page = html.write(report, ZH).decode("utf-8")
    assert "“主要职责”没有内容</h3>" in page
    assert '<p class="title">标题0</p>' in page
    loaded = as_json(report, ZH)
    jsonschema.validate(loaded, yaml.safe_load(resources.text("reports", "report.schema.json")))
    assert "“主要职责”没有内容" in str(loaded["findings"])


# --- reasons ---


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason.of("not_stated"), "应当写明的没有写"),
        (Reason.of("section_absent", section="“三公”经费", nearest=""), "缺少“‘三公’经费”这一部分"),
        (Reason.of("unit_missing", text="5.00"), "“5.00”没有写明单位，不能与别的数相比"),
        (
            Reason.of(
                "fact_absent", fact="x", section="收支", missing="收入{x: money}，占{percent}", nearest=""
            ),
            "“收支”中没有写“收入（金额），占（百分比）”",
        ),
        (
            Reason.of("fact_absent", fact="x", section="", missing="收入{x: money}", nearest="收入共"),
            "文中没有写“收入（金额）”；最接近的是“收入共”",
        ),
        (Reason.of("names_differ", only_left="桌", only_right=""), "两处所列名称不一致；只见于前一处：桌"),
        (Reason.of("cells_blank", column="品名", count="2", total="2"), "“品名”一栏 2 格全部空白"),
    ],
)
def test_a_reason_reads_as_a_sentence(reason: Reason, said: str) -> None:
    assert ZH.reason(reason) == said


def test_one_missing_table_is_one_cause_however_often_a_condition_needs_it() -> None:
    given = TEXT.replace("采购表\n", "其他表\n")
    once, twice = "sum(list.lines.total) == 1万元", "list.all.total == 1万元 or list.all.own == 1万元"
    (group,) = report_on(given, once, twice).undetermined
    assert [outcome.rule for outcome in group.outcomes] == ["R0", "R1"]


def test_both_languages_have_the_same_words() -> None:
    def keys(entries: Mapping[str, object], path: str = "") -> set[str]:
        found: set[str] = set()
        for name, entry in entries.items():
            inner = keys(entry, f"{path}{name}.") if isinstance(entry, Mapping) else {f"{path}{name}"}
            found |= inner
        return found

    assert keys(ZH.entries) == keys(EN.entries)


# --- blanks ---


def test_blank_cells_that_counted_as_zero_are_evidence() -> None:
    submission = TEXT.replace("| 3.00 | 3.00 |", "|  | 3.00 |")
    report = report_on(submission, "list.all.total == sum(list.lines.total)")
    (finding,) = report.findings
    blanks = [item for item in finding.evidence if item.role == "blank"]
    assert [(item.row, item.column, item.place.line) for item in blanks] == [("办公", "合计", 10)]
    assert "（另有空白 1 格，按 0 计）" in ZH.message(finding)
    assert "办公（空白，按 0 计）" in html.write(report, ZH).decode("utf-8")


def test_blank_cells_of_one_row_stay_apart() -> None:
    submission = TEXT.replace("| 3.00 | 3.00 |  |", "| 3.00 |  |  |")
    finding = only(submission, "row in list.lines: row.total == row.own + row.other")
    assert [item.column for item in finding.evidence if item.role == "blank"] == ["财政拨款", "其他资金"]


def test_of_many_blank_cells_the_first_few_are_shown_and_the_others_counted() -> None:
    rows = "".join(f"| 项{at} | 物 | 1 | 1.00 |  |  |  |\n" for at in range(20))
    report = report_on(TEXT + rows, "list.all.total - 1万元 == sum(list.lines.total)")
    (finding,) = report.findings
    assert sum(item.role == "blank" for item in finding.evidence) == 3
    assert "（另有空白 20 格，按 0 计）" in ZH.message(finding)
    assert "另有空白 17 格，按 0 计" in html.write(report, ZH).decode("utf-8")


# --- what to ask for ---


def test_the_fix_asks_to_correct_the_figure_to_blame_and_names_the_other_places() -> None:
    submission = TEXT.replace("支出500.00万元", "支出500.00元")
    finding = only(submission, "income.x == spending.x", "spending.x == sum(spending.kinds.amount)")
    assert (
        ZH.fix(finding)
        == "核实第 4 行“支出”500.00元；确系有误的，更正为500.00万元，并与第 4 行的数核对一致。"
    )
    assert "correct it to 500.00万元" in EN.fix(finding)


def test_the_fix_of_what_no_figure_is_to_blame_for_is_that_of_its_rules() -> None:
    submission = TEXT.replace("收入500.00", "收入623.45").replace("支出500.00", "支出623.45")
    total = "sum(spending.kinds.amount)"
    finding = only(submission, f"spending.x == {total}", f"income.x == {total}")
    assert finding.likely is None
    assert ZH.fix(finding) == "办法0。 办法1。"
    assert ZH.hint(finding) == (
        "以下各数中改正任何一个，2 处核对都即全部成立，看不出错的是哪一个："
        "“399.80万元”若为“523.25万元”；“100.20万元”若为“223.65万元”"
    )


# --- fingerprints ---

ROW_RULES = (
    "row in list.lines: row.n * row.price == row.total",
    "list.all.total == sum(list.lines.total)",
    "sum(list.lines.own) == list.all.own",
    "duties is not empty",
    "absent is present",
    "list.lines.other is filled",
)
WRONG = TEXT.replace("0.30 | 3.00", "0.33 | 3.00").replace("8.50 | 8.50", "9.99 | 7.77")


def prints(submission: str, *conditions: str) -> dict[str, str]:
    """The fingerprint of each finding by its leading rule."""
    return {
        finding.rule.title: finding.fingerprint for finding in report_on(submission, *conditions).findings
    }


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(
            WRONG.replace(LINES[0], f"| 维修 | 门 | 1 | 0.00 | 0.00 | 0.00 |  |\n{LINES[0]}"),
            id="a row above",
        ),
        pytest.param(
            WRONG.replace("\n采购表\n", "\n2019年度采购表\n"), id="a year in the title of the table"
        ),
        pytest.param(
            WRONG.replace("一、主要职责\n", "一、机构设置\n设一科。\n二、主要职责\n").replace(
                "二、收支", "三、收支"
            ),
            id="a section before",
        ),
        pytest.param(WRONG.replace("某某局", "另一局"), id="another department"),
    ],
)
def test_a_fingerprint_outlives_an_edit_elsewhere(edited: str) -> None:
    assert edited != WRONG
    before = prints(WRONG, *ROW_RULES)
    assert len(before) == len(set(before.values())) == len(ROW_RULES)
    assert prints(edited, *ROW_RULES) == before


def test_a_fingerprint_of_a_figure_to_blame_outlives_another_rule_that_it_breaks() -> None:
    submission = TEXT.replace("支出500.00万元", "支出500.00元")
    total, balance = "spending.x == sum(spending.kinds.amount)", "income.x == spending.x"
    alone, both = prints(submission, total), prints(submission, balance, total)
    assert set(alone.values()) == set(both.values())


def test_another_wrong_figure_has_another_fingerprint() -> None:
    total = "list.all.total == sum(list.lines.total)"
    assert prints(WRONG, total) != prints(WRONG.replace("9.99 | 7.77", "1.23 | 7.77"), total)


def test_two_findings_of_the_same_words_have_fingerprints_of_their_own() -> None:
    submission = TEXT + "| 办公 | 凳 | 10 | 0.21 | 3.00 | 3.00 |  |\n" * 2
    report = report_on(submission, ROW_RULES[0])
    assert len(report.findings) == 2
    assert len({finding.fingerprint for finding in report.findings}) == 2
