"""The inspection form as a sheet, laid out as bureaus do and ready to sign."""

from __future__ import annotations

from itertools import groupby

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from checker.report import Report
from checker.report.inspection import inspected
from checker.report.inspection_words import conforms, problem_said, remarks
from checker.report.pictures import pictures_of
from checker.report.words import Words
from checker.writers.xlsx.cells import GRID, HEAD, SHADE, TITLE, heads, height, print_setup, put
from checker.writers.xlsx.cutouts import WIDTH, put_pictures

_WIDTHS = (11, 20, 9, 52, 34)


def fill_form(sheet: Worksheet, report: Report, words: Words) -> None:
    """The inspection form, laid out as bureaus do and ready to sign; what is blank has a list to choose from."""
    sheet.title = words("xlsx", "form")
    pictures = pictures_of(report)
    last = 6 if any(pictures.values()) else 5
    for letter, width in zip("ABCDEF"[:last], (*_WIDTHS, WIDTH), strict=False):
        sheet.column_dimensions[letter].width = width
    identity = report.facts.identity
    kind = words("kind", identity.kind.value) if identity.kind else words("html", "unknown")
    put(sheet, 1, 1, words.filled("xlsx", "form_title", kind=kind)).font = TITLE
    year = str(identity.fiscal_year.value) if identity.fiscal_year else words("html", "unknown")
    about = (
        ("entity", identity.entity.value if identity.entity else words("html", "unknown")),
        ("fiscal_year", year),
        ("file", f"{report.facts.document.name}\nSHA-256 {report.facts.document.sha256}"),
        ("verdict", words("verdict", report.verdict)),
    )
    for at, (name, value) in enumerate(about, start=2):
        put(sheet, at, 1, words("html", name)).font = HEAD
        put(sheet, at, 2, value)
        sheet.merge_cells(start_row=at, end_row=at, start_column=2, end_column=last)
        sheet.row_dimensions[at].height = 15 * (value.count("\n") + 1)
    head = len(about) + 2
    names = heads(words, "xlsx.group item conforms found remark picture")[:last]
    for column, title in enumerate(names, start=1):
        cell = put(sheet, head, column, title)
        cell.font, cell.fill, cell.border = HEAD, SHADE, GRID
    end = head
    lines = (line for line in inspected(report) if line.problems or not line.row.rest)
    for group, members in groupby(lines, key=lambda line: line.row.group):
        begin = end + 1
        for end, line in enumerate(members, start=begin):
            cells = (
                words("xlsx", group) if end == begin else "",
                line.row.titles[words.language],
                conforms(line, words),
                "\n".join(problem_said(problem, words) for problem in line.problems),
                "\n".join(remarks(line, words)),
            )
            for column, value in enumerate((*cells, "")[:last], start=1):
                put(sheet, end, column, value).border = GRID
            own = [
                one for problem in line.problems for one in pictures.get(problem.finding.fingerprint, ())[:1]
            ]
            high = put_pictures(sheet, end, last, own) if own else 0.0
            sheet.row_dimensions[end].height = max(high, height(cells, _WIDTHS))
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
        put(sheet, at, 1, said)
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=last)
        sheet.row_dimensions[at].height = 32
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last)
    sheet.row_dimensions[1].height = 26
    sheet.freeze_panes = f"A{head + 1}"
    print_setup(sheet, f"{head}:{head}")
