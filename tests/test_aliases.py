"""Other ways of writing a name, and lists that go on with 等."""

from __future__ import annotations

import pytest

from checker.engine import evaluate
from checker.model.errors import RuleFileError
from checker.model.outcome import Outcome, OutcomeKind
from checker.rule_tools.explain import lines
from tests.small import facts, outcomes, pack, with_rule

PASS, FAIL, UNKNOWN = OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.UNDETERMINED

NAMES = """\
tables:
  t: {title: 基本支出表, columns: {name: {title: 科目名称, type: text}, total: 合计}}
facts:
  public: {in: document, phrase: "公用经费{total: money}，主要包括：{items: list}"}
aliases:
  维修（护）费: [维修费, 维护费]
"""
RULE = "assert: public.items same names as t.rows where (total != 0)"


def given(items: str) -> str:
    rows = "基本支出表\n单位：万元\n| 科目名称 | 合计 |\n| 办公费 | 1.00 |\n| 维修(护)费 | 2.00 |\n| 差旅费 | 0.00 |\n"
    return f"2024年部门预算\n公用经费3.00万元，主要包括：{items}。\n\n{rows}"


def told(items: str, rule: str = RULE) -> Outcome:
    (outcome,) = outcomes(NAMES, rule, given(items))
    return outcome


def test_another_way_of_writing_a_name_counts_as_the_name() -> None:
    assert told("办公费、维修费").kind is PASS
    assert told("办公费、维修（护）费").kind is PASS
    assert told("办公费、修缮费").kind is FAIL


def test_texts_are_equal_by_another_way_of_writing_them() -> None:
    rule = "assert: first(t.rows where name starts with 维修).name {} first(public.items)"
    assert told("维修费、办公费", rule.format("==")).kind is PASS
    assert told("维修费、办公费", rule.format("!=")).kind is FAIL
    assert told("办公费、维修费", rule.format("==")).kind is FAIL
    assert told("维修费、维护费", "assert: public.items is consistent").kind is PASS


@pytest.mark.parametrize(
    ("items", "kind", "shown"),
    [
        ("办公费、维修费等", PASS, ["办公费", "维修费"]),
        ("办公费等", PASS, ["办公费"]),
        ("办公费、差旅费等", FAIL, ["差旅费"]),
        ("办公费、差旅费", FAIL, ["差旅费", "维修(护)费"]),
        ("办公费", FAIL, ["维修(护)费"]),
    ],
)
def test_a_list_that_goes_on_is_a_part_of_the_other(items: str, kind: OutcomeKind, shown: list[str]) -> None:
    outcome = told(items)
    assert outcome.kind is kind
    assert [place.text for place in outcome.evidence] == shown
    turned = told(items, "assert: (t.rows where total != 0) same names as public.items")
    assert turned.kind is kind


def test_of_two_lists_that_go_on_nothing_can_be_told() -> None:
    outcome = told("办公费等", "assert: public.items same names as first(lists).items")
    assert (outcome.kind, outcome.reasons[0].code) == (UNKNOWN, "lists_open")


def test_a_list_that_the_document_states_remembers_that_it_goes_on() -> None:
    rule = "for_each: l in lists\nassert: l.items same names as t.rows where (total != 0)"
    assert [one.kind for one in outcomes(NAMES, rule, given("办公费等"))] == [PASS]
    assert [one.kind for one in outcomes(NAMES, rule, given("办公费"))] == [FAIL]


@pytest.mark.parametrize(
    ("entry", "words", "column"),
    [
        ("差旅费: [维修费]", "“维修费”已是“维修(护)费”的写法", 9),
        ("差旅费: [差旅费]", "“差旅费”已是“差旅费”的写法", 9),
        ("差旅费: [维修（护）费]", "“维修（护）费”已是“维修(护)费”的写法", 9),
        ("差旅费: 出差费", "a list", 8),
    ],
)
def test_an_ambiguous_way_of_writing_is_told_with_its_place(entry: str, words: str, column: int) -> None:
    with pytest.raises(RuleFileError) as caught:
        pack(with_rule(NAMES + f"  {entry}\n", RULE))
    (mistake,) = caught.value.mistakes
    assert words in mistake.message
    line = with_rule(NAMES + f"  {entry}\n", RULE).splitlines().index(f"  {entry}") + 1
    assert (mistake.line, mistake.column) == (line, column)


def test_a_pack_takes_over_the_ways_of_writing_of_those_that_it_extends() -> None:
    parent = with_rule(NAMES, RULE).replace("pack: test/small", "pack: parent")
    child = with_rule("extends: [parent]\n", "assert: fiscal_year == 2024").replace("  T:", "  U:")
    made = pack(child, {"parent": parent})
    assert made.other_names == {"维修费": "维修(护)费", "维护费": "维修(护)费"}
    found = evaluate(made, facts(given("办公费、维修费")))
    assert {outcome.kind for outcome in found} == {PASS}


def test_the_ways_of_writing_are_read_back() -> None:
    made = pack(with_rule(NAMES, RULE))
    zh, en = (" ".join(text for _, text in lines(made.rules[0], made, language)) for language in ("zh", "en"))
    assert "“维修（护）费”也写作“维修费”、“维护费”" in zh
    assert "“维修（护）费” is also written" in en
