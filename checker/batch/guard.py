"""A worker process under guard: what crashes, hangs or eats memory costs its own submission only.

The worker is a plain child process that is spoken to in lines of JSON: nothing is pickled, it may be started from
any thread and from the daemonic processes of a cluster, and it ends when its guard does, because its input ends.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from pathlib import Path
from typing import Any

import psutil

import checker
from checker.model.errors import UsageError

_LOOK = 0.1  # seconds between two looks at a worker's memory and time
_ATTEMPTS = 2  # a worker that somebody else killed gets its submission a second time

LOADING, READY, REFUSED = "loading", "ready", "refused"
"""What a worker says besides its answers: that its time does not count, that it counts, and that it cannot work."""
_LOADING, _READY, _REFUSED = (f'{{"{said}"'.encode() for said in (LOADING, READY, REFUSED))

Json = Mapping[str, Any]


class Cause(StrEnum):
    """Why a submission has no report although nothing is known to be wrong with its file."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may take: seconds, and megabytes of its worker's resident memory."""

    seconds: int
    megabytes: int

    @property
    def bytes(self) -> int:
        return self.megabytes * 1_000_000


@dataclass(frozen=True, slots=True)
class Lost:
    """That a worker did not come back with its submission; `detail` is the limit, or how the process ended."""

    cause: Cause
    detail: str


class Guard:
    """One worker process, started when it is first needed and again after it was lost. For one thread.

    `module` is run as the worker; it calls `checker.batch.worker.main`.
    """

    def __init__(self, setup: Json, limits: Limits, module: str = "checker.batch.worker") -> None:
        self._setup = setup
        self._module = module
        self._limits = limits
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
            _killed(self._process)

    def _asked(self, job: Json) -> Json | Lost:
        try:
            process = self._running()
            watch = _Watch(process, self._limits)
            with watch:
                line = self._answered(process, job, watch)
        except OSError as error:  # it ended before it could be spoken to
            self._ended()
            return Lost(Cause.CRASH, str(error))
        if line.endswith(b"\n"):
            answer: Json = json.loads(line)
            if _resident(process) > self._limits.bytes / 2:  # what it keeps is not to be counted to the next
                self._ended()
            return answer
        status = self._ended()
        if watch.exceeded is Cause.TIME:
            return Lost(Cause.TIME, str(self._limits.seconds))
        if watch.exceeded is Cause.MEMORY:
            return Lost(Cause.MEMORY, str(self._limits.megabytes))
        return Lost(Cause.CRASH, _named(status))

    def _answered(self, process: subprocess.Popen[bytes], job: Json, watch: _Watch) -> bytes:
        """The line that answers a job; without its end if the worker ended."""
        assert process.stdout is not None
        _say(process, job)
        while True:
            line = process.stdout.readline()
            if line.startswith(_LOADING):
                watch.pause()
            elif line.startswith(_READY):
                watch.begin()
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
                [sys.executable, "-P", "-m", self._module],  # no modules from where submissions lie
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # an interrupt at the terminal is for the batch, which ends its workers
                env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(_module_paths())},
                cwd=self._setup["cwd"]
                if Path(self._setup["cwd"]).is_dir()
                else None,  # what paths are relative to
            )
            if self._closed.is_set():
                _killed(self._process)
            _say(self._process, self._setup)
        return self._process

    def _ended(self) -> int:
        """The status of a worker that is no more, and its pipes closed."""
        if self._process is None:
            return 0
        _killed(self._process)
        status = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was not yet written has no reader any more
                pipe.close()
        self._process = None
        return status


def _module_paths() -> list[str]:
    """Where this program itself was found, which may be a checkout, and what the environment names."""
    own = str(Path(checker.__file__).parent.parent)
    return [*filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)), own]


class _Watch:
    """Looks at a worker while it checks one submission, and kills it when it goes over a limit."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.exceeded: Cause | None = None
        self._process, self._limits = process, limits
        self._done = threading.Event()
        self._end = 0.0
        self.begin()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def begin(self) -> None:
        """From now on its time counts."""
        self._end = time.monotonic() + self._limits.seconds

    def pause(self) -> None:
        """While it loads the program and the rules, which is not the time of a submission."""
        self._end = inf

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        try:
            seen = psutil.Process(self._process.pid)
            while not self._done.wait(_LOOK):
                if time.monotonic() > self._end:
                    self.exceeded = Cause.TIME
                elif seen.memory_info().rss > self._limits.bytes:
                    self.exceeded = Cause.MEMORY
                if self.exceeded is not None:
                    _killed(self._process)
                    return
        except psutil.Error:
            return  # it ended meanwhile


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


def _killed(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and what it started, such as a converter."""
    try:
        started = psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        started = []
    with suppress(OSError):
        process.kill()
    for child in started:
        with suppress(psutil.Error):
            child.kill()


def _named(status: int) -> str:
    """How a process ended."""
    if status < 0:
        try:
            return signal.Signals(-status).name
        except ValueError:
            return f"signal {-status}"
    return f"exit status {status}"
