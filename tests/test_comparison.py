"""Comparison: the printed precision decides. Every sentence of DESIGN 4.4 is a test here."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checker.model.outcome import Computation, Outcome, OutcomeKind
from tests.small import outcomes

PASS, NEARLY, FAIL, UNDETERMINED = (
    OutcomeKind.PASS,
    OutcomeKind.PASS_WITHIN_ROUNDING,
    OutcomeKind.FAIL,
    OutcomeKind.UNDETERMINED,
)

NAMES = """\
sections: {text: 说明}
tables:
  list:
    title: 明细表
    columns:
      item: {title: 项目, type: text}
      total: 合计
      one: 甲
      two: 乙
      quantity: {title: 数量, type: count}
      price: {title: 单价, type: price}
      share: 占比
    rows:
      items: {where: item is not 合计}
      all: {where: item is 合计, one: true}
facts:
  stated: {in: text, phrase: "本年{x: money}"}
  before: {in: text, phrase: "上年{x: money}"}
  change: {in: text, phrase: "增加{x: money}"}
  growth: {in: text, phrase: "增长{x: percent}"}
  share: {in: text, phrase: "占{x: percent}"}
  other_share: {in: text, phrase: "比重{x: percent}"}
  points: {in: text, phrase: "提高{x: percent}"}
  cars: {in: text, phrase: "车辆{x: count}"}
  other_cars: {in: text, phrase: "公车{x: count}"}
