"""In a batch each submission is compared with its own of the year before, and accounts with the published budget."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.batch.history import related
from checker.batch.submissions import Submission
from tests import histories
from tests.batches import batch, by_name, lines

RULES = "common/history"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    years = histories.history(1)
    for year, of in years.items():
        before = years.get(year - 1)
        (folder / f"{year}预算.txt").write_text(histories.budget(year, of, before), encoding="utf-8")
        (folder / f"{year}决算.txt").write_text(histories.accounts(year, of, before), encoding="utf-8")
    return tmp_path


def test_each_finds_its_own_and_a_slip_between_two_files_is_found(archive: Path) -> None:
    ran = batch(archive, "in", "-o", "out", rules=RULES)
    assert ran.returncode == 0, ran.stderr
    found = by_name(archive / "out")
    assert {name: line["prior"] for name, line in found.items()} == {
        "2022预算.txt": [],
        "2023预算.txt": ["2022预算.txt"],
        "2024预算.txt": ["2023预算.txt"],
        "2022决算.txt": ["2022预算.txt"],
        "2023决算.txt": ["2022决算.txt", "2023预算.txt"],
        "2024决算.txt": ["2023决算.txt", "2024预算.txt"],
    }
    assert found["2024预算.txt"]["rules"]["HIS101"]["pass"] == 2
    path = archive / "in" / "2023预算.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("共有车辆", "共有车辆1", 1), encoding="utf-8")
    again = batch(archive, "in", "-o", "out", rules=RULES, faulty=False)
    found = by_name(archive / "out")
    assert found["2024预算.txt"]["rules"]["HIS201"] == {"fail": 1}
    assert found["2023预算.txt"]["rules"]["HIS201"] == {"fail": 1}
    assert found["2022决算.txt"]["prior"] == ["2022预算.txt"]
    assert again.returncode == 0  # an information only
    evidence = found["2024预算.txt"]["findings"][0]["evidence"]
    assert {item["file"] for item in evidence} == {"2024预算.txt", "2023预算.txt"}


def test_the_same_again_does_nothing_anew(archive: Path) -> None:
    batch(archive, "in", "-o", "out", rules=RULES)
    before = (archive / "out" / "results.jsonl").read_bytes()
    again = batch(archive, "in", "-o", "out", rules=RULES)
    assert (archive / "out" / "results.jsonl").read_bytes() == before
    assert "开始" not in again.stderr
    (archive / "in" / "2022预算.txt").unlink()
    batch(archive, "in", "-o", "out", rules=RULES)
    found = by_name(archive / "out")
    assert "2022预算.txt" not in found
    assert found["2023预算.txt"]["prior"] == []
    assert found["2022决算.txt"]["prior"] == []


def test_nothing_kept_gives_the_same_lines(archive: Path) -> None:
    batch(archive, "in", "-o", "out", rules=RULES)
    batch(archive, "in", "-o", "bare", "--no-cache", rules=RULES)
    assert lines(archive / "out") == lines(archive / "bare")


def line(name: str, entity: str, kind: str, year: int, level: str | None = None) -> dict[str, object]:
    said = {"entity": entity, "kind": kind, "fiscal_year": year, "level": level}
    return {"path": name, "state": "checked", "submission": said, "prior": []}


def test_of_two_that_fit_none_is_taken_and_levels_are_kept_apart() -> None:
    told = [
        line("a", "某局", "budget", 2024, "department"),
        line("b", "某局", "budget", 2023, "department"),
        line("c", "某局", "budget", 2023, "unit"),
        line("d", "某院", "budget", 2024),
        line("e", "某院", "budget", 2023, "department"),
        line("f", "某院", "budget", 2023, "unit"),
    ]
    found = related(told, [Submission(Path(str(one["path"])), str(one["path"])) for one in told])
    assert [(one.name, [prior.name for prior in one.prior]) for one in found] == [("a", ["b"])]
