"""`checker rules explain`: a rule in plain words, and why it did not match."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import app
from checker.engine import evaluate
from checker.engine.examples import facts_of_example
from checker.facts import facts_of
from checker.model.expression import parse_expression, parse_for_each
from checker.model.outcome import OutcomeKind
from checker.model.rule import CodeEntry, Example, Pack, Rule
from checker.readback.reading import reading
from checker.readback.vocabulary import NOUNS
from checker.readers import read_file
from checker.rule_tools import explain, on_file
from checker.rule_tools.nearby import codes_like
from checker.rulebook import types
from checker.rulebook.library import Library
from checker.structure import structured
from tests.small import facts, pack, with_rule

ROOT = Path(__file__).resolve().parent.parent
REAL = sorted((ROOT.parent / "shared" / "submissions").glob("*.pdf"))
SHIJIAZHUANG = "hebei/shijiazhuang/department-budget"
LIBRARY = Library()
PACKS = [LIBRARY.load(id_) for id_ in LIBRARY.ids]

NAMES = """\
sections: {overall: 预算安排}
tables:
  bought:
    title: 采购表
    columns: {item: {title: 项目, type: text}, total: 总计}
    rows: {lines: {where: item is not 合计}, all: {where: item is 合计, one: true}}
facts:
  income: {in: overall, phrase: "预算收入{total: money}，其中{kinds: parts}"}
