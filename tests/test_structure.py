"""Lines and grids → headings, sections, paragraphs and tables, from text submissions that stand in the test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.layout.frame import Frame
from checker.layout.furniture import without_furniture
from checker.layout.lines import Line, line_of
from checker.layout.page import Glyph
from checker.model.document import Heading, Paragraph, Table
from checker.model.raw import RawBlock, RawBreak, RawDocument, RawLine
from checker.model.text import Place, Text
from checker.readers import read_bytes
from checker.structure import structured
from tests.small import document, tree


def headings(text: str) -> list[tuple[int, str, str, int | None]]:
    """Level, number, title and line of every heading."""
    return [
        (block.level, block.number, block.title, block.text.place.line)
        for block in document(text).blocks
        if isinstance(block, Heading)
    ]


def paragraphs(text: str) -> list[tuple[str, list[int | None]]]:
    """The words of every paragraph, with the lines that they stand on."""
    return [
        (block.text.string, [segment.place.line for segment in block.text.segments])
        for block in document(text).blocks
        if isinstance(block, Paragraph)
    ]


def tables(text: str) -> tuple[Table, ...]:
    return document(text).tables


def table(text: str) -> Table:
    (only,) = tables(text)
    return only


def cells(of: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in of.rows]


def labels(of: Table) -> list[str]:
    return [column.label for column in of.columns]


# --- headings and sections ---


@pytest.mark.parametrize(
    ("line", "level", "number", "title"),
    [
        ("第一部分 概况", 1, "第一部分", "概况"),
        ("第二部分：预算表", 1, "第二部分：", "预算表"),
        ("第三章 附则", 1, "第三章", "附则"),
        ("一、主要职责", 2, "一、", "主要职责"),
        ("十二、名词解释", 2, "十二、", "名词解释"),
        ("（一）收入说明", 3, "（一）", "收入说明"),
        ("(二) 支出说明", 3, "(二)", "支出说明"),
        ("（三）、其他", 3, "（三）、", "其他"),
        ("1、收入说明", 4, "1、", "收入说明"),
        ("2．支出说明", 4, "2．", "支出说明"),
        ("10. 其他说明", 4, "10.", "其他说明"),
        ("（1）基本支出", 5, "（1）", "基本支出"),
        ("①人员经费", 5, "①", "人员经费"),
        ("⑵公用经费", 5, "⑵", "公用经费"),
        ("第一部份 概况", 1, "第一部份", "概况"),
        ("一、 政府采购：", 2, "一、", "政府采购"),
        ("部门职责：", 6, "", "部门职责"),
        ("机构设置:", 6, "", "机构设置"),
    ],
)
def test_a_short_numbered_line_or_a_label_is_a_heading(
    line: str, level: int, number: str, title: str
) -> None:
    assert headings(f"前文如下。\n{line}\n后文。") == [(level, number, title, 2)]


@pytest.mark.parametrize(
    "line",
    [
        "一、草拟年度计划，汇总进展。",
        "（一）草拟年度计划；",
        "1、2019年预算收入100.00万元。其中财政拨款80.00万元",
        "一、",
        "1.5万元用于培训",
        "1、住房保障支出5.00万元",
        "301 石家庄市某某局",
        "2019年预算情况",
        "一般公共预算",
        "具体承担以下工作，包括：",
        "一、" + "很长的标题" * 10,
        "二〇一九年情况",
        "第一次会议",
    ],
)
def test_anything_else_is_no_heading(line: str) -> None:
    assert headings(f"前文如下。\n{line}\n后文。") == []


def test_a_numbered_heading_of_a_statement_may_end_with_a_full_stop() -> None:
    submission = """\
前文如下。
（一）支出决算总体情况说明。
（二）编制情况说明，审核决算情况说明。
（三）政府采购情况。
（四）监督检查预算执行情况。
"""
    assert headings(submission) == [
        (3, "（一）", "支出决算总体情况说明", 2),
        (3, "（三）", "政府采购情况", 4),
    ]


def test_what_the_contents_name_is_a_heading_of_its_level_without_its_number() -> None:
    submission = """\
部门决算
目录
第一部分 某某局概况……1
一、主要职能……1
第二部分 某某局2024年度部门决算表……2
某某局概况
主要职能
负责事务。
某某局2024年度部门决算表
"""
    assert tree(document(submission).root) == ("", [("某某局概况", ["主要职能"]), "某某局2024年度部门决算表"])


def test_headings_make_a_section_tree() -> None:
    submission = """\
