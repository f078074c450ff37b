"""Small documents in the shapes that other bodies publish: web pages, Word files, workbooks, texts.

Each is read as a whole and compared with an outline: headings with their levels, tables with title, unit,
columns, rows and notes. Names and figures are made up.
"""

from __future__ import annotations

import io

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import Workbook

from checker.facts import facts_of
from checker.model.document import Contents, Document, Heading, Table
from checker.readers import read_bytes
from checker.structure import structured


def read(data: str | bytes, name: str) -> Document:
    return structured(read_bytes(data.encode() if isinstance(data, str) else data, name))


def outline(document: Document) -> list[str]:
    """A line for each heading, paragraph, table, row and note."""
    found: list[str] = []
    for block in document.blocks:
        match block:
            case Heading():
                found.append(f"{'#' * block.level or '='} {block.title}")
            case Table():
                unit = next((piece.unit.name for piece in block.pieces if piece.unit), "-")
                title = block.title.string if block.title else "-"
                found.append(
                    f"[{title}] {block.part or '-'} {unit}: " + " | ".join(c.label for c in block.columns)
                )
                found += ["| " + " | ".join(cell.text for cell in row.cells) for row in block.rows]
                found += [note.string for note in block.notes]
            case Contents():
                found.append(f"({len(block.entries)} lines of contents)")
            case _:
                found.append(block.text.string)
    return found


def test_final_accounts_as_text_with_form_numbers_and_numbers_of_rows_and_columns() -> None:
    submission = """\
某某县教育局2023年度部门决算公开
目录
第一部分 部门概况
一、主要职责
第二部分 2023年度部门决算表
第三部分 2023年度部门决算情况说明
第一部分 部门概况
一、主要职责
负责全县教育工作。
第二部分 2023年度部门决算表
收入支出决算总表
公开01表
公开部门：某某县教育局\t金额单位：万元
收入\t\t\t支出\t\t
项目\t行次\t金额\t项目\t行次\t金额
栏次\t\t1\t栏次\t\t2
一、一般公共预算财政拨款收入\t1\t100.00\t五、教育支出\t36\t105.00
本年收入合计\t27\t105.00\t本年支出合计\t58\t105.00
总  计\t31\t107.00\t总  计\t62\t107.00
注：1.本表反映总收支。
2.金额单位转换时可能有尾差。

一、收入决算表
公开02表
部门：某某县教育局\t单位：万元
项目\t\t本年收入合计\t财政拨款收入\t其他收入
功能分类科目编码\t科目名称\t\t\t
栏次\t\t1\t2\t3
合计\t\t105.00\t100.00\t5.00
205\t教育支出\t105.00\t100.00\t5.00
第三部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
2023年度收、支总计107.00万元。
（一）收入决算情况
本年收入合计105.00万元。
"""
    assert outline(read(submission, "a.txt")) == [
        "= 某某县教育局2023年度部门决算公开",
        "(5 lines of contents)",
        "# 部门概况",
        "## 主要职责",
        "负责全县教育工作。",
        "# 2023年度部门决算表",
        "[收入支出决算总表] 收入 万元: 项目 | 行次 | 金额",
        "| 一、一般公共预算财政拨款收入 | 1 | 100.00",
        "| 本年收入合计 | 27 | 105.00",
        "| 总  计 | 31 | 107.00",
        "注：1.本表反映总收支。",
        "2.金额单位转换时可能有尾差。",
        "[收入支出决算总表] 支出 万元: 项目 | 行次 | 金额",
        "| 五、教育支出 | 36 | 105.00",
        "| 本年支出合计 | 58 | 105.00",
        "| 总  计 | 62 | 107.00",
        "注：1.本表反映总收支。",
        "2.金额单位转换时可能有尾差。",
        "## 收入决算表",
        "[收入决算表] - 万元: 项目 / 功能分类科目编码 | 项目 / 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入",
        "| 合计 |  | 105.00 | 100.00 | 5.00",
        "| 205 | 教育支出 | 105.00 | 100.00 | 5.00",
        "# 2023年度部门决算情况说明",
        "## 收入支出决算总体情况说明",
        "2023年度收、支总计107.00万元。",
        "### 收入决算情况",
        "本年收入合计105.00万元。",
    ]


