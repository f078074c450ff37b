"""Arithmetic with intervals against an oracle that does it otherwise: every choice of ends, in fractions.

Each figure stands once in an expression, so that what it comes to rises or falls all the way as one figure goes from
one end of its interval to the other: its least and greatest values are among the choices of ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import reduce
from itertools import product
from random import Random

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from checker.engine import arithmetic
from checker.engine.values import Quantity
from checker.model.amount import EXACT, NUMBER, PERCENT, UNITS, WAN, YUAN, Amount, Dimension, Unit, step_of
from checker.model.outcome import OutcomeKind, Unknown
from checker.model.rule import Tolerance
from tests.printing import MONEY, UNITS_OF_ALL_KINDS, amounts, ends_of, figure, numbers, slack_of

PASS, NEARLY, FAIL, UNDETERMINED = (
    OutcomeKind.PASS,
    OutcomeKind.PASS_WITHIN_ROUNDING,
    OutcomeKind.FAIL,
    OutcomeKind.UNDETERMINED,
)
SIXTY_DIGITS = Fraction(1, 10**57)
"""What a quotient may be off, as a share of it and with some room for what is done with it."""


@dataclass(frozen=True)
class Known:
    """A quantity of the engine with what the oracle knows: its printed value and all that it comes to by ends."""

    quantity: Quantity
    value: Fraction
    corners: tuple[Fraction, ...]

    @property
    def low(self) -> Fraction:
        return min(self.corners)

    @property
    def high(self) -> Fraction:
        return max(self.corners)


def known(amount: Amount) -> Known:
    low, high = ends_of(amount)
    value = (low + high) / 2
    return Known(Quantity.of_figure(figure(amount), amount.exact, None), value, (low, high))


def constant(number: str, unit: Unit = NUMBER) -> Known:
    quantity = Quantity.of_constant(Amount(Decimal(number), unit, step_of(number), exact=True))
    value = Fraction(number) * Fraction(unit.scale)
    return Known(quantity, value, (value,))


def taken(quantity: Quantity | Unknown) -> Quantity:
    assert isinstance(quantity, Quantity), quantity
    return quantity


PRINTED = amounts(MONEY).map(known)
"""A printed amount of money."""
FACTORS = st.one_of(st.integers(-50, 50).map(str), numbers(digits=2, decimals=2)).map(constant)
"""A number of a rule."""


def added(left: Known, right: Known, sign: int) -> Known:
    corners = tuple(a + sign * b for a, b in product(left.corners, right.corners))
    quantity = taken(arithmetic.add(left.quantity, right.quantity, sign))
    return Known(quantity, left.value + sign * right.value, corners)


def opposite(of: Known) -> Known:
    return Known(arithmetic.negative(of.quantity), -of.value, tuple(-corner for corner in of.corners))


def times(of: Known, factor: Known) -> Known:
    corners = tuple(corner * factor.value for corner in of.corners)
    return Known(taken(arithmetic.product(of.quantity, factor.quantity)), of.value * factor.value, corners)


LINEAR = st.recursive(
    PRINTED,
    lambda inner: st.one_of(
        st.builds(added, inner, inner, st.sampled_from([1, -1])),
        st.builds(opposite, inner),
        st.builds(times, inner, FACTORS),
    ),
    max_leaves=5,
)
"""Sums, differences, opposites and multiples of printed money."""


@pytest.fixture(autouse=True, scope="module")
def _sixty_digits() -> Iterator[None]:
    """As the engine counts."""
    with localcontext(EXACT):
        yield


def agree(of: Known, within: Fraction = Fraction(0)) -> None:
    """The quantity has the value and the interval that the oracle finds."""
    for found, true in (
        (of.quantity.value, of.value),
        (of.quantity.low, of.low),
        (of.quantity.high, of.high),
    ):
        assert abs(Fraction(found) - true) <= within * abs(true)


# --- what an expression comes to ---


@given(LINEAR)
def test_the_interval_of_a_sum_holds_all_that_it_may_come_to_and_no_more(of: Known) -> None:
    agree(of)


@given(LINEAR, st.data())
def test_whatever_the_figures_stand_for_the_result_is_in_the_interval(of: Known, data: st.DataObject) -> None:
    """The same without the oracle's choice of ends: a value for each figure, anywhere in its interval."""
    result = of.quantity.value
    for term in of.quantity.terms:
        assert term.sign in (1, -1, 0)
        part = data.draw(st.sampled_from([Decimal(0), Decimal("0.3"), Decimal(1)])) * term.slack
        result += data.draw(st.sampled_from([1, -1])) * part * term.sign
    assert of.quantity.low <= result <= of.quantity.high or any(t.sign == 0 for t in of.quantity.terms)


