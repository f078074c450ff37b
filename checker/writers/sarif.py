"""The report as SARIF 2.1.0, for code hosts, editors and other systems; docs/decisions.md says what goes where."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from checker.model.outcome import Evidence
from checker.model.rule import Rule, Severity
from checker.report import Finding, Report, UndeterminedGroup
from checker.report.headlines import headline
from checker.report.hidden import json_of
from checker.report.notices import unlike_notices, waived_for, waiver_notices
from checker.report.words import Words

SUFFIX = "sarif"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
_NAME = "disclosure-checker"

Json = dict[str, object]


def write(report: Report, words: Words) -> bytes:
    """One run on one submission; the same report gives the same bytes."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, words)]}
    return json_of(log)


def uri(path: str) -> str:
    """A path from here as it is, also one whose name is no text; an absolute one as a file address."""
    given = Path(path)
    return given.as_uri() if given.is_absolute() else quote(os.fsencode(given.as_posix()))


def _run(report: Report, words: Words) -> Json:
    document = report.facts.document
    submission = uri(report.path or document.name)
    index = {id_: at for at, id_ in enumerate(report.rules)}
    artifact = {
        "location": {"uri": submission},
        "mimeType": document.media_type,
        "roles": ["analysisTarget"],
        "hashes": {"sha-256": document.sha256},
    }
    return {
        "tool": {
            "driver": {
                "name": _NAME,
                "version": report.version,
                "language": _LANGUAGES[words.language],
                "rules": [_descriptor(rule) for rule in report.rules.values()],
            }
        },
        # code hosts keep one set of alerts for what stands before the last slash
        "automationDetails": {"id": f"{_NAME}/{submission}/"},
        "columnKind": "unicodeCodePoints",
        "artifacts": [artifact],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    _notification(group, report, index, submission, words) for group in report.undetermined
                ],
                "toolConfigurationNotifications": [
                    {"level": "warning", "message": {"text": _plain(said)}}
                    for said in (*unlike_notices(report, words), *waiver_notices(report, words))
                ],
            }
        ],
        "results": [_result(finding, report, index, submission, words) for finding in report.findings],
        "properties": {
            "verdict": report.verdict.value,
            "packs": [
                {"id": pack.id, "version": pack.version, "sha256": pack.sha256, "why": pack.why}
                for pack in report.packs
            ],
            "figures": {"total": len(report.facts.figures), "checked": len(report.checked)},
        },
    }


def _descriptor(rule: Rule) -> Json:
    basis = [str(basis) for basis in rule.basis]
    return {
        "id": rule.id,
        "shortDescription": {"text": _plain(rule.title)},
        "fullDescription": {"text": _plain("\n".join([rule.title, *basis]))},
        "help": {"text": _plain(rule.fix or rule.title)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"basis": basis},
    }


def _result(
    finding: Finding, report: Report, index: Mapping[str, int], submission: str, words: Words
) -> Json:
    said = dict.fromkeys((headline(finding, words), words.message(finding), words.hint(finding)))
    first, *others = finding.evidence or (None,)
    result: Json = {
        "ruleId": finding.rule.id,
        "ruleIndex": index[finding.rule.id],
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain("\n".join(part for part in said if part))},
        "locations": [_location(first, submission)],
        # the second is the name that GitHub follows a finding by; the one that it makes needs lines of text
        "partialFingerprints": {
            "checkerFinding/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
        },
        "properties": dict(_properties(finding, words)),
    }
    if report.waivers:  # either all results have them, or none; an empty list says that none is known
        suppression = {
            "kind": "external",
            "status": "accepted",
            "justification": _plain(waived_for(finding, words)),
        }
        result["suppressions"] = [suppression] if finding.waivers else []
    if report.follow_up:
        still = report.follow_up.of(finding.fingerprint) == "still"
        result["baselineState"] = "unchanged" if still else "new"
    if others:
        result["relatedLocations"] = [
            {"id": at, **_location(item, submission), "message": {"text": _plain(_named(item, words))}}
            for at, item in enumerate(others, start=1)
        ]
    return result


def _properties(finding: Finding, words: Words) -> Iterator[tuple[str, object]]:
    yield "title", finding.rule.title
    yield "rules", [rule.id for rule in finding.rules]
    yield "basis", [str(basis) for basis in finding.rule.basis]
    yield "fix", words.fix(finding)
    compared = [one for one in finding.computations if one.left.terms or one.right.terms]
    if compared:
        yield "computations", [words.computation(computation) for computation in compared]


def _notification(
    group: UndeterminedGroup, report: Report, index: Mapping[str, int], submission: str, words: Words
) -> Json:
    """What could not be told, by cause; a result would be shown as an alert, whatever its kind."""
    rules = [report.rules[id_] for id_ in dict.fromkeys(outcome.rule for outcome in group.outcomes)]
    graver = any(rule.severity is Severity.ERROR for rule in rules)
    reasons = words.reasons(group.reasons) or rules[0].title
    said = f"{words('outcome', 'undetermined')}{words('colon')}{reasons}"
    notification: Json = {
        "level": "warning" if graver else "note",
        "message": {"text": _plain(said)},
        "associatedRule": {"id": rules[0].id, "index": index[rules[0].id]},
        "properties": {"rules": [rule.id for rule in rules], "outcomes": len(group.outcomes)},
    }
    if group.evidence:
        places = [_location(item, submission) for item in group.evidence]
        notification["locations"] = [place for at, place in enumerate(places) if place not in places[:at]]
    return notification


def _location(item: Evidence | None, submission: str) -> Json:
    """A line of a text is a region; a page, a box and a cell of a sheet are properties, for they have no line."""
    physical: Json = {"artifactLocation": {"uri": submission, "index": 0}}
    if item is None:
        return {"physicalLocation": physical}
    place = item.place
    if place.line is not None:
        physical["region"] = {"startLine": place.line} | (
            {"snippet": {"text": item.context or item.text}} if item.text.strip() else {}
        )
    known = {
        "page": place.page,
        "bbox": [round(edge, 2) for edge in place.box] if place.box else None,
        "spot": place.spot,
        "confidence": place.confidence,
        "text": item.text or None,
    }
    if properties := {name: value for name, value in known.items() if value is not None}:
        physical["properties"] = properties
    location: Json = {"physicalLocation": physical}
    path = [part for part in (item.section, item.table, item.row, item.column) if part]
    if path:
        location["logicalLocations"] = [{"name": path[-1], "fullyQualifiedName": " / ".join(path)}]
    return location


def _named(item: Evidence, words: Words) -> str:
    """What a related place is: its role, where it stands, its words."""
    parts = (words("role", item.role), words.place(item.place), item.text.strip())
    return " ".join(part for part in parts if part)


def _plain(text: str) -> str:
    """Words of a document make no link: SARIF reads [words](address) as one even in plain text."""
    return text.replace("](", "\\](")
