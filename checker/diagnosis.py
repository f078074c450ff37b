"""Why a difference is what it is: which single figure, corrected how, would make failed equalities hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from checker.model.amount import MONEY_UNITS, Dimension, divided
from checker.model.figure import Figure, FigureId
from checker.model.outcome import Computation, Outcome, OutcomeKind, Side, Term


class Slip(StrEnum):
    """What may have happened to a figure, the likelier first."""

    UNIT = "unit"
    SWAPPED = "swapped_digits"
    DIGIT = "one_digit"
    POINT = "decimal_point"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A figure and the words that would be right in its place. `base` is their value in the base unit."""

    figure: Figure
    slip: Slip
    corrected: str
    base: Decimal


@dataclass(frozen=True, slots=True)
class Blame:
    """One correction that makes all of these failed outcomes (by their index) hold and breaks none that held."""

    hypothesis: Hypothesis
    explains: tuple[int, ...]


_ORDER = list(Slip)


def hypotheses(computation: Computation) -> Iterator[Hypothesis]:
    """The single figures of a failed equality whose correction would make it hold."""
    if computation.operator != "==":
        return
    for side, sign in ((computation.left, 1), (computation.right, -1)):
        other = computation.right if sign > 0 else computation.left
        for term in side.terms:
            wanted = _wanted(term, side, other, computation.difference * sign)
            if wanted is not None:
                yield _named(term.figure, wanted, computation.allowed)


def _wanted(term: Term, side: Side, other: Side, difference: Decimal) -> Decimal | None:
    """The base value that the figure would need; None where no figure could be printed so."""
    figure = term.figure
    if term.sign != 0:
        return figure.amount.base - difference * term.sign
    if side.value == 0 or any(other_term.sign != 0 for other_term in side.terms):
        return None
    value = divided(figure.amount.base * other.value, side.value)
    in_unit = value / figure.amount.unit.scale
    return value if in_unit == in_unit.quantize(figure.amount.step) else None


def _named(figure: Figure, wanted: Decimal, allowed: Decimal) -> Hypothesis:
    """What kind of slip would lead from the wanted value to the printed one."""
    amount = figure.amount
    own_unit = figure.text.rstrip().endswith(amount.unit.name)
    if own_unit and amount.unit.dimension is Dimension.MONEY and amount.value != 0:
        for unit in MONEY_UNITS:
            base = amount.value * unit.scale
            if unit != amount.unit and _near(base, wanted, allowed):
                return Hypothesis(figure, Slip.UNIT, f"{amount.value}{unit.name}", base)
    in_unit = (wanted / amount.unit.scale).normalize()
    decimals = max(-_exponent(amount.value), -_exponent(in_unit), 0)
    printed, right = f"{amount.value:.{decimals}f}", f"{in_unit:.{decimals}f}"
    corrected = right + amount.unit.name
    return Hypothesis(figure, _slip(printed, right, amount.value, in_unit), corrected, wanted)


def _near(base: Decimal, wanted: Decimal, allowed: Decimal) -> bool:
    """Whether a value is the wanted one but for rounding, which never makes up a hundredth of it."""
    return abs(base - wanted) <= min(allowed, abs(wanted) / 100)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # amounts are finite
    return exponent


def _slip(printed: str, right: str, value: Decimal, wanted: Decimal) -> Slip:
    if len(printed) == len(right):
        differing = [at for at in range(len(printed)) if printed[at] != right[at]]
        if len(differing) == 2 and all(
            printed[a] == right[b] for a, b in (tuple(differing), tuple(reversed(differing)))
        ):
            return Slip.SWAPPED
        if len(differing) == 1:
            return Slip.DIGIT
    if value and any(value.scaleb(shift) == wanted for shift in (-3, -2, -1, 1, 2, 3)):
        return Slip.POINT
    return Slip.VALUE


