"""Dates: in sentences, in expressions and from the sidecar of a submission."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.checking import read_facts, report_on
from checker.cli import app
from checker.engine import evaluate
from checker.model.errors import RuleFileError, SubmissionError
from checker.model.outcome import Outcome, OutcomeKind
from checker.rule_tools.trial import trial
from checker.rulebook.library import Library
from checker.rulebook.sidecar import read_sidecar
from tests.small import facts, outcomes, pack, with_rule

PASS, FAIL, UNDETERMINED = OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.UNDETERMINED
NAMES = """\
sections: {text: 资产情况}
facts: {cars: {in: text, phrase: "截至{on: date}"}}
"""
SUBMISSION = "某局2024年部门决算\n一、资产情况\n截至2024年12月31日，共有车辆8辆。\n"
SAMPLE = Path(__file__).resolve().parent.parent / "examples" / "sample-budget-2019.txt"


def told(condition: str, sidecar: str = "", submission: str = SUBMISSION) -> Outcome:
    given = facts(submission)
    if sidecar:
        given = replace(given, sidecar=read_sidecar(sidecar, "a.txt.meta.yaml"))
    (outcome,) = evaluate(pack(with_rule(NAMES, f"assert: {condition}")), given)
    return outcome


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("cars.on == date(2024, 12, 31)", PASS),
        ("cars.on == date(fiscal_year, 12, 31)", PASS),
        ("cars.on != date(2024, 12, 31)", FAIL),
        ("cars.on < date(2025, 1, 1)", PASS),
        ("cars.on >= date(2025, 1, 1)", FAIL),
        ("cars.on.year == fiscal_year and cars.on.month == 12 and cars.on.day == 31", PASS),
        ("cars.on.year == fiscal_year - 1", FAIL),
        ("date(2025, 1, 20) - cars.on == 20天", PASS),
        ("date(2025, 1, 21) - cars.on <= 20天", FAIL),
        ("cars.on - date(2024, 2, 28) == 307", PASS),
        ("cars.on == date(2024, 2, 30)", UNDETERMINED),
        ("cars.on is stated", PASS),
        ("cars.on is blank", FAIL),
    ],
)
def test_dates_are_compared_and_subtracted(condition: str, kind: OutcomeKind) -> None:
    assert told(condition).kind is kind


def test_a_day_that_no_calendar_has_is_undetermined_and_shown() -> None:
    outcome = told("cars.on.year == 2024", submission=SUBMISSION.replace("12月31日", "11月31日"))
    assert outcome.kind is UNDETERMINED
    assert outcome.reasons[0].code == "no_such_day"
    assert outcome.evidence[0].text == "2024年11月31日"


def test_the_finding_shows_the_date_where_it_stands() -> None:
    outcome = told("cars.on == date(2023, 12, 31)")
    assert [(item.text, item.place.line) for item in outcome.evidence] == [("2024年12月31日", 3)]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("cars.on == 2024", "cannot compare"),
        ('cars.on == "2024年"', "cannot compare"),
        ("cars.on + cars.on == 1", "expected a number"),
        ("cars.on - 20 == cars.on", "expected a date"),
        ("cars.on.hour == 1", "choose from: day、month、year"),
        ("date(2024, 1) == cars.on", "takes a year, a month and a day"),
        ("date(2024, 1万元, 1) == cars.on", "unlike units"),
        ("published - approved <= 20万元", "unlike units"),
        ("published mentions 年", "expected a text"),
    ],
)
def test_what_dates_cannot_do_is_told_at_load(condition: str, words: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        pack(with_rule(NAMES, f"assert: '{condition}'"))
    assert words in str(caught.value)


DATES = "approved: 2024-02-01\npublished: 2024年2月21日\n"
LIMIT = "published - approved <= 20天"


@pytest.mark.parametrize(
    ("sidecar", "kind"),
    [
        (DATES, PASS),
        (DATES.replace("21日", "22日"), FAIL),
        (DATES.replace("21日", "1日"), PASS),
        ("approved: 2024-02-01\n", UNDETERMINED),
        ("", UNDETERMINED),
    ],
)
def test_the_dates_of_the_sidecar(sidecar: str, kind: OutcomeKind) -> None:
    assert told(LIMIT, sidecar).kind is kind


def test_what_the_sidecar_does_not_say_is_told() -> None:
    assert told("published is not stated", "approved: 2024-02-01").kind is PASS
    outcome = told(LIMIT, "approved: 2024-02-01")
    assert [(one.code, dict(one.details)) for one in outcome.reasons] == [
        ("date_not_given", {"what": "published"})
    ]


def test_a_late_publication_shows_both_dates_and_where_they_stand() -> None:
    outcome = told(LIMIT, DATES.replace("21日", "22日"))
    assert [(item.role, item.text, item.place.spot) for item in outcome.evidence] == [
        ("published", "2024年2月22日", "a.txt.meta.yaml:2"),
        ("approved", "2024-02-01", "a.txt.meta.yaml:1"),
    ]


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("aproved: 2024-02-01", [(1, 1, "did you mean “approved”?")]),
        ("approved: 2024-02-30", [(1, 11, "no such day")]),
        ("approved: 去年", [(1, 11, "a date such as 2024-02-20")]),
        ("package: all", [(1, 10, "choose from: complete")]),
        ("approved: 2024-02-01\napproved: 2024-02-02", [(2, 1, "approved")]),
        ("aproved: 1\npublished: 2024-13-01", [(1, 1, "approved"), (2, 12, "no such day")]),
        ("- approved", [(1, 1, "")]),
    ],
)
def test_a_faulty_sidecar_is_told_with_line_and_column(
    text: str, mistakes: list[tuple[int, int, str]]
) -> None:
    with pytest.raises(RuleFileError) as caught:
        read_sidecar(text, "a.meta.yaml")
    assert [(one.line, one.column) for one in caught.value.mistakes] == [one[:2] for one in mistakes]
    for found, (_, _, words) in zip(caught.value.mistakes, mistakes, strict=True):
        assert words in found.message


def test_the_sidecar_beside_a_submission_is_read(tmp_path: Path) -> None:
    submission = tmp_path / "a.txt"
    submission.write_text(SUBMISSION, encoding="utf-8")
    assert read_facts(submission).sidecar.published is None
    (tmp_path / "a.txt.meta.yaml").write_text(DATES, encoding="utf-8")
    published = read_facts(submission).sidecar.published
    assert published is not None
    assert published.value.isoformat() == "2024-02-21"
    (tmp_path / "a.txt.meta.yaml").write_text("published: morgen", encoding="utf-8")
    with pytest.raises(SubmissionError, match=r"a\.txt\.meta\.yaml:1:12"):
        read_facts(submission)
    result = CliRunner().invoke(app, ["check", str(submission), "-o", str(tmp_path / "out.html")])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def late(tmp_path: Path, sidecar: str) -> list[tuple[str, str]]:
    """The outcomes of the shipped rules on publication in time, on the sample with a sidecar."""
    path = tmp_path / SAMPLE.name
    path.write_bytes(SAMPLE.read_bytes())
    if sidecar:
        path.with_name(path.name + ".meta.yaml").write_text(sidecar, encoding="utf-8")
    report = report_on(path, Library())
    found = [finding for finding in report.findings if finding.rule.id.endswith("901")]
    assert len(found) == any(o.kind is FAIL for o in report.outcomes if o.rule.endswith("901"))
    standing = {duty.standing.value for duty in report.duties if duty.obligation.id == "GC-T"}
    kinds = {str(outcome.kind) for outcome in report.outcomes if outcome.rule.endswith("901")}
    return [(kind, said) for kind in kinds for said in standing]


def test_publication_in_time_is_judged_where_dates_are_given_and_else_left_to_a_person(
    tmp_path: Path,
) -> None:
    assert late(tmp_path, "") == [("not_applicable", "person")]
    assert late(tmp_path, "approved: 2019-02-01\npublished: 2019-02-15") == [("pass", "held")]
    assert late(tmp_path, "approved: 2019-02-01\npublished: 2019-03-15") == [("fail", "failed")]
    assert late(tmp_path, "published: 2019-03-15") == [("undetermined", "undetermined")]


PACKAGE = """\
sections: {text: {heading: 资产情况, belongs: package}}
tables:
  income: {title: 收入表, belongs: package, columns: {total: 合计}}
  spending: {title: 支出表, belongs: together, columns: {total: 合计}}
