"""Web pages: encoding, paragraphs, lists, tables, what is left out, and pages that mean harm."""

from __future__ import annotations

import codecs
from html import escape

import pytest

from checker.model.errors import SubmissionError
from checker.model.raw import RawDocument, RawGrid, RawLine
from checker.readers import html, read_bytes
from tests.sample_blocks import SAMPLE_TEXT, SampleBlock, SampleRow, said, sample_blocks

NAME = "page.html"


def read(body: str) -> RawDocument:
    return read_bytes(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), NAME)


def texts(raw: RawDocument) -> list[str | list[list[str | None]]]:
    """The blocks as texts: a line is a text, a grid the rows of its cells, a covered slot None."""
    found: list[str | list[list[str | None]]] = []
    for block in raw.blocks:
        if isinstance(block, RawLine):
            found.append(block.text.string)
        elif isinstance(block, RawGrid):
            found.append([[cell.text if cell else None for cell in row] for row in block.rows])
    return found


def grid(raw: RawDocument) -> RawGrid:
    (found,) = (block for block in raw.blocks if isinstance(block, RawGrid))
    return found


def spans(table: RawGrid) -> list[tuple[str, int, int]]:
    """The cells that span more than one row or column."""
    cells = [cell for row in table.rows for cell in row if cell is not None]
    return [(cell.text, cell.rows, cell.columns) for cell in cells if (cell.rows, cell.columns) != (1, 1)]


@pytest.mark.parametrize(
    "beginning",
    [
        b"<!DOCTYPE html><p>x",
        b"\xef\xbb\xbf\r\n <!-- saved from url=(0014)about:internet -->\n<HTML lang=zh><p>x",
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html>x',
        codecs.BOM_UTF16_LE + "<html><p>x".encode("utf-16-le"),
        b"<table border=1><tr><td>1<td>2",
        b"<!-- -->" * 300 + b"<html>x",
    ],
)
def test_a_page_is_told_by_its_first_tag(beginning: bytes) -> None:
    assert html.recognises(beginning)


@pytest.mark.parametrize(
    "beginning",
    [
        "一、部门职责 <p>".encode(),
        b'<?xml version="1.0"?><Workbook></Workbook>',
        b"<!-- nothing else -->",
        b"<!--" * 2000,
        b"PK\x03\x04<html>",
        b"<paragraph>x",
    ],
)
def test_other_files_are_no_pages(beginning: bytes) -> None:
    assert not html.recognises(beginning)


def test_the_content_counts_and_not_the_name() -> None:
    raw = read_bytes(b"<html><body><p>2019", "budget.xls")
    assert (raw.media_type, raw.pages, texts(raw)) == ("text/html", None, ["2019"])


WORDS = "镕基路公用经费增加１２.30万元"


@pytest.mark.parametrize(
    "data",
    [
        f"<html><p>{WORDS}".encode(),
        codecs.BOM_UTF8 + f"<html><p>{WORDS}".encode(),
        f"<html><p>{WORDS}".encode("utf-16"),
        f'<html><meta charset="gb2312"><p>{WORDS}'.encode("gbk"),
        f'<html><meta http-equiv=Content-Type content="text/html; charset=GBK"><p>{WORDS}'.encode("gbk"),
        f'<?xml version="1.0" encoding="gb18030"?><html><p>{WORDS}'.encode("gb18030"),
        f"<html><p>{WORDS}".encode("gb18030"),
        f"<html><meta charset=utf-7><p>{WORDS}".encode("gb18030"),
        f"<html><meta charset=gb2312><p>{WORDS}".encode(),
        f"<html><meta charset=utf-8><p>{WORDS}".encode("gbk"),
    ],
    ids=str,
)
def test_the_encoding_is_found(data: bytes) -> None:
    assert texts(read_bytes(data, NAME)) == [WORDS]


def test_traditional_characters_in_big5_are_read() -> None:
    data = "<html><meta charset=big5><p>部門預算公開說明".encode("big5")
    assert texts(read_bytes(data, NAME)) == ["部門預算公開說明"]


def test_a_broken_letter_does_not_change_the_encoding() -> None:
    data = f"<html><p>{WORDS * 20}".encode()
    assert texts(read_bytes(data[:-20] + b"\xe5" + data[-20:], NAME))[0][:15] == WORDS[:15]


