"""Tables that may go on on a page that could not be read: nothing can be said of all their rows."""

from __future__ import annotations

from checker.model.document import Block, Contents, Document, Table
from checker.model.text import Place
from checker.structure.totals import is_total_row


def is_cut_off(document: Document, block: int) -> bool:
    """Whether rows may be missing: the table ends the page before an unread one, and not with its total."""
    table = document.blocks[block]
    assert isinstance(table, Table)
    page = table.pieces[-1].place.page
    if page is None or page + 1 not in document.unread:
        return False
    if table.rows and is_total_row(table.rows[-1]):
        return False
    for following in document.blocks[block + 1 :]:
        if isinstance(following, Table) and following.pieces == table.pieces:
            continue  # the list beside it
        there = _place_of(following)
        return there.page != page or there.file != table.place.file
    return True


def _place_of(block: Block) -> Place:
    match block:
        case Contents(entries=entries):
            return entries[0].place
        case Table():
            return block.place
        case _:
            return block.text.place
