"""What a pack can say of tables with codes, of grids of several lists, of tables that stand together, and in its messages."""

from __future__ import annotations

import pytest

from checker.engine import evaluate
from checker.model.errors import RuleFileError
from checker.model.outcome import OutcomeKind
from checker.report import build
from checker.report.headlines import headline
from checker.report.words import words
from tests.small import facts, outcomes, pack, with_rule

PASS, FAIL, UNKNOWN = OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.UNDETERMINED

CODED = """\
tables:
  t:
    title: 支出预算表
    columns: {code: {title: 科目编码, type: text}, total: 合计}
    hierarchy: {code: code, levels: [3, 5, 7]}
    rows: {items: {where: level > 0}, others: {where: level == 0}}
"""
ROWS = """\
支出预算表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| 205 | 教育支出 | 30.00 |
| 20501 | 教育管理事务 | 10.00 |
| 2050101 | 行政运行 | 10.00 |
| 20502 | 普通教育 | 20.00 |
| 合计 |  | 30.00 |
"""


def kinds(names: str, rule: str, submission: str) -> list[OutcomeKind]:
    return [outcome.kind for outcome in outcomes(names, rule, submission)]


def test_codes_make_a_hierarchy() -> None:
    rule = "for_each: r in t.items where level < 3\nwhen: r.children is not empty\nassert: r.total == sum(r.children.total)"
    assert kinds(CODED, rule, ROWS) == [PASS, PASS, OutcomeKind.NOT_APPLICABLE]
    assert kinds(CODED, rule, ROWS.replace("普通教育 | 20.00", "普通教育 | 21.00")) == [
        FAIL,
        PASS,
        OutcomeKind.NOT_APPLICABLE,
    ]


def test_a_path_is_the_labels_from_the_top_down() -> None:
    rule = (
        "assert: t.items.path is 教育支出/教育管理事务/行政运行"
        if False
        else ('for_each: r in t.items where level == 3\nassert: r.path is "教育支出/教育管理事务/行政运行"')
    )
    assert kinds(CODED, rule, ROWS) == [PASS]


def test_below_a_code_of_no_known_length_nothing_is_sure() -> None:
    rule = "for_each: r in t.items where level == 1\nassert: r.total == sum(r.children.total)"
    assert kinds(CODED, rule, ROWS.replace("| 20502 |", "| 2052 |")) == [UNKNOWN]


def test_a_code_whose_parent_is_missing_has_none() -> None:
    rule = "for_each: r in t.items where level == 3\nassert: r.parent.total >= r.total"
    assert kinds(CODED, rule, ROWS.replace("| 20501 | 教育管理事务 | 10.00 |\n", "")) == [UNKNOWN]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("hierarchy: {code: kode, levels: [3]}", "没有列 / unknown column “kode”"),
        ("hierarchy: {code: code, levels: [5, 3]}", "levels 应由小到大"),
    ],
)
def test_a_faulty_hierarchy_is_told(written: str, message: str) -> None:
    names = CODED.replace("hierarchy: {code: code, levels: [3, 5, 7]}", written)
    with pytest.raises(RuleFileError) as error:
        pack(with_rule(names, "assert: t is present"))
    assert any(message in str(mistake) for mistake in error.value.mistakes)


TWO_LISTS = """\
收支预算总表
单位：万元
| 收入 |  | 支出 |  |
| 项目 | 预算数 | 项目 | 预算数 |
| 财政拨款 | 10.00 | 教育支出 | 9.00 |
| 总计 | 10.00 | 总计 | 9.00 |
"""


def part(name: str) -> str:
    return f"""\
tables:
  t:
    title: 收支预算总表
    part: {name}
    columns: {{item: {{title: 项目, type: text}}, amount: 预算数}}
    rows: {{grand: {{where: label is 总计, one: true}}, others: {{where: "not (label is 总计)"}}}}
"""


def test_a_part_picks_one_of_the_lists_of_a_grid() -> None:
    assert kinds(part("收入"), "assert: t.grand.amount == 10万元", TWO_LISTS) == [PASS]
    assert kinds(part("支出"), "assert: t.grand.amount == 9万元", TWO_LISTS) == [PASS]


