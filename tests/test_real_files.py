"""What is read of real files: their tables, and cells equal to pdfplumber's. Skips without ../shared."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

import pdfplumber
import pytest

from checker.facts import facts_of
from checker.model.document import Document
from checker.model.figure import Facts
from checker.model.raw import RawBreak, RawGrid
from checker.model.text import normalise
from checker.readers import read_file
from checker.structure import structured

SUBMISSIONS = Path(__file__).resolve().parent.parent.parent / "shared" / "submissions"
FILES = (
    "budget-gov-office-dept-2025.pdf",
    "budget-wanli-2024.pdf",
    "budget-wanli-2025.pdf",
    "final-finance-2024.pdf",
    "final-socialwork-2024.pdf",
    "final-template.pdf",
    "seed-shijiazhuang-2019.pdf",
)
pytestmark = pytest.mark.skipif(not SUBMISSIONS.is_dir(), reason="the real files are not part of the project")


@cache
def facts(name: str) -> Facts:
    return facts_of(structured(read_file(SUBMISSIONS / name)))


def document(name: str) -> Document:
    return facts(name).document


TABLES: dict[str, list[tuple[str, str, int, int, str, int, int]]] = {
    "budget-gov-office-dept-2025.pdf": [
        ("2025年部门财务收支预算总表", "本年收入", 8, 8, "元", 2, 8),
        ("2025年部门财务收支预算总表", "本年支出", 8, 8, "元", 2, 5),
        ("2025年部门收入预算总表", "", 9, 10, "元", 7, 21),
        ("2025年部门支出预算总表", "", 11, 12, "元", 5, 21),
        ("2025年部门财政拨款收支预算总表", "财政拨款收入", 13, 13, "元", 2, 4),
        ("2025年部门财政拨款收支预算总表", "财政拨款支出", 13, 13, "元", 5, 5),
        ("2025年部门一般公共预算支出功能分类预算表", "", 14, 15, "元", 5, 21),
        ("2025年部门政府性基金预算支出功能分类预算表", "", 16, 16, "元", 5, 1),
        ("2025年部门国有资本经营预算支出功能分类预算表", "", 17, 17, "元", 5, 1),
        ("2025年部门一般公共预算基本支出部门预算经济分类预算表", "", 18, 19, "元", 5, 30),
        ("2025年部门“三公”经费和机关运行经费预算表", "", 20, 20, "万元", 7, 1),
    ],
    "budget-wanli-2024.pdf": [
        ("2024年部门财务收支预算总表", "本年收入", 10, 10, "元", 2, 8),
        ("2024年部门财务收支预算总表", "本年支出", 10, 10, "元", 2, 10),
        ("2024年部门收入预算总表", "", 11, 15, "元", 7, 67),
        ("2024年部门支出预算总表", "", 16, 20, "元", 5, 67),
        ("2024年部门财政拨款收支预算总表", "财政拨款收入", 21, 21, "元", 2, 4),
        ("2024年部门财政拨款收支预算总表", "财政拨款支出", 21, 21, "元", 5, 10),
        ("2024年部门一般公共预算支出功能分类预算表", "", 22, 26, "元", 5, 67),
        ("2024年部门政府性基金预算支出功能分类预算表", "", 27, 27, "元", 5, 1),
        ("2024年部门国有资本经营预算支出功能分类预算表", "", 28, 28, "元", 5, 1),
        ("2024年部门一般公共预算基本支出部门预算经济分类预算表", "", 29, 30, "元", 5, 32),
        ("部门“三公”经费和机关运行经费预算表", "", 31, 31, "万元", 7, 1),
    ],
    "budget-wanli-2025.pdf": [
        ("2025年部门财务收支预算总表", "本年收入", 9, 9, "元", 2, 8),
        ("2025年部门财务收支预算总表", "本年支出", 9, 9, "元", 2, 10),
        ("2025年部门收入预算总表", "", 10, 13, "元", 7, 67),
        ("2025年部门支出预算总表", "", 14, 18, "元", 5, 67),
        ("2025年部门财政拨款收支预算总表", "财政拨款收入", 19, 19, "元", 2, 4),
        ("2025年部门财政拨款收支预算总表", "财政拨款支出", 19, 19, "元", 5, 10),
        ("2025年部门一般公共预算支出功能分类预算表", "", 20, 24, "元", 5, 67),
        ("2025年部门政府性基金预算支出功能分类预算表", "", 25, 25, "元", 5, 1),
        ("2025年部门国有资本经营预算支出功能分类预算表", "", 26, 26, "元", 5, 1),
        ("2025年部门一般公共预算基本支出部门预算经济分类预算表", "", 27, 28, "元", 5, 32),
        ("2025年部门“三公”经费和机关运行经费预算表", "", 29, 29, "万元", 7, 1),
    ],
    "final-finance-2024.pdf": [
        ("", "", 5, 5, "", 3, 3),
        ("收入支出决算总表", "收入", 6, 7, "万元", 2, 12),
        ("收入支出决算总表", "支出", 6, 7, "万元", 2, 30),
        ("收入决算表", "", 8, 9, "万元", 9, 20),
        ("支出决算表", "", 10, 11, "万元", 8, 20),
        ("财政拨款收入支出决算总表", "收入", 12, 13, "万元", 2, 9),
        ("财政拨款收入支出决算总表", "支出", 12, 13, "万元", 5, 29),
        ("一般公共预算财政拨款支出决算表", "", 15, 15, "万元", 5, 20),
        ("一般公共预算财政拨款基本支出决算表", "", 16, 17, "万元", 3, 66),
        ("财政拨款“三公”经费支出决算表", "", 18, 18, "万元", 12, 1),
        ("政府性基金预算财政拨款收入支出决算表", "", 19, 19, "万元", 8, 1),
        ("国有资本经营预算财政拨款收入支出决算表", "", 20, 20, "万元", 8, 1),
    ],
    "final-socialwork-2024.pdf": [
        ("", "", 4, 4, "", 3, 2),
        ("收入支出决算总表", "收入", 5, 5, "万元", 2, 12),
        ("收入支出决算总表", "支出", 5, 5, "万元", 2, 30),
        ("收入决算表", "", 6, 7, "万元", 9, 18),
        ("支出决算表", "", 8, 9, "万元", 8, 18),
        ("财政拨款收入支出决算总表", "收入", 10, 11, "万元", 2, 9),
        ("财政拨款收入支出决算总表", "支出", 10, 11, "万元", 5, 29),
        ("一般公共预算财政拨款支出决算表", "", 12, 12, "万元", 5, 18),
        ("一般公共预算财政拨款基本支出决算表", "", 13, 13, "万元", 3, 67),
        ("财政拨款“三公”经费支出决算表", "", 14, 14, "万元", 12, 0),
        ("政府性基金预算财政拨款收入支出决算表", "", 15, 15, "万元", 8, 1),
        ("国有资本经营预算财政拨款收入支出决算表", "", 16, 16, "万元", 8, 1),
    ],
    "final-template.pdf": [
        ("", "", 4, 4, "", 3, 8),
        ("收入支出决算总表", "收入", 5, 5, "万元", 2, 12),
        ("收入支出决算总表", "支出", 5, 5, "万元", 2, 28),
        ("收入决算表", "", 6, 6, "万元", 9, 8),
        ("支出决算表", "", 7, 7, "万元", 8, 8),
        ("财政拨款收入支出决算总表", "收入", 8, 9, "万元", 2, 9),
        ("财政拨款收入支出决算总表", "支出", 8, 9, "万元", 5, 27),
        ("一般公共预算财政拨款支出决算表", "", 10, 10, "万元", 5, 8),
        ("一般公共预算财政拨款基本支出决算表", "", 11, 11, "万元", 3, 67),
        ("财政拨款“三公”经费支出决算表", "", 12, 12, "万元", 12, 0),
        ("政府性基金预算财政拨款收入支出决算表", "", 13, 13, "万元", 8, 1),
        ("国有资本经营预算财政拨款收入支出决算表", "", 14, 14, "万元", 8, 1),
    ],
    "seed-shijiazhuang-2019.pdf": [
        ("部门机构设置情况", "", 2, 2, "", 4, 1),
        ("部门职责-工作活动绩效目标", "", 3, 9, "万元", 9, 15),
        ("部门政府采购预算", "", 9, 12, "万元", 14, 33),
        ("石家庄市市直部门固定资产占用情况表", "", 12, 12, "", 3, 6),
    ],
}
"""Title, list of a grid with several, first and last page, unit, columns, rows."""


@pytest.mark.parametrize("name", FILES)
def test_every_table_is_found_with_title_pages_unit_columns_and_rows(name: str) -> None:
    found = [
        (
            table.title.string if table.title else "",
            table.part,
            table.pieces[0].place.page,
            table.pieces[-1].place.page,
            next((piece.unit.name for piece in table.pieces if piece.unit), ""),
            len(table.columns),
            len(table.rows),
        )
        for table in document(name).tables
    ]
    assert found == TABLES[name]


@pytest.mark.parametrize("name", FILES)
def test_every_cell_equals_that_of_pdfplumber(name: str) -> None:
    """Where pdfplumber finds a table, ours has the same cells with the same words."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    ours: dict[int, list[RawGrid]] = {}
    page = 1
    for block in read_file(SUBMISSIONS / name).blocks:
        if isinstance(block, RawBreak):
            page = block.page + 1
        elif isinstance(block, RawGrid):
            ours.setdefault(page, []).append(block)
    compared = 0
    with pdfplumber.open(SUBMISSIONS / name) as pdf:
        for page_ in pdf.pages:
            theirs = [table for table in page_.find_tables() if len(table.cells) > 1]
            grids = ours.get(page_.page_number, [])
            for table in theirs:
                words = [
                    [None if cell is None else normalise(cell).string for cell in row]
                    for row in table.extract()
                ]
                if not any(any(row) for row in words):
                    continue  # a frame without words
                grid = next(g for g in grids if g.place.box and _near(g.place.box, table.bbox))
                read = [[None if c is None else normalise(c.text).string for c in row] for row in grid.rows]
                assert read == words, f"page {page_.page_number}"
                compared += sum(cell is not None for row in read for cell in row)
            page_.close()
    assert compared > 100


def _near(left: tuple[float, ...], right: tuple[float, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(left, right, strict=True)) < 8


IDENTITIES = {
    "budget-gov-office-dept-2025.pdf": ("上海市普陀区人民政府办公室", 2025, "budget", "department"),
    "budget-wanli-2024.pdf": ("上海市普陀区人民政府万里街道办事处", 2024, "budget", "department"),
    "budget-wanli-2025.pdf": ("上海市普陀区人民政府万里街道办事处", 2025, "budget", "department"),
    "final-finance-2024.pdf": ("上海市普陀区财政局", 2024, "final-accounts", "department"),
    "final-socialwork-2024.pdf": ("中共上海市普陀区委社会工作部", 2024, "final-accounts", "department"),
    "seed-shijiazhuang-2019.pdf": ("石家庄市人民政府办公厅", 2019, "budget", "department"),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_the_document_says_what_it_is(name: str) -> None:
    identity = facts(name).identity
    assert identity.entity is not None
    assert identity.fiscal_year is not None
    assert identity.kind is not None
    assert identity.level is not None
    said = (identity.entity.value, identity.fiscal_year.value, identity.kind.value, identity.level.value)
    assert said == IDENTITIES[name]
