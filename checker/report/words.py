"""Words for what a report says, in Chinese or English; made from evidence, never parsed back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import cast

import yaml

from checker import resources
from checker.diagnosis import Hypothesis
from checker.model.amount import EXACT, Unit, divided, plain
from checker.model.outcome import Computation, Reason, Side
from checker.model.text import Place
from checker.report.build import Finding

LANGUAGES = ("zh", "en")
_MOST_ADDENDS = 8
_MOST_DECIMALS = 8

_Entries = Mapping[str, "str | _Entries"]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str
    entries: _Entries

    def __call__(self, *path: str) -> str:
        """The words at a path, such as ("severity", "error")."""
        entry: str | _Entries = self.entries
        for step in path:
            assert not isinstance(entry, str)
            entry = entry[step]
        assert isinstance(entry, str)
        return entry

    def filled(self, *path: str, **values: object) -> str:
        """The words at a path with values put in; a value is put in as it is and never read as a template."""
        return self(*path).format_map(values)

    def reason(self, reason: Reason) -> str:
        details = dict(reason.details)
        near = details.get("nearest", "")
        details["nearest"] = self.filled("nearest", nearest=near) if near else ""
        return self.filled("reason", reason.code, **details)

    def reasons(self, reasons: tuple[Reason, ...]) -> str:
        return self("joined").join(dict.fromkeys(self.reason(reason) for reason in reasons))

    def place(self, place: Place) -> str:
        """Page, line or spot in words; empty where the format has none."""
        if place.page is not None:
            return self.filled("place", "page", page=place.page)
        if place.line is not None:
            return self.filled("place", "line", line=place.line)
        return place.spot or ""

    def side(self, side: Side) -> str:
        """One side of a comparison: the figure as printed, or its arithmetic and result."""
        if (
            len(side.terms) == 1
            and side.terms[0].sign == 1
            and side.formula == str(side.terms[0].figure.amount.value)
        ):
            return side.terms[0].figure.text + ("" if _ends_with_unit(side) else side.unit.name)
        value = f"{in_unit(side.value, side.unit)}{side.unit.name}"
        if side.formula == in_unit(side.value, side.unit):
            return value
        return f"{self._shortened(side.formula)} = {value}"

    def _shortened(self, formula: str) -> str:
        """A long sum by its first and last addends; the report's worksheet has them all."""
        addends = formula.split(" + ")
        if len(addends) <= _MOST_ADDENDS:
            return formula
        more = self.filled("more_addends", count=len(addends))
        return " + ".join([*addends[:3], more, addends[-1]])

    def computation(self, computation: Computation) -> str:
        unit = common_unit(computation)
        return self.filled(
            "comparison",
            left=self.side(computation.left),
            relation=self("violated", computation.operator),
            right=self.side(computation.right),
            difference=f"{in_unit(abs(computation.difference), unit)}{unit.name}",
            allowed=f"{in_unit(computation.allowed, unit)}{unit.name}",
        )

    def message(self, finding: Finding) -> str:
        """What is wrong, in a sentence or two."""
        parts = [self.computation(computation) for computation in finding.computations[:1]]
        if not parts and finding.reasons:
            parts = [self.reasons(finding.reasons)]
        return self("joined").join(part for part in parts if part) + self._recognised(finding)

    def _recognised(self, finding: Finding) -> str:
        """That words of a finding were recognised in a picture; empty where a text layer was read."""
        places = [item.place for item in finding.evidence if item.place.confidence is not None]
        if not places:
            return ""
        pages = "、".join(str(page) for page in sorted({place.page or 0 for place in places}))
        sure = min(place.confidence or 0.0 for place in places)
        return self.filled("recognised", pages=pages, confidence=sure)

    def hint(self, finding: Finding) -> str:
        likely = finding.likely
        return self.hypothesis(likely, len(finding.computations)) if likely else ""

    def hypothesis(self, likely: Hypothesis, count: int) -> str:
        text = likely.figure.text
        if not text.endswith(likely.figure.amount.unit.name):
            text += likely.figure.amount.unit.name
        return self.filled("slip", likely.slip, text=text, corrected=likely.corrected, count=count)


def _ends_with_unit(side: Side) -> bool:
    return side.terms[0].figure.text.rstrip().endswith(side.unit.name)


def in_unit(value: Decimal, unit: Unit) -> str:
    """A base value in a unit, as people write it; a quotient without end to eight decimals."""
    converted = divided(value, unit.scale)
    exponent = converted.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_MOST_DECIMALS:
        converted = converted.quantize(Decimal(1).scaleb(-_MOST_DECIMALS), context=EXACT)
    return plain(converted)


def common_unit(computation: Computation) -> Unit:
    """The unit to show both sides in: the larger one."""
    return max(computation.left.unit, computation.right.unit, key=lambda unit: unit.scale)


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Words:
    """The words of a language, zh or en."""
    entries = yaml.load(resources.text("reports", f"words/{language}.yaml"), Loader=yaml.BaseLoader)
    return Words(language, cast(_Entries, entries))
