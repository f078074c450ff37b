"""The JUnit report: a case a rule, and nothing that was not decided looks like a pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from checker.report import Report
from checker.report.waive import waived
from checker.report.waivers import WaiverFile, read
from checker.report.words import words
from checker.writers import junit
from tests.small import report_on
from tests.test_csv import NAMES, TEXT

EQUAL, SAME, ABSENT = "income.x == spending.x", "income.x == income.x", "list.lines.total == 1万元"


def suite_of(report: Report, language: str = "zh") -> ElementTree.Element:
    root = ElementTree.fromstring(junit.write(report, words(language)))
    assert root.tag == "testsuites"
    (suite,) = root
    return suite


def cases(report: Report) -> dict[str, tuple[str, str]]:
    """Each case by its name: what it holds and the message of that."""
    found = {}
    for case in suite_of(report).findall("testcase"):
        inner = [part for part in case if part.tag in ("failure", "skipped")]
        found[case.attrib["name"]] = (inner[0].tag, inner[0].attrib["message"]) if inner else ("", "")
    return found


def test_a_failed_rule_fails_an_undetermined_one_is_skipped_with_the_reason_and_a_held_one_passes() -> None:
    report = report_on(
        NAMES, TEXT, EQUAL, SAME, "t in each table: t is empty", "sum(list.lines.total) == income.x"
    )
    found = cases(report)
    assert found["R0 标题0"] == ("failure", "收入500.00万元，支出400.00万元，相差100万元")
    assert found["R1 标题1"] == ("", "")
    assert found["R2 标题2"] == ("skipped", "不适用")
    assert found["R3 标题3"][0] == "skipped"
    assert found["R3 标题3"][1].startswith("无法判定：缺少“采购表”这张表")
    suite = suite_of(report)
    assert [suite.attrib[name] for name in ("tests", "failures", "skipped")] == ["4", "1", "2"]


def test_a_failure_says_place_arithmetic_basis_and_what_to_do() -> None:
    report = report_on(NAMES, TEXT, EQUAL)
    failure = suite_of(report).find("testcase/failure")
    assert failure is not None
    assert failure.attrib["type"] == "error"
    assert failure.text == (
        "1. 收入500.00万元，支出400.00万元，相差100万元 [错误]\n"
        "第 3 行 收支情况\n"
        "500.00万元 不等于 400.00万元，相差 100万元；四舍五入最多可解释 0.01万元\n"
        "《中华人民共和国预算法》\n"
        "办法0。\n" + report.findings[0].fingerprint
    )


def test_a_waived_finding_skips_its_case_and_says_who_answers_for_it() -> None:
    given = read("waivers:\n- {rule: R0, reason: 已核实, approved_by: 张科长, until: 2026-12-31}\n", "w.yaml")
    report = waived(report_on(NAMES, TEXT, EQUAL), WaiverFile("w.yaml", given, "0" * 64), date(2026, 12, 31))
    assert cases(report)["R0 标题0"] == ("skipped", "已豁免：已核实（张科长批准，有效至 2026-12-31）")


@pytest.mark.parametrize("hostile", ["\x00", "\x1b[31m", "\ufffe", "\u202e", "]]>", "<failure/>", "&lol;"])
def test_words_of_a_document_are_no_markup_and_no_control(hostile: str) -> None:
    report = report_on(NAMES, TEXT, EQUAL)
    document = replace(report.facts.document, name=f"{hostile}.txt")
    report = replace(report, facts=replace(report.facts, document=document))
    name = suite_of(report).attrib["name"]
    assert name.endswith(".txt")
    assert not set(name) & {"\x00", "\x1b", "\ufffe", "\u202e"}
    assert len(suite_of(report).findall("testcase")) == 1
