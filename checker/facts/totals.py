"""Totals that a table states of itself: total rows, total columns, codes and ordinals with what is below them.

What is a total of what is a guess at the form. A guess counts only if the table bears it out: it is `complete`
where its kind leaves no doubt or where it holds elsewhere in the same table, else `open`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from checker.facts.figures import is_code_column, row_label
from checker.model.amount import Dimension
from checker.model.document import Table
from checker.model.figure import Facts, Figure
from checker.model.statement import Extent, TableTotal, TotalKind
from checker.model.text import normalise
from checker.structure.cut_off import is_cut_off
from checker.structure.numbering import bare_number, numbering, ordinal

TOTAL = re.compile(r"(?:本年)?(?:收入|支出)?(?:合计|小计|总计)")
_TOTAL_ROW = re.compile(r".*(?:合计|总计|小计)|资产总额")
_CODE = re.compile(r".*(?:编码|代码)")
_WORDS = re.compile(r".*(?:名称|项目|科目|备注|说明|内容|栏次)")
_ASIDE = re.compile(r"(?:其中|#|\*|减)[:,]?")
_CARRIED = re.compile(
    r".*(?:结转|结余|年初|年末|上年|弥补|上解|上缴上级支出|对附属单位补助支出|经营支出|用事业基金)(?:分配|下年|资金|\([^()]*\))?"
)
_FUND = re.compile(r"(?:一般公共预算|政府性基金预算|国有资本经营预算)(?:财政)?(?:拨款)?")
_INCREMENT = re.compile(
    r".*?(?:增减|增长|变动|增加|差)(?:变动|变化|减少)?(?:额|数额|数|金额|情况)?(?:\([^()%率]*\))?"
)
_BEFORE = re.compile(r"上年|上一年|去年")
CODE_LENGTHS = (3, 5, 7)
_MEASURES = re.compile(r"(?:年初|全年|调整)?(?:预算|决算|执行|完成)数?|金额")


@dataclass(frozen=True, slots=True)
class _Guess:
    """A total with its parts; `form` names the guess that it is one case of, `sure` that its kind needs no proof."""

    total: TableTotal
    form: tuple[object, ...]
    sure: bool


def totals_in(facts: Facts, block: int, table: Table) -> tuple[TableTotal, ...]:
    """The totals of a table, in the order of its rows."""
    sheet = _Sheet(facts, block, table)
    guesses = [*_across(sheet), *_by_code(sheet), *_by_ordinal(sheet), *_by_period(sheet)]
    cut_off = is_cut_off(facts.document, block)
    borne_out: dict[tuple[object, ...], list[bool]] = {}
    for guess in guesses:
        if not _is_nil(guess.total):
            borne_out.setdefault(guess.form, []).append(_holds(guess.total))
    found = []
    for guess in guesses:
        held = borne_out.get(guess.form, [])
        proved = held.count(True) >= 2 and held.count(True) > held.count(False)
        sure = guess.sure and (any(held) or len(held) <= 1)
        whole = guess.total.kind in (TotalKind.COLUMN, TotalKind.INCREMENT) or not cut_off
        found.append(
            replace(guess.total, listing=Extent.COMPLETE if whole and (proved or sure) else Extent.OPEN)
        )
    return tuple(sorted(found, key=lambda total: (total.total.id.row, total.total.id.column)))


def _is_nil(total: TableTotal) -> bool:
    """Whether nothing but zeros stands there: that they add up proves nothing."""
    return all(figure.amount.value == 0 for figure in (total.total, *total.parts))


def _holds(total: TableTotal) -> bool:
    """Whether the intervals of total and sum meet (DESIGN 4.4)."""
    slack = sum((part.amount.slack for part in total.parts), total.total.amount.slack)
    difference = total.total.amount.base - sum((part.amount.base for part in total.parts), Decimal(0))
    return abs(difference) <= slack


def money_columns(facts: Facts, block: int, table: Table) -> list[int]:
    """The columns of a table that hold amounts and nothing else."""
    return _Sheet(facts, block, table).money


class _Sheet:
    """A table with its columns of money, its codes and the figures of its cells."""

    def __init__(self, facts: Facts, block: int, table: Table) -> None:
        self.table = table
        self.block = block
        self.facts = facts
        self.rows = range(len(table.rows))
        self.money = [column for column in range(len(table.columns)) if self._is_money(column)]
        self.codes = self._codes()
        self.labels = [normalise(row_label(row)).string for row in table.rows]
        numbers = [numbering(row.cells[0].text) for row in table.rows]
        self.levels = [number.level if number else None for number in numbers]

    def figure(self, row: int, column: int) -> Figure | None:
        return self.facts.figures.at(self.block, row, column)

    def guess(
        self,
        kind: TotalKind,
        total: tuple[int, int],
        parts: Iterable[tuple[int, int]],
        form: tuple[object, ...],
        sure: bool,
    ) -> Iterator[_Guess]:
        """A guess, if the total is stated and so is one of its parts."""
        stated = self.figure(*total)
        found = tuple(figure for part in parts if (figure := self.figure(*part)) is not None)
        if stated is not None and found:
            yield _Guess(TableTotal(self.block, kind, stated, found, Extent.OPEN), (kind, *form), sure)

    def _is_money(self, column: int) -> bool:
        """A column of amounts and nothing else. Words, codes, counts, percentages are none."""
        leaf = normalise(self.table.columns[column].leaf).string
        if is_code_column(leaf) or (_WORDS.fullmatch(leaf) and not TOTAL.fullmatch(leaf)):
            return False
        figures = [self.figure(row, column) for row in self.rows]
        return any(figures) and all(
            figure.amount.unit.dimension is Dimension.MONEY
            if figure
            else not any(c.isdigit() for c in self.table.rows[row].cells[column].text)
            for row, figure in zip(self.rows, figures, strict=True)
        )

    def _codes(self) -> list[str]:
        at = next(
            (i for i, c in enumerate(self.table.columns) if _CODE.fullmatch(normalise(c.leaf).string)), None
        )
        if at is None:
            return [""] * len(self.table.rows)
        codes = (normalise(row.cells[at].text).string for row in self.table.rows)
        # the label of a total often stands in the column of codes
        return [code if any(character.isdigit() for character in code) else "" for code in codes]

    def is_total(self, row: int) -> bool:
        return _TOTAL_ROW.fullmatch(self.labels[row]) is not None


def _across(sheet: _Sheet) -> Iterator[_Guess]:
    """A 合计 column equals the columns beside it below one header, measure by measure (预算数, 决算数)."""
    paths = {
        column: tuple(normalise(label).string for label in sheet.table.columns[column].path)
        for column in sheet.money
    }
    measures = {path[-1] for path in paths.values() if path and _MEASURES.fullmatch(path[-1])}
    for measure in sorted(measures) or [""]:
        view = {
            c: path[:-1] if measure else path
            for c, path in paths.items()
            if not measure or path[-1:] == (measure,)
        }
        for total, parts in _columns(view):
            for row in sheet.rows:
                cells = [(row, part) for part in parts]
                yield from sheet.guess(TotalKind.COLUMN, (row, total), cells, (total,), sure=False)


def _columns(paths: dict[int, tuple[str, ...]]) -> Iterator[tuple[int, list[int]]]:
    """For each header the column of its total and those of its parts (a part of parts by its own total)."""
    heads = {path[:depth] for path in paths.values() for depth in range(len(path))}
    for head in sorted(heads):
        inside = {c: path for c, path in paths.items() if path[: len(head)] == head and len(path) > len(head)}
        if any(_ASIDE.match(label) for path in inside.values() for label in path[len(head) :]):
            continue
        total = next(
            (c for c, path in inside.items() if len(path) == len(head) + 1 and TOTAL.fullmatch(path[-1])),
            None,
        )
        if total is None:
            continue
        parts: list[int] = []
        for name in dict.fromkeys(path[len(head)] for path in inside.values()):
            branch = [c for c, path in inside.items() if path[len(head)] == name and c != total]
            own = [c for c in branch if len(inside[c]) == len(head) + 1 or TOTAL.fullmatch(inside[c][-1])]
            parts.extend(own[:1] or branch)
        if len(parts) > 1:
            yield total, parts


def periods(table: Table, money: Sequence[int]) -> tuple[int, int, int] | None:
    """The columns of the amounts before and now and of the 增减额 between them, where a table has one of each.

    They are told by their words: 上年预算数 and 本年预算数, 2023年 and 2024年, 年初预算数 and 决算数.
    """
    labels = {column: normalise(table.columns[column].label).string for column in money}
    increments = [column for column, label in labels.items() if _INCREMENT.fullmatch(label)]
    others = [column for column in money if column not in increments]
    if len(increments) != 1 or len(others) != 2:
        return None
    first, second = (labels[column] for column in others)
    years = [year[0] if (year := re.search(r"20\d\d(?=年|$)", label)) else "" for label in (first, second)]
    if all(years) and years[0] != years[1]:
        earlier = years[0] < years[1]
    elif _BEFORE.search(first) and not _BEFORE.search(second):
        earlier = True
    elif _BEFORE.search(second) and not _BEFORE.search(first):
        earlier = False
    elif "预算" in first and "决算" in second:
        earlier = True
    else:
        return None
    base, current = others if earlier else reversed(others)
    return base, current, increments[0]


def _by_period(sheet: _Sheet) -> Iterator[_Guess]:
    """This year's amount is last year's and the 增减额."""
    columns = periods(sheet.table, sheet.money)
    if columns is None:
        return
    base, current, increment = columns
    for row in sheet.rows:
        cells = [(row, base), (row, increment)]
        yield from sheet.guess(TotalKind.INCREMENT, (row, current), cells, (current,), sure=False)


def _by_code(sheet: _Sheet) -> Iterator[_Guess]:
    """类 = Σ款, 款 = Σ项; a total row equals the highest codes above it, or below it where it comes first.

    Where a code is of no known length, what is below the codes above it cannot be told.
    """
    codes = sheet.codes
    known = [code.isdigit() and len(code) in CODE_LENGTHS for code in codes]
    if not any(known):
        return
    faulty = any(code and not is_known for code, is_known in zip(codes, known, strict=True))
    children: dict[str, list[int]] = {}
    for row, code in enumerate(codes):
        children.setdefault(code[:-2], []).append(row)
    for row, code in enumerate(codes):
        below = children.get(code, []) if known[row] else []
        if not below or _broken(codes, known, row):
            continue
        for column in sheet.money:
            cells = [(i, column) for i in below]
            yield from sheet.guess(TotalKind.CODE, (row, column), cells, (), sure=not faulty)
    shortest = min(len(code) for code in codes if code.isdigit())
    top: list[int] = []
    for row, code in enumerate(codes):
        if len(code) == shortest and code.isdigit():
            top.append(row)
        elif not code and sheet.is_total(row):
            after = [
                i for i, other in enumerate(codes) if len(other) == shortest and other.isdigit() and i > row
            ]
            for column in sheet.money:
                cells = [(i, column) for i in top or after]
                yield from sheet.guess(TotalKind.ROW, (row, column), cells, (row,), sure=not faulty)
            top = []


def _broken(codes: Sequence[str], known: Sequence[bool], row: int) -> bool:
    """Whether a code of no known length stands among the rows below a code."""
    for at in range(row + 1, len(codes)):
        if known[at] and not codes[at].startswith(codes[row]):
            return False
        if codes[at] and not known[at]:
            return True
    return False


def _by_ordinal(sheet: _Sheet) -> Iterator[_Guess]:
    """一、 = Σ 1.; 本年合计 = Σ 一、…; 总计 = 本年合计 and what is carried over."""
    if any(sheet.codes):
        return
    below = [_below(sheet, row) for row in sheet.rows]
    placed = set(chain.from_iterable(below))
    open_: list[int] = []
    for row in sheet.rows:
        label = sheet.labels[row]
        if sheet.is_total(row):
            yield from _list_total(sheet, row, open_) if open_ else _first_total(sheet, row)
            open_ = [row]
            continue
        if not label or _ASIDE.match(label):
            continue
        for column in sheet.money:
            cells = [(i, column) for i in below[row]]
            yield from sheet.guess(TotalKind.ORDINAL, (row, column), cells, (), sure=False)
        if row not in placed and not (open_ and _is_carried_fund(sheet, open_[-1], row)):
            open_.append(row)


def _is_carried_fund(sheet: _Sheet, last: int, row: int) -> bool:
    """Whether a row names one of the three budgets that what is carried over, the last part before it, comes from."""
    return (
        _CARRIED.fullmatch(_bare(sheet.labels[last])) is not None
        and _FUND.fullmatch(_bare(sheet.labels[row])) is not None
    )


def _list_total(sheet: _Sheet, row: int, parts: Sequence[int]) -> Iterator[_Guess]:
    """The rows above a total of a list; sure if they are numbered alike, or a total and what is carried over."""
    levels = {sheet.levels[part] for part in parts if not sheet.is_total(part)}
    carried = all(sheet.is_total(part) or _CARRIED.fullmatch(_bare(sheet.labels[part])) for part in parts)
    alike = len(levels) == 1 and None not in levels and not any(sheet.is_total(part) for part in parts)
    for column in sheet.money:
        cells = [(part, column) for part in parts]
        yield from sheet.guess(
            TotalKind.ROW, (row, column), cells, (row,), sure=bool(parts) and (alike or carried)
        )


def _first_total(sheet: _Sheet, row: int) -> Iterator[_Guess]:
    """A total that comes before its parts, which are numbered from one on; with rows of no number nobody can tell."""
    parts: list[int] = []
    for at in range(row + 1, len(sheet.table.rows)):
        level = sheet.levels[at]
        if _ASIDE.match(sheet.labels[at]) or (
            level is not None and parts and level > (sheet.levels[parts[0]] or 0)
        ):
            continue
        if level is None or sheet.is_total(at):
            return
        if parts and level < (sheet.levels[parts[0]] or 0):
            return
        parts.append(at)
    numbers = [numbering(sheet.table.rows[at].cells[0].text) for at in parts]
    counted = [ordinal(bare_number(number.number)) if number else None for number in numbers]
    if len(parts) < 2 or counted != list(range(1, len(parts) + 1)):
        return
    for column in sheet.money:
        cells = [(part, column) for part in parts]
        yield from sheet.guess(TotalKind.ROW, (row, column), cells, (row,), sure=True)


def _bare(label: str) -> str:
    number = numbering(label)
    return number.rest if number else label


def _below(sheet: _Sheet, row: int) -> list[int]:
    """The rows one step below a numbered one: those that follow, of the first of their levels."""
    own = sheet.levels[row]
    found: list[int] = []
    if own is None:
        return found
    for at in range(row + 1, len(sheet.table.rows)):
        if _ASIDE.match(sheet.labels[at]):
            continue
        level = sheet.levels[at]
        if level is None or level <= own or (found and level < (sheet.levels[found[0]] or 0)):
            break
        if not found or level == sheet.levels[found[0]]:
            found.append(at)
    return found
