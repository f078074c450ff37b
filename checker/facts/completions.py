"""Stated completions of a budget: 年初预算为N，支出决算为N，完成年初预算的Y%；决算数小于预算数的主要原因."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.clauses import Clauses, Role, Statement, completion_of
from checker.model.amount import Dimension
from checker.model.figure import Figure
from checker.model.statement import Against, Completion

_BUDGETS = {
    "initial": re.compile(r"年初预算|当年预算"),
    "full_year": re.compile(r"全年预算|调整(?:后)?预算|预算调整数"),
}
_BUDGET = re.compile(r"预算(?:数|金额|安排)?(?:为|是)?$")
_ACTUAL = re.compile(r"(?:决算|执行)(?:数|金额)?(?:为|是)?$|(?:实际)?支出(?:为|是)$")
_WORD = re.compile(
    r"决算数?(?:与|和|比)?(?P<sign>大于|高于|小于|低于|等于)?(?P<of>(?:年初|全年|调整后?)?预算)数?(?P<near>基本)?(?P<flat>持平|一致|相同|相等)?"
)
_REASON = re.compile(r"的?(?:主要)?原因(?:是|为)?[:,]?")
_BARE_BUDGET = re.compile(r"(?:年初|全年|当年|调整后?)?预算(?:数|金额|安排)?(?:为|是)?")
_DIFFERENCE = re.compile(r"(?:预决算)?差异率(?:为|是)?")
_ABOVE, _BELOW = ("大于", "高于"), ("小于", "低于")


def completions_in(clauses: Clauses) -> Iterator[Completion]:
    """The completions of a paragraph: one for each actual figure that stands beside a budget or a percentage."""
    levels = [
        s
        for s in clauses.statements
        if s.role is Role.LEVEL and s.dimension is Dimension.MONEY and s.depth == 0
    ]
    for at, actual in enumerate(levels):
        if _BUDGET.search(actual.label):
            continue
        behind = _behind(clauses, actual, levels[at + 1 :])
        if _ACTUAL.search(actual.label) is None and not behind:
            continue
        budgets = behind or _budgets(clauses, levels[:at], actual)
        rest = [one for one in levels[at + 1 :] if one not in behind.values()]
        stop = rest[0].low if rest else None
        percent = _percent(clauses, actual, stop)
        if not budgets and percent is None:
            continue
        word, compared, reason = _word(clauses, actual, budgets, stop)
        of = _named(completion_of(percent.label) if percent else "", budgets)
        start = min([actual.start, *(s.start for s in budgets.values())])
        last = percent.high if percent else actual.high
        yield Completion(
            clauses.words(start, last),
            clauses.block,
            (min(budgets.values(), key=lambda s: s.low) if budgets else actual).name,
            of.figure if of else None,
            actual.figure,
            percent.figure if percent else None,
            word,
            compared.figure if compared else None,
            reason,
            _difference(clauses, actual, stop),
        )


def _behind(clauses: Clauses, actual: Statement, after: list[Statement]) -> dict[str, Statement]:
    """The budget that stands bare behind an actual figure: 支出N万元，年初预算M万元，完成年初预算的Y%."""
    named = clauses.behind(actual.high)
    if named is not None and named.role is Role.COMPLETION and named.dimension is Dimension.MONEY:
        words = completion_of(named.label) or named.label
        return {next((kind for kind, pattern in _BUDGETS.items() if pattern.search(words)), "budget"): named}
    if not after or clauses.string[actual.high : after[0].start] != ",":
        return {}
    budget = after[0]
    if _BARE_BUDGET.fullmatch(budget.label) is None:
        return {}
    following = next((s for s in clauses.statements if s.low >= budget.high), None)
    if following is None or following.role is not Role.COMPLETION:
        return {}
    kind = next((kind for kind, words in _BUDGETS.items() if words.search(budget.label)), "budget")
    return {kind: budget}


def _budgets(clauses: Clauses, before: list[Statement], actual: Statement) -> dict[str, Statement]:
    """The budgets in the sentence of an actual figure, behind the actual figure before it."""
    start, _ = clauses.sentence(actual.low)
    found: dict[str, Statement] = {}
    for statement in reversed(before):
        if statement.low < start or _ACTUAL.search(statement.label):
            break
        kind = next((kind for kind, words in _BUDGETS.items() if words.search(statement.label)), None)
        if kind is None and _BUDGET.search(statement.label):
            kind = "budget"
        if kind is not None:
            found.setdefault(kind, statement)
    return found


def _percent(clauses: Clauses, actual: Statement, stop: int | None) -> Statement | None:
    """The percentage of completion behind an actual figure, before the next amount."""
    _, end = clauses.sentence(actual.low)
    for statement in clauses.statements:
        if not actual.high <= statement.low < min(end, stop or end):
            continue
        if statement.dimension is Dimension.PERCENT and (
            statement.role is Role.COMPLETION or statement.label == "的"
        ):
            return statement
    return None


def _difference(clauses: Clauses, actual: Statement, stop: int | None) -> Figure | None:
    """The 预决算差异率 behind an actual figure, before the next amount."""
    _, end = clauses.sentence(actual.low)
    for statement in clauses.statements:
        if actual.high <= statement.low < min(end, stop or end) and _DIFFERENCE.fullmatch(statement.label):
            return statement.figure if statement.dimension is Dimension.PERCENT else None
    return None


def _named(words: str, budgets: dict[str, Statement]) -> Statement | None:
    """The budget that words name; just 预算 names the only one that there is."""
    for kind, pattern in _BUDGETS.items():
        if pattern.search(words):
            return budgets.get(kind)
    return next(iter(budgets.values())) if len(budgets) == 1 else None


def _word(
    clauses: Clauses, actual: Statement, budgets: dict[str, Statement], stop: int | None
) -> tuple[Against | None, Statement | None, str]:
    """How the text compares the actual figure with a budget, with which, and why."""
    match = _WORD.search(clauses.string, actual.high, stop or len(clauses.string))
    if match is None or not (match["sign"] or match["flat"]):
        return None, None, ""
    if match["sign"] in _ABOVE:
        word = Against.ABOVE
    elif match["sign"] in _BELOW:
        word = Against.BELOW
    else:
        word = Against.NEAR_EQUAL if match["near"] else Against.EQUAL
    reason = _REASON.match(clauses.string, match.end())
    end = clauses.sentence(match.end() - 1)[1]
    return (
        word,
        _named(match["of"], budgets),
        clauses.string[reason.end() : end].rstrip("。;") if reason else "",
    )