def test_budget_tables_as_text_with_their_units_and_form_numbers() -> None:
    submission = """\
某某区某某街道办事处2024年部门预算公开说明
一、部门职责
负责辖区事务。
附表1：
部门收支总表
单位:元
收入\t金额\t支出\t金额
一般公共预算拨款收入\t100\t一般公共服务支出\t100
收入总计\t100\t支出总计\t100

预算01-1表
部门收入总表
部门名称：某某区某某街道办事处 单位：元
科目编码\t科目名称\t合  计\t一般公共预算\t政府性基金
合  计\t\t100\t100\t—
201\t一般公共服务支出\t100\t100\t-

附表3：财政拨款收支预算总表
货币单位：人民币万元
项目\t金额
本年收入\t0.01

部门公开表4
政府性基金预算支出表
金额单位：元（列至角分）
科目编码\t科目名称\t合计\t基本支出\t项目支出
说明：本部门无政府性基金收入，故本表为空。
"""
    assert outline(read(submission, "a.txt")) == [
        "= 某某区某某街道办事处2024年部门预算公开说明",
        "## 部门职责",
        "负责辖区事务。",
        "[部门收支总表] 收入 元: 收入 | 金额",
        "| 一般公共预算拨款收入 | 100",
        "| 收入总计 | 100",
        "[部门收支总表] 支出 元: 支出 | 金额",
        "| 一般公共服务支出 | 100",
        "| 支出总计 | 100",
        "[部门收入总表] - 元: 科目编码 | 科目名称 | 合  计 | 一般公共预算 | 政府性基金",
        "| 合  计 |  | 100 | 100 | —",
        "| 201 | 一般公共服务支出 | 100 | 100 | -",
        "[财政拨款收支预算总表] - 万元: 项目 | 金额",
        "| 本年收入 | 0.01",
        "[政府性基金预算支出表] - 元: 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出",
        "说明：本部门无政府性基金收入，故本表为空。",
    ]


def test_a_web_page_with_its_way_bold_headings_and_merged_headers() -> None:
    page = """\
<html><head><meta charset="utf-8"></head><body>
<div>首页 &gt; 信息公开</div>
<h1>某某县教育局2024年部门预算公开</h1>
<p align="center"><strong>第一部分 部门概况</strong></p>
<p><strong>一、主要职责</strong></p><p>负责全县教育工作。</p>
<p><b>机构情况</b></p><p>设<b>3个</b>股室。</p>
<p>附表1</p>
<p align="center">部门收支总表</p>
<table><tr><td colspan="4">部门：某某县教育局</td><td colspan="2">单位：万元</td></tr>
<tr><td colspan="2">收入</td><td colspan="4">支出</td></tr>
<tr><td rowspan="2">项目</td><td rowspan="2">预算数</td><td rowspan="2">项目</td><td colspan="3">预算数</td></tr>
<tr><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td>一、一般公共预算<br>拨款收入</td><td>100.00</td><td>一、教育支出</td><td>100.00</td><td>80.00</td><td>20.00</td></tr>
<tr><td>收入总计</td><td>100.00</td><td>支出总计</td><td>100.00</td><td>80.00</td><td>20.00</td></tr></table>
<p align="center">政府性基金预算支出表</p><p align="right">单位：元</p>
<table><tr><td>科目编码</td><td>科目名称</td><td>本年支出</td><td></td><td></td></tr>
<tr><td></td><td></td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td>合计</td><td></td><td>0</td><td>0</td><td>0</td></tr></table>
<p>备注：我单位无政府性基金预算支出，本表为空。</p>
</body></html>
"""
    assert outline(read(page, "a.html")) == [
        "首页 > 信息公开",
        "= 某某县教育局2024年部门预算公开",
        "# 部门概况",
        "## 主要职责",
        "负责全县教育工作。",
        "###### 机构情况",
        "设3个股室。",
        "[部门收支总表] 收入 万元: 项目 | 预算数",
        "| 一、一般公共预算拨款收入 | 100.00",
        "| 收入总计 | 100.00",
        "[部门收支总表] 支出 万元: 项目 | 预算数 / 合计 | 预算数 / 基本支出 | 预算数 / 项目支出",
        "| 一、教育支出 | 100.00 | 80.00 | 20.00",
        "| 支出总计 | 100.00 | 80.00 | 20.00",
        "[政府性基金预算支出表] - 元: 科目编码 | 科目名称 | 本年支出 / 合计 | 本年支出 / 基本支出 | 本年支出 / 项目支出",
        "| 合计 |  | 0 | 0 | 0",
        "备注：我单位无政府性基金预算支出，本表为空。",
    ]


