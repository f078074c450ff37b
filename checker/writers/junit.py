"""The report as JUnit XML, for build servers: a test case a rule.

A finding fails the case of every rule that it speaks for; what cannot be told, was waived or does not apply is
skipped, with the reason, so that it never looks like a pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from checker.model.outcome import Outcome, OutcomeKind
from checker.model.rule import Rule
from checker.report import Finding, Report
from checker.report.headlines import headline
from checker.report.hidden import visible
from checker.report.notices import waived_for, waiver_notices
from checker.report.words import Words

SUFFIX = "junit.xml"

_HELD = frozenset({OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING})


def write(report: Report, words: Words) -> bytes:
    """One suite on one submission; the same report gives the same bytes."""
    document = report.facts.document
    suite = ElementTree.Element("testsuite", name=visible(document.name))
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in _properties(report):
        ElementTree.SubElement(properties, "property", name=name, value=visible(value))
    by_rule: dict[str, list[Outcome]] = {id_: [] for id_ in report.rules}
    for outcome in report.outcomes:
        by_rule[outcome.rule].append(outcome)
    for id_, rule in report.rules.items():
        suite.append(_case(rule, by_rule[id_], report, words))
    counts = {
        "tests": len(report.rules),
        "failures": len(suite.findall("testcase/failure")),
        "skipped": len(suite.findall("testcase/skipped")),
        "errors": 0,
    }
    suite.attrib.update({name: str(count) for name, count in counts.items()})
    if notices := waiver_notices(report, words):
        ElementTree.SubElement(suite, "system-err").text = visible("\n".join(notices))
    root = ElementTree.Element("testsuites", suite.attrib)
    root.append(suite)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _properties(report: Report) -> Iterator[tuple[str, str]]:
    yield "version", report.version
    yield "sha256", report.facts.document.sha256
    yield "verdict", report.verdict.value
    yield "figures", f"{len(report.checked)}/{len(report.facts.figures)}"
    for pack in report.packs:
        yield "pack", f"{pack.id} {pack.version}: {pack.why}"


def _case(rule: Rule, outcomes: Sequence[Outcome], report: Report, words: Words) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase", classname=visible(report.facts.document.name), name=visible(f"{rule.id} {rule.title}")
    )
    numbered = [
        (number, finding) for number, finding in enumerate(report.findings, start=1) if rule in finding.rules
    ]
    counted = [(number, finding) for number, finding in numbered if not finding.waivers]
    undetermined = [outcome for outcome in outcomes if outcome.kind is OutcomeKind.UNDETERMINED]
    reasons = tuple(dict.fromkeys(reason for outcome in undetermined for reason in outcome.reasons))
    unknown = f"{words('outcome', 'undetermined')}{words('colon')}{words.reasons(reasons)}" if reasons else ""
    if counted:
        failure = ElementTree.SubElement(
            case,
            "failure",
            type=counted[0][1].severity.value,
            message=visible(words("joined").join(headline(finding, words) for _, finding in counted)),
        )
        failure.text = visible("\n\n".join(_said(number, finding, words) for number, finding in counted))
        if unknown:
            ElementTree.SubElement(case, "system-out").text = visible(unknown)
    elif numbered:
        said = words("joined").join(waived_for(finding, words) for _, finding in numbered)
        _skip(case, f"{words('waived', 'mark')}{words('colon')}{said}")
    elif undetermined:
        _skip(case, unknown or words("outcome", "undetermined"))
    elif not any(outcome.kind in _HELD for outcome in outcomes):
        _skip(case, words("outcome", "not_applicable"))
    return case


def _skip(case: ElementTree.Element, reason: str) -> None:
    ElementTree.SubElement(case, "skipped", message=visible(reason))


def _said(number: int, finding: Finding, words: Words) -> str:
    """A finding in lines: what, where, the arithmetic, the likely cause, the basis, what to ask for."""
    place = words.place(finding.evidence[0].place) if finding.evidence else ""
    where = " › ".join(
        part
        for item in finding.evidence[:1]
        for part in (item.section, item.table, item.row, item.column)
        if part
    )
    lines = [
        f"{number}. {headline(finding, words)} [{words('severity', finding.severity)}]",
        f"{place} {where}".strip(),
        words.message(finding),
        words.hint(finding),
        " ".join(str(basis) for basis in finding.rule.basis),
        words.fix(finding),
        finding.fingerprint,
    ]
    return "\n".join(line for line in dict.fromkeys(lines) if line)
