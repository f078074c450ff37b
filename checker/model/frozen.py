"""Frozen values that are cheap to make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

C = TypeVar("C", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: C) -> C:
    """A dataclass that the type checker keeps anyone from changing.

    `dataclass(frozen=True)` guards at run time too and makes an object three times as slow to create. Of the
    values of the engine, and of the places, texts and figures of a document, tens of thousands are made.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)  # type: ignore[return-value]
