"""Amounts: exact decimals with unit and printed precision, and the intervals that they stand for."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum

from checker.model.frozen import frozen
from checker.model.text import normalise

EXACT = Context(prec=60)
"""Enough digits that sums and products of printed amounts are exact; set while facts are found, rules judged and findings made."""
_ROUNDED = {
    way: Context(prec=EXACT.prec, rounding=way) for way in (ROUND_HALF_EVEN, ROUND_FLOOR, ROUND_CEILING)
}

_NONE, _HALF = Decimal(0), Decimal("0.5")


class Dimension(StrEnum):
    """What a unit measures; unlike dimensions do not compare."""

    MONEY = "money"
    PERCENT = "percent"
    POINT = "point"
    COUNT = "count"
    NUMBER = "number"


@frozen
class Unit:
    """A printed unit. `scale` is its worth in the base unit of its dimension (元 for money)."""

    name: str
    dimension: Dimension
    scale: Decimal

    def compares_with(self, other: Unit) -> bool:
        """Money compares with money; a count with the same count, or with one whose unit is not printed.

        Percentage points are the difference of two percentages.
        """
        if self.dimension is not other.dimension:
            return {self.dimension, other.dimension} in _ALIKE
        return (
            self.dimension is not Dimension.COUNT or self.name == other.name or "" in (self.name, other.name)
        )


_ALIKE = ({Dimension.NUMBER, Dimension.COUNT}, {Dimension.PERCENT, Dimension.POINT})


def _money(name: str, scale: str) -> Unit:
    return Unit(name, Dimension.MONEY, Decimal(scale))


YUAN = _money("元", "1")
WAN = _money("万元", "10000")
PERCENT = Unit("%", Dimension.PERCENT, Decimal(1))
POINT = Unit("个百分点", Dimension.POINT, Decimal(1))
NUMBER = Unit("", Dimension.NUMBER, Decimal(1))
COUNT = Unit("", Dimension.COUNT, Decimal(1))

MONEY_UNITS = (
    YUAN,
    _money("千元", "1000"),
    WAN,
    _money("百万元", "1000000"),
    _money("千万元", "10000000"),
    _money("亿元", "100000000"),
)
COUNT_WORDS = (
    "平方米 立方米 平方公里 公里 千米 公顷 亩 米 吨 千克 公斤 千瓦时 人次 批次 车次 辆次 人天 人日 人 名 位 户 家 个 "
    "台 套 辆 架 艘 部 件 项 批 次 本 册 份 只 张 把 组 间 幢 栋 座 处 所 条 宗 场 期 班 卷 支 株 头 块 片 瓶 箱 "
    "天 小时"
).split()
UNITS: dict[str, Unit] = (
    {unit.name: unit for unit in MONEY_UNITS}
    | {"%": PERCENT, "个百分点": POINT, "百分点": POINT}
    | {word: Unit(word, Dimension.COUNT, Decimal(1)) for word in COUNT_WORDS}
    | {alias: Unit("平方米", Dimension.COUNT, Decimal(1)) for alias in ("平米", "m2")}
)
"""Every unit that is recognised, by its printed name after normalisation."""

_LONGER_WORDS = {
    "人": "员民才均事工大力口", "个": "人体别性", "台": "账湾", "部": "门分署委队", "家": "具庭电", "项": "目", "次": "数要年月",
    "本": "级部年单市区省次院所办局", "处": "室理置级", "所": "属有在得", "名": "称单录义", "条": "例件", "期": "间末初", "组": "织成",
    "场": "地所景", "座": "谈位", "户": "籍外", "位": "于置", "米": "面", "份": "额", "天": "津然", "班": "级子", "件": "数",
    "片": "区", "间": "接", "批": "准复发", "卷": "烟", "头": "部", "支": "出付持部",
}  # fmt: skip
# A count word that begins a longer word is not a unit: 12345场地, 3项目.


def _unit_pattern(name: str) -> str:
    longer = _LONGER_WORDS.get(name, "")
    return re.escape(name) + (f"(?![{longer}])" if longer else "")


_UNIT_PATTERN = "|".join(_unit_pattern(name) for name in sorted(UNITS, key=len, reverse=True))
NUMBER_PATTERN = r"(?<![\d.A-Za-z])-?\d{1,20}(?:\.\d{1,10})?(?!\.?\d)"
"""No printed amount has more digits; longer runs, and what has two points, are something else."""
QUANTITY = re.compile(rf"(?P<number>{NUMBER_PATTERN})(?P<unit>{_UNIT_PATTERN})?")
"""A number with the unit printed after it, in normalised text."""


@frozen
class Interval:
    """A closed interval in the base unit."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    @property
    def width(self) -> Decimal:
        return self.high - self.low


