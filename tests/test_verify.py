"""`checker verify`, and the same bytes from the same input whatever the settings of the machine are."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from checker import resources, writers
from checker.cli import app
from checker.model.errors import CheckerError
from tests import histories

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "sample-budget-2019.pdf"
RULES = """\
pack: own
title: 自己的规则
version: "1"
extends: [common/history]
applies: {kind: budget}
defaults: {severity: warning, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法}}
tables:
  spending:
    title: 支出预算表
    belongs: package
    columns: {code: 科目编码, name: 科目名称, total: 合计}
    rows: {items: {where: code is not blank}}
    codes: {list: own_classes, column: code}
rules:
  OWN1:
    title: 有支出预算表
    assert: spending is present
    fix: 补上。
    examples:
      - {outcome: pass, given: "支出预算表\\n|科目编码|科目名称|合计|\\n|201|一般公共服务支出|1.00|"}
      - {outcome: fail, given: "一、主要职责"}
"""
LIST = "list: own_classes\ntitle: 自己的目录\neditions:\n  - {id: a, from: 2000, file: own.csv, complete: false}\n"
CODES = "code,name,standing\n205,教育支出,found\n"
WAIVERS = "waivers:\n  - {rule: OWN1, reason: 试, approved_by: 试, until: 2030-01-01}\n"


@dataclass(frozen=True)
class Folder:
    """All that a report can be made from, in a folder."""

    at: Path

    @property
    def given(self) -> list[str]:
        """The options of a call, as a call in this folder writes them."""
        return (
            "--rules own.yaml --rules-path more --prior before.txt --units units --names names.yaml "
            "--waivers waivers.yaml --against old.json --limit combinations=90000"
        ).split()

    def check(self) -> None:
        ran = run(
            self.at,
            "check",
            "now.txt",
            "--format",
            "json",
            "-o",
            "report.json",
            *self.given,
            "--today",
            "2026-01-01",
        )
        assert ran.returncode in (0, 1), ran.stderr

    def verify(self, **settings: Any) -> tuple[int, str]:
        ran = run(self.at, "verify", "report.json", "--submission", "now.txt", *self.given, **settings)
        assert "Traceback" not in ran.stderr
        return ran.returncode, ran.stdout + ran.stderr

    @property
    def report(self) -> Any:
        return json.loads((self.at / "report.json").read_bytes())


def run(at: Path, *arguments: str, umask: int = -1, **settings: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "checker", *arguments],
        cwd=at,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"} | settings,
        capture_output=True,
        encoding=settings.get("PYTHONIOENCODING", "utf-8"),
        errors="backslashreplace",
        umask=umask,
        check=False,
    )


def folder_at(at: Path, backwards: bool = False) -> Folder:
    """The files, written in one order or the other."""
    year, before = histories.history(5)[2024], histories.history(5)[2023]
    files = {
        "now.txt": histories.budget(2024, year, before),
        "now.txt.meta.yaml": "approved: 2024-01-10\npublished: 2024-01-20\n",
        "before.txt": histories.budget(2023, before, None),
        **{f"units/{unit}.txt": histories.unit_budget(unit, 2024, year) for unit in histories.UNITS},
        "names.yaml": "names:\n  某市教育局: [某市教育委员会]\n",
        "own.yaml": RULES,
        "more/code_lists/own.yaml": LIST,
        "more/code_lists/own.csv": CODES,
        "waivers.yaml": WAIVERS,
    }
    for name, text in sorted(files.items(), reverse=backwards):
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_bytes(text.encode("utf-8"))
    return Folder(at)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A folder with an earlier report, and the report that is looked at."""
    folder = folder_at(tmp_path_factory.mktemp("made"))
    ran = run(
        folder.at, "check", "now.txt", "--format", "json", "-o", "old.json", "--rules", "common/history"
    )
    assert ran.returncode in (0, 1), ran.stderr
    folder.check()
    return folder