第一部分 概况
一、职责
（一）收入
1、拨款
（1）中央
2、其他
（二）支出
二、机构
第二部分 说明
一、总体情况
"""
    assert tree(document(submission).root) == (
        "",
        [
            (
                "概况",
                [("职责", [("收入", [("拨款", ["中央"]), "其他"]), "支出"]), "机构"],
            ),
            ("说明", ["总体情况"]),
        ],
    )


def test_a_section_spans_its_heading_and_what_stands_under_it() -> None:
    root = document("一、甲\n甲文。\n（一）乙\n乙文。\n二、丙\n丙文。").root
    assert [(section.path, section.start, section.end) for section in root.walk()] == [
        ((), 0, 6),
        (("甲",), 0, 4),
        (("甲", "乙"), 2, 4),
        (("丙",), 4, 6),
    ]


def test_a_skipped_level_does_not_matter() -> None:
    assert tree(document("一、甲\n1、乙\n（一）丙\n1、丁\n").root) == ("", [("甲", ["乙", ("丙", ["丁"])])])


def test_a_label_stands_below_the_heading_before_it() -> None:
    submission = "一、职责及机构\n部门职责：\n负责事务。\n机构设置：\n设三个科。\n二、收支"
    assert tree(document(submission).root) == ("", [("职责及机构", ["部门职责", "机构设置"]), "收支"])


def test_a_document_without_headings_is_one_section() -> None:
    assert tree(document("只有一句话。").root) == ""


def test_the_first_short_line_is_the_title_and_no_section() -> None:
    submission = "某某办公室 2019 年部门预算\n一、职责\n负责事务。"
    assert headings(submission)[0] == (0, "", "某某办公室 2019 年部门预算", 1)
    assert tree(document(submission).root) == ("", ["职责"])


def test_a_first_line_with_a_number_is_a_heading_and_no_title() -> None:
    assert headings("一、职责\n负责事务。") == [(2, "一、", "职责", 1)]


def test_a_first_line_that_is_a_sentence_is_a_paragraph() -> None:
    assert headings("本文说明预算。\n一、职责") == [(2, "一、", "职责", 2)]


def test_only_the_first_line_can_be_the_title() -> None:
    assert [level for level, *_ in headings("部门预算\n又一短行\n一、职责")] == [0, 2]


# --- paragraphs ---


def test_every_line_of_a_text_is_a_paragraph_with_its_line() -> None:
    assert paragraphs("前文。\n\n一、甲\n甲文。\n\n\n乙文。") == [
        ("前文。", [1]),
        ("甲文。", [4]),
        ("乙文。", [7]),
    ]


def test_a_sentence_broken_over_a_blank_line_is_one_paragraph() -> None:
    submission = (
        "说明。\n本年各项收入按来源逐项列出，其中一般公共预算\n\n收入100.00万元，其他收入0万元。\n下一段。"
    )
    assert paragraphs(submission) == [
        ("说明。", [1]),
        ("本年各项收入按来源逐项列出，其中一般公共预算收入100.00万元，其他收入0万元。", [2, 4]),
        ("下一段。", [5]),
    ]


def test_a_sentence_broken_twice_is_one_paragraph() -> None:
    submission = (
        "说明。\n本年各项支出按用途逐项列出，其中人员经费支出，\n\n公用经费支出，\n\n项目支出，都在其中。"
    )
    assert [lines for _, lines in paragraphs(submission)] == [[1], [2, 4, 6]]


def test_a_sentence_that_breaks_off_after_a_comma_goes_on() -> None:
    assert paragraphs("说明如下。\n预算收入，\n\n共5万元。") == [
        ("说明如下。", [1]),
        ("预算收入，共5万元。", [2, 4]),
    ]


@pytest.mark.parametrize("announced", ["主要原因：", "主要原因是：", "主要用于："])
def test_a_sentence_that_announces_a_reason_or_a_purpose_goes_on(announced: str) -> None:
    submission = f"说明。\n本年收入总计5万元，与上年相比减少1万元。{announced}\n\n人员减少。"
    assert [lines for _, lines in paragraphs(submission)] == [[1], [2, 4]]


@pytest.mark.parametrize("end", ["。", "；", "！", "？", "：", "）", "”"])
def test_a_sentence_that_has_ended_does_not_go_on(end: str) -> None:
    submission = f"说明。\n本年各项收入按来源逐项列出，其中包括一般公共预算收入{end}\n收入100.00万元。"
    assert [lines for _, lines in paragraphs(submission)][-1] == [3]


def test_a_heading_or_an_item_does_not_go_on_with_a_sentence() -> None:
    submission = "说明。\n本年各项收入按来源逐项列出，其中一般公共预算\n1、收入100.00万元。\n二、支出"
    assert [lines for _, lines in paragraphs(submission)] == [[1], [2], [3]]
    assert headings(submission) == [(2, "二、", "支出", 4)]


def test_a_short_line_without_punctuation_does_not_go_on() -> None:
    assert [lines for _, lines in paragraphs("说明。\n石家庄市某某局\n2019年2月1日")] == [[1], [2], [3]]


def laid_out(*blocks: RawBlock) -> list[str]:
    """The paragraphs of lines that have a layout, as those of a PDF."""
    raw = RawDocument("a.pdf", "", "application/pdf", 2, blocks)
    return [block.text.string for block in structured(raw).blocks if isinstance(block, Paragraph)]


def line(string: str, indented: bool, full: bool, size: float = 16.0, page: int = 1) -> RawLine:
    return RawLine(Text.at(string, Place("a.pdf", page=page)), indented, full, size)


FIRST = line("2019年，安排收入五项，", indented=True, full=True)


@pytest.mark.parametrize(
    ("second", "joined"),
    [
        pytest.param(line("共5万元。", indented=False, full=False), True, id="at the left edge"),
        pytest.param(
            line("共5万元。", indented=False, full=False, size=16.5), True, id="nearly the same size"
        ),
    ],
)
def test_a_full_line_goes_on_with_the_next_of_a_layout(second: RawLine, joined: bool) -> None:
    assert laid_out(line("说明。", True, False), FIRST, second) == [
        "说明。",
        "2019年，安排收入五项，共5万元。",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            line("收入。", True, False), line("支出。", False, False), id="the first line is not full"
        ),
        pytest.param(line("收入。", True, True), line("支出。", True, False), id="the second is indented"),
        pytest.param(
            line("收入。", True, True), line("支出。", False, False, 22.0), id="another size of letters"
        ),
        pytest.param(
            line("收入。", True, True), line("1、支出。", False, False), id="the second is numbered"
        ),
    ],
)
def test_a_layout_divides_paragraphs(first: RawLine, second: RawLine) -> None:
    assert laid_out(line("说明。", True, False), first, second) == [
        "说明。",
        first.text.string,
        second.text.string,
    ]


def test_the_number_of_a_form_does_not_go_on_with_the_department_and_unit_of_its_table() -> None:
    number = line("公开03表", indented=True, full=True, size=10.5)
    details = line("部门：某某局 金额单位：万元", indented=False, full=True, size=10.5)
    assert laid_out(line("前文。", True, False), number, details)[1:] == [
        "公开03表",
        "部门：某某局 金额单位：万元",
    ]


@pytest.mark.parametrize(
    "words", ["图1：收入决算结构图", "2024年9月", "某某局 2024年9月20日", "二〇二四年九月"]
)
def test_the_caption_of_a_picture_and_a_date_are_no_headings(words: str) -> None:
    middle = RawLine(
        Text.at(words, Place("a.pdf", page=1)), indented=True, full=False, size=16.0, display=True
    )
    assert laid_out(line("前文。", True, False), middle) == ["前文。", words]


def test_a_line_that_ends_every_page_is_no_text() -> None:
    def at(words: str, middle: float) -> Line:
        return Line(Text.at(words, Place("a.pdf")), 0.0, 100.0, middle, 10.0)

    pages = [
        ([at(words, 20.0), at(f"http://a.gov.cn/b.html {number}/4", 800.0)], ())
        for number, words in enumerate("甲乙丙丁", start=1)
    ]
    assert [[found.text.string for found in page] for page in without_furniture(pages)] == [
        ["甲"],
        ["乙"],
        ["丙"],
        ["丁"],
    ]


def test_the_size_of_a_line_is_that_of_most_of_its_letters() -> None:
    sizes = (16.0, 16.0, 20.0, 16.0)
    glyphs = [Glyph("字", 20.0 * at, 20.0 * at + size, 10.0, size) for at, size in enumerate(sizes)]
    found = line_of(glyphs, "a.pdf", 1, Frame((0.0, 0.0, 100.0, 100.0), 0))
    assert found is not None
    assert found.size == 16.0


def test_a_note_begins_a_paragraph_of_its_own() -> None:
    first = line("无收入和支出的部门，在表下说明。", indented=False, full=True)
    assert laid_out(line("前文。", True, False), first, line("说明：本表无数据。", False, False)) == [
        "前文。",
        "无收入和支出的部门，在表下说明。",
        "说明：本表无数据。",
    ]


def test_a_heading_of_a_part_that_fills_its_line_goes_on_in_the_middle_of_the_next() -> None:
    def display(string: str) -> RawLine:
        return RawLine(
            Text.at(string, Place("a.pdf", page=1)), indented=True, full=False, size=16.0, display=True
        )

    part = line("第三部分 某某市某某区某某局2024年度部门决算情况", indented=False, full=True)
    raw = RawDocument(
        "a.pdf", "", "application/pdf", 2, (display("部门决算"), part, display("说明"), display("收支总表"))
    )
    titles = [block.title for block in structured(raw).blocks if isinstance(block, Heading)]
    assert titles == ["部门决算", "某某市某某区某某局2024年度部门决算情况说明", "收支总表"]


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    second = line("共5万元。", indented=False, full=False, page=2)
    assert laid_out(line("说明。", True, False), FIRST, RawBreak(1), second)[-1] == (
        "2019年，安排收入五项，共5万元。"
    )


# --- titles, captions and units of tables ---


def test_a_table_takes_its_title_and_captions() -> None:
    submission = """\