"""


@pytest.mark.parametrize("name", ["text", "income", "spending"])
def test_what_is_absent_from_a_complete_package_is_missing(name: str) -> None:
    made = pack(with_rule(PACKAGE, f"assert: {name} is present"))
    given = facts("某局2024年部门决算\n一、概况\n无。\n")
    (outcome,) = evaluate(made, given)
    assert outcome.kind is UNDETERMINED
    (outcome,) = evaluate(made, replace(given, sidecar=read_sidecar("package: complete", "a.meta.yaml")))
    assert outcome.kind is FAIL
    assert outcome.evidence


def test_an_example_may_have_a_sidecar_and_a_slip_in_its_dates_is_noticed() -> None:
    text = with_rule("", f"assert: {LIMIT}").replace(
        "{outcome: pass, given: 略}",
        "{outcome: pass, given: 略, sidecar: {approved: 2024-02-01, published: 2024-02-21}}",
    )
    text = text.replace(
        "{outcome: fail, given: 略}",
        "{outcome: fail, given: 略, sidecar: {approved: 2024-02-01, published: 2024-02-22}}",
    )
    made = pack(text)
    result = trial(made.rules[0], made)
    assert result.sound
    assert not result.toothless
    assert result.bite is not None
    assert (result.bite.before, result.bite.after) == ("2024-02-21", "2024-02-22")


def test_a_day_in_an_example_that_no_calendar_has_is_told() -> None:
    text = with_rule("", f"assert: {LIMIT}").replace(
        "{outcome: pass, given: 略}", "{outcome: pass, given: 略, sidecar: {approved: 2024-02-30}}"
    )
    with pytest.raises(RuleFileError, match="no such day"):
        pack(text)


def test_a_message_says_dates() -> None:
    (outcome,) = outcomes(NAMES, 'assert: cars.on.year == 2023\nmessage: "截至{cars.on}"', SUBMISSION)
    assert dict(outcome.reasons[0].details)["words"] == "截至2024年12月31日"


TABLE = """\
tables:
  works:
    title: 项目进度表
    columns: {name: {title: 项目名称, type: text}, begun: {title: 开工日期, type: date}, done: {title: 完工日期, type: date}}
    rows: {lines: {where: name is not blank}}
