"""One generated file for each trap in tables: what a person sees is what is read (tests/traps/make_traps.py)."""

from __future__ import annotations

import pytest

from checker.model.document import Heading
from tests.traps.reading import Seen, document, figures, seen, words
from tests.traps.tables import NUMBERS

COLUMNS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    ["201", "一般公共服务支出", "1200000", "900000", "300000"],
    ["20103", "政府办公厅事务", "1200000", "900000", "300000"],
    ["2010301", "行政运行", "900000", "900000", ""],
    ["2010302", "一般行政管理事务", "300000", "", "300000"],
    ["合计", "", "1200000", "900000", "300000"],
]
SPENDING = Seen("2025年部门支出预算表", "元", COLUMNS, ROWS)
SENTENCE = "支出预算1200000元，其中：基本支出900000元，项目支出300000元。支出预算比上年增加100000元。"


def project(at: int) -> list[str]:
    return [f"20{at:05}", f"第{at}项", f"{100 * at}", f"{60 * at}", f"{40 * at}"]


@pytest.mark.parametrize(
    "name",
    [
        "long-strokes", "short-strokes", "filled-rectangles", "double-rules", "dotted-rules", "dashed-rules",
        "picture-rules", "pale-rules", "shaded-headers", "open-sides", "cells-of-colour", "text-boxes",
    ],
)  # fmt: skip
def test_a_table_is_read_whatever_draws_its_rules(name: str) -> None:
    assert seen(name) == [SPENDING]


def test_a_table_goes_on_over_pages_without_title_and_header() -> None:
    first, second = seen("continuation-without-header")
    assert first == Seen(
        "2025年部门支出预算表",
        "元",
        COLUMNS,
        [*map(project, range(1, 79)), ["合计", "", "308100", "184860", "123240"]],
    )
    assert [piece.place.page for piece in document("continuation-without-header").tables[0].pieces] == [
        1,
        2,
        3,
    ]
    assert second == Seen("2025年部门收入预算表", "元", COLUMNS, [project(1), project(2)])


def test_a_header_that_comes_again_on_every_page_is_no_row_though_its_words_moved() -> None:
    (table,) = seen("repeated-header")
    assert table.title == "部门政府采购预算"
    assert table.columns == [
        "项目名称", "采购物品", "数量", "资金来源 / 合计", "资金来源 / 预算资金", "资金来源 / 其他资金",
    ]  # fmt: skip
    assert table.rows == [
        ["办公设备购置", "便携式计算机", "10", "60000", "60000", "0"],
        ["会议服务", "会议场地", "4", "20000", "15000", "5000"],
        ["车辆维修", "维修服务", "6", "9000", "9000", "0"],
    ]


def test_a_continuation_of_one_blank_row_is_dropped() -> None:
    assert seen("continuation-blank-row") == [SPENDING]
    assert words("continuation-blank-row") == ["二、其他说明"]


def test_a_row_that_breaks_across_the_page_is_one_row() -> None:
    (table,) = seen("row-across-pages")
    assert table.rows == [
        ["政务信息公开", "依法公开政务信息", "信息公开率", "≥95%", "≥90%"],
        [
            "会议服务",
            "保障会议按时召开,会务安排周到,资料发放及时,参会人员满意",
            "会议保障及时率",
            "≥98%",
            "≥95%",
        ],
        ["车辆管理", "车辆安全运行", "事故数", "0", "1"],
    ]


def test_a_doubled_text_layer_is_read_once() -> None:
    assert seen("doubled-text") == [SPENDING]
    assert words("doubled-text") == ["收入预算1200000元，其中财政拨款收入1200000元。", "二、其他说明"]


