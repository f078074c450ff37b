"""Whole documents in the forms that most provinces use: right ones raise nothing, one slip raises its rule.

The bodies and figures are made up; the forms are the nine tables of 公开01表 to 公开09表 and the budget tables of 元.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from checker.engine import evaluate
from checker.facts import facts_of
from checker.model.rule import Severity
from checker.readers import read_bytes
from checker.report import Report, build
from checker.report.build import Verdict
from checker.rulebook.library import Library
from checker.structure import structured
from tests.as_office import as_docx, as_xlsx

FORMS = Path(__file__).parent / "forms"
BUDGET, FINAL = "department-budget", "final-accounts"
CENTRAL, SCHOOL, DISTRICT = "central-budget", "shanghai-unit-budget", "shanghai-final-accounts"
YUAN = "final-accounts-in-yuan"
LIBRARY = Library()


@cache
def form(name: str) -> str:
    return (FORMS / f"{name}.txt").read_text(encoding="utf-8")


def report_on(text: str) -> Report:
    return report_on_file(text.encode("utf-8"), "a.txt")


def report_on_file(data: bytes, name: str) -> Report:
    facts = facts_of(structured(read_bytes(data, name)))
    chosen = LIBRARY.choose(facts.identity)
    return build(
        facts,
        [(one.pack, one.why) for one in chosen],
        [outcome for one in chosen for outcome in evaluate(one.pack, facts)],
    )


def raised(report: Report) -> set[str]:
    return {
        rule.id
        for finding in report.findings
        if finding.severity is not Severity.INFO
        for rule in finding.rules
    }


@pytest.mark.parametrize("name", [CENTRAL, SCHOOL, DISTRICT, YUAN])
def test_a_right_document_of_another_form_raises_nothing_and_leaves_nothing_open(name: str) -> None:
    report = report_on(form(name))
    assert [(finding.rule.id, finding.evidence) for finding in report.findings] == []
    assert [group.reasons for group in report.undetermined] == []
    assert report.verdict is Verdict.PASSED
    assert len(report.checked) >= 0.85 * len(report.facts.figures)


@pytest.mark.parametrize("name", [BUDGET, FINAL])
def test_a_right_document_raises_nothing_and_nothing_is_left_open(name: str) -> None:
    report = report_on(form(name))
    assert [(finding.rule.id, finding.evidence) for finding in report.findings] == []
    # the names of some economic classes are not known from print
    assert {reason.code for group in report.undetermined for reason in group.reasons} <= {"code_not_listed"}
    assert report.verdict is Verdict.PASSED
    assert f"national/{name}" in {pack.id for pack in report.packs}
    assert len(report.checked) >= 0.9 * len(report.facts.figures)


@pytest.mark.parametrize("name", [BUDGET, FINAL])
@pytest.mark.parametrize("make", [as_docx, as_xlsx])
def test_a_right_document_raises_nothing_as_word_or_excel(name: str, make: Callable[[str], bytes]) -> None:
    text, office = report_on(form(name)), report_on_file(make(form(name)), "a")
    assert [(finding.rule.id, finding.evidence) for finding in office.findings] == []
    assert len(office.checked) >= 0.98 * len(text.checked)


SLIPS = [
    (BUDGET, "支出总计\t9,000,000.00", "支出总计\t9,100,000.00", "DB301"),
    (BUDGET, "收入总计\t9,000,000.00", "收入总计\t9,900,000.00", "DB301"),
    (BUDGET, "合计\t\t9,000,000.00\t100,000.00", "合计\t\t9,600,000.00\t100,000.00", "DB302"),
    (BUDGET, "合计\t\t8,900,000.00\t7,000,000.00", "合计\t\t8,000,000.00\t7,000,000.00", "DB303"),
    (BUDGET, "支出总计\t8,500,000.00\t8,500,000.00", "支出总计\t8,500,000.00\t8,400,000.00", "DB306"),
    (BUDGET, "合计\t\t7,000,000.00\t6,300,000.00", "合计\t\t7,100,000.00\t6,300,000.00", "DB309"),
    (
        BUDGET,
        "100,000.00\t\t80,000.00\t\t80,000.00\t20,000.00",
        "100,000.00\t\t80,000.00\t\t80,000.00\t10,000.00",
        "DB314",
    ),
    (
        BUDGET,
        "100,000.00\t\t80,000.00\t\t80,000.00\t20,000.00",
        "100,000.00\t\t80,000.00\t\t70,000.00\t20,000.00",
        "DB318",
    ),
    (BUDGET, "30101\t基本工资", "3011\t基本工资", "DB319"),
    (BUDGET, "30101\t基本工资", "30101\t绩效工资", "DB320"),
    (
        BUDGET,
        "2130201\t行政运行\t4,000,000.00\t4,000,000.00\t3,500,000.00",
        "2130299\t行政运行\t4,000,000.00\t4,000,000.00\t3,400,000.00",
        "ARI501",
    ),
    (BUDGET, "收入预算900.00万元", "收入预算90.00万元", "DB401"),
    (BUDGET, "支出预算900.00万元", "支出预算900.00元", "DB402"),
    (BUDGET, "一般公共预算支出预算850.00万元", "一般公共预算支出预算580.00万元", "DB404"),
    (BUDGET, "“三公”经费预算10.00万元", "“三公”经费预算1.00万元", "DB406"),
    (BUDGET, "（三）公务接待费2.00万元", "（三）公务接待费2.20万元", "DB409"),
    (BUDGET, "机关运行经费预算50.00万元", "机关运行经费预算75.00万元", "DB410"),
    (BUDGET, "行政运行（项）400.00万元", "行政运行（项）401.00万元", "ACC102"),
    (BUDGET, "林业和草原（款）行政运行（项）", "林业和草原（款）事业运行（项）", "ACC101"),
    (
        BUDGET,
        "五、机关运行经费情况\n2024年机关运行经费预算50.00万元，比上年减少2.00万元，下降3.85%，主要是压缩办公费。\n",
        "",
        "DB203",
    ),
    (BUDGET, "注：我部门2024年没有政府性基金预算安排的支出。\n", "", "FRM101"),
    (BUDGET, "占82.35%", "占83.25%", "ARI301"),
    (FINAL, "总计\t62\t1,120.00", "总计\t62\t1,112.00", "FA301"),
    (FINAL, "合计\t\t1,060.00\t1,050.00", "合计\t\t1,006.00\t1,050.00", "FA302"),
    (FINAL, "本年支出合计\t57\t1,100.00", "本年支出合计\t57\t1,010.00", "FA303"),
    (FINAL, "总计\t64\t1,100.00", "总计\t64\t1,010.00", "FA304"),
    (FINAL, "合计\t\t1,040.00\t750.00", "合计\t\t1,014.00\t750.00", "FA306"),
    (FINAL, "合计\t\t\t50.00\t50.00\t\t50.00\t", "合计\t\t\t50.00\t50.00\t\t50.00\t5.00", "FA310"),
    (FINAL, "人员经费合计\t\t650.00", "人员经费合计\t\t605.00", "FA309"),
    (FINAL, "公用经费合计\t\t\t\t\t100.00", "公用经费合计\t\t\t\t\t110.00", "FA309"),
    (FINAL, "30205\t水费", "3020\t水费", "FA315"),
    (FINAL, "收、支总计（含结转和结余）1,120.00万元", "收、支总计（含结转和结余）1,102.00万元", "FA401"),
    (FINAL, "2023年度支出合计1,100.00万元", "2023年度支出合计1,010.00万元", "FA403"),
    (FINAL, "财政拨款收、支总计1,100.00万元", "财政拨款收、支总计1,000.00万元", "FA404"),
    (FINAL, "支出决算为10.00万元", "支出决算为11.00万元", "FA409"),
    (FINAL, "机关运行经费支出70.00万元", "机关运行经费支出107.00万元", "FA410"),
    (FINAL, "公用经费100.00万元，主要包括办公费、水费", "公用经费100.00万元，主要包括办公费、电费", "FA412"),
    (FINAL, "津贴补贴、机关事业单位", "津贴补贴、奖金、机关事业单位", "FA411"),
    (
        FINAL,
        "注：本部门本年度没有国有资本经营预算财政拨款支出，故本表为空表。\n",
        "注：国有资本经营支出见本表。\n",
        "FRM101",
    ),
    (FINAL, "注：各项支出见本表。", "注：本部门没有支出，故本表为空表。", "FRM102"),
    (FINAL, "2070104\t图书馆\t290.00\t\t290.00", "2070104\t图书馆\t209.00\t\t209.00", "ARI503"),
    (CENTRAL, "收支总预算6,120.00万元", "收支总预算6,210.00万元", "DB413"),
    (CENTRAL, "年支出预算6,120.00万元", "年支出预算6,210.00万元", "DB402"),
    (CENTRAL, "财政拨款收支总预算5,250.00万元", "财政拨款收支总预算5,520.00万元", "DB403"),
    (CENTRAL, "当年拨款5,000.00万元，比", "当年拨款5,010.00万元，比", "DB404"),
    (CENTRAL, "人员经费2,030.00万元，主要", "人员经费2,300.00万元，主要", "DB411"),
    (CENTRAL, "公用经费570.00万元，主要", "公用经费750.00万元，主要", "DB412"),
    (CENTRAL, "55.00\t30.00\t17.00\t\t17.00\t8.00", "55.00\t30.00\t17.00\t\t17.00\t9.00", "DB317"),
    (CENTRAL, "公务接待费8.00万元", "公务接待费6.00万元", "DB409"),
    (CENTRAL, "支出4,200.00万元，占84.00%", "支出4,200.00万元，占48.00%", "ARI301"),
    (CENTRAL, "支出总计\t5,250.00", "支出总计\t5,520.00", "DB305"),
    (SCHOOL, "预算支出总额为4954.46万元", "预算支出总额为4945.46万元", "DB402"),
    (SCHOOL, "支出总计\t49,544,567", "支出总计\t49,454,567", "DB301"),
    (SCHOOL, "合计\t\t\t\t49,544,567", "合计\t\t\t\t49,544,576", "DB302"),
    (SCHOOL, "3.20\t0.00\t0.00\t3.20\t0.00\t3.20", "3.20\t0.00\t0.00\t3.20\t0.00\t2.30", "DB318"),
    (DISTRICT, "年末结转和结余\t7.90", "年末结转和结余\t9.70", "ARI502"),
    (DISTRICT, "公务接待费决算为0.20万元", "公务接待费决算为2.00万元", "FA419"),
    (DISTRICT, "运行维护费决算为4.80万元", "运行维护费决算为4.08万元", "FA416"),
    (DISTRICT, "支出决算4.80万元", "支出决算4.08万元", "FA417"),
    (DISTRICT, "公务接待费支出0.20万元", "公务接待费支出2.00万元", "FA421"),
    (DISTRICT, "\t工资福利支出\t828.05", "\t工资福利支出\t882.05", "ARI503"),
    (YUAN, "年初财政拨款结转和结余\t28\t300,000.00", "年初财政拨款结转和结余\t28\t200,000.00", "ARI502"),
    (
        YUAN,
        "（2）公务用车运行维护费\t6\t80,000.00\t60,000.00",
        "（2）公务用车运行维护费\t6\t80,000.00\t50,000.00",
        "ARI504",
    ),
    (YUAN, "支出决算为60,000.00元，完成", "支出决算为61,000.00元，完成", "ARI101"),
    (YUAN, "年初预算为80,000.00元", "年初预算为81,000.00元", "ARI401"),
]


@pytest.mark.parametrize(
    ("name", "written", "slip", "rule"), SLIPS, ids=[f"{n}-{r}-{s[:16]}" for n, _, s, r in SLIPS]
)
def test_one_slip_raises_its_rule(name: str, written: str, slip: str, rule: str) -> None:
    assert form(name).count(written) >= 1
    report = report_on(form(name).replace(written, slip, 1))
    assert rule in raised(report), [(finding.rule.id, finding.subject) for finding in report.findings]


@pytest.mark.parametrize(
    ("name", "first", "last", "rule"),
    [
        (BUDGET, "预算公开06表", "预算公开07表", "DB101"),
        (BUDGET, "预算公开09表", "第三部分 2024年部门预算情况说明\n一、", "DB102"),
        (
            FINAL,
            "一般公共预算财政拨款支出决算表\n公开05表",
            "一般公共预算财政拨款基本支出决算明细表\n公开06表",
            "FA101",
        ),
    ],
)
def test_a_table_that_is_left_out_is_missed(name: str, first: str, last: str, rule: str) -> None:
    text = form(name)
    without = text[: text.index(first)] + text[text.index(last) :]
    assert rule in raised(report_on(without))


THREE_PUBLIC = "3.20\t0.00\t0.00\t3.20\t0.00\t3.20\t0.00\n"
NOTE = "注：本单位2026年无“三公”经费和机关运行经费预算，故本表为空表。\n"


def test_a_table_about_the_same_funds_under_an_unknown_name_is_not_called_missing() -> None:
    text = form(YUAN).replace(
        "一般公共预算财政拨款收入支出决算表\n公开05表", "一般公共预算收支明细表\n公开05表"
    )
    report = report_on(text)
    assert "FA101" not in raised(report)
    reasons = [reason.code for group in report.undetermined for reason in group.reasons]
    assert "maybe_under_another_name" in reasons


def test_a_table_about_other_funds_does_not_stand_for_a_missing_one() -> None:
    text = form(YUAN).replace(
        "一般公共预算财政拨款收入支出决算表\n公开05表", "一般公共预算项目支出明细表\n公开05表"
    )
    assert "FA101" in raised(report_on(text))


@pytest.mark.parametrize("cells", ["0.00\t0.00\t0.00\t0.00\t0.00\t0.00\t0.00\n", "\t\t\t\t\t\t\n", ""])
def test_a_unit_without_three_public_may_print_zeros_or_nothing_and_call_the_table_empty(cells: str) -> None:
    text = form(SCHOOL).replace(THREE_PUBLIC, cells + NOTE)
    start, end = text.index("2026年“三公”经费预算数为"), text.index("二、机关运行经费预算")
    said = (
        "2026年“三公”经费预算数为0万元，与2025年预算持平。\n（一）因公出国（境）费0万元，与2025年预算持平。\n"
    )
    report = report_on(text[:start] + said + text[end:])
    assert raised(report) == set()
    assert [group.reasons for group in report.undetermined] == []


def test_a_table_of_three_public_with_amounts_is_not_empty() -> None:
    assert "FRM102" in raised(report_on(form(SCHOOL).replace(THREE_PUBLIC, THREE_PUBLIC + NOTE)))


def test_the_income_from_the_treasury_is_not_the_whole_income() -> None:
    text = form(BUDGET).replace("2024年收入预算900.00万元", "2024年财政拨款收入预算850.00万元")
    assert not raised(report_on(text)) & {"DB401"}


def test_of_the_rows_of_several_bodies_the_total_is_compared() -> None:
    row = "55.00\t30.00\t17.00\t\t17.00\t8.00"
    head = "合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\n\t\t小计\t公务用车购置费\t公务用车运行费\t\n"
    rows = (
        f"单位名称\t{head.replace(chr(10), chr(10) + chr(9), 1)}合计\t{row}\n"
        "局本级\t40.00\t25.00\t10.00\t\t10.00\t5.00\n信息中心\t15.00\t5.00\t7.00\t\t7.00\t3.00\n"
    )
    text = form(CENTRAL)
    start, end = text.index("2024年预算数\t\t\t\t\t\t2025"), text.index("\n\n部门公开表8")
    right = text[:start] + rows + text[end + 1 :]
    report = report_on(right)
    assert raised(report) == set()
    assert [group.reasons for group in report.undetermined] == []
    assert "DB406" in raised(report_on(right.replace("经费预算数为55.00万元", "经费预算数为56.00万元")))


ROWS, PARTS = form("budget-07-by-rows"), form("budget-06-side-by-side")


def in_form(table: str) -> str:
    """The budget with one of its tables in another form."""
    text = form(BUDGET)
    number = table[: table.index("\n")]
    following = f"预算公开{int(number[4:6]) + 1:02}表"
    return text[: text.index(number)] + table + text[text.index(following) :]


FINAL_ROWS, FINAL_COLUMNS = form("final-07-by-rows"), form("final-01-three-columns")


def in_final_form(table: str) -> str:
    """The final accounts with one of its tables in another form."""
    text = form(FINAL)
    title, number = table.splitlines()[:2]
    start = text.index(f"{title}\n{number}")
    return text[:start] + table + text[text.index("\n\n", start) + 2 :]


OF_A_UNIT = form(BUDGET).replace("临江市林业和草原局", "临江市森林防火站").replace("我部门", "我单位")
OF_A_UNIT = OF_A_UNIT.replace("2024年部门预算", "2024年单位预算").replace("部门概况", "单位概况")
OF_A_UNIT = OF_A_UNIT.replace("\n部门收", "\n单位收").replace("\n部门支", "\n单位支")
OF_A_UNIT = OF_A_UNIT.replace(
    "部门预算编报范围有本级和1家下属单位：\n1.临江市森林防火站本级\n2.临江市森林防火站\n", "没有下属单位。\n"
)
FULL_WIDTH = form(BUDGET).translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789.,"})


@pytest.mark.parametrize(
    "text",
    [in_form(ROWS), in_form(PARTS), OF_A_UNIT, FULL_WIDTH],
    ids=["three public by rows", "basic side by side", "of a unit", "full-width digits"],
)
def test_other_forms_are_right_as_well(text: str) -> None:
    report = report_on(text)
    assert raised(report) == set()
    assert [group.reasons for group in report.undetermined] == []


@pytest.mark.parametrize("table", [FINAL_ROWS, FINAL_COLUMNS], ids=["three public by rows", "three columns"])
def test_other_forms_of_final_accounts_are_right_as_well(table: str) -> None:
    report = report_on(in_final_form(table))
    assert raised(report) == set()
    assert {reason.code for group in report.undetermined for reason in group.reasons} <= {"code_not_listed"}


@pytest.mark.parametrize(
    ("table", "written", "slip", "rule"),
    [
        (FINAL_ROWS, "合计\t15.00\t12.00\t10.00", "合计\t15.00\t12.00\t11.00", "FA319"),
        (FINAL_ROWS, "合计\t15.00\t12.00\t10.00", "合计\t15.00\t12.00\t100.00", "FA422"),
        (
            FINAL_COLUMNS,
            "总计\t31\t1,070.00\t1,120.00\t1,120.00",
            "总计\t31\t1,070.00\t1,120.00\t1,102.00",
            "FA301",
        ),
        (
            FINAL_COLUMNS,
            "总计\t31\t1,070.00\t1,120.00\t1,120.00",
            "总计\t31\t1,700.00\t1,120.00\t1,120.00",
            "ARI502",
        ),
    ],
)
def test_a_slip_in_another_form_of_final_accounts_raises_its_rule(
    table: str, written: str, slip: str, rule: str
) -> None:
    assert table.count(written) == 1
    assert rule in raised(report_on(in_final_form(table.replace(written, slip))))


@pytest.mark.parametrize(
    ("table", "written", "slip", "rule"),
    [
        (ROWS, "二、公务接待费\t20,000.00", "二、公务接待费\t10,000.00", "DB334"),
        (ROWS, "合计\t100,000.00", "合计\t1,000,000.00", "DB337"),
        (ROWS, "公务用车运行维护费\t80,000.00", "公务用车运行维护费\t8,000.00", "DB338"),
        (PARTS, "公用经费合计\t\t700,000.00", "公用经费合计\t\t770,000.00", "DB329"),
        (PARTS, "30201\t办公费", "3021\t办公费", "DB319"),
    ],
)
def test_a_slip_in_another_form_raises_its_rule(table: str, written: str, slip: str, rule: str) -> None:
    assert table.count(written) == 1
    assert rule in raised(report_on(in_form(table.replace(written, slip))))


@pytest.mark.parametrize("name", [BUDGET, FINAL])
def test_the_explanation_alone_lacks_no_table(name: str) -> None:
    text = form(name)
    title = text.splitlines()[0]
    explanation = text[text.rindex("第三部分") :]
    report = report_on(f"{title}\n一、主要职责\n负责有关工作。\n二、机构设置\n内设三个科室。\n{explanation}")
    assert raised(report) == set()
    assert {reason.code for group in report.undetermined for reason in group.reasons} == {"tables_elsewhere"}


@pytest.mark.parametrize("name", [BUDGET, FINAL])
def test_the_tables_alone_lack_no_explanation(name: str) -> None:
    text = form(name)
    title = text.splitlines()[0]
    tables = text[text.rindex("第二部分") : text.rindex("第三部分")]
    report = report_on(f"{title}\n{tables}")
    assert raised(report) == set()
