"""Statements of the document as values that rules can quantify over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from checker.engine.values import SignedFigure, StatementValue, TextValue
from checker.facts.changes import reason_word
from checker.model.figure import Figure
from checker.model.outcome import Evidence
from checker.model.statement import (
    Account,
    Balance,
    Breakdown,
    Change,
    Completion,
    ContentsEntry,
    Direction,
    Level,
    Listing,
    Share,
    Statements,
    TableTotal,
)
from checker.model.text import Text

_UNIT = re.compile(
    r"[（(][^（）()]*(?:单位|元)[^（）()]*[）)]"
)  # a total is of the same column in another unit
_SIGNS = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.FLAT: 0, Direction.NEAR_FLAT: 0}

SOURCES = (
    "breakdowns",
    "changes",
    "shares",
    "completions",
    "totals",
    "lists",
    "contents",
    "accounts",
    "levels",
    "balances",
)


def values_of(
    statements: Statements, source: str, sections: Sequence[tuple[str, ...]]
) -> Iterator[StatementValue]:
    """The items of a source by its name in the language."""
    made: Mapping[str, Callable[[], Iterator[StatementValue]]] = {
        "breakdowns": lambda: (_breakdown(item, sections) for item in statements.breakdowns),
        "changes": lambda: _changes(statements, sections),
        "shares": lambda: (_share(item, sections) for item in statements.shares),
        "completions": lambda: _completions(statements, sections),
        "totals": lambda: (_total(item) for item in statements.totals),
        "lists": lambda: (_listing(item, sections) for item in statements.lists),
        "contents": lambda: (_entry(item) for item in statements.contents),
        "accounts": lambda: (_account(item, sections) for item in statements.accounts),
        "levels": lambda: map(_level, statements.levels),
        "balances": lambda: (_balance(item, sections) for item in statements.balances),
    }
    return made[source]()


def _evidence(words: Text, section: tuple[str, ...]) -> Evidence:
    return Evidence("sentence", words.string, words.place, section=" / ".join(section))


@lru_cache(maxsize=64)
def _word(word: str) -> TextValue:
    """A word of the language."""
    return TextValue(word)


def _signed(figure: Figure | None, word: Direction | None) -> SignedFigure | None:
    """A figure with the sign of its word; None without one, or where the word was left open."""
    if figure is None or word not in _SIGNS:
        return None
    return SignedFigure(figure, _SIGNS[word])


def _breakdown(item: Breakdown, sections: Sequence[tuple[str, ...]]) -> StatementValue:
    evidence = _evidence(item.words, sections[item.block])
    label = TextValue(item.label, (Evidence.of_figure(item.total, "stated"),))
    return StatementValue(
        item.label,
        evidence,
        {
            "label": label,
            "total": item.total,
            "change": _signed(item.total, item.word),
            "parts": item.parts,
            "of": _word("level" if item.word is None else "increment"),
            "listing": _word(item.listing),
            "text": item.words.string,
        },
    )


def _level(item: Level) -> StatementValue:
    evidence = Evidence.of_figure(item.figure, "stated")
    fields: dict[str, str | Figure] = {
        "label": item.label,
        "amount": item.figure,
        "text": item.figure.context,
    }
    return StatementValue(item.label, evidence, fields)


def _changes(statements: Statements, sections: Sequence[tuple[str, ...]]) -> Iterator[StatementValue]:
    """The changes, each with the name of its figure of this period."""
    labels = {level.figure.id: level.label for level in statements.levels}
    for item in statements.changes:
        yield _change(item, labels.get(item.current.id) if item.current else None, sections)


def _change(item: Change, label: str | None, sections: Sequence[tuple[str, ...]]) -> StatementValue:
    evidence = _evidence(item.words, sections[item.block])
    return StatementValue(
        item.subject or (item.current.text if item.current else item.words.string),
        evidence,
        {
            "subject": item.subject,
            "label": label,
            "word": item.word,
            "amount": item.amount,
            "percent": item.percent,
            "change": _signed(item.amount, item.word),
            "growth": _signed(item.percent, item.percent_word),
            "current": item.current,
            "base": item.base,
            "against": item.against,
            "year": item.year,
            "reason": item.reason,
            "reason_word": reason_word(item) or None,
            "text": item.words.string,
        },
    )


def _share(item: Share, sections: Sequence[tuple[str, ...]]) -> StatementValue:
    evidence = _evidence(item.words, sections[item.block])
    return StatementValue(
        item.label,
        evidence,
        {
            "label": item.label,
            "part": item.part,
            "whole": item.whole,
            "percent": item.percent,
            "kind": _word(item.kind),
            "text": item.words.string,
        },
    )


def _completions(statements: Statements, sections: Sequence[tuple[str, ...]]) -> Iterator[StatementValue]:
    """The completions, each with the account whose amount it speaks of."""
    accounts = {
        figure.id: "/".join(account.path) for account in statements.accounts for figure in account.amounts
    }
    for item in statements.completions:
        yield _completion(item, accounts.get(item.actual.id), sections)


def _completion(item: Completion, account: str | None, sections: Sequence[tuple[str, ...]]) -> StatementValue:
    evidence = _evidence(item.words, sections[item.block])
    return StatementValue(
        item.subject,
        evidence,
        {
            "subject": item.subject,
            "account": account,
            "budget": item.budget,
            "actual": item.actual,
            "percent": item.percent,
            "word": item.word or None,
            "compared": item.compared,
            "difference": item.difference,
            "reason": item.reason,
            "text": item.words.string,
        },
    )


def _balance(item: Balance, sections: Sequence[tuple[str, ...]]) -> StatementValue:
    evidence = _evidence(item.words, sections[item.block])
    return StatementValue(
        item.label,
        evidence,
        {
            "label": item.label,
            "income": item.income,
            "spending": item.spending,
            "opening": item.opening,
            "closing": item.closing,
            "text": item.words.string,
        },
    )


def _total(item: TableTotal) -> StatementValue:
    evidence = Evidence.of_figure(item.total, "stated")
    column = _UNIT.sub("", item.total.column)
    label = " · ".join(words for words in (item.total.table, item.total.row, column) if words)
    return StatementValue(
        label,
        evidence,
        {
            "label": item.total.row,
            "column": item.total.column,
            "table": item.total.table,
            "kind": _word(item.kind),
            "total": item.total,
            "parts": item.parts,
            "listing": _word(item.listing),
        },
    )


def _listing(item: Listing, sections: Sequence[tuple[str, ...]]) -> StatementValue:
    evidence = _evidence(item.words, sections[item.block])
    return StatementValue(
        item.label,
        evidence,
        {
            "label": item.label,
            "amount": item.amount,
            "items": tuple(
                TextValue(one.string, (_evidence(one, sections[item.block]),)) for one in item.items
            ),
            "listing": _word(item.listing),
            "text": item.words.string,
        },
    )


def _entry(item: ContentsEntry) -> StatementValue:
    entry = Evidence("contents", item.words.string, item.words.place)
    heading = Evidence("heading", item.heading.string, item.heading.place)
    return StatementValue(
        item.words.string,
        heading,
        {
            "text": TextValue(item.words.string, (entry,)),
            "number": TextValue(item.number, (entry,)),
            "heading": TextValue(item.heading.string, (heading,)),
            "heading_number": TextValue(item.heading_number, (heading,)),
        },
    )


def _account(item: Account, sections: Sequence[tuple[str, ...]]) -> StatementValue:
    evidence = _evidence(item.words, sections[item.block])

    def passage(words: Text | None, string: str | None = None) -> TextValue | None:
        if words is None:
            return None
        return TextValue(
            words.string if string is None else string, (_evidence(words, sections[item.block]),)
        )

    return StatementValue(
        "/".join(item.path),
        evidence,
        {
            "name": item.path[2],
            "path": "/".join(item.path),
            "amounts": item.amounts,
            "cells": item.cells,
            "listed": _word(item.listed),
            "nearest": "、".join(item.nearest),
            "purpose": passage(item.purpose),
            "purpose_of": passage(item.purpose, item.purpose_of),
            "reason": passage(item.reason),
            "reason_of": passage(item.reason, item.reason_of),
            "text": item.words.string,
        },
    )