def test_headers_have_one_to_four_rows_with_merged_cells() -> None:
    assert [(table.title, table.columns, table.rows) for table in seen("headers-of-one-to-four-rows")] == [
        ("甲表", ["项目", "上年", "本年"], [["房屋", "3", "4"]]),
        ("乙表", ["项目", "本年 / 计划", "本年 / 实际", "上年"], [["房屋", "3", "4", "5"]]),
        (
            "丙表",
            [
                "项目",
                "政府采购金额 / 合计",
                "政府采购金额 / 当年安排 / 预算资金",
                "政府采购金额 / 当年安排 / 其他资金",
                "备注",
            ],
            [["货物", "9", "5", "4", "无"]],
        ),
        (
            "丁表",
            [
                "科目 / 编码",
                "科目 / 名称",
                "本年支出 / 合计",
                "本年支出 / 基本支出 / 人员经费 / 工资",
                "本年支出 / 基本支出 / 人员经费 / 补助",
                "本年支出 / 项目支出",
            ],
            [["201", "一般公共服务支出", "9", "4", "3", "2"]],
        ),
    ]


def test_title_unit_and_note_may_stand_inside_the_grid() -> None:
    assert seen("title-in-the-grid") == [SPENDING]
    (table,) = document("title-in-the-grid").tables
    assert [note.string for note in table.notes] == ["注：本表不含上年结转。"]


def test_the_row_of_the_total_may_hold_labels_of_the_header() -> None:
    levels, beside = seen("total-beside-sub-headers")
    assert levels.columns == ["科目编码", "科目名称", "本年支出", "基本支出", "项目支出"]
    assert levels.rows == [
        ["", "合计", "1200.00", "900.00", "300.00"],
        ["201", "一般公共服务支出", "1200.00", "900.00", "300.00"],
        ["20103", "政府办公厅事务", "1200.00", "900.00", "300.00"],
        ["2010301", "行政运行", "1200.00", "900.00", "300.00"],
    ]
    assert beside.columns == [
        "科目编码",
        "科目名称",
        "本年支出 / 小计",
        "本年支出 / 基本支出",
        "本年支出 / 项目支出",
    ]
    assert beside.rows == [
        ["合计", "", "", "", ""],
        ["201", "一般公共服务支出", "1200.00", "900.00", "300.00"],
        ["208", "社会保障和就业支出", "50.00", "50.00", "0.00"],
    ]


def test_two_lists_side_by_side_are_two_tables() -> None:
    income, spending, staff, public = seen("lists-side-by-side")
    assert income == Seen(
        "收入支出决算总表·收入",
        "万元",
        ["项目", "决算数"],
        [["一、财政拨款收入", "1200.00"], ["二、其他收入", "50.00"], ["总计", "1250.00"]],
    )
    assert spending.title == "收入支出决算总表·支出"
    assert spending.rows[-2:] == [["三、社会保障和就业支出", "150.00"], ["总计", "1250.00"]]
    assert (staff.title, public.title) == ("基本支出决算表·人员经费", "基本支出决算表·公用经费")
    assert staff.columns == public.columns == ["科目编码", "科目名称", "决算数"]
    assert staff.rows[-2:] == [["30302", "退休费", "20.00"], ["人员经费合计", "", "820.00"]]
    assert public.rows[0] == ["302", "商品和服务支出", "300.00"]
    assert public.rows[-1] == ["公用经费合计", "", "310.00"]


def test_the_total_comes_first_or_last_and_may_have_fewer_cells() -> None:
    first, last, over_pages = seen("totals")
    assert first.rows == [ROWS[-1], *ROWS[:-1]]
    assert last.rows == ROWS
    assert over_pages.rows == [*map(project, range(1, 38)), ["合计", "", "70300", "42180", "28120"]]


def test_codes_in_three_columns_are_put_together() -> None:
    functional, economic = seen("codes-in-three-columns")
    assert functional.columns == ["功能分类科目编码", "科目名称", "合计"]
    assert [row[0] for row in functional.rows] == ["201", "20103", "2010301", "2010302"]
    assert [row[0] for row in economic.rows] == ["301", "30101"]


def test_ordinals_stay_and_a_label_may_come_twice() -> None:
    (table,) = seen("ordinals-and-labels-that-come-twice")
    assert [row[0] for row in table.rows] == [
        "一、本年收入", "(一)一般公共预算财政拨款", "(二)政府性基金预算财政拨款",
        "二、年初结转", "1.一般公共预算财政拨款", "2、政府性基金预算财政拨款", "收入总计",
    ]  # fmt: skip
    assert [row[1] for row in table.rows] == [
        "1200.00", "1100.00", "100.00", "50.00", "30.00", "20.00", "1250.00"
    ]  # fmt: skip


