"""Conditions of `where` that only ask statements for their kind, decided without making a value for each name.

Most rules range over one kind of a source (`totals where (kind == codes and listing == complete)`), and every
one of them goes through all of it.
"""

from __future__ import annotations

from collections.abc import Callable

from checker.engine.values import StatementValue, TextValue, Value
from checker.model.expression import Both, Comparison, Expression, Name, Not

Picks = Callable[[Value], bool]


def picks(condition: Expression, first: StatementValue, is_word: Callable[[str], bool]) -> Picks | None:
    """What tells the statements for which such a condition holds; None if it asks for more than words.

    `first` shows what the statements of the source have, `is_word` whether a name stands for itself.
    """
    match condition:
        case Both(operator=operator, left=left, right=right):
            one, other = picks(left, first, is_word), picks(right, first, is_word)
            if one is None or other is None:
                return None
            if operator == "and":
                return lambda item: one(item) and other(item)
            return lambda item: one(item) or other(item)
        case Not(of=of):
            inner = picks(of, first, is_word)
            return None if inner is None else lambda item: not inner(item)
        case Comparison(operator=("==" | "!=") as operator, left=Name(name=name), right=Name(name=word)):
            if name not in first.fields or word in first.fields or not is_word(word):
                return None
            if operator == "==":
                return lambda item: _said(item, name) == word
            return lambda item: _said(item, name) != word
    return None


def _said(item: Value, name: str) -> str:
    """The word of a statement; what it does not state is no word."""
    assert isinstance(item, StatementValue)
    value = item.fields[name]
    if isinstance(value, TextValue):
        return value.string
    return value if isinstance(value, str) else ""
