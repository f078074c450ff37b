"""Printed figures for properties: numbers and amounts as they are written, and the exact values that they may stand for.

What is exact is a Fraction here and nowhere else: the checker counts in decimals, so the two do not share a mistake.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from checker.model.amount import COUNT_WORDS, MONEY_UNITS, UNITS, Amount, Dimension, Unit, step_of
from checker.model.figure import Figure, FigureId
from checker.model.text import Place

MONEY = st.sampled_from(MONEY_UNITS)
UNITS_OF_ALL_KINDS = st.sampled_from(sorted(UNITS.values(), key=lambda unit: unit.name))
COUNTED = st.sampled_from([UNITS[word] for word in COUNT_WORDS])


@st.composite
def numbers(draw: st.DrawFn, digits: int = 9, decimals: int = 4, signed: bool = True) -> str:
    """A number with so many digits at most on either side of its point, as it is printed without separators."""
    whole = str(draw(st.integers(0, 10**digits - 1)))
    places = draw(st.integers(0, decimals))
    part = "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=places, max_size=places)))
    sign = draw(st.sampled_from(["", "-"])) if signed else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


@st.composite
def amounts(draw: st.DrawFn, units: st.SearchStrategy[Unit] = UNITS_OF_ALL_KINDS) -> Amount:
    number = draw(numbers())
    return Amount(Decimal(number), draw(units), step_of(number), exact=draw(st.booleans()))


def figure(amount: Amount, column: int = 0) -> Figure:
    """A figure that states an amount, alone in its document."""
    text = f"{amount.value:f}{amount.unit.name}"
    here = Place("s.txt", line=1)
    return Figure(FigureId(0, 0, column), text, amount, here, (), "", "", "", text, 0, len(text))


def slack_of(amount: Amount) -> Fraction:
    """How far from the printed value the true one may be, in the base unit, by the words of DESIGN 4.4.

    Half of the last digit's worth; all of it for a percentage; nothing for zero, a whole count and what is exact.
    """
    if amount.exact or amount.value == 0:
        return Fraction(0)
    last_digit = Fraction(amount.step) * Fraction(amount.unit.scale)
    match amount.unit.dimension:
        case Dimension.PERCENT | Dimension.POINT:
            return last_digit
        case Dimension.COUNT if amount.step == 1:
            return Fraction(0)
        case _:
            return last_digit / 2


def ends_of(amount: Amount) -> tuple[Fraction, Fraction]:
    """The least and the greatest value that a printed amount may stand for, in the base unit."""
    value = Fraction(amount.value) * Fraction(amount.unit.scale)
    return value - slack_of(amount), value + slack_of(amount)
