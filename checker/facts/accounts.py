"""Accounts that sentences explain, X（类）Y（款）Z（项）N万元，主要用于…, with their rows in the document's own tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.facts.clauses import Clauses, Role, Statement
from checker.facts.figures import is_code_column
from checker.facts.totals import CODE_LENGTHS, TOTAL
from checker.model.amount import Dimension
from checker.model.document import Table
from checker.model.figure import Facts, Figure
from checker.model.statement import Account, Listed
from checker.model.text import Text, normalise

Path = tuple[str, str, str]

_NAME = r"[\u4e00-\u9fff、()]{2,40}?"
_MARK = r"\"?\((?:\d{{2,7}})?{0}\)"
_ACCOUNT = re.compile(
    rf'(?P<a>{_NAME}){_MARK.format("类")}"?(?P<b>{_NAME}){_MARK.format("款")}"?(?P<c>{_NAME}){_MARK.format("项")}'
    rf'|"(?P<d>{_NAME})-(?P<e>{_NAME})-(?P<f>{_NAME})"?(?=科目)'
)
_LEADING = re.compile(r"^(?:其中|用于|主要|安排|列支|的|是|和|、)+")
_BEHIND = re.compile(
    r'[")]*(?P<year>20\d\d年(?:度)?)?(?:科目)?(?:的)?(?:支出)?(?:预算|决算)?(?:数|安排|支出)?(?:为|是|共|共计)?'
)
_ACTUAL = re.compile(r"决算(?:数|金额)?(?:为|是)?$")
_ARRANGED = re.compile(r"(?:当年)?(?:年初)?预算(?:数|安排)?(?:为|是)?$")
_PURPOSE = re.compile(r"主要(?:是)?用于[:,]?(?P<said>[^。;]{2,})")
_REASON = re.compile(r"(?:主要)?原因(?:是|为)?[:,]?(?P<said>[^。;]{2,})")
_NAMES = re.compile(r".*(?:科目名称|功能分类名称|科目|名称)")
_GENERIC = re.compile(r"行政运行|一般行政管理事务|机关服务|事业运行|其他.*")
_LONGEST_CLASS = 14
"""No name of a 类 is longer; a longer one has words of the sentence before it."""


@dataclass(frozen=True, slots=True)
class _Row:
    """An account's row in a table: its names, and the figures that stand in the table's columns of totals."""

    path: Path
    spending: bool
    totals: tuple[Figure, ...]


def accounts_in(facts: Facts, passages: Mapping[int, Clauses], year: int | None) -> tuple[Account, ...]:
    """The accounts of all paragraphs, in reading order, each looked up in the tables with functional codes."""
    rows, whole = _rows(facts)
    by_path: dict[Path, list[_Row]] = defaultdict(list)
    for row in rows:
        by_path[_folded(row.path)].append(row)
    classes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for first, second, third in by_path:
        classes[second, third].append(first)
    found = [
        _looked_up(one, by_path, classes, whole) for at in passages for one in _accounts(passages[at], year)
    ]
    return tuple(_copied(found))


def _accounts(clauses: Clauses, year: int | None) -> Iterator[Account]:
    matches = list(_ACCOUNT.finditer(clauses.string))
    for at, match in enumerate(matches):
        path = (
            _LEADING.sub("", match["a"] or match["d"]),
            match["b"] or match["e"],
            match["c"] or match["f"],
        )
        end = matches[at + 1].start() if at + 1 < len(matches) else len(clauses.string)
        purpose = _PURPOSE.search(clauses.string, match.end(), end)
        reason = _REASON.search(clauses.string, match.end(), end)
        yield Account(
            clauses.words(match.start(), match.end()),
            clauses.block,
            path,
            tuple(one.figure for one in _amounts(clauses, match.end(), end, year)),
            (),
            Listed.UNSURE,
            clauses.words(*purpose.span("said")) if purpose else None,
            clauses.words(*reason.span("said")) if reason else None,
        )


def _amounts(clauses: Clauses, start: int, end: int, year: int | None) -> Iterator[Statement]:
    """What is stated as the account's own amount: right behind its name, as its 决算, or else as the year's 预算."""
    found = list(_candidates(clauses, start, end, year))
    spent = [one for one in found if _ACTUAL.search(one.label)]
    yield from spent or found


def _candidates(clauses: Clauses, start: int, end: int, year: int | None) -> Iterator[Statement]:
    """The amounts that may be the account's own, budgets beside accounts among them."""
    for one in clauses.statements:
        if not start <= one.low < end or one.dimension is not Dimension.MONEY or one.role is not Role.LEVEL:
            continue
        if (
            ((behind := _BEHIND.fullmatch(clauses.string, start, one.low)) and _is_of(behind["year"], year))
            or _ACTUAL.search(one.label)
            or (one.label.startswith(f"{year}年") and _ARRANGED.search(one.label))
        ):
            yield one


def _is_of(said: str | None, year: int | None) -> bool:
    """Whether an amount is of the document's year, as it is where none is said."""
    return said is None or said.startswith(f"{year}年")


