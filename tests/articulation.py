"""Identities of statutory tables, evaluated on a document without the rule engine: an independent check of reading.

An identity is two lists of cells whose sums must agree (or the first not exceed the second), each cell with
the interval of its printed precision; a blank counts as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from checker.facts.figures import is_code_column
from checker.model.amount import Dimension, Interval
from checker.model.document import Column, Row, Table
from checker.model.figure import Facts, FigureId
from checker.model.text import normalise
from checker.structure.numbering import numbering

_TOTAL = re.compile(r"(?:本年(?:收入|支出))?(?:合计|小计)|总计")
_LIST_TOTAL = re.compile(r".*(?:合计|总计|小计)|资产总额")
_MEASURES = ("预算数", "决算数")
_ASIDE = -1


@dataclass(frozen=True)
class Term:
    """A cell: where it stands, and the values that it may stand for."""

    where: str
    interval: Interval
    printed: bool


@dataclass(frozen=True)
class Articulation:
    """`left` and `right` sums agree, or (`bound`) the left is not more than the right."""

    kind: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    bound: bool = False

    @property
    def holds(self) -> bool:
        left, right = _sum(self.left), _sum(self.right)
        return left.low <= right.high if self.bound else left.meets(right)

    @property
    def printed(self) -> bool:
        """Whether there is a figure in it at all: blanks that add to a blank tell nothing."""
        return any(term.printed for term in (*self.left, *self.right))

    def __str__(self) -> str:
        sides = (" + ".join(term.where for term in side) for side in (self.left, self.right))
        return f"{self.kind}: {(' <= ' if self.bound else ' = ').join(sides)}"


def _sum(terms: Iterable[Term]) -> Interval:
    intervals = [term.interval for term in terms]
    return Interval(sum((i.low for i in intervals), Decimal(0)), sum((i.high for i in intervals), Decimal(0)))


@dataclass(frozen=True)
class Sheet:
    """A table of a document with its block, so that its figures can be looked up."""

    facts: Facts
    block: int
    table: Table

    def term(self, row: int, column: int) -> Term:
        figure = self.facts.figures.get(FigureId(self.block, row, column))
        text = self.table.rows[row].cells[column].text
        assert figure is not None or not any(c.isdigit() for c in text), f"{text} is no figure"
        title = self.table.title.string if self.table.title else ""
        where = f"{title}[{self.name(row)}, {self.table.columns[column].label}] {text or '-'}"
        return Term(
            where, figure.amount.interval if figure else Interval(Decimal(0), Decimal(0)), bool(figure)
        )

    def name(self, row: int) -> str:
        """The words of a row before its first figure: code and name."""
        labels = (
            cell.text
            for cell, column in zip(self.table.rows[row].cells, self.table.columns, strict=True)
            if not self.is_money(self.table.columns.index(column))
        )
        return " ".join(label for label in labels if label)

    def is_money(self, column: int) -> bool:
        """A column of amounts: it has figures in money and nothing else, or is blank below an amount's header."""
        spec = self.table.columns[column]
        if is_code_column(spec.leaf) or re.search("名称|项目$|备注", spec.leaf):
            return False
        figures = [
            self.facts.figures.get(FigureId(self.block, row, column)) for row in range(len(self.table.rows))
        ]
        return all(
            figure.amount.unit.dimension is Dimension.MONEY if figure else not row.cells[column].text.strip("—-")
            for figure, row in zip(figures, self.table.rows, strict=True)
        )  # fmt: skip

    @property
    def money(self) -> list[int]:
        return [column for column in range(len(self.table.columns)) if self.is_money(column)]

    @property
    def codes(self) -> list[str]:
        """The code of each row, or nothing."""
        at = next(
            (i for i, c in enumerate(self.table.columns) if normalise(c.leaf).string.endswith("编码")), None
        )
        if at is None:
            return [""] * len(self.table.rows)
        return [row.cells[at].text if row.cells[at].text.isdigit() else "" for row in self.table.rows]

    def row(self, *names: str) -> int:
        """The first row whose code or name is one of these."""
        for index, row in enumerate(self.table.rows):
            words = {plain_name(cell.text) for cell in row.cells}
            if words & set(names):
                return index
        raise LookupError(f"no row {names} in {self.table.title}")

    def column(self, *path: str) -> int:
        """The column whose header path ends with these labels."""
        for index, column in enumerate(self.table.columns):
            if tuple(normalise(label).string for label in column.path[-len(path) :]) == path:
                return index
        raise LookupError(f"no column {path} in {self.table.title}")

    def at(self, row: str, *path: str) -> tuple[Term, ...]:
        return (self.term(self.row(row), self.column(*path)),)


def plain_name(string: str) -> str:
    """A label without its ordinal and spaces."""
    number = numbering(string)
    return normalise(number.rest if number else string).string


