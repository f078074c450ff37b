"""Phrases: words, gaps and typed holes; what matches where, and how far one came that did not match."""

from __future__ import annotations

import pytest

from checker.model.phrase import (
    LONGEST_HOLE,
    Hole,
    HoleType,
    Literal,
    Phrase,
    PhraseError,
    parse_phrase,
    unit_is_missing,
)
from checker.model.text import normalise


def taken(phrase: str, text: str) -> list[dict[str, str]]:
    """What the holes took in every match."""
    folded = normalise(text).string
    return [
        {capture.hole.name: folded[capture.start : capture.end] for capture in match.captures}
        for match in parse_phrase(phrase).find_all(folded)
    ]


# --- parsing ---


def test_a_phrase_is_words_and_holes_between_gaps() -> None:
    assert parse_phrase("…“三公”经费预算{total: money}…公务接待费{: money}") == Phrase(
        "…“三公”经费预算{total: money}…公务接待费{: money}",
        (
            (Literal('"三公"经费预算'), Hole("total", HoleType.MONEY)),
            (Literal("公务接待费"), Hole("", HoleType.MONEY)),
        ),
        anchored=False,
    )


@pytest.mark.parametrize(
    "source", ["支出…{x: money}", "支出...{x: money}", "支出……{x: money}", "支出 … { x : money }"]
)
def test_a_gap_may_be_written_in_several_ways(source: str) -> None:
    phrase = parse_phrase(source)
    assert phrase.stretches == ((Literal("支出"),), (Hole("x", HoleType.MONEY),))


@pytest.mark.parametrize(
    ("source", "anchored"),
    [("支出{x: money}", True), ("…支出{x: money}", False), ("...支出{x: money}", False), ("支出…", True)],
)
def test_a_phrase_begins_a_clause_unless_it_begins_with_a_gap(source: str, anchored: bool) -> None:
    assert parse_phrase(source).anchored is anchored


@pytest.mark.parametrize("kind", list(HoleType))
def test_every_type_of_hole_may_be_named(kind: HoleType) -> None:
    assert parse_phrase(f"支出{{x: {kind}}}").holes == (Hole("x", kind),)


@pytest.mark.parametrize(
    ("source", "offset", "words"),
    [
        pytest.param("支出{x: mony}", 2, "no hole type “mony”", id="unknown type"),
        pytest.param("支出{x: mony}", 2, "money、percent、count", id="what there is to choose from"),
        pytest.param("支出{x}", 2, "expected {name: type}", id="no type"),
        pytest.param("支出{x：money}", 2, "expected {name: type}", id="full-width colon"),
        pytest.param("支出{1x: money}", 2, "expected {name: type}", id="a name that begins with a digit"),
        pytest.param("支出{}", 2, "expected {name: type}", id="nothing in the hole"),
        pytest.param("支出{x: money", 2, "expected {name: type}", id="not closed"),
        pytest.param("支出x: money}", 10, "expected {name: type}", id="not opened"),
        pytest.param("甲{x: money}乙{x: count}", 12, "hole named twice: 'x'", id="hole named twice"),
        pytest.param("{x: money}", 0, "no words of its own", id="a hole alone"),
        pytest.param("…{x: money}…", 0, "no words of its own", id="gaps and a hole"),
        pytest.param("…", 0, "no words of its own", id="a gap alone"),
        pytest.param("", 0, "no words of its own", id="nothing"),
        pytest.param(" \u3000", 0, "no words of its own", id="white space"),
    ],
)
def test_a_phrase_that_cannot_be_parsed_says_where_and_why(source: str, offset: int, words: str) -> None:
    with pytest.raises(PhraseError) as caught:
        parse_phrase(source)
    assert caught.value.offset == offset
    assert words in str(caught.value)


