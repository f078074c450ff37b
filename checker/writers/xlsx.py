"""The report as a workbook: the inspection form, the findings, their arithmetic, and what was left undecided.

Words of a document are data: they go into cells as text, never as formulas.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from checker.model.amount import Unit, divided
from checker.model.outcome import Computation, Evidence
from checker.model.outcome import Side as Compared
from checker.model.rule import Severity
from checker.report import Finding, Report, UndeterminedGroup
from checker.report.headlines import headline
from checker.report.inspection import Answer, Inspected, Problem, inspected
from checker.report.naming import clause
from checker.report.words import Words, common_unit, in_unit

SUFFIX = "xlsx"

_MOST_DIGITS = 15  # a number of more is not kept exactly by spreadsheets
_LONGEST = 32_000  # characters that a cell holds
_REMARKED = 40  # characters of a detail that the form keeps; the sheet of what is undetermined has them all
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_TIMES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
_FORMULA = ("=", "+", "-", "@")
_HEAD, _TITLE = Font(bold=True), Font(bold=True, size=16)
_SHADE = PatternFill("solid", fgColor="EEEEE6")
_THIN = Side(style="thin", color="999999")
_GRID = Border(_THIN, _THIN, _THIN, _THIN)
_COLOURS = {Severity.ERROR: "C00000", Severity.WARNING: "9C5700", Severity.INFO: "1F4E79"}

Value = str | int | Decimal


def write(report: Report, words: Words) -> bytes:
    """The workbook with its six sheets; the same report gives the same bytes."""
    book = Workbook()
    form = book.active
    assert isinstance(form, Worksheet)
    _form(form, report, words)
    numbered = list(enumerate(report.findings, start=1))
    _table(
        book,
        words("xlsx", "problems"),
        _heads(
            words,
            "html.number severity place xlsx.where html.problem xlsx.message html.likely html.basis html.fix rules xlsx.fingerprint",
        ),
        (6, 8, 10, 34, 44, 44, 34, 34, 40, 14, 19),
        [_finding(number, finding, words) for number, finding in numbered],
    )
    for row, finding in enumerate(report.findings, start=2):
        cell = book[words("xlsx", "problems")].cell(row, 2)
        cell.font = Font(bold=True, color=_COLOURS[finding.severity])
    _table(
        book,
        words("xlsx", "working"),
        _heads(words, "xlsx.number line name source html.place printed xlsx.value unit"),
        (7, 16, 36, 44, 10, 20, 18, 8),
        [
            (number, *line)
            for number, finding in numbered
            for computation in finding.computations
            if computation.left.terms or computation.right.terms
            for line in _computation(computation, words)
        ],
    )
    _table(
        book,
        words("xlsx", "undetermined"),
        _heads(words, "html.reason count rules place xlsx.where"),
        (70, 8, 26, 12, 60),
        [_undetermined(group, words) for group in report.undetermined],
    )
    _table(
        book,
        words("xlsx", "unchecked"),
        _heads(words, "html.place xlsx.where html.printed xlsx.value unit"),
        (10, 90, 20, 18, 8),
        [
            (
                words.place(figure.place),
                _path(" / ".join(figure.section), figure.table, figure.row, figure.column) or clause(figure),
                figure.text,
                _number(figure.amount.value),
                figure.amount.unit.name,
            )
            for figure in report.unchecked
        ],
    )
    _table(
        book,
        words("xlsx", "packs"),
        (*_heads(words, "html.pack xlsx.name html.version why"), "SHA-256"),
        (38, 40, 10, 60, 68),
        [(pack.id, pack.title, pack.version, pack.why, pack.sha256) for pack in report.packs],
    )
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


# --- cells ---


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """A number as a number; words as text, also where a spreadsheet would take them for a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, Decimal):
            decimals = max(-int(value.as_tuple().exponent), 0)
            cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
        return cell
    text = _HIDDEN.sub("", value.replace("\t", " "))[:_LONGEST]
    if text:
        cell.value = text
        cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True  # it stays text when somebody edits it
    return cell


def _number(value: Decimal) -> Value:
    """A decimal as a number where a spreadsheet keeps it exactly, else as text."""
    exact = len(value.as_tuple().digits) <= _MOST_DIGITS and value.adjusted() < _MOST_DIGITS
    return value if exact else f"{value:f}"


def _in(value: Decimal, unit: Unit) -> Value:
    """A base value in a unit; one without end as text, cut."""
    converted = divided(value, unit.scale)
    written = in_unit(value, unit)
    return _number(Decimal(written)) if Decimal(written) == converted else f"{written}…"


def _heads(words: Words, names: str) -> tuple[str, ...]:
    """The words at these paths; one without a group is of the group before it."""
    found, group = [], "html"
    for name in names.split():
        before, dot, last = name.rpartition(".")
        group = before if dot else group
        found.append(words(group, last))
    return tuple(found)


