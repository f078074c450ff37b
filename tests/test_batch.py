"""Batches: what is found, that a fault costs its own submission only, and that nothing is lost or doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import psutil
import pytest

from checker.batch.store import Store
from checker.batch.submissions import find
from tests.batches import after, batch, by_name, command, environment, folder, lines

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def test_submissions_are_found_in_a_stable_order_and_what_is_none_is_left_out(tmp_path: Path) -> None:
    names = "b/甲.pdf b/乙.PDF a.txt a.txt.meta.yaml waivers.yaml ~$a.docx .a.pdf a.log a.report.html".split()
    folder(tmp_path / "in", names)
    folder(tmp_path / "in" / "out", ["a.html"])
    found = find([tmp_path / "in"], tmp_path / "in" / "out")
    assert [one.name for one in found.submissions] == ["a.txt", "b/乙.PDF", "b/甲.pdf"]
    assert [path.name for path in found.others] == ["a.log", "a.report.html"]


def test_a_submission_that_two_folders_share_is_one(tmp_path: Path) -> None:
    folder(tmp_path, ["x/2024/a.txt", "y/2024/a.txt"])
    found = find([tmp_path / "x", tmp_path / "x" / "2024", tmp_path / "y" / ".." / "y"], tmp_path / "out")
    assert [one.name for one in found.submissions] == ["x/2024/a.txt", "y/2024/a.txt"]


def test_no_report_leaves_the_folder_of_results(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for name in ("a.pdf", "深/" * 20 + "名" * 84 + ".pdf"):
        path = store.report(name, "html")
        assert path.resolve().is_relative_to(tmp_path / "reports")
        assert len(os.fsencode(path.name)) < 255


def test_each_submission_has_a_line_with_its_report_or_the_reason(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a.txt", "下级/b.txt"])
    (tmp_path / "in" / "c.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "in" / "d.txt").write_bytes(b"")
    ran = batch(tmp_path, "in", "-o", "out", "--format", "json")
    assert ran.returncode == 2, ran.stderr
    found = by_name(tmp_path / "out")
    assert {name: line["state"] for name, line in found.items()} == {
        "a.txt": "checked",
        "下级/b.txt": "checked",
        "c.pdf": "unreadable",
        "d.txt": "unreadable",
    }
    report = json.loads((tmp_path / "out/reports/下级/b.txt.report.json").read_text(encoding="utf-8"))
    line = found["下级/b.txt"]
    assert [line[key] for key in ("submission", "summary", "findings")] == [
        report[key] for key in ("submission", "summary", "findings")
    ]
    assert sum(line["rules"]["ARI101"].values()) == 1
    assert "文件是空的" in found["d.txt"]["reason"]
    assert "d.txt：" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_what_crashes_hangs_or_eats_memory_costs_its_own_submission_only(tmp_path: Path) -> None:
    names = ["crash-1.txt", "loop-1.txt", "memory-1.txt", "once-1.txt", "strange-1.txt", "x.txt", "y.txt"]
    folder(tmp_path / "in", names)
    ran = batch(
        tmp_path, "in", "-o", "out", "-j2", "--limit", "seconds=2", "--limit", "megabytes=400", faulty=True
    )
    assert ran.returncode == 2, ran.stderr
    found = by_name(tmp_path / "out")
    assert {name: (line["state"], line["cause"]) for name, line in found.items()} == {
        "crash-1.txt": ("failed", "crash"),
        "loop-1.txt": ("failed", "time"),
        "memory-1.txt": ("failed", "memory"),
        "once-1.txt": ("checked", None),  # somebody killed its worker: it is given another
        "strange-1.txt": ("failed", "error"),
        "x.txt": ("checked", None),
        "y.txt": ("checked", None),
    }
    assert "SIGABRT" in found["crash-1.txt"]["reason"] or os.name != "posix"
    assert "2 秒" in found["loop-1.txt"]["reason"]
    assert "400 MB" in found["memory-1.txt"]["reason"]
    assert "KeyError" in found["strange-1.txt"]["reason"]

    again = batch(
        tmp_path, "in", "-o", "out", "-j2", "--limit", "seconds=2", "--limit", "megabytes=400", faulty=True
    )
    assert by_name(tmp_path / "out") == found
    assert "本次检查" not in again.stdout, "nothing was to be done"


def test_the_same_command_again_does_only_what_changed(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a.txt", "b.txt", "c.txt"])
    batch(tmp_path, "in", "-o", "out")
    first = by_name(tmp_path / "out")
    (tmp_path / "in/a.txt").unlink()
    folder(tmp_path / "in", ["d.txt"])
    (tmp_path / "in/b.txt").write_text("无关\n", encoding="utf-8")
    (tmp_path / "in/c.txt.meta.yaml").write_text("approved: 2019-02-01\n", encoding="utf-8")
    ran = batch(tmp_path, "in", "-o", "out", "--limit", "seconds=100")
    second = by_name(tmp_path / "out")
    assert "本次检查 3 份" in ran.stdout
    assert sorted(second) == ["b.txt", "c.txt", "d.txt"]
    assert second["b.txt"]["submission"]["sha256"] != first["b.txt"]["submission"]["sha256"]
    ran = batch(tmp_path, "in", "-o", "out", "--lang", "en")
    assert "3 submissions and" in ran.stdout, "the words of a line are another language's"


@posix
def test_a_batch_killed_at_any_moment_is_gone_on_with(tmp_path: Path) -> None:
    names = [f"slow-{number:02}.txt" for number in range(14)]
    folder(tmp_path / "in", names)
    expected = tmp_path / "expected"
    batch(tmp_path, "in", "-o", expected, "--no-cache", faulty=True)
    results = tmp_path / "out/results.jsonl"
    for whole in (3, 8):
        process = subprocess.Popen(
            command("in", "-o", "out", "-j2", "--no-cache"),
            cwd=tmp_path,
            env=environment(tmp_path, faulty=True),
        )
        after(results, whole)
        workers = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait()
        _, alive = psutil.wait_procs(workers, timeout=5)
        assert alive == [], "a worker outlives its batch"
        assert whole <= len(lines(tmp_path / "out")) < len(names)
        with results.open("ab") as file:
            file.write(b'{"path":"slow-00.txt","key":"')  # as much as a write may leave
    ran = batch(tmp_path, "in", "-o", "out", "-j2", faulty=True)
    assert ran.returncode == 0, ran.stderr
    assert lines(tmp_path / "out") == lines(expected)


@posix
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_batch_ends_cleanly(tmp_path: Path, sign: signal.Signals) -> None:
    folder(tmp_path / "in", [f"slow-{number:02}.txt" for number in range(30)])
    process = subprocess.Popen(
        command("in", "-o", "out", "-j2"),
        cwd=tmp_path,
        env=environment(tmp_path, faulty=True),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    after(tmp_path / "out/results.jsonl", 1)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(sign)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 2
    assert "已中断：30 份中已检查" in said
    assert "Traceback" not in said
    assert psutil.wait_procs(workers, timeout=5)[1] == []
    assert 0 < len(lines(tmp_path / "out")) < 30


def test_two_batches_do_not_write_to_one_folder(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a.txt"])
    with Store(tmp_path / "out"):
        ran = batch(tmp_path, "in", "-o", "out")
    assert ran.returncode == 2
    assert "另一个批次正在写到这里" in ran.stderr
    assert batch(tmp_path, "in", "-o", "out").returncode == 0


@posix
def test_a_full_disk_is_told_and_leaves_whole_lines(tmp_path: Path) -> None:
    folder(tmp_path / "in", [f"{number:02}.txt" for number in range(12)])
    small = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); sys.argv[0] = 'checker'; runpy.run_module('checker', run_name='__main__')"
    arguments = command("in", "-o", "out", "-j1")[3:]
    ran = subprocess.run(
        [sys.executable, "-c", small, *arguments],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 2
    assert "results.jsonl: 写不进去" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert 0 < len(lines(tmp_path / "out")) < 12
    assert batch(tmp_path, "in", "-o", "out").returncode == 0
    assert len(by_name(tmp_path / "out")) == 12


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "-o", "out"], "没有这个文件夹"),
        (["in", "-o", "out", "--format", "docs"], "没有格式"),
        (["in", "-o", "out", "--rules-path", "nowhere"], "规则文件夹不存在"),
        (["in", "-o", "out", "--rules", "nowhere.yaml"], "没有这个规则文件"),
        (["in", "-o", "out", "--rules", "broken.yaml"], "broken.yaml:1:"),
        (["in", "-o", "out", "--rules", "common/arithmetik"], "common/arithmetic"),
        (["in", "-o", "out", "--waivers", "broken.yaml"], "broken.yaml:1:"),
    ],
)
def test_a_slip_of_the_call_is_told_in_a_sentence(tmp_path: Path, arguments: list[str], said: str) -> None:
    folder(tmp_path / "in", ["a.txt"])
    (tmp_path / "broken.yaml").write_text("pakc: x\n", encoding="utf-8")
    ran = batch(tmp_path, *arguments, rules="")
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "out/results.jsonl").exists()


def test_waivers_count_in_a_batch_as_in_a_check(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a.txt"])
    wrong = (tmp_path / "in/a.txt").read_text(encoding="utf-8").replace("9.00", "7.00")
    (tmp_path / "in/a.txt").write_text(wrong, encoding="utf-8")
    assert batch(tmp_path, "in", "-o", "out").returncode == 1
    waiver = "waivers:\n- {rule: ARI101, reason: 已核实, approved_by: 某某, until: 2026-12-31}\n"
    (tmp_path / "in/waivers.yaml").write_text(waiver, encoding="utf-8")
    assert batch(tmp_path, "in", "-o", "out", "--today", "2026-12-31").returncode == 0
    assert batch(tmp_path, "in", "-o", "out", "--today", "2027-01-01").returncode == 1
    (line,) = lines(tmp_path / "out")
    assert line["summary"]["findings"]["error"] == 1


def test_the_log_has_a_line_for_each_thing_with_its_times(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a.txt", "b.txt"])
    (tmp_path / "in" / "c.pdf").write_bytes(b"%PDF-1.4")
    ran = batch(tmp_path, "in", "-o", "out", "--log", "logs/batch.jsonl", "--time-rules")
    assert "最费时的规则" in ran.stdout
    text = (tmp_path / "logs/batch.jsonl").read_text(encoding="utf-8")
    events = [json.loads(line) for line in text.splitlines()]
    assert [event["event"] for event in events] == ["started", *["submission"] * 3, "ended"]
    by_path = {event["path"]: event for event in events[1:-1]}
    assert by_path["c.pdf"]["outcome"] == "unreadable"
    assert {"read", "facts", "rules", "report", "all"} <= by_path["a.txt"]["stages"].keys()
    assert by_path["a.txt"]["rules"]["ARI101"] > 0
    assert events[-1]["documents"] == 3
    assert events[-1]["done"]["read"] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_no_text_or_turn_it_stop_nobody(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a\x1b[31m\u202e.txt"])
    (tmp_path / "in" / os.fsdecode(b"\xff.txt")).write_bytes(b"")
    (tmp_path / "in" / os.fsdecode(b"\xfe.txt")).write_text("石家庄市某某局", encoding="utf-8")
    ran = batch(tmp_path, "in", "-o", "out", "--format", "html")
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert "\x1b" not in ran.stderr
    assert len(by_name(tmp_path / "out")) == 3
    assert (tmp_path / "out/reports" / os.fsdecode(b"\xfe.txt.report.html")).is_file()
    page = (tmp_path / "out/summary.html").read_text(encoding="utf-8")
    assert "reports/%FE.txt.report.html" in page
    assert "\u202e" not in page
    assert "本次检查" not in batch(tmp_path, "in", "-o", "out", "--format", "html").stdout


def test_a_module_beside_the_submissions_is_not_run(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a.txt"])
    (tmp_path / "orjson.py").write_text("raise SystemExit('run')", encoding="utf-8")
    python, *rest = command("in", "-o", "out")
    ran = subprocess.run(
        [python, "-P", *rest],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert by_name(tmp_path / "out")["a.txt"]["state"] == "checked"


def test_a_folder_with_a_description_and_a_zip_are_a_submission_each(tmp_path: Path) -> None:
    parts = {
        "文字.txt": "某局2024年部门预算\n一、安排\n收入10.00万元。\n",
        "表.txt": "某局2024年部门预算\n支出表\n单位：万元\n| 项目 | 合计 |\n| 甲 | 1.00 |\n",
    }
    whole = tmp_path / "in" / "某局"
    whole.mkdir(parents=True)
    for name, text in parts.items():
        (whole / name).write_text(text, encoding="utf-8")
    (whole / "submission.yaml").write_text("files: [文字.txt, 表.txt]\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "in" / "某局.zip", "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    for _ in range(2):
        assert batch(tmp_path, "in", "-o", "out").returncode == 0
        found = by_name(tmp_path / "out")
        assert {name: len(line["submission"]["files"]) for name, line in found.items()} == {
            "某局": 2,
            "某局.zip": 2,
        }
    before = (tmp_path / "out" / "results.jsonl").read_bytes()
    (whole / "表.txt").write_text(parts["表.txt"].replace("1.00", "2.00"), encoding="utf-8")
    assert "2 份材料，其中 1 份此前已检查" in batch(tmp_path, "in", "-o", "out").stderr
    assert (tmp_path / "out" / "results.jsonl").read_bytes() != before
    (whole / "submission.yaml").write_text("files: [没有.txt]\n", encoding="utf-8")
    batch(tmp_path, "in", "-o", "out")
    assert by_name(tmp_path / "out")["某局"]["state"] == "unreadable"