# --- where a phrase begins ---


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("支出预算5万元。", ["5万元"]),
        ("财政拨款支出预算5万元。", []),
        ("收入6万元，支出预算5万元。", ["5万元"]),
        ("收入6万元、支出预算5万元。", ["5万元"]),
        ("收入6万元；支出预算5万元。", ["5万元"]),
        ("收入情况。支出预算5万元。", ["5万元"]),
        ("说明：支出预算5万元。", ["5万元"]),
        ("总额（支出预算5万元）。", ["5万元"]),
        ("2019年支出预算5万元。", ["5万元"]),
        ("2019年度，支出预算5万元。", ["5万元"]),
        ("其中支出预算5万元。", ["5万元"]),
        ("其中：2019年支出预算5万元。", ["5万元"]),
        ("收入。2019年部门支出预算5万元。", []),
        ("12019年支出预算5万元。", []),
        ("很长的一句话里没有一处停顿直到支出预算5万元。", []),
        ("“三公”支出预算5万元。", ["5万元"]),
        ("“支出预算5万元”", ["5万元"]),
    ],
)
def test_a_phrase_begins_at_a_clause_boundary(text: str, amounts: list[str]) -> None:
    assert [each["x"] for each in taken("支出预算{x: money}", text)] == amounts


@pytest.mark.parametrize("text", ["财政拨款支出预算5万元。", "支出预算5万元。", "部门支出预算5万元。"])
def test_a_phrase_that_begins_with_a_gap_begins_anywhere(text: str) -> None:
    assert taken("…支出预算{x: money}", text) == [{"x": "5万元"}]


# --- what a phrase matches ---


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        pytest.param("因公出国（境）费{x: money}", "因公出国(境)费5万元", id="brackets of either width"),
        pytest.param("“三公”经费{x: money}", '"三公"经费5万元', id="quotation marks of either kind"),
        pytest.param("“三公”经费{x: money}", "「三公」经费５万元", id="full-width digits"),
        pytest.param("支出总计{x: money}", "支 出 总 计 5 万元", id="spaces"),
        pytest.param("支出总计{x: money}", "支出\n总计5\n万元", id="line breaks"),
        pytest.param("支出 总计 {x: money}", "支出总计5万元", id="spaces in the phrase"),
        pytest.param("支出总计{x: money}", "⽀出总计5万元", id="radicals of a PDF"),
        pytest.param(
            "预算收入{x: money}",
            "預算收入5萬元",
            id="traditional characters",
        ),
    ],
)
def test_phrases_match_folded_text(phrase: str, text: str) -> None:
    assert taken(phrase, text) == [{"x": "5万元"}]


def test_thousands_separators_do_not_matter() -> None:
    assert taken("支出{x: money}", "支出1，234，567.89 万元。") == [{"x": "1234567.89万元"}]


@pytest.mark.parametrize(
    ("phrase", "section", "words"),
    [
        pytest.param("支出…{x: money}", "支出合计5万元。\n", ["支出合计5万元"], id="within a clause"),
        pytest.param("支出…{x: money}", "支出多,计5万元。\n", ["支出多,计5万元"], id="over a comma"),
        pytest.param("支出…{x: money}", "支出多。\n计5万元。\n", ["支出多。\n计5万元"], id="over paragraphs"),
        pytest.param("收入…支出", "支出5万元,收入多。\n", [], id="in this order only"),
        pytest.param("收入…支出", "收入支出\n", ["收入支出"], id="it may be empty"),
        pytest.param("收入{x: money}", "收入约5万元。\n", [], id="without it no word may stand between"),
    ],
)
def test_a_gap_takes_anything_up_to_the_end_of_the_section(
    phrase: str, section: str, words: list[str]
) -> None:
    # the paragraphs of a section stand one below the other, a line end after each
    assert [section[m.start : m.end] for m in parse_phrase(phrase).find_all(section)] == words


def test_a_hole_does_not_reach_into_the_next_paragraph() -> None:
    folded = "主要用于\n差旅费"
    assert list(parse_phrase("主要用于{x: text}").find_all(folded)) == []


def test_all_matches_are_found_from_left_to_right_without_overlap() -> None:
    text = "基本支出5万元，项目支出6万元；基本支出7.0万元。"
    assert taken("基本支出{x: money}", text) == [{"x": "5万元"}, {"x": "7.0万元"}]


