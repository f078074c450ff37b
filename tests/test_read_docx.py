"""Word files: what is shown is read, in its order and with its places; what is not shown or hostile is not."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import struct
import subprocess
import time
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import docx
import docx.document
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph

from checker.engine import evaluate
from checker.facts import facts_of
from checker.model.document import Heading
from checker.model.errors import SubmissionError
from checker.model.figure import Facts
from checker.model.outcome import Outcome
from checker.model.raw import RawBlock, RawBreak, RawCell, RawDocument, RawGrid, RawLine
from checker.readers import office, read_bytes, read_file
from checker.rulebook.library import Library
from checker.structure import structured

NAME = "submission.docx"
SAMPLE = Path(__file__).resolve().parent.parent / "examples" / "sample-budget-2019.txt"
PACK = "hebei/shijiazhuang/department-budget"
BREAK = "-- page --"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)


def relations(**targets: str) -> str:
    inner = "".join(
        f'<Relationship Id="r{at}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'


def package(body: str, styles: str = "", numbering: str = "") -> dict[str, str]:
    """The parts of a Word file with this XML in them."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": relations(styles="styles.xml", numbering="/word/numbering.xml"),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_SPACES}>{numbering}</w:numbering>",
    }


def zipped(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def read(body: str, styles: str = "", numbering: str = "") -> RawDocument:
    return read_bytes(zipped(package(body, styles, numbering)), NAME)


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner if '<w:p' in inner else p(r(inner))}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


DOWN, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def shown(document: RawDocument) -> list[object]:
    """Lines as strings, page ends as BREAK, grids as rows of texts with None where a neighbour covers."""
    return [_shown(block) for block in document.blocks]


def _shown(block: RawBlock) -> object:
    if isinstance(block, RawLine):
        return block.text.string
    if isinstance(block, RawBreak):
        return BREAK
    assert isinstance(block, RawGrid)
    return [[cell.text if cell else None for cell in row] for row in block.rows]


def grid(document: RawDocument) -> RawGrid:
    (found,) = (block for block in document.blocks if isinstance(block, RawGrid))
    return found


def spans(found: RawGrid) -> dict[str, tuple[int, int]]:
    """Rows and columns of the cells that are larger than one by one."""
    cells = [cell for row in found.rows for cell in row if isinstance(cell, RawCell)]
    return {cell.text: (cell.rows, cell.columns) for cell in cells if (cell.rows, cell.columns) != (1, 1)}


# Paragraphs


