"""`checker rules test`: expected beside actual, and rules that notice no slip."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import app
from checker.facts.statements import statements_of
from checker.model.outcome import OutcomeKind
from checker.model.rule import Pack, Rule
from checker.rule_tools.mutations import MOST, mutations
from checker.rule_tools.trial import trial
from checker.rulebook.library import Library
from tests.small import facts, pack

LIBRARY = Library()
PACKS = [LIBRARY.load(id_) for id_ in LIBRARY.ids]

GIVEN = """\
一、预算安排
预算收入100.00万元，比上年增加5.00万元。
采购表
| 项目 | 金额 |
| 电脑 | 12.50 |
| 合计 | 12.50 |
"""

FILE = """\
pack: test/teeth
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
    title: 收入等于支出
    assert: income.amount == spending.amount
    fix: 核对收支。
    examples:
      - outcome: pass
        given: |
          一、预算安排
          预算收入100.00万元，预算支出100.00万元。
      - outcome: fail
        given: |
          一、预算安排
          预算收入100.00万元，预算支出90.00万元。
"""


def changed(what: str) -> list[tuple[int, str]]:
    """The slips of a kind: their lines and what stands there afterwards."""
    return [(slip.line, slip.after) for slip in mutations(GIVEN, ["空表"]) if slip.what.endswith(what)]


def test_slips_are_of_all_kinds_and_each_leaves_another_text() -> None:
    slips = list(mutations(GIVEN, ["空表"]))
    assert len({slip.text for slip in slips}) == len(slips) <= MOST
    assert all(slip.text != GIVEN for slip in slips)
    assert (2, "预算收入200.00万元，比上年增加5.00万元。") in changed("a digit")
    assert (2, "预算收入100.00元，比上年增加5.00万元。") in changed("a unit")
    assert (2, "预算收入100.00万元，比上年减少5.00万元。") in changed("a direction")
    assert (5, "| 电脑 | 21.50 |") in changed("two digits swapped")
    assert (5, "") in changed("a row dropped")
    assert (5, "| 电脑 | 12.50 |\n| 电脑 | 12.50 |") in changed("a row doubled")
    assert (1, "") in changed("a heading or line dropped")
    assert (3, "") in changed("a table dropped")
    assert (5, "| 电脑 |  |") in changed("a cell blanked")
    assert (2, "预算收入100.00万元，比上年增加5.00万元空表") in changed("words put in")


def test_the_number_of_slips_is_bounded() -> None:
    assert len(list(mutations(GIVEN * 200))) == MOST


def one(text: str) -> tuple[Pack, Rule]:
    made = pack(text)
    return made, made.rules[0]


def test_a_rule_that_compares_bites_and_says_by_what() -> None:
    made, rule = one(FILE)
    tried = trial(rule, made)
    assert tried.sound
    assert tried.bite is not None
    assert tried.bite.after == "预算收入200.00万元，预算支出100.00万元。"


def test_a_rule_that_no_slip_makes_fail_is_toothless_and_shows_the_slips_that_it_let_pass() -> None:
    toothless = FILE.replace("income.amount == spending.amount", "income.amount >= 0 or spending.amount >= 0")
    made, rule = one(toothless)
    tried = trial(rule, made)
    assert tried.toothless
    assert tried.survivors[0].actual is OutcomeKind.PASS
    assert len(tried.survivors) == tried.tried


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "teeth.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["rules", "test", *map(str, arguments)])


def test_all_is_well_has_status_0(file: Path) -> None:
    ran = run(file)
    assert ran.exit_code == 0
    assert "✓ T1  成立✓  不成立✓" in ran.output
    assert "预算收入200.00万元" in ran.output


def test_an_example_that_is_not_as_written_is_shown_expected_beside_actual(file: Path) -> None:
    file.write_text(FILE.replace("支出90.00万元", "支出100.00万元"), encoding="utf-8")
    ran = run(file)
    assert ran.exit_code == 1
    assert "teeth.yaml:23: 写的 / expected 不成立 (fail)，实为 / actual 成立 (pass)" in ran.output


def test_an_outcome_that_was_not_expected_says_why(file: Path) -> None:
    file.write_text(FILE.replace("支出100.00万元", "支出99.00万元"), encoding="utf-8")
    ran = run(file)
    assert ran.exit_code == 1
    assert "100.00万元 不等于 99.00万元" in ran.output


def test_a_toothless_rule_has_status_1(file: Path) -> None:
    text = FILE.replace("income.amount == spending.amount", "income.amount >= 0").replace("90.00", "100.00")
    file.write_text(
        text.replace("outcome: fail", "outcome: pass", 1) + "      - {outcome: fail, given: 略}\n",
        encoding="utf-8",
    )
    ran = run(file)
    assert ran.exit_code == 1
    assert "处都没有发现" in ran.output


def test_only_the_rule_that_is_asked_for_is_tried(file: Path) -> None:
    assert "1 条规则，5 个例子" in run("common/arithmetic", "--rule", "ARI101").output
    ran = run(file, "--rule", "T9")
    assert ran.exit_code == 1
    assert "没有规则 / no rule T9（可选 / choose from: T1）" in str(ran.exception)


@pytest.mark.parametrize(
    ("made", "rule"),
    [pytest.param(made, rule, id=f"{made.id}-{rule.id}") for made in PACKS for rule in made.rules],
)
def test_no_shipped_rule_is_toothless(made: Pack, rule: Rule) -> None:
    tried = trial(rule, made)
    assert not tried.toothless, [survivor.mutation for survivor in tried.survivors[:3]]


def test_a_column_without_a_label_beside_a_total_is_no_reason_to_stop() -> None:
    """A slip that blanked a header found this."""
    given = facts(
        "支出决算表\n单位：万元\n|  | 科目名称 | 决算数 |\n| 301 | 工资福利支出 | 60.00 |\n"
        "| 30101 | 基本工资 | 60.00 |\n|  | 合计 | 60.00 |\n"
    )
    assert statements_of(given).totals is not None
