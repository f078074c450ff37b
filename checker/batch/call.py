"""A call of `checker batch`, carried out."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker import resources
from checker.batch import executors, versions
from checker.batch.cache import Cache
from checker.batch.lines import Brief, State, outcome_of
from checker.batch.progress import counts, shown
from checker.batch.run import Done, job_of, left, run
from checker.batch.said import Said, said_in
from checker.batch.store import Store
from checker.batch.submissions import ENDINGS, Found, Submission, find
from checker.model.errors import UsageError

if TYPE_CHECKING:
    from checker.batch.roster import Expected

_SUMMARISED = ".summarised"
"""Says of which results the summary in a folder is."""

_FEW = 3
_MOST_MISSED = 20
_PACK_FILES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked for."""

    folders: tuple[Path, ...]
    out: Path
    rules: tuple[str, ...]
    rules_path: tuple[Path, ...]
    formats: tuple[str, ...]
    waivers: Path | None
    today: date
    jobs: int
    seconds: int
    megabytes: int
    lang: str
    cache: Path | None
    cache_bytes: int
    time_rules: bool
    roster: Path | None

    @property
    def setup(self) -> Mapping[str, Any]:
        """What every worker is told first."""
        arguments = [part for name in self.rules for part in ("--rules", name)]
        if self.waivers is not None:
            arguments += ["--waivers", str(self.waivers)]
        folders = [resources.folder("rules"), *self.rules_path]
        files = [Path(name) for name in self.rules if name.endswith(_PACK_FILES)]
        return {
            "rules": self.rules,
            "rules_path": [str(folder) for folder in self.rules_path],
            "arguments": arguments,
            "formats": self.formats,
            "waivers": str(self.waivers) if self.waivers else None,
            "today": self.today.isoformat(),
            "lang": self.lang,
            "seconds": self.seconds,
            "megabytes": self.megabytes,
            "cache": str(self.cache) if self.cache else None,
            "cache_bytes": self.cache_bytes,
            "time_rules": self.time_rules,
            "context": versions.joined(
                versions.program(), versions.rules(folders, files), arguments, self.formats, self.lang
            ),
        }


def carried_out(call: Call) -> Sequence[Brief]:
    """Checks what is still to be checked and tells how it went; in short, what came of each submission."""
    _sound(call)
    began = time.perf_counter()
    said = said_in(call.lang)
    expected = _expected(call)
    found = find(call.folders, call.out)
    _say_found(found, said)
    setup = call.setup
    with Store(call.out) as store, _ended_by_signals():
        todo, kept = left(found.submissions, store, setup)
        briefs = list(kept.values())
        workers = min(call.jobs, len(todo))
        if todo:
            _waivers_are_sound(todo, setup)
            click.echo(
                said("started", total=len(found.submissions), kept=len(kept), workers=workers), err=True
            )
        tally = Tally()
        try:
            for one in _checked(todo, store, setup, workers, said, tuple(briefs)):
                briefs.append(one.brief)
                tally.add(one)
        except KeyboardInterrupt:
            where = {"total": len(found.submissions), "done": len(briefs), "path": store.path}
            click.echo(f"checker: {said('interrupted', **where)}", err=True)
            sys.exit(2)
        if call.cache and todo:
            Cache(call.cache, call.cache_bytes).trim()
        if briefs:
            _summarise(call, store, expected, said)
        _say_totals(briefs, store, said)
        if todo:
            _say_speed(tally, time.perf_counter() - began, workers, said)
    return briefs


def _expected(call: Call) -> Sequence[Expected] | None:
    if call.roster is None:
        return None
    from checker.batch import roster  # noqa: PLC0415 - most batches have none

    return roster.load(call.roster)


