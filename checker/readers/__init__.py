"""Readers: file → raw blocks. One module a format; a module in this folder is a reader.

Each has `FORMAT` (the word in messages), `recognises(data)` told by content, and `read(data, name, sha256)`.
"""

from __future__ import annotations

import hashlib
import os
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from checker.model.errors import SubmissionError
from checker.model.limits import Limit
from checker.model.raw import RawDocument, RawGrid, RawLine
from checker.model.used import name_of


class Reader(Protocol):
    """What every module in this folder offers."""

    FORMAT: str

    def recognises(self, data: bytes) -> bool:
        """Whether these bytes are a file of this format."""
        ...

    def read(self, data: bytes, name: str, sha256: str) -> RawDocument:
        """The raw blocks; raises SubmissionError with a sentence where that is impossible."""
        ...


def available() -> tuple[Reader, ...]:
    """All readers, plain text last because it recognises least."""
    names = sorted(
        (module.name for module in iter_modules(__path__)), key=lambda name: (name == "text", name)
    )
    return tuple(cast(Reader, import_module(f"{__name__}.{name}")) for name in names)


def read_file(path: Path) -> RawDocument:
    """Read a submission from disk with the reader that recognises its content."""
    return read_bytes(bytes_of(path), name_of(path))


def bytes_of(path: Path) -> bytes:
    """The bytes of a submission; raises SubmissionError with a sentence, before they are read if they are too many."""
    try:
        with path.open("rb") as file:
            Limit.BYTES.check(os.fstat(file.fileno()).st_size, str(path))
            return file.read(Limit.BYTES.most)
    except FileNotFoundError:
        raise SubmissionError(f"{path}: 没有这个文件 / no such file") from None
    except IsADirectoryError:
        raise SubmissionError(f"{path}: 这是文件夹，不是文件 / a folder, where a file was expected") from None
    except OSError as error:
        raise SubmissionError(f"{path}: 无法打开 / cannot be opened: {error.strerror}") from None


def read_bytes(data: bytes, name: str) -> RawDocument:
    """Read a submission that is already in memory; `name` is used in places and messages only."""
    if not data.strip():
        raise SubmissionError(f"{name}: 文件是空的 / the file is empty")
    readers = available()
    for reader in readers:
        if reader.recognises(data):
            return _within_limits(reader.read(data, name, hashlib.sha256(data).hexdigest()))
    formats = ", ".join(reader.FORMAT for reader in readers)
    raise SubmissionError(
        f"{name}: 无法识别文件类型，可读的类型有 / unknown type of file; types that can be read: {formats}"
    )


def _within_limits(document: RawDocument) -> RawDocument:
    """A document that is not larger as a whole than what follows can go through; readers look at its pieces."""
    cells = [
        cell
        for block in document.blocks
        if isinstance(block, RawGrid)
        for row in block.rows
        for cell in row
        if cell
    ]
    lines = (len(block.text.string) for block in document.blocks if isinstance(block, RawLine))
    Limit.CELLS.check(len(cells), document.name)
    Limit.CHARACTERS.check(sum(lines) + sum(len(cell.text) for cell in cells), document.name)
    return document
