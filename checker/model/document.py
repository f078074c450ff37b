"""The document as read: headings, paragraphs and tables in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model.amount import Unit
from checker.model.frozen import frozen
from checker.model.text import Place, Text


@frozen
class Heading:
    """A heading. `level` counts from 1 (第一部分) downwards; `title` is the text without its number."""

    text: Text
    level: int
    number: str
    title: str


@frozen
class Paragraph:
    text: Text


@frozen
class Cell:
    """A cell of a table. Blank text is a blank cell; a cell that the row does not have is None in its row."""

    text: str
    place: Place


@frozen
class Column:
    """A column with its header path from the top label to the leaf, blanks left out."""

    path: tuple[str, ...]
    header: Cell

    @property
    def leaf(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def label(self) -> str:
        return " / ".join(self.path)


@frozen
class Row:
    """One data row: as many cells as the table has columns. `piece` is the index of its piece."""

    cells: tuple[Cell, ...]
    piece: int = 0

    @property
    def place(self) -> Place:
        """Where the row begins: its first filled cell, or its first."""
        return next((cell for cell in self.cells if cell.text), self.cells[0]).place


@frozen
class Piece:
    """The part of a table that stands together: a page of it, or what follows one caption."""

    place: Place
    unit: Unit | None
    unit_text: Text | None


@frozen
class Table:
    """Pieces on several pages are one table. Columns and rows are those of all pieces together.

    `part` is the label of this list where a grid holds several side by side (收入, 支出); else it is empty.
    """

    title: Text | None
    captions: tuple[Text, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    pieces: tuple[Piece, ...]
    notes: tuple[Text, ...] = ()
    part: str = ""

    @property
    def place(self) -> Place:
        return self.title.place if self.title else self.pieces[0].place


@frozen
class Contents:
    """The table of contents; its entries are no headings."""

    entries: tuple[Text, ...]


Block = Heading | Paragraph | Table | Contents


@frozen
class Section:
    """A heading and what stands under it: blocks from `start` (the heading itself) up to `end`.

    The section at the root has no heading and spans the document. `path` holds the titles above and its own.
    """

    heading: Heading | None
    path: tuple[str, ...]
    start: int
    end: int
    children: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen
class Member:
    """A file of a package; its blocks begin at `start`."""

    name: str
    sha256: str
    media_type: str
    pages: int | None
    start: int


@frozen
class Document:
    """A submission as read. `sha256` is of the file's bytes; `unread` names pages without a text layer.

    `recognised` names the pages whose text was recognised in their picture. `ordinal` tells it from others that are
    looked at together with it: 0 is the submission. Of a package `members` are the files, `sha256` is of their names
    and hashes, and `unread` and `recognised` are the pages of any of them; `passed_over` are the names of other files
    that came with them, which no reader knows.
    """

    name: str
    sha256: str
    media_type: str
    pages: int | None
    blocks: tuple[Block, ...]
    root: Section
    unread: tuple[int, ...] = ()
    recognised: tuple[int, ...] = ()
    ordinal: int = 0
    members: tuple[Member, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))
