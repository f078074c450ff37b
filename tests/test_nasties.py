"""Hostile files of every format: each is refused by its sentence or read, within its time and memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from checker.model.raw import RawDocument, RawGrid, RawLine
from checker.package import package_at
from checker.readers import read_bytes
from tests.batches import batch, by_name
from tests.nasties import Nasty, corpus

NASTIES = {nasty.name: nasty for nasty in corpus()}
_SECONDS, _MEGABYTES = 20, 700


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What a batch makes of them all, the whole way to its results; its guards watch time and memory."""
    at = tmp_path_factory.mktemp("nasties")
    (at / "in").mkdir()
    for nasty in NASTIES.values():
        (at / "in" / nasty.name).write_bytes(nasty.make())
    limits = ("--limit", f"seconds={_SECONDS}", "--limit", f"megabytes={_MEGABYTES}")
    before = sorted(path.relative_to(at) for path in at.rglob("*") if "in" in path.parts)
    ran = batch(at, "in", "-o", "out", "-j2", "--no-cache", *limits)
    assert ran.returncode == 2, ran.stderr
    assert "Traceback" not in ran.stderr
    after = sorted(path.relative_to(at) for path in at.rglob("*") if "in" in path.parts)
    assert after == before, "nothing is written beside them"
    assert not (at.parent / "a.txt").exists()
    return by_name(at / "out")


@pytest.mark.parametrize("name", NASTIES)
def test_a_hostile_file_is_refused_by_its_sentence_or_read(name: str, found: Mapping[str, Any]) -> None:
    nasty, line = NASTIES[name], found[name]
    if nasty.cause is not None:
        assert (line["state"], line["cause"]) == ("failed", nasty.cause), line["reason"]
    elif nasty.says:
        assert line["state"] == "unreadable", line["reason"]
        assert nasty.says in line["reason"]
        assert re.fullmatch(r"[^\n]+/ [^\n]+", line["reason"]), "one sentence in two languages"
    else:
        assert line["state"] == "checked", line["reason"]


@pytest.mark.parametrize("nasty", [one for one in NASTIES.values() if one.holds], ids=lambda one: one.name)
def test_what_a_hostile_file_says_is_read_as_text(nasty: Nasty, tmp_path: Path) -> None:
    path = tmp_path / nasty.name
    path.write_bytes(nasty.make())
    package = package_at(path)
    files = package.files if package else {nasty.name: path.read_bytes()}
    assert any(nasty.holds in text for name, data in files.items() for text in _texts(read_bytes(data, name)))


def _texts(document: RawDocument) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, RawLine):
            yield block.text.string
        elif isinstance(block, RawGrid):
            yield from (cell.text for row in block.rows for cell in row if cell)
