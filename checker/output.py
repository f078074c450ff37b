"""Files that the program writes: whole or not at all, and never over one that it was given to read."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from checker.model.beside import is_report
from checker.model.errors import UsageError

_LONGEST = 200  # bytes of a name; most file systems allow 255


def put(target: Path, content: bytes, inputs: Iterable[Path] = ()) -> None:
    """Writes a file; raises UsageError with a sentence where that cannot be, and leaves what was there."""
    with whole(target, inputs) as temporary:
        temporary.write_bytes(content)


@contextmanager
def whole(target: Path, inputs: Iterable[Path] = ()) -> Iterator[Path]:
    """A file to write to, that is put in its place when it is whole. Its rights are those that the user's umask leaves.

    `inputs` are the files that were read, and folders of them: the target may be none of these, however it is spelled.
    """
    keep(target, inputs)
    if target.exists() and not target.is_file() and not target.is_dir():
        yield target  # a device or a pipe has nothing to keep
        return
    temporary = target.with_name(f".{secrets.token_hex(8)}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        yield temporary
        temporary.replace(target)
    except OSError as error:
        raise cannot_write(target, error) from None
    finally:
        with suppress(OSError):  # it is in its place, or its folder could not be made
            temporary.unlink()


def keep(target: Path, inputs: Iterable[Path]) -> None:
    """Raises UsageError if the target is one of the inputs: by another path, by a link, in letters of another case."""
    try:
        there = target.stat()
    except OSError:  # nothing is there that could be lost
        return
    for path in _files(inputs):
        try:
            same = os.path.samestat(there, path.stat())
        except OSError:  # a file that is gone cannot be written over
            continue
        if same:
            raise UsageError(f"{target}: 不能覆盖所读的文件 / would overwrite a file that is read: {path}")


def _files(inputs: Iterable[Path]) -> Iterator[Path]:
    """The files, and those in the folders but for reports that an earlier call wrote there."""
    for path in inputs:
        if os.path.isdir(path):  # noqa: PTH112 - a name that is too long is no folder
            yield from (file for file in path.rglob("*") if not is_report(file))
        else:
            yield path


def cannot_write(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path}: 写不进去 / cannot be written: {error.strerror}")


def short(name: str) -> str:
    """A name that leaves room for endings: a long one is cut, and told apart by a hash."""
    whole_ = os.fsencode(name)
    if len(name.encode("utf-8", "replace")) <= _LONGEST:
        return name
    return f"{name[: _LONGEST // 6]}-{hashlib.sha256(whole_).hexdigest()[:8]}"
