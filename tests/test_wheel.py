"""The wheel carries rules/ and reports/ and works from any folder."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_an_installed_wheel_checks_a_submission_from_another_folder(tmp_path: Path) -> None:
    built = tmp_path / "dist"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(built), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = built.glob("disclosure_checker-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "checker/rules/hebei/shijiazhuang/department-budget.yaml" in names
    assert "checker/reports/report.schema.json" in names
    assert "checker/reports/letter/zh.docx" in names
    assert not any(name.startswith(("rules/", "reports/", "tests/")) for name in names)

    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-warn-script-location", "--target", str(site), str(wheel)],
        check=True,
        capture_output=True,
    )
    # The dependencies are those of this environment; the wheel's own folder comes first.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    where = subprocess.run(
        [str(python), "-c", "import checker; print(checker.__file__)"],
        cwd=elsewhere,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert Path(where.stdout.strip()).is_relative_to(home)
    sample = ROOT / "examples" / "sample-budget-2019.txt"
    ran = subprocess.run(
        [str(python), "-X", "utf8", "-m", "checker", "check", str(sample), "--format", "json"],
        cwd=elsewhere,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode == 1, ran.stderr
    assert (elsewhere / "sample-budget-2019.report.json").exists()
