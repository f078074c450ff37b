"""Sheets that only some workbooks have: what became of earlier findings, and the waivers."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook

from checker.report import Report
from checker.report.notices import earlier_place, follow_up_counts, unlike_notices
from checker.report.waivers import Waiver
from checker.report.words import Words
from checker.writers.xlsx.cells import Value, heads, table


def add_follow_up(book: Workbook, report: Report, words: Words) -> None:
    """The counts, then the earlier findings that are no more."""
    if report.follow_up is None:
        return
    rows: list[tuple[Value, ...]] = [
        (said, count, "", "", "", "") for _, said, count in follow_up_counts(report, words)
    ]
    rows += [(said, "", "", "", "", "") for said in unlike_notices(report, words)]
    rows += [
        (
            words("follow_up", one.fate),
            1,
            words("severity", one.severity),
            earlier_place(one, words),
            one.headline,
            " ".join(one.rules),
        )
        for one in report.follow_up.gone
    ]
    names = heads(words, "follow_up.title html.count severity place problem rules")
    table(book, words("xlsx", "follow_up"), names, (26, 8, 8, 12, 80, 20), rows)


def add_waivers(book: Workbook, report: Report, words: Words) -> None:
    """Every waiver that is for this submission, and whether it waives anything."""
    if report.waivers is None:
        return
    names = heads(words, "waived.title standing reason approved_by until html.number rules xlsx.fingerprint")
    rows = list(_waivers(report, words))
    table(book, words("xlsx", "waivers"), names, (10, 34, 60, 18, 14, 8, 16, 20), rows)


def _waivers(report: Report, words: Words) -> Iterator[tuple[Value, ...]]:
    use = report.waivers
    assert use is not None
    for number, finding in enumerate(report.findings, start=1):
        for one in finding.waivers:
            yield _waiver(one, words("waived", "mark"), number, words)
    for one in use.lapsed:
        yield _waiver(one, words("waived", "is_returned" if one in use.returned else "is_lapsed"), "", words)
    for one in use.unused:
        yield _waiver(one, words("waived", "is_unused"), "", words)


def _waiver(one: Waiver, standing: str, number: Value, words: Words) -> tuple[Value, ...]:
    line = words.filled("place", "line", line=one.line)
    return (
        line,
        standing,
        one.reason,
        one.approved_by,
        one.until.isoformat(),
        number,
        one.rule,
        one.fingerprint,
    )