def within(sheet: Sheet) -> Iterator[Articulation]:
    """What must hold inside one table."""
    yield from _across(sheet)
    yield from _by_code(sheet)
    yield from _by_ordinal(sheet)


def _across(sheet: Sheet) -> Iterator[Articulation]:
    """A total column equals its fellows: the columns beside it below one header, by each measure."""
    money = sheet.money
    views: list[list[int]] = [
        chosen
        for measure in _MEASURES
        if (chosen := [c for c in money if sheet.table.columns[c].leaf == measure])
    ]
    if sum(map(len, views)) != len(money):
        views = [money]
    for view in views:
        paths = {c: _path(sheet.table.columns[c], len(views) > 1 or len(view) < len(money)) for c in view}
        for total, parts in _groups(paths):
            for row in range(len(sheet.table.rows)):
                yield Articulation(
                    "columns", (sheet.term(row, total),), tuple(sheet.term(row, part) for part in parts)
                )


def _path(column: Column, without_measure: bool) -> tuple[str, ...]:
    path = tuple(normalise(label).string for label in column.path)
    return path[:-1] if without_measure else path


def _groups(paths: dict[int, tuple[str, ...]]) -> Iterator[tuple[int, list[int]]]:
    """For each header, the column of its total and those of its parts (a part of parts by its own total)."""
    heads = {path[:depth] for path in paths.values() for depth in range(len(path))}
    for head in sorted(heads):
        inside = {c: path for c, path in paths.items() if path[: len(head)] == head and len(path) > len(head)}
        total = next((c for c, path in inside.items() if len(path) == len(head) + 1 and _TOTAL.fullmatch(path[-1])), None)  # fmt: skip
        if total is None:
            continue
        parts: list[int] = []
        for name in dict.fromkeys(path[len(head)] for path in inside.values()):
            branch = [c for c, path in inside.items() if path[len(head)] == name and c != total]
            own = [c for c in branch if len(inside[c]) == len(head) + 1 or _TOTAL.fullmatch(inside[c][-1])]
            parts.extend(own[:1] or branch)
        if len(parts) > 1:
            yield total, parts


def _by_code(sheet: Sheet) -> Iterator[Articulation]:
    """类 = Σ款, 款 = Σ项; a row 合计 equals the highest codes above it, or below it where it comes first."""
    codes = sheet.codes
    if not any(codes):
        return
    for index, code in enumerate(codes):
        children = [
            i for i, other in enumerate(codes) if len(other) == len(code) + 2 and other.startswith(code)
        ]
        if code and children:
            yield from _sums(sheet, "codes", index, children)
    top: list[int] = []
    for index, code in enumerate(codes):
        if len(code) == 3:
            top.append(index)
        elif not code and _is_total(sheet.table.rows[index]):
            after = [i for i, other in enumerate(codes) if len(other) == 3 and i > index]
            yield from _sums(sheet, "total", index, top or after)
            top = []


def _by_ordinal(sheet: Sheet) -> Iterator[Articulation]:
    """一、 = Σ 1.; 本年合计 = Σ 一、…; 总计 = 本年合计 and what follows it without a number."""
    if any(sheet.codes):
        return
    levels = [_level(row) for row in sheet.table.rows]
    open_: list[int] = []
    for index, (row, level) in enumerate(zip(sheet.table.rows, levels, strict=True)):
        children = _below(levels, index)
        if _is_total(row):
            parts = open_ or children
            if parts:
                yield from _sums(sheet, "list", index, parts)
            open_ = [index]
            continue
        if children and any(sheet.term(i, c).printed for i in children for c in sheet.money):
            yield from _sums(sheet, "parts", index, children)
        if level != _ASIDE and not any(index in _below(levels, above) for above in range(index)):
            open_.append(index)


def _level(row: Row) -> int | None:
    """The depth of a row's ordinal; a total has none, and a plain label stands above the numbered ones."""
    if row.cells[0].text.startswith("其中"):
        return _ASIDE
    number = numbering(row.cells[0].text)
    return number.level if number else None


def _below(levels: Sequence[int | None], index: int) -> list[int]:
    """The rows one step below: numbered rows that follow, of the first of their levels."""
    own = levels[index] or 0
    if own == _ASIDE:
        return []
    found: list[int] = []
    for at in range(index + 1, len(levels)):
        level = levels[at]
        if level == _ASIDE:
            continue
        if level is None or level <= own or (found and level < (levels[found[0]] or 0)):
            break
        if not found or level == levels[found[0]]:
            found.append(at)
    return found


def _sums(sheet: Sheet, kind: str, total: int, parts: Sequence[int]) -> Iterator[Articulation]:
    for column in sheet.money:
        yield Articulation(
            kind, (sheet.term(total, column),), tuple(sheet.term(part, column) for part in parts)
        )


def _is_total(row: Row) -> bool:
    label = next((cell.text for cell in row.cells if cell.text), "")
    return _LIST_TOTAL.fullmatch(normalise(label).string) is not None
