"""How a batch goes on, on a terminal: a bar with the rate, the time that is left, and running counts."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from checker.batch.lines import Brief, outcome_of
from checker.batch.said import Said

if TYPE_CHECKING:
    from checker.batch.run import Done


def shown(done: Iterable[Done], total: int, before: Iterable[Brief], said: Said) -> Iterator[Done]:
    """The same, shown as it comes where somebody looks."""
    if not sys.stderr.isatty():
        yield from done
        return
    from rich.console import Console  # noqa: PLC0415 - most batches run without a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    counted = Counter(outcome_of(brief) for brief in before)
    with Progress(
        BarColumn(24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
        console=Console(stderr=True, highlight=False),
        speed_estimate_period=120,
    ) as progress:
        task = progress.add_task("", total=total, completed=counted.total(), rate="", counts="")
        for one in done:
            counted[outcome_of(one.brief)] += 1
            speed = progress.tasks[0].speed
            rate = said("rate", rate=f"{speed:.1f}") if speed else ""
            progress.update(task, advance=1, rate=rate, counts=counts(counted, said))
            yield one


def counts(counted: Counter[str], said: Said) -> str:
    """How many of each kind, the grave ones first; what there is none of is left out."""
    return said("comma").join(
        f"{said('kind', kind)} {counted[kind]}" for kind in said.keys("kind") if counted[kind]
    )
