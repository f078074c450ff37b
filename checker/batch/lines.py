"""A line of results: what a batch says of one submission, as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from checker.batch import versions
from checker.model.beside import SIDECAR

FORMAT = "checker-batch/1"
_SUBMISSION = (
    "name sha256 media_type pages unread_pages recognised_pages entity fiscal_year kind level region".split()
)

OTHERS = ("prior", "units")
"""What the submissions are to one that is compared with them, as its job and its line say."""

Json = Mapping[str, Any]


class State(StrEnum):
    """What came of a submission: a report, a file that cannot be read, or no answer (its cause is named)."""

    CHECKED = "checked"
    UNREADABLE = "unreadable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Brief:
    """What a batch remembers of a line. The counts are of findings that count and of undetermined outcomes."""

    key: str
    state: str
    pages: int
    verdict: str | None
    error: int
    warning: int
    info: int
    undetermined: int


def key_of(setup: Json, job: Json, sha256: str, state: State) -> str:
    """What a line depends on: one with the same key says the same.

    `setup["context"]` stands for the program, its rules and the call. Other limits may let a submission come
    through that did not. What it is compared with counts with its name, which places hold.
    """
    file, waivers = Path(job["file"]), Path(job["waivers"]) if job["waivers"] else None
    beside = versions.of_file(file.with_name(file.name + SIDECAR))
    waiving = (versions.of_file(waivers), setup["today"]) if waivers else ()
    limits = (setup["limits"]["seconds"], setup["limits"]["megabytes"]) if state is State.FAILED else ()
    others = [(role, name, versions.of_file(Path(path))) for role in OTHERS for name, path in job[role]]
    if job["units_whole"]:
        others.append(("units_whole", "", ""))
    return versions.joined(setup["context"], sha256, file.name, beside, waiving, limits, *others)[:32]


def checked(
    name: str,
    key: str,
    report: Json,
    rules: Mapping[str, Counter[str]],
    categories: Mapping[str, str],
    beside: Json,
    listed_units: Sequence[Json],
) -> Json:
    """The line of a submission that was checked; `rules` counts the outcomes of each rule.

    `categories` are the packs in which the rules of findings stand, `beside` what it was compared with (`beside_of`),
    `listed_units` the units of a department, by which their documents are found.
    """
    counted = {rule: dict(counts) for rule, counts in rules.items()}
    said = {**report, "format": FORMAT, "rules": counted, "categories": categories, **beside}
    return {
        "path": name,
        "key": key,
        "state": State.CHECKED,
        "cause": None,
        "reason": None,
        **said,
        "listed_units": list(listed_units),
    }


def beside_of(job: Json) -> Json:
    """What a line says of the other submissions that its own was compared with."""
    others = {role: [name for name, _ in job[role]] for role in OTHERS}
    return {**others, "units_whole": job["units_whole"]}


def unchecked(name: str, key: str, sha256: str, state: State, cause: str | None, reason: str) -> Json:
    """The line of a submission without a report, with the reason."""
    submission = dict.fromkeys(_SUBMISSION) | {"name": Path(name).name, "sha256": sha256 or None}
    return {
        "path": name,
        "key": key,
        "state": state,
        "cause": cause,
        "reason": reason,
        "format": FORMAT,
        "submission": submission,
        "summary": None,
        "findings": [],
        "rules": {},
        "categories": {},
        "prior": [],
        "units": [],
        "units_whole": False,
        "listed_units": [],
    }


def written(line: Json) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def brief(line: Json) -> Brief:
    summary = line["summary"]
    found = summary["findings"] if summary else {}
    return Brief(
        line["key"],
        line["state"],
        line["submission"].get("pages") or 0,
        summary["verdict"] if summary else None,
        found.get("error", 0),
        found.get("warning", 0),
        found.get("info", 0),
        summary["outcomes"]["undetermined"] if summary else 0,
    )


def outcome_of(brief: Brief) -> str:
    """What came of a submission: its verdict, or why it has none."""
    return brief.verdict if brief.state == State.CHECKED and brief.verdict else brief.state
