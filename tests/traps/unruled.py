"""Traps in tables without vertical rules or without any, and what looks like such a table and is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fpdf import FPDF

from tests.traps.draw import LEFT, RIGHT, Cells, Edge, Pages, Span
from tests.traps.tables import SPENDING, WIDE, codes, titled

Rule = Callable[[FPDF, Sequence[Edge]], None]


def no_rules(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """Nothing is drawn."""


def rows_only(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """The horizontal edges and no vertical one."""
    for x0, y0, x1, y1 in edges:
        if y0 == y1:
            pdf.line(x0, y0, x1, y1)


def three_lines(*below: int) -> Rule:
    """Rules at the top, at the foot and below the rows of the header, these only under what they part."""

    def rule(pdf: FPDF, edges: Sequence[Edge]) -> None:
        level = sorted({edge[1] for edge in edges if edge[1] == edge[3]})
        for x0, y0, x1, y1 in edges:
            if y0 == y1 and level.index(y0) in (0, *below, len(level) - 1):
                pdf.line(x0, y0, x1, y1)

    return rule


FUNDS: Cells = [
    (Span("项目", 2), Span("上年执行数", 2), Span("本年预算数", 1, 3), None, None),
    (None, None, "合计", "基本支出", "项目支出"),
    ("一般公共服务支出", "1,100,000.00", "1,200,000.00", "900,000.00", "300,000.00"),
    ("教育支出", "50,000.00", "60,000.00", "60,000.00", "—"),
    ("社会保障和就业支出", "-3,000.00", "7,000.00", "", "7,000.00"),
    ("合计", "1,147,000.00", "1,267,000.00", "960,000.00", "307,000.00"),
]
FUND_WIDTHS = (135.0, 85.0, 85.0, 85.0, 85.0)


def without_rules() -> bytes:
    pdf = Pages()
    pdf.words(LEFT, 80, "一、支出预算情况", 12)
    y = titled(pdf, 110, "2025年部门支出预算表")
    y = pdf.ruled(LEFT, y, WIDE, SPENDING, no_rules, head=1)
    pdf.words(LEFT, y + 20, "注：本表不含上年结转。", 9)
    pdf.words(LEFT, y + 50, "二、其他说明", 12)
    pdf.prose(
        y + 74,
        ["支出预算1200000元，其中：基本支出900000元，项目支出300000元。支出预算比上年增", "加100000元。"],
    )
    return pdf.made()


def header_without_rules() -> bytes:
    """A label over three columns, two that stand in the middle of two lines."""
    pdf = Pages()
    pdf.ruled(LEFT, titled(pdf, 110, "2025年部门支出预算表"), FUND_WIDTHS, FUNDS, no_rules, head=2)
    return pdf.made()


def three_line_table() -> bytes:
    pdf = Pages()
    pdf.ruled(LEFT, titled(pdf, 110, "2025年部门支出预算表"), FUND_WIDTHS, FUNDS, three_lines(1, 2), head=2)
    return pdf.made()


def rules_between_rows() -> bytes:
    pdf = Pages()
    pdf.ruled(LEFT, titled(pdf, 110, "2025年部门支出预算表"), FUND_WIDTHS, FUNDS, rows_only, head=2)
    return pdf.made()


def wrapped_without_rules() -> bytes:
    """Labels that wrap, that are spaced, and that have no figures."""
    pdf = Pages()
    rows: Cells = [
        ("项目", "2024年\n执行数", "2025年\n预算数"),
        ("一、本年支出", "", ""),
        ("因公出国（境）费用及其他\n对外合作交流费用", "12.00", "10.00"),
        ("公　务　接　待　费", "3.50", "3.00"),
        ("公务用车购置及运行维护费\n（含新能源汽车）", "20.00", "21.00"),
        ("合　计", "35.50", "34.00"),
    ]
    y = titled(pdf, 110, "“三公”经费预算表", "单位：万元")
    pdf.ruled(LEFT, y, (235, 120, 120), rows, no_rules, height=(36, 24, 36, 24, 36, 24), head=1)
    return pdf.made()


def unruled_over_pages() -> bytes:
    pdf = Pages()
    y = titled(pdf, 90, "2025年部门支出预算表")
    pdf.ruled(LEFT, y, WIDE, [SPENDING[0], *codes(1, 31)], no_rules, head=1)
    pdf.middle(815, "- 1 -", 9)
    pdf.add_page()
    y = pdf.ruled(LEFT, 60, WIDE, [*codes(31, 41), ("合计", "", "82000", "49200", "32800")], no_rules)
    pdf.words(LEFT, y + 40, "二、其他说明", 12)
    pdf.middle(815, "- 2 -", 9)
    return pdf.made()


def no_tables() -> bytes:
    """Contents without leaders, sentences in two columns, lists and forms: figures, but no table."""
    pdf = Pages()
    pdf.middle(80, "目录")
    for at, entry in enumerate(("单位概况", "预算表", "情况说明", "名词解释")):
        pdf.words(LEFT, 110 + 18 * at, entry)
        pdf.ending(RIGHT, 110 + 18 * at, str(2 + 3 * at))
    pdf.words(LEFT, 210, "一、单位概况", 12)
    left = (
        "本办公室负责统筹协调事务",
        "工作，组织调查研究，提出",
        "政策建议，2025年编制数",
        "为20人，实有人数为18",
    )
    right = (
        "人。退休人员5人。预算总",
        "1200000元，比上年增加",
        "100000元，主要原因是人员",
        "增加和工资标准调整。",
    )
    for at, pair in enumerate(zip(left, right, strict=True)):
        pdf.words(LEFT, 234 + 18 * at, pair[0])
        pdf.words(320, 234 + 18 * at, pair[1])
    pdf.words(LEFT, 330, "二、联系方式", 12)
    for at, (key, value) in enumerate(
        (("联系人", "张三"), ("电话", "87654321"), ("传真", "87654322"), ("邮编", "050000"))
    ):
        pdf.words(LEFT, 354 + 18 * at, key)
        pdf.words(LEFT + 80, 354 + 18 * at, value)
    pdf.words(LEFT, 450, "三、重点工作", 12)
    for at in range(4):
        pdf.words(LEFT + 21, 474 + 18 * at, f"{at + 1}.")
        pdf.words(LEFT + 50, 474 + 18 * at, f"第{at + 1}项工作安排预算{at + 1}00.00万元。")
    return pdf.made()


def traps() -> dict[str, bytes]:
    """The files by name."""
    made = (
        without_rules, header_without_rules, three_line_table, rules_between_rows, wrapped_without_rules,
        unruled_over_pages, no_tables,
    )  # fmt: skip
    return {make.__name__.replace("_", "-"): make() for make in made}
