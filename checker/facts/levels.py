"""What sentences state as amounts of this period: each with its name, so that it can be found again in another year's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.clauses import Clauses, bare
from checker.model.statement import Level
from checker.model.text import normalise
from checker.structure.numbering import numbering

_YEAR = re.compile(r"20\d\d(?=年)")
_OTHER_PERIOD = re.compile(
    r"上年|上一年|去年|前年|以前年度|下年|次年|明年|季度|月份?(?![度额])|上半年|下半年"
)
_OWN = re.compile(r"^(?:本|我)(?:部门|单位|局|委|厅|办|院|部|校|中心|街道|镇|乡)的?")


def levels_in(clauses: Clauses, year: int | None, entity: str) -> Iterator[Level]:
    """The amounts of a paragraph that no words give to another period; changes, shares and completions are none."""
    for statement in clauses.levels:
        years = {int(found) for found in _YEAR.findall(statement.label)}
        if years <= {year} and not _OTHER_PERIOD.search(statement.label):
            label = level_label(statement.name, entity)
            if label:
                yield Level(label, statement.figure, clauses.block)


def level_label(name: str, entity: str) -> str:
    """The name of an amount without what differs from year to year or repeats whose it is: number, year, the body."""
    number = numbering(name)
    words = bare(
        _YEAR.sub("", (number.rest if number and number.rest else name))
        .removeprefix("年度")
        .removeprefix("年")
    )
    return _OWN.sub(
        "", words.removeprefix(normalise(entity).string).removeprefix("(部门)") if entity else words
    )
