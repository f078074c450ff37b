"""Words of a document that are markup, formulas or controls elsewhere are plain words in every output."""

from __future__ import annotations

import csv as csv_
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import docx
import pypdf
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from checker import writers
from checker.checking import report_on as report_on_file
from checker.cli import app, main
from checker.report import Report
from checker.report.hidden import HIDDEN, visible
from checker.report.words import words
from checker.rulebook.library import Library
from tests.small import report_on

SAMPLE = Path(__file__).resolve().parent.parent / "examples" / "sample-budget-2019.pdf"
ZH = words("zh")
WORDS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style><style>*{display:none}</style>",
    "-->{{7*7}}{%raw%}",
    "]]><failure/>",
    "&lt;b&gt;&lol;",
    "<w:p/>${x}",
    "=cmd｜' /C calc'!A0",
    '=HYPERLINK("http://evil.example")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1＋1",
    "[看](javascript:alert(1))",
    "\x1b[31m红\x1b]0;题\x07",
    "\x9b2J清",
    "\u202e反\u2066转\u2069",
    "\ufffe尾\uffff",
    "\ud800半",
    "退\x08\x7f格",
)
NAME = "=cmd\x1b[31m\u202e<b>'\"&\udcff"
NAMES = """\
pack: test/hostile
title: 试验
version: "1"
applies: {kind: budget}
defaults: {severity: error, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法}}
sections: {money: 收支情况}
tables:
  list:
    title: 支出表
    columns: {name: {title: 项目, type: text}, total: 合计, basic: 基本支出, project: 项目支出}
    rows: {lines: {where: name is not 合计}}
facts:
  missing: {in: money, phrase: "结余{x: money}"}
rules:
"""
CONDITIONS = (
    "row in list.lines: row.total == row.basic + row.project",
    "missing.x == 1万元",
    "not (money.text mentions 说明)",
)


def hostile_report() -> Report:
    """Every hostile word is a row of a table that fails, a heading, and a paragraph."""
    rows = "".join(f"{word}\t{at}9.00\t1.00\t2.00\n" for at, word in enumerate(WORDS, start=1))
    paragraphs = "".join(f"{word}，共1.00万元。\n" for word in WORDS)
    headings = "".join(
        f"{number}、{word}\n说明。\n" for number, word in zip("三四五六七八九十", WORDS, strict=False)
    )
    text = f"某{WORDS[0]}局2024年部门预算\n一、收支情况\n说明：{WORDS[0]}。\n{paragraphs}支出表\n单位：万元\n"
    text += f"项目\t合计\t基本支出\t项目支出\n{rows}注：{WORDS[7]}\n{headings}"
    report = report_on(NAMES, text.replace("\ud800", ""), *CONDITIONS)  # no text file holds half a character
    document = replace(report.facts.document, name=f"{NAME}.txt")
    findings = tuple(
        replace(
            finding,
            subject=word,
            evidence=tuple(
                replace(item, text=word, section=word, table=word, row=word, column=word)
                for item in finding.evidence
            ),
        )
        for finding, word in zip(report.findings, WORDS, strict=False)
    )
    return replace(
        report, facts=replace(report.facts, document=document), findings=findings, path=f"{NAME}.txt"
    )


REPORT = hostile_report()
SEEN = tuple(visible(word) for word in WORDS)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.tags = "", set[str]()
        self.scripts = self.styles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.styles += tag == "style"
        self.tags |= {tag}
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


def _of_html(data: bytes) -> Iterator[str]:
    page = _Page()
    page.feed(data.decode("utf-8"))
    assert (page.scripts, page.styles) == (1, 1)
    assert not page.tags & {"img", "failure", "w:p", "lol"}
    yield page.words


def _of_json(data: bytes) -> Iterator[str]:
    assert not HIDDEN.search(data.decode("utf-8"))

    def walk(value: object) -> Iterator[str]:
        match value:
            case str():
                yield value
            case dict():
                for key, inner in value.items():
                    yield from (key, *walk(inner))
            case list():
                for inner in value:
                    yield from walk(inner)

    return walk(json.loads(data))


