"""Texts."""

from __future__ import annotations

from tests.nasties import Nasty

_HEAD = "石家庄市某某局2019年部门预算信息公开情况说明\n一、收支预算\n"
_SENTENCE = "收入预算10.00万元，其中：财政拨款收入9.00万元，其他收入1.00万元。\n"


def _text(string: str) -> bytes:
    return (_HEAD + _SENTENCE + string).encode("utf-8", "surrogatepass")


NASTIES = (
    Nasty("empty.txt", lambda: b"", "文件是空的"),
    Nasty("blanks.txt", lambda: b" \r\n\t" * 1000, "文件是空的"),
    Nasty("zeros.txt", lambda: b"\0" * 100_000, "无法识别文件类型"),
    Nasty("a-zero.txt", lambda: _text("支出\0预算"), "无法识别文件类型"),
    Nasty("noise.txt", lambda: bytes(range(256)) * 100, "无法识别文件类型"),
    Nasty("lone-surrogate.txt", lambda: _text("甲\ud800乙"), "无法识别文件类型"),
    Nasty("half-a-letter.txt", lambda: _text("甲")[:-1], "无法识别文件类型"),
    Nasty("big5.txt", lambda: "收入預算10.00萬元。\n".encode("big5") * 20, holds="10.00"),
    Nasty("bidi.txt", lambda: _text("支出\u202e元万00.1\u202c预算\u2066\u2069"), holds="\u202e元万00.1\u202c"),
    Nasty("escapes.txt", lambda: _text(_SENTENCE * 20 + "支出\x1b[2J\x1b]0;标题\x07预算"), holds="支出"),
    Nasty("formula.txt", lambda: _text('=HYPERLINK("http://192.0.2.1/","点")\n+1\n@SUM(1)'), holds="=HYPERLINK("),
    Nasty("markup.txt", lambda: _text("<script>alert(1)</script>{{7*7}}{x.__class__}"), holds="<script>alert(1)"),
    Nasty("large.txt", lambda: _text("支出预算一万元。\n" * 1_200_000), "字符数达 10,800,0"),
    Nasty("one-line.txt", lambda: _text("支出" * 100_000), holds="支出"),
    Nasty("one-number.txt", lambda: _text("支出预算" + "9" * 300_000 + "万元。"), holds="999"),
    Nasty("parts-in-parts.txt", lambda: _text("支出1万元，其中：" * 4_000), holds="其中"),
    Nasty("brackets.txt", lambda: _text("（" * 100_000 + "）" * 100_000), holds="（（"),
    Nasty("quotes.txt", lambda: _text("“" * 100_000), holds="““"),
    Nasty("numbering.txt", lambda: _text("一、甲\n（一）乙\n1.丙\n" * 3_000), holds="（一）乙"),
    Nasty("tabs.txt", lambda: _text("\t".join("1" * 2000) + "\n" + "1\t2\n" * 2000), "单元格数达 4,002,000"),
    Nasty("a-pdf.txt", lambda: b"%PDF-1.7\n" + _text("支出"), "PDF 文件已损坏"),
)  # fmt: skip
