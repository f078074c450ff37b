"""The five rules that the design sketches are read as they are meant (DESIGN 4)."""

from __future__ import annotations

import pytest

from checker.model.expression import parse_expression, parse_for_each
from checker.model.phrase import Hole, HoleType, Literal, parse_phrase
from tests.small import shape


@pytest.mark.parametrize(
    ("rule", "source", "name", "over"),
    [
        ("NAT210", "row in expenditure.items", "row", "(. expenditure items)"),
        ("NAT210", "col in [total, basic, project]", "col", "[total, basic, project]"),
        ("COM120", "t in each table", "t", "(each table)"),
        ("COM130", "c in changes", "c", "changes"),
    ],
)
def test_what_a_rule_is_checked_for(rule: str, source: str, name: str, over: str) -> None:
    loop = parse_for_each(source)
    assert (loop.name, shape(loop.source), loop.by) == (name, over, None)


@pytest.mark.parametrize(
    ("rule", "source", "parsed"),
    [
        ("NAT210", "row.children is not empty", "(not (empty (. row children)))"),
        ("COM120", "t is empty", "(empty t)"),
        (
            "COM130",
            "c.word == flat and c.reason is stated",
            "(and (== (. c word) flat) (stated (. c reason)))",
        ),
    ],
)
def test_when_a_rule_applies(rule: str, source: str, parsed: str) -> None:
    assert shape(parse_expression(source)) == parsed


@pytest.mark.parametrize(
    ("rule", "source", "parsed"),
    [
        (
            "SJZ601",
            "bought.amount == sum(procurement.lines.total)",
            "(== (. bought amount) (sum (. (. procurement lines) total)))",
        ),
        (
            "NAT210",
            "row[col] == sum(row.children[col])",
            "(== ([] row col) (sum ([] (. row children) col)))",
        ),
        (
            "NAT305",
            "staff.items same names as basic.items where (level == 2 and group == personnel and total != 0)",
            "(same names as (. staff items) (where (. basic items) "
            "(and (and (== level 2) (== group personnel)) (!= total 0))))",
        ),
        ("COM120", "t.note mentions empty_note", "(mentions (. t note) empty_note)"),
        (
            "COM130",
            "not (c.reason mentions 增加 or c.reason mentions 减少)",
            "(not (or (mentions (. c reason) '增加') (mentions (. c reason) '减少')))",
        ),
    ],
)
def test_what_a_rule_asserts(rule: str, source: str, parsed: str) -> None:
    assert shape(parse_expression(source)) == parsed


@pytest.mark.parametrize(
    ("where", "parsed"),
    [
        ("code is not blank", "(not (blank code))"),
        ("project ends with 小计", "(ends with project '小计')"),
        ("name is 合计", "(words name '合计')"),
    ],
)
def test_what_makes_a_row_one_of_a_class(where: str, parsed: str) -> None:
    assert shape(parse_expression(where)) == parsed


def test_the_phrases_of_the_sketch() -> None:
    bought = parse_phrase("…安排采购预算{amount: money}")
    assert bought.stretches == ((Literal("安排采购预算"), Hole("amount", HoleType.MONEY)),)
    three_public = parse_phrase(
        "…“三公”经费预算安排{total: money}…因公出国（境）费{abroad: money}…公务接待费预算{hospitality: money}"
    )
    assert [
        [hole.name for hole in stretch if isinstance(hole, Hole)] for stretch in three_public.stretches
    ] == [
        ["total"],
        ["abroad"],
        ["hospitality"],
    ]
    assert not three_public.anchored
    staff = parse_phrase("人员经费{total: money}，主要包括：{items: list}")
    assert staff.anchored
    assert staff.stretches == (
        (
            Literal("人员经费"),
            Hole("total", HoleType.MONEY),
            Literal(",主要包括:"),
            Hole("items", HoleType.LIST),
        ),
    )