def _of_xlsx(data: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.value is not None:
                    assert cell.data_type in ("s", "n"), cell.value
                    assert cell.hyperlink is None
                    assert (
                        not str(cell.value).startswith(("=", "+", "-", "@"))
                        or cell.quotePrefix
                        or cell.data_type == "n"
                    )
                    yield str(cell.value)


def _of_csv(data: bytes) -> Iterator[str]:
    for row in csv_.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "\t", "\r"))
            yield cell


def _of_junit(data: bytes) -> Iterator[str]:
    root = ElementTree.fromstring(data)
    assert {element.tag for element in root.iter()} <= {
        "testsuites", "testsuite", "properties", "property", "testcase", "failure", "skipped", "system-out"
    }  # fmt: skip
    assert len(root.findall(".//failure")) == 1
    for element in root.iter():
        yield from (element.text or "", *element.attrib.values())


def _of_docx(data: bytes) -> Iterator[str]:
    return (paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def _of_pdf(data: bytes) -> Iterator[str]:
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for one in page.get("/Annots") or ():
            mark = one.get_object()
            assert "/A" not in mark
            assert "/RC" not in mark
            yield str(mark.get("/Contents", ""))


_READ: dict[str, Callable[[bytes], Iterator[str]]] = {
    "html": _of_html,
    "json": _of_json,
    "sarif": _of_json,
    "xlsx": _of_xlsx,
    "csv": _of_csv,
    "junit": _of_junit,
    "docx": _of_docx,
    "pdf": _of_pdf,
}


def in_a_pdf() -> Report:
    """The same findings, all at places on the pages of the sample."""
    report = report_on_file(SAMPLE, Library())
    (place, *_) = (item.place for finding in report.findings for item in finding.evidence if item.place.box)
    findings = tuple(
        replace(finding, evidence=tuple(replace(item, place=place) for item in finding.evidence))
        for finding in REPORT.findings
    )
    return replace(report, findings=findings)


def test_every_format_is_tried() -> None:
    assert set(_READ) == set(writers.formats())
    assert len(REPORT.findings) == len(WORDS)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(_READ))
def test_it_shows_them_as_words(name: str, language: str) -> None:
    report = in_a_pdf() if name == "pdf" else REPORT
    said = list(_READ[name](writers.writer(name).write(report, words(language))))
    whole = "\n".join(said)
    if name not in ("json", "sarif"):  # which have them as escapes, and give them back when read
        assert not HIDDEN.search(whole)
    spaceless = re.sub(r"\s", "", whole)
    for raw, shown in zip(WORDS, SEEN, strict=True):
        dropped = HIDDEN.sub("", raw)  # tables have no sign for them
        forms = {re.sub(r"\s", "", form) for form in (raw, shown, dropped, raw.replace("](", "\\]("))}
        assert any(form in spaceless for form in forms), (name, raw)


