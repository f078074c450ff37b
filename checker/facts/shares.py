"""Stated shares: X N万元，占Y%; 占支出合计的Y%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from checker.facts.clauses import Clauses, Role, Statement, bare, share_of
from checker.model.amount import Dimension
from checker.model.figure import Figure
from checker.model.statement import Breakdown, Share

_OWNER = re.compile(
    r"(?![比与较和同])[^\d]*?(?:部门|单位|[局委办院校所站心会馆处社园队厅])?(?P<year>20\d\d)年度?"
    r"|(?![比与较和同])[^\d]*?(?:部门|单位|[局委办院校所站心会馆处社园队厅])"
)
"""What stands before the name of a whole where the text says whose and of what year it is."""
_THREE_PUBLIC = re.compile(r'^[^,;]{0,16}"?三公"?经费(?:财政拨款|支出|预算|决算|总额|总|合计|金额|数)*$')
_BUDGET_END = re.compile(r"(?:年初|全年|调整后?)?预算数?$")
_ACCOUNTS = re.compile(r"(?:支出)?决算数?")
_INSIDE = re.compile(r"(?:^|[。;])(?P<name>[^,。;:]{2,40})中[,:]")
_GENERAL = re.compile(
    r"(?:本年度?|当年|全年|总|部门|单位|全部)?(?:总)?(?P<kind>收入|支出)(?:预算|决算)?(?:总计|合计|总额|总数)?"
)
"""What a share may call the whole that its list divides: 占本年收入的 where the list divides 收入合计."""
_COMPOSED = re.compile(
    r"(?:^|[。;])(?:其中,?)?(?P<name>[^,。;:]{2,40}?)的?(?:具体)?构成(?:情况)?(?:为|是|如下)?:"
)
_LEAST_SHARES = 3
_PASSAGES_BEFORE = 4


def shares_in(
    clauses: Clauses,
    breakdowns: Sequence[Breakdown],
    named: Mapping[str, Figure | None],
    before: Sequence[Clauses] = (),
    fiscal_year: int | None = None,
) -> Iterator[Share]:
    """The shares of a paragraph. `named` are the amounts that the document states under one name, alike.

    Shares that name no whole and stand in no breakdown may have theirs in the passages `before`.
    """
    wholes = {part.figure.id: one.total for one in breakdowns for part in one.parts}
    found: list[Share] = []
    nameless: list[int] = []
    for first, statement in zip(clauses.statements, clauses.statements[1:], strict=False):
        if statement.role is not Role.SHARE or first.role is not Role.LEVEL:
            continue
        if first.dimension is Dimension.PERCENT or _apart(clauses, first, statement):
            continue
        said = share_of(statement.label) or _inside(clauses, statement, wholes.get(first.figure.id))
        name = bare(said)
        whole = _named(name, named, fiscal_year) if name else wholes.get(first.figure.id)
        if whole is None and name:
            whole = _of_list(said, first, breakdowns) or _of_year(said, named, fiscal_year)
        if whole is not None and (
            whole.id == first.figure.id or not whole.amount.unit.compares_with(first.figure.amount.unit)
        ):
            whole = None  # nothing is a share of itself
        if not name and whole is None:
            nameless.append(len(found))
        words = clauses.words(first.start, statement.high)
        found.append(Share(words, clauses.block, first.name, first.figure, whole, statement.figure))
    whole = _borne_out([found[at] for at in nameless], clauses, before)
    for at, share in enumerate(found):
        yield replace(share, whole=whole) if at in nameless else share


def _inside(clauses: Clauses, share: Statement, whole: Figure | None) -> str:
    """What the sentence of a share says it speaks of: “三公”经费支出决算中，因公出国（境）费0万元，占0%."""
    if whole is not None:
        return ""
    start = clauses.string.rfind("。", 0, share.start) + 1
    match = _INSIDE.search(clauses.string, start, share.start) or _COMPOSED.search(
        clauses.string, start, share.start
    )
    return match["name"] if match else ""


def _of_list(name: str, part: Statement, breakdowns: Sequence[Breakdown]) -> Figure | None:
    """The total of the list that a part stands in, if it is income or spending as the share says."""
    kind = _GENERAL.fullmatch(name)
    for one in breakdowns:
        if kind and any(own.figure.id == part.figure.id for own in one.parts):
            said = _GENERAL.search(one.label)
            return (
                one.total if said and said["kind"] == kind["kind"] and said.end() == len(one.label) else None
            )
    return None


def _of_year(name: str, named: Mapping[str, Figure | None], fiscal_year: int | None) -> Figure | None:
    """The income or spending of the year, where a share says 本年支出 and the document 本年支出合计."""
    match = re.fullmatch("(?:本年度?|当年)(?P<kind>收入|支出)", name)
    return _named(match["kind"] + "合计", named, fiscal_year) if match else None


def _named(name: str, named: Mapping[str, Figure | None], fiscal_year: int | None) -> Figure | None:
    """The amount of that name, also with whose and of what year it is before it; 总支出 is 支出合计 as well."""
    others = (name.replace(f"总{kind}", kind + end) for kind in ("收入", "支出") for end in ("合计", ""))
    if "三公" in name:
        return _of_three_public(named)
    for word in (name, *others):
        if word != name and word in ("收入", "支出"):
            continue
        if word in named:
            return named[word]
        figures = [
            figure
            for key, figure in named.items()
            if key.endswith(word) and _is_owner(key[: -len(word)], fiscal_year)
        ]
        if len({figure.amount.base if figure else None for figure in figures}) == 1:
            return figures[0]
    return None


def _of_three_public(named: Mapping[str, Figure | None]) -> Figure | None:
    """The whole of “三公”, which texts call by many names: the amount that all of them state, budgets beside accounts left out."""
    keys = [key for key in named if _THREE_PUBLIC.search(key)]
    spent = [key for key in keys if not _is_budget(key)]
    if not spent and not any("决算" in key for key in named):
        spent = keys
    figures = {figure.amount.base: figure for key in spent if (figure := named[key]) is not None}
    sure = len(figures) == 1 and all(named[key] is not None for key in spent)
    return next(iter(figures.values())) if sure else None


def _is_budget(name: str) -> bool:
    return "预算" in name.replace("公共预算", "")


def _is_owner(words: str, fiscal_year: int | None) -> bool:
    """Whether words say no more than whose an amount is, and of the document's year."""
    match = _OWNER.fullmatch(words)
    return match is not None and (match["year"] is None or int(match["year"]) == fiscal_year)