六、政府采购
逐项列在下表。
部门政府采购预算
301 石家庄市某某局
单位：万元
| 项目 | 总计 |
| 电脑 | 5.00 |
"""
    found = table(submission)
    assert found.title is not None
    assert (found.title.string, found.place.line) == ("部门政府采购预算", 3)
    assert [caption.string for caption in found.captions] == [
        "部门政府采购预算",
        "301 石家庄市某某局",
        "单位：万元",
    ]
    assert [(piece.unit and piece.unit.name, piece.place.line) for piece in found.pieces] == [("万元", 6)]
    assert tree(document(submission).root) == ("", ["政府采购"])


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("单位：万元", "万元"),
        ("单位:元", "元"),
        ("单 位： 万 元", "万元"),
        ("金额单位：万元", "万元"),
        ("金额单位：人民币元", "元"),
        ("单位：千元", "千元"),
        ("单位：亿元", "亿元"),
        ("单位：台", None),
        ("编制单位：某某局", None),
        ("（单位：万元）", "万元"),
        ("编制部门：某某局　　单位：万元", "万元"),
        ("公开01表　　金额单位：万元", "万元"),
        ("金额单位：元（列至角分）", "元"),
        ("货币单位：人民币万元", "万元"),
        ("计量单位：万元", "万元"),
        ("单位：万元、%", "万元"),
        ("单位（万元）", "万元"),
        ("单位：万元/人", None),
    ],
)
def test_a_caption_states_the_unit(caption: str, unit: str | None) -> None:
    found = table(f"说明。\n收支表\n{caption}\n| 项目 | 金额 |\n| 甲 | 5 |\n")
    assert found.pieces[0].unit is None if unit is None else found.pieces[0].unit is not None
    assert (found.pieces[0].unit.name if found.pieces[0].unit else None) == unit
    assert found.title is not None
    assert found.title.string == "收支表"


@pytest.mark.parametrize(
    ("detail", "title"),
    [
        ("编制部门：某某局", "收支表"),
        ("截止时间：2018年12月31日", "收支表"),
        ("填报日期：2019年2月", "收支表"),
        ("301 石家庄市某某局", "收支表"),
        ("单位：万元", "收支表"),
        ("公开01表", "收支表"),
        ("预算01-1表", "收支表"),
        ("部门公开表4", "收支表"),
        ("财决公开03表", "收支表"),
        ("附表2：", "收支表"),
        ("附件1", "收支表"),
        ("表五", "收支表"),
    ],
)
def test_a_detail_of_the_caption_is_not_the_title(detail: str, title: str) -> None:
    found = table(f"说明。\n收支表\n{detail}\n| 项目 | 金额 |\n| 甲 | 5 |\n")
    assert found.title is not None
    assert found.title.string == title


@pytest.mark.parametrize("number", ["附表3：", "表六 ", "附件1-2：", "部门公开表4　", ""])
def test_the_number_of_a_form_before_a_title_is_no_part_of_it(number: str) -> None:
    found = table(f"说明。\n{number}财政拨款收支总表\n单位：万元\n| 项目 | 金额 |\n| 甲 | 5 |\n")
    assert found.title is not None
    assert (found.title.string, found.place.line) == ("财政拨款收支总表", 2)
    assert found.captions[0].string == f"{number}财政拨款收支总表"


@pytest.mark.parametrize("pointer", ["一、具体情况见下表", "1、机构情况如下表", "（二）明细见附表"])
def test_a_numbered_line_that_points_to_the_table_is_not_its_title(pointer: str) -> None:
    assert table(f"说明。\n{pointer}\n| 项目 | 金额 |\n| 甲 | 5 |\n").title is None


def test_a_numbered_title_inside_the_grid_titles_it_without_its_number() -> None:
    found = table("说明。\n| 一、财政拨款收支总表 |  |\n| 单位：万元 |  |\n| 项目 | 金额 |\n| 甲 | 5 |\n")
    assert found.title is not None
    assert found.title.string == "财政拨款收支总表"


def test_a_numbered_heading_above_a_table_is_its_title_and_stays_a_heading() -> None:
    submission = "说明。\n一、收支总表\n公开01表\n单位：万元\n| 项目 | 金额 |\n| 甲 | 5 |\n二、资产情况\n| 项目 | 金额 |\n| 甲 | 5 |\n"
    assert [each.title.string if each.title else None for each in tables(submission)] == ["收支总表", None]
    assert tree(document(submission).root) == ("", ["收支总表", "资产情况"])


@pytest.mark.parametrize(
    ("captions", "title", "unit"),
    [
        ("收支表：", "收支表", None),
        ("收支表（单位：万元）", "收支表", "万元"),
        ("政府采购预算（单位：万元）", "政府采购预算", "万元"),
        ("政府采购预算（金额单位：万元）：", "政府采购预算", "万元"),
        ("收支表（元）", "收支表", "元"),
        ("收支表　　单位：万元", "收支表", "万元"),
        ("表3 政府采购预算\n单位：万元", "政府采购预算", "万元"),
        ("表3：收支表", "收支表", None),
        ("附表3-1 收支表", "收支表", None),
        ("附件1：收支表", "收支表", None),
        ("表一、收支表", "收支表", None),
        ("附表：收支表", "收支表", None),
        ("表2 2025年收支表", "2025年收支表", None),
        ("附表3：收支表（续表）（计量单位：万元）：", "收支表", "万元"),
        ("收支表　金额单位：元（列至角分）", "收支表", "元"),
        ("手续表", "手续表", None),
        ("收支表\n2019年度", "收支表", None),
        ("收支表\n（2019年）\n单位：元", "收支表", "元"),
        ("收支表\n注：金额保留两位小数。\n单位：元", "收支表", "元"),
        ("收支表\n说明：本表按项目列示", "收支表", None),
        ("收支表\n— 3 —\n单位：元", "收支表", "元"),
        ("表格\n石家庄市某某局（单位：元）", "表格", "元"),
        ("收支表（草案）", "收支表（草案）", None),
    ],
)
def test_what_stands_around_the_title_of_a_table_is_no_part_of_it(
    captions: str, title: str, unit: str | None
) -> None:
    found = table(f"说明。\n{captions}\n| 项目 | 金额 |\n| 甲 | 5 |\n")
    assert found.title is not None
    assert (found.title.string, found.title.place.line) == (title, 2)
    assert (found.pieces[0].unit.name if found.pieces[0].unit else None) == unit
    assert cells(found) == [["甲", "5"]]


def test_a_note_between_the_title_and_the_table_is_a_note_of_the_table() -> None:
    found = table("说明。\n收支表\n注：本表为空表。\n| 项目 | 金额 |\n|  |  |\n说明：无数据。")
    assert [note.string for note in found.notes] == ["注：本表为空表。", "说明：无数据。"]


def test_an_explanation_before_a_table_without_a_title_between_stays_a_paragraph() -> None:
    submission = "说明。\n说明：收入5万元。\n收支表\n| 项目 | 金额 |\n| 甲 | 5 |\n说明。\n说明：又一段。\n单位：元\n| 项目 | 金额 |\n| 乙 | 6 |\n"
    assert [words for words, _ in paragraphs(submission)] == [
        "说明。",
        "说明：收入5万元。",
        "说明。",
        "说明：又一段。",
    ]


@pytest.mark.parametrize("heading", ["（一）收支预算表", "1、收支预算表：", "二、收支预算表（单位：元）"])
def test_a_numbered_heading_that_names_the_table_is_its_title_and_stays_a_heading(heading: str) -> None:
    submission = f"一、收支\n{heading}\n| 项目 | 金额 |\n| 甲 | 5 |\n后文。"
    found = table(submission)
    assert found.title is not None
    assert found.title.string == "收支预算表"
    assert len(headings(submission)) == 2


def test_a_numbered_heading_above_another_title_is_only_a_heading() -> None:
    found = table("一、收支\n（一）收支预算表\n收入表\n| 项目 | 金额 |\n| 甲 | 5 |\n")
    assert found.title is not None
    assert (found.title.string, [text.string for text in found.captions]) == ("收入表", ["收入表"])


@pytest.mark.parametrize("pointer", ["具体见下表：", "情况如下表所示", "2025年收支情况如下：", "详见表2"])
@pytest.mark.parametrize("title", ["2025年部门收支预算表", "一、2025年部门收支预算表"])
def test_words_that_lead_from_a_title_to_its_table_do_not_part_them(title: str, pointer: str) -> None:
    found = table(f"说明。\n{title}\n{pointer}\n单位：万元\n| 项目 | 金额 |\n| 甲 | 5 |\n")
    assert found.title is not None
    assert (found.title.string, found.title.segments[0].place.line) == ("2025年部门收支预算表", 2)
    assert [piece.unit and piece.unit.name for piece in found.pieces] == ["万元"]


def test_words_that_lead_to_a_table_are_kept_and_a_heading_above_them_is_no_title() -> None:
    submission = "说明。\n一、收支情况\n具体见下表：\n| 项目 | 金额 |\n| 甲 | 5 |\n"
    assert table(submission).title is None
    assert tree(document(submission).root) == ("", ["收支情况"])
    assert "具体见下表：" in [
        block.text.string for block in document(submission).blocks if isinstance(block, Paragraph)
    ]


@pytest.mark.parametrize("words", ["具体见下表：", "收支情况如下表：", "详见附表："])
def test_words_that_point_to_a_table_are_not_its_title(words: str) -> None:
    assert table(f"说明。\n{words}\n| 项目 | 金额 |\n| 甲 | 5 |\n").title is None


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param("政府采购预算\t\t\n项目\t金额\t备注\n甲\t5\t略\n", id="a title"),
        pytest.param("政府采购预算\t\t单位：元\n项目\t金额\t备注\n甲\t5\t略\n", id="with a unit"),
        pytest.param("政府采购预算表\t\t\n注：略。\t\t\n项目\t金额\t备注\n甲\t5\t略\n", id="with a note"),
    ],
)
def test_a_title_in_the_first_row_of_a_grid_is_the_title(rows: str) -> None:
    found = table(f"说明。\n{rows}")
    assert found.title is not None
    assert found.title.string in ("政府采购预算", "政府采购预算表")
    assert labels(found) == ["项目", "金额", "备注"]
    assert cells(found) == [["甲", "5", "略"]]


def test_words_above_the_header_of_a_table_that_has_a_title_are_no_other_title() -> None:
    found = table("说明。\n采购表\n政府采购\t\n项目\t金额\n甲\t5\n")
    assert found.title is not None
    assert found.title.string == "采购表"


def test_a_sentence_before_a_table_is_not_its_title() -> None:
    found = table("说明。\n逐项列在下表。\n| 项目 | 金额 |\n| 甲 | 5 |\n")
    assert found.title is None
    assert found.captions == ()


def test_a_label_before_a_table_stays_a_heading() -> None:
    submission = "说明。\n机构设置：\n机构情况\n| 名称 | 性质 |\n| 甲 | 行政 |\n"
    assert [title for _, _, title, _ in headings(submission)] == ["机构设置"]
    assert table(submission).title is not None


def test_notes_stand_with_the_table_above_them() -> None:
    found = table("说明。\n收支表\n| 项目 | 金额 |\n| 甲 | 5 |\n注：本表为空表。\n说明：无数据。\n后文。")
    assert [(note.string, note.place.line) for note in found.notes] == [
        ("注：本表为空表。", 5),
        ("说明：无数据。", 6),
    ]


def test_a_note_that_a_line_announces_stands_with_the_table_above() -> None:
    submission = "说明。\n收支表\n| 项目 | 金额 |\n| 甲 |  |\n注：本表反映收支。\n无收支的，在表下作下述说明：\n说明：本表无数据。\n后文。"
    assert [note.string for note in table(submission).notes] == ["注：本表反映收支。", "说明：本表无数据。"]


# --- grids of a text ---


def test_lines_with_tabs_are_a_table_and_every_cell_has_its_line() -> None:
    found = table("说明。\n收支表\n项目\t金额\n甲\t5.00\n乙\t\n")
    assert labels(found) == ["项目", "金额"]
    assert cells(found) == [["甲", "5.00"], ["乙", ""]]
    assert [[cell.place.line for cell in row.cells] for row in found.rows] == [[4, 4], [5, 5]]


@pytest.mark.parametrize(
    "rule",
    [
        "| --- | --- |",
        "|---|---|",
        "|:---|---:|",
        "| :---: | ------ |",
        pytest.param(
            "|:-:|:-:|",
        ),
        pytest.param(
            "| -- | -- |",
        ),
    ],
)
def test_the_rule_below_a_markdown_header_is_no_row(rule: str) -> None:
    found = table(f"说明。\n收支表\n| 项目 | 金额 |\n{rule}\n| 甲 | 5.00 |\n")
    assert cells(found) == [["甲", "5.00"]]
    assert found.rows[0].place.line == 5


def test_cells_between_bars_are_cut_of_white_space() -> None:
    assert cells(table("说明。\n|项目|金额|\n|  甲 |5.00|\n")) == [["甲", "5.00"]]


def test_a_row_with_fewer_cells_is_filled_up() -> None:
    assert cells(table("说明。\n收支表\n项目\t金额\t备注\n甲\t5\n")) == [["甲", "5", ""]]


def test_blank_rows_are_no_rows() -> None:
    assert cells(table("说明。\n收支表\n| 项目 | 金额 |\n|  |  |\n| 甲 | 5 |\n|  |  |\n")) == [["甲", "5"]]


def test_two_tables_with_a_line_between_them_are_two() -> None:
    submission = "说明。\n甲表\n| 项目 | 金额 |\n| 甲 | 5 |\n乙表\n| 项目 | 金额 |\n| 乙 | 6 |\n"
    assert [(each.title and each.title.string, cells(each)) for each in tables(submission)] == [
        ("甲表", [["甲", "5"]]),
        ("乙表", [["乙", "6"]]),
    ]


# --- headers ---


@pytest.mark.parametrize(
    ("rows", "paths", "data"),
    [
        pytest.param(
            ["项目 | 金额", "甲 | 5.00"],
            [["项目"], ["金额"]],
            [["甲", "5.00"]],
            id="one row",
        ),
        pytest.param(
            ["项目 | 支出 |  | 备注", " | 基本 | 项目 | ", "甲 | 5.00 | 6.00 | 略"],
            [["项目"], ["支出", "基本"], ["支出", "项目"], ["备注"]],
            [["甲", "5.00", "6.00", "略"]],
            id="two rows",
        ),
        pytest.param(
            [
                "项目 | 采购金额 |  |  |  ",
                " | 总计 | 当年安排 |  | 其他渠道",
                " |  | 合计 | 拨款 | ",
                "甲 | 6.00 | 5.00 | 5.00 | 1.00",
            ],
            [
                ["项目"],
                ["采购金额", "总计"],
                ["采购金额", "当年安排", "合计"],
                ["采购金额", "当年安排", "拨款"],
                ["采购金额", "其他渠道"],
            ],
            [["甲", "6.00", "5.00", "5.00", "1.00"]],
            id="three rows",
        ),
        pytest.param(
            ["项目 | 内容", "甲 | 做事", "乙 | 办事"],
            [["项目"], ["内容"]],
            [["甲", "做事"], ["乙", "办事"]],
            id="one row over words",
        ),
        pytest.param(
            ["项目 | 金额 | 备注", "合计 |  | ", "甲 | 5.00 | 略"],
            [["项目"], ["金额"], ["备注"]],
            [["合计", "", ""], ["甲", "5.00", "略"]],
            id="a blank total is no header",
        ),
    ],
)
def test_header_rows_give_every_column_its_path(
    rows: list[str], paths: list[list[str]], data: list[list[str]]
) -> None:
    found = table("说明。\n收支表\n单位：万元\n" + "".join(f"| {row} |\n" for row in rows))
    assert [list(column.path) for column in found.columns] == paths
    assert cells(found) == data


def test_a_column_knows_where_its_leaf_label_stands() -> None:
    found = table("说明。\n收支表\n| 项目 | 支出 |  |\n|  | 基本 | 项目 |\n| 甲 | 5 | 6 |\n")
    assert [(column.leaf, column.label, column.header.place.line) for column in found.columns] == [
        ("项目", "项目", 3),
        ("基本", "支出 / 基本", 4),
        ("项目", "支出 / 项目", 4),
    ]


def test_a_list_of_income_and_lists_of_expenditure_stand_side_by_side_without_a_common_label() -> None:
    submission = """\
