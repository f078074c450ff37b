"""Outcomes → report: findings merged by cause, what could not be told grouped by cause, figures counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import localcontext
from enum import StrEnum

from checker import __version__
from checker.diagnosis import Blame, Hypothesis, blames, compared
from checker.engine import checked_figures
from checker.model.amount import EXACT
from checker.model.figure import Facts, Figure, FigureId
from checker.model.outcome import Computation, Evidence, Outcome, OutcomeKind, Reason
from checker.model.rule import Applies, Belongs, Obligation, Pack, Rule, Severity
from checker.model.used import FileUsed
from checker.report.earlier import FollowUp
from checker.report.fingerprint import fingerprints, key_of
from checker.report.original import Original
from checker.report.waivers import Waiver, WaiverUse

_GRAVITY = list(Severity)


class Verdict(StrEnum):
    """The one word that a report opens with (DESIGN 5)."""

    FAILED = "未通过"
    DOUBTFUL = "有疑点"
    UNDETERMINED = "无法判定"
    PASSED = "通过"


@dataclass(frozen=True, slots=True)
class PackUse:
    """A pack that was used, and why. A `general` one is for every document and asks for no content."""

    id: str
    title: str
    version: str
    sha256: str
    why: str
    general: bool
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What asks for action. `rules` are all that it speaks for.

    `suspects` are the corrections that each explain it, equally well; a single one is the likely cause.
    With `waivers` it no longer counts.
    """

    rule: Rule
    rules: tuple[Rule, ...]
    subject: str
    severity: Severity
    reasons: tuple[Reason, ...]
    evidence: tuple[Evidence, ...]
    computations: tuple[Computation, ...]
    suspects: tuple[Hypothesis, ...]
    fingerprint: str
    waivers: tuple[Waiver, ...] = ()

    @property
    def disagreements(self) -> int:
        """How many comparisons of unlike figures it speaks for."""
        return len({compared(computation) for computation in self.computations})

    @property
    def likely(self) -> Hypothesis | None:
        return self.suspects[0] if len(self.suspects) == 1 else None


@dataclass(frozen=True, slots=True)
class UndeterminedGroup:
    """Outcomes that could not be told for one cause."""

    reasons: tuple[Reason, ...]
    evidence: tuple[Evidence, ...]
    outcomes: tuple[Outcome, ...]


