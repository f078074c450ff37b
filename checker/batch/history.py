"""Which submissions of a batch are the year before, or the published budget, of others: by body, kind, year and level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checker.batch.lines import State
from checker.batch.submissions import Submission
from checker.model.beside import comparable, may_be_of_one_level
from checker.model.text import normalise

Json = Mapping[str, Any]
_About = tuple[str, str, int]
"""The body's name as it is compared, the kind, the fiscal year."""


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    about: _About
    level: str | None
    prior: Sequence[str]


def related(lines: Iterable[Json], submissions: Sequence[Submission]) -> list[Submission]:
    """The submissions that are to be compared with others of the batch than their lines say, with these.

    Of several documents that fit none is taken, nor is one of several files.
    """
    found = list(_told(lines))
    by_about: dict[_About, list[_Line]] = defaultdict(list)
    for line in found:
        by_about[line.about].append(line)
    by_name = {submission.name: submission for submission in submissions}
    again: list[Submission] = []
    for line in found:
        entity, kind, year = line.about
        wanted = [(entity, *about) for about in comparable(kind, year)]
        fitting = [
            [one for one in by_about[about] if may_be_of_one_level(one.level, line.level)]
            for about in wanted
            if about in by_about
        ]
        prior = [ones[0].name for ones in fitting if len(ones) == 1 and not by_name[ones[0].name].is_package]
        if prior != list(line.prior):
            again.append(replace(by_name[line.name], prior=tuple(by_name[name] for name in prior)))
    return again


def _told(lines: Iterable[Json]) -> Iterator[_Line]:
    for line in lines:
        said = line["submission"]
        if line["state"] == State.CHECKED and said["entity"] and said["kind"] and said["fiscal_year"]:
            about = (normalise(said["entity"]).string, said["kind"], said["fiscal_year"])
            yield _Line(line["path"], about, said["level"], line["prior"])
