"""What a document is, by the words of its title; and which packs that asks for."""

from __future__ import annotations

import pytest

from checker.facts.identity import identity_of
from checker.model.figure import Found, Identity
from checker.model.raw import RawDocument, RawLine
from checker.model.rule import Applies
from checker.model.text import Place, Text
from checker.rulebook.library import reasons
from checker.structure import structured
from tests.small import SUBMISSION, facts


def identity(submission: str) -> Identity:
    return facts(submission).identity


def said(of: Identity) -> tuple[str | None, int | None, str | None, str | None]:
    """Entity, year, kind and level."""
    return (
        of.entity.value if of.entity else None,
        of.fiscal_year.value if of.fiscal_year else None,
        of.kind.value if of.kind else None,
        of.level.value if of.level else None,
    )


@pytest.mark.parametrize(
    ("title", "entity", "year", "kind", "level"),
    [
        ("石家庄市教育局2019年部门预算", "石家庄市教育局", 2019, "budget", "department"),
        ("石家庄市教育局 2019 年部门预算信息公开情况说明", "石家庄市教育局", 2019, "budget", "department"),
        ("石家庄市教育局２０２４年度部门决算", "石家庄市教育局", 2024, "final-accounts", "department"),
        ("石家庄市少年儿童图书馆2024年度单位预算", "石家庄市少年儿童图书馆", 2024, "budget", "unit"),
        ("2024年度石家庄市教育局部门决算", "石家庄市教育局", 2024, "final-accounts", "department"),
        ("2024年石家庄市委统战部部门预算", "石家庄市委统战部", 2024, "budget", "department"),
        ("石家庄市教育局2024年预算", "石家庄市教育局", 2024, "budget", None),
        (
            "石家庄市委（社会工作部）办公室2024年部门预算",
            "石家庄市委(社会工作部)办公室",
            2024,
            "budget",
            "department",
        ),
        pytest.param(
            "石家庄市第28中学2024年单位预算",
            "石家庄市第28中学",
            2024,
            "budget",
            "unit",
        ),
        pytest.param(
            "石家庄市实验小学2024年单位预算",
            "石家庄市实验小学",
            2024,
            "budget",
            "unit",
        ),
        pytest.param(
            "石家庄市第二幼儿园2024年单位预算",
            "石家庄市第二幼儿园",
            2024,
            "budget",
            "unit",
        ),
        pytest.param(
            "财政局2024年部门预算",
            "财政局",
            2024,
            "budget",
            "department",
        ),
        pytest.param(
            "《石家庄市教育局2024年部门预算》",
            "石家庄市教育局",
            2024,
            "budget",
            "department",
        ),
        pytest.param(
            "石家庄市教育局二〇二四年部门预算",
            "石家庄市教育局",
            2024,
            "budget",
            "department",
        ),
        pytest.param(
            "石家庄市教育局关于2024年部门预算的说明",
            "石家庄市教育局",
            2024,
            "budget",
            "department",
        ),
    ],
)
def test_a_title_says_what_the_document_is(
    title: str, entity: str, year: int, kind: str, level: str | None
) -> None:
    assert said(identity(f"{title}\n\n正文在此。")) == (entity, year, kind, level)


@pytest.mark.parametrize(
    ("cover", "entity", "year", "kind", "level"),
    [
        ("平山县教育局2023年度部门决算公开", "平山县教育局", 2023, "final-accounts", "department"),
        ("河北大学2022年度决算公开", "河北大学", 2022, "final-accounts", None),
        ("石家庄市财政局（本级）2024年单位预算", "石家庄市财政局", 2024, "budget", "unit"),
        ("平山县某某乡人民政府2021年预算公开说明", "平山县某某乡人民政府", 2021, "budget", None),
        ("平山县教育局部门2024年度预算公开", "平山县教育局", 2024, "budget", "department"),
        ("平山县教育局2024年度部门（单位）预算", "平山县教育局", 2024, "budget", None),
        ("平山县教育局部门决算公开报告（2023年度）", "平山县教育局", 2023, "final-accounts", "department"),
        ("2023年度部门决算公开（平山县教育局）", "平山县教育局", 2023, "final-accounts", "department"),
        ("关于平山县教育局2024年部门预算的说明", "平山县教育局", 2024, "budget", "department"),
        ("附件1\n平山县教育局2024年部门预算", "平山县教育局", 2024, "budget", "department"),
        (
            "监督索引号53010000123456\n元江县教育局2024年部门预算",
            "元江县教育局",
            2024,
            "budget",
            "department",
        ),
        (
            "监督索引号53010000123456\n2024年元江县教育局部门预算",
            "元江县教育局",
            2024,
            "budget",
            "department",
        ),
        ("附件2：\n平山县教育局2024年部门预算", "平山县教育局", 2024, "budget", "department"),
        ("首页\n政务公开\n平山县教育局2024年部门预算", "平山县教育局", 2024, "budget", "department"),
        ("2023年度\n部门决算\n平山县教育局", "平山县教育局", 2023, "final-accounts", "department"),
        ("2023年度\n平山县\n教育局部门决算", "平山县教育局", 2023, "final-accounts", "department"),
        ("平山县教育局\n（本级）\n2024年单位预算", "平山县教育局", 2024, "budget", "unit"),
        ("2019年度县级部门决算\n部门：平山县教育局", "平山县教育局", 2019, "final-accounts", "department"),
        ("现将平山县教育局2024年部门预算公开如下。", "平山县教育局", 2024, "budget", "department"),
        ("2023年度部门决算\n单位：人民币万元", None, 2023, "final-accounts", "department"),
        ("第一部分\n2023年度部门决算情况说明", None, 2023, "final-accounts", "department"),
        ("说明\n2024年部门预算", None, 2024, "budget", "department"),
        ("上海市XX局2024年度部门决算", None, 2024, "final-accounts", "department"),
        ("2024年政府预算公开", None, None, None, None),
        ("2024年一般公共预算支出", None, None, None, None),
        ("平山县教育局2023年部门决算和2024年部门预算", "平山县教育局", None, None, "department"),
    ],
)
def test_covers_say_it_in_many_ways(
    cover: str, entity: str | None, year: int | None, kind: str | None, level: str | None
) -> None:
    assert said(identity(f"{cover}\n正文在此。")) == (entity, year, kind, level)


