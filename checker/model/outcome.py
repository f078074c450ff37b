"""Outcomes, their evidence, and findings: outcomes that ask for action."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from enum import StrEnum

from checker.model.amount import Unit
from checker.model.figure import Figure, FigureId
from checker.model.frozen import frozen
from checker.model.text import Place


class OutcomeKind(StrEnum):
    PASS = "pass"
    PASS_WITHIN_ROUNDING = "pass_within_rounding"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


@frozen
class Reason:
    """Why something cannot be told, or what fails: a code with its details; writers make the words."""

    code: str
    details: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, /, **details: str) -> Reason:
        return cls(code, tuple(details.items()))


@frozen
class Evidence:
    """A place with the words that stand there and, for a figure, its value as printed."""

    role: str
    text: str
    place: Place
    value: str | None = None
    unit: str | None = None
    section: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    context: str = ""
    start: int = 0
    end: int = 0
    figure: FigureId | None = None

    @classmethod
    def of_figure(cls, figure: Figure, role: str) -> Evidence:
        return cls(
            role,
            figure.text,
            figure.place,
            str(figure.amount.value),
            figure.amount.unit.name,
            " / ".join(figure.section),
            figure.table,
            figure.row,
            figure.column,
            figure.context,
            figure.start,
            figure.end,
            figure.id,
        )


@frozen
class Unknown:
    """What a value is when it cannot be told: why, and the places that show it. Never an empty list."""

    reasons: tuple[Reason, ...]
    evidence: tuple[Evidence, ...] = ()


@frozen
class Term:
    """One figure in a computation with what it is multiplied by: +1, −1, or 0 if it is not simply added.

    `slack` is how far its true value may be from the printed one in this computation, in the base unit.
    """

    figure: Figure
    sign: int
    slack: Decimal


@frozen
class Side:
    """One side of a comparison: its value, the interval around it, its figures and its arithmetic in words.

    `blanks` are the blank cells that counted as zero.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    unit: Unit
    terms: tuple[Term, ...]
    formula: str
    blanks: tuple[Evidence, ...] = ()


@frozen
class Computation:
    """A comparison that was made. All values are in the base unit; `allowed` is what rounding may explain."""

    operator: str
    left: Side
    right: Side
    difference: Decimal
    allowed: Decimal
    result: OutcomeKind


@frozen
class Outcome:
    """What came of one rule for one subject."""

    rule: str
    subject: str
    kind: OutcomeKind
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    computations: tuple[Computation, ...] = field(default=())
