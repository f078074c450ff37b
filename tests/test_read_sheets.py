"""Workbooks: what a person sees of each visible sheet is read, and nothing else."""

from __future__ import annotations

import io
import struct
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet
from xlwt.CompoundDoc import XlsDoc

from checker.engine import evaluate
from checker.facts import facts_of
from checker.layout.number_format import shown, shown_text
from checker.layout.sheet import address
from checker.model.amount import read_number
from checker.model.document import Column, Contents, Document, Table
from checker.model.errors import SubmissionError
from checker.model.limits import Limit, in_force
from checker.model.raw import RawCell, RawDocument, RawEnd, RawGrid, RawLine
from checker.readers import read_bytes, read_file
from checker.rulebook.library import Library
from checker.structure import structured

SAMPLE = Path(__file__).resolve().parent.parent / "examples" / "sample-budget-2019.txt"
PACK = "hebei/shijiazhuang/department-budget"
ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '

Values = Mapping[str, object]


def book(**sheets: Values) -> Workbook:
    """A workbook with these cells; a sheet's name is that of the argument."""
    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    for name, values in sheets.items():
        fill(workbook.create_sheet(name), values)
    return workbook


def fill(sheet: Worksheet, values: Values) -> None:
    for where, value in values.items():
        sheet[where].value = value


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def read(workbook: Workbook) -> RawDocument:
    return read_bytes(saved(workbook), "a.xlsx")


def outline(raw: RawDocument) -> list[object]:
    """Lines as they read, grids as rows; a covered cell is None, a merged one tells its rows and columns."""
    blocks: list[object] = []
    for block in raw.blocks:
        if isinstance(block, RawEnd):
            continue
        if isinstance(block, RawLine):
            blocks.append(block.text.string)
        else:
            assert isinstance(block, RawGrid)
            assert block.merged
            blocks.append([[_outlined(cell) for cell in row] for row in block.rows])
    return blocks


def _outlined(cell: RawCell | None) -> object:
    if cell is None or (cell.rows, cell.columns) == (1, 1):
        return cell and cell.text
    return cell.text, cell.rows, cell.columns


