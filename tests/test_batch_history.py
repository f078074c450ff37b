"""In a batch each submission is compared with its own of the year before, and accounts with the published budget."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from checker.batch.history import related
from checker.batch.roster import read
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
    assert "此前已检查" not in again.stderr
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


def line(name: str, entity: str, kind: str, year: int, level: str | None = None) -> dict[str, Any]:
    said = {
        "entity": entity,
        "kind": kind,
        "fiscal_year": year,
        "level": level,
        "region": None,
        "sha256": f"of {name}",
    }
    return {"path": name, "state": "checked", "submission": said, "prior": []}


def found_by(told: Sequence[Mapping[str, Any]], **more: Any) -> dict[str, tuple[list[str], list[str], bool]]:
    submissions = [Submission(Path(str(one["path"])), str(one["path"])) for one in told]
    return {
        one.name: ([its.name for its in one.prior], [its.name for its in one.units], one.units_whole)
        for one in related(told, submissions, **more)
    }


def test_all_that_may_fit_are_taken_along_and_levels_are_kept_apart() -> None:
    told = [
        line("a", "某局", "budget", 2024, "department"),
        line("b", "某局", "budget", 2023, "department"),
        line("c", "某局", "budget", 2023, "unit"),
        line("d", "某院", "budget", 2024),
        line("e", "某院", "budget", 2023, "department"),
        line("f", "某院", "budget", 2023, "unit"),
    ]
    told[4]["submission"]["sha256"] = "of e"
    assert found_by(told) == {"a": (["b"], [], False), "d": (["e", "f"], [], False)}
    told[5]["submission"]["sha256"] = "of e"  # a copy
    assert found_by(told)["d"] == (["e"], [], False)


def test_a_body_of_another_name_may_be_the_same_only_if_it_is_gone() -> None:
    told = [
        line("new", "某市文化和旅游局", "budget", 2024),
        line("old", "某市文化局", "budget", 2023),
        line("other", "某市卫生健康委员会", "budget", 2024),
    ]
    assert found_by(told) == {"new": (["old"], [], False)}
    assert (
        found_by(told, namings=[("某市文化局", "某市艺术局", 0, 9999), ("某市文化和旅游局",) * 2 + (0, 9999)])
        == {}
    )
    assert found_by([*told, line("still", "某市文化局", "budget", 2024)])["still"][0] == ["old"]
    assert "new" not in found_by([*told, line("still", "某市文化局", "budget", 2024)])


def test_units_are_found_by_the_list_and_missed_only_by_the_roster() -> None:
    department = line("d", "某市教育局", "budget", 2024, "department")
    department["listed_units"] = [
        {"name": "某市教育局", "head": True},
        {"name": "第一小学", "head": False},
        {"name": "某市第二小学", "head": False},
    ]
    told = [
        department,
        line("own", "某市教育局", "budget", 2024, "unit"),
        line("one", "某市第一小学", "budget", 2024, "unit"),
        line("past", "某市第二小学", "budget", 2023, "unit"),
        line("final", "某市第二小学", "final-accounts", 2024, "unit"),
    ]
    assert found_by(told)["d"] == ([], ["own", "one"], False)
    expected = read("单位,级次,种类,年度\n某市第二小学,单位,预算,2024\n", "roster.csv")
    assert found_by(told, expected=expected)["d"] == ([], ["own", "one"], True)
    told.append(line("two", "某市第二小学", "budget", 2024, "unit"))
    assert found_by(told, expected=expected)["d"] == ([], ["own", "one", "two"], False)


def two_budgets(archive: Path) -> None:
    for name in ("2022预算", "2022决算", "2023决算", "2024决算"):
        (archive / "in" / f"{name}.txt").unlink()


def with_units(archive: Path, year: int) -> Path:
    folder = archive / "in" / "单位"
    folder.mkdir()
    of = histories.history(1)[year]
    for unit in histories.UNITS:
        text = histories.unit_budget(unit, year, of)
        (folder / f"{unit}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_department_is_the_sum_of_its_units_and_a_changed_or_missing_one_is_noticed(archive: Path) -> None:
    two_budgets(archive)
    units = with_units(archive, 2024)
    assert batch(archive, "in", "-o", "out", rules=RULES).returncode == 0
    names = [f"单位/{unit}.txt" for unit in histories.UNITS]
    found = by_name(archive / "out")["2024预算.txt"]
    assert (found["units"], found["rules"]["HIS401"], found["rules"]["HIS402"]) == (
        names,
        {"pass": 4},
        {"pass": 3},
    )
    assert by_name(archive / "out")["2023预算.txt"]["units"] == []
    unit = units / "某市第二小学.txt"
    text = unit.read_text(encoding="utf-8")
    unit.write_text(re.sub(r"(2050202 \| 小学教育 \| )", r"\g<1>1", text), encoding="utf-8")
    assert batch(archive, "in", "-o", "out", rules=RULES).returncode == 1
    found = by_name(archive / "out")["2024预算.txt"]
    assert found["rules"]["HIS401"] == {"pass": 3, "fail": 1}
    files = {item["file"] for finding in found["findings"] for item in finding["evidence"]}
    assert {"2024预算.txt", "单位/某市第二小学.txt"} <= files
    unit.unlink()
    batch(archive, "in", "-o", "out", rules=RULES)
    found = by_name(archive / "out")["2024预算.txt"]
    assert found["units"] == [names[0], names[2]]
    assert found["rules"]["HIS401"] == {"undetermined": 4}
    assert found["rules"]["HIS402"] == {"pass": 2, "undetermined": 1}
    (archive / "roster.csv").write_text("单位,种类,年度\n某市第二小学,预算,2024\n", encoding="utf-8")
    batch(archive, "in", "-o", "out", "--roster", "roster.csv", rules=RULES)
    found = by_name(archive / "out")["2024预算.txt"]
    assert found["rules"]["HIS402"] == {"pass": 2, "fail": 1}
    assert "某市第二小学" in found["findings"][0]["message"]
    bare = batch(archive, "in", "-o", "bare", "--no-cache", "--roster", "roster.csv", rules=RULES)
    assert bare.returncode == 0
    assert by_name(archive / "out") == by_name(archive / "bare")


def test_a_renamed_body_is_undetermined_until_the_table_of_names_says_it(archive: Path) -> None:
    path = archive / "in" / "2024预算.txt"
    renamed = "某市教育和体育局"
    path.write_text(path.read_text(encoding="utf-8").replace("某市教育局", renamed), encoding="utf-8")
    two_budgets(archive)
    batch(archive, "in", "-o", "out", rules=RULES)
    found = by_name(archive / "out")["2024预算.txt"]
    assert found["prior"] == ["2023预算.txt"]
    assert found["rules"]["HIS101"] == {"undetermined": 2}
    table = f"names:\n  {renamed}: [{{name: 某市教育局, until: 2023}}]\n"
    (archive / "names.yaml").write_text(table, encoding="utf-8")
    batch(archive, "in", "-o", "out", "--names", "names.yaml", rules=RULES)
    assert by_name(archive / "out")["2024预算.txt"]["rules"]["HIS101"] == {"pass": 2}


def test_a_folder_that_is_a_package_is_one_submission_also_when_it_is_named(archive: Path) -> None:
    package = archive / "in" / "2024"
    (package / "附件").mkdir(parents=True)
    text = (archive / "in" / "2024预算.txt").read_text(encoding="utf-8")
    words, tables = text.split("三、附表\n")
    (package / "说明.txt").write_text(words, encoding="utf-8")
    (package / "附件" / "表格.txt").write_text(f"{text.splitlines()[0]}\n{tables}", encoding="utf-8")
    (package / "submission.yaml").write_text("files: [说明.txt, 附件/表格.txt]\n", encoding="utf-8")
    assert batch(archive, "in/2024", "-o", "out", rules=RULES).returncode == 0
    assert [one["path"] for one in lines(archive / "out")] == ["2024"]
    again = batch(archive, "in/2024", "-o", "out", rules=RULES)
    assert "此前已检查" not in again.stderr
    (package / "附件" / "表格.txt").write_text(text.splitlines()[0], encoding="utf-8")
    assert "此前已检查" in batch(archive, "in/2024", "-o", "out", rules=RULES).stderr
    within = batch(archive, "in/2024", "-o", "in/2024/out", rules=RULES)
    assert within.returncode == 2
    assert "结果不能写进一份材料里" in within.stderr


def test_packages_are_compared_with_packages(archive: Path) -> None:
    for year in (2023, 2024):
        (archive / "in" / str(year)).mkdir()
        text = (archive / "in" / f"{year}预算.txt").read_text(encoding="utf-8")
        words, tables = text.split("三、附表\n")
        for name, part in (("说明.txt", words), ("表格.txt", f"{text.splitlines()[0]}\n{tables}")):
            (archive / "in" / str(year) / name).write_text(part, encoding="utf-8")
        (archive / "in" / str(year) / "submission.yaml").write_text(
            "files: [说明.txt, 表格.txt]\n", encoding="utf-8"
        )
        (archive / "in" / f"{year}预算.txt").unlink()
    assert batch(archive, "in", "-o", "out", rules=RULES).returncode == 0
    found = by_name(archive / "out")
    assert (found["2024"]["prior"], found["2024"]["rules"]["HIS105"]) == (["2023"], {"pass": 1})
    assert found["2024决算.txt"]["prior"] == ["2023决算.txt", "2024"]
    assert "pass" in found["2024决算.txt"]["rules"]["HIS301"]
