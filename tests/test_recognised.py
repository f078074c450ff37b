"""Words recognised in a picture: what is sure decides and says so, what is doubtful decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from checker.engine import evaluate
from checker.layout import ocr
from checker.layout.blocks import laid_out
from checker.layout.frame import Frame
from checker.layout.page import DrawnPage, Glyph, Ruling
from checker.model.document import Table
from checker.model.figure import Facts, Figures
from checker.model.outcome import Outcome, OutcomeKind
from checker.model.raw import RawGrid, RawLine
from checker.model.text import SURE, Box, Place, Text
from checker.readers import read_bytes
from checker.report import build
from checker.report.words import words
from tests.scans import scanned
from tests.small import facts, pack, with_rule

SAMPLE = Path(__file__).resolve().parent.parent / "examples" / "sample-budget-2019.pdf"
NAMES = """\
sections: {money: 收支情况}
tables:
  list: {title: 支出表, columns: {code: {title: 科目编码, type: text}, total: 合计}, rows: {top: {where: code is 201, one: true}, below: {where: code is not 201}}}
facts:
  income: {in: money, phrase: "收入{x: money}"}
  spending: {in: money, phrase: "支出{x: money}"}
"""
GIVEN = """\
一、收支情况
收入5万元。支出8万元。
二、支出
支出表
单位：万元
科目编码	合计
201	8
20101	5
"""
SUM = "assert: list.top.total == sum(list.below.total)"


def recognised(given: Facts, doubtful: Sequence[str] = ()) -> Facts:
    """The facts as if page 1 had been recognised: surely, but for the figures and cells that say these words."""

    def sure(text: str) -> float:
        return 0.41 if text in doubtful else 0.99

    blocks = [
        replace(
            block,
            rows=tuple(
                replace(
                    row,
                    cells=tuple(
                        replace(cell, place=replace(cell.place, page=1, confidence=sure(cell.text)))
                        for cell in row.cells
                    ),
                )
                for row in block.rows
            ),
        )
        if isinstance(block, Table)
        else block
        for block in given.document.blocks
    ]
    figures = Figures(
        (
            replace(figure, place=replace(figure.place, page=1, confidence=sure(figure.text)))
            for figure in given.figures.values()
        ),
        given.document.ordinal,
    )
    return replace(
        given, document=replace(given.document, blocks=tuple(blocks), recognised=(1,)), figures=figures
    )


def judged(rule: str, given: Facts) -> list[Outcome]:
    return list(evaluate(pack(with_rule(NAMES, rule)), given))


def said(outcome: Outcome) -> str:
    return words("zh").reasons(outcome.reasons)


@pytest.mark.parametrize("given", [GIVEN, GIVEN.replace("支出8", "支出5")], ids=["fails", "holds"])
def test_what_a_doubtful_figure_would_decide_is_undetermined_and_says_which_where_and_how_sure(
    given: str,
) -> None:
    (outcome,) = judged("assert: income.x == spending.x", recognised(facts(given), ["5万元"]))
    assert outcome.kind is OutcomeKind.UNDETERMINED
    assert "第 1 页的“5万元”由图片识别得来，可信度只有 0.41" in said(outcome)
    assert any(evidence.text == "5万元" and evidence.place.page == 1 for evidence in outcome.evidence)


def test_a_premise_that_a_doubtful_figure_decides_is_undetermined() -> None:
    rule = "when: income.x > 100\nassert: income.x == spending.x"
    (outcome,) = judged(rule.replace("100", "100万元"), recognised(facts(GIVEN), ["5万元"]))
    assert outcome.kind is OutcomeKind.UNDETERMINED


def test_a_failure_by_sure_figures_says_that_they_were_recognised_in_a_picture() -> None:
    given = recognised(facts(GIVEN))
    rules = pack(with_rule(NAMES, "assert: income.x == spending.x"))
    (finding,) = build(given, [(rules, "")], evaluate(rules, given)).findings
    assert "第 1 页的文字由图片识别得来，可信度不低于 0.99，请对照原件" in words("zh").message(finding)
    assert "compare with the original" in words("en").message(finding)


def test_words_of_a_text_layer_say_nothing_of_pictures() -> None:
    given = facts(GIVEN)
    rules = pack(with_rule(NAMES, "assert: income.x == spending.x"))
    (finding,) = build(given, [(rules, "")], evaluate(rules, given)).findings
    assert "图片" not in words("zh").message(finding)


def test_a_sum_over_rows_is_undetermined_where_a_code_of_the_table_is_doubtful() -> None:
    certain, doubtful = (judged(SUM, recognised(facts(GIVEN), codes))[0] for codes in ([], ["20101"]))
    assert (certain.kind, doubtful.kind) == (OutcomeKind.FAIL, OutcomeKind.UNDETERMINED)
    assert "“20101”" in said(doubtful)


def test_what_is_absent_from_a_recognised_document_is_undetermined() -> None:
    given = recognised(facts(GIVEN.replace("支出表", "别的表")))
    (outcome,) = judged("assert: list is present", given)
    assert outcome.kind is OutcomeKind.UNDETERMINED
    assert "可能认错或漏认" in said(outcome)


def test_a_stretch_of_a_line_is_as_sure_as_its_least_sure_character() -> None:
    text = Text.at("共12万元", Place("a", page=1, confidence=0.3), confidences=(0.3, 0.9, 0.8, 1.0, 1.0))
    assert text.cut(1, 4).place.confidence == 0.8
    assert not Place("a").doubtful
    assert Place("a", confidence=SURE - 0.01).doubtful


FRAME = Frame((0, 0, 200, 100))
TWO_CELLS = (
    (Ruling(10, 10, 110), Ruling(60, 10, 110)),
    (Ruling(10, 10, 60), Ruling(60, 10, 60), Ruling(110, 10, 60)),
)


def cells(glyphs: Sequence[Glyph], inked: Sequence[Box] = ()) -> list[tuple[str, float | None]]:
    """Text and confidence of the two cells of a recognised page, whose picture has ink in these boxes."""
    page = DrawnPage(1, FRAME, tuple(glyphs), *TWO_CELLS, 1, inked=lambda box: box in inked)
    (grid,) = [block for block in laid_out([page], "a.pdf").blocks if isinstance(block, RawGrid)]
    return [(cell.text, cell.place.confidence) for row in grid.rows for cell in row if cell]


def test_a_cell_of_a_picture_is_blank_only_where_nothing_stands_in_it() -> None:
    glyph = Glyph("5", 20, 26, 30, 10, 0.97)
    assert cells([glyph]) == [("5", 0.97), ("", 1.0)]
    assert cells([glyph], [(60, 10, 110, 60)]) == [("5", 0.97), ("\ufffd", 0.0)]


def test_figures_one_above_the_other_in_a_cell_of_a_picture_are_doubtful() -> None:
    """A ruling line that was not seen makes one cell of two."""
    assert cells([Glyph("5", 20, 26, 20, 10, 0.99), Glyph("7", 20, 26, 45, 10, 0.99)])[0] == ("57", 0.0)


@pytest.mark.parametrize(
    ("number", "sure"),
    [("12.50", True), ("1,075,000", True), ("119.100", False), ("1.106000", False), ("0.1234", True)],
)
def test_a_dot_that_may_be_the_comma_of_a_thousand_is_doubtful(number: str, sure: bool) -> None:
    """At 100 dpi commas were read as dots with confidences up to 0.98."""
    glyphs = ocr._placed((0, 0, 100, 14), number, range(len(number)), [0.98] * len(number), len(number))
    assert (min(glyph.confidence or 0 for glyph in glyphs) >= SURE) is sure


def test_boxes_of_a_page_that_leans_lie_where_the_page_shows_them() -> None:
    box = Frame((0, 0, 200, 100), lean=90).shown((190, 45, 200, 55))
    assert box == pytest.approx((95, 140, 105, 150))


# --- without the extra ---


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_a_scanned_page_is_named_and_the_message_names_the_extra() -> None:
    raw = read_bytes(scanned(SAMPLE, [1], 50), "scan.pdf")
    assert (raw.unread, raw.recognised) == ((1,), ())
    given = facts(GIVEN.replace("支出表", "别的表"))
    given = replace(given, document=replace(given.document, unread=raw.unread))
    (outcome,) = judged("assert: list is present", given)
    assert outcome.kind is OutcomeKind.UNDETERMINED
    for language in ("zh", "en"):
        sentence = words(language).reasons(outcome.reasons)
        assert "disclosure-checker[ocr]" in sentence
        assert str(ocr.MOST_PAGES) in sentence


@pytest.mark.parametrize(("middle", "unread"), [(12.0, True), (290.0, True), (150.0, False)])
def test_a_page_number_is_no_text_layer(middle: float, unread: bool) -> None:
    number = Glyph("3", 100, 106, middle, 10)
    page = DrawnPage(1, Frame((0, 0, 200, 300)), (number,), (), (), 1)
    assert page.has_no_text is unread


# --- with it ---

pytest_scan = pytest.mark.skipif(not ocr.installed(), reason="the extra ocr is not installed")


@pytest_scan
def test_a_scanned_table_is_read_as_its_text_layer_is(capfd: pytest.CaptureFixture[str]) -> None:
    """Page 8 of the sample: ruled cells, most of them figures; nothing is printed meanwhile."""
    whole = read_bytes(SAMPLE.read_bytes(), "sample.pdf")
    (truth,) = [b for b in whole.blocks if isinstance(b, RawGrid) and b.place.page == 8]
    raw = read_bytes(scanned(SAMPLE, [8]), "scan.pdf")
    assert (raw.unread, raw.recognised) == ((), (1,))
    (grid,) = [block for block in raw.blocks if isinstance(block, RawGrid)]
    assert [[cell and (cell.rows, cell.columns) for cell in row] for row in grid.rows] == [
        [cell and (cell.rows, cell.columns) for cell in row] for row in truth.rows
    ]
    pairs = [
        (cell.text, other.text, cell.place)
        for row, others in zip(grid.rows, truth.rows, strict=True)
        for cell, other in zip(row, others, strict=True)
        if cell and other
    ]
    figures = [(text, true, place) for text, true, place in pairs if true.replace(".", "").isdigit()]
    assert len(figures) > 60
    assert [(text, true) for text, true, place in figures if text != true and not place.doubtful] == []
    assert sum(place.doubtful for _, _, place in figures) < 0.05 * len(figures)
    assert all(not place.doubtful for text, true, place in pairs if not text and not true)
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""


@pytest_scan
@pytest.mark.parametrize("turned", [90, 180])
def test_a_page_that_lies_on_its_side_or_head_is_turned(turned: int) -> None:
    raw = read_bytes(scanned(SAMPLE, [1], 120, turned=turned), "scan.pdf")
    lines = [block.text.string for block in raw.blocks if isinstance(block, RawLine)]
    whole = read_bytes(SAMPLE.read_bytes(), "sample.pdf")
    first = next(block.text.string for block in whole.blocks if isinstance(block, RawLine))
    assert lines[0] == first


@pytest_scan
def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr("socket.socket.connect", refused)
    ocr._engine.cache_clear()
    assert read_bytes(scanned(SAMPLE, [1], 100), "scan.pdf").recognised == (1,)


@pytest_scan
def test_pages_beyond_the_limit_are_named_as_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "MOST_PAGES", 1)
    raw = read_bytes(scanned(SAMPLE, [1, 8], 72), "scan.pdf")
    assert (raw.recognised, raw.unread) == ((1,), (2,))