words: {last_year: [上年, 去年]}
"""


def read(expression: str, language: str = "zh", loop: str = "") -> str:
    made = pack(with_rule(NAMES, "assert: income.total > 0"))
    said = reading(made, language)
    if loop:
        said = said.inside(parse_for_each(loop))
    return said.say(parse_expression(expression))


@pytest.mark.parametrize(
    ("expression", "zh", "en"),
    [
        (
            "income.total == sum(bought.lines.total)",
            "“预算安排”部分写的“预算收入【金额】，其中（各分项及金额）” 等于 “采购表”的 lines 行的“总计”之和",
            "“预算收入【amount】，其中(parts with amounts)” in section “预算安排” equals the sum of “总计” of the lines rows of table “采购表”",
        ),
        ("overall is present", "有“预算安排”部分", "there is section “预算安排”"),
        ("overall.text mentions last_year", "“预算安排”部分的文字里写有“上年”、“去年”之一", "the text of section “预算安排” mentions any of “上年”、“去年”"),
        ("bought.lines is not empty", "有“采购表”的 lines 行", "there are the lines rows of table “采购表”"),
        ("not (fiscal_year == 2024)", "文件年度 不等于 2024", "fiscal_year does not equal 2024"),
        ("not (bought is empty)", "“采购表”有内容", "table “采购表” is not empty"),
        (
            "count(bought.rows where total > 5万元) == 0",
            "“采购表”的各行（只取“总计” 大于 5万元的）的个数 等于 0",
            "the number of those of the rows of table “采购表” for which “总计” is greater than 5万元 equals 0",
        ),
        (
            "(1 == 1 or 2 == 2) and 3 == 3",
            "（1 等于 1，或者 2 等于 2），并且 3 等于 3",
            "(1 equals 1, or 2 equals 2), and 3 equals 3",
        ),
        ("abs(1 - 2) / 3 <= 30%", "（1 − 2）的绝对值 ÷ 3 不超过 30%", "the absolute value of (1 − 2) ÷ 3 is at most 30%"),
    ],
)  # fmt: skip
def test_an_expression_is_read_back_in_plain_words(expression: str, zh: str, en: str) -> None:
    assert read(expression) == zh
    assert read(expression, "en") == en


@pytest.mark.parametrize(
    ("loop", "expression", "said"),
    [
        ("row in bought.lines", "row.total > 0", "该行的“总计” 大于 0"),
        ("s in sections", "s is not empty", "该部分有内容"),
        ("t in each table", "t.note mentions 空表", "该表的注里写有“空表”"),
        ("c in changes", "c.word == increase", "该项的说法 等于 “增加”"),
    ],
)
def test_what_a_rule_is_checked_for_is_called_by_its_kind(loop: str, expression: str, said: str) -> None:
    assert read(expression, loop=loop) == said


def named(type_: types.Type, seen: set[str]) -> Iterator[str]:
    """All attributes and values below a type."""
    if isinstance(type_, types.ListType):
        yield from named(type_.item, seen)
    elif isinstance(type_, types.TextType):
        yield from (str(choice) for choice in type_.choices)
    elif isinstance(type_, types.RecordType) and type_.what not in seen:
        seen.add(type_.what)
        for name, inner in type_.attributes.items():
            yield name
            yield from named(inner, seen)


def test_everything_that_the_language_names_has_a_chinese_word() -> None:
    seen: set[str] = set()
    words = {*types.BUILT_IN, *types.ROW_WORDS, *types.TABLE_WORDS}
    words |= {word for type_ in types.BUILT_IN.values() for word in named(type_, seen)}
    assert sorted(words - set(NOUNS["zh"])) == []


RULES = [pytest.param(made, rule, id=f"{made.id}-{rule.id}") for made in PACKS for rule in made.rules]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("made", "rule"), RULES)
def test_every_shipped_rule_is_explained_and_every_example_step_by_step(
    made: Pack, rule: Rule, language: str
) -> None:
    assert len(list(explain.lines(rule, made, language))) > 8
    for example in rule.examples:
        assert list(on_file.lines(rule, made, facts_of_example(rule, made, example), language))


def lines_on(example: str) -> list[str]:
    made = pack(with_rule(NAMES, "assert: income.total == sum(bought.lines.total)"))
    return [line.strip() for _, line in on_file.lines(made.rules[0], made, facts(example), "zh")]


def test_what_each_name_found_is_shown_with_its_place_and_then_the_arithmetic() -> None:
    lines = lines_on(
        "一、预算安排\n预算收入9.00万元，其中基本支出9.00万元。\n采购表\n单位：万元\n| 项目 | 总计 |\n| 电脑 | 5.00 |\n| 桌椅 | 4.00 |\n"
    )
    assert "✓ bought: 第 3 行 “采购表”" in lines
    assert "lines → 2 行 / rows" in lines
    assert "✓ income: 第 2 行 “预算收入9.00万元，其中基本支出9.00万元”" in lines
    assert "total = 9.00万元" in lines
    assert "9.00万元  |  5.00 + 4.00 = 9万元" in lines


def test_what_was_not_found_says_what_came_nearest() -> None:
    lines = lines_on(
        "一、预算安排情况\n预算收入合计9.00万元。\n采购明细表\n单位：万元\n| 项目 | 总计 |\n| 电脑 | 9.00 |\n"
    )
    assert any(line.startswith("? bought: 缺少“采购表”这张表；最接近的是“采购明细表”") for line in lines)
    assert any(line.startswith("? income: “预算安排情况”中没有写") for line in lines)
    assert "类似的字在：第 2 行 “预算收入合计9.00万元。”" in lines


def test_words_that_do_not_begin_a_clause_say_how_the_phrase_would_take_them() -> None:
    lines = lines_on("一、预算安排情况\n本局预算收入9.00万元，其中：财政拨款5.00万元、事业收入4.00万元。\n")
    assert any(
        line.startswith("原文的这些字不在分句开头；短语以“…”开头就能取到：“预算收入9.00万元")
        for line in lines
    )


def test_a_code_that_is_not_listed_shows_the_entries_nearest_to_it() -> None:
    entries = {key: CodeEntry(key, name, "found") for key, name in (("C08", "印刷服务"), ("A02", "设备"))}
    assert codes_like("C0814", entries) == "C08 印刷服务"
    assert codes_like("B0101", entries) == ""


def test_the_title_of_an_item_is_not_shown_as_the_title_of_the_document() -> None:
    made = pack(
        with_rule(
            NAMES, "for_each: s in each section where title is 周期\nassert: s.text mentions fiscal_year"
        )
    )
    told = [
        line.strip()
        for _, line in on_file.lines(made.rules[0], made, facts("某局2025年预算\n一、周期\n2025年。\n"), "zh")
    ]
    assert "✓ fiscal_year: 2025" in told
    assert not any(line.startswith("✓ title") for line in told)


def test_a_table_that_was_not_found_shows_the_headings_like_it_or_that_there_are_none() -> None:
    alike = lines_on("一、预算安排情况\n预算收入9.00万元。\n二、某局采购表及附件\n见附件。\n")
    assert "类似的字在：第 3 行 “某局采购表及附件”" in alike
    none = lines_on("一、预算安排情况\n预算收入9.00万元。\n")
    assert none[none.index(next(line for line in none if line.startswith("? bought"))) + 1] == (
        "文件里没有类似的标题或文字"
    )


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_for_what_is_undetermined_in_a_real_file_it_is_told_what_was_not_found(path: Path) -> None:
    given = facts_of(structured(read_file(path)))
    for use in LIBRARY.choose(given.identity):
        undecided = {o.rule for o in evaluate(use.pack, given) if o.kind is OutcomeKind.UNDETERMINED}
        for rule in use.pack.rules:
            if rule.id in undecided:
                styles = {style for style, _ in on_file.lines(rule, use.pack, given, "zh")}
                assert "magenta" in styles, rule.id


def test_the_command_reads_a_rule_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("六、政府采购预算情况\n2019年，安排采购预算8.50万元。\n", encoding="utf-8")
    ran = CliRunner().invoke(app, ["rules", "explain", "SJZ601", "--on", str(path)])
    assert ran.exit_code == 0
    assert "必须成立：“政府采购预算情况”部分写的“…安排采购预算（金额）” 等于" in ran.output
    assert "? procurement: 缺少“部门政府采购预算”这张表" in ran.output
    assert "✓ bought: 第 2 行 “安排采购预算8.50万元”" in ran.output


def test_an_unknown_rule_is_told_with_what_there_is() -> None:
    ran = CliRunner().invoke(app, ["rules", "explain", "ARI20"])
    assert "没有规则 / no rule ARI20；是否指 / did you mean “ARI20" in str(ran.exception)


def test_examples_are_shown() -> None:
    example: Example = PACKS[0].rules[0].examples[0]
    said = [line for _, line in explain.lines(PACKS[0].rules[0], PACKS[0], "zh")]
    assert f"      {example.given.splitlines()[0]}" in said