说明。
部门收支总表
| 收入 | 预算数 | 支出（按功能分类） | 预算数 | 支出（按经济分类） | 预算数 |
| 一、拨款 | 5.00 | 一、教育支出 | 5.00 | 一、工资福利支出 | 5.00 |
| 收入总计 | 5.00 | 支出总计 | 5.00 | 支出总计 | 5.00 |
"""
    assert [[each.part, *cells(each)[0]] for each in tables(submission)] == [
        ["收入", "一、拨款", "5.00"],
        ["支出（按功能分类）", "一、教育支出", "5.00"],
        ["支出（按经济分类）", "一、工资福利支出", "5.00"],
    ]


def test_columns_of_income_and_expenditure_in_figures_are_one_list() -> None:
    found = table("说明。\n结转表\n| 收入项目 | 收入 | 支出 | 结余 |\n| 拨款 | 5.00 | 3.00 | 2.00 |\n")
    assert labels(found) == ["收入项目", "收入", "支出", "结余"]


def test_the_numbers_of_columns_of_two_lists_are_no_row() -> None:
    submission = """\
说明。
收支表
| 收入 |  |  | 支出 |  |  |
| 项目 | 行次 | 金额 | 项目 | 行次 | 金额 |
| 栏次 |  | 1 | 栏次 |  | 2 |
| 拨款 | 1 | 5.00 | 教育支出 | 32 | 5.00 |
"""
    assert [cells(each) for each in tables(submission)] == [
        [["拨款", "1", "5.00"]],
        [["教育支出", "32", "5.00"]],
    ]


def test_two_lists_side_by_side_are_two_tables_of_one_title() -> None:
    submission = """\