def edited(data: bytes, part: str, *changes: tuple[str, str], **more: str) -> bytes:
    """A workbook with words of one of its parts replaced, and with more parts in the folder xl."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                for old, new in changes:
                    assert old.encode() in content
                    content = content.replace(old.encode(), new.encode())
            made.writestr(name, content)
        for name, content_of_part in more.items():
            made.writestr(f"xl/{name}.xml", content_of_part)
    return buffer.getvalue()


SHOWN = [
    ("1234.5", "0.00", "1234.50"),
    ("108", "0.00", "108.00"),
    ("1234567.891", "#,##0.00", "1,234,567.89"),
    ("-1234.5", "#,##0.00", "-1,234.50"),
    ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
    ("-1234.5", "#,##0.00_);[Red](#,##0.00)", "(1,234.50)"),
    ("-1234.5", "#,##0.00;[红色]-#,##0.00", "-1,234.50"),
    ("1234.5", ACCOUNTING, "1,234.50"),
    ("-1234.5", ACCOUNTING, "-1,234.50"),
    ("0", ACCOUNTING, "-"),
    ("0", '0.00;-0.00;"—"', "—"),
    ("0", "0.00;-0.00;", ""),
    ("5", ";;;", ""),
    ("12", "0.00_ ", "12.00"),
    ("0.125", "0%", "13%"),
    ("0.1234", "0.00%", "12.34%"),
    ("1234567", "#,##0.00,", "1,234.57"),
    ("12345", '0!.0,"万"', "1.2万"),
    ("12345", '0\\.0,"万元"', "1.2万元"),
    ("12345", '[>=10000]0!.0,"万";0', "1.2万"),
    ("123", '[>=10000]0!.0,"万";0', "123"),
    ("1234", "[$¥-804]#,##0.00", "¥1,234.00"),
    ("1234", '"¥"#,##0.00;"¥"-#,##0.00', "¥1,234.00"),
    ("7", "000", "007"),
    ("5", "0.##", "5"),
    ("5.25", "0.##", "5.25"),
    ("0.5", "#,###.00", "0.50"),
    ("5", 'General"元"', "5元"),
    ("123.40", "@", "123.4"),
    # rounded half away from zero, after the noise of the binary double is gone
    ("1.005", "0.00", "1.01"),
    ("-2.5", "0", "-3"),
    ("-0.001", "0.00", "0.00"),
    ("0.30000000000000004", "General", "0.3"),
    ("2.6749999999999998", "0.00", "2.68"),
    ("33556428.12", "General", "33556428.12"),
    ("0.333333333333333", "General", "0.333333"),
    ("1e21", "General", "1000000000000000000000"),
    # dates
    ("43466", "yyyy/m/d", "2019/1/1"),
    ("43466", 'yyyy"年"m"月"d"日"', "2019年1月1日"),
    ("43466", '[$-804]yyyy"年"mm"月"', "2019年01月"),
    ("43466.75", '上午/下午h"时"mm"分"', "下午6时00分"),
    ("43466.5", "yyyy-mm-dd hh:mm:ss", "2019-01-01 12:00:00"),
    ("43466", "aaaa", "星期二"),
    # not drawn: the number's own digits
    ("1234.5", "0.00E+00", "1234.5"),
    ("1.5", "# ?/?", "1.5"),
    ("1.5", "[h]:mm", "1.5"),
    ("123", "[DBNum2]General", "123"),
    ("-5", "yyyy/m/d", "-5"),
]


@pytest.mark.parametrize(("value", "code", "text"), SHOWN)
def test_a_number_is_shown_as_its_format_says(value: str, code: str, text: str) -> None:
    assert shown(Decimal(value), code) == text


def test_dates_can_count_from_1904() -> None:
    assert shown(Decimal(42004), "yyyy/m/d", base_1904=True) == "2019/1/1"


@pytest.mark.parametrize(
    ("code", "text"),
    [("General", "甲"), ("@", "甲"), ("0.00", "甲"), (ACCOUNTING, "甲"), (";;;", ""), ('"共"@', "共甲")],
)
def test_words_are_changed_only_by_the_part_of_a_format_that_is_for_words(code: str, text: str) -> None:
    assert shown_text("甲", code) == text


def test_titles_units_tables_and_notes_are_told_apart() -> None:
    workbook = book(
        收入={
            "A1": "部门收入预算表",
            "A2": "编制部门：某某局", "C2": "单位：万元",
            "A3": "科目编码", "B3": "科目名称", "C3": "合计",
            "A4": "2010601", "B4": "行政运行", "C4": 10,
            "B5": "合计",
            "A6": "注：本表不含结转。",
            "A7": "制表人：张三", "C7": "日期：2019年1月1日",
        }
    )  # fmt: skip
    sheet = workbook["收入"]
    sheet.merge_cells("A1:C1")
    sheet["C4"].number_format = "0.00"
    raw = read(workbook)
    assert outline(raw) == [
        "部门收入预算表",
        "编制部门：某某局 单位：万元",
        [["科目编码", "科目名称", "合计"], ["2010601", "行政运行", "10.00"], ["", "合计", ""]],
        "注：本表不含结转。",
        "制表人：张三 日期：2019年1月1日",
    ]
    assert [block.display for block in raw.blocks if isinstance(block, RawLine)] == [True, None, None, None]
    assert raw.pages is None
    assert raw.media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    grid = raw.blocks[2]
    assert isinstance(grid, RawGrid)
    assert grid.place.spot == "收入!A3:C5"
    assert [cell and cell.place.spot for cell in grid.rows[1]] == ["收入!A4", "收入!B4", "收入!C4"]
    line = raw.blocks[1]
    assert isinstance(line, RawLine)
    assert [segment.place.spot for segment in line.text.segments] == ["收入!A2", "收入!C2", "收入!C2"]


def rows_on_a_sheet(*rows: Sequence[object]) -> Workbook:
    workbook = book(收支={})
    for row in rows:
        workbook["收支"].append(list(row))
    return workbook


def test_a_header_of_two_rows_without_merged_cells_is_told_by_the_figures_under_it() -> None:
    workbook = rows_on_a_sheet(
        ["收支总表"],
        ["收入", None, "支出", None],
        ["项目", "预算数", "项目", "预算数"],
        ["财政拨款", 120, "教育支出", 100],
        ["收入总计", 120, "支出总计", 120],
    )
    found = structured(read(workbook)).tables
    assert [(table.part, [column.label for column in table.columns]) for table in found] == [
        ("收入", ["项目", "预算数"]),
        ("支出", ["项目", "预算数"]),
    ]
    assert [len(table.rows) for table in found] == [2, 2]


def test_a_blank_label_over_words_leaves_the_first_row_of_data_alone() -> None:
    workbook = rows_on_a_sheet(
        ["绩效目标表"], ["指标", None, "目标值"], ["数量", "办件", "多"], ["质量", "及时", 95]
    )
    (found,) = structured(read(workbook)).tables
    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        ["数量", "办件", "多"],
        ["质量", "及时", "95"],
    ]


def test_a_title_with_something_beside_it_is_a_line_of_its_own() -> None:
    raw = read(
        book(a={"A1": "部门收入预算表", "C1": "单位：万元", "A2": "项目", "C2": "数", "A3": "甲", "C3": 1})
    )
    assert outline(raw) == ["部门收入预算表", "单位：万元", [["项目", "数"], ["甲", "1"]]]


def test_merged_cells_are_spans_and_columns_without_a_beginning_are_none() -> None:
    workbook = book(a={"B1": "项目", "C1": "金额", "C2": "合计", "E2": "其中", "B3": "甲", "C3": 2, "E3": 1})
    for area in ("B1:B2", "C1:F1", "C2:D2", "E2:F2", "C3:D3", "E3:F3"):
        workbook["a"].merge_cells(area)
    assert outline(read(workbook)) == [
        "a",
        [[("项目", 2, 1), ("金额", 1, 2), None], [None, "合计", "其中"], ["甲", "2", "1"]],
    ]


def test_what_a_merged_area_covers_is_not_shown() -> None:
    data = edited(
        saved(book(Sheet1={"A1": "项目", "B1": "数", "A2": 7, "B2": 8, "A3": "甲", "B3": 1})),
        "xl/worksheets/sheet1.xml",
        (
            "</sheetData>",
            '</sheetData><mergeCells><mergeCell ref="A2:B2"/><mergeCell ref="B2:C3"/></mergeCells>',
        ),
    )
    assert outline(read_bytes(data, "a.xlsx")) == [[["项目", "数"], [("7", 1, 2), None], ["甲", "1"]]]


def test_a_blank_row_divides_tables_only_before_a_title_or_a_unit() -> None:
    table: dict[str, object] = {"A1": "项目", "B1": "数", "A2": "甲", "B2": 1}
    more = {"A4": "乙", "B4": 2}
    assert outline(read(book(Sheet1=table | more))) == [[["项目", "数"], ["甲", "1"], ["乙", "2"]]]
    unit = {"B4": "单位：元", "A5": "项目", "B5": "数", "A6": "乙", "B6": 2}
    assert outline(read(book(Sheet1=table | unit))) == [
        [["项目", "数"], ["甲", "1"]],
        "单位：元",
        [["项目", "数"], ["乙", "2"]],
    ]
    title = {"A4": "支出表", "A5": "项目", "B5": "数", "A6": "乙", "B6": 2}
    assert outline(read(book(Sheet1=table | title)))[1] == "支出表"


def test_a_label_in_a_row_of_its_own_is_a_row_of_the_table() -> None:
    raw = read(
        book(Sheet1={"A1": "项目", "B1": "数", "A2": "一、行政", "A3": "办公", "B3": 1, "A4": "二、事业"})
    )
    assert outline(raw) == [[["项目", "数"], ["一、行政", ""], ["办公", "1"], ["二、事业", ""]]]


def test_what_is_hidden_is_left_out() -> None:
    cells: Values = {
        "A1": "项目",
        "B1": "编码",
        "C1": "数",
        "A2": "甲",
        "B2": "x",
        "C2": 1,
        "A3": "乙",
        "C3": 2,
        "A4": "丙",
        "C4": 3,
    }
    workbook = book(Sheet1=cells, 隐藏={"A1": "码"}, 深藏={"A1": "码"})
    workbook["隐藏"].sheet_state = "hidden"
    workbook["深藏"].sheet_state = "veryHidden"
    sheet = workbook["Sheet1"]
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet.merge_cells("A3:A4")
    assert outline(read(workbook)) == [[["项目", "数"], ["甲", "1"], ["乙", "3"]]], "A3:A4 shows in row 4"


def test_every_kind_of_value_is_shown() -> None:
    workbook = book(
        Sheet1={
            "A1": True, "B1": "#DIV/0!", "C1": datetime(2019, 1, 1), "D1": date(2019, 3, 5),
            "A2": "=SUM(C9:C10)", "B2": "办公\n用房", "C2": "Total\nsum", "D2": Decimal("1.10"),
            "A3": CellRichText("甲", TextBlock(InlineFont(b=True), "乙")), "B3": "'001", "C3": 77, "D3": -0.5,
        }
    )  # fmt: skip
    sheet = workbook["Sheet1"]
    sheet["C1"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["D1"].number_format = "mm-dd-yy"
    sheet["D3"].number_format = "0.0%"
    data = edited(saved(workbook), "xl/worksheets/sheet1.xml", ("<v>77</v>", "<f>70+7</f><v>77</v>"))
    assert outline(read_bytes(data, "a.xlsx")) == [
        [
            ["TRUE", "#DIV/0!", "2019年1月1日", "2019/3/5"],
            ["=SUM(C9:C10)", "办公用房", "Total sum", "1.1"],
            ["甲乙", "'001", "77", "-50.0%"],
        ]
    ]


def test_shared_strings_are_read_without_their_readings() -> None:
    string = "<si><r><t>预算</t></r><r><t>_x000D_\n收入</t></r><rPh sb='0' eb='2'><t>yusuan</t></rPh></si>"
    relation = (
        '<Relationship Id="s" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/sharedStrings"'
    )
    data = edited(
        saved(book(Sheet1={"A1": 0, "B1": 1})),
        "xl/_rels/workbook.xml.rels",
        ("</Relationships>", f'{relation} Target="/xl/sharedStrings.xml"/></Relationships>'),
        SharedStrings=f"<sst>{string}<si><t>数</t></si></sst>",
    )
    sheet = "xl/worksheets/sheet1.xml"
    data = edited(data, sheet, (' t="n"', ' t="s"'))
    assert outline(read_bytes(data, "a.xlsx")) == [[["预算收入", "数"]]]


def test_a_formula_without_a_value_is_no_number() -> None:
    raw = read(book(Sheet1={"A1": "项目", "B1": "数", "A2": "甲", "B2": "=1+1"}))
    (table,) = structured(raw).tables
    assert read_number(table.rows[0].cells[1].text) is None


def test_a_table_without_a_title_has_the_name_of_its_sheet() -> None:
    table: Values = {"A1": "项目", "B1": "数", "A2": "甲", "B2": 1}
    workbook = book(部门支出表=table, Sheet2=table, 工作表3=table)
    titles = [table.title and table.title.string for table in structured(read(workbook)).tables]
    assert titles == ["部门支出表", None, None]


def test_the_lines_of_a_text_are_paragraphs_and_set_apart_is_what_looks_like_a_title() -> None:
    workbook = book(
        情况说明={"A1": "某某局2019年部门预算说明", "A2": "一、职责\n承担有关工作。", "A3": "二、机构"}
    )
    workbook["情况说明"]["A1"].alignment = Alignment(horizontal="center")
    workbook["情况说明"]["A3"].font = Font(bold=True)
    raw = read(workbook)
    assert outline(raw) == ["某某局2019年部门预算说明", "一、职责", "承担有关工作。", "二、机构"]
    assert [block.display for block in raw.blocks if isinstance(block, RawLine)] == [True, None, None, True]


SMALL: Values = {"A1": "甲", "B1": 1.5}


def _small() -> bytes:
    workbook = book(Sheet1=SMALL)
    workbook["Sheet1"]["B1"].number_format = "0.00"
    return saved(workbook)


_TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        pytest.param("xl/styles.xml", '<family val="2"', '<family val="34"', id="an odd font family"),
        pytest.param("xl/styles.xml", "<fills", "<fills><fill/></fills><fills", id="a blank fill"),
        pytest.param("docProps/core.xml", "T", " ", id="a date among the properties that is none"),
        pytest.param("xl/worksheets/sheet1.xml", _TRANSITIONAL, _STRICT, id="Strict Open XML"),
        pytest.param("xl/worksheets/sheet1.xml", ' r="B1"', "", id="no addresses"),
    ],
)
def test_what_excel_opens_is_read(part: str, old: str, new: str) -> None:
    assert outline(read_bytes(edited(_small(), part, (old, new)), "a.xlsx")) == [[["甲", "1.50"]]]


def test_cells_far_apart_are_read_at_once() -> None:
    workbook = book(Sheet1={})
    for at in range(20):
        workbook["Sheet1"].cell(2**20 - 50_000 * at, 2**14 - 500 * at).value = at + 1
    data = edited(saved(workbook), "xl/worksheets/sheet1.xml", (
        "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFC1000"/></mergeCells>'
    ))  # fmt: skip
    assert outline(read_bytes(data, "a.xlsx")) == [str(at) for at in range(20, 0, -1)]


def _with_rows(rows: str) -> bytes:
    return edited(_small(), "xl/worksheets/sheet1.xml", ("</sheetData>", f"{rows}</sheetData>"))


def _without_end(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def _encrypted_package() -> bytes:
    """The container of an encrypted .xlsx: an OLE file with a stream EncryptedPackage."""
    old, new = ("Workbook\0".encode("utf-16-le"), "EncryptedPackage\0".encode("utf-16-le"))
    data = bytearray(_xls(lambda sheet: sheet.write(0, 0, "甲")))
    at = data.index(old)
    data[at : at + len(new)] = new
    data[at + 64 : at + 66] = struct.pack("<H", len(new))
    return bytes(data)


def _encrypted_xls() -> bytes:
    workbook = xlwt.Workbook()
    workbook.add_sheet("a")
    stream = workbook.get_biff_data()
    end = 4 + struct.unpack_from("<H", stream, 2)[0]
    filepass = struct.pack("<HHHHH", 0x2F, 6, 0, 0x1234, 0x5678)
    buffer = io.BytesIO()
    XlsDoc().save(buffer, stream[:end] + filepass + stream[end:])
    return buffer.getvalue()


def _encrypted_zip() -> bytes:
    data = bytearray(_small())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            data[info.header_offset + 6] |= 1
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(data)


def _far_apart(row: int) -> str:
    """A cell in the first column and one in a column of its own."""
    return f'<row><c r="{address(row, 0)}"><v>1</v></c><c r="{address(row, row)}"><v>1</v></c></row>'


_ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut.xlsx": (lambda: _without_end(_small()), "已损坏"),
    "cut.xls": (lambda: _without_end(_xls(lambda sheet: sheet.write(0, 0, "甲"))), "已损坏"),
    "no-cell.xlsx": (lambda: _with_rows('<row r="2"><c r="ZZZZ1"><v>1</v></c></row>'), "已损坏"),
    "no-string.xlsx": (lambda: _with_rows('<row r="2"><c t="s"><v>99</v></c></row>'), "已损坏"),
    "no-xml.xlsx": (lambda: _with_rows("<row>"), "已损坏"),
    "entities.xlsx": (lambda: edited(_small(), "xl/worksheets/sheet1.xml", ("<worksheet", _ENTITIES)), "DTD"),
    "bomb.xlsx": (lambda: _with_rows(" " * 30_000_000), "倍数达 "),
    "encrypted.xlsx": (_encrypted_package, "已加密"),
    "encrypted-zip.xlsx": (_encrypted_zip, "已加密"),
    "encrypted.xls": (_encrypted_xls, "已加密"),
    "blank.xlsx": (lambda: saved(book(a={})), "没有可见的内容"),
    "wide.xlsx": (lambda: _with_rows("".join(_far_apart(row) for row in range(1, 1500))), "单元格数达 "),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_workbook_that_cannot_be_read_gives_one_sentence(name: str) -> None:
    made, words = BAD[name]
    with pytest.raises(SubmissionError, match=words) as caught:
        read_bytes(made(), name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_a_sheet_has_so_many_filled_cells_and_no_more(name: str) -> None:
    data = (
        _small() if name == "a.xlsx" else _xls(lambda sheet: (sheet.write(0, 0, "甲"), sheet.write(0, 1, 1)))
    )
    with in_force({Limit.CELLS: 2}):
        read_bytes(data, name)
    with in_force({Limit.CELLS: 1}), pytest.raises(SubmissionError, match="单元格数达 2，超过上限 1"):
        read_bytes(data, name)


def _xls(write: Callable[[xlwt.Worksheet], object], hidden: bool = False) -> bytes:
    workbook = xlwt.Workbook()
    write(workbook.add_sheet("收入"))
    if hidden:
        sheet = workbook.add_sheet("隐藏")
        sheet.write(0, 0, "码")
        sheet.visibility = 1
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_an_old_workbook_is_read_with_its_formats_and_without_what_is_hidden() -> None:
    def write(sheet: xlwt.Worksheet) -> None:
        sheet.write_merge(0, 0, 0, 3, "部门收入预算表", xlwt.easyxf("align: horiz center"))
        sheet.write(1, 3, "单位：万元")
        for column, label in enumerate(("项目", "码", "金额", "占比")):
            sheet.write(2, column, label)
        for row in (3, 4):
            sheet.write(row, 0, f"第{row}项")
            sheet.write(row, 1, "x")
            sheet.write(row, 2, 1108.0, xlwt.easyxf(num_format_str="#,##0.00"))
            sheet.write(row, 3, 0.1234, xlwt.easyxf(num_format_str="0.00%"))
        sheet.write(5, 0, True)
        sheet.write(5, 2, datetime(2019, 1, 1), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
        sheet.write(5, 3, 0.1)
        sheet.row(4).hidden = True
        sheet.col(1).hidden = True

    raw = read_bytes(_xls(write, hidden=True), "a.xls")
    assert outline(raw) == [
        "部门收入预算表",
        "单位：万元",
        [["项目", "金额", "占比"], ["第3项", "1,108.00", "12.34%"], ["TRUE", "2019年1月1日", "0.1"]],
    ]
    assert raw.media_type == "application/vnd.ms-excel"
    assert [cell and cell.place.spot for cell in raw.blocks[2].rows[1]] == ["收入!A4", "收入!C4", "收入!D4"]  # type: ignore[union-attr]


# --- the sample submission as a workbook


@dataclass(frozen=True)
class SampleCell:
    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1

    @property
    def number(self) -> Decimal | None:
        return read_number(self.text)

    @property
    def code(self) -> str:
        decimals = len(self.text.partition(".")[2])
        return "0." + "0" * decimals if decimals else "0"


def sample_sheets(document: Document) -> dict[str, list[SampleCell]]:
    """A sheet with the text, a paragraph a row, and one for each table: title, code and name, unit, table."""
    texts: list[str] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            listed = block.entries if isinstance(block, Contents) else [block.text]
            texts.extend(text.string for text in listed)
    sheets = {"情况说明": [SampleCell(row, 0, text) for row, text in enumerate(texts)]}
    for number, table in enumerate(document.tables):
        captions = list(dict.fromkeys(caption.string for caption in table.captions))
        cells = [SampleCell(row, 0, text, columns=len(table.columns)) for row, text in enumerate(captions)]
        cells += header_cells(table.columns, len(captions))
        top = len(captions) + max(len(column.path) for column in table.columns)
        for row, line in enumerate(table.rows, start=top):
            cells += [SampleCell(row, at, cell.text) for at, cell in enumerate(line.cells) if cell.text]
        sheets[f"表{number + 1}"] = cells
    return sheets


def header_cells(columns: Sequence[Column], top: int) -> Iterable[SampleCell]:
    """The labels of the paths, merged over the columns that share them and down to the first row of data."""
    depth = max(len(column.path) for column in columns)
    for level in range(depth):
        at = 0
        while at < len(columns):
            path, end = columns[at].path[: level + 1], at + 1
            inner = len(columns[at].path) > level + 1
            while inner and end < len(columns) and columns[end].path[:-1][: level + 1] == path:
                end += 1
            if len(columns[at].path) > level:
                yield SampleCell(top + level, at, path[-1], 1 if inner else depth - level, end - at)
            at = end


def as_xlsx(sheets: Mapping[str, Sequence[SampleCell]]) -> bytes:
    workbook = book(**{name: {} for name in sheets})
    for name, cells in sheets.items():
        sheet = workbook[name]
        for cell in cells:
            made = sheet.cell(cell.row + 1, cell.column + 1)
            made.value = cell.text if cell.number is None else cell.number
            made.number_format = "General" if cell.number is None else cell.code
            if cell.rows * cell.columns > 1:
                sheet.merge_cells(
                    start_row=cell.row + 1, end_row=cell.row + cell.rows,
                    start_column=cell.column + 1, end_column=cell.column + cell.columns,
                )  # fmt: skip
    return saved(workbook)


def as_xls(sheets: Mapping[str, Sequence[SampleCell]]) -> bytes:
    workbook = xlwt.Workbook()
    styles: dict[str, xlwt.XFStyle] = {}
    for name, cells in sheets.items():
        sheet = workbook.add_sheet(name)
        for cell in cells:
            code = "General" if cell.number is None else cell.code
            style = styles.setdefault(code, xlwt.easyxf(num_format_str=code))
            bottom, right = cell.row + cell.rows - 1, cell.column + cell.columns - 1
            value = cell.text if cell.number is None else cell.number
            sheet.write_merge(cell.row, bottom, cell.column, right, value, style)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("name", "made"), [("sample.xlsx", as_xlsx), ("sample.xls", as_xls)])
def test_the_sample_as_a_workbook_says_the_same_as_the_text(
    name: str, made: Callable[[Mapping[str, Sequence[SampleCell]]], bytes]
) -> None:
    text = structured(read_file(SAMPLE))
    sheets = structured(read_bytes(made(sample_sheets(text)), name))
    assert [said(table) for table in sheets.tables] == [said(table) for table in text.tables]
    assert figures(sheets) == figures(text)
    assert outcomes(sheets) == outcomes(text)


def said(table: Table) -> tuple[object, ...]:
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    return (
        table.title and table.title.string,
        {piece.unit for piece in table.pieces},
        [c.path for c in table.columns],
        rows,
    )


def figures(document: Document) -> Counter[tuple[str, ...]]:
    return Counter(
        (figure.text, str(figure.amount), str(figure.amount.step), figure.table, figure.row, figure.column)
        for figure in facts_of(document).figures.values()
    )


def outcomes(document: Document) -> set[tuple[str, str, str]]:
    found = evaluate(Library().load(PACK), facts_of(document))
    return {(outcome.rule, outcome.subject, outcome.kind.value) for outcome in found}


# --- sheets stay apart

TABLE: Values = {"A1": "项目", "B1": "数", "A2": "甲", "B2": 1}
UNIT_AND_TABLE: Values = {"B1": "单位：万元", "A2": "项目", "B2": "数", "A3": "甲", "B3": 1}


def test_tables_without_a_title_on_two_sheets_are_two() -> None:
    tables = structured(read(book(Sheet1=TABLE, Sheet2=TABLE))).tables
    assert [table.place.spot for table in tables] == ["Sheet1!A1:B2", "Sheet2!A1:B2"]


def test_tables_with_a_unit_and_no_title_on_two_sheets_are_two() -> None:
    assert len(structured(read(book(Sheet1=UNIT_AND_TABLE, Sheet2=UNIT_AND_TABLE))).tables) == 2


def test_tables_of_two_units_with_one_title_are_two() -> None:
    titled: Values = {"A1": "收入预算表", "A2": "项目", "B2": "数", "A3": "甲", "B3": 1}
    assert len(structured(read(book(局机关=titled, 下属单位=titled))).tables) == 2


def test_the_last_line_of_a_sheet_is_no_caption_on_the_next() -> None:
    (table,) = structured(read(book(说明={"A1": "某某局说明", "A2": "没有其他事项"}, Sheet2=TABLE))).tables
    assert table.captions == ()


def test_the_number_of_a_form_is_no_title() -> None:
    captions = {"A1": "收入决算表", "B2": "公开02表", "A3": "部门：某某局", "B3": "单位：万元"}
    workbook = book(Sheet1={**captions, "A4": "项目", "B4": "数", "A5": "甲", "B5": 1})
    (table,) = structured(read(workbook)).tables
    assert table.title is not None
    assert table.title.string == "收入决算表"