@frozen
class Amount:
    """A printed figure.

    `value` and `step` (the worth of one unit of the last printed digit) are in the printed unit.
    An exact amount (a count, a unit price, a number in a rule) has no rounding of its own.
    """

    value: Decimal
    unit: Unit
    step: Decimal
    exact: bool = False

    @property
    def base(self) -> Decimal:
        """The value in the base unit of the dimension."""
        return self.value * self.unit.scale

    @property
    def slack(self) -> Decimal:
        """How far the true value may be from the printed one, in the base unit.

        Half a unit of the last printed digit (XBRL Calculations 1.1); a percentage may have been rounded,
        truncated or plugged, so a whole unit. Zero, whole counts and exact amounts have none.
        """
        if self.exact or self.value == 0 or (self.unit.dimension is Dimension.COUNT and self.step >= 1):
            return _NONE
        width = self.step * self.unit.scale
        return width if self.unit.dimension in (Dimension.PERCENT, Dimension.POINT) else width * _HALF

    @property
    def interval(self) -> Interval:
        """The values that this printed amount may stand for, in the base unit."""
        return Interval(self.base - self.slack, self.base + self.slack)

    def __str__(self) -> str:
        return f"{self.value}{self.unit.name}"


def step_of(number: str) -> Decimal:
    """The worth of one unit of the last printed digit: 0.01 for "12.50", 1 for "12"."""
    decimals = len(number.partition(".")[2])
    return Decimal(1).scaleb(-decimals)


_WHOLE = re.compile(r"[-+]?\d{1,20}(?:\.\d{1,10})?")
_IN_BRACKETS = re.compile(r"\((\d{1,20}(?:\.\d{1,10})?)\)")
_SPACED = re.compile(r"[-+(]?[1-9]\d{0,2}(?: \d{3})+\.\d{1,10}(?!\d).*")
"""A number with spaces between its thousands; without decimals it may as well be several numbers."""


def _folded(string: str) -> str:
    """The text of a cell, normalised; the thousands of its number may be set apart by spaces in one line."""
    folded = normalise(string).string
    return folded.replace(" ", "") if "\n" not in string and _SPACED.fullmatch(folded) else folded


def read_number(string: str) -> Decimal | None:
    """The decimal that a cell's text states in full, with no unit; None if it is anything else.

    Accepts thousands separators, full-width digits, a leading sign and accountants' brackets for negatives.
    """
    folded = _folded(string).removeprefix("¥")
    negative = _IN_BRACKETS.fullmatch(folded)
    if negative:
        return Decimal(f"-{negative[1]}")  # -Decimal(…) would round to the context's digits
    return Decimal(folded) if _WHOLE.fullmatch(folded) else None


def read_amount(string: str, default: Unit) -> Amount | None:
    """The amount that a cell's text states in full; its own unit wins over the default of its column."""
    number = read_number(string)
    folded = _folded(string)
    if number is not None:
        return Amount(number, default, step_of(folded.strip("()")))
    match = QUANTITY.fullmatch(folded)
    if match is None or match["unit"] is None:
        return None
    return Amount(Decimal(match["number"]), UNITS[match["unit"]], step_of(match["number"]))


def divided(left: Decimal, right: Decimal, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """The quotient to sixty digits."""
    return _ROUNDED[rounding].divide(left, right)


def plain(value: Decimal) -> str:
    """A decimal as people write it: no exponent, no zeros that nobody printed, no minus before nothing."""
    written = f"{value:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written
