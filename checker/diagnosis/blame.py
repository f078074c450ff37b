"""Why a difference is what it is: which single figure, corrected how, would make failed comparisons hold."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from checker.diagnosis.slips import Hypothesis, Slip, hypotheses, prints_unit
from checker.diagnosis.uses import Use, compared, terms_of, uses_of
from checker.model.outcome import Computation, Outcome, OutcomeKind

_MOST_TRIED = 8
"""So many corrections of one figure are tried, those that most of its failed equalities ask for first."""


@dataclass(frozen=True, slots=True)
class Blame:
    """Failed outcomes (by their index) that one correction makes hold, all of them, and breaks none that held.

    Several suspects explain them equally well; then none of them is to be called the cause. There are none
    where several rules compare the same figures, and nothing says which of these is wrong.
    """

    suspects: tuple[Hypothesis, ...]
    explains: tuple[int, ...]


def blames(outcomes: Sequence[Outcome]) -> tuple[Blame, ...]:
    """What one correction explains: the corrections that mend the most first, then what is left of others.

    One disagreement alone says nothing about which of its figures is wrong; there a correction is offered
    only if it is the only slip of the pen that explains it.
    """
    failed = {
        index: [computation for computation in outcome.computations if computation.result is OutcomeKind.FAIL]
        for index, outcome in enumerate(outcomes)
        if outcome.kind is OutcomeKind.FAIL and not outcome.reasons
    }
    units = _printed_units(outcomes)
    groups: dict[tuple[int, ...], list[Hypothesis]] = defaultdict(list)
    for of_figure in uses_of(outcomes, failed).values():
        best: dict[tuple[int, ...], Hypothesis] = {}
        for hypothesis in _hypotheses(of_figure, failed, units):
            explains = _explained(hypothesis, of_figure, failed)
            if explains and (explains not in best or hypothesis.slip.tier < best[explains].slip.tier):
                best[explains] = hypothesis
        for explains, hypothesis in best.items():
            groups[explains].append(hypothesis)
    return tuple(_chosen(groups, failed, units))


def _printed_units(outcomes: Sequence[Outcome]) -> Counter[str]:
    """How many figures print each unit of money themselves."""
    figures = {
        term.figure.id: term.figure.amount.unit.name
        for outcome in outcomes
        for computation in outcome.computations
        for term in terms_of(computation)
        if prints_unit(term.figure)
    }
    return Counter(figures.values())


def _hypotheses(
    uses: Sequence[Use], failed: Mapping[int, Sequence[Computation]], units: Mapping[str, int]
) -> Iterator[Hypothesis]:
    """What a figure may have been meant to be, by the failed equalities that it stands in."""
    asked = [
        (use, value)
        for use in uses
        if use.outcome in failed and use.computation.result is OutcomeKind.FAIL
        if (value := use.wanted) is not None
    ]
    wanted = Counter[Decimal](value for _, value in asked)
    factor = any(term.sign == 0 for use, _ in asked for term in use.terms)
    most = [value for value, _ in wanted.most_common(_MOST_TRIED)]
    return hypotheses(uses[0].terms[0].figure, most, factor, units)


def _explained(
    hypothesis: Hypothesis, uses: Sequence[Use], failed: Mapping[int, Sequence[Computation]]
) -> tuple[int, ...]:
    """The failed outcomes all of whose comparisons hold once the figure is corrected; none if one breaks."""
    mended: Counter[int] = Counter()
    for use in uses:
        if use.computation.result is OutcomeKind.FAIL:
            mended[use.outcome] += use.holds(hypothesis.amount)
        elif not use.holds(hypothesis.amount):
            return ()
    return tuple(index for index, count in mended.items() if count and count == len(failed.get(index, ())))


def _chosen(
    groups: dict[tuple[int, ...], list[Hypothesis]],
    failed: Mapping[int, Sequence[Computation]],
    units: Mapping[str, int],
) -> Iterator[Blame]:
    """The groups of suspects by what they explain, most first, then the likelier slip.

    Where two groups of equal standing claim the same outcome, neither gets any: nothing tells them apart.
    """
    heap = [_standing(explains, suspects) for explains, suspects in groups.items()]
    heapq.heapify(heap)
    covered: set[int] = set()
    while heap:
        level: dict[tuple[int, ...], None] = {}
        standing = heap[0][:2]
        while heap and heap[0][:2] == standing:
            explains = heapq.heappop(heap)[2]
            suspects = groups.pop(explains, [])
            left = tuple(index for index in explains if index not in covered)
            if suspects and left:
                groups[left] += suspects
                if left == explains and _standing(left, groups[left])[:2] == standing:
                    level[left] = None
                else:
                    heapq.heappush(heap, _standing(left, groups[left]))
        claims = Counter(chain.from_iterable(level))
        for explains in level:
            suspects = _best(groups.pop(explains), units)
            disagreements = {compared(computation) for index in explains for computation in failed[index]}
            if len(disagreements) == 1 and (len(suspects) > 1 or suspects[0].slip is Slip.VALUE):
                suspects = []
            if all(claims[index] == 1 for index in explains) and (suspects or len(explains) > 1):
                covered.update(explains)
                yield Blame(tuple(suspects), explains)


def _standing(explains: tuple[int, ...], suspects: Sequence[Hypothesis]) -> tuple[int, int, tuple[int, ...]]:
    return -len(explains), min(suspect.slip.tier for suspect in suspects), explains


def _best(suspects: Sequence[Hypothesis], units: Mapping[str, int]) -> list[Hypothesis]:
    """Those of the likeliest kind; of several that print the wrong unit, those whose unit is the odd one."""
    kind = min(suspect.slip.tier for suspect in suspects)
    best = [suspect for suspect in suspects if suspect.slip.tier == kind]
    if kind == Slip.UNIT.tier:
        rarest = min(units[suspect.figure.amount.unit.name] for suspect in best)
        best = [suspect for suspect in best if units[suspect.figure.amount.unit.name] == rarest]
    return sorted(best, key=lambda suspect: suspect.figure.id)
