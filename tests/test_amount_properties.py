"""Amounts, whatever is printed: what is written is read back, and the value that was rounded lies in the interval."""

from __future__ import annotations

from decimal import (
    ROUND_DOWN,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    localcontext,
)
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checker.facts import facts_of
from checker.model.amount import (
    COUNT,
    EXACT,
    MONEY_UNITS,
    NUMBER,
    PERCENT,
    QUANTITY,
    UNITS,
    WAN,
    YUAN,
    Amount,
    Dimension,
    Interval,
    Unit,
    divided,
    plain,
    read_amount,
    read_number,
    step_of,
)
from checker.model.text import normalise
from tests.printing import COUNTED, MONEY, UNITS_OF_ALL_KINDS, amounts, ends_of, numbers, slack_of
from tests.small import document

WIDE_DIGITS = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
LONGEST = numbers(digits=20, decimals=10)
"""Numbers with as many digits as a printed amount may have."""


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A number without separators, and one of the ways in which cells and sentences write it."""
    number = draw(numbers(digits=12, decimals=6))
    digits, point, decimals = number.lstrip("-").partition(".")
    separator = draw(st.sampled_from(["", ",", "，", ", ", " ,"]))
    if not separator and point and draw(st.booleans()):
        separator = draw(st.sampled_from([" ", "\u00a0", "\u3000"]))
    grouped = separator.join(_by_thousands(digits)) + point + decimals
    if number.startswith("-"):
        grouped = draw(st.sampled_from(["-{}", "－{}", "−{}", "({})", "（{}）"])).format(grouped)
    else:
        grouped = draw(st.sampled_from(["{}", "+{}"])).format(grouped)
    if draw(st.booleans()):
        grouped = grouped.translate(WIDE_DIGITS)
    return number, draw(st.sampled_from(["{}", " {}", "{}　", "\n{}"])).format(grouped)


def _by_thousands(digits: str) -> list[str]:
    first = len(digits) % 3
    return [
        *([digits[:first]] if first else []),
        *(digits[at : at + 3] for at in range(first, len(digits), 3)),
    ]


@given(written())
def test_a_number_is_read_however_it_is_written(pair: tuple[str, str]) -> None:
    number, cell = pair
    value = read_number(cell)
    assert value is not None
    assert str(value) == str(Decimal(number))  # its decimals are kept, and so is the sign of -0.00


@given(amounts())
def test_a_printed_amount_is_read_back_as_it_was(amount: Amount) -> None:
    read = read_amount(str(amount), UNITS["亿元"] if amount.unit is not UNITS["亿元"] else YUAN)
    assert read is not None
    assert (read.value, read.unit, read.step) == (amount.value, amount.unit, amount.step)
    assert str(read) == str(amount)


@given(LONGEST, UNITS_OF_ALL_KINDS)
def test_a_cell_without_a_unit_has_that_of_its_column(number: str, unit: Unit) -> None:
    read = read_amount(number, unit)
    assert read == Amount(Decimal(number), unit, step_of(number))


@given(LONGEST, MONEY)
def test_an_amount_in_a_sentence_is_found_as_it_is_printed(number: str, unit: Unit) -> None:
    folded = normalise(f"预算收入{number}{unit.name}，其余略").string
    match = QUANTITY.search(folded)
    assert match is not None
    assert (match["number"], match["unit"]) == (number, unit.name)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**15), max_value=10**15))
def test_a_decimal_is_shown_without_loss(value: Decimal) -> None:
    shown = plain(value)
    assert Decimal(shown) == value
    assert "E" not in shown
    assert not shown.startswith("-0") or Decimal(shown) != 0
    assert plain(Decimal(shown)) == shown  # nothing is left that nobody printed


@given(LONGEST)
def test_a_step_is_the_last_printed_digit(number: str) -> None:
    step = step_of(number)
    assert Decimal(number) % step == 0
    assert step == 1 or "." in number
    assert len(number.partition(".")[2]) == -step.as_tuple().exponent  # type: ignore[operator]


# --- intervals ---

ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN)


@given(
    st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**7),
    MONEY,
    st.integers(0, 6),
    st.sampled_from(ROUNDINGS),
)
def test_the_value_that_was_rounded_lies_in_the_interval(
    true: Fraction, unit: Unit, decimals: int, rounding: str
) -> None:
    printed = _rounded(true / Fraction(unit.scale), decimals, rounding)
    amount = read_amount(f"{printed:f}", unit)
    assert amount is not None
    interval = amount.interval
    # zero is exact: a bare 0 would forgive half a unit
    assert amount.value == 0 or Fraction(interval.low) <= true <= Fraction(interval.high)
    assert Fraction(interval.width) in (0, Fraction(unit.scale) / 10**decimals)


@given(
    st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6),
    st.integers(0, 3),
    st.sampled_from((*ROUNDINGS, ROUND_DOWN)),
)
def test_a_percentage_may_be_cut_off_as_well_as_rounded(true: Fraction, decimals: int, rounding: str) -> None:
    amount = read_amount(f"{_rounded(true, decimals, rounding):f}%", WAN)
    assert amount is not None
    assert amount.value == 0 or Fraction(amount.interval.low) <= true <= Fraction(amount.interval.high)


def _rounded(value: Fraction, decimals: int, rounding: str) -> Decimal:
    """A fraction to so many decimals; it is divided to more digits than any test needs."""
    quotient = Context(prec=200).divide(Decimal(value.numerator), Decimal(value.denominator))
    return quotient.quantize(Decimal(1).scaleb(-decimals), rounding, Context(prec=100))


@given(amounts())
def test_an_interval_is_that_of_the_design(amount: Amount) -> None:
    interval = amount.interval
    assert (Fraction(interval.low), Fraction(interval.high)) == ends_of(amount)
    assert Fraction(amount.slack) == slack_of(amount)


@given(LONGEST, MONEY)
def test_no_digit_is_lost_to_the_unit(number: str, unit: Unit) -> None:
    amount = Amount(Decimal(number), unit, step_of(number))
    with localcontext(EXACT):
        assert Fraction(amount.base) == Fraction(number) * Fraction(unit.scale)
        assert Fraction(amount.interval.low) == ends_of(amount)[0]


@given(COUNTED, numbers(decimals=0))
def test_a_whole_count_is_exact(unit: Unit, number: str) -> None:
    assert Amount(Decimal(number), unit, step_of(number)).interval.width == 0


ENDS = st.decimals(-100, 100, places=2)


@given(ENDS, ENDS, ENDS, ENDS)
def test_intervals_meet_if_and_only_if_a_value_is_in_both(
    a: Decimal, b: Decimal, c: Decimal, d: Decimal
) -> None:
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    # closed intervals on a line share a value if and only if one of their ends is in both
    shared = any(
        one.low <= end <= one.high and other.low <= end <= other.high
        for end in (one.low, one.high, other.low, other.high)
    )
    assert one.meets(other) is other.meets(one) is shared


# --- units ---


def reprinted(amount: Amount, unit: Unit) -> Amount:
    """The same money in another unit with the same precision: 12.34万元 is 0.001234亿元."""
    factor = amount.unit.scale / unit.scale
    return Amount(amount.value * factor, unit, amount.step * factor, amount.exact)


@given(amounts(MONEY), MONEY)
def test_another_unit_of_the_same_precision_is_the_same_amount(amount: Amount, unit: Unit) -> None:
    other = reprinted(amount, unit)
    assert other.interval == amount.interval
    assert other.base == amount.base
    assert amount.unit.compares_with(unit)


@given(amounts(MONEY), MONEY)
def test_the_same_digits_in_another_unit_scale_the_interval(amount: Amount, unit: Unit) -> None:
    other = Amount(amount.value, unit, amount.step, amount.exact)
    factor = Fraction(unit.scale) / Fraction(amount.unit.scale)
    assert Fraction(other.interval.low) == Fraction(amount.interval.low) * factor
    assert Fraction(other.interval.high) == Fraction(amount.interval.high) * factor


@pytest.mark.parametrize(
    "unit", [NUMBER, COUNT, *UNITS.values()], ids=lambda unit: unit.name or unit.dimension
)
def test_only_money_is_converted(unit: Unit) -> None:
    assert (unit.scale == 1) is (unit.dimension is not Dimension.MONEY or unit is YUAN)


@given(UNITS_OF_ALL_KINDS, UNITS_OF_ALL_KINDS)
def test_units_compare_either_way_and_with_themselves(left: Unit, right: Unit) -> None:
    assert left.compares_with(right) is right.compares_with(left)
    assert left.compares_with(left)
    if left.dimension is right.dimension is Dimension.MONEY:
        assert left.compares_with(right)


@pytest.mark.parametrize("unit", MONEY_UNITS, ids=str)
def test_money_is_like_nothing_but_money(unit: Unit) -> None:
    others = [other for other in (*UNITS.values(), NUMBER, PERCENT) if other.dimension is not Dimension.MONEY]
    assert not any(unit.compares_with(other) for other in others)


@given(numbers(digits=15), numbers(digits=15).filter(lambda number: Decimal(number) != 0))
def test_a_quotient_is_right_to_sixty_digits(dividend: str, divisor: str) -> None:
    left, right = Decimal(dividend), Decimal(divisor)
    quotient = divided(left, right)
    exact = Fraction(left) / Fraction(right)
    assert abs(Fraction(quotient) - exact) <= abs(exact) / 10**59
    assert len(quotient.as_tuple().digits) <= EXACT.prec


# --- the facts of a document ---


@given(st.lists(numbers(digits=20, decimals=10, signed=False), min_size=1, max_size=4))
@example(["12345678901234567890.0123456789"])
def test_a_document_keeps_every_digit_that_it_prints(printed: list[str]) -> None:
    text = "\n".join(
        ["支出明细表", "单位：亿元", "| 项目 | 合计 |", *(f"| 甲{n} | {v} |" for n, v in enumerate(printed))]
    )
    figures = facts_of(document(text + "\n")).figures.values()
    assert [str(figure.amount.value) for figure in figures] == [str(Decimal(number)) for number in printed]