def test_the_terminal_shows_them_and_obeys_none(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(NAME.encode("utf-8", "surrogateescape"))
    path = path.with_name(f"{path.name}.txt")
    path.write_text(
        "某局2024年部门预算\n一、收支情况\n收入1.00万元，其中：\x1b[31m人员2.00万元、\u202e公用3.00万元。\n",
        "utf-8",
    )
    formats = [part for name in writers.formats() for part in ("--format", name)]
    ran = CliRunner().invoke(app, ["check", str(path), "-o", str(tmp_path / "out"), *formats])
    assert ran.exit_code == 2  # a text cannot be annotated
    said = ran.stdout + ran.stderr
    assert "只有 PDF 能批注" in said
    assert "\\u001b[31m" in said
    assert not HIDDEN.search(said.replace("\r", ""))
    assert len(list((tmp_path / "out").iterdir())) == len(writers.formats()) - 1
    ran = CliRunner().invoke(app, ["check", str(path.with_name(f"{path.name}.gone.txt"))])
    assert ran.exit_code != 0


ESCAPES = "\x1b[31m红\x1b]8;;http://evil.example\x07链\x9b2J\u202e反\u2066转\u200f\x08"


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A submission, a report on it, and rule files, a sound one and a broken one, with escapes wherever words may stand."""
    said = json.dumps(ESCAPES)
    rules = (
        f"pack: x\ntitle: {said}\nversion: {said}\napplies: {{kind: budget}}\n"
        f"basis:\n  b: {{instrument: {said}, number: {said}, article: {said}}}\n"
        f"sections: {{duties: [主要职责, {said}]}}\nwords: {{never: [{said}]}}\n"
        f"rules:\n  X1:\n    title: {said}\n    assert: duties.text mentions never\n    message: {said}\n    fix: {said}\n"
        f"    basis: [b]\n    examples:\n      - {{outcome: pass, given: {said}}}\n      - {{outcome: fail, given: {said}}}\n"
        f"obligations:\n  o1: {{words: {said}, person: {said}, basis: b}}\n"
    )
    monkeypatch.chdir(tmp_path)
    Path("x.yaml").write_text(rules, encoding="utf-8")
    Path("y.yaml").write_text(rules.replace("X1:", "X2:").replace("pack: x", "pack: y"), encoding="utf-8")
    broken = rules.replace("sections:", f"sections:\n  {said}: 1\n#").replace("pack: x", f"pack: {said}")
    Path("broken.yaml").write_text(broken, encoding="utf-8")
    folder = Path("in" + "\x1b[31m\u202e")
    folder.mkdir()
    row = ESCAPES.replace("\x07", "").replace("\x08", "")
    text = f"某局2024年部门预算\n一、主要职责\n{row}\n二、{row}\n{row}表\n单位：万元\n|{row}|合计|\n|{row}|1.00|\n注：{row}\n"
    (folder / "a\x1b[31m.txt").write_text(text, encoding="utf-8")
    Path("gone.txt").write_bytes(b"\0" * 20)


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(
    "arguments",
    [
        "rules list x.yaml",
        "rules list x.yaml --obligations",
        "rules list x.yaml --format json",
        "rules check x.yaml",
        "rules check broken.yaml",
        "rules check broken.yaml --format json",
        "rules check broken.yaml --format sarif",
        "rules test x.yaml",
        "rules explain X1 --rules x.yaml --on FILE",
        "rules impact x.yaml y.yaml --on FOLDER -o impact\x1b[31m.html",
        "rules docs x.yaml -o site\x1b[31m",
        "rules new new\x1b[31m.yaml --from FILE",
        "read FILE",
        "read FILE --format json -o read\x1b[31m.json",
        "read gone\x1b.txt",
        "check FILE --rules x.yaml --lang en",
        "check FILE --rules broken.yaml",
        "check FILE --rules \x1b[31m",
        "check FILE --format \x1b[31m",
        "check FILE --no\x1b[31m",
        "check gone\x1b[31m.txt gone.txt",
        "verify x.yaml --submission FILE",
        "batch FOLDER -o out --rules gone\x1b.yaml",
        "batch FOLDER\x1b -o out",
    ],
)  # fmt: skip
def test_every_command_shows_them_on_the_terminal_and_obeys_none(
    arguments: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = next(path for path in Path().iterdir() if path.is_dir())
    (file,) = folder.iterdir()
    given = [part.replace("FILE", str(file)).replace("FOLDER", str(folder)) for part in arguments.split(" ")]
    monkeypatch.setattr("sys.argv", ["checker", *given])
    with suppress(SystemExit):
        main()
    said = "".join(capsys.readouterr())
    assert said.strip()
    assert "Traceback" not in said
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", said.replace("\t", "")
    )
