"""What is kept between batches: it gives the same bytes, nothing is done twice, and several batches may share it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from checker import resources
from checker.batch import kept
from checker.batch.cache import Cache
from checker.checking import reported
from checker.engine import evaluate
from checker.facts import facts_of
from checker.readers import read_file
from checker.report.words import words
from checker.rulebook.library import Library
from checker.structure import structured
from checker.writers import json as writer
from tests.batches import batch, by_name, command, environment, folder

ROOT = Path(__file__).resolve().parent.parent
REAL = sorted((ROOT.parent / "shared" / "submissions").glob("*"))
SAMPLES = [ROOT / "examples/sample-budget-2019.txt", ROOT / "examples/sample-budget-2019.pdf"]
TRAPS = [ROOT / "tests/traps" / f"{name}.pdf" for name in ("wrapped-cells", "one-page-scanned", "no-tables")]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.mark.parametrize("path", [*SAMPLES, *TRAPS, *REAL], ids=lambda path: path.name)
def test_what_was_kept_gives_the_same_report_byte_by_byte(path: Path, library: Library) -> None:
    facts = facts_of(structured(read_file(path)))
    again = kept.facts_unpacked(kept.facts_packed(facts), path.name)
    assert again == facts
    chosen = library.choose(facts.identity)
    by_pack = {use.pack.id: evaluate(use.pack, facts) for use in chosen}
    plain = {said: kept.outcomes_plain(outcomes, facts) for said, outcomes in by_pack.items()}
    lines = kept.rules_unpacked(kept.rules_packed(plain))
    found = {said: kept.outcomes_of(line, again) for said, line in lines.items()}
    assert found == by_pack
    reports = (
        reported(what, chosen, [one for outcomes in by.values() for one in outcomes], (), path, {})
        for what, by in ((facts, by_pack), (again, found))
    )
    first, second = (writer.write(report, words("zh")) for report in reports)
    assert first == second


def test_what_was_kept_of_a_file_is_that_of_a_copy_under_another_name() -> None:
    facts = facts_of(structured(read_file(SAMPLES[0])))
    again = kept.facts_unpacked(kept.facts_packed(facts), "另一个名字.txt")
    assert again.document.name == "另一个名字.txt"
    assert {figure.place.file for figure in again.figures.values()} == {"另一个名字.txt"}


def test_no_two_rules_say_the_same_and_a_title_says_nothing(tmp_path: Path, library: Library) -> None:
    said = [one for id_ in library.ids for one in kept.said_by(library.load(id_), "").items()]
    assert len({hash_ for _, hash_ in said}) >= len({rule for rule, _ in said})
    text = resources.text("rules", "common/arithmetic.yaml")
    before = _said(tmp_path, text)
    assert before == _said(tmp_path, f"# 另起一行\n{text}".replace("    title: ", "    title: 改过的"))
    after = _said(tmp_path, text.replace("assert: b.total == sum", "assert: b.total >= sum"))
    assert [rule for rule in before if before[rule] != after[rule]] == ["ARI101"]


def _said(at: Path, text: str) -> dict[str, str]:
    file = at / "pack.yaml"
    file.write_text(text, encoding="utf-8")
    return dict(kept.said_by(Library().load(str(file)), ""))


def test_nothing_is_done_twice(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a.txt", "b.txt"])
    pack = tmp_path / "pack.yaml"
    text = resources.text("rules", "common/arithmetic.yaml")
    pack.write_text(text, encoding="utf-8")

    def done(out: str, *more: str) -> str:
        ran = batch(tmp_path, "in", "-o", out, *more, rules="pack.yaml")
        assert ran.returncode == 0, ran.stderr
        return next(line for line in ran.stdout.splitlines() if line.startswith("读文件"))

    rules = text.count("\n    assert: ")
    assert done("1") == f"读文件 2 份；结果取自缓存 0 份，内容取自缓存 0 份；判定规则 {2 * rules} 条次"
    assert done("2") == "读文件 0 份；结果取自缓存 2 份，内容取自缓存 0 份；判定规则 0 条次"
    pack.write_text(text.replace("b.total == sum", "b.total >= sum"), encoding="utf-8")
    assert done("1") == "读文件 0 份；结果取自缓存 0 份，内容取自缓存 2 份；判定规则 2 条次"
    assert (
        done("3", "--no-cache")
        == f"读文件 2 份；结果取自缓存 0 份，内容取自缓存 0 份；判定规则 {2 * rules} 条次"
    )
    first, third = by_name(tmp_path / "1"), by_name(tmp_path / "3")
    assert first == third
    assert done("4", "--format", "json").startswith("读文件 0 份")
    assert by_name(tmp_path / "4")["a.txt"]["findings"] == first["a.txt"]["findings"]
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-9])  # a disk that lost the ends
    assert done("5").startswith("读文件 2 份")
    assert by_name(tmp_path / "5") == first


def test_a_report_from_the_cache_is_that_of_a_check(tmp_path: Path) -> None:
    shutil.copy(SAMPLES[1], tmp_path / "a.pdf")
    rules = "hebei/shijiazhuang/department-budget"
    for out in ("1", "2"):
        ran = batch(tmp_path, "a.pdf", "-o", out, "--format", "html", "--format", "json", rules=rules)
        assert ran.returncode == 1, ran.stderr
    assert "内容取自缓存 1 份" in ran.stdout
    subprocess.run(
        [*command()[:3], "check", "a.pdf", "--rules", rules, "--format", "html", "--format", "json"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
    )
    for ending in ("html", "json"):
        checked = (tmp_path / f"a.report.{ending}").read_bytes()
        for out in ("1", "2"):
            assert (tmp_path / out / f"reports/a.pdf.report.{ending}").read_bytes() == checked


def test_two_batches_share_a_cache(tmp_path: Path) -> None:
    folder(tmp_path / "in", [f"slow-{number}.txt" for number in range(6)])
    both = [
        subprocess.Popen(
            command("in", "-o", out),
            cwd=tmp_path,
            env=environment(tmp_path, faulty=True),
            stdout=subprocess.DEVNULL,
        )
        for out in ("1", "2")
    ]
    assert [one.wait(60) for one in both] == [0, 0]
    assert by_name(tmp_path / "1") == by_name(tmp_path / "2")
    assert list((tmp_path / "cache").rglob("*.new")) == []


def test_the_oldest_goes_when_there_is_too_much(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 1000)
    for number in range(9):
        cache.put("read", f"{number:064}", bytes(110))
        os.utime(tmp_path / "read/00" / f"{number:064}", (number, number))
    cache.get("read", f"{0:064}")
    cache.put("read", f"{9:064}", bytes(110))
    cache.trim()
    there = [number for number in range(10) if cache.get("read", f"{number:064}") is not None]
    assert there == [0, 3, 4, 5, 6, 7, 8, 9]


def test_a_cache_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a.txt"])
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = batch(tmp_path, "in", "-o", "out", "--cache", "file/below")
    assert ran.returncode == 0, ran.stderr
    ran = batch(tmp_path, "in", "-o", "out", "--cache", "x", "--no-cache")
    assert ran.returncode == 2
    assert "不能并用" in ran.stderr
