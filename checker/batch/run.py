"""A batch from its submissions to its results on disk."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.batch import lines, versions
from checker.batch.executors import Workers, guarded
from checker.batch.guard import Lost
from checker.batch.lines import Brief, State
from checker.batch.said import Said
from checker.batch.store import Store
from checker.batch.submissions import Submission
from checker.model.beside import SIDECAR, WAIVERS

_AHEAD = 4
"""So many submissions are handed over for each worker, so that none waits and few are under way."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """A submission whose line is on disk. Times and counts are empty where its worker was lost."""

    submission: Submission
    brief: Brief
    cause: str | None
    seconds: Mapping[str, float]
    done: Mapping[str, int]
    rules: Mapping[str, float]


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
        return bool(line["key"] == _key(submission, setup, State(line["state"]), sha256))

    kept = store.kept(holds)
    return [one for one in submissions if one.name not in kept], kept


def _key(submission: Submission, setup: Json, state: State, sha256: str) -> str:
    waivers = job_of(submission, setup)["waivers"]
    prior = [one.path for one in submission.prior]
    return lines.key_of(setup, sha256, submission.path, Path(waivers) if waivers else None, state, prior)


def run(
    submissions: Iterable[Submission], store: Store, setup: Json, workers: Workers, said: Said
) -> Iterator[Done]:
    """Checks submissions and yields each once its reports and then its line are on disk."""
    waiting = iter(submissions)
    under_way: dict[Future[Json | Lost], Submission] = {}
    more = True
    while more or under_way:
        while more and len(under_way) < workers.count() * _AHEAD:
            submission = next(waiting, None)
            more = submission is not None
            if submission is not None:
                job = job_of(submission, setup)
                sent = sent_of(job) if setup["send"] else {}
                under_way[workers.executor.submit(guarded, setup, job, sent)] = submission
        for future in wait(under_way, return_when=FIRST_COMPLETED).done if under_way else ():
            yield _kept(under_way.pop(future), future.result(), store, setup, said)


def _kept(submission: Submission, answer: Json | Lost, store: Store, setup: Json, said: Said) -> Done:
    if isinstance(answer, Lost):
        sha256 = versions.of_file(submission.path)
        key = _key(submission, setup, State.FAILED, sha256)
        reason = said("lost", answer.cause, detail=answer.detail)
        line = lines.unchecked(submission.name, key, sha256, State.FAILED, answer.cause, reason)
        store.add(lines.written(line))
        return Done(submission, lines.brief(line), answer.cause, {}, {}, {})
    for suffix, made in answer["reports"].items():
        store.write(store.report(submission.name, suffix), b64decode(made))
    store.add(answer["line"])
    return Done(
        submission, Brief(**answer["brief"]), None, answer["seconds"], answer["done"], answer["rules"]
    )
