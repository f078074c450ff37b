"""An earlier report as it was written in JSON, and what became of its findings."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

import jsonschema

from checker import resources
from checker.model.errors import UsageError
from checker.model.used import name_of


class Fate(StrEnum):
    """What became of an earlier finding that is no more: only the first is good news."""

    FIXED = "fixed"
    CHANGED = "changed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finding of an earlier report that is no more."""

    fingerprint: str
    rules: tuple[str, ...]
    subject: str
    severity: str
    headline: str
    page: int | None
    line: int | None
    spot: str | None
    fate: Fate


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of an earlier report's findings. `still` are the fingerprints that are there again.

    `unlike` says in what the two submissions differ: the name, the earlier value, that of now.
    """

    report: str
    sha256: str
    gone: tuple[Earlier, ...]
    still: frozenset[str]
    unlike: tuple[tuple[str, str, str], ...]

    def of(self, fingerprint: str) -> str:
        """Whether a finding of now was there before."""
        return "still" if fingerprint in self.still else "new"

    def counts(self, fingerprints: Iterable[str]) -> Mapping[str, int]:
        """How many were fixed, changed, cannot be told, are still there and are new, of these of now."""
        gone = Counter(earlier.fate.value for earlier in self.gone)
        now = Counter(self.of(fingerprint) for fingerprint in fingerprints)
        return {**{fate.value: gone[fate.value] for fate in Fate}, "still": now["still"], "new": now["new"]}


@dataclass(frozen=True, slots=True)
class EarlierReport:
    """What an earlier JSON report says of its submission (its file's name, and what it is), and its findings.

    `sha256` is of the submission, `own_sha256` of the report.
    """

    name: str
    submission: str
    about: Mapping[str, str]
    sha256: str
    findings: tuple[Mapping[str, Any], ...]
    own_sha256: str


def load(path: Path) -> EarlierReport:
    """An earlier report; raises UsageError with a sentence if the file is none."""
    try:
        data = path.read_bytes()
        said = json.loads(data)
        jsonschema.validate(said, json.loads(resources.text("reports", "report.schema.json")))
    except OSError as error:
        raise UsageError(f"{path}: 打不开 / cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path}: 不是 JSON / not JSON") from None
    except jsonschema.ValidationError as error:
        where = "/".join(map(str, error.absolute_path)) or "/"
        raise UsageError(
            f"{path}: 不是 checker check --format json 写的报告 / not a JSON report of this program: "
            f"{where}: {error.message[:120]}"
        ) from None
    submission = cast(Mapping[str, Any], said["submission"])
    about = {key: str(submission[key]) for key in ("entity", "fiscal_year", "kind") if submission[key]}
    own = hashlib.sha256(data).hexdigest()
    return EarlierReport(
        name_of(path), submission["name"], about, submission["sha256"], tuple(said["findings"]), own
    )


def load_all(paths: Iterable[Path]) -> tuple[EarlierReport, ...]:
    """Earlier reports by their files, or by folders of them; raises UsageError."""
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not inside:
            raise UsageError(f"{path}: 文件夹里没有 JSON 报告 / no JSON report in this folder")
        files += inside
    return tuple(load(path) for path in dict.fromkeys(files))
