"""Expressions, whatever is written: what was meant is read, by brackets and by the order in which signs bind."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model.amount import plain
from checker.model.expression import (
    DEEPEST,
    KEYWORDS,
    MOST_TOKENS,
    STATES,
    Attribute,
    Call,
    Constant,
    ExpressionError,
    Index,
    Listing,
    Name,
    Words,
    name_at,
    names_in,
    parse_expression,
    parse_for_each,
    walk,
)
from checker.model.outcome import OutcomeKind
from tests.printing import numbers
from tests.small import outcomes, shape

PASS, FAIL = OutcomeKind.PASS, OutcomeKind.FAIL

# How tightly a form binds; what stands inside another must bind at least as tightly or stand in brackets.
LOGIC, CONJUNCTION, NEGATION, CONDITION, FILTER, SUM, PRODUCT, SIGN, PRIMARY = range(9)


class Written(NamedTuple):
    """An expression as it is written, in prefix form as it is meant, and how tightly its outermost sign binds."""

    source: str
    meant: str
    binds: int

    def within(self, binds: int) -> str:
        """As it stands where a form must bind so tightly."""
        return self.source if self.binds >= binds else f"({self.source})"


NAMES = st.one_of(
    st.sampled_from(["a", "b2", "合计", "采购_明细", "row", "notes", "order", "isolated", "eachone"]),
    st.text(st.sampled_from("abcxyz_收支预算"), min_size=1, max_size=6),
).filter(lambda name: name not in KEYWORDS and name not in STATES and name != "each")
TEXTS = st.text(st.sampled_from("小计 合计A1（）'、and"), max_size=6)
CONSTANTS = st.builds(
    lambda number, unit: Written(f"{number}{unit}", f"{Decimal(number)}{unit}", PRIMARY),
    numbers(signed=False),
    st.sampled_from(["", "元", "万元", "亿元", "%", "个百分点", "台", "人次"]),
)
LEAVES = st.one_of(
    NAMES.map(lambda name: Written(name, name, PRIMARY)),
    CONSTANTS,
    st.tuples(TEXTS, st.sampled_from(['"{}"', "“{}”"])).map(
        lambda pair: Written(pair[1].format(pair[0]), repr(pair[0]), PRIMARY)
    ),
    st.sampled_from(["table", "section"]).map(
        lambda kind: Written(f"each {kind}", f"(each {kind})", PRIMARY)
    ),
)


SPACE = st.sampled_from(["", " ", "  ", "\n", "\u3000"])
SIGNS = [
    ("or", LOGIC, LOGIC, CONJUNCTION),
    ("and", CONJUNCTION, CONJUNCTION, NEGATION),
    *((sign, CONDITION, SUM, FILTER) for sign in ("==", "!=", "<=", ">=", "<", ">")),
    *((sign, SUM, SUM, PRODUCT) for sign in "+-"),
    *((sign, PRODUCT, PRODUCT, SIGN) for sign in "*/"),
    ("where", FILTER, SUM, NEGATION),
    ("in", CONDITION, SUM, FILTER),
    ("same names as", CONDITION, SUM, FILTER),
]
"""Each sign with how tightly it binds, and its left and its right side must: a - b - c is (a - b) - c."""


@st.composite
def two_sided(draw: st.DrawFn, inner: st.SearchStrategy[Written]) -> Written:
    sign, binds, left_binds, right_binds = draw(st.sampled_from(SIGNS))
    left, right = draw(inner), draw(inner)
    space = " " if sign[0].isalpha() else draw(SPACE)
    source = f"{left.within(left_binds)}{space}{sign}{space}{right.within(right_binds)}"
    return Written(source, f"({sign} {left.meant} {right.meant})", binds)


@st.composite
def one_sided(draw: st.DrawFn, inner: st.SearchStrategy[Written]) -> Written:
    of, space = draw(inner), draw(SPACE)
    match draw(st.sampled_from(["not", "-", "()", "is", "is not", "not in", "is in"])):
        case "not":
            return Written(f"not {of.within(CONDITION)}", f"(not {of.meant})", NEGATION)
        case "-":
            return Written(f"-{space}{of.within(SIGN)}", f"(- {of.meant})", SIGN)
        case "()":
            return Written(f"({space}{of.source}{space})", of.meant, PRIMARY)
        case "is":
            state = draw(st.sampled_from(STATES))
            return Written(f"{of.within(SUM)} is {state}", f"({state} {of.meant})", CONDITION)
        case "is not":
            state = draw(st.sampled_from(STATES))
            return Written(f"{of.within(SUM)} is not {state}", f"(not ({state} {of.meant}))", CONDITION)
        case "not in":
            among = draw(inner)
            meant = f"(not (in {of.meant} {among.meant}))"
            return Written(f"{of.within(SUM)} not in {among.within(FILTER)}", meant, CONDITION)
        case _:
            among = draw(inner)
            return Written(
                f"{of.within(SUM)} is in {among.within(FILTER)}", f"(in {of.meant} {among.meant})", CONDITION
            )


@st.composite
def of_words(draw: st.DrawFn, inner: st.SearchStrategy[Written]) -> Written:
    """A test whose argument is words: a text, a Chinese word or a number; an ASCII word is a name."""
    of = draw(inner)
    test = draw(st.sampled_from(["is", "is not", "starts with", "ends with", "contains", "mentions"]))
    argument = draw(
        st.one_of(
            CONSTANTS.map(lambda number: (number.source, repr(number.source))),
            TEXTS.map(lambda text: (f'"{text}"', repr(text))),
            st.sampled_from(
                [("合计", "'合计'"), ("word", "word"), ("word.x", "(. word x)"), ("字.x", "(. 字 x)")]
            ),
        )
    )
    name = "words" if test.startswith("is") else test
    meant = f"({name} {of.meant} {argument[1]})"
    return Written(
        f"{of.within(SUM)} {test} {argument[0]}", f"(not {meant})" if test == "is not" else meant, CONDITION
    )


@st.composite
def bracketed(draw: st.DrawFn, inner: st.SearchStrategy[Written]) -> Written:
    """What stands in brackets of its own, or takes something of what stands before it."""
    of, name, space = draw(inner), draw(NAMES), draw(SPACE)
    match draw(st.sampled_from(["attribute", "index", "call", "listing"])):
        case "attribute":
            return Written(f"{of.within(PRIMARY)}{space}.{space}{name}", f"(. {of.meant} {name})", PRIMARY)
        case "index":
            index = draw(inner)
            return Written(
                f"{of.within(PRIMARY)}[{index.source}{space}]", f"([] {of.meant} {index.meant})", PRIMARY
            )
        case "call":
            arguments = draw(st.lists(inner, max_size=3))
            source = f",{space}".join(one.source for one in arguments)
            return Written(
                f"{name}({source})", f"({' '.join([name, *(one.meant for one in arguments)])})", PRIMARY
            )
        case _:
            items = draw(st.lists(inner, max_size=3))
            source = f"{space},".join(one.source for one in items)
            return Written(f"[{source}{space}]", f"[{', '.join(one.meant for one in items)}]", PRIMARY)


EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(two_sided(inner), one_sided(inner), of_words(inner), bracketed(inner)),
    max_leaves=10,
)


@given(EXPRESSIONS)
def test_what_is_written_is_read_as_it_is_meant(written: Written) -> None:
    assert shape(parse_expression(written.source)) == written.meant


@given(EXPRESSIONS)
def test_brackets_around_all_of_it_change_nothing(written: Written) -> None:
    assert shape(parse_expression(f" ( {written.source} ) ")) == written.meant


@given(EXPRESSIONS)
def test_every_part_knows_where_it_stands(written: Written) -> None:
    source = written.source
    parsed = parse_expression(source)
    assert 0 <= parsed.start < parsed.end <= len(source)
    for node in walk(parsed):
        words = source[node.start : node.end]
        match node:
            case Name(name=name):
                assert words == name
                assert name_at(parsed, node.start) == name
            case Constant(amount=amount):
                assert shape(parse_expression(words)) == str(amount)
            case Words(string=string):
                assert words in (string, f'"{string}"', f"“{string}”")
            case Attribute(name=name):
                assert words.endswith(name)
            case Listing():
                assert (words[0], words[-1]) == ("[", "]")
            case Index():
                assert words[-1] == "]"
            case Call(function=name):
                assert words.startswith(name)
                assert words[-1] == ")"
        for inner in walk(node):
            assert node.start <= inner.start <= inner.end <= node.end
    starts = {node.start for node in walk(parsed) if isinstance(node, Name)}
    assert {at for at in range(len(source)) if name_at(parsed, at) is not None} == starts
    assert sorted(names_in(parsed)) == sorted(node.name for node in walk(parsed) if isinstance(node, Name))


@given(NAMES, EXPRESSIONS, st.one_of(st.none(), NAMES))
def test_a_loop_is_a_name_its_source_and_a_column(name: str, of: Written, by: str | None) -> None:
    source = f"{name} in {of.within(FILTER)}"
    loop = parse_for_each(source if by is None else f"{source} by {by}")
    assert (loop.name, shape(loop.source), loop.by) == (name, of.meant, by)
    if by is not None:
        assert loop.by_start == len(source) + len(" by ")


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["==", "<", "(", ")", "[", "]", ",", ".", "-", "*", "=", "&", '"', "“", " ", "5", "5万元", "0.5%"]
        ),
        st.sampled_from(
            [*KEYWORDS, *STATES, "same", "names", "as", "starts", "with", "a", "合计", "each table"]
        ).map(lambda word: f" {word} "),
        st.text(max_size=3),
    ),
    max_size=20,
).map("".join)


def refused(parse: Callable[[str], object], source: str) -> ExpressionError | None:
    try:
        parse(source)
    except ExpressionError as error:
        return error
    return None


@given(PIECES)
def test_whatever_is_written_is_read_or_refused_at_a_place_of_it(source: str) -> None:
    for parse in (parse_expression, parse_for_each):
        error = refused(parse, source)
        assert error is None or 0 <= error.offset <= len(source)
        assert error is None or "/" in str(error)  # in both languages


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("[", "]"), ("f(", ")"), ("a[", "]"), ("-", ""), ("not (", ")")]
)
def test_the_deepest_nesting_is_told_and_one_less_is_read(opening: str, closing: str) -> None:
    deepest = DEEPEST - 1
    parse_expression(opening * deepest + "a" + closing * deepest)
    with pytest.raises(ExpressionError, match=f"nested more than {DEEPEST} deep"):
        parse_expression(opening * (deepest + 1) + "a" + closing * (deepest + 1))


def test_as_many_words_and_signs_as_may_be_and_one_more() -> None:
    longest = " + ".join(["a"] * (MOST_TOKENS // 2))  # one sign fewer than words: 239
    parse_expression(f"-{longest}")  # 240
    with pytest.raises(ExpressionError, match=f"{MOST_TOKENS + 1} words and signs, more than {MOST_TOKENS}"):
        parse_expression(f"{longest} + a")


# --- from a rule file to its outcome ---

RECKONED = st.recursive(
    numbers(digits=2, decimals=1, signed=False).map(lambda number: (number, Fraction(number))),
    lambda inner: st.one_of(
        st.builds(lambda a, b: (f"({a[0]} + {b[0]})", a[1] + b[1]), inner, inner),
        st.builds(lambda a, b: (f"({a[0]} - {b[0]})", a[1] - b[1]), inner, inner),
        st.builds(lambda a, b: (f"{a[0]} * {b[0]}", a[1] * b[1]), inner, inner),
        st.builds(lambda a: (f"-{a[0]}", -a[1]), inner),
    ),
    max_leaves=6,
)
"""Reckoning with the numbers of a rule, and what it comes to."""
SIGN_HOLDS = st.sampled_from(
    [("==", (0,)), ("!=", (-1, 1)), ("<=", (0, 1)), (">=", (-1, 0)), ("<", (1,)), (">", (-1,))]
)
"""A comparison, and by how much its right side may be off that it holds: less, none, more."""


@given(RECKONED, st.sampled_from([-1, 0, 1]), SIGN_HOLDS)
def test_a_rule_reckons_as_fractions_do(
    reckoned: tuple[str, Fraction], off: int, sign: tuple[str, tuple[int, ...]]
) -> None:
    source, value = reckoned
    value += Fraction(off, 10**8)
    stated = plain(Decimal(value.numerator) / Decimal(value.denominator))
    (outcome,) = outcomes("", f"assert: {source} {sign[0]} {stated}", "一、说明\n略。\n")
    assert outcome.kind is (PASS if off in sign[1] else FAIL)
