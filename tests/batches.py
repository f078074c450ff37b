"""Batches for the tests: folders of small submissions, faults that are real, and the checker in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from checker import resources

SUBMISSION = """\
石家庄市某某局2019年部门预算信息公开情况说明
一、收支预算
收入预算{total}.00万元，其中：财政拨款收入{part}.00万元，其他收入1.00万元。
"""
"""Of `total` and `part`: it holds where part is one less."""

FAULTS = '''
import importlib.abc, os, sys, time

class Faulty(importlib.abc.MetaPathFinder):
    """Files of these names do to the process that reads them what damaged ones do to pdfium."""
    def find_spec(self, name, path, target=None):
        if name != "checker.structure":
            return None
        sys.meta_path.remove(self)
        from checker import readers
        read = readers.read_bytes
        def faulty(data, name):
            kind = name.split("-")[0]
            if kind == "crash":
                os.abort()
            if kind == "once" and not os.path.exists(mark := os.environ["CHECKER_TEST_MARK"]):
                open(mark, "w").close()
                os.kill(os.getpid(), 9)
            if kind == "loop":
                while True:
                    pass
            if kind == "memory":
                held = []
                while True:
                    held.append(bytearray(20_000_000))
                    time.sleep(0.01)
            if kind == "strange":
                raise KeyError("tota1")
            if kind == "slow":
                time.sleep(0.2)
            return read(data, name)
        readers.read_bytes = faulty
        return None

sys.meta_path.insert(0, Faulty())
'''


def folder(at: Path, names: Mapping[str, str] | list[str]) -> Path:
    """A folder with a submission of each name."""
    for number, name in enumerate(names):
        path = at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SUBMISSION.format(total=number + 10, part=number + 9), encoding="utf-8")
    return at


def command(*arguments: str | Path, rules: str = "common/arithmetic") -> list[str]:
    own = ("--rules", rules) if rules else ()
    return [sys.executable, "-m", "checker", "batch", *map(str, arguments), *own]


def environment(at: Path, faulty: bool = False) -> dict[str, str]:
    """With `faulty`, workers meet the faults that a submission's name says."""
    paths = [str(Path(__file__).resolve().parent.parent)]
    if faulty:
        faults = at / "faults"
        faults.mkdir(exist_ok=True)
        (faults / "sitecustomize.py").write_text(FAULTS, encoding="utf-8")
        paths.insert(0, str(faults))
    more = {"PYTHONUTF8": "1", "CHECKER_CACHE": str(at / "cache"), "CHECKER_TEST_MARK": str(at / "mark")}
    return {**os.environ, **more, "PYTHONPATH": os.pathsep.join(paths)}


def after(results: Path, whole: int) -> None:
    """Waits until so many lines of results are whole."""
    for _ in range(1000):
        if results.is_file() and results.read_bytes().count(b"\n") >= whole:
            return
        time.sleep(0.02)
    raise AssertionError(f"{results} never had {whole} lines")


def batch(
    at: Path, *arguments: str | Path, faulty: bool = False, rules: str = "common/arithmetic"
) -> subprocess.CompletedProcess[str]:
    """A batch that runs to its end, in the folder `at`."""
    return subprocess.run(
        command(*arguments, rules=rules),
        cwd=at,
        env=environment(at, faulty),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=500,
    )


def lines(out: Path) -> list[dict[str, Any]]:
    """All lines of results, each found to be whole and as promised, in the order of their submissions."""
    text = (out / "results.jsonl").read_text(encoding="utf-8")
    assert text == "" or text.endswith("\n")
    found = [json.loads(line) for line in text.splitlines()]
    for line in found:
        _promise().validate(line)
    return sorted(found, key=lambda line: str(line["path"]))


@cache
def _promise() -> Draft202012Validator:
    report, batch = (
        json.loads(resources.text("reports", f"{name}.schema.json")) for name in ("report", "batch")
    )
    registry = Registry().with_resource("report.schema.json", Resource.from_contents(report))
    return Draft202012Validator(batch, registry=registry)


def by_name(out: Path) -> dict[str, dict[str, Any]]:
    found = lines(out)
    named = {str(line["path"]): line for line in found}
    assert len(named) == len(found), "a submission is doubled"
    return named
