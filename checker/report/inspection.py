"""The inspection form (检查表) that a bureau fills in for each document, filled from a report.

The rows are data (`reports/inspection/`), one file for each kind of document. A row is met only if a rule that
decides what is asked for there has passed; whatever else is not known stays blank, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import yaml

from checker import resources
from checker.model.document import Table
from checker.model.outcome import Evidence, Outcome, OutcomeKind, Reason
from checker.model.rule import Severity
from checker.model.text import normalise
from checker.report.build import Finding, Report, Standing

_PASSED = (OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING)
_NEIGHBOURS = frozenset({"nearest", "expected-after", "document"})
"""Evidence that only says where else to look."""
_IDENTITY = frozenset({"title", "entity"})
"""Evidence of what the document is; it stands on the cover, whatever the finding is about."""


class Answer(StrEnum):
    """What can be said of a row; all but the first two leave it blank."""

    MET = "met"
    NOT_MET = "not_met"
    DOUBTFUL = "doubtful"
    UNDETERMINED = "undetermined"
    PERSON = "person"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form, and what of a document belongs to it."""

    group: str
    titles: Mapping[str, str]
    tables: tuple[str, ...]
    without: tuple[str, ...]
    sections: tuple[str, ...]
    obligations: tuple[str, ...]
    rules: tuple[str, ...]
    cover: bool
    rest: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with its number. It is `shared` if what is wrong may as well stand in another row."""

    number: int
    finding: Finding
    shared: bool


@dataclass(frozen=True, slots=True)
class Inspected:
    """A row filled in. `held` counts what passed there.

    `persons` says what a person has to look at, because no rule can decide it.
    """

    row: FormRow
    answer: Answer
    problems: tuple[Problem, ...]
    undetermined: tuple[Reason, ...]
    persons: tuple[str, ...]
    held: int


def inspected(report: Report) -> tuple[Inspected, ...]:
    """The form for what the document is, row by row."""
    kind = report.facts.identity.kind
    form = _form(kind.value if kind else "budget")
    filler = _Filler(report, form)
    return tuple(filler.filled(at) for at in range(len(form)))


@lru_cache
def _form(kind: str) -> tuple[FormRow, ...]:
    rows = yaml.load(resources.text("reports", f"inspection/{kind}.yaml"), Loader=yaml.BaseLoader)
    return tuple(
        FormRow(
            row["group"],
            {"zh": row["zh"], "en": row["en"]},
            tuple(row.get("tables", ())),
            tuple(row.get("without", ())),
            tuple(row.get("sections", ())),
            tuple(row.get("obligations", ())),
            tuple(row.get("rules", ())),
            "cover" in row,
            "rest" in row,
        )
        for row in rows
    )


class _Filler:
    """Where findings and outcomes belong in a form."""

    def __init__(self, report: Report, form: Sequence[FormRow]) -> None:
        self.report = report
        self.form = form
        asked: dict[str, list[tuple[str, ...]]] = {}
        self.persons: dict[str, list[str]] = {}
        for duty in report.duties:
            one = duty.obligation
            asked.setdefault(one.id, []).append(one.decided_by)
            if duty.standing is Standing.PERSON:
                self.persons.setdefault(one.id, []).append(one.person)
        self.deciders = [
            frozenset(row.rules).union(*(rules for id_ in row.obligations for rules in asked.get(id_, ())))
            for row in form
        ]
        blocks = report.facts.document.blocks
        self.titles = {block.title.string for block in blocks if isinstance(block, Table) and block.title}
        self.found: dict[tuple[str, tuple[tuple[str, ...], ...]], int | None] = {}
        self.findings = [(finding, *self._of_finding(finding)) for finding in report.findings]
        self.outcomes = [(outcome, self._of_outcome(outcome)) for outcome in report.outcomes]

    def filled(self, at: int) -> Inspected:
        row = self.form[at]
        problems = tuple(
            Problem(number, finding, at not in wrong)
            for number, (finding, wrong, concerned) in enumerate(self.findings, start=1)
            if at in wrong or at in concerned
        )
        own = [outcome for outcome, rows in self.outcomes if at in rows]
        decided = [outcome for outcome in own if outcome.rule in self.deciders[at]]
        open_ = [
            outcome
            for outcome in own
            if outcome.kind is OutcomeKind.UNDETERMINED
            and (outcome in decided or self.report.rules[outcome.rule].severity is Severity.ERROR)
        ]
        persons = tuple(words for id_ in row.obligations for words in self.persons.get(id_, ()))
        counted = [problem for problem in problems if not problem.finding.waivers]
        grave = [problem for problem in counted if problem.finding.severity is not Severity.INFO]
        if any(one.finding.severity is Severity.ERROR and not one.shared for one in grave):
            answer = Answer.NOT_MET
        elif grave or any(outcome.kind is OutcomeKind.FAIL for outcome in decided):
            answer = Answer.DOUBTFUL
        elif open_:
            answer = Answer.UNDETERMINED
        elif persons:
            answer = Answer.PERSON
        elif any(outcome.kind in _PASSED for outcome in decided):
            answer = Answer.MET
        else:
            answer = Answer.UNCHECKED
        return Inspected(
            row,
            answer,
            problems,
            tuple(dict.fromkeys(reason for outcome in open_ for reason in outcome.reasons)),
            persons,
            sum(1 for outcome in own if outcome.kind in _PASSED),
        )

    def _of_finding(self, finding: Finding) -> tuple[frozenset[int], frozenset[int]]:
        """The rows where it is wrong, and all that it concerns.

        It is wrong where the figure to blame stands, else where the first of the compared figures does; what
        compares no figures is wrong at each of its places.
        """
        ids = [rule.id for rule in finding.rules]
        rows = self._of(ids, finding.subject, finding.reasons, finding.evidence)
        wrong = rows
        if finding.likely is not None:
            figure = finding.likely.figure
            wrong = rows = self._at(" / ".join(figure.section), figure.table)
        elif finding.computations:
            wrong = next(
                filter(None, (self._at(item.section, item.table) for item in finding.evidence)), rows
            )
        rest = frozenset({len(self.form) - 1})
        return wrong or rest, rows

    def _of_outcome(self, outcome: Outcome) -> frozenset[int]:
        return self._of([outcome.rule], outcome.subject, outcome.reasons, outcome.evidence)

    def _of(
        self, rules: Sequence[str], subject: str, reasons: Iterable[Reason], evidence: Sequence[Evidence]
    ) -> frozenset[int]:
        """The rows of a rule that decides what they ask for; else those where its evidence stands."""
        deciding = [at for at, deciders in enumerate(self.deciders) if not deciders.isdisjoint(rules)]
        named = [at for at in deciding if not self.form[at].tables]
        if named or len(deciding) == 1:
            return frozenset(named or deciding)
        details = [value for reason in reasons for name, value in reason.details if name == "table"]
        titles = [subject, *details] if deciding or subject in self.titles else []
        tables = frozenset(at for title in titles if (at := self._table(title)) is not None)
        if tables:
            return tables
        shown = [item for item in evidence if item.role not in _NEIGHBOURS]
        return frozenset().union(*(self._at(item.section, item.table) for item in shown), self._cover(shown))

    def _at(self, section: str, table: str) -> frozenset[int]:
        at = self._table(table)
        if at is None:
            at = self._section(section)
        return frozenset() if at is None else frozenset({at})

    def _cover(self, shown: Sequence[Evidence]) -> Iterator[int]:
        own = [item for item in shown if item.role not in _IDENTITY] or shown
        if any(not (item.section or item.table) and item.place.page == 1 for item in own):
            yield from (at for at, row in enumerate(self.form) if row.cover)

    def _table(self, title: str) -> int | None:
        return self._last(title, tuple(row.tables for row in self.form))

    def _section(self, path: str) -> int | None:
        return self._last(path, tuple(row.sections for row in self.form))

    def _last(self, text: str, rows: tuple[tuple[str, ...], ...]) -> int | None:
        """The last row of which a word stands in the text: the particular ones come after the general ones."""
        if (text, rows) not in self.found:
            folded = normalise(text).string.replace('"', "")
            fitting = (
                at
                for at, words in reversed(list(enumerate(rows)))
                if any(word in folded for word in words)
                and not any(word in folded for word in self.form[at].without)
            )
            self.found[text, rows] = next(fitting, None) if folded else None
        return self.found[text, rows]