def _table(
    book: Workbook, title: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Value]]
) -> None:
    """A sheet with one table: its head stays in sight and filters."""
    sheet = book.create_sheet(title)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        cell = _put(sheet, 1, column, head)
        cell.font, cell.fill = _HEAD, _SHADE
        sheet.column_dimensions[get_column_letter(column)].width = width
    at = 1
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            _put(sheet, at, column, value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{at}"
    _printed(sheet, "1:1")


def _printed(sheet: Worksheet, head: str) -> None:
    """A4 across, as wide as the paper, with the head on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = head


def _path(*parts: str) -> str:
    return " › ".join(part for part in parts if part)


def _where(item: Evidence) -> str:
    return _path(item.section, item.table, item.row, item.column)


# --- the rows of the tables ---


def _finding(number: int, finding: Finding, words: Words) -> tuple[Value, ...]:
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
        yield (words.filled("html", name, **names), "", "", "", "", _in(value, unit), unit.name)


def _side(name: str, side: Compared, unit: Unit, words: Words) -> Iterator[tuple[Value, ...]]:
    for term in side.terms:
        figure = term.figure
        alike = figure.amount.unit.dimension is unit.dimension
        yield (
            name,
            ("− " if term.sign < 0 else "") + (_path(figure.row, figure.column) or clause(figure)),
            figure.table or " / ".join(figure.section),
            words.place(figure.place),
            figure.text,
            _in(figure.amount.base, unit) if alike else _number(figure.amount.value),
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
        _in(side.value, unit),
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


# --- the form ---


def _form(sheet: Worksheet, report: Report, words: Words) -> None:
    """The inspection form, laid out as bureaus do and ready to sign; what is blank has a list to choose from."""
    sheet.title = words("xlsx", "form")
    for letter, width in zip("ABCDE", (13, 26, 10, 74, 46), strict=True):
        sheet.column_dimensions[letter].width = width
    identity = report.facts.identity
    kind = words("kind", identity.kind.value) if identity.kind else words("html", "unknown")
    _put(sheet, 1, 1, words.filled("xlsx", "form_title", kind=kind)).font = _TITLE
    year = str(identity.fiscal_year.value) if identity.fiscal_year else words("html", "unknown")
    about = (
        ("entity", identity.entity.value if identity.entity else words("html", "unknown")),
        ("fiscal_year", year),
        ("file", f"{report.facts.document.name}\nSHA-256 {report.facts.document.sha256}"),
        ("verdict", words("verdict", report.verdict)),
    )
    for at, (name, value) in enumerate(about, start=2):
        _put(sheet, at, 1, words("html", name)).font = _HEAD
        _put(sheet, at, 2, value)
        sheet.merge_cells(start_row=at, end_row=at, start_column=2, end_column=5)
        sheet.row_dimensions[at].height = 15 * (value.count("\n") + 1)
    head = len(about) + 2
    for column, title in enumerate(_heads(words, "xlsx.group item conforms found remark"), start=1):
        cell = _put(sheet, head, column, title)
        cell.font, cell.fill, cell.border = _HEAD, _SHADE, _GRID
    end = head
    lines = (line for line in inspected(report) if line.problems or not line.row.rest)
    for group, members in groupby(lines, key=lambda line: line.row.group):
        begin = end + 1
        for end, line in enumerate(members, start=begin):
            cells = (
                words("xlsx", group) if end == begin else "",
                line.row.titles[words.language],
                _conforms(line, words),
                "\n".join(_problem(problem, words) for problem in line.problems),
                "\n".join(_remarks(line, words)),
            )
            for column, value in enumerate(cells, start=1):
                _put(sheet, end, column, value).border = _GRID
        if end > begin:
            sheet.merge_cells(start_row=begin, end_row=end, start_column=1, end_column=1)
    choice = DataValidation(
        "list", formula1=f'"{words("xlsx", "yes")},{words("xlsx", "no")}"', allow_blank=True
    )
    sheet.add_data_validation(choice)
    choice.add(f"C{head + 1}:C{end}")
    for at, said in (
        (end + 1, words.filled("xlsx", "made", version=report.version)),
        (end + 3, words("xlsx", "signed")),
    ):
        _put(sheet, at, 1, said)
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=5)
        sheet.row_dimensions[at].height = 32
    sheet.merge_cells("A1:E1")
    sheet.row_dimensions[1].height = 26
    sheet.freeze_panes = f"A{head + 1}"
    _printed(sheet, f"{head}:{head}")


def _conforms(line: Inspected, words: Words) -> str:
    """Yes or no; blank where a person has to fill it in."""
    answers = {Answer.MET: "yes", Answer.NOT_MET: "no"}
    return words("xlsx", answers[line.answer]) if line.answer in answers else ""


def _problem(problem: Problem, words: Words) -> str:
    finding = problem.finding
    place = words.place(finding.evidence[0].place) if finding.evidence else ""
    marks = {Severity.WARNING: "doubt", Severity.INFO: "info"}
    mark = words("xlsx", marks[finding.severity]) if finding.severity in marks else ""
    said = f"{headline(finding, words)}{mark}"
    place = f"{place}{words('colon')}" if place else ""
    return words.filled("xlsx", "problem", number=problem.number, place=place, said=said)


def _remarks(line: Inspected, words: Words) -> Iterator[str]:
    """Why a row is blank, and what is left for a person to check."""
    shared = [str(problem.number) for problem in line.problems if problem.shared]
    if shared:
        yield words.filled("xlsx", "shared", numbers=words("and").join(shared))
    elif line.answer is Answer.DOUBTFUL:
        yield words("xlsx", "doubtful")
    if line.undetermined:
        yield words.filled("xlsx", "undecided", reasons=words.reasons(line.undetermined, longest=_REMARKED))
    for asked in line.persons:
        yield words.filled("xlsx", "person", asked=asked)
    if line.answer is Answer.UNCHECKED and not line.row.rest:
        yield words.filled("xlsx", "unchecked_held" if line.held else "unchecked_row", held=line.held)