def _rows(facts: Facts) -> tuple[list[_Row], bool]:
    """The 项 rows of all tables with functional codes, and whether some table has them all with their 类 and 款."""
    rows: list[_Row] = []
    whole = False
    for block, table in enumerate(facts.document.blocks):
        if isinstance(table, Table) and (names := _coded(table)) is not None:
            items = [code for code in names if len(code) == 7]
            placed = [code for code in items if code[:3] in names and code[:5] in names]
            whole |= bool(items) and placed == items
            spending = table.title is not None and "支出" in table.title.string
            columns = _totals(facts, block, table)
            for code in placed:
                at, name = names[code]
                path = (names[code[:3]][1], names[code[:5]][1], name)
                figures = (facts.figures.at(block, at, column) for column in columns)
                rows.append(_Row(path, spending, tuple(figure for figure in figures if figure is not None)))
    return rows, whole and not (facts.document.unread or facts.document.recognised)


def _coded(table: Table) -> dict[str, tuple[int, str]] | None:
    """The rows and names of a table by their functional codes; None if it has none or one code twice."""
    leaves = [normalise(column.leaf).string for column in table.columns]
    code = next((at for at, leaf in enumerate(leaves) if is_code_column(leaf)), None)
    if code is None:
        return None
    name = next((at for at, leaf in enumerate(leaves) if at != code and _NAMES.fullmatch(leaf)), None)
    if name is None:
        return None
    found: dict[str, tuple[int, str]] = {}
    for at, row in enumerate(table.rows):
        digits = normalise(row.cells[code].text).string
        if digits.isdigit() and digits.startswith("2") and len(digits) in CODE_LENGTHS:
            if digits in found:
                return None
            found[digits] = (at, row.cells[name].text)
    return found or None


def _totals(facts: Facts, block: int, table: Table) -> list[int]:
    """The columns of totals, or the first column of money where none is called so."""
    totals = [at for at, one in enumerate(table.columns) if TOTAL.fullmatch(normalise(one.leaf).string)]
    if totals:
        return totals
    money = (
        at
        for at in range(len(table.columns))
        for row in range(len(table.rows))
        if (figure := facts.figures.at(block, row, at)) and figure.amount.unit.dimension is Dimension.MONEY
    )
    return [first] if (first := next(money, None)) is not None else []


def _folded(path: Path) -> Path:
    """The names as they are compared: 一般公共服务 is 一般公共服务支出."""
    first, second, third = (normalise(name).string.replace('"', "").removesuffix("支出") for name in path)
    return first, second, third


def _looked_up(
    account: Account,
    by_path: Mapping[Path, Sequence[_Row]],
    classes: Mapping[tuple[str, str], Sequence[str]],
    whole: bool,
) -> Account:
    """The account with the totals of its rows, those of tables of expenditure if there are any.

    `classes` are the names of the 类 that have a 款 and 项 of such names.
    """
    first, second, third = _folded(account.path)
    # words of the sentence may stand before the name of the 类
    rows = [
        row
        for name in classes.get((second, third), ())
        if first.endswith(name)
        for row in by_path[name, second, third]
    ]
    if rows:
        spending = [row for row in rows if row.spending]
        cells = tuple(figure for row in spending or rows for figure in row.totals)
        return replace(account, cells=cells, listed=Listed.YES)
    known = any(first.endswith(path[0]) for path in by_path)
    if not whole or not (known or len(account.path[0]) <= _LONGEST_CLASS):
        return account
    stated = {figure.amount.base for figure in account.amounts}
    alike = [
        row.path
        for rows in by_path.values()
        for row in rows
        if row.path[2] == account.path[2] or any(figure.amount.base in stated for figure in row.totals)
    ]
    within = [path for path in alike if path[0] == account.path[0]]
    return replace(account, listed=Listed.NO, nearest=tuple(dict.fromkeys(map("/".join, within or alike))))


def _copied(accounts: Sequence[Account]) -> Iterator[Account]:
    """Tell whose purpose and reason were copied: the same words stand at the account that they name."""
    purposes = _named((_said(one.purpose), one) for one in accounts)
    reasons = _named((_said(one.reason), one) for one in accounts)
    for one in accounts:
        yield replace(
            one,
            purpose_of=_named_by(one, _said(one.purpose), purposes),
            reason_of=_named_by(one, _said(one.reason), reasons),
        )


def _named(words: Iterable[tuple[str, Account]]) -> Mapping[str, Sequence[Path]]:
    """Which of the accounts that have the same words are named by them, in reading order."""
    same: dict[str, dict[Path, Account]] = defaultdict(dict)
    for said, account in words:
        same[said].setdefault(account.path, account)
    return {
        said: [path for path, one in accounts.items() if _key(one) in said] for said, accounts in same.items()
    }


def _said(words: Text | None) -> str:
    return normalise(words.string).string if words else ""


def _named_by(account: Account, said: str, named: Mapping[str, Sequence[Path]]) -> str:
    """The other account that has these words and is named by them, as this one is not; else empty."""
    if not said or _key(account) in said or _folded(account.path)[2] in said:
        return ""
    return next((path[2] for path in named[said] if path != account.path), "")


def _key(account: Account) -> str:
    """The words that name an account among others: 行政运行 and the like only with their 款."""
    _, second, third = _folded(account.path)
    return second + third if _GENERIC.fullmatch(third) else third
