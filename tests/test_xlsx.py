"""The workbook: the inspection form as a bureau fills it in, the findings and their arithmetic; words stay words."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from checker.checking import report_on as report_on_file
from checker.report import Report
from checker.report.earlier import load
from checker.report.follow_up import followed_up
from checker.report.headlines import headline
from checker.report.waive import waived
from checker.report.waivers import WaiverFile, read
from checker.report.words import words
from checker.rulebook.library import Library
from checker.writers import json as json_writer
from checker.writers import xlsx
from checker.writers.xlsx import cells
from tests import small

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "sample-budget-2019.pdf"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
REAL = sorted((ROOT.parent / "shared" / "submissions").glob("*.pdf"))
SHEETS = {
    "zh": ["检查表", "问题", "算式", "无法判定", "未核对的数", "规则包"],
    "en": ["Inspection form", "Findings", "Working", "Undetermined", "Unchecked figures", "Rule packs"],
}
NAMES = """\
pack: test/xlsx
title: 试验
version: "1"
applies: {kind: budget}
defaults: {severity: error, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法}}
sections: {money: 预算编制说明, glossary: 名词解释, duties: 主要职能}
tables:
  income: {title: 收入预算表, columns: {item: {title: 项目, type: text}, total: 合计}, rows: {all: {where: item is 合计, one: true}}}
facts:
  income_said: {in: money, phrase: "收入{x: money}"}
  spending: {in: money, phrase: "支出{x: money}"}
obligations:
  GC-N1: {words: 职责, basis: law, decided_by: [R1]}
  GC-N7: {words: 名词, basis: law, decided_by: [R2]}
  GC-T: {words: 二十日内, basis: law, person: 看日期}
rules:
"""
TEXT = """\
石家庄市某某局2019年部门预算
一、预算编制说明
收入500.00万元。
支出500.00万元。
二、名词解释
三公经费：略。
收入预算表
单位：万元
| 项目 | 合计 |
| 合计 | 500.00 |
"""
SAME, DUTIES, GLOSSARY = "income_said.x == spending.x", "duties is present", "glossary is present"
TABLE = "income_said.x == income.all.total"


def report_on(text: str, condition: str = SAME, names: str = NAMES) -> Report:
    return small.report_on(names, text, condition, DUTIES, GLOSSARY)


def book_of(report: Report, language: str = "zh") -> Workbook:
    return load_workbook(io.BytesIO(xlsx.write(report, words(language))))


def sheet_of(report: Report, name: str) -> Worksheet:
    sheet = book_of(report)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def form_of(report: Report) -> dict[str, tuple[str, str, str]]:
    """The form's rows: whether as required, the problems, the remark."""
    rows = sheet_of(report, "检查表").iter_rows(min_row=7, min_col=2, max_col=5, values_only=True)
    return {str(name): (str(a or ""), str(b or ""), str(c or "")) for name, a, b, c in rows if name}


def cells_of(book: Workbook) -> list[Cell]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)]


def test_a_row_is_met_only_where_a_rule_that_decides_it_passed() -> None:
    form = form_of(report_on(TEXT))
    assert form["名词解释"] == ("是", "", "")
    assert form["及时性"] == ("", "", "请人工核对：看日期。")
    conforms, _, remark = form["预算编制说明"]
    assert (conforms, remark) == ("", "没有规则判定本项是否符合要求，请人工核对；其中已核对的 1 处均成立。")
    assert form["项目经费情况说明"][2] == "没有规则判定本项是否符合要求，请人工核对。"


def test_a_problem_stands_in_its_row_with_its_number_and_place() -> None:
    form = form_of(report_on(TEXT.replace("支出500.00", "支出400.00")))
    assert form["预算编制说明"][:2] == ("否", "1. 第 3 行：收入500.00万元，支出400.00万元，相差100万元")
    assert form["主要职能"][0] == "否"
    assert "缺少“主要职能”这一部分" in form["主要职能"][1]


def test_a_sentence_that_differs_from_a_table_does_not_condemn_the_table() -> None:
    form = form_of(report_on(TEXT.replace("| 500.00 |", "| 450.00 |"), TABLE))
    assert form["预算编制说明"][0] == "否"
    conforms, problems, remark = form["收入预算总表"]
    assert conforms == ""
    assert problems.startswith("1. ")
    assert remark.startswith("问题 1 牵涉本项")


