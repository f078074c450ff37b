"""Tables that may go on on a page that could not be read: nothing can be said of all their rows."""

from __future__ import annotations

from checker.binding.tables import table_evidence
from checker.model.document import Block, Contents, Table
from checker.model.figure import Facts
from checker.model.outcome import Reason, Unknown
from checker.structure.totals import is_total_row


def cut_off(facts: Facts, block: int, table: Table) -> Unknown | None:
    """Why rows may be missing: the table ends the page before an unread one, and not with its total; else None."""
    page = table.pieces[-1].place.page
    if page is None or page + 1 not in facts.document.unread:
        return None
    if table.rows and is_total_row(table.rows[-1]):
        return None
    for following in facts.document.blocks[block + 1 :]:
        if isinstance(following, Table) and following.pieces == table.pieces:
            continue  # the list beside it
        if _page_of(following) == page:
            return None
        break
    pages = "、".join(map(str, facts.document.unread))
    return Unknown((Reason.of("pages_unread", pages=pages),), (table_evidence(table, "table"),))


def _page_of(block: Block) -> int | None:
    match block:
        case Contents(entries=entries):
            return entries[0].place.page
        case Table():
            return block.place.page
        case _:
            return block.text.place.page
