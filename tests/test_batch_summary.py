"""What a batch ends with: the summary, the workbook, the columnar files, and who did not publish."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from checker.batch import roster
from checker.batch.summary import summarised
from checker.model.errors import RuleFileError
from tests.batches import batch, folder, lines
from tests.browser import needs_browser, opened

WRONG = """\
石家庄市{entity}2019年部门预算信息公开情况说明
一、收支预算
收入预算10.00万元，其中：财政拨款收入{part}.00万元，其他收入1.00万元。
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch of five submissions, one of which cannot be read, against a roster of four."""
    at = tmp_path_factory.mktemp("summary")
    for name, entity, part in (
        ("a", "财政局", 9),
        ("b", "财政局", 7),
        ("c", "教育局", 9),
        ("=d", "统计局", 5),
    ):
        text = WRONG.format(entity=entity, part=part)
        (folder(at / "in", []) / f"{name}.txt").parent.mkdir(exist_ok=True)
        (at / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    (at / "in" / "<b>e.pdf").write_bytes(b"%PDF-1.4")
    rows = (
        "单位名称,种类,年度,批复日期,公开日期",
        "石家庄市财政局,预算,2019,2019-02-01,2019-02-21",
        "石家庄市教育局,部门预算,2019,2019/2/1,2019年2月22日",
        "石家庄市教育厅,budget,2019,,",
        "石家庄市统计局,决算,2019,,",
    )
    (at / "名册.csv").write_bytes("\r\n".join(rows).encode("gb18030"))
    ran = batch(at, "in", "-o", "out", "--roster", "名册.csv", "--format", "html")
    assert ran.returncode == 2, ran.stderr
    assert "对照名册：未公开 2，逾期 1，重复 1，不在名册 1" in ran.stdout
    again = batch(at, "in", "-o", "out", "--roster", "名册.csv", "--format", "html")
    assert "对照名册" not in again.stdout, "the summary is there"
    return at


def test_the_worst_come_first_and_everything_is_counted(done: Path) -> None:
    out = done / "out"
    assert [line["path"] for line in lines(out)] == sorted(line["path"] for line in lines(out))
    summary = summarised(lambda: lines(out), roster.load(done / "名册.csv"))
    assert [row.name for row in summary.worst] == ["<b>e.pdf", "=d.txt", "b.txt", "a.txt", "c.txt"]
    assert summary.total.documents == 5
    assert dict(summary.total.outcomes) == {"unreadable": 1, "未通过": 2, "无法判定": 2}
    assert summary.total.found["error"] == 2
    assert summary.rules["ARI101"].documents == 2
    assert list(summary.categories) == ["common/arithmetic"]
    assert [(rule, [cell and cell.count for cell in cells]) for rule, cells in summary.heat] == [
        ("ARI101", [1, 1])
    ]
    assert summary.entities == ["石家庄市统计局", "石家庄市财政局"]
    assert list(summary.groups["region"]) == ["石家庄市"]


def test_the_roster_tells_the_missing_the_unexpected_the_double_and_the_late(done: Path) -> None:
    compared = summarised(lambda: lines(done / "out"), roster.load(done / "名册.csv")).roster
    assert compared is not None
    assert [(one.entity, one.line) for one, _ in compared.missing] == [
        ("石家庄市教育厅", 4),
        ("石家庄市统计局", 5),
    ]
    assert [one.name for one in compared.unexpected] == ["=d.txt"]
    assert compared.missing[1][1] == "石家庄市统计局", "it published something else"
    assert [[each.name for each in found] for _, found in compared.double] == [["a.txt", "b.txt"]]
    assert [(one.entity, one.days) for one in compared.late] == [("石家庄市教育局", 21)]


def test_the_slips_of_a_roster_are_told_with_their_places() -> None:
    text = "entity,kind,year,aproved\n某局,预算案,19,\n,budget,2019,\n"
    with pytest.raises(RuleFileError) as raised:
        roster.read(text, "r.csv")
    places = [(slip.line, slip.column) for slip in raised.value.mistakes]
    assert places == [(1, 4), (2, 2), (2, 3), (3, 1)]
    assert "approved" in str(raised.value)
    with pytest.raises(RuleFileError, match="entity"):
        roster.read("", "r.csv")


def test_the_workbook_has_all_submissions_and_findings_as_words(done: Path) -> None:
    book = openpyxl.load_workbook(done / "out/findings.xlsx")
    assert book.sheetnames == [
        "名册上有、没有材料的",
        "批复后二十日内没有公开的",
        "同一份有几个文件的",
        "不在名册上的",
        "各份材料",
        "问题",
    ]
    rows = list(book["各份材料"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["<b>e.pdf", "=d.txt", "a.txt", "b.txt", "c.txt"]
    assert book["各份材料"]["A3"].data_type == "s"
    findings = list(book["问题"].iter_rows(values_only=True))
    assert [row[0] for row in findings[1:]] == ["=d.txt", "b.txt"]
    assert findings[1][findings[0].index("规则")] == "ARI101"


def test_the_columnar_files_have_what_the_workbook_has(done: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    submissions = parquet.read_table(done / "out/submissions.parquet").to_pylist()
    assert [(row["path"], row["outcome"], row["error"]) for row in submissions[1:3]] == [
        ("=d.txt", "未通过", 1),
        ("a.txt", "无法判定", 0),
    ]
    findings = parquet.read_table(done / "out/findings.parquet").to_pylist()
    assert [(row["path"], row["rule"], row["severity"], row["waived"]) for row in findings] == [
        ("=d.txt", "ARI101", "error", False),
        ("b.txt", "ARI101", "error", False),
    ]


@needs_browser
def test_the_page_keeps_to_its_policy_and_links_to_the_reports(done: Path, tmp_path: Path) -> None:
    page = done / "out/summary.html"
    text = page.read_text(encoding="utf-8")
    assert "<b>e.pdf" not in text
    assert "http:" not in text.replace("http://www.w3.org", "")
    seen = opened(page.as_uri(), tmp_path)
    assert '<p id="find">' in seen, "its script ran"
    for link in re.findall(r'href="([^"#]+)"', text):
        assert link.startswith("reports/")
    assert (done / "out/reports/b.txt.report.html").is_file()
