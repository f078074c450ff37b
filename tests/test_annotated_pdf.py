"""The annotated PDF: notes stand where the findings are, in every reader, and nothing of the original runs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from ctypes import byref, create_string_buffer
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from click.testing import CliRunner
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

from checker.checking import report_on
from checker.cli import app
from checker.engine import evaluate
from checker.facts import facts_of
from checker.model.errors import SubmissionError
from checker.readers import read_file
from checker.report import Report, build
from checker.report.original import Original
from checker.report.words import words
from checker.rulebook.library import Library
from checker.structure import structured
from checker.writers import pdf
from tests.small import pack
from tests.traps.reading import TRAPS

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "sample-budget-2019.pdf"
REAL = sorted((ROOT.parent / "shared" / "submissions").glob("*.pdf"))
ZH = words("zh")
HIGHLIGHT, NOTE, STAMP = pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_STAMP


@dataclass(frozen=True)
class Mark:
    """An annotation as pdfium reads it, with the page's text within its quadrilateral."""

    page: int
    kind: int
    contents: str
    within: str


def marks(data: bytes) -> list[Mark]:
    with pypdfium2.PdfDocument(data) as document:
        return [mark for index in range(len(document)) for mark in _of_page(document[index], index + 1)]


def _of_page(page: Any, number: int) -> Iterator[Mark]:
    text = page.get_textpage()
    for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
        length = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
        buffer = create_string_buffer(length)
        pdfium.FPDFAnnot_GetStringValue(
            annotation,
            b"Contents",
            pypdfium2.raw.cast(buffer, pypdfium2.raw.POINTER(pdfium.FPDF_WCHAR)),
            length,
        )
        quad, within = pdfium.FS_QUADPOINTSF(), ""
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, 0, byref(quad)):
            within = text.get_text_bounded(quad.x3, quad.y3, quad.x2, quad.y2)
        contents = buffer.raw[: length - 2].decode("utf-16-le")
        yield Mark(number, pdfium.FPDFAnnot_GetSubtype(annotation), contents, within.strip())
        pdfium.FPDFPage_CloseAnnot(annotation)


TABLES = """\
pack: test/pdf
title: 试验
version: "1"
applies: {kind: budget}
defaults: {severity: error, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法}}
tables:
"""


def failing(path: Path, titles: list[str]) -> Report:
    """The report on a file of which every row of these tables fails: 100 is not 10 + 5."""
    rules, tables = "rules:\n", TABLES
    for at, title in enumerate(titles):
        columns = "{code: 科目编码, total: 合计, basic: 基本支出, project: 项目支出}"
        tables += f"  t{at}: {{title: {title}, columns: {columns}, rows: {{lines: {{where: code is not blank}}}}}}\n"
        examples = "[{outcome: pass, given: 略}, {outcome: fail, given: 略}]"
        rules += (
            f"  R{at}: {{title: 合计, for_each: row in t{at}.lines, assert: row.total == row.basic + row.project, "
            f"fix: 核对。, examples: {examples}}}\n"
        )
    made, facts = pack(tables + rules, code_lists={}), facts_of(structured(read_file(path)))
    report = build(facts, [(made, "")], evaluate(made, facts))
    return replace(report, originals={facts.document.name: Original(path, facts.document.sha256)})


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("turned-pages", 4),
        ("sideways-tables", 4),
        ("cropped-pages", 3),
        ("encrypted", 1),
        ("encrypted-aes-128", 1),
        ("encrypted-aes-256", 1),
        ("false-offsets", 3),
    ],
)
def test_marks_stand_on_the_figures_of_turned_cropped_and_encrypted_pages(name: str, pages: int) -> None:
    report = failing(TRAPS / f"{name}.pdf", [f"第{number}表" for number in range(1, pages + 1)])
    assert len(report.findings) == pages
    found = [mark for mark in marks(pdf.write(report, ZH)) if mark.kind == HIGHLIGHT]
    assert [(mark.page, mark.within) for mark in found] == [
        (number, figure) for number in range(1, pages + 1) for figure in (f"{number}00", f"{number}0", "5")
    ]


def test_the_first_place_of_a_finding_says_it_all_and_the_first_page_the_verdict() -> None:
    report = report_on(SAMPLE, Library())
    found = marks(pdf.write(report, ZH))
    notes = [mark for mark in found if mark.kind == NOTE]
    assert [mark.page for mark in notes] == [1]
    assert notes[0].contents.startswith("核对结论：未通过。3 个错误，2 个疑点，0 个提示。")
    assert "没有带上原件的脚本、动作、附件" in notes[0].contents
    for number, finding in enumerate(report.findings, start=1):
        own = [mark for mark in found if mark.contents.startswith(f"问题 {number}（")]
        assert [mark.page for mark in own] == [finding.evidence[0].place.page]
        assert finding.evidence[0].text.strip() in own[0].within.replace("\r\n", "")
        assert ZH.fix(finding) in own[0].contents
        assert str(finding.rule.basis[0]) in own[0].contents
        assert finding.rule.id in own[0].contents
    bookmarks = [str(item["/Title"]) for item in PdfReader(io.BytesIO(pdf.write(report, ZH))).outline]  # type: ignore[call-overload]
    assert len(bookmarks) == len(report.findings)
    assert bookmarks[0].startswith("1. ")


def test_the_same_report_gives_the_same_bytes_and_the_pages_show_the_same_words() -> None:
    report = report_on(SAMPLE, Library())
    made = pdf.write(report, ZH)
    assert made == pdf.write(report, ZH)
    with pypdfium2.PdfDocument(made) as new, pypdfium2.PdfDocument(SAMPLE) as old:
        assert len(new) == len(old)
        for index in range(len(old)):
            assert new[index].get_size() == old[index].get_size()
            assert new[index].get_textpage().get_text_range() == old[index].get_textpage().get_text_range()


