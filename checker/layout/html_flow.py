"""The body of a web page → raw blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass

import justhtml
from justhtml import Element

from checker.layout.html_cells import cell_lines
from checker.layout.html_elements import (
    BLOCKS,
    attribute,
    collapsed,
    lines_of,
    preformatted,
    shown,
    style,
    walk,
)
from checker.layout.html_lists import Numbers
from checker.layout.html_table import grid_of, is_layout
from checker.model.raw import RawBlock, RawLine
from checker.model.text import Place, Text

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD = frozenset(("b", "strong"))
_HEAVY = frozenset(("bold", "bolder", "600", "700", "800", "900"))
_LIGHT = frozenset(("normal", "lighter", "400", "300"))
_LONGEST_DISPLAY = 50
"""A line in the middle that is longer than this is no heading."""


def blocks_of(body: Element, name: str) -> tuple[RawBlock, ...]:
    """The paragraphs and tables of a page. Tables that only lay it out give their paragraphs and tables."""
    flow = _Flow(name)
    looks = [_Look()]
    numbers = Numbers()
    whole: set[int] = set()  # the tables that are read as tables
    for node, ends in walk(body, lambda element: id(element) not in whole):
        if isinstance(node, justhtml.Text):
            flow.write(node.data or "", looks[-1])
            continue
        if node.name in BLOCKS:
            flow.end_paragraph()
        if ends:
            looks.pop()
            if node.name == "li":
                flow.marker = ""
        elif node.name == "table" and not is_layout(node):
            whole.add(id(node))
            flow.add_table(node)
        else:
            looks.append(looks[-1].inside(node))
            if node.name == "br":
                flow.break_line()
            elif node.name == "li":
                flow.marker = numbers.before(node)
    return tuple(flow.blocks)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the elements around a text say of it."""

    heading: bool = False
    centred: bool = False
    preformatted: bool = False
    bold: bool = False

    def inside(self, element: Element) -> _Look:
        """The look of what stands in an element."""
        name = element.name
        aligned = style(element, "text-align") or attribute(element, "align")
        centred = self.centred and name != "table"
        if name == "center" or (aligned and name != "table"):
            centred = name == "center" or "center" in aligned or aligned == "middle"
        weight = style(element, "font-weight")
        bold = name in _BOLD or weight in _HEAVY or (self.bold and weight not in _LIGHT)
        return _Look(self.heading or name in _HEADINGS, centred, self.preformatted or name == "pre", bold)


class _Flow:
    """Collects the text of a page paragraph by paragraph, and its tables."""

    def __init__(self, name: str) -> None:
        self.blocks: list[RawBlock] = []
        self.marker = ""
        self._name = name
        self._parts: list[str] = []
        self._look: _Look | None = None
        self._bold = True
        self._paragraphs = 0
        self._tables = 0

    def write(self, data: str, look: _Look) -> None:
        """Text that goes on with the paragraph, whose look is that of its first letter."""
        self._parts.append(preformatted(data) if look.preformatted else collapsed(data))
        if self._look is None and data.strip():
            self._look = look
        self._bold = self._bold and (look.bold or not data.strip())

    def break_line(self) -> None:
        self._parts.append("\n")

    def end_paragraph(self) -> None:
        lines = lines_of("".join(self._parts))
        look = self._look or _Look()
        bold = self._bold
        self._parts, self._look, self._bold = [], None, True
        if not lines:
            return
        self._paragraphs += 1
        lines[0] = self.marker + lines[0]
        self.marker = ""
        place = Place(self._name, spot=f"第{self._paragraphs}段")
        for line in lines:
            display = look.heading or (look.centred and len(line) <= _LONGEST_DISPLAY)
            self.blocks.append(RawLine(Text.at(line, place), display=display, bold=bold))

    def add_table(self, table: Element) -> None:
        """A table with its captions before it."""
        grid = grid_of(table, self._name, self._tables + 1)
        if grid is None:
            return
        self._tables += 1
        for caption in shown(table, "caption"):
            for line in cell_lines(caption):
                display = len(line) <= _LONGEST_DISPLAY
                self.blocks.append(RawLine(Text.at(line, grid.place), display=display))
        self.blocks.append(grid)
