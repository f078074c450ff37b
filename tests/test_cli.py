"""The command line: what it writes, says and returns (DESIGN 5)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from fpdf import FPDF
from fpdf.enums import AccessPermission

from checker import resources
from checker.cli import app
from checker.report import Report
from checker.writers import json as writer

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_TEXT = ROOT / "examples" / "sample-budget-2019.txt"
SAMPLE_PDF = ROOT / "examples" / "sample-budget-2019.pdf"
PACK = "hebei/shijiazhuang/department-budget"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


def run(*arguments: str | Path, cwd: Path, **environment: str) -> Ran:
    """The checker as a user calls it, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "checker", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def report(path: Path) -> dict[str, Any]:
    """A JSON report, found to keep its promise."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(loaded, json.loads(resources.text("reports", "report.schema.json")))
    return loaded


def test_a_submission_with_errors_is_reported_and_the_status_is_1(tmp_path: Path) -> None:
    ran = run("check", SAMPLE_TEXT, "--format", "json", "--format", "html", "-o", "out", cwd=tmp_path)
    assert ran.status == 1
    assert ran.err == ""
    assert "未通过" in ran.out
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["sample-budget-2019.report.html", "sample-budget-2019.report.json"]
    loaded = report(tmp_path / "out" / "sample-budget-2019.report.json")
    assert loaded["submission"]["entity"] == "石家庄市滹沱事务协调办公室"
    assert loaded["submission"]["fiscal_year"] == 2019
    assert loaded["submission"]["kind"] == "budget"
    assert loaded["submission"]["level"] == "department"
    assert loaded["packs"][0]["id"] == PACK
    assert loaded["summary"]["verdict"] == "未通过"


def test_text_and_pdf_of_one_submission_give_the_same_outcomes(tmp_path: Path) -> None:
    run("check", SAMPLE_TEXT, "--format", "json", "-o", "text.json", cwd=tmp_path)
    run("check", SAMPLE_PDF, "--format", "json", "-o", "pdf.json", cwd=tmp_path)
    outcomes = [
        [(outcome["rule"], outcome["subject"], outcome["outcome"]) for outcome in report(path)["outcomes"]]
        for path in (tmp_path / "text.json", tmp_path / "pdf.json")
    ]
    assert outcomes[0] == outcomes[1]


def test_the_same_submission_gives_the_same_bytes(tmp_path: Path) -> None:
    for seed, name in (("1", "a.json"), ("2", "b.json")):
        run("check", SAMPLE_TEXT, "--format", "json", "-o", name, cwd=tmp_path, PYTHONHASHSEED=seed, TZ="UTC")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


@pytest.mark.parametrize(
    ("fail_on", "status"),
    [("error", 1), ("warning", 1), ("info", 1), ("undetermined", 1), ("never", 0)],
)
def test_fail_on_says_from_where_the_status_is_1(tmp_path: Path, fail_on: str, status: int) -> None:
    ran = run("check", SAMPLE_TEXT, "--format", "json", "--fail-on", fail_on, cwd=tmp_path)
    assert ran.status == status


def test_english_is_spoken_on_request(tmp_path: Path) -> None:
    ran = run("check", SAMPLE_TEXT, "--format", "json", "--lang", "en", cwd=tmp_path)
    assert "failed" in ran.out
    assert "probably the wrong unit" in ran.out


def test_a_document_no_pack_knows_is_undetermined_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("江滨单位的说明\n这里没有任何数字。\n", encoding="utf-8")
    ran = run("check", "a.txt", "--format", "json", cwd=tmp_path)
    assert ran.status == 0
    assert "无法判定" in ran.out
    assert "只核对了通用的数字勾稽" in ran.out
    assert report(tmp_path / "a.report.json")["summary"]["verdict"] == "无法判定"


def test_a_named_pack_is_used_and_the_report_says_why(tmp_path: Path) -> None:
    run("check", SAMPLE_TEXT, "--rules", PACK, "--format", "json", "-o", "r.json", cwd=tmp_path)
    loaded = report(tmp_path / "r.json")
    assert [pack["why"] for pack in loaded["packs"]] == [f"--rules {PACK}"]
    assert loaded["run"]["arguments"] == ["--rules", PACK]


def _encrypted() -> bytes:
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password="user", permissions=AccessPermission.none())
    pdf.add_page()
    return bytes(pdf.output())


BAD_FILES = {
    "empty.pdf": (b"", "文件是空的"),
    "blank.txt": (b" \n\t\n", "文件是空的"),
    "junk.pdf": (bytes(range(256)) * 40, "无法识别文件类型"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(64), "无法识别文件类型"),
    "damaged.pdf": (b"%PDF-1.4\n" + bytes(range(256)) * 8, "已损坏"),
    "encrypted.pdf": (_encrypted(), "已加密"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_read_gives_one_sentence_and_status_2(tmp_path: Path, name: str) -> None:
    content, words = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    ran = run("check", name, "--format", "json", cwd=tmp_path)
    assert ran.status == 2
    assert words in ran.err
    assert name in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert "Traceback" not in ran.err
    assert [path.name for path in tmp_path.iterdir()] == [name], "no report was begun"


def test_a_missing_file_gives_one_sentence_and_status_2(tmp_path: Path) -> None:
    ran = run("check", "nothing.pdf", cwd=tmp_path)
    assert ran.status == 2
    assert ran.err.strip().splitlines() == ["checker: nothing.pdf: 没有这个文件 / no such file"]


def test_a_truncated_pdf_is_read_or_refused_but_never_a_traceback(tmp_path: Path) -> None:
    whole = SAMPLE_PDF.read_bytes()
    for share in (10, 35, 60, 85, 99):
        (tmp_path / "cut.pdf").write_bytes(whole[: len(whole) * share // 100])
        ran = run("check", "cut.pdf", "--format", "json", "-o", "cut.json", cwd=tmp_path)
        assert "Traceback" not in ran.err
        assert ran.status in (0, 1, 2)
        assert (ran.status == 2) == bool(ran.err)
        assert (tmp_path / "cut.json").exists() == (ran.status != 2)
        (tmp_path / "cut.json").unlink(missing_ok=True)


def test_other_submissions_are_still_reported_beside_one_that_cannot_be_read(tmp_path: Path) -> None:
    ran = run("check", "nothing.pdf", SAMPLE_TEXT, "--format", "json", "-o", "out", cwd=tmp_path)
    assert ran.status == 2
    assert (tmp_path / "out" / "sample-budget-2019.report.json").exists()


def test_a_slip_in_a_rule_file_is_told_with_its_place(tmp_path: Path) -> None:
    shipped = (resources.folder("rules") / f"{PACK}.yaml").read_text(encoding="utf-8")
    wrong = shipped.replace("assert: income.total == spending.total", "assert: income.total == spendin.total")
    (tmp_path / "mine.yaml").write_text(wrong, encoding="utf-8")
    line = wrong[: wrong.index("spendin.total")].count("\n") + 1
    ran = run("check", SAMPLE_TEXT, "--rules", "mine.yaml", cwd=tmp_path)
    assert ran.status == 2
    assert f"mine.yaml:{line}:29:" in ran.err
    assert "“spendin”" in ran.err
    assert "did you mean “spending”" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"], "no report was begun"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "pdff"), "choose from: csv, docx, html, json"),
        (
            ("--rules", "hebei/shijiazhuang/departmentbudget"),
            "did you mean “hebei/shijiazhuang/department-budget”",
        ),
        (("--rules", "none.yaml"), "no such rule file"),
        (("--rules-path", "none"), "no such folder of rules"),
        (("--fail-on", "always"), "always"),
    ],
)
def test_a_wrong_call_says_what_there_is_to_choose_from(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = run("check", SAMPLE_TEXT, *arguments, cwd=tmp_path)
    assert ran.status == 2
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_report_never_overwrites_the_submission(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(SAMPLE_TEXT.read_bytes())
    ran = run("check", "a.txt", "--format", "json", "-o", "a.txt", cwd=tmp_path)
    assert ran.status == 2
    assert (tmp_path / "a.txt").read_bytes() == SAMPLE_TEXT.read_bytes()


def test_text_of_a_submission_cannot_steer_the_terminal(tmp_path: Path) -> None:
    text = SAMPLE_TEXT.read_text(encoding="utf-8").replace("复印件", "复印\u202e件")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    ran = run("check", "a.txt", "--format", "json", cwd=tmp_path)
    assert "\u202e" not in ran.out
    assert "\\u202e" in ran.out


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help")])
def test_help_shows_examples(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments, cwd=tmp_path)
    assert ran.status == 0
    assert "例子 / Examples" in ran.out
    assert "checker check" in ran.out


def test_version_starts_without_the_heavy_libraries(tmp_path: Path) -> None:
    code = (
        "import sys, runpy; sys.argv = ['checker', '--version']\n"
        "try: runpy.run_module('checker', run_name='__main__')\n"
        "except SystemExit as e: assert not e.code, e.code\n"
        "heavy = {'pdfplumber', 'pdfminer', 'pypdfium2', 'jinja2', 'jsonschema', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("disclosure-checker ")


def test_submissions_of_one_name_keep_their_own_reports_and_the_summary_names_each(tmp_path: Path) -> None:
    names = ("a/预算.txt", "b/预算.txt", "b/预算.md", "c/b/预算.md", "B/其他.txt", "其他.txt")
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n没有数字。\n", encoding="utf-8")
    ran = run("check", *names, names[0], "--format", "json", "-o", "out", cwd=tmp_path)
    assert ran.status == 0
    assert all(f"  {Path(name)}" in ran.out for name in names)
    written = {path.name.casefold() for path in (tmp_path / "out").iterdir()}
    assert len(written) == len(names)
    assert {"a-预算.txt.report.json", "b-预算.txt.report.json"} <= written


def test_a_later_run_replaces_the_report_on_the_same_submission(tmp_path: Path) -> None:
    for _ in range(2):
        run("check", SAMPLE_TEXT, "--format", "json", "-o", "out", cwd=tmp_path)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["sample-budget-2019.report.json"]


def test_a_report_that_cannot_be_made_gives_one_sentence_and_the_other_submissions_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(made: Report, words: object) -> bytes:
        if made.facts.document.name == "a.txt":
            raise KeyError("contents")
        return b"{}"

    monkeypatch.setattr(writer, "write", failing)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("江滨单位的说明\n", encoding="utf-8")
    ran = CliRunner().invoke(
        app,
        ["check", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--format", "json", "-o", str(tmp_path)],
    )
    assert ran.exit_code == 2
    assert "a.txt: 检查时出错" in ran.stderr
    assert (tmp_path / "b.report.json").read_bytes() == b"{}"
    assert not (tmp_path / "a.report.json").exists()