@given(PRINTED, PRINTED)
def test_a_quotient_of_like_amounts_is_a_share_between_the_least_and_the_greatest(
    part: Known, whole: Known
) -> None:
    quotient = arithmetic.quotient(part.quantity, whole.quantity)
    if whole.low <= 0 <= whole.high:
        assert isinstance(quotient, Unknown)
        assert [reason.code for reason in quotient.reasons] == ["division_by_zero"]
        return
    corners = tuple(100 * a / b for a, b in product(part.corners, whole.corners))
    share = Known(taken(quotient), 100 * part.value / whole.value, corners)
    agree(share, SIXTY_DIGITS)
    assert share.quantity.unit is PERCENT
    assert share.quantity.derived
    # rounding to sixty digits is outwards: no true value is left outside
    assert Fraction(share.quantity.low) <= share.low <= share.high <= Fraction(share.quantity.high)


@given(LINEAR, FACTORS.filter(lambda factor: factor.value != 0))
def test_a_quotient_by_a_number_keeps_the_unit(of: Known, by: Known) -> None:
    quotient = taken(arithmetic.quotient(of.quantity, by.quantity))
    agree(Known(quotient, of.value / by.value, tuple(c / by.value for c in of.corners)), SIXTY_DIGITS)
    assert quotient.unit is of.quantity.unit


COUNTED = amounts(st.sampled_from([UNITS["台"], UNITS["人"]])).map(known)


@given(COUNTED, PRINTED)
def test_a_product_of_two_printed_factors_is_one_value(quantity: Known, price: Known) -> None:
    for left, right in ((quantity, price), (price, quantity)):
        made = taken(arithmetic.product(left.quantity, right.quantity))
        agree(Known(made, quantity.value * price.value, (quantity.value * price.value,)))
        assert made.unit is price.quantity.unit
        assert [term.sign for term in made.terms] == [0, 0]


@given(PRINTED, numbers(digits=3, decimals=2))
def test_a_share_of_an_amount_is_its_part(of: Known, percent: str) -> None:
    share = constant(percent, PERCENT)
    for left, right in ((of, share), (share, of)):
        made = taken(arithmetic.product(left.quantity, right.quantity))
        corners = tuple(corner * share.value / 100 for corner in of.corners)
        agree(Known(made, of.value * share.value / 100, corners))
        assert made.unit is of.quantity.unit


@given(amounts(), st.booleans(), st.sampled_from(["0.01", "50", "100000"]).map(Decimal))
def test_an_operand_may_have_been_rounded_more_coarsely_if_it_is_money(
    amount: Amount, exact: bool, floor: Decimal
) -> None:
    quantity = Quantity.of_figure(figure(amount), exact, floor)
    slack = Fraction(0) if exact else slack_of(amount)
    if amount.unit.dimension is Dimension.MONEY and amount.value != 0:
        slack = max(slack, Fraction(floor) / 2)
    value = Fraction(amount.value) * Fraction(amount.unit.scale)
    assert (Fraction(quantity.low), Fraction(quantity.high)) == (value - slack, value + slack)
    (term,) = quantity.terms
    assert (Fraction(term.slack), term.sign) == (slack, 1)


@given(numbers(), MONEY)
def test_what_is_no_figure_is_exact_in_its_unit(number: str, unit: Unit) -> None:
    quantity = Quantity.exactly(Decimal(number), unit, number)
    value = Fraction(number) * Fraction(unit.scale)
    assert Fraction(quantity.value) == Fraction(quantity.low) == Fraction(quantity.high) == value
    assert (quantity.unit, quantity.terms) == (unit, ())