@pytest.fixture
def folder(made: Folder, tmp_path: Path) -> Folder:
    shutil.copytree(made.at, tmp_path / "copy")
    return Folder(tmp_path / "copy")


SETTINGS: list[dict[str, Any]] = [
    {
        "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "77", "COLUMNS": "20", "PYTHONIOENCODING": "ascii", "umask": 0o077,
    },
    {
        "LC_ALL": "", "LANG": "tr_TR.UTF-8", "PYTHONUTF8": "1", "TZ": "America/Los_Angeles",
        "PYTHONHASHSEED": "4242", "COLUMNS": "400", "PYTHONIOENCODING": "gb18030", "PYTHONOPTIMIZE": "1",
    },
]  # fmt: skip


@pytest.mark.parametrize("settings", SETTINGS, ids=["plain", "foreign"])
def test_other_settings_of_the_machine_give_the_same_bytes(
    made: Folder, tmp_path: Path, settings: dict[str, Any]
) -> None:
    other = folder_at(tmp_path / "其他", backwards=True)
    shutil.copy(made.at / "old.json", other.at / "old.json")
    (other.at / "elsewhere").mkdir()
    given = [f"../{part}" if (other.at / part).exists() else part for part in other.given]
    ran = run(
        other.at / "elsewhere",
        *("check", "../now.txt", "--format", "json", "-o", "../report.json", *given, "--today", "2026-01-01"),
        **settings,
    )
    assert ran.returncode in (0, 1), ran.stderr
    assert (other.at / "report.json").read_bytes() == (made.at / "report.json").read_bytes()
    assert other.verify(**settings)[0] == 0
    assert (other.at / "report.json").stat().st_mode & 0o777 == 0o666 & ~(settings.get("umask") or 0o022)


def test_other_settings_give_the_same_bytes_in_every_format(tmp_path: Path) -> None:
    """But for SARIF, which names the submission as the call does, so that editors find it."""
    formats = [part for name in writers.formats() if name != "sarif" for part in ("--format", name)]
    for at, settings in (("one", {"PYTHONHASHSEED": "1"}), ("two", SETTINGS[0])):
        (tmp_path / at).mkdir()
        ran = run(tmp_path / at, "check", os.path.relpath(SAMPLE, tmp_path / at), *formats, **settings)
        assert ran.returncode == 1, ran.stderr
    one, two = ({file.name: file.read_bytes() for file in (tmp_path / at).iterdir()} for at in ("one", "two"))
    assert len(one) == len(writers.formats()) - 1
    assert [name for name in one if one[name] != two[name]] == []


def test_any_number_of_workers_gives_the_bytes_of_a_single_check(tmp_path: Path) -> None:
    lines = set()
    reports: dict[str, bytes] = {}
    for jobs, backwards in (("1", False), ("3", True)):
        source = folder_at(tmp_path / jobs / "in", backwards).at
        shutil.copy(SAMPLE, source / "sample.pdf")
        shutil.rmtree(source / "units")  # which a batch calls by its folder, and a call by its name
        at = tmp_path / jobs
        ran = run(
            at,
            "batch",
            "in",
            "-o",
            "out",
            "-j",
            jobs,
            "--format",
            "json",
            "--no-cache",
            "--today",
            "2026-01-01",
            PYTHONHASHSEED=jobs,
        )
        assert ran.returncode == 1, ran.stderr
        lines.add((at / "out" / "results.jsonl").read_bytes())
        found = {path.name: path.read_bytes() for path in (at / "out" / "reports").rglob("*.json")}
        assert not reports or found == reports
        reports = found
    assert len(lines) == 1
    assert len(reports) == 3
    arguments = ("--prior", "before.txt", "--waivers", "waivers.yaml", "--today", "2026-01-01")
    ran = run(tmp_path / "1" / "in", "check", "now.txt", "--format", "json", "-o", "../now.json", *arguments)
    assert ran.returncode in (0, 1), ran.stderr
    assert (tmp_path / "1" / "now.json").read_bytes() == reports["now.txt.report.json"]
    ran = run(
        tmp_path / "1" / "in",
        "verify",
        "../out/reports/now.txt.report.json",
        "--submission",
        "now.txt",
        "--prior",
        "before.txt",
    )
    assert ran.returncode == 0, ran.stdout


