"""Why nothing can be said of all rows of a table that may go on on a page that could not be read."""

from __future__ import annotations

from checker.binding.tables import BoundTable, table_evidence
from checker.model.figure import Facts
from checker.model.outcome import Reason, Unknown
from checker.structure.cut_off import is_cut_off


def rows_cut_off(facts: Facts, bound: BoundTable) -> Unknown | None:
    """The pages that may hold more rows of the table; None where all its rows were read."""
    if bound.table is None or not is_cut_off(facts.document, bound.block):
        return None
    pages = "、".join(map(str, facts.document.unread))
    return Unknown((Reason.of("pages_unread", pages=pages),), (table_evidence(bound.table, "table"),))
