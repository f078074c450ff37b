"""Whether grading bands leave no value out and no value in two, at the step that is printed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from checker.engine.values import CellValue, ListValue, Truth
from checker.model.amount import plain
from checker.model.band import Band, End, read_band
from checker.model.outcome import Evidence, Reason, Unknown

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Printed:
    band: Band
    evidence: Evidence

    @property
    def order(self) -> tuple[Decimal, bool]:
        """Bands that have no lower end stand below those that begin where they end."""
        end = self.band.low or self.band.high
        assert end is not None  # a band has one end at least
        return end.value, self.band.low is not None


def is_gapless(of: ListValue) -> Truth:
    """Whether the bands of a list follow each other. One without an end reaches as far as its neighbour."""
    if of.missing is not None:
        return Truth.unknown(of.missing)
    printed: list[_Printed] = []
    for item in of.items:
        if isinstance(item, Unknown):
            return Truth.unknown(item)
        assert isinstance(item, CellValue)  # checked at load
        band = read_band(item.cell.text)
        if band is None:
            reason = Reason.of("no_band", text=item.cell.text, column=item.evidence.column)
            return Truth.unknown(Unknown((reason,), (item.evidence,)))
        printed.append(_Printed(band, item.evidence))
    evidence = tuple(one.evidence for one in printed)
    units = {one.band.unit for one in printed} - {""}
    if len(printed) < _FEWEST or len(units) > 1:
        code = "bands_unlike" if len(units) > 1 else "too_few"
        return Truth.unknown(Unknown((Reason.of(code, words="、".join(sorted(units))),), evidence))
    return _followed(sorted(printed, key=lambda one: one.order), evidence)


def _followed(printed: Sequence[_Printed], evidence: tuple[Evidence, ...]) -> Truth:
    """What fails decides; else an end of which the print does not say to which of two bands it belongs."""
    step = min(one.band.step for one in printed)
    unclear: Truth | None = None
    for below, above in itertools.pairwise(printed):
        found = _between(below.band, above.band, step)
        if found is None:
            continue
        code, value = found
        names = {"below": below.evidence.text, "above": above.evidence.text, "value": plain(value)}
        shown = (below.evidence, above.evidence)
        if code != "band_end_unclear":
            return Truth.of(False, shown, Reason.of(code, **names))
        unclear = unclear or Truth.unknown(Unknown((Reason.of(code, **names),), shown))
    return unclear or Truth.of(True, evidence)


def _between(below: Band, above: Band, step: Decimal) -> tuple[str, Decimal] | None:
    """What is wrong between two neighbours, with the first value that it is wrong of; None if they meet."""
    if above.low is None:  # two without a lower end: the upper one begins where the other ends
        if below.low is None and _last(below.high, step) < _last(above.high, step):
            return None
        end = below.low or above.high
        assert end is not None
        return "bands_overlap", end.value
    if below.high is None:
        if below.low is not None and _first(below.low, step) < _first(above.low, step):
            return None
        return "bands_overlap", above.low.value
    last, first = _last(below.high, step), _first(above.low, step)
    if first - last > step:
        return "bands_gap", last + step
    if first > last:
        return None
    touching = first == last and None in (below.high.included, above.low.included)
    return "band_end_unclear" if touching else "bands_overlap", first


def _first(end: End, step: Decimal) -> Decimal:
    """The first value of a band at the printed step."""
    return end.value + step if end.included is False else end.value


def _last(end: End | None, step: Decimal) -> Decimal:
    assert end is not None
    return end.value - step if end.included is False else end.value