class Standing(StrEnum):
    """What came of an obligation: its rules failed, could not be told, held; or only a person can tell."""

    FAILED = "failed"
    UNDETERMINED = "undetermined"
    PERSON = "person"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation of a pack for this document."""

    obligation: Obligation
    standing: Standing


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a writer needs. `arguments` are those of the call that change the result.

    `used` are the files that it depends on beside the documents and the packs.
    `homes` are the packs that the rules stand in, `path` is the submission as it was named in the call. `originals`
    are the files of the documents, by the names in places, where there are any.
    `waivers` and `follow_up` are None unless asked for.
    """

    facts: Facts
    packs: tuple[PackUse, ...]
    rules: Mapping[str, Rule]
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    undetermined: tuple[UndeterminedGroup, ...]
    checked: frozenset[FigureId]
    duties: tuple[Duty, ...]
    version: str
    arguments: tuple[str, ...]
    homes: Mapping[str, Pack]
    path: str = ""
    used: tuple[FileUsed, ...] = ()
    originals: Mapping[str, Original] = field(default_factory=dict)
    waivers: WaiverUse | None = None
    follow_up: FollowUp | None = None

    @property
    def drawable(self) -> Mapping[str, Original]:
        """The files whose pages can be shown, by the names in places."""
        documents = (self.facts.document, *(one.document for _, one in self.facts.beside))
        types = {one.name: one.media_type for one in documents}
        types |= {member.name: member.media_type for one in documents for member in one.members}
        return {name: file for name, file in self.originals.items() if types.get(name) == "application/pdf"}

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that count: those that nobody waived."""
        return tuple(finding for finding in self.findings if not finding.waivers)

    @property
    def only_general(self) -> bool:
        """Whether no pack knows what such a document must hold, so that its content was not checked for that."""
        return all(pack.general for pack in self.packs)

    @property
    def verdict(self) -> Verdict:
        severities = {finding.severity for finding in self.open}
        if Severity.ERROR in severities:
            return Verdict.FAILED
        if Severity.WARNING in severities:
            return Verdict.DOUBTFUL
        kinds = {outcome.kind for outcome in self.outcomes}
        undecided = any(
            outcome.kind is OutcomeKind.UNDETERMINED and self.rules[outcome.rule].severity is Severity.ERROR
            for outcome in self.outcomes
        )
        if undecided or self.only_general or not kinds & {OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING}:
            return Verdict.UNDETERMINED
        return Verdict.PASSED

    def count(self, kind: OutcomeKind) -> int:
        return sum(1 for outcome in self.outcomes if outcome.kind is kind)

    def found(self, severity: Severity) -> int:
        return sum(1 for finding in self.open if finding.severity is severity)

    @property
    def unchecked(self) -> tuple[Figure, ...]:
        """The figures that no equality was decided for, in reading order."""
        return tuple(figure for key, figure in self.facts.figures.items() if key not in self.checked)


def build(
    facts: Facts,
    used: Sequence[tuple[Pack, str]],
    outcomes: Sequence[Outcome],
    arguments: Iterable[str] = (),
    path: str = "",
) -> Report:
    """The report on one submission, from the outcomes of all its packs."""
    rules = {rule.id: rule for pack, _ in used for rule in pack.rules}
    entity = facts.identity.entity.value if facts.identity.entity else ""
    with localcontext(EXACT):
        findings = tuple(_findings(outcomes, rules, entity))
    return Report(
        facts,
        tuple(
            PackUse(pack.id, pack.title, pack.version, pack.sha256, why, _is_general(pack), pack.files)
            for pack, why in used
        ),
        rules,
        findings,
        tuple(outcomes),
        tuple(_undetermined(outcomes)),
        checked_figures(tuple(outcomes)),
        tuple(_duties((pack for pack, _ in used), outcomes, facts)),
        __version__,
        tuple(arguments),
        {rule.id: pack for pack, _ in used for rule in pack.rules},
        path,
        (facts.sidecar.file,) if facts.sidecar.file else (),
    )


def _is_general(pack: Pack) -> bool:
    """Whether a pack is for every document and names nothing that one must hold."""
    belongs = {spec.belongs for spec in pack.sections.values()} | {
        spec.belongs for spec in pack.tables.values()
    }
    return pack.applies == Applies() and belongs <= {Belongs.PACKAGE} and not pack.facts


def _duties(packs: Iterable[Pack], outcomes: Sequence[Outcome], facts: Facts) -> Iterator[Duty]:
    """The obligations that are in force in the document's year, with what came of their rules."""
    kinds: dict[str, set[OutcomeKind]] = {}
    for outcome in outcomes:
        kinds.setdefault(outcome.rule, set()).add(outcome.kind)
    year = facts.identity.fiscal_year
    for one in (one for pack in packs for one in pack.obligations):
        if year is not None and not (one.since or 0) <= year.value <= (one.until or 9999):
            continue
        found = {kind for id_ in one.decided_by for kind in kinds.get(id_, ())}
        if one.person and found <= {OutcomeKind.NOT_APPLICABLE}:
            standing = Standing.PERSON
        elif OutcomeKind.FAIL in found:
            standing = Standing.FAILED
        else:
            standing = Standing.UNDETERMINED if OutcomeKind.UNDETERMINED in found else Standing.HELD
        yield Duty(one, standing)


