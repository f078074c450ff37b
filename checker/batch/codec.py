"""Values of the model ⇄ JSON: a value is the list of its fields, as its annotations say.

Nothing but the classes of the model is ever made of what is read back. A place leaves out its file, which is the
submission's name and may be another one when it is read back; a figure of the document is told by its id, and
evidence that shows such a figure by its role and the id.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from checker.model.figure import Figure, FigureId
from checker.model.outcome import Evidence
from checker.model.text import Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Within:
    """What values are read in: the submission's name, the figures that are told by their ids, the document's ordinal."""

    file: str
    figures: Mapping[FigureId, Figure] = field(default_factory=dict)
    document: int = 0


Way = Callable[[Any, Within], Any]
"""A value and what it stands in → the other form of the value."""

_ID = len(FigureId._fields) - 1  # the document is the one that is read


def dumped(value: object, type_: object, within: Within) -> Any:
    """A value as lists, strings and numbers. `type_` is what it was annotated with."""
    way = _ways(type_)[0]
    return way(value, within) if way else value


def loaded(plain: Any, type_: type[T], within: Within) -> T:
    """The value that was dumped; raises ValueError, TypeError or LookupError if it is none of that type."""
    way = _ways(cast(Any, type_))[1]
    return way(plain, within) if way else plain  # type: ignore[no-any-return]


@cache
def _ways(type_: Any) -> tuple[Way | None, Way | None]:
    """How values of a type are dumped and loaded; None for what JSON has itself."""
    if type_ in (str, int, float, bool, type(None)):
        return None, None
    if type_ is Decimal:
        return lambda value, _: str(value), lambda plain, _: Decimal(plain)
    if isinstance(type_, type) and issubclass(type_, Enum):
        return lambda value, _: value.value, lambda plain, _: type_(plain)
    if type_ is FigureId:
        return lambda value, _: list(value[:-1]), _id
    if type_ is Figure:
        return _of_figure()
    if type_ is Evidence:
        return _of_evidence()
    if is_dataclass(type_):
        return _of_class(type_, ())
    if is_dataclass(get_origin(type_)):
        return _of_class(get_origin(type_), get_args(type_))
    if get_origin(type_) is tuple:
        return _of_tuple(get_args(type_))
    if get_origin(type_) in (Union, types.UnionType):
        return _of_union(get_args(type_))
    raise TypeError(f"no JSON for {type_}")


def _id(plain: list[int], within: Within) -> FigureId:
    return FigureId(plain[0], plain[1], plain[2], within.document)


def _of_tuple(members: tuple[Any, ...]) -> tuple[Way | None, Way | None]:
    dump, load = _ways(members[0])
    if load is None:  # all members are plain
        return None, lambda plain, _: tuple(plain)
    if len(members) == 2 and members[1] is Ellipsis:
        return (
            dump and (lambda value, within: [dump(one, within) for one in value]),
            lambda plain, within: tuple([load(one, within) for one in plain]),
        )
    raise TypeError(f"no JSON for a tuple of {members}")


def _of_union(members: tuple[Any, ...]) -> tuple[Way | None, Way | None]:
    some = [member for member in members if member is not type(None)]
    if len(some) == 1:
        dump, load = _ways(some[0])
        return (
            dump and (lambda value, within: None if value is None else dump(value, within)),
            load and (lambda plain, within: None if plain is None else load(plain, within)),
        )
    by_class = {member: (at, _ways(member)[0]) for at, member in enumerate(some)}
    loads = [_ways(member)[1] for member in some]

    def dump_one(value: Any, within: Within) -> Any:
        at, way = by_class[type(value)]
        return [at, way(value, within) if way else value]

    def load_one(plain: Any, within: Within) -> Any:
        way = loads[plain[0]]
        return way(plain[1], within) if way else plain[1]

    return dump_one, load_one


def _of_figure() -> tuple[Way, Way]:
    whole_dump, whole_load = _of_class(Figure, ())

    def dump(figure: Figure, within: Within) -> list[Any]:
        id_ = figure.id
        if within.figures.get(id_) is figure:
            return list(id_[:-1])
        plain: list[Any] = whole_dump(figure, within)
        return plain

    def load(plain: list[Any], within: Within) -> Figure:
        if len(plain) == _ID:
            return within.figures[_id(plain, within)]
        figure: Figure = whole_load(plain, within)
        return figure

    return dump, load


def _of_evidence() -> tuple[Way, Way]:
    whole_dump, whole_load = _of_class(Evidence, ())

    def dump(evidence: Evidence, within: Within) -> list[Any]:
        figure = within.figures.get(evidence.figure) if evidence.figure else None
        if figure is not None and evidence == Evidence.of_figure(figure, evidence.role):
            return [evidence.role, *figure.id[:-1]]
        plain: list[Any] = whole_dump(evidence, within)
        return plain

    def load(plain: list[Any], within: Within) -> Evidence:
        if len(plain) == _ID + 1:
            role, *at = plain
            return Evidence.of_figure(within.figures[_id(at, within)], role)
        evidence: Evidence = whole_load(plain, within)
        return evidence

    return dump, load


def _of_class(type_: Any, arguments: tuple[Any, ...]) -> tuple[Way, Way]:
    """The fields of a class in order; the ways of a class that holds itself are found when they are first needed.

    `arguments` are those of a generic class that has one.
    """
    own = [one.name for one in fields(type_) if not (type_ is Place and one.name == "file")]
    values_of = attrgetter(*own)

    @cache
    def ways() -> tuple[list[tuple[int, Way]], list[tuple[int, Way]]]:
        hints = get_type_hints(type_)
        both = [_ways(arguments[0] if isinstance(hints[name], TypeVar) else hints[name]) for name in own]
        return (
            [(at, dump) for at, (dump, _) in enumerate(both) if dump],
            [(at, load) for at, (_, load) in enumerate(both) if load],
        )

    def dump_fields(value: Any, within: Within) -> list[Any]:
        plain = [values_of(value)] if len(own) == 1 else list(values_of(value))
        for at, dump in ways()[0]:
            plain[at] = dump(plain[at], within)
        return plain

    def load_fields(plain: list[Any], within: Within) -> Any:
        for at, load in ways()[1]:
            plain[at] = load(plain[at], within)
        return type_(*plain)

    def load_place(plain: list[Any], within: Within) -> Place:
        for at, load in ways()[1]:
            plain[at] = load(plain[at], within)
        return Place(within.file, *plain)

    return dump_fields, load_place if type_ is Place else load_fields
