"""What one submission, and one rule file, may ask of the checker; beyond it a sentence says which limit it is.

They are in force for a call and may be changed by its `--limit NAME=N`, as `docs/limits.md` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from checker.model.errors import SubmissionError, UsageError


class Limit(StrEnum):
    """A limit by the name that `--limit` knows it by."""

    BYTES = "bytes"
    PAGES = "pages"
    CHARACTERS = "characters"
    PAGE_CHARACTERS = "page-characters"
    PAGE_SEGMENTS = "page-segments"
    CELLS = "cells"
    UNPACKED = "unpacked"
    RATIO = "ratio"
    MEMBERS = "members"
    FILES = "files"
    PIXELS = "pixels"
    SECONDS = "seconds"
    MEGABYTES = "megabytes"
    RULE_CHARACTERS = "rule-characters"
    RULE_NESTING = "rule-nesting"
    COMBINATIONS = "combinations"

    @property
    def most(self) -> int:
        """The number that is in force."""
        return _in_force.get().get(self, DEFAULTS[self])

    def words(self, found: int) -> str:
        """That so much was found where less is allowed."""
        zh, en = _SAID[self]
        return (
            f"{zh}达 {found:,}，超过上限 {self.most:,}（可用 --limit {self}=N 调整） / "
            f"{en} reach {found:,}, more than the limit of {self.most:,} (--limit {self}=N changes it)"
        )

    def check(self, found: int, place: str) -> None:
        """Raises SubmissionError if more was found; `place` is the file, or what of it is meant."""
        if found > self.most:
            raise self.exceeded(found, place)

    def exceeded(self, found: int, place: str) -> SubmissionError:
        return SubmissionError(f"{place}: {self.words(found)}")


DEFAULTS: Mapping[Limit, int] = {
    Limit.BYTES: 500_000_000,
    Limit.PAGES: 5_000,
    Limit.CHARACTERS: 10_000_000,
    Limit.PAGE_CHARACTERS: 200_000,
    Limit.PAGE_SEGMENTS: 500_000,
    Limit.CELLS: 1_000_000,
    Limit.UNPACKED: 500_000_000,
    Limit.RATIO: 200,
    Limit.MEMBERS: 10_000,
    Limit.FILES: 200,
    Limit.PIXELS: 100_000_000,
    Limit.SECONDS: 600,
    Limit.MEGABYTES: 2_000,
    Limit.RULE_CHARACTERS: 2_000_000,
    Limit.RULE_NESTING: 20,
    Limit.COMBINATIONS: 200_000,
}
"""Why so much: docs/limits.md."""

# Of seconds and megabytes the guard tells (checker/guard.py), of combinations the outcome.
_SAID: Mapping[Limit, tuple[str, str]] = {
    Limit.BYTES: ("文件的字节数", "the bytes of the file"),
    Limit.PAGES: ("页数", "the pages"),
    Limit.CHARACTERS: ("字符数", "the characters"),
    Limit.PAGE_CHARACTERS: ("一页的字符数", "the characters of a page"),
    Limit.PAGE_SEGMENTS: ("一页的线段数", "the path segments of a page"),
    Limit.CELLS: ("单元格数", "the cells"),
    Limit.UNPACKED: ("解压后的字节数", "the bytes once unpacked"),
    Limit.RATIO: ("解压后与压缩时大小的倍数", "the times by which it grows when unpacked"),
    Limit.MEMBERS: ("压缩包的成员数", "the members of the archive"),
    Limit.FILES: ("一份材料的文件数", "the files of a submission"),
    Limit.PIXELS: ("图像的像素数", "the pixels of a picture"),
    Limit.RULE_CHARACTERS: ("规则文件的字符数", "the characters of the rule file"),
    Limit.RULE_NESTING: ("规则文件的嵌套层数", "the levels of nesting of the rule file"),
}

READING = frozenset(Limit) - {Limit.SECONDS, Limit.MEGABYTES}
"""The limits by which it is decided whether a file is read, always in the same way."""

_in_force: ContextVar[Mapping[Limit, int]] = ContextVar("limits", default=DEFAULTS)


@contextmanager
def in_force(changed: Mapping[Limit, int]) -> Iterator[None]:
    """For as long as it is entered, these limits hold, and the usual ones for what is not named."""
    token = _in_force.set({**DEFAULTS, **changed})
    try:
        yield
    finally:
        _in_force.reset(token)


def parsed(given: tuple[str, ...]) -> dict[Limit, int]:
    """The limits that a call changes, each written as NAME=N; raises UsageError."""
    found: dict[Limit, int] = {}
    for one in given:
        name, _, number = one.partition("=")
        if name not in DEFAULTS:
            raise UsageError(
                f"--limit {one}: 没有这个上限 / no such limit; 可选 / choose from: {', '.join(Limit)}"
            )
        if not (number.isascii() and number.isdecimal() and 1 <= int(number[:20]) < 10**15):
            raise UsageError(
                f"--limit {one}: 应为 名称=正整数 / expected NAME=N, a whole number from 1, as pages=5000"
            )
        found[Limit(name)] = int(number)
    return found


def changed() -> tuple[str, ...]:
    """The limits of reading that are not the usual ones, as a call names them."""
    found = (limit for limit in Limit if limit in READING and limit.most != DEFAULTS[limit])
    return tuple(part for limit in found for part in ("--limit", f"{limit}={limit.most}"))


def told() -> str:
    """The limits of reading that are in force, as a text that is the same for the same limits."""
    return ",".join(f"{limit}={limit.most}" for limit in Limit if limit in READING)
