"""Runs the rules of a pack over one document: one outcome for each rule and subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import localcontext
from types import MappingProxyType

from checker.engine import truths
from checker.engine.cells import row_evidence
from checker.engine.evaluator import Evaluator, evaluator_of
from checker.engine.recognised import settled
from checker.engine.scope import Scope
from checker.engine.sources import Sources
from checker.engine.values import (
    CellValue,
    ColumnValue,
    DocumentValue,
    FactValue,
    GroupValue,
    PartValue,
    RowValue,
    SectionValue,
    StatementValue,
    TableValue,
    TextValue,
    Truth,
    Value,
)
from checker.model.amount import EXACT
from checker.model.expression import names_in
from checker.model.figure import Facts, FigureId
from checker.model.limits import Limit
from checker.model.outcome import Evidence, Outcome, OutcomeKind, Reason, Unknown
from checker.model.rule import Pack, Rule

_SHOWN = 30  # characters of a statement that name it
_NO_VARIABLES: Mapping[str, Value] = MappingProxyType({})


def evaluate(pack: Pack, facts: Facts, sources: Sources | None = None) -> tuple[Outcome, ...]:
    """The outcomes of all rules of a pack, in the pack's order and then the document's.

    `sources` are those of the document, where several packs are evaluated on it.
    """
    each = evaluate_each(pack.rules, pack, facts, sources or Sources(facts))
    return tuple(outcome for _, outcomes in each for outcome in outcomes)


def evaluate_each(
    rules: Iterable[Rule], pack: Pack, facts: Facts, sources: Sources
) -> Iterator[tuple[Rule, tuple[Outcome, ...]]]:
    """Some rules of a pack, one after the other, with the outcomes of each."""
    with localcontext(EXACT):
        evaluator = evaluator_of(pack, facts, sources)
    for rule in rules:
        with localcontext(EXACT):
            outcomes = tuple(_of_rule(rule, evaluator))
        yield rule, outcomes


def evaluate_rule(rule: Rule, pack: Pack, facts: Facts) -> tuple[Outcome, ...]:
    """The outcomes of one rule of a pack."""
    return next(outcomes for _, outcomes in evaluate_each((rule,), pack, facts, Sources(facts)))


def _of_rule(rule: Rule, evaluator: Evaluator) -> Iterator[Outcome]:
    if rule.since is not None or rule.until is not None:
        year = evaluator.facts.identity.fiscal_year
        if year is None:
            yield Outcome(rule.id, "", OutcomeKind.UNDETERMINED, (Reason.of("year_unknown"),))
            return
        if not (rule.since or 0) <= year.value <= (rule.until or 9999):
            reason = Reason.of("not_in_force", year=str(year.value))
            yield Outcome(rule.id, "", OutcomeKind.NOT_APPLICABLE, (reason,))
            return
    if evaluator.ruled_out(rule):
        yield Outcome(rule.id, "", OutcomeKind.NOT_APPLICABLE, (Reason.of("premise_false"),))
        return
    seen: dict[str, int] = {}
    for number, outcome in enumerate(_over(rule, 0, _NO_VARIABLES, "", evaluator), start=1):
        if number > Limit.COMBINATIONS.most:
            reason = Reason.of("too_many", most=f"{Limit.COMBINATIONS.most:,}")
            yield Outcome(rule.id, "", OutcomeKind.UNDETERMINED, (reason,))
            return
        seen[outcome.subject] = seen.get(outcome.subject, 0) + 1
        if seen[outcome.subject] > 1:  # several of one name: one subject each
            subject = f"{outcome.subject}（{seen[outcome.subject]}）"
            yield Outcome(
                outcome.rule, subject, outcome.kind, outcome.reasons, outcome.evidence, outcome.computations
            )
        else:
            yield outcome


def _over(
    rule: Rule, depth: int, variables: Mapping[str, Value], subject: str, evaluator: Evaluator
) -> Iterator[Outcome]:
    """One outcome for each item that the rule's for_each ranges over, from `depth` on."""
    if depth == len(rule.for_each):
        yield _judged(rule, variables, subject, evaluator)
        return
    loop = rule.for_each[depth]
    items = evaluator.items(loop, Scope(variables))
    if isinstance(items, Unknown):
        yield Outcome(rule.id, subject, OutcomeKind.UNDETERMINED, items.reasons, items.evidence)
        return
    if items.missing is not None:
        yield Outcome(
            rule.id, subject, OutcomeKind.UNDETERMINED, items.missing.reasons, items.missing.evidence
        )
    elif not items.items:
        yield Outcome(rule.id, subject, OutcomeKind.NOT_APPLICABLE, (Reason.of("nothing_to_check"),))
    for item in items.items:
        if isinstance(item, Unknown):
            yield Outcome(rule.id, subject, OutcomeKind.UNDETERMINED, item.reasons, item.evidence)
            continue
        name = subject_of(item, evaluator)
        joined = f"{subject} · {name}" if subject else name
        yield from _over(rule, depth + 1, {**variables, loop.name: item}, joined, evaluator)


