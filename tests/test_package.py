"""A submission of several files: a folder with submission.yaml, a ZIP, or files that a call puts together."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checker.checking import read_facts, report_on
from checker.cli import app
from checker.model.document import Table
from checker.model.errors import SubmissionError
from checker.model.outcome import OutcomeKind
from checker.rulebook.library import Chosen, Library

TEXT = "某市某局2024年部门预算\n一、预算安排\n2024年支出预算12.00万元。\n二、机构设置\n设两科。\n"
TABLES = "某市某局2024年部门预算\n支出预算表\n单位：万元\n| 科目编码 | 科目名称 | 合计 |\n| 201 | 一般公共服务支出 | 12.00 |\n"
PACK = """\
pack: test/two
title: 试验
version: "1"
applies: {kind: budget}
defaults: {severity: error, basis: [law]}
basis:
  law: {instrument: 中华人民共和国预算法}
sections: {text: 预算安排}
tables: {t: {title: 支出预算表, belongs: package, columns: {total: 合计}, rows: {lines: {where: total is not blank}}}}
facts: {spent: {in: text, phrase: "支出预算{total: money}"}}
rules:
  T1:
    title: 文字与表一致
    assert: spent.total == sum(t.lines.total)
    fix: 核对。
    examples:
      - {outcome: pass, given: 略}
      - {outcome: fail, given: 略}
  T2:
    title: 有表
    assert: t is present
    fix: 补表。
    examples:
      - {outcome: pass, given: 略}
      - {outcome: fail, given: 略}
"""
DESCRIBED = """\
entity: 某市某局
fiscal_year: 2024
kind: budget
files:
  - {file: 说明.txt, role: explanation}
  - {file: 表格.txt, role: tables}
