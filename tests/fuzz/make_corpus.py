"""The small files that mutations and the fuzzer begin with, made by the builders of the tests.

    python -m tests.fuzz.make_corpus    writes them to tests/fuzz/corpus/

They are kept in git, so that the same mutation is the same file whatever wrote it.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from html import escape
from pathlib import Path

import xlwt

from tests.as_office import as_xlsx, blocks
from tests.fuzz.corpus import FOLDER
from tests.ofd_builder import Page, ofd, packed, parts
from tests.test_read_docx import DOWN, GOES_ON, OUTLINE, item, p, package, r, span, tbl, tc, tr, zipped

_TESTS = Path(__file__).resolve().parent.parent

BUDGET = """\
云溪市事务协调办公室2025年部门预算
一、部门职责
负责事务协调。
二、收支预算情况
2025年收入预算1,234.56万元，其中：财政拨款收入1,200.00万元，其他收入34.56万元。比上年增加100.00万元，增长8.81%，主要原因是人员增加。
“三公”经费预算5.50万元，其中：因公出国（境）费0万元，公务接待费1.50万元，公务用车购置及运行维护费4.00万元，与上年持平。
三、支出情况
教育支出（类）普通教育（款）800.00万元，占64.80%；完成年初预算的100.1%。截至2024年12月31日，共有车辆3辆。
支出预算总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
205\t教育支出\t800.00\t700.00\t100.00
20502\t普通教育\t800.00\t700.00\t100.00
208\t社会保障和就业支出\t434.56\t434.56\t
\t合计\t1,234.56\t1,134.56\t100.00
注：部分数据因四舍五入存在尾差。
"""
ACCOUNTS = """\
某中心2023年度收支情况
2023年度收入决算总计10.00万元，比2022年度减少2.50万元，下降20.00%。
收入支出决算总表
金额单位：元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t100,000.00\t一、教育支出\t90,000.00
\t\t年末结转和结余\t10,000.00
总计\t100,000.00\t总计\t100,000.00
"""
RULES = """\
pack: test/fuzz
title: 试验
version: "1"
applies: {kind: [budget, final-accounts], fiscal_year: ">=2017"}
defaults: {severity: warning, basis: [law]}
basis:
  law: {instrument: 中华人民共和国预算法, number: 主席令第12号}
sections:
  overall: 收支预算情况
tables:
  spending:
    title: [支出预算总表, 支出总表]
    columns: {code: {title: 科目编码, type: text}, name: {title: 科目名称, type: text}, total: 合计, basic: 基本支出, project: {title: 项目支出}}
    hierarchy: {code: code, levels: [3, 5, 7]}
    rows:
      items: {where: code is not blank}
      grand: {where: name is 合计, one: true}
facts:
  income: {in: overall, phrase: "收入预算{amount: money}，其中：财政拨款收入{granted: money}"}
  grown: {in: overall, regex: '增长(?P<share>[\\d.]+%)', types: {share: percent}}
words:
  empty_note: [本表为空表, 本表无数据]
rules:
  F1:
    title: 收入等于合计
    assert: income.amount == sum((spending.items where level == 1).total) and grown.share > 0
    message: "{income.amount} 与 {spending.grand.total}"
    fix: 核对。
    examples:
      - outcome: pass
        given: |
          二、收支预算情况
          收入预算1.00万元，其中：财政拨款收入1.00万元，增长2%。
      - {outcome: fail, given: 略}
  F2:
    title: 上级科目等于下级科目之和
    severity: error
    for_each: ["row in spending.items", "col in [total, basic, project]"]
    when: row.children is not empty
    assert: row[col] == sum(row.children[col])
    tolerance: exact
    fix: 核对。
    examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]
"""
POWERS = """\
pack: test/powers
title: 试验
version: "1"
applies: {}
defaults: {severity: info, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法}}
sections:
  duties: [部门职责, 主要职能]
  all: {heading: 收支预算情况, belongs: package}
tables:
  spent: {title: 支出预算总表, belongs: together, columns: {code: {title: 科目编码, type: text}, name: {title: 科目名称, type: text}, total: 合计}, codes: {list: functional_classes, column: code}, rows: {lines: {where: code is not blank and level == 1}}}
