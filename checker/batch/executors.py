"""Where submissions are checked: threads of this process, each with a worker under guard, or those of a cluster.

Both are an executor of the standard library, so that a batch does not know which it has.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from checker.batch.guard import Guard, Limits, Lost

Json = Mapping[str, Any]

_own = threading.local()
_guards: set[Guard] = set()


def guarded(setup: Json, job: Json) -> Json | Lost:
    """Checks a submission with the guarded worker of this thread; the same here and on a cluster."""
    if getattr(_own, "setup", None) != setup:
        _own.setup = setup
        _own.guard = Guard(setup, Limits(setup["seconds"], setup["megabytes"]))
        _guards.add(_own.guard)
    guard: Guard = _own.guard
    return guard.check(job)


@contextmanager
def local(processes: int) -> Iterator[Executor]:
    """So many worker processes on this machine; none of them is left when it ends, however it ends."""
    executor = ThreadPoolExecutor(processes)
    try:
        yield executor
    finally:
        for guard in tuple(_guards):
            guard.close()
        _guards.clear()
        executor.shutdown(cancel_futures=True)
