"""Lists of what an amount is made of, without amounts of their own: 人员经费N万元，主要包括：A、B等."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.clauses import Clauses, Role, Statement
from checker.model.amount import Dimension
from checker.model.statement import Extent, Listing

_INCLUDES = re.compile(r"[,(:]?(?:主要|具体)?包括[:,]?(?P<items>[^。;()]*(?:\([^()]*\)[^。;()]*)*)")
_OPEN = re.compile(r"等(?:[^、]{0,6})?$")
_ITEM = re.compile(r"[^、,]+")


def lists_in(clauses: Clauses) -> Iterator[Listing]:
    """The lists of a paragraph that stand right behind an amount. One that has amounts is a breakdown."""
    for statement in clauses.statements:
        if statement.role is not Role.LEVEL or statement.dimension is not Dimension.MONEY:
            continue
        match = _INCLUDES.match(clauses.string, statement.high)
        if match is None or any(match.start() <= other.low < match.end() for other in clauses.statements):
            continue
        yield _listing(clauses, statement, match)


def _listing(clauses: Clauses, statement: Statement, match: re.Match[str]) -> Listing:
    start = match.start("items")
    rest = _OPEN.search(match["items"])
    named = match["items"][: rest.start()] if rest else match["items"]
    items = tuple(clauses.words(start + item.start(), start + item.end()) for item in _ITEM.finditer(named))
    return Listing(
        clauses.words(statement.start, match.end()),
        clauses.block,
        statement.name,
        statement.figure,
        items,
        Extent.OPEN if rest else Extent.COMPLETE,
    )