def test_paragraphs_and_tables_stand_in_the_order_of_the_body_with_their_places() -> None:
    document = docx.Document()
    document.add_paragraph("一、收入情况")
    document.add_paragraph("")
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, (("项目", "金额"), ("合计", "12.50")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("收入预算12.50万元。")
    raw = read_bytes(saved(document), NAME)
    assert shown(raw) == ["一、收入情况", [["项目", "金额"], ["合计", "12.50"]], "收入预算12.50万元。"]
    assert raw.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert raw.pages is None
    lines = [block for block in raw.blocks if isinstance(block, RawLine)]
    assert [line.text.place.spot for line in lines] == ["第1段 / paragraph 1", "第3段 / paragraph 3"]
    cell = grid(raw).rows[1][1]
    assert cell is not None
    assert (cell.place.file, cell.place.spot, cell.place.page) == (NAME, "表1 第2行 第2列", None)


def test_titles_headings_and_short_centred_lines_are_set_apart() -> None:
    document = docx.Document()
    document.add_heading("某局2019年部门预算", 0)
    document.add_heading("收入情况", 2)
    document.add_paragraph("普通的一段话。")
    document.add_paragraph("居中的表名").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("居中的长句" * 20).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("单位：万元").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    raw = read_bytes(saved(document), NAME)
    found = [block.display for block in raw.blocks if isinstance(block, RawLine)]
    assert found == [True, True, False, True, False, False]


def test_alignment_and_outline_level_come_through_the_chain_of_styles() -> None:
    styles = (
        '<w:docDefaults><w:pPrDefault><w:pPr><w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="mid"><w:name w:val="中"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="mid2"><w:name w:val="中2"/><w:basedOn w:val="mid"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="lvl"><w:name w:val="一级"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="标题 1"/><w:basedOn w:val="round"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="round"><w:name w:val="圈"/><w:basedOn w:val="h"/></w:style>'
    )
    body = (
        p(r("正文"))
        + p(r("居中"), '<w:pStyle w:val="mid2"/>')
        + p(r("又改为左对齐"), '<w:pStyle w:val="mid2"/><w:jc w:val="left"/>')
        + p(r("大纲一级"), '<w:pStyle w:val="lvl"/>')
        + p(r("中文标题样式"), '<w:pStyle w:val="h"/>')
        + p(r("没有这个样式"), '<w:pStyle w:val="none"/>')
    )
    found = [block.display for block in read(body, styles).blocks if isinstance(block, RawLine)]
    assert found == [False, True, False, True, True, False]


def test_line_breaks_split_a_paragraph_and_tabs_are_spaces() -> None:
    body = p(
        "<w:r><w:t>编制部门：某局</w:t><w:tab/><w:t>单位：万元</w:t><w:br/><w:t>第二行</w:t><w:cr/></w:r>"
        "<w:r><w:t>财政</w:t><w:softHyphen/><w:t>拨款2018</w:t><w:noBreakHyphen/><w:t>2019</w:t></w:r>"
    )
    raw = read(body)
    assert shown(raw) == ["编制部门：某局 单位：万元", "第二行", "财政拨款2018-2019"]
    assert {block.text.place.spot for block in raw.blocks if isinstance(block, RawLine)} == {
        "第1段 / paragraph 1"
    }


def test_hard_page_breaks_and_sections_end_a_page_and_layout_does_not() -> None:
    document = docx.Document()
    document.add_paragraph("前").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("后").paragraph_format.page_break_before = True
    raw = read_bytes(saved(document), NAME)
    assert shown(raw) == ["前", BREAK, BREAK, "后"]
    next_page = "<w:sectPr/>"
    on_the_page = '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
    body = (
        p("<w:r><w:lastRenderedPageBreak/><w:t>一</w:t></w:r>", next_page)
        + p(r("二"), on_the_page)  # this section begins on the page of the first
        + p(r("三"), next_page)
        + p(r("四"))
        + "<w:sectPr/>"
    )
    assert shown(read(body)) == ["一", "二", BREAK, "三", BREAK, "四"]


def test_text_boxes_are_read_once_after_the_paragraph_they_are_tied_to() -> None:
    box = f"<w:txbxContent>{p(r('框内标题'))}{tbl(tr(tc('甲'), tc('1')), tr(tc('乙'), tc('2')))}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    old = f"<w:pict><v:shape><v:textbox><w:txbxContent>{p(r('旧式文本框'))}</w:txbxContent></v:textbox></v:shape></w:pict>"
    raw = read(
        p(r("正文") + f"<w:r>{both}</w:r>")
        + p(f"<w:r>{old}</w:r>")
        + tbl(tr(tc("丙"), tc(p(f"<w:r>{old}</w:r>"))))
    )
    assert shown(raw) == [
        "正文",
        "框内标题",
        [["甲", "1"], ["乙", "2"]],
        "旧式文本框",
        [["丙", "旧式文本框"]],
    ]
    lines = [block for block in raw.blocks if isinstance(block, RawLine)]
    assert [line.text.place.spot for line in lines] == [f"第{n}段 / paragraph {n}" for n in (1, 1, 2)]


def test_fields_show_their_result_and_contents_keep_their_page_numbers() -> None:
    def field(instruction: str, result: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    styles = (
        '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/>'
        '<w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8296"/></w:tabs></w:pPr></w:style>'
    )
    link = '<w:hyperlink w:anchor="_Toc1">{}</w:hyperlink>'
    page = field("PAGEREF _Toc1", r("3", "<w:webHidden/>"))
    entry = link.format(r("一、部门职责") + "<w:r><w:tab/></w:r>" + page)
    first = field('TOC \\o "1-3"', entry).removesuffix('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    inner = field("IF 1 = 1", r("2019"))
    body = (
        p(r("目录"))
        + p(first, '<w:pStyle w:val="TOC1"/>')
        + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("之后"))
        + p(r("本年为") + field(f"QUOTE </w:instrText></w:r>{inner}<w:r><w:instrText>", r("2020")) + r("年"))
        + p('<w:fldSimple w:instr="DATE">' + r("5月") + "</w:fldSimple>" + r("1日"))
    )
    assert shown(read(body, styles)) == ["目录", "一、部门职责......3", "之后", "本年为2020年", "5月1日"]


def test_tracked_insertions_count_and_deletions_do_not() -> None:
    body = (
        p(
            r("预算")
            + '<w:ins w:id="1">' + r("12") + "</w:ins>"
            + '<w:del w:id="2"><w:r><w:delText>99</w:delText></w:r></w:del>'
            + '<w:moveFrom w:id="3">' + r("旧处") + '</w:moveFrom><w:moveTo w:id="4">' + r("万元") + "</w:moveTo>"
        )
        + p('<w:del w:id="5"><w:r><w:delText>整段删去</w:delText></w:r></w:del>', '<w:rPr><w:del w:id="6"/></w:rPr>')
        + p(r("前半"), '<w:rPr><w:del w:id="7"/></w:rPr>')
        + p(r("后半"))
        + tbl(
            tr(tc("项目"), tc("金额")),
            tr(tc("删去的行"), tc("1"), properties='<w:del w:id="8"/>'),
            tr(tc("新增的行"), tc("2"), properties='<w:ins w:id="9"/>'),
        )
    )  # fmt: skip
    assert shown(read(body)) == ["预算12万元", "前半后半", [["项目", "金额"], ["新增的行", "2"]]]


def test_content_controls_and_smart_tags_are_looked_through() -> None:
    def control(inner: str) -> str:
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="控件"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'
        )

    body = (
        control(p(r("块级控件")))
        + p('<w:smartTag w:element="date">' + r("2019年") + "</w:smartTag>" + control(r("行内控件")))
        + control(
            tbl(tr(tc("项目"), control(tc("金额"))), control(tr(tc("合计"), tc(control(p(r("3.00")))))))
        )
    )
    assert shown(read(body)) == ["块级控件", "2019年行内控件", [["项目", "金额"], ["合计", "3.00"]]]


def test_marks_of_notes_hidden_text_and_formulas_are_left_out() -> None:
    styles = '<w:style w:type="character" w:styleId="hid"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = (
        p(r("共12.5") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("万元"))
        + p(
            r("共12.5")
            + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>1</w:t></w:r>'
            + r("万元")
        )
        + p(r("看得见") + r("看不见", "<w:vanish/>") + r("也看不见", '<w:rStyle w:val="hid"/>'))
        + p(r("仍然看得见", '<w:rStyle w:val="hid"/><w:vanish w:val="0"/>'))
        + p(r("整段隐藏", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>")
        + p(r("公式") + "<m:oMath><m:r><m:t>1</m:t></m:r></m:oMath>" + r("之后"))
        + p("<w:ruby><w:rt>" + r("pīn") + "</w:rt><w:rubyBase>" + r("拼") + "</w:rubyBase></w:ruby>")
    )
    assert shown(read(body, styles)) == ["共12.5万元", "共12.5万元", "看得见", "仍然看得见", "公式之后", "拼"]


def test_a_paragraph_whose_end_is_hidden_goes_on_with_the_next_one() -> None:
    hidden = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    table = tbl(tr(tc("项目"), tc("金额")))
    body = p(r("一、标题。"), hidden) + p(r("正文")) + p(r("表前"), hidden) + table + p(r("末段"), hidden)
    assert shown(read(body)) == ["一、标题。正文", "表前", [["项目", "金额"]], "末段"]


# Numbers in front of paragraphs


def level(at: int, format_: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NOTHING = '<w:suff w:val="nothing"/>'
OUTLINE = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCountingThousand", "%1、", NOTHING)
    + level(1, "chineseCounting", "（%2）", NOTHING)
    + level(2, "decimal", "%3、", NOTHING)
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
)


def item(text: str, list_: int = 1, at: int | None = 0, more: str = "") -> str:
    named = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    return p(r(text) if text else "", f'{more}<w:numPr>{named}<w:numId w:val="{list_}"/></w:numPr>')


def test_automatic_numbers_are_written_before_the_text() -> None:
    body = (
        item("总体情况") + item("收入", at=1) + item("支出", at=1) + item("基本支出", at=2) + item("项目支出", at=2)
        + item("三公经费") + item("因公出国", at=1) + item("没有编号", list_=0) + item("没有这个列表", list_=9)
    )  # fmt: skip
    assert shown(read(body, numbering=OUTLINE)) == [
        "一、总体情况", "（一）收入", "（二）支出", "1、基本支出", "2、项目支出",
        "二、三公经费", "（一）因公出国", "没有编号", "没有这个列表",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("format_", "numbers"),
    [
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九"}),
        ("chineseCountingThousand", {12: "十二", 101: "一百零一", 110: "一百一十", 1005: "一千零五"}),
        ("taiwaneseCountingThousand", {21: "二十一"}),
        ("japaneseCounting", {30: "三十"}),
        ("ideographDigital", {10: "一〇", 25: "二五"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 15: "壹拾伍"}),
        ("decimalEnclosedCircleChinese", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {3: "⑶"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
        ("lowerLetter", {1: "a", 26: "z", 28: "bb"}),
        ("decimal", {7: "7"}),
        ("hebrew1", {7: "7"}),
    ],
)
def test_numbers_are_written_in_the_format_of_their_list(format_: str, numbers: dict[int, str]) -> None:
    for count, words in numbers.items():
        start = level(0, format_, "第%1项").replace('w:start w:val="1"', f'w:start w:val="{count}"')
        numbering = (
            f'<w:abstractNum w:abstractNumId="0">{start}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        )
        assert shown(read(item("文字"), numbering=numbering)) == [f"第{words}项 文字"]


def test_lists_go_on_restart_and_mix_levels_as_word_does() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "chineseCounting", "第%1章", '<w:suff w:val="space"/>')
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + level(2, "decimal", "（%3）", '<w:lvlRestart w:val="0"/>')
        + level(3, "bullet", "\uf06c")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    body = (
        item("甲") + item("乙", at=1) + item("丙", at=2) + item("丁")
        + item("戊", at=1) + item("己", at=2) + item("点", at=3) + item("庚", list_=2) + item("辛", list_=2) + item("")
    )  # fmt: skip
    assert shown(read(body, numbering=numbering)) == [
        "第一章 甲", "1.1 乙", "（1） 丙", "第二章 丁", "2.1 戊", "（2） 己", "点", "第五章 庚", "第六章 辛", "第七章",
    ]  # fmt: skip


def test_a_style_brings_its_number_and_a_table_cell_may_hold_nothing_else() -> None:
    numbering = OUTLINE.replace("%2）", "%2）").replace(
        '<w:lvl w:ilvl="1"><w:start w:val="1"/>',
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:pStyle w:val="second"/>',
    )
    numbering += (
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="list"/></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="second"><w:name w:val="二级"/>{number}</w:style>'
        f'<w:style w:type="numbering" w:styleId="list"><w:name w:val="列表"/>{number}</w:style>'
    )
    second = '<w:pStyle w:val="second"/>'
    body = (
        p(r("收入"), second)
        + p(r("不编号"), second + '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + p(r("支出"), second)
        + item("借样式的列表", list_=2)
        + tbl(tr(tc("序号"), tc("项目")), *(tr(tc(item("", at=2)), tc(name)) for name in ("甲", "乙")))
    )
    assert shown(read(body, styles, numbering)) == [
        "（一）收入", "不编号", "（二）支出", "一、借样式的列表", [["序号", "项目"], ["1、", "甲"], ["2、", "乙"]],
    ]  # fmt: skip


def test_a_deleted_paragraph_does_not_count() -> None:
    deleted = item("", more='<w:rPr><w:del w:id="1"/></w:rPr>')
    assert shown(read(item("甲") + deleted + item("乙"), numbering=OUTLINE)) == ["一、甲", "二、乙"]


# Tables


def test_merged_cells_keep_their_spans() -> None:
    body = tbl(
        tr(tc("项目", DOWN), tc("采购金额", span(2)), tc("备注", DOWN)),
        tr(tc("", GOES_ON), tc("总计"), tc("其中"), tc("", GOES_ON)),
        tr(tc("甲"), tc("1.00"), tc("0.50"), tc("")),
    )
    found = grid(read(body))
    assert found.merged
    assert shown(read(body)) == [
        [["项目", "采购金额", None, "备注"], [None, "总计", "其中", None], ["甲", "1.00", "0.50", ""]]
    ]
    assert spans(found) == {"项目": (2, 1), "采购金额": (1, 2), "备注": (2, 1)}
    (table,) = structured(read(body)).tables
    assert [column.path for column in table.columns] == [
        ("项目",), ("采购金额", "总计"), ("采购金额", "其中"), ("备注",),
    ]  # fmt: skip
    assert table.columns[2].header.place.spot == "表1 第2行 第3列"


def test_old_sideways_merges_gaps_and_rows_of_covered_cells_are_laid_out() -> None:
    body = tbl(
        tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("乙", DOWN), tc("丙", DOWN)),
        tr(tc("丁", DOWN), tc("戊", DOWN), tc("", GOES_ON), tc("", GOES_ON)),
        tr(tc("", GOES_ON), tc("", GOES_ON), tc("", GOES_ON), tc("", GOES_ON)),
        tr(tc("己"), tc("庚"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        tr(tc("", GOES_ON), tc("辛"), tc("壬"), tc("癸")),
    )
    found = grid(read(body))
    assert shown(read(body)) == [
        [["甲", None, "乙", "丙"], ["丁", "戊", None, None], ["", "己", "庚", ""], ["", "辛", "壬", "癸"]]
    ]
    assert spans(found) == {"甲": (1, 2), "乙": (2, 1), "丙": (2, 1)}
    last = found.rows[3][3]
    assert last is not None
    assert last.place.spot == "表1 第5行 第4列"


def test_edges_a_hair_apart_and_lines_no_row_uses_make_no_columns() -> None:
    body = tbl(
        tr(tc("科目", span(3)), tc("金额", span(2)), tc("备注")),
        tr(tc("甲", span(2)), tc("1.00", span(3)), tc("")),
        widths=(1000, 1000, 15, 500, 500, 1000),
    )
    assert shown(read(body)) == [[["科目", "金额", "备注"], ["甲", "1.00", ""]]]
    assert spans(grid(read(body))) == {}
    staggered = tbl(
        tr(tc("科目", span(2)), tc("金额")), tr(tc("甲"), tc("1.00", span(2))), widths=(1000, 800, 1000)
    )
    assert shown(read(staggered)) == [[["科目", None, "金额"], ["甲", "1.00", None]]]


def test_paragraphs_of_a_cell_are_put_together_and_numbers_kept_apart() -> None:
    cell = tc(p(r("公务用车")) + p(r("购置费")))
    numbers = tc(p("<w:r><w:t>100</w:t><w:br/><w:t>200</w:t></w:r>"))
    inner = tc(p(r("内表：")) + tbl(tr(tc("甲"), tc("1")), tr(tc("2"), tc("乙"))) + p(""))
    raw = read(tbl(tr(cell, numbers), tr(inner, tc("3"))) + tbl(tr(tc("第二张"), tc("表"))))
    assert shown(raw) == [
        [["公务用车购置费", "100 200"], ["内表：甲1 2乙", "3"]],
        [["第二张", "表"]],
    ]
    second = raw.blocks[1]
    assert isinstance(second, RawGrid)
    assert second.place.spot == "表2"


def test_a_table_of_one_cell_is_a_frame_around_blocks() -> None:
    inner = p(r("收支表"), '<w:jc w:val="center"/>') + tbl(tr(tc("项目"), tc("金额")), tr(tc("甲"), tc("1")))
    raw = read(tbl(tr(tc(inner + p("")))) + p(r("之后")))
    assert shown(raw) == ["收支表", [["项目", "金额"], ["甲", "1"]], "之后"]
    title, found, after = raw.blocks
    assert isinstance(title, RawLine)
    assert isinstance(found, RawGrid)
    assert isinstance(after, RawLine)
    assert (title.display, title.text.place.spot, found.place.spot, after.text.place.spot) == (
        True, "表1 第1行 第1列", "表2", "第1段 / paragraph 1",
    )  # fmt: skip


def test_a_table_goes_on_after_a_hard_page_break_only() -> None:
    head, first, second = tr(tc("项目"), tc("金额")), tr(tc("甲"), tc("1.00")), tr(tc("乙"), tc("2.00"))
    page = p('<w:r><w:br w:type="page"/></w:r>')
    (table,) = structured(read(tbl(head, first) + page + tbl(second))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["甲", "1.00"], ["乙", "2.00"]]
    assert table.rows[1].cells[0].place.spot == "表2 第1行 第1列"
    assert len(structured(read(tbl(head, first) + p("") + tbl(head, second))).tables) == 2


# What the next stages make of it, and do not yet

HEAD, DATA = tr(tc("项目"), tc("本年"), tc("上年")), tr(tc("甲"), tc("1.00"), tc("2.00"))
TITLE_ROW = tr(tc("收支总表", span(3)))
CENTRED = '<w:jc w:val="center"/>'


@pytest.mark.parametrize(
    "caption_row",
    [
        tr(tc(""), tc(""), tc("单位：万元")),
        tr(tc("编制单位：某局", span(2)), tc("单位：万元")),
        tr(tc("编制单位：某局"), tc(""), tc("单位：万元")),
    ],
)
def test_a_unit_in_a_row_of_several_cells_is_the_unit_of_the_table(caption_row: str) -> None:
    (table,) = structured(read(tbl(TITLE_ROW, caption_row, HEAD, DATA))).tables
    assert [column.path for column in table.columns] == [("项目",), ("本年",), ("上年",)]
    assert [piece.unit.name if piece.unit else None for piece in table.pieces] == ["万元"]


def test_a_heading_right_before_the_title_of_a_table_stays_a_heading() -> None:
    heading = p(r("收入情况"), '<w:outlineLvl w:val="0"/>')
    body = (
        p(r("题目"), CENTRED) + p(r("这是一句话。")) + heading + p(r("收支总表"), CENTRED) + tbl(HEAD, DATA)
    )
    blocks = structured(read(body)).blocks
    assert [block.title for block in blocks if isinstance(block, Heading)] == ["题目", "收入情况"]


def test_an_automatic_number_is_no_part_of_the_amount_after_it() -> None:
    body = item("100万元用于采购，另有5万元用于培训。", at=2)
    numbering = OUTLINE.replace("%3、", "%3.").replace(NOTHING, "")
    figures = facts_of(structured(read(body, numbering=numbering))).figures.values()
    assert [str(figure.amount.value) for figure in figures] == ["100", "5"]


# A whole document


def sample_as_word() -> bytes:
    """The sample text as a bureau would write it in Word: numbers are automatic, header cells merged."""
    document = docx.Document()
    lists = document.part.numbering_part.element
    lists[:] = list(parse_xml(f"<w:numbering {_SPACES}>{OUTLINE}</w:numbering>"))
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    for is_grid, group in groupby((line for line in lines if line.strip()), key=lambda line: "\t" in line):
        if is_grid:
            add_table(document, [line.split("\t") for line in group])
            continue
        for line in group:
            add_paragraph(document.add_paragraph(), line, title=line == lines[0])
    return saved(document)


NUMBERS = ((r"[一二三四五六七八九十]+、", 0), (r"（[一二三四五六七八九十]+）", 1), (r"\d、", 2))


def add_paragraph(paragraph: Paragraph, line: str, title: bool) -> None:
    at, text = next(((at, line[m.end() :]) for n, at in NUMBERS if (m := re.match(n, line))), (None, line))
    paragraph.add_run(text)
    properties = paragraph._p.get_or_add_pPr()
    if at is not None:
        number = properties.get_or_add_numPr()
        number.get_or_add_ilvl().val, number.get_or_add_numId().val = at, 1
    if title or re.fullmatch("[^，。；：、]+", line):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if re.match(r"\d{3} ", line):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    elif line.startswith("单位："):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def add_table(document: docx.document.Document, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    for top, left, bottom, right in merged_header(rows):
        table.cell(top, left).merge(table.cell(bottom, right)).text = rows[top][left]


HEADER_ROWS = {9: 2, 14: 3}


def merged_header(rows: list[list[str]]) -> Iterator[tuple[int, int, int, int]]:
    """The header cells that span several columns, or several rows of one column: blanks belong to a neighbour."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows[: HEADER_ROWS.get(len(rows[0]), 1)]):
        for column, text in enumerate(texts):
            before, above, after = (owner.get((row - 1, column + step)) for step in (-1, 0, 1))
            grows_right = not text and column > 0 and (row == 0 or above == before)
            grows_down = not text and row > 0 and above not in (before, after)
            owned = owner[row, column - 1] if grows_right else above if grows_down else None
            owner[row, column] = owned or (row, column)
    for first in sorted(set(owner.values())):
        last = max(place for place, by in owner.items() if by == first)
        if last != first:
            yield (*first, *last)


@cache
def sample(word: bool) -> Facts:
    return facts_of(structured(read_bytes(sample_as_word(), NAME) if word else read_file(SAMPLE)))


def test_a_whole_document_has_the_same_headings_as_its_text() -> None:
    text, word = (
        [(b.level, b.number, b.title) for b in sample(word).document.blocks if isinstance(b, Heading)]
        for word in (False, True)
    )
    assert word == text
    assert len(word) == 18


def test_a_whole_document_has_the_same_tables_as_its_text() -> None:
    text, word = (
        [
            (
                table.title.string if table.title else None,
                [piece.unit.name if piece.unit else None for piece in table.pieces],
                [column.path for column in table.columns],
                [[cell.text for cell in row.cells] for row in table.rows],
            )
            for table in sample(word).document.tables
        ]
        for word in (False, True)
    )
    assert word == text
    assert [title for title, *_ in word] == [
        "部门机构设置情况", "部门职责-工作活动绩效目标", "部门政府采购预算", "石家庄市市直部门固定资产占用情况表",
    ]  # fmt: skip


def test_a_whole_document_has_the_same_figures_and_identity_as_its_text() -> None:
    text, word = (
        [(figure.text, figure.amount, figure.row, figure.column) for figure in sample(word).figures.values()]
        for word in (False, True)
    )
    assert word == text
    assert len(word) > 200
    identity = sample(True).identity
    assert identity.entity is not None
    assert identity.fiscal_year is not None
    assert (identity.entity.value, identity.fiscal_year.value) == ("石家庄市滹沱事务协调办公室", 2019)


def test_a_whole_document_has_the_same_outcomes_as_its_text_and_cells_as_places() -> None:
    pack = Library().load(PACK)
    text, word = (evaluate(pack, sample(word)) for word in (False, True))

    def told(outcomes: tuple[Outcome, ...]) -> set[tuple[str, str, str]]:
        return {(outcome.rule, outcome.subject, outcome.kind.value) for outcome in outcomes}

    assert told(word) == told(text)
    failed = [outcome for outcome in word if outcome.kind.value == "fail"]
    assert failed
    spots = {evidence.place.spot for outcome in failed for evidence in outcome.evidence}
    assert any(spot and re.fullmatch(r"表\d+ 第\d+行 第\d+列", spot) for spot in spots)


# Hostile, damaged and odd files


def refusal(data: bytes, name: str = NAME) -> str:
    """The one sentence with which a file is refused."""
    with pytest.raises(SubmissionError) as caught:
        read_bytes(data, name)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert len(message.splitlines()) == 1
    return message


def altered(**changes: str) -> bytes:
    """A Word file with other parts; the names of parts are given without folder and suffix."""
    parts = package(p(r("正文")))
    names = {Path(name).stem.lstrip("_.").removesuffix(".xml") or "rels": name for name in parts}
    return zipped(parts | {names[name]: text for name, text in changes.items()})


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("entity", ["&i;", "&file;", ""])
def test_a_part_with_a_dtd_is_refused_and_nothing_in_it_is_expanded(entity: str) -> None:
    document = ENTITIES + package(p(r(f"正文{entity}")))["word/document.xml"]
    began = time.monotonic()
    assert re.search("DTD|已损坏", refusal(altered(document=document)))
    assert time.monotonic() - began < 2
    styles = f'{ENTITIES}<w:styles {_SPACES}><w:style w:styleId="{entity if entity != "&file;" else ""}"/></w:styles>'
    assert re.search("DTD|已损坏", refusal(altered(styles=styles)))


def test_what_is_outside_the_file_is_not_looked_for() -> None:
    outside = relations(styles="file:///etc/passwd", numbering="../../../../etc/passwd").replace(
        'Target="file', 'TargetMode="External" Target="file'
    )
    parts = package(p(r("正文") + '<w:r><w:drawing><a r:link="r9" xmlns:r="x"/></w:drawing></w:r>'))
    raw = read_bytes(zipped(parts | {"word/_rels/document.xml.rels": outside}), NAME)
    assert shown(raw) == ["正文"]


def test_parts_that_are_missing_or_elsewhere_do_no_harm() -> None:
    parts = package(item("甲"), numbering=OUTLINE)
    moved = {
        "[Content_Types].xml": CONTENT_TYPES.replace("/word/document.xml", "/word/Document2.xml"),
        "_rels/.rels": relations(officeDocument="/word/document2.xml"),
        "word/Document2.xml": parts["word/document.xml"],
        "word/_rels/document2.xml.rels": relations(image="NULL", hyperlink="#top", numbering="lists%201.xml"),
        "word/lists 1.xml": parts["word/numbering.xml"],
    }
    assert shown(read_bytes(zipped(moved), NAME)) == ["一、甲"]
    alone = {name: parts[name] for name in ("[Content_Types].xml", "word/document.xml")}
    assert shown(read_bytes(zipped(alone), NAME)) == ["甲"]


def test_a_strict_file_is_read_as_any_other() -> None:
    strict = {
        name: text.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, text in package(p(r("正文"))).items()
    }
    assert shown(read_bytes(zipped(strict), NAME)) == ["正文"]


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    blank = "<!--" + " " * (12 * 2**20) + "-->"
    assert "倍数达 " in refusal(altered(styles=f"{blank}<w:styles {_SPACES}/>"))
    many = package(p(r("正文"))) | {f"word/media/{n}.bin": blank[: 2**20] for n in range(8)}
    assert shown(read_bytes(zipped(many), NAME)) == ["正文"], "blank pictures of a usual size do no harm"


def test_a_file_that_states_a_false_size_is_refused() -> None:
    data = altered(styles="<!--" + " " * (30 * 2**20) + f"--><w:styles {_SPACES}/>")
    size = struct.pack("<I", 30 * 2**20 + len(f"<!----><w:styles {_SPACES}/>"))
    assert data.count(size) == 2
    assert "已损坏" in refusal(data.replace(size, struct.pack("<I", 1000)))


def test_a_table_that_pads_short_rows_to_millions_of_cells_is_refused() -> None:
    long = tr(*(tc(p("")) for _ in range(2500)))
    assert "表1: 单元格数达 2,502,500，超过上限 1,000,000" in refusal(
        altered(document=package(tbl(long, *[tr(tc("1"))] * 1000))["word/document.xml"])
    )
    wide = tbl(tr(tc("甲", span(999_999_999)), tc("1")), tr(tc("乙", span(999_999_999)), tc("2")))
    assert shown(read(wide)) == [[["甲", "1"], ["乙", "2"]]]


def test_deep_nesting_is_read_or_refused_but_never_a_traceback() -> None:
    def nested(depth: int) -> str:
        inner = p(r("底"))
        for _ in range(depth):
            inner = tbl(tr(tc(inner + p("")), tc(p(""))))
        return package(inner)["word/document.xml"]

    assert shown(read_bytes(altered(document=nested(80)), NAME)) == [[["底", ""]]]
    assert "嵌套超过 256 层" in refusal(altered(document=nested(200)))


WHOLE = zipped(package(p(r("正文" * 200)), styles="<w:style/>" * 200))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (WHOLE[: len(WHOLE) // 2], "已损坏"),
        (WHOLE[:-100], "已损坏"),
        (altered(document="<w:document"), "已损坏"),
        (altered(document=""), "已损坏"),
        (altered(document=f"<w:document {_SPACES}/>"), "已损坏"),
        (altered(styles="<w:styles"), "已损坏"),
        (altered(rels=relations(officeDocument="word/none.xml")), "已损坏"),
        (zipped({"a.txt": "1"}), "无法识别文件类型"),
        (zipped({"[Content_Types].xml": CONTENT_TYPES, "ppt/presentation.xml": "<w/>"}), "无法识别文件类型"),
    ],
)
def test_a_damaged_file_gives_one_sentence(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_any_bytes_in_a_word_file_are_read_or_refused_but_never_a_traceback() -> None:
    whole = bytearray(sample_as_word())
    for at in range(0, len(whole), len(whole) // 120):
        for changed in (bytes(whole[:at]), bytes(whole[:at]) + b"\xff" + bytes(whole[at + 1 :])):
            try:
                read_bytes(changed or b"P", NAME)
            except SubmissionError:
                continue


def test_an_encrypted_entry_is_told() -> None:
    data = bytearray(WHOLE)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 1)
    assert "已加密" in refusal(bytes(data))


# Older formats, by way of LibreOffice


def ole(**streams: bytes) -> bytes:
    """A compound file with up to three streams, each of eight sectors ([MS-CFB])."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    table = [0xFFFFFFFD, end]  # sector 0 holds this table, sector 1 the directory
    entries = [("Root Entry", 5, 1, end, 0)]
    for name in streams:
        start = len(table)
        table += [*range(start + 1, start + 8), end]
        entries.append((name, 2, free, start, 4096))
    directory = b""
    for at, (name, kind, child, start, size) in enumerate(entries):
        following = at + 1 if 0 < at < len(entries) - 1 else free
        directory += name.encode("utf-16-le").ljust(64, b"\0")
        directory += struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, free, following, child)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    sectors = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff") + directory.ljust(512, b"\0")
    return header + sectors + b"".join(content.ljust(4096, b"\0") for content in streams.values())


DOC = bytes.fromhex("eca5c10000000000000000000000")
ENCRYPTED_DOC = bytes.fromhex("eca5c10000000000000000010000")


@pytest.fixture
def no_soffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that alone is on the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", ["说明.doc", "说明.wps", "说明.docx"])
def test_an_old_word_file_asks_for_libreoffice_where_there_is_none(name: str, no_soffice: Path) -> None:
    message = refusal(ole(WordDocument=DOC), name)
    assert "LibreOffice" in message
    assert ".docx" in message


def test_encrypted_and_damaged_old_files_are_told_and_workbooks_left_to_others() -> None:
    assert "已加密" in refusal(ole(EncryptionInfo=b"", EncryptedPackage=b""))
    assert "已加密" in refusal(ole(WordDocument=ENCRYPTED_DOC))
    assert "已损坏" in refusal(ole(WordDocument=DOC)[:-4096])
    assert not office.recognises(ole(Workbook=b"\x09\x08"))
    assert not office.recognises(ole(Workbook=b"\x09\x08")[:1000])
    assert not office.recognises(WHOLE)


def fake_soffice(folder: Path, script: str) -> None:
    (folder / "soffice").write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", encoding="utf-8")
    (folder / "soffice").chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")
def test_a_conversion_that_hangs_or_fails_is_ended_and_told(
    no_soffice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_soffice(no_soffice, "exit 1")
    assert "未能转换" in refusal(ole(WordDocument=DOC))
    monkeypatch.setattr(office, "_SECONDS", 1)
    fake_soffice(no_soffice, f"sleep 98765 & echo $! > {no_soffice}/pid; wait")
    assert "1 秒内未能转换" in refusal(ole(WordDocument=DOC))
    child = int((no_soffice / "pid").read_text(encoding="utf-8"))
    for _ in range(50):
        if not is_running(child):
            break
        time.sleep(0.1)
    assert not is_running(child), "what the converter started goes on"


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")
def test_a_conversion_gets_a_profile_of_its_own_and_the_places_bear_the_submissions_name(
    no_soffice: Path,
) -> None:
    (no_soffice / "made.docx").write_bytes(WHOLE)
    fake_soffice(
        no_soffice,
        f'echo "$@" > {no_soffice}/arguments\n'
        f'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; cp {no_soffice}/made.docx "$2/submission.docx"',
    )
    raw = read_bytes(ole(WordDocument=DOC), "说明.wps")
    assert (raw.name, raw.media_type) == ("说明.wps", "application/msword")
    assert isinstance(raw.blocks[0], RawLine)
    assert raw.blocks[0].text.place.file == "说明.wps"
    arguments = (no_soffice / "arguments").read_text(encoding="utf-8")
    profile = re.search(r"-env:UserInstallation=file://(\S+)", arguments)
    assert profile
    assert not Path(profile[1]).exists()
    assert "--headless" in arguments


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_word_file_is_read_like_the_new_one_it_was_made_from(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(sample_as_word())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "doc:MS Word 97",
            "--outdir",
            tmp_path,
            tmp_path / "a.docx",
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    word = facts_of(structured(read_file(tmp_path / "a.doc")))
    assert [figure.text for figure in word.figures.values()] == [
        figure.text for figure in sample(True).figures.values()
    ]
    told = {(o.rule, o.subject, o.kind) for o in evaluate(Library().load(PACK), word)}
    assert told == {(o.rule, o.subject, o.kind) for o in evaluate(Library().load(PACK), sample(True))}


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
LINKED = f"""\
<w:p><w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main">
<wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="p"/><a:graphic><a:graphicData uri="{_DRAWING}/picture">
<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:link="r9" xmlns:r="{_RELATION}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"""


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_fetches_no_linked_picture() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        picture = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        link = (
            relations(image=picture).replace("Target=", 'TargetMode="External" Target=').replace("r0", "r9")
        )
        parts = package(p(r("正文")) + LINKED) | {"word/_rels/document.xml.rels": link}
        converted = office._converted(zipped(parts), NAME, shutil.which("soffice") or "")
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert shown(read_bytes(converted, NAME)) == ["正文"]