def test_the_report_holds_the_hash_of_all_that_it_was_made_from(made: Folder) -> None:
    report = made.report
    jsonschema.validate(report, json.loads(resources.text("reports", "report.schema.json")))
    hashes = {one["name"]: one["sha256"] for one in report["run"]["files"]}
    assert list(hashes) == ["now.txt.meta.yaml", "names.yaml", "waivers.yaml", "old.json"]
    assert [one["name"] for one in report["beside"]] == [
        "before.txt",
        *(f"{unit}.txt" for unit in sorted(histories.UNITS)),
    ]
    (pack,) = report["packs"]
    assert [one["name"] for one in pack["files"]] == [
        "common/history.yaml",
        "own.yaml",
        "code_lists/own.yaml",
        "code_lists/own.csv",
    ]
    assert (
        report["run"]["arguments"]
        == (
            "--rules own.yaml --limit combinations=90000 --prior before.txt --units units --names names.yaml "
            "--waivers waivers.yaml --today 2026-01-01 --against old.json"
        ).split()
    )
    assert len(report["run"]["sha256"]) == 64
    assert report["run"]["libraries"]["lxml"]


def flipped(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode("utf-8")
    assert text.count(old) >= 1, old
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))


@pytest.mark.parametrize(
    ("name", "old", "new", "named", "same"),
    [
        ("now.txt", "部门预算\n", "部门预算\n\n", "材料（submission.sha256）", True),
        ("before.txt", "部门预算\n", "部门预算\n\n", "对照的文件 before.txt（beside[0].sha256）", True),
        ("now.txt.meta.yaml", "01-20", "01-21", "旁边的文件 now.txt.meta.yaml（run.files[0].sha256）", True),
        ("names.yaml", "委员会", "委员", "旁边的文件 names.yaml（run.files[1].sha256）", True),
        ("waivers.yaml", "reason: 试", "reason: 尝", "旁边的文件 waivers.yaml（run.files[2].sha256）", True),
        ("old.json", '"format"', '"format" ', "旁边的文件 old.json（run.files[3].sha256）", True),
        ("own.yaml", "有支出预算表", "有支出预算的表", "规则包 own own.yaml（packs[0].files[1].sha256）", True),
        ("own.yaml", "is present", "is not empty", "规则包 own own.yaml（packs[0].files[1].sha256）", True),
        ("more/code_lists/own.csv", "教育支出", "教育", "规则包 own code_lists/own.csv（packs[0].files[3].sha256）", True),
        ("report.json", '"outcome": "pass"', '"outcome": "fail"', "报告中是 \"fail\"，现在是 \"pass\"", False),
        ("report.json", '"verdict": "', '"verdict": "不', "（summary.verdict）：报告中是 \"不", False),
        ("report.json", '"version": "0', '"version": "1', "程序的版本（run.version）：报告中是 \"1", True),
        ("report.json", '"name": "now.txt"', '"name": "not.txt"', "材料（submission.name）：报告中是 \"not.txt\"，现在是 \"now.txt\"", True),
        ("report.json", '\n "run"', '\n  "run"', "起写法不是本程序写的", True),
    ],
)  # fmt: skip
def test_a_changed_byte_is_named(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str, named: str, same: bool
) -> None:
    flipped(folder.at / name, old, new)
    code, said = verified(folder, monkeypatch)
    assert code == 1, said
    assert named in said
    assert ("结果仍然相同" in said) is same


