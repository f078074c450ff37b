"""Follow-up: what became of an earlier report's findings; only what is decided again and holds is fixed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from checker import resources
from checker.cli import app
from checker.model.errors import UsageError
from checker.report import Report
from checker.report.earlier import Fate, load
from checker.report.follow_up import followed_up
from checker.report.notices import unlike_notices
from checker.report.words import words
from checker.writers import csv as csv_writer
from checker.writers import html, sarif
from checker.writers import json as writer
from checker.writers.json import as_json
from tests import small
from tests.test_csv import NAMES, TEXT

ZH = words("zh")
EQUAL, DUTIES = "income.x == spending.x", "duties is present"
SAMPLE = Path(__file__).resolve().parent.parent / "examples" / "sample-budget-2019.txt"


def against(tmp_path: Path, before: Report, now: Report) -> Report:
    path = tmp_path / "earlier.json"
    path.write_bytes(writer.write(before, ZH))
    return followed_up(now, load(path))


def report_on(text: str, *conditions: str) -> Report:
    return small.report_on(NAMES, text, *(conditions or (EQUAL, DUTIES)))


def fates(report: Report) -> list[tuple[str, Fate]]:
    assert report.follow_up is not None
    return [(one.rules[0], one.fate) for one in report.follow_up.gone]


def test_what_holds_now_is_fixed_what_is_the_same_is_still_there_and_the_rest_is_new(tmp_path: Path) -> None:
    fixed = against(tmp_path, report_on(TEXT), report_on(TEXT.replace("400.00", "500.00")))
    assert fates(fixed) == [("R0", Fate.FIXED)]
    assert fixed.follow_up is not None
    assert fixed.follow_up.counts(finding.fingerprint for finding in fixed.findings) == {
        "fixed": 1,
        "changed": 0,
        "undecided": 0,
        "still": 1,
        "new": 0,
    }
    new = against(tmp_path, report_on(TEXT.replace("400.00", "500.00")), report_on(TEXT))
    assert new.follow_up is not None
    assert [new.follow_up.of(finding.fingerprint) for finding in new.findings] == ["new", "still"]


def test_a_finding_is_the_same_where_the_lines_have_shifted(tmp_path: Path) -> None:
    shifted = TEXT.replace("一、收支情况\n", "说明如下。\n\n一、收支情况\n")
    report = against(tmp_path, report_on(TEXT), report_on(shifted))
    assert fates(report) == []
    assert report.follow_up is not None
    assert len(report.follow_up.still) == 2


@pytest.mark.parametrize(
    ("now", "fate"),
    [
        pytest.param(("400.00", "450.00"), Fate.CHANGED, id="another wrong figure"),
        pytest.param(("400.00万元", "若干"), Fate.UNDECIDED, id="no figure any more"),
    ],
)
def test_what_does_not_hold_for_certain_is_not_called_fixed(
    tmp_path: Path, now: tuple[str, str], fate: Fate
) -> None:
    report = against(tmp_path, report_on(TEXT, EQUAL), report_on(TEXT.replace(*now), EQUAL))
    assert fates(report) == [("R0", fate)]


def test_a_rule_that_is_not_asked_any_more_leaves_it_open(tmp_path: Path) -> None:
    report = against(tmp_path, report_on(TEXT, DUTIES, EQUAL), report_on(TEXT, DUTIES))
    assert fates(report) == [("R1", Fate.UNDECIDED)]


def test_json_html_sarif_and_csv_show_it(tmp_path: Path) -> None:
    report = against(tmp_path, report_on(TEXT), report_on(TEXT.replace("400.00", "500.00")))
    said = json.loads(json.dumps(as_json(report, ZH)))
    jsonschema.validate(said, json.loads(resources.text("reports", "report.schema.json")))
    assert said["follow_up"]["gone"][0] | {"fingerprint": ""} == {
        "fingerprint": "",
        "fate": "fixed",
        "rules": ["R0"],
        "subject": "",
        "severity": "error",
        "headline": "收入500.00万元，支出400.00万元，相差100万元",
        "page": None,
        "line": 3,
        "spot": None,
    }
    assert [finding["follow_up"] for finding in said["findings"]] == ["still"]
    page = html.write(report, ZH).decode("utf-8")
    assert "与前次报告 earlier.json 相比" in page
    assert "收入500.00万元，支出400.00万元，相差100万元" in page
    (result,) = json.loads(sarif.write(report, ZH))["runs"][0]["results"]
    assert result["baselineState"] == "unchanged"
    _, row = csv.reader(io.StringIO(csv_writer.write(report, ZH).decode("utf-8-sig"), newline=""))
    assert row[6] == "仍在"


def test_a_report_on_another_body_or_year_is_compared_but_told(tmp_path: Path) -> None:
    report = against(
        tmp_path, report_on(TEXT), report_on(TEXT.replace("2019", "2020").replace("某某局", "另一局"))
    )
    assert list(unlike_notices(report, ZH)) == [
        "前次报告的部门（单位）是“石家庄市某某局”，这次是“石家庄市另一局”",
        "前次报告的年度是“2019”，这次是“2020”",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "打不开"),
        (b"\xff\xfe", "不是 JSON"),
        (b"[" * 100_000, "不是 JSON"),
        (b"{}", "不是 checker check --format json 写的报告"),
    ],
)
def test_a_file_that_is_no_report_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "earlier.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        load(path)


def test_the_terminal_says_what_became_of_each_and_escape_codes_do_not_come_through(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    hostile = writer.write(report_on(TEXT), ZH).replace("支出400.00".encode(), b"\\u001b[31m")
    earlier.write_bytes(hostile)
    ran = CliRunner().invoke(
        app, ["check", str(SAMPLE), "--against", str(earlier), "-o", str(tmp_path / "r.html")]
    )
    assert ran.exit_code == 1
    assert (
        "与前次报告 earlier.json 相比：已改正 0；有改动，仍不成立 0；看不出是否改正 2；仍在 0；新增 5"
        in ran.stdout
    )
    assert "\\u001b[31m" in ran.stdout
    assert "\x1b" not in ran.stdout


def test_several_submissions_each_find_their_own_earlier_report(tmp_path: Path) -> None:
    """By the file's name, else by body, kind and year; what finds none, and what is found by none, is told."""
    text = SAMPLE.read_text("utf-8")
    before, now = tmp_path / "before", tmp_path / "now"
    for folder in (before, now):
        folder.mkdir()
    same, renamed, new = now / "一.txt", now / "改名.txt", now / "三.txt"
    same.write_text(text, "utf-8")
    (before / "一.txt").write_text(text, "utf-8")
    other = text.replace("2019", "2018").replace("2017", "2016")
    renamed.write_text(other, "utf-8")
    (before / "二.txt").write_text(other, "utf-8")
    (before / "四.txt").write_text(TEXT, "utf-8")
    new.write_text(text.replace("2019", "2015"), "utf-8")
    run = ["check", "--format", "json", "--fail-on", "never"]
    earlier = [str(path) for path in sorted(before.iterdir())]
    assert CliRunner().invoke(app, [*run, *earlier, "-o", str(tmp_path / "earlier")]).exit_code == 0
    submissions = [str(path) for path in (same, renamed, new)]
    ran = CliRunner().invoke(
        app, [*run, *submissions, "--against", str(tmp_path / "earlier"), "-o", str(tmp_path / "out")]
    )
    assert ran.exit_code == 0
    reports = {path.stem: json.loads(path.read_bytes()) for path in (tmp_path / "out").iterdir()}
    found = {stem: said["follow_up"] and said["follow_up"]["report"] for stem, said in reports.items()}
    assert found == {"一.report": "一.report.json", "改名.report": "二.report.json", "三.report": None}
    assert {one["follow_up"] for one in reports["改名.report"]["findings"]} == {"still"}
    assert "三.txt：没有找到这份材料的前次报告" in ran.stderr
    assert "前次报告 四.report.json（四.txt）没有用上" in ran.stderr


def test_a_folder_without_reports_is_refused(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["check", str(SAMPLE), "--against", str(tmp_path)])
    assert "没有 JSON 报告" in str(ran.exception)