facts:
  three: {in: all, phrase: "“三公”经费预算{total: money}，其中：{items: parts}"}
  cars: {in: document, each: "共有车辆{cars: count}"}
  closing: {in: document, phrase: "…截至{on: date}"}
words: {placeholders: [XX, ××, 。。]}
aliases: {公务接待费: [接待费]}
numbers:
  limit: [{value: 50万元, until: 2016}, {value: 100万元, from: 2017, basis: law}]
obligations:
  A: {words: 公开收支, basis: law, decided_by: [P1, P2, P3, P4, P5, P6, P7, P8, P9]}
  B: {words: 公开日期, basis: law, person: 看日期}
rules:
  P1: {title: 一, for_each: s in sections, assert: s is present and s is not empty, fix: 补。, examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}
  P2: {title: 二, for_each: c in changes, when: c.base is stated and c.base != 0, assert: c.growth == (c.current - c.base) / c.base, fix: 核。, examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}
  P3: {title: 三, for_each: t in each table, when: t is not empty, assert: not (t.note mentions placeholders), fix: 核。, examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}
  P4: {title: 四, for_each: row in spent.lines by name, assert: count(row.rows) == 1, fix: 核。, examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}
  P5: {title: 五, assert: "closing.on == date(fiscal_year - 1, 12, 31)", fix: 核。, examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}
  P6: {title: 六, assert: first(spent.lines).total <= limit and unit(three.total) == "万元", message: "{three.total}：{limit}", fix: 核。, examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}
  P7: {title: 七, when: published is stated, assert: published - approved <= 20天, fix: 核。, examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}
  P8: {title: 八, assert: "max(spent.lines.total) >= min([1万元, 2.5万元]) or entity is stated", fix: 核。, examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}
  P9: {title: 九, for_each: b in breakdowns where (of == level), assert: b.total == sum(b.parts.amount), tolerance: 0.01万元, fix: 核。, examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}
