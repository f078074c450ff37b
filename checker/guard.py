"""Watches the time and the memory of a process that reads strangers' files, and ends it with a sentence.

What it takes is looked at from outside: a library that never lets another thread run, or crashes, cannot hinder that.
`checker check` and the other commands that read files are therefore run by a process of their own; a batch has many.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from enum import StrEnum
from math import inf
from pathlib import Path
from typing import Any

import checker

# psutil is imported by the thread that watches, while what is watched is started: nobody waits for it.

_LOOK = 0.1  # seconds between two looks at a process
_GRACE = 60
"""Seconds after which what is over its time ends by itself, in case that its guard is gone."""
_PASSED = "CHECKER_GUARDED"
"""The environment's word, for a process that is guarded, for how many submissions were done before."""


class Cause(StrEnum):
    """Why there is no report although nothing is known to be wrong with the file."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    ERROR = "error"


class Watch:
    """Looks at a process, and kills it and what it started when it goes over a limit."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.exceeded: Cause | None = None
        self._process = process
        self._end: float = inf
        self._bytes: float = inf
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def begin(self, seconds: int, megabytes: int) -> None:
        """From now on it may take so much."""
        self._end = time.monotonic() + seconds
        self._bytes = megabytes * 1_000_000

    def pause(self) -> None:
        """While it loads the program and the rules, which is not the time of a submission."""
        self._end = inf

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        import psutil  # noqa: PLC0415

        try:
            seen = psutil.Process(self._process.pid)
            while not self._done.wait(_LOOK):
                if time.monotonic() > self._end:
                    self.exceeded = Cause.TIME
                elif seen.memory_info().rss > self._bytes:
                    self.exceeded = Cause.MEMORY
                if self.exceeded is not None:
                    killed(self._process)
                    return
        except psutil.Error:
            return  # it ended meanwhile


def command(*arguments: str) -> list[str]:
    """Starts a module of this program; takes no modules from where submissions lie."""
    return [sys.executable, "-P", "-m", *arguments]


def environment() -> dict[str, str]:
    """What a process of this program needs to find it, which may be a checkout, and what the environment names."""
    own = str(Path(checker.__file__).parent.parent)
    paths = [*filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)), own]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def killed(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and what it started, such as a converter."""
    import psutil  # noqa: PLC0415

    try:
        started = psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        started = []
    with suppress(OSError):
        process.kill()
    for child in started:
        with suppress(psutil.Error):
            child.kill()


def named(status: int) -> str:
    """How a process ended."""
    if status < 0:
        try:
            return signal.Signals(-status).name
        except ValueError:
            return f"signal {-status}"
    return f"exit status {status}"


def ends_itself(seconds: int) -> None:
    """This process ends if it is still at it a while after its time: its guard, which would have ended it, is gone."""
    faulthandler.dump_traceback_later(seconds + _GRACE, exit=True)


# The process that is guarded: its standard input leads to its guard.

_guard: int | None = None
passed = 0
"""So many submissions of this call were done by a process before this one, which was ended in the last of them."""


def found() -> bool:
    """Whether this process is guarded; once it knows, its standard input is empty."""
    global _guard, passed  # noqa: PLW0603 - a process has one guard
    said = os.environ.pop(_PASSED, None)
    if said is None:
        return False
    passed = int(said)
    _guard = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return True


def at(name: object, seconds: int, megabytes: int, ordinal: int = 0, last: bool = True) -> None:
    """Tells the guard, if there is one, which submission is begun, and what it may take.

    Unless it is the `last` one, the others are done by another process if this one has to be ended.
    """
    if _guard is None:
        return
    told = {"name": str(name), "seconds": seconds, "megabytes": megabytes, "ordinal": ordinal, "last": last}
    try:
        os.write(_guard, json.dumps(told).encode("ascii") + b"\n")
    except OSError:
        os._exit(2)  # there is nobody to go on for
    ends_itself(seconds)


def _end_with(guard: int) -> None:
    while os.getppid() == guard:
        time.sleep(1)
    os._exit(2)


# The guard.


def run(arguments: list[str]) -> int:
    """Carries out a call in a guarded process, and the rest of it in another if one is lost; the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    worst = begun = 0
    while True:
        status, lost = _run(arguments, begun)
        worst = max(worst, status)
        if lost is None or lost["last"]:
            return worst
        begun = lost["ordinal"] + 1


def _run(arguments: list[str], begun: int) -> tuple[int, dict[str, Any] | None]:
    """The exit status, and the submission that the process was lost at, if it was."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        command("checker", *arguments), stdin=writing, env={**environment(), _PASSED: str(begun)}
    )
    os.close(writing)
    submission: dict[str, Any] | None = None
    try:
        with Watch(process) as watch, os.fdopen(reading, "rb") as said:
            for line in said:
                submission = json.loads(line)
                watch.begin(submission["seconds"], submission["megabytes"])
            status = process.wait()
    except KeyboardInterrupt:  # the process was told as well
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        status = 2
    finally:
        if process.poll() is None:
            killed(process)
    if watch.exceeded is None and status in (0, 1, 2):
        return status, None
    _complain(submission, watch.exceeded, status)
    return 2, submission


def _complain(submission: dict[str, Any] | None, exceeded: Cause | None, status: int) -> None:
    from checker.model.shown import shown  # noqa: PLC0415

    begun = submission or {}
    match exceeded:
        case Cause.TIME:
            said = (
                f"用时超过 {begun['seconds']} 秒，已停止（可用 --limit seconds=N 调整） / "
                f"took more than {begun['seconds']} s and was stopped (--limit seconds=N changes it)"
            )
        case Cause.MEMORY:
            said = (
                f"占用内存超过 {begun['megabytes']} MB，已停止（可用 --limit megabytes=N 调整） / "
                f"took more than {begun['megabytes']} MB of memory and was stopped (--limit megabytes=N changes it)"
            )
        case _:
            said = f"程序异常终止 / the program ended unexpectedly: {named(status)}"
    name = f"{begun['name']}: " if begun else ""
    sys.stderr.write(f"{shown(f'checker: {name}{said}')}\n")
