"""No command opens a network connection, whatever a submission or a rule file refers to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from checker import writers

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "sample-budget-2019.pdf"
WATCH = """\
import os, sys
def watch(event, told):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        if event != "socket.connect" or told[0].family in (2, 10, 23, 30):
            os.write(2, f"NETWORK {event} {told}".encode())
            os._exit(99)
sys.addaudithook(watch)
"""
HTML = """\
<!doctype html><!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><base href="http://evil.example/">
<link rel=stylesheet href="http://evil.example/x.css"><script src="http://evil.example/x.js"></script>
<h1>某市某局2024年部门预算</h1><img src="http://evil.example/x.png"><iframe src="http://evil.example/"></iframe>
<h2>一、主要职责</h2><p>管理。<object data="http://evil.example/x"></object></p>
"""


def run(at: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(at / "watch"), str(ROOT)])
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=at,
        env=os.environ | {"PYTHONPATH": paths, "CHECKER_CACHE": str(at / "cache")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    book = Workbook()
    sheet = book.create_sheet("S", 0)
    sheet.append(
        ["某局2024年部门预算", '=WEBSERVICE("http://evil.example/")', "='http://evil.example/[x.xlsx]S'!A1"]
    )
    sheet["A1"].hyperlink = "http://evil.example/"
    book.save(tmp_path / "a.xlsx")
    letter = docx.Document()
    letter.add_paragraph("某局2024年部门预算")
    letter.part.relate_to(
        "http://evil.example/x.dotm",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        is_external=True,
    )
    letter.save(str(tmp_path / "a.docx"))
    shutil.copy(SAMPLE, tmp_path / "a.pdf")
    return tmp_path


def test_check_reads_and_writes_every_format_without_one(folder: Path) -> None:
    formats = [part for name in writers.formats() if name != "pdf" for part in ("--format", name)]
    ran = run(folder, "-m", "checker", "check", "a.html", "a.xlsx", "a.docx", "a.pdf", "-o", "out", *formats)
    assert "NETWORK" not in ran.stderr
    assert ran.returncode == 1, ran.stderr
    assert len(list((folder / "out").iterdir())) == 4 * (len(writers.formats()) - 1)


def test_nor_does_a_batch(folder: Path) -> None:
    ran = run(
        folder,
        "-m",
        "checker",
        "batch",
        "a.html",
        "a.xlsx",
        "-o",
        "out",
        "--format",
        "html",
        "--rules",
        "common/form",
    )
    assert "NETWORK" not in ran.stderr
    assert ran.returncode in (0, 1), ran.stderr


def test_the_watch_sees_a_connection(folder: Path) -> None:
    ran = run(folder, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))")
    assert ran.returncode == 99
    assert "NETWORK" in ran.stderr