def test_a_page_in_no_known_encoding_is_refused() -> None:
    with pytest.raises(SubmissionError, match=r"page\.html: 网页的文字编码无法识别"):
        read_bytes(b"<html><p>" + b"\xff\x80" * 50, NAME)


def test_blocks_and_breaks_divide_lines_and_white_space_collapses() -> None:
    raw = read(
        "前\n  言<p> 与上年相比，<b>增加</b>12.3\t万元。</p><div>甲<br> 乙<br/><br>丙<section>丁</section>戊</div>"
        "<p>&nbsp;&nbsp;公&nbsp;务&nbsp;费</p><p> &nbsp; </p>"
    )
    assert texts(raw) == [
        "前 言",
        "与上年相比，增加12.3 万元。",
        "甲",
        "乙",
        "丙",
        "丁",
        "戊",
        "公 务 费",
    ]


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts(read("<pre>一、收入\n  1.00  万元\n</pre>")) == ["一、收入", "1.00  万元"]


def test_headings_and_short_centred_lines_stand_apart() -> None:
    long = "本单位按照要求公开部门预算，" * 5
    raw = read(
        "<h2>收入预算</h2><p align=center>收入预算表</p><p style='TEXT-ALIGN: Center'>支出预算表</p>"
        f"<center>说明<p style='text-align:left'>左</p></center><p align=center>{long}</p><p>正文</p>"
    )
    lines = [block for block in raw.blocks if isinstance(block, RawLine)]
    assert [line.text.string for line in lines if line.display] == [
        "收入预算",
        "收入预算表",
        "支出预算表",
        "说明",
    ]
    assert [line.text.string for line in lines if not line.display] == ["左", long, "正文"]


def test_what_is_not_shown_or_surrounds_the_text_is_left_out() -> None:
    raw = read(
        "<nav>首页</nav><header>站名</header><div role=Navigation>导航</div><aside>旁</aside><script>1</script>"
        "<style>p{}</style><noscript>请启用</noscript><template><p>模板</template><p hidden>藏</p>"
        "<p style='color:red; display : none'>藏</p><select><option>选</select><!-- 注 --><p>正文</p>"
        "<iframe>框</iframe><svg><text>图</text></svg><footer>页脚</footer>"
    )
    assert texts(raw) == ["正文"]