def verified(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """As `Folder.verify`, in this process."""
    monkeypatch.chdir(folder.at)
    ran = CliRunner().invoke(app, ["verify", "report.json", "--submission", "now.txt", *folder.given])
    if isinstance(ran.exception, CheckerError):
        return 2, str(ran.exception)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


def test_any_byte_of_the_report_that_is_changed_is_told(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty places over the whole report, each with its lowest bit turned."""
    path = folder.at / "report.json"
    whole = path.read_bytes()
    for at in range(7, len(whole), len(whole) // 40):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        code, said = verified(folder, monkeypatch)
        assert code in (1, 2), (at, said)
        assert said.strip()


def test_a_changed_submission_that_cannot_be_read_any_more_is_named_as_well(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder.at / "now.txt").write_bytes(b"\0" * 99)
    code, said = verified(folder, monkeypatch)
    assert code == 1
    assert "材料（submission.sha256）" in said
    assert "无法再查" in said


def test_a_report_that_was_changed_is_called_so_only_where_all_else_is_the_same(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "因此这份报告在写出以后被改动过"
    flipped(folder.at / "report.json", '"subject": "', '"subject": "某')
    assert words in verified(folder, monkeypatch)[1]
    flipped(folder.at / "now.txt", "部门预算\n", "部门预算\n\n")
    assert words not in verified(folder, monkeypatch)[1]


@pytest.mark.parametrize("option", ["--rules", "--prior", "--units", "--names", "--against", "--limit"])
def test_a_file_that_the_report_was_made_with_is_asked_for(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.chdir(folder.at)
    given = folder.given
    at = given.index(option)
    named = given[at + 1]
    ran = CliRunner().invoke(
        app, ["verify", "report.json", "--submission", "now.txt", *given[:at], *given[at + 2 :]]
    )
    assert isinstance(ran.exception, CheckerError)
    assert f"the report was made with {option} {named}: give it as well" in str(ran.exception)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda _: b"{", "report.json:1:2: 不是 JSON"),
        (lambda _: b"[" * 100_000, "嵌套过深"),
        (lambda data: data.replace(b"checker-report/1", b"checker-report/2"), "format"),
        (lambda data: data.replace(b'"arguments"', b'"argument"'), "'arguments' is a required property"),
        (lambda data: data.replace("教".encode(), b"\xff"), "不是 UTF-8"),
        (lambda _: b"[]", "不是 checker check --format json 写的报告"),
    ],
)
def test_what_is_no_report_gets_a_sentence(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, change: Callable[[bytes], bytes], sentence: str
) -> None:
    path = folder.at / "report.json"
    path.write_bytes(change(path.read_bytes()))
    code, said = verified(folder, monkeypatch)
    assert code == 2
    assert sentence in said


def test_files_that_a_call_put_together_are_given_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("一.txt", "二.txt"):
        Path(name).write_text(f"某市某局2024年部门预算\n{name[0]}、主要职责\n管理。\n", encoding="utf-8")
    asked = ["check", "一.txt", "二.txt", "--as-one", "--format", "json", "-o", "r.json"]
    assert CliRunner().invoke(app, asked).exit_code in (0, 1)
    ran = CliRunner().invoke(app, ["verify", "r.json", "--submission", "二.txt", "--submission", "一.txt"])
    assert (ran.exit_code, ran.output[:2]) == (0, "一致")
    ran = CliRunner().invoke(app, ["verify", "r.json", "--submission", "一.txt"])
    assert "报告是关于 2 个文件的" in str(ran.exception)
    Path("二.txt").write_text("某市某局2024年部门预算\n二、主要职责\n管理！\n", encoding="utf-8")
    ran = CliRunner().invoke(app, ["verify", "r.json", "--submission", "一.txt", "--submission", "二.txt"])
    assert ran.exit_code == 1
    assert "材料 二.txt（submission.files[1].sha256）" in ran.output


def test_a_language_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "r.json"
    CliRunner().invoke(app, ["check", str(SAMPLE), "--format", "json", "-o", str(target), "--lang", "en"])
    ran = CliRunner().invoke(app, ["verify", str(target), "--submission", str(SAMPLE), "--lang", "en"])
    assert (ran.exit_code, ran.output[:5]) == (0, "Same:")
