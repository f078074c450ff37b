"""OFD: text and ruling lines by their coordinates, the parts of the package, and files that mean harm."""

from __future__ import annotations

import io
import runpy
import zipfile
from collections.abc import Callable

import pytest

from checker.layout.ofd_xml import POINTS
from checker.model.errors import SubmissionError
from checker.model.limits import Limit, in_force
from checker.model.raw import RawBreak, RawDocument, RawGrid, RawLine
from checker.model.text import Box
from checker.readers import ofd as reader
from checker.readers import read_bytes
from checker.structure import structured
from tests.ofd_builder import A4, NAMESPACE, SIDEWAYS, Flow, Page, ofd, packed, parts
from tests.sample_blocks import EXAMPLES, SAMPLE_TEXT, said, sample_blocks

NAME = "sample.ofd"
CELLS = [["项目", "金额"], ["合计", "12.30"]]


def texts(raw: RawDocument) -> list[str | list[list[str | None]]]:
    """The blocks as texts: a line is a text, a grid the rows of its cells; page ends are left out."""
    found: list[str | list[list[str | None]]] = []
    for block in raw.blocks:
        if isinstance(block, RawLine):
            found.append(block.text.string)
        elif isinstance(block, RawGrid):
            found.append([[cell.text if cell else None for cell in row] for row in block.rows])
    return found


def drawing(*objects: str) -> RawDocument:
    """What a page of these objects is read as."""
    return read_bytes(ofd([Page(objects=list(objects))]), NAME)


def text_object(code: str, attributes: str = "", boundary: str = "20 30 100 5", size: float = 4) -> str:
    return f'<ofd:TextObject ID="1" Boundary="{boundary}" Font="1" Size="{size}" {attributes}>{code}</ofd:TextObject>'


