"""`checker rules list` and `checker rules check`: what is legal but odd, and what editors and CI get."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker import resources
from checker.cli import app
from checker.model.errors import RuleFileError
from checker.rule_tools.check import check
from checker.rule_tools.oddities import Oddity
from checker.rulebook.library import Library
from checker.rulebook.load import RuleFile

RULE = """\
pack: test/odd
title: 试验
version: "1"
applies: {fiscal_year: ">=2020"}
defaults: {severity: error, basis: [law]}
basis:
  law: {instrument: 中华人民共和国预算法}
sections:
  overall: 预算安排
facts:
  income: {in: overall, phrase: "预算收入{amount: money}"}
rules:
  T1:
    title: 收入大于零
    assert: income.amount > 0
    fix: 核对收入。
    examples:
      - {outcome: pass, given: 略}
      - {outcome: fail, given: 略}
      - {outcome: undetermined, given: 略}
"""


def oddities(text: str) -> list[Oddity]:
    (result,) = check([RuleFile("odd.yaml", text)], Library())
    assert result.mistakes == ()
    return list(result.warnings)


def test_a_file_without_oddities_has_none() -> None:
    assert oddities(RULE) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "code", "words"),
    [
        pytest.param("  overall: 预", "  other: 其他\n  overall: 预", 9, 3, "unused-name", "“other”", id="a section"),
        pytest.param("facts:\n", "words: {empty: [空表]}\nfacts:\n", 10, 9, "unused-name", "“empty”", id="words"),
        pytest.param(
            "facts:\n", "tables: {t: {title: 表, columns: {a: 甲}}}\nfacts:\n", 10, 10, "unused-name", "“t”", id="a table"
        ),
        pytest.param(
            "facts:\n", 'facts:\n  spent: {in: overall, phrase: "支出{x: money}"}\n', 11, 3, "unused-fact", "“spent”", id="a fact"
        ),
        pytest.param("sections:\n", "  old: {instrument: 旧办法}\nsections:\n", 8, 3, "unused-basis", "“old”", id="a basis"),
        pytest.param(
            "    fix:", "    severity: error\n    fix:", 5, 12, "unused-default", "severity", id="a default that every rule overrides"
        ),
        pytest.param(
            '"预算收入{amount: money}"', '["…收入{amount: money}", "预算收入{amount: money}"]', 11, 57, "never-matched",
            "“…收入{amount: money}”", id="a phrase that an earlier one pre-empts",
        ),
        pytest.param(
            "{amount: money}", "{: text}{amount: money}", 11, 34, "never-matched", "{: text}",
            id="a text hole right before another hole",
        ),
        pytest.param("overall: 预算安排", "overall: [预算安排，收支情况]", 9, 13, "run-together", "write “,” for “，”", id="headings run together"),
        pytest.param("overall: 预算安排", "overall: [预算安排, 预算安排]", 9, 19, "listed-twice", "“预算安排”", id="a heading twice"),
        pytest.param("    fix:", "    until: 2019\n    fix:", 13, 3, "never-in-force", "T1", id="years outside those of the pack"),
        pytest.param(
            "      - {outcome: undetermined, given: 略}\n", "", 13, 3, "no-undetermined-example", "T1", id="no undetermined example"
        ),
    ],
)  # fmt: skip
def test_what_is_legal_but_odd_is_told_at_its_place(
    old: str, new: str, line: int, column: int, code: str, words: str
) -> None:
    assert old in RULE
    (odd,) = oddities(RULE.replace(old, new, 1))
    assert (odd.line, odd.column, odd.code) == (line, column, code)
    assert words in odd.message


def test_two_rules_that_ask_the_same_are_told_at_the_second() -> None:
    rule = RULE[RULE.index("  T1:") :]
    (odd,) = oddities(RULE + rule.replace("T1", "T2").replace("income.amount > 0", "income.amount>0"))
    assert (odd.line, odd.code) == (21, "said-twice")


@pytest.mark.parametrize(
    "phrases",
    [
        '["预算收入{amount: money}", "…收入{amount: money}"]',
        '["收入{amount: money}", "预算收入{amount: money}"]',
        '["…收入{amount: money}", "…收入预算{amount: money}"]',
        '["收入{amount: money}，其中", "收入{amount: money}"]',
    ],
)
def test_a_phrase_that_finds_more_or_something_else_is_not_odd(phrases: str) -> None:
    assert oddities(RULE.replace('"预算收入{amount: money}"', phrases)) == []


def test_a_name_that_an_extending_pack_uses_is_no_oddity(tmp_path: Path) -> None:
    base = RULE.replace("facts:\n", 'facts:\n  spent: {in: overall, phrase: "支出{x: money}"}\n')
    own = RULE.replace("pack: test/odd", "pack: child\nextends: [base]").replace("income.amount", "spent.x")
    (tmp_path / "base.yaml").write_text(base.replace("test/odd", "base"), encoding="utf-8")
    (tmp_path / "child.yaml").write_text(own, encoding="utf-8")
    library = Library([tmp_path])
    (result,) = check([RuleFile("base.yaml", (tmp_path / "base.yaml").read_text(encoding="utf-8"))], library)
    assert result.warnings == ()


def test_a_pack_that_is_not_its_path_among_the_rules_is_told_at_its_name(tmp_path: Path) -> None:
    path = tmp_path / "test" / "even.yaml"
    path.parent.mkdir()
    path.write_text(RULE, encoding="utf-8")
    library = Library([tmp_path])
    (result,) = check([RuleFile(str(path), RULE)], library)
    assert [(one.line, one.column) for one in result.mistakes] == [(1, 7)]
    assert "“test/even”, found “test/odd”" in result.mistakes[0].message
    with pytest.raises(RuleFileError, match="test/even"):
        library.load("test/even")
    (alone,) = check([RuleFile(str(path), RULE)], Library())
    assert alone.mistakes == ()


# --- the command line ---


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["rules", *map(str, arguments)], catch_exceptions=True)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "我局.yaml"
    path.write_text(RULE.replace("income.amount > 0", "incme.amount > 0"), encoding="utf-8")
    return path


def test_a_mistake_is_shown_with_its_line_and_a_caret_and_the_status_is_2(broken: Path) -> None:
    ran = run("check", broken)
    assert ran.exit_code == 2
    lines = ran.output.splitlines()
    assert ":15:13: 错误 / error: 没有名称 / unknown name “incme”" in lines[0]
    assert lines[1] == "   15 |     assert: incme.amount > 0"
    assert lines[2] == "      |             ^"


def test_a_caret_stands_under_a_chinese_word(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(RULE.replace("overall: 预算安排", "overall: [预算安排, 预算安排]"), encoding="utf-8")
    lines = run("check", path).output.splitlines()
    assert lines[1] == "    9 |   overall: [预算安排, 预算安排]"
    assert lines[2] == "      | " + " " * 22 + "^"


def test_a_sound_file_has_status_0_and_warnings_count_only_where_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(RULE.replace("overall: 预算安排", "overall: 预算安排\n  other: 其他"), encoding="utf-8")
    assert run("check", path).exit_code == 0
    assert run("check", path, "--fail-on", "warning").exit_code == 1


def test_of_many_warnings_of_a_kind_the_first_few_are_shown_and_the_lines_of_the_others(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.yaml"
    others = "".join(f"  other{number}: 其他{number}\n" for number in range(9))
    path.write_text(RULE.replace("sections:\n", f"sections:\n{others}"), encoding="utf-8")
    ran = run("check", path)
    assert ran.output.count("[unused-name]") == 4
    assert "另有 6 处同样的 / 6 more of the same [unused-name]：第 12、13、14、15、16、17 行" in ran.output
    assert "1 个文件：0 处错误，9 处警告 / 1 file: 0 mistakes, 9 warnings" in ran.output


def test_a_folder_stands_for_its_files(broken: Path) -> None:
    assert "1 个文件：1 处错误" in run("check", broken.parent).output


@pytest.mark.parametrize("name", ["没有.yaml", "commn/arithmetic"])
def test_a_file_that_is_not_there_is_one_sentence(name: str) -> None:
    ran = run("check", name)
    assert ran.exit_code == 1
    assert name in str(ran.exception)  # the command's main makes a sentence and status 2 of it


def test_json_says_what_the_terminal_says(broken: Path) -> None:
    said = json.loads(run("check", broken, "--format", "json").output)
    (file,) = said["files"]
    assert said["format"] == "checker-rules-check/1"
    assert (file["valid"], file["warnings"]) == (False, [])
    assert [(one["line"], one["column"]) for one in file["mistakes"]] == [(15, 13)]


def test_sarif_gives_every_place(broken: Path) -> None:
    said = json.loads(run("check", broken, "--format", "sarif").output)
    (result,) = said["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert said["version"] == "2.1.0"
    assert (result["ruleId"], result["level"]) == ("mistake", "error")
    assert place["region"] == {"startLine": 15, "startColumn": 13}
    assert place["artifactLocation"]["uri"].startswith("file:///")
    assert result["ruleId"] in {rule["id"] for rule in said["runs"][0]["tool"]["driver"]["rules"]}


def test_the_list_names_every_rule_with_severity_and_basis() -> None:
    ran = run("list", "common/arithmetic", "--format", "json")
    (pack,) = json.loads(ran.output)["packs"]
    assert pack["pack"] == "common/arithmetic"
    assert pack["rules"][0]["id"] == "ARI101"
    assert pack["rules"][0]["severity"] == "error"
    assert "《地方预决算公开操作规程》（财预〔2016〕143号）" in pack["rules"][0]["basis"]
    assert "ARI101" in run("list").output


def test_shipped_packs_and_code_lists_are_sound() -> None:
    assert run("check").exit_code == 0
    assert run("check", resources.folder("rules")).exit_code == 0


def test_a_mistake_in_an_extended_pack_is_shown_in_its_own_file_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(RULE.replace("income.amount", "incme.amount"), encoding="utf-8")
    child = RULE.replace("applies:", "extends: [base]\napplies:").replace("T1:", "T2:")
    (tmp_path / "child.yaml").write_text(child, encoding="utf-8")
    ran = run("check", tmp_path / "child.yaml", "--rules-path", tmp_path)
    lines = ran.output.splitlines()
    assert ran.exit_code == 2
    assert lines[0].startswith(f"{tmp_path / 'base.yaml'}:15:13: ")
    assert lines[1] == "   15 |     assert: incme.amount > 0"


def test_a_mistake_in_the_table_of_a_code_list_is_shown_in_that_table(tmp_path: Path) -> None:
    text = "list: 目录\ntitle: 目录\neditions:\n  - {id: '2022', file: a.csv}\n"
    (tmp_path / "目录.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "a.csv").write_text("code,name,standing\nA01,设备,guessed\n", encoding="utf-8")
    ran = run("check", tmp_path / "目录.yaml")
    assert ran.exit_code == 2
    assert ran.output.splitlines()[0].startswith(f"{tmp_path / 'a.csv'}:2:1: ")
    assert "    2 | A01,设备,guessed" in ran.output


def test_what_cannot_be_run_is_one_sentence_and_status_2(tmp_path: Path) -> None:
    for command in (
        "check 没有.yaml",
        "test 没有.yaml",
        "explain X9",
        "explain SJZ101 --on 没有.pdf",
        "new a.txt",
    ):
        done = subprocess.run(
            [sys.executable, "-m", "checker", "rules", *command.split()],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
            check=False,
        )
        assert done.returncode == 2, command
        assert done.stderr.startswith("checker: ")
        assert "Traceback" not in done.stderr
