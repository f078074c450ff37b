"""Groups of codes, editions that hold every code, and code lists that a folder of rules brings along."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from checker.model.errors import RuleFileError
from checker.model.outcome import OutcomeKind
from checker.model.rule import CodeEntry, CodeList, Edition
from checker.rule_tools.explain import lines
from checker.rulebook.code_lists import code_lists_in
from checker.rulebook.library import Library
from tests.small import outcomes, pack, with_rule

PASS, FAIL, UNKNOWN = OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.UNDETERMINED

NAMES = """\
tables:
  t:
    title: 采购表
    columns: {code: {title: 编码, type: text}, total: 合计}
    codes: {list: catalogue, column: code}
    rows: {all: {where: code is not blank}}
"""
ROWS = "2024年部门预算\n采购表\n单位：万元\n| 编码 | 名称 | 合计 |\n| A01 | 电脑 | 5.00 |\n| C02 | 印刷 | 3.00 |\n"


def lists(complete: bool = False) -> Mapping[str, CodeList]:
    entries = {
        "A": CodeEntry("A", "货物", "found", "goods"),
        "A01": CodeEntry("A01", "电脑", "found"),
        "C": CodeEntry("C", "服务", "inferred", "services"),
        "C02": CodeEntry("C02", "印刷", "found", "services"),
    }
    return {"catalogue": CodeList("catalogue", "采购目录", (Edition("2022", 2024, None, entries, complete),))}


def kinds(rule: str, submission: str, complete: bool = False) -> list[OutcomeKind]:
    return [outcome.kind for outcome in outcomes(NAMES, rule, submission, lists(complete))]


def test_a_row_is_of_the_group_of_its_code_or_of_the_listed_code_above_it() -> None:
    assert kinds("for_each: r in t.all\nassert: r.group == goods", ROWS) == [PASS, FAIL]
    assert kinds("assert: sum((t.all where group == services).total) == 3万元", ROWS) == [PASS]


def test_a_code_without_a_group_that_was_found_is_undetermined() -> None:
    given = ROWS.replace("C02", "C09")
    assert kinds("for_each: r in t.all\nassert: r.group == goods", given) == [PASS, UNKNOWN]
    assert kinds("assert: sum((t.all where group == goods).total) == 5万元", given) == [UNKNOWN]


def test_a_group_that_the_list_does_not_have_is_told_at_load() -> None:
    with pytest.raises(RuleFileError) as caught:
        pack(with_rule(NAMES, "for_each: r in t.all\nassert: r.group == godds"), code_lists=lists())
    (mistake,) = caught.value.mistakes
    assert "did you mean “goods”?" in mistake.message
    assert mistake.column == len("    assert: r.group == ") + 1


@pytest.mark.parametrize(("complete", "kind"), [(True, FAIL), (False, UNKNOWN)])
def test_a_code_is_absent_only_from_an_edition_that_holds_every_code(
    complete: bool, kind: OutcomeKind
) -> None:
    rule = "for_each: r in t.all\nassert: r.entry is present"
    assert kinds(rule, ROWS, complete) == [PASS, PASS]
    found = outcomes(NAMES, rule, ROWS.replace("C02", "C09"), lists(complete))
    assert [outcome.kind for outcome in found] == [PASS, kind]
    assert found[1].evidence[0].text == "C09"
    year = ROWS.replace("2024年", "2020年")
    assert kinds(rule, year, complete) == [UNKNOWN, UNKNOWN]


def test_a_group_is_read_back_in_both_languages() -> None:
    made = pack(with_rule(NAMES, "for_each: r in t.all\nassert: r.group == goods"), code_lists=lists())
    zh, en = (" ".join(text for _, text in lines(made.rules[0], made, language)) for language in ("zh", "en"))
    assert "该行的类别 等于 货物" in zh
    assert "the group of the row equals goods" in en


CODE_LIST = "list: own\ntitle: 本市目录\neditions:\n  - {id: '1', file: own.csv, complete: true}\n"
RULES = with_rule(
    NAMES.replace("list: catalogue", "list: own"), "assert: (t.all where group == teas) is empty"
).replace("pack: test/small", "pack: city")


def folder(path: Path, codes: str) -> Path:
    (path / "code_lists").mkdir()
    (path / "code_lists" / "own.yaml").write_text(CODE_LIST, encoding="utf-8")
    (path / "code_lists" / "own.csv").write_text(codes, encoding="utf-8")
    (path / "city.yaml").write_text(RULES, encoding="utf-8")
    return path


def test_the_code_lists_of_a_folder_of_rules_are_known(tmp_path: Path) -> None:
    library = Library([folder(tmp_path, "code,name,standing,group\nT1,茶,found,teas\nT2,水,found\n")])
    own = library.load("city").code_lists["own"]
    assert own.groups == ("teas",)
    assert own.editions[0].complete
    assert "economic_classes" in library.code_lists


def test_a_broken_code_list_of_a_folder_is_told_by_its_path(tmp_path: Path) -> None:
    library = Library([folder(tmp_path, "code,name,standing,group\nT1,茶,found,t-s\n")])
    with pytest.raises(RuleFileError) as caught:
        library.load("city")
    (mistake,) = caught.value.mistakes
    assert mistake.file == str(tmp_path / "code_lists" / "own.csv")
    assert (mistake.line, "expected a name" in mistake.message) == (2, True)
    with pytest.raises(RuleFileError):
        code_lists_in(tmp_path / "code_lists")