def test_the_words_of_a_cell_wrap_are_set_apart_and_padded() -> None:
    (table,) = seen("wrapped-cells")
    assert table.title == "“三公”经费预算表"
    assert table.rows == [
        ["因公出国(境)费用及其他对外合作交流费用", "1234.56", "按计划安排,共2个团组"],
        ["公务用车", "20.00", "购置与运行"],
        ["公务接待费", "3.00", "2024年结转"],
        ["公务用车购置费", "123456789012345.00", "Office软件及ERPsystem"],
    ]


def test_a_row_comes_from_the_rules_and_not_from_the_baselines() -> None:
    (table,) = seen("baselines-apart")
    assert table.rows == [
        ["一般公共服务支出", "1100", "1200"],
        ["教育支出", "30", "40"],
        ["卫生健康支出", "50", "60"],
    ]


def test_the_unit_stands_on_the_first_page_and_the_notes_under_the_last_piece() -> None:
    (table,) = document("unit-and-notes").tables
    assert [piece.unit.name if piece.unit else None for piece in table.pieces] == ["元", None]
    assert [note.string for note in table.notes] == [
        "注：1. 本表不含上年结转。",
        "说明：数据因四舍五入可能有尾差。",
    ]
    assert figures("unit-and-notes") == ["67.10万元", "40.26万元", "26.84万元", "7.10万元"]
    assert words("unit-and-notes")[0] == "一、支出预算情况"
    assert words("unit-and-notes")[-1] == "二、其他说明"


def test_numbers_stand_as_they_are_printed() -> None:
    (table,) = document("numbers").tables
    assert [row.cells[1].text for row in table.rows] == list(NUMBERS)


@pytest.mark.parametrize("name", ["without-rules", "unruled-over-pages"])
def test_a_table_without_rules_is_told_by_its_columns(name: str) -> None:
    (table,) = seen(name)
    assert table[:3] == SPENDING[:3]
    if name == "without-rules":
        assert table.rows == ROWS
        assert words(name) == ["一、支出预算情况", "二、其他说明", SENTENCE]
        (note,) = document(name).tables[0].notes
        assert note.string == "注：本表不含上年结转。"
    else:
        assert table.rows == [*map(project, range(1, 41)), ["合计", "", "82000", "49200", "32800"]]
        assert words(name) == ["二、其他说明"]


@pytest.mark.parametrize("name", ["header-without-rules", "three-line-table", "rules-between-rows"])
def test_a_label_over_several_columns_without_vertical_rules_is_in_their_paths(name: str) -> None:
    assert seen(name) == [
        Seen(
            "2025年部门支出预算表",
            "元",
            ["项目", "上年执行数", "本年预算数 / 合计", "本年预算数 / 基本支出", "本年预算数 / 项目支出"],
            [
                ["一般公共服务支出", "1100000.00", "1200000.00", "900000.00", "300000.00"],
                ["教育支出", "50000.00", "60000.00", "60000.00", "—"],
                ["社会保障和就业支出", "-3000.00", "7000.00", "", "7000.00"],
                ["合计", "1147000.00", "1267000.00", "960000.00", "307000.00"],
            ],
        )
    ]


def test_labels_without_rules_wrap_are_set_apart_and_may_have_no_figures() -> None:
    assert seen("wrapped-without-rules") == [
        Seen(
            "“三公”经费预算表",
            "万元",
            ["项目", "2024年执行数", "2025年预算数"],
            [
                ["一、本年支出", "", ""],
                ["因公出国(境)费用及其他对外合作交流费用", "12.00", "10.00"],
                ["公务接待费", "3.50", "3.00"],
                ["公务用车购置及运行维护费(含新能源汽车)", "20.00", "21.00"],
                ["合计", "35.50", "34.00"],
            ],
        )
    ]


def test_contents_columns_of_prose_lists_and_forms_are_no_tables() -> None:
    assert seen("no-tables") == []
    headings = [block for block in document("no-tables").blocks if isinstance(block, Heading)]
    assert [heading.title for heading in headings] == ["单位概况", "联系方式", "重点工作"]
    assert "第4项工作安排预算400.00万元。" in words("no-tables")[-1]
