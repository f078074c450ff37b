"""The lines of the list that stands in a section: its numbered paragraphs, or the rows of its only table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import numeric

from checker.engine import truths
from checker.engine.values import ListValue, TextValue
from checker.facts.figures import row_label
from checker.model.document import Heading, Paragraph, Section, Table
from checker.model.figure import Facts
from checker.model.outcome import Evidence, Reason, Unknown
from checker.structure.cut_off import is_cut_off
from checker.structure.numbering import Numbering, numbering
from checker.structure.totals import is_total_row


def lines_of(facts: Facts, sections: Sequence[Section]) -> ListValue:
    """The lines in order; incomplete where it is not sure that they are one list and all of it.

    Numbers that do not run from one on, or of two styles, are not one list: of （一） over 1. 2. 3. nobody can tell
    which is meant. A single number with words below it heads them. Of a section without a list nothing can be said
    either: it may list in words.
    """
    numbered: list[tuple[Numbering, TextValue]] = []
    tables: list[int] = []
    beneath = False
    for section in sections:
        for at in range(section.start + 1, section.end):
            block = facts.document.blocks[at]
            if isinstance(block, Heading | Paragraph) and (number := numbering(block.text.string)):
                place = Evidence("item", block.text.string, block.text.place, section=section.path[-1])
                numbered.append((number, TextValue(number.rest, (place,))))
                continue
            beneath = beneath or bool(numbered)
            if isinstance(block, Table):
                tables.append(at)
    title = sections[0].path[-1]
    if numbered:
        first = numbered[0][1].evidence
        lines = tuple(line for _, line in numbered)
        runs = [_ordinal(number.number) for number, _ in numbered] == list(range(1, len(lines) + 1))
        one_style = len({number.level for number, _ in numbered}) == 1
        sure = runs and one_style and not (beneath and len(lines) == 1)
        why = truths.unseen_reasons(facts) if sure else (Reason.of("lines_unclear", section=title),)
        return ListValue(lines, Unknown(why, first) if why else None)
    if len(tables) == 1:
        return _rows(facts, tables[0], title)
    return ListValue((), Unknown((Reason.of("lines_none", section=title),)))


def _rows(facts: Facts, at: int, section: str) -> ListValue:
    """The rows that name something; a total is none of the list."""
    table = facts.document.blocks[at]
    assert isinstance(table, Table)
    lines = tuple(
        TextValue(label, (Evidence("item", label, row.place, section=section),))
        for row in table.rows
        if (label := row_label(row)) and not is_total_row(row)
    )
    cut = truths.unseen_reasons(facts) if is_cut_off(facts.document, at) else ()
    return ListValue(lines, Unknown(cut) if cut else None)


def _ordinal(number: str) -> int:
    """The number before a line: 3. is 3, （十二） is 12, ② is 2."""
    digits = re.findall(r"\d+", number)
    if digits:
        return int(digits[0])
    tens, _, ones = "".join(character for character in number if character.isnumeric()).rpartition("十")
    if "十" in number:
        return 10 * (int(numeric(tens)) if tens else 1) + (int(numeric(ones)) if ones else 0)
    return int(numeric(ones)) if len(ones) == 1 else 0
