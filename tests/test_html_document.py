"""The submission redrawn in the HTML report: figures marked, and linked with what they took part in."""

from __future__ import annotations

import re
from functools import partial

import pytest

from benchmarks.blame import SUBMISSIONS, checked
from benchmarks.report import with_findings
from checker.model.document import Cell, Column
from checker.model.text import Place
from checker.report import Report
from checker.report.words import words
from checker.rulebook.library import Library
from checker.writers import html
from checker.writers.html import document
from checker.writers.html.document import head_of, redrawn
from tests import small

ZH = words("zh")
NAMES = """\
pack: test/redrawn
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
    rows: {lines: {where: name is not 合计}, all: {where: name is 合计, one: true}}
facts:
  income: {in: money, phrase: "收入{x: money}"}
  spending: {in: money, phrase: "支出{x: money}"}
  missing: {in: money, phrase: "结余{x: money}"}
rules:
"""
TEXT = """\
一、收支情况
收入8.50万元。支出8.50万元。购置车辆2辆。
支出表
单位：万元
| 项目 | 合计 | 基本支出 | 项目支出 |
| 合计 | 8.50 | 5.00 | 3.50 |
| 教育 | 5.51 | 2.00 | 3.50 |
| 医疗 | 3.00 | 3.00 |  |
注：合计不含上年结转1.00万元。
"""
ROWS, TOTAL, BOUND, BALANCE, NOWHERE = (
    "row in list.lines: row.total == row.basic + row.project",
    "list.all.total == sum(list.lines.total)",
    "income.x <= list.all.total",
    "income.x == spending.x",
    "missing.x == spending.x",
)
WRONG = TEXT.replace("5.51", "5.61")
report_on = partial(small.report_on, NAMES)


def standings(report: Report) -> dict[str, str]:
    """How each figure stands, by its words; of the same words the last."""
    return {shown.figure.text: shown.standing.value for shown in redrawn(report).figures.values()}


@pytest.mark.parametrize(
    ("text", "conditions", "expected"),
    [
        pytest.param(
            WRONG, (ROWS,), {"5.61": "fail", "2.00": "fail", "3.00": "pass"}, id="of two rows one fails"
        ),
        pytest.param(TEXT, (TOTAL,), {"5.51": "pass_within_rounding"}, id="within rounding"),
        pytest.param(
            TEXT, (BOUND,), {"8.50万元": "unchecked", "2辆": "unchecked"}, id="a bound checks nothing"
        ),
        pytest.param(TEXT, (BALANCE,), {"8.50万元": "pass", "1.00万元": "unchecked"}, id="held"),
        pytest.param(TEXT, (BALANCE, NOWHERE), {"8.50万元": "pass"}, id="held, and undetermined elsewhere"),
        pytest.param(
            TEXT,
            ("income.x > 9万元 or income.x == spending.x",),
            {"8.50万元": "pass"},
            id="the other way fails",
        ),
    ],
)
def test_a_figure_stands_as_the_gravest_check_of_it(
    text: str, conditions: tuple[str, ...], expected: dict[str, str]
) -> None:
    found = standings(report_on(text, *conditions))
    assert {text: found[text] for text in expected} == expected


def test_all_words_of_the_document_are_drawn_in_their_order() -> None:
    page = html.write(report_on(TEXT, TOTAL), ZH).decode("utf-8")
    drawn = page[page.index('<section id="document"') : page.index('<aside class="uses"')]
    said = re.sub(r"<i>.</i>|<[^>]+>|\s", "", drawn[drawn.index('<div class="redrawn"') :])
    assert said == (
        "一、收支情况收入8.50万元。支出8.50万元。购置车辆2辆。支出表单位：万元项目合计基本支出项目支出"
        "合计8.505.003.50教育5.512.003.50医疗3.003.00注：合计不含上年结转1.00万元。"
    )


