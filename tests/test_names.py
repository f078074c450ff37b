"""Whether two names are of one body, and the list of a department's units."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.facts.same_body import BodyNames, Same
from checker.model.errors import RuleFileError
from checker.rulebook.body_names import load_names
from tests.small import facts


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("某市教育局", "某市教育局（本级）", Same.YES),
        ("某市教育局", "某市体育局", Same.NO),
        ("某市民政局", "某市财政局", Same.NO),
        ("河北省财政厅", "石家庄市财政局", Same.NO),
        ("某市第一小学", "某市第二小学", Same.NO),
        ("某市实验小学", "某市实验中学", Same.NO),
        ("某市水务局", "某市水利局", Same.NO),
        ("教育局", "某市教育局", Same.UNSURE),
        ("某市文化局", "某市文化和旅游局", Same.UNSURE),
        ("某市卫生和计划生育委员会", "某市卫生健康委员会", Same.UNSURE),
        ("某市教育局", "某市教育委员会", Same.UNSURE),
        ("上海市普陀区人民政府万里街道办事处", "上海市普陀区万里街道办事处", Same.UNSURE),
    ],
)
def test_names_are_one_only_where_nobody_need_guess(one: str, other: str, same: Same) -> None:
    assert BodyNames().same(one, 2024, other, 2023) is same
    assert BodyNames().same(other, 2023, one, 2024) is same


def table(tmp_path: Path, text: str) -> BodyNames:
    path = tmp_path / "names.yaml"
    path.write_text(text, encoding="utf-8")
    return load_names(path)


def test_a_name_counts_in_its_years_only(tmp_path: Path) -> None:
    names = table(
        tmp_path,
        """names:
  某市文化和旅游局: [{name: 某市文化局, until: 2018}]
  某市文化艺术局: [{name: 某市文化局, since: 2019}]
""",
    )
    assert names.same("某市文化和旅游局", 2019, "某市文化局", 2018) is Same.YES
    assert names.same("某市文化和旅游局", 2020, "某市文化局", 2019) is Same.NO
    assert names.same("某市文化艺术局", 2020, "某市文化局", 2019) is Same.YES


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "names:\n  甲局: [{name: 丙局, until: 2020}]\n  乙局: [{name: 丙局, since: 2020}]\n",
            ":3:15: 这个名称已经属于另一机构",
        ),
        ("names:\n  甲局: [{name: 丙局, since: 2021, until: 2020}]\n", ":2:15: since 晚于 until"),
        ("names:\n  甲局: [{name: 丙局, until: 去年}]\n", ":2:26"),
        ("names:\n  甲局: [{until: 2020}]\n", ":2:8"),
    ],
)
def test_slips_of_years_are_told_at_their_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        table(tmp_path, text)
    assert place in str(caught.value.mistakes[0])


UNITS = {
    "numbered": (
        "某市教育局2024年部门预算\n二、机构设置\n本部门中，行政单位1家，事业单位2家，具体包括：\n1.某市教育局本部。\n2.某市第一小学。\n3.下属事业单位某市少年宫不单列预算，并入本部。\n三、预算\n收入1元。\n",
        [("某市教育局", True, True), ("某市第一小学", False, True), ("某市少年宫", False, False)],
    ),
    "table": (
        "某市教育局2024年部门决算\n二、部门决算单位构成\n| 序号 | 单位名称 | 备注 |\n| 1 | 某市教育局（本级） | |\n| 2 | 某市少年宫 | 预算不单列，并入本级 |\n| 3 | 某市第一小学 | |\n",
        [("某市教育局", True, True), ("某市少年宫", False, False), ("某市第一小学", False, True)],
    ),
}


@pytest.mark.parametrize("form", UNITS)
def test_units_are_listed_with_those_that_have_no_budget_of_their_own(form: str) -> None:
    text, units = UNITS[form]
    listed = facts(text).statements.unit_list
    assert listed is not None
    assert listed.whole
    assert [(one.name, one.own, one.separate) for one in listed.units] == units


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("某市教育局2024年部门预算\n二、机构设置\n内设机构：\n1.办公室\n2.人事科\n", None),
        ("某市教育局2024年部门预算\n二、单位构成\n纳入范围的单位共2家。\n", False),
        ("某市教育局2024年部门预算\n二、单位构成\n1.某市教育局本级\n3.某市第一小学\n", False),
        ("某市教育局2024年部门预算\n二、主要职责\n1.管理小学。\n", None),
    ],
)
def test_offices_are_no_units_and_a_list_with_a_gap_is_not_whole(text: str, whole: bool | None) -> None:
    listed = facts(text).statements.unit_list
    assert (listed and listed.whole) is whole
