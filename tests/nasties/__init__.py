"""Hostile files, made on the fly: each with the sentence that refuses it, or what is read of it all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Nasty:
    """A file by its name. `says` is a part of the sentence that refuses it, `cause` why its guard ends it.

    Else it is read and has a report; `holds` is a text that was read.
    """

    name: str
    make: Callable[[], bytes]
    says: str = ""
    holds: str = ""
    cause: str | None = None


def corpus() -> tuple[Nasty, ...]:
    from tests.nasties import archives, fixed_layout, marked_up, office, plain  # noqa: PLC0415 - they use Nasty

    return tuple(
        nasty for module in (plain, marked_up, office, fixed_layout, archives) for nasty in module.NASTIES
    )
