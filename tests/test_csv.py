"""The CSV of findings: a row each, Chinese that Excel reads, and words that stay words."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from checker.report import Report
from checker.report.words import words
from checker.writers import csv as writer
from tests.small import report_on

NAMES = """\
pack: test/csv
title: 试验
version: "1"
applies: {kind: budget}
defaults: {severity: error, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法}}
sections: {money: 收支情况, duties: 主要职责}
tables:
  list: {title: 采购表, columns: {item: {title: 项目, type: text}, total: 合计}, rows: {lines: {where: item is not 合计}}}
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


def rows_of(report: Report, language: str = "zh") -> list[list[str]]:
    written = writer.write(report, words(language))
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def test_a_finding_is_a_row_with_its_place_arithmetic_basis_and_fingerprint() -> None:
    report = report_on(NAMES, TEXT, "income.x == spending.x")
    head, row = rows_of(report)
    assert dict(zip(head, row, strict=True)) == {
        "文件": "submission.txt",
        "部门（单位）": "石家庄市某某局",
        "年度": "2019",
        "序号": "1",
        "程度": "错误",
        "已豁免": "",
        "与前次报告相比": "",
        "规则": "R0",
        "位置": "第 3 行",
        "所在部分、表、行、栏": "收支情况",
        "问题": "收入500.00万元，支出400.00万元，相差100万元",
        "算式或说明": "500.00万元 不等于 400.00万元，相差 100万元；四舍五入最多可解释 0.01万元",
        "可能的原因": "",
        "请部门": "办法0。",
        "依据": "《中华人民共和国预算法》",
        "指纹": report.findings[0].fingerprint,
    }


def test_without_findings_there_is_the_head_alone() -> None:
    (head,) = rows_of(report_on(NAMES, TEXT, "income.x == income.x"), "en")
    assert head[3:5] == ["No.", "Severity"]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "＝", "\t=", " =", "\r=", "=cmd|' /C calc'!A0"])
def test_words_of_a_document_never_begin_a_formula(begin: str) -> None:
    report = report_on(NAMES, TEXT, "income.x == spending.x")
    (finding,) = report.findings
    first = replace(finding.evidence[0], section=f"{begin}1+1")
    finding = replace(finding, evidence=(first, *finding.evidence[1:]))
    document = replace(report.facts.document, name=f"{begin}2+2")
    report = replace(report, facts=replace(report.facts, document=document), findings=(finding,))
    _, row = rows_of(report)
    assert not [cell for cell in row if cell[:1] in set("=+-@＝＋－＠\t\r\n")]
    assert row[0] == f"'{begin.strip()}2+2"
    assert row[9] == f"'{begin.strip()}1+1"


def test_control_characters_and_line_breaks_do_not_come_through() -> None:
    report = report_on(NAMES, TEXT.replace("某某局", "某\x1b[31m\u202e某局"), "income.x == spending.x")
    written = writer.write(report, words("zh")).decode("utf-8-sig")
    assert "\x1b" not in written
    assert "\u202e" not in written
    assert written.count("\r\n") == 2