def armed(path: Path) -> None:
    """The sample with all that a PDF can carry: scripts, actions, attachments, links, a form, a seal."""
    writer = PdfWriter(clone_from=SAMPLE)
    named = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")}
    )
    writer.add_attachment("evil.txt", b"payload of the attachment")
    writer.add_annotation(0, Link(rect=(0, 0, 300, 300), url="http://evil.example/"))
    script = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.launchURL('x')"),
        }
    )
    launch = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd")}
    )
    writer.root_object[NameObject("/OpenAction")] = launch
    scripts = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), named])})
    writer.root_object["/Names"].get_object()[NameObject("/JavaScript")] = scripts  # type: ignore[index]
    page = writer.pages[0]
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    drawing = DecodedStreamObject()
    drawing.set_data(b"1 0 0 rg 0 0 40 40 re f")
    drawing[NameObject("/Subtype")] = NameObject("/Form")
    drawing[NameObject("/BBox")] = ArrayObject(FloatObject(edge) for edge in (0, 0, 40, 40))
    drawing[NameObject("/AF")] = ArrayObject([TextStringObject("associated file")])
    for subtype, more in (("/Widget", {"/A": script, "/AA": script}), ("/FileAttachment", {"/FS": launch})):
        annotation = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject(subtype),
                NameObject("/Rect"): page.mediabox,
                NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(drawing)}),
                **{NameObject(key): value for key, value in more.items()},
            }
        )
        writer.add_annotation(0, annotation)
    with path.open("wb") as file:
        writer.write(file)


def test_no_script_action_attachment_link_or_form_of_the_original_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "armed.pdf"
    armed(path)
    made = pdf.write(report_on(path, Library()), ZH)
    with pypdfium2.PdfDocument(made) as document:
        plain = io.BytesIO()
        document.save(plain)
        assert document.get_formtype() == 0
        assert document.count_attachments() == 0
        assert pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) == 0
    for data in (made, plain.getvalue()):
        names = set(re.findall(rb"/[A-Za-z]+", data))
        assert not names & {
            b"/JavaScript",
            b"/JS",
            b"/Launch",
            b"/OpenAction",
            b"/AA",
            b"/URI",
            b"/EmbeddedFile",
        }
        assert not names & {b"/Filespec", b"/AcroForm", b"/FileAttachment", b"/Widget", b"/Link", b"/AF"}
        assert b"payload" not in data
    kept = [mark for mark in marks(made) if mark.kind == STAMP]
    assert [mark.page for mark in kept] == [1]  # a field, or a seal, is still seen


@pytest.mark.parametrize("hostile", ["<b>x</b>", "\x1b[31m", "(a)\\)", "\u202e文"])
def test_words_of_a_document_are_words_in_a_note(hostile: str) -> None:
    report = report_on(SAMPLE, Library())
    rule = replace(report.findings[0].rule, fix=hostile)
    finding = replace(report.findings[0], rule=rule, rules=(rule,), suspects=())
    report = replace(report, findings=(finding,))
    (main,) = [mark for mark in marks(pdf.write(report, ZH)) if mark.contents.startswith("问题 1（")]
    assert "\x1b" not in main.contents
    assert "\u202e" not in main.contents
    assert hostile.translate({0x1B: "\ufffd", 0x202E: "\ufffd"}) in main.contents


def test_only_a_pdf_can_be_annotated_and_the_other_formats_are_still_written(tmp_path: Path) -> None:
    text = SAMPLE.with_suffix(".txt")
    with pytest.raises(SubmissionError, match="只有 PDF 能批注"):
        pdf.write(report_on(text, Library()), ZH)
    ran = CliRunner().invoke(
        app, ["check", str(text), "--format", "pdf", "--format", "json", "-o", str(tmp_path / "out")]
    )
    assert ran.exit_code == 2
    assert "只有 PDF 能批注" in ran.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["sample-budget-2019.report.json"]


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs poppler")
def test_poppler_shows_the_marks_on_a_turned_page(tmp_path: Path) -> None:
    report = failing(TRAPS / "turned-pages.pdf", ["第1表", "第2表", "第3表", "第4表"])
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf.write(report, ZH))
    before = subprocess.run(["pdftotext", TRAPS / "turned-pages.pdf", "-"], capture_output=True, check=True)
    after = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
    assert set(before.stdout.split()) <= set(after.stdout.split())
    assert after.stderr == b""
    shown = subprocess.run(["pdftoppm", "-r", "72", path, tmp_path / "p"], capture_output=True, check=True)
    assert shown.stderr == b""
    for number, finding in enumerate(report.findings, start=1):
        box = finding.evidence[0].place.box
        assert box is not None
        image = Image.open(tmp_path / f"p-{number}.ppm").convert("RGB")
        pixel = image.getpixel((int(box[0]) + 2, int(box[3]) - 3))
        assert isinstance(pixel, tuple)
        red, _, blue = pixel
        assert red > 220
        assert blue < 180  # yellow


@pytest.mark.skipif(not REAL, reason="needs the real files in ../shared")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_submissions_are_annotated_at_every_finding(path: Path) -> None:
    report = report_on(path, Library())
    made = pdf.write(report, ZH)
    assert len(made) < 1.6 * path.stat().st_size + 200_000
    found = marks(made)
    for number, finding in enumerate(report.findings, start=1):
        own = [mark for mark in found if mark.contents.startswith(f"问题 {number}（")]
        assert [mark.page for mark in own] == [finding.evidence[0].place.page]