def path_object(data: str, attributes: str = "", boundary: str = "0 0 210 297") -> str:
    return (
        f'<ofd:PathObject ID="1" Boundary="{boundary}" {attributes}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def millimetres(box: Box | None) -> tuple[float, ...]:
    assert box is not None
    return tuple(round(edge / POINTS, 1) for edge in box)


def test_lines_and_tables_are_read_with_page_and_box() -> None:
    page = Page()
    page.text(20, 30, "收入预算表")
    page.grid(20, 40, CELLS)
    raw = read_bytes(ofd([Page(), page]), NAME)
    assert (raw.media_type, raw.pages, raw.unread) == ("application/ofd", 2, ())
    assert texts(raw) == ["收入预算表", CELLS]
    line = next(block for block in raw.blocks if isinstance(block, RawLine))
    assert (line.text.place.file, line.text.place.page) == (NAME, 2)
    x0, top, x1, bottom = millimetres(line.text.place.box)
    assert (x0, x1) == (20, 39.5)
    assert top < 30 - 3 < 30 < bottom + 1
    table = next(block for block in raw.blocks if isinstance(block, RawGrid))
    assert millimetres(table.place.box) == (20, 40, 80, 56)
    cell = table.rows[1][1]
    assert cell is not None
    assert (cell.place.page, millimetres(cell.place.box)) == (2, (50, 48, 80, 56))


def test_a_number_in_a_line_has_a_box_of_its_own() -> None:
    page = Page()
    page.text(20, 30, "安排12.30万元", size=4)
    (line,) = (block for block in read_bytes(ofd([page]), NAME).blocks if isinstance(block, RawLine))
    assert millimetres(line.text.cut(2, 7).place.box)[::2] == (28, 38)


@pytest.mark.parametrize(
    ("deltas", "expected"),
    [
        ('DeltaX="2 2 2 2"', "1234年"),
        ('DeltaX="g 3 2 2.1"', "1234年"),
        ('DeltaX="g 2 2 g 1 2 2" DeltaY="g 4 0"', "1234年"),
        ('DeltaX="2"', "1234年"),  # the last offset goes on
        ('DeltaX="g 900000 2 2"', "1234年"),
        ("", "1234年"),  # no offsets: side by side
        ('DeltaX="2 8 2 2"', "12 34年"),
    ],
)
def test_offsets_place_the_characters(deltas: str, expected: str) -> None:
    code = f'<ofd:TextCode X="0" Y="4" {deltas}>1234年</ofd:TextCode>'
    assert texts(drawing(text_object(code))) == [expected]


def test_offsets_downwards_put_characters_below_each_other() -> None:
    code = '<ofd:TextCode X="0" Y="4" DeltaY="g 1 6">合计</ofd:TextCode>'
    reading = '<ofd:TextCode X="9" Y="4">小计</ofd:TextCode>'
    assert texts(drawing(text_object(code))) == ["合", "计"]
    assert texts(drawing(text_object(reading, 'ReadDirection="90"'))) == ["小", "计"]


def test_a_text_code_without_a_coordinate_has_that_of_the_one_before() -> None:
    codes = '<ofd:TextCode X="0" Y="4">前</ofd:TextCode><ofd:TextCode X="4">后</ofd:TextCode>'
    assert texts(drawing(text_object(codes))) == ["前后"]


def test_a_matrix_scales_and_moves_the_text() -> None:
    scaled = '<ofd:TextCode X="0" Y="12" DeltaX="g 9 12">比上年增加</ofd:TextCode>'
    raw = drawing(text_object(scaled, 'CTM="0.3333 0 0 0.3333 10 2"', size=12))
    (line,) = (block for block in raw.blocks if isinstance(block, RawLine))
    assert line.text.string == "比上年增加"
    assert line.size == pytest.approx(4 * POINTS, rel=1e-3)
    assert millimetres(line.text.place.box)[::2] == (30, 50)


def sideways(x: float, y: float, string: str, turn: str = "0 -1 1 0 0 0") -> str:
    """A text that runs up the page from (x, y)."""
    deltas = " ".join("2" if letter.isascii() else "4" for letter in string[:-1])
    code = f'<ofd:TextCode X="0" Y="0" DeltaX="{deltas}">{string}</ofd:TextCode>'
    return text_object(code, f'CTM="{turn}"', boundary=f"{x} {y} 10 10")


def test_a_page_on_its_side_is_read_upright_and_boxes_are_those_of_the_page_as_shown() -> None:
    page = Page(
        objects=[sideways(30, 200, "收入预算表"), sideways(55, 195, "项目"), sideways(55, 155, "12.30")]
    )
    for y in (200, 160, 120):
        page.line(50, y, 60, y)
    page.line(50, 120, 50, 200)
    page.line(60, 120, 60, 200)
    raw = read_bytes(ofd([page]), NAME)
    assert texts(raw) == ["收入预算表", [["项目", "12.30"]]]
    line, table, _ = raw.blocks
    assert isinstance(line, RawLine)
    assert isinstance(table, RawGrid)
    assert millimetres(line.text.place.box)[1::2] == (180, 200)
    assert millimetres(table.place.box) == (50, 120, 60, 200)


def test_characters_turned_by_the_other_attribute_are_turned_as_well() -> None:
    code = '<ofd:TextCode X="0" Y="0" DeltaY="g 9 4">收入预算</ofd:TextCode>'
    assert texts(drawing(text_object(code, 'CharDirection="90" ReadDirection="90"'))) == ["收入预算"]


def test_a_slanting_watermark_is_no_text() -> None:
    page = Page(objects=[sideways(60, 60, "样张", turn="0.7 0.7 -0.7 0.7 0 0")])
    page.text(20, 30, "正文")
    assert texts(read_bytes(ofd([page]), NAME)) == ["正文"]


def test_text_that_is_drawn_twice_stands_once_and_hidden_text_not_at_all() -> None:
    page = Page()
    for x in (20.0, 20.05):
        page.text(x, 30, "正文")
    code = '<ofd:TextCode X="0" Y="14">草稿</ofd:TextCode>'
    page.objects.append(text_object(code, 'Visible="false"'))
    assert texts(read_bytes(ofd([page]), NAME)) == ["正文"]


@pytest.mark.parametrize(
    "lines",
    [
        [f"M 20 {y} L 80 {y}" for y in (40, 48, 56)] + [f"M {x} 40 L {x} 56" for x in (20, 50, 80)],
        ["M 20 40 L 80 40 L 80 56 L 20 56 C", "S 20 48 L 80 48 M 50 40 L 50 56"],
        ["M20,40L80,40L80,56L20,56C", "M 2e1 48 L 80.0 +48", "M 50 40 L 50 56"],
        ["M 20 40 L 80 40 L 80 56 L 20 56 C Q 1 1 50 40 L 50 56 B 1 1 2 2 20 48 L 80 48 A 1 1 0 0 1 9 9"],
    ],
)
def test_strokes_make_a_grid(lines: list[str]) -> None:
    page = Page(objects=[path_object(line) for line in lines])
    for x, y, string in ((22, 46, "项目"), (52, 46, "金额"), (22, 54, "合计"), (52, 54, "12.30")):
        page.text(x, y, string)
    assert texts(read_bytes(ofd([page]), NAME)) == [CELLS]


def test_thin_filled_boxes_are_lines_and_what_is_not_drawn_is_none() -> None:
    page = Page()
    for y in (40, 48, 56):
        data = "M 0 0 L 60 0 L 60 0.2 L 0 0.2 C"
        page.objects.append(path_object(data, 'Fill="true" Stroke="false"', f"20 {y} 60 0.2"))
    for x in (20, 50, 80):
        data = "M 0 0 L 2 0 L 2 160 L 0 160 C"
        page.objects.append(
            path_object(data, 'Fill="true" Stroke="false" CTM="0.1 0 0 0.1 0 0"', f"{x} 40 1 16")
        )
    page.objects.append(path_object("M 20 44 L 80 44", 'Stroke="false"'))
    page.objects.append(path_object("M 20 52 L 80 52", 'Visible="false"'))
    for x, y, string in ((22, 46, "项目"), (52, 46, "金额"), (22, 54, "合计"), (52, 54, "12.30")):
        page.text(x, y, string)
    assert texts(read_bytes(ofd([page]), NAME)) == [CELLS]


def test_merged_cells_are_known() -> None:
    page = Page()
    page.box(20, 40, 50, 56)
    page.box(50, 40, 110, 48)
    page.box(50, 48, 80, 56)
    page.box(80, 48, 110, 56)
    for x, y, string in ((22, 50, "项目"), (52, 46, "金额"), (52, 54, "本年"), (82, 54, "上年")):
        page.text(x, y, string)
    assert texts(read_bytes(ofd([page]), NAME)) == [[["项目", "金额", None], [None, "本年", "上年"]]]


def test_beside_lines_that_do_not_close_the_closed_cells_are_still_a_table() -> None:
    page = Page()
    page.grid(20, 40, CELLS)
    page.box(20, 56, 80, 72)
    page.line(50, 56, 50, 64)
    page.line(50, 64, 65, 64)  # ends within the cell
    assert CELLS[0] in texts(read_bytes(ofd([page]), NAME))[0]


def test_blocks_within_blocks_are_read_in_order() -> None:
    code = '<ofd:TextCode X="0" Y="4">内</ofd:TextCode>'
    block = f'<ofd:PageBlock ID="1"><ofd:PageBlock ID="2">{text_object(code)}</ofd:PageBlock></ofd:PageBlock>'
    assert texts(drawing(block)) == ["内"]


def test_templates_are_drawn_under_the_page() -> None:
    frame, head = Page(), Page(templates=("frame",))
    frame.grid(20, 40, [["", ""], ["", ""]])
    head.text(20, 30, "收入预算表")
    page = Page(templates=("head", "frame"))
    for x, y, string in ((21, 45.5, "项目"), (51, 45.5, "金额"), (21, 53.5, "合计"), (51, 53.5, "12.30")):
        page.text(x, y, string)
    assert texts(read_bytes(ofd([page], {"frame": frame, "head": head}), NAME)) == ["收入预算表", CELLS]


def test_templates_that_name_each_other_end() -> None:
    one, two = Page(templates=("two",)), Page(templates=("one", "two"))
    one.text(20, 30, "甲")
    two.text(20, 40, "乙")
    assert texts(read_bytes(ofd([Page(templates=("one",))], {"one": one, "two": two}), NAME)) == ["甲", "乙"]


def test_the_area_of_the_page_or_else_of_the_document_is_shown() -> None:
    shown, standard = Page(), Page()
    shown.area = (
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox><ofd:ApplicationBox>10 20 100 400</ofd:ApplicationBox>"
    )
    standard.area = " "
    for page in (shown, standard):
        page.text(20, 30, "正文")
        page.text(150, 30, "框外")
    raw = read_bytes(ofd([shown, standard]), NAME)
    lines = [block.text for block in raw.blocks if isinstance(block, RawLine)]
    assert [line.string for line in lines] == ["正文", "正文 框外"]
    assert [millimetres(line.place.box)[0] for line in lines] == [10, 20]


def test_several_documents_are_read_one_after_the_other() -> None:
    first, second = Page(), Page()
    first.text(20, 30, "甲")
    second.text(20, 30, "乙")
    contents = parts([first])
    for name, content in parts([second]).items():
        contents[name.replace("Doc_0", "Doc_1")] = content
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocRoot>/Doc_{number}/Document.xml</ofd:DocRoot></ofd:DocBody>"
        for number in (0, 1, 0)
    )
    contents["OFD.xml"] = f"<ofd:OFD {NAMESPACE}>{bodies}</ofd:OFD>"
    raw = read_bytes(packed(contents), NAME)
    assert texts(raw) == ["甲", "乙"]
    assert [block.page for block in raw.blocks if isinstance(block, RawBreak)] == [1, 2]


