"""A worker's answers: what was kept of an earlier batch, else what checking says. The latter is loaded when needed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.batch import lines, versions
from checker.batch.cache import Cache, usual_folder
from checker.batch.guard import LOADING, READY
from checker.batch.lines import State
from checker.batch.spent import Spent

if TYPE_CHECKING:
    from checker.batch.checked import Checker

_LINES = "lines"

Json = Mapping[str, Any]


class Answers:
    """`tell` says something to the guard before the answer."""

    def __init__(self, setup: Json, tell: Callable[[Json], None]) -> None:
        self._setup = setup
        self._tell = tell
        self._cache = None
        if setup["cache"] is not None:  # on another machine the usual folder is its own
            folder = Path(setup["cache"]) if setup["cache"] else usual_folder()
            self._cache = Cache(folder, setup["cache_bytes"])
        self._made: Checker | None = None

    def to(self, job: Json) -> Json:
        """The answer to a job: its line, the reports in base64 by suffix, what was spent and done.

        Raises RuleFileError or UsageError where the rules are faulty.
        """
        spent = Spent()
        with spent.on("all"):
            line, reports = self._line(job, Path(job["file"]), spent)
            text = lines.written(line)
        return {
            "line": text,
            "brief": asdict(lines.brief(line)),
            "reports": reports,
            "seconds": spent.seconds,
            "rules": spent.rules,
            "done": spent.done,
        }

    def _line(self, job: Json, file: Path, spent: Spent) -> tuple[Json, Mapping[str, str]]:
        key = ""
        if self._cache is not None and not self._setup["formats"]:  # reports are made anew
            with spent.on("cache"):
                key = lines.key_of(self._setup, job, versions.of_file(file), State.CHECKED)
                kept = _unpacked(self._cache.get(_LINES, key))
            if kept is not None:
                spent.done["kept"] += 1
                return {**kept, "path": job["name"]}, {}
        line, reports = self._checker().check(job, spent)
        if self._cache is not None and line["key"] == key and _holds_elsewhere(line, file):
            with spent.on("cache"):
                self._cache.put(
                    _LINES, key, zlib.compress(lines.written(line).encode("utf-8", "backslashreplace"), 1)
                )
        return line, reports

    def _checker(self) -> Checker:
        if self._made is None:
            self._tell({LOADING: True})
            from checker.batch.checked import Checker  # noqa: PLC0415 - a second, and two more for the rules

            self._made = Checker(self._setup, self._cache)
            self._tell({READY: True})
        return self._made


def _holds_elsewhere(line: Json, file: Path) -> bool:
    """Whether a file of the same content and name has this line: a reason may name the folder."""
    return line["state"] == State.CHECKED or (
        line["state"] == State.UNREADABLE and str(file.parent) not in line["reason"]
    )


def _unpacked(data: bytes | None) -> Json | None:
    try:
        line: Json | None = json.loads(zlib.decompress(data)) if data is not None else None
    except (ValueError, zlib.error):
        return None
    return line
