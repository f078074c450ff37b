"""Waivers: what somebody answers for stays in sight and does not count; nothing is waived or returns unseen."""

from __future__ import annotations

import csv as csv_
import io
import json
from datetime import date
from functools import partial
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from checker import resources
from checker.cli import app
from checker.model.errors import RuleFileError
from checker.report import Report, Verdict
from checker.report.inspection import inspected
from checker.report.notices import waiver_notices
from checker.report.waive import waived
from checker.report.waivers import WaiverFile, read
from checker.report.words import words
from checker.writers import csv, html, sarif, xlsx
from checker.writers.json import as_json
from tests.small import report_on as small_report
from tests.test_csv import NAMES, TEXT

ZH = words("zh")
TODAY = date(2026, 11, 24)
EQUAL, BOUND = "income.x == spending.x", "income.x <= spending.x"
SAMPLE = Path(__file__).resolve().parent.parent / "examples" / "sample-budget-2019.txt"
report_on = partial(small_report, NAMES, TEXT)


def entry(what: str, until: str = "2026-12-31", more: str = "") -> str:
    return f"- {what}\n  reason: 已核实\n  approved_by: 张科长\n  until: {until}\n{more}"


def applied(report: Report, *entries: str, today: date = TODAY) -> Report:
    text = "waivers:\n" + "".join(entries)
    return waived(report, WaiverFile("waivers.yaml", read(text, "waivers.yaml"), "0" * 64), today)


def test_a_waived_finding_stays_in_the_report_but_not_in_its_verdict_and_counts() -> None:
    report = report_on(EQUAL, "duties is present")
    assert report.verdict is Verdict.FAILED
    first = applied(report, entry(f"fingerprint: {report.findings[0].fingerprint}"))
    assert [bool(finding.waivers) for finding in first.findings] == [False, True]
    assert [finding.rule.id for finding in first.findings] == ["R1", "R0"]
    assert first.verdict is Verdict.FAILED
    both = applied(report, entry("rule: R0"), entry("rule: R1"))
    assert len(both.findings) == 2
    assert both.open == ()
    assert both.verdict is not Verdict.FAILED
    said = as_json(both, ZH)
    jsonschema.validate(said, json.loads(resources.text("reports", "report.schema.json")))
    summary = json.loads(json.dumps(said))["summary"]
    assert summary["findings"] == {"error": 0, "warning": 0, "info": 0}
    assert summary["waived"] == 2
    assert summary["outcomes"]["fail"] == 2


def test_every_output_shows_who_answers_for_it() -> None:
    report = applied(report_on(EQUAL), entry("rule: R0"))
    said = "已核实（张科长批准，有效至 2026-12-31）"
    assert said in html.write(report, ZH).decode("utf-8")
    (result,) = json.loads(sarif.write(report, ZH))["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": said}]
    assert len(xlsx.write(report, ZH)) > 1000


def test_a_waiver_ends_after_its_day_and_the_finding_counts_again() -> None:
    report = report_on(EQUAL)
    last = applied(report, entry("rule: R0"), today=date(2026, 12, 31))
    assert (last.open, waiver_notices(last, ZH)) == ((), ())
    after = applied(report, entry("rule: R0"), today=date(2027, 1, 1))
    assert len(after.open) == 1
    assert waiver_notices(after, ZH) == (
        "waivers.yaml 第 2 行：规则 R0 的豁免已于 2026-12-31 到期，问题仍在，重新计入",
    )
    gone = applied(report_on("income.x == income.x"), entry("rule: R0"), today=date(2027, 1, 1))
    assert waiver_notices(gone, ZH) == ("waivers.yaml 第 2 行：规则 R0 的豁免已于 2026-12-31 到期",)


def test_a_waiver_that_meets_no_finding_is_told() -> None:
    report = applied(report_on(EQUAL), entry("rule: R1"), entry(f"fingerprint: {'0' * 16}"))
    assert len(report.open) == 1
    (invocation,) = json.loads(sarif.write(report, ZH))["runs"][0]["invocations"]
    said = [one["message"]["text"] for one in invocation["toolConfigurationNotifications"]]
    assert said == list(waiver_notices(report, ZH))
    assert waiver_notices(report, ZH) == (
        "waivers.yaml 第 2 行：规则 R1 的豁免没有用上，没有这样的问题",
        "waivers.yaml 第 6 行：指纹 0000000000000000 的豁免没有用上，没有这样的问题",
    )


def test_the_table_of_findings_tells_it_in_a_row_without_a_number() -> None:
    report = applied(report_on(EQUAL), entry("fingerprint: 0123456789abcdef"))
    *_, last = csv_.reader(io.StringIO(csv.write(report, ZH).decode("utf-8-sig"), newline=""))
    assert last[:5] == ["submission.txt", "石家庄市某某局", "2019", "", "注意"]
    assert last[10] == "waivers.yaml 第 2 行：指纹 0123456789abcdef 的豁免没有用上，没有这样的问题"


