"""Amounts: what a printed number states, its unit, its precision, and the interval that it stands for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checker.model.amount import (
    COUNT,
    NUMBER,
    PERCENT,
    POINT,
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


def printed(number: str, unit: str, exact: bool = False) -> Amount:
    return Amount(Decimal(number), UNITS[unit] if unit else NUMBER, step_of(number), exact)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("7445.08", "7445.08"),
        ("7,445.08", "7445.08"),
        ("1，234，567.00", "1234567.00"),
        ("１２．５０", "12.50"),
        (" 15.0 ", "15.0"),
        ("0", "0"),
        ("-3.5", "-3.5"),
        ("－3.5", "-3.5"),
        ("−3.5", "-3.5"),
        ("+3.5", "3.5"),
        ("(3.50)", "-3.50"),
        ("（1,234.5）", "-1234.5"),
    ],
)
def test_a_cell_states_a_number_in_full(cell: str, number: str) -> None:
    value = read_number(cell)
    assert value is not None
    assert str(value) == number  # its decimals are kept


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "—",
        "-",
        "——",
        "/",
        "无",
        "12 34",
        "12,34",
        "1,2325.60",
        "100 200",
        "1 040",
        "1 40.00",
        "1 0400.00",
        "1040 000.00",
        "0 040.00",
        "100\n200.00",
        "1.",
        ".5",
        "1.2.3",
        "1e5",
        "0x1F",
        "--5",
        "(5",
        "5)",
        "NaN",
        "Infinity",
        "约5",
        "5万元",
        "≥90",
        "201-01",
        "A06",
        "①",
        "²",
    ],
)
def test_anything_else_is_no_number_and_never_zero(cell: str) -> None:
    assert read_number(cell) is None


@pytest.mark.parametrize(
    ("cell", "value", "unit", "step"),
    [
        pytest.param("5.00", "5.00", "万元", "0.01", id="no unit of its own: that of its column"),
        pytest.param("5", "5", "万元", "1", id="no decimals"),
        pytest.param("1,234.5", "1234.5", "万元", "0.1", id="thousands separator"),
        pytest.param("1 040.00", "1040.00", "万元", "0.01", id="a space between thousands"),
        pytest.param("-1 234 567.5", "-1234567.5", "万元", "0.1", id="spaces between thousands"),
        pytest.param("1\u00a0040.00万元", "1040.00", "万元", "0.01", id="a no-break space and a unit"),
        pytest.param("(1.20)", "-1.20", "万元", "0.01", id="accountants' brackets"),
        pytest.param("-1.20", "-1.20", "万元", "0.01", id="minus"),
        pytest.param("5.0元", "5.0", "元", "0.1", id="its own unit wins"),
        pytest.param("50.5%", "50.5", "%", "0.1", id="percent"),
        pytest.param("50％", "50", "%", "1", id="full-width percent"),
        pytest.param("3个百分点", "3", "个百分点", "1", id="percentage points"),
        pytest.param("12 台", "12", "台", "1", id="a space before the unit"),
        pytest.param("12人次", "12", "人次", "1", id="the longer of two units"),
        pytest.param("0.5亿元", "0.5", "亿元", "0.1", id="a hundred million"),
    ],
)
def test_a_cell_states_an_amount(cell: str, value: str, unit: str, step: str) -> None:
    amount = read_amount(cell, WAN)
    assert amount is not None
    assert (str(amount.value), amount.unit.name, str(amount.step)) == (value, unit, step)


@pytest.mark.parametrize("cell", ["", "—", "5万", "3项目", "12345场地", "约5万元", "5万元左右", "5台、3辆"])
def test_a_cell_of_words_states_no_amount(cell: str) -> None:
    assert read_amount(cell, WAN) is None


@pytest.mark.parametrize("text", ["(12345678901234567890.0123456789)", "-12345678901234567890.0123456789"])
def test_a_negative_number_keeps_as_many_digits_as_a_positive_one(text: str) -> None:
    assert str(read_number(text)) == "-12345678901234567890.0123456789"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5元", "元"),
        ("5万元", "万元"),
        ("5千万元", "千万元"),
        ("5亿元", "亿元"),
        ("5%", "%"),
        ("5个百分点", "个百分点"),
        ("5百分点", "百分点"),
        ("5个", "个"),
        ("5人", "人"),
        ("5人次", "人次"),
        ("5台", "台"),
        ("5平方米", "平方米"),
        ("5千瓦时", "千瓦时"),
        ("5天", "天"),
        ("5次", "次"),
        ("5批次", "批次"),
        ("5年", None),
        ("5月", None),
        ("5号", None),
        ("5倍", None),
        ("5万", None),
        ("5场地", None),
        ("5项目", None),
        ("5台账", None),
        ("5人员", None),
        ("5部门", None),
        ("5家具", None),
        ("5本级", None),
        ("5人大代表", None),
        ("5次数", None),
        ("5个性化", None),
        ("5份额", None),
        ("5片区", None),
    ],
)
def test_a_word_behind_a_number_is_a_unit_unless_it_begins_a_longer_word(text: str, unit: str | None) -> None:
    match = QUANTITY.match(text)
    assert match is not None
    assert match["unit"] == unit


@pytest.mark.parametrize(
    "text",
    [
        "50㎡",
        "50平米",
        "50平方米",
    ],
)
def test_floor_space_is_printed_in_several_ways(text: str) -> None:
    amount = read_amount(text, WAN)
    assert amount is not None
    assert amount.unit.dimension is Dimension.COUNT


@pytest.mark.parametrize(
    "text", ["3.14159265358979万元", "1" * 21 + "元", "1.2.3", "2024.1.15", "10.20.30.40"]
)
def test_of_what_is_no_printed_amount_no_piece_is_one(text: str) -> None:
    assert [match[0] for match in QUANTITY.finditer(text)] == []


# --- units ---


@pytest.mark.parametrize(
    ("left", "right", "compare"),
    [
        (YUAN, WAN, True),
        (WAN, UNITS["亿元"], True),
        (PERCENT, PERCENT, True),
        (PERCENT, POINT, True),
        (PERCENT, NUMBER, False),
        (WAN, NUMBER, False),
        (WAN, PERCENT, False),
        (WAN, UNITS["台"], False),
        (UNITS["台"], UNITS["台"], True),
        (UNITS["台"], UNITS["辆"], False),
        (UNITS["人"], UNITS["人次"], False),
        (UNITS["台"], COUNT, True),
        (UNITS["台"], NUMBER, True),
        (NUMBER, NUMBER, True),
        (COUNT, NUMBER, True),
    ],
)
def test_unlike_units_do_not_compare(left: Unit, right: Unit, compare: bool) -> None:
    assert left.compares_with(right) is compare
    assert right.compares_with(left) is compare


@pytest.mark.parametrize(
    ("number", "unit", "base"),
    [
        ("3,355.65".replace(",", ""), "万元", "33556500"),
        ("12", "千元", "12000"),
        ("0.5", "亿元", "50000000"),
        ("2", "百万元", "2000000"),
        ("7", "元", "7"),
        ("50", "%", "50"),
        ("6", "台", "6"),
    ],
)
def test_money_converts_to_yuan(number: str, unit: str, base: str) -> None:
    assert printed(number, unit).base == Decimal(base)


# --- the interval of a printed amount (DESIGN 4.4) ---


@pytest.mark.parametrize(
    ("number", "unit", "low", "high"),
    [
        pytest.param("1865.52", "元", "1865.515", "1865.525", id="the design's example"),
        pytest.param("1865.52", "万元", "18655150", "18655250", id="the same in ten thousands"),
        pytest.param("15", "万元", "145000", "155000", id="whole ten thousands"),
        pytest.param("15.0", "万元", "149500", "150500", id="one decimal"),
        pytest.param("-3.5", "元", "-3.55", "-3.45", id="a negative amount"),
        pytest.param("0.01", "元", "0.005", "0.015", id="the smallest"),
        pytest.param("0", "万元", "0", "0", id="zero is exact"),
        pytest.param("0.00", "万元", "0", "0", id="zero with decimals is exact"),
        pytest.param("95.45", "%", "95.44", "95.46", id="a percentage: one unit to either side"),
        pytest.param("95", "%", "94", "96", id="a whole percentage"),
        pytest.param("0", "%", "0", "0", id="no percent is exact"),
        pytest.param("1.5", "个百分点", "1.4", "1.6", id="percentage points, as percentages"),
    ],
)
def test_a_printed_amount_stands_for_the_values_that_round_to_it(
    number: str, unit: str, low: str, high: str
) -> None:
    assert printed(number, unit).interval == Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(("number", "unit"), [("0.50", "万元"), ("12", "台"), ("95.45", "%")])
def test_an_exact_amount_stands_for_itself_alone(number: str, unit: str) -> None:
    amount = printed(number, unit, exact=True)
    assert amount.interval == Interval(amount.base, amount.base)


@pytest.mark.parametrize(
    ("left", "right", "meet"),
    [
        (("1", "2"), ("2", "3"), True),
        (("1", "2"), ("2.01", "3"), False),
        (("2", "3"), ("1", "2"), True),
        (("1", "4"), ("2", "3"), True),
        (("1", "1"), ("1", "1"), True),
    ],
)
def test_intervals_meet_when_they_share_a_value(
    left: tuple[str, str], right: tuple[str, str], meet: bool
) -> None:
    one, other = (Interval(Decimal(low), Decimal(high)) for low, high in (left, right))
    assert one.meets(other) is meet


@pytest.mark.parametrize(
    ("number", "step"), [("12.50", "0.01"), ("12", "1"), ("0.0", "0.1"), ("-3.125", "0.001")]
)
def test_the_last_printed_digit_gives_the_precision(number: str, step: str) -> None:
    assert step_of(number) == Decimal(step)


# --- how decimals are shown and divided ---


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.10", "0.1"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("100.00", "100"),
        ("-2.50", "-2.5"),
        ("0.00", "0"),
        ("0.0000001", "0.0000001"),
        pytest.param("-0.00", "0"),
        pytest.param(
            "1" + "0" * 30,
            "1" + "0" * 30,
            id="thirty-one digits",
        ),
    ],
)
def test_a_decimal_is_shown_as_people_write_it(value: str, shown: str) -> None:
    assert plain(Decimal(value)) == shown


def test_a_quotient_has_sixty_digits() -> None:
    assert divided(Decimal(1), Decimal(3)) == Decimal("0." + "3" * 60)


def test_an_amount_is_written_with_its_unit() -> None:
    assert str(printed("15.0", "万元")) == "15.0万元"