def test_what_cannot_be_told_leaves_the_row_blank_and_says_why() -> None:
    text = TEXT.replace("支出500.00万元", "支出若干")
    conforms, _, remark = form_of(report_on(text))["预算编制说明"]
    assert conforms == ""
    assert remark.startswith("无法判定：")
    doubtful = form_of(report_on(TEXT, names=NAMES.replace("severity: error", "severity: warning")))
    assert doubtful["主要职能"][0] == ""
    assert doubtful["主要职能"][1].endswith("（疑点）")
    assert doubtful["主要职能"][2] == "有疑点，核实后填写。"
    noted = form_of(report_on(TEXT, names=NAMES.replace("severity: error", "severity: info")))
    assert noted["主要职能"][0] == ""
    assert noted["主要职能"][1].endswith("（提示）")


def test_every_finding_is_a_row_with_its_severity_place_basis_and_rules() -> None:
    report = report_on_file(SAMPLE, Library())
    sheet = sheet_of(report, "问题")
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[:5] == ("序号", "程度", "位置", "所在部分、表、行、栏", "问题")
    assert [row[0] for row in rows] == list(range(1, len(report.findings) + 1))
    for row, finding in zip(rows, report.findings, strict=True):
        assert row[1] == words("zh")("severity", finding.severity)
        assert row[7] == "\n".join(str(basis) for basis in finding.rule.basis)
        assert row[9] == " ".join(rule.id for rule in finding.rules)
        assert row[10] == finding.fingerprint
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:M{len(rows) + 1}"
    assert all(cell.alignment.wrap_text for cell in sheet[2])


def test_the_working_lists_both_sides_the_difference_and_what_rounding_explains() -> None:
    sheet = sheet_of(report_on(TEXT.replace("支出500.00", "支出400.00")), "算式")
    rows = [row[1:3] + row[5:8] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert rows == [
        ("应有：左边等于右边", None, None, None, None),
        ("左边", "收入", "500.00万元", 500, "万元"),
        ("右边", "支出", "400.00万元", 400, "万元"),
        ("相差（左边 − 右边）", None, None, 100, "万元"),
        ("四舍五入最多可解释", None, None, 0.01, "万元"),
    ]


def test_a_sum_shows_every_addend_and_its_result_and_the_form_merges_no_single_cell() -> None:
    names = NAMES.replace("obligations:", '  kinds: {in: money, phrase: "其中{parts: parts}"}\nobligations:')
    text = TEXT.replace("支出500.00万元。", "支出500.00万元。其中甲100.00万元、乙300.00万元。")
    report = report_on(text, "spending.x == sum(kinds.parts.amount)", names)
    rows = [
        (row[1], row[2], row[6]) for row in sheet_of(report, "算式").iter_rows(min_row=2, values_only=True)
    ]
    assert rows[1:5] == [
        ("左边", "支出", 500),
        ("右边", "甲", 100),
        ("右边", "乙", 300),
        ("右边结果", "100.00 + 300.00 万元", 400),
    ]
    assert all(
        merged.size["rows"] * merged.size["columns"] > 1 for merged in sheet_of(report, "检查表").merged_cells
    )


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "=cmd|' /C calc'!A0", "#N/A", "\x1b[31m="])
def test_words_of_a_document_never_become_a_formula(begin: str) -> None:
    report = report_on(f"{begin}石家庄市某某局2019年部门预算\n{TEXT}")
    written = io.BytesIO()
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    cell = cells.put(sheet, 1, 1, f"{begin}1+1")
    assert cell.data_type == "s"
    book.save(written)
    assert b"<f>" not in zipfile.ZipFile(written).read("xl/worksheets/sheet1.xml")
    loaded = load_workbook(written)
    again = loaded.worksheets[0].cell(1, 1)
    assert isinstance(again, Cell)
    assert again.data_type == "s"
    assert str(again.value).lstrip().startswith(begin.strip("\t\x1b"))
    assert "\t" not in str(again.value)
    assert "\x1b" not in str(again.value)
    assert {cell.data_type for cell in cells_of(book_of(report))} <= {"inlineStr", "s", "n"}


def test_hostile_labels_of_a_table_come_through_whole_and_as_text() -> None:
    label = '=HYPERLINK("http://evil.example","看")'
    text = TEXT + f"| {label} | 12.34 |\n"
    sheet = sheet_of(report_on(text), "未核对的数")
    (row,) = [row for row in sheet.iter_rows(min_row=2) if row[2].value == "12.34"]
    assert label in str(row[1].value)
    assert row[1].data_type == "s"
    assert (row[3].value, row[3].data_type) == (12.34, "n")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("1865.52", True),
        ("0.01", True),
        ("123456789012345", True),
        ("1234567890123456", False),
        ("1E+20", False),
    ],
)
def test_an_amount_is_a_number_only_where_a_spreadsheet_keeps_it_exactly(value: str, kept: bool) -> None:
    put = cells.numeric(Decimal(value))
    assert put == (Decimal(value) if kept else f"{Decimal(value):f}")


