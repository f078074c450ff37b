"""The worker process: jobs in, answers out, a line of JSON each. Its guard is `checker/batch/guard.py`.

python -m checker.batch.worker
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import threading
from collections.abc import Mapping
from queue import SimpleQueue
from typing import Any, BinaryIO


def main() -> None:
    """Answers jobs until its input ends: then its guard is no more, and it ends at once, whatever it does."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    jobs: SimpleQueue[Mapping[str, Any]] = SimpleQueue()
    threading.Thread(target=_heard, args=(sys.stdin.buffer, jobs), daemon=True).start()
    setup = jobs.get()
    from checker.batch.checked import Checker  # noqa: PLC0415 - the input is watched while this loads
    from checker.model.errors import CheckerError  # noqa: PLC0415

    try:
        checker = Checker(setup)
    except CheckerError as error:
        _say(answers, {"refused": str(error)})
        return
    _say(answers, {})
    while True:
        job = jobs.get()
        # A library that never lets another thread run cannot be told that the guard is gone.
        faulthandler.dump_traceback_later(setup["seconds"] + 60, exit=True)
        answer = checker.check(job)
        faulthandler.cancel_dump_traceback_later()
        _say(answers, answer)


def _heard(source: BinaryIO, jobs: SimpleQueue[Mapping[str, Any]]) -> None:
    for line in source:
        jobs.put(json.loads(line))
    os._exit(0)


def _say(answers: BinaryIO, said: Mapping[str, Any]) -> None:
    answers.write(json.dumps(said).encode("ascii") + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
