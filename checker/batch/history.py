"""Which submissions of a batch are the year before, the published budget, or the units of others: by what they say they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from checker.batch.lines import State
from checker.batch.submissions import Submission
from checker.facts.regions import region_of
from checker.facts.same_body import BodyNames, Naming, Same, stem, without_region
from checker.facts.unit_documents import is_listed_as, wanted_name
from checker.model.beside import comparable, may_be_of_one_level
from checker.model.text import normalise

if TYPE_CHECKING:
    from checker.batch.roster import Expected

Json = Mapping[str, Any]

_MOST_ALIKE = 3
"""Of more submissions whose bodies may be one that is sought none is named."""


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    entity: str
    key: str
    kind: str
    year: int
    level: str | None
    region: str
    sha256: str
    wanted: tuple[tuple[str, bool], ...]
    """What the documents of a department's units call their bodies, and whether it is the department's own."""
    prior: tuple[str, ...]
    units: tuple[str, ...]
    units_whole: bool

    def about(self, kind: str, year: int) -> tuple[str, str, int]:
        return self.key, kind, year


def related(
    lines: Iterable[Json],
    submissions: Sequence[Submission],
    namings: Iterable[tuple[str, str, int, int]] = (),
    expected: Sequence[Expected] = (),
) -> list[Submission]:
    """The submissions that are to be compared with others of the batch than their lines say, with these.

    Where none is of a body for certain, those that may be are taken along, so that the doubt is told. `namings` are those
    of the table of names; `expected` is the roster, by which a unit that is not in the batch was not published.
    """
    names = BodyNames(Naming(*one) for one in namings)
    batch = _Batch(list(_told(lines, names)), names, expected)
    by_name = {submission.name: submission for submission in submissions}
    again: list[Submission] = []
    for line in batch.lines:
        prior, units = batch.prior(line), batch.units(line)
        whole = bool(units) and batch.units_whole(line)
        if (prior, units, whole) != (line.prior, line.units, line.units_whole):
            found, its = (tuple(by_name[name] for name in role) for role in (prior, units))
            again.append(replace(by_name[line.name], prior=found, units=its, units_whole=whole))
    return again


class _Batch:
    """The submissions of a batch by what they say that they are."""

    def __init__(self, lines: Sequence[_Line], names: BodyNames, expected: Sequence[Expected]) -> None:
        self.lines = lines
        self._names = names
        self._expected = expected
        self._by_about: dict[tuple[str, str, int], list[_Line]] = defaultdict(list)
        self._bare: dict[tuple[str, str, int], list[_Line]] = defaultdict(list)
        self._stems: dict[tuple[str, str, int, str], list[_Line]] = defaultdict(list)
        for line in lines:
            self._by_about[line.about(line.kind, line.year)].append(line)
            self._bare[without_region(line.entity), line.kind, line.year].append(line)
            self._stems[stem(line.entity), line.kind, line.year, line.region].append(line)
        self._listed = {
            (names.key(name, line.year), line.kind, line.year) for line in lines for name, _ in line.wanted
        }

    def prior(self, line: _Line) -> tuple[str, ...]:
        """The year before and the published budget, or what may be them."""
        found: list[_Line] = []
        for kind, year in comparable(line.kind, line.year):
            fitting = [one for one in self._by_about[line.about(kind, year)] if _fits(one, line)]
            found += _unlike(fitting) if fitting else self._perhaps_prior(line, kind, year)
        return tuple(one.name for one in found)

    def _perhaps_prior(self, line: _Line, kind: str, year: int) -> list[_Line]:
        """Submissions of a body that is called otherwise and has no document of its own beside this one's."""
        if self._by_about[line.about(kind, year)]:
            return []
        likely = [
            one
            for one in self._stems[stem(line.entity), kind, year, line.region]
            if _fits(one, line)
            and not self._by_about[one.about(line.kind, line.year)]
            and self._names.same(line.entity, line.year, one.entity, one.year) is Same.UNSURE
        ]
        return likely if len(likely) <= _MOST_ALIKE else []

    def units(self, line: _Line) -> tuple[str, ...]:
        """The documents of a department's units, or what may be them."""
        found: dict[str, None] = {}
        for name, head in line.wanted:
            fitting = self._units_called(line, name, head) or self._perhaps_units(line, name)
            found.update(dict.fromkeys(one.name for one in fitting))
        return tuple(found)

    def _units_called(self, line: _Line, name: str, head: bool) -> list[_Line]:
        levels = ("unit",) if head else ("unit", None)
        said = normalise(name).string
        candidates = (
            *self._by_about[self._names.key(name, line.year), line.kind, line.year],
            *self._bare[without_region(said), line.kind, line.year],
        )
        fitting = {
            one.name: one
            for one in candidates
            if one.name != line.name
            and one.level in levels
            and _of_one_region(one, line)
            and is_listed_as(one.entity, name, line.entity, self._names, line.year)
        }
        return _unlike([*fitting.values()])

    def _perhaps_units(self, line: _Line, name: str) -> list[_Line]:
        likely = [
            one
            for one in self._stems[stem(normalise(name).string), line.kind, line.year, line.region]
            if one.name != line.name
            and one.level == "unit"
            and one.about(one.kind, one.year) not in self._listed
            and self._names.same(name, line.year, one.entity, one.year) is Same.UNSURE
        ]
        return likely if len(likely) <= _MOST_ALIKE else []

    def units_whole(self, line: _Line) -> bool:
        """Whether the roster expects a document of each listed unit that has none, so that it was not published."""
        if not self._expected:
            return False
        absent = [name for name, head in line.wanted if not head and not self._units_called(line, name, head)]
        return bool(absent) and all(
            any(
                one.kind in ("", line.kind)
                and one.year in (None, line.year)
                and is_listed_as(one.entity, name, line.entity, self._names, line.year)
                for one in self._expected
            )
            for name in absent
        )


def _unlike(fitting: Sequence[_Line]) -> list[_Line]:
    """Copies of one file are one."""
    return [*{one.sha256: one for one in reversed(fitting)}.values()][::-1]


def _fits(one: _Line, other: _Line) -> bool:
    return may_be_of_one_level(one.level, other.level) and _of_one_region(one, other)


def _of_one_region(one: _Line, other: _Line) -> bool:
    """A document may leave out the upper levels of its region, or all."""
    return one.region.endswith(other.region) or other.region.endswith(one.region)


def _told(lines: Iterable[Json], names: BodyNames) -> Iterator[_Line]:
    for line in lines:
        said = line["submission"]
        if line["state"] == State.CHECKED and said["entity"] and said["kind"] and said["fiscal_year"]:
            entity = normalise(said["entity"]).string
            listed = line.get("listed_units", ()) if said["level"] != "unit" else ()
            yield _Line(
                line["path"],
                entity,
                names.key(entity, said["fiscal_year"]),
                said["kind"],
                said["fiscal_year"],
                said["level"],
                said.get("region") or "".join(region_of(entity)),
                said["sha256"],
                tuple((wanted_name(one["name"], one["head"], entity), one["head"]) for one in listed),
                tuple(line["prior"]),
                tuple(line.get("units", ())),
                line.get("units_whole", False),
            )
