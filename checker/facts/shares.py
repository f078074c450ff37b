"""Stated shares: X N万元，占Y%; 占支出合计的Y%."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.facts.clauses import Clauses, Role, Statement, bare, share_of
from checker.model.amount import Dimension
from checker.model.figure import Figure
from checker.model.statement import Breakdown, Share


def shares_in(
    clauses: Clauses, breakdowns: Sequence[Breakdown], named: Mapping[str, Figure | None]
) -> Iterator[Share]:
    """The shares of a paragraph. `named` are the amounts that the document states under one name, alike."""
    wholes = {part.figure.id: one.total for one in breakdowns for part in one.parts}
    for before, statement in zip(clauses.statements, clauses.statements[1:], strict=False):
        if statement.role is not Role.SHARE or before.role is not Role.LEVEL:
            continue
        if before.dimension is Dimension.PERCENT or _apart(clauses, before, statement):
            continue
        name = bare(share_of(statement.label))
        whole = named.get(name) if name else wholes.get(before.figure.id)
        if whole is not None and not whole.amount.unit.compares_with(before.figure.amount.unit):
            whole = None
        yield Share(
            clauses.words(before.start, statement.high),
            clauses.block,
            before.name,
            before.figure,
            whole,
            statement.figure,
        )


def _apart(clauses: Clauses, before: Statement, statement: Statement) -> bool:
    """Whether more than a comma stands between the amount and its share."""
    return clauses.string[before.high : statement.start] not in (",", "(", "") or (
        before.depth > statement.depth
    )


def named_levels(passages: Sequence[Clauses]) -> dict[str, Figure | None]:
    """The amounts by their names; None where one name states unlike amounts."""
    found: dict[str, Figure | None] = {}
    for clauses in passages:
        for statement in clauses.statements:
            if statement.role is not Role.LEVEL or not statement.name:
                continue
            known = found.get(statement.name, statement.figure)
            same = known is not None and known.amount.base == statement.figure.amount.base
            found[statement.name] = known if same else None
    return found
