"""One submission of a batch → its line of results, and its reports where they are wanted."""

from __future__ import annotations

import gc
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from socket import gethostname
from typing import Any

from checker import readers, writers
from checker.batch import kept, lines, versions
from checker.batch.cache import Cache
from checker.batch.lines import State
from checker.batch.spent import Spent
from checker.beside import Beside
from checker.checking import read_submission, reported
from checker.engine import Sources, evaluate_each
from checker.facts import facts_of
from checker.facts.same_body import BodyNames, Naming
from checker.guard import Cause
from checker.model.beside import SIDECAR, is_package
from checker.model.errors import SubmissionError, UsageError
from checker.model.figure import Facts
from checker.model.limits import told
from checker.model.outcome import Outcome
from checker.model.rule import Pack
from checker.model.used import FileUsed, name_of
from checker.report import Report
from checker.report.original import Original
from checker.report.waive import waived
from checker.report.waivers import load as load_waivers
from checker.report.words import Words
from checker.report.words import words as words_of
from checker.rulebook.library import Chosen, Library
from checker.rulebook.sidecar import sidecar_beside
from checker.structure import structured
from checker.writers.json import in_short

_READ, _OUTCOMES = "read", "outcomes"

Json = Mapping[str, Any]


class Checker:
    """What a worker knows for all its submissions. `setup` is the same for all workers of a batch."""

    def __init__(self, setup: Json, cache_: Cache | None) -> None:
        self._setup = setup
        self._cache = cache_
        self._library = Library(map(Path, setup["rules_path"]))
        if versions.made_of(setup["rules"], setup["rules_path"]) != setup["made_of"]:
            raise UsageError(
                f"{gethostname()}: 这里的程序或规则与发起批次的不同，或在检查期间改动了 / "
                "the program or the rules are not those that the batch was started with, or were changed meanwhile"
            )
        self._named, self._arguments = self._library.named(setup["rules"])
        if not self._named:
            for id_ in self._library.ids:  # a slip in a pack is told before anything is checked
                self._library.load(id_)
        self._lists = kept.hashed(self._library.code_lists)
        self._said: dict[str, Mapping[str, str]] = {}
        self._words = words_of(setup["lang"])
        self._names = BodyNames(
            (Naming(*one) for one in setup["names"]),
            FileUsed(*setup["names_file"]) if setup["names_file"] else None,
        )
        self._today = date.fromisoformat(setup["today"])
        self._waivers = cache(load_waivers)
        gc.freeze()  # what was loaded stays, and need not be looked through again and again
        gc.set_threshold(50_000, 20, 100)

    def check(self, job: Json, spent: Spent) -> tuple[Json, Mapping[str, str]]:
        """The line of a submission, and its reports in base64 by suffix."""
        name, file = str(job["name"]), Path(job["file"])
        waivers = Path(job["waivers"]) if job["waivers"] else None
        sha256 = ""

        def unchecked(state: State, cause: Cause | None, reason: str) -> tuple[Json, Mapping[str, str]]:
            key = lines.key_of(self._setup, job, sha256, state)
            return lines.unchecked(name, key, sha256, state, cause, reason), {}

        try:
            data = None if is_package(file) else readers.bytes_of(file)
            sha256 = versions.of_file(file) if data is None else versions.of_bytes(data)
            report = replace(self._report(data, sha256, file, job, spent), path=str(job["path"]))
            if waivers is not None:
                report = waived(report, self._waivers(waivers), self._today)
            words = self._words.at_home(report)
            with spent.on("report"):
                reports = dict(self._written(report, words, format_) for format_ in self._setup["formats"])
                key = lines.key_of(self._setup, job, sha256, State.CHECKED)
                line = lines.checked(
                    name,
                    key,
                    in_short(report, words),
                    _by_rule(report),
                    _categories(report),
                    lines.beside_of(job),
                    _listed_units(report),
                )
                return line, reports
        except SubmissionError as error:
            said = str(error).replace(str(file), str(job["path"]))
            for other, path in (*job["prior"], *job["units"]):
                said = said.replace(path, other)
            return unchecked(State.UNREADABLE, None, said)
        except MemoryError:
            return unchecked(State.FAILED, Cause.MEMORY, self._words("batch", "no_memory"))
        except Exception as error:  # noqa: BLE001 - one strange file must not stop the others
            said = f"{type(error).__name__}: {error}"
            return unchecked(State.FAILED, Cause.ERROR, self._words.filled("batch", "strange", error=said))

    def _written(self, report: Report, words: Words, format_: str) -> tuple[str, str]:
        writer = writers.writer(format_)
        return writer.SUFFIX, b64encode(writer.write(report, words)).decode("ascii")

    def _report(self, data: bytes | None, sha256: str, file: Path, job: Json, spent: Spent) -> Report:
        facts, originals = self._read(data, sha256, file, spent)
        prior, units = (tuple(Path(path) for _, path in job[role]) for role in ("prior", "units"))
        beside = Beside(
            found=prior,
            units=units,
            units_whole=job["units_whole"],
            names=self._names,
            called={Path(path): name for name, path in (*job["prior"], *job["units"])},
            reading=partial(self._beside, spent),
        )
        if prior or units:
            facts, files = beside.added(facts)
            originals |= files
        chosen = tuple(self._named) or self._library.choose(facts.identity)
        outcomes = self._outcomes(facts, chosen, versions.of_file(file.with_name(file.name + SIDECAR)), spent)
        with spent.on("report"):
            return reported(facts, chosen, outcomes, self._arguments, file, originals, beside)

    def _read(
        self, data: bytes | None, sha256: str, file: Path, spent: Spent
    ) -> tuple[Facts, dict[str, Original]]:
        """What a submission says, and its files by the names in places; one of several files is read anew."""
        if data is None:
            with spent.on("read"):
                spent.done["read"] += 1
                return read_submission(file)
        facts = self._facts(data, sha256, name_of(file), spent)
        return replace(facts, sidecar=sidecar_beside(file)), {facts.document.name: Original(file, sha256)}

    def _beside(self, spent: Spent, path: Path, name: str, ordinal: int) -> Facts:
        """What another submission of the batch says."""
        data = readers.bytes_of(path)
        return self._facts(data, versions.of_bytes(data), name, spent, ordinal)

    def _facts(self, data: bytes, sha256: str, name: str, spent: Spent, ordinal: int = 0) -> Facts:
        """What a submission says: kept from an earlier batch, else read."""
        key = versions.joined(versions.reading(), told(), sha256)
        with spent.on("cache"):
            facts = self._known_facts(key, name, ordinal)
        if facts is not None:
            spent.done["reread"] += 1
        else:
            with spent.on("read"):
                document = replace(structured(readers.read_bytes(data, name)), ordinal=ordinal)
                spent.done["read"] += 1
            with spent.on("facts"):
                facts = facts_of(document)
            if self._cache is not None:
                with spent.on("cache"):
                    self._cache.put(_READ, key, kept.facts_packed(facts))
        return facts

    def _known_facts(self, key: str, name: str, ordinal: int) -> Facts | None:
        data = self._cache.get(_READ, key) if self._cache is not None else None
        try:
            return kept.facts_unpacked(data, name, ordinal) if data is not None else None
        except kept.BROKEN:
            return None

    def _outcomes(self, facts: Facts, chosen: Iterable[Chosen], beside: str, spent: Spent) -> list[Outcome]:
        """Of all rules of the chosen packs; only those are evaluated that say something new.

        `beside` is the hash of the sidecar.
        """
        call = (self._setup["rules"], self._setup["rules_path"])
        key = versions.joined(versions.program(), facts.document.sha256, beside, *call)
        of_several = bool(facts.document.members or facts.doubts) or any(facts.beside)
        cache_ = None if of_several else self._cache  # what is kept knows places of one file only
        with spent.on("cache"):
            known = self._known_outcomes(cache_, key, facts)
        used: dict[str, bytes] = {}
        sources = Sources(facts)
        found: list[Outcome] = []
        for use in chosen:
            said = self._said_by(use.pack)
            new = [rule for rule in use.pack.rules if said[rule.id] not in known]
            evaluated: dict[str, tuple[Outcome, ...]] = {}
            with spent.on("rules"):
                before = time.perf_counter()
                for rule, outcomes in evaluate_each(new, use.pack, facts, sources) if new else ():
                    evaluated[rule.id] = outcomes
                    now = time.perf_counter()
                    if self._setup["time_rules"]:
                        spent.rules[rule.id] = spent.rules.get(rule.id, 0.0) + now - before
                    before = now
                spent.done["rules"] += len(new)
            with spent.on("cache"):
                for rule in use.pack.rules:
                    id_ = said[rule.id]
                    if rule.id in evaluated:
                        found += evaluated[rule.id]
                        if cache_ is not None:
                            used[id_] = kept.outcomes_plain(evaluated[rule.id], facts)
                    else:
                        found += known[id_][1]
                        used[id_] = known[id_][0]
        if cache_ is not None and used.keys() != known.keys():
            with spent.on("cache"):
                cache_.put(_OUTCOMES, key, kept.rules_packed(used))
        return found

    def _known_outcomes(
        self, cache_: Cache | None, key: str, facts: Facts
    ) -> Mapping[str, tuple[bytes, tuple[Outcome, ...]]]:
        """The outcomes that were kept, and what they were kept as."""
        data = cache_.get(_OUTCOMES, key) if cache_ is not None else None
        try:
            plain = kept.rules_unpacked(data) if data is not None else {}
            return {said: (one, kept.outcomes_of(one, facts)) for said, one in plain.items()}
        except kept.BROKEN:
            return {}

    def _said_by(self, pack: Pack) -> Mapping[str, str]:
        if pack.id not in self._said:
            self._said[pack.id] = kept.said_by(pack, self._lists)
        return self._said[pack.id]


def _by_rule(report: Report) -> Mapping[str, Counter[str]]:
    """How the outcomes of each rule went."""
    counted: dict[str, Counter[str]] = {}
    for outcome in report.outcomes:
        counted.setdefault(outcome.rule, Counter())[outcome.kind.value] += 1
    return counted


def _listed_units(report: Report) -> list[Json]:
    """The units that a department lists and that have documents of their own."""
    listed = report.facts.statements.unit_list
    units = listed.units if listed else ()
    return [{"name": one.name, "head": one.own} for one in units if one.separate]


def _categories(report: Report) -> Mapping[str, str]:
    """The packs in which the rules of findings stand, which those that were chosen may have taken over."""
    rules = (finding.rule for finding in report.findings)
    return {rule.id: rule.source.file.removesuffix(".yaml") for rule in rules}
