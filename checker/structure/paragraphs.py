"""Lines → paragraphs: sentences are joined over lines and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checker.model.raw import RawBlock, RawBreak, RawEnd, RawGrid, RawLine
from checker.model.text import Text
from checker.structure import lines
from checker.structure.numbering import numbering


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together. `display`: set apart like a heading; None where the format has no layout."""

    text: Text
    display: bool | None = None
    bold: bool | None = None

    @property
    def string(self) -> str:
        return self.text.string


_SHORT_REST = 4
"""A line of a heading as short as this is the rest of the line above it."""

Item = Passage | RawGrid | RawBreak | RawEnd
"""A paragraph, a grid, the end of a page or of a sheet."""


def joined(blocks: Iterable[RawBlock]) -> list[Item]:
    """Join the lines of a layout into paragraphs; a page may end in the middle of one."""
    items: list[Item] = []
    previous: RawLine | None = None
    for block in blocks:
        if isinstance(block, RawBreak):
            items.append(block)
            continue
        if isinstance(block, RawEnd):
            items.append(block)
            previous = None
            continue
        if isinstance(block, RawGrid):
            items.append(block)
            previous = None
            continue
        at = _last_passage(items)
        if previous is not None and at is not None and _goes_on(previous, block):
            passage = items[at]
            assert isinstance(passage, Passage)
            items[at] = Passage(Text.join([passage.text, block.text]), passage.display)
        else:
            items.append(Passage(block.text, block.display, block.bold))
        previous = block
    return items


def _last_passage(items: list[Item]) -> int | None:
    """The index of the last item, page ends passed over, if it is a paragraph."""
    at = len(items) - 1
    while at >= 0 and isinstance(items[at], RawBreak):
        at -= 1
    return at if at >= 0 and isinstance(items[at], Passage) else None


def _goes_on(line: RawLine, following: RawLine) -> bool:
    """Whether the layout says that the second line goes on with the first one's paragraph."""
    string = following.text.string.strip()
    if following.display and (line.display or (line.full and _opens_part(line))):
        goes_on = bool(line.full) or len(string) <= _SHORT_REST
        return goes_on and not string.endswith("表") and _same_kind(line, following)
    return bool(line.full) and following.indented is False and _same_kind(line, following)


def _opens_part(line: RawLine) -> bool:
    """第三部分 and a title that fills the line: its rest stands in the middle of the next."""
    number = numbering(line.text.string)
    return number is not None and number.level == 1


def _same_kind(line: RawLine, following: RawLine) -> bool:
    """Letters of one size, and neither a number nor a unit nor a note that begins something new."""
    same_size = (
        line.size is not None
        and following.size is not None
        and abs(line.size - following.size) <= 0.15 * line.size
    )
    return (
        same_size
        and numbering(following.text.string) is None
        and lines.unit_in_caption(following.text.string) is None
        and lines.unit_of_line(line.text.string) is None
        and not lines.is_form_number(line.text.string)
        and not lines.is_note(following.text.string)
    )
