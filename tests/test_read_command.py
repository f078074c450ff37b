"""`checker read`: what was read of a submission, on the terminal, as JSON, as a workbook, as a picture."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from PIL import Image
from rich.cells import cell_len

from checker.cli import app
from checker.facts import facts_of
from checker.model.errors import UsageError
from checker.readers import read_file
from checker.readout import picture
from checker.structure import structured
from tests.scans import scanned
from tests.small import facts
from tests.traps.reading import TRAPS

SAMPLE = Path(__file__).resolve().parent.parent / "examples" / "sample-budget-2019.pdf"
GIVEN = """\
某某局 2024 年部门预算
一、收支情况
收入5.00万元。
二、清单
支出表
单位：万元
项目	人员经费	公用经费	资本性支出	其他支出	上年结转	本年合计
办公楼维修养护和物业管理项目	12345678.90	1.00	2.00	3.00	4.00	12345688.90
合计	12345678.90	1.00	2.00	3.00	4.00	12345688.90
注：本表单位为万元。
注：不含补助。
"""


def read(tmp_path: Path, *arguments: str, given: str = GIVEN, width: int = 120) -> Result:
    (tmp_path / "a.txt").write_text(given, encoding="utf-8")
    return CliRunner(env={"COLUMNS": str(width)}).invoke(
        app, ["read", str(tmp_path / "a.txt"), *arguments], catch_exceptions=True
    )


# --- on the terminal ---


@pytest.mark.parametrize(
    ("language", "kind", "level"),
    [("zh", "种类: 部门预算", "级次: 部门"), ("en", "kind: budget", "level: department")],
)
def test_the_document_is_named_in_words(tmp_path: Path, language: str, kind: str, level: str) -> None:
    lines = read(tmp_path, "--lang", language).output.splitlines()
    assert any(line.startswith(kind) for line in lines)
    assert any(line.startswith(level) for line in lines)


def test_the_outline_stands_with_its_places(tmp_path: Path) -> None:
    output = read(tmp_path).output
    assert "一、收支情况  第 2 行" in output
    assert "支出表 （万元） 第 7 行" in output
    assert "个数" in output.splitlines()[-1]


def test_every_note_of_a_table_is_shown(tmp_path: Path) -> None:
    output = read(tmp_path).output
    assert "注：本表单位为万元。" in output
    assert "注：不含补助。" in output


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_figure_is_never_broken_and_what_has_no_room_is_named(tmp_path: Path, width: int) -> None:
    lines = read(tmp_path, width=width).output.splitlines()
    rows = [line for line in lines if line.startswith(("│", "┃"))]
    shown = [
        cell.strip() for line in rows if line.startswith("│ 合计") for cell in line.strip("│┃").split("│")
    ]
    assert shown[:2] == ["合计", "12345678.90"]
    assert all(cell_len(line) <= width for line in rows)
    left = [line for line in lines if "栏放不下" in line]
    assert ("本年合计" in left[0] and "--format xlsx" in left[0]) if len(shown) < 7 else not left


def test_a_narrow_terminal_sets_words_narrower_before_it_leaves_columns_out(tmp_path: Path) -> None:
    assert "栏放不下" not in read(tmp_path, width=100).output


# --- as data ---


def test_as_json_every_block_and_figure_has_its_place(tmp_path: Path) -> None:
    result = read(tmp_path, "--format", "json", "-o", str(tmp_path / "a.json"))
    assert result.exit_code == 0
    loaded: dict[str, Any] = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert loaded["format"] == "checker-read/1"
    assert loaded["identity"]["kind"]["value"] == "budget"
    assert loaded["submission"]["unread_pages"] == loaded["submission"]["recognised_pages"] == []
    (table,) = [block for block in loaded["blocks"] if block["kind"] == "table"]
    assert table["rows"][1]["cells"][:2] == ["合计", "12345678.90"]
    assert table["rows"][1]["places"][0]["line"] == 9
    (income,) = [figure for figure in loaded["figures"] if figure["text"] == "5.00万元"]
    assert (income["value"], income["unit"], income["step"]) == ("5.00", "万元", "0.01")
    assert (income["place"]["line"], income["place"]["confidence"]) == (3, None)


def test_as_a_workbook_each_table_is_a_sheet_and_figures_are_numbers_as_printed(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    given = GIVEN.replace("办公楼维修", "=1+1维修")
    assert read(tmp_path, "--format", "xlsx", "-o", str(target), given=given).exit_code == 0
    book = load_workbook(target)
    assert book.sheetnames == ["目录与文字", "1 支出表"]
    sheet = book["1 支出表"]
    assert [cell.value for cell in sheet[2]][:3] == ["位置", "项目", "人员经费"]
    assert (sheet["A4"].value, sheet["B4"].value, sheet["C4"].value) == ("第 9 行", "合计", 12345678.90)
    assert sheet["C4"].number_format == "0.00"
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1维修养护和物业管理项目", "s")


# --- as a picture ---

COLOURS = {
    "cell": picture._CELL,
    "header": picture._HEADER,
    "figure": picture._FIGURE,
    "heading": picture._HEADING,
}


def test_a_page_is_shown_with_everything_that_was_read_in_boxes(tmp_path: Path) -> None:
    target = tmp_path / "page.png"
    result = CliRunner().invoke(app, ["read", str(SAMPLE), "--page", "10", "-o", str(target)])
    assert result.exit_code == 0
    assert "红 数" in result.output
    with Image.open(target) as image, pypdfium2.PdfDocument(SAMPLE) as pdf:
        assert image.size == tuple(round(2 * edge) for edge in pdf[9].get_size())
        data = image.convert("RGB").tobytes()
    pixels = Counter(zip(data[::3], data[1::3], data[2::3], strict=True))
    for name, colour in COLOURS.items():
        near = sum(
            n
            for pixel, n in pixels.items()
            if sum(abs(a - b) for a, b in zip(pixel, colour, strict=True)) < 40
        )
        assert near > 400, name


def test_every_box_is_drawn_once_and_a_cell_with_a_figure_as_a_figure() -> None:
    given = facts_of(structured(read_file(SAMPLE)))
    boxes = list(picture._boxes(given, 8))
    assert len({box for box, _, _ in boxes}) == len(boxes)
    figures = {figure.place.box for figure in given.figures.values() if figure.place.page == 8}
    assert {box for box, colour, _ in boxes if colour == picture._FIGURE} == figures


@pytest.mark.parametrize("page", [0, 12, -1])
def test_a_page_that_there_is_not_is_told_with_how_many_there_are(page: int) -> None:
    with pytest.raises(UsageError, match=rf"没有第 {page} 页，共 11 页 / no page {page} of 11"):
        CliRunner().invoke(app, ["read", str(SAMPLE), f"--page={page}"], catch_exceptions=False)


def test_a_format_without_pages_says_what_to_use_instead() -> None:
    with pytest.raises(
        UsageError, match="only a PDF has pages to show; look at other formats with --format xlsx"
    ):
        picture.write(facts(GIVEN), Path("a.txt"), 1)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--page", "1", "--format", "json"), "takes no --format"),
        (("-o", "a.out"), "add --format json or xlsx"),
    ],
)
def test_a_wrong_call_of_read_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    result = read(tmp_path, *arguments)
    assert isinstance(result.exception, UsageError)
    assert sentence in str(result.exception)


def test_pages_without_text_layer_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.layout.ocr.installed", lambda: False)
    (tmp_path / "scan.pdf").write_bytes(scanned(SAMPLE, [1], 40))
    result = CliRunner().invoke(app, ["read", str(tmp_path / "scan.pdf")])
    assert "第 1 页没有文字层" in result.output
    assert "disclosure-checker[ocr]" in result.output


def test_a_page_damaged_in_its_middle_is_named() -> None:
    result = CliRunner().invoke(app, ["read", str(TRAPS / "a-page-damaged-in-its-middle.pdf")])
    assert result.exit_code == 0
    assert "第 2 页没有文字层或已损坏" in result.output
