"""A batch from its submissions to its results on disk."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Any

from checker.batch import lines, versions
from checker.batch.executors import Workers, guarded
from checker.batch.guard import Lost
from checker.batch.jobs import job_of, key_of, sent_of
from checker.batch.lines import Brief, State
from checker.batch.said import Said
from checker.batch.store import Store
from checker.batch.submissions import Submission

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
                job, sent = sent_of(job) if setup["send"] else (job, {})
                under_way[workers.executor.submit(guarded, setup, job, sent)] = submission
        for future in wait(under_way, return_when=FIRST_COMPLETED).done if under_way else ():
            yield _kept(under_way.pop(future), future.result(), store, setup, said)


def _kept(submission: Submission, answer: Json | Lost, store: Store, setup: Json, said: Said) -> Done:
    if isinstance(answer, Lost):
        sha256 = versions.of_file(submission.path)
        key = key_of(submission, setup, State.FAILED, sha256)
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