"""
YAMLS = {
    "rules-powers.yaml": POWERS,
    "rules-small.yaml": RULES,
    "sidecar-dates.yaml": "approved: 2025-01-10\npublished: 2025-01-30\n",
    "submission-two.yaml": "entity: 云溪市事务协调办公室\nfiscal_year: 2025\nkind: budget\nfiles:\n"
    "  - {file: 说明.txt, role: explanation}\n  - {file: 表格.txt, role: tables}\ncomplete: true\n",
    "waivers-one.yaml": "waivers:\n- rule: ARI101\n  reason: 已核实\n  approved_by: 张科长\n  until: 2026-12-31\n",
    "names-one.yaml": "names:\n  云溪市事务协调办公室: [云溪市协调办, 云溪市事务办]\n",
    "list-codes.yaml": 'list: codes\ntitle: 科目\neditions:\n  - {id: "2018", file: codes.csv, from: "2018"}\n',
}
PACKAGE = {
    "说明.txt": BUDGET[: BUDGET.index("支出预算总表")],
    "表格.txt": BUDGET.partition("\n")[0] + "\n" + BUDGET[BUDGET.index("支出预算总表") :],
}
"""The files that the description of a submission above describes."""
EXPRESSIONS = (
    "income.amount == sum((spending.items where level == 1).total) and grown.share > 0",
    "row[col] == sum(row.children[col])",
    "not (c.reason mentions 增加 or c.reason mentions 减少)",
    "count(项目 where (数量 > 1.5万元 and 名称 ends with 小计)) in [1, 2, -3]",
    "staff.items same names as basic.items where (level == 2 and group == personnel and total != 0)",
    "row in expenditure.items",
    "t in each table",
)
PHRASES = (
    "预算收入{amount: money}，比上年{word: text}{change: money}…增长{share: percent}",
    "…“三公”经费预算{total: money}…因公出国（境）费{abroad: money}",
    "人员经费{total: money}，主要包括：{items: list}",
    "截至{day: date}，共有车辆{cars: count}；{code: code}，{year: year}",
)
PATTERNS = (r"增长(?P<share>[\d.]+%)", r"(?i)^[\w一-龥]{2,8}（(?P<share>\d+)）$", r"a|(b+?c*){1,3}\.$")
AMOUNTS = (
    "1,234.56万元",
    "－1 234．50元",
    "（12.30）%",
    "0",
    "12亿元",
    "1.2e5",
    "—",
    "３．５０",
    "1,2,3.4.5",
)


def _docx(text: str) -> bytes:
    """A Word file of a text with only the parts that are read."""
    body = ""
    for block in blocks(text):
        if isinstance(block, str):
            body += p(r(escape(block)), "<w:keepNext/>")
        else:
            body += tbl(
                *(tr(*(tc(escape(cell)) for cell in row)) for row in block), widths=(900,) * len(block[0])
            )
    return zipped(package(body))


def _rich_docx() -> bytes:
    """Numbering, merged cells, a text box, a field, tracked changes, sections, a table in a cell."""
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(r('框内1.00万元'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    field = '<w:fldSimple w:instr="DATE">' + r("5月") + "</w:fldSimple>"
    changed = (
        '<w:ins w:id="1">' + r("12") + '</w:ins><w:del w:id="2"><w:r><w:delText>99</w:delText></w:r></w:del>'
    )
    body = (
        p(r("云溪局2025年部门预算", "<w:b/>"), '<w:jc w:val="center"/><w:outlineLvl w:val="0"/>')
        + item("收入预算情况") + item("第一", at=1) + item("第二", at=2)
        + p(box + field + changed + r("万元"), '<w:sectPr><w:type w:val="continuous"/></w:sectPr>')
        + tbl(
            tr(tc("项目", DOWN), tc("金额", span(2))),
            tr(tc("", GOES_ON), tc("合计"), tc("基本")),
            tr(tc("甲"), tc("1.00"), tc(tbl(tr(tc("内"), tc("2.00"))) + p(""))),
            widths=(100, 100, 100),
        )
        + p(r("完") + '<w:r><w:br w:type="page"/><w:tab/></w:r>') + "<w:sectPr/>"
    )  # fmt: skip
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    return zipped(package(body, styles, OUTLINE))


def _xls(text: str) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("预算")
    money, share = xlwt.easyxf(num_format_str="#,##0.00"), xlwt.easyxf(num_format_str="0.00%")
    row = 0
    for block in blocks(text):
        for cells in [[block]] if isinstance(block, str) else block:
            for column, words in enumerate(cells):
                digits = words.replace(",", "")
                if digits.replace(".", "").isdigit() and "." in digits:
                    sheet.write(row, column, float(digits), money)
                elif words:
                    sheet.write(row, column, words)
            row += 1
    sheet.write_merge(row, row, 0, 3, "说明", xlwt.easyxf("align: horiz center; font: bold on"))
    sheet.write(row + 1, 0, 0.1234, share)
    sheet.write(row + 1, 1, xlwt.Formula("1/3"))
    sheet.write(row + 1, 2, True)
    sheet.row(row + 1).hidden = True
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _page(text: str) -> Page:
    page, y = Page(), 20.0
    for block in blocks(text):
        if isinstance(block, str):
            for start in range(0, len(block), 40):
                page.text(20, y, block[start : start + 40])
                y += 7
        else:
            page.grid(20, y, block)
            y += 8 * len(block) + 8
    return page


def _templated_ofd() -> bytes:
    """A template, a page area of its own, a turned object, a second page."""
    page = _page(ACCOUNTS)
    page.objects[0] = page.objects[0].replace(' Font="1"', ' CTM="1 0 0 1 0 0" Font="1" HScale="0.9"')
    page.templates, page.area = (
        ("9",),
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox><ofd:ApplicationBox>5 5 200 280</ofd:ApplicationBox>",
    )
    template = Page()
    template.text(90, 285, "- 1 -")
    template.objects.append(
        '<ofd:PathObject ID="7" Boundary="0 0 210 297" CTM="1 0 0 1 0 0" Fill="true"><ofd:AbbreviatedData>'
        "M 20 30 L 60 30 Q 1 2 3 4 B 1 2 3 4 5 6 A 1 1 0 0 1 5 5 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    return packed(parts([page, Page()], {"9": template}))


def _html(text: str) -> str:
    body = ""
    for block in blocks(text):
        if isinstance(block, str):
            body += f"<p class=a>{escape(block)}</p>\n"
        else:
            rows = "".join(
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in block
            )
            body += f"<table border=1>{rows}</table>\n"
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>公开</title></head><body>{body}</body></html>'


_RICH_HTML = """<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><style>p{}</style></head>
<body><div style="display:none">不见</div><h1>云溪局2025年部门预算</h1><ol start=3 type=a><li>一项<li value=9>二项1.00万元</ol>
<table><caption>收入表</caption><thead><tr><th rowspan=2>项目<th colspan=2>金额（万元）</tr><tr><th>合计<th>基本</tr></thead>
<tr><td>甲<td>1.00<td rowspan=0>1.00<tr><td colspan=2>乙<table><tr><td>内<td>2.00</table></table>
<p>其中：&nbsp;甲1.00&#19975;元，<b>乙</b><br>2.00万元<sup>2</sup>。<pre> a\tb </pre><select><option>x</select><hr></body></html>
"""  # fmt: skip


def pdf_of(objects: Mapping[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF written by hand, with its table of objects."""
    data, offsets = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        offsets[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    last = max(objects) + 1
    table = b"".join(
        b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 65535 f \n" for n in range(last)
    )
    end = b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (last, trailer, len(data))
    return data + b"xref\n0 %d\n%s" % (last, table) + end


def stream_of(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


_DRAWN = b"""q 1 0 0 1 0 0 cm 0.5 w 50 700 m 350 700 l S 50 680 300 20 re S 50 660 300 20 re f 150 660 m 150 700 l S Q
BT /F1 12 Tf 1 0 0 1 55 685 Tm (Budget 2025) Tj 100 0 Td [(1,234)-20(.56)] TJ ET /Fm0 Do /Im0 Do
BT /F1 9 Tf 2 Tr 55 640 Td 3 Tc 110 Tz (100.00 % of 3) ' ET 0 1 -1 0 300 300 cm BT /F1 8 Tf (sideways) Tj ET"""
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 9 0 R>>"
_MEANT = b"/CIDInit /ProcSet findresource begin begincmap 1 beginbfchar <42> <9884> endbfchar 1 beginbfrange <30> <39> <0030> endbfrange endcmap"


def _small_pdf(packed_: bool = False) -> bytes:
    """Two pages in a tree of three nodes; form, picture, note, outline; the content plain or packed."""
    content = stream_of(zlib.compress(_DRAWN), b"/Filter/FlateDecode") if packed_ else stream_of(_DRAWN)
    return pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/Outlines 10 0 R/PageLabels<</Nums[0<</S/r>>]>>>>",
            2: b"<</Type/Pages/Kids[3 0 R 11 0 R]/Count 2/MediaBox[0 0 400 800]/Resources 7 0 R>>",
            3: b"<</Type/Pages/Parent 2 0 R/Kids[4 0 R]/Count 1/Rotate 0>>",
            4: b"<</Type/Page/Parent 3 0 R/Contents[5 0 R]/CropBox[0 0 390 790]/Annots[8 0 R]>>",
            5: content,
            6: _FONT,
            7: b"<</Font<</F1 6 0 R>>/XObject<</Fm0 12 0 R/Im0 13 0 R>>>>",
            8: b"<</Type/Annot/Subtype/FreeText/Rect[50 50 90 90]/Contents(note)/DA(/F1 9 Tf)>>",
            9: stream_of(_MEANT),
            10: b"<</Type/Outlines/First 10 0 R/Count 1>>",
            11: b"<</Type/Page/Parent 2 0 R/Rotate 90/Contents 5 0 R/UserUnit 1>>",
            12: stream_of(b"0 0 50 20 re S", b"/Type/XObject/Subtype/Form/BBox[0 0 60 60]/Matrix[1 0 0 1 9 9]"),
            13: stream_of(b"\x00\xff\x80\x10", b"/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray"),
        }
    )  # fmt: skip


