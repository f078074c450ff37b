"""Every figure, unit, row, section and table changed: what it breaks is found, and nothing else is raised.

What is expected is computed here, without the engine: of the unchanged file only its equalities are taken
(which figures stand on which side), and each is judged again with the changed figure by DESIGN 4.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from math import prod

import pytest

from checker.diagnosis import Slip
from checker.model.figure import IN_TEXT, FigureId
from checker.model.outcome import Computation, Evidence, Outcome, OutcomeKind

from . import SAMPLE, SEED, SHARED, Checked, check, sample_put_right
from .changes import KINDS, Change, Printed, Submission

PASS, WITHIN, FAIL = OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING, OutcomeKind.FAIL
UNDETERMINED = OutcomeKind.UNDETERMINED
DECIDED = (PASS, WITHIN, FAIL)

WORTH = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
"""What a unit of money is worth in 元; any other unit is a count, and a count is exact."""

MOST_SHOWN, MOST_LETTERS = 6, 260

Key = tuple[str, str]
"""A rule and the subject that it was judged for."""


# --- the arithmetic of printed figures (DESIGN 4.4) ---


class Sheet:
    """All figures of a document as printed, each with the precision of its fellows.

    Fellows are the column of a table or the sentences of a paragraph, as far as they print the same unit:
    0.01元 in one row does not make 0.01万元 in another more precise.
    """

    def __init__(self, printed: Mapping[FigureId, Printed]) -> None:
        self._printed = printed
        self._steps: dict[object, Decimal] = {}
        for id_, figure in printed.items():
            fellows = self._fellows(id_)
            step = Decimal(1).scaleb(-len(figure.number.partition(".")[2]))
            if id_.row == IN_TEXT or Decimal(figure.number) != 0:
                self._steps[fellows] = min(self._steps.get(fellows, step), step)

    def _fellows(self, id_: FigureId) -> object:
        column = IN_TEXT if id_.row == IN_TEXT else id_.column
        return id_.block, column, self._printed[id_].unit

    def value(self, id_: FigureId) -> Decimal:
        figure = self._printed[id_]
        return Decimal(figure.number) * WORTH.get(figure.unit, Decimal(1))

    def slack(self, id_: FigureId) -> Decimal:
        """Half a unit of the last printed digit; zero and counts have none."""
        unit = self._printed[id_].unit
        if unit not in WORTH or self.value(id_) == 0:
            return Decimal(0)
        return self._steps[self._fellows(id_)] * WORTH[unit] / 2


@dataclass(frozen=True)
class Judged:
    """What an equality comes to, in 元."""

    result: OutcomeKind
    difference: Decimal
    allowed: Decimal


@dataclass(frozen=True)
class Equality:
    """An equality of the unchanged file: the figures of both sides with their signs; sign 0 is a factor."""

    key: Key
    left: tuple[tuple[FigureId, int], ...]
    right: tuple[tuple[FigureId, int], ...]

    @classmethod
    def of(cls, key: Key, computation: Computation) -> Equality:
        left, right = (
            tuple((term.figure.id, term.sign) for term in side.terms)
            for side in (computation.left, computation.right)
        )
        return cls(key, left, right)

    @cached_property
    def figures(self) -> frozenset[FigureId]:
        return frozenset(id_ for id_, _ in self.left + self.right)

    def judged(self, sheet: Sheet) -> Judged:
        left, left_slack = _side(self.left, sheet)
        right, right_slack = _side(self.right, sheet)
        difference, allowed = left - right, left_slack + right_slack
        result = PASS if difference == 0 else WITHIN if abs(difference) <= allowed else FAIL
        return Judged(result, difference, allowed)


def _side(terms: Sequence[tuple[FigureId, int]], sheet: Sheet) -> tuple[Decimal, Decimal]:
    """The value of a side and how far rounding may take it."""
    signs = {abs(sign) for _, sign in terms}
    if signs == {0}:  # quantity × price: only the stated result is rounded
        return prod((sheet.value(id_) for id_, _ in terms), start=Decimal(1)), Decimal(0)
    assert signs == {1}
    value = sum((sign * sheet.value(id_) for id_, sign in terms), Decimal(0))
    return value, sum((sheet.slack(id_) for id_, _ in terms), Decimal(0))


def equalities_of(outcomes: Iterable[Outcome]) -> Iterator[Equality]:
    """The equalities between printed figures that were decided."""
    for outcome in outcomes:
        if outcome.kind in DECIDED:
            for computation in outcome.computations:
                if computation.operator == "==" and computation.left.terms and computation.right.terms:
                    yield Equality.of((outcome.rule, outcome.subject), computation)


# --- the unchanged file ---


@dataclass(frozen=True)
class Unchanged:
    submission: Submission
    printed: Mapping[FigureId, Printed]
    equalities: tuple[Equality, ...]
    broken: frozenset[Equality]
    outcomes: Mapping[Key, Outcome]

    @cached_property
    def sums(self) -> frozenset[tuple[str, int]]:
        """Rules and sides (0 left, 1 right) that add rows up: several terms, and rules that look across rows."""
        across = {
            equality.key[0]
            for equality in self.equalities
            if len({(id_.block, id_.row) for id_ in equality.figures}) > 1
        }
        return frozenset(
            (equality.key[0], side)
            for equality in self.equalities
            if equality.key[0] in across
            for side, terms in enumerate((equality.left, equality.right))
            if len(terms) > 1
        )

    def same_as(self, figure: FigureId) -> Iterator[FigureId]:
        """Figures that an equality which holds says are the same, one against one, in reading order."""
        for equality in self.equalities:
            if len(equality.left) == len(equality.right) == 1 and equality not in self.broken:
                (left, _), (right, _) = equality.left[0], equality.right[0]
                if figure in (left, right):
                    yield right if figure == left else left


@cache
def unchanged(name: str) -> Unchanged:
    """The seed, the sample or the sample put right."""
    match name:
        case "seed":
            submission = Submission(SEED.name, SEED.read_text(encoding="utf-8"))
        case "sample":
            submission = Submission(SAMPLE.name, SAMPLE.read_text(encoding="utf-8"))
        case _:
            submission = Submission(SAMPLE.name, sample_put_right())
    printed = {id_: submission.printed(id_) for id_ in submission.figures}
    equalities = tuple(equalities_of(submission.checked.outcomes))
    sheet = Sheet(printed)
    broken = frozenset(equality for equality in equalities if equality.judged(sheet).result is FAIL)
    return Unchanged(submission, printed, equalities, broken, by_key(submission.checked.outcomes))


def by_key(outcomes: Iterable[Outcome]) -> dict[Key, Outcome]:
    return {(outcome.rule, outcome.subject): outcome for outcome in outcomes}


# --- what a change leads to ---


def moved_key(key: Key, change: Change, table: str) -> Key | None:
    """The key that an outcome has after the change; None if its row is gone."""
    rule, subject = key
    if change.renamed is not None:
        subject = subject.replace(*change.renamed)
    match = re.match(re.escape(table) + r" 第(\d+)行", subject) if change.row is not None else None
    if match is not None and change.row is not None:
        _, index, by = change.row
        row = int(match[1]) - 1
        if row == index and by < 0:
            return None
        if row > index:
            subject = f"{table} 第{row + by + 1}行{subject[match.end() :]}"
    return rule, subject


def moved_equality(equality: Equality, change: Change, file: Unchanged) -> Equality | None:
    """The equality with what the change took from it or put to it; None where nothing is left to compare.

    Where the lone figure that a sum was compared with went, one that stood for the same amount takes its
    place (the funds of a project, which each of its rows states). A sum over rows holds a doubled figure
    twice; a lone figure, and the equalities within a row, hold it once.
    """
    sides: list[tuple[tuple[FigureId, int], ...]] = []
    for at, side in enumerate((equality.left, equality.right)):
        other = (equality.right, equality.left)[at]
        terms = [term for term in side if term[0] not in change.gone]
        if not terms and len(other) > 1:
            same = (id_ for id_ in file.same_as(side[0][0]) if id_ not in change.gone)
            terms = [(id_, side[0][1]) for id_ in same][:1]
        if not terms:
            return None
        if (equality.key[0], at) in file.sums:
            terms += [term for term in terms if term[0] in change.twice]
        sides.append(tuple(terms))
    return Equality(equality.key, *sides)


def moved_ids(terms: Iterable[tuple[FigureId, int]], change: Change) -> frozenset[FigureId]:
    """The new ids of the figures of a side; one that it holds twice has a double."""
    ids = [id_ for id_, _ in terms]
    new = {change.moved(id_) for id_ in ids} | {change.copy(id_) for id_ in ids if ids.count(id_) > 1}
    return frozenset(id_ for id_ in new if id_ is not None)


@dataclass(frozen=True)
class Expected:
    """One equality after the change: what it comes to, and the figures by their new ids."""

    equality: Equality
    key: Key
    judged: Judged
    name: tuple[frozenset[FigureId], frozenset[FigureId]]
    was_broken: bool

    @property
    def figures(self) -> frozenset[FigureId]:
        return self.name[0] | self.name[1]


def expectations(change: Change, file: Unchanged, table: str) -> Iterator[Expected]:
    """The equalities that the change leaves to be judged."""
    printed = {**file.printed, **change.printed}
    sheet = Sheet({id_: figure for id_, figure in printed.items() if id_ not in change.gone})
    total_row = of_total_row(change, file)
    for equality in file.equalities:
        changed = moved_equality(equality, change, file)
        key = moved_key(equality.key, change, table)
        if (
            changed is None
            or key is None
            or touches_removed(equality, change, file)
            or equality.figures & total_row
        ):
            continue
        name = moved_ids(changed.left, change), moved_ids(changed.right, change)
        yield Expected(equality, key, changed.judged(sheet), name, equality in file.broken)


def of_total_row(change: Change, file: Unchanged) -> frozenset[FigureId]:
    """The figures of a row that went or came if it is a total: no equality stands in it alone."""
    ids = change.gone | change.twice
    within = any(equality.figures <= ids for equality in file.equalities)
    return frozenset() if within else ids


def touches_removed(equality: Equality, change: Change, file: Unchanged) -> bool:
    """Whether a figure of the equality stood in a section or table that was removed."""
    spots = file.submission.spots
    return bool(change.removed) and any(spots[id_].line in change.lines_gone for id_ in equality.figures)


@dataclass(frozen=True)
class Came:
    """What came of a changed file, beside what there was before."""

    change: Change
    outcomes: Mapping[Key, Outcome]
    raised: tuple[Outcome, ...]
    untold: tuple[Outcome, ...]
    lost: tuple[Outcome, ...]
    checked: Checked


def came_of(change: Change, file: Unchanged, table: str) -> Came:
    checked = check(change.text.encode("utf-8"), file.submission.name)
    outcomes = by_key(checked.outcomes)
    before: dict[OutcomeKind, set[Key]] = {FAIL: set(), UNDETERMINED: set()}
    lost: list[Outcome] = []
    for key, outcome in file.outcomes.items():
        new_key = moved_key(key, change, table)
        if outcome.kind in before and new_key is not None:
            before[outcome.kind].add(new_key)
        now = outcomes.get(new_key) if new_key is not None else None
        if outcome.kind is FAIL and (now is None or now.kind is not FAIL):
            lost.append(outcome)
    raised, untold = (
        tuple(
            outcome for key, outcome in outcomes.items() if outcome.kind is kind and key not in before[kind]
        )
        for kind in (FAIL, UNDETERMINED)
    )
    return Came(change, outcomes, raised, untold, tuple(lost), checked)


def figures_in(outcome: Outcome) -> frozenset[FigureId]:
    return frozenset(evidence.figure for evidence in outcome.evidence if evidence.figure is not None)


# --- judging what came ---


@dataclass(frozen=True)
class Verdict:
    """What is wrong with what came of a change, and with the hints of its findings, each in a sentence."""

    label: str
    problems: tuple[str, ...]
    misled: tuple[str, ...]


@cache
def verdicts(name: str, kind: str) -> tuple[Verdict, ...]:
    file = unchanged(name)
    return tuple(verdict(change, file) for change in KINDS[kind](file.submission))


def verdict(change: Change, file: Unchanged) -> Verdict:
    table = procurement_title(file)
    expected = list(expectations(change, file, table))
    came = came_of(change, file, table)
    breaks = [one for one in expected if one.judged.result is FAIL and not one.was_broken]
    return Verdict(
        change.label,
        tuple(problems(change, file, expected, breaks, came)),
        tuple(misled(change, file, breaks, came)),
    )


def problems(
    change: Change, file: Unchanged, expected: Sequence[Expected], breaks: Sequence[Expected], came: Came
) -> Iterator[str]:
    """What is wrong with what came of a change, each in a sentence."""
    changed = changed_ids(change)
    for one in expected:
        yield from misjudged(one, came)
    for one in breaks:
        if not any(figures_in(outcome) & one.figures for outcome in came.raised):
            yield f"not found: {shown(one)} breaks"
    if breaks and changed and not any(figures_in(outcome) & changed for outcome in came.raised):
        yield "not found: no finding holds the changed figure"
    if change.removed and not any(tells_of_removal(outcome, change) for outcome in came.raised):
        yield f"not found: {change.removed} was removed, expected after line {sorted(change.after)}"
    yield from total_row_overlooked(change, file, came)

    compared = any(equality.figures & change.printed.keys() for equality in file.equalities)
    related = changed.union(*(one.figures for one in breaks))
    for outcome in came.raised:
        if compared and not breaks:
            yield f"nothing breaks: {told(outcome)}"
        elif not is_consequence(outcome, change, related) and not asks_for_total(outcome, change, file):
            yield f"no consequence: {told(outcome)}"
    if not change.removed and not of_total_row(change, file):
        for outcome in came.untold:
            if not is_consequence(outcome, change, related):
                yield f"no consequence: {told(outcome)}"
    for outcome in came.lost:
        if not may_be_lost(outcome, change, expected):
            yield f"no longer found: {told(outcome)}"
    yield from lost_by_report(came)


def total_row_overlooked(change: Change, file: Unchanged, came: Came) -> Iterator[str]:
    """A total that is gone or stands twice cannot be compared: what was compared with it is no pass."""
    total_row = of_total_row(change, file)
    for equality in file.equalities:
        if equality.figures & total_row:
            key = moved_key(equality.key, change, procurement_title(file))
            now = came.outcomes.get(key) if key is not None else None
            if now is None and any(one.rule == "SJZ614" for one in came.raised):
                continue  # the row is gone, and a rule that asks for it says so
            if now is None or now.kind not in (FAIL, UNDETERMINED):
                yield f"a total was dropped or doubled, and {equality.key} does not tell"


def procurement_title(file: Unchanged) -> str:
    return next(
        figure.table for figure in file.submission.figures.values() if figure.table.endswith("采购预算")
    )


def changed_ids(change: Change) -> frozenset[FigureId]:
    """The figures that changed or came, by their new ids."""
    ids = {change.moved(id_) for id_ in change.printed} | {
        new for id_ in change.twice for new in (id_, change.copy(id_))
    }
    return frozenset(id_ for id_ in ids if id_ is not None)


def misjudged(one: Expected, came: Came) -> Iterator[str]:
    """Whether the equality was judged as it should be, to the last digit."""
    outcome = came.outcomes.get(one.key)
    if outcome is None:
        yield f"no outcome: {shown(one)}"
        return
    if not outcome.computations:
        # a premise may now be false, or untold, but only where something was removed or a bound was broken
        if one.judged.result is not FAIL and not came.change.removed:
            yield f"not judged ({outcome.kind}): {shown(one)}"
        return
    for computation in outcome.computations:
        if computation.operator == "==" and figures_of(computation) == one.name:
            judged = Judged(computation.result, computation.difference, computation.allowed)
            if judged != one.judged:
                yield f"judged {of(judged)}: {shown(one)}"
            return
    yield f"other figures compared ({told(outcome)}): {shown(one)}"


def figures_of(computation: Computation) -> tuple[frozenset[FigureId], frozenset[FigureId]]:
    """The figures of both sides."""
    left, right = (
        frozenset(term.figure.id for term in side.terms) for side in (computation.left, computation.right)
    )
    return left, right


def tells_of_removal(outcome: Outcome, change: Change) -> bool:
    """A finding about what is gone, at the heading after or under which it was expected."""
    names = [outcome.subject, *(value for reason in outcome.reasons for _, value in reason.details)]
    return any(name and (name in change.removed or change.removed in name) for name in names) and any(
        evidence.role == "expected-after" and evidence.place.line in change.after
        for evidence in outcome.evidence
    )


def is_consequence(outcome: Outcome, change: Change, related: frozenset[FigureId]) -> bool:
    """DESIGN 5: its evidence holds the changed figure, one of an identity that it breaks, or the place."""
    return any(
        evidence.figure in related if evidence.figure is not None else at_place(evidence, change)
        for evidence in outcome.evidence
    )


def asks_for_total(outcome: Outcome, change: Change, file: Unchanged) -> bool:
    """Whether it says of the whole table that it has no total, and that is what is gone."""
    return outcome.rule == "SJZ614" and bool(of_total_row(change, file))


def at_place(evidence: Evidence, change: Change) -> bool:
    """Whether evidence that is no figure shows where something was removed or came."""
    return evidence.place.line in change.places


def may_be_lost(outcome: Outcome, change: Change, expected: Iterable[Expected]) -> bool:
    """A finding may go if the change puts it right or takes away what it is about."""
    lines = {evidence.place.line for evidence in outcome.evidence}
    if lines & change.lines_gone or figures_in(outcome) & change.printed.keys():
        now = [one for one in expected if one.equality.key == (outcome.rule, outcome.subject)]
        return all(one.judged.result is not FAIL for one in now)
    return False


def lost_by_report(came: Came) -> Iterator[str]:
    """Each failed outcome must be in a finding of the report, with all of its evidence."""
    findings = [
        ({rule.id for rule in finding.rules}, set(finding.evidence))
        for finding in came.checked.report.findings
    ]
    for outcome in came.checked.failed:
        if not any(outcome.rule in rules and set(outcome.evidence) <= held for rules, held in findings):
            yield f"in no finding: {told(outcome)}"


def misled(change: Change, file: Unchanged, breaks: Sequence[Expected], came: Came) -> Iterator[str]:
    """A hint must name the figure that was changed, and what it was: its unit if that was the change."""
    names = [one.name for one in breaks]
    sheet = Sheet(file.printed)
    rounding = max((one.equality.judged(sheet).allowed for one in breaks), default=Decimal(0))
    for id_, printed in change.printed.items() if len(change.printed) == 1 else ():
        unit_changed = printed.unit != file.printed[id_].unit
        was = file.submission.figures[id_].text
        for finding in came.checked.report.findings:
            likely = finding.likely
            broken = [figures_of(computation) for computation in finding.computations]
            if likely is None or not broken or not all(name in names for name in broken):
                continue
            if likely.figure.id != change.moved(id_):
                yield f"{finding.rule.id} blames {likely.figure.text} (should be {likely.corrected})"
            elif (likely.slip is Slip.UNIT) != unit_changed or abs(likely.base - sheet.value(id_)) > rounding:
                yield f"{finding.rule.id} would make it {likely.corrected}, but it was {was}"


def of(judged: Judged) -> str:
    return f"{judged.result} (off by {judged.difference / 10000:f}, rounding {judged.allowed / 10000:f})"


def shown(one: Expected) -> str:
    return f"{one.key[0]} {one.key[1]} should be {of(one.judged)}"


def told(outcome: Outcome) -> str:
    evidence = " | ".join(f"{e.role} {e.text[:20]}@{e.place.line}" for e in outcome.evidence[:5])
    reasons = " ".join(f"{reason.code}{dict(reason.details)}" for reason in outcome.reasons)
    sums = " ".join(f"{c.left.formula} {c.operator} {c.right.formula}" for c in outcome.computations[:2])
    return f"{outcome.kind} {outcome.rule} {outcome.subject} {sums} {reasons} [{evidence}]"


# --- the tests ---

FILES = [
    pytest.param("seed", marks=pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")),
    "sample",
]


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")
def test_each_checked_figure_of_the_seed_but_its_defect_stands_in_an_equality_that_holds() -> None:
    file = unchanged("seed")
    holding = {id_ for one in file.equalities if one not in file.broken for id_ in one.figures}

    masked = [file.submission.figures[id_] for one in file.broken for id_ in one.figures - holding]

    assert {(figure.place.line, figure.text) for figure in masked} == {(64, "7445.08元")}


@pytest.mark.parametrize("name", FILES)
def test_the_unchanged_file_is_judged_as_this_test_judges_it(name: str) -> None:
    file = unchanged(name)
    nothing = Change("nothing", file.submission.text)

    assert len(file.equalities) > 140
    assert verdict(nothing, file) == Verdict("nothing", (), ())


@pytest.mark.parametrize("name", FILES)
def test_every_figure_row_section_and_table_is_changed(name: str) -> None:
    submission = unchanged(name).submission
    count = {kind: len(list(changes(submission))) for kind, changes in KINDS.items()}
    amounts = sum(1 for figure in submission.figures.values() if figure.text.endswith("万元")) - 1

    assert len(submission.figures) > 240
    assert count["a digit changed"] == count["another digit changed"] == len(submission.figures)
    assert count["two digits swapped"] > 160
    assert count["a unit in a sentence changed"] == 2 * amounts  # but for 20万元 in the label of a row
    assert count["a unit in a caption changed"] == submission.lines.count("单位：万元") == 10
    assert count["a unit in a column's label changed"] == 1
    assert count["a row dropped"] == count["a row doubled"] == 32 + 1
    assert count["a section removed"] == 9
    assert count["a table removed"] == 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FILES)
def test_a_change_is_noticed_and_nothing_but_its_consequences_is_reported(name: str, kind: str) -> None:
    judged = verdicts(name, kind)
    wrong = {one.label: one.problems for one in judged if one.problems}

    if wrong:
        pytest.fail(f"{len(wrong)} of {len(judged)} changes:\n{listed(wrong)}", pytrace=False)


@pytest.mark.parametrize("kind", ["a digit changed", "two digits swapped", "a unit in a sentence changed"])
def test_a_hint_names_the_changed_figure_and_what_it_was(kind: str) -> None:
    judged = verdicts("sample put right", kind)
    wrong = {one.label: one.misled for one in judged if one.misled}

    if wrong:
        pytest.fail(f"{len(wrong)} of {len(judged)} changes:\n{listed(wrong)}", pytrace=False)


def listed(wrong: Mapping[str, Sequence[str]]) -> str:
    """The first things that are wrong with each change, in lines that can be read."""
    lines: list[str] = []
    for label, found in wrong.items():
        lines.append(label[:MOST_LETTERS])
        lines += [f"    {words[:MOST_LETTERS]}" for words in found[:MOST_SHOWN]]
        lines += [f"    … and {len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else []
    return "\n".join(lines)
