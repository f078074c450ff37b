"""The comparisons that a figure stands in, and whether they hold with another amount in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from checker.model.amount import Amount, Dimension, divided
from checker.model.figure import FigureId
from checker.model.outcome import Computation, Outcome, Side, Term


@dataclass(frozen=True, slots=True)
class Use:
    """A figure in a comparison: `weight` is what a unit more of it adds to the difference, None if unknown."""

    outcome: int
    computation: Computation
    weight: Decimal | None
    terms: tuple[Term, ...]

    @property
    def wanted(self) -> Decimal | None:
        """The base value of the figure with which an equality would hold exactly."""
        if self.computation.operator != "==" or not self.weight:
            return None
        return self.terms[0].figure.amount.base - divided(self.computation.difference, self.weight)

    def holds(self, amount: Amount) -> bool:
        """Whether the comparison holds, by the intervals of its figures, with this amount in its place."""
        if self.weight is None:
            return False
        computation = self.computation
        difference = computation.difference
        difference += (amount.base - self.terms[0].figure.amount.base) * self.weight
        allowed = computation.allowed
        if not _has_fixed_tolerance(computation):
            allowed += sum(_slack(term, amount) - term.slack for term in self.terms if term.sign)
        match computation.operator:
            case "==":
                return abs(difference) <= allowed
            case "<=":
                return difference <= allowed
            case ">=":
                return -difference <= allowed
            case "<":
                return difference < 0
            case ">":
                return difference > 0
            case _:
                return difference != 0


def _has_fixed_tolerance(computation: Computation) -> bool:
    left, right = computation.left, computation.right
    return computation.allowed != (left.high - left.low + right.high - right.low) / 2


def _slack(term: Term, amount: Amount) -> Decimal:
    """How far rounding may take an amount in the place of a term: exact ones stay so, coarser ones too."""
    printed = term.figure.amount
    if term.slack < printed.slack:
        return Decimal(0)
    return max(amount.slack, term.slack) if term.slack > printed.slack else amount.slack


def uses_of(
    outcomes: Sequence[Outcome], failed: Mapping[int, Sequence[Computation]]
) -> dict[FigureId, list[Use]]:
    """Every comparison of each figure that stands in a failed equality."""
    uses: dict[FigureId, list[Use]] = {
        term.figure.id: []
        for computation in chain.from_iterable(failed.values())
        if computation.operator == "=="
        for term in terms_of(computation)
    }
    for index, outcome in enumerate(outcomes):
        for computation in outcome.computations:
            weights: dict[FigureId, Decimal | None] = {}
            terms: dict[FigureId, tuple[Term, ...]] = {}
            for side, sign in ((computation.left, 1), (computation.right, -1)):
                factors = _are_factors(side)
                for term in side.terms:
                    id_ = term.figure.id
                    if id_ in uses:
                        weight, before = _weight(term, side, factors), weights.get(id_, Decimal(0))
                        weights[id_] = None if weight is None or before is None else before + weight * sign
                        terms[id_] = (*terms.get(id_, ()), term)
            for id_, weight in weights.items():
                uses[id_].append(Use(index, computation, weight, terms[id_]))
    return uses


def terms_of(computation: Computation) -> tuple[Term, ...]:
    """The figures of both sides."""
    return computation.left.terms + computation.right.terms


def compared(computation: Computation) -> frozenset[frozenset[FigureId]]:
    """Which figures are compared with which: two rules that compare the same ones are one disagreement."""
    return frozenset(
        frozenset(term.figure.id for term in side.terms) for side in (computation.left, computation.right)
    )


def _are_factors(side: Side) -> bool:
    """Whether the side is the product of its figures (and not a quotient, whose divisors work the other way)."""
    product = Decimal(1)
    for term in side.terms:
        if term.sign != 0:
            return False
        amount = term.figure.amount
        product *= amount.base * (Decimal("0.01") if amount.unit.dimension is Dimension.PERCENT else 1)
    return product == side.value and len({term.figure.id for term in side.terms}) == len(side.terms)


def _weight(term: Term, side: Side, factors: bool) -> Decimal | None:
    if term.sign != 0:
        return Decimal(term.sign)
    base = term.figure.amount.base
    return divided(side.value, base) if factors and base else None
