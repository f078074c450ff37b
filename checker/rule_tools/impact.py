"""What another edition of a pack would change on an archive of submissions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from checker.checking import read_facts
from checker.engine import Sources, evaluate
from checker.model.errors import SubmissionError
from checker.model.figure import Facts
from checker.model.outcome import Outcome, OutcomeKind, Reason
from checker.model.rule import Pack
from checker.options import begins
from checker.rulebook.library import reasons
from checker.rulebook.sidecar import ENDING


class Turn(StrEnum):
    """What became of an outcome, by what it is now."""

    FAILS = "fail"
    PASSES = "pass"
    UNDETERMINED = "undetermined"
    STILL_UNDETERMINED = "still_undetermined"
    NOT_APPLICABLE = "not_applicable"
    GONE = "gone"


_NOW = {
    OutcomeKind.FAIL: Turn.FAILS,
    OutcomeKind.PASS: Turn.PASSES,
    OutcomeKind.PASS_WITHIN_ROUNDING: Turn.PASSES,
    OutcomeKind.UNDETERMINED: Turn.UNDETERMINED,
    OutcomeKind.NOT_APPLICABLE: Turn.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class Change:
    """A rule's outcome for one subject of a file that is another now. `before` is None if there was none.

    One that could not be told and still cannot is another if the reasons are.
    """

    file: str
    entity: str
    rule: str
    subject: str
    before: OutcomeKind | None
    after: OutcomeKind | None
    outcome: Outcome | None

    @property
    def turn(self) -> Turn:
        if self.after is None:
            return Turn.GONE
        if self.before is self.after is OutcomeKind.UNDETERMINED:
            return Turn.STILL_UNDETERMINED
        return _NOW[self.after]


@dataclass(frozen=True, slots=True)
class Impact:
    """All changes, the files that were compared, those that neither edition is for, and those that could not be read."""

    old: Pack
    new: Pack
    files: tuple[str, ...]
    others: tuple[str, ...]
    unreadable: tuple[str, ...]
    changes: tuple[Change, ...]

    def by_rule(self) -> Mapping[str, Counter[Turn]]:
        return _counted((change.rule, change.turn) for change in self.changes)

    def by_entity(self) -> Mapping[str, Counter[Turn]]:
        return _counted((change.entity, change.turn) for change in self.changes)

    def title(self, rule: str) -> str:
        """What a rule asks, in the new edition or else in the old one."""
        titles = {one.id: one.title for pack in (self.old, self.new) for one in pack.rules}
        return titles.get(rule, "")


def impact(old: Pack, new: Pack, folder: Path) -> Impact:
    """Both editions over every file below a folder, one file at a time."""
    changes: list[Change] = []
    files: list[str] = []
    others: list[str] = []
    unreadable: list[str] = []
    for path in sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and not path.name.endswith(ENDING)
    ):
        name = path.relative_to(folder).as_posix()
        begins(path)
        try:
            facts = read_facts(path)
        except SubmissionError as error:
            unreadable.append(str(error))
            continue
        if all(reasons(pack.applies, facts.identity) is None for pack in (old, new)):
            others.append(name)
            continue
        files.append(name)
        changes.extend(_changes(name, facts, old, new))
    return Impact(old, new, tuple(files), tuple(others), tuple(unreadable), tuple(changes))


def _changes(name: str, facts: Facts, old: Pack, new: Pack) -> Iterator[Change]:
    sources = Sources(facts)
    before, after = _outcomes(old, sources), _outcomes(new, sources)
    entity = facts.identity.entity.value if facts.identity.entity else name
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        if was is None or now is None or _said(was) != _said(now):
            first, last = (outcome.kind if outcome is not None else None for outcome in (was, now))
            yield Change(name, entity, *key, first, last, now or was)


def _said(outcome: Outcome) -> tuple[Turn, tuple[Reason, ...]]:
    undetermined = outcome.kind is OutcomeKind.UNDETERMINED
    return _NOW[outcome.kind], outcome.reasons if undetermined else ()


def _outcomes(pack: Pack, sources: Sources) -> dict[tuple[str, str], Outcome]:
    """By rule and subject, if the pack is for such a document."""
    facts = sources.facts
    if reasons(pack.applies, facts.identity) is None:
        return {}
    return {(outcome.rule, outcome.subject): outcome for outcome in evaluate(pack, facts, sources)}


def _counted(items: Iterable[tuple[str, Turn]]) -> Mapping[str, Counter[Turn]]:
    counted: dict[str, Counter[Turn]] = {}
    for key, turn in items:
        counted.setdefault(key, Counter())[turn] += 1
    return counted
