"""What flows through the pipeline is frozen: nothing is changed, or added, behind the back of who holds it."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from importlib import import_module

import pytest

import checker.model
from checker.engine import values


def nouns() -> Iterator[type]:
    """The values of the model and of the engine."""
    modules = [
        import_module(f"checker.model.{found.name}") for found in pkgutil.iter_modules(checker.model.__path__)
    ]
    for module in (*modules, values):
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == module.__name__ and is_dataclass(thing):
                yield thing


@pytest.mark.parametrize("noun", list(nouns()), ids=lambda noun: f"{noun.__module__}.{noun.__name__}")
def test_a_noun_has_its_fields_and_nothing_else(noun: type) -> None:
    blank: object = object.__new__(noun)
    assert not hasattr(blank, "__dict__")
    assert noun.__hash__ is not None  # may be kept in sets
    if noun.__dataclass_params__.unsafe_hash:  # type: ignore[attr-defined]
        return  # `model/frozen.py`: guarded by the type checker alone, which is three times as fast
    for field in fields(noun):
        with pytest.raises(FrozenInstanceError):
            setattr(blank, field.name, None)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, thing in vars(values).items()
        if getattr(thing, "__module__", "") == values.__name__ and isinstance(thing, type)
    ],
)
def test_all_that_an_expression_comes_to_is_such_a_noun(name: str) -> None:
    assert is_dataclass(getattr(values, name))