说明。
收支表
单位：万元
| 收入 |  | 支出 |  |
| 项目 | 金额 | 项目 | 金额 |
| 拨款 | 5.00 | 基本 | 3.00 |
| 其他 | 1.00 | 项目 | 3.00 |
"""
    found = tables(submission)
    assert [(each.title and each.title.string, each.part) for each in found] == [
        ("收支表", "收入"),
        ("收支表", "支出"),
    ]
    assert [cells(each) for each in found] == [
        [["拨款", "5.00"], ["其他", "1.00"]],
        [["基本", "3.00"], ["项目", "3.00"]],
    ]
    assert [labels(each) for each in found] == [["项目", "金额"], ["项目", "金额"]]


def test_a_list_that_goes_on_beside_itself_is_one_table() -> None:
    submission = """\
说明。
经费表
单位：万元
| 科目 | 金额 | 科目 | 金额 |
| 工资 | 5.00 | 办公 | 3.00 |
| 津贴 | 1.00 | 差旅 | 4.00 |
"""
    assert cells(table(submission)) == [
        ["工资", "5.00"],
        ["津贴", "1.00"],
        ["办公", "3.00"],
        ["差旅", "4.00"],
    ]


def test_a_code_in_three_cells_is_put_together() -> None:
    submission = """\
