"""What a rule's names found in a document, and its outcome step by step: why did it not match?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import localcontext

from checker.binding import BoundFact
from checker.binding.phrases import FoundList
from checker.binding.sections import heading_evidence
from checker.binding.tables import table_evidence
from checker.engine import Sources, evaluate_rule
from checker.engine.evaluator import Evaluator, evaluator_of
from checker.engine.run import subject_of
from checker.engine.scope import Scope
from checker.engine.values import ListValue, TableValue, Truth, Value
from checker.model.amount import EXACT
from checker.model.expression import Both, Expression, Not, Test
from checker.model.figure import Facts, Figure
from checker.model.outcome import Evidence, Outcome, OutcomeKind, Unknown
from checker.model.rule import Pack, Rule
from checker.model.text import Place
from checker.readback.reading import Reading, reading
from checker.readback.uses import built_in_used_by, used_by
from checker.report.words import Words
from checker.report.words import words as words_of
from checker.rule_tools.explain import Line
from checker.rule_tools.nearby import alike, codes_like, nearby
from checker.rulebook.types import BUILT_IN

_MOST = 6  # subjects of one outcome that are shown
_LONGEST = 60
_STYLES = {
    OutcomeKind.FAIL: "bold red",
    OutcomeKind.UNDETERMINED: "magenta",
    OutcomeKind.PASS: "green",
    OutcomeKind.PASS_WITHIN_ROUNDING: "green",
}
_FIRST = {OutcomeKind.UNDETERMINED: 0, OutcomeKind.FAIL: 1}
"""What one asks about is shown before what passed."""

_MARKS = {OutcomeKind.FAIL: "✗", OutcomeKind.UNDETERMINED: "?"}


def lines(rule: Rule, pack: Pack, facts: Facts, language: str) -> Iterator[Line]:
    """What was found for each name, and then the outcomes."""
    read, words = reading(pack, language), words_of(language)
    yield "bold", f"  {read.word('found')}{read.word('colon')}"
    with localcontext(EXACT):
        evaluator = evaluator_of(pack, facts, Sources(facts))
        yield from _names(rule, evaluator, read, words)
        yield "bold", f"  {read.word('steps')}{read.word('colon')}"
        yield from _outcomes(rule, pack, facts, evaluator, read, words)


def _names(rule: Rule, evaluator: Evaluator, read: Reading, words: Words) -> Iterator[Line]:
    pack, binding, used = evaluator.pack, evaluator.binding, used_by(rule)
    for name in pack.sections:
        if name in used or "sections" in used:
            bound = binding.section(name)
            heading = bound.section.heading if bound.section else None
            yield _found(
                name, bound.absence if heading is None else heading_evidence(heading, "section"), words
            )
            if heading is None:
                yield from _near(alike(pack.sections[name].headings, evaluator.facts), read, words)
    for name in pack.tables:
        if name in used or "tables" in used:
            yield from _table(name, used, evaluator, words)
            if binding.table(name).table is None:
                yield from _near(alike(pack.tables[name].titles, evaluator.facts), read, words)
    for name in pack.facts:
        if name in used and pack.facts[name].each:
            stated = binding.stated(name)
            if isinstance(stated, Unknown):
                yield _found(name, stated, words)
            for one in stated if not isinstance(stated, Unknown) else ():
                yield _found(name, one.evidence, words)
        elif name in used:
            fact = binding.fact(name)
            yield _found(name, fact.evidence if isinstance(fact, BoundFact) else fact, words)
            if isinstance(fact, BoundFact):
                for hole, value in fact.holes.items():
                    yield "", f"        {hole} = {_value(value, words)}"
            else:
                within = binding.within_clause(name)
                if isinstance(within, BoundFact):
                    yield "dim", f"        {read.word('within clause')}“{_cut(within.evidence.text)}”"
                else:
                    yield from _near(nearby(pack.facts[name], evaluator.facts), read, words)
    for name in BUILT_IN:
        if name in built_in_used_by(rule) and name not in ("sections", "tables"):
            yield _built_in(name, evaluator.lookup.name(name, Scope({})), words)


def _near(places: Iterable[tuple[Place, str]], read: Reading, words: Words) -> Iterator[Line]:
    told = [f"        {read.word('nearby')}{words.place(place)} “{_cut(text)}”" for place, text in places]
    yield from (("dim", line) for line in told or [f"        {read.word('nothing near')}"])


def _table(name: str, used: frozenset[str], evaluator: Evaluator, words: Words) -> Iterator[Line]:
    bound = evaluator.binding.table(name)
    if bound.table is None:
        yield _found(name, bound.absence, words)
        return
    yield _found(name, table_evidence(bound.table, "table"), words)
    for column, at in bound.columns.items():
        if column in used:
            said = words.reasons(at.reasons) if isinstance(at, Unknown) else bound.table.columns[at].label
            yield ("magenta" if isinstance(at, Unknown) else ""), f"        {column} → {said}"
    for row in bound.spec.classes:
        if row in used:
            value = evaluator.lookup.attribute(TableValue(bound), row, Scope({}))
            yield _rows(row, value, words)


def _rows(name: str, value: Value, words: Words) -> Line:
    if isinstance(value, Unknown):
        return "magenta", f"        {name} → {words.reasons(value.reasons)}"
    if isinstance(value, ListValue):
        missing = f"；{words.reasons(value.missing.reasons)}" if value.missing else ""
        return ("magenta" if missing else ""), f"        {name} → {len(value.items)} 行 / rows{missing}"
    return "", f"        {name} → 1 行 / row"


def _built_in(name: str, value: Value, words: Words) -> Line:
    if isinstance(value, Unknown):
        return "magenta", f"    ? {name}: {words.reasons(value.reasons)}"
    if isinstance(value, ListValue):
        return "", f"    ✓ {name}: {len(value.items)}"
    return "", f"    ✓ {name}: {_cut(str(getattr(value, 'formula', getattr(value, 'string', ''))))}"


def _found(name: str, what: Evidence | Unknown, words: Words) -> Line:
    if isinstance(what, Evidence):
        return "", f"    ✓ {name}: {_place(what, words)}“{_cut(what.text)}”"
    near = [f"{_place(place, words)}“{_cut(place.text)}”" for place in what.evidence[:2]]
    return "magenta", f"    ? {name}: {words.reasons(what.reasons)}" + (
        f"（{'；'.join(near)}）" if near else ""
    )


def _value(value: object, words: Words) -> str:
    if isinstance(value, Figure):
        return str(value.amount)
    if isinstance(value, Unknown):
        return words.reasons(value.reasons)
    if isinstance(value, FoundList):
        return "、".join(_cut(item.string) for item in value.items) + ("等" if value.open else "")
    if isinstance(value, tuple):
        return "、".join(_cut(getattr(item, "label", "") or getattr(item, "string", "")) for item in value)
    return _cut(str(getattr(value, "string", value)))


@dataclass(frozen=True, slots=True)
class _Case:
    """One subject of a rule, with what its variables stand for."""

    subject: str
    variables: Mapping[str, Value]


def _cases(rule: Rule, evaluator: Evaluator) -> Iterator[_Case]:
    def over(depth: int, variables: Mapping[str, Value], subject: str) -> Iterator[_Case]:
        if depth == len(rule.for_each):
            yield _Case(subject, variables)
            return
        items = evaluator.items(rule.for_each[depth], Scope(variables))
        for item in items.items if isinstance(items, ListValue) else ():
            if not isinstance(item, Unknown):
                name = subject_of(item, evaluator)
                joined = f"{subject} · {name}" if subject else name
                yield from over(depth + 1, {**variables, rule.for_each[depth].name: item}, joined)

    return over(0, {}, "")


def _outcomes(
    rule: Rule, pack: Pack, facts: Facts, evaluator: Evaluator, read: Reading, words: Words
) -> Iterator[Line]:
    for loop in rule.for_each:
        read = read.inside(loop)
    cases: dict[str, list[_Case]] = {}
    for case in _cases(rule, evaluator):
        cases.setdefault(case.subject, []).append(case)
    shown: dict[OutcomeKind, int] = {}
    for outcome in sorted(
        evaluate_rule(rule, pack, facts), key=lambda one: _FIRST.get(one.kind, len(_FIRST))
    ):
        shown[outcome.kind] = shown.get(outcome.kind, 0) + 1
        if shown[outcome.kind] > _MOST:
            continue
        yield from _outcome(outcome, read, words)
        for case in cases.get(outcome.subject, [])[:1]:
            yield from _steps(rule, case, evaluator, read, words)
    for kind, count in shown.items():
        if count > _MOST:
            yield "dim", f"    {words('outcome', kind)}: {read.word('and_more', n=count - _MOST)}"


def _outcome(outcome: Outcome, read: Reading, words: Words) -> Iterator[Line]:
    said = f"{outcome.subject}: " if outcome.subject else ""
    why = words.reasons(outcome.reasons) if outcome.reasons else ""
    yield (
        _STYLES.get(outcome.kind, "dim"),
        f"    {said}{words('outcome', outcome.kind)}{read.word('colon') if why else ''}{why}",
    )


def _steps(rule: Rule, case: _Case, evaluator: Evaluator, read: Reading, words: Words) -> Iterator[Line]:
    if rule.when is not None:
        yield "", f"      {read.word('when')}"
        yield from _judged(rule.when, Scope(case.variables), evaluator, read, words)
        if not evaluator.truth(rule.when, Scope(case.variables)).holds:
            return
    yield "", f"      {read.word('must')}"
    yield from _judged(
        rule.condition, Scope(case.variables, tolerance=rule.tolerance), evaluator, read, words
    )


def _judged(
    node: Expression, scope: Scope, evaluator: Evaluator, read: Reading, words: Words
) -> Iterator[Line]:
    """Each simple condition by itself, with its values."""
    if isinstance(node, Both):
        yield from _judged(node.left, scope, evaluator, read, words)
        yield from _judged(node.right, scope, evaluator, read, words)
        return
    if isinstance(node, Not) and not isinstance(node.of, Test):
        yield "", f"        {read.say(node)}{read.word('colon')}"
        yield from _judged(node.of, scope, evaluator, read, words)
        return
    truth = evaluator.truth(node, scope)
    mark = _MARKS.get(truth.kind, "✓")
    yield _STYLES.get(truth.kind, ""), f"        {mark} {read.say(node)}"
    yield from (("dim", f"            {line}") for line in _shown(truth, words))
    for near in _codes(truth, evaluator.pack):
        yield "dim", f"            {read.word('nearby')}{near}"


def _codes(truth: Truth, pack: Pack) -> Iterator[str]:
    """The entries nearest to a code that its list does not have, in the edition that was asked."""
    for reason in truth.reasons:
        said = dict(reason.details)
        editions = (
            edition
            for listed in pack.code_lists.values()
            for edition in listed.editions
            if reason.code == "code_not_listed"
            and (listed.title, edition.id) == (said["list"], said["edition"])
        )
        yield from (near for edition in editions if (near := codes_like(said["code"], edition.entries)))


def _shown(truth: Truth, words: Words) -> Iterator[str]:
    for computation in truth.computations[:1]:
        left, right = words.side(computation.left), words.side(computation.right)
        yield f"{left}  |  {right}"
    if truth.reasons:
        yield words.reasons(truth.reasons)
    for evidence in truth.evidence[:2] if not truth.computations else ():
        yield f"{_place(evidence, words)}“{_cut(evidence.text)}”"


def _place(evidence: Evidence, words: Words) -> str:
    place = words.place(evidence.place)
    return f"{place} " if place else ""


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
