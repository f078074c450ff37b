"""`is distinct`, `is ordered`, `one(…)`, and the headings that a document has."""

from __future__ import annotations

import pytest

from checker.model.errors import RuleFileError
from checker.model.outcome import OutcomeKind
from checker.rule_tools.explain import lines
from checker.rule_tools.mutations import mutations
from checker.structure.numbering import ordinal
from tests.small import outcomes, pack, with_rule

PASS, FAIL, UNKNOWN = OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.UNDETERMINED

TABLE = """\
tables:
  t: {title: 项目表, columns: {name: {title: 名称, type: text}, use: {title: 用途, type: text}}}
"""
ROWS = "项目表\n| 名称 | 用途 | 合计 |\n| 甲 | 修缮 | 1.00 |\n| 乙 | 购置 | 1.00 |\n| 丙 |  | 1.00 |\n| 丁 |  | 1.00 |\n"
SECTIONS = "sections: {a: 职责, b: 机构, c: 收支}\n"
ORDERED = "一、职责\n负责协调。\n二、机构\n设两科。\n三、收支\n收支平衡。\n"


def kinds(names: str, rule: str, submission: str) -> list[OutcomeKind]:
    return [outcome.kind for outcome in outcomes(names, rule, submission)]


def test_texts_are_distinct_blanks_aside_and_the_same_ones_are_shown() -> None:
    assert kinds(TABLE, "assert: t.rows.use is distinct", ROWS) == [PASS]
    (outcome,) = outcomes(TABLE, "assert: t.rows.use is distinct", ROWS.replace("购置", "修 缮"))
    assert outcome.kind is FAIL
    assert [place.place.line for place in outcome.evidence] == [3, 4]


def test_sections_stand_in_the_order_of_the_pack() -> None:
    assert kinds(SECTIONS, "assert: sections is ordered", ORDERED) == [PASS]
    without = ORDERED.replace("二、机构\n设两科。\n", "")
    assert kinds(SECTIONS, "assert: sections is ordered", without) == [PASS]
    turned = "一、职责\n负责协调。\n二、收支\n收支平衡。\n三、机构\n设两科。\n"
    (outcome,) = outcomes(SECTIONS, "assert: sections is ordered", turned)
    assert (outcome.kind, outcome.reasons[0].code) == (FAIL, "out_of_order")
    assert [place.text for place in outcome.evidence] == ["二、收支", "三、机构"]


def test_the_order_of_what_stands_alone_or_twice_is_undetermined() -> None:
    alone = "一、职责\n负责协调。\n二、其他\n无。\n"
    assert kinds(SECTIONS, "assert: sections is ordered", alone) == [UNKNOWN]
    twice = ORDERED + "四、机构\n另设一科。\n"
    assert kinds(SECTIONS, "assert: sections is ordered", twice) == [UNKNOWN]


def test_tables_stand_in_order() -> None:
    names = "tables: {a: {title: 收入表, columns: {x: 合计}}, b: {title: 支出表, columns: {x: 合计}}}\n"
    income, spending = (f"{title}\n| 科目 | 合计 |\n| 教育 | 1.00 |\n\n" for title in ("收入表", "支出表"))
    assert kinds(names, "assert: tables is ordered", income + spending) == [PASS]
    assert kinds(names, "assert: tables is ordered", spending + income) == [FAIL]
    assert kinds(names, "assert: tables is ordered", income) == [UNKNOWN]


def test_headings_have_a_number_an_ordinal_a_level_and_a_title() -> None:
    given = ORDERED.replace("设两科。\n", "（一）内设科室\n两科。\n")
    rule = "for_each: h in headings where (title is 机构)\nassert: h.ordinal == 2 and h.number is 二 and h.level == 2"
    assert kinds("", rule, given) == [PASS]
    assert kinds("", "assert: count(headings where level == 3) == 1", given) == [PASS]
    assert kinds(SECTIONS, "assert: count(b.headings) == 1 and b.number is 二", given) == [PASS]
    assert kinds(SECTIONS, "assert: a.headings is empty", given) == [PASS]
    assert kinds(SECTIONS, "assert: c.number is 四", given) == [FAIL]
    ordered = "assert: '[one(headings where title is 机构), one(headings where title is 职责)] is ordered'"
    assert kinds("", ordered, given) == [FAIL]


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十三", 23),
        ("7", 7),
        ("①", 1),
        ("", None),
        ("百", None),
    ],
)
def test_a_number_counts(number: str, value: int | None) -> None:
    assert ordinal(number) == value


def test_the_only_item_or_none_that_can_be_told() -> None:
    only = "assert: one(t.rows where name is {}).use is 修缮"
    assert kinds(TABLE, only.format("甲"), ROWS) == [PASS]
    assert kinds(TABLE, only.format("戊"), ROWS) == [UNKNOWN]
    (outcome,) = outcomes(TABLE, only.format("甲"), ROWS.replace("乙", "甲"))
    assert (outcome.kind, outcome.reasons[0].code) == (UNKNOWN, "not_one")
    assert [place.place.line for place in outcome.evidence] == [3, 4]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("t.rows is distinct", "is for a list of: 文字 / texts"),
        ("t.rows.name is ordered", "sections, tables or headings"),
        ("t.rows.name is gapless", "type: band"),
        ("one(entity) is 甲", "expected a list"),
        ("(headings where levl == 1) is empty", "did you mean “level”"),
    ],
)
def test_a_test_of_another_kind_of_list_is_told_at_load(condition: str, words: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        pack(with_rule(TABLE, f"assert: {condition}"))
    (mistake,) = caught.value.mistakes
    assert words in mistake.message


def test_these_tests_are_read_back_in_both_languages() -> None:
    made = pack(with_rule(SECTIONS + TABLE, "assert: sections is ordered and t.rows.use is distinct"))
    zh, en = (" ".join(text for _, text in lines(made.rules[0], made, language)) for language in ("zh", "en"))
    assert "依所列次序排列，并且 " in zh
    assert "各不相同" in zh
    assert "stand in the order given, and no two of" in en


def test_neighbouring_sections_and_tables_change_places_in_slips() -> None:
    tables = "收入表\n| a | b |\n\n支出表\n单位：元\n| c | d |\n"
    found = {one.text for one in mutations(ORDERED)}
    assert "二、机构\n设两科。\n一、职责\n负责协调。\n三、收支\n收支平衡。\n" in found
    assert "支出表\n单位：元\n| c | d |\n\n收入表\n| a | b |\n" in {one.text for one in mutations(tables)}


def test_sections_have_sentences_and_tables() -> None:
    given = ORDERED.replace("设两科。\n", f"设两科。另设一室。\n\n{ROWS}\n")
    assert kinds(
        SECTIONS,
        "assert: count(b.sentences where text contains 另设一室) == 1 and count(b.sentences) == 2",
        given,
    ) == [PASS]
    assert kinds(SECTIONS, "for_each: s in a.sentences\nassert: s.text mentions 协调", given) == [PASS]
    assert kinds(SECTIONS, "assert: count(b.tables) == 1 and a.tables is empty", given) == [PASS]
    assert kinds(SECTIONS, "assert: one(b.tables).title is 项目表", given) == [PASS]
    assert kinds("", "for_each: t in each table\nassert: t.section is 机构", given) == [PASS]
    assert kinds(TABLE, "assert: t.section is 职责", given) == [FAIL]
    assert kinds(SECTIONS, "assert: b.tables is empty", ORDERED) == [PASS]
    assert kinds("sections: {d: 附表}", "assert: d.tables is empty", given) == [UNKNOWN]