说明。
支出表
单位：万元
| 科目编码 |  |  | 科目名称 | 合计 |
| 类 | 款 | 项 |  |  |
| 201 | 06 | 01 | 行政运行 | 5.00 |
| 201 | 06 |  | 财政事务 | 5.00 |
"""
    found = table(submission)
    assert labels(found) == ["科目编码", "科目名称", "合计"]
    assert cells(found) == [["2010601", "行政运行", "5.00"], ["20106", "财政事务", "5.00"]]


# --- the table of contents ---


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param("目录\n一、职责……1\n二、收支…………2\n", id="leader dots"),
        pytest.param("目　录\n一、职责......1\n二、收支......2\n", id="full stops"),
        pytest.param("目录\n一、职责\n二、收支\n", id="nothing behind the entries"),
    ],
)
def test_the_entries_of_the_contents_are_no_headings(contents: str) -> None:
    submission = f"某某局 2019 年部门预算\n{contents}一、职责\n负责事务。\n二、收支\n收入5万元。"
    assert tree(document(submission).root) == ("", ["职责", "收支"])
    assert [line for *_, line in headings(submission)] == [1, 5, 7]


def test_the_contents_end_where_their_first_number_comes_again_over_other_words() -> None:
    submission = """\
某某局2023年度部门决算
目录
第一部分 部门概况
一、主要职责
第二部分 决算表
第一部分 某某局概况
一、主要职责
负责事务。
第二部分 某某局决算表
"""
    assert tree(document(submission).root) == ("", [("某某局概况", ["主要职责"]), "某某局决算表"])


def test_the_contents_may_list_two_series_of_numbers() -> None:
    contents = "目录\n一、主要职责\n二、机构设置\n附表\n一、收支总表\n"
    submission = f"某某局2023年部门预算\n{contents}一、主要职责\n负责事务。\n二、机构设置\n无。\n"
    assert tree(document(submission).root) == ("", ["主要职责", "机构设置"])


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param("一、职责\n二、收支\n三、其他\n", id="headings alone"),
        pytest.param("一、职责……1\n二、收支……2\n三、其他……3\n", id="with leaders"),
        pytest.param("一、职责\n二、收支\n三、其他\n本文说明预算。\n", id="before a paragraph"),
        pytest.param(
            "第一部分 概况\n一、职责\n二、收支\n三、其他说明\n第一部分 概况\n", id="one worded otherwise"
        ),
    ],
)
def test_headings_that_stand_again_below_are_contents_without_a_title(contents: str) -> None:
    submission = (
        f"某某局 2019 年部门预算\n{contents}一、职责\n负责事务。\n二、收支\n收入5万元。\n三、其他\n无。"
    )
    sections = [section.path[-1] for section in document(submission).root.walk() if section.path]
    assert sections[-3:] == ["职责", "收支", "其他"]
    assert len(sections) == (4 if "概况" in contents else 3)


@pytest.mark.parametrize(
    "first",
    [
        pytest.param("一、职责\n二、收支\n", id="two"),
        pytest.param("一、甲\n二、乙\n三、丙\n", id="headings that do not stand again"),
        pytest.param("一、职责\n略。\n二、收支\n三、其他\n", id="with words between"),
    ],
)
def test_a_few_headings_without_text_are_no_contents(first: str) -> None:
    submission = f"某某局 2019 年部门预算\n{first}四、职责\n负责事务。\n五、收支\n收入5万元。\n六、其他\n无。"
    assert len([heading for heading in headings(submission) if heading[0]]) == first.count("、") + 3


# --- pieces ---


def test_a_row_of_figures_at_the_top_of_a_page_is_no_number_of_a_form() -> None:
    rows = ["| 资产总额 | 1 | 479.40 |", "| 其中：办公用房 | 0 | 0 |", "| 车辆 | 1 | 21 |"]
    text = "\n".join(["资产表", "| 项目 | 数量 | 价值 |", rows[0], "\f", *rows[1:], ""])
    assert [row[0] for row in cells(table(text))] == ["资产总额", "其中：办公用房", "车辆"]


@pytest.mark.parametrize("again", ["收支表（续）", "收支表（续表）", "续表", "（续）", "收支表"])
def test_a_piece_that_says_that_it_goes_on_belongs_to_the_table_before(again: str) -> None:
    first = "说明。\n收支表\n单位：万元\n| 项目 | 金额 |\n| 甲 | 5.00 |\n\n"
    assert cells(table(f"{first}{again}\n单位：万元\n| 项目 | 金额 |\n| 乙 | 6.00 |\n")) == [
        ["甲", "5.00"],
        ["乙", "6.00"],
    ]


def test_a_piece_with_caption_and_header_repeated_belongs_to_the_table_before() -> None:
    submission = """\
说明。
收支表
301 某某局
单位：万元
| 项目 | 金额 |
| 甲 | 5.00 |

301 某某局
单位：万元
| 项目 | 金额 |
| 乙 | 6.00 |
"""
    found = table(submission)
    assert cells(found) == [["甲", "5.00"], ["乙", "6.00"]]
    assert [(row.piece, row.place.line) for row in found.rows] == [(0, 6), (1, 11)]
    assert [piece.place.line for piece in found.pieces] == [5, 10]


def test_a_repeated_header_may_have_its_words_in_another_row() -> None:
    submission = """\
说明。
收支表
单位：万元
| 项目 | 采购金额 |  |  |
|  | 总计 | 当年安排 |  |
|  |  | 合计 | 拨款 |
| 甲 | 5.00 | 5.00 | 5.00 |

