"""Limits are told by one sentence each, hold for a call, and are kept by a guard where a file takes time or memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from checker.model import limits
from checker.model.errors import SubmissionError, UsageError
from checker.model.limits import DEFAULTS, Limit, in_force, parsed
from checker.readers import read_bytes, read_file
from checker.report.original import scale_of
from tests import batches, small

ROOT = Path(__file__).parent.parent


def run(
    at: Path, *arguments: str | Path, faulty: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """A call of the program in a process of its own, in the folder `at`; `faulty`: names of files are faults."""
    return subprocess.run(
        [sys.executable, "-m", "checker", *map(str, arguments)],
        cwd=at,
        env={**batches.environment(at, faulty), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_every_limit_is_documented_with_its_usual_number() -> None:
    documented = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([\d,]+) \|", documented, re.MULTILINE))
    assert rows == {limit.value: f"{most:,}" for limit, most in DEFAULTS.items()}


def test_a_limit_holds_for_what_is_entered_and_no_longer() -> None:
    with in_force({Limit.PAGES: 3}):
        assert (Limit.PAGES.most, Limit.CELLS.most) == (3, DEFAULTS[Limit.CELLS])
        Limit.PAGES.check(3, "a.pdf")
        with pytest.raises(SubmissionError) as caught:
            Limit.PAGES.check(1234, "a.pdf")
    assert str(caught.value) == (
        "a.pdf: 页数达 1,234，超过上限 3（可用 --limit pages=N 调整） / "
        "the pages reach 1,234, more than the limit of 3 (--limit pages=N changes it)"
    )
    assert Limit.PAGES.most == DEFAULTS[Limit.PAGES]


def test_the_limits_of_reading_are_told_alike_for_alike_limits() -> None:
    usual = limits.told()
    with in_force({Limit.SECONDS: 1}):
        assert limits.told() == usual, "time decides nothing that is kept"
    with in_force({Limit.PAGES: 1}):
        assert limits.told() != usual


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("page=1", "no such limit"),
        ("pages", "expected NAME=N"),
        ("pages=", "expected NAME=N"),
        ("pages=0", "expected NAME=N"),
        ("pages=-1", "expected NAME=N"),
        ("pages=1e3", "expected NAME=N"),
        ("pages=１", "expected NAME=N"),
        ("pages=" + "9" * 5000, "expected NAME=N"),
    ],
)
def test_a_limit_that_is_none_is_told_with_what_there_is(given: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parsed((given,))


def test_the_last_of_several_limits_counts() -> None:
    assert parsed(("pages=1", "cells=2", "pages=3")) == {Limit.PAGES: 3, Limit.CELLS: 2}


def test_a_file_that_is_too_long_is_not_read_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 101)
    with in_force({Limit.BYTES: 100}), pytest.raises(SubmissionError, match="文件的字节数达 101"):
        read_file(path)


def test_the_pieces_of_a_document_count_together() -> None:
    page = b"<!doctype html><table><tr><td>1<td>2<tr><td>3<td>4</table>" * 2
    with in_force({Limit.CELLS: 7}), pytest.raises(SubmissionError, match="单元格数达 8"):
        read_bytes(page, "a.html")


def test_a_picture_of_a_page_has_so_many_pixels_and_no_more() -> None:
    assert scale_of(595, 842, 2.0) == 2.0
    scale = scale_of(14400, 1e9, 2.0)
    assert 14400 * scale * 1e9 * scale <= Limit.PIXELS.most * 1.01


def test_a_rule_that_ranges_over_too_much_is_undetermined_and_says_so() -> None:
    names = "tables:\n  a: {title: 部门表, columns: {n: 名称, x: 数}}"
    submission = "部门表\n名称\t数\n" + "".join(f"甲{n}\t{n}\n" for n in range(1, 30))
    rule = 'for_each: ["r in a.rows", "s in a.rows"]\nassert: r.x == r.x'
    with in_force({Limit.COMBINATIONS: 50}):
        found = small.outcomes(names, rule, submission)
    assert len(found) == 51
    assert (found[-1].kind.value, found[-1].reasons[0].code) == ("undetermined", "too_many")


def test_a_single_check_ends_what_hangs_crashes_or_eats_memory_and_goes_on(tmp_path: Path) -> None:
    names = ["loop-1.txt", "a.txt", "memory-1.txt", "crash-1.txt", "b.txt"]
    batches.folder(tmp_path, names)
    began = time.monotonic()
    ran = run(
        tmp_path, "check", *names, "-o", "out", "--rules", "common/arithmetic", "--format", "json",
        "--limit", "seconds=6", "--limit", "megabytes=400", faulty=True,
    )  # fmt: skip
    assert ran.returncode == 2
    assert time.monotonic() - began < 100
    told = ran.stderr.splitlines()
    assert [line.split(":")[1].strip() for line in told if line.startswith("checker:")] == [
        "loop-1.txt",
        "memory-1.txt",
        "crash-1.txt",
    ]
    assert "用时超过 6 秒，已停止（可用 --limit seconds=N 调整） / took more than 6 s" in told[0]
    assert "占用内存超过 400 MB，已停止（可用 --limit megabytes=N 调整）" in ran.stderr
    assert "程序异常终止 / the program ended unexpectedly" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.report.json", "b.report.json"]


def test_read_and_rules_end_what_hangs(tmp_path: Path) -> None:
    batches.folder(tmp_path, ["loop-1.txt"])
    calls = (
        ("read", "loop-1.txt"),
        ("rules", "explain", "ARI101", "--on", "loop-1.txt"),
        ("rules", "new", "a.yaml", "--from", "loop-1.txt"),
    )
    for arguments in calls:
        ran = run(tmp_path, *arguments, "--limit", "seconds=1", faulty=True)
        assert ran.returncode == 2
        assert "用时超过 1 秒" in ran.stderr
    assert not (tmp_path / "a.yaml").exists()


def test_a_limit_given_to_a_call_reaches_the_readers(tmp_path: Path) -> None:
    batches.folder(tmp_path, ["a.txt"])
    ran = run(tmp_path, "read", "a.txt", "--limit", "characters=10")
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert "字符数达" in ran.stderr
    batches.folder(tmp_path / "in", ["a.txt"])
    ran = batches.batch(tmp_path, "in", "-o", "out", "--limit", "characters=10")
    assert ran.returncode == 2
    assert "字符数达" in batches.by_name(tmp_path / "out")["a.txt"]["reason"]
    ran = batches.batch(tmp_path, "in", "-o", "out")
    assert batches.by_name(tmp_path / "out")["a.txt"]["state"] == "checked", "another limit tries again"


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_what_is_guarded_ends_when_its_guard_is_told_to(tmp_path: Path) -> None:
    batches.folder(tmp_path, ["loop-1.txt"])
    with subprocess.Popen(
        [sys.executable, "-m", "checker", "read", "loop-1.txt"],
        cwd=tmp_path,
        env=batches.environment(tmp_path, faulty=True),
        stderr=subprocess.PIPE,
    ) as guard:
        assert guard.stderr is not None
        time.sleep(3)
        guard.terminate()
        guard.stderr.read()  # ends only when nobody holds it any more
        assert guard.wait(10) == 2
