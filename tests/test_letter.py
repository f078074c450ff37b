"""整改通知: what to correct, in a letter that a bureau may change; words of a document stay words."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import docx as python_docx
import pytest
from click.testing import CliRunner

from checker.checking import report_on as report_on_file
from checker.cli import app
from checker.model.errors import UsageError
from checker.report import Report
from checker.report.hidden import visible
from checker.report.waive import waived
from checker.report.waivers import WaiverFile, read
from checker.report.words import words
from checker.rulebook.library import Library
from checker.writers import docx
from tests.small import report_on as small_report
from tests.test_csv import NAMES, TEXT

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "sample-budget-2019.pdf"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
EQUAL, DUTIES = "income.x == spending.x", "duties is present"


def report_on(text: str, *conditions: str) -> Report:
    return small_report(NAMES, text, *conditions)


def paragraphs(letter: bytes) -> list[tuple[str, str]]:
    """The words of the body with the names of their styles."""
    found = python_docx.Document(io.BytesIO(letter)).paragraphs
    return [(one.style.name if one.style else "", one.text) for one in found]


def template(path: Path, *texts: str) -> Path:
    made = python_docx.Document()
    for text in texts:
        made.add_paragraph(text)
    made.save(str(path))
    return path


def test_the_letter_lists_what_to_correct_with_place_arithmetic_basis_and_what_to_do() -> None:
    assert paragraphs(docx.write(report_on(TEXT, EQUAL), words("zh"))) == [
        ("通知标题", "关于2019年部门预算公开问题的整改通知"),
        ("主送单位", "石家庄市某某局："),
        ("通知正文", "经核对，你单位2019年部门预算公开材料（文件名：submission.txt）存在以下 1 个问题，请逐项核实整改。"),
        ("问题", "1. 收入500.00万元，支出400.00万元，相差100万元"),
        ("问题说明", "位置：第 3 行 收支情况"),
        ("问题说明", "算式或说明：500.00万元 不等于 400.00万元，相差 100万元；四舍五入最多可解释 0.01万元"),
        ("问题说明", "依据：《中华人民共和国预算法》"),
        ("问题说明", "整改要求：办法0。"),
        ("通知正文", "请于＿＿＿＿年＿＿月＿＿日前完成整改，重新公开更正后的材料，并将整改情况书面反馈。经核实不属于问题的，请逐项说明理由。"),
        ("落款", "＿＿＿＿＿＿＿＿（印章）"),
        ("落款", "＿＿＿＿年＿＿月＿＿日"),
    ]  # fmt: skip


def test_problems_are_numbered_and_doubts_are_marked_in_both_languages() -> None:
    report = report_on_file(SAMPLE, Library())
    zh = [text for style, text in paragraphs(docx.write(report, words("zh"))) if style == "问题"]
    assert [text.split(".")[0] for text in zh] == ["1", "2", "3", "4", "5"]
    assert [text.endswith("（疑点，请核实）") for text in zh] == [False] * 3 + [True] * 2
    en = [text for style, text in paragraphs(docx.write(report, words("en"))) if style == "Problem"]
    assert len(en) == 5
    assert en[4].endswith(" (doubtful: please verify)")


def test_without_a_problem_the_letter_says_so_and_asks_for_nothing() -> None:
    report = report_on(TEXT, EQUAL)
    given = read("waivers:\n- {rule: R0, reason: 已核实, approved_by: 张科长, until: 2026-12-31}\n", "w")
    set_aside = waived(report, WaiverFile("w", given, "0" * 64), date.min)
    for clean, more in ((report_on(TEXT, "income.x == income.x"), 0), (set_aside, 1)):
        said = [text for _, text in paragraphs(docx.write(clean, words("zh")))]
        assert more == sum(text.startswith("另有 1 个问题经核实已豁免") for text in said)
        assert said[2].endswith("未发现需要整改的问题。")
        assert not [text for text in said if "请于" in text or "{{" in text or text.startswith("1.")]


def test_the_same_report_gives_the_same_bytes() -> None:
    report = report_on(TEXT, EQUAL)
    assert docx.write(report, words("zh")) == docx.write(report, words("zh"))


@pytest.mark.parametrize(
    "hostile", ["{{单位}}", "<w:p/>", "&lt;", "\x1b[31m", "\u202e", "=cmd|' /C calc'!A0"]
)
def test_words_of_a_document_fill_no_field_and_are_no_markup(hostile: str) -> None:
    report = report_on(
        TEXT.replace("一、收支情况", f"一、收支情况{hostile}"), "income.x is not stated", EQUAL
    )
    report = small_report(NAMES, TEXT.replace("某某局", f"某{hostile}局"), DUTIES)
    letter = docx.write(report, words("zh"))
    said = "\n".join(text for _, text in paragraphs(letter))
    assert "\x1b" not in said
    assert "\u202e" not in said
    entity = report.facts.identity.entity
    assert entity is None or visible(entity.value) in said
    assert zipfile.ZipFile(io.BytesIO(letter)).testzip() is None


def test_a_bureau_may_write_its_own_letter(tmp_path: Path) -> None:
    own = template(
        tmp_path / "own.docx", "致{{ entity }}", "{{编号}}、{{问题}}", "依 {{basis}}", "共 {{问题数}} 项"
    )
    made = python_docx.Document(str(own))
    run = made.add_paragraph("编号 {{年").add_run("度}} 号")  # as editors cut words into runs
    run.bold = True
    made.tables or made.add_table(1, 1)
    made.tables[0].cell(0, 0).text = "{{单位}}"
    made.save(str(own))
    report = report_on(TEXT, EQUAL, DUTIES)
    letter = docx.write(report, words("zh"), template=docx.template_of(own))
    assert [text for _, text in paragraphs(letter)] == [
        "致石家庄市某某局",
        "1、收入500.00万元，支出400.00万元，相差100万元",
        "依 《中华人民共和国预算法》",
        "2、缺少“主要职责”这一部分",
        "依 《中华人民共和国预算法》",
        "共 2 项",
        "编号 2019 号",
    ]
    assert python_docx.Document(io.BytesIO(letter)).tables[0].cell(0, 0).text == "石家庄市某某局"


def test_a_template_that_cannot_be_filled_is_refused_before_anything_is_checked(tmp_path: Path) -> None:
    wrong = template(tmp_path / "wrong.docx", "{{单伍}}", "{{probelm}}")
    with pytest.raises(UsageError) as caught:
        docx.template_of(wrong)
    first, second = str(caught.value).splitlines()
    assert "是否指 / did you mean “单位”?" in first
    assert "是否指 / did you mean “problem”?" in second
    (tmp_path / "text.docx").write_text("no document", encoding="utf-8")
    with pytest.raises(UsageError, match="不是 Word 文档"):
        docx.template_of(tmp_path / "text.docx")
    with pytest.raises(UsageError, match="模板打不开"):
        docx.template_of(tmp_path / "none.docx")


def test_the_command_writes_it_from_the_template_named(tmp_path: Path) -> None:
    own, target = template(tmp_path / "own.docx", "{{编号}} {{整改要求}}"), tmp_path / "letter.docx"
    call = ["check", str(SAMPLE), "--format", "docx", "--template", str(own), "-o", str(target)]
    assert CliRunner().invoke(app, call).exit_code == 1
    assert [text[:2] for _, text in paragraphs(target.read_bytes())] == ["1 ", "2 ", "3 ", "4 ", "5 "]
    ran = CliRunner().invoke(app, ["check", str(SAMPLE), "--template", str(own)])
    assert "--template 要与 --format docx 同用" in str(ran.exception)


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_libreoffice_opens_the_letter(tmp_path: Path) -> None:
    assert SOFFICE is not None
    (tmp_path / "letter.docx").write_bytes(docx.write(report_on_file(SAMPLE, Library()), words("zh")))
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", "txt:Text (encoded):UTF8", "letter.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )  # fmt: skip
    said = (tmp_path / "letter.txt").read_text(encoding="utf-8-sig")
    assert "关于2019年部门预算公开问题的整改通知" in said
    assert "5. “数量单位”一栏 32 格全部空白（疑点，请核实）" in said
