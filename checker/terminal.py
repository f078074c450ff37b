"""The short summary that the terminal shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from checker.model.outcome import OutcomeKind
from checker.model.rule import Severity
from checker.model.shown import shown
from checker.report import Finding, Report, Verdict
from checker.report.earlier import Fate
from checker.report.headlines import headline
from checker.report.notices import earlier_place, follow_up_counts, waived_for
from checker.report.words import Words

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_VERDICT_STYLES = {
    Verdict.FAILED: "bold red",
    Verdict.DOUBTFUL: "bold yellow",
    Verdict.UNDETERMINED: "bold magenta",
    Verdict.PASSED: "bold green",
}


def show(report: Report, words: Words, submission: Path, written: Sequence[Path]) -> None:
    """Print verdict, counts, findings and where the reports are."""
    console = Console(highlight=False, soft_wrap=True)
    for style, line in _lines(report, words, submission, written):
        console.print(Text(shown(line), style=style))


def _lines(
    report: Report, words: Words, submission: Path, written: Sequence[Path]
) -> Iterator[tuple[str, str]]:
    summary = report.facts.identity
    what = [
        str(submission),
        summary.entity.value if summary.entity else "",
        str(summary.fiscal_year.value) if summary.fiscal_year else "",
        words("kind", summary.kind.value) if summary.kind else "",
    ]
    yield (
        _VERDICT_STYLES[report.verdict],
        f"{words('verdict', report.verdict)}  {' '.join(part for part in what if part)}",
    )
    if report.only_general:
        yield "yellow", "  " + words("terminal", "only_general")
    passed_over = report.facts.document.passed_over
    if passed_over:
        yield (
            "yellow",
            "  " + words.filled("terminal", "passed_over", names=words("joined").join(passed_over)),
        )
    counts = words.counts(report)
    figures = words.filled(
        "terminal", "figures", total=len(report.facts.figures), checked=len(report.checked)
    )
    undetermined = words.filled("terminal", "undetermined", count=report.count(OutcomeKind.UNDETERMINED))
    if len(report.open) < len(report.findings):
        more = words.filled("waived", "count", count=len(report.findings) - len(report.open))
        counts = f"{counts}{words('joined')}{more}"
    yield "", f"  {counts}{words('joined')}{undetermined}{words('joined')}{figures}"
    for finding in report.findings:
        place = words.place(finding.evidence[0].place) if finding.evidence else ""
        severity = words("waived", "mark") if finding.waivers else words("severity", finding.severity)
        said, message = headline(finding, words), words.message(finding)
        style = "dim" if finding.waivers else _STYLES[finding.severity]
        known = f"{_since(report, finding, words)}{severity}"
        yield style, f"  [{known}] {finding.rule.id} {place} {said}"
        if finding.waivers:
            yield "dim", f"      {waived_for(finding, words)}"
            continue
        if message != said:
            yield "", f"      {message}"
        hint = words.hint(finding)
        if hint:
            yield "", f"      → {hint}"
    yield from _followed_up(report, words)
    for path in written:
        yield "dim", "  " + words.filled("terminal", "report", path=path)


def _since(report: Report, finding: Finding, words: Words) -> str:
    """That a finding is new or still there, where an earlier report is known."""
    if report.follow_up is None:
        return ""
    return f"{words('follow_up', report.follow_up.of(finding.fingerprint))}{words('and')}"


def _followed_up(report: Report, words: Words) -> Iterator[tuple[str, str]]:
    """What became of the findings of an earlier report; those that are no more, one by one."""
    if report.follow_up is None:
        return
    counts = words("joined").join(f"{said} {count}" for _, said, count in follow_up_counts(report, words))
    against = words.filled("follow_up", "against", report=report.follow_up.report)
    yield "bold", f"  {against}{words('colon')}{counts}"
    for one in report.follow_up.gone:
        style = "green" if one.fate is Fate.FIXED else "yellow"
        said = f"{words('follow_up', one.fate)}] {one.rules[0]} {earlier_place(one, words)} {one.headline}"
        yield style, f"  [{said}"
