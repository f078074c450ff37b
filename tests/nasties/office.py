"""Word and Excel."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import xlwt

from tests.nasties import Nasty

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

LAUGHS = (
    "<!DOCTYPE x ["
    '<!ENTITY a0 "甲甲甲甲甲甲甲甲甲甲">'
    + "".join(f'<!ENTITY a{level + 1} "' + f"&a{level};" * 10 + '">' for level in range(9))
    + "]>"
)
QUADRATIC = '<!DOCTYPE x [<!ENTITY a "' + "甲" * 20_000 + '">]>'
OF_A_FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OF_THE_NET = '<!DOCTYPE x [<!ENTITY a SYSTEM "http://192.0.2.1/a">]>'
DTD_OF_THE_NET = '<!DOCTYPE x SYSTEM "http://192.0.2.1/a.dtd">'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://192.0.2.1/a"> %a;]>'
DOCTYPES: Mapping[str, tuple[str, str]] = {
    "laughs": (LAUGHS, "&a9;"),
    "quadratic": (QUADRATIC, "&a;" * 20_000),
    "file": (OF_A_FILE, "&a;"),
    "net": (OF_THE_NET, "&a;"),
    "remote-dtd": (DTD_OF_THE_NET, "甲"),
    "parameter": (PARAMETER, "甲"),
}
"""Each with the text that uses it."""


def zipped(members: Mapping[str, str | bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compress) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress)
    return buffer.getvalue()


def _relations(*entries: tuple[str, str, str]) -> str:
    """Relations, each of a type to a target, inside or External."""
    written = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        for number, (kind, target, mode) in enumerate(entries, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{written}</Relationships>'


def _docx(body: str, before: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": _relations(("officeDocument", "word/document.xml", "")),
            "word/document.xml": f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>",
            **(more or {}),
        }
    )


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(text)}</w:tc>"


_SPAN = '<w:gridSpan w:val="1000000000"/>'


def _deep(levels: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * levels + _p("底") + "</w:tc></w:tr></w:tbl>" * levels


_EXTERNAL: Mapping[str, str | bytes] = {
    "word/_rels/document.xml.rels": _relations(
        ("attachedTemplate", "http://192.0.2.1/a.dotm", ' TargetMode="External"'),
        ("image", "http://192.0.2.1/a.png", ' TargetMode="External"'),
        ("styles", "file:///etc/passwd", ' TargetMode="External"'),
        ("oleObject", "http://192.0.2.1/a.xlsx", ' TargetMode="External"'),
        ("numbering", "../../../../etc/passwd", ""),
    ),
    "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub AutoOpen()",
    "../../escaped.txt": "x",
    "/absolute.txt": "x",
}


def _twice() -> bytes:
    data = _docx(_p("甲"), more={"word/documenT.xml": _docx(_p("乙"))})
    return data.replace(b"word/documenT.xml", b"word/document.xml")


def _encrypted() -> bytes:
    """The bits of a file whose members are encrypted."""
    data = bytearray(_docx(_p("甲")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def _overlapping() -> bytes:
    """Many names in the directory that all lead to one long member."""
    data = zipped({"word/document.xml": " " * 9_000_000, "[Content_Types].xml": "<Types/>"})
    directory, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[directory : data.index(b"PK\x01\x02", directory + 4)]
    entries = b"".join(entry.replace(b"word/document.xml", b"word/documen%03d.x" % n) for n in range(200))
    whole = data[directory:end] + entries
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 202, 202, len(whole), directory, 0)
    return data[:directory] + whole + tail


def _xlsx(
    sheet: str, before: str = "", shared: str = "", more: Mapping[str, str | bytes] | None = None
) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook {_S} {_R}><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                ("worksheet", "worksheets/sheet1.xml", ""),
                ("sharedStrings", "sharedStrings.xml", ""),
                ("externalLink", "externalLinks/externalLink1.xml", ""),
                ("externalLinkPath", "http://192.0.2.1/a.xlsx", ' TargetMode="External"'),
            ),
            "xl/externalLinks/externalLink1.xml": f"{OF_THE_NET}<externalLink>&a;</externalLink>",
            "xl/vbaProject.bin": b"Sub Auto_Open()",
            "xl/sharedStrings.xml": f"{shared or f'<sst {_S}/>'}",
            "xl/worksheets/sheet1.xml": f"{before}<worksheet {_S}>{sheet}</worksheet>",
            **(more or {}),
        }
    )


def _rows(cells: str) -> str:
    return f"<sheetData>{cells}</sheetData>"


def _cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


_TWO = '<row r="1">' + _cell("A1", "收入") + _cell("B1", "支出") + "</row>"


def _xls(change: bytes = b"", to: bytes = b"") -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("sheet")
    for row in range(50):
        for column in range(10):
            sheet.write(row, column, f"cell {row} {column}")
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    assert change in data
    return data.replace(change, to)


_FORMULA = '<row r="1"><c r="A1"><f>HYPERLINK("http://192.0.2.1/")</f></c><c r="B1" t="inlineStr"><is><t>=1+1</t></is></c></row>'

NASTIES = (
    *(
        Nasty(f"{name}.docx", lambda said=said: _docx(_p(said[1]), said[0]), "DTD")  # type: ignore[misc]
        for name, said in DOCTYPES.items()
    ),
    *(
        Nasty(f"{name}.xlsx", lambda said=said: _xlsx(_rows('<row r="1">' + _cell("A1", said[1]) + "</row>"), said[0]), "DTD")  # type: ignore[misc]
        for name, said in DOCTYPES.items()
    ),
    Nasty("external.docx", lambda: _docx(_p("收入10万元") + '<w:altChunk r:id="r9" xmlns:r="x"/>', more=_EXTERNAL), holds="收入10万元"),
    Nasty("deep.docx", lambda: _docx(_deep(5000)), "嵌套超过 256 层"),
    Nasty("nested-tables.docx", lambda: _docx(_deep(80)), holds="底"),
    Nasty("wide.docx", lambda: _docx("<w:tbl><w:tr>" + _tc("甲", _SPAN) + _tc("乙") + "</w:tr></w:tbl>"), holds="乙"),
    Nasty("tall.docx", lambda: _docx("<w:tbl>" + ("<w:tr>" + _tc("甲", "<w:vMerge/>") + _tc("乙") + "</w:tr>") * 3000 + "</w:tbl>"), holds="乙"),
    Nasty("bomb.docx", lambda: _docx("<!--" + " " * 30_000_000 + "-->"), "倍数达 "),
    Nasty("overlapping.docx", _overlapping, "已损坏"),
    Nasty("two-bodies.docx", _twice, "两个同名的成员"),
    Nasty("encrypted.docx", _encrypted, "已加密"),
    Nasty("truncated.docx", lambda: _docx(_p("甲" * 1000))[:-300], "已损坏"),
    Nasty("empty-parts.docx", lambda: _docx("", more={"word/document.xml": ""}), "已损坏"),
    Nasty("lies.docx", lambda: _docx(_p("甲")).replace(b"word/document.xml", b"word/document\xff\xfe\xfd"), "已损坏"),
    Nasty("numbered.docx", lambda: _docx(_p("x" * 10) * 5_000), holds="xxx"),
    Nasty("a-page.docx", "<!doctype html><p>收入10万元".encode, holds="收入10万元"),
    Nasty("vast.xlsx", lambda: _xlsx('<dimension ref="A1:XFD1048576"/>' + _rows(_TWO)), holds="收入"),
    Nasty("last-cell.xlsx", lambda: _xlsx(_rows(_TWO + '<row r="1048576">' + _cell("XFD1048576", "末") + "</row>")), holds="末"),
    Nasty("beyond.xlsx", lambda: _xlsx(_rows(_TWO + '<row r="1048577">' + _cell("XFE1048577", "末") + "</row>")), "已损坏"),
    Nasty("merged.xlsx", lambda: _xlsx(_rows(_TWO) + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), holds="收入"),
    Nasty("overlapping-merges.xlsx", lambda: _xlsx(_rows(_TWO) + "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 50_000 + "</mergeCells>"), holds="收入"),
    Nasty("hidden.xlsx", lambda: _xlsx('<cols><col min="1" max="999999999" hidden="1"/></cols>' + _rows(_TWO)), "没有可见的内容"),
    Nasty("diagonal.xlsx", lambda: _xlsx(_rows("".join(f'<row r="{n}">' + _cell(f"{_column(n)}{n}", "1") + "</row>" for n in range(1, 2000)))), holds="1"),
    Nasty("many-sheets.xlsx", lambda: _many_sheets(1000), holds="收入"),
    Nasty("strings.xlsx", lambda: _xlsx(_rows('<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>')), "已损坏"),
    Nasty("negative.xlsx", lambda: _xlsx(_rows('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>')), "已损坏"),
    Nasty("digits.xlsx", lambda: _xlsx(_rows('<row r="1"><c r="A1"><v>' + "9" * 300_000 + '</v></c><c r="B1"><v>1e999999999</v></c></row>')), holds="1e999999999"),
    Nasty("formula.xlsx", lambda: _xlsx(_rows(_FORMULA)), holds="=HYPERLINK("),
    Nasty("deep.xlsx", lambda: _xlsx(_rows("<row>" * 50_000 + "</row>" * 50_000 + _TWO)), holds="收入"),
    Nasty("bomb.xlsx", lambda: _xlsx(_rows(" " * 30_000_000)), "倍数达 "),
    Nasty("no-rows.xlsx", lambda: _xlsx(""), "没有可见的内容"),
    Nasty("lying-length.xls", lambda: _xls(b"\x00\x02\x0e\x00", b"\x00\x02\xff\xff"), "已损坏"),
    Nasty("lying-dimension.xls", lambda: _xls(b"\x0e\x00\x00\x00\x00\x00\x32\x00\x00\x00", b"\x0e\x00\x00\x00\x00\x00\xff\xff\xff\x7f"), holds="cell 49 9"),
    Nasty("truncated.xls", lambda: _xls()[:6000], "已损坏"),
    Nasty("looping-sectors.xls", lambda: _looping(_xls()), "已损坏"),
    Nasty("workbook.docx", lambda: _xlsx(_rows(_TWO)), holds="收入"),
)  # fmt: skip


def _column(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _many_sheets(count: int) -> bytes:
    """A workbook whose sheets are all one part, listed again and again."""
    sheets = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, count))
    book = f"<workbook {_S} {_R}><sheets>{sheets}</sheets></workbook>"
    return _xlsx(_rows(_TWO), more={"xl/workbook.xml": book})


def _looping(data: bytes) -> bytes:
    """An OLE file whose first sectors follow themselves."""
    sector = 512 * (1 + struct.unpack_from("<L", data, 76)[0])
    return data[:sector] + struct.pack("<L", 0) * 128 + data[sector + 512 :]
