"""What is still to be checked of a batch, and what a worker is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker.batch import lines, versions
from checker.batch.lines import OTHERS, Brief, State
from checker.batch.store import Store
from checker.batch.submissions import Submission
from checker.model.beside import SIDECAR, WAIVERS

Json = Mapping[str, Any]


def job_of(submission: Submission, setup: Json) -> Json:
    """What a worker is told of a submission."""
    beside = submission.path.with_name(WAIVERS)
    waivers = setup["waivers"] or (str(beside) if beside.is_file() else None)
    path = str(submission.path)
    return {
        "name": submission.name,
        "path": path,
        "file": path,
        "waivers": waivers,
        "prior": [[one.name, str(one.path)] for one in submission.prior],
        "units": [[one.name, str(one.path)] for one in submission.units],
        "units_whole": submission.units_whole,
    }


def sent_of(job: Json) -> tuple[Json, dict[str, bytes]]:
    """A job for a worker that does not share this machine's disk: its paths are below a folder that the worker makes,
    and the bytes of the files by these paths."""
    files: dict[str, bytes] = {}

    def sent(path: str, folder: str) -> str:
        top = Path(path)
        for one in sorted(top.rglob("*")) if top.is_dir() else (top,):
            with suppress(OSError):  # a folder, or a file that is gone, which it is for the worker as well
                files[f"{folder}/{one.relative_to(top.parent).as_posix()}"] = one.read_bytes()
        return f"{folder}/{top.name}"

    file = Path(job["file"])
    sent(str(file.with_name(file.name + SIDECAR)), "file")
    others = {
        role: [[name, sent(path, f"{role}/{at}")] for at, (name, path) in enumerate(job[role])]
        for role in OTHERS
    }
    waivers = job["waivers"] and sent(job["waivers"], "waivers")
    return {**job, "file": sent(job["file"], "file"), "waivers": waivers, **others}, files


def below(job: Json, folder: Path) -> Json:
    """A job that was sent, with its files in a folder."""
    others = {role: [[name, str(folder / path)] for name, path in job[role]] for role in OTHERS}
    here = {key: job[key] and str(folder / job[key]) for key in ("file", "waivers")}
    return {**job, **here, **others}


def left(
    submissions: Sequence[Submission], store: Store, setup: Json
) -> tuple[list[Submission], dict[str, Brief]]:
    """What is still to be checked, and in short what an earlier call of the same batch has done."""
    by_name = {submission.name: submission for submission in submissions}

    def holds(line: Json) -> bool:
        submission = by_name.get(line["path"])
        others = {role: line.get(role, ()) for role in OTHERS}
        if submission is None or not all(name in by_name for names in others.values() for name in names):
            return False
        submission = replace(
            submission,
            prior=tuple(by_name[name] for name in others["prior"]),
            units=tuple(by_name[name] for name in others["units"]),
            units_whole=line.get("units_whole", False),
        )
        sha256 = versions.of_file(submission.path)
        return bool(line["key"] == key_of(submission, setup, State(line["state"]), sha256))

    kept = store.kept(holds)
    return [one for one in submissions if one.name not in kept], kept


def key_of(submission: Submission, setup: Json, state: State, sha256: str) -> str:
    """What a line in that state of a submission of these bytes depends on."""
    return lines.key_of(setup, job_of(submission, setup), sha256, state)
