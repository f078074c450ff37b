"""Grading bands: ≥90, 89~80, 60以下（不含）, as they are printed in tables of 绩效 targets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from checker.model.amount import UNITS, step_of
from checker.model.text import normalise

_UNIT = "|".join(map(re.escape, sorted({*UNITS, "分", "日"}, key=len, reverse=True)))
_END = rf"(?P<{{0}}>\d{{{{1,10}}}}(?:\.\d{{{{1,6}}}})?)(?P<{{0}}_unit>{_UNIT})?(?P<{{0}}_said>\(不?含\))?"
_LOW, _HIGH, _ONLY = (_END.format(name) for name in ("low", "high", "only"))
_AT_LEAST = ">=|≥|≧|⩾|大于等于|大于或等于|不低于|不少于|不小于"
_AT_MOST = "<=|≤|≦|⩽|小于等于|小于或等于|不高于|不超过|不大于|不多于"
_ABOVE, _BELOW = ">|大于|高于|超过|多于", "<|小于|低于|不足|不满|少于"
_UPPER = rf"(?P<upper>{_AT_MOST}|{_BELOW})"
_SAID = r"(?P<said>\(不?含(?P<of>\d{1,10}(?:\.\d{1,6})?)?(?:%|分)?\))?"
_LEAD = r"(?:\(%\)|%)?"
_FORMS = tuple(
    re.compile(_LEAD + form)
    for form in (
        rf"(?P<lower>{_AT_LEAST}|{_ABOVE}){_LOW}(?:[,，且]?(?:并且)?{_UPPER}{_HIGH})?",
        rf"{_UPPER}{_HIGH}",
        rf"{_LOW}(?P<lower><=|≤|≦|⩽|<)[A-Za-z\u4e00-\u9fff]{{1,8}}?{_UPPER}{_HIGH}",
        rf"{_LOW}(?:-|~|—|——|至|到){_HIGH}{_SAID}",
        rf"{_ONLY}(?:及)?(?P<side>以上|以下|以内){_SAID}",
    )
)


@dataclass(frozen=True, slots=True)
class End:
    """An end of a band. `included` is None where the print does not say: the dash of 80~90."""

    value: Decimal
    included: bool | None


@dataclass(frozen=True, slots=True)
class Band:
    """The values from `low` to `high`; None where it goes on, as far as its fellows leave room.

    `step` is the worth of one unit of the last printed digit, `unit` the printed unit or empty.
    """

    low: End | None
    high: End | None
    step: Decimal
    unit: str


def read_band(text: str) -> Band | None:
    """The band that a text states, or None: words such as 优, a lone number, two ranges are none."""
    string = normalise(text).string
    for form in _FORMS:
        match = form.fullmatch(string)
        if match:
            return _band(match, "%" if string.startswith(("%", "(%)")) else "")
    return None


def _band(match: re.Match[str], unit: str) -> Band | None:
    found = match.groupdict()
    names = [name for name in ("low", "high", "only") if found.get(name)]
    units = {unit, *(found[f"{name}_unit"] or "" for name in names)} - {""}
    if len(units) > 1:
        return None
    ends = {name: _end(name, found) for name in names}
    low, high = ends.get("low"), ends.get("high")
    if "only" in ends:
        upward = found["side"] == "以上"
        low, high = (ends["only"], None) if upward else (None, ends["only"])
    if low and high and low.value > high.value and not found.get("lower"):
        low, high = high, low  # 100~90
    if low and high and low.value >= high.value:
        return None
    said = found.get("said")
    if said and found.get("of") and Decimal(found["of"]) not in [end.value for end in ends.values()]:
        return None
    return Band(low, high, min(step_of(found[name]) for name in names), next(iter(units), ""))


def _end(name: str, found: dict[str, str | None]) -> End:
    """An end with whether it is of the band: by its sign, by 以上 and 以下 (which include it in law), or by (含)."""
    value = Decimal(found[name] or "")
    sign = found.get("lower" if name == "low" else "upper")
    own, last = found[f"{name}_said"], found.get("said")
    of = found.get("of")
    if last and (Decimal(of) == value if of else name != "low"):
        own = own or last
    if own:
        return End(value, not own.startswith("(不"))
    if sign:
        return End(value, sign in {*_AT_LEAST.split("|"), *_AT_MOST.split("|")})
    return End(value, True if name == "only" else None)