def _summarise(call: Call, store: Store, expected: Sequence[Expected] | None, said: Said) -> None:
    """Writes the summary, unless that of these results is there already."""
    store.sort()
    roster = versions.of_file(call.roster) if call.roster else ""
    made_of = versions.joined(store.stamp(), roster, versions.program(), call.lang, call.formats)
    stamp = store.out / _SUMMARISED
    if stamp.is_file() and stamp.read_text(encoding="ascii") == made_of:
        return
    from checker.batch import columnar, written  # noqa: PLC0415 - loads all that a report is made of

    summary = written.write(store, expected, call.lang, links="html" in call.formats)
    store.write(stamp, made_of.encode("ascii"))
    if summary.roster is not None:
        names = ("missing", "late", "double", "unexpected")
        click.echo(said("roster", **{name: len(getattr(summary.roster, name)) for name in names}))
    if not columnar.available():
        click.echo(said("parquet"), err=True)


@dataclass
class Tally:
    """What this call did."""

    documents: int = 0
    pages: int = 0
    done: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, one: Done) -> None:
        self.documents += 1
        self.pages += one.brief.pages
        self.done.update(one.done)
        for stage, seconds in one.seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds


def _checked(
    todo: Sequence[Submission],
    store: Store,
    setup: Mapping[str, Any],
    workers: int,
    said: Said,
    before: Sequence[Brief],
) -> Iterator[Done]:
    if not todo:
        return
    with executors.local(workers) as executor:
        done = run(todo, store, setup, executor, workers, said)
        yield from shown(done, len(before) + len(todo), before, said)


def _sound(call: Call) -> None:
    """Slips of the call that are told before anything is done."""
    if call.formats:
        from checker import writers  # noqa: PLC0415 - loads all that a report is made of

        unknown = [name for name in call.formats if name not in writers.formats()]
        if unknown:
            choose = ", ".join(writers.formats())
            raise UsageError(f"没有格式 / unknown format: {', '.join(unknown)}; 可选 / choose from: {choose}")
    for folder in call.rules_path:
        if not folder.is_dir():
            raise UsageError(f"{folder}: 规则文件夹不存在 / no such folder of rules")
    for name in call.rules:
        if name.endswith(_PACK_FILES) and not Path(name).is_file():
            raise UsageError(f"{name}: 没有这个规则文件 / no such rule file")


def _waivers_are_sound(todo: Iterable[Submission], setup: Mapping[str, Any]) -> None:
    named = {job_of(submission, setup)["waivers"] for submission in todo} - {None}
    if named:
        from checker.report.waivers import load  # noqa: PLC0415 - most batches have none

        for name in sorted(named):
            load(Path(name))


class _ended_by_signals:  # noqa: N801 - used as a statement
    """A batch that is told to end does so as by Ctrl-C: its workers end, its results stay."""

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGTERM, _interrupted)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGTERM, self._before)


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def _say_found(found: Found, said: Said) -> None:
    if not found.submissions:
        click.echo(f"checker: {said('nothing', endings=' '.join(sorted(ENDINGS)))}", err=True)
    if found.others:
        names = said("comma").join(path.name for path in found.others[:_FEW])
        click.echo(said("others", count=len(found.others), names=names), err=True)


def _say_totals(briefs: Sequence[Brief], store: Store, said: Said) -> None:
    counted = Counter(outcome_of(brief) for brief in briefs)
    if any(counted[state] for state in (State.UNREADABLE, State.FAILED)):
        _say_missed(store, said)
    click.echo(said("totals", total=len(briefs), counts=counts(counted, said) or "—"))
    click.echo(said("results", path=store.path))


def _say_missed(store: Store, said: Said) -> None:
    """Every submission without a report, with the reason; the rest of many stand in the results."""
    missed = 0
    for line in store.reports():
        if line["state"] != State.CHECKED:
            missed += 1
            if missed <= _MOST_MISSED:
                click.echo(said("missed", name=line["path"], reason=line["reason"]), err=True)
    if missed > _MOST_MISSED:
        click.echo(said("missed_more", count=missed - _MOST_MISSED, path=store.path), err=True)


def _say_speed(tally: Tally, seconds: float, workers: int, said: Said) -> None:
    rate = tally.pages / seconds / workers
    click.echo(
        said(
            "speed",
            documents=tally.documents,
            pages=tally.pages,
            seconds=f"{seconds:.1f}",
            rate=f"{rate:.1f}",
        )
    )
    click.echo(said("redone", **{what: tally.done[what] for what in ("read", "reread", "kept", "rules")}))
