"""Words for what a report says, in Chinese or English; made from evidence, never parsed back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import cast

import yaml

from checker import resources
from checker.diagnosis import Hypothesis
from checker.model.amount import EXACT, Unit, divided, plain
from checker.model.figure import Figure
from checker.model.outcome import Computation, Reason, Side
from checker.model.rule import Severity
from checker.model.text import Place
from checker.report.build import Finding, Report
from checker.report.naming import full_name

LANGUAGES = ("zh", "en")
_MOST_ADDENDS = 8
_MOST_DECIMALS = 8
_MOST_SUSPECTS = 3
_MOST_FIXES = 3
_MOST_PLACES = 4
_INNER = str.maketrans("“”", "‘’")  # details stand within quotation marks
_HOLE = re.compile(r"\{(?:[^{}:]*:)? *([a-z]+)\}")  # {total: money}, or {money}, in a rule's phrase

_Entries = Mapping[str, "str | _Entries"]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str
    entries: _Entries
    home: str | None = None
    """The file whose places need no name, where places of other files are told as well."""

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

    def reason(self, reason: Reason, longest: int | None = None) -> str:
        """A reason in a sentence; with `longest`, long details are cut and what is nearest is left out."""
        if reason.code == "said":  # a rule's own words
            return _cut(dict(reason.details)["words"], longest)
        details = {name: _cut(value, longest).translate(_INNER) for name, value in reason.details}
        for name in ("nearest", "only_left", "only_right"):  # said only where there is something to say
            value = details.get(name, "")
            said = value and not (name == "nearest" and longest)
            details[name] = self.filled(name, value=value) if said else ""
        details["missing"] = _HOLE.sub(self._hole, details.get("missing", ""))
        code = reason.code
        if code == "cells_blank" and details["count"] == details["total"]:
            code = "column_blank"
        if code == "fact_absent" and not details["section"]:
            code = "fact_absent_anywhere"
        return self.filled("reason", code, **details)

    def _hole(self, match: re.Match[str]) -> str:
        """A hole of a phrase as a reader would say it."""
        return self("hole", match[1] if match[1] in self._group("hole") else "text")

    def _group(self, name: str) -> _Entries:
        group = self.entries[name]
        assert not isinstance(group, str)
        return group

    def reasons(self, reasons: tuple[Reason, ...], longest: int | None = None) -> str:
        return self("joined").join(dict.fromkeys(self.reason(reason, longest) for reason in reasons))

    def place(self, place: Place) -> str:
        """Page, line or spot in words; empty where the format has none."""
        if place.page is not None:
            there = self.filled("place", "page", page=place.page)
        elif place.line is not None:
            there = self.filled("place", "line", line=place.line)
        else:
            there = place.spot or ""
        return self.filled("place", "file", file=place.file, place=there) if self.elsewhere(place) else there

    def elsewhere(self, place: Place) -> bool:
        """Whether a place has to name its file."""
        return self.home is not None and place.file not in ("", self.home)

    def counts(self, report: Report) -> str:
        """How many findings there are of each grade, waived ones left out."""
        return self.filled(
            "terminal",
            "findings",
            errors=report.found(Severity.ERROR),
            warnings=report.found(Severity.WARNING),
            infos=report.found(Severity.INFO),
        )

    def at_home(self, report: Report) -> Words:
        """The words for a report: places name their file where that is not the submission, or the submission is several."""
        document = report.facts.document
        return replace(self, home="" if document.members else document.name)

    def side(self, side: Side) -> str:
        """One side of a comparison: the figure as printed, or its arithmetic and result."""
        blanks = self.blanks(side)
        if (
            len(side.terms) == 1
            and side.terms[0].sign == 1
            and side.formula == str(side.terms[0].figure.amount.value)
        ):
            return printed(side.terms[0].figure) + blanks
        value = f"{in_unit(side.value, side.unit)}{side.unit.name}"
        if side.formula == in_unit(side.value, side.unit):
            return value + blanks
        return f"{self._shortened(side.formula)} = {value}{blanks}"

    def blanks(self, side: Side) -> str:
        """How many blank cells counted as zero."""
        return self.filled("blanks", count=len(side.blanks)) if side.blanks else ""

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
        own = tuple(reason for reason in finding.reasons if reason.code == "said")
        parts = [self.reasons(own)] if own else []
        compared = [one for one in finding.computations if not own or one.left.terms or one.right.terms]
        parts += [self.computation(computation) for computation in compared[:1]]
        if not parts and finding.reasons:
            bare = all(reason.code == "condition_false" for reason in finding.reasons)
            parts = [self.not_met(finding) if bare else self.reasons(finding.reasons)]
        return self("joined").join(part for part in parts if part) + self._recognised(finding)

    def not_met(self, finding: Finding) -> str:
        """That what the rule asks for is not so, where the evidence says no more."""
        return self.filled("headline", "not_met", title=finding.rule.title)

    def _recognised(self, finding: Finding) -> str:
        """That words of a finding were recognised in a picture; empty where a text layer was read."""
        places = [item.place for item in finding.evidence if item.place.confidence is not None]
        if not places:
            return ""
        pages = "、".join(str(page) for page in sorted({place.page or 0 for place in places}))
        sure = min(place.confidence or 0.0 for place in places)
        return self.filled("recognised", pages=pages, confidence=sure)

    def hint(self, finding: Finding) -> str:
        """The likely cause: one figure and its slip, or that it is one of several and no telling which."""
        suspects, count = finding.suspects, finding.disagreements
        if finding.likely is not None:
            return self._slip("slip", finding.likely.slip, suspect=finding.likely, count=count)
        if not suspects:
            return ""
        if len(suspects) > _MOST_SUSPECTS:
            return self.filled("one_of_many", figures=len(suspects), count=count)
        each = self("joined").join(self._slip("one_of_these", suspect=suspect) for suspect in suspects)
        return self.filled("one_of", each=each, count=count)

    def _slip(self, *path: str, suspect: Hypothesis, count: int = 1) -> str:
        key = "once" if count == 1 else "times"
        holds = self.filled("then_holds", key, count=count)
        return self.filled(*path, text=printed(suspect.figure), corrected=suspect.corrected, holds=holds)

    def fix(self, finding: Finding) -> str:
        """What to ask for: of the figure to blame where it is known, else what its rules ask."""
        likely = finding.likely
        if likely is None:
            fixes = dict.fromkeys(rule.fix for rule in finding.rules if rule.fix)
            return " ".join(list(fixes)[:_MOST_FIXES])
        figures = (
            term.figure for c in finding.computations for side in (c.left, c.right) for term in side.terms
        )
        others = dict.fromkeys(
            place
            for figure in figures
            if figure.id != likely.figure.id and (place := self.place(figure.place))
        )
        return self.filled(
            "fix_figure",
            "compared" if others else "alone",
            place=self.place(likely.figure.place),
            name=full_name(likely.figure),
            text=printed(likely.figure),
            corrected=likely.corrected,
            others=self("and").join([*others][:_MOST_PLACES])
            + (self("and_others") if len(others) > _MOST_PLACES else ""),
        )


def printed(figure: Figure) -> str:
    """A figure as it is printed, with its unit."""
    text, unit = figure.text.strip(), figure.amount.unit.name
    return text if text.endswith(unit) else text + unit


def _cut(text: str, longest: int | None) -> str:
    return text if longest is None or len(text) <= longest else text[:longest] + "…"


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