@pytest.mark.parametrize(
    ("paths", "rows"),
    [
        ((("项目",), ("合计",)), [[("项目", 1, 1), ("合计", 1, 1)]]),
        (
            (("项目",), ("合计",), ("其中", "基本支出"), ("其中", "项目支出")),
            [[("项目", 1, 2), ("合计", 1, 2), ("其中", 2, 1)], [("基本支出", 1, 1), ("项目支出", 1, 1)]],
        ),
        (((), ("合计",), ("合计",)), [[("", 1, 1), ("合计", 1, 1), ("合计", 1, 1)]]),
        ((("A",), ("A", "b"), ("A", "b")), [[("A", 1, 2), ("A", 2, 1)], [("b", 1, 1), ("b", 1, 1)]]),
        (((),), []),
    ],
)
def test_a_label_that_columns_share_stands_once_above_them(
    paths: tuple[tuple[str, ...], ...], rows: list[list[tuple[str, int, int]]]
) -> None:
    columns = [Column(path, Cell("", Place("a.txt"))) for path in paths]
    assert [[(cell.text, cell.columns, cell.rows) for cell in row] for row in head_of(columns)] == rows


def test_every_link_leads_somewhere_and_every_anchor_is_its_own() -> None:
    page = html.write(report_on(TEXT, ROWS, TOTAL, BALANCE, NOWHERE, "money.text mentions 教育"), ZH).decode(
        "utf-8"
    )
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_figure_leads_to_its_checks_and_its_finding_and_that_back_to_the_figure() -> None:
    report = report_on(WRONG, ROWS, BALANCE)
    page = html.write(report, ZH).decode("utf-8")
    (finding,) = report.findings
    (link,) = re.findall(
        r'<a class="f fail[^"]*" id="(f\d+)" href="#(u\d+)" title="不成立">5\.61<i>×</i></a>', page
    )
    uses = page[page.index(f'<aside class="uses" id="{link[1]}">') :]
    uses = uses[: uses.index("</aside>")]
    assert "5.61 ≈ 2.00 + 3.50 = 5.5 万元" in uses
    assert f'href="#{finding.fingerprint}"' in uses
    assert f'href="#{link[0]}"' in uses
    card = page[page.index(f'id="{finding.fingerprint}"') :]
    assert f'href="#{link[0]}"' in card[: card.index("</article>")]


def test_evidence_without_a_figure_leads_to_its_line_or_row() -> None:
    report = report_on(TEXT, "not (money.text mentions 车辆)", "list.lines.project is filled")
    drawn = redrawn(report)
    assert [drawn.anchor_of(finding.evidence[-1]) for finding in report.findings] == ["b1", "b2-2"]
    page = html.write(report, ZH).decode("utf-8")
    assert '<p id="b1">' in page
    assert '<tr id="b2-2">' in page


def test_of_a_huge_document_the_beginning_and_what_findings_point_at_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document, "MOST", 60)
    rows = "".join(f"| 项{at} | 1.00 | 1.00 |  |\n" for at in range(40))
    text = (
        TEXT.replace("| 医疗", f"{rows}| 医疗").replace("3.00 | 3.00", "3.00 | 4.01") + "以下为说明。\n" * 20
    )
    report = report_on(text, "row in list.lines: row.total == row.basic + row.project")
    drawn = redrawn(report)
    (grid,) = (block.grid for block in drawn.blocks if block.grid)
    assert grid.rows[-1].cells[0][0].text == "医疗"
    assert grid.rows[-1].skipped > 20
    assert drawn.skipped > 0
    page = html.write(report, ZH).decode("utf-8")
    assert f"此处略去 {grid.rows[-1].skipped} 行" in page
    assert all(f'id="f{shown.number}"' in page for shown in drawn.figures.values())
    assert len(drawn.figures) < len(report.facts.figures)


def test_a_list_too_long_to_read_says_how_much_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST_ROWS", 1)
    page = html.write(report_on(TEXT, "row in list.lines: row.total >= row.basic"), ZH).decode("utf-8")
    assert "另有 1 处没有列出" in page  # of two rows that hold
    assert "另有 7 处没有列出" in page  # of eight figures in the table, which a bound does not check


@pytest.mark.skipif(not SUBMISSIONS.is_dir(), reason="the real files are not part of the project")
@pytest.mark.parametrize(
    ("name", "least", "megabytes"),
    [
        pytest.param("budget-wanli-2024.pdf", 30, 3, id="30 findings on 33 pages"),
        pytest.param("final-template.pdf", 0, 1, id="300 places of a template to fill in"),
    ],
)
def test_a_page_of_many_findings_stays_light(name: str, least: int, megabytes: int) -> None:
    path = SUBMISSIONS / name
    report = with_findings(checked(path, Library()), path, least)
    assert least <= len(report.findings) < least + 10
    assert len(html.write(report, ZH)) < megabytes * 1_000_000
