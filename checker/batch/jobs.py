"""What is still to be checked of a batch, and what a worker is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker.batch import lines, versions
from checker.batch.lines import Brief, State
from checker.batch.store import Store
from checker.batch.submissions import Submission
from checker.model.beside import SIDECAR, WAIVERS

Json = Mapping[str, Any]


def job_of(submission: Submission, setup: Json) -> Json:
    """What a worker is told of a submission."""
    beside = submission.path.with_name(WAIVERS)
    waivers = setup["waivers"] or (str(beside) if beside.is_file() else None)
    path = str(submission.path)
    prior = [[one.name, str(one.path)] for one in submission.prior]
    return {"name": submission.name, "path": path, "file": path, "waivers": waivers, "prior": prior}


def sent_of(job: Json) -> dict[str, bytes]:
    """The files of a job, for a worker that does not share this machine's disk."""
    file = Path(job["file"])
    wanted = (file, file.with_name(file.name + SIDECAR), *([Path(job["waivers"])] if job["waivers"] else ()))
    found = {}
    for path in wanted:
        with suppress(OSError):  # a file that is gone is gone for the worker as well
            found[path.name] = path.read_bytes()
    return found


def left(
    submissions: Sequence[Submission], store: Store, setup: Json
) -> tuple[list[Submission], dict[str, Brief]]:
    """What is still to be checked, and in short what an earlier call of the same batch has done."""
    by_name = {submission.name: submission for submission in submissions}

    def holds(line: Json) -> bool:
        submission = by_name.get(line["path"])
        if submission is None or not all(name in by_name for name in line.get("prior", ())):
            return False
        submission = replace(submission, prior=tuple(by_name[name] for name in line.get("prior", ())))
        sha256 = versions.of_file(submission.path)
        return bool(line["key"] == key_of(submission, setup, State(line["state"]), sha256))

    kept = store.kept(holds)
    return [one for one in submissions if one.name not in kept], kept


def key_of(submission: Submission, setup: Json, state: State, sha256: str) -> str:
    """What a line in that state of a submission of these bytes depends on."""
    waivers = job_of(submission, setup)["waivers"]
    prior = [one.path for one in submission.prior]
    return lines.key_of(setup, sha256, submission.path, Path(waivers) if waivers else None, state, prior)
