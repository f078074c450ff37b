"""The sample submission as blocks and rows with spans, to be written in other formats; what it says in each."""

from __future__ import annotations

import runpy
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from fpdf.enums import TableSpan

from checker.engine import evaluate
from checker.facts import facts_of
from checker.model.raw import RawDocument
from checker.model.text import normalise
from checker.rulebook.library import Library
from checker.structure import structured

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SAMPLE_TEXT = EXAMPLES / "sample-budget-2019.txt"
PACK = "hebei/shijiazhuang/department-budget"


@dataclass(frozen=True)
class SampleCell:
    text: str
    rows: int = 1
    columns: int = 1


SampleRow = Sequence[SampleCell | None]
"""The cells of a row; a slot that a cell to the left or above covers is None."""


@dataclass(frozen=True)
class SampleBlock:
    """A line of the text, or the rows of a piece of a table, `header` of which are its header."""

    kind: str
    text: str = ""
    rows: Sequence[SampleRow] = ()
    header: int = 0


def sample_blocks() -> list[SampleBlock]:
    """The sample text, divided and its header cells merged as in the sample PDF."""
    script = runpy.run_path(str(EXAMPLES / "make_sample_pdf.py"))
    blocks: list[SampleBlock] = []
    for block in script["read_blocks"](SAMPLE_TEXT.read_text(encoding="utf-8")):
        if block.kind == "grid":
            header = _with_spans(script["merge_header"](block.rows))
            rows = [[SampleCell(text) for text in row] for row in block.rows[len(header) :]]
            blocks.append(SampleBlock(block.kind, rows=[*header, *rows], header=len(header)))
        else:
            blocks.append(SampleBlock(block.kind, block.lines[0]))
    return blocks


def _with_spans(rows: Sequence[Sequence[str | TableSpan]]) -> list[SampleRow]:
    spanned: list[SampleRow] = []
    for number, row in enumerate(rows):
        cells: list[SampleCell | None] = []
        for column, text in enumerate(row):
            if isinstance(text, TableSpan):
                cells.append(None)
                continue
            right = list(takewhile(lambda later: later is TableSpan.COL, row[column + 1 :]))
            below = [later[column] for later in rows[number + 1 :]]
            down = list(takewhile(lambda later: later is TableSpan.ROW, below))
            cells.append(SampleCell(text, 1 + len(down), 1 + len(right)))
        spanned.append(cells)
    return spanned


@dataclass(frozen=True)
class Said:
    """What a submission says and what the pack finds in it, without places."""

    sections: list[tuple[str, ...]]
    tables: list[tuple[str, list[str | None], list[tuple[str, ...]], list[tuple[str, ...]]]]
    figures: list[tuple[str, str, str, str]]
    outcomes: set[tuple[str, str, str]]


def said(raw: RawDocument) -> Said:
    """What is the same in every format: titles, units, column paths, row texts, figures and outcomes."""
    document = structured(raw)
    facts = facts_of(document)
    return Said(
        [section.path for section in document.root.walk()],
        [
            (
                table.title.string if table.title else "",
                [piece.unit.name if piece.unit else None for piece in table.pieces],
                [column.path for column in table.columns],
                [tuple(normalise(cell.text).string for cell in row.cells) for row in table.rows],
            )
            for table in document.tables
        ],
        [(figure.text, figure.row, figure.column, str(figure.amount)) for figure in facts.figures.values()],
        {
            (outcome.rule, outcome.subject, outcome.kind.value)
            for outcome in evaluate(Library().load(PACK), facts)
        },
    )