def test_every_gap_leaves_most_room_for_the_next() -> None:
    text = "收入5万元、收入6万元、支出7万元。"
    assert taken("收入{a: money}…支出{b: money}", text) == [{"a": "5万元", "b": "7万元"}]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        # money
        pytest.param("支出{x: money}", "支出5元。", "5元", id="money in yuan"),
        pytest.param("支出{x: money}", "支出5.50亿元。", "5.50亿元", id="money in hundred millions"),
        pytest.param("支出{x: money}", "支出5百万元。", "5百万元", id="money in millions"),
        pytest.param("支出{x: money}", "支出-5.50万元。", "-5.50万元", id="negative money"),
        pytest.param("支出{x: money}", "支出5万。", "5万", id="money with its unit cut short"),
        pytest.param("支出{x: money}", "支出5.00。", "5.00", id="money without a unit"),
        pytest.param("支出{x: money}", "支出2019年。", None, id="a year is no money"),
        pytest.param("支出{x: money}", "支出5月。", None, id="a month is no money"),
        pytest.param("支出{x: money}", "支出5%。", None, id="a whole percentage is no money"),
        pytest.param(
            "支出{x: money}",
            "支出1.50%。",
            None,
            id="a percentage is no money",
        ),
        pytest.param(
            "支出{x: money}",
            "支出12.5年。",
            None,
            id="years are no money",
        ),
        pytest.param("支出{x: money}", "支出约5万元。", None, id="a word before the money"),
        pytest.param("支出{x: money}", "支出五万元。", None, id="money in Chinese numerals"),
        # percent
        pytest.param("占{x: percent}", "占33.5%。", "33.5%", id="percent"),
        pytest.param("占{x: percent}", "占33.5％。", "33.5%", id="full-width percent"),
        pytest.param("提高{x: percent}", "提高1.5个百分点。", "1.5个百分点", id="percentage points"),
        pytest.param("占{x: percent}", "占33.5。", "33.5", id="percent without its sign"),
        pytest.param("占{x: percent}", "占5万元。", None, id="money is no percentage"),
        pytest.param(
            "占{x: percent}",
            "占1.5万元。",
            None,
            id="money with decimals is no percentage",
        ),
        pytest.param("占{x: percent}", "占2019年。", None, id="a year is no percentage"),
        # count
        pytest.param("保有量{x: count}", "保有量为5辆", None, id="a word before the count"),
        pytest.param("保有量{x: count}", "保有量5辆。", "5辆", id="a count"),
        pytest.param("累计{x: count}", "累计12人次。", "12人次", id="the longer unit"),
        # year, date, code
        pytest.param("较{x: year}", "较2018年预算", "2018年", id="a year"),
        pytest.param("较{x: year}", "较2018年度预算", "2018年度", id="a year with 度"),
        pytest.param("较{x: year}", "较3018年预算", None, id="no year of ours"),
        pytest.param("截至{x: date}", "截至2018年12月31日", "2018年12月31日", id="a date"),
        pytest.param("截至{x: date}", "截至2018年12月底", None, id="no full date"),
        pytest.param("科目{x: code}", "科目2010601行政运行", "2010601", id="a code"),
        pytest.param("科目{x: code}", "科目A020101号", "A020101", id="a code with a letter"),
        # words
        pytest.param("用于{x: text}", "用于差旅，其他", "差旅", id="words up to a comma"),
        pytest.param("用于{x: text}", "用于差旅。其他", "差旅", id="words up to a full stop"),
        pytest.param("用于{x: text}费", "用于差旅费，其他", "差旅", id="words up to the next words"),
        pytest.param("用于{x: text}费", "用于差旅。会议费", None, id="words do not leave the sentence"),
        pytest.param("包括：{x: list}", "包括：甲、乙等；丙", "甲、乙等", id="a list up to a semicolon"),
        pytest.param(
            "其中{x: parts}", "其中，甲5万元；乙6万元。丙", ",甲5万元;乙6万元", id="parts over a semicolon"
        ),
        pytest.param(
            "{x: parts}具体包括", "甲5家；乙6家具体包括丙。", "甲5家;乙6家", id="parts up to the next words"
        ),
        pytest.param("{x: parts}具体包括", "甲5家。具体包括丙。", None, id="parts do not leave the sentence"),
    ],
)
def test_a_hole_takes_what_is_of_its_type(phrase: str, text: str, words: str | None) -> None:
    assert taken(phrase, text) == ([] if words is None else [{"x": words}])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("第5批支出合计6万元", "6万元", id="an ordinal"),
        pytest.param("2019年支出6万元", "6万元", id="a year"),
        pytest.param("5台设备支出6万元", "6万元", id="a count"),
        pytest.param("支出有3项，共6.5万元", "6.5万元", id="a number of items"),
    ],
)
def test_money_after_a_gap_is_the_first_with_its_unit(text: str, words: str) -> None:
    assert taken("情况…{x: money}", f"情况：{text}。") == [{"x": words}]


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("5万元", False),
        ("5元", False),
        ("5%", False),
        ("1.5个百分点", False),
        ("5台", False),
        ("5万", True),
        ("5.00", True),
        ("5亿", True),
    ],
)
def test_a_unit_that_is_missing_or_cut_short_is_noticed(words: str, missing: bool) -> None:
    assert unit_is_missing(words) is missing