单位：万元
| 项目 | 采购金额 |  |  |
|  |  | 当年安排 |  |
|  | 总计 | 合计 | 拨款 |
| 乙 | 6.00 | 6.00 | 6.00 |
"""
    found = table(submission)
    assert labels(found) == [
        "项目",
        "采购金额 / 总计",
        "采购金额 / 当年安排 / 合计",
        "采购金额 / 当年安排 / 拨款",
    ]
    assert cells(found) == [["甲", "5.00", "5.00", "5.00"], ["乙", "6.00", "6.00", "6.00"]]


def test_a_repeated_title_does_not_begin_another_table() -> None:
    part = "收支表\n单位：万元\n| 项目 | 金额 |\n| 甲 | 5.00 |\n"
    found = table(f"说明。\n{part}\n{part}")
    assert len(found.rows) == 2
    assert len(found.pieces) == 2


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ("支出表\n单位：万元\n| 项目 | 金额 |\n| 乙 | 6.00 |\n", "another title"),
        ("单位：万元\n| 项目 | 金额 | 备注 |\n| 乙 | 6.00 |  |\n", "another number of columns"),
        ("单位：万元\n| 名称 | 数额 |\n| 乙 | 6.00 |\n", "another header under a unit"),
        ("后文。\n单位：万元\n| 项目 | 金额 |\n| 乙 | 6.00 |\n", "a sentence between them"),
        ("\n| 名称 | 数额 |\n| 乙 | 6.00 |\n", "another header below a blank line"),
    ],
)
def test_a_further_grid_is_a_table_of_its_own(second: str, why: str) -> None:
    found = tables(f"说明。\n收支表\n单位：万元\n| 项目 | 金额 |\n| 甲 | 5.00 |\n\n{second}")
    assert len(found) == 2, why


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("\n", id="a blank line"),
        pytest.param("\f", id="a form feed"),
        pytest.param("— 7 —\n", id="the number of a page"),
        pytest.param("\n第3页 共9页\n\n", id="page of pages"),
        pytest.param("续表\n", id="continued"),
        pytest.param("续表：\n单位：万元\n", id="continued, with a unit"),
        pytest.param("（接上表）\n", id="from the table above"),
        pytest.param("收支表（续）\n", id="the title, continued"),
        pytest.param("收支表（续表）\n\n单位：万元\n", id="the title, continued, with a unit"),
        pytest.param("收支表 续表\n", id="the title and continued"),
        pytest.param("单位：万元\n", id="a unit"),
        pytest.param("- 7 -\n\n301 石家庄市某某局\n单位：万元\n", id="a page, a body and a unit"),
    ],
)
@pytest.mark.parametrize("header", ["", "| 项目 | 内容 | 金额 |\n"], ids=["bare", "with header"])
def test_a_table_of_a_text_goes_on_behind(between: str, header: str) -> None:
    first = "说明。\n收支表\n单位：万元\n| 项目 | 内容 | 金额 |\n| 甲 | 略 | 5.00 |\n"
    submission = (
        f"{first}{between}{header}|  | 又略 |  |\n| 乙 | 略 | 6.00 |\n{between}| 合计 |  | 11.00 |\n后文。"
    )
    found = table(submission)
    assert cells(found) == [["甲", "略又略", "5.00"], ["乙", "略", "6.00"], ["合计", "", "11.00"]]
    assert [words for words, _ in paragraphs(submission)] == ["说明。", "后文。"]


def test_a_table_of_words_goes_on_behind_a_blank_line() -> None:
    found = table("说明。\n机构表\n| 名称 | 性质 |\n| 甲局 | 行政 |\n\n| 乙站 | 事业 |\n")
    assert cells(found) == [["甲局", "行政"], ["乙站", "事业"]]


def test_words_where_the_table_has_words_beside_figures_are_no_other_header() -> None:
    first = "说明。\n收支表\n| 项目 | 金额 | 备注 |\n| 甲 | 5.00 | 3 |\n| 乙 | 6.00 | 略 |\n"
    found = table(f"{first}— 7 —\n| 丙 |  | 又略 |\n| 丁 | 7.00 |  |\n")
    assert [row.cells[0].text for row in found.rows] == ["甲", "乙", "丙", "丁"]


def test_a_further_piece_of_a_text_may_lack_blank_cells_at_its_end() -> None:
    found = table("说明。\n收支表\n项目\t金额\t备注\n甲\t5.00\t略\n\n乙\t6.00\n丙\t7.00\n")
    assert cells(found) == [["甲", "5.00", "略"], ["乙", "6.00", ""], ["丙", "7.00", ""]]


@pytest.mark.parametrize("between", ["\n", "— 7 —\n", "单位：万元\n"], ids=["blank", "page", "unit"])
@pytest.mark.parametrize(
    "second",
    [
        pytest.param("| 名称 | 数额 | 时间 |\n| 乙 | 6.00 | 略 |\n", id="as wide"),
        pytest.param("| 名称 |  |  |\n|  | 数额 | 时间 |\n| 乙 | 6.00 | 略 |\n", id="of two rows"),
        pytest.param("| 名称 | 数额 |\n| 乙 | 6.00 |\n", id="narrower"),
        pytest.param("| 项目 | 2019年 | 备注 |\n| 乙 | 6.00 | 略 |\n", id="a year"),
    ],
)
def test_another_header_begins_another_table(between: str, second: str) -> None:
    first = "说明。\n收支表\n单位：万元\n| 项目 | 金额 | 备注 |\n| 甲 | 5.00 | 略 |\n"
    assert [len(found.rows) for found in tables(first + between + second)] == [1, 1]


def test_a_table_goes_on_over_the_end_of_a_page_without_title_or_header() -> None:
    first = read_bytes("说明。\n收支表\n单位：万元\n| 项目 | 金额 |\n| 甲 | 5.00 |\n".encode(), "a.txt")
    second = read_bytes("| 乙 | 6.00 |\n| 丙 | 7.00 |\n".encode(), "a.txt")
    raw = replace(first, blocks=(*first.blocks, RawBreak(1), *second.blocks))
    (found,) = structured(raw).tables
    assert cells(found) == [["甲", "5.00"], ["乙", "6.00"], ["丙", "7.00"]]
    assert [row.piece for row in found.rows] == [0, 1, 1]


BROKEN = """\
说明。
绩效表
单位：万元
| 职责 | 预算 | 内容 | 目标 |
| 一、统筹 | 5.00 | 召集县区商定事务，并 | 事项落到责任县区， |