complete: true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "说明.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "表格.txt").write_text(TABLES, encoding="utf-8")
    (tmp_path / "submission.yaml").write_text(DESCRIBED, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path


def judged(submission: Path, *also: Path) -> dict[str, OutcomeKind]:
    folder = submission if submission.is_dir() else submission.parent
    library = Library()
    named = [Chosen(library.load(str(folder / "rules.yaml")), "")]
    report = report_on(submission, library, named, also=also)
    return {outcome.rule: outcome.kind for outcome in report.outcomes}


def test_tables_and_words_of_two_files_are_compared(folder: Path) -> None:
    both = {"T1": OutcomeKind.PASS, "T2": OutcomeKind.PASS}
    assert judged(folder) == both
    assert judged(folder / "说明.txt", folder / "表格.txt") == both
    assert judged(folder / "表格.txt", folder / "说明.txt") == both
    (folder / "表格.txt").write_text(TABLES.replace("12.00", "13.00"), encoding="utf-8")
    assert judged(folder)["T1"] is OutcomeKind.FAIL


def test_each_place_names_its_file_and_the_report_lists_them(folder: Path) -> None:
    (folder / "表格.txt").write_text(TABLES.replace("12.00", "13.00"), encoding="utf-8")
    target = folder / "r.json"
    given = [
        "check",
        str(folder),
        "--rules",
        str(folder / "rules.yaml"),
        "--format",
        "json",
        "-o",
        str(target),
    ]
    ran = CliRunner().invoke(app, given)
    assert ran.exit_code == 1
    assert "《说明.txt》第 3 行" in ran.output or "《表格.txt》第 5 行" in ran.output
    report: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    assert [one["name"] for one in report["submission"]["files"]] == ["说明.txt", "表格.txt"]
    (finding,) = report["findings"]
    assert {(item["file"], item["line"]) for item in finding["evidence"]} == {
        ("说明.txt", 3),
        ("表格.txt", 5),
    }


def test_what_is_absent_fails_only_in_a_complete_package(folder: Path) -> None:
    alone = DESCRIBED.replace("  - {file: 表格.txt, role: tables}\n", "")
    (folder / "submission.yaml").write_text(alone, encoding="utf-8")
    assert judged(folder)["T2"] is OutcomeKind.FAIL
    (folder / "submission.yaml").write_text(
        alone.replace("complete: true", "complete: false"), encoding="utf-8"
    )
    assert judged(folder)["T2"] is OutcomeKind.UNDETERMINED
    (folder / "submission.yaml").write_text(alone.replace("complete: true\n", ""), encoding="utf-8")
    assert judged(folder)["T2"] is OutcomeKind.UNDETERMINED
    assert judged(folder / "说明.txt")["T2"] is OutcomeKind.UNDETERMINED


def test_one_of_the_tables_alone_is_no_sign_that_the_others_are_missing(folder: Path) -> None:
    """Of a file by itself it is: there the tables stand together."""
    other = "{title: 收入预算表, belongs: together, columns: {total: 合计}, rows: {lines: {where: total is not blank}}}"
    two = PACK.replace("belongs: package", "belongs: together").replace(
        "tables: {", f"tables: {{u: {other}, "
    )
    (folder / "rules.yaml").write_text(
        two.replace("assert: t is present", "assert: u is present"), encoding="utf-8"
    )
    assert judged(folder)["T2"] is OutcomeKind.FAIL
    for said in ("complete: false", ""):
        (folder / "submission.yaml").write_text(DESCRIBED.replace("complete: true", said), encoding="utf-8")
        assert judged(folder)["T2"] is OutcomeKind.UNDETERMINED
    assert judged(folder / "表格.txt")["T2"] is OutcomeKind.FAIL


SEED = Path(__file__).resolve().parents[2] / "shared" / "submissions" / "seed-shijiazhuang-2019.txt"


@pytest.mark.skipif(not SEED.is_file(), reason="needs the real files in ../shared")
@pytest.mark.parametrize(("tables", "absent"), [(False, 8), (True, 6)])
def test_the_tables_that_a_real_explanation_lacks_fail_only_in_a_complete_package(
    tmp_path: Path, tables: bool, absent: int
) -> None:
    title = "石家庄市人民政府办公厅2019年部门预算公开表\n"
    rows = "单位：万元\n| 科目编码 | 科目名称 | 合计 |\n| 201 | 一般公共服务支出 | 7445.08 |\n\n"
    made = f"{title}\n2019年部门收入总表\n{rows}2019年部门支出总表\n{rows}"
    (tmp_path / "说明.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "表格.txt").write_text(made, encoding="utf-8")
    files = "说明.txt, 表格.txt" if tables else "说明.txt"
    library = Library()
    for complete, kind in (("true", OutcomeKind.FAIL), ("false", OutcomeKind.UNDETERMINED)):
        description = f"files: [{files}]\ncomplete: {complete}\n"
        (tmp_path / "submission.yaml").write_text(description, encoding="utf-8")
        outcomes = [one for one in report_on(tmp_path, library).outcomes if one.rule == "DB101"]
        assert len([one for one in outcomes if one.kind is kind]) == absent
        assert {one.kind for one in outcomes} <= {kind, OutcomeKind.PASS}


def test_no_section_reaches_into_the_next_file(folder: Path) -> None:
    facts = read_facts(folder)
    table = next(at for at, block in enumerate(facts.document.blocks) if isinstance(block, Table))
    assert facts.sections[table] == ()
    assert [one.start for one in facts.document.members] == [0, 5]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("entity: 某市某局", "entity: 某市某厅", "submission.yaml:1:9: 与文件所写的不符"),
        ("fiscal_year: 2024", "fiscal_year: 2023", "submission.yaml:2:14: 与文件所写的不符"),
        ("kind: budget", "kind: final-accounts", "submission.yaml:3:7: 与文件所写的不符"),
        ("表格.txt, role", "表.txt, role", "submission.yaml:6:12: 文件夹里没有这个文件"),
        ("表格.txt, role", "../表格.txt, role", "submission.yaml:6:12: 文件夹里没有这个文件"),
        ("表格.txt, role", "说明.txt, role", "submission.yaml:6:12: 文件写了两次"),
        ("role: tables", "role: table", "submission.yaml:6:"),
        ("complete: true", "complete: maybe", "submission.yaml:7:11"),
        ("complete: true", "published: 2024-02-30", "submission.yaml:7:12: 没有这一天"),
        ("kind:", "kinds:", "submission.yaml:3:1: 没有键"),
    ],
)
def test_a_wrong_or_contradictory_description_is_told_at_its_place(
    folder: Path, old: str, new: str, words: str
) -> None:
    (folder / "submission.yaml").write_text(DESCRIBED.replace(old, new), encoding="utf-8")
    ran = CliRunner().invoke(app, ["check", str(folder), "-o", str(folder / "r.html")])
    assert ran.exit_code == 2
    assert words in ran.output
    assert not (folder / "r.html").exists()