def blames(outcomes: Sequence[Outcome]) -> tuple[Blame, ...]:
    """The corrections that each explain the most failed outcomes, until those that share a figure are covered.

    A correction is offered only if it explains two or more failed outcomes, or one by a slip of the unit, and
    if no equality that held would fail by it.
    """
    failed = {
        index: [computation for computation in outcome.computations if computation.result is OutcomeKind.FAIL]
        for index, outcome in enumerate(outcomes)
        if outcome.kind is OutcomeKind.FAIL
    }
    candidates = _candidates(failed)
    held = _held(outcomes)
    units = Counter(
        term.figure.amount.unit.name
        for outcome in outcomes
        for computation in outcome.computations
        for term in computation.left.terms + computation.right.terms
    )
    chosen: list[Blame] = []
    covered: set[int] = set()
    while True:
        best: Blame | None = None
        for (figure_id, base), explained in candidates.items():
            left = {index: hypothesis for index, hypothesis in explained.items() if index not in covered}
            if not left:
                continue
            hypothesis = min(left.values(), key=lambda item: _ORDER.index(item.slip))
            if len(left) < 2 and hypothesis.slip is not Slip.UNIT:
                continue
            if any(_breaks(computation, figure_id, base) for computation in held.get(figure_id, ())):
                continue
            blame = Blame(hypothesis, tuple(sorted(left)))
            if best is None or _rank(blame, units) < _rank(best, units):
                best = blame
        if best is None:
            return tuple(chosen)
        chosen.append(best)
        covered.update(best.explains)


def _rank(blame: Blame, units: Mapping[str, int]) -> tuple[int, int, int, FigureId]:
    """Most explained first, then the likelier slip, then the figure whose unit is the odd one."""
    figure = blame.hypothesis.figure
    return (
        -len(blame.explains),
        _ORDER.index(blame.hypothesis.slip),
        units[figure.amount.unit.name],
        figure.id,
    )


def _candidates(
    failed: Mapping[int, Sequence[Computation]],
) -> dict[tuple[FigureId, Decimal], dict[int, Hypothesis]]:
    """Corrections by figure and value, with the outcomes that each explains.

    A correction explains an outcome if it makes all of its failed equalities hold; values that rounding
    cannot tell apart are one correction.
    """
    found: dict[FigureId, list[tuple[int, Hypothesis]]] = {}
    for index, computations in failed.items():
        for computation in computations:
            for hypothesis in hypotheses(computation):
                found.setdefault(hypothesis.figure.id, []).append((index, hypothesis))
    candidates: dict[tuple[FigureId, Decimal], dict[int, Hypothesis]] = {}
    for figure_id, entries in found.items():
        for _, center in entries:
            near = center.figure.amount.step * center.figure.amount.unit.scale * 2
            if center.slip is Slip.UNIT:
                near = abs(center.base) / 100
            close = [(index, other) for index, other in entries if abs(other.base - center.base) <= near]
            counts = Counter(index for index, _ in close)
            candidates[figure_id, center.base] = {
                index: other for index, other in close if counts[index] == len(failed[index])
            }
    return candidates


def _held(outcomes: Sequence[Outcome]) -> dict[FigureId, list[Computation]]:
    held: dict[FigureId, list[Computation]] = {}
    for outcome in outcomes:
        for computation in outcome.computations:
            if computation.operator == "==" and computation.result in (
                OutcomeKind.PASS,
                OutcomeKind.PASS_WITHIN_ROUNDING,
            ):
                for term in computation.left.terms + computation.right.terms:
                    held.setdefault(term.figure.id, []).append(computation)
    return held


def _breaks(computation: Computation, figure_id: FigureId, base: Decimal) -> bool:
    """Whether an equality that held would fail if the figure had this value."""
    difference = computation.difference
    for side, sign in ((computation.left, 1), (computation.right, -1)):
        for term in side.terms:
            if term.figure.id == figure_id:
                if term.sign == 0:
                    return True
                difference += (base - term.figure.amount.base) * term.sign * sign
    return abs(difference) > computation.allowed
