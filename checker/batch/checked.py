"""One submission of a batch → its line of results, and its reports where they are wanted."""

from __future__ import annotations

import time
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from checker import readers, writers
from checker.batch import lines, versions
from checker.batch.guard import Cause
from checker.batch.lines import State
from checker.checking import facts_beside, reported
from checker.engine import Sources, evaluate
from checker.model.errors import SubmissionError
from checker.model.figure import Facts
from checker.model.outcome import Outcome
from checker.report import Report
from checker.report.waive import waived
from checker.report.waivers import load as load_waivers
from checker.report.words import words as words_of
from checker.rulebook.library import Chosen, Library
from checker.structure import structured
from checker.writers.json import in_short

Json = Mapping[str, Any]


@dataclass
class Spent:
    """Seconds by stage, and how often each costly thing was done."""

    seconds: dict[str, float] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        before = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - before


class Checker:
    """What a worker knows for all its submissions. `setup` is the same for all workers of a batch."""

    def __init__(self, setup: Json) -> None:
        self._setup = setup
        self._library = Library(map(Path, setup["rules_path"]))
        self._named = [Chosen(self._library.load(name), f"--rules {name}") for name in setup["rules"]]
        for id_ in (
            () if self._named else self._library.ids
        ):  # a slip in a pack is told before anything is checked
            self._library.load(id_)
        self._words = words_of(setup["lang"])
        self._today = date.fromisoformat(setup["today"])
        self._waivers = cache(load_waivers)

    def check(self, job: Json) -> Json:
        """The answer to a job: its line, the reports in base64 by suffix, what was spent and done."""
        spent, began = Spent(), time.perf_counter()
        name, file = str(job["name"]), Path(job["file"])
        waivers = Path(job["waivers"]) if job["waivers"] else None
        sha256 = ""
        reports: dict[str, str] = {}

        def unchecked(state: State, cause: Cause | None, reason: str) -> Json:
            key = lines.key_of(self._setup, sha256, file, waivers, state)
            return lines.unchecked(name, key, sha256, state, cause, reason)

        try:
            with spent.on("read"):
                data = readers.bytes_of(file)
                sha256 = versions.of_bytes(data)
            report = self._report(data, file, spent)
            if waivers is not None:
                report = waived(report, self._waivers(waivers), self._today)
            with spent.on("report"):
                for format_ in self._setup["formats"]:
                    writer = writers.writer(format_)
                    reports[writer.SUFFIX] = b64encode(writer.write(report, self._words)).decode("ascii")
                key = lines.key_of(self._setup, sha256, file, waivers, State.CHECKED)
                line = lines.checked(name, key, in_short(report, self._words), _by_rule(report))
        except SubmissionError as error:
            line = unchecked(State.UNREADABLE, None, str(error))
        except MemoryError:
            line = unchecked(State.FAILED, Cause.MEMORY, self._words("batch", "no_memory"))
        except Exception as error:  # noqa: BLE001 - one strange file must not stop the others
            said = f"{type(error).__name__}: {error}"
            line = unchecked(State.FAILED, Cause.ERROR, self._words.filled("batch", "strange", error=said))
        with spent.on("report"):
            text = lines.written(line)
        spent.seconds["all"] = time.perf_counter() - began
        return {
            "line": text,
            "brief": asdict(lines.brief(line)),
            "reports": reports,
            "seconds": spent.seconds,
            "done": spent.done,
        }

    def _report(self, data: bytes, file: Path, spent: Spent) -> Report:
        with spent.on("read"):
            document = structured(readers.read_bytes(data, readers.name_of(file)))
            spent.done["read"] += 1
        with spent.on("facts"):
            facts = facts_beside(document, file)
        with spent.on("rules"):
            chosen = tuple(self._named) or self._library.choose(facts.identity)
            outcomes = self._outcomes(facts, chosen, spent)
        with spent.on("report"):
            return reported(facts, chosen, outcomes, self._setup["arguments"], file)

    def _outcomes(self, facts: Facts, chosen: tuple[Chosen, ...], spent: Spent) -> list[Outcome]:
        sources = Sources(facts)
        found: list[Outcome] = []
        for use in chosen:
            found += evaluate(use.pack, facts, sources)
            spent.done["rules"] += len(use.pack.rules)
        return found


def _by_rule(report: Report) -> Mapping[str, Counter[str]]:
    """How the outcomes of each rule went."""
    counted: dict[str, Counter[str]] = {}
    for outcome in report.outcomes:
        counted.setdefault(outcome.rule, Counter())[outcome.kind.value] += 1
    return counted