def test_files_of_two_bodies_or_years_are_no_package(folder: Path) -> None:
    for old, new in (("某局", "某厅"), ("2024", "2023")):
        (folder / "表格.txt").write_text(TABLES.replace(old, new), encoding="utf-8")
        with pytest.raises(SubmissionError, match="一套材料应是同一份公开"):
            report_on(folder / "说明.txt", Library(), also=(folder / "表格.txt",))


def test_a_folder_without_a_description_is_no_submission(folder: Path) -> None:
    (folder / "submission.yaml").unlink()
    with pytest.raises(SubmissionError, match="文件夹里没有 submission"):
        read_facts(folder)


# --- ZIP ---


def zipped(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "材料.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_names_that_an_archiver_of_windows_wrote_are_read(folder: Path) -> None:
    path = zipped(folder, {"abcd.txt": TEXT.encode()})
    path.write_bytes(path.read_bytes().replace(b"abcd.txt", "说明.txt".encode("gbk")))
    assert [one.name for one in read_facts(path).document.members] == ["说明.txt"]


def test_a_zip_is_a_package(folder: Path) -> None:
    path = zipped(
        folder, {"公开/说明.txt": TEXT.encode(), "公开/表格.txt": TABLES.encode(), "__MACOSX/x.txt": b"x"}
    )
    assert judged(path) == {"T1": OutcomeKind.PASS, "T2": OutcomeKind.PASS}
    assert [one.name for one in read_facts(path).document.members] == ["公开/说明.txt", "公开/表格.txt"]


def test_a_description_in_a_zip_counts(folder: Path) -> None:
    described = DESCRIBED.replace("  - {file: 表格.txt, role: tables}\n", "").encode()
    path = zipped(folder, {"说明.txt": TEXT.encode(), "submission.yaml": described})
    assert judged(path)["T2"] is OutcomeKind.FAIL


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"x.jpg": b"x"}, "没有可读的文件"),
        ({"x.txt": b"0" * (60 * 2**20)}, "倍数达 "),
        ({f"{at}.txt": b"x" for at in range(201)}, "一份材料的文件数达 201"),
        ({"x.txt": TEXT.encode(), "submission.yaml": b"files: [y.txt]"}, "压缩包里没有这个文件"),
    ],
)
def test_a_zip_that_cannot_be_a_package_says_why(folder: Path, members: dict[str, bytes], words: str) -> None:
    with pytest.raises(SubmissionError, match=words):
        read_facts(zipped(folder, members))


def test_a_damaged_zip_is_told(folder: Path) -> None:
    path = zipped(folder, {"说明.txt": TEXT.encode()})
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(SubmissionError, match="压缩包无法打开"):
        read_facts(path)


def test_what_a_zip_holds_besides_is_named_and_not_passed_over_in_silence(folder: Path) -> None:
    path = zipped(folder, {"说明.txt": TEXT.encode(), "图.jpg": b"x", "内.zip": b"x"})
    out = folder / "out"
    formats = ("--format", "json", "--format", "html")
    ran = CliRunner().invoke(app, ["check", str(path), "-o", str(out), "--rules", str(folder / "rules.yaml"), *formats])  # fmt: skip
    assert "没有读：图.jpg" in ran.stdout
    said = json.loads((out / "材料.report.json").read_text(encoding="utf-8"))["submission"]
    assert said["passed_over"] == ["图.jpg", "内.zip"]
    assert "内.zip" in (out / "材料.report.html").read_text(encoding="utf-8")