# --- order ---


@given(st.lists(LINEAR, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_addends_does_not_matter(addends: list[Known], random: Random) -> None:
    shuffled = random.sample(addends, len(addends))
    first, second = (taken(arithmetic.total([one.quantity for one in each])) for each in (addends, shuffled))
    assert (first.value, first.low, first.high) == (second.value, second.low, second.high)
    folded = reduce(lambda a, b: added(a, b, 1), shuffled)  # one after the other, as a + b + c
    assert (first.value, first.low, first.high) == (
        folded.quantity.value,
        folded.quantity.low,
        folded.quantity.high,
    )
    assert sorted(term.slack for term in first.terms) == sorted(term.slack for term in second.terms)


@given(st.lists(PRINTED, min_size=1, max_size=6), st.sampled_from([1, -1]), st.randoms(use_true_random=False))
def test_the_greatest_and_the_least_are_the_same_in_any_order(
    items: list[Known], sign: int, random: Random
) -> None:
    shuffled = random.sample(items, len(items))
    chosen = taken(arithmetic.extreme([item.quantity for item in shuffled], sign))
    assert Fraction(chosen.value) == (max if sign > 0 else min)(item.value for item in items)
    assert any(chosen is item.quantity for item in items)  # with its own interval


# --- comparison ---


def verdict(operator: str, left: Known, right: Known, tolerance: Tolerance | None = None) -> OutcomeKind:
    return arithmetic.compared(operator, left.quantity, right.quantity, tolerance).kind


def expected(operator: str, left: Known, right: Known) -> OutcomeKind:
    """By the oracle: equal in print, equal for some values that the figures may stand for, or for none."""
    printed, some = {
        "==": (left.value == right.value, left.low <= right.high and right.low <= left.high),
        "!=": (left.value != right.value, False),
        "<=": (left.value <= right.value, left.low <= right.high),
        ">=": (left.value >= right.value, left.high >= right.low),
        "<": (left.value < right.value, False),
        ">": (left.value > right.value, False),
    }[operator]
    return PASS if printed else NEARLY if some else FAIL


OPERATORS = st.sampled_from(["==", "!=", "<=", ">=", "<", ">"])
MIRRORED = {"==": "==", "!=": "!=", "<=": ">=", ">=": "<=", "<": ">", ">": "<"}
STATED_SUMS = st.tuples(LINEAR, numbers(digits=1, decimals=3)).map(lambda pair: (pair[0], _beside(*pair)))
"""A sum and a stated figure near to it, so that all three verdicts come."""


def _beside(of: Known, off: str) -> Known:
    unit = of.quantity.unit if of.quantity.unit.dimension is Dimension.MONEY else WAN
    value = (of.quantity.value / unit.scale + Decimal(off)).quantize(Decimal("0.001"))
    return known(Amount(value, unit, Decimal("0.001")))


@given(OPERATORS, st.one_of(STATED_SUMS, st.tuples(LINEAR, LINEAR)))
def test_a_verdict_is_wrong_in_neither_direction(operator: str, sides: tuple[Known, Known]) -> None:
    """Never different when some exact values agree, never equal when none do."""
    left, right = sides
    assert verdict(operator, left, right) is expected(operator, left, right)


@given(OPERATORS, PRINTED, PRINTED, numbers(digits=2, decimals=2))
@example(
    ">=", known(Amount(Decimal(100), WAN, Decimal(1))), known(Amount(Decimal(1), WAN, Decimal(1))), "18000"
)
def test_a_verdict_on_a_share_is_wrong_in_neither_direction(
    operator: str, part: Known, whole: Known, percent: str
) -> None:
    """A share of a small whole may be much more than it is printed, and only a little less."""
    assume(not whole.low <= 0 <= whole.high)
    quotient = taken(arithmetic.quotient(part.quantity, whole.quantity))
    corners = tuple(100 * a / b for a, b in product(part.corners, whole.corners))
    share = Known(quotient, 100 * part.value / whole.value, corners)
    assume(
        all(corner != Fraction(percent) for corner in (*corners, share.value))
    )  # sixty digits decide there
    assert verdict(operator, share, constant(percent, PERCENT)) is expected(
        operator, share, constant(percent, PERCENT)
    )


@given(OPERATORS, STATED_SUMS)
def test_the_sides_may_change_places(operator: str, sides: tuple[Known, Known]) -> None:
    left, right = sides
    assert verdict(operator, left, right) is verdict(MIRRORED[operator], right, left)


@given(STATED_SUMS)
def test_what_is_shown_of_an_equality_explains_its_verdict(sides: tuple[Known, Known]) -> None:
    left, right = sides
    (shown,) = arithmetic.compared("==", left.quantity, right.quantity, None).computations
    assert Fraction(shown.difference) == left.value - right.value
    assert Fraction(shown.allowed) == (left.high - left.low + right.high - right.low) / 2
    assert (abs(shown.difference) <= shown.allowed) is (shown.result is not FAIL)
    assert (shown.difference == 0) is (shown.result is PASS)


@given(STATED_SUMS, st.integers(0, 20000).map(Decimal))
def test_a_tolerance_takes_the_place_of_the_intervals(sides: tuple[Known, Known], allowed: Decimal) -> None:
    left, right = sides
    for dimension in (Dimension.MONEY, None):
        off = left.value - right.value
        wanted = PASS if off == 0 else NEARLY if abs(off) <= allowed else FAIL
        assert verdict("==", left, right, Tolerance(allowed, dimension)) is wanted
    # one for something else says nothing here
    assert verdict("==", left, right, Tolerance(allowed, Dimension.PERCENT)) is verdict("==", left, right)


@given(OPERATORS, PRINTED, numbers().map(constant))
def test_money_does_not_compare_with_a_bare_number_but_zero(
    operator: str, money: Known, number: Known
) -> None:
    kind = verdict(operator, money, number)
    assert (kind is UNDETERMINED) is (number.value != 0)


# --- scale ---


def scaled(amount: Amount, unit: Unit) -> Known:
    return known(replace(amount, unit=unit))


@given(st.lists(amounts(st.just(YUAN)), min_size=2, max_size=6), MONEY, OPERATORS)
def test_a_verdict_is_the_same_in_every_unit(printed: list[Amount], unit: Unit, operator: str) -> None:
    """The same digits in 元, 万元 or 亿元: what a digit is worth grows with the amounts."""

    def judged(in_unit: Unit) -> OutcomeKind:
        stated, *parts = (scaled(amount, in_unit) for amount in printed)
        return verdict(operator, stated, reduce(lambda a, b: added(a, b, 1), parts))

    assert judged(YUAN) is judged(unit)


@given(STATED_SUMS, st.data(), OPERATORS)
def test_a_figure_reprinted_in_another_unit_with_the_same_precision_changes_nothing(
    sides: tuple[Known, Known], data: st.DataObject, operator: str
) -> None:
    left, right = sides
    (term,) = right.quantity.terms
    amount, unit = term.figure.amount, data.draw(MONEY)
    factor = amount.unit.scale / unit.scale
    other = known(Amount(amount.value * factor, unit, amount.step * factor))
    assert verdict(operator, left, right) is verdict(operator, left, other)


# --- units that are not alike ---


@given(amounts(UNITS_OF_ALL_KINDS), amounts(UNITS_OF_ALL_KINDS), OPERATORS)
def test_unlike_units_are_undetermined_in_sums_and_comparisons_alike(
    one: Amount, other: Amount, operator: str
) -> None:
    left, right = known(one), known(other)
    alike = one.unit.compares_with(other.unit)
    assert (verdict(operator, left, right) is not UNDETERMINED) is alike
    assert isinstance(arithmetic.add(left.quantity, right.quantity, 1), Quantity) is alike
    assert isinstance(arithmetic.total([left.quantity, right.quantity]), Quantity) is alike
    assert isinstance(arithmetic.extreme([left.quantity, right.quantity], 1), Quantity) is alike
