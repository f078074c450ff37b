"""Text that knows where it stands, and the form in which words and figures are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model.text import Normal, Place, Segment, Text, normalise, same_words, unified


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("预算收入１００．５０万元", "预算收入100.50万元", id="full-width digits"),
        pytest.param("（一）总体情况", "(一)总体情况", id="full-width brackets"),
        pytest.param("财预〔2016〕143号【略】", "财预(2016)143号(略)", id="other brackets"),
        pytest.param("“三公”「三公」『三公』", '"三公""三公""三公"', id="quotes"),
        pytest.param("工作－活动—目标–指标", "工作-活动—目标-指标", id="dashes but not the double-width one"),
        pytest.param("公 务　用\t车", "公务用车", id="justified and padded words"),
        pytest.param("2019 年 部门 预算", "2019年部门预算", id="spaces around a year"),
        pytest.param("预算\n收入\r\n5万元", "预算收入5万元", id="line breaks"),
        pytest.param("12 34", "12 34", id="two numbers stay apart"),
        pytest.param("12\n34", "12 34", id="two numbers on two lines stay apart"),
        pytest.param("1,234,567.00元", "1234567.00元", id="thousands separators"),
        pytest.param("1，234元", "1234元", id="full-width thousands separator"),
        pytest.param("12,34", "12,34", id="a comma before two digits"),
        pytest.param("1,2345", "1,2345", id="a comma before four digits"),
        pytest.param("甲,234元", "甲,234元", id="a comma that no digit stands before"),
        pytest.param("约5万元…主要", "约5万元…主要", id="an ellipsis stays one character"),
        pytest.param("预\u200b算\ufeff\u00ad", "预算", id="invisible characters"),
        pytest.param("⽀出⺠政", "支出民政", id="radicals of a PDF text layer"),
        pytest.param("㈠总则Ⅱ", "(一)总则II", id="compatibility characters"),
        pytest.param("﹥50%＜70%", ">50%<70%", id="small and full-width comparators"),
        pytest.param("", "", id="nothing"),
        pytest.param(" \u3000\n", "", id="white space alone"),
        pytest.param(
            "1, 234.00",
            "1234.00",
            id="a space beside a thousands separator",
        ),
        pytest.param(
            "預算收入",
            "预算收入",
            id="traditional characters",
        ),
    ],
)
def test_words_are_folded_for_comparison(written: str, folded: str) -> None:
    assert normalise(written).string == folded


def test_a_circled_ordinal_is_no_digit_of_the_number_behind_it() -> None:
    assert "130" not in normalise("①30万元").string


@pytest.mark.parametrize(
    ("source", "folded", "stands_as"),
    [
        ("安排 1，234.50 万元，", "1234.50万元", "1，234.50 万元"),
        ("公 务 用 车 5 辆", "用车", "用 车"),
        ("（㈠）", "(一)", "㈠"),
        ("“三公”经费", '"三公"', "“三公”"),
    ],
)
def test_a_folded_stretch_goes_back_to_the_words_as_they_stand(
    source: str, folded: str, stands_as: str
) -> None:
    normal = normalise(source)
    at = normal.string.rindex(folded)
    low, high = normal.source(at, at + len(folded))
    assert source[low:high] == stands_as


def test_an_empty_folded_stretch_stands_at_one_point() -> None:
    normal = normalise("预 算")
    assert normal.source(1, 1) == (2, 2)
    assert normal.source(2, 2) == (3, 3)


def test_a_source_index_leads_to_the_next_folded_character() -> None:
    normal = normalise("预 算 收入")
    assert [normal.position(index) for index in range(6)] == [0, 1, 1, 2, 2, 3]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_every_folded_character_has_its_place_in_the_source(source: str) -> None:
    normal = normalise(source)
    assert len(normal.origin) == len(normal.string) + 1
    assert list(normal.origin) == sorted(normal.origin)
    assert normal.origin[-1] == len(source)
    assert all(0 <= index < len(source) for index in normal.origin[:-1])


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("因公出国（境）费", "因公出国(境)费", True),
        ("公 务 用 车", "公务用车", True),
        ("１，２００", "1200", True),
        ("1 200", "1200", False),
        ("复印机", "复印件", False),
        ("5.0", "5.00", False),
    ],
)
def test_texts_say_the_same_once_folded(left: str, right: str, same: bool) -> None:
    assert same_words(left, right) is same


def test_radicals_are_replaced_one_for_one() -> None:
    assert unified("⽀出、⺠政、⻋辆、⼾籍") == "支出、民政、车辆、户籍"


# --- texts with their places ---

FIRST = Place("s.txt", line=1)
SECOND = Place("s.txt", line=2)
BOXED = Place("s.pdf", page=3, box=(10.0, 100.0, 50.0, 112.0))


def test_a_joined_text_keeps_the_place_of_every_stretch() -> None:
    text = Text.join([Text.at("预算收入", FIRST), Text.at("5万元。", SECOND)])
    assert text.string == "预算收入5万元。"
    assert text.segments == (Segment(0, 4, FIRST), Segment(4, 8, SECOND))
    assert text.place == FIRST


@pytest.mark.parametrize(
    ("start", "end", "string", "places"),
    [
        (0, 4, "预算收入", [FIRST]),
        (4, 7, "5万元", [SECOND]),
        (2, 6, "收入5万", [FIRST, SECOND]),
        (3, 3, "", []),
    ],
)
def test_a_stretch_of_a_text_has_its_own_places(
    start: int, end: int, string: str, places: list[Place]
) -> None:
    text = Text.join([Text.at("预算收入", FIRST), Text.at("5万元。", SECOND)]).cut(start, end)
    assert text.string == string
    assert [segment.place for segment in text.segments] == places


def test_the_segments_of_a_stretch_count_from_its_own_beginning() -> None:
    text = Text.join([Text.at("预算收入", FIRST), Text.at("5万元。", SECOND)]).cut(2, 6)
    assert [(segment.start, segment.end) for segment in text.segments] == [(0, 2), (2, 4)]


def test_the_box_of_a_stretch_shrinks_to_its_characters() -> None:
    text = Text.at("共5元。", BOXED, edges=(10.0, 20.0, 30.0, 40.0, 50.0))
    figure = text.cut(1, 3)
    assert figure.place == Place("s.pdf", page=3, box=(20.0, 100.0, 40.0, 112.0))
    assert figure.segments[0].edges == (20.0, 30.0, 40.0)


def test_a_stretch_of_a_stretch_shrinks_again() -> None:
    text = Text.at("共5元。", BOXED, edges=(10.0, 20.0, 30.0, 40.0, 50.0))
    assert text.cut(1, 4).cut(1, 2).place.box == (30.0, 100.0, 40.0, 112.0)


@pytest.mark.parametrize(
    ("string", "stripped"), [("\u3000预算 \t", "预算"), ("预算", "预算"), ("  ", ""), ("", "")]
)
def test_white_space_at_the_ends_is_cut_off(string: str, stripped: str) -> None:
    assert Text.at(string, FIRST).stripped().string == stripped


def test_a_normal_of_equal_text_is_equal() -> None:
    assert normalise("预 算") == Normal("预算", (0, 2, 3))
