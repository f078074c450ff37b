"""Exceptions mean that the checker itself cannot go on; what is wrong with a submission is a value."""

from __future__ import annotations

from dataclasses import dataclass


class CheckerError(Exception):
    """Base class; its text is one clear sentence for the user, and the exit status is 2."""


class SubmissionError(CheckerError):
    """A submission that cannot be read: missing, empty, damaged, encrypted or of an unknown type."""


class UsageError(CheckerError):
    """A call that cannot be carried out as given."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One slip in a rule file. `line` and `column` are 1-based."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class RuleFileError(CheckerError):
    """A rule file that is not valid; carries all its mistakes at once."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))
