"""Runs the examples of rules, and tries whether a slip in a passing one is noticed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from checker.engine.examples import overall, run_example
from checker.model.errors import UsageError
from checker.model.expression import Name, Words, walk
from checker.model.outcome import Outcome, OutcomeKind
from checker.model.rule import Example, Pack, Rule
from checker.readback.uses import expressions
from checker.rule_tools.mutations import Mutation, mutations
from checker.rule_tools.sidecar_slips import sidecar_slips
from checker.rulebook.load import RuleFile
from checker.rulebook.suggest import suggestion

_PASSING = (OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING)


@dataclass(frozen=True, slots=True)
class Run:
    """An example with what came of it."""

    example: Example
    actual: OutcomeKind
    outcomes: tuple[Outcome, ...]

    @property
    def as_expected(self) -> bool:
        return self.actual is self.example.outcome


@dataclass(frozen=True, slots=True)
class Survivor:
    """A slip in a passing example that the rule did not fail, and what came of it."""

    mutation: Mutation
    example: Example
    actual: OutcomeKind


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule with its runs. `bite` is the first slip that it failed; without one it is toothless."""

    rule: Rule
    runs: tuple[Run, ...]
    tried: int
    bite: Mutation | None
    survivors: tuple[Survivor, ...]

    @property
    def sound(self) -> bool:
        return all(run.as_expected for run in self.runs)

    @property
    def toothless(self) -> bool:
        """Whether slips were tried and none was noticed."""
        return self.tried > 0 and self.bite is None


def trials(packs: Iterable[tuple[RuleFile, Pack]], ids: Collection[str] = ()) -> Iterator[Trial]:
    """The rules of these packs, or those with these ids, tried one after the other.

    A rule that a pack takes over runs its examples there too; its bite is tried where it stands.
    """
    left = set(ids)
    known: set[str] = set()
    for file, pack in packs:
        for rule in pack.rules:
            known.add(rule.id)
            if not ids or rule.id in ids:
                left.discard(rule.id)
                yield trial(rule, pack, mutate=rule.source.file == file.name)
    if left:
        missing = "、".join(sorted(left))
        raise UsageError(f"没有规则 / no rule {missing}{suggestion(min(left), known)}")


def trial(rule: Rule, pack: Pack, mutate: bool = True) -> Trial:
    """The examples of a rule, run; and slips in the passing ones until one is noticed."""
    runs = tuple(_run(rule, pack, example) for example in rule.examples)
    tried = 0
    survivors: list[Survivor] = []
    for example, mutation in _slips(rule, pack, runs) if mutate else ():
        tried += 1
        actual = _run(rule, pack, example).actual
        if actual is OutcomeKind.FAIL:
            return Trial(rule, runs, tried, mutation, ())
        survivors.append(Survivor(mutation, example, actual))
    survivors.sort(key=lambda survivor: survivor.actual not in _PASSING)
    return Trial(rule, runs, tried, None, tuple(survivors))


def _slips(rule: Rule, pack: Pack, runs: tuple[Run, ...]) -> Iterator[tuple[Example, Mutation]]:
    words = _words(rule, pack)
    failing = [example.given for example in rule.examples if example.outcome is OutcomeKind.FAIL]
    for run in runs:
        if run.example.outcome in _PASSING and run.as_expected:
            for sidecar, mutation in sidecar_slips(run.example.sidecar, run.example.given):
                yield replace(run.example, sidecar=sidecar), mutation
            for mutation in mutations(run.example.given, words, failing):
                yield replace(run.example, given=mutation.text), mutation


def _words(rule: Rule, pack: Pack) -> tuple[str, ...]:
    """The first word of each list of words that a rule asks for, and the words written in it."""
    found: list[str] = []
    for node in (inner for expression in expressions(rule) for inner in walk(expression)):
        if isinstance(node, Name) and node.name in pack.words:
            found.append(pack.words[node.name][0])
        elif isinstance(node, Words):
            found.extend(pack.words.get(node.string, (node.string,))[:1])
    return tuple(dict.fromkeys(found))


def _run(rule: Rule, pack: Pack, example: Example) -> Run:
    outcomes = run_example(rule, pack, example)
    return Run(example, overall(outcomes), outcomes)
