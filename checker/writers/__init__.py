"""Writers: report → bytes. One module a format; a module in this folder is a writer.

Its name is the word for `--format`. Each has `SUFFIX` (the file's ending) and `write(report, words)`, which raises
SubmissionError with a sentence where a submission cannot be shown so.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from checker.report import Report
from checker.report.words import Words


class Writer(Protocol):
    """What every module in this folder offers."""

    SUFFIX: str

    def write(self, report: Report, words: Words) -> bytes:
        """The whole file."""
        ...


def formats() -> tuple[str, ...]:
    """The words that `--format` takes."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def writer(name: str) -> Writer:
    """The writer of a format; imported only when it is asked for."""
    return cast(Writer, import_module(f"{__name__}.{name}"))
