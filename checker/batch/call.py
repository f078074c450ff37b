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

from checker.batch import versions
from checker.batch.cache import Cache, usual_folder
from checker.batch.jobs import job_of, left
from checker.batch.lines import Brief, State, outcome_of
from checker.batch.log import log_to
from checker.batch.progress import counts, shown
from checker.batch.said import Said, said_in
from checker.batch.store import Store
from checker.batch.submissions import Found, Submission, find
from checker.model.beside import ENDINGS, PACKED
from checker.model.errors import UsageError
from checker.model.limits import Limit, told
from checker.model.shown import shown as shown_plainly

if TYPE_CHECKING:
    from checker.batch.roster import Expected
    from checker.batch.run import Done
    from checker.facts.same_body import BodyNames

_SUMMARISED = ".summarised"
"""Says of which results the summary in a folder is."""

_FEW = 3
_SLOWEST = 10
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
    lang: str
    cache: Path | None
    no_cache: bool
    cache_bytes: int
    time_rules: bool
    roster: Path | None
    names: BodyNames | None
    cluster: str | None
    send: bool
    log: Path | None

    @property
    def namings(self) -> tuple[tuple[str, str, int, int], ...]:
        """What the table of names says: name, body, first and last fiscal year."""
        found = self.names.namings if self.names else ()
        return tuple((one.name, one.body, one.since, one.until) for one in found)

    @property
    def setup(self) -> Mapping[str, Any]:
        """What every worker is told first."""
        rules_path = [str(folder) for folder in self.rules_path]
        made_of = versions.made_of(self.rules, rules_path)
        waivers = self.waivers.name if self.waivers else ""
        file = self.names.file if self.names else None
        names = (file.role, file.name, file.sha256) if file else None
        return {
            "rules": self.rules,
            "rules_path": rules_path,
            "formats": self.formats,
            "waivers": str(self.waivers) if self.waivers else None,
            "today": self.today.isoformat(),
            "lang": self.lang,
            "limits": {limit.value: limit.most for limit in Limit},
            "cache": None if self.no_cache else str(self.cache or ""),
            "cache_bytes": self.cache_bytes,
            "time_rules": self.time_rules,
            "made_of": made_of,
            "names": self.namings,
            "names_file": names,
            "context": versions.joined(
                made_of, self.rules, waivers, self.formats, self.lang, told(), names or ()
            ),
            "cwd": str(Path.cwd()),
            "send": self.send,
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
    with Store(call.out) as store, log_to(call.log) as log, _ended_by_signals():
        todo, kept = left(found.submissions, store, setup)
        briefs = dict(kept)
        if todo:
            _waivers_are_sound(todo, setup)
        tally = Tally()
        log("started", submissions=len(found.submissions), kept=len(kept), others=len(found.others))
        try:
            for stage in _stages(call, todo, found.submissions, store, expected):
                for one in stage:
                    briefs.pop(one.name, None)
                for done in _checked(call, stage, store, setup, said, tuple(briefs.values()), tally):
                    briefs[done.submission.name] = done.brief
                    tally.add(done)
                    log("submission", **_logged(done))
        except KeyboardInterrupt:
            where = {"total": len(found.submissions), "done": len(briefs), "path": store.path}
            log("interrupted", done=len(briefs))
            click.echo(f"checker: {said('interrupted', **where)}", err=True)
            sys.exit(2)
        if tally.documents and not call.no_cache:
            Cache(call.cache or usual_folder(), call.cache_bytes).trim()
        if briefs:
            _summarise(call, store, expected, said)
        _say_totals(tuple(briefs.values()), store, said)
        spent = time.perf_counter() - began
        log("ended", **tally.told(spent))
        if tally.documents:
            _say_speed(tally, spent, said)
    return tuple(briefs.values())


def _stages(
    call: Call,
    todo: Sequence[Submission],
    submissions: Sequence[Submission],
    store: Store,
    expected: Sequence[Expected] | None,
) -> Iterator[Sequence[Submission]]:
    """What is to be checked; then what is to be compared with others of the batch, once it is known what all are."""
    yield todo
    if not todo and _summarised(call, store):
        return
    from checker.batch.history import related  # noqa: PLC0415 - a call that has nothing to do loads little

    again = related(store.reports(), submissions, call.namings, expected or ())
    if again:
        names = {one.name for one in again}
        store.kept(lambda line: line["path"] not in names)
        yield again


def _expected(call: Call) -> Sequence[Expected] | None:
    if call.roster is None:
        return None
    from checker.batch import roster  # noqa: PLC0415 - most batches have none

    return roster.load(call.roster)


def _summarise(call: Call, store: Store, expected: Sequence[Expected] | None, said: Said) -> None:
    """Writes the summary, unless that of these results is there already."""
    if _summarised(call, store):
        return
    store.sort()
    from checker.batch import columnar, written  # noqa: PLC0415 - loads all that a report is made of

    summary = written.write(store, expected, call.lang, links="html" in call.formats)
    store.write(store.out / _SUMMARISED, _stamp(call, store))
    if summary.roster is not None:
        names = ("missing", "late", "double", "unexpected")
        click.echo(said("roster", **{name: len(getattr(summary.roster, name)) for name in names}))
    if not columnar.available():
        click.echo(said("parquet"), err=True)


def _summarised(call: Call, store: Store) -> bool:
    """Whether an earlier call with these results went to its end."""
    stamp = store.out / _SUMMARISED
    return stamp.is_file() and store.path.is_file() and stamp.read_bytes() == _stamp(call, store)


def _stamp(call: Call, store: Store) -> bytes:
    roster = versions.of_file(call.roster) if call.roster else ""
    return versions.joined(store.stamp(), roster, versions.program(), call.lang, call.formats).encode("ascii")


@dataclass
class Tally:
    """What this call did."""

    documents: int = 0
    pages: int = 0
    workers: int = 1
    done: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    rules: dict[str, float] = field(default_factory=dict)

    def add(self, one: Done) -> None:
        self.documents += 1
        self.pages += one.brief.pages
        self.done.update(one.done)
        for into, more in ((self.seconds, one.seconds), (self.rules, one.rules)):
            for what, seconds in more.items():
                into[what] = into.get(what, 0.0) + seconds

    def told(self, seconds: float) -> Mapping[str, Any]:
        """What the log says at the end; `seconds` are those of the whole call."""
        return {
            "documents": self.documents,
            "pages": self.pages,
            "seconds": round(seconds, 3),
            "workers": self.workers,
            "pages_per_second_and_core": round(self.pages / seconds / self.workers, 2),
            "done": self.done,
            "stages": _rounded(self.seconds),
            "rules": _rounded(self.rules),
        }


def _logged(one: Done) -> Mapping[str, Any]:
    return {
        "path": one.submission.name,
        "outcome": outcome_of(one.brief),
        "cause": one.cause,
        "pages": one.brief.pages,
        "done": one.done,
        "stages": _rounded(one.seconds),
        "rules": _rounded(one.rules),
    }


def _rounded(seconds: Mapping[str, float]) -> Mapping[str, float]:
    return {what: round(spent, 6) for what, spent in seconds.items()}


def _checked(
    call: Call,
    todo: Sequence[Submission],
    store: Store,
    setup: Mapping[str, Any],
    said: Said,
    before: Sequence[Brief],
    tally: Tally,
) -> Iterator[Done]:
    if not todo:
        return
    from checker.batch import executors  # noqa: PLC0415 - a call that has nothing to do loads little
    from checker.batch.run import run  # noqa: PLC0415

    wanted = min(call.jobs, len(todo))
    with executors.cluster(call.cluster, wanted) if call.cluster else executors.local(wanted) as workers:
        tally.workers, total = workers.count(), len(before) + len(todo)
        click.echo(said("started", total=total, kept=len(before), workers=tally.workers), err=True)
        yield from shown(run(todo, store, setup, workers, said), total, tuple(before), said)


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
        click.echo(f"checker: {said('nothing', endings=' '.join(sorted({*ENDINGS, PACKED})))}", err=True)
    if found.others:
        names = said("comma").join(one.name for one in found.others[:_FEW])
        click.echo(shown_plainly(said("others", count=len(found.others), names=names)), err=True)


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
                click.echo(shown_plainly(said("missed", name=line["path"], reason=line["reason"])), err=True)
    if missed > _MOST_MISSED:
        click.echo(said("missed_more", count=missed - _MOST_MISSED, path=store.path), err=True)


def _say_speed(tally: Tally, seconds: float, said: Said) -> None:
    rate = tally.pages / seconds / tally.workers
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
    stages = (f"{said('stage', stage)} {tally.seconds.get(stage, 0.0):.1f}" for stage in said.keys("stage"))
    click.echo(said("stages", each=said("comma").join(stages)))
    slow = sorted(tally.rules.items(), key=lambda item: -item[1])[:_SLOWEST]
    if slow:
        each = (f"{rule} {seconds:.2f}" for rule, seconds in slow)
        click.echo(said("slowest", each=said("comma").join(each)))
