"""Submissions in traditional characters are read, bound and checked as simplified ones are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest

from checker.checking import report_on
from checker.engine.examples import overall, run_example
from checker.model.text import normalise, simplified
from checker.report import Report
from checker.rulebook.library import Library
from tests.small import document
from tests.traditional import traditional

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "examples" / "sample-budget-2019.txt"
SUBMISSIONS = (SAMPLE, *sorted((HERE / "forms").glob("*.txt")))
PACKS = (
    "common/accounts",
    "common/arithmetic",
    "common/form",
    "common/wording",
    "hebei/shijiazhuang/department-budget",
    "national/department-budget",
    "national/final-accounts",
    "shanghai/department-budget",
    "shanghai/final-accounts",
)


def outcomes(report: Report) -> Counter[tuple[str, str, str]]:
    return Counter(
        (outcome.rule, normalise(outcome.subject).string, outcome.kind) for outcome in report.outcomes
    )


@pytest.mark.parametrize("path", SUBMISSIONS, ids=lambda path: path.stem)
def test_a_submission_in_either_script_has_the_same_outcomes(path: Path, tmp_path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    converted = tmp_path / path.name
    converted.write_text(traditional(written), encoding="utf-8")
    assert converted.read_text(encoding="utf-8") != written
    assert outcomes(report_on(converted, Library())) == outcomes(report_on(path, Library()))


def test_a_word_file_in_either_script_has_the_same_outcomes(tmp_path: Path) -> None:
    reports = []
    for name, script in (("simplified", str), ("traditional", traditional)):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(word_file(SAMPLE, script))
        reports.append(outcomes(report_on(path, Library())))
    assert reports[0] == reports[1]


def word_file(path: Path, script: Callable[[str], str]) -> bytes:
    """The lines of a text as paragraphs, its rows between tabs as tables."""
    made = docx.Document()
    table = None
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [script(cell.strip()) for cell in line.split("\t")]
        if len(cells) == 1:
            table = None
            if cells[0]:
                made.add_paragraph(cells[0])
            continue
        if table is None or len(table.columns) != len(cells):
            table = made.add_table(0, len(cells))
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", PACKS)
def test_the_examples_of_every_rule_hold_in_traditional_script(name: str) -> None:
    pack = Library().load(name)
    unlike = [
        (rule.id, example.source.line)
        for rule in pack.rules
        for example in rule.examples
        if overall(run_example(rule, pack, replace(example, given=traditional(example.given))))
        is not example.outcome
    ]
    assert unlike == []


def test_the_evidence_keeps_the_words_as_printed(tmp_path: Path) -> None:
    converted = tmp_path / SAMPLE.name
    converted.write_text(traditional(SAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    report = report_on(converted, Library())
    words = "".join(evidence.text for finding in report.findings for evidence in finding.evidence)
    assert simplified(words) != words


def test_titles_units_and_continued_tables_are_told_in_traditional_script() -> None:
    made = document(
        "二、支出決算情況說明。\n附表1：支出決算表\n單位：萬元\n"
        "| 科目名稱 | 合計 |\n| 教育 | 1.00 |\n續表\n| 科目名稱 | 合計 |\n| 合計 | 1.00 |"
    )
    (table,) = made.tables
    assert table.title is not None
    assert table.title.string == "支出決算表"
    assert table.pieces[0].unit is not None
    assert table.pieces[0].unit.name == "万元"
    assert [row.cells[0].text for row in table.rows] == ["教育", "合計"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("佔比、增長、決算表", "占比、增长、决算表", id="characters"),
        pytest.param("傢俱用具，計畫批覆", "家具用具,计划批复", id="words that characters do not give"),
        pytest.param("乾安縣", "乾安县", id="a character that simplified names use too"),
        pytest.param("俱乐部", "俱乐部", id="simplified words stay"),
    ],
)
def test_the_script_is_folded(written: str, folded: str) -> None:
    normal = normalise(written)
    assert normal.string == folded
    assert normal.origin == tuple(range(len(written) + 1))
