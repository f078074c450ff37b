"""Which of the units that a department lists have a document among those that it is looked at with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checker.facts.regions import region_of
from checker.facts.same_body import BodyNames, Same, alike, without_region
from checker.model.figure import Facts, Found, UnitDocuments
from checker.model.text import normalise


def with_units(facts: Facts, units: Sequence[Facts], names: BodyNames, *, whole: bool) -> Facts:
    """A department's facts with the documents of units, in the order of its list.

    `whole`: these are all that were published, so that one that is listed and not there was not published.
    """
    units = tuple(units)
    listed = facts.statements.unit_list
    entity = facts.identity.entity
    if listed is None or entity is None or not units:
        return replace(facts, units=units)
    year = facts.identity.fiscal_year.value if facts.identity.fiscal_year else None
    wanted = [wanted_name(one.name, one.own, entity.value) for one in listed.units]
    free = dict(enumerate(units))
    found: set[int] = set()
    for at, name in enumerate(wanted):
        for its, unit in free.items():
            said = unit.identity.entity
            if said and is_listed_as(said.value, name, entity.value, names, year):
                found.add(at)
                del free[its]
                break
    likely: dict[int, Found[str]] = {}
    for at, one in enumerate(listed.units):
        for its, unit in free.items():
            said = unit.identity.entity
            if (
                at not in found
                and one.separate
                and said
                and alike(*(normalise(word).string for word in (wanted[at], said.value)))
            ):
                likely[at] = said
                del free[its]
                break
    met = UnitDocuments(frozenset(found), likely, tuple(free), whole)
    return replace(facts, units=units, unit_documents=met)


def wanted_name(name: str, own: bool, department: str) -> str:
    """What a listed unit's document calls it: the department's own body may be listed by a short name (万里街道本部)."""
    return department if own else name


def is_listed_as(entity: str, listed: str, department: str, names: BodyNames, year: int | None) -> bool:
    """Whether a unit's name is the listed one; a list within a department may leave out its region, and so may the unit."""
    if names.same(listed, year, entity, year) is Same.YES:
        return True
    one, other = normalise(listed).string, normalise(entity).string
    region = region_of(normalise(department).string)
    return (
        bool(region)
        and without_region(one) == without_region(other)
        and all(its in ((), region) for its in (region_of(one), region_of(other)))
    )