def test_the_cover_of_a_unit_names_the_department_above_it_as_well() -> None:
    cover = "上海市普陀区2025年区级单位预算\n预算主管部门：上海市普陀区教育局\n预算单位：上海市普陀区某某小学\n正文。"
    assert said(identity(cover)) == ("上海市普陀区某某小学", 2025, "budget", "unit")


def test_a_main_heading_says_what_a_document_without_a_cover_is() -> None:
    before = "".join(f"第{at}段。\n" for at in range(20))
    assert said(identity(f"{before}第三部分 平山县教育局2023年度部门决算情况说明\n正文。")) == (
        "平山县教育局",
        2023,
        "final-accounts",
        "department",
    )


TABLE_ROWS = "| 项目 | 金额 |\n| 甲 | 5 |\n"


def test_the_tables_say_what_they_are_where_they_stand_alone() -> None:
    tables = (
        f"2024年部门收支总表\n单位：万元\n{TABLE_ROWS}2024年部门一般公共预算支出表\n单位：万元\n{TABLE_ROWS}"
    )
    assert said(identity(tables)) == (None, 2024, "budget", "department")


def test_a_detail_beside_the_title_of_a_table_says_the_year_of_final_accounts() -> None:
    table = f"收入支出决算总表\n公开01表\n部门：平山县教育局　2023年度　金额单位：万元\n{TABLE_ROWS}"
    assert said(identity(table)) == ("平山县教育局", 2023, "final-accounts", None)


def test_the_tables_of_a_government_are_no_departments() -> None:
    assert identity(f"2024年一般公共预算收入预算表\n单位：万元\n{TABLE_ROWS}") == Identity()


def test_what_the_title_says_has_its_words_and_place() -> None:
    title = "石家庄市教育局 2019 年部门预算"
    assert identity(f"{title}\n正文。").fiscal_year == Found(2019, title, Place(SUBMISSION, line=1))


def test_the_title_may_stand_below_other_lines() -> None:
    found = identity("附件2。\n\n石家庄市教育局2019年部门预算\n正文。")
    assert said(found) == ("石家庄市教育局", 2019, "budget", "department")
    assert found.entity is not None
    assert found.entity.place.line == 3


def test_a_title_may_stand_on_two_lines_of_a_text() -> None:
    found = identity("石家庄市教育局\n2019年部门预算\n正文在此。")
    assert said(found) == ("石家庄市教育局", 2019, "budget", "department")


def test_a_title_may_stand_on_several_lines_of_a_page() -> None:
    lines = ("中共石家庄市委", "社会工作部2024年度", "部门决算")
    raw = RawDocument(
        "a.pdf",
        "",
        "application/pdf",
        1,
        tuple(
            RawLine(Text.at(line, Place("a.pdf", page=1)), indented=True, full=False, size=36.0, display=True)
            for line in lines
        ),
    )
    assert said(identity_of(structured(raw))) == (
        "中共石家庄市委社会工作部",
        2024,
        "final-accounts",
        "department",
    )


@pytest.mark.parametrize(
    "key", ["预算主管部门", "预算单位", "编制部门", "编制单位", "部门名称", "单位名称", "填报单位"]
)
def test_a_key_names_the_entity_where_the_title_does_not(key: str) -> None:
    found = identity(f"2024年部门预算\n{key}：石家庄市教育局\n正文在此。")
    assert said(found) == ("石家庄市教育局", 2024, "budget", "department")


