"""What the program is, for reports that are to be repeated: its version, a hash of its files, and its readers' libraries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import checker
from checker import resources

READERS = ("pypdfium2", "pdfplumber", "lxml", "openpyxl", "xlrd", "olefile", "justhtml", "python-docx")
"""The libraries that may change what is read."""

RECOGNISERS = ("rapidocr", "onnxruntime")
"""Those that recognise the text of pictures, where they are installed."""


@cache
def sha256() -> str:
    """Of every module and of the words that reports are written in: nobody has to count a version up.

    1.5 MB are hashed in 6 ms, once a process.
    """
    return joined(of_modules(""), of_files(resources.folder("reports"), "*.yaml"))


@cache
def libraries(*names: str) -> Mapping[str, str]:
    """The versions of those of these distributions that are installed."""
    found = {name: installed(name) for name in names}
    return {name: said for name, said in found.items() if said}


def installed(distribution: str) -> str:
    """The version of a distribution; empty for one that is not installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def of_modules(package: str) -> str:
    return of_files(Path(checker.__file__).parent / package, "*.py")


def of_files(folder: Path, pattern: str) -> str:
    """Of the names and texts of files below a folder, however their lines end."""
    names = sorted(path.as_posix() for path in folder.rglob(pattern))
    before = len(folder.as_posix())
    read = ((name[before:], Path(name).read_bytes().replace(b"\r\n", b"\n")) for name in names)
    return joined(*((name, of_bytes(data)) for name, data in read))


def of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def joined(*parts: str | Sequence[str]) -> str:
    """One hash of several words, none of which can run into the next."""
    return of_bytes(json.dumps(parts).encode("ascii"))
