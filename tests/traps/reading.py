"""What is read of a trap, as a person would say it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from checker.facts import facts_of
from checker.model.document import Document, Heading, Paragraph, Table
from checker.model.text import normalise
from checker.readers import read_file
from checker.structure import structured

TRAPS = Path(__file__).resolve().parent


class Seen(NamedTuple):
    """A table: its title (and the list of it), its unit, the labels over its columns, its rows."""

    title: str
    unit: str
    columns: list[str]
    rows: list[list[str]]


@cache
def document(name: str) -> Document:
    return structured(read_file(TRAPS / f"{name}.pdf"))


def seen(of: Document | str) -> list[Seen]:
    read = document(of) if isinstance(of, str) else of
    return [_seen(table) for table in read.tables]


def _seen(table: Table) -> Seen:
    title = table.title.string if table.title else ""
    return Seen(
        f"{title}·{table.part}" if table.part else title,
        next((piece.unit.name for piece in table.pieces if piece.unit), ""),
        [column.label for column in table.columns],
        [[normalise(cell.text).string for cell in row.cells] for row in table.rows],
    )


def words(name: str) -> list[str]:
    """The headings and paragraphs."""
    return [block.text.string for block in document(name).blocks if isinstance(block, Heading | Paragraph)]


def figures(name: str) -> list[str]:
    """The figures of the sentences, with their units."""
    found = facts_of(document(name)).figures.values()
    return [f"{figure.amount.value}{figure.amount.unit.name}" for figure in found if not figure.table]
