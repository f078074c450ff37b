"""One generated file for each trap in pages: turned, cropped, locked, damaged, without text, very many."""

from __future__ import annotations

import gc
import tracemalloc
import zlib

import pytest

from checker.engine import evaluate
from checker.facts import facts_of
from checker.layout.damage import inflates_all
from checker.model.errors import SubmissionError
from checker.model.outcome import OutcomeKind
from checker.readers import read_bytes, read_file
from checker.structure import structured
from tests.fuzz.make_corpus import pdf_of, stream_of
from tests.small import pack, with_rule
from tests.traps import make_traps
from tests.traps.draw import FONT, LEFT, Pages
from tests.traps.reading import TRAPS, Seen, document, figures, seen, words
from tests.traps.tables import SPENDING, WIDE, titled

COLUMNS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def table(number: int) -> Seen:
    return Seen(
        f"第{number}表", "元", COLUMNS, [[f"20{number}", "教育支出", f"{number}00", f"{number}0", "5"]]
    )


def test_sentences_go_on_over_lines_and_pages_and_letters_may_be_set_apart() -> None:
    assert words("sentences-over-lines-and-pages") == [
        "云溪事务协调办公室2025年部门预算",
        "一、收入预算情况",
        "2025年收入预算1,234.56万元，其中：财政拨款收入1,200.00万元，其他收入34.56万元。"
        "比上年增加100.00万元，增长8.81%，主要原因是人员增加和基本工资标准调整。",
        "二、支出预算情况",
        "支出预算1,234.56万元，其中：基本支出1,000.00万元，项目支出234.56万元。",
        "三、其他说明",
        "办公用房1,234.56平方米，车辆 3 辆。",
    ]
    assert figures("sentences-over-lines-and-pages") == [
        "1234.56万元", "1200.00万元", "34.56万元", "100.00万元", "8.81%",
        "1234.56万元", "1000.00万元", "234.56万元", "1234.56平方米", "3辆",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["turned-pages", "sideways-tables"])
def test_pages_turned_by_their_entry_or_drawn_sideways_are_read_upright(name: str) -> None:
    assert seen(name) == [table(number) for number in (1, 2, 3, 4)]
    assert words(name) == []


def test_a_wide_table_on_a_page_on_its_side_stands_between_upright_pages() -> None:
    (table,) = seen("landscape-pages")
    assert (table.title, table.unit, len(table.rows)) == ("2025年部门支出预算表", "元", 5)
    assert words("landscape-pages") == ["一、收入预算情况", "收入预算1200000元。", "二、其他说明"]
    box = document("landscape-pages").tables[0].pieces[0].place.box
    assert box is not None
    assert (round(box[0]), round(box[2])) == (60, 780)


def test_what_lies_outside_the_visible_box_is_not_read() -> None:
    assert seen("cropped-pages") == [table(number) for number in (1, 2, 3)]
    assert words("cropped-pages") == []
    boxes = [piece.place.box for table in document("cropped-pages").tables for piece in table.pieces]
    assert [box and (round(box[0]), round(box[1])) for box in boxes] == [(20, 82), (20, 82), (20, 82)]


AES = ("encrypted-aes-128", "encrypted-aes-256", "locked-aes-256")


@pytest.mark.parametrize("name", ["encrypted", "encrypted-aes-128", "encrypted-aes-256"])
def test_an_encrypted_file_is_read_if_it_opens_without_a_password(name: str) -> None:
    assert seen(name) == [table(1)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("locked", "needs a password"),
        ("locked-aes-256", "needs a password"),
        ("truncated", "is damaged and cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_gives_one_sentence(name: str, words: str) -> None:
    with pytest.raises(SubmissionError, match=words) as raised:
        read_file(TRAPS / f"{name}.pdf")
    assert "\n" not in str(raised.value)


def test_every_cut_of_a_file_is_refused_or_read() -> None:
    whole = (TRAPS / "false-offsets.pdf").read_bytes()
    for length in range(0, len(whole), 157):
        try:
            assert read_bytes(whole[:length], "cut.pdf").pages is not None
        except SubmissionError:
            continue


def test_a_table_of_objects_that_points_elsewhere_does_no_harm() -> None:
    assert seen("false-offsets") == [table(number) for number in (1, 2, 3)]
    assert document("false-offsets").unread == ()


def test_a_page_that_is_missing_is_named_and_the_others_are_read() -> None:
    assert seen("a-page-is-missing") == [table(1), table(3)]
    assert document("a-page-is-missing").unread == (2,)


@pytest.mark.parametrize("name", ["a-damaged-page", "a-page-damaged-in-its-middle"])
def test_a_page_whose_content_is_damaged_is_named_and_the_others_are_read(name: str) -> None:
    assert seen(name) == [table(1), table(3)]
    assert document(name).unread == (2,)


def test_a_page_is_unread_if_content_is_damaged_and_nobody_can_say_whose() -> None:
    words = b"".join(b"BT /F1 12 Tf 55 %d Td (%d) Tj ET\n" % (at, at * 7919) for at in range(300, 700, 10))
    packed = zlib.compress(words)
    half = len(packed) // 2
    data = pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 400 800]>>",
            3: b"<</Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",  # no page to pdfminer
            4: stream_of(packed[:half] + b"\xff\0\xff" + packed[half + 3 :], b"/Filter/FlateDecode"),
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        }
    )
    assert read_bytes(data, "a.pdf").unread == (1,)


