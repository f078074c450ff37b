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


def key_of(
    setup: Json, sha256: str, file: Path, waivers: Path | None, state: State, prior: Sequence[Path] = ()
) -> str:
    """What a line depends on: one with the same key says the same.

    `setup["context"]` stands for the program, its rules and the call. Other limits may let a submission come
    through that did not. `prior` are the files that it is compared with.
    """
    beside = versions.of_file(file.with_name(file.name + SIDECAR))
    waiving = (versions.of_file(waivers), setup["today"]) if waivers else ()
    limits = (setup["limits"]["seconds"], setup["limits"]["megabytes"]) if state is State.FAILED else ()
    before = tuple(versions.of_file(path) for path in prior)
    return versions.joined(setup["context"], sha256, file.name, beside, waiving, limits, *before)[:32]


def checked(
    name: str,
    key: str,
    report: Json,
    rules: Mapping[str, Counter[str]],
    categories: Mapping[str, str],
    prior: Sequence[str],
) -> Json:
    """The line of a submission that was checked; `rules` counts the outcomes of each rule.

    `categories` are the packs in which the rules of findings stand, `prior` the submissions that it was compared with.
    """
    counted = {rule: dict(counts) for rule, counts in rules.items()}
    said = {**report, "format": FORMAT, "rules": counted, "categories": categories, "prior": list(prior)}
    return {"path": name, "key": key, "state": State.CHECKED, "cause": None, "reason": None, **said}


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
