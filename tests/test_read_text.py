"""Text submissions: encodings, and which lines are rows of a table, ends of pages or words."""

from __future__ import annotations

import pytest

from checker.model.errors import SubmissionError
from checker.model.raw import RawBreak, RawGrid, RawLine
from checker.readers import read_bytes

Said = str | list[list[str]] | int


def read(text: str | bytes) -> list[Said]:
    """The blocks of a text: a line is a text, a grid its cells, the end of a page the page's number."""
    data = text if isinstance(text, bytes) else text.encode()
    found: list[Said] = []
    for block in read_bytes(data, "a.txt").blocks:
        if isinstance(block, RawLine):
            found.append(block.text.string)
        elif isinstance(block, RawGrid):
            found.append([[cell.text if cell else "" for cell in row] for row in block.rows])
        elif isinstance(block, RawBreak):
            found.append(block.page)
    return found


# --- encodings and characters ---

PLAIN = "某某局 2019 年部门预算\n一、职责\n收入5.00万元，支出5.00万元。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"], ids=str
)
def test_a_text_of_any_usual_encoding_is_read(encoding: str) -> None:
    assert read(PLAIN.encode(encoding)) == [
        "某某局 2019 年部门预算",
        "一、职责",
        "收入5.00万元，支出5.00万元。",
    ]


@pytest.mark.parametrize("stray", ["\x0b", "\x1b", "\x01", "\x7f", "\x9b"], ids=ascii)
def test_a_stray_control_character_parts_words_like_a_space(stray: str) -> None:
    assert read(f"说明。\n收入{stray}5.00万元。\n") == ["说明。", "收入 5.00万元。"]


def test_the_mark_that_dos_ends_a_text_with_is_left_out() -> None:
    assert read("说明。\n收入5.00万元。\x1a\x1a".encode("gb18030")) == ["说明。", "收入5.00万元。"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)) * 4, id="every byte"),
        pytest.param("收入\x00支出".encode(), id="a zero in UTF-8"),
        pytest.param(b"\x01\x02\x03\x04\x05\x06abc", id="mostly control characters"),
        pytest.param(bytes(64), id="zeros alone"),
        pytest.param(PLAIN.encode("utf-16-le")[:-1], id="half a letter of UTF-16"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SubmissionError, match="无法识别文件类型"):
        read(data)


# --- tabs ---


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("八、名词解释\t", "八、名词解释"),
        ("\t八、名词解释", "八、名词解释"),
        ("八、\t名词解释", "八、\t名词解释"),
        ("1.\t基本支出：维持运转的开支。", "1.\t基本支出：维持运转的开支。"),
        ("本年安排\t收入5.00万元", "本年安排\t收入5.00万元"),
        ("本年\t安排\t收入", "本年\t安排\t收入"),
        ("第一部分\t概况", "第一部分\t概况"),
    ],
)
def test_a_tab_in_a_lone_line_makes_no_table(line: str, words: str) -> None:
    assert read(f"前文。\n{line}\n后文。") == ["前文。", words, "后文。"]
    assert read(f"前文。\n\n{line}\n\n后文。") == ["前文。", words, "后文。"]


@pytest.mark.parametrize("unit", ["单位：万元", "部门：某某局 金额单位：元（列至角分）"])
def test_labels_in_a_lone_line_under_a_unit_are_an_empty_table(unit: str) -> None:
    assert read(f"支出表\n{unit}\n科目\t合计\t基本支出\n说明：本表为空。\n") == [
        "支出表",
        unit,
        [["科目", "合计", "基本支出"]],
        "说明：本表为空。",
    ]
    assert read(f"支出表\n{unit}\n本年\t安排5万元\n后文。\n")[2] == "本年\t安排5万元"


def test_paragraphs_that_follow_each_other_with_tabs_before_or_behind_them_are_no_table() -> None:
    assert read("\t一、职责\n\t负责事务。\n二、收支\t\n收入5.00万元。\t\n") == [
        "一、职责",
        "负责事务。",
        "二、收支",
        "收入5.00万元。",
    ]


def test_ordinals_with_a_tab_behind_them_are_no_table() -> None:
    assert read("（一）\t草拟计划\n（二）\t召集会议\n") == ["（一）\t草拟计划", "（二）\t召集会议"]


def test_sentences_with_a_tab_in_each_are_no_table() -> None:
    assert len(read("本年\t收入5.00万元。\n本年\t支出5.00万元。\n")) == 2


