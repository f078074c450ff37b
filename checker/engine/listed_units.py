"""The units that a department lists as values, and what cannot be told of them and of other documents."""

from __future__ import annotations

from collections.abc import Sequence

from checker.engine import truths
from checker.engine.values import ListValue, StatementValue, TextValue
from checker.model.figure import Facts, Found
from checker.model.outcome import Evidence, Reason, Unknown
from checker.model.statement import ListedUnit

SOURCE = "listed_units"


def values_of(facts: Facts) -> ListValue:
    """The listed units, and behind them those that are not listed and have a document; incomplete where the list was
    not understood."""
    listed = facts.statements.unit_list
    if listed is None:
        return ListValue(())
    section = listed.words.string
    found = [_value(facts, at, one, section) for at, one in enumerate(listed.units)]
    met = facts.unit_documents
    if met is not None and listed.whole:
        found += [_unlisted(facts.units[at], section) for at in met.unlisted]
    if not listed.whole:
        code = "lines_unclear" if listed.units else "lines_none"
        place = Evidence("section", section, listed.words.place)
        return ListValue(tuple(found), Unknown((Reason.of(code, section=section),), (place,)))
    unseen = truths.unseen_reasons(facts)
    return ListValue(tuple(found), Unknown(unseen) if unseen else None)


def not_all(facts: Facts) -> Unknown | None:
    """Why the documents of units may not be all that a department's figures are the sum of, or may be more."""
    listed, met = facts.statements.unit_list, facts.unit_documents
    if listed is None or met is None:
        return None
    wanted = [(at, one) for at, one in enumerate(listed.units) if one.separate and at not in met.found]
    unsure = [_unsure(one, met.likely[at]) for at, one in wanted if at in met.likely]
    absent = [one for at, one in wanted if at not in met.likely]
    others = [said for at in met.unlisted if (said := facts.units[at].identity.entity)]
    reasons = [reason for one in unsure for reason in one.reasons]
    places = [place for one in unsure for place in one.evidence]
    if absent:
        reasons.append(Reason.of("units_absent", names="、".join(one.name for one in absent)))
        places += [_place(one, "") for one in absent]
    if others and listed.whole:
        reasons.append(Reason.of("units_unlisted", names="、".join(said.value for said in others)))
        places += [_of(said) for said in others]
    return Unknown(tuple(reasons), tuple(places)) if reasons else None


def doubted(facts: Facts, role: str) -> Unknown | None:
    """Why it cannot be told which document is the one of a role, if one may be."""
    entity = facts.identity.entity
    for doubt in facts.doubts:
        if doubt.role == role and entity is not None:
            places = (_of(entity), *map(_of, doubt.others))
            return Unknown((_reason(entity.value, doubt.others),), places)
    return None


def _reason(name: str, others: Sequence[Found[str]]) -> Reason:
    if len(others) == 1:
        other = others[0]
        return Reason.of("name_unsure", name=name, other=other.value, file=other.place.file)
    return Reason.of("several_fit", files="、".join(other.place.file for other in others))


def _unsure(one: ListedUnit, other: Found[str]) -> Unknown:
    return Unknown((_reason(one.name, (other,)),), (_place(one, ""), _of(other)))


def _of(said: Found[str]) -> Evidence:
    return Evidence("entity", said.text, said.place)


def _place(one: ListedUnit, section: str) -> Evidence:
    return Evidence("item", one.words.string, one.words.place, section=section)


def _value(facts: Facts, at: int, one: ListedUnit, section: str) -> StatementValue:
    return StatementValue(
        one.name,
        _place(one, section),
        {
            "name": one.name,
            "rank": TextValue("head" if one.own else "unit"),
            "separate": TextValue("yes" if one.separate else "no"),
            "file": _file(facts, at, one),
            "text": one.words.string,
        },
    )


def _file(facts: Facts, at: int, one: ListedUnit) -> TextValue | Unknown:
    """Whether a document of a listed unit is there. That of the department's own body may be the department's."""
    met = facts.unit_documents
    if met is not None and at in met.found:
        return TextValue("given")
    if met is not None and at in met.likely:
        return _unsure(one, met.likely[at])
    if met is None or not met.whole or one.own:
        return Unknown((Reason.of("units_absent", names=one.name),), (_place(one, ""),))
    return TextValue("absent")


def _unlisted(unit: Facts, section: str) -> StatementValue:
    entity = unit.identity.entity
    assert entity is not None  # a document that says nothing of itself is no unit's
    return StatementValue(
        entity.value,
        Evidence("entity", entity.text, entity.place, section=section),
        {
            "name": entity.value,
            "rank": TextValue("unlisted"),
            "separate": TextValue("yes"),
            "file": TextValue("given"),
            "text": entity.text,
        },
    )
