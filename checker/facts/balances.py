"""Stated balances: 收入总计N万元，支出总计N万元; of a fund what was carried over, received, spent and is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.facts.clauses import Clauses, Role, Statement
from checker.model.amount import Dimension
from checker.model.statement import Balance
from checker.structure.numbering import numbering

_GRAND = re.compile(
    r"(?P<whose>.*?)(?P<kind>收入|支出)(?:(?:预算|决算)?(?:总计|总额)|总(?:预算|决算|计|额))(?:\([^()]*\))?(?:数|各|均)*(?:为|是|达)?"
)
_NO_OWNER = re.compile(r".*?20\d\d年(?:度)?|.*(?:部门|单位|[局委办院校所站心会馆处社园队厅])")
"""What says whose and of what year a total is, and nothing of which funds."""
_FUND = re.compile(r"政府性基金|国有资本经营")
_ROLES = {
    "opening": re.compile(r".*年初(?:财政拨款)?结转(?:和?结余)?(?:资金)?(?:决算)?"),
    "income": re.compile(r"(?:.*(?:拨款|预算|基金))?(?:本年)?收入(?:决算|合计)?"),
    "spending": re.compile(r"(?:.*(?:拨款|预算|基金))?(?:本年)?支出(?:决算|合计)?"),
    "closing": re.compile(r".*年末(?:财政拨款)?结转(?:和?结余)?(?:资金)?(?:决算)?"),
}


@dataclass(frozen=True, slots=True)
class _Total:
    """A 总计 of income, or of spending, and the funds that it is of."""

    clauses: Clauses
    statement: Statement
    spending: bool
    funds: str


def balances_in(passages: Mapping[int, Clauses], sections: Sequence[tuple[str, ...]]) -> Iterator[Balance]:
    """The balances of a document in reading order: pairs of 总计 within a section, and what funds carry over."""
    last: _Total | None = None
    for block, clauses in passages.items():
        if last is not None and sections[block] != sections[last.clauses.block]:
            last = None
        for statement in clauses.statements:
            total = _grand(clauses, statement)
            if total is None:
                continue
            if last is not None and total.spending and not last.spending and _alike(last, total):
                yield _pair(last, total)
            last = total
        yield from _carried(clauses, sections[block])


def _grand(clauses: Clauses, statement: Statement) -> _Total | None:
    """A level that is a 总计 of income or of spending; none of a part in brackets."""
    if statement.role is not Role.LEVEL or statement.depth or statement.dimension is not Dimension.MONEY:
        return None
    number = numbering(statement.label) if statement.start == 0 else None
    match = _GRAND.fullmatch(number.rest if number else statement.label)
    if match is None:
        return None
    return _Total(clauses, statement, match["kind"] == "支出", _NO_OWNER.sub("", match["whose"]))


def _alike(income: _Total, spending: _Total) -> bool:
    """Whether both are totals of the same funds; a total of spending that names none is of those named before it."""
    return spending.funds in ("", income.funds) and (
        spending.clauses is income.clauses or spending.funds == income.funds
    )


def _pair(income: _Total, spending: _Total) -> Balance:
    words = (
        income.clauses.words(income.statement.start, spending.statement.high)
        if income.clauses is spending.clauses
        else spending.clauses.words(spending.statement.start, spending.statement.high)
    )
    return Balance(
        words,
        spending.clauses.block,
        income.statement.name,
        income.statement.figure,
        spending.statement.figure,
        None,
        None,
    )


def _carried(clauses: Clauses, section: tuple[str, ...]) -> Iterator[Balance]:
    """The sentences that state of a fund all four: what was carried over, received, spent and is left."""
    start = 0
    for end in [*(match.end() for match in re.finditer("。", clauses.string)), len(clauses.string)]:
        levels = [
            s
            for s in clauses.statements
            if start <= s.low < end
            and s.role is Role.LEVEL
            and s.dimension is Dimension.MONEY
            and not s.depth
        ]
        if len(levels) >= len(_ROLES) and _FUND.search(clauses.string[start:end] + "".join(section[-1:])):
            found = {role: [s for s in levels if words.fullmatch(s.name)] for role, words in _ROLES.items()}
            if all(len(statements) == 1 for statements in found.values()):
                ((opening,), (income,), (spending,), (closing,)) = found.values()
                yield Balance(
                    clauses.words(levels[0].start, levels[-1].high),
                    clauses.block,
                    income.name,
                    income.figure,
                    spending.figure,
                    opening.figure,
                    closing.figure,
                )
        start = end
