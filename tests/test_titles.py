"""Which headings and titles are the ones that a pack names; packs and submissions stand in the test."""

from __future__ import annotations

import pytest

from checker.binding.titles import best
from checker.model.outcome import OutcomeKind
from tests.small import outcomes

PASS, FAIL = OutcomeKind.PASS, OutcomeKind.FAIL


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("财政拨款“三公”经费情况", "财政拨款‘三公’经费情况"),
        ("财政拨款“三公”经费情况", "财政拨款三公经费情况"),
        ("财政拨款三公经费情况", "财政拨款＂三公＂经费情况"),
        ("部门职责及机构设置情况", "部门职责及机构设置"),
        ("支出决算情况说明", "2024年度支出决算"),
        ("支出决算情况说明", "支出决算情况"),
        ("其他需要说明的事项", "其他需说明的事项"),
        ("其他需要说明的事项", "其它需要说明的事项"),
        ("其他重要事项的情况说明", "其他重要事项"),
        ("机构设置", "某市某区人民政府某街道办事处（部门）机构设置"),
        ("机构设置", "某市某局（本级）机构设置"),
    ],
)
def test_a_title_with_other_quotes_or_without_the_last_words_is_the_same(wanted: str, title: str) -> None:
    assert best([wanted], ["前言", title]) == 1


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("支出决算情况说明", "财政拨款支出决算"),
        ("支出决算情况说明", "支出决算表及其他"),
        ("支出决算情况说明", "“三公”经费支出决算"),
        ("收入决算表", "收入决算"),
        ("基本情况", "基本"),
        ("部门职责及机构设置情况", "部门职责"),
        ("机关运行经费安排情况", "机关运行经费"),
        ("需要说明的事项", "说明的事项"),
        ("机构设置", "某市某局（三公）机构设置"),
    ],
)
def test_a_title_that_lacks_more_is_another(wanted: str, title: str) -> None:
    assert best([wanted], [title]) is None


def test_a_title_with_all_the_words_goes_before_one_that_lacks_the_last() -> None:
    assert best(["支出决算情况说明"], ["支出决算", "2024年支出决算情况说明"]) == 1


NAMES = "sections: {duties: 主要职责, money: 收支情况, glossary: 名词解释, other: 其他事项}"
EACH = "for_each: s in sections\nassert: s is present and s is not empty"


def kinds(submission: str) -> list[OutcomeKind]:
    return [outcome.kind for outcome in outcomes(NAMES, EACH, submission)]


@pytest.mark.parametrize(
    ("submission", "expected"),
    [
        pytest.param(
            "一、主要职责\n负责事务。\n二、收支情况\n收入5万元。\n名词解释\n略。\n三、其他事项\n无。",
            [PASS] * 4,
            id="one of four",
        ),
        pytest.param(
            "主要职责\n负责事务。\n收支情况\n收入5万元。\n名词解释\n略。\n其他事项\n无。",
            [FAIL, PASS, PASS, PASS],
            id="all, the first being the title of the document",
        ),
        pytest.param(
            "某局预算\n主要职责\n负责事务。\n收支情况\n收入5万元。\n名词解释\n略。\n其他事项\n无。",
            [PASS] * 4,
            id="all",
        ),
        pytest.param(
            "一、主要职责\n负责事务。\n二、收支情况\n名词解释\n略。\n三、其他事项\n无。",
            [PASS, FAIL, PASS, PASS],
            id="what stands below it belongs to it",
        ),
        pytest.param(
            "一、主要职责\n负责事务。\n二、收支情况\n见名词解释\n名词解释见后\n三、其他事项\n无。",
            [PASS, PASS, FAIL, PASS],
            id="more words in the line",
        ),
        pytest.param(
            "一、主要职责\n名词解释\n略。\n二、收支情况\n名词解释\n略。\n三、其他事项\n无。",
            [PASS, PASS, FAIL, PASS],
            id="the words twice",
        ),
        pytest.param(
            "一、主要职责\n负责事务。\n（二）收支情况\n收入5万元。\n名词解释\n略。\n三、其他事项\n无。",
            [PASS, PASS, FAIL, PASS],
            id="headings of several levels",
        ),
        pytest.param("一、主要职责\n名词解释\n略。", [PASS, FAIL, FAIL, FAIL], id="too few headings"),
    ],
)
def test_a_line_that_is_a_heading_of_the_pack_word_for_word_is_one_among_numbered_headings(
    submission: str, expected: list[OutcomeKind]
) -> None:
    assert kinds(submission) == expected
