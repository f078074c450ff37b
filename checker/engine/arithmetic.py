"""Arithmetic on quantities and comparison by printed precision (XBRL Calculations 1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache

from checker.engine.values import Quantity, Truth, shown
from checker.model.amount import NUMBER, PERCENT, Dimension, Unit, divided
from checker.model.outcome import Computation, Evidence, OutcomeKind, Reason, Term, Unknown
from checker.model.rule import Tolerance

_ZERO = Decimal(0)
_SHOWN_BLANKS = 3  # so many blank cells of each side are in the evidence; the side itself has them all
_PLAIN = (Dimension.NUMBER, Dimension.COUNT)


def _compare(left: Quantity, right: Quantity) -> bool:
    """Whether the units are alike; a bare 0 is like any."""
    return _is_nothing(left) or _is_nothing(right) or left.unit.compares_with(right.unit)


def _is_nothing(side: Quantity) -> bool:
    return not side.terms and side.value == 0 and side.unit.dimension is Dimension.NUMBER


def unlike(left: Quantity, right: Quantity) -> Unknown:
    """Why two quantities cannot be put together: a unit that is not printed, or units of unlike kind."""
    sides = [side for side in (left, right) if side.terms]
    evidence = tuple(Evidence.of_figure(side.terms[0].figure, "stated") for side in sides)
    for side in sides:
        if side.unit.dimension is Dimension.NUMBER:
            return Unknown((Reason.of("unit_missing", text=side.terms[0].figure.text),), evidence)
    return Unknown((Reason.of("unlike_units", left=left.unit.name, right=right.unit.name),), evidence)


def doubtful(misread: Sequence[Evidence]) -> Unknown:
    """Words of a picture that may have been misread: which, where, and how sure they are."""
    reasons = [
        Reason.of(
            "recognised_doubtfully",
            text=evidence.text,
            page=str(evidence.place.page),
            confidence=str(evidence.place.confidence),
        )
        for evidence in misread
    ]
    return Unknown(tuple(dict.fromkeys(reasons)), tuple(misread))


def add(left: Quantity, right: Quantity, sign: int) -> Quantity | Unknown:
    """left + right, or left − right for sign −1. Intervals add."""
    if not _compare(left, right):
        return unlike(left, right)
    low, high = (right.low, right.high) if sign > 0 else (-right.high, -right.low)
    terms = left.terms + tuple(replace(term, sign=term.sign * sign) for term in right.terms)
    return Quantity(
        left.value + sign * right.value,
        left.low + low,
        left.high + high,
        left.unit if left.terms else right.unit,
        terms,
        f"{left.formula} {'+' if sign > 0 else '−'} {_in_unit(right, left.unit)}",
        derived=left.derived or right.derived or sign < 0,
        blanks=left.blanks + right.blanks,
    )


def _in_unit(quantity: Quantity, unit: Unit) -> str:
    """The formula of an operand; one in another unit says so."""
    if quantity.unit == unit or not quantity.terms:
        return quantity.formula
    return f"{quantity.formula}{quantity.unit.name}"


def total(items: Sequence[Quantity]) -> Quantity | Unknown:
    """The sum of a list; blanks are zero and are not written down. The sum of nothing is zero."""
    first = next((item for item in items if not item.blanks), None)
    if first is None:
        unit = items[0].unit if items else NUMBER
        blanks = tuple(evidence for item in items for evidence in item.blanks)
        return Quantity(_ZERO, _ZERO, _ZERO, unit, (), "0", blanks=blanks)
    value = low = high = _ZERO
    terms: list[Term] = []
    formulas: list[str] = []
    blank: list[Evidence] = []
    derived = False
    for item in items:
        if item.blanks:
            blank += item.blanks
            continue
        if not _compare(first, item):
            return unlike(first, item)
        value, low, high = value + item.value, low + item.low, high + item.high
        terms += item.terms
        formulas.append(_in_unit(item, first.unit))
        derived = derived or item.derived
    formula = " + ".join(formulas)
    return Quantity(value, low, high, first.unit, tuple(terms), formula, derived=derived, blanks=tuple(blank))


def extreme(items: Sequence[Quantity], sign: int) -> Quantity | Unknown:
    """The greatest of a list, or for sign −1 the least."""
    for item in items:
        if not _compare(items[0], item):
            return unlike(items[0], item)
    return max(items, key=lambda item: sign * item.value)


def negative(of: Quantity) -> Quantity:
    terms = tuple(replace(term, sign=-term.sign) for term in of.terms)
    return replace(
        of, value=-of.value, low=-of.high, high=-of.low, terms=terms, formula=f"−({of.formula})", single=None
    )


def product(left: Quantity, right: Quantity) -> Quantity | Unknown:
    """Two printed factors are taken as exact: only the stated result of their product has an interval.

    A constant scales the interval of the other factor (DESIGN 4.4).
    """
    scale = Decimal(1)
    if left.unit.dimension in _PLAIN:
        unit = right.unit
    elif right.unit.dimension in _PLAIN:
        unit = left.unit
    elif right.unit.dimension is Dimension.PERCENT:
        unit, scale = left.unit, Decimal("0.01")
    elif left.unit.dimension is Dimension.PERCENT:
        unit, scale = right.unit, Decimal("0.01")
    else:
        return unlike(left, right)
    value = low = high = left.value * right.value * scale
    if not (left.terms and right.terms):
        corners = [a * b * scale for a in (left.low, left.high) for b in (right.low, right.high)]
        low, high = min(corners), max(corners)
    terms = tuple(replace(term, sign=0) for term in left.terms + right.terms)
    formula = f"{_bracketed(left)} × {_bracketed(right)}"
    return Quantity(value, low, high, unit, terms, formula, blanks=left.blanks + right.blanks)


def quotient(left: Quantity, right: Quantity) -> Quantity | Unknown:
    """Like by like is a share in percent; anything by a plain number or a count keeps its unit.

    A quotient without end is rounded outwards, so that three thirds may be the whole.
    """
    if right.low <= 0 <= right.high:
        evidence = tuple(Evidence.of_figure(term.figure, "divisor") for term in right.terms)
        return Unknown((Reason.of("division_by_zero", divisor=right.formula),), evidence)
    if right.unit.dimension is not Dimension.NUMBER and left.unit.compares_with(right.unit):
        unit, scale = PERCENT, Decimal(100)
    elif right.unit.dimension in _PLAIN:
        unit, scale = left.unit, Decimal(1)
    else:
        return unlike(left, right)
    ends = [(n, d) for n in (left.low, left.high) for d in (right.low, right.high)]
    low = min(divided(n, d, ROUND_FLOOR) for n, d in ends) * scale
    high = max(divided(n, d, ROUND_CEILING) for n, d in ends) * scale
    terms = tuple(replace(term, sign=0) for term in left.terms + right.terms)
    value = divided(left.value, right.value) * scale
    formula = f"{_bracketed(left)} ÷ {_bracketed(right)}"
    return Quantity(value, low, high, unit, terms, formula, derived=True)


def _bracketed(quantity: Quantity) -> str:
    return f"({quantity.formula})" if " " in quantity.formula else quantity.formula


def floor_for(single: Quantity, other: Quantity) -> Decimal | None:
    """The precision that the operands of a derived figure may have been rounded to before (base unit).

    A stated difference may come from operands rounded to its own printed unit; a stated percentage from
    amounts as its sentence prints them.
    """
    figure = single.single
    if figure is None or not other.derived:
        return None
    if figure.amount.unit.dimension is Dimension.MONEY:
        return figure.amount.step * figure.amount.unit.scale
    return figure.fellow_step


def compared(
    operator: str, left: Quantity, right: Quantity, tolerance: Tolerance | None, shown: bool = True
) -> Truth:
    """The comparison, by what the printed precision allows; a tolerance of its dimension replaces that.

    The strict comparisons and != are of what is printed: rounding does not make two equal figures differ.
    What is not to be shown has no computation.
    """
    misread = [
        term.figure
        for side in (left, right)
        for term in side.terms
        if term.figure.place.confidence is not None and term.figure.place.doubtful
    ]
    if misread:
        return Truth.unknown(doubtful([Evidence.of_figure(figure, "stated") for figure in misread]))
    if not _compare(left, right):
        return Truth.unknown(unlike(left, right))
    difference = left.value - right.value
    fixed = _tolerated(tolerance, left)
    allowed = (left.high - left.low + right.high - right.low) / 2 if fixed is None else fixed
    at_most = left.low <= right.high if fixed is None else difference <= fixed
    at_least = left.high >= right.low if fixed is None else -difference <= fixed
    match operator:
        case "==":
            holds, nearly = difference == 0, at_most and at_least
        case "!=":
            holds = nearly = difference != 0
        case "<=":
            holds, nearly = difference <= 0, at_most
        case ">=":
            holds, nearly = difference >= 0, at_least
        case "<":
            holds = nearly = difference < 0
        case _:
            holds = nearly = difference > 0
    kind = OutcomeKind.PASS if holds else OutcomeKind.PASS_WITHIN_ROUNDING if nearly else OutcomeKind.FAIL
    if not shown:
        return Truth(kind)
    computation = Computation(operator, left.side, right.side, difference, allowed, kind)
    blanks = (replace(cell, role="blank") for side in (left, right) for cell in side.blanks[:_SHOWN_BLANKS])
    return Truth(kind, evidence=(*left.said, *right.said, *blanks), computations=(computation,))


def _tolerated(tolerance: Tolerance | None, quantity: Quantity) -> Decimal | None:
    """What a rule's tolerance allows here, if it is about such quantities."""
    if tolerance is None or tolerance.dimension not in (None, quantity.unit.dimension):
        return None
    return tolerance.value


def constant(value: int, said: tuple[Evidence, ...] = ()) -> Quantity:
    """A whole number that is no figure, with the words that say it."""
    return replace(_whole(value), said=said) if said else _whole(value)


@lru_cache(maxsize=256)
def _whole(value: int) -> Quantity:
    return Quantity.exactly(Decimal(value), NUMBER, str(value))


def describe(quantity: Quantity) -> str:
    """The value with its unit, for reasons."""
    return f"{shown(quantity.value, quantity.unit)}{quantity.unit.name}"
