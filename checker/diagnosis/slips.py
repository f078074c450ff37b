"""What a figure may have been meant to be: the slips that lead from a right amount to the printed one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from checker.model.amount import MONEY_UNITS, Amount, Dimension, divided
from checker.model.figure import Figure


class Slip(StrEnum):
    """What may have happened to a figure."""

    UNIT = "unit"
    SWAPPED = "swapped_digits"
    DIGIT = "one_digit"
    LENGTH = "digit_missing_or_more"
    POINT = "decimal_point"
    VALUE = "value"

    @property
    def tier(self) -> int:
        """A wrong unit is the likeliest; other slips of the pen are likelier than just any other value.

        One difference can be fitted by several kinds of slips, so these are of one tier.
        """
        return {Slip.UNIT: 0, Slip.VALUE: 2}.get(self, 1)


_EVERYDAY_UNITS = frozenset({"元", "万元", "亿元"})
"""Units that any disclosure may use. A place of the decimal point is likelier than 千元 that nobody uses."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A figure and the amount that would be right in its place."""

    figure: Figure
    slip: Slip
    amount: Amount

    @property
    def base(self) -> Decimal:
        return self.amount.base

    @property
    def corrected(self) -> str:
        """The amount with its unit, as one would print it."""
        return f"{self.amount.value:f}{self.amount.unit.name}"


def hypotheses(
    figure: Figure, wanted: Iterable[Decimal], exactly: bool, units: Mapping[str, int]
) -> Iterator[Hypothesis]:
    """What a figure may have been meant to be if it should come to one of the wanted base values.

    `exactly`: a factor cannot be rounded. `units` are those that the document's figures print.
    """
    for value in wanted:
        yield from _of_other_unit(figure, value, units)
        hypothesis = _of_other_value(figure, value, exactly)
        if hypothesis is not None:
            yield hypothesis


def prints_unit(figure: Figure) -> bool:
    """Whether a figure of money has its unit beside it, and not from a caption or column."""
    unit = figure.amount.unit
    return unit.dimension is Dimension.MONEY and figure.text.rstrip().endswith(unit.name)


def _of_other_unit(figure: Figure, wanted: Decimal, units: Mapping[str, int]) -> Iterator[Hypothesis]:
    """The same number in another unit, if that comes to the wanted value but for a hundredth of it."""
    printed = figure.amount
    if not prints_unit(figure) or printed.value == 0:
        return
    for unit in MONEY_UNITS:
        amount = replace(printed, unit=unit)
        near = abs(amount.base - wanted) <= abs(wanted) / 100
        if unit != printed.unit and near and (unit.name in units or unit.name in _EVERYDAY_UNITS):
            yield Hypothesis(figure, Slip.UNIT, amount)


def _of_other_value(figure: Figure, wanted: Decimal, exactly: bool) -> Hypothesis | None:
    """The wanted value as the figure would print it; None where it could not, or would be less than nothing."""
    printed = figure.amount
    in_unit = divided(wanted, printed.unit.scale)
    value = in_unit.quantize(min(printed.step, Decimal(1).scaleb(_exponent(printed.value))))
    if (exactly and value != in_unit) or value == printed.value or (value < 0 <= printed.value):
        return None
    slip, value = _slip(printed.value, value)
    return Hypothesis(figure, slip, replace(printed, value=value))


def _slip(printed: Decimal, right: Decimal) -> tuple[Slip, Decimal]:
    """What kind of slip leads from the right value to the printed one, and the value with as many digits."""
    if printed and any(printed.scaleb(shift) == right for shift in (-3, -2, -1, 1, 2, 3)):
        return Slip.POINT, right
    shorter = right.normalize()
    decimals = max(-_exponent(printed), -_exponent(shorter), 0)
    wrote, meant = f"{printed:.{decimals}f}", f"{right:.{decimals}f}"
    value = Decimal(meant)
    if len(wrote) != len(meant):
        short, long = sorted((wrote, meant), key=len)
        one_more = any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
        return (Slip.LENGTH if one_more else Slip.VALUE), value
    differing = [at for at in range(len(wrote)) if wrote[at] != meant[at]]
    if len(differing) == 2 and [wrote[at] for at in differing] == [meant[at] for at in reversed(differing)]:
        return Slip.SWAPPED, value
    return (Slip.DIGIT if len(differing) == 1 else Slip.VALUE), value


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # amounts are finite
    return exponent
