"""The log of a batch: a line of JSON for each thing that happened, for other programs to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from checker.model.errors import UsageError
from checker.output import cannot_write

_BEGINS = b'{"time": '


class Log(Protocol):
    """Says what happened, with its circumstances."""

    def __call__(self, event: str, /, **what: object) -> None: ...


@contextmanager
def log_to(file: Path | None) -> Iterator[Log]:
    """A log that goes on at the end of a file; one without a file says nothing. Raises UsageError."""
    if file is None:
        yield lambda _event, /, **_what: None
        return
    _is_log(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        opened = file.open("a", encoding="utf-8", errors="backslashreplace", buffering=1)
    except OSError as error:
        raise cannot_write(file, error) from None
    with opened:
        yield _written_to(opened, file)


def _is_log(file: Path) -> None:
    """Raises UsageError for a file that is something else, so that no submission is written into."""
    try:
        with file.open("rb") as there:
            begins = there.read(len(_BEGINS))
    except OSError:  # nothing is there, or what is wrong is told when it is opened to write
        return
    if begins not in (b"", _BEGINS):
        raise UsageError(f"{file}: 已有这个文件，不是日志 / there is such a file, and it is no log")


def _written_to(opened: IO[str], file: Path) -> Log:
    def log(event: str, /, **what: object) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        try:
            opened.write(json.dumps({"time": now, "event": event, **what}, ensure_ascii=False) + "\n")
        except OSError as error:
            raise cannot_write(file, error) from None

    return log
