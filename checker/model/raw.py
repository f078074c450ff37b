"""Raw blocks: what a reader hands to the structure stage, the same for every format."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.text import Place, Text


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line of text. The layout fields are None where the format has none.

    `indented`: starts to the right of the text block's left edge; `full`: reaches its right edge, so that
    the next line may go on with the same sentence; `size`: the height of its letters in points; `display`:
    set apart like a heading, in the middle of the page or in larger letters; `bold`: all of it is.
    """

    text: Text
    indented: bool | None = None
    full: bool | None = None
    size: float | None = None
    display: bool | None = None
    bold: bool | None = None


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell of a raw grid. A cell covered by a merged neighbour is None in the grid."""

    text: str
    place: Place
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class RawGrid:
    """A grid as it stands on one page. `merged` says whether spans are known (else blanks may be spans)."""

    rows: tuple[tuple[RawCell | None, ...], ...]
    place: Place
    merged: bool


@dataclass(frozen=True, slots=True)
class RawBreak:
    """The end of a page."""

    page: int


@dataclass(frozen=True, slots=True)
class RawEnd:
    """The end of a sheet or of a file of a package, or a page that cannot be read: nothing goes on beyond it."""


RawBlock = RawLine | RawGrid | RawBreak | RawEnd


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as read. `unread` are 1-based pages that have no text layer and were not read.

    `recognised` are those whose text was recognised in their picture.
    """

    name: str
    sha256: str
    media_type: str
    pages: int | None
    blocks: tuple[RawBlock, ...]
    unread: tuple[int, ...] = ()
    recognised: tuple[int, ...] = ()
