"""The JSON report; `reports/report.schema.json` is its promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker import program
from checker.model.document import Document
from checker.model.figure import Facts, Figure
from checker.model.outcome import Computation, Evidence, OutcomeKind
from checker.model.rule import Severity
from checker.report import Finding, PackUse, Report
from checker.report.earlier import FollowUp
from checker.report.headlines import headline
from checker.report.hidden import json_of
from checker.report.waivers import Waiver, WaiverUse
from checker.report.words import Words, common_unit, in_unit

SUFFIX = "json"
FORMAT = "checker-report/1"

Json = Mapping[str, "Json | Sequence[Json] | Sequence[str | float] | str | float | None"]


def write(report: Report, words: Words) -> bytes:
    """The report as JSON in UTF-8; the same report gives the same bytes."""
    return json_of(as_json(report, words))


def _files(document: Document) -> dict[str, Sequence[Json] | Sequence[str]]:
    """The files of a package, and what else was in it; a submission of one file has none."""
    files: list[Json] = [
        {"name": one.name, "sha256": one.sha256, "media_type": one.media_type, "pages": one.pages}
        for one in document.members
    ]
    return {"files": files, "passed_over": document.passed_over} if files else {}


def _beside(facts: Facts) -> dict[str, Sequence[Json]]:
    """The documents that the submission was compared with, if there are any."""
    found: list[Json] = [
        {
            "role": role,
            "name": one.document.name,
            "sha256": one.document.sha256,
            "entity": one.identity.entity.value if one.identity.entity else None,
            "fiscal_year": one.identity.fiscal_year.value if one.identity.fiscal_year else None,
            "kind": one.identity.kind.value if one.identity.kind else None,
        }
        for role, one in facts.beside
    ]
    return {"beside": found} if found else {}


def as_json(report: Report, words: Words) -> Json:
    """The whole report, with the hash of each file that it depends on."""
    return {**in_short(report, words), **_depends_on(report, words), **_in_full(report, words)}


def in_short(report: Report, words: Words) -> Json:
    """The report up to its findings: what a batch keeps of each submission."""
    document, identity = report.facts.document, report.facts.identity
    return {
        "format": FORMAT,
        "submission": {
            "name": document.name,
            "sha256": document.sha256,
            "media_type": document.media_type,
            "pages": document.pages,
            "unread_pages": list(document.unread),
            "recognised_pages": list(document.recognised),
            "entity": identity.entity.value if identity.entity else None,
            "fiscal_year": identity.fiscal_year.value if identity.fiscal_year else None,
            "kind": identity.kind.value if identity.kind else None,
            "level": identity.level.value if identity.level else None,
            "region": "".join(identity.region.value) if identity.region else None,
            **_files(document),
        },
        **_beside(report.facts),
        "run": _run(report, words),
        "packs": [_pack(pack) for pack in report.packs],
        "summary": {
            "verdict": report.verdict.value,
            "outcomes": {kind.value: report.count(kind) for kind in OutcomeKind},
            "findings": {severity.value: report.found(severity) for severity in Severity},
            "waived": len(report.findings) - len(report.open),
            "figures": {"total": len(report.facts.figures), "checked": len(report.checked)},
        },
        "findings": [_finding(finding, report, words) for finding in report.findings],
    }


def _run(report: Report, words: Words) -> dict[str, Json | Sequence[str] | str]:
    return {
        "version": report.version,
        "sha256": program.sha256(),
        "lang": words.language,
        "arguments": list(report.arguments),
    }


def _pack(pack: PackUse) -> dict[str, Sequence[Json] | str]:
    return {
        "id": pack.id,
        "title": pack.title,
        "version": pack.version,
        "sha256": pack.sha256,
        "why": pack.why,
    }


def _depends_on(report: Report, words: Words) -> Json:
    """What a batch, where it is the same for all submissions, does not keep of each."""
    recognisers = program.RECOGNISERS if report.facts.document.recognised else ()
    used: list[Json] = [{"role": one.role, "name": one.name, "sha256": one.sha256} for one in report.used]
    return {
        "run": {
            **_run(report, words),
            "files": used,
            "libraries": program.libraries(*program.READERS, *recognisers),
        },
        "packs": [
            {
                **_pack(pack),
                "files": [{"name": name, "sha256": sha256} for name, sha256 in pack.files.items()],
            }
            for pack in report.packs
        ],
    }


def _in_full(report: Report, words: Words) -> Json:
    return {
        "outcomes": [
            {
                "rule": outcome.rule,
                "subject": outcome.subject,
                "outcome": outcome.kind.value,
                "reason": words.reasons(outcome.reasons),
                "reasons": [{"code": reason.code, **dict(reason.details)} for reason in outcome.reasons],
                "evidence": [_evidence(evidence) for evidence in outcome.evidence],
                "computations": [_computation(computation) for computation in outcome.computations],
            }
            for outcome in report.outcomes
        ],
        "obligations": [
            {
                "id": duty.obligation.id,
                "words": duty.obligation.words,
                "standing": duty.standing.value,
                "rules": list(duty.obligation.decided_by),
                "person": duty.obligation.person or None,
                "basis": str(duty.obligation.basis),
            }
            for duty in report.duties
        ],
        "unchecked_figures": [_figure(figure) for figure in report.unchecked],
        "waivers": _waivers(report.waivers) if report.waivers else None,
        "follow_up": _follow_up(report, report.follow_up) if report.follow_up else None,
    }


def _waivers(use: WaiverUse) -> Json:
    return {
        "file": use.file,
        "day": use.day.isoformat(),
        "lapsed": [_waiver(waiver) for waiver in use.lapsed],
        "returned": [_waiver(waiver) for waiver in use.returned],
        "unused": [_waiver(waiver) for waiver in use.unused],
    }


def _waiver(waiver: Waiver) -> Json:
    return {
        "fingerprint": waiver.fingerprint or None,
        "rule": waiver.rule or None,
        "subject": waiver.subject or None,
        "entity": waiver.entity or None,
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
        "until": waiver.until.isoformat(),
        "line": waiver.line,
    }


def _follow_up(report: Report, follow_up: FollowUp) -> Json:
    return {
        "report": follow_up.report,
        "sha256": follow_up.sha256,
        "counts": follow_up.counts(finding.fingerprint for finding in report.findings),
        "gone": [
            {
                "fingerprint": one.fingerprint,
                "fate": one.fate.value,
                "rules": list(one.rules),
                "subject": one.subject,
                "severity": one.severity,
                "headline": one.headline,
                "page": one.page,
                "line": one.line,
                "spot": one.spot,
            }
            for one in follow_up.gone
        ],
        "unlike": [{"name": name, "earlier": before, "now": now} for name, before, now in follow_up.unlike],
    }


def _finding(finding: Finding, report: Report, words: Words) -> Json:
    return {
        "rule": finding.rule.id,
        "rules": [rule.id for rule in finding.rules],
        "subject": finding.subject,
        "severity": finding.severity.value,
        "title": finding.rule.title,
        "headline": headline(finding, words),
        "message": words.message(finding),
        "fix": words.fix(finding),
        "basis": [str(basis) for basis in finding.rule.basis],
        "hint": words.hint(finding),
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "computation": _computation(finding.computations[0]) if finding.computations else None,
        "computations": [_computation(computation) for computation in finding.computations],
        "fingerprint": finding.fingerprint,
        "waivers": [_waiver(waiver) for waiver in finding.waivers],
        "follow_up": report.follow_up.of(finding.fingerprint) if report.follow_up else None,
    }


def _evidence(evidence: Evidence) -> Json:
    place = evidence.place
    return {
        "role": evidence.role,
        "text": evidence.text,
        "value": evidence.value,
        "unit": evidence.unit,
        "file": place.file,
        "page": place.page,
        "line": place.line,
        "spot": place.spot,
        "bbox": [round(edge, 2) for edge in place.box] if place.box else None,
        "confidence": place.confidence,
        "section": evidence.section or None,
        "table": evidence.table or None,
        "row": evidence.row or None,
        "column": evidence.column or None,
    }


def _computation(computation: Computation) -> Json:
    """Both sides, the difference and what rounding may explain, in one unit, as exact decimals."""
    unit = common_unit(computation)
    return {
        "operator": computation.operator,
        "left": in_unit(computation.left.value, unit),
        "right": in_unit(computation.right.value, unit),
        "difference": in_unit(computation.difference, unit),
        "allowed": in_unit(computation.allowed, unit),
        "unit": unit.name,
        "left_formula": computation.left.formula,
        "right_formula": computation.right.formula,
        "left_blanks": len(computation.left.blanks),
        "right_blanks": len(computation.right.blanks),
        "result": computation.result.value,
    }


def _figure(figure: Figure) -> Json:
    place = figure.place
    return {
        "text": figure.text,
        "value": str(figure.amount.value),
        "unit": figure.amount.unit.name,
        "file": place.file,
        "page": place.page,
        "line": place.line,
        "spot": place.spot,
        "bbox": [round(edge, 2) for edge in place.box] if place.box else None,
        "confidence": place.confidence,
        "section": " / ".join(figure.section) or None,
        "table": figure.table or None,
        "row": figure.row or None,
        "column": figure.column or None,
    }
