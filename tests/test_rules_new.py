"""`checker rules new`: what it writes passes check and test, and is not written over anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import app
from checker.rule_tools.trial import trial
from checker.rulebook.library import Library

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "sample-budget-2019.txt"
REAL = sorted((ROOT.parent / "shared" / "submissions").glob("*.pdf"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["rules", *map(str, arguments)])


def sound(file: Path) -> bool:
    """Whether a file loads, its examples are as written and each rule bites."""
    made = Library().load(str(file))
    tried = [trial(rule, made) for rule in made.rules]
    return all(one.sound and one.bite is not None for one in tried)


def test_the_starter_passes_check_without_a_warning_and_test(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "我局的规则.yaml"
    assert run("new", file).exit_code == 0
    assert run("check", file, "--fail-on", "warning").exit_code == 0
    assert run("test", file).exit_code == 0
    assert "pack: 我局的规则\n" in file.read_text(encoding="utf-8")


def test_its_ids_begin_as_asked(tmp_path: Path) -> None:
    run("new", tmp_path / "a.yaml", "--id", "WJ")
    assert [rule.id for rule in Library().load(str(tmp_path / "a.yaml")).rules] == ["WJ01", "WJ02"]


def test_sections_tables_and_figures_of_a_document_are_proposed(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    assert run("new", file, "--from", SAMPLE).exit_code == 0
    made = Library().load(str(file))
    assert "政府采购预算情况" in [spec.headings[0] for spec in made.sections.values()]
    assert "部门政府采购预算" in [spec.titles[0] for spec in made.tables.values()]
    table = next(spec for spec in made.tables.values() if spec.titles[0] == "部门政府采购预算")
    assert {column.titles[0]: column.type for column in table.columns.values()}["数量"] == "count"
    assert made.facts
    assert sound(file)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_what_is_proposed_from_a_real_file_is_sound(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    assert run("new", file, "--from", path).exit_code == 0
    assert sound(file)


@pytest.mark.parametrize("text", ["没有标题，也没有表。\n", "一、“引号”：和\\斜线\n一句话12.00万元。\n"])
def test_a_document_with_little_in_it_still_makes_a_sound_file(text: str, tmp_path: Path) -> None:
    source, file = tmp_path / "a.txt", tmp_path / "a.yaml"
    source.write_text(text, encoding="utf-8")
    assert run("new", file, "--from", source).exit_code == 0
    assert sound(file)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("我的规则", encoding="utf-8")
    ran = run("new", file)
    assert "已经存在" in str(ran.exception)
    assert file.read_text(encoding="utf-8") == "我的规则"
    assert "后缀" in str(run("new", tmp_path / "a.txt").exception)