def _borne_out(shares: Sequence[Share], own: Clauses, before: Sequence[Clauses]) -> Figure | None:
    """The nearest amount before that is the whole of most of the shares of a list."""
    if len(shares) < _LEAST_SHARES:
        return None
    first = next(at for at, s in enumerate(own.statements) if s.figure.id == shares[0].part.id)
    return _nearest(
        shares, [own.statements[:first], *(one.statements for one in reversed(before[-_PASSAGES_BEFORE:]))]
    )


def shares_over(shares: Sequence[Share], passages: Mapping[int, Clauses]) -> Iterator[Share]:
    """The shares with the whole of those that name none and stand in paragraphs of their own: 1.A万元，占Y%。

    Of three paragraphs or more, one behind the other, the whole is the nearest amount before that bears most out.
    """
    of_block: dict[int, list[Share]] = {}
    for share in shares:
        of_block.setdefault(share.block, []).append(share)
    wholes: dict[int, Figure] = {}
    order = list(passages)
    run: list[int] = []
    for at, block in enumerate([*order, -1]):
        own = of_block.get(block, ())
        if len(own) == 1 and own[0].whole is None and _begins(own[0], passages[block]):
            run.append(at)
            continue
        if len(run) >= _LEAST_SHARES:
            listed = [of_block[order[one]][0] for one in run]
            before = [passages[order[one]] for one in range(max(run[0] - _PASSAGES_BEFORE, 0), run[0])]
            whole = _nearest(listed, [one.statements for one in reversed(before)])
            if whole is not None:
                wholes.update((order[one], whole) for one in run)
        run = []
    for share in shares:
        whole = wholes.get(share.block)
        yield replace(share, whole=whole) if whole is not None and share.whole is None else share


def _begins(share: Share, clauses: Clauses) -> bool:
    """Whether a paragraph begins with the amount that is a share, and says of nothing else what it is a share of."""
    first, second = (*clauses.statements, None, None)[:2]
    return (
        first is not None
        and second is not None
        and first.figure.id == share.part.id
        and second.role is Role.SHARE
        and not share_of(second.label)
    )


def _nearest(shares: Sequence[Share], places: Sequence[Sequence[Statement]]) -> Figure | None:
    """The nearest amount of money that most of the shares are of, as printed."""
    for statements in places:
        for statement in reversed(statements):
            if statement.role is not Role.LEVEL or statement.dimension is not Dimension.MONEY:
                continue
            held = sum(_holds(share, statement.figure) for share in shares)
            if held >= 2 and held > len(shares) - held:
                return statement.figure
    return None


def _holds(share: Share, whole: Figure) -> bool:
    """Whether a share that is something is that of the whole, as printed."""
    base = whole.amount.base
    if base <= 0 or share.part.amount.base == 0:
        return False
    return abs(100 * share.part.amount.base / base - share.percent.amount.base) <= share.percent.amount.slack


def _apart(clauses: Clauses, before: Statement, statement: Statement) -> bool:
    """Whether more than a comma stands between the amount and its share."""
    return clauses.string[before.high : statement.start] not in (",", "(", "") or (
        before.depth > statement.depth
    )


def named_levels(passages: Sequence[Clauses]) -> dict[str, Figure | None]:
    """The amounts by their names; None where one name states unlike amounts."""
    found: dict[str, Figure | None] = {}
    for clauses in passages:
        budget: Statement | None = None
        for statement in clauses.statements:
            if statement.role is not Role.LEVEL or not statement.name:
                continue
            name = statement.name
            if budget is not None and _ACCOUNTS.fullmatch(name):
                if clauses.sentence(budget.low) == clauses.sentence(statement.low):
                    name = _BUDGET_END.sub(
                        "决算", budget.name
                    )  # “三公”经费支出预算为20万元，支出决算为15万元
            elif _BUDGET_END.search(name):
                budget = statement
            known = found.get(name, statement.figure)
            same = known is not None and known.amount.base == statement.figure.amount.base
            found[name] = known if same else None
    return found
