"""Files are written whole or not at all, in their own folder, and never over one that was read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.batch.log import log_to
from checker.batch.submissions import find
from checker.cli import app
from checker.model.errors import CheckerError, UsageError
from checker.output import put, short
from tests.batches import batch
from tests.batches import folder as filled

ROOT = Path(__file__).resolve().parent.parent
posix = pytest.mark.skipif(os.name != "posix", reason="links, limits and devices of POSIX")
TEXT = "某市某局2024年部门预算\n一、主要职责\n管理。\n"
RULES = (ROOT / "rules" / "common" / "arithmetic.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "now.html": TEXT,
        "now.html.meta.yaml": "approved: 2024-01-10\n",
        "before.html": TEXT.replace("2024", "2023"),
        "units/unit.html": TEXT.replace("某局", "某所"),
        "names.yaml": "names:\n  某局: [某旧局]\n",
        "waivers.yaml": "waivers: []\n",
        "own.yaml": RULES.replace("pack: common/arithmetic", "pack: own"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def everything(at: Path) -> dict[str, bytes]:
    return {str(path.relative_to(at)): path.read_bytes() for path in at.rglob("*") if path.is_file()}


GIVEN = "--prior before.html --units units --names names.yaml --waivers waivers.yaml --rules own.yaml".split()


@pytest.mark.parametrize(
    "target",
    "now.html now.html.meta.yaml before.html units/unit.html names.yaml waivers.yaml own.yaml units/../now.html".split(),
)
def test_nothing_is_written_over_a_file_that_is_read(folder: Path, target: str) -> None:
    before = everything(folder)
    ran = CliRunner().invoke(app, ["check", "now.html", *GIVEN, "-o", target])
    assert isinstance(ran.exception, CheckerError)
    assert everything(folder) == before


@posix
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_nor_by_a_link(folder: Path, link: object) -> None:
    assert callable(link)
    for name in ("now.html", "before.html"):
        link(folder / name, folder / f"link-to-{name}")
        ran = CliRunner().invoke(
            app, ["check", "now.html", "--prior", "before.html", "-o", f"link-to-{name}"]
        )
        assert f"link-to-{name}: 不能覆盖所读的文件" in str(ran.exception)


def test_nor_in_letters_of_another_case_where_that_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(TEXT, encoding="utf-8")
    target = tmp_path / "A.HTML"
    if target.exists():
        with pytest.raises(UsageError):
            put(target, b"", [tmp_path / "a.html"])
    else:
        put(target, b"new", [tmp_path / "a.html"])
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "now.html", "--format", "json", "-o", "now.html"],
        ["read", "now.html", "--format", "json", "-o", "now.html.meta.yaml"],
        ["rules", "impact", "own.yaml", "own.yaml", "--on", "units", "-o", "own.yaml"],
        ["rules", "impact", "own.yaml", "own.yaml", "--on", "units", "-o", "units/unit.html"],
        ["rules", "new", "own.yaml"],
        ["batch", "units", "-o", "out", "--log", "now.html"],
        ["batch", "units", "-o", "units"],
        ["batch", "units", "-o", "units/../units/."],
    ],
)
def test_no_command_does(folder: Path, arguments: list[str]) -> None:
    before = everything(folder)
    ran = CliRunner().invoke(app, arguments)
    assert isinstance(ran.exception, UsageError), ran.output
    assert before.items() <= everything(folder).items()


def test_a_report_of_an_earlier_call_is_written_anew(folder: Path) -> None:
    for _ in range(2):
        ran = CliRunner().invoke(
            app, ["check", "now.html", "--units", "units", "-o", "units", "--fail-on", "never"]
        )
        assert ran.exit_code == 0, ran.output
    assert (folder / "units" / "now.report.html").is_file()


@posix
def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "private").write_text("mine", encoding="utf-8")
    (tmp_path / "report").symlink_to(tmp_path / "private")
    put(tmp_path / "report", b"new")
    assert (tmp_path / "private").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "report").read_bytes() == b"new"


def limited(at: Path, *arguments: str, blocks: int = 20) -> subprocess.CompletedProcess[str]:
    """A call that can write no file of more than so many blocks, as on a disk that is full."""
    command = [
        "bash",
        "-c",
        f'ulimit -f {blocks}; exec "$@"',
        "-",
        sys.executable,
        "-m",
        "checker",
        *arguments,
    ]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    environment["PYTHONDONTWRITEBYTECODE"] = (
        "1"  # Python leaves half of a compiled module where the disk is full
    )
    return subprocess.run(
        command, cwd=at, env=environment, capture_output=True, encoding="utf-8", check=False
    )


@posix
def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("earlier", encoding="utf-8")
    ran = limited(tmp_path, "check", str(ROOT / "examples" / "sample-budget-2019.txt"), "-o", "report.html")
    assert ran.returncode == 2
    assert "report.html: 写不进去 / cannot be written: File too large" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert everything(tmp_path) == {"report.html": b"earlier"}


@posix
def test_standard_output_that_is_full_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "checker", "rules", "list"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr.startswith("checker: 写不出去 / cannot be written")
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr


@posix
def test_whatever_submissions_are_called_a_batch_writes_only_below_its_folder(tmp_path: Path) -> None:
    names = [
        "CON.txt",
        "a:b.txt",
        "-rf.txt",
        "两\n行.txt",
        "长" * 80 + ".txt",
        "x\\..\\..\\up.txt",
        "~.txt",
        "$(x).txt",
    ]
    filled(tmp_path / "in" / "…", names)
    (tmp_path / "in" / os.fsdecode(b"\xff.txt")).write_text(TEXT, encoding="utf-8")
    before = set(tmp_path.rglob("*"))
    ran = batch(tmp_path, "in", "-o", "out", "--format", "json")
    assert ran.returncode == 0, ran.stderr
    made = [path for path in set(tmp_path.rglob("*")) - before if path.is_file()]
    assert all(path.is_relative_to(tmp_path / "out") for path in made if "cache" not in path.parts)
    assert len(list((tmp_path / "out" / "reports").rglob("*.json"))) == len(names) + 1


def test_a_long_name_leaves_room_for_the_ending(folder: Path) -> None:
    long = "长" * 83  # 249 bytes, as long as a name may be with its ending
    assert len(os.fsencode(short(long))) < 200
    assert short(long) != short(long[:-1] + "名")
    (folder / f"{long}.txt").write_text(TEXT, encoding="utf-8")
    ran = CliRunner().invoke(
        app, ["check", f"{long}.txt", "-o", "out", "--format", "csv", "--fail-on", "never"]
    )
    assert ran.exit_code == 0, ran.output
    assert len(list((folder / "out").iterdir())) == 1


@pytest.mark.parametrize(
    ("there", "taken"), [(b"", True), (b'{"time": "2026"}\n', True), (b"%PDF-1.4", False)]
)
def test_a_log_goes_on_only_in_a_log(tmp_path: Path, there: bytes, taken: bool) -> None:
    (tmp_path / "log").write_bytes(there)
    if taken:
        with log_to(tmp_path / "log") as log:
            log("ended")
    else:
        with pytest.raises(UsageError), log_to(tmp_path / "log"):
            pass
    assert (tmp_path / "log").read_bytes().startswith(there)


def test_the_folder_of_a_batch_is_not_that_of_its_submissions(tmp_path: Path) -> None:
    filled(tmp_path / "in", ["a.txt"])
    with pytest.raises(UsageError):
        find([tmp_path / "in"], tmp_path / "in")