@pytest.mark.parametrize(
    "changes",
    [
        {"ofd:": "x:", "xmlns:ofd": "xmlns:x"},
        {"<ofd:": "<", "</ofd:": "</", "xmlns:ofd": "xmlns"},
        {"http://www.ofdspec.org/2016": "http://www.ofdspec.org"},
        {f" {NAMESPACE}": "", "ofd:": ""},
        {'"Pages/Page_0/': '"./Pages\\Page_0\\'},
        {'"Pages/Page_0/': '"/Doc_0/Pages/../Pages/PAGE_0/'},
        {'"Pages/Page_0/': '"Doc_0/Pages/Page_0/'},
    ],
)
def test_prefixes_and_paths_may_be_written_in_other_ways(changes: dict[str, str]) -> None:
    page = Page()
    page.grid(20, 40, CELLS)
    contents = parts([page])
    for old, new in changes.items():
        contents = {name: content.replace(old, new) for name, content in contents.items()}
    assert texts(read_bytes(packed(contents), NAME)) == [CELLS]


def test_a_page_of_pictures_is_unread_and_a_blank_one_is_not() -> None:
    image = '<ofd:ImageObject ID="1" ResourceID="9" Boundary="0 0 210 297"/>'
    page = Page(objects=[image])
    page.text(20, 30, "正文")
    raw = read_bytes(ofd([Page(objects=[image]), Page(), page]), NAME)
    assert raw.unread == (1,)