单位：万元
| 职责 | 预算 | 内容 | 目标 |
|  |  | 把事项分派到底。 | 年底前办结。 |
| 二、保障 | 6.00 | 略 | 略 |
"""


def test_a_row_broken_over_two_pieces_is_one_row() -> None:
    assert cells(table(BROKEN)) == [
        ["一、统筹", "5.00", "召集县区商定事务，并把事项分派到底。", "事项落到责任县区，年底前办结。"],
        ["二、保障", "6.00", "略", "略"],
    ]


def test_the_rest_of_a_row_keeps_the_place_of_its_beginning() -> None:
    assert [row.place.line for row in table(BROKEN).rows] == [5, 10]


@pytest.mark.parametrize(
    "first_row",
    ["|  | 6.00 | 略 | 略 |", "| 乙 |  | 略 | 略 |"],
    ids=["a figure", "a label"],
)
def test_a_row_with_a_label_or_a_figure_is_a_row_of_its_own(first_row: str) -> None:
    found = table(BROKEN.replace("|  |  | 把事项分派到底。 | 年底前办结。 |", first_row))
    assert len(found.rows) == 3


def test_a_row_of_the_second_of_two_lists_is_a_row_of_its_own_on_a_further_page() -> None:
    first = "说明。\n收支表\n单位：万元\n| 项目 | 金额 | 项目 | 金额 |\n| 拨款 | 5.00 | 一、教育支出 | 5.00 |\n|  |  | 二、交通支出 |  |\n"
    second = "|  |  | 三、其他支出 |  |\n| 总计 | 5.00 | 总计 | 5.00 |\n"
    pages = [read_bytes(page.encode(), "a.txt").blocks for page in (first, second)]
    raw = replace(read_bytes(b"a", "a.txt"), blocks=(*pages[0], RawBreak(1), *pages[1]))
    found = structured(raw).tables
    assert [row[0] for each in found for row in cells(each)] == [
        "拨款",
        "总计",
        "一、教育支出",
        "二、交通支出",
        "三、其他支出",
        "总计",
    ]


def test_a_row_without_a_label_inside_a_piece_is_a_row_of_its_own() -> None:
    found = table("说明。\n绩效表\n| 职责 | 预算 | 内容 |\n| 甲 | 5.00 | 略 |\n|  |  | 又略 |\n")
    assert cells(found) == [["甲", "5.00", "略"], ["", "", "又略"]]


# --- totals ---


@pytest.mark.parametrize(
    ("total", "aligned"),
    [
        pytest.param(
            "小计 |  | 9.00 | 9.00 | 8.00 | ",
            ["小计", "", "", "9.00", "9.00", "8.00"],
            id="one column too far left",
        ),
        pytest.param(
            "小计 |  |  | 9.00 | 9.00 | 8.00", ["小计", "", "", "9.00", "9.00", "8.00"], id="in its place"
        ),
        pytest.param(
            "小计 | 9.00 | 9.00 | 8.00 |  | ",
            ["小计", "", "", "9.00", "9.00", "8.00"],
            id="two columns too far left",
        ),
        pytest.param(
            "小计 |  |  | 9.00 | 9.50 | 8.00", ["小计", "", "", "9.00", "9.50", "8.00"], id="one figure wrong"
        ),
        pytest.param(
            "小计 |  | 9.00 | 9.50 | 8.00 | ",
            ["小计", "", "", "9.00", "9.50", "8.00"],
            id="too far left, one figure wrong",
        ),
        pytest.param(
            "小计 |  | 9.01 | 8.99 | 8.01 | ",
            ["小计", "", "", "9.01", "8.99", "8.01"],
            id="too far left, rounded",
        ),
        pytest.param(
            "小计 |  | 9.70 | 9.50 | 8.00 | ",
            ["小计", "", "", "9.70", "9.50", "8.00"],
            id="too far left, most of it wrong",
        ),
        pytest.param(
            "小计 |  | 7.00 | 7.00 | 7.00 | ",
            ["小计", "", "", "7.00", "7.00", "7.00"],
            id="too far left, a line missing",
        ),
        pytest.param(
            "小计 |  | 7.00 | 9.00 | 9.00 | ",
            ["小计", "", "7.00", "9.00", "9.00", ""],
            id="most of it in place",
        ),
    ],
)
def test_a_total_row_is_put_where_its_values_belong(total: str, aligned: list[str]) -> None:
    found = table(
        "说明。\n采购表\n单位：万元\n"
        "| 项目 | 数量 | 单价 | 总计 | 合计 | 拨款 |\n"
        f"| {total} |\n"
        "| 甲 | 2 | 2.00 | 4.00 | 4.00 | 4.00 |\n"
        "| 乙 | 1 | 5.00 | 5.00 | 5.00 | 4.00 |\n"
    )
    assert cells(found)[0] == aligned
    assert {cell.place.line for cell in found.rows[0].cells} == {5}


def test_an_ordinary_row_is_never_moved() -> None:
    found = table(
        "说明。\n采购表\n单位：万元\n| 项目 | 甲 | 乙 |\n| 丙 | 9.00 |  |\n| 丁 |  | 4.00 |\n| 戊 |  | 5.00 |\n"
    )
    assert cells(found)[0] == ["丙", "9.00", ""]


def test_the_totals_of_several_bodies_are_put_where_the_sums_of_their_lines_belong() -> None:
    found = table(
        "说明。\n采购表\n单位：万元\n| 项目 | 单价 | 金额 | 拨款 |\n"
        "| 机关小计 | 5.00 | 5.00 |  |\n| 甲 | 2.00 | 5.00 | 5.00 |\n"
        "| 中心小计 | 4.00 | 3.00 |  |\n| 乙 | 1.00 | 4.00 | 3.00 |\n"
        "| 合计 | 9.00 | 8.00 |  |\n"
    )
    totals = [row[1:] for row in cells(found) if row[0].endswith("计")]
    assert totals == [["", "5.00", "5.00"], ["", "4.00", "3.00"], ["", "9.00", "8.00"]]


def test_a_total_printed_one_column_to_the_right_is_put_back_only_if_it_then_adds_up() -> None:
    head = "说明。\n采购表\n| 项目 | 金额 | 拨款 | 备注 |\n| 甲 | 5.00 | 4.00 |  |\n| 乙 | 4.00 | 4.00 |  |\n"
    assert cells(table(f"{head}| 小计 |  | 9.00 | 8.00 |\n"))[2] == ["小计", "9.00", "8.00", ""]
    assert cells(table(f"{head}| 小计 |  | 8.00 | 9.00 |\n"))[2] == ["小计", "", "8.00", "9.00"]


def test_each_of_several_totals_is_put_where_its_values_belong() -> None:
    found = table(
        "说明。\n采购表\n单位：万元\n| 项目 | 单价 | 金额 |\n| 合计 | 9.00 |  |\n| 小计 | 9.00 |  |\n| 丁 |  | 9.00 |\n"
    )
    assert [row[1:] for row in cells(found)[:2]] == [["", "9.00"], ["", "9.00"]]
