"""How each figure of a document stands after the check, and what it took part in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from checker.model.figure import FigureId
from checker.model.outcome import Computation, Outcome, OutcomeKind
from checker.report.build import Report

_NO_PART = frozenset({"nearest", "expected-after"})
"""Evidence that only says where something else was looked for."""


class FigureStanding(StrEnum):
    """The gravest first; a bound that holds leaves a figure unchecked (DESIGN 6)."""

    FAILED = "fail"
    ROUNDED = "pass_within_rounding"
    HELD = "pass"
    UNDETERMINED = "undetermined"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Part:
    """What a figure took part in: an outcome, in one of its comparisons where it made any with the figure."""

    outcome: Outcome
    kind: OutcomeKind
    computation: Computation | None


def parts_of(outcomes: Iterable[Outcome]) -> Mapping[FigureId, list[Part]]:
    """What each figure took part in, in the order of the outcomes."""
    found: dict[FigureId, list[Part]] = {}
    for outcome in outcomes:
        for id_, part in _parts(outcome).items():
            found.setdefault(id_, []).append(part)
    return found


def _parts(outcome: Outcome) -> dict[FigureId, Part]:
    """The part that each figure takes in an outcome: of several, in a comparison that fails."""
    found: dict[FigureId, Part] = {}
    for computation in sorted(outcome.computations, key=lambda made: made.result is not OutcomeKind.FAIL):
        part = Part(outcome, _kind(outcome, computation), computation)
        for side in (computation.left, computation.right):
            for term in side.terms:
                found.setdefault(term.figure.id, part)
    alone = Part(outcome, outcome.kind, None)
    for item in outcome.evidence:
        if item.figure is not None and item.role not in _NO_PART:
            found.setdefault(item.figure, alone)
    return found


def _kind(outcome: Outcome, computation: Computation) -> OutcomeKind:
    """What came of a comparison; one that fails in an outcome that holds (`or`) says nothing against it."""
    failed = outcome.kind is OutcomeKind.FAIL
    rounded = outcome.kind is OutcomeKind.PASS_WITHIN_ROUNDING and computation.result is not OutcomeKind.FAIL
    return computation.result if failed or rounded else outcome.kind


def standing_of(figure: FigureId, parts: Iterable[Part], report: Report) -> FigureStanding:
    """The gravest that came of a figure; only what was compared for equality counts as held."""
    kinds = {part.kind for part in parts}
    if OutcomeKind.FAIL in kinds:
        return FigureStanding.FAILED
    if figure in report.checked:
        rounded = OutcomeKind.PASS_WITHIN_ROUNDING in kinds
        return FigureStanding.ROUNDED if rounded else FigureStanding.HELD
    return FigureStanding.UNDETERMINED if OutcomeKind.UNDETERMINED in kinds else FigureStanding.UNCHECKED
