"""What mutations and fuzzing found stays found; and what tries them would tell of anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import writers
from checker.layout import ocr
from tests.fuzz import trying
from tests.fuzz.corpus import FORMATS, REGRESSIONS, seeds
from tests.fuzz.mutate import mutated
from tests.fuzz.mutations import _smaller
from tests.fuzz.targets import TARGETS, or_refused
from tests.fuzz.trying import REPORT, SENTENCE, TRACEBACK, Trying

FOUND = sorted(path for path in REGRESSIONS.rglob("*") if path.is_file())
TRYING = Trying()


@pytest.fixture(autouse=True)
def nothing_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page without a text layer would take six seconds where the extra `ocr` is installed."""
    monkeypatch.setattr(ocr, "MOST_PAGES", 0)


def _named(path: Path) -> str:
    return path.relative_to(REGRESSIONS).as_posix()


@pytest.mark.parametrize("path", FOUND, ids=_named)
def test_what_was_found_gives_a_report_or_a_sentence(path: Path) -> None:
    target = path.parent.name
    if target in TARGETS:
        or_refused(TARGETS[target])(path.read_bytes())
    if target in FORMATS:
        became = TRYING.became(path.name, path.read_bytes(), writers.formats())
        assert became.what in (REPORT, SENTENCE), became.said


@pytest.mark.parametrize("format_", FORMATS)
def test_every_seed_gives_a_report(format_: str) -> None:
    for name, data in seeds(format_):
        became = TRYING.became(name, data)
        assert became.what == REPORT, (name, became)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_mutation_is_the_same_file_again_and_mostly_another_than_its_seed(format_: str) -> None:
    given = seeds(format_)
    made = [mutated(format_, number, 1, given) for number in range(40)]
    assert made == [mutated(format_, number, 1, given) for number in range(40)]
    assert sum(one not in given for one in made) > 30
    assert len({data for _, data in made}) > 30


def test_an_error_that_nobody_foresaw_is_told_with_where_it_arose(monkeypatch: pytest.MonkeyPatch) -> None:
    def strange(*_: object) -> None:
        raise ZeroDivisionError("strange")

    monkeypatch.setattr(trying, "report_on", strange)
    became = TRYING.became("a.txt", b"text")
    assert became.what == TRACEBACK
    assert became.kind.startswith("ZeroDivisionError")
    assert "strange" in became.said


def test_what_does_not_matter_is_taken_away() -> None:
    assert _smaller(b"0123456789" * 20 + b"ab" + b"x" * 33, lambda data: b"ab" in data) == b"ab"
