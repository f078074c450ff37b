"""What loads can be evaluated: every test and operator on every kind of value is refused or judged, never a crash.

All combinations of one operator stand in one rule file. Those that the loader refuses are taken out by the lines
that it names; the rest must give outcomes.
"""

from __future__ import annotations

import pytest

from checker.engine import evaluate_rule
from checker.model.errors import RuleFileError
from checker.model.figure import Facts
from checker.model.rule import Pack
from tests.small import facts, pack

HEAD = """\
pack: test/sound
title: 试验
version: "1"
applies: {kind: budget}
defaults: {basis: [law]}
basis: {law: {instrument: 预算法}}
sections: {money: 收支情况, absent: 没有的部分}
tables:
  list:
    title: 采购表
    columns: {item: {title: 项目, type: text}, code: {title: 编码, type: text}, total: 合计, n: {title: 数量, type: count}}
    ordinals: item
    codes: {list: procurement_catalogue, column: code}
    rows: {lines: {where: code is not blank}, all: {where: item is 合计, one: true}}
facts:
  income: {in: money, phrase: "收入{x: money}，占{p: percent}，较{y: year}"}
  spending: {in: money, phrase: "支出{x: money}，其中{kinds: parts}"}
  named: {in: money, phrase: "包括：{items: list}"}
words: {reasons: [增加, 减少]}
rules:
"""
SUBMISSION = """\
石家庄市某某局2019年部门预算
一、收支情况
收入5.00万元，占50%，较2018年增加。支出6万元，其中甲6万元（其中乙5万元）。包括：电脑、桌椅。
采购表
单位：万元
| 项目 | 编码 | 合计 | 数量 |
| 合计 |  | 9.00 |  |
| 一、电脑 | A020101 | 5.00 | 2 |
| 1、桌椅 | A06 | 4.00 | 1 |
"""
VALUES = (
    "5万元",
    "“电脑”",
    "income.x",
    "income.y",
    "count(list.rows)",
    "list.all.total",
    "list.all.item",
    "money.text",
    "list.lines.total",
    "list.lines.item",
    "named.items",
    "reasons",
    "list.lines",
    "list.lines.children",
    "spending.kinds",
    "sections",
    "each table",
    "list.all",
    "list.all.entry",
    "list",
    "money",
    "absent",
    "income",
    "1 == 1",
)
"""An expression for every kind of value."""

BARE = (
    "income",
    "list",
    "money",
    "reasons",
    "fiscal_year",
    "entity",
    "电脑",
    "“电脑”",
    "list.lines",
    "list.all",
    "income.x",
)
"""What may stand where words are expected."""


def judged(conditions: list[str], for_each: list[str | None] | None = None) -> list[str]:
    """The conditions that load and cannot be evaluated, with what happened."""
    loops = for_each or [None] * len(conditions)
    lines = [
        _line(index, condition, loop)
        for index, (loop, condition) in enumerate(zip(loops, conditions, strict=True))
    ]
    loaded = _loaded(lines)
    given = facts(SUBMISSION)
    crashed = [_crash(loaded, index, given) for index in range(len(loaded.rules))]
    return [words for words in crashed if words]


def _line(index: int, condition: str, loop: str | None) -> str:
    """A rule on one line of its own."""
    over = f"for_each: '{loop}', " if loop else ""
    examples = "[{outcome: pass, given: 略}, {outcome: fail, given: 略}]"
    return f"  R{index}: {{title: 试, {over}assert: '{condition}', fix: 略, examples: {examples}}}\n"


def _loaded(lines: list[str]) -> Pack:
    """The pack of those rules that the loader accepts."""
    first = HEAD.count("\n") + 1
    try:
        return pack(HEAD + "".join(lines))
    except RuleFileError as error:
        refused = {mistake.line - first for mistake in error.mistakes}
    kept = [line for index, line in enumerate(lines) if index not in refused]
    assert len(kept) < len(lines)
    return pack(HEAD + "".join(kept) + _line(len(lines), "1 == 1", None))


