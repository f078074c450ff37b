"""A collection of broken rule files: each begins with the places and words of what must be told, and nothing else is.

`# 13:5 words` is a line and column of the file itself; `# name.csv:3:1 words` of a file beside it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.model.errors import Mistake, RuleFileError
from checker.rule_tools.check import check
from checker.rulebook.code_lists import load_code_list
from checker.rulebook.library import Library
from checker.rulebook.load import RuleFile

FOLDER = Path(__file__).parent / "broken_rules"
PACKS = sorted(FOLDER.rglob("*.yaml"))
CODE_LISTS = sorted((FOLDER.parent / "broken_code_lists").glob("*.yaml"))
_EXPECTED = re.compile(r"# (?:(?P<file>\S+):)?(?P<line>\d+):(?P<column>\d+) (?P<words>.+)")


def expected(path: Path) -> list[tuple[str, int, int, str]]:
    """The mistakes that a file says it has, in the order of the lines."""
    head = path.read_text(encoding="utf-8").splitlines()[:10]
    found = [match for line in head if (match := _EXPECTED.fullmatch(line))]
    return [
        (match["file"] or "", int(match["line"]), int(match["column"]), match["words"]) for match in found
    ]


def mistakes(path: Path) -> tuple[Mistake, ...]:
    library = Library([FOLDER])
    (result,) = check([RuleFile(path.name, path.read_text(encoding="utf-8"))], library)
    return result.mistakes


def told(found: tuple[Mistake, ...], path: Path) -> None:
    """Exactly the expected mistakes are told, each at its place and in its words."""
    wanted = expected(path)
    assert wanted
    assert [(one.line, one.column) for one in found] == [(line, column) for _, line, column, _ in wanted], [
        str(one) for one in found
    ]
    for one, (file, _, _, words) in zip(found, wanted, strict=True):
        assert one.file.endswith(file or path.name)
        assert words in one.message


def test_there_are_fifty_and_more() -> None:
    assert len(PACKS) + len(CODE_LISTS) >= 50


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_broken_rule_file_is_refused_with_the_place_and_what_to_write(path: Path) -> None:
    told(mistakes(path), path)


@pytest.mark.parametrize("path", CODE_LISTS, ids=lambda path: path.stem)
def test_a_broken_code_list_is_refused_with_the_place_and_what_to_write(path: Path) -> None:
    with pytest.raises(RuleFileError) as caught:
        load_code_list(path)
    told(caught.value.mistakes, path)
