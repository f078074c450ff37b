"""The findings as CSV, a row each, for spreadsheets and databases; with a mark of UTF-8 so that Excel reads Chinese.

Words of a document are data: a cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re

from checker.report import Finding, Report
from checker.report.headlines import headline
from checker.report.hidden import FORMULA, HIDDEN
from checker.report.notices import unlike_notices, waived_for, waiver_notices
from checker.report.words import Words

SUFFIX = "csv"

_SPACES = re.compile(r"[\t\r\n]+")
_HEADS = (
    ("html", "file"),
    ("html", "entity"),
    ("html", "fiscal_year"),
    ("html", "number"),
    ("html", "severity"),
    ("waived", "mark"),
    ("follow_up", "title"),
    ("html", "rules"),
    ("html", "place"),
    ("xlsx", "where"),
    ("html", "problem"),
    ("xlsx", "message"),
    ("html", "likely"),
    ("html", "fix"),
    ("html", "basis"),
    ("xlsx", "fingerprint"),
)


def write(report: Report, words: Words) -> bytes:
    """A head and a row for each finding; the columns are the same for every report.

    What has to be known of waivers and of the earlier report follows, in rows without a number.
    """
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow([words(*path) for path in _HEADS])
    for number, finding in enumerate(report.findings, start=1):
        rows.writerow([_cell(value) for value in _row(number, finding, report, words)])
    for said in (*unlike_notices(report, words), *waiver_notices(report, words)):
        rows.writerow([_cell(value) for value in _notice(said, report, words)])
    return stream.getvalue().encode("utf-8-sig")


def _row(number: int, finding: Finding, report: Report, words: Words) -> tuple[str, ...]:
    first = finding.evidence[0] if finding.evidence else None
    where = (first.section, first.table, first.row, first.column) if first else ()
    said, message = headline(finding, words), words.message(finding)
    follow_up = report.follow_up
    return (
        *_submission(report),
        str(number),
        words("severity", finding.severity),
        waived_for(finding, words),
        words("follow_up", follow_up.of(finding.fingerprint)) if follow_up else "",
        " ".join(rule.id for rule in finding.rules),
        words.place(first.place) if first else "",
        " › ".join(part for part in where if part) or finding.subject,
        said,
        message if message != said else "",
        words.hint(finding),
        words.fix(finding),
        " ".join(str(basis) for basis in finding.rule.basis),
        finding.fingerprint,
    )


def _submission(report: Report) -> tuple[str, str, str]:
    identity = report.facts.identity
    return (
        report.facts.document.name,
        identity.entity.value if identity.entity else "",
        str(identity.fiscal_year.value) if identity.fiscal_year else "",
    )


def _notice(said: str, report: Report, words: Words) -> tuple[str, ...]:
    """A row that says something under the head of the problems, and nothing under the others."""
    blank = [""] * len(_HEADS)
    blank[: len(_submission(report))] = _submission(report)
    blank[_HEADS.index(("html", "severity"))] = words("csv", "notice")
    blank[_HEADS.index(("html", "problem"))] = said
    return tuple(blank)


def _cell(value: str) -> str:
    """One line of plain words: what begins like a formula, also behind spaces, stays words."""
    text = HIDDEN.sub("", _SPACES.sub(" ", value)).strip()
    return f"'{text}" if text.startswith(FORMULA) else text
