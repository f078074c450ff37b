"""What a result depends on, as hashes: the program, its rules, and of each submission what lies beside it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import checker
from checker import resources

_READING = ("model", "layout", "readers", "structure", "facts")
"""The stages between a file and its facts."""

_READERS = (
    "pypdfium2",
    "pdfplumber",
    "lxml",
    "openpyxl",
    "xlrd",
    "olefile",
    "justhtml",
    "python-docx",
    "rapidocr",
)
"""The libraries that may change what is read; one that is not installed has no version."""

_CONVERTER = "soffice"
"""Without it some files are unreadable."""


@cache
def program() -> str:
    """Of all that makes a line of results: every module, every word of a report, and the readers' libraries."""
    return joined(_of_modules(""), _of_files(resources.folder("reports"), "*.yaml"), *_libraries())


@cache
def reading() -> str:
    """Of all that makes facts of a file's bytes: nobody has to remember to count it up."""
    return joined(*map(_of_modules, _READING), *_libraries())


def made_of(rules: Iterable[str], rules_path: Iterable[str]) -> str:
    """Of the program and of all packs and code lists that a batch may use, by their ids, files and folders."""
    named = os.environ.get(resources.RULES_PATH, "").split(os.pathsep)
    folders = [resources.folder("rules"), *map(Path, rules_path), *(Path(part) for part in named if part)]
    return joined(
        program(),
        *(_of_files(folder, pattern) for folder in folders for pattern in ("*.yaml", "*.csv")),
        *(of_file(Path(name)) for name in rules),
    )


def of_file(path: Path) -> str:
    """Of the bytes of a file, or of all files of a folder; empty if there is none."""
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file())
        return joined(*((one.relative_to(path).as_posix(), of_file(one)) for one in files))
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def joined(*parts: str | Sequence[str]) -> str:
    """One hash of several words, none of which can run into the next."""
    return of_bytes(json.dumps(parts).encode("ascii"))


def _of_modules(package: str) -> str:
    return _of_files(Path(checker.__file__).parent / package, "*.py")


def _of_files(folder: Path, pattern: str) -> str:
    names = sorted(path.as_posix() for path in folder.rglob(pattern))
    before = len(folder.as_posix())
    return joined(*((name[before:], of_bytes(Path(name).read_bytes())) for name in names))


def _libraries() -> tuple[str, ...]:
    return (*map(_version, _READERS), "" if shutil.which(_CONVERTER) is None else _CONVERTER)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""
