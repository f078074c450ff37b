"""What a regulation asks of a disclosure: each obligation is decided by rules, or a person is told where to look."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from checker.cli import app
from checker.model.errors import RuleFileError
from checker.rule_tools.check import check
from checker.rulebook.library import Library
from checker.rulebook.load import RuleFile
from tests.small import pack, report_on, with_rule

NAMES = """\
obligations:
  A1: {words: 公开收入, basis: law, decided_by: [T]}
  A2: {words: 按时公开, basis: law, person: 看公开的日期, from: 2017}
"""


def test_a_pack_lists_what_its_regulation_asks() -> None:
    first, second = pack(with_rule(NAMES, "assert: tables is empty")).obligations
    assert (first.id, first.words, first.decided_by, first.person) == ("A1", "公开收入", ("T",), "")
    assert (second.decided_by, second.person, second.since) == ((), "看公开的日期", 2017)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("decided_by: [TT]}", "没有规则 / unknown rule “TT”"),
        ("from: 2017}", "decided_by"),
    ],
)
def test_an_obligation_that_nothing_decides_is_refused(written: str, message: str) -> None:
    names = NAMES.replace("decided_by: [T]}", written)
    with pytest.raises(RuleFileError) as error:
        pack(with_rule(names, "assert: tables is empty"))
    assert any(message in str(mistake) for mistake in error.value.mistakes)


def test_an_obligation_without_its_basis_is_refused() -> None:
    with pytest.raises(RuleFileError) as error:
        pack(
            with_rule(NAMES.replace("basis: law, decided", "basis: laww, decided"), "assert: tables is empty")
        )
    assert any("laww" in str(mistake) for mistake in error.value.mistakes)


def test_a_rule_that_serves_no_obligation_is_told() -> None:
    text = with_rule(NAMES.replace("decided_by: [T]", "person: 看收入"), "assert: tables is empty")
    text = text.replace("person: 看公开的日期", "decided_by: [U]")
    text += "  U: {title: 二, assert: sections is empty, fix: 核对。, examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}\n"
    (result,) = check([RuleFile("rules.yaml", text)], Library())
    assert [warning.code for warning in result.warnings if warning.code == "unasked-rule"] == ["unasked-rule"]


def test_the_ledger_shows_what_rules_decide_and_what_a_person_looks_at() -> None:
    shown = CliRunner().invoke(app, ["rules", "list", "--obligations", "national/department-budget"]).output
    assert "DB101" in shown
    assert "请人看" in shown
    listed = (
        CliRunner().invoke(app, ["rules", "list", "--format", "json", "national/department-budget"]).output
    )
    obligations = json.loads(listed)["packs"][0]["obligations"]
    assert all(one["decided_by"] or one["person"] for one in obligations)


def test_every_pack_of_a_place_says_what_is_asked_and_no_rule_stands_beside_it() -> None:
    library = Library()
    for id_ in library.ids:
        if not id_.startswith("common/"):
            made = library.load(id_)
            named = {rule for one in made.obligations for rule in one.decided_by}
            assert {rule.id for rule in made.rules} <= named, id_


DUTIES = """\
pack: test/duties
title: 试验
version: "1"
applies: {}
defaults: {severity: error, basis: [law]}
basis: {law: {instrument: 中华人民共和国预算法}}
obligations:
  A: {words: 收入, basis: law, decided_by: [R0]}
  B: {words: 支出, basis: law, decided_by: [R1]}
  C: {words: 附表, basis: law, decided_by: [R2, R0]}
  D: {words: 日期, basis: law, person: 看日期}
  E: {words: 旧要求, basis: law, decided_by: [R1], until: 2016}
facts:
  income: {in: document, phrase: "收入预算{amount: money}"}
  spending: {in: document, phrase: "支出预算{amount: money}"}
tables:
  other: {title: 附表, columns: {total: 合计}}
rules:
"""


def test_the_report_says_what_came_of_each_obligation_that_is_in_force() -> None:
    report = report_on(
        DUTIES,
        "2024年部门预算\n收入预算5.00万元。\n支出预算5.00万元。\n",
        "income.amount == 5万元",
        "spending.amount == 4万元",
        "first(other.rows).total == 1万元",
    )
    assert [(duty.obligation.id, duty.standing.value) for duty in report.duties] == [
        ("A", "held"),
        ("B", "failed"),
        ("C", "undetermined"),
        ("D", "person"),
    ]


def test_a_pack_for_every_document_that_names_what_it_must_hold_is_not_general() -> None:
    names = DUTIES[: DUTIES.index("obligations")] + DUTIES[DUTIES.index("facts") :]
    report = report_on(names, "2024年部门预算\n收入预算5.00万元。\n", "income.amount == 5万元")
    assert not report.only_general
    assert report.verdict.value == "通过"
