"""The worker process in which files are tried. Its guard is `checker/batch/guard.py`."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from checker.batch import worker
from checker.batch.guard import LOADING, READY
from checker.layout import ocr
from tests.fuzz.corpus import seeds
from tests.fuzz.mutate import mutated
from tests.fuzz.trying import Trying

Json = Mapping[str, Any]
MODULE = "tests.fuzz.worker"


class Answers:
    def __init__(self, setup: Json, tell: Callable[[Json], None]) -> None:
        del setup
        ocr.MOST_PAGES = 0  # recognising a page takes six seconds, and is not what is tried here
        self._tell = tell
        self._trying: Trying | None = None

    def to(self, job: Json) -> Json:
        """What becomes of the mutated file of a number, or of bytes in base64."""
        if self._trying is None:
            self._tell({LOADING: True})
            self._trying = Trying()
            self._tell({READY: True})
        if "data" in job:
            name, data = job["name"], b64decode(job["data"])
        else:
            name, data = mutated(job["format"], job["number"], job["seed"], _seeds(job["format"]))
        return asdict(self._trying.became(name, data, job["formats"]))


_seeds = cache(seeds)


if __name__ == "__main__":
    worker.main(Answers)
