"""What a result depends on, as hashes: the program, its rules, and of each submission what lies beside it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from checker import program as program_
from checker import resources
from checker.program import joined, of_bytes, of_files, of_modules

__all__ = ["joined", "made_of", "of_bytes", "of_file", "program", "reading"]

_READING = ("model", "layout", "readers", "structure", "facts")
"""The stages between a file and its facts."""

_CONVERTER = "soffice"
"""Without it some files are unreadable."""


@cache
def program() -> str:
    """Of all that makes a line of results: every module, every word of a report, and the readers' libraries."""
    return joined(program_.sha256(), *_libraries())


@cache
def reading() -> str:
    """Of all that makes facts of a file's bytes: nobody has to remember to count it up."""
    return joined(*map(of_modules, _READING), *_libraries())


def made_of(rules: Iterable[str], rules_path: Iterable[str]) -> str:
    """Of the program and of all packs and code lists that a batch may use, by their ids, files and folders."""
    named = os.environ.get(resources.RULES_PATH, "").split(os.pathsep)
    folders = [resources.folder("rules"), *map(Path, rules_path), *(Path(part) for part in named if part)]
    return joined(
        program(),
        *(of_files(folder, pattern) for folder in folders for pattern in ("*.yaml", "*.csv")),
        *(of_file(Path(name)) for name in rules),
    )


def of_file(path: Path) -> str:
    """Of the bytes of a file, or of all files of a folder; empty if there is none."""
    if os.path.isdir(path):  # noqa: PTH112 - a name that is too long is no folder
        files = sorted(one for one in path.rglob("*") if one.is_file())
        return joined(*((one.relative_to(path).as_posix(), of_file(one)) for one in files))
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _libraries() -> tuple[str, ...]:
    versions = map(program_.installed, (*program_.READERS, *program_.RECOGNISERS))
    return (*versions, "" if shutil.which(_CONVERTER) is None else _CONVERTER)
