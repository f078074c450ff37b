"""Expressions of the rule language: parsed once into these nodes, checked at load, evaluated many times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import NoReturn

from checker.model.amount import NUMBER, QUANTITY, UNITS, Amount, step_of
from checker.model.meant import instead

LONGEST = 2000
MOST_TOKENS = 240
DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Node:
    """Every node knows the stretch of the source that it was read from."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A number written in a rule; it is exact."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Words(Node):
    """A text written in a rule."""

    string: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    of: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Index(Node):
    of: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negative(Node):
    of: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`operator` is one of + - * /."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`operator` is one of == != <= >= < >."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Both(Node):
    """`operator` is `and` or `or`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Not(Node):
    of: Expression


@dataclass(frozen=True, slots=True)
class Test(Node):
    """A test in words. `test` is one of TESTS; `argument` is None for those of a single word."""

    test: str
    of: Expression
    argument: Expression | None


@dataclass(frozen=True, slots=True)
class Where(Node):
    """Those items of `of` for which the condition holds; inside it, bare names are the item's own first."""

    of: Expression
    condition: Expression


@dataclass(frozen=True, slots=True)
class Each(Node):
    """Everything of one kind that the document holds: `each table`, `each section`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Listing(Node):
    """A list written in a rule: [total, basic]."""

    items: tuple[Expression, ...]


Expression = (
    Constant
    | Words
    | Name
    | Attribute
    | Index
    | Call
    | Negative
    | Arithmetic
    | Comparison
    | Both
    | Not
    | Test
    | Where
    | Each
    | Listing
)


def names_in(node: Expression) -> Iterator[str]:
    """The names that an expression asks for, those of attributes left out."""
    return (found.name for found in walk(node) if isinstance(found, Name))


def name_at(node: Expression, start: int) -> str | None:
    """The name that stands at a place of the source, if one does."""
    return next(
        (found.name for found in walk(node) if isinstance(found, Name) and found.start == start), None
    )


def walk(node: Expression) -> Iterator[Expression]:
    """An expression and all within it."""
    yield node
    for field in fields(node):
        value = getattr(node, field.name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Node):
                yield from walk(inner)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class ForEach:
    """`name in source`, or `name in source by column`, which makes one group for each value of a column.

    `by_start` is where the column stands in the source text.
    """

    name: str
    source: Expression
    by: str | None
    by_start: int = 0


STATES = ("blank", "empty", "stated", "present", "filled", "consistent", "distinct", "ordered", "gapless")
"""Tests of a single word after `is`."""
TESTS = (*STATES, "words", "starts with", "ends with", "contains", "mentions", "in", "same names as")
_AFTER_WORDS = frozenset({"words", "starts with", "ends with", "contains", "mentions"})
KEYWORDS = frozenset("and or not in is where by each".split())

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?)
    | (?P<string>"[^"]*"|'[^']*'|“[^”]*”)
    | (?P<name>[^\W\d]\w*)
    | (?P<operator>==|!=|<=|>=|[-+*/<>()\[\],.])
    )""",
    re.VERBOSE,
)


