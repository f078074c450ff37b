"""The seed submission and our own sample: what is wrong with them is known to the last figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from checker.engine import evaluate
from checker.facts import facts_of
from checker.model.figure import Facts
from checker.model.outcome import Outcome, OutcomeKind
from checker.model.rule import Pack
from checker.readers import read_bytes
from checker.report import Report, build
from checker.rulebook.library import Library
from checker.structure import structured

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared"
GOLD = SHARED / "gold" / "seed-shijiazhuang-2019.yaml"
PACK = "hebei/shijiazhuang/department-budget"
SEED = SHARED / "submissions" / "seed-shijiazhuang-2019.txt"
SAMPLE = PROJECT / "examples" / "sample-budget-2019.txt"


@lru_cache(maxsize=1)
def packs() -> tuple[Pack, ...]:
    """The packs that `check` chooses for the seed and the sample."""
    library = Library()
    return library.load(PACK), library.load("common/arithmetic")


def pack() -> Pack:
    return packs()[0]


@dataclass(frozen=True)
class Checked:
    """A submission and what came of it."""

    facts: Facts
    outcomes: tuple[Outcome, ...]

    @cached_property
    def report(self) -> Report:
        return build(self.facts, [(one, "") for one in packs()], self.outcomes)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.kind is OutcomeKind.FAIL)


def check(data: bytes, name: str) -> Checked:
    facts = facts_of(structured(read_bytes(data, name)))
    return Checked(facts, tuple(outcome for one in packs() for outcome in evaluate(one, facts)))


@lru_cache(maxsize=4)
def check_file(path: Path) -> Checked:
    return check(path.read_bytes(), path.name)


def sample_put_right() -> str:
    """The text of the sample with its planted defects corrected, but for the blank column."""
    text = SAMPLE.read_text(encoding="utf-8")
    for wrong, right in (
        ("预算支出7445.08元", "预算支出7445.08万元"),
        ("40.00\t0.31\t5.20", "40.00\t0.13\t5.20"),
        ("\t复印件\t", "\t复印机\t"),
        ("资产总额\t—\t479.40", "资产总额\t—\t479.04"),
    ):
        assert text.count(wrong) == 1
        text = text.replace(wrong, right)
    return text
