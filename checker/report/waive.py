"""Waives the findings of a report. A waiver ends after its day.

One that ended, and one that meets no finding, are told, so that nothing is waived, and nothing comes back, unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from checker.model.text import same_words
from checker.model.used import FileUsed
from checker.report.build import Finding, Report
from checker.report.waivers import Waiver, WaiverFile, WaiverUse


def waived(report: Report, file: WaiverFile, today: date) -> Report:
    """The report with its findings waived as the file says, those that count first."""
    entity = report.facts.identity.entity.value if report.facts.identity.entity else ""
    own = [one for one in file.waivers if not one.entity or same_words(one.entity, entity)]
    valid = [one for one in own if today <= one.until]
    findings = [replace(finding, waivers=tuple(_meeting(finding, valid))) for finding in report.findings]
    findings.sort(key=lambda finding: bool(finding.waivers))
    lapsed = tuple(one for one in own if one.until < today)
    used = {id(one) for finding in findings for one in finding.waivers}
    unused = tuple(one for one in valid if id(one) not in used)
    meeting = {id(one) for finding in findings if not finding.waivers for one in _meeting(finding, own)}
    returned = tuple(one for one in lapsed if id(one) in meeting)
    return replace(
        report,
        findings=tuple(findings),
        waivers=WaiverUse(file.name, today, lapsed, returned, unused),
        arguments=(*report.arguments, "--waivers", file.name, "--today", today.isoformat()),
        used=(*report.used, FileUsed("waivers", file.name, file.sha256)),
    )


def _meeting(finding: Finding, waivers: Sequence[Waiver]) -> Iterable[Waiver]:
    """The waivers that a finding meets: by its fingerprint, or by every rule that it speaks for."""
    own = [one for one in waivers if one.fingerprint == finding.fingerprint]
    if own:
        return own
    by_rule = [one for one in waivers if one.rule and _fits(one, finding)]
    return by_rule if {one.rule for one in by_rule} >= {rule.id for rule in finding.rules} else ()


def _fits(waiver: Waiver, finding: Finding) -> bool:
    if waiver.fingerprint:
        return waiver.fingerprint == finding.fingerprint
    about = not waiver.subject or same_words(waiver.subject, finding.subject)
    return about and any(rule.id == waiver.rule for rule in finding.rules)
