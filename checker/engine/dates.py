"""Dates: days of the calendar, exact, without a time. Their difference is a count of days."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from checker.engine import arithmetic
from checker.engine.values import DateValue, Quantity, Truth, Unstated, Value
from checker.model.amount import UNITS
from checker.model.figure import Facts
from checker.model.outcome import Evidence, Reason, Unknown

_COMPARED: Mapping[str, Callable[[date, date], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


def of_sidecar(facts: Facts, name: str) -> Value:
    """`published` or `approved`: unstated where no sidecar gives it."""
    found = facts.sidecar.published if name == "published" else facts.sidecar.approved
    if found is None:
        return Unstated(name)
    return DateValue(found.value, (Evidence(name, found.text, found.place),))


def of_numbers(parts: Sequence[Quantity | Unknown]) -> DateValue | Unknown:
    """date(y, m, d): the day of a year, a month and a day."""
    numbers: list[int] = []
    said: tuple[Evidence, ...] = ()
    for one in parts:
        if isinstance(one, Unknown):
            return one
        numbers.append(int(one.value))
        said += one.said
    try:
        return DateValue(date(*numbers), said)
    except ValueError:
        return Unknown((Reason.of("no_such_day", text="-".join(map(str, numbers))),), said)


def difference(left: DateValue | Unknown, right: DateValue | Unknown) -> Quantity | Unknown:
    if isinstance(left, Unknown):
        return left
    if isinstance(right, Unknown):
        return right
    days = (left.date - right.date).days
    whole = Quantity.exactly(Decimal(days), UNITS["天"], f"{left} − {right}")
    return replace(whole, said=left.evidence + right.evidence)


def compared(sign: str, left: DateValue | Unknown, right: DateValue | Unknown) -> Truth:
    for side in (left, right):
        if isinstance(side, Unknown):
            return Truth.unknown(side)
    assert isinstance(left, DateValue)
    assert isinstance(right, DateValue)
    reason = Reason.of("dates_compared", left=str(left), right=str(right), sign=sign)
    return Truth.of(_COMPARED[sign](left.date, right.date), left.evidence + right.evidence, reason)


def part(of: DateValue, name: str) -> Quantity:
    """The year, month or day of a date."""
    return arithmetic.constant(getattr(of.date, name), of.evidence)
