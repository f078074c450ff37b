"""The section trees of the real files: rules look sections up by heading. Skips without ../shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.model.document import Paragraph
from checker.readers import read_file
from checker.structure import structured
from tests.small import tree

SUBMISSIONS = Path(__file__).resolve().parent.parent.parent / "shared" / "submissions"
pytestmark = pytest.mark.skipif(not SUBMISSIONS.is_dir(), reason="the real files are not part of the project")


def _budget(body: str, year: int, project: str, first: str) -> list[object]:
    """The tree of a budget of the district: `project` heads the last part, `first` its first section."""
    return [
        (f"{body}主要职能", ["主要职能包括"]),
        f"{body}机构设置",
        "名词解释",
        (f"{year}年部门预算编制说明", ["财政拨款支出主要内容如下"]),
        (
            "其他相关情况说明",
            [
                f"{year}年“三公”经费预算情况说明",
                "机关运行经费预算",
                "政府采购预算情况",
                "绩效目标设置情况",
                "国有资产占有使用情况",
            ],
        ),
        (
            project,
            [first, "立项依据", "实施主体", "实施方案", "实施周期", "年度预算安排", "绩效目标"],
        ),
    ]


def _final_accounts(body: str, first: list[object], details: bool = True) -> list[object]:
    """The tree of final accounts: `details` says whether the section on 三公 has two parts."""
    kinds = "财政拨款收入支出决算情况说明"
    three = "财政拨款“三公”经费支出决算情况说明"
    parts: list[object] = [
        "“三公”经费财政拨款支出决算总体情况说明",
        "“三公”经费财政拨款支出决算具体情况说明",
    ]
    return [
        (f"{body}概况", first),
        f"{body}2024年度部门决算表",
        (
            f"{body}2024年度部门决算情况说明",
            [
                "收入支出决算总体情况说明",
                "收入决算情况说明",
                "支出决算情况说明",
                "财政拨款收入支出决算总体情况说明",
                (
                    "一般公共预算财政拨款支出决算情况说明",
                    [f"一般公共预算财政拨款支出决算{which}情况" for which in ("总体", "结构", "具体")],
                ),
                "一般公共预算财政拨款基本支出决算情况说明",
                (three, parts) if details else three,
                f"政府性基金预算{kinds}",
                f"国有资本经营预算{kinds}",
                "预算绩效管理情况",
                (
                    "其他重要事项的情况说明",
                    ["机关运行经费支出情况", "政府采购支出情况", "国有资产占有使用情况说明"],
                ),
            ],
        ),
        "名词解释",
    ]


_STREET = "上海市普陀区人民政府万里街道办事处（部门）"
_PARTY = "中共上海市普陀区委社会工作部"
TREES: dict[str, list[object]] = {
    "budget-gov-office-dept-2025.pdf": _budget(
        "上海市普陀区人民政府办公室",
        2025,
        "区政府督查及建议提案工作业务经费项目经费情况说明",
        "项目概述",
    ),
    "budget-wanli-2024.pdf": _budget(_STREET, 2024, "项目经费情况说明", "项目概况"),
    "budget-wanli-2025.pdf": _budget(_STREET, 2025, "项目经费情况说明", "项目概况"),
    "final-finance-2024.pdf": _final_accounts(
        "上海市普陀区财政局",
        [("主要职能", ["第三条上海市普陀区财政局的主要职责是"]), "部门决算单位构成"],
    ),
    "final-socialwork-2024.pdf": _final_accounts(
        _PARTY,
        ["主要职能", ("部门决算单位构成", [f"纳入{_PARTY}2024年度部门决算编制范围的单位包括"])],
        details=False,
    ),
    "seed-shijiazhuang-2019.pdf": [
        ("部门职责及机构设置情况", ["部门职责", "机构设置"]),
        ("部门预算安排的总体情况", ["收入说明", "支出说明", "比上年增减情况"]),
        "机关运行经费安排情况",
        "财政拨款“三公”经费预算安排及增减变动原因",
        ("绩效预算信息", ["总体绩效目标", "职责分类绩效目标", "部门职责及工作活动绩效目标指标"]),
        "政府采购预算情况",
        "国有资产信息",
        "名词解释",
        "其他需要说明的事项",
    ],
}


def _unspaced(node: object) -> object:
    """A tree without the spaces in its titles."""
    match node:
        case str():
            return node.replace(" ", "")
        case (str(title), list(below)):
            return (_unspaced(title), [_unspaced(child) for child in below])
    raise AssertionError(node)


_ENDS = tuple("。；：:）")
OPEN = {
    # as it is printed: a pointer to another file, and a sentence without its full stop (gold W5-03)
    "budget-gov-office-dept-2025.pdf": ["详见单位的项目绩效目标表"],
    "budget-wanli-2025.pdf": ["机关运行经费预算为464.64万元"],
}


@pytest.mark.parametrize("name", TREES)
def test_every_paragraph_of_a_real_file_ends_where_its_sentence_does(name: str) -> None:
    texts = [
        block.text.string.strip()
        for block in structured(read_file(SUBMISSIONS / name)).blocks
        if isinstance(block, Paragraph)
    ]
    broken = [text for text in texts if not text.endswith(_ENDS) or text.startswith(_ENDS)]
    wanted = OPEN.get(name, [])
    assert len(broken) == len(wanted)
    assert all(text.endswith(end) for text, end in zip(broken, wanted, strict=True))


@pytest.mark.parametrize("name", TREES)
def test_the_headings_of_a_real_file_make_the_tree_that_its_pages_show(name: str) -> None:
    root = structured(read_file(SUBMISSIONS / name)).root
    assert _unspaced(tree(root)) == ("", TREES[name])