def test_the_entries_of_the_contents_with_tabs_are_no_table() -> None:
    lines = ["目录", "第一部分 概况", "一、职责\t1", "二、收支\t2"]
    assert read("\n".join([*lines, "项目\t金额", "甲\t5.00"])) == [*lines, [["项目", "金额"], ["甲", "5.00"]]]


def test_a_row_with_one_filled_cell_or_an_ordinal_belongs_to_its_table() -> None:
    assert read("项目\t金额\t备注\n一、\t5.00\t\n合计\t\t\n\t\t又略\n") == [
        [["项目", "金额", "备注"], ["一、", "5.00", ""], ["合计", "", ""], ["", "", "又略"]]
    ]


def test_a_row_of_sentences_whose_last_cells_are_missing_belongs_to_its_table() -> None:
    assert read("项目\t金额\t内容\t目标\t备注\n\t\t分派到底。\t如期办结。\n甲\t5.00\t略\t略\t略\n") == [
        [
            ["项目", "金额", "内容", "目标", "备注"],
            ["", "", "分派到底。", "如期办结。", ""],
            ["甲", "5.00", "略", "略", "略"],
        ]
    ]


def test_a_row_that_begins_with_several_blank_cells_belongs_to_the_table_above() -> None:
    rows = [["项目", "金额", "内容", "备注"], ["", "", "又略。", ""], ["甲", "5.00", "略", "略"]]
    assert read("项目\t金额\t内容\t备注\n\t\t又略。\n甲\t5.00\t略\t略\n") == [rows]


def test_a_heading_with_a_tab_below_a_table_of_another_width_is_no_row() -> None:
    assert read("项目\t金额\t备注\n甲\t5.00\t略\n八、名词解释\t\n")[1] == "八、名词解释"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("项目\t金额\n\n甲\t5.00\n\n乙\t6.00\n", id="a blank line after each row"),
        pytest.param("项目\t金额\n甲\t5.00\n\n乙\t6.00\n", id="a last row after a blank line"),
        pytest.param("项目\t金额\n\n\n甲\t5.00\n乙\t6.00\n", id="a header before a blank line"),
    ],
)
def test_a_single_row_over_a_blank_line_belongs_to_the_table_beside_it(text: str) -> None:
    assert read(text) == [[["项目", "金额"], ["甲", "5.00"], ["乙", "6.00"]]]


def test_a_single_row_behind_the_end_of_a_page_is_a_row_of_a_table_as_wide() -> None:
    table, row = "项目\t金额\n甲\t5.00\n", "乙\t6.00\n"
    assert read(f"{table}— 7 —\n续表\n单位：万元\n{row}")[-1] == [["乙", "6.00"]]
    assert read(f"{table}后文说到此为止。\n{row}")[-1] == "乙\t6.00"


# --- bars ---

ROWS = [["项目", "金额", "备注"], ["甲", "5.00", ""], ["", "6.00", "略"]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("| 项目 | 金额 | 备注 |\n| 甲 | 5.00 | |\n| | 6.00 | 略 |", id="around"),
        pytest.param("项目 | 金额 | 备注\n甲 | 5.00 |\n | 6.00 | 略", id="between alone"),
        pytest.param("| 项目 | 金额 | 备注\n| 甲 | 5.00 |\n| | 6.00 | 略", id="on the left"),
        pytest.param("项目 | 金额 | 备注 |\n甲 | 5.00 | |\n | 6.00 | 略 |", id="on the right"),
        pytest.param("｜项目｜金额｜备注｜\n｜甲｜5.00｜｜\n｜｜6.00｜略｜", id="full width"),
        pytest.param(
            "┌──┬──┬──┐\n│项目│金额│备注│\n├──┼──┼──┤\n│甲│5.00│ │\n├──┼──┼──┤\n│ │6.00│略│\n└──┴──┴──┘",
            id="box",
        ),
        pytest.param("┃项目┆金额┆备注┃\n┃甲┆5.00┆ ┃\n┃ ┆6.00┆略┃", id="heavy box"),
        pytest.param(
            "+----+----+----+\n|项目|金额|备注|\n+====+====+====+\n|甲|5.00||\n+----+----+----+\n||6.00|略|",
            id="plus signs",
        ),
        pytest.param("项目|金额|备注\n---+---+---\n甲|5.00|\n|6.00|略", id="rule with plus signs"),
        pytest.param("项目|金额|备注\n---|---:|:-:\n甲|5.00|\n|6.00|略", id="Markdown without outer bars"),
    ],
)
def test_a_table_with_any_kind_of_bars_is_read(text: str) -> None:
    assert read(f"说明。\n{text}\n后文。") == ["说明。", ROWS, "后文。"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("首页｜公开", id="one line"),
        pytest.param("首页|公开\n上一篇|下一篇|返回", id="lines of unlike width"),
        pytest.param("-----\n说明\n-----", id="rules around words"),
    ],
)
def test_bars_and_rules_in_words_make_no_table(text: str) -> None:
    assert read(f"前文。\n{text}\n后文。") == ["前文。", *text.split("\n"), "后文。"]


