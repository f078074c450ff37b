"""Facts → what its sentences state with figures: breakdowns, changes, shares, completions, accounts, lists, in reading order."""

from __future__ import annotations

from checker.facts.accounts import accounts_in
from checker.facts.balances import balances_in
from checker.facts.breakdowns import breakdowns_in, breakdowns_over, three_public_over
from checker.facts.changes import changes_in
from checker.facts.clauses import Clauses, clauses_of
from checker.facts.completions import completions_in
from checker.facts.contents import contents_of
from checker.facts.growths import growths_in
from checker.facts.levels import levels_in
from checker.facts.listed_units import listed_units_of
from checker.facts.lists import lists_in
from checker.facts.shares import named_levels, shares_in, shares_over
from checker.facts.totals import totals_in
from checker.model.document import Paragraph, Table
from checker.model.figure import Facts
from checker.model.statement import Breakdown, Change, Completion, Share, Statements


def statements_of(facts: Facts) -> Statements:
    """The statements of all paragraphs."""
    strings: dict[int, str] = {}
    passages: dict[int, Clauses] = {}
    for at, block in enumerate(facts.document.blocks):
        if isinstance(block, Paragraph):
            strings[at] = block.text.string
            clauses = clauses_of(at, block.text, facts.figures)
            if clauses is not None:
                passages[at] = clauses
    year = facts.identity.fiscal_year.value if facts.identity.fiscal_year else None
    named = named_levels(tuple(passages.values()))
    breakdowns: list[Breakdown] = list(breakdowns_over(passages, strings))
    breakdowns.extend(
        one
        for one in three_public_over(passages)
        if all(other.total.id != one.total.id for other in breakdowns)
    )
    changes: list[Change] = []
    shares: list[Share] = []
    completions: list[Completion] = []
    before: list[Clauses] = []
    for at, clauses in passages.items():
        own = tuple(breakdowns_in(clauses))
        breakdowns.extend(own)
        changes.extend(changes_in(clauses, year, strings.get(at + 1, "")))
        shares.extend(shares_in(clauses, own, named, before, year))
        before.append(clauses)
        completions.extend(completions_in(clauses))
    shares = list(shares_over(shares, passages))
    breakdowns.sort(key=lambda one: one.block)
    shares.extend(
        growth
        for at, block in enumerate(facts.document.blocks)
        if isinstance(block, Table)
        for growth in growths_in(facts, at, block)
    )
    shares.sort(key=lambda one: one.block)
    totals = tuple(
        total
        for at, block in enumerate(facts.document.blocks)
        if isinstance(block, Table)
        for total in totals_in(facts, at, block)
    )
    lists = tuple(one for clauses in passages.values() for one in lists_in(clauses))
    contents = tuple(contents_of(facts.document))
    accounts = accounts_in(facts, passages, year)
    entity = facts.identity.entity.value if facts.identity.entity else ""
    levels = tuple(level for clauses in passages.values() for level in levels_in(clauses, year, entity))
    return Statements(
        tuple(breakdowns),
        tuple(changes),
        tuple(shares),
        tuple(completions),
        totals,
        accounts,
        lists,
        contents,
        levels,
        tuple(balances_in(passages, facts.sections)),
        listed_units_of(facts.document),
    )
