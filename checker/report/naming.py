"""What figures and subjects are called, in the words of their document."""

from __future__ import annotations

import re

from checker.model.figure import Figure
from checker.structure.numbering import numbering

_CLAUSE = re.compile(r"[，。；：、（(,;:]")
_MOST = 24  # characters of a clause that are kept
_LEADING = re.compile(r"^(?:其中|和|及|以及|并|另|包括)+")
_BODY_AND_YEAR = re.compile(r"^\S*?(?:19|20)\d\d\s*年度?(?=\S{4})")  # 某局2024年度收入支出总计
_NUMBER_LEFT = re.compile(r"^[一二三四五六七八九十\d]{1,3}[）)]")  # of （三）公务接待费
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


def clause(figure: Figure) -> str:
    """The words of the clause before a figure in a sentence."""
    before = figure.context[max(figure.start - 3 * _MOST, 0) : figure.start]
    said = _NUMBER_LEFT.sub("", _LEADING.sub("", _CLAUSE.split(before)[-1].strip()))
    said = _BODY_AND_YEAR.sub("", said) or said
    return said if len(said) <= _MOST else f"…{said[-_MOST:]}"


def unnumbered(label: str) -> str:
    """A heading or label without the number before it."""
    found = numbering(label)
    return found.rest if found is not None and found.rest else label


def column_of(figure: Figure) -> str:
    """The lowest label of a figure's column, without what stands in brackets."""
    leaf = figure.column.rsplit(" / ", 1)[-1]
    return _BRACKETS.sub("", leaf) or leaf


def full_name(figure: Figure) -> str:
    """A figure's name by which it is found on its page: of a cell, row and column."""
    if not figure.table:
        return name_of(figure)
    return "・".join(part for part in (unnumbered(figure.row), column_of(figure)) if part)


def name_of(figure: Figure) -> str:
    """A figure's own name: the words before it, or its row; else the title of its section or its table."""
    if not figure.table:
        return clause(figure) or (figure.section[-1] if figure.section else "")
    return unnumbered(figure.row) or column_of(figure) or figure.table
