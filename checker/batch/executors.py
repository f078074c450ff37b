"""Where submissions are checked: threads of this process, each with a worker under guard, or those of a cluster.

Both are an executor of the standard library, so that a batch does not know which it has, and in both each thread has
one guarded worker, so that a fault costs a cluster no more than a submission either.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from checker.batch.guard import Guard, Lost
from checker.batch.jobs import below
from checker.model.errors import UsageError

_ANSWER, _PATIENCE = 10, 60  # seconds to wait for a cluster's scheduler, and for its first worker
_LOOK = 10  # seconds after which a cluster's threads are counted again, for workers come and go

Json = Mapping[str, Any]

_own = threading.local()
_guards: set[Guard] = set()


@dataclass(frozen=True, slots=True)
class Workers:
    """What checks submissions, and how many it checks at once."""

    executor: Executor
    count: Callable[[], int]


def guarded(setup: Json, job: Json, sent: Mapping[str, bytes]) -> Json | Lost:
    """Checks a submission with the guarded worker of this thread; the same here and on a cluster.

    `sent` are the files of the job, by the paths that it says, where no disk is shared.
    """
    if getattr(_own, "setup", None) != setup:
        if hasattr(_own, "guard"):
            _own.guard.close()
        _own.setup = setup
        _own.guard = Guard(setup)
        _guards.add(_own.guard)
    guard: Guard = _own.guard
    if not sent:
        return guard.check(job)
    with TemporaryDirectory() as folder:
        for name, data in sent.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return guard.check(below(job, Path(folder)))


@contextmanager
def local(processes: int) -> Iterator[Workers]:
    """So many worker processes on this machine; none of them is left when it ends, however it ends."""
    executor = ThreadPoolExecutor(processes)
    try:
        yield Workers(executor, lambda: processes)
    finally:
        for guard in tuple(_guards):
            guard.close()
        _guards.clear()
        executor.shutdown(cancel_futures=True)


@contextmanager
def cluster(address: str, processes: int) -> Iterator[Workers]:
    """The workers of a Dask scheduler, or with `local` so many on this machine; raises UsageError."""
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - of the extra cluster
    except ImportError:
        raise UsageError(
            "--cluster 要先安装附加组件 / install the extra first: pip install 'disclosure-checker[cluster]'"
        ) from None
    own = None
    try:
        if address == "local":
            own = LocalCluster(n_workers=processes, threads_per_worker=1, dashboard_address=None)
        client = Client(own or address, timeout=_ANSWER)
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"{address}: 集群连不上，或没有工作节点 / the cluster cannot be reached or has no workers: {error}"
        ) from None
    executor = client.get_executor(pure=False)
    try:
        yield Workers(executor, _Counted(client))
    finally:
        executor.shutdown(wait=False)
        client.close()
        if own is not None:
            own.close()


class _Counted:
    """How many threads a cluster has, asked for now and then."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._count, self._until = 1, 0.0

    def __call__(self) -> int:
        if time.monotonic() > self._until:
            self._count = max(sum(self._client.nthreads().values()), 1)
            self._until = time.monotonic() + _LOOK
        return self._count
