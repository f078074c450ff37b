"""Lines → paragraphs: sentences are joined over lines and pages."""

from __future__ import annotations

from collections.abc import Iterable

from checker.model.raw import RawBlock, RawBreak, RawGrid, RawLine
from checker.model.text import Text
from checker.structure import lines
from checker.structure.numbering import numbering

Item = Text | RawGrid | RawBreak
"""A paragraph, a grid or the end of a page."""


def joined(blocks: Iterable[RawBlock]) -> list[Item]:
    """Join the lines of a layout into paragraphs; a page may end in the middle of one."""
    items: list[Item] = []
    previous: RawLine | None = None
    for block in blocks:
        if isinstance(block, RawBreak):
            items.append(block)
            continue
        if isinstance(block, RawGrid):
            items.append(block)
            previous = None
            continue
        at = _last_paragraph(items)
        if previous is not None and at is not None and _goes_on(previous, block):
            paragraph = items[at]
            assert isinstance(paragraph, Text)
            items[at] = Text.join([paragraph, block.text])
        else:
            items.append(block.text)
        previous = block
    return items


def _last_paragraph(items: list[Item]) -> int | None:
    """The index of the last item, page ends passed over, if it is a paragraph."""
    at = len(items) - 1
    while at >= 0 and isinstance(items[at], RawBreak):
        at -= 1
    return at if at >= 0 and isinstance(items[at], Text) else None


def _goes_on(line: RawLine, following: RawLine) -> bool:
    """Whether the layout says that the second line goes on with the first one's paragraph."""
    if not line.full or following.indented is not False:
        return False
    same_size = (
        line.size is not None
        and following.size is not None
        and abs(line.size - following.size) <= 0.15 * line.size
    )
    return (
        same_size
        and numbering(following.text.string) is None
        and lines.unit_of_line(following.text.string) is None
        and lines.unit_of_line(line.text.string) is None
    )
