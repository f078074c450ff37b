"""Histories that agree give no false alarm in whatever form they are published, and a slip is found in each."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from checker.beside import Beside, files_in
from checker.checking import read_submission
from checker.engine import evaluate
from checker.facts.same_body import BodyNames, Naming
from checker.model.outcome import Outcome, OutcomeKind
from checker.rulebook.library import Library
from tests import histories

HISTORY = Library().load("common/history")
BAD = (OutcomeKind.FAIL, OutcomeKind.UNDETERMINED)
HELD = (OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING)
ASKED = {"HIS101", "HIS105", "HIS201", "HIS401", "HIS402", "HIS403"}


def parts(text: str) -> Iterator[str | list[list[str]]]:
    """The paragraphs of a text and its tables, in order."""
    table: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("|"):
            table.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if table:
            yield table
            table = []
        if line:
            yield line
    if table:
        yield table


def in_yuan(text: str) -> str:
    """The same with the tables in 元, as Shanghai has them."""

    def yuan(match: re.Match[str]) -> str:
        return f" {Decimal(match[1]) * 10000:,.0f} "

    lines = text.replace("单位：万元", "单位：元").splitlines(keepends=True)
    return "".join(re.sub(r" (\d+\.\d\d) (?=\|)", yuan, line) if line[0] == "|" else line for line in lines)


def as_text(text: str, at: Path) -> Path:
    path = at.with_suffix(".txt")
    path.write_text(text, encoding="utf-8")
    return path


def as_word(text: str, at: Path) -> Path:
    document = docx.Document()
    for part in parts(text):
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for row, cells in zip(table.rows, part, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    path = at.with_suffix(".docx")
    document.save(str(path))
    return path


def as_package(text: str, at: Path) -> Path:
    """The words in a file of Word, each table on a sheet of a workbook."""
    at.mkdir()
    words: list[str] = []
    book = openpyxl.Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    heads: list[str] = []
    for part in parts(text):
        if isinstance(part, str):
            heads = [*heads, part][-2:]
            words.append(part)
            continue
        sheet = book.create_sheet(heads[0][:30])
        words = words[:-2]
        for head in heads:
            sheet.append([head])
        for row in part:
            sheet.append([float(cell) if re.fullmatch(r"\d+\.\d\d", cell) else cell for cell in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, float):
                    cell.number_format = "0.00"
    as_word("\n".join(words), at / "说明")
    book.save(at / "表格.xlsx")
    title = text.splitlines()[0]
    match = re.match(r"(.*?)(\d{4})年(部门|单位)(预算|决算)", title)
    assert match is not None
    kind = {"预算": "budget", "决算": "final-accounts"}[match[4]]
    described = f"entity: {match[1]}\nfiscal_year: {match[2]}\nkind: {kind}\nfiles: [说明.docx, 表格.xlsx]\ncomplete: true\n"
    (at / "submission.yaml").write_text(described, encoding="utf-8")
    return at


FORMS: dict[str, Callable[[str, Path], Path]] = {
    "text": as_text,
    "word": as_word,
    "yuan": lambda text, at: as_text(in_yuan(text), at),
    "word in yuan": lambda text, at: as_word(in_yuan(text), at),
    "package": as_package,
}


def judged(
    tmp_path: Path,
    form: str,
    main: str,
    prior: Sequence[str],
    units: Sequence[str],
    names: BodyNames | None = None,
) -> tuple[Outcome, ...]:
    write = FORMS[form]
    (tmp_path / "units").mkdir()
    for at, unit in enumerate(units):
        write(unit, tmp_path / "units" / f"{at}")
    submission = write(main, tmp_path / "main")
    before = tuple(write(one, tmp_path / f"prior {at}") for at, one in enumerate(prior))
    beside = Beside(before, units=files_in(tmp_path / "units"), names=names or BodyNames())
    return evaluate(HISTORY, beside.added(read_submission(submission)[0])[0])


@pytest.mark.parametrize("form", FORMS)
def test_a_history_is_clean_and_a_slip_is_found_in_every_form(tmp_path: Path, form: str) -> None:
    years = histories.history(11)
    of, before = years[2024], years[2023]
    main = histories.budget(2024, of, before)
    prior = histories.budget(2023, before, years[2022])
    units = [histories.unit_budget(unit, 2024, of) for unit in histories.UNITS]
    for name in ("clean", "slip"):
        (tmp_path / name).mkdir()
    outcomes = judged(tmp_path / "clean", form, main, [prior], units)
    assert [(one.rule, one.subject, one.reasons) for one in outcomes if one.kind in BAD] == []
    assert {one.rule for one in outcomes if one.kind in HELD} >= ASKED
    made = random.Random(form)
    at = made.choice([match.start() for match in re.finditer(r"\d(?=\d\.\d\d \|)", units[1])])
    units[1] = f"{units[1][:at]}{(int(units[1][at]) + 1) % 10}{units[1][at + 1 :]}"
    failed = [
        one for one in judged(tmp_path / "slip", form, main, [prior], units) if one.kind is OutcomeKind.FAIL
    ]
    assert failed
    assert all(len({item.place.file for item in one.evidence}) > 1 for one in failed)


@pytest.mark.parametrize("form", ["text", "package"])
def test_accounts_are_clean_beside_last_years_and_the_budget(tmp_path: Path, form: str) -> None:
    years = histories.history(12)
    of, before = years[2024], years[2023]
    outcomes = judged(
        tmp_path,
        form,
        histories.accounts(2024, of, before),
        [histories.accounts(2023, before, years[2022]), histories.budget(2024, of, before)],
        [histories.unit_accounts(unit, 2024, of) for unit in histories.UNITS],
    )
    assert [(one.rule, one.subject, one.reasons) for one in outcomes if one.kind in BAD] == []
    assert {one.rule for one in outcomes if one.kind in HELD} >= {
        "HIS101",
        "HIS202",
        "HIS301",
        "HIS401",
        "HIS402",
    }


def test_a_renamed_department_and_a_unit_that_is_new_are_no_false_alarm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    years = histories.history(13)
    prior = histories.budget(2023, years[2023], years[2022])
    monkeypatch.setattr(histories, "DEPARTMENT", "某市教育和体育局")
    monkeypatch.setattr(histories, "_MEMBERS", f"{histories._MEMBERS}\n4. 某市体育馆")
    years[2024].budget["某市体育馆"] = (Decimal("3.00"), Decimal("4.00"))
    main = histories.budget(2024, years[2024], years[2023])
    units = [histories.unit_budget(unit, 2024, years[2024]) for unit in years[2024].budget]
    names = BodyNames(
        [Naming("某市教育局", "某市教育和体育局", until=2023), Naming(*("某市教育和体育局",) * 2)]
    )
    outcomes = judged(tmp_path, "text", main, [prior], units, names)
    assert [(one.rule, one.subject, one.reasons) for one in outcomes if one.kind in BAD] == []
    assert {one.rule for one in outcomes if one.kind in HELD} >= ASKED
