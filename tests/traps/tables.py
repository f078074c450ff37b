"""Traps in tables: how rules are drawn, how tables go on, what headers, totals, codes and cells look like."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fpdf import FPDF

from tests.traps.draw import LEFT, RIGHT, Cells, Edge, Pages, Span, filled, short_strokes, strokes

SPENDING = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("201", "一般公共服务支出", "1200000", "900000", "300000"),
    ("20103", "政府办公厅事务", "1200000", "900000", "300000"),
    ("2010301", "行政运行", "900000", "900000", ""),
    ("2010302", "一般行政管理事务", "300000", "", "300000"),
    ("合计", "", "1200000", "900000", "300000"),
)
WIDE = (75.0, 145.0, 85.0, 85.0, 85.0)


def titled(pdf: Pages, y: float, title: str, unit: str = "单位：元") -> float:
    """A title in the middle and the unit at the right edge; returns where the table begins."""
    pdf.middle(y, title)
    pdf.ending(RIGHT, y + 24, unit)
    return y + 32


def spending(rule: Callable[[FPDF, Sequence[Edge]], None]) -> bytes:
    pdf = Pages()
    pdf.ruled(LEFT, titled(pdf, 90, "2025年部门支出预算表"), WIDE, SPENDING, rule)
    return pdf.made()


def codes(first: int, last: int) -> list[tuple[str, str, str, str, str]]:
    """Rows of projects by running codes."""
    return [
        (f"20{at:05}", f"第{at}项", f"{100 * at}", f"{60 * at}", f"{40 * at}") for at in range(first, last)
    ]


def continuation_without_header() -> bytes:
    pdf = Pages()
    y = titled(pdf, 90, "2025年部门支出预算表")
    pdf.ruled(LEFT, y, WIDE, [SPENDING[0], *codes(1, 37)])
    pdf.add_page()
    pdf.ruled(LEFT, 60, WIDE, codes(37, 77))
    pdf.add_page()
    pdf.ruled(LEFT, 60, WIDE, [*codes(77, 79), ("合计", "", "308100", "184860", "123240")])
    pdf.words(LEFT, 160, "二、其他说明")
    pdf.add_page()
    y = titled(pdf, 90, "2025年部门收入预算表")
    pdf.ruled(LEFT, y, WIDE, [SPENDING[0], *codes(1, 3)])
    return pdf.made()


def repeated_header() -> bytes:
    """The header comes again on every page; on the second its words stand in other rows."""
    pdf = Pages()
    widths = (120.0, 115.0, 60.0, 60.0, 60.0, 60.0)
    span = Span("资金来源", 1, 3)
    first: Cells = [
        (Span("项目名称", 2), Span("采购物品", 2), Span("数量", 2), span, None, None),
        (None, None, None, "合计", "预算资金", "其他资金"),
        ("办公设备购置", "便携式计算机", "10", "60000", "60000", "0"),
    ]
    moved: Cells = [
        (Span("项目名称", 2), Span("采购物品", 2), "", span, None, None),
        (None, None, "数量", "合计", "预算资金", "其他资金"),
        ("会议服务", "会议场地", "4", "20000", "15000", "5000"),
    ]
    y = titled(pdf, 90, "部门政府采购预算")
    pdf.ruled(LEFT, y, widths, first)
    pdf.add_page()
    y = titled(pdf, 90, "部门政府采购预算")
    pdf.ruled(LEFT, y, widths, moved)
    pdf.add_page()
    pdf.ruled(LEFT, 60, widths, [*first[:2], ("车辆维修", "维修服务", "6", "9000", "9000", "0")])
    return pdf.made()


def continuation_blank_row() -> bytes:
    pdf = Pages()
    y = titled(pdf, 90, "2025年部门支出预算表")
    pdf.ruled(LEFT, y, WIDE, SPENDING)
    pdf.add_page()
    pdf.ruled(LEFT, 60, WIDE, [("", "", "", "", "")])
    pdf.words(LEFT, 120, "二、其他说明")
    return pdf.made()


def row_across_pages() -> bytes:
    """The last row of the page breaks; its first cells are blank on the next one."""
    pdf = Pages()
    header = ("职责活动", "绩效目标", "绩效指标", "优", "良")
    widths = (95.0, 170.0, 110.0, 50.0, 50.0)
    y = titled(pdf, 90, "部门职责绩效目标表", "单位：万元")
    rows: Cells = [
        header,
        ("政务信息公开", "依法公开政务信息", "信息公开率", "≥95%", "≥90%"),
        ("会议服务", "保障会议按时召开，会务安\n排周到，资料发放及时，", "会议保障及时率", "≥98%", "≥95%"),
    ]
    pdf.ruled(LEFT, y, widths, rows, height=(18, 18, 34))
    pdf.add_page()
    rest: Cells = [("", "参会人员满意", "", "", ""), ("车辆管理", "车辆安全运行", "事故数", "0", "1")]
    pdf.ruled(LEFT, 60, widths, rest)
    return pdf.made()


def doubled_text() -> bytes:
    """Text boxes with the whole text of the page, each clipped to a part of it: the picture shows it once."""
    pdf = Pages()
    for top, bottom in ((0, 300), (300, 842)):
        with pdf.moved(1, 0, 0, 1, 0, 0):
            pdf._out(f"0 {842 - bottom} 595 {bottom - top} re W n")
            pdf.prose(90, ["收入预算1200000元，其中财政拨款收入1200000元。"])
            pdf.ruled(LEFT, titled(pdf, 140, "2025年部门支出预算表"), WIDE, SPENDING)
            pdf.words(LEFT, 330, "二、其他说明")
    return pdf.made()


def headers_of_one_to_four_rows() -> bytes:
    pdf = Pages()
    y = titled(pdf, 80, "甲表")
    y = pdf.ruled(LEFT, y, (200, 137, 138), [("项目", "上年", "本年"), ("房屋", "3", "4")])
    y = titled(pdf, y + 40, "乙表")
    two: Cells = [
        (Span("项目", 2), Span("本年", 1, 2), None, Span("上年", 2)),
        (None, "计划", "实际", None),
        ("房屋", "3", "4", "5"),
    ]
    y = pdf.ruled(LEFT, y, (200, 92, 92, 91), two)
    y = titled(pdf, y + 40, "丙表")
    three: Cells = [
        (Span("项目", 3), Span("政府采购金额", 1, 3), None, None, Span("备注", 3)),
        (None, Span("合计", 2), Span("当年安排", 1, 2), None, None),
        (None, None, "预算资金", "其他资金", None),
        ("货物", "9", "5", "4", "无"),
    ]
    y = pdf.ruled(LEFT, y, (155, 80, 80, 80, 80), three)
    y = titled(pdf, y + 40, "丁表")
    four: Cells = [
        (Span("科目", 1, 2), None, Span("本年支出", 1, 4), None, None, None),
        (
            Span("编码", 3),
            Span("名称", 3),
            Span("合计", 3),
            Span("基本支出", 1, 2),
            None,
            Span("项目\n支出", 3),
        ),
        (None, None, None, Span("人员经费", 1, 2), None, None),
        (None, None, None, "工资", "补助", None),
        ("201", "一般公共服务支出", "9", "4", "3", "2"),
    ]
    pdf.ruled(LEFT, y, (75, 140, 65, 65, 65, 65), four)
    return pdf.made()


def title_in_the_grid() -> bytes:
    pdf = Pages()
    rows: Cells = [
        (Span("2025年部门支出预算表", 1, 5), None, None, None, None),
        (Span("单位：元", 1, 5), None, None, None, None),
        *SPENDING,
        (Span("注：本表不含上年结转。", 1, 5), None, None, None, None),
    ]
    pdf.ruled(LEFT, 80, WIDE, rows)
    return pdf.made()


def total_beside_sub_headers() -> bytes:
    """The row 合计 holds 类, 款, 项 in one table and 合计, 基本支出, 项目支出 in another."""
    pdf = Pages()
    y = titled(pdf, 80, "支出决算表")
    levels: Cells = [
        (Span("科目编码", 1, 3), None, None, "科目名称", "本年支出", "基本支出", "项目支出"),
        ("类", "款", "项", "合计", "1200.00", "900.00", "300.00"),
        ("201", "", "", "一般公共服务支出", "1200.00", "900.00", "300.00"),
        ("201", "03", "", "政府办公厅事务", "1200.00", "900.00", "300.00"),
        ("201", "03", "01", "行政运行", "1200.00", "900.00", "300.00"),
    ]
    y = pdf.ruled(LEFT, y, (40, 40, 40, 135, 75, 75, 70), levels)
    y = titled(pdf, y + 40, "一般公共预算支出决算表")
    beside: Cells = [
        ("科目编码", "科目名称", Span("本年支出", 1, 3), None, None),
        ("合计", "", "小计", "基本支出", "项目支出"),
        ("201", "一般公共服务支出", "1200.00", "900.00", "300.00"),
        ("208", "社会保障和就业支出", "50.00", "50.00", "0.00"),
    ]
    pdf.ruled(LEFT, y, WIDE, beside)
    return pdf.made()


def lists_side_by_side() -> bytes:
    pdf = Pages()
    y = titled(pdf, 80, "收入支出决算总表", "单位：万元")
    both: Cells = [
        (Span("收入", 1, 2), None, Span("支出", 1, 2), None),
        ("项目", "决算数", "项目", "决算数"),
        ("一、财政拨款收入", "1200.00", "一、一般公共服务支出", "1100.00"),
        ("二、其他收入", "50.00", "二、教育支出", "0.00"),
        ("", "", "三、社会保障和就业支出", "150.00"),
        ("总计", "1250.00", "总计", "1250.00"),
    ]
    y = pdf.ruled(LEFT, y, (150, 87, 150, 88), both)
    y = titled(pdf, y + 40, "基本支出决算表", "单位：万元")
    staff: Cells = [
        (Span("人员经费", 1, 3), None, None, Span("公用经费", 1, 3), None, None),
        ("科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"),
        ("301", "工资福利支出", "800.00", "302", "商品和服务支出", "300.00"),
        ("30101", "基本工资", "500.00", "30201", "办公费", "200.00"),
        ("30102", "津贴补贴", "300.00", "30202", "印刷费", "100.00"),
        ("303", "对个人和家庭的补助", "20.00", "310", "资本性支出", "10.00"),
        ("30302", "退休费", "20.00", "31002", "办公设备购置", "10.00"),
        (Span("人员经费合计", 1, 2), None, "820.00", Span("公用经费合计", 1, 2), None, "310.00"),
    ]
    pdf.ruled(LEFT, y, (62, 100, 75, 62, 100, 76), staff)
    return pdf.made()


def totals() -> bytes:
    """合计 comes first, last, merged over the columns before its figures, alone in a last piece."""
    pdf = Pages()
    y = titled(pdf, 80, "收入预算表")
    first: Cells = [SPENDING[0], (Span("合计", 1, 2), None, *SPENDING[5][2:]), *SPENDING[1:5]]
    y = pdf.ruled(LEFT, y, WIDE, first)
    y = titled(pdf, y + 40, "支出预算表")
    pdf.ruled(LEFT, y, WIDE, [*SPENDING[:5], (Span("合计", 1, 2), None, *SPENDING[5][2:])])
    pdf.add_page()
    y = titled(pdf, 80, "财政拨款支出预算表")
    pdf.ruled(LEFT, y, WIDE, [SPENDING[0], *codes(1, 38)])
    pdf.add_page()
    joined = (WIDE[0] + WIDE[1], *WIDE[2:])
    pdf.ruled(LEFT, 60, joined, [("合计", "70300", "42180", "28120")])
    return pdf.made()


def codes_in_three_columns() -> bytes:
    pdf = Pages()
    y = titled(pdf, 80, "支出预算表")
    rows: Cells = [
        (Span("功能分类科目编码", 1, 3), None, None, Span("科目名称", 2), Span("合计", 2)),
        ("类", "款", "项", None, None),
        ("201", "", "", "一般公共服务支出", "1200000"),
        ("201", "03", "", "政府办公厅事务", "1200000"),
        ("201", "03", "01", "行政运行", "900000"),
        ("201", "03", "02", "一般行政管理事务", "300000"),
    ]
    y = pdf.ruled(LEFT, y, (45, 45, 45, 200, 140), rows)
    y = titled(pdf, y + 40, "基本支出预算表")
    two: Cells = [
        (Span("经济分类科目", 1, 2), None, Span("科目名称", 2), Span("合计", 2)),
        ("类", "款", None, None),
        ("301", "", "工资福利支出", "800"),
        ("301", "01", "基本工资", "800"),
    ]
    pdf.ruled(LEFT, y, (60, 60, 215, 140), two)
    return pdf.made()


def ordinals_and_labels_that_come_twice() -> bytes:
    pdf = Pages()
    y = titled(pdf, 80, "财政拨款收支总表", "单位：万元")
    rows: Cells = [
        ("项目", "预算数"),
        ("一、本年收入", "1200.00"),
        ("（一）一般公共预算财政拨款", "1100.00"),
        ("（二）政府性基金预算财政拨款", "100.00"),
        ("二、年初结转", "50.00"),
        ("1. 一般公共预算财政拨款", "30.00"),
        ("2、政府性基金预算财政拨款", "20.00"),
        ("收入总计", "1250.00"),
    ]
    pdf.ruled(LEFT, y, (300, 175), rows)
    return pdf.made()


def wrapped_cells() -> bytes:
    """Words that wrap, that are set apart to fill the cell, and that are padded with real spaces."""
    pdf = Pages()
    y = titled(pdf, 80, "“三公”经费预算表", "单位：万元")
    rows: Cells = [
        ("项目", "预算数", "说明"),
        ("因公出国（境）费用\n及其他对外合作交流\n费用", "1,234.56", "按计划安排，共2个\n团组"),
        ("", "20.00", "购置 与 运行"),
        ("　公　务　接　待　费", "3.00", "2024 年 结 转"),
        ("公务用车  购置费", "1234567890123\n45.00", "Office 软件 及 ERP\nsystem"),
    ]
    bottom = pdf.ruled(LEFT, y, (150, 100, 225), rows, height=(18, 46, 18, 18, 30))
    at = y + 18 + 46
    pdf.words(LEFT + 4, at + 12, "公务用车", 9, 30)
    assert bottom > at
    return pdf.made()


def baselines_apart() -> bytes:
    """Digits stand up to 7 points above or below the words of their row; cells hang at the top or stand at the foot."""
    pdf = Pages()
    y = titled(pdf, 80, "支出预算表")
    widths = (200.0, 137.0, 138.0)
    blank: Cells = [("项目", "上年", "本年"), ("", "", ""), ("", "", ""), ("", "", "")]
    pdf.ruled(LEFT, y, widths, blank, height=(18, 24, 24, 24))
    for number, (label, before, now) in enumerate(
        (("一般公共服务支出", "1100", "1200"), ("教育支出", "30", "40"), ("卫生健康支出", "50", "60"))
    ):
        top = y + 18 + 24 * number
        pdf.words(LEFT + 3, top + 11, label, 9)
        pdf.ending(LEFT + 334, top + 18, before, 9)
        pdf.ending(LEFT + 472, top + 22, now, 9)
    return pdf.made()


def unit_and_notes() -> bytes:
    """元 in the table whose unit stands on its first page only, a note under the last piece, 万元 in sentences."""
    pdf = Pages()
    pdf.words(LEFT, 80, "一、支出预算情况", 12)
    lines = [
        "2025年支出预算67.10万元，其中：基本支出40.26万元，项目支出26.84万元。支出预",
        "算比上年增加7.10万元。",
    ]
    y = pdf.prose(104, lines)
    y = titled(pdf, y + 20, "2025年部门支出预算表", "金额单位：元")
    pdf.ruled(LEFT, y, WIDE, [SPENDING[0], *codes(1, 31)])
    pdf.add_page()
    total = ("合计", "", "671000", "402600", "268400")
    y = pdf.ruled(LEFT, 60, WIDE, [*codes(31, 61), total])
    pdf.words(LEFT, y + 16, "注：1. 本表不含上年结转。", 9)
    pdf.words(LEFT, y + 30, "说明：数据因四舍五入可能有尾差。", 9)
    pdf.words(LEFT, y + 60, "二、其他说明", 12)
    return pdf.made()


NUMBERS = ("1,234,567.00", "1234567", "9746.50", "15.0", "0", "0.00", "", "—", "-12.30", "12.5%")


def numbers() -> bytes:
    pdf = Pages()
    y = titled(pdf, 80, "收入预算表")
    rows = [("项目", "预算数"), *((f"第{at}项", number) for at, number in enumerate(NUMBERS, start=1))]
    pdf.ruled(LEFT, y, (300, 175), rows)
    return pdf.made()


def traps() -> dict[str, bytes]:
    """The files by name."""
    made = (
        continuation_without_header, repeated_header, continuation_blank_row, row_across_pages, doubled_text,
        headers_of_one_to_four_rows, title_in_the_grid, total_beside_sub_headers, lists_side_by_side, totals,
        codes_in_three_columns, ordinals_and_labels_that_come_twice, wrapped_cells, baselines_apart,
        unit_and_notes, numbers,
    )  # fmt: skip
    return {
        "long-strokes": spending(strokes),
        "short-strokes": spending(short_strokes),
        "filled-rectangles": spending(filled),
        **{make.__name__.replace("_", "-"): make() for make in made},
    }