def test_rows_with_bars_around_stay_a_table_beside_a_line_with_a_bar_in_it() -> None:
    assert read("首页|公开\n|项目|金额|\n|甲|5.00|\n") == [
        "首页|公开",
        [["项目", "金额"], ["甲", "5.00"]],
    ]


# --- spaces ---


def test_columns_of_spaces_with_figures_are_a_table() -> None:
    text = "收支表\n编制部门：某局    单位：万元\n项 目    数量  价值\n资产总额  —     9.00\n房屋　　1　　5.00\n\n后文。"
    assert read(text) == [
        "收支表",
        "编制部门：某局    单位：万元",
        [["项 目", "数量", "价值"], ["资产总额", "—", "9.00"], ["房屋", "1", "5.00"]],
        "后文。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("项目  金额\n甲  5.00", id="two lines"),
        pytest.param("项目  金额\n甲  5.00\n乙  略", id="no column of figures"),
        pytest.param("项目  金额  备注\n甲  5.00\n乙  6.00", id="lines of unlike width"),
        pytest.param("甲  4.00\n乙  5.00\n丙  6.00", id="no header"),
        pytest.param("项目  金额\n甲  5.00\n乙  6.00\n丙 7.00", id="a row that cannot be told"),
        pytest.param("项 目 金 额\n甲 5.00\n乙 6.00", id="single spaces"),
        pytest.param("某某局  办公室\n2019年  2月\n盖章  签字", id="words set apart"),
    ],
)
def test_spaces_that_may_mean_something_else_make_no_table(text: str) -> None:
    assert read(f"{text}\n\n后文。") == [*text.split("\n"), "后文。"]


def test_columns_of_spaces_go_on_behind_the_end_of_a_page() -> None:
    text = "项目  金额\n甲  5.00\n乙  6.00\n\n— 1 —\n\n丙  7.00\n"
    assert read(text) == [[["项目", "金额"], ["甲", "5.00"], ["乙", "6.00"]], 1, [["丙", "7.00"]]]


# --- ends of pages ---


@pytest.mark.parametrize(
    "line",
    [
        "— 7 —",
        "- 7 -",
        "－7－",
        "-7-",
        "·7·",
        "第 3 页",
        "第3页 共9页",
        "第3页/共9页",
        "— 第3页 —",
        "共9页 第3页",
    ],
)
def test_a_line_that_numbers_a_page_ends_the_page(line: str) -> None:
    assert read(f"前文。\n{line}\n后文。") == ["前文。", 1, "后文。"]


@pytest.mark.parametrize(
    "text", ["前文。\f后文。", "前文。\n\f后文。", "前文。\n\f\n后文。", "前文。\n12\n\f后文。"], ids=ascii
)
def test_a_form_feed_ends_the_page(text: str) -> None:
    assert [block for block in read(text) if not isinstance(block, int)] == ["前文。", "后文。"]
    assert any(isinstance(block, int) for block in read(text))


@pytest.mark.parametrize("line", ["7", "-7", "详见第3页", "2019—2020"])
def test_a_number_that_is_not_surely_that_of_a_page_stays(line: str) -> None:
    assert read(f"前文。\n{line}\n后文。") == ["前文。", line, "后文。"]


def test_lines_keep_their_numbers_over_ends_of_pages() -> None:
    raw = read_bytes("甲。\n\f乙。\n— 2 —\n项目\t金额\n丙\t5.00\n".encode(), "a.txt")
    lines = [block.text.place.line for block in raw.blocks if isinstance(block, RawLine)]
    lines += [block.place.line for block in raw.blocks if isinstance(block, RawGrid)]
    assert lines == [1, 2, 4]
