"""The SARIF report: valid, with places that code hosts and editors can show, and nothing told twice."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker.checking import report_on as report_on_file
from checker.report import Report
from checker.report.words import words
from checker.rulebook.library import Library
from checker.writers import sarif
from tests import small

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "sample-budget-2019.pdf"
REAL = sorted((ROOT.parent / "shared" / "submissions").glob("*.*"))
SCHEMA = jsonschema.Draft4Validator(
    json.loads((ROOT / "tests" / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))
)
NAMES = """\
pack: test/sarif
title: 试验
version: "1"
applies: {kind: budget}
defaults: {severity: error, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法, article: 第十四条}}
sections: {money: 收支情况, duties: 主要职责}
facts:
  income: {in: money, phrase: "收入{x: money}"}
  spending: {in: money, phrase: "支出{x: money}"}
rules:
"""
TEXT = """\
石家庄市某某局2019年部门预算
一、收支情况
收入500.00万元。
支出400.00万元。
"""
report_on = partial(small.report_on, NAMES)


def run_of(report: Report, language: str = "zh") -> dict[str, Any]:
    """The only run of a report's log, which is valid."""
    log = json.loads(sarif.write(report, words(language)))
    assert [error.message for error in SCHEMA.iter_errors(log)] == []
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_a_finding_in_a_text_stands_at_its_line_and_names_the_others() -> None:
    report = report_on(TEXT, "income.x == spending.x")
    (result,) = run_of(report)["results"]
    assert (result["ruleId"], result["level"], result["kind"]) == ("R0", "error", "fail")
    assert "收入500.00万元，支出400.00万元，相差100万元" in result["message"]["text"]
    (place,) = result["locations"]
    physical = place["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "submission.txt", "index": 0}
    assert physical["region"]["startLine"] == 3
    assert [one["physicalLocation"]["region"]["startLine"] for one in result["relatedLocations"]] == [4]
    assert result["relatedLocations"][0]["message"]["text"] == "所列数 第 4 行 400.00万元"
    (finding,) = report.findings
    assert result["partialFingerprints"]["checkerFinding/v1"] == finding.fingerprint
    assert result["properties"]["basis"] == ["《中华人民共和国预算法》第十四条"]
    assert result["properties"]["fix"] == "办法0。"


def test_a_place_in_a_pdf_is_a_page_and_a_box_and_no_invented_line() -> None:
    results = run_of(report_on_file(SAMPLE, Library()))["results"]
    assert results
    for result in results:
        physical = result["locations"][0]["physicalLocation"]
        assert physical["properties"]["page"] >= 1
        assert len(physical["properties"]["bbox"]) == 4
        assert "region" not in physical


def test_every_rule_of_the_packs_is_described_whether_it_found_anything_or_not() -> None:
    report = report_on(TEXT, "income.x == spending.x", "income.x == income.x")
    run = run_of(report)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["R0", "R1"]
    assert rules[1]["shortDescription"]["text"] == "标题1"
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")]
)
def test_the_level_says_how_grave_a_finding_is(severity: str, level: str) -> None:
    names = NAMES.replace("severity: error", f"severity: {severity}")
    (result,) = run_of(small.report_on(names, TEXT, "income.x == spending.x"))["results"]
    assert result["level"] == level


def test_what_cannot_be_told_is_a_notification_and_never_an_alert() -> None:
    run = run_of(report_on(TEXT.replace("400.00万元", "若干"), "income.x == spending.x"))
    assert run["results"] == []
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["associatedRule"] == {"id": "R0", "index": 0}
    assert notification["level"] == "warning"
    assert notification["message"]["text"].startswith("无法判定：")
    assert run["properties"]["verdict"] == "无法判定"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("送审/某局 2024.pdf", "%E9%80%81%E5%AE%A1/%E6%9F%90%E5%B1%80%202024.pdf"),
        ("/送审/a.pdf", "file:///%E9%80%81%E5%AE%A1/a.pdf"),
        ("", "submission.txt"),
    ],
)
def test_the_submission_is_named_as_in_the_call_and_never_by_a_path_of_the_machine(
    path: str, address: str
) -> None:
    run = run_of(replace(report_on(TEXT, "income.x == spending.x"), path=path))
    assert run["artifacts"][0]["location"]["uri"] == address
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == address


def test_words_of_a_document_make_no_link() -> None:
    report = report_on(TEXT, "income.x == spending.x")
    (finding,) = report.findings
    first, second = finding.evidence
    linked = replace(second, text="[看这里](http://evil.example/)")
    (result,) = run_of(replace(report, findings=(replace(finding, evidence=(first, linked)),)))["results"]
    assert "[看这里\\](http://evil.example/)" in result["relatedLocations"][0]["message"]["text"]


def test_the_same_report_gives_the_same_bytes_and_english_when_asked() -> None:
    report = report_on(TEXT, "income.x == spending.x")
    assert sarif.write(report, words("zh")) == sarif.write(report, words("zh"))
    run = run_of(report, "en")
    assert run["tool"]["driver"]["language"] == "en-US"
    assert "difference" in run["results"][0]["message"]["text"]


@pytest.mark.skipif(not REAL, reason="needs the real files in ../shared")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_submissions_give_valid_sarif_with_a_place_for_each_finding(path: Path) -> None:
    report = report_on_file(path, Library())
    results = run_of(report)["results"]
    assert len(results) == len(report.findings)
    assert all(
        "region" in place["physicalLocation"] or "page" in place["physicalLocation"]["properties"]
        for result in results
        for place in result["locations"]
    )
