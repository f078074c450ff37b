"""Expressions: what binds how, what is a name and what a word, and where a mistake is told."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest

from checker.model.amount import WAN, Amount
from checker.model.expression import (
    DEEPEST,
    LONGEST,
    MOST_TOKENS,
    Attribute,
    Comparison,
    Constant,
    ExpressionError,
    Name,
    parse_expression,
    parse_for_each,
)
from tests.small import shape


@pytest.mark.parametrize(
    ("source", "parsed"),
    [
        # numbers and words
        ("5", "5"),
        ("0.50", "0.50"),
        ("5万元", "5万元"),
        ("33.5%", "33.5%"),
        ("12人次", "12人次"),
        ('"小计"', "'小计'"),
        ("'小计'", "'小计'"),
        ("“小计”", "'小计'"),
        ("合计", "合计"),
        # arithmetic
        ("a + b - c", "(- (+ a b) c)"),
        ("a - b + c", "(+ (- a b) c)"),
        ("a + b * c", "(+ a (* b c))"),
        ("a * b / c", "(/ (* a b) c)"),
        ("(a + b) * c", "(* (+ a b) c)"),
        ("-a + b", "(+ (- a) b)"),
        ("a - -b", "(- a (- b))"),
        ("-a.x", "(- (. a x))"),
        ("a-b", "(- a b)"),
        ("a-1", "(- a 1)"),
        # names
        ("a.b.c", "(. (. a b) c)"),
        ("a[b].c", "(. ([] a b) c)"),
        ("a.b[c]", "([] (. a b) c)"),
        ("采购.总计", "(. 采购 总计)"),
        ("sum(a.b)", "(sum (. a b))"),
        ("max(a, b, c)", "(max a b c)"),
        ("count(each table)", "(count (each table))"),
        ("[a, b]", "[a, b]"),
        ("[]", "[]"),
        # comparison
        ("a == b", "(== a b)"),
        ("a != b + c", "(!= a (+ b c))"),
        ("a<=b", "(<= a b)"),
        ("a >= 5万元", "(>= a 5万元)"),
        ("a.b < 0", "(< (. a b) 0)"),
        ("a > -b", "(> a (- b))"),
        # logic
        ("a == 1 and b == 2 or c == 3", "(or (and (== a 1) (== b 2)) (== c 3))"),
        ("a == 1 or b == 2 and c == 3", "(or (== a 1) (and (== b 2) (== c 3)))"),
        ("not a == 1 and b == 2", "(and (not (== a 1)) (== b 2))"),
        ("not (a == 1 and b == 2)", "(not (and (== a 1) (== b 2)))"),
        ("not not a == 1", "(== a 1)"),
        ("not not not a == 1", "(not (== a 1))"),
        # tests in words
        ("a is blank", "(blank a)"),
        ("a is not blank", "(not (blank a))"),
        ("a is stated", "(stated a)"),
        ("a is present", "(present a)"),
        ("a is empty", "(empty a)"),
        ("a.b is filled", "(filled (. a b))"),
        ("a.b is consistent", "(consistent (. a b))"),
        ("a is 合计", "(words a '合计')"),
        ("a is not 合计", "(not (words a '合计'))"),
        ('a is "合 计"', "(words a '合 计')"),
        ("a is 301", "(words a '301')"),
        ("a is b.c", "(words a (. b c))"),
        ('a starts with "A"', "(starts with a 'A')"),
        ("a starts with A", "(starts with a A)"),
        ("a starts with 301", "(starts with a '301')"),
        ("a ends with 小计", "(ends with a '小计')"),
        ("a contains 设备", "(contains a '设备')"),
        ('a mentions "增加（减少）"', "(mentions a '增加（减少）')"),
        ("a mentions empty_note", "(mentions a empty_note)"),
        ("a contains b.name", "(contains a (. b name))"),
        ("a in [1, 2]", "(in a [1, 2])"),
        ("a not in [1, 2]", "(not (in a [1, 2]))"),
        ("a is in [1, 2]", "(in a [1, 2])"),
        ("a is not in [1, 2]", "(not (in a [1, 2]))"),
        ("a.items same names as b.items", "(same names as (. a items) (. b items))"),
        ("not a contains 设备", "(not (contains a '设备'))"),
        # filters
        ("a.rows where b > 0", "(where (. a rows) (> b 0))"),
        ("(a.rows where b > 0).c", "(. (where (. a rows) (> b 0)) c)"),
        ("sum((a where b is 合计).c)", "(sum (. (where a (words b '合计')) c))"),
        ("count(a where b > 0) == 0", "(== (count (where a (> b 0))) 0)"),
        ("a where (b > 0 and c > 0)", "(where a (and (> b 0) (> c 0)))"),
        ("a where not b > 0", "(where a (not (> b 0)))"),
        ("(a where b > 0) where c > 0", "(where (where a (> b 0)) (> c 0))"),
        ("a where not (b contains 行政)", "(where a (not (contains b '行政')))"),
        # spelling
        ("  a  ==  b  ", "(== a b)"),
        ("a\n== b", "(== a b)"),
        ("(((a)))", "a"),
        ("equal", "equal"),
        ("order == notice", "(== order notice)"),
    ],
)
def test_an_expression_is_read_as_it_is_meant(source: str, parsed: str) -> None:
    assert shape(parse_expression(source)) == parsed


@pytest.mark.parametrize(
    ("source", "parsed", "by"),
    [
        ("row in t.lines", ("row", "(. t lines)"), None),
        ("p in t.lines by project", ("p", "(. t lines)"), "project"),
        ("t in each table", ("t", "(each table)"), None),
        ("s in each section", ("s", "(each section)"), None),
        ("col in [total, basic, project]", ("col", "[total, basic, project]"), None),
        ("row in t.lines where total > 0", ("row", "(where (. t lines) (> total 0))"), None),
        ("行 in 采购.明细 by 项目", ("行", "(. 采购 明细)"), "项目"),
        ("x in (a where b > 0).c", ("x", "(. (where a (> b 0)) c)"), None),
    ],
)
def test_a_for_each_names_what_it_ranges_over(source: str, parsed: tuple[str, str], by: str | None) -> None:
    loop = parse_for_each(source)
    assert ((loop.name, shape(loop.source)), loop.by) == (parsed, by)


def test_a_number_in_a_rule_is_exact_and_keeps_its_unit() -> None:
    assert parse_expression("33.50万元") == Constant(
        0, 7, Amount(Decimal("33.50"), WAN, Decimal("0.01"), exact=True)
    )


def test_every_node_knows_its_stretch_of_the_source() -> None:
    parsed = parse_expression("a.b  == 5万元")
    assert isinstance(parsed, Comparison)
    assert (parsed.start, parsed.end) == (0, 11)
    assert parsed.left == Attribute(0, 3, Name(0, 1, "a"), "b")
    assert (parsed.right.start, parsed.right.end) == (8, 11)


@pytest.mark.parametrize(
    ("source", "offset", "words"),
    [
        pytest.param("", 0, "found 表达式末尾 / the end", id="nothing"),
        pytest.param("   ", 3, "found 表达式末尾 / the end", id="white space"),
        pytest.param("a ==", 4, "found 表达式末尾 / the end", id="nothing on the right"),
        pytest.param("== a", 0, "found “==”", id="nothing on the left"),
        pytest.param("a = b", 2, "unexpected character '='", id="a single equals sign"),
        pytest.param("a ≤ b", 2, "unexpected character '≤'", id="a mathematical sign"),
        pytest.param("a＝＝b", 1, "unexpected character '＝'", id="full-width equals signs"),
        pytest.param("a == b == c", 7, "expected 运算符或表达式末尾", id="a chain of comparisons"),
        pytest.param("a b", 2, "expected 运算符或表达式末尾", id="two names"),
        pytest.param("(a == b", 7, "expected “)”", id="a bracket not closed"),
        pytest.param("a == b)", 6, "found “)”", id="a bracket not opened"),
        pytest.param("a[b", 3, "expected “]”", id="a square bracket not closed"),
        pytest.param("[a, b", 5, "expected “,”", id="a list not closed"),
        pytest.param("[a b]", 3, "expected “,”", id="a list without a comma"),
        pytest.param("sum(a", 5, "expected “,”", id="a call not closed"),
        pytest.param("sum(a b)", 6, "expected “,”", id="a call without a comma"),
        pytest.param("a.", 2, "expected 名称 / a name", id="a dot at the end"),
        pytest.param("a.5", 2, "expected 名称 / a name", id="a number after a dot"),
        pytest.param("a is", 4, "expected 文字 / words", id="is, and nothing"),
        pytest.param("a is not", 8, "expected 文字 / words", id="is not, and nothing"),
        pytest.param("a contains", 10, "expected 文字 / words", id="contains, and nothing"),
        pytest.param("a contains (b)", 11, "expected 文字 / words", id="a bracket where words belong"),
        pytest.param('a is "小计" + b', 10, "expected 运算符或表达式末尾", id="words do not add up"),
        pytest.param("a starts A", 2, "expected 运算符或表达式末尾", id="starts without with"),
        pytest.param("a same names b", 2, "expected 运算符或表达式末尾", id="same names without as"),
        pytest.param("a where", 7, "found 表达式末尾 / the end", id="where, and nothing"),
        pytest.param("a and", 5, "found 表达式末尾 / the end", id="and, and nothing"),
        pytest.param("a or or b", 5, "found “or”", id="two or"),
        pytest.param("not", 3, "found 表达式末尾 / the end", id="not, and nothing"),
        pytest.param('a == "小计', 5, "unexpected character '\"'", id="a quotation mark not closed"),
        pytest.param("a == “小计", 5, "unexpected character '“'", id="a Chinese quotation mark not closed"),
        pytest.param("a && b", 2, "unexpected character '&'", id="a foreign and"),
        pytest.param("a % b", 2, "unexpected character '%'", id="modulo"),
        pytest.param("a == 5 万元", 7, "expected 运算符或表达式末尾", id="a space before the unit"),
        pytest.param("a == 1.", 7, "expected 名称 / a name", id="a number that ends in a dot"),
        pytest.param("lambda: 1", 6, "unexpected character ':'", id="Python"),
        pytest.param("a == " + "1" * 21, 5, "at most 20 digits", id="a number too long for an amount"),
        pytest.param("a == 0.00000000001", 5, "and 10 behind it", id="too many decimals"),
        pytest.param("each", 4, "expected", id="each, and nothing"),
        pytest.param("count(each", 10, "expected", id="each at the end of a call"),
        pytest.param("count(each 5)", 11, "table 或 / or section", id="each, and a number"),
        pytest.param("count(each [a])", 11, "table 或 / or section", id="each, and a list"),
        pytest.param("(" * (DEEPEST + 1) + "a", DEEPEST, "nested more than", id="too deep"),
        pytest.param("[" * 100 + "]" * 100, DEEPEST, "nested more than", id="much too deep"),
        pytest.param("[" * 500 + "]" * 500, 0, f"more than {MOST_TOKENS}", id="too many signs"),
        pytest.param("a" * (LONGEST + 1), 0, f"more than {LONGEST}", id="too long"),
    ],
)
def test_a_mistake_is_told_with_its_offset(source: str, offset: int, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(source)
    assert words in str(caught.value)
    assert caught.value.offset == offset


@pytest.mark.parametrize(
    ("source", "offset", "words"),
    [
        pytest.param("", 0, "expected 名称 / a name", id="nothing"),
        pytest.param("row", 3, "expected “in”", id="a name alone"),
        pytest.param("row t.lines", 4, "expected “in”", id="no in"),
        pytest.param("row in", 6, "found 表达式末尾 / the end", id="no source"),
        pytest.param("5 in t.lines", 0, "expected 名称 / a name", id="a number for a name"),
        pytest.param("each in t.lines", 0, "expected 名称 / a name", id="a keyword for a name"),
        pytest.param("row in t.lines by", 17, "expected 列名", id="by, and nothing"),
        pytest.param("row in t.lines by 5", 18, "expected 列名", id="by a number"),
        pytest.param("row in t.lines by a b", 20, "expected 运算符或表达式末尾", id="by two columns"),
        pytest.param("row in t.lines, col in t", 14, "expected 运算符或表达式末尾", id="two in one"),
        pytest.param("row in a == b", 9, "expected 运算符或表达式末尾", id="a condition for a source"),
        pytest.param("t in each", 9, "expected", id="each, and nothing"),
    ],
)
def test_a_mistake_in_a_for_each_is_told_with_its_offset(source: str, offset: int, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_for_each(source)
    assert words in str(caught.value)
    assert caught.value.offset == offset


def test_more_signs_than_anyone_writes_are_a_mistake_or_read() -> None:
    with suppress(ExpressionError):
        parse_expression("-" * 1500 + "a == 0")


def test_the_function_same_can_be_called() -> None:
    assert (
        shape(parse_expression("same(t.lines.funds) == 5万元")) == "(== (same (. (. t lines) funds)) 5万元)"
    )


def test_a_long_expression_within_the_limit_is_read() -> None:
    assert shape(parse_expression(" " * (LONGEST - 1) + "a")) == "a"
    source = " + ".join(["a"] * 120)
    assert len(source) <= LONGEST
    assert shape(parse_expression(source)).count("a") == 120
