"""The sidecar of a submission: what a person knows of it that it does not say itself, in `<submission>.meta.yaml`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from checker.model.beside import SIDECAR
from checker.model.day import day_of
from checker.model.errors import Mistake, RuleFileError, SubmissionError
from checker.model.figure import Found, Sidecar
from checker.model.rule import Source
from checker.model.text import Place
from checker.model.used import FileUsed, name_of
from checker.rulebook.schema import mistakes_in
from checker.rulebook.tree import Entries, Node, Scalar, parse
from checker.rulebook.written import written_in

SCHEMA = "sidecar.schema.json"
ENDING = SIDECAR


def sidecar_beside(submission: Path) -> Sidecar:
    """What the sidecar beside a submission says; nothing where there is none. Raises SubmissionError."""
    path = submission.with_name(submission.name + ENDING)
    if not os.path.isfile(path):  # noqa: PTH113 - there is none under a name that is too long
        return Sidecar()
    try:
        found = written_in(path, name_of(path))
        used = FileUsed("sidecar", name_of(path), found.sha256)
        return replace(read_sidecar(found.text, name_of(path)), file=used)
    except OSError as error:
        raise SubmissionError(f"{path}: 无法打开 / cannot be opened: {error.strerror}") from None
    except RuleFileError as error:
        raise SubmissionError("\n".join(map(str, error.mistakes))) from None


def read_sidecar(text: str, name: str) -> Sidecar:
    """The sidecar that a YAML text is; raises RuleFileError with all mistakes."""
    root = parse(text, name)
    mistakes = list(mistakes_in(root, name, SCHEMA))
    sidecar = Sidecar()
    if isinstance(root, Entries):
        sidecar = sidecar_of(
            root, name, lambda at, words: mistakes.append(Mistake(at.file, at.line, at.column, words))
        )
    if mistakes:
        raise RuleFileError(tuple(sorted(mistakes)))
    return sidecar


def sidecar_of(node: Entries, file: str, tell: Callable[[Source, str], None]) -> Sidecar:
    """What keys and values say, where they fit the schema; a day that no calendar has is told."""
    package = node.get("package")
    return Sidecar(
        _date(node.get("approved"), file, tell), _date(node.get("published"), file, tell), package is not None
    )


def _date(node: Node | None, file: str, tell: Callable[[Source, str], None]) -> Found[date] | None:
    if not isinstance(node, Scalar):
        return None
    try:
        day = day_of(node.string)
    except ValueError:
        tell(node.source(file), f"没有这一天 / no such day: {node.string}")
        return None
    if day is None:  # told by the schema
        return None
    return Found(day, node.string, Place(file, spot=f"{file}:{node.line}"))
