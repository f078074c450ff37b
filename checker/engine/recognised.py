"""What fails by words that were recognised in a picture, and may have been misread, cannot be told."""

from __future__ import annotations

from collections.abc import Iterator

from checker.engine.arithmetic import doubtful
from checker.engine.values import Truth
from checker.facts.figures import is_code_column
from checker.model.document import Table
from checker.model.figure import Facts, Figure
from checker.model.outcome import Evidence, OutcomeKind


def settled(truth: Truth, facts: Facts) -> Truth:
    """The truth, or undetermined if it fails by doubtful words, or by figures of a table with doubtful codes.

    Doubtful figures are told where they are compared. A code decides which rows belong together.
    """
    if truth.kind is not OutcomeKind.FAIL or not facts.document.recognised:
        return truth
    figures = [
        term.figure
        for computation in truth.computations
        for side in (computation.left, computation.right)
        for term in side.terms
    ]
    misread = [evidence for evidence in truth.evidence if evidence.place.doubtful]
    misread.extend(_codes(facts, figures))
    return Truth.unknown(doubtful(misread)) if misread else truth


def _codes(facts: Facts, figures: list[Figure]) -> Iterator[Evidence]:
    """The doubtful codes of the tables in which the figures stand."""
    for block in sorted({figure.id.block for figure in figures}):
        table = facts.document.blocks[block]
        if not isinstance(table, Table):
            continue
        for at, column in enumerate(table.columns):
            if is_code_column(column.leaf):
                cells = [row.cells[at] for row in table.rows if row.cells[at].place.doubtful]
                yield from (Evidence("cell", cell.text, cell.place, column=column.label) for cell in cells)