def test_the_caption_of_a_table_names_the_entity_where_nothing_else_does() -> None:
    table = "收支表\n编制部门：石家庄市教育局　　单位：万元\n| 项目 | 金额 |\n| 甲 | 5 |\n"
    assert said(identity(f"2024年部门预算\n正文在此。\n{table}"))[0] == "石家庄市教育局"


@pytest.mark.parametrize(
    "submission",
    [
        "正文在此，没有标题。",
        "关于做好公开工作的通知\n正文。",
        "石家庄市教育局工作总结\n正文。",
    ],
)
def test_a_document_that_does_not_say_is_not_guessed(submission: str) -> None:
    assert identity(submission) == Identity()


def test_the_year_of_comparison_is_not_the_year_of_the_document() -> None:
    submission = "石家庄市教育局2019年部门预算\n一、比上年增减\n较2018年部门预算增加5万元。"
    assert said(identity(submission))[1] == 2019


# --- region ---


@pytest.mark.parametrize(
    ("entity", "region"),
    [
        ("石家庄市教育局", ("石家庄市",)),
        ("河北省石家庄市教育局", ("河北省", "石家庄市")),
        ("河北省石家庄市桥西区教育局", ("河北省", "石家庄市", "桥西区")),
        ("北京市海淀区教育局", ("北京市", "海淀区")),
        ("上海市浦东新区财政局", ("上海市", "浦东新区")),
        ("内蒙古自治区呼和浩特市财政局", ("内蒙古自治区", "呼和浩特市")),
        ("新疆维吾尔自治区财政厅", ("新疆维吾尔自治区",)),
        ("吉林省吉林市财政局", ("吉林省", "吉林市")),
        ("正定县教育局", ("正定县",)),
        ("正定县城市管理局", ("正定县",)),
        ("正定县市场监督管理局", ("正定县",)),
        ("石家庄市桥西区城市管理局", ("石家庄市", "桥西区")),
        ("锡林郭勒盟财政局", ("锡林郭勒盟",)),
        ("恩施土家族苗族自治州财政局", ("恩施土家族苗族自治州",)),
        ("中共石家庄市委办公室", ("石家庄市",)),
        ("中国共产党石家庄市委员会办公室", ("石家庄市",)),
        ("石家庄市市场监督管理局", ("石家庄市",)),
        ("石家庄市区域合作办公室", ("石家庄市",)),
        ("某某事务协调办公室", None),
        pytest.param("石家庄市城市管理局", ("石家庄市",)),
        pytest.param("石家庄市社区矫正局", ("石家庄市",)),
        pytest.param(
            "政协石家庄市委员会办公室",
            ("石家庄市",),
        ),
        pytest.param(
            "共青团石家庄市委办公室",
            ("石家庄市",),
        ),
    ],
)
def test_the_name_of_the_entity_begins_with_its_region(entity: str, region: tuple[str, ...] | None) -> None:
    found = identity(f"{entity}2024年部门预算\n正文在此。").region
    assert (found.value if found else None) == region


# --- which packs a document asks for ---

SHIJIAZHUANG = Applies(("budget",), ("department",), ("河北省", "石家庄市"), 2017, None)


@pytest.mark.parametrize(
    ("title", "applies", "chosen"),
    [
        ("石家庄市教育局2019年部门预算", SHIJIAZHUANG, True),
        ("河北省石家庄市教育局2017年部门预算", SHIJIAZHUANG, True),
        ("石家庄市教育局2016年部门预算", SHIJIAZHUANG, False),
        ("石家庄市教育局2019年部门决算", SHIJIAZHUANG, False),
        ("石家庄市教育局2019年单位预算", SHIJIAZHUANG, False),
        ("石家庄市教育局2019年预算", SHIJIAZHUANG, False),
        ("保定市教育局2019年部门预算", SHIJIAZHUANG, False),
        ("河北省教育局2019年部门预算", SHIJIAZHUANG, False),
        ("山西省石家庄市教育局2019年部门预算", SHIJIAZHUANG, False),
        ("某某事务协调办公室2019年部门预算", SHIJIAZHUANG, False),
        ("没有标题的文件", SHIJIAZHUANG, False),
        ("石家庄市教育局2019年部门预算", Applies(kinds=("budget", "final-accounts")), True),
        ("石家庄市教育局2020年部门预算", Applies(since=2017, until=2020), True),
        ("石家庄市教育局2021年部门预算", Applies(since=2017, until=2020), False),
        ("石家庄市教育局2021年部门预算", Applies(until=2020), False),
        ("没有标题的文件", Applies(), True),
    ],
)
def test_a_pack_is_chosen_if_the_document_states_all_that_it_asks_for(
    title: str, applies: Applies, chosen: bool
) -> None:
    assert (reasons(applies, identity(f"{title}\n正文在此。")) is not None) is chosen


def test_why_a_pack_was_chosen_is_said() -> None:
    why = reasons(SHIJIAZHUANG, identity("石家庄市教育局2019年部门预算\n正文。"))
    assert why is not None
    for words in ("budget", "department", "石家庄市", "2019"):
        assert words in why
