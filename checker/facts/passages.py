"""The texts of a document one by one, each told by what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from checker.model.document import Contents, Document, Heading, Paragraph, Table
from checker.model.text import Place, Text

_NUMBER = re.compile(r"[\d.,%+\-\s]+")


class Where(Enum):
    HEADING = auto()
    PARAGRAPH = auto()
    CAPTION = auto()
    NOTE = auto()
    CELL = auto()
    CONTENTS = auto()


@dataclass(frozen=True, slots=True)
class Passage:
    text: Text
    block: int
    where: Where


def passages_of(document: Document) -> Iterator[Passage]:
    """All texts in reading order but for the numbers of tables.

    Lists beside each other share captions and notes; each is told once.
    """
    seen: set[tuple[Place, str]] = set()
    for at, block in enumerate(document.blocks):
        match block:
            case Heading(text=text):
                yield Passage(text, at, Where.HEADING)
            case Paragraph(text=text):
                yield Passage(text, at, Where.PARAGRAPH)
            case Contents(entries=entries):
                yield from (Passage(entry, at, Where.CONTENTS) for entry in entries)
            case Table():
                for passage in _of_table(block, at):
                    key = (passage.text.place, passage.text.string)
                    if key not in seen:
                        seen.add(key)
                        yield passage


def _of_table(table: Table, at: int) -> Iterator[Passage]:
    titles = () if table.title is None or table.title in table.captions else (table.title,)
    yield from (Passage(text, at, Where.CAPTION) for text in (*titles, *table.captions) if text.segments)
    headers = (column.header for column in table.columns)
    for cell in (*headers, *(cell for row in table.rows for cell in row.cells)):
        if cell.text and not _NUMBER.fullmatch(cell.text):
            yield Passage(Text.at(cell.text, cell.place), at, Where.CELL)
    yield from (Passage(text, at, Where.NOTE) for text in table.notes if text.segments)
