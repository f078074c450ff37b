"""`checker rules impact`: what becomes another outcome, by rule and by entity, before an edition is published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import app
from checker.model.outcome import OutcomeKind
from checker.rule_tools.impact import Turn, impact
from checker.rulebook.library import Library

ROOT = Path(__file__).resolve().parent.parent
OLD = """\
pack: test/edition
title: 试验
version: "1"
applies: {}
defaults: {severity: error, basis: [law]}
basis:
  law: {instrument: 中华人民共和国预算法}
sections:
  overall: 预算安排
facts:
  income: {in: overall, phrase: "预算收入{amount: money}"}
  spending: {in: overall, phrase: "预算支出{amount: money}"}
rules:
  T1:
    title: 收入不小于支出
    assert: income.amount >= spending.amount
    fix: 核对收支。
    examples:
      - {outcome: pass, given: 略}
      - {outcome: fail, given: 略}
  T2:
    title: 收入大于零
    assert: income.amount > 0
    fix: 核对收入。
    examples:
      - {outcome: pass, given: 略}
      - {outcome: fail, given: 略}
"""
NEW = OLD.replace('version: "1"', 'version: "2"').replace(
    "income.amount >= spending", "income.amount == spending"
)
FILES = {
    "a.txt": "甲县财政局2024年部门预算\n一、预算安排\n预算收入9.00万元。\n预算支出9.00万元。\n",
    "b.txt": "乙县财政局2024年部门预算\n一、预算安排\n预算收入9.00万元。\n预算支出8.00万元。\n",
    "sub/c.txt": "丙县财政局2024年部门预算\n一、预算安排\n预算收入9.00万元。\n预算支出7.00万元。\n",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "archive" / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(NEW, encoding="utf-8")
    return tmp_path


def run(archive: Path, *more: str | Path) -> Result:
    given = [archive / "old.yaml", archive / "new.yaml", "--on", archive / "archive", *more]
    return CliRunner().invoke(app, ["rules", "impact", *map(str, given)])


def test_what_newly_fails_is_told_by_rule_and_by_entity_with_its_file(archive: Path) -> None:
    library = Library()
    old, new = (library.load(str(archive / name)) for name in ("old.yaml", "new.yaml"))
    found = impact(old, new, archive / "archive")
    assert found.files == ("a.txt", "b.txt", "sub/c.txt")
    assert [line.partition(":")[0] for line in found.unreadable] == ["empty.txt"]
    assert [(c.file, c.rule, c.before, c.after) for c in found.changes] == [
        ("b.txt", "T1", OutcomeKind.PASS, OutcomeKind.FAIL),
        ("sub/c.txt", "T1", OutcomeKind.PASS, OutcomeKind.FAIL),
    ]
    assert found.by_rule() == {"T1": {Turn.FAILS: 2}}
    assert found.by_entity() == {"乙县财政局": {Turn.FAILS: 1}, "丙县财政局": {Turn.FAILS: 1}}


def test_rules_that_come_and_go_are_changes(archive: Path) -> None:
    library = Library()
    text = OLD.replace("  T2:", "  T3:").replace("income.amount > 0", "bonus.amount > 0")
    text = text.replace("rules:\n", '  bonus: {in: overall, phrase: "奖金{amount: money}"}\nrules:\n')
    (archive / "other.yaml").write_text(text, encoding="utf-8")
    old, other = (library.load(str(archive / name)) for name in ("old.yaml", "other.yaml"))
    found = impact(old, other, archive / "archive")
    assert found.by_rule() == {"T2": {Turn.GONE: 3}, "T3": {Turn.UNDETERMINED: 3}}


def test_what_cannot_be_told_for_another_reason_is_a_change(archive: Path) -> None:
    library = Library()
    for name, section in (("old.yaml", "overall"), ("new.yaml", "staff")):
        text = OLD.replace("  overall: 预算安排\n", "  overall: 预算安排\n  staff: 人员情况\n")
        text = text.replace("income.amount > 0", "bonus.amount > 0")
        phrase = f'  bonus: {{in: {section}, phrase: "奖金{{amount: money}}"}}\nrules:\n'
        (archive / name).write_text(text.replace("rules:\n", phrase), encoding="utf-8")
    old, new = (library.load(str(archive / name)) for name in ("old.yaml", "new.yaml"))
    found = impact(old, new, archive / "archive")
    assert found.by_rule() == {"T2": {Turn.STILL_UNDETERMINED: 3}}
    assert {change.after for change in found.changes} == {OutcomeKind.UNDETERMINED}


def test_a_file_that_neither_edition_is_for_is_passed_over_and_counted(archive: Path) -> None:
    library = Library()
    for name in ("old.yaml", "new.yaml"):
        path = archive / name
        text = path.read_text(encoding="utf-8").replace("applies: {}", "applies: {kind: final-accounts}")
        path.write_text(text, encoding="utf-8")
    old, new = (library.load(str(archive / name)) for name in ("old.yaml", "new.yaml"))
    found = impact(old, new, archive / "archive")
    assert (found.files, len(found.others), found.changes) == ((), 3, ())


def test_the_same_edition_changes_nothing(archive: Path) -> None:
    shutil.copy(archive / "old.yaml", archive / "new.yaml")
    ran = run(archive)
    assert ran.exit_code == 0
    assert "没有变化 / nothing changes" in ran.output


def test_the_table_and_the_page_say_the_same(archive: Path) -> None:
    ran = run(archive, "-o", archive / "impact.html")
    assert ran.exit_code == 0
    page = (archive / "impact.html").read_text(encoding="utf-8")
    assert "收入不小于支出" in page
    for words in ("3 个文件，2 处变化", "乙县财政局", "9.00万元 不等于 8.00万元"):
        assert words in ran.output.replace("\n", "")
        assert words in page


def test_words_of_a_document_are_no_markup(archive: Path) -> None:
    path = archive / "archive" / "b.txt"
    path.rename(path.with_name("<b>乙.txt"))
    run(archive, "-o", archive / "impact.html")
    page = (archive / "impact.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;乙.txt" in page
    assert "<b>乙" not in page