def test_a_sheet_as_a_web_page_with_everything_inside_its_grid() -> None:
    page = """\
<html><head><meta charset="utf-8"></head><body><p>某某县教育局2022年部门预算公开</p>
<table><tr><td colspan=8>部门支出总表</td></tr>
<tr><td colspan=4>部门编码及名称：[301]某某县教育局</td><td colspan=4>预算公开03表  单位：万元</td></tr>
<tr><td colspan=3>功能分类科目</td><td rowspan=2>单位代码</td><td rowspan=2>科目名称（单位）</td><td rowspan=2>合计</td>
<td rowspan=2>基本<br>支出</td><td rowspan=2>项目<br>支出</td></tr>
<tr><td>类</td><td>款</td><td>项</td></tr>
<tr><td>**</td><td>**</td><td>**</td><td>**</td><td>**</td><td>1</td><td>2</td><td>3</td></tr>
<tr><td></td><td></td><td></td><td></td><td>合  计</td><td>1,234.50</td><td>1,000.00</td><td>234.50</td></tr>
<tr><td>205</td><td>01</td><td>01</td><td>301001</td><td>　行政运行</td><td>1,234.50</td><td>1,000.00</td><td>234.50</td></tr>
<tr><td colspan=8>说明：按经济分类另见。</td></tr></table></body></html>
"""
    document = read(page, "a.html")
    assert outline(document) == [
        "= 某某县教育局2022年部门预算公开",
        "[部门支出总表] - 万元: 功能分类科目 | 单位代码 | 科目名称（单位） | 合计 | 基本支出 | 项目支出",
        "|  |  | 合 计 | 1,234.50 | 1,000.00 | 234.50",
        "| 2050101 | 301001 | 行政运行 | 1,234.50 | 1,000.00 | 234.50",
        "说明：按经济分类另见。",
    ]


def test_a_word_file_with_a_cover_contents_and_bold_headings() -> None:
    file = docx.Document()

    def say(words: str, centred: bool = False, bold: bool = False) -> None:
        paragraph = file.add_paragraph()
        paragraph.add_run(words).bold = bold
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    for line in ("2023年度", "某某县教育局", "部门决算"):
        say(line, centred=True, bold=True)
    say("目  录", centred=True)
    for line in ("第一部分  部门概况", "一、主要职责", "第二部分  2023年度部门决算表"):
        say(line)
    say("第一部分  部门概况", centred=True, bold=True)
    say("一、主要职责", bold=True)
    say("贯彻执行教育法规。")
    say("机构情况", bold=True)
    say("本级设5个股室。")
    say("第二部分  2023年度部门决算表", centred=True, bold=True)
    say("收入支出决算总表", centred=True)
    say("公开01表")
    say("部门：某某县教育局                 金额单位：万元")
    rows = [
        ["收入", "", "", "支出", "", ""],
        ["项目", "行次", "金额", "项目", "行次", "金额"],
        ["栏次", "", "1", "栏次", "", "2"],
        ["一、财政拨款收入", "1", "5,234.00", "一、一般公共服务支出", "32", ""],
        ["总计", "31", "5,234.00", "总计", "62", "5,234.00"],
    ]
    table = file.add_table(rows=0, cols=6)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(0, 3).merge(table.cell(0, 5))
    say("注：1.本表反映总收支。")
    say("2.金额单位转换时可能有尾差。")
    buffer = io.BytesIO()
    file.save(buffer)
    notes = ["注：1.本表反映总收支。", "2.金额单位转换时可能有尾差。"]
    assert outline(read(buffer.getvalue(), "a.docx")) == [
        "= 2023年度",
        "= 某某县教育局",
        "= 部门决算",
        "(4 lines of contents)",
        "# 部门概况",
        "## 主要职责",
        "贯彻执行教育法规。",
        "###### 机构情况",
        "本级设5个股室。",
        "# 2023年度部门决算表",
        "[收入支出决算总表] 收入 万元: 项目 | 行次 | 金额",
        "| 一、财政拨款收入 | 1 | 5,234.00",
        "| 总计 | 31 | 5,234.00",
        *notes,
        "[收入支出决算总表] 支出 万元: 项目 | 行次 | 金额",
        "| 一、一般公共服务支出 | 32 | ",
        "| 总计 | 62 | 5,234.00",
        *notes,
    ]


