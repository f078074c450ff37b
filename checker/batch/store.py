"""The results on disk: OUT/results.jsonl, appended as they come, and the one batch at a time that may write there.

A batch that is stopped at any moment leaves whole lines and at most a broken last one, which the next one drops.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from io import FileIO
from itertools import accumulate, pairwise
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

import orjson
from filelock import FileLock, Timeout

from checker.batch import lines
from checker.batch.lines import Brief
from checker.model.errors import UsageError
from checker.output import cannot_write, put, short

RESULTS = "results.jsonl"
_LOCK = ".batch.lock"

Json = Mapping[str, Any]


class Store:
    """A folder of results, locked for this batch."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.path = out / RESULTS
        self._file: FileIO | None = None
        self._lock = FileLock(out / _LOCK)

    def __enter__(self) -> Store:
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise UsageError(
                f"{self.out}: 另一个批次正在写到这里 / another batch is writing to this folder"
            ) from None
        except OSError as error:
            raise cannot_write(self.out, error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        self._lock.release()

    def kept(self, holds: Callable[[Json], bool]) -> dict[str, Brief]:
        """The lines that still hold, in short, by path. All others are taken out, and a broken end with them."""
        if not self.path.exists():
            return {}
        if self._file is not None:  # what is appended next goes to the file that is written here
            self._file.close()
            self._file = None
        found: dict[str, Brief] = {}
        good: set[int] = set()
        at = -1
        temporary = self.path.with_suffix(".new")
        try:
            for at, (_, line) in enumerate(self._lines()):
                if line is not None and line["path"] not in found and holds(line):
                    found[line["path"]] = lines.brief(line)
                    good.add(at)
            if len(good) <= at:
                with temporary.open("wb") as file:
                    file.writelines(raw for at, (raw, _) in enumerate(self._lines()) if at in good)
                temporary.replace(self.path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise cannot_write(self.path, error) from None
        return found

    def _lines(self) -> Iterator[tuple[bytes, Json | None]]:
        """Every line with what it says; nothing for one that is broken."""
        with self.path.open("rb") as file:
            for raw in file:
                yield raw, _read(raw) if raw.endswith(b"\n") else None

    def sort(self) -> None:
        """Puts the lines in the order of their submissions, which is that of no worker."""
        with self.path.open("rb") as file:
            ends = list(accumulate(map(len, file), initial=0))
        found = [
            (line["path"], *span)
            for (_, line), span in zip(self._lines(), pairwise(ends), strict=True)
            if line
        ]
        if found == sorted(found):
            return
        with self.path.open("rb") as file:

            def moved() -> Iterator[bytes]:
                for _, start, end in sorted(found):
                    file.seek(start)
                    yield file.read(end - start)

            temporary = self.path.with_suffix(".new")
            try:
                with temporary.open("wb") as sorted_:
                    sorted_.writelines(moved())
            except OSError as error:
                temporary.unlink(missing_ok=True)
                raise cannot_write(self.path, error) from None
        if self._file is not None:
            self._file.close()
            self._file = None
        temporary.replace(self.path)

    def stamp(self) -> str:
        """What tells these results from any other, without reading them."""
        seen = self.path.stat()
        return f"{seen.st_size}:{seen.st_mtime_ns}"

    def reports(self) -> Iterator[Json]:
        """All lines, one after the other."""
        if self.path.exists():
            for _, line in self._lines():
                if line is not None:
                    yield line

    def add(self, text: str) -> None:
        """Appends a line; raises UsageError, and leaves no half of it, where the disk is full."""
        if self._file is None:
            self._file = self._opened()
        before = self._file.tell()
        try:
            rest = memoryview(text.encode("utf-8", "backslashreplace") + b"\n")
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._cut(before)
            raise cannot_write(self.path, error) from None

    def write(self, target: Path, content: bytes) -> None:
        """Writes a file whole or not at all."""
        put(target, content)

    def _opened(self) -> FileIO:
        try:
            return FileIO(self.path, "ab")
        except OSError as error:
            raise cannot_write(self.path, error) from None

    def _cut(self, size: int) -> None:
        with suppress(OSError):  # the next batch drops what is broken
            os.truncate(self.path, size)

    def report(self, name: str, suffix: str) -> Path:
        """Where a report of a submission goes: below OUT, whatever the submission is called."""
        path = PurePosixPath(name)
        return self.out / "reports" / path.with_name(f"{short(path.name)}.report.{suffix}")


def _read(raw: bytes) -> Json | None:
    """What a line says; nothing if it is broken."""
    line: Json
    try:
        line = orjson.loads(raw)
    except ValueError:
        try:
            line = json.loads(raw)  # a name that is no text is text to this one only
        except ValueError:
            return None
    return line
