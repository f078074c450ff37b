"""Sentences about waivers and about what became of an earlier report's findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.model.text import Place
from checker.report.build import Finding, Report
from checker.report.earlier import Earlier, EarlierReport
from checker.report.waivers import Waiver
from checker.report.words import Words


def waived_for(finding: Finding, words: Words) -> str:
    """Why a finding does not count, who said so, and until when; empty if it does."""
    return words("joined").join(
        words.filled(
            "waived", "said", reason=one.reason, approved_by=one.approved_by, until=one.until.isoformat()
        )
        for one in finding.waivers
    )


def waiver_notices(report: Report, words: Words) -> tuple[str, ...]:
    """What a reader has to know of the waivers that do not waive anything: none ends unseen."""
    use = report.waivers
    if use is None:
        return ()
    lapsed = (
        notice("returned" if one in use.returned else "lapsed", one, use.file, words) for one in use.lapsed
    )
    return (*lapsed, *(notice("unused", one, use.file, words) for one in use.unused))


def notice(what: str, waiver: Waiver, file: str, words: Words) -> str:
    """That a waiver lapsed, that its finding returned, or that it is unused."""
    kind = "fingerprint" if waiver.fingerprint else "rule"
    name = words.filled("waived", kind, name=waiver.fingerprint or waiver.rule)
    return words.filled(
        "waived", what, file=file, line=waiver.line, what=name, until=waiver.until.isoformat()
    )


def follow_up_counts(report: Report, words: Words) -> tuple[tuple[str, str, int], ...]:
    """How many findings were fixed, changed …: the name, its words, the count."""
    if report.follow_up is None:
        return ()
    counts = report.follow_up.counts(finding.fingerprint for finding in report.findings)
    return tuple((name, words("follow_up", name), count) for name, count in counts.items())


def unlike_notices(report: Report, words: Words) -> Iterator[str]:
    """That the earlier report is of another body, year or kind."""
    for name, before, now in report.follow_up.unlike if report.follow_up else ():
        values = [words("kind", value) if name == "kind" else value for value in (before, now)]
        yield words.filled("follow_up", "unlike", name=words("html", name), before=values[0], now=values[1])


def unused_notices(left: Iterable[EarlierReport], words: Words) -> Iterator[str]:
    """That an earlier report is of no submission of this call."""
    return (words.filled("follow_up", "unused", report=one.name, submission=one.submission) for one in left)


def earlier_place(earlier: Earlier, words: Words) -> str:
    return words.place(Place("", earlier.page, earlier.line, None, earlier.spot))
