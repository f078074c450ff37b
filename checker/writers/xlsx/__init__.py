"""The report as a workbook: the inspection form, the findings, their arithmetic, and what was left undecided."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from checker.model.amount import Unit
from checker.model.outcome import Computation, Evidence, Side
from checker.model.rule import Severity
from checker.report import Finding, Report, UndeterminedGroup
from checker.report.headlines import headline
from checker.report.naming import clause
from checker.report.notices import waived_for
from checker.report.words import Words, common_unit
from checker.writers.xlsx.cells import Value, amount, heads, numeric, path, table
from checker.writers.xlsx.form import fill_form
from checker.writers.xlsx.standing import add_follow_up, add_waivers

SUFFIX = "xlsx"

_COLOURS = {Severity.ERROR: "C00000", Severity.WARNING: "9C5700", Severity.INFO: "1F4E79"}
_TIMES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")


def write(report: Report, words: Words) -> bytes:
    """The workbook with its six sheets, and those of a follow-up and of waivers where there are any; the same report gives the same bytes."""
    book = Workbook()
    form = book.active
    assert isinstance(form, Worksheet)
    fill_form(form, report, words)
    numbered = list(enumerate(report.findings, start=1))
    table(
        book,
        words("xlsx", "problems"),
        heads(
            words,
            "html.number severity place xlsx.where html.problem xlsx.message html.likely html.basis html.fix rules xlsx.fingerprint waived.mark follow_up.title",
        ),
        (6, 8, 9, 24, 36, 36, 26, 26, 32, 14, 19, 24, 12),
        [_finding(number, finding, report, words) for number, finding in numbered],
    )
    book[
        words("xlsx", "problems")
    ].print_area = f"A1:I{len(numbered) + 1}"  # what is for machines stays off paper
    for row, finding in enumerate(report.findings, start=2):
        cell = book[words("xlsx", "problems")].cell(row, 2)
        cell.font = Font(bold=True, color=_COLOURS[finding.severity])
    table(
        book,
        words("xlsx", "working"),
        heads(words, "xlsx.number line name source html.place printed xlsx.value unit"),
        (7, 16, 36, 44, 10, 20, 18, 8),
        [
            (number, *line)
            for number, finding in numbered
            for computation in finding.computations
            if computation.left.terms or computation.right.terms
            for line in _computation(computation, words)
        ],
    )
    table(
        book,
        words("xlsx", "undetermined"),
        heads(words, "html.reason count rules place xlsx.where"),
        (70, 8, 26, 12, 60),
        [_undetermined(group, words) for group in report.undetermined],
    )
    table(
        book,
        words("xlsx", "unchecked"),
        heads(words, "html.place xlsx.where html.printed xlsx.value unit"),
        (10, 90, 20, 18, 8),
        [
            (
                words.place(figure.place),
                path(" / ".join(figure.section), figure.table, figure.row, figure.column) or clause(figure),
                figure.text,
                numeric(figure.amount.value),
                figure.amount.unit.name,
            )
            for figure in report.unchecked
        ],
    )
    table(
        book,
        words("xlsx", "packs"),
        (*heads(words, "html.pack xlsx.name html.version why"), "SHA-256"),
        (38, 40, 10, 60, 68),
        [(pack.id, pack.title, pack.version, pack.why, pack.sha256) for pack in report.packs],
    )
    add_follow_up(book, report, words)
    add_waivers(book, report, words)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    """The file without the time of saving, so that the same report gives the same bytes."""
    book.properties.creator = "disclosure-checker"
    made, kept = io.BytesIO(), io.BytesIO()
    book.save(made)
    with ZipFile(made) as source, ZipFile(kept, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(b"", content)
            target.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return kept.getvalue()


def _where(item: Evidence) -> str:
    return path(item.section, item.table, item.row, item.column)


def _finding(number: int, finding: Finding, report: Report, words: Words) -> tuple[Value, ...]:
    said, message = headline(finding, words), words.message(finding)
    first = finding.evidence[0] if finding.evidence else None
    return (
        number,
        words("severity", finding.severity),
        words.place(first.place) if first else "",
        (_where(first) if first else "") or finding.subject,
        said,
        message if message != said else "",
        words.hint(finding),
        "\n".join(str(basis) for basis in finding.rule.basis),
        words.fix(finding),
        " ".join(rule.id for rule in finding.rules),
        finding.fingerprint,
        waived_for(finding, words),
        words("follow_up", report.follow_up.of(finding.fingerprint)) if report.follow_up else "",
    )


def _computation(computation: Computation, words: Words) -> Iterator[tuple[Value, ...]]:
    """Both sides with every figure, their results, the difference, and what rounding would explain."""
    unit = common_unit(computation)
    names = {"left": words("xlsx", "left"), "right": words("xlsx", "right")}
    must = words.filled("html", "must", operator=words("operator", computation.operator), **names)
    yield (must, "", "", "", "", "", "")
    for name, side in (("left", computation.left), ("right", computation.right)):
        yield from _side(names[name], side, unit, words)
    for name, value in (("difference", computation.difference), ("allowed", computation.allowed)):
        yield (words.filled("html", name, **names), "", "", "", "", amount(value, unit), unit.name)


def _side(name: str, side: Side, unit: Unit, words: Words) -> Iterator[tuple[Value, ...]]:
    for term in side.terms:
        figure = term.figure
        alike = figure.amount.unit.dimension is unit.dimension
        yield (
            name,
            ("− " if term.sign < 0 else "") + (path(figure.row, figure.column) or clause(figure)),
            figure.table or " / ".join(figure.section),
            words.place(figure.place),
            figure.text,
            amount(figure.amount.base, unit) if alike else numeric(figure.amount.value),
            unit.name if alike else figure.amount.unit.name,
        )
    if len(side.terms) == 1 and side.terms[0].sign == 1 and not side.blanks:
        return  # a figure as it is printed
    blanks = words.filled("xlsx", "blank", count=len(side.blanks)) if side.blanks else ""
    result = words.filled("xlsx", "total", side=name)
    yield (
        result,
        f"{side.formula} {side.unit.name}".strip(),
        blanks,
        "",
        "",
        amount(side.value, unit),
        unit.name,
    )


def _undetermined(group: UndeterminedGroup, words: Words) -> tuple[Value, ...]:
    places = dict.fromkeys(words.place(item.place) for item in group.evidence)
    subjects = dict.fromkeys(outcome.subject for outcome in group.outcomes)
    return (
        words.reasons(group.reasons),
        len(group.outcomes),
        " ".join(dict.fromkeys(outcome.rule for outcome in group.outcomes)),
        "\n".join(place for place in places if place),
        "\n".join(subject for subject in subjects if subject),
    )
