"""Entries of the table of contents with the headings of the same words in the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checker.model.document import Contents, Document, Heading
from checker.model.statement import ContentsEntry
from checker.model.text import normalise
from checker.structure.numbering import bare_number, numbering


def contents_of(document: Document) -> Iterator[ContentsEntry]:
    """The numbered entries whose words are a heading's, in order; others may be tables, or be worded otherwise."""
    headings: dict[str, list[Heading]] = defaultdict(list)
    for block in document.blocks:
        if isinstance(block, Heading):
            headings[normalise(block.title).string].append(block)
    for block in document.blocks:
        for entry in block.entries if isinstance(block, Contents) else ():
            number = numbering(entry.string)
            alike = headings.get(normalise(number.rest).string, []) if number else []
            if number and alike:
                same = [one for one in alike if bare_number(one.number) == bare_number(number.number)]
                heading = (same or alike)[0]
                yield ContentsEntry(
                    entry, bare_number(number.number), heading.text, bare_number(heading.number)
                )