def test_a_rule_is_waived_only_for_its_subject_and_its_entity() -> None:
    report = report_on(EQUAL)
    assert len(applied(report, entry("rule: R0", more="  subject: 别处\n")).open) == 1
    assert len(applied(report, entry("rule: R0", more="  entity: 石家庄市某某局\n")).open) == 0
    other = applied(report, entry("rule: R0", more="  entity: 石家庄市另一局\n"))
    assert len(other.open) == 1
    assert waiver_notices(other, ZH) == ()  # it is for another file of the folder


def test_a_finding_of_two_rules_needs_both_waived() -> None:
    report = report_on(EQUAL, EQUAL)
    (finding,) = report.findings
    assert [rule.id for rule in finding.rules] == ["R0", "R1"]
    assert len(applied(report, entry("rule: R0")).open) == 1
    assert applied(report, entry("rule: R0"), entry("rule: R1")).open == ()


def test_the_form_does_not_say_yes_where_a_failure_was_waived() -> None:
    report = applied(report_on(EQUAL), entry("rule: R0"))
    answers = {line.answer.value for line in inspected(report) if line.problems}
    assert "not_met" not in answers
    assert "met" not in answers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "waivers:\n- {fingerprnt: abc, reason: x, approved_by: y, until: 2026-12-31}\n",
            ["w.yaml:2:4: 没有“fingerprnt”这个键 / unknown key “fingerprnt”；是否指 / did you mean “fingerprint”?"],
        ),
        (
            "waivers:\n- {rule: R0, until: 2026-13-01, reason: ''}\n",
            ["w.yaml:2:3: 缺少“approved_by”", "w.yaml:2:21: “2026-13-01”不是日期", "w.yaml:2:42: “reason”应写"],
        ),
        (
            "waivers:\n- {rule: R0, fingerprint: abc, until: 20261231, reason: x, approved_by: y}\n",
            ["w.yaml:2:3: 应写 fingerprint 或 rule", "w.yaml:2:27: 指纹应为", "w.yaml:2:39: “20261231”不是日期"],
        ),
        ("waivres: []\n", ["w.yaml:1:1: 应写 waivers:", "w.yaml:1:1: 没有“waivres”这个键"]),
        ("waivers:\n- R0\n", ["w.yaml:2:3: 每项应为“键: 值”"]),
        ("waivers:\n- {subject: 合计, fingerprint: 0123456789abcdef, reason: x, approved_by: y, until: 2026-12-31}\n",
            ["w.yaml:2:4: subject 要与 rule 同写"]),
        ("waivers: [\n", ["w.yaml:"]),
    ],
)  # fmt: skip
def test_every_slip_in_the_file_is_told_with_its_line_and_column(text: str, said: list[str]) -> None:
    with pytest.raises(RuleFileError) as caught:
        read(text, "w.yaml")
    told = str(caught.value).splitlines()
    assert len(told) == len(said)
    for line, begin in zip(told, said, strict=True):
        assert line.startswith(begin)


def checked(tmp_path: Path, *arguments: str) -> Result:
    target = tmp_path / "report.json"
    return CliRunner().invoke(
        app, ["check", str(tmp_path / "sample.txt"), "--format", "json", "-o", str(target), *arguments]
    )


def test_a_file_beside_the_submission_is_used_and_what_lapsed_is_told_on_standard_error(
    tmp_path: Path,
) -> None:
    (tmp_path / "sample.txt").write_bytes(SAMPLE.read_bytes())
    assert checked(tmp_path).exit_code == 1
    findings = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["findings"]
    entries = [entry(f"fingerprint: {finding['fingerprint']}") for finding in findings]
    (tmp_path / "waivers.yaml").write_text("waivers:\n" + "".join(entries), encoding="utf-8")
    ran = checked(tmp_path, "--today", "2026-12-31")
    assert (ran.exit_code, ran.stderr) == (0, "")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["waivers"]["day"] == "2026-12-31"
    assert report["run"]["arguments"] == ["--waivers", "waivers.yaml", "--today", "2026-12-31"]
    ran = checked(tmp_path, "--today", "2027-01-01")
    assert ran.exit_code == 1
    assert ran.stderr.count("到期，问题仍在，重新计入") == len(findings)


def test_a_faulty_or_missing_file_stops_the_call_before_anything_is_checked(tmp_path: Path) -> None:
    (tmp_path / "sample.txt").write_bytes(SAMPLE.read_bytes())
    (tmp_path / "waivers.yaml").write_text("waivers: 1\n", encoding="utf-8")
    ran = checked(tmp_path)
    assert isinstance(ran.exception, RuleFileError)
    assert not (tmp_path / "report.json").exists()
    ran = checked(tmp_path, "--waivers", str(tmp_path / "no.yaml"))
    assert "豁免文件打不开" in str(ran.exception)
