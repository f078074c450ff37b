"""The pack of Shijiazhuang under wordings and forms that were tried against it: nothing wrong passes, nothing right fails."""

from __future__ import annotations

import pytest

from checker.engine import evaluate
from checker.facts import facts_of
from checker.model.outcome import OutcomeKind
from checker.readers import read_bytes
from checker.rulebook.library import Library
from checker.structure import structured

TITLE = "石家庄市水务协调办公室2019年部门预算信息公开情况说明\n"
OVERALL = """二、部门预算安排的总体情况
2019年预算收入1000.00万元。其中，一般公共预算收入1000.00万元、其他来源收入0万元。
2019年预算支出1000.00万元。其中，人员经费支出600.00万元，正常公用经费100.00万元，项目支出300.00万元。
"""
HEADER = "| 项目名称 | 预算资金 | 政府采购目录序号 | 总计 |\n"
PROCUREMENT = f"六、政府采购预算情况\n部门政府采购预算\n单位：万元\n{HEADER}"


def kinds(text: str) -> dict[str, set[OutcomeKind]]:
    """The kinds of outcome of each rule, the pack's own and the common ones."""
    facts = facts_of(structured(read_bytes((TITLE + text).encode("utf-8"), "text.txt")))
    library = Library()
    found: dict[str, set[OutcomeKind]] = {}
    for id_ in ("hebei/shijiazhuang/department-budget", "common/arithmetic", "common/wording"):
        for outcome in evaluate(library.load(id_), facts):
            found.setdefault(outcome.rule, set()).add(outcome.kind)
    return found


@pytest.mark.parametrize(
    "words",
    [
        "较2018年预算增加100.00万元，增长11.11%，其中：基本支出增加60.00万元；项目支出增加50.00万元。",
        "比2018年预算增加100.00万元，其中：基本支出增加60.00万元；项目支出增加50.00万元。",
        "较上年增加100.00万元，其中：基本支出增加60.00万元；项目支出增加50.00万元。",
        "与2018年预算相比，增加100.00万元，其中：基本支出增加60.00万元；项目支出增加50.00万元。",
        "较2018年预算增加了100.00万元，其中：基本支出增加60.00万元；项目支出增加50.00万元。",
    ],
)
def test_a_change_that_its_parts_contradict_fails_in_any_wording(words: str) -> None:
    assert OutcomeKind.FAIL in kinds(OVERALL + words)["ARI103"]


@pytest.mark.parametrize(
    "words", ["2019年部门预算总额1010.00万元。", "2019年收支预算规模为1010.00万元，较上年有所增加。"]
)
def test_a_total_in_unknown_words_is_undetermined_and_not_passed_over(words: str) -> None:
    assert kinds(OVERALL + words)["SJZ205"] == {OutcomeKind.UNDETERMINED}


def test_a_plan_to_buy_in_unknown_words_is_undetermined_and_not_passed_over() -> None:
    text = "七、国有资产信息\n上年末固定资产金额为3.00万元，本年度计划购置固定资产99.00万元。\n"
    assert kinds(text)["SJZ609"] == {OutcomeKind.UNDETERMINED}


def test_a_section_without_other_figures_states_no_such_fact() -> None:
    assert kinds(OVERALL)["SJZ205"] == {OutcomeKind.NOT_APPLICABLE}


def test_a_comparison_with_the_wrong_year_is_told() -> None:
    text = OVERALL + "2019年预算收支安排1000.00万元，较2017年预算增加100.00万元。"
    assert kinds(text)["WRD303"] == {OutcomeKind.FAIL}


def test_a_part_without_unit_makes_its_series_undetermined() -> None:
    text = OVERALL.replace("其他来源收入0万元", "其他来源收入5.00")
    assert kinds(text)["SJZ201"] == {OutcomeKind.UNDETERMINED}


@pytest.mark.parametrize("label", ["完成任务奖励收入", "与企业共建收入", "主要领导专项收入"])
def test_a_part_is_told_by_its_place_and_not_by_its_first_word(label: str) -> None:
    right = OVERALL.replace("一般公共预算收入1000.00万元", f"一般公共预算收入900.00万元、{label}100.00万元")
    assert kinds(right)["SJZ201"] == {OutcomeKind.PASS}
    wrong = OVERALL.replace("一般公共预算收入1000.00万元", f"一般公共预算收入1000.00万元、{label}100.00万元")
    assert kinds(wrong)["SJZ201"] == {OutcomeKind.FAIL}


def test_a_line_without_a_code_is_a_line_and_its_blank_is_told() -> None:
    text = PROCUREMENT + "| 办公设备 | 9.00 | A020101 | 5.00 |\n| 办公设备 | 9.00 |  | 4.00 |\n"
    found = kinds(text)
    assert OutcomeKind.FAIL in found["SJZ612"]
    assert found["SJZ607"] == {OutcomeKind.PASS}


def test_each_subtotal_is_that_of_its_own_rows() -> None:
    rows = (
        "| 机关小计 |  |  | 15.00 |\n| 办公设备 | 20.00 | A020101 | 20.00 |\n"
        "| 中心小计 |  |  | 45.00 |\n| 办公设备 | 40.00 | A020101 | 40.00 |\n"
    )
    assert OutcomeKind.FAIL in kinds(PROCUREMENT + rows)["SJZ602"]
    right = rows.replace("15.00", "20.00").replace("45.00", "40.00")
    found = kinds(PROCUREMENT + right)
    assert OutcomeKind.FAIL not in found["SJZ602"]
    assert found["SJZ607"] == {OutcomeKind.PASS}  # two bodies may have projects of one name


def test_the_funds_of_a_project_may_stand_in_its_first_row_only() -> None:
    text = PROCUREMENT + "| 办公设备 | 9.00 | A020101 | 5.00 |\n| 办公设备 |  | A020201 | 4.00 |\n"
    found = kinds(text)
    assert found["SJZ606"] == {OutcomeKind.PASS}
    assert found["SJZ607"] == {OutcomeKind.PASS}


def test_a_row_without_project_leaves_the_sums_of_projects_undetermined() -> None:
    text = PROCUREMENT + "| 办公设备 | 9.00 | A020101 | 5.00 |\n|  |  | A020201 | 4.00 |\n"
    assert kinds(text)["SJZ607"] == {OutcomeKind.UNDETERMINED}


@pytest.mark.parametrize("nature", ["承担行政职能的事业单位", "行政执法事业", "事业（非参公）"])
def test_a_nature_that_only_mentions_administration_is_not_administrative(nature: str) -> None:
    text = (
        f"部门机构设置情况\n| 单位名称 | 单位性质 |\n| 水务中心 | {nature} |\n{OVERALL}"
        "三、机关运行经费安排情况\n2019年，机关运行经费共计安排90.00万元。\n"
    )
    assert kinds(text)["SJZ301"] == {OutcomeKind.NOT_APPLICABLE}


def test_a_change_beside_the_operating_funds_is_not_taken_for_them() -> None:
    text = (
        OVERALL + "三、机关运行经费安排情况\n2019年，机关运行经费较上年增加5.00万元，共计安排100.00万元。\n"
    )
    assert kinds(text)["SJZ302"] == {OutcomeKind.UNDETERMINED}


def test_the_assets_of_the_year_before_last_are_not_taken_for_those_of_the_last() -> None:
    text = "七、国有资产信息\n2018年末固定资产总值300.00万元，较2017年末固定资产280.00万元有所增加。\n"
    assert kinds(text)["SJZ702"] == {OutcomeKind.UNDETERMINED}
