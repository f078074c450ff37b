"""Slips in what an example's sidecar says: other days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from checker.model.figure import Found, Sidecar
from checker.rule_tools.mutations import Mutation

_SHIFTS = (1, -1, 10, -10, 30, -30, 365, -365)


def sidecar_slips(sidecar: Sidecar, text: str) -> Iterator[tuple[Sidecar, Mutation]]:
    """The sidecar with one slip; `text` is the submission beside it, which stays."""
    for days in _SHIFTS:
        if sidecar.published is not None:
            moved = _moved(sidecar.published, days)
            yield replace(sidecar, published=moved), _slip(sidecar.published, moved, text)
        if sidecar.approved is not None:
            moved = _moved(sidecar.approved, days)
            yield replace(sidecar, approved=moved), _slip(sidecar.approved, moved, text)


def _slip(before: Found[date], after: Found[date], text: str) -> Mutation:
    what = "附注的日期 / a date of the sidecar"
    return Mutation(what, 1, before.text, after.text, text)


def _moved(found: Found[date], days: int) -> Found[date]:
    day = found.value + timedelta(days)
    return Found(day, day.isoformat(), found.place)
