"""The text of a cell of a web page's table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from justhtml import Element, Text

from checker.layout.html_elements import BLOCKS, collapsed, lines_of, walk
from checker.layout.html_lists import Numbers

_WORD = re.compile(r"[0-9A-Za-z]")


def cell_lines(cell: Element) -> list[str]:
    """The lines of a table's cell, which its breaks and paragraphs make."""
    parts: list[str] = []
    numbers = Numbers()
    for node, ends in walk(cell, lambda _: True):
        if isinstance(node, Text):
            parts.append(collapsed(node.data or ""))
        elif node.name == "br" or node.name in BLOCKS:
            parts.append("\n" if ends else "\n" + numbers.before(node))
    return lines_of("".join(parts))


def in_one(lines: Sequence[str]) -> str:
    """The lines of a cell put together; only words and numbers are kept apart, numbers as on their lines."""
    text = ""
    for line in lines:
        if text and _WORD.match(text[-1]) and _WORD.match(line[0]):
            text += "\n" if text[-1].isdigit() and line[0].isdigit() else " "
        text += line
    return text
