"""The guides for writers of rules, Chinese and English: their examples are sound, they name every key, and they agree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import app
from checker.model.errors import RuleFileError
from checker.package import facts_of_package, package_at
from tests.small import pack, with_rule

ROOT = Path(__file__).resolve().parent.parent
ENGLISH, CHINESE = "README.md", "README.zh-CN.md"
GUIDES = {name: (ROOT / "rules" / name).read_text(encoding="utf-8") for name in (ENGLISH, CHINESE)}
SCHEMAS = {
    kind: json.loads((ROOT / "rules" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    for kind in ("rule-file", "submission")
}
HEADINGS = {
    ENGLISH: {
        "conditions": "What a condition can say",
        "beside": "Last year's document",
        "keys": "Every key",
    },
    CHINESE: {"conditions": "条件怎么写", "beside": "与上年、公布的预算", "keys": "各个键"},
}


def keys(schema: object) -> Iterator[str]:
    """Every key that the schema gives a name."""
    if isinstance(schema, dict):
        properties = schema.get("properties", {})
        assert isinstance(properties, dict)
        yield from properties
        for value in schema.values():
            yield from keys(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys(value)


def part(guide: str, which: str) -> str:
    """A section of a guide, without its heading."""
    return GUIDES[guide].split(f"\n## {HEADINGS[guide][which]}")[1].split("\n## ")[0]


def spans(text: str) -> list[str]:
    """What a text sets as code within its lines."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def blocks(guide: str) -> list[str]:
    """The YAML of a guide: two packs and the description of a package."""
    return re.findall(r"```yaml\n(.*?)```", GUIDES[guide], re.DOTALL)


def rows(text: str) -> list[str]:
    """The rows of the tables in a text."""
    return [line for line in text.splitlines() if line.startswith("| ") and "`" in line]


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("number", [0, 1])
def test_the_examples_pass_check_without_a_warning_and_test(guide: str, number: int, tmp_path: Path) -> None:
    example = blocks(guide)[number]
    path = tmp_path / f"{example.split()[1]}.yaml"
    path.write_text(example, encoding="utf-8")
    for arguments in (["check", str(path), "--fail-on", "warning"], ["test", str(path)]):
        ran = CliRunner().invoke(app, ["rules", *arguments])
        assert ran.exit_code == 0, ran.output


@pytest.mark.parametrize("guide", GUIDES)
def test_the_description_of_a_package_is_one_and_has_every_key(guide: str, tmp_path: Path) -> None:
    description = re.sub(r"\.(docx|xlsx)\b", ".txt", blocks(guide)[2])
    (tmp_path / "submission.yaml").write_text(description, encoding="utf-8")
    for name in ("说明", "表格"):
        (tmp_path / f"{name}.txt").write_text("石家庄市某局2024年部门预算", encoding="utf-8")
    package = package_at(tmp_path)
    assert package is not None
    assert facts_of_package(package).sidecar.complete
    assert all(re.search(rf"\b{key}:", description) for key in keys(SCHEMAS["submission"]))


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("key", sorted(set(keys(SCHEMAS["rule-file"]))))
def test_every_key_of_the_schema_is_named(guide: str, key: str) -> None:
    assert any(re.search(rf"\b{key}\b", span) for span in spans(part(guide, "keys")))


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_and_option_that_it_names_exists(guide: str) -> None:
    commands = set(re.findall(r"checker (rules \w+|check)\b", GUIDES[guide]))
    helps = {
        command: CliRunner().invoke(app, [*command.split(), "--help"]).output for command in sorted(commands)
    }
    assert all(said.startswith("Usage: ") and "--help" in said for said in helps.values()), helps
    for line in GUIDES[guide].splitlines():
        for command in re.findall(r"checker ((?:rules \w+|check)\b[^`\n]*)", line):
            name = " ".join(command.split()[: 2 if command.startswith("rules") else 1])
            for option in re.findall(r"--[a-z-]+|(?<= )-[a-z]\b", command):
                assert option in helps[name], command


def test_both_guides_show_the_same() -> None:
    """Packs but for the remarks in them, the conditions, the names of other documents, the keys in the same order."""
    bare = {guide: [re.sub(r" +# .*", "", block) for block in blocks(guide)] for guide in GUIDES}
    assert bare[ENGLISH] == bare[CHINESE]
    for which in ("conditions", "beside"):
        shown = {guide: [spans(row) for row in rows(part(guide, which))] for guide in GUIDES}
        assert shown[ENGLISH] == shown[CHINESE]
    named = {guide: [spans(row.split(" | ")[0]) for row in rows(part(guide, "keys"))] for guide in GUIDES}
    assert named[ENGLISH] == named[CHINESE]
    assert GUIDES[ENGLISH].count("\n## ") == GUIDES[CHINESE].count("\n## ")
    assert f"({CHINESE})" in GUIDES[ENGLISH].split("\n## ")[0]
    assert f"({ENGLISH})" in GUIDES[CHINESE].split("\n## ")[0]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_file_that_it_leads_to_exists(guide: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", GUIDES[guide]):
        assert (ROOT / "rules" / target).is_file(), target


NAMES = """\
sections: {采购说明: 政府采购情况, 实施周期: 实施周期, 机构设置: 机构设置}
tables:
  采购表:
    title: 采购表
    columns:
      项目: {title: 项目, type: text}
      科目: {title: 科目, type: text}
      编码: {title: 编码, type: text}
      金额: 金额
      优: {title: 优, type: band}
      良: {title: 良, type: band}
      中: {title: 中, type: band}
      差: {title: 差, type: band}
    rows: {明细: {where: 项目 is not 合计}}
  支出表:
    title: 支出表
    columns: {科目: {title: 科目, type: text}, 编码: {title: 编码, type: text}, 金额: 金额}
    codes: {list: economic_classes, column: 编码}
facts:
  机构数: {in: 机构设置, phrase: "本部门中，{各类: parts}具体包括"}
  人员经费: {in: 采购说明, phrase: "人员经费{总额: money}，主要包括：{各项: list}"}
"""
SAYINGS = {guide: [spans(row) for row in rows(part(guide, "conditions"))] for guide in GUIDES}


def loads(rule: str) -> bool:
    try:
        pack(with_rule(NAMES, rule))
    except RuleFileError:
        return False
    return True


@pytest.mark.parametrize(
    "said", [said for guide in GUIDES for said in SAYINGS[guide]], ids=lambda said: said[0]
)
def test_every_condition_that_it_shows_is_one(said: list[str]) -> None:
    whole = [span for span in said if span.startswith(("for_each:", "when:", "assert:"))]
    if any(span.startswith("assert:") for span in whole):
        assert loads("\n".join(whole))
        return
    for span in said:
        known = re.search(r"[\u4e00-\u9fff]|fiscal_year|document|prior|units", span)
        if not known or span.startswith(("where", '"')):
            continue  # an operator, a part of a condition, a phrase
        bare = span.replace("row.", "")
        ways = (bare, f"{bare} >= 0", f"count({bare}) >= 0", f"count(采购表.rows where ({bare})) >= 0")
        assert any(loads(f"assert: {way}") for way in ways), span
