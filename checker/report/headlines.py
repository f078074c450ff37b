"""The sentence that a finding opens with: what is wrong, made from its evidence."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model.figure import Figure
from checker.model.outcome import Computation, Side
from checker.report.build import Finding
from checker.report.naming import column_of, name_of, unnumbered
from checker.report.words import Words, common_unit, in_unit, printed

_NAMED = 3  # so many addends are named; of more the first, and how many there are
_LONGEST_SAID = 160  # characters of a rule's own message
_LONGEST = 40  # characters of a list of names, or of words of the document, that are kept


def headline(finding: Finding, words: Words) -> str:
    """What is wrong, in plain words; the rule's title where the evidence says no more."""
    likely, count = finding.likely, finding.disagreements
    if likely is not None and count > 1:
        name = _named(likely.figure, (likely.figure,), words)
        return words.filled(
            "headline",
            "figure",
            name=name,
            text=printed(likely.figure),
            corrected=likely.corrected,
            count=count,
        )
    said = [reason for reason in finding.reasons if reason.code == "said"]
    if said:
        return words.reasons(tuple(said), longest=_LONGEST_SAID)
    if finding.computations:
        return _of_comparison(finding.computations[0], words)
    reasons = tuple(reason for reason in finding.reasons if reason.code != "condition_false")
    listed = [reason for reason in reasons if reason.code in ("one_found", "some_found")]
    if listed:
        places = words.reasons(tuple(listed), longest=_LONGEST)
        return words.filled("headline", "found", title=finding.rule.title, found=places)
    return words.reasons(reasons, longest=_LONGEST) if reasons else words.not_met(finding)


def _of_comparison(computation: Computation, words: Words) -> str:
    sides = [computation.left, computation.right]
    if computation.operator == "==":
        sides.sort(key=lambda side: len(side.terms) + len(side.blanks))
    figures = [term.figure for side in sides for term in side.terms]
    names = [_of_side(side, figures, words) for side in sides]
    unit = common_unit(computation)
    difference = f"{in_unit(abs(computation.difference), unit)}{unit.name}"
    said = words.filled(
        "headline",
        "unequal" if computation.operator == "==" else "bound",
        left=names[0],
        relation=words("violated", computation.operator),
        right=names[1],
        difference=difference,
    )
    rows = {figure.row for figure in figures}
    if _within_row(figures) and len(rows) == 1 and (row := unnumbered(rows.pop())):
        return words.filled("headline", "in_row", row=row, said=said)
    return said


def _of_side(side: Side, figures: Sequence[Figure], words: Words) -> str:
    """One side by its name and value; arithmetic that has no name as it is written."""
    own = [term.figure for term in side.terms]
    if not own:
        label = "・".join(dict.fromkeys(cell.column or cell.row for cell in side.blanks))
        return words.filled("headline", "blank", name=label) if label else words.side(side)
    if any(term.sign != 1 for term in side.terms):
        return words.side(side)
    return _of_sum(side, own, figures, words) + words.blanks(side)


def _of_sum(side: Side, own: Sequence[Figure], figures: Sequence[Figure], words: Words) -> str:
    if len(own) == 1:
        return f"{_named(own[0], figures, words)}{printed(own[0])}"
    value = f"{in_unit(side.value, side.unit)}{side.unit.name}"
    names = list(dict.fromkeys(_named(figure, figures, words) for figure in own))
    columns = {(figure.table, figure.column) for figure in own}
    if len(own) <= _NAMED and len(names) == len(own):
        return words.filled("headline", "sum", names=words("and").join(names), value=value)
    if len(columns) == 1 and own[0].table:
        column, table = column_of(own[0]), own[0].table
        return words.filled("headline", "column_sum", table=table, column=column, count=len(own), value=value)
    return words.filled("headline", "long_sum", first=names[0], count=len(own), value=value)


def _named(figure: Figure, figures: Sequence[Figure], words: Words) -> str:
    """The figure's name; where figures of several files are compared, with that of another file than the submission."""
    elsewhere = words.home is not None and figure.place.file != words.home
    if elsewhere and len({other.place.file for other in figures}) > 1:
        return words.filled("place", "file", file=figure.place.file, place=_own_name(figure, figures))
    return _own_name(figure, figures)


def _own_name(figure: Figure, figures: Sequence[Figure]) -> str:
    """The figure's name; where figures of several columns are compared, with its column or that alone."""
    if figure.table and any(not other.table for other in figures):
        return f"{figure.table}・{name_of(figure)}"
    if not figure.table or len({other.column for other in figures if other.table}) == 1:
        return name_of(figure)
    column = column_of(figure)
    row = unnumbered(figure.row)
    return column if _within_row(figures) or not row else f"{row}・{column}"


def _within_row(figures: Sequence[Figure]) -> bool:
    """Whether figures of several columns of one row are compared."""
    rows = {(figure.id.block, figure.id.row, figure.table) for figure in figures}
    return len(rows) == 1 and bool(figures[0].table) and len({figure.column for figure in figures}) > 1
