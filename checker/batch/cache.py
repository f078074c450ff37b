"""A folder of what batches keep, by hashes: written whole or not at all, the oldest out when there is too much.

Several batches may use it at once: a file is put in its place by renaming, and one that is gone was not kept.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp

VARIABLE = "CHECKER_CACHE"
_ROOM = 0.9  # so much of the limit is left full when the oldest are taken out
_SHARE = 20  # a process that wrote a twentieth of the limit looks how much there is
_TEMPORARY = ".new"
_FORGOTTEN = 3600  # seconds after which nobody will put a temporary file in its place


def usual_folder() -> Path:
    """Where a user's caches lie, unless the environment says where."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    windows = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None
    base = windows or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "disclosure-checker"


@dataclass
class Cache:
    """What is kept under a hash. A cache that cannot be written keeps nothing and stops nobody."""

    folder: Path
    limit: int
    """Bytes."""
    _since: int = 0

    def get(self, kind: str, key: str) -> bytes | None:
        path = self._path(kind, key)
        try:
            data = path.read_bytes()
            os.utime(path)  # what was used last goes last
        except OSError:
            return None
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        path = self._path(kind, key)
        temporary = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, temporary = mkstemp(dir=path.parent, suffix=_TEMPORARY)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            Path(temporary).replace(path)
        except OSError:
            if temporary is not None:
                with suppress(OSError):
                    Path(temporary).unlink()
            return
        self._since += len(data)
        if self._since > self.limit / _SHARE:
            self._since = 0
            self.trim()

    def trim(self) -> None:
        """Takes the oldest out if there is more than the limit, and what a killed process left half."""
        found: list[tuple[float, int, str]] = []
        for at, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(at, name)  # noqa: PTH118 - there may be a million
                with suppress(OSError):
                    seen = os.stat(path)  # noqa: PTH116
                    found.append((seen.st_mtime, seen.st_size, path))
        before = time.time() - _FORGOTTEN
        forgotten = [one for one in found if one[2].endswith(_TEMPORARY) and one[0] < before]
        rest = sum(size for _, size, _ in found)
        out = list(forgotten)
        if rest > self.limit:
            for one in sorted(found):
                if rest <= self.limit * _ROOM:
                    break
                rest -= one[1]
                out.append(one)
        for _, _, path in out:
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / key