def test_the_same_report_gives_the_same_bytes_at_any_time() -> None:
    report = report_on(TEXT)
    first = xlsx.write(report, words("zh"))
    time.sleep(1.1)  # the times in a workbook are of seconds
    assert xlsx.write(report, words("zh")) == first


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheets_are_named_in_the_language_asked_for(language: str) -> None:
    book = book_of(report_on_file(SAMPLE, Library()), language)
    assert book.sheetnames == SHEETS[language]
    if language == "en":
        labels = [str(cell.value) for cell in book["Inspection form"][6]]
        assert labels == [
            "Part",
            "Item",
            "As required",
            "Problems (numbered as in Findings)",
            "Remark",
            "Page",
        ]


def test_the_page_is_shown_in_the_cell_beside_the_problems() -> None:
    report = report_on_file(SAMPLE, Library())
    sheet = sheet_of(report, "检查表")
    shown = [(image.anchor._from.row + 1, image.anchor._from.col + 1) for image in sheet._images]  # type: ignore[attr-defined]
    problems = {row: str(sheet.cell(row, 4).value or "").count("第 ") for row in range(7, sheet.max_row + 1)}
    assert shown == [(row, 6) for row, count in problems.items() for _ in range(count)]
    assert len(shown) >= len(report.findings)
    assert all((sheet.row_dimensions[row].height or 0) <= 409 for row in problems)


def test_waivers_and_a_follow_up_have_sheets_of_their_own(tmp_path: Path) -> None:
    report = report_on(TEXT.replace("支出500.00", "支出400.00"))
    earlier = tmp_path / "earlier.json"
    earlier.write_bytes(json_writer.write(report_on(TEXT.replace("支出500.00", "支出300.00")), words("zh")))
    given = (
        "waivers:\n- {rule: R0, reason: =1+1, approved_by: 张科长, until: 2026-12-31}\n"
        "- {rule: R9, reason: 无, approved_by: 张科长, until: 2026-12-31}\n"
    )
    report = waived(report, WaiverFile("w.yaml", read(given, "w.yaml"), "0" * 64), date(2026, 12, 31))
    book = book_of(followed_up(report, load(earlier)))
    assert book.sheetnames == [*SHEETS["zh"], "整改情况", "豁免"]
    waivers = [row[:5] for row in book["豁免"].iter_rows(min_row=2, values_only=True)]
    assert waivers == [
        ("第 2 行", "已豁免", "=1+1", "张科长", "2026-12-31"),
        ("第 3 行", "没有用上", "无", "张科长", "2026-12-31"),
    ]
    assert book["豁免"]["C2"].data_type == "s"
    *counts, gone = [row[:5] for row in book["整改情况"].iter_rows(min_row=2, values_only=True)]
    assert [row[:2] for row in counts] == [
        ("已改正", 0),
        ("有改动，仍不成立", 1),
        ("看不出是否改正", 0),
        ("仍在", 1),
        ("新增", 1),
    ]
    assert gone == ("有改动，仍不成立", 1, "错误", "第 3 行", "收入500.00万元，支出300.00万元，相差200万元")
    findings = {row[9]: row[11:13] for row in book["问题"].iter_rows(min_row=2, values_only=True)}
    assert findings["R0"] == ("=1+1（张科长批准，有效至 2026-12-31）", "新增")
    problems = str([cell.value for cell in cells_of(book) if "（已豁免：" in str(cell.value)])
    assert "相差100万元（已豁免：=1+1（张科长批准，有效至 2026-12-31））" in problems


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_libreoffice_opens_the_workbook_and_keeps_its_words_and_pictures(tmp_path: Path) -> None:
    assert SOFFICE is not None
    report = report_on_file(SAMPLE, Library())
    (tmp_path / "report.xlsx").write_bytes(xlsx.write(report, words("zh")))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        [SOFFICE, home, "--headless", "--convert-to", "pdf", "report.xlsx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as pdf:
        said = "".join(page.get_textpage().get_text_range() for page in pdf)
        kinds = [thing.type for page in pdf for thing in page.get_objects()]
    assert "部门预算公开检查表" in said
    for finding in report.findings:
        assert finding.fingerprint not in said  # what is for machines stays off paper
        assert "".join(headline(finding, words("zh")).split())[:12] in "".join(said.split())
    assert kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE) >= len(report.findings)


@pytest.mark.skipif(not REAL, reason="needs the real files in ../shared")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_submissions_give_a_form_that_leaves_no_finding_out(path: Path) -> None:
    report = report_on_file(path, Library())
    numbers = {
        int(line.split(".")[0])
        for _, problems, _ in form_of(report).values()
        for line in problems.splitlines()
        if line.split(".")[0].isdigit()
    }
    assert numbers == set(range(1, len(report.findings) + 1))
    rows = sheet_of(report, "未核对的数").max_row
    assert rows == len(report.unchecked) + 1