def test_the_title_in_the_head_is_no_part_of_the_text() -> None:
    assert texts(read_bytes("<html><head><title>网站</title></head><body>正文".encode(), NAME)) == ["正文"]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("<ol><li>甲<li>2019年<li><p>乙</p><p>丙</p></ol>", ["1. 甲", "2. 2019年", "3. 乙", "丙"]),
        ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3. 甲", "7. 乙", "8. 丙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2. 甲", "1. 乙"]),
        ("<ol type=a><li>甲<li value=28>乙</ol>", ["a. 甲", "ab. 乙"]),
        ("<ol type=I><li value=4>甲</ol><ol type=i><li value=9>乙</ol>", ["IV. 甲", "ix. 乙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲<li value=21>乙</ol>", ["一、甲", "二十一、乙"]),
        ("<ol style='list-style:none inside'><li>一、甲</ol>", ["一、甲"]),
        ("<ol><li>甲<ol><li>子</ol><li>乙</ol>", ["1. 甲", "1. 子", "2. 乙"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<ol><li></li><li>乙</li><li><img></li></ol><p>丙</p>", ["2. 乙", "丙"]),
    ],
)
def test_items_carry_the_numbers_of_their_list(items: str, expected: list[str]) -> None:
    assert texts(read(items)) == expected


def test_spans_are_known_and_covered_slots_are_none() -> None:
    raw = read(
        "<table><tr><td rowspan=2>项目<td colspan=2>金额<tr><td>合计<td>其中<tr><td>基本支出<td>2.00<td>1.00</table>"
    )
    assert texts(raw) == [
        [["项目", "金额", None], [None, "合计", "其中"], ["基本支出", "2.00", "1.00"]],
    ]
    assert grid(raw).merged
    assert spans(grid(raw)) == [("项目", 2, 1), ("金额", 1, 2)]


@pytest.mark.parametrize(
    ("rows", "expected", "spanning"),
    [
        # to the end of the row group, and no further
        ("<tr><td rowspan=0>甲<td>1<tr><td>2", [["甲", "1"], [None, "2"]], [("甲", 2, 1)]),
        (
            "<tbody><tr><td rowspan=9>甲<td>1<tr><td>2<tbody><tr><td>3<td>4",
            [["甲", "1"], [None, "2"], ["3", "4"]],
            [("甲", 2, 1)],
        ),
        # absurd spans add no rows and columns
        ("<tr><td colspan=100000>甲<tr><td>1<td>2", [["甲", None], ["1", "2"]], [("甲", 1, 2)]),
        ("<tr><td colspan=5>甲<td colspan=5>乙<tr><td colspan=5>1<td>2", [["甲", "乙"], ["1", "2"]], []),
        ("<tr><td rowspan=3>甲<td rowspan=3>乙<tr><tr><tr><td>1<td>2", [["甲", "乙"], ["1", "2"]], []),
        # a cell ends before one that reaches down from above
        (
            "<tr><td>1<td rowspan=2>甲<td>2<tr><td colspan=3>乙<td>3",
            [["1", "甲", "2"], ["乙", None, "3"]],
            [("甲", 2, 1)],
        ),
        # a row that ends early has blanks, and a span that is no number is 1
        ("<tr><td>1<td>2<td>3<tr><td colspan=x>4", [["1", "2", "3"], ["4", "", ""]], []),
        ("<tr><td colspan=-2>1<td rowspan=''>2", [["1", "2"]], []),
        # hidden rows and cells are not there
        ("<tr style='display:none'><td>a<td>b<tr><td hidden>c<td>1<td>2", [["1", "2"]], []),
    ],
)
def test_spans_are_clamped(
    rows: str, expected: list[list[str | None]], spanning: list[tuple[str, int, int]]
) -> None:
    raw = read(f"<table>{rows}</table>")
    assert texts(raw) == [expected]
    assert spans(grid(raw)) == spanning


def test_the_head_is_shown_first_and_the_foot_last() -> None:
    raw = read(
        "<table><tfoot><tr><td>合计<td>3<tbody><tr><td>甲<td>1<tbody><tr><td>乙<td>2<thead><tr><th>项目<th>金额</table>"
    )
    assert texts(raw) == [[["项目", "金额"], ["甲", "1"], ["乙", "2"], ["合计", "3"]]]


def test_a_caption_stands_before_its_table() -> None:
    raw = read("<table><tr><td>甲<td>1</tr><caption>收入预算表<br>单位：万元</caption></table>")
    assert texts(raw) == ["收入预算表", "单位：万元", [["甲", "1"]]]


def test_the_lines_of_a_cell_are_put_together() -> None:
    raw = read(
        "<table><tr><td>一般公共<br>预算<p>拨款</p><td><p>A</p><p>B</p><td>301<br>302<td>公 务 费</table>"
    )
    assert texts(raw) == [[["一般公共预算拨款", "A B", "301\n302", "公 务 费"]]]


def test_a_layout_table_gives_its_content_and_the_tables_in_it_stay_tables() -> None:
    raw = read(
        "<table><tr><td>当前位置<td>打印</tr><tr><td colspan=2><p>一、收入</p>"
        "<table><tr><td>项目<td>金额<tr><td>合计<td>1.00</table>说明：无</td></tr></table>"
    )
    assert texts(raw) == ["当前位置", "打印", "一、收入", [["项目", "金额"], ["合计", "1.00"]], "说明：无"]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>甲<br>乙<tr><td>丙</table>",
        "<table role=presentation><tr><td>甲<br>乙<td>丙</table>",
    ],
)
def test_a_table_of_one_column_or_of_that_role_is_no_table(table: str) -> None:
    assert texts(read(table)) == ["甲", "乙", "丙"]


def test_a_cell_of_running_text_makes_a_layout_table() -> None:
    paragraphs = [f"（{number}）" + "本单位预算编制说明。" * 13 for number in range(6)]
    raw = read("<table><tr><td>导航<td>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</table>")
    assert texts(raw) == ["导航", *paragraphs]


