"""The files that people write beside the program: rule files, code lists, sidecars, names, waivers, rosters."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from checker.model.errors import Mistake, RuleFileError
from checker.model.limits import Limit

_LONGEST_CHARACTER = 4  # bytes of UTF-8


class Written(NamedTuple):
    """The text of a file, whose lines end in a line feed however those of the file do, and the SHA-256 of its bytes."""

    text: str
    sha256: str


def text_of(path: Path, name: str, other: str = "") -> str:
    """The text alone."""
    return written_in(path, name, other).text


def written_in(path: Path, name: str, other: str = "") -> Written:
    """What stands in a file in UTF-8, or else in the `other` encoding, if there is one.

    Raises OSError, and RuleFileError, which calls the file `name`, if it is too long or no such text.
    """
    most = Limit.RULE_CHARACTERS.most
    with path.open("rb") as file:
        data = file.read(_LONGEST_CHARACTER * most + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(data) > _LONGEST_CHARACTER * most:
            text = data.decode("latin-1")
        elif other:
            text = data.decode(other, "replace")
        else:
            before = data[: error.start].decode("utf-8-sig")
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            message = "应为 UTF-8 编码，请在编辑器里另存为 UTF-8 / must be UTF-8: save it so in the editor"
            raise RuleFileError((Mistake(name, line, column, message),)) from None
    bounded(text, name)
    text = io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=True)
    return Written(text, hashlib.sha256(data).hexdigest())


def hash_of(text: str) -> str:
    """SHA-256 of a text: the same for a file wherever it was checked out."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def bounded(text: str, name: str) -> None:
    """Raises RuleFileError if a text is longer than a file of rules may be."""
    if len(text) > Limit.RULE_CHARACTERS.most:
        raise RuleFileError((Mistake(name, 1, 1, Limit.RULE_CHARACTERS.words(len(text))),))


def rows_of(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text in CSV, each with the line that it ends on; raises RuleFileError."""
    reader = csv.reader(io.StringIO(text))
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        message = f"不是 CSV / not a table of comma-separated values: {error}"
        raise RuleFileError((Mistake(name, reader.line_num, 1, message),)) from None