"""


def judged(condition: str, submission: str) -> Outcome:
    """What comes of a condition on a small submission."""
    (outcome,) = outcomes(NAMES, f"assert: {condition}", submission)
    return outcome


def computed(condition: str, submission: str) -> Computation:
    (computation,) = judged(condition, submission).computations
    return computation


def listed(unit: str, columns: str, *rows: str) -> str:
    """A table 明细表 with these rows."""
    lines = "\n".join(f"| {row} |" for row in rows)
    return f"明细表\n单位：{unit}\n| 项目 | {columns} |\n{lines}\n"


def said(*sentences: str) -> str:
    """A section 说明 with a paragraph for each of these sentences."""
    return "\n".join(["一、说明", *(f"{sentence}。" for sentence in sentences)])


# --- "A sum's interval is the sum of its items' intervals." ---


def test_the_interval_of_a_sum_is_the_sum_of_the_intervals() -> None:
    table = listed("元", "合计", "甲 | 1.10", "乙 | 2.2", "丙 | 3.30")
    computation = computed("sum(list.rows.total) == 6.60元", table)
    assert (computation.left.low, computation.left.high) == (Decimal("6.585"), Decimal("6.615"))


# --- "Equal pass; unequal ones whose intervals meet pass within rounding; else fail." ---


@pytest.mark.parametrize(
    ("stated", "parts", "kind"),
    [
        pytest.param("3.00", ["1.00", "2.00"], PASS, id="equal"),
        pytest.param("3.01", ["1.00", "2.00"], NEARLY, id="intervals meet"),
        pytest.param("2.99", ["1.00", "2.00"], NEARLY, id="below as above"),
        pytest.param("3.02", ["1.00", "2.00"], FAIL, id="intervals do not meet"),
        pytest.param("3.0", ["1.0", "2.1"], NEARLY, id="one decimal: 0.1 of 0.15"),
        pytest.param("3.0", ["1.0", "2.2"], FAIL, id="one decimal: 0.2 of 0.15"),
        pytest.param("5", ["2", "2"], NEARLY, id="no decimals: 1 of 1.5"),
        pytest.param("6", ["2", "2"], FAIL, id="no decimals: 2 of 1.5"),
        pytest.param("-3.01", ["-1.00", "-2.00"], NEARLY, id="negative amounts"),
        pytest.param("2.01", ["2.00"], NEARLY, id="one part: the intervals touch"),
        pytest.param("2.02", ["2.00"], FAIL, id="one part: 0.02 of 0.01"),
    ],
)
def test_two_statements_agree_when_their_intervals_meet(
    stated: str, parts: list[str], kind: OutcomeKind
) -> None:
    table = listed("万元", "合计", f"合计 | {stated}", *(f"甲 | {part}" for part in parts))
    assert judged("list.all.total == sum(list.items.total)", table).kind is kind


def test_a_residual_is_shown_with_the_largest_that_rounding_explains() -> None:
    table = listed("万元", "合计", "合计 | 3.01", "甲 | 1.00", "乙 | 2.00")
    computation = computed("list.all.total == sum(list.items.total)", table)
    assert (computation.difference, computation.allowed) == (Decimal(100), Decimal(150))
    assert (computation.left.formula, computation.right.formula) == ("3.01", "1.00 + 2.00")
    assert computation.result is NEARLY


# --- "For 2 decimals and n addends the allowed residual is 0.005·(n+1)." ---


@pytest.mark.parametrize("addends", [1, 2, 3, 8, 16, 40])
def test_the_allowed_residual_grows_with_the_addends(addends: int) -> None:
    table = listed("元", "合计", "合计 | 9.00", *["甲 | 1.00"] * addends)
    computation = computed("list.all.total == sum(list.items.total)", table)
    assert computation.allowed == Decimal("0.005") * (addends + 1)


def test_a_long_table_does_not_cry_wolf() -> None:
    table = listed("万元", "合计", "合计 | 16.08", *["甲 | 1.00"] * 16)
    assert judged("list.all.total == sum(list.items.total)", table).kind is NEARLY


def test_a_long_table_hides_no_more_than_rounding_explains() -> None:
    table = listed("万元", "合计", "合计 | 16.09", *["甲 | 1.00"] * 16)
    assert judged("list.all.total == sum(list.items.total)", table).kind is FAIL


def test_a_short_table_does_not_hide_a_real_error() -> None:
    table = listed("万元", "合计", "合计 | 3.50", "甲 | 1.00", "乙 | 2.10")
    assert judged("list.all.total == sum(list.items.total)", table).kind is FAIL


# --- "The precision of a figure is the finest printed among its fellows." ---


def test_in_a_column_15_0_beside_15_00_is_15_00() -> None:
    table = listed("万元", "合计", "合计 | 18.0", "甲 | 15.0", "乙 | 3", "丙 | 0.05")
    computation = computed("list.all.total == sum(list.items.total)", table)
    assert computation.allowed == Decimal("0.005") * 4 * 10000
    assert computation.result is FAIL


def test_another_column_is_no_fellow() -> None:
    table = listed("万元", "合计 | 甲", "合计 | 18 | 0.01", "甲 | 15 | 0.02", "乙 | 2 | 0.03")
    computation = computed("list.all.total == sum(list.items.total)", table)
    assert computation.allowed == Decimal("0.5") * 3 * 10000
    assert computation.result is NEARLY


def test_the_parts_of_a_breakdown_are_fellows() -> None:
    computation = computed("stated.x == before.x + change.x", said("本年18万元，上年15.0万元，增加3.02万元"))
    assert computation.allowed == Decimal("0.005") * 3 * 10000
    assert computation.result is FAIL


def test_a_zero_makes_its_fellows_no_finer() -> None:
    table = listed("万元", "合计", "合计 | 3", "甲 | 2", "乙 | 0.00")
    assert computed("list.all.total == sum(list.items.total)", table).allowed == 10000


# --- "Zero and blank are exact." ---


@pytest.mark.parametrize("nothing", ["0", "0.00", "", "—"])
def test_a_bare_zero_and_a_blank_forgive_nothing(nothing: str) -> None:
    table = listed("万元", "合计", f"合计 | {nothing}", "甲 | 1")
    computation = computed("list.all.total == sum(list.items.total)", table)
    assert computation.allowed == 5000  # of the 1 alone
    assert computation.result is FAIL


def test_a_bare_zero_in_a_sentence_does_not_forgive_half_a_unit() -> None:
    submission = said("本年0万元") + "\n" + listed("万元", "合计", "甲 | 0.40")
    assert judged("stated.x == sum(list.rows.total)", submission).kind is FAIL


def test_blank_is_zero_in_a_sum() -> None:
    table = listed("万元", "合计 | 甲 | 乙", "甲 | 5.00 | 5.00 | ")
    assert judged("sum(list.rows.total) == sum(list.rows.one) + sum(list.rows.two)", table).kind is PASS


def test_blank_is_zero_where_a_cell_is_added() -> None:
    table = listed("万元", "合计 | 甲 | 乙", "甲 | 5.00 | 5.00 | ")
    for sides in ("row.total == row.one + row.two", "row.total - row.two == row.one", "row.two == 0"):
        (outcome,) = outcomes(NAMES, f"for_each: row in list.rows\nassert: {sides}", table)
        assert outcome.kind is PASS
        assert [(cell.column, cell.role) for cell in outcome.evidence if not cell.text] == [("乙", "blank")]


def test_blank_is_not_a_stated_zero() -> None:
    table = listed("万元", "合计", "合计 | ", "甲 | 0")
    assert judged("list.all.total is stated", table).kind is FAIL
    assert judged("first(list.items.total) is stated", table).kind is PASS


# --- "Counts, quantities, unit prices and numbers written in a rule are exact." ---


@pytest.mark.parametrize(
    ("column", "name"),
    [("数量", "quantity"), ("单价", "price")],
)
def test_a_column_of_counts_or_prices_is_exact(column: str, name: str) -> None:
    table = listed("万元", column, "合计 | 3", "甲 | 1", "乙 | 1")
    computation = computed(f"list.all.{name} == sum(list.items.{name})", table)
    assert computation.allowed == 0
    assert computation.result is FAIL


def test_a_count_in_a_sentence_is_exact() -> None:
    assert judged("cars.x == other_cars.x", said("车辆5辆，公车6辆")).kind is FAIL


def test_equal_counts_agree() -> None:
    assert judged("cars.x == other_cars.x", said("车辆5辆，公车5辆")).kind is PASS


@pytest.mark.parametrize(
    ("number", "kind"),
    [("5.00万元", PASS), ("5.004万元", NEARLY), ("5.005万元", NEARLY), ("5.006万元", FAIL), ("5万元", PASS)],
)
def test_a_number_written_in_a_rule_is_exact(number: str, kind: OutcomeKind) -> None:
    assert judged(f"stated.x == {number}", said("本年5.00万元")).kind is kind


@pytest.mark.parametrize(
    ("quantity", "price", "total", "kind"),
    [
        pytest.param("65.00", "0.50", "32.50", PASS, id="equal"),
        pytest.param("3", "0.335", "1.01", NEARLY, id="the result is rounded"),
        pytest.param("3", "0.335", "1.00", NEARLY, id="the result is cut off"),
        pytest.param("3", "0.33", "1.00", FAIL, id="the price is not: 3 × 0.33 is 0.99"),
        pytest.param("1000", "0.01", "14.00", FAIL, id="1000 × 0.01 does not equal 14"),
        pytest.param("1000", "0.01", "10", PASS, id="1000 × 0.01 equals 10"),
    ],
)
def test_in_a_product_only_the_stated_result_has_an_interval(
    quantity: str, price: str, total: str, kind: OutcomeKind
) -> None:
    table = listed(
        "万元", "数量 | 单价 | 合计", f"合计 | {quantity} | {price} | {total}", "甲 | 1 | 1.00 | 0.01"
    )
    assert judged("list.all.quantity * list.all.price == list.all.total", table).kind is kind


# --- "Units convert with their precision." ---


@pytest.mark.parametrize(
    ("sentence", "cell", "unit", "kind"),
    [
        pytest.param("7445.08万元", "74450800", "元", PASS, id="equal"),
        pytest.param("7445.08万元", "74450812.34", "元", NEARLY, id="rounded"),
        pytest.param("7445.08万元", "74450850", "元", NEARLY, id="half a unit of the coarser one"),
        pytest.param("7445.08万元", "74450851", "元", FAIL, id="more than half a unit of each"),
        pytest.param("7445.08元", "74450800", "元", FAIL, id="the wrong unit"),
        pytest.param("0.74亿元", "7445.08", "万元", NEARLY, id="hundred millions"),
        pytest.param("0.75亿元", "7445.08", "万元", FAIL, id="hundred millions, one digit off"),
        pytest.param("7445千元", "744.50", "万元", PASS, id="thousands"),
    ],
)
def test_units_convert_with_their_precision(sentence: str, cell: str, unit: str, kind: OutcomeKind) -> None:
    submission = said(f"本年{sentence}") + "\n" + listed(unit, "合计", f"合计 | {cell}")
    assert judged("stated.x == list.all.total", submission).kind is kind


def test_the_unit_of_a_converted_amount_stays_visible() -> None:
    submission = said("本年3.00万元") + "\n" + listed("元", "合计", "甲 | 10000", "乙 | 20000")
    computation = computed("stated.x == sum(list.rows.total)", submission)
    assert (computation.left.unit.name, computation.right.unit.name) == ("万元", "元")
    assert computation.allowed == Decimal("50") + Decimal("0.5") * 2


# --- "A derived figure may have been computed from rounded operands." ---


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        pytest.param("3,355.64", NEARLY, id="the exact difference, rounded"),
        pytest.param("3,355.65", NEARLY, id="18,976.76 − 15,621.11 is what the writer did"),
        pytest.param("3,355.63", NEARLY, id="as far below"),
        pytest.param("3,355.66", FAIL, id="farther than both roundings"),
        pytest.param("3,355.62", FAIL, id="as far below as that"),
    ],
)
def test_a_stated_difference_may_come_from_operands_rounded_to_its_unit(
    stated: str, kind: OutcomeKind
) -> None:
    submission = (
        said(f"增加{stated}万元") + "\n" + listed("元", "合计", "本年 | 189767554", "上年 | 156211126")
    )
    difference = "max(list.rows.total) - min(list.rows.total)"
    assert computed(f"{difference} == 33556428元", submission).difference == 0  # the exact one
    assert judged(f"change.x == {difference}", submission).kind is kind


def test_the_difference_may_stand_on_either_side() -> None:
    submission = (
        said("增加3,355.65万元") + "\n" + listed("元", "合计", "本年 | 189767554", "上年 | 156211126")
    )
    assert judged("max(list.rows.total) - min(list.rows.total) == change.x", submission).kind is NEARLY


def test_a_sum_is_not_derived_and_its_operands_are_not_widened() -> None:
    submission = said("本年3,355.65万元") + "\n" + listed("元", "合计", "甲 | 33556427", "乙 | 1")
    assert judged("stated.x == sum(list.rows.total)", submission).kind is FAIL


def test_operands_finer_than_the_difference_are_widened_and_no_others() -> None:
    submission = said("增加3.0万元，本年9.00万元，上年6.00万元")
    computation = computed("change.x == stated.x - before.x", submission)
    assert computation.allowed == Decimal("0.005") * 3 * 10000


@pytest.mark.parametrize(
    ("percent", "kind"),
    [
        pytest.param("33.2", NEARLY, id="of the exact amounts: 33.16"),
        pytest.param("33.3", NEARLY, id="of the sentence's amounts: 0.12 against 0.09"),
        pytest.param("12.2", FAIL, id="of neither"),
    ],
)
def test_a_growth_may_come_from_amounts_as_the_sentence_prints_them(percent: str, kind: OutcomeKind) -> None:
    submission = (
        said(f"本年0.12万元，增加0.03万元，增长{percent}%")
        + "\n"
        + listed("元", "合计", "本年 | 1249", "上年 | 938")
    )
    growth = "(max(list.rows.total) - min(list.rows.total)) / min(list.rows.total)"
    assert judged(f"growth.x == {growth}", submission).kind is kind


# --- "A printed percentage stands for ± one unit of its last digit." ---


@pytest.mark.parametrize(
    ("percent", "kind"),
    [
        pytest.param("95.46", PASS, id="equal"),
        pytest.param("95.45", NEARLY, id="95.45 for 95.46"),
        pytest.param("95.47", NEARLY, id="plugged"),
        pytest.param("95.44", FAIL, id="two units off"),
        pytest.param("95.5", NEARLY, id="rounded to one decimal"),
        pytest.param("95.4", NEARLY, id="truncated to one decimal"),
        pytest.param("95.6", FAIL, id="two units off with one decimal"),
        pytest.param("95", NEARLY, id="truncated to a whole"),
        pytest.param("97", FAIL, id="two units off with a whole"),
    ],
)
def test_a_percentage_may_be_off_by_a_unit_of_its_last_digit(percent: str, kind: OutcomeKind) -> None:
    submission = said(f"本年95460000.00万元，上年100000000.00万元，占{percent}%")
    assert judged("share.x == stated.x / before.x", submission).kind is kind


def test_a_share_is_shown_as_a_quotient_in_percent() -> None:
    computation = computed("share.x == stated.x / before.x", said("本年30.00万元，上年40.00万元，占75%"))
    assert (computation.right.value, computation.right.unit.name) == (Decimal(75), "%")
    assert computation.right.formula == "30.00 ÷ 40.00"


def test_a_percentage_takes_its_part_of_an_amount() -> None:
    submission = said("本年30.00万元，上年40.00万元，占75%")
    assert judged("stated.x == before.x * share.x", submission).kind is PASS


@pytest.mark.parametrize("base", ["0万元", "0.00万元"])
def test_a_share_of_zero_is_undetermined_and_says_so(base: str) -> None:
    outcome = judged("growth.x == stated.x / before.x", said(f"本年5.00万元，上年{base}，增长100%"))
    assert outcome.kind is UNDETERMINED
    assert outcome.reasons[0].code == "division_by_zero"
    assert [(item.text, item.place.line) for item in outcome.evidence] == [(base, 2)]


# --- when <=, <, >=, >, != hold ---


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("stated.x <= 5.00万元", PASS),
        ("stated.x <= 4.996万元", NEARLY),
        ("stated.x <= 4.99万元", FAIL),
        ("stated.x >= 5.00万元", PASS),
        ("stated.x >= 5.004万元", NEARLY),
        ("stated.x >= 5.01万元", FAIL),
        ("stated.x < 5.01万元", PASS),
        ("stated.x < 5.004万元", PASS),
        ("stated.x < 5.00万元", FAIL),
        ("stated.x > 5.00万元", FAIL),
        ("stated.x < 4.99万元", FAIL),
        ("stated.x > 4.99万元", PASS),
        ("stated.x > 5.01万元", FAIL),
        ("stated.x != 4.99万元", PASS),
        ("stated.x != 5.00万元", FAIL),
        ("stated.x != 0", PASS),
        ("stated.x > 0", PASS),
        ("-stated.x < 0", PASS),
        ("abs(before.x - stated.x) == 2.00万元", PASS),
    ],
)
def test_the_other_comparisons(condition: str, kind: OutcomeKind) -> None:
    assert judged(condition, said("本年5.00万元，上年3.00万元")).kind is kind


def test_a_share_of_a_small_whole_may_be_much_more_than_it_is_printed() -> None:
    submission = said("本年100万元，上年1万元")  # 100 of 0.5 to 1.5: between 6633 % and 20100 %
    for condition, kind in [
        ("== 18000%", NEARLY),
        (">= 18000%", NEARLY),
        (">= 20101%", FAIL),
        ("<= 6600%", FAIL),
    ]:
        assert judged(f"stated.x / before.x {condition}", submission).kind is kind


def test_three_thirds_are_the_whole_though_a_third_has_no_last_digit() -> None:
    third = "cars.x / other_cars.x"
    submission = said("车辆1辆，公车3辆")
    assert judged(f"{third} + {third} + {third} == 100%", submission).kind is NEARLY
    assert judged(f"{third} + {third} == 66.67%", submission).kind is FAIL


# --- "A rule may say `tolerance: exact` or give a number." ---


@pytest.mark.parametrize(
    ("tolerance", "kind"),
    [
        ("exact", FAIL),
        ("50元", FAIL),
        ("0.01万元", NEARLY),
        ("100元", NEARLY),
        ("1万元", NEARLY),
    ],
)
def test_a_rule_may_give_its_own_tolerance(tolerance: str, kind: OutcomeKind) -> None:
    table = listed("万元", "合计", "合计 | 3.01", "甲 | 1.00", "乙 | 2.00")
    rule = f"assert: list.all.total == sum(list.items.total)\ntolerance: {tolerance}"
    (outcome,) = outcomes(NAMES, rule, table)
    assert outcome.kind is kind


def test_equal_amounts_pass_with_any_tolerance() -> None:
    table = listed("万元", "合计", "合计 | 3.00", "甲 | 1.00", "乙 | 2.00")
    rule = "assert: list.all.total == sum(list.items.total)\ntolerance: exact"
    assert [outcome.kind for outcome in outcomes(NAMES, rule, table)] == [PASS]


# --- "In a long sum, rounding can hide a small error." ---


def test_a_small_error_in_a_long_sum_stays_visible_and_the_row_catches_it() -> None:
    rows = [f"第{index} | 2.00 | 0.50 | {'1.05' if index == 7 else '1.00'}" for index in range(20)]
    table = listed("万元", "数量 | 单价 | 合计", "合计 | 40.00 |  | 20.00", *rows)
    (column,) = outcomes(NAMES, "assert: list.all.total == sum(list.items.total)", table)
    assert column.kind is NEARLY
    assert column.computations[0].difference == Decimal(-500)
    by_row = outcomes(
        NAMES, "for_each: row in list.items\nassert: row.quantity * row.price == row.total", table
    )
    assert [outcome.subject for outcome in by_row if outcome.kind is FAIL] == ["明细表 第9行 第7"]


# --- unlike units do not compare ---


@pytest.mark.parametrize(
    ("sentence", "condition", "reason", "shown"),
    [
        pytest.param(
            "车辆5辆，公车5台", "cars.x == other_cars.x", "unlike_units", ["5辆", "5台"], id="辆 with 台"
        ),
    ],
)
def test_unlike_units_are_undetermined_and_both_places_are_shown(
    sentence: str, condition: str, reason: str, shown: list[str]
) -> None:
    outcome = judged(condition, said(sentence))
    assert outcome.kind is UNDETERMINED
    assert outcome.reasons[0].code == reason
    assert [(item.text, item.place.line) for item in outcome.evidence] == [(text, 2) for text in shown]


@pytest.mark.parametrize(("points", "kind"), [("5.5", PASS), ("5.4", NEARLY), ("5.9", FAIL), ("-5.5", FAIL)])
def test_the_difference_of_two_percentages_is_in_percentage_points(points: str, kind: OutcomeKind) -> None:
    submission = said(f"占33.5%，比重28.0%，提高{points}个百分点")
    assert judged("points.x == share.x - other_share.x", submission).kind is kind


def test_a_table_without_a_unit_does_not_compare_with_money() -> None:
    submission = said("本年5.00万元") + "\n明细表\n| 项目 | 合计 |\n| 合计 | 5.00 |\n"
    outcome = judged("stated.x == list.all.total", submission)
    assert outcome.kind is UNDETERMINED
    assert [reason.code for reason in outcome.reasons] == ["unit_missing"]
    assert outcome.reasons[0].details == (("text", "5.00"),)
    assert ("5.00", 5) in [(item.text, item.place.line) for item in outcome.evidence]


def test_a_table_without_a_unit_adds_up_all_the_same() -> None:
    table = "明细表\n| 项目 | 合计 |\n| 合计 | 3.00 |\n| 甲 | 1.00 |\n| 乙 | 2.00 |\n"
    assert judged("list.all.total == sum(list.items.total)", table).kind is PASS


def test_a_bare_zero_of_a_rule_is_like_any_unit() -> None:
    submission = said("本年5.00万元，车辆5辆，占5%")
    for name in ("stated", "cars", "share"):
        assert judged(f"{name}.x > 0", submission).kind is PASS
