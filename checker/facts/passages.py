"""The texts of a document one by one, each told by what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

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


class _Same:
    """A document by what it is and not by what it says, which would take long to compare."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.document is other.document


def passages_of(document: Document) -> tuple[Passage, ...]:
    """All texts in reading order but for the numbers of tables.

    Lists beside each other share captions and notes; each is told once.
    """
    return _passages(_Same(document))


@lru_cache(maxsize=1)
def _passages(same: _Same) -> tuple[Passage, ...]:
    return tuple(_told_once(same.document))


def _told_once(document: Document) -> Iterator[Passage]:
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