def _object_streams() -> bytes:
    """A PDF of version 1.5: objects in a stream, and a stream for their table, as Word writes it."""
    inner = [
        (1, b"<</Type/Catalog/Pages 2 0 R>>"),
        (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (
            3,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 800]/Contents 4 0 R/Resources<</Font<</F1 6 0 R>>>>>>",
        ),
        (6, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
    ]
    index, body = "", b""
    for number, content in inner:
        index += f"{number} {len(body)} "
        body += content + b" "
    head = index.encode()
    objects = zlib.compress(head + body)
    data, offsets = b"%PDF-1.5\n", {}
    for number, content in (
        (4, stream_of(_DRAWN.replace(b"/Fm0 Do /Im0 Do", b""))),
        (5, stream_of(objects, b"/Type/ObjStm/N 4/First %d/Filter/FlateDecode" % len(head))),
    ):
        offsets[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    offsets[7] = len(data)
    places = {number: (2, 5, at) for at, (number, _) in enumerate(inner)} | {
        n: (1, at, 0) for n, at in offsets.items()
    }
    table = b"".join(
        kind.to_bytes(1) + at.to_bytes(2) + more.to_bytes(1)
        for kind, at, more in (places.get(number, (0, 0, 0)) for number in range(8))
    )
    xref = stream_of(zlib.compress(table), b"/Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Filter/FlateDecode")
    return data + b"7 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (xref, offsets[7])


def made() -> dict[str, bytes]:
    """Every seed by its path below the folder of the corpus."""
    traps = ("long-strokes", "numbers", "encrypted", "invisible-text", "open-sides", "three-line-table")
    texts: dict[str, bytes | str] = {
        **{f"pdf/{name}.pdf": (_TESTS / "traps" / f"{name}.pdf").read_bytes() for name in traps},
        "pdf/small.pdf": _small_pdf(),
        "pdf/packed.pdf": _small_pdf(packed_=True),
        "pdf/object-streams.pdf": _object_streams(),
        "docx/budget.docx": _docx(BUDGET),
        "docx/rich.docx": _rich_docx(),
        "xlsx/budget.xlsx": as_xlsx(BUDGET),
        "xlsx/accounts.xlsx": as_xlsx(ACCOUNTS),
        "xls/budget.xls": _xls(BUDGET),
        "xls/accounts.xls": _xls(ACCOUNTS),
        "ofd/budget.ofd": ofd([_page(BUDGET)]),
        "ofd/templated.ofd": _templated_ofd(),
        "html/budget.html": _html(BUDGET),
        "html/rich.html": _RICH_HTML.encode("gb18030"),
        "text/budget.txt": BUDGET,
        "text/accounts.txt": ACCOUNTS.encode("gb18030"),
        "text/bars.txt": "|"
        + BUDGET.replace("\t", "|").replace("\n", "\n|").replace("三、", "\f三、").removesuffix("|"),
        **{f"yaml/{name}": text for name, text in YAMLS.items()},
        "yaml/rules-form.yaml": (_TESTS.parent / "rules" / "common" / "form.yaml").read_text("utf-8"),
        "zip/two-files.zip": packed(PACKAGE),
        "zip/described.zip": packed({**PACKAGE, "submission.yaml": YAMLS["submission-two.yaml"]}),
        "html/accounts.html": _html(ACCOUNTS).replace("utf-8", "utf-16").encode("utf-16"),
    }
    for target, examples in (
        ("expression", EXPRESSIONS), ("phrase", PHRASES), ("pattern", PATTERNS), ("amount", AMOUNTS),
    ):  # fmt: skip
        texts |= {f"{target}/{number}": example for number, example in enumerate(examples)}
    return {path: said.encode("utf-8") if isinstance(said, str) else said for path, said in texts.items()}


def main() -> None:
    for path, data in made().items():
        file = FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    print(f"{len(made())} files, {sum(map(len, made().values())):,} bytes")


if __name__ == "__main__":
    main()
