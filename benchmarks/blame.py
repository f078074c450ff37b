"""How often the right cell is blamed for one wrong digit: `python benchmarks/blame.py [-n 200] [FILE…]`.

A cell of the Document as read is changed by a digit, where at least two identities that hold cross in it, and the
document is checked again. Right: one new finding, which names that cell and the value that stood there. Printed for
each file and each slip that is not right: the cell, what was made of it, and what was said instead.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from checker.checking import read_facts
from checker.diagnosis import compared
from checker.engine import Sources, evaluate
from checker.facts import facts_of
from checker.model.document import Document, Table
from checker.model.figure import Facts, Figure, FigureId
from checker.model.outcome import OutcomeKind
from checker.report import Finding, Report, build
from checker.rulebook.library import Chosen, Library

ROOT = Path(__file__).resolve().parent.parent
SUBMISSIONS = ROOT.parent / "shared" / "submissions"
SEED = 20261124
_HELD = (OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING)


class Said(StrEnum):
    """What the checker makes of a wrong digit."""

    RIGHT = "right"
    UNSEEN = "no finding"
    NO_CELL = "no cell named"
    OTHER_CELL = "another cell"
    OTHER_VALUE = "another value"
    SEVERAL = "several findings"


@dataclass(frozen=True)
class Slip:
    """A cell whose text was changed to `text`."""

    figure: Figure
    text: str


@dataclass(frozen=True)
class Checked:
    """A document with the packs it asks for, and its report."""

    name: str
    facts: Facts
    packs: tuple[Chosen, ...]
    report: Report


def check(facts: Facts, packs: Sequence[Chosen]) -> Report:
    sources = Sources(facts)
    outcomes = [outcome for use in packs for outcome in evaluate(use.pack, facts, sources)]
    return build(facts, [(use.pack, use.why) for use in packs], outcomes)


def checked(path: Path, library: Library) -> Checked:
    facts = read_facts(path)
    packs = library.choose(facts.identity)
    return Checked(path.name, facts, packs, check(facts, packs))


def crossings(report: Report) -> list[Figure]:
    """The figures of cells that at least two unlike equalities hold for."""
    identities: dict[FigureId, set[object]] = {}
    for outcome in report.outcomes:
        for made in outcome.computations if outcome.kind in _HELD else ():
            if made.operator == "==" and made.result in _HELD:
                terms = made.left.terms + made.right.terms
                for id_ in {term.figure.id for term in terms if term.sign}:
                    identities.setdefault(id_, set()).add(compared(made))
    figures = report.facts.figures
    return [
        figures[id_]
        for id_ in sorted(identities)
        if id_.row >= 0 and figures[id_].text == figures[id_].context and len(identities[id_]) > 1
    ]


def slips(figures: Sequence[Figure], count: int, seed: int) -> Iterator[Slip]:
    """One digit of a cell changed to another, in cells taken at random."""
    chance = random.Random(seed)
    for _ in range(count):
        figure = chance.choice(figures)
        at = chance.choice([at for at, character in enumerate(figure.text) if character.isdigit()])
        digit = chance.choice([digit for digit in "0123456789" if digit != figure.text[at]])
        yield Slip(figure, figure.text[:at] + digit + figure.text[at + 1 :])


def changed(document: Document, slip: Slip) -> Document:
    """The document with the slip in its cell."""
    id_ = slip.figure.id
    table = document.blocks[id_.block]
    assert isinstance(table, Table)
    row = table.rows[id_.row]
    column = id_.column % len(row.cells)
    cells = list(row.cells)
    cells[column] = replace(cells[column], text=slip.text)
    rows = list(table.rows)
    rows[id_.row] = replace(row, cells=tuple(cells))
    blocks = list(document.blocks)
    blocks[id_.block] = replace(table, rows=tuple(rows))
    return replace(document, blocks=tuple(blocks))


def judged(before: Checked, slip: Slip) -> tuple[Said, tuple[Finding, ...]]:
    """What is said of a slip, with the findings that it made."""
    facts = facts_of(changed(before.facts.document, slip), before.facts.identity)
    known = {finding.fingerprint for finding in before.report.findings}
    found = tuple(
        finding for finding in check(facts, before.packs).findings if finding.fingerprint not in known
    )
    if not found:
        return Said.UNSEEN, found
    likely = [finding.likely for finding in found if finding.likely]
    own = [one for one in likely if one.figure.id == slip.figure.id]
    if not own:
        return (Said.OTHER_CELL if likely else Said.NO_CELL), found
    if own[0].amount.value != slip.figure.amount.value:
        return Said.OTHER_VALUE, found
    return (Said.RIGHT if len(found) == 1 else Said.SEVERAL), found


def described(said: Said, slip: Slip, found: Sequence[Finding]) -> str:
    figure = slip.figure
    lines = [f"  {said}: {figure.table} › {figure.row} › {figure.column}: {figure.text} → {slip.text}"]
    for finding in found:
        suspects = [f"{one.figure.row} › {one.figure.column} {one.corrected}" for one in finding.suspects]
        rules = " ".join(rule.id for rule in finding.rules)
        lines.append(f"      {rules} × {len(finding.computations)}: {'; '.join(suspects) or '—'}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the blame for one wrong digit.")
    parser.add_argument(
        "files", nargs="*", type=Path, help="submissions; default: the real files and examples"
    )
    parser.add_argument("-n", type=int, default=200, help="how many slips in all")
    arguments = parser.parse_args()
    files: list[Path] = arguments.files or [
        *sorted(SUBMISSIONS.glob("*.*")),
        *(ROOT / "examples").glob("*.*"),
    ]
    library, total = Library(), Counter[Said]()
    known = [checked(path, library) for path in files if path.suffix in (".pdf", ".txt")]
    fields = [(one, crossing) for one in known if (crossing := crossings(one.report))]
    for number, (one, figures) in enumerate(fields):
        count = arguments.n // len(fields) + (number < arguments.n % len(fields))
        results = Counter[Said]()
        print(f"{one.name}: {len(figures)} cells where identities cross")
        for slip in slips(figures, count, SEED + number):
            said, found = judged(one, slip)
            results[said] += 1
            if said is not Said.RIGHT:
                print(described(said, slip, found))
        print("  ", dict(results))
        total += results
    print(f"all: {dict(total)}; right {total[Said.RIGHT] / total.total():.1%}")


if __name__ == "__main__":
    main()