def subject_of(item: Value, evaluator: Evaluator) -> str:
    """What an outcome is about, in words that do not depend on the format of the submission."""
    match item:
        case RowValue(table=table, index=index):
            label = row_evidence(item, "row").text
            return f"{table.title} 第{index + 1}行 {label}"
        case GroupValue(key=key):
            return key.string
        case ColumnValue(name=name):
            return evaluator.lookup.column_title(name)
        case TableValue(bound=bound):
            return bound.title
        case SectionValue(bound=section):
            return section.section.path[-1] if section.section else section.spec.headings[0]
        case PartValue(part=part):
            return part.label
        case DocumentValue(name=name):
            return name
        case StatementValue(label=label):
            return label
        case FactValue(fact=fact):
            return fact.evidence.text[:_SHOWN]
        case TextValue(string=string):
            return string
        case CellValue(cell=cell):
            return cell.text
        case _:
            return ""


def _judged(rule: Rule, variables: Mapping[str, Value], subject: str, evaluator: Evaluator) -> Outcome:
    scope = Scope(variables, tolerance=rule.tolerance)
    premise = evaluator.premise(rule, variables)
    if premise is not None:
        if premise.kind is OutcomeKind.UNDETERMINED:
            return Outcome(rule.id, subject, premise.kind, premise.reasons, premise.evidence)
        if not premise.holds:
            return Outcome(rule.id, subject, OutcomeKind.NOT_APPLICABLE, (Reason.of("premise_false"),))
    truth = settled(evaluator.truth(rule.condition, scope), evaluator.facts)
    reasons = truth.reasons
    if truth.kind is OutcomeKind.FAIL and not reasons and not truth.computations:
        reasons = (Reason.of("condition_false", condition=rule.condition_source),)
    if truth.kind is OutcomeKind.FAIL and rule.message:
        reasons = (Reason.of("said", words=evaluator.said(rule.message, scope)),)
    evidence = _evidence(truth, evaluator)
    if not evidence and truth.kind is OutcomeKind.FAIL:
        evidence = _subject_evidence(rule, variables, evaluator)
    return Outcome(rule.id, subject, truth.kind, reasons, evidence, truth.computations)


def _subject_evidence(
    rule: Rule, variables: Mapping[str, Value], evaluator: Evaluator
) -> tuple[Evidence, ...]:
    """The places of what the rule was checked for, else of the tables and sections that it names.

    A finding has a place: the document's first words if there is no other.
    """
    found = [evidence for value in variables.values() for evidence in evaluator.lookup.places_of(value)]
    if not found:
        scope = Scope(variables)
        named = dict.fromkeys(name for name in names_in(rule.condition) if evaluator.lookup.stands(name))
        found = [
            place
            for name in named
            for place in evaluator.lookup.places_of(evaluator.lookup.name(name, scope))
        ]
    first = truths.first_words(evaluator.facts)
    return tuple(found) or ((first,) if first else ())


_SEVERAL = 2


def _evidence(truth: Truth, evaluator: Evaluator) -> tuple[Evidence, ...]:
    """The figures of all computations, each once and under its first role, then the other places."""
    if not truth.computations and len(truth.evidence) < _SEVERAL:
        return truth.evidence
    seen: set[FigureId] = set()
    result: list[Evidence] = []
    for computation in truth.computations:
        for side in (computation.left, computation.right):
            alone = len(side.terms) == 1 and side.terms[0].sign == 1
            for term in side.terms:
                if term.figure.id in seen:
                    continue
                seen.add(term.figure.id)
                role = "stated" if alone else "factor" if term.sign == 0 else "addend"
                result.append(evaluator.shown_figure(term.figure, role))
    places = {(evidence.place, evidence.text, "") for evidence in result}
    for evidence in truth.evidence:
        # blank cells of a row may share its place and are told apart by their columns
        key = (evidence.place, evidence.text, "" if evidence.text else evidence.column)
        if key not in places:
            places.add(key)
            result.append(evidence)
    return tuple(result)


def checked_figures(outcomes: tuple[Outcome, ...]) -> frozenset[FigureId]:
    """The figures whose value was compared for equality with independently printed ones (DESIGN 6)."""
    decided = (OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING, OutcomeKind.FAIL)
    checked: set[FigureId] = set()
    for outcome in outcomes:
        if outcome.kind not in decided:
            continue
        for computation in outcome.computations:
            left = {term.figure.id for term in computation.left.terms}
            right = {term.figure.id for term in computation.right.terms}
            if computation.operator == "==" and left and right and not left & right:
                checked |= left | right
    return frozenset(figure for figure in checked if not figure.document)