# --- how far a phrase came ---


@pytest.mark.parametrize(
    ("phrase", "text", "found", "missing"),
    [
        pytest.param("收入…支出{x: money}", "收入很多。", "收入", "支出{money}", id="the second stretch"),
        pytest.param("收入…支出…结余", "收入多，支出少。", "收入多,支出", "结余", id="the third stretch"),
        pytest.param("收入…{x: money}", "收入很多。", "收入", "{money}", id="a hole after a gap"),
    ],
)
def test_a_phrase_that_does_not_match_says_how_far_it_came(
    phrase: str, text: str, found: str, missing: str
) -> None:
    folded = normalise(text).string
    near = parse_phrase(phrase).nearest(folded)
    assert near is not None
    assert (folded[near.start : near.end], near.missing) == (found, missing)


@pytest.mark.parametrize("text", ["结余5万元。", "", "部门收入5万元。"])
def test_a_phrase_whose_first_words_are_not_there_came_nowhere(text: str) -> None:
    assert parse_phrase("收入…{x: money}").nearest(normalise(text).string) is None


def test_a_phrase_that_matches_is_not_near() -> None:
    assert parse_phrase("收入{x: money}").nearest("收入5万元") is None


# --- time ---


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        pytest.param("…甲…乙", "甲" * 12_000, id="words that come again and again"),
        pytest.param("…{x: money}甲", "1" * 12_000, id="one long number"),
        pytest.param("…{x: code}甲", "1 " * 12_000, id="many numbers"),
        pytest.param("甲{x: text}乙", "甲" * 12_000, id="a hole in a clause"),
        pytest.param(
            "…甲{x: text}乙",
            "甲" * 12_000,
            id="a hole anywhere",
        ),
        pytest.param(
            "…甲{x: list}乙",
            "甲" * 12_000,
            id="a list anywhere",
        ),
    ],
)
def test_a_search_ends_without_a_match(phrase: str, text: str) -> None:
    """How the time grows is measured in benchmarks/, not here."""
    assert list(parse_phrase(phrase).find_all(text)) == []


@pytest.mark.parametrize("type_", ["text", "list", "parts"])
def test_a_hole_takes_at_most_so_much(type_: str) -> None:
    phrase = parse_phrase(f"…甲{{x: {type_}}}乙")
    assert len(list(phrase.find_all("甲" + "字" * (LONGEST_HOLE - 1) + "乙"))) == 1
    assert list(phrase.find_all("甲" + "字" * (LONGEST_HOLE + 1) + "乙")) == []
