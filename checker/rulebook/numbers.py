"""Numbers that a regulation sets, dated: exact, each for the fiscal years in which it was in force."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from checker.model.amount import NUMBER, QUANTITY, UNITS, Amount, step_of
from checker.model.rule import Basis, DatedNumber, NumberSpec, Source
from checker.rulebook.suggest import suggestion
from checker.rulebook.tree import Entries, Items, Node, Scalar

Tell = Callable[[Source, str], None]


def number_spec(
    name: str,
    node: Node,
    file: str,
    basis: Mapping[str, Basis],
    lacks: Callable[[str, Iterable[str]], bool],
    tell: Tell,
) -> NumberSpec | None:
    """The values of a number, the earliest first; None where one is faulty, which is told."""
    found: list[tuple[Entries, DatedNumber]] = []
    sound = True
    for item in node.items if isinstance(node, Items) else ():
        assert isinstance(item, Entries)
        written = item.get("value")
        assert isinstance(written, Scalar)
        amount = _amount(written.string)
        if amount is None:
            message = f"应为数，可带单位，如 20天、50万元 / expected a number, perhaps with a unit, found “{written.string}”{_day(written.string)}"
            tell(written.source(file), message)
            sound = False
            continue
        cited = item.get("basis")
        if isinstance(cited, Scalar) and lacks(cited.string, basis):
            message = f"没有依据 / unknown basis “{cited.string}”{suggestion(cited.string, basis)}"
            tell(cited.source(file), message)
        rests_on = basis.get(cited.string) if isinstance(cited, Scalar) else None
        dated = DatedNumber(amount, _year(item.get("from")), _year(item.get("until")), rests_on)
        if dated.since is not None and dated.until is not None and dated.since > dated.until:
            tell(Source(file, item.line, item.column), "from 晚于 until / from is later than until")
            sound = False
        for _, other in found:
            if dated.first <= other.last and other.first <= dated.last:
                message = f"年度与另一个值重叠 / its years overlap those of another value: {other.amount}"
                tell(Source(file, item.line, item.column), message)
                sound = False
            elif dated.amount.unit.dimension is not other.amount.unit.dimension:
                message = f"单位不同 / unlike units: {other.amount}, {dated.amount}"
                tell(written.source(file), message)
                sound = False
        found.append((item, dated))
    values = tuple(sorted((dated for _, dated in found), key=lambda dated: dated.first))
    return NumberSpec(name, values) if sound and values else None


def _day(written: str) -> str:
    return "；天数写作 20天 / days are written 20天" if re.fullmatch(r"\d+ ?日", written) else ""


def _amount(written: str) -> Amount | None:
    match = QUANTITY.fullmatch(written.replace(" ", ""))
    if match is None:
        return None
    unit = UNITS[match["unit"]] if match["unit"] else NUMBER
    return Amount(Decimal(match["number"]), unit, step_of(match["number"]), exact=True)


def _year(node: Node | None) -> int | None:
    return int(node.string) if isinstance(node, Scalar) else None