def test_a_page_whose_letters_are_drawn_as_shapes_is_unread() -> None:
    letter = path_object("M 1 1 B 1 2 2 2 2 1 L 1 1 C", 'Fill="true" Stroke="false"', "20 30 4 4")
    frame = path_object("M 20 40 L 80 40 L 80 56 L 20 56 C")
    raw = read_bytes(ofd([Page(objects=[letter, frame]), Page(objects=[frame])]), NAME)
    assert raw.unread == (1,)


DAMAGED: dict[str, dict[str, str | None]] = {
    "a part is missing": {"Doc_0/Pages/Page_0/Content.xml": None},
    "no XML": {"Doc_0/Pages/Page_0/Content.xml": "<ofd:Page"},
    "an encoding nobody knows": {"Doc_0/Pages/Page_0/Content.xml": '<?xml version="1.0" encoding="x"?><a/>'},
    "an entity": {"Doc_0/Pages/Page_0/Content.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'},
    "an external part": {"Doc_0/Pages/Page_0/Content.xml": '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/"><a/>'},
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_page_is_unread_and_the_others_are_read(damage: str) -> None:
    page = Page()
    page.text(20, 30, "正文")
    contents: dict[str, str | None] = {**parts([Page(), page]), **DAMAGED[damage]}
    kept = {name: content for name, content in contents.items() if content is not None}
    raw = read_bytes(packed(kept), NAME)
    assert (texts(raw), raw.unread, raw.pages) == (["正文"], (1,), 2)


@pytest.mark.parametrize(
    "damaged",
    [
        text_object('<ofd:TextCode X="0" Y="nan">1</ofd:TextCode>'),
        text_object('<ofd:TextCode X="0" Y="1e400">1</ofd:TextCode>'),
        text_object('<ofd:TextCode X="0" Y="4" DeltaX="g">12</ofd:TextCode>'),
        text_object('<ofd:TextCode X="0" Y="4">1</ofd:TextCode>', 'CTM="1 0 0"'),
        text_object('<ofd:TextCode X="0" Y="4">1</ofd:TextCode>', boundary="0 0"),
        '<ofd:TextObject ID="1" Boundary="0 0 9 9"><ofd:TextCode X="0" Y="4">1</ofd:TextCode></ofd:TextObject>',
    ],
)
def test_a_page_with_a_text_that_cannot_be_placed_is_unread(damaged: str) -> None:
    assert read_bytes(ofd([Page(), Page(objects=[damaged])]), NAME).unread == (2,)


def test_a_path_is_drawn_up_to_its_first_slip() -> None:
    page = Page(objects=[path_object("M 20 40 L 80 40 L 80 56 L 20 56 C X 1 L"), path_object("L")])
    page.line(50, 40, 50, 56)
    page.text(22, 46, "合计")
    page.text(52, 46, "12.30")
    assert texts(read_bytes(ofd([page]), NAME)) == [[["合计", "12.30"]]]


def _encrypted() -> bytes:
    data = bytearray(ofd([Page()]))
    directory = data.index(b"PK\x01\x02")
    while directory >= 0:
        data[directory + 8] |= 1
        directory = data.find(b"PK\x01\x02", directory + 1)
    return bytes(data)


def _bomb() -> bytes:
    return packed({**parts([Page()]), "Doc_0/Document.xml": f"<a>{' ' * 11_000_000}</a>"})


BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "no pages": (lambda: ofd([]), "没有页面"),
    "no documents": (lambda: packed({"OFD.xml": "<OFD/>", "x": ""}), "没有页面"),
    "no document": (lambda: packed({**parts([Page()]), "Doc_0/Document.xml": "<a"}), "已损坏"),
    "no page can be read": (
        lambda: packed({**parts([Page()]), "Doc_0/Pages/Page_0/Content.xml": ""}),
        "已损坏",
    ),
    "cut": (lambda: ofd([Page()])[:-60], "已损坏"),
    "encrypted": (_encrypted, "已加密"),
    "a part that unpacks to a thousand times its size": (_bomb, "倍数达 "),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_cannot_be_read_gives_one_sentence(case: str) -> None:
    make, words = BAD_FILES[case]
    with pytest.raises(SubmissionError, match=f"^{NAME}: .*{words}") as raised:
        read_bytes(make(), NAME)
    assert len(str(raised.value).splitlines()) == 1


def test_a_page_that_is_listed_again_and_again_is_counted_each_time() -> None:
    contents = parts([Page()])
    page = '<ofd:Page ID="0" BaseLoc="Pages/Page_0/Content.xml"/>'
    contents["Doc_0/Document.xml"] = contents["Doc_0/Document.xml"].replace(page, page * 500)
    with in_force({Limit.UNPACKED: 100_000}), pytest.raises(SubmissionError, match="解压后的字节数达 100,"):
        read_bytes(packed(contents), NAME)


def test_every_cut_of_a_file_is_refused_or_read() -> None:
    page = Page()
    page.grid(20, 40, CELLS)
    data = ofd([page])
    for end in range(40, len(data), 7):
        with pytest.raises(SubmissionError):
            reader.read(data[:end], NAME, "")


def test_other_zip_files_are_none() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr("media/x.ofd", ofd([Page()]))
    assert not reader.recognises(buffer.getvalue())
    assert reader.recognises(ofd([Page()]))
    assert not reader.recognises(b"%PDF-1.7")


def test_deep_nesting_is_no_harm() -> None:
    code = '<ofd:TextCode X="0" Y="4">内</ofd:TextCode>'
    opened = "".join(f'<ofd:PageBlock ID="{number * 7919}">' for number in range(20_000))
    assert texts(drawing(opened + text_object(code) + "</ofd:PageBlock>" * 20_000)) == ["内"]


def test_a_short_line_between_two_rows_of_a_table_is_no_harm() -> None:
    page = Page()
    page.grid(20, 40, CELLS)
    page.line(20, 51, 26, 51)
    (table,) = structured(read_bytes(ofd([page]), NAME)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["合计", "12.30"]]


def test_the_sample_says_the_same_as_an_ofd() -> None:
    flow = Flow(runpy.run_path(str(EXAMPLES / "make_sample_pdf.py"))["WIDTHS"])
    flow.add(sample_blocks())
    raw = read_bytes(ofd(flow.pages), NAME)
    assert raw.pages == len(flow.pages) > 5
    assert {A4, SIDEWAYS} >= {page.size for page in flow.pages}
    assert said(raw) == said(read_bytes(SAMPLE_TEXT.read_bytes(), "sample.txt"))
