"""Trials of rules for the terminal: expected beside actual, and what no slip could make fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from operator import eq

from rich.console import Console
from rich.text import Text

from checker.model.outcome import OutcomeKind
from checker.model.shown import shown
from checker.report.words import words
from checker.rule_tools.mutations import Mutation
from checker.rule_tools.trial import Run, Trial

_SHOWN = 3
_CUT = 44
_BEFORE = 12


def show(trials: Iterable[Trial]) -> bool:
    """Print each trial as it ends and the counts last; whether all is well."""
    console = Console(highlight=False, soft_wrap=True)
    rules = examples = unlike = toothless = 0
    for trial in trials:
        for style, line in _lines(trial):
            console.print(Text(shown(line), style=style))
        rules += 1
        examples += len(trial.runs)
        unlike += sum(not run.as_expected for run in trial.runs)
        toothless += trial.toothless
    well = unlike == 0 and toothless == 0
    line = (
        f"{rules} 条规则，{examples} 个例子：{unlike} 个不如所写，{toothless} 条规则发现不了任何差错 / "
        f"{rules} rules, {examples} examples: {unlike} not as written, {toothless} rules toothless"
    )
    console.print(Text(line, style="bold green" if well else "bold red"))
    return well


def _lines(trial: Trial) -> Iterator[tuple[str, str]]:
    zh = words("zh")
    marks = "  ".join(
        f"{zh('outcome', run.example.outcome)}{'✓' if run.as_expected else '✗'}" for run in trial.runs
    )
    well = trial.sound and not trial.toothless
    yield ("green" if well else "red"), f"{'✓' if well else '✗'} {trial.rule.id}  {marks}"
    if trial.bite is not None:
        yield "dim", f"    能发现 / notices: {_said(trial.bite)}"
    for run in trial.runs:
        if not run.as_expected:
            yield from _unlike(run)
    if trial.toothless:
        yield from _toothless(trial)


def _unlike(run: Run) -> Iterator[tuple[str, str]]:
    zh = words("zh")
    source = run.example.source
    yield (
        "red",
        f"    {source.file}:{source.line}: 写的 / expected {zh('outcome', run.example.outcome)} "
        f"({run.example.outcome})，实为 / actual {zh('outcome', run.actual)} ({run.actual})",
    )
    for outcome in run.outcomes:
        if outcome.kind is not run.actual:
            continue
        about = f"{outcome.subject}: " if outcome.subject else ""
        said = [zh.computation(computation) for computation in outcome.computations] or [
            zh.reasons(outcome.reasons)
        ]
        if outcome.kind is not OutcomeKind.PASS:
            yield "", f"        {about}{'；'.join(said)}"


def _toothless(trial: Trial) -> Iterator[tuple[str, str]]:
    yield (
        "red",
        f"    改错 {trial.tried} 处都没有发现，请补一个改错一处就不成立的例子 / none of {trial.tried} slips in its "
        "passing examples is noticed: add an example that one slip makes fail. 其中 / among them:",
    )
    zh = words("zh")
    for survivor in trial.survivors[:_SHOWN]:
        example = f"{survivor.example.source.file}:{survivor.example.source.line}"
        yield "", f"        {example} {_said(survivor.mutation)}  （{zh('outcome', survivor.actual)}）"


def _said(mutation: Mutation) -> str:
    """What was changed: of the lines only what is about the first difference."""
    alike = sum(1 for _ in takewhile(bool, map(eq, mutation.before, mutation.after)))
    start = max(alike - _BEFORE, 0)
    before, after = _cut(mutation.before[start:]), _cut(mutation.after[start:])
    mark = "…" if start else ""
    changed = f"{mark}{before} → {mark}{after}" if after else f"{mark}{before} → （删去 / gone）"
    return f"{mutation.what}，例子第 {mutation.line} 行 / line {mutation.line}: {changed}"


def _cut(line: str) -> str:
    flat = line.replace("\n", " ⏎ ")
    return flat if len(flat) <= _CUT else flat[: _CUT - 1] + "…"