def test_paragraphs_in_the_cells_of_a_data_table_leave_it_a_table() -> None:
    raw = read("<table><tr><td><p>目标</p><td><p>（1）按期</p><p>（2）按质</p></table>")
    assert texts(raw) == [[["目标", "（1）按期（2）按质"]]]


def test_places_name_paragraphs_and_cells() -> None:
    raw = read(
        "<p>甲</p><p>乙<br>丙</p><table><caption>表</caption><tr><td>1<td>2<tr><td>3<td>4</table><p>丁</p>"
    )
    lines = [(block.text.string, block.text.place.spot) for block in raw.blocks if isinstance(block, RawLine)]
    assert lines == [("甲", "第1段"), ("乙", "第2段"), ("丙", "第2段"), ("表", "表1"), ("丁", "第3段")]
    assert grid(raw).place.spot == "表1"
    assert [cell.place.spot for row in grid(raw).rows for cell in row if cell] == [
        "表1 第1行 第1列",
        "表1 第1行 第2列",
        "表1 第2行 第1列",
        "表1 第2行 第2列",
    ]
    assert {block.place.file for block in raw.blocks if isinstance(block, RawGrid)} == {NAME}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<img src=scan.png>",
        "<script>1</script>",
        "<table><tr><td>&nbsp;<td></table>",
        "</body><frameset>",
    ],
)
def test_a_page_without_text_is_refused(body: str) -> None:
    with pytest.raises(SubmissionError, match=r"page\.html: 网页里没有文字 / there is no text in the page"):
        read(body)


def test_a_table_too_large_to_hold_is_refused() -> None:
    with pytest.raises(SubmissionError, match="单元格数达 6,252,500，超过上限 1,000,000"):
        read("<table><tr>" + "<td rowspan=60000>1" * 2500 + "<tr><td>2" * 2500 + "</table>")


@pytest.mark.parametrize(
    "tag", ["<div>", "<b>", "<table><tr><td>", "<ol><li>", "<blockquote><p>", "<center>"]
)
def test_deep_nesting_is_no_harm(tag: str) -> None:
    assert texts(read(tag * 3000 + "末"))[-1] in ("末", "1. 末")


def test_entities_are_those_of_html_and_nothing_is_loaded() -> None:
    doctype = b'<!DOCTYPE html SYSTEM "http://127.0.0.1:1/x.dtd">'
    assert texts(read_bytes(doctype + b"<p>&x;&lt;&#24180;&amp;ensp;", NAME)) == ["&x;<年&ensp;"]


def test_the_number_of_a_letter_ends_where_its_ascii_digits_end() -> None:
    assert texts(read("<p>&#50１.00 &#٣ &#²&#x33²")) == ["2１.00 &#٣ &#²3²"]


def _row(row: SampleRow, tag: str) -> str:
    cells = [cell for cell in row if cell is not None]
    return "".join(
        f"<{tag} rowspan={cell.rows} colspan={cell.columns}><p>{escape(cell.text)}</p></{tag}>"
        for cell in cells
    )


def _markup(block: SampleBlock) -> str:
    if block.kind == "grid":
        head = "".join(f"<tr>{_row(row, 'th')}</tr>" for row in block.rows[: block.header])
        body = "".join(f"<tr>{_row(row, 'td')}</tr>\n" for row in block.rows[block.header :])
        return f"<table border=1><thead>{head}</thead><tbody>{body}</tbody></table>"
    tag = {"title": "h1", "heading": "h2"}.get(block.kind, "p")
    look = {"table-title": " align=center", "unit": ' style="text-align: right"'}.get(block.kind, "")
    return f"<{tag}{look}>{escape(block.text)}</{tag}>"


def test_the_sample_says_the_same_as_a_page_of_a_site() -> None:
    article = "\n".join(map(_markup, sample_blocks()))
    page = (
        '<!DOCTYPE html>\n<html><head><meta charset="gb2312"><title>信息公开</title></head><body>'
        "<nav><ul><li>首页<li>信息公开</ul></nav><table width=1000 align=center><tr><td>"
        f"<div class=TRS_Editor>{article}</div></td></tr></table><footer>主办单位：某某</footer></body></html>"
    )
    raw = read_bytes(page.encode("gb18030"), "sample.html")
    assert said(raw) == said(read_bytes(SAMPLE_TEXT.read_bytes(), "sample.txt"))