class ExpressionError(ValueError):
    """An expression that cannot be parsed; `offset` is where in its source."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    string: str
    start: int
    end: int


def _tokens(source: str) -> list[_Token]:
    if len(source) > LONGEST:
        raise ExpressionError(
            f"表达式过长 / the expression has {len(source)} characters, more than {LONGEST}", 0
        )
    tokens: list[_Token] = []
    at = 0
    while source[at:].strip():
        match = _TOKEN.match(source, at)
        if match is None:
            at += len(source[at:]) - len(source[at:].lstrip())
            sign = source[at]
            raise ExpressionError(f"无法理解的符号 / unexpected character {sign!r}{instead(sign)}", at)
        kind = match.lastgroup
        assert kind is not None
        start, end = match.span(kind)
        if kind == "number":  # a unit may stand right behind it
            quantity = QUANTITY.match(source, start)
            end = quantity.end() if quantity else end
        tokens.append(_Token(kind, source[start:end], start, end))
        at = end
    if len(tokens) > MOST_TOKENS:
        raise ExpressionError(
            f"表达式过长 / the expression has {len(tokens)} words and signs, more than {MOST_TOKENS}", 0
        )
    tokens.append(_Token("end", "", len(source), len(source)))
    return tokens


class _Parser:
    def __init__(self, source: str) -> None:
        self.tokens = _tokens(source)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.token
        self.at += 1
        return token

    def accept(self, *strings: str) -> _Token | None:
        """The next tokens if they are these words or symbols in a row; the last of them is returned."""
        following = self.tokens[self.at : self.at + len(strings)]
        if len(following) == len(strings) and all(
            token.kind in ("name", "operator") and token.string == string
            for token, string in zip(following, strings, strict=True)
        ):
            self.at += len(strings)
            return following[-1]
        return None

    def expect(self, string: str) -> _Token:
        token = self.accept(string)
        return token if token is not None else self.fail(f"“{string}”")

    def fail(self, expected: str) -> NoReturn:
        found = f"“{self.token.string}”" if self.token.string else "表达式末尾 / the end"
        hint = instead(self.token.string)
        raise ExpressionError(f"此处应为 / expected {expected}, 实为 / found {found}{hint}", self.token.start)

    def finish(self) -> None:
        if self.token.kind != "end":
            self.fail("运算符或表达式末尾 / an operator or the end")

    def expression(self) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"嵌套过深 / nested more than {DEEPEST} deep", self.token.start)
        left = self.conjunction()
        while self.accept("or"):
            right = self.conjunction()
            left = Both(left.start, right.end, "or", left, right)
        self.depth -= 1
        return left

    def conjunction(self) -> Expression:
        left = self.negation()
        while self.accept("and"):
            right = self.negation()
            left = Both(left.start, right.end, "and", left, right)
        return left

    def negation(self) -> Expression:
        start = self.token.start
        count = 0
        while self.accept("not"):
            count += 1
        of = self.condition()
        return Not(start, of.end, of) if count % 2 else of

    def condition(self) -> Expression:
        left = self.filtered()
        token = self.token
        if token.kind == "operator" and token.string in ("==", "!=", "<=", ">=", "<", ">"):
            self.take()
            right = self.filtered()
            return Comparison(left.start, right.end, token.string, left, right)
        if self.accept("is"):
            return self.state(left)
        if self.accept("same", "names", "as"):
            right = self.filtered()
            return Test(left.start, right.end, "same names as", left, right)
        negated = self.accept("not", "in") is not None
        if negated or self.accept("in"):
            right = self.filtered()
            test: Expression = Test(left.start, right.end, "in", left, right)
            return Not(left.start, right.end, test) if negated else test
        for words in (("starts", "with"), ("ends", "with"), ("contains",), ("mentions",)):
            if self.accept(*words):
                argument = self.words()
                return Test(left.start, argument.end, " ".join(words), left, argument)
        return left

    def state(self, left: Expression) -> Expression:
        """What follows `is`: a state, `in …`, or words that the text must equal."""
        negated = self.accept("not") is not None
        if self.accept("in"):
            right = self.filtered()
            test: Expression = Test(left.start, right.end, "in", left, right)
        elif self.token.kind == "name" and self.token.string in STATES:
            word = self.take()
            test = Test(left.start, word.end, word.string, left, None)
        else:
            argument = self.words()
            test = Test(left.start, argument.end, "words", left, argument)
        return Not(left.start, test.end, test) if negated else test

    def words(self) -> Expression:
        """A Chinese word or a quoted text where words are expected; an ASCII word there is a name."""
        token = self.token
        if token.kind in ("string", "name") and token.string not in KEYWORDS:
            following = self.tokens[self.at + 1]
            literal = token.kind == "string" or not token.string.isascii()
            if literal and following.string not in (".", "[", "("):
                self.take()
                return Words(token.start, token.end, _unquoted(token))
            return self.filtered()
        if token.kind == "number":
            self.take()
            return Words(token.start, token.end, token.string)
        return self.fail("文字 / words")

    def filtered(self) -> Expression:
        left = self.sum()
        while self.accept("where"):
            condition = self.negation()
            left = Where(left.start, condition.end, left, condition)
        return left

    def sum(self) -> Expression:
        left = self.product()
        while self.token.kind == "operator" and self.token.string in "+-":
            operator = self.take().string
            right = self.product()
            left = Arithmetic(left.start, right.end, operator, left, right)
        return left

    def product(self) -> Expression:
        left = self.factor()
        while self.token.kind == "operator" and self.token.string in "*/":
            operator = self.take().string
            right = self.factor()
            left = Arithmetic(left.start, right.end, operator, left, right)
        return left

    def factor(self) -> Expression:
        minus = self.accept("-")
        if minus is not None:
            self.depth += 1
            if self.depth > DEEPEST:
                raise ExpressionError(f"嵌套过深 / nested more than {DEEPEST} deep", minus.start)
            of = self.factor()
            self.depth -= 1
            return Negative(minus.start, of.end, of)
        result = self.primary()
        while True:
            if self.accept("."):
                token = self.token
                if token.kind != "name":
                    self.fail("名称 / a name")
                self.take()
                result = Attribute(result.start, token.end, result, token.string)
            elif self.accept("["):
                index = self.expression()
                close = self.expect("]")
                result = Index(result.start, close.end, result, index)
            else:
                return result

    def primary(self) -> Expression:
        token = self.token
        if self.accept("("):
            inner = self.expression()
            self.expect(")")
            return inner
        if self.accept("["):
            items: list[Expression] = []
            while not self.accept("]"):
                items.append(self.expression())
                if self.token.string != "]":
                    self.expect(",")
            return Listing(token.start, self.tokens[self.at - 1].end, tuple(items))
        if token.kind == "number":
            self.take()
            return Constant(token.start, token.end, _amount(token))
        if token.kind == "string":
            self.take()
            return Words(token.start, token.end, _unquoted(token))
        if self.accept("each"):
            if self.token.kind != "name":
                self.fail("table 或 / or section")
            kind = self.take()
            return Each(token.start, kind.end, kind.string)
        if token.kind == "name" and token.string not in KEYWORDS:
            self.take()
            if self.accept("("):
                arguments: list[Expression] = []
                while not self.accept(")"):
                    arguments.append(self.expression())
                    if self.token.string != ")":
                        self.expect(",")
                return Call(token.start, self.tokens[self.at - 1].end, token.string, tuple(arguments))
            return Name(token.start, token.end, token.string)
        return self.fail("数、名称或括号 / a number, a name or a bracket")


def _unquoted(token: _Token) -> str:
    return token.string[1:-1] if token.kind == "string" else token.string


def _amount(token: _Token) -> Amount:
    match = QUANTITY.fullmatch(token.string)
    if match is None:
        raise ExpressionError(
            "数最多有20位整数、10位小数 / a number has at most 20 digits before its point and 10 behind it",
            token.start,
        )
    unit = UNITS[match["unit"]] if match["unit"] else NUMBER
    return Amount(Decimal(match["number"]), unit, step_of(match["number"]), exact=True)


def parse_expression(source: str) -> Expression:
    """Parse an expression; raises ExpressionError."""
    parser = _Parser(source)
    result = parser.expression()
    parser.finish()
    return result


def parse_for_each(source: str) -> ForEach:
    """Parse `name in source` or `name in source by column`; raises ExpressionError."""
    parser = _Parser(source)
    if parser.token.kind != "name" or parser.token.string in KEYWORDS:
        parser.fail("名称 / a name")
    name = parser.take().string
    parser.expect("in")
    of = parser.filtered()
    by: str | None = None
    by_start = 0
    if parser.accept("by"):
        if parser.token.kind != "name":
            parser.fail("列名 / the name of a column")
        column = parser.take()
        by, by_start = column.string, column.start
    parser.finish()
    return ForEach(name, of, by, by_start)
