"""Figures: which printed numbers are amounts, with what unit and precision, and where they stand (DESIGN 6)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checker.facts.series import parts_in
from checker.model.amount import Dimension
from checker.model.figure import IN_TEXT, Figure, FigureId
from checker.model.text import normalise
from tests.small import facts


def figures(submission: str) -> list[Figure]:
    return list(facts(submission).figures.values())


def amounts(submission: str) -> list[str]:
    return [str(figure.amount) for figure in figures(submission)]


# --- in sentences ---


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("2019年预算收入100.00万元", ["100.00万元"]),
        ("收入7,445.08 万元、支出５元", ["7445.08万元", "5元"]),
        ("投资0.5亿元，补助6千元", ["0.5亿元", "6千元"]),
        ("减少-3.50万元", ["-3.50万元"]),
        ("占33.5%，提高1.5个百分点", ["33.5%", "1.5个百分点"]),
        ("保有车辆5辆，接待12批次、130人次", ["5辆", "12批次", "130人次"]),
        ("房屋1,200.50平方米", ["1200.50平方米"]),
        ("设5个科室，编制60名", ["5个", "60名"]),
        ("全年12次会议", ["12次"]),
        ("（一）30万元", ["30万元"]),
        ("1、30万元", ["30万元"]),
        ("安排0万元", ["0万元"]),
        ("约5万元左右", ["5万元"]),
        pytest.param("①30万元，②5台", ["30万元", "5台"]),
    ],
)
def test_an_amount_with_its_unit_is_a_figure(sentence: str, found: list[str]) -> None:
    assert amounts(f"说明如下。\n{sentence}。") == found


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("2019年较2018年，2019年度与2019-2021年", id="years"),
        pytest.param("截至2018年12月31日，3月5日前，1月", id="dates"),
        pytest.param("第5批，第3个，第12次会议", id="ordinals"),
        pytest.param("（一）（1）1、2．第3部分", id="numbering"),
        pytest.param("财预〔2016〕143号，国发[2015]6号", id="numbers of documents"),
        pytest.param("科目2010601，品目A020101，301单位", id="codes"),
        pytest.param("电话0311-86687310，热线12345", id="telephone numbers"),
        pytest.param("12345场地租用，12345热线", id="the name of a hotline"),
        pytest.param("3项目、5部门、2人大、1台账、4家具", id="words that begin like a unit"),
        pytest.param("2个月、6个月内", id="months"),
        pytest.param("达到≥90%为优，<70%为差", id="thresholds"),
        pytest.param("＞90%、＜70%、≧80%、≦60%、﹥50%", id="thresholds in full width"),
        pytest.param("90%~100%，80%～90%", id="bands"),
        pytest.param("100,5。5；5：30", id="bare numbers"),
        pytest.param("G20峰会，COVID19疫情，5G网络", id="names with numbers"),
        pytest.param("5万、3亿", id="an amount whose unit is cut short"),
        pytest.param("1.2.3万元", id="a number with two points"),
        pytest.param("五万元，一百人次", id="Chinese numerals"),
        pytest.param("3.5倍，1/3，8折，12:30分", id="other numbers"),
        pytest.param("90%-100%为优", id="a band with a hyphen"),
        pytest.param("80%—90%为良", id="a band with a dash"),
        pytest.param("80%〜90%为良", id="a band with a wave"),
    ],
)
def test_what_is_no_amount_is_no_figure(sentence: str) -> None:
    assert amounts(f"说明如下。\n{sentence}。") == []


@pytest.mark.parametrize("number", ["1 040.00", "1 491.10", "12 345", "1 234 567.00"])
def test_the_end_of_a_number_with_spaces_between_its_thousands_is_no_figure(number: str) -> None:
    assert amounts(f"说明如下。\n安排{number}万元，另5.00万元。") == ["5.00万元"]


def test_a_space_between_two_numbers_keeps_them_apart() -> None:
    assert amounts("说明如下。\n表12 345.00万元。") == ["345.00万元"]


def test_a_figure_knows_where_it_stands() -> None:
    submission = "一、收支\n（一）收入\n上年共5元。本年收入 1,000.00 万元，占50%。后文。"
    first, second, third = figures(submission)
    assert [figure.text for figure in (first, second, third)] == ["5元", "1,000.00 万元", "50%"]
    assert [figure.id for figure in (first, second, third)] == [
        FigureId(2, IN_TEXT, 3),
        FigureId(2, IN_TEXT, 11),
        FigureId(2, IN_TEXT, 24),
    ]
    assert second.place.line == 3
    assert second.section == ("收支", "收入")
    assert second.context == "本年收入 1,000.00 万元，占50%。"
    assert second.context[second.start : second.end] == "1,000.00 万元"


def test_a_figure_in_a_sentence_broken_over_lines_has_the_line_of_its_number() -> None:
    submission = "说明如下。\n本年各项收入按来源逐项列出，其中一般公共预算收入\n\n100.00万元，其他收入5万元。"
    assert [(figure.text, figure.place.line) for figure in figures(submission)] == [
        ("100.00万元", 4),
        ("5万元", 4),
    ]


def test_the_same_amount_in_two_places_is_two_figures() -> None:
    assert len(figures("说明如下。\n收入5万元，支出5万元。")) == 2


@pytest.mark.parametrize(
    "submission",
    [
        pytest.param(
            "说明如下。\n1、公务接待费2.30万元\n无变化。",
            id="a heading",
        ),
        pytest.param(
            "说明如下。\n收支表\n| 项目 | 金额 |\n| 甲 | 无 |\n注：另有2.30万元未列入。",
            id="a note",
        ),
        pytest.param("说明如下。\n收支表\n| 项目 | 金额 |\n| 甲（2.30万元） | 无 |\n", id="a cell of words"),
        pytest.param("说明如下，共2.30万元。", id="a paragraph"),
    ],
)
def test_an_amount_is_a_figure_wherever_it_stands(submission: str) -> None:
    assert amounts(submission) == ["2.30万元"]


# --- the fellows of a figure in a sentence ---


def steps(submission: str) -> list[str]:
    return [str(figure.amount.step) for figure in figures(submission)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        pytest.param(
            "共18万元，其中甲15.0万元、乙3.00万元", ["0.01", "0.01", "0.01"], id="finest of one unit"
        ),
        pytest.param("共18万元，即180000.00元", ["1", "0.01"], id="each unit by itself"),
        pytest.param("共18.00万元，占5%，车5辆", ["0.01", "1", "1"], id="money alone has fellows"),
    ],
)
def test_money_in_a_sentence_has_the_precision_of_its_fellows(sentence: str, found: list[str]) -> None:
    assert steps(f"说明如下。\n{sentence}。") == found


def test_another_paragraph_is_no_fellow() -> None:
    assert steps("说明如下。\n共18万元。\n另有3.25万元。") == ["1", "0.01"]


def test_a_percentage_knows_the_precision_of_the_money_beside_it() -> None:
    percentage = figures("说明如下。\n收入5.25万元，占33.5%。")[1]
    assert percentage.fellow_step == Decimal(100)


def test_a_percentage_without_money_beside_it_knows_none() -> None:
    (percentage,) = figures("说明如下。\n完成率达33.5%。")
    assert percentage.fellow_step is None


# --- in tables ---


def cells(submission: str) -> list[tuple[str, str, str]]:
    """Row, column and amount of every figure of a table, column by column."""
    return [
        (figure.row, figure.column, str(figure.amount))
        for figure in figures(submission)
        if figure.id.row >= 0
    ]


def listed(columns: str, *rows: str, unit: str = "单位：万元\n") -> str:
    return f"说明如下。\n收支表\n{unit}| {columns} |\n" + "".join(f"| {row} |\n" for row in rows)


def test_every_number_of_a_table_is_a_figure_with_its_row_and_column() -> None:
    assert cells(listed("项目 | 收入 | 支出", "甲 | 5.00 | 6.00", "乙 |  | 7.00")) == [
        ("甲", "收入", "5.00万元"),
        ("甲", "支出", "6.00万元"),
        ("乙", "支出", "7.00万元"),
    ]


def test_a_figure_of_a_table_knows_where_it_stands() -> None:
    submission = "一、收支\n" + listed("项目 | 收入", "甲 | 5.00").removeprefix("说明如下。\n")
    (figure,) = figures(submission)
    assert (figure.table, figure.section, figure.place.line) == ("收支表", ("收支",), 5)
    assert figure.id == FigureId(1, 0, 1)
    assert (figure.context, figure.start, figure.end) == ("5.00", 0, 4)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("5.00", "5.00万元"),
        ("1,234.50", "1234.50万元"),
        ("１２．５", "12.5万元"),
        ("-5.00", "-5.00万元"),
        ("（5.00）", "-5.00万元"),
        ("0", "0万元"),
        ("5.00元", "5.00元"),
        ("5%", "5%"),
        ("5台", "5台"),
    ],
)
def test_a_cell_that_states_a_number_is_a_figure(cell: str, amount: str) -> None:
    assert cells(listed("项目 | 金额", f"甲 | {cell}")) == [("甲", "金额", amount)]


@pytest.mark.parametrize(
    "cell", ["", "—", "-", "无", "/", "约5", "5.00/6.00", "1.", "详见附件", "≥90%", "(%) 100~ 90"]
)
def test_a_cell_that_states_none_is_no_figure(cell: str) -> None:
    assert cells(listed("项目 | 金额", f"甲 | {cell}")) == []


@pytest.mark.parametrize(
    "header",
    ["科目编码", "目录代码", "编号", "序号", "行次", "年份", "年度", "预算年度", "联系电话", "类"],
)
def test_a_column_of_codes_or_years_holds_no_figures(header: str) -> None:
    assert cells(listed(f"项目 | {header}", "甲 | 2019")) == []


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("2018年度"),
        pytest.param("本年度"),
        pytest.param("上年度"),
        "2018年预算数",
        "上年决算数",
        "项目支出",
    ],
)
def test_a_column_that_names_the_year_of_its_amounts_holds_figures(header: str) -> None:
    assert cells(listed(f"项目 | {header}", "甲 | 5.00")) == [("甲", header, "5.00万元")]


def test_the_bands_of_a_grading_scale_hold_no_figures() -> None:
    submission = listed(
        "项目 | 预算 | 评价标准 |  |  |  ", " |  | 优 | 良 | 中 | 差", "甲 | 5.00 | 90 | 80 | 70 | 60"
    )
    assert cells(submission) == [("甲", "预算", "5.00万元")]


@pytest.mark.parametrize(
    ("header", "row", "unit", "amount"),
    [
        pytest.param("金额", "甲", "单位：元\n", "5元", id="of the caption"),
        pytest.param("金额（元）", "甲", "单位：万元\n", "5元", id="of the column's label"),
        pytest.param("价值（金额单位：亿元）", "甲", "单位：万元\n", "5亿元", id="of a longer label"),
        pytest.param("占比", "甲", "单位：万元\n", "5%", id="a column of shares"),
        pytest.param("完成率", "甲", "单位：万元\n", "5%", id="a column of rates"),
        pytest.param("增长%", "甲", "单位：万元\n", "5%", id="a column headed %"),
        pytest.param("数量", "甲", "单位：万元\n", "5", id="a column of counts"),
        pytest.param("数量", "车辆（辆）", "单位：万元\n", "5辆", id="the unit of a row's label"),
        pytest.param("面积（平方米）", "甲", "单位：万元\n", "5平方米", id="a column of floor space"),
        pytest.param("金额", "甲", "", "5", id="none at all"),
        pytest.param(
            "金额",
            "甲",
            "收支表（单位：千元）\n",
            "5千元",
            id="of the title",
        ),
    ],
)
def test_a_cell_takes_the_unit_that_stands_nearest(header: str, row: str, unit: str, amount: str) -> None:
    assert cells(listed(f"项目 | {header}", f"{row} | 5", unit=unit)) == [(row, header, amount)]


def test_a_unit_of_a_header_above_the_leaf_counts() -> None:
    submission = listed("项目 | 支出（元） |  ", " | 基本 | 项目", "甲 | 5 | 6")
    assert [amount for *_, amount in cells(submission)] == ["5元", "6元"]


def test_every_piece_of_a_table_has_its_own_unit_and_those_without_take_the_first() -> None:
    submission = (
        "说明如下。\n收支表\n单位：万元\n| 项目 | 金额 |\n| 甲 | 5 |\n\n"
        "301 某某局\n| 项目 | 金额 |\n| 乙 | 6 |\n\n单位：元\n| 项目 | 金额 |\n| 丙 | 7 |\n"
    )
    assert [amount for *_, amount in cells(submission)] == ["5万元", "6万元", "7元"]


def test_a_count_without_a_printed_unit_is_a_count() -> None:
    (figure,) = figures(listed("项目 | 数量", "甲 | 5"))
    assert figure.amount.unit.dimension is Dimension.COUNT


def test_the_cells_of_a_column_have_the_precision_of_the_finest() -> None:
    submission = listed("项目 | 甲 | 乙", "一 | 15.0 | 3", "二 | 15.00 | 4", "三 | 7 | 0.25", "四 | 0 | ")
    assert [str(figure.amount.step) for figure in figures(submission)] == ["0.01"] * 7


def test_a_cell_with_a_unit_of_its_own_is_no_fellow() -> None:
    submission = listed("项目 | 甲", "一 | 15.0", "二 | 3", "三 | 20元")
    assert [str(figure.amount.step) for figure in figures(submission)] == ["0.1", "0.1", "1"]


def test_a_zero_with_decimals_makes_its_column_no_finer() -> None:
    submission = listed("项目 | 甲", "一 | 15", "二 | 0.00")
    assert str(figures(submission)[0].amount.step) == "1"


def test_a_percentage_in_a_column_of_money_is_no_fellow() -> None:
    submission = listed("项目 | 甲", "一 | 15", "二 | 33.55%")
    assert [str(figure.amount.step) for figure in figures(submission)] == ["1", "0.01"]


def test_a_cell_of_words_may_hold_several_amounts() -> None:
    submission = listed("项目 | 目标", "甲 | 完成5台，用10万元，满意度95%")
    assert [figure.text for figure in figures(submission)] == ["5台", "10万元", "95%"]
    assert {figure.place.line for figure in figures(submission)} == {5}
    assert len({figure.id for figure in figures(submission)}) == 3


def test_the_figures_of_a_document_have_ids_of_their_own() -> None:
    submission = "一、收支\n收入5万元，支出6万元。\n" + listed(
        "项目 | 目标 | 金额", "甲 | 5台，6台 | 7.00"
    ).removeprefix("说明如下。\n")
    found = facts(submission).figures
    assert len(found) == 5
    assert list(found) == [figure.id for figure in found.values()]


# --- series of parts ---


def series(string: str) -> list[object]:
    """The parts of a series as label and amount, with nested parts behind them."""
    folded = normalise(string).string

    def shown(parts: object) -> list[object]:
        assert isinstance(parts, tuple)
        return [
            (part.label, folded[part.start : part.end], shown(part.parts))
            if part.parts
            else (part.label, folded[part.start : part.end])
            for part in parts
        ]

    return shown(parts_in(folded, 0, len(folded)))


@pytest.mark.parametrize(
    ("string", "parts"),
    [
        pytest.param("甲5万元、乙6万元", [("甲", "5万元"), ("乙", "6万元")], id="divided by 、"),
        pytest.param(
            "甲5万元，乙6万元；丙7万元", [("甲", "5万元"), ("乙", "6万元"), ("丙", "7万元")], id="other marks"
        ),
        pytest.param("其中，甲5万元和乙6万元", [("甲", "5万元"), ("乙", "6万元")], id="words that lead in"),
        pytest.param(
            "甲5万元（其中：丙1万元，丁4万元），乙6万元",
            [("甲", "5万元", [("丙", "1万元"), ("丁", "4万元")]), ("乙", "6万元")],
            id="nested parts",
        ),
        pytest.param(
            "甲5万元，占50%；乙5万元，占50%", [("甲", "5万元"), ("乙", "5万元")], id="shares are no parts"
        ),
        pytest.param(
            "甲5万元，比上年增加2万元；乙6万元", [("甲", "5万元"), ("乙", "6万元")], id="changes are no parts"
        ),
        pytest.param("甲5万元，较上年减少2万元", [("甲", "5万元")], id="a change at the end is no part"),
        pytest.param("轿车3辆、客车2辆", [("轿车", "3辆"), ("客车", "2辆")], id="counts"),
        pytest.param("没有数", [], id="nothing"),
        pytest.param("5万元", [], id="an amount without a label"),
    ],
)
def test_a_series_is_read_as_labels_with_amounts(string: str, parts: list[object]) -> None:
    assert series(string) == parts


def test_parts_nested_deeper_than_anyone_writes_cannot_be_told() -> None:
    """Nor do they exhaust the stack."""
    folded = "甲1万元(其中:" * 3000
    assert parts_in(folded, 0, len(folded)) is None


def test_the_figures_of_one_long_sentence_share_its_words() -> None:
    """4,000 figures in one sentence must not keep 4,000 copies of it."""
    sentence = "支出" + "、".join(f"项{at}支出{at}.00万元" for at in range(400)) + "。"
    contexts = [figure.context for figure in figures(sentence)]
    assert len(contexts) == 400
    assert all(context is contexts[0] for context in contexts)
