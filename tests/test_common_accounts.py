"""Texts that explain accounts, right and wrong, as departments of many places write them, beside their tables."""

from __future__ import annotations

from functools import cache

import pytest

from checker.engine import evaluate
from checker.facts import facts_of
from checker.facts.statements import statements_of
from checker.model.outcome import OutcomeKind
from checker.model.rule import Pack
from checker.readers import read_bytes
from checker.rulebook.library import Library
from checker.structure import structured

TABLE = """\
支出决算表
单位：万元
| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
| 201 | 一般公共服务支出 | 80.00 | 60.00 | 20.00 |
| 20103 | 政府办公厅（室）及相关机构事务 | 80.00 | 60.00 | 20.00 |
| 2010301 | 行政运行 | 60.00 | 60.00 | |
| 2010302 | 一般行政管理事务 | 20.00 | | 20.00 |
| 221 | 住房保障支出 | 12.00 | 12.00 | |
| 22102 | 住房改革支出 | 12.00 | 12.00 | |
| 2210201 | 住房公积金 | 12.00 | 12.00 | |
| 合计 | | 92.00 | 72.00 | 20.00 |
"""


@cache
def pack() -> Pack:
    return Library().load("common/accounts")


def told(text: str, table: str = TABLE) -> dict[str, list[OutcomeKind]]:
    title = "清河县人民政府办公室2024年度部门决算公开说明\n\n"
    given = facts_of(structured(read_bytes((title + text + "\n" + table).encode("utf-8"), "a.txt")))
    found: dict[str, list[OutcomeKind]] = {}
    for outcome in evaluate(pack(), given):
        if outcome.kind is not OutcomeKind.NOT_APPLICABLE:
            found.setdefault(outcome.rule, []).append(outcome.kind)
    return found


RIGHT = [
    "1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。年初预算为61.00万元，支出决算为60.00万元，完成年初预算的98.36%。",
    "一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）支出60万元，主要用于人员支出。",
    "住房保障支出（221类）住房改革支出（02款）住房公积金（01项）120000元，用于缴存住房公积金。",
    "住房保障支出（221类）住房改革支出（22102款）住房公积金（2210201项）12.00万元。",
    "“住房保障支出”（类）“住房改革支出”（款）“住房公积金”（项）12.00万元，主要用于缴存住房公积金。",
    "“一般公共服务支出-政府办公厅（室）及相关机构事务-一般行政管理事务”科目20万元，主要用于专项工作。",
    "２０２４年财政拨款支出主要用于住房保障支出（类）住房改革支出（款）住房公积金（项）１２.００万元。",
    # the budget of accounts is not what the table shows
    "住房保障支出（类）住房改革支出（款）住房公积金（项）。2024年年初预算为13.00万元，支出决算为12.00万元。",
    "住房保障支出（类）住房改革支出（款）住房公积金（项）2024年预算13.00万元，决算12.00万元。",
    "住房保障支出（类）住房改革支出（款）住房公积金（项）2024年12.00万元，用于缴存住房公积金。",
    "其中：住房保障支出(类)住房改革支出(款)住房公积金(项)12.00万元，比上年增加1.00万元，增长9.09%。",
]


@pytest.mark.parametrize("text", RIGHT, ids=[text[:24] for text in RIGHT])
def test_a_right_text_agrees_with_its_table(text: str) -> None:
    found = told(text)
    assert OutcomeKind.PASS in found["ACC101"]
    assert OutcomeKind.PASS in found["ACC102"]
    assert OutcomeKind.FAIL not in [kind for kinds in found.values() for kind in kinds]


WRONG = [
    (
        "ACC102",
        "住房保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为13.00万元，支出决算为21.00万元。",
    ),
    (
        "ACC102",
        "住房保障支出（类）住房改革支出（款）住房公积金（项）2024年预算21.00万元，用于缴存住房公积金。",
    ),
    ("ACC102", "1.住房保障支出（类）住房改革支出（款）住房公积金（项）12.00元，用于缴存住房公积金。"),
    ("ACC101", "1.住房保障支出（类）住房改革支出（款）购房补贴（项）12.00万元。"),
    ("ACC101", "1.一般公共服务支出（类）住房改革支出（款）住房公积金（项）12.00万元。"),
    ("ACC101", "“住房保障支出-住房公积金-住房改革支出”科目12.00万元。"),
]


@pytest.mark.parametrize(("rule", "text"), WRONG, ids=[text[:24] for _, text in WRONG])
def test_a_wrong_text_is_found(rule: str, text: str) -> None:
    found = told(text)
    assert OutcomeKind.FAIL in found[rule]
    assert [key for key, kinds in found.items() if OutcomeKind.FAIL in kinds] == [rule]


def test_without_a_table_that_has_all_names_nothing_is_said() -> None:
    text = "1.住房保障支出（类）住房改革支出（款）购房补贴（项）12.00万元。"
    assert "ACC101" not in told(
        text, "支出决算表\n单位：万元\n| 科目名称 | 合计 |\n| 住房保障支出 | 12.00 |\n"
    )
    without_kinds = TABLE.replace("| 22102 | 住房改革支出 | 12.00 | 12.00 | |\n", "")
    assert "ACC101" not in told(text, without_kinds)


def test_what_is_compared_with_another_year_is_no_amount_of_the_account() -> None:
    text = "住房保障支出（类）住房改革支出（款）住房公积金（项）12.00万元，2023年支出11.00万元，比上年增加1.00万元。"
    assert told(text)["ACC102"] == [OutcomeKind.PASS]


def lists(text: str) -> list[tuple[str, str, list[str]]]:
    found = statements_of(facts_of(structured(read_bytes(text.encode("utf-8"), "a.txt")))).lists
    return [(one.label, one.listing.value, [item.string for item in one.items]) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "基本支出80.00万元，其中：人员经费60.00万元，主要包括：基本工资、津贴补贴；公用经费20.00万元，主要包括办公费、维修（护）费。",
            [
                ("人员经费", "complete", ["基本工资", "津贴补贴"]),
                ("公用经费", "complete", ["办公费", "维修（护）费"]),
            ],
        ),
        (
            "人员经费60.00万元（主要包括基本工资、津贴补贴等）。",
            [("人员经费", "open", ["基本工资", "津贴补贴"])],
        ),
        ("人员经费60.00万元，主要包括：基本工资50.00万元、津贴补贴10.00万元。", []),
        ("人员经费主要包括基本工资、津贴补贴。", []),
    ],
)
def test_lists_behind_an_amount(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert lists(text) == expected
