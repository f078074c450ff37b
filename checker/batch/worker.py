"""The worker process: jobs in, answers out, a line of JSON each. Its guard is `checker/batch/guard.py`.

python -m checker.batch.worker
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from typing import Any, BinaryIO, Protocol

from checker.batch.answers import Answers
from checker.batch.guard import REFUSED
from checker.guard import ends_itself
from checker.model.errors import CheckerError
from checker.model.limits import Limit, in_force


class Answering(Protocol):
    def to(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer to a job; raises CheckerError where no job can be answered."""
        ...


def main(
    answering: Callable[[Mapping[str, Any], Callable[[Mapping[str, Any]], None]], Answering] = Answers,
) -> None:
    """Answers jobs until its input ends: then its guard is no more, and it ends at once, whatever it does.

    `answering` makes what answers, of the setup and of what says something to the guard before an answer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the batch, which ends its workers
    said = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    jobs: SimpleQueue[Mapping[str, Any]] = SimpleQueue()
    threading.Thread(target=_heard, args=(sys.stdin.buffer, jobs), daemon=True).start()
    setup = jobs.get()

    def say(words: Mapping[str, Any]) -> None:
        said.write(json.dumps(words).encode("ascii") + b"\n")
        said.flush()

    answers = answering(setup, say)
    given = {Limit(name): most for name, most in setup["limits"].items()}
    while True:
        job = jobs.get()
        ends_itself(setup["limits"]["seconds"])
        try:
            with in_force(given):
                answer = answers.to(job)
        except CheckerError as error:
            answer = {REFUSED: str(error)}
        faulthandler.cancel_dump_traceback_later()
        say(answer)


def _heard(source: BinaryIO, jobs: SimpleQueue[Mapping[str, Any]]) -> None:
    for line in source:
        jobs.put(json.loads(line))
    os._exit(0)


if __name__ == "__main__":
    main()
