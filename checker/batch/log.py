"""The log of a batch: a line of JSON for each thing that happened, for other programs to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from checker.batch.store import cannot_write


class Log(Protocol):
    """Says what happened, with its circumstances."""

    def __call__(self, event: str, /, **what: object) -> None: ...


@contextmanager
def log_to(file: Path | None) -> Iterator[Log]:
    """A log that goes on at the end of a file; one without a file says nothing. Raises UsageError."""
    if file is None:
        yield lambda _event, /, **_what: None
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        opened = file.open("a", encoding="utf-8", errors="backslashreplace", buffering=1)
    except OSError as error:
        raise cannot_write(file, error) from None
    with opened:
        yield _written_to(opened, file)


def _written_to(opened: IO[str], file: Path) -> Log:
    def log(event: str, /, **what: object) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        try:
            opened.write(json.dumps({"time": now, "event": event, **what}, ensure_ascii=False) + "\n")
        except OSError as error:
            raise cannot_write(file, error) from None

    return log
