"""The README for regulators: its example is sound, and it names every key that a rule file may have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import app
from checker.model.errors import RuleFileError
from tests.small import pack, with_rule

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "rules" / "rule-file.schema.json").read_text(encoding="utf-8"))


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


@pytest.fixture
def example(tmp_path: Path) -> Path:
    found = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert found is not None
    path = tmp_path / "我局的规则.yaml"
    path.write_text(found[1], encoding="utf-8")
    return path


def test_the_example_passes_check_without_a_warning_and_test(example: Path) -> None:
    for arguments in (["check", str(example), "--fail-on", "warning"], ["test", str(example)]):
        ran = CliRunner().invoke(app, ["rules", *arguments])
        assert ran.exit_code == 0, ran.output


@pytest.mark.parametrize("key", sorted(set(keys(SCHEMA))))
def test_every_key_of_the_schema_is_named(key: str) -> None:
    assert re.search(rf"`[^`]*\b{key}\b", README)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"checker rules (\w+)", README))))
def test_every_command_that_it_names_exists(command: str) -> None:
    assert CliRunner().invoke(app, ["rules", command, "--help"]).exit_code == 0


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
SAYINGS = [
    re.findall(r"`([^`]+)`", line)
    for line in README.split("## 条件怎么写")[1].split("\n## ")[0].splitlines()
    if line.startswith("| ") and "`" in line
]


def loads(rule: str) -> bool:
    try:
        pack(with_rule(NAMES, rule))
    except RuleFileError:
        return False
    return True


@pytest.mark.parametrize("spans", SAYINGS, ids=lambda spans: spans[0])
def test_every_condition_that_it_shows_is_one(spans: list[str]) -> None:
    whole = [span for span in spans if span.startswith(("for_each:", "when:", "assert:"))]
    if any(span.startswith("assert:") for span in whole):
        assert loads("\n".join(whole))
        return
    for span in spans:
        if not re.search(r"[\u4e00-\u9fff]|fiscal_year", span) or span.startswith(("where", '"')):
            continue  # an operator, a part of a condition, a phrase
        said = span.replace("row.", "")
        ways = (said, f"{said} >= 0", f"count({said}) >= 0", f"count(采购表.rows where ({said})) >= 0")
        assert any(loads(f"assert: {way}") for way in ways), span