def test_a_part_that_is_not_there_is_undetermined_but_an_undivided_table_is_taken_whole() -> None:
    assert kinds(part("结余"), "assert: t.grand.amount == 9万元", TWO_LISTS) == [UNKNOWN]
    whole = "收支预算总表\n单位：万元\n| 项目 | 预算数 |\n| 财政拨款 | 10.00 |\n| 总计 | 10.00 |\n"
    assert kinds(part("收入"), "assert: t.grand.amount == 10万元", whole) == [PASS]


TOGETHER = """\
tables:
  a: {title: 收入预算表, belongs: together, columns: {total: 合计}}
  b: {title: 支出预算表, belongs: together, columns: {total: 合计}}
"""


def test_tables_that_stand_together_are_missing_only_if_one_of_them_is_there() -> None:
    rule = "for_each: t in tables\nassert: t is present"
    one = "收入预算表\n单位：万元\n| 科目名称 | 合计 |\n| 教育支出 | 10.00 |\n"
    assert kinds(TOGETHER, rule, one) == [PASS, FAIL]
    assert kinds(TOGETHER, rule, "2024年部门预算说明\n收入预算10.00万元。\n") == [UNKNOWN, UNKNOWN]


def test_tables_that_may_all_be_elsewhere_are_one_cause() -> None:
    rule = "for_each: t in tables\nassert: t is present"
    reasons = {
        outcome.reasons for outcome in outcomes(TOGETHER, rule, "2024年部门预算说明\n收入预算10.00万元。\n")
    }
    (reason,) = reasons
    assert [one.code for one in reason] == ["tables_elsewhere"]


def test_a_column_is_found_though_its_label_begins_with_the_year() -> None:
    names = "tables:\n  t: {title: 机关运行经费表, columns: {amount: 机关运行经费预算数}}\n"
    table = "机关运行经费表\n单位：万元\n| 单位名称 | 2024年机关运行经费预算数 |\n| 本级 | 5.00 |\n"
    assert kinds(names, "assert: first(t.rows).amount == 5万元", table) == [PASS]


def test_the_text_of_the_document_is_its_headings_and_paragraphs() -> None:
    text = "2024年部门预算\n一、机构设置\n内设三个科室。\n"
    assert kinds("", "assert: document mentions 机构设置", text) == [PASS]
    assert kinds("", "assert: document mentions 科室", text) == [PASS]
    assert kinds("", "assert: document mentions 国有资产", text) == [FAIL]


def test_a_phrase_may_begin_behind_the_number_of_an_item() -> None:
    names = 'facts:\n  f: {in: document, phrase: "公务接待费{amount: money}"}\n'
    for number in ("（三）", "3.", "三、"):
        assert kinds(
            names, "assert: f.amount == 2万元", f"2024年部门预算\n{number}公务接待费2.00万元。\n"
        ) == [PASS]


def test_the_unit_of_a_table_is_that_printed_above_it() -> None:
    rule = "for_each: t in each table\nassert: t.unit is 万元"
    assert kinds("", rule, ROWS) == [PASS]
    assert kinds("", rule, ROWS.replace("单位：万元", "单位：元")) == [FAIL]
    assert kinds(
        "",
        "for_each: t in each table where unit is stated\nassert: t.unit is 万元",
        ROWS.replace("单位：万元\n", ""),
    ) == [OutcomeKind.NOT_APPLICABLE]


HEAD = """\
pack: test/said
title: 试验
version: "1"
applies: {}
defaults: {severity: error, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法}}
facts:
  income: {in: document, phrase: "收入预算{amount: money}"}
rules:
"""


def said(message: str, condition: str = "income.amount == 1万元") -> str:
    rule = f"""\
  R1:
    title: 标题
    assert: {condition}
    message: "{message}"
    fix: 办法。
    examples: [{{outcome: pass, given: 略}}, {{outcome: fail, given: 略}}]
"""
    made = pack(HEAD + rule, code_lists={})
    given = facts("2024年部门预算\n收入预算15.00万元。\n")
    (finding,) = build(given, [(made, "")], evaluate(made, given)).findings
    return headline(finding, words("zh"))


