"""What may lie beside a submission, by its name, and which other documents it may be compared with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SIDECAR = ".meta.yaml"
"""What is put behind a submission's whole name for what a person knows of it."""

DESCRIPTION = "submission.yaml"
"""What makes a folder one submission, and says which of its files belong to it."""

WAIVERS = "waivers.yaml"
"""The findings of a folder's submissions that somebody answers for."""

ENDINGS = frozenset(".pdf .docx .docm .doc .wps .xlsx .xlsm .xls .et .html .htm .ofd .txt".split())
"""What a file that can be read may be called; whether it can be is told by its content, and said if not."""

PACKED = ".zip"
"""How the name of a submission of several files ends, if it is one file."""

TEMPORARY = (".", "~$")
"""How the names of hidden files begin, and of those that Word and Excel keep beside an open one."""


def beside(submission: Path) -> tuple[Path, ...]:
    """A submission with the files that may lie beside it for it."""
    return submission, submission.with_name(submission.name + SIDECAR), submission.with_name(WAIVERS)


def is_report(path: Path) -> bool:
    """Whether a file is called as the reports that a check writes."""
    return Path(path.stem).suffix == ".report"


def is_package(path: Path) -> bool:
    """Whether what lies there is a submission of several files, if it is one at all."""
    return path.is_dir() or path.suffix.lower() == PACKED


def is_described(path: Path) -> bool:
    """Whether a folder says that it is one submission."""
    return (path / DESCRIPTION).is_file()


def comparable(kind: str, year: int) -> Mapping[tuple[str, int], str]:
    """What documents of the same body, by kind and fiscal year, are to one of these; by the names that rules use."""
    found = {(kind, year - 1): "prior"}
    if kind == "final-accounts":
        found["budget", year] = "budget_document"
    return found


def may_be_of_one_level(one: str | None, other: str | None) -> bool:
    """Whether two documents are of a department both, or of a unit; one that does not say may be of either."""
    return one is None or other is None or one == other