def test_a_workbook_of_budget_tables() -> None:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    sheets: dict[str, list[list[object]]] = {
        "收支总表": [
            ["部门公开表1"],
            ["某某县教育局2024年部门收支总表"],
            ["部门名称：某某县教育局", None, None, "单位：万元"],
            ["收  入", None, "支  出", None],
            ["项  目", "预算数", "项  目", "预算数"],
            ["一、一般公共预算拨款收入", 5234, "一、教育支出", 5234],
            ["收  入  总  计", 5234, "支  出  总  计", 5234],
        ],
        "基金": [
            ["部门公开表8"],
            ["政府性基金预算支出表"],
            [None, None, None, None, "金额单位：万元"],
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            ["合计"],
            ["说明：本部门无政府性基金收入，故本表为空。"],
        ],
    }
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook["收支总表"].merge_cells("A2:D2")
    workbook["收支总表"].merge_cells("A4:B4")
    workbook["收支总表"].merge_cells("C4:D4")
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert outline(read(buffer.getvalue(), "a.xlsx")) == [
        "[某某县教育局2024年部门收支总表] 收  入 万元: 项  目 | 预算数",
        "| 一、一般公共预算拨款收入 | 5234",
        "| 收  入  总  计 | 5234",
        "[某某县教育局2024年部门收支总表] 支  出 万元: 项  目 | 预算数",
        "| 一、教育支出 | 5234",
        "| 支  出  总  计 | 5234",
        "[政府性基金预算支出表] - 万元: 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出",
        "| 合计 |  |  |  | ",
        "说明：本部门无政府性基金收入，故本表为空。",
    ]


def test_lists_of_staff_and_running_costs_and_headers_that_divide_them() -> None:
    submission = """\
某某县教育局2024年部门预算
一般公共预算基本支出表
单位：万元
人员经费\t\t\t公用经费\t\t
科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额
301\t工资福利支出\t10.00\t302\t商品和服务支出\t2.00
30101\t基本工资\t10.00\t30201\t办公费\t2.00
人员经费合计\t\t10.00\t公用经费合计\t\t2.00
"""
    assert outline(read(submission, "a.txt"))[1:] == [
        "[一般公共预算基本支出表] 人员经费 万元: 科目编码 | 科目名称 | 金额",
        "| 301 | 工资福利支出 | 10.00",
        "| 30101 | 基本工资 | 10.00",
        "| 人员经费合计 |  | 10.00",
        "[一般公共预算基本支出表] 公用经费 万元: 科目编码 | 科目名称 | 金额",
        "| 302 | 商品和服务支出 | 2.00",
        "| 30201 | 办公费 | 2.00",
        "| 公用经费合计 |  | 2.00",
    ]


def test_figures_keep_units_of_their_headers_signs_and_shares() -> None:
    submission = """\
某某县教育局2024年部门预算
资产和经费表
单位：万元
项目\t数量（辆）\t价值（万元）\t2024年预算数\t增减额\t增减率（%）
车辆\t3\t45.50\t8.50\t(1.50)\t-15.00
出国\t—\t/\t无\t-\t-15%
"""
    figures = facts_of(read(submission, "a.txt")).figures.values()
    assert [(figure.text, str(figure.amount)) for figure in figures] == [
        ("3", "3辆"),
        ("45.50", "45.50万元"),
        ("8.50", "8.50万元"),
        ("(1.50)", "-1.50万元"),
        ("-15.00", "-15.00%"),
        ("-15%", "-15%"),
    ]


def test_parts_in_lines_of_their_own_items_with_amounts_and_headings_with_full_stops() -> None:
    submission = """\
第一部分
某某县教育局概况
第二部分
2022年度部门决算情况说明
一、收入支出决算总体情况说明
2022年度收入总计10.00万元。
（一）财政拨款支出决算结构情况
（1）一般公共预算财政拨款收支情况
收支平衡。
2、住房（类）支出5.00万元
二、“三公”经费支出决算情况说明。
"""
    assert outline(read(submission, "a.txt")) == [
        "# 某某县教育局概况",
        "# 2022年度部门决算情况说明",
        "## 收入支出决算总体情况说明",
        "2022年度收入总计10.00万元。",
        "### 财政拨款支出决算结构情况",
        "##### 一般公共预算财政拨款收支情况",
        "收支平衡。",
        "2、住房（类）支出5.00万元",
        "## “三公”经费支出决算情况说明",
    ]


def test_what_a_page_shows_in_part_or_not_in_bold_is_no_heading() -> None:
    page = (
        "<html><body><p>说明。</p><p style='font-weight:bold'>机构情况</p><p><b>人员</b>情况</p>"
        "<b><p style='font-weight:400'>资产情况</p></b></body></html>"
    )
    assert outline(read(page, "a.html")) == ["说明。", "###### 机构情况", "人员情况", "资产情况"]
