"""One generated file for each trap around the text: marks, watermarks, notes, running heads, fonts that say nothing."""

from __future__ import annotations

from checker.layout.pdfium import UNKNOWN
from tests.test_traps import ROWS, SENTENCE, SPENDING, project
from tests.traps.reading import document, seen, words


def test_words_marked_with_a_pen_stay_in_their_cell_and_their_sentence() -> None:
    assert seen("highlighted-words") == [SPENDING]
    assert words("highlighted-words") == [SENTENCE]


def test_running_heads_their_lines_and_page_numbers_are_no_text() -> None:
    (table,) = seen("running-heads")
    assert table.rows == [project(at) for at in range(1, 41)]
    assert words("running-heads") == [
        "一、支出预算情况",
        "二、其他说明",
        "本办公室没有其他需要说明的事项。",
        "三、名词解释",
    ]


def test_a_watermark_is_no_text_whether_it_leans_or_not() -> None:
    assert [(table.title, table.rows) for table in seen("watermarks")] == [("第1表", ROWS), ("第2表", ROWS)]
    assert words("watermarks") == ["一、支出预算情况", SENTENCE, "二、支出预算情况", SENTENCE]


def test_frames_around_sentences_are_no_tables() -> None:
    assert words("text-boxes") == ["本表金额单位为元。数据来自预算批复。", "一、支出预算情况"]


def test_the_small_numbers_of_notes_are_no_part_of_words_and_figures() -> None:
    assert seen("foot-notes") == [SPENDING]
    assert words("foot-notes")[:2] == ["一、收入预算情况", "收入预算1200000元，比上年增加100000元。"]


def test_the_order_in_which_letters_are_drawn_does_not_matter() -> None:
    assert seen("drawn-backwards") == [SPENDING]
    assert words("drawn-backwards") == [SENTENCE]


def test_a_letter_of_which_the_font_says_nothing_leaves_a_gap_that_shows() -> None:
    (table,) = seen("letters-without-meaning")
    assert table.columns == SPENDING.columns
    assert table.rows == [[cell.translate({0x33: UNKNOWN, 0x39: UNKNOWN}) for cell in row] for row in ROWS]
    assert document("letters-without-meaning").unread == ()


def test_a_page_whose_font_says_nothing_of_its_letters_has_no_text_layer() -> None:
    assert document("no-letter-has-a-meaning").unread == (1,)
    assert document("no-letter-has-a-meaning").blocks == ()