def test_a_message_shows_what_is_printed_and_what_is_computed() -> None:
    assert said("收入预算写的是{income.amount}，应为1万元") == "收入预算写的是15.00万元，应为1万元"
    assert said("多出{income.amount - 1万元}") == "多出14万元"
    assert said("{fiscal_year}年的“收入”不对") == "2024年的“收入”不对"


def test_a_message_with_a_faulty_expression_is_told_with_its_place() -> None:
    with pytest.raises(RuleFileError) as error:
        said("收入{incom.amount}")
    (mistake,) = error.value.mistakes
    assert "incom" in str(mistake)
    assert (mistake.line, mistake.column) == (13, 18)


def test_words_of_a_document_in_a_message_are_no_template() -> None:
    names = (
        "tables:\n  t: {title: 项目表, columns: {name: {title: 项目名称, type: text}, total: 合计}}\nrules:\n"
    )
    rule = """\
  R1:
    title: 标题
    for_each: r in t.rows
    assert: r.name is 办公
    message: "写的是{r.name}"
    fix: 办法。
    examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]
"""
    made = pack(HEAD.replace("rules:\n", names) + rule, code_lists={})
    given = facts("项目表\n单位：万元\n| 项目名称 | 合计 |\n| {income.amount}{0} | 1.00 |\n")
    (finding,) = build(given, [(made, "")], evaluate(made, given)).findings
    assert headline(finding, words("zh")) == "写的是{income.amount}{0}"


@pytest.mark.parametrize(
    ("rows", "empty"),
    [
        ("| 栏次 | | 1 | 2 |\n| 合计 | | | |\n", PASS),
        ("| | | 合计 | 基本支出 |\n| 合计 | | | |\n", PASS),
        ("| 合计 | | 0 | |\n", FAIL),
        ("| 205 | 教育支出 | 5.00 | |\n", FAIL),
    ],
)
def test_a_table_of_money_is_empty_if_it_holds_no_figure(rows: str, empty: OutcomeKind) -> None:
    table = "国有资本经营预算支出表\n单位：万元\n| 科目编码 | 科目名称 | 本年支出 | 其中 |\n" + rows
    assert kinds("", "for_each: t in each table\nassert: t is empty", table) == [empty]


def test_levels_are_not_known_where_the_column_of_codes_is_not() -> None:
    rule = "for_each: r in t.items\nassert: r.total >= 0万元"
    assert kinds(CODED, rule, ROWS.replace("科目编码", "序列")) == [UNKNOWN]
    assert kinds(CODED, "assert: t.items is empty", ROWS.replace("科目编码", "序列")) == [UNKNOWN]


def test_facts_can_be_gone_through_and_one_that_is_not_found_is_undetermined() -> None:
    names = (
        'facts:\n  a: {in: document, phrase: "甲{n: money}"}\n  b: {in: document, phrase: "乙{n: money}"}\n'
    )
    rule = "for_each: f in [a, b]\nassert: f is present"
    assert kinds(names, rule, "2024年部门预算\n甲5.00万元。\n") == [PASS, UNKNOWN]
    assert kinds(names, rule, "2024年部门预算\n甲5.00万元，乙6.00万元。\n") == [PASS, PASS]


@pytest.mark.parametrize("condition", ["f.n >= 1万元", "f.n == money.n"])
def test_a_count_does_not_compare_with_money_at_load(condition: str) -> None:
    names = 'facts:\n  f: {in: document, phrase: "车辆{n: count}"}\n  money: {in: document, phrase: "预算{n: money}"}\n'
    with pytest.raises(RuleFileError) as error:
        pack(with_rule(names, f"assert: {condition}"))
    assert any("unlike units" in str(mistake) for mistake in error.value.mistakes)
    assert kinds(names, "assert: f.n >= 1辆", "2024年部门预算\n车辆5辆。\n") == [PASS]
