"""The README for regulators: its example is sound, and it names every key that a rule file may have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import app

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