def _findings(outcomes: Sequence[Outcome], rules: Mapping[str, Rule], entity: str) -> Iterator[Finding]:
    """One cause, one finding: what one correction explains, then what says the same words, then the rest."""
    found: list[tuple[Finding, Outcome]] = []
    merged: set[int] = set()
    for blame in blames(outcomes):
        members = [outcomes[index] for index in blame.explains]
        merged.update(blame.explains)
        found.append(_finding(members, rules, blame))
    by_words: dict[tuple[object, ...], list[Outcome]] = {}
    for index, outcome in enumerate(outcomes):
        if outcome.kind is OutcomeKind.FAIL and index not in merged:
            by_words.setdefault(_cause(outcome), []).append(outcome)
    found.extend(_finding(members, rules, None) for members in by_words.values())
    order = {id_: position for position, id_ in enumerate(rules)}
    found.sort(key=lambda item: (_GRAVITY.index(item[0].severity), order[item[0].rule.id]))
    keys = (key_of(first, finding.likely, entity) for finding, first in found)
    for (finding, _), fingerprint in zip(found, fingerprints(keys), strict=True):
        yield replace(finding, fingerprint=fingerprint)


def _cause(outcome: Outcome) -> tuple[object, ...]:
    """What makes failures one finding: the same figures compared, or of one rule the same words wrong or the
    same message, or blanks in one column."""
    codes = {reason.code for reason in outcome.reasons}
    if codes == {"said"}:
        return (outcome.rule, outcome.reasons)
    failed = [c for c in outcome.computations if c.result is OutcomeKind.FAIL]
    if failed and not codes:
        return tuple(_said(computation) for computation in failed)
    if outcome.computations or not codes <= {"texts_differ", "is_blank"} or not codes:
        return (outcome.rule, outcome.subject)
    if codes == {"is_blank"}:
        return (outcome.rule, tuple(dict(reason.details)["column"] for reason in outcome.reasons))
    return (outcome.rule, outcome.reasons)


def _finding(
    members: Sequence[Outcome], rules: Mapping[str, Rule], blame: Blame | None
) -> tuple[Finding, Outcome]:
    """The finding that speaks for these outcomes, and the first of them by its leading rule."""
    concerned = list(dict.fromkeys(rules[outcome.rule] for outcome in members))
    severity = min((rule.severity for rule in concerned), key=_GRAVITY.index)
    lead = next(rule for rule in concerned if rule.severity is severity)
    members = sorted(members, key=lambda outcome: outcome.rule != lead.id)
    first = members[0]
    evidence = list(dict.fromkeys(item for outcome in members for item in outcome.evidence))
    suspects = blame.suspects if blame else ()
    if len(suspects) == 1:
        evidence.sort(key=lambda item: item.figure != suspects[0].figure.id)
    finding = Finding(
        lead,
        (lead, *(rule for rule in concerned if rule is not lead)),
        first.subject,
        severity,
        tuple(dict.fromkeys(reason for outcome in members for reason in outcome.reasons)),
        tuple(evidence),
        tuple(_computations(members)),
        suspects,
        fingerprint="",
    )
    return finding, first


def _computations(members: Iterable[Outcome]) -> Iterable[Computation]:
    """The failed comparisons, each once however many rules make it."""
    found: dict[object, Computation] = {}
    for outcome in members:
        for computation in outcome.computations:
            if computation.result is OutcomeKind.FAIL:
                found.setdefault(_said(computation), computation)
    return found.values()


def _said(computation: Computation) -> tuple[object, ...]:
    """What a comparison says, whichever side stands first: the same in two rules is said once."""
    values = frozenset((computation.left.value, computation.right.value))
    return (computation.operator, compared(computation), values)


def _undetermined(outcomes: Iterable[Outcome]) -> list[UndeterminedGroup]:
    groups: dict[tuple[Reason, ...], list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.kind is OutcomeKind.UNDETERMINED:
            groups.setdefault(tuple(dict.fromkeys(outcome.reasons)), []).append(outcome)
    return [
        UndeterminedGroup(
            reasons, tuple(dict.fromkeys(e for outcome in members for e in outcome.evidence)), tuple(members)
        )
        for reasons, members in groups.items()
    ]
