"""The percentages by which rows of a table say they grew: 上年预算数 | 本年预算数 | 增减额 | 增减%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.figures import row_label
from checker.facts.totals import money_columns, periods
from checker.model.amount import Dimension
from checker.model.document import Table
from checker.model.figure import Facts, Figure, FigureId
from checker.model.statement import Share, ShareKind
from checker.model.text import Text, normalise

_GROWTH = re.compile(
    r".*?(?:增减|增长|变动|增幅|增加)(?:变动|变化|减少)?(?:率|比例|幅度|幅|百分比)?(?:\([^()]*\)|%)?"
)
_LEAST = 2


def growths_in(facts: Facts, block: int, table: Table) -> Iterator[Share]:
    """The growth of each row with its 增减额 and the amount before; none if most rows do not bear the columns out."""
    columns = periods(table, money_columns(facts, block, table)) if _percents(table) else None
    if columns is None:
        return
    base, _, increment = columns
    percents = [
        column for column in _percents(table) if _dimension(facts, block, table, column) is Dimension.PERCENT
    ]
    if len(percents) != 1:
        return
    found: list[Share] = []
    for at, row in enumerate(table.rows):
        whole, part, percent = (
            facts.figures.get(FigureId(block, at, c)) for c in (base, increment, percents[0])
        )
        if whole is None or part is None or percent is None or whole.amount.value == 0:
            continue
        words = Text.at(row.cells[percents[0]].text, row.cells[percents[0]].place)
        found.append(Share(words, block, row_label(row), part, whole, percent, ShareKind.GROWTH))
    told = [share for share in found if share.part.amount.value != 0]
    held = sum(_holds(share) for share in told)
    if held >= _LEAST and held > len(told) - held:
        yield from found


def _percents(table: Table) -> list[int]:
    """The columns that are called a growth."""
    return [
        at for at, column in enumerate(table.columns) if _GROWTH.fullmatch(normalise(column.label).string)
    ]


def _dimension(facts: Facts, block: int, table: Table, column: int) -> Dimension | None:
    figures = (facts.figures.get(FigureId(block, row, column)) for row in range(len(table.rows)))
    return next((figure.amount.unit.dimension for figure in figures if figure is not None), None)


def _holds(share: Share) -> bool:
    whole: Figure | None = share.whole
    if whole is None:
        return False
    growth = 100 * share.part.amount.base / whole.amount.base
    return abs(growth - share.percent.amount.base) <= 2 * share.percent.amount.slack