"""


def of_table(condition: str, begun: str, done: str) -> Outcome:
    submission = f"某局2024年部门决算\n项目进度表\n项目名称 | 开工日期 | 完工日期\n修路 | {begun} | {done}\n"
    (outcome,) = evaluate(
        pack(with_rule(TABLE, f"for_each: row in works.lines\nassert: {condition}")), facts(submission)
    )
    return outcome


@pytest.mark.parametrize(
    ("begun", "done", "kind"),
    [
        ("2024年2月1日", "2024-03-01", PASS),
        ("2024/2/1", "2024.12.31", PASS),
        ("20240201", "２０２４年２月２日", PASS),
        ("2024-02-01 00:00:00", "2024年2月1日", FAIL),
        ("2024年3月1日", "2024年2月29日", FAIL),
        ("2024年2月1日", "2024年2月30日", UNDETERMINED),
        ("2024年2月1日", "2024年底", UNDETERMINED),
        ("2024.2-1", "2024年5月1日", UNDETERMINED),
        ("", "2024年5月1日", UNDETERMINED),
    ],
)
def test_days_of_a_table_are_compared(begun: str, done: str, kind: OutcomeKind) -> None:
    assert of_table("row.begun < row.done", begun, done).kind is kind


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("row.done - row.begun == 29天", PASS),
        ("row.done - row.begun <= 28天", FAIL),
        ("row.begun.year == fiscal_year and row.done.month == 3", PASS),
        ("row.done == date(2024, 3, 1)", PASS),
        ("row.begun is stated and row.done is not blank", PASS),
        ("works.lines.done is filled", PASS),
    ],
)
def test_a_day_of_a_table_is_a_date(condition: str, kind: OutcomeKind) -> None:
    assert of_table(condition, "2024-02-01", "2024年3月1日").kind is kind


def test_a_cell_that_is_no_day_says_so() -> None:
    outcome = of_table("row.done > row.begun", "2024年2月1日", "年底")
    assert outcome.reasons[0].code == "cell_not_a_day"
    assert outcome.evidence[0].text == "年底"


def test_a_day_is_no_number() -> None:
    with pytest.raises(RuleFileError, match="date"):
        pack(with_rule(TABLE, "assert: sum(works.lines.done) == 5"))
