"""The headings of a document, with their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.model.document import Block, Heading
from checker.model.wording import NumberedHeading
from checker.structure.numbering import bare_number, ordinal


def headings_of(blocks: Sequence[Block], start: int, end: int) -> Iterator[NumberedHeading]:
    """The headings between two blocks, in order; lines of a table of contents are none."""
    for index in range(start, end):
        block = blocks[index]
        if isinstance(block, Heading):
            number = bare_number(block.number)
            yield NumberedHeading(block.text, index, number, ordinal(number), block.level, block.title)