@pytest.mark.parametrize("left", [4, 0])
def test_content_without_its_check_sum_is_whole(left: int) -> None:
    packed = zlib.compress(b"BT (words) Tj ET " * 50)
    stream = b"<</Filter/FlateDecode/Length 60>>\nstream\n%s\r\nendstream"
    assert inflates_all(stream % packed[: len(packed) - 4 + left])
    assert not inflates_all(stream % packed[:-9])


def test_pages_without_a_text_layer_are_named() -> None:
    assert document("scanned").unread == (1, 2)
    assert document("scanned").blocks == ()


def test_one_page_without_a_text_layer_is_named_and_the_rest_read() -> None:
    assert document("one-page-scanned").unread == (2,)
    assert [table.title for table in seen("one-page-scanned")] == [
        "2025年部门支出预算表",
        "2025年部门收入预算表",
    ]
    assert words("one-page-scanned")[1:] == [
        "一、收入预算情况",
        "收入预算1200000元。",
        "二、支出预算情况",
        "支出预算1200000元。",
    ]


def test_a_table_does_not_go_on_over_a_page_that_cannot_be_read() -> None:
    before, after = seen("table-over-a-scanned-page")
    assert (before.title, len(before.rows)) == ("2025年部门支出预算表", 30)
    assert (after.title, after.rows[-1]) == ("", ["合计", "", "308100", "184860", "123240"])


@pytest.mark.parametrize(
    ("name", "total", "kind"),
    [
        ("table-over-a-scanned-page", "46500", OutcomeKind.UNDETERMINED),
        ("one-page-scanned", "3600000", OutcomeKind.PASS),
    ],
)
def test_a_sum_over_a_table_that_may_go_on_on_an_unread_page_is_undetermined(
    name: str, total: str, kind: OutcomeKind
) -> None:
    names = """\
tables:
  spending:
    title: 2025年部门支出预算表
    columns: {code: {title: 科目编码, type: text}, total: 合计}
    rows: {lines: {where: not (code is 合计)}, all: {where: code is 合计}}
"""
    rule = f"assert: sum(spending.lines.total) == {total}元"
    (outcome,) = evaluate(pack(with_rule(names, rule)), facts_of(document(name)))
    assert outcome.kind is kind
    if kind is OutcomeKind.UNDETERMINED:
        assert [(r.code, r.details) for r in outcome.reasons] == [("pages_unread", (("pages", "2"),))]


def test_text_drawn_invisibly_over_a_scan_is_not_what_a_person_sees() -> None:
    assert document("invisible-text").unread == (1,)
    assert words("invisible-text") == []


PAGES = 500


def many_pages(count: int) -> bytes:
    """A table on each page, of which it says the number."""
    pdf = Pages()
    for number in range(1, count + 1):
        if number > 1:
            pdf.add_page()
        rows = [SPENDING[0], *((f"{at}", "教育支出", f"{number}", f"{at}", "5") for at in range(1, 21))]
        pdf.ruled(LEFT, titled(pdf, 80, f"第{number}表"), WIDE, rows)
    return pdf.made()


def test_five_hundred_pages_are_read_and_memory_grows_only_with_the_document() -> None:
    data = many_pages(PAGES)
    gc.collect()
    tracemalloc.start()
    raw = read_bytes(data, "many.pdf")
    gc.collect()
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    tables = structured(raw).tables
    assert (raw.pages, raw.unread, len(tables)) == (PAGES, (), PAGES)
    for number in (1, PAGES // 2, PAGES):
        read = tables[number - 1]
        assert read.title is not None
        assert read.title.string == f"第{number}表"
        assert read.place.page == number
        assert [cell.text for cell in read.rows[-1].cells] == ["20", "教育支出", str(number), "20", "5"]
    assert peak < 1.5 * kept  # what a page draws is let go with the page


def test_the_committed_files_are_those_that_the_scripts_make() -> None:
    made = make_traps.all_traps()
    assert sorted(f"{name}.pdf" for name in (*made, *AES)) == sorted(
        path.name for path in TRAPS.glob("*.pdf")
    )
    assert made == make_traps.all_traps()
    for name, data in made.items():
        committed = TRAPS / f"{name}.pdf"
        assert read_or_refused(data) == read_or_refused(committed.read_bytes()), name
        assert committed.stat().st_size < 20_000
    assert FONT.stat().st_size < 100_000


def read_or_refused(data: bytes) -> object:
    """What is read of a file, or why it is not: compression differs between machines."""
    try:
        return read_bytes(data, "trap.pdf").blocks
    except SubmissionError as error:
        return str(error)
