"""What the notes say; a document's words go in as they are, for a note has no markup."""

from __future__ import annotations

from collections.abc import Container

from checker.report import Finding, Report
from checker.report.headlines import headline
from checker.report.hidden import visible
from checker.report.notices import waived_for, waiver_notices
from checker.report.words import Words


def main_note(number: int, finding: Finding, more: int, words: Words) -> str:
    """All of a finding, at its first place. `more` places are not marked."""
    said, message = headline(finding, words), words.message(finding)
    severity = words("waived", "mark") if finding.waivers else words("severity", finding.severity)
    fix = words.fix(finding)
    basis = "".join(str(basis) for basis in finding.rule.basis)
    named = (("html", "likely", words.hint(finding)), ("html", "fix", fix), ("html", "basis", basis))
    lines = [
        words.filled("pdf", "main", number=number, severity=severity, said=said),
        waived_for(finding, words),
        message if message != said else "",
        *(f"{words(group, name)}{words('colon')}{value}" for group, name, value in named if value),
        f"{words('html', 'rules')}{words('colon')}{' '.join(rule.id for rule in finding.rules)}",
        words.filled("pdf", "more", number=number, count=more) if more > 0 else "",
    ]
    return visible("\n".join(line for line in lines if line))


def summary_note(report: Report, placed: Container[str], words: Words) -> str:
    """The verdict, the findings that have no place on a page, and what the copy lacks."""
    verdict = words("verdict", report.verdict)
    lines = [
        words.filled("pdf", "summary", verdict=verdict, counts=words.counts(report), version=report.version)
    ]
    lines += waiver_notices(report, words)
    others = [
        f"{number}. {headline(finding, words)}"
        for number, finding in enumerate(report.findings, start=1)
        if finding.fingerprint not in placed
    ]
    if others:
        lines += [words("pdf", "unplaced"), *others]
    return visible("\n".join([*lines, words("pdf", "left_out")]))
