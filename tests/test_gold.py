"""The audited files: what must be found is found, no near miss is flagged, nothing else is raised that is not true."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.accuracy import Accuracy, accuracies, required, told

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
ALL = tuple(accuracies(SHARED / "gold", SHARED / "submissions")) if SHARED.is_dir() else ()

pytestmark = pytest.mark.skipif(not ALL, reason="../shared is absent")


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_every_error_and_warning_that_the_text_proves_is_found(one: Accuracy) -> None:
    assert [entry["id"] for entry in one.missed if required(entry)] == [], told(one)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_no_near_miss_is_flagged(one: Accuracy) -> None:
    assert [near["id"] for near, _ in one.flagged] == [], told(one)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_no_other_error_or_warning_is_raised(one: Accuracy) -> None:
    assert [finding["rule"] for finding in one.others if finding["severity"] != "info"] == [], told(one)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_at_most_ten_infos_are_new(one: Accuracy) -> None:
    assert len([finding for finding in one.others if finding["severity"] == "info"]) <= 10, told(one)


def test_most_infos_that_the_text_proves_are_found() -> None:
    def wanted(entries: tuple[object, ...]) -> int:
        return sum(
            entry["severity"] == "info" and not entry.get("optional") and entry.get("in_text", True)  # type: ignore[index,attr-defined]
            for entry in entries
        )

    found, missed = sum(wanted(one.found) for one in ALL), sum(wanted(one.missed) for one in ALL)
    assert found >= 0.6 * (found + missed), f"{found} of {found + missed}"


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_most_figures_are_checked(one: Accuracy) -> None:
    least = 0.95 if one.name.startswith("seed") else 0.85
    assert one.figures["checked"] >= least * one.figures["total"], told(one)