def _crash(loaded: Pack, index: int, given: Facts) -> str:
    rule = loaded.rules[index]
    try:
        assert evaluate_rule(rule, loaded, given)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this test is about
        return f"{rule.condition_source}: {type(error).__name__} {str(error)[:60]}"
    return ""


@pytest.mark.parametrize("test", ["present", "empty", "stated", "blank", "filled", "consistent"])
def test_a_state_is_refused_or_judged(test: str) -> None:
    assert judged([f"{value} is {test}" for value in VALUES]) == []


@pytest.mark.parametrize("function", ["sum", "count", "first", "min", "max", "abs", "same", "unit"])
def test_a_function_is_refused_or_judged(function: str) -> None:
    calls = [f"{function}({value})" for value in VALUES]
    conditions = [f"{call} == 0" for call in calls] + [f"{call} is “电脑”" for call in calls]
    conditions += [f"{call} is empty" for call in calls] + [f"count({call}) == 1" for call in calls]
    assert judged(conditions) == []


@pytest.mark.parametrize(
    "operator",
    [
        "==",
        "<=",
        "in",
        "same names as",
    ],
)
def test_a_comparison_is_refused_or_judged(operator: str) -> None:
    assert judged([f"{left} {operator} {right}" for left in VALUES for right in VALUES]) == []


@pytest.mark.parametrize("operator", ["+", "-", "*", "/"])
def test_arithmetic_is_refused_or_judged(operator: str) -> None:
    numbers = VALUES[:9]
    assert judged([f"{left} {operator} {right} > 0" for left in numbers for right in numbers]) == []


@pytest.mark.parametrize("test", ["is", "contains", "starts with"])
def test_a_test_of_words_is_refused_or_judged(test: str) -> None:
    assert judged([f"{left} {test} {right}" for left in VALUES for right in BARE]) == []


def test_a_filter_is_refused_or_judged() -> None:
    filters = [
        "total > 0",
        "item is 合计",
        "label contains 甲",
        "amount > 0",
        "title is 甲",
        "level == 1",
        "1 == 1",
    ]
    filters += [
        "entry.name is 甲",
        "children is empty",
        "count(children) == 0",
        "parts is empty",
        "note is blank",
    ]
    assert judged([f"count({value} where {test}) >= 0" for value in VALUES for test in filters]) == []


@pytest.mark.parametrize(
    "attribute", ["label", "level", "parent", "children", "entry", "total", "title", "amount", "parts"]
)
def test_an_attribute_is_refused_or_judged(attribute: str) -> None:
    reached = [f"{value}.{attribute}" for value in VALUES if value[0].isalpha() and " " not in value]
    reached += [f"first({value}).{attribute}" for value in VALUES]
    conditions = [f"{value} == 0" for value in reached] + [f"{value} is “甲”" for value in reached]
    conditions += [f"count({value}) == 0" for value in reached]
    assert judged(conditions) == []


def test_a_for_each_is_refused_or_judged() -> None:
    conditions = [
        "x == 0",
        "x is 甲",
        "x is present",
        "x is empty",
        "count(x) == 0",
        "1 == 2",
        "list.all[x] == 0",
    ]
    sources = [value for value in VALUES if value != "1 == 1"] + [
        "[total, n]",
        "[item, code]",
        "[total, item]",
    ]
    pairs = [(f"x in {source}", condition) for source in sources for condition in conditions]
    assert judged([condition for _, condition in pairs], [loop for loop, _ in pairs]) == []


@pytest.mark.parametrize(
    "key",
    [
        "item",
        "total",
        "label",
        "level",
        "entry",
        "children",
        "parent",
        "title",
        "amount",
    ],
)
def test_a_group_is_refused_or_judged(key: str) -> None:
    sources = ("list.lines", "list.rows", "spending.kinds", "sections", "each table", "named.items")
    conditions = ("count(x.rows) == 1", "x.key == 0", "x.key is 甲", "sum(x.rows.total) > 0", "x is present")
    pairs = [(f"x in {source} by {key}", condition) for source in sources for condition in conditions]
    assert judged([condition for _, condition in pairs], [loop for loop, _ in pairs]) == []
