"""A worker process under guard: what crashes, hangs or eats memory costs its own submission only.

The worker is a plain child process that is spoken to in lines of JSON: nothing is pickled, it may be started from
any thread and from the daemonic processes of a cluster, and it ends when its guard does, because its input ends.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from checker.guard import Cause, Watch, command, environment, killed, named
from checker.model.errors import UsageError
from checker.model.limits import Limit

_ATTEMPTS = 2  # a worker that somebody else killed gets its submission a second time

LOADING, READY, REFUSED = "loading", "ready", "refused"
"""What a worker says besides its answers: that its time does not count, that it counts, and that it cannot work."""
_LOADING, _READY, _REFUSED = (f'{{"{said}"'.encode() for said in (LOADING, READY, REFUSED))

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lost:
    """That a worker did not come back with its submission; `detail` is the limit, or how the process ended."""

    cause: Cause
    detail: str


class Guard:
    """One worker process, started when it is first needed and again after it was lost. For one thread.

    `module` is run as the worker; it calls `checker.batch.worker.main`.
    """

    def __init__(self, setup: Json, module: str = "checker.batch.worker") -> None:
        self._setup = setup
        self._module = module
        self._seconds: int = setup["limits"][Limit.SECONDS]
        self._megabytes: int = setup["limits"][Limit.MEGABYTES]
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = threading.Event()

    def check(self, job: Json) -> Json | Lost:
        """What the worker makes of a job; raises UsageError if it cannot work at all, by faulty rules. A worker that ended by itself is given it twice, for the fault may
        have been another's; one that went over a limit is not.
        """
        lost = Lost(Cause.CRASH, "")
        for _ in range(_ATTEMPTS):
            answer = self._asked(job)
            if not isinstance(answer, Lost) or answer.cause is not Cause.CRASH or self._closed.is_set():
                return answer
            lost = answer
        return lost

    def close(self) -> None:
        """Ends the worker at once; may be called from another thread."""
        self._closed.set()
        if self._process is not None:
            killed(self._process)

    def _asked(self, job: Json) -> Json | Lost:
        try:
            process = self._running()
            with Watch(process) as watch:
                watch.begin(self._seconds, self._megabytes)
                line = self._answered(process, job, watch)
        except OSError as error:  # it ended before it could be spoken to
            self._ended()
            return Lost(Cause.CRASH, str(error))
        if line.endswith(b"\n"):
            answer: Json = json.loads(line)
            if _resident(process) > self._megabytes * 1_000_000 / 2:
                self._ended()  # what it keeps is not to be counted to the next
            return answer
        status = self._ended()
        if watch.exceeded is Cause.TIME:
            return Lost(Cause.TIME, str(self._seconds))
        if watch.exceeded is Cause.MEMORY:
            return Lost(Cause.MEMORY, str(self._megabytes))
        return Lost(Cause.CRASH, named(status))

    def _answered(self, process: subprocess.Popen[bytes], job: Json, watch: Watch) -> bytes:
        """The line that answers a job; without its end if the worker ended."""
        assert process.stdout is not None
        _say(process, job)
        while True:
            line = process.stdout.readline()
            if line.startswith(_LOADING):
                watch.pause()
            elif line.startswith(_READY):
                watch.begin(self._seconds, self._megabytes)
            elif line.startswith(_REFUSED):
                raise UsageError(json.loads(line)[REFUSED])
            else:
                return line

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._ended()
            if self._closed.is_set():
                raise OSError("closed")
            self._process = subprocess.Popen(
                command(self._module),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # an interrupt at the terminal is for the batch, which ends its workers
                env={**environment(), "PYTHONUTF8": "1"},
                # what paths are relative to
                cwd=self._setup["cwd"] if Path(self._setup["cwd"]).is_dir() else None,
            )
            if self._closed.is_set():
                killed(self._process)
            _say(self._process, self._setup)
        return self._process

    def _ended(self) -> int:
        """The status of a worker that is no more, and its pipes closed."""
        if self._process is None:
            return 0
        killed(self._process)
        status = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was not yet written has no reader any more
                pipe.close()
        self._process = None
        return status


def _say(process: subprocess.Popen[bytes], said: Json) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(said).encode("ascii") + b"\n")
    process.stdin.flush()


def _resident(process: subprocess.Popen[bytes]) -> int:
    """Bytes of memory that a process has; none if it has ended."""
    try:
        return int(psutil.Process(process.pid).memory_info().rss)
    except psutil.Error:
        return 0
