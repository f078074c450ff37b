"""Raw blocks → Document: captions tied to their tables, headings made a tree."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from checker.model.document import Block, Contents, Document, Heading, Member, Paragraph, Section
from checker.model.raw import RawBreak, RawDocument, RawEnd, RawGrid
from checker.model.text import Text, simplified
from checker.structure import captions, lines, shape
from checker.structure.contents import (
    contents_length,
    entry_levels,
    entry_words,
    is_contents_title,
    untitled_length,
)
from checker.structure.numbering import LABEL_LEVEL, numbering
from checker.structure.paragraphs import Item, Passage, joined
from checker.structure.tables import Draft, title_among

TITLE_LEVEL = 0
DISPLAY_LEVEL = 1


def structured(raw: RawDocument) -> Document:
    """The document that the raw blocks of any format make."""
    blocks = _blocks(_with_tables(joined(raw.blocks)))
    root = _root(blocks, ())
    return Document(raw.name, raw.sha256, raw.media_type, raw.pages, blocks, root, raw.unread, raw.recognised)


def with_headings(document: Document, levels: Mapping[int, int]) -> Document:
    """The document with some of its paragraphs made headings of these levels, by the index of the block."""
    blocks = tuple(
        Heading(block.text, levels[at], "", block.text.string)
        if at in levels and isinstance(block, Paragraph)
        else block
        for at, block in enumerate(document.blocks)
    )
    return replace(document, blocks=blocks, root=_root(blocks, document.members))


def packaged(documents: Sequence[Document], name: str) -> Document:
    """Several files as one submission, in their order; no section reaches from one into the next."""
    members: list[Member] = []
    blocks: list[Block] = []
    for one in documents:
        members.append(Member(one.name, one.sha256, one.media_type, one.pages, len(blocks)))
        blocks += one.blocks
    listed = "\n".join(f"{one.sha256} {one.name}" for one in members)
    return Document(
        name,
        hashlib.sha256(listed.encode("utf-8")).hexdigest(),
        "multipart/mixed",
        None,
        tuple(blocks),
        _root(blocks, members),
        tuple(sorted({page for one in documents for page in one.unread})),
        tuple(sorted({page for one in documents for page in one.recognised})),
        members=tuple(members),
    )


def _root(blocks: Sequence[Block], members: Sequence[Member]) -> Section:
    """The section that holds all others; those of each file of a package by themselves."""
    ends = [*(one.start for one in members[1:]), len(blocks)]
    sections: list[Section] = []
    start = 0
    for end in ends:
        sections += _sections(blocks, start, end, ())
        start = end
    return Section(None, (), 0, len(blocks), tuple(sections))


def _with_tables(items: Sequence[Item]) -> list[Passage | Draft]:
    """Give each grid its captions and notes, and put the pieces of a table together."""
    entries: list[Passage | Draft] = []
    new_page = False
    fixed = 0  # entries before this one are of an earlier sheet
    for item in items:
        if isinstance(item, RawBreak):
            new_page = True
            continue
        if isinstance(item, RawEnd):
            fixed = len(entries)
            continue
        if isinstance(item, RawGrid):
            if len(item.rows[0]) == 1:
                entries.extend(Passage(text, False) for text in shape.cell_texts(item))
            else:
                _add_grid(entries, item, new_page, fixed)
        elif (
            len(entries) > fixed
            and isinstance(draft := entries[-1], Draft)
            and draft.notes
            and lines.is_further_note(draft.notes[-1].string, item.string)
        ):
            draft.notes.append(item.text)
        elif lines.is_note(item.string) and (above := captions.noted(entries[fixed:])) is not None:
            above.notes.append(item.text)
        else:
            entries.append(item)
        new_page = False
    return entries


def _add_grid(entries: list[Passage | Draft], grid: RawGrid, new_page: bool, fixed: int) -> None:
    """Begin a table with the grid, or put it to the table before as a further piece."""
    peeled = shape.peeled(grid)
    inside = title_among(peeled.captions) is not None
    if not inside:
        captions.lift_pointer(entries, fixed)
    taken = captions.take(entries, fixed, inside)
    last = entries[-1] if len(entries) > fixed else None
    if not inside and title_among(taken) is None and not isinstance(last, Draft):
        peeled = shape.peeled(grid, may_begin_with_title=True)
    words = [*(text for text in taken if not lines.is_note(text.string)), *peeled.captions]
    notes = [*(text for text in taken if lines.is_note(text.string)), *peeled.notes]
    if peeled.grid is None:
        entries.extend(Passage(caption) for caption in words)
    elif not (isinstance(last, Draft) and last.goes_on(peeled.grid, words, new_page)):
        entries.append(Draft.of(peeled.grid, words))
    if notes and isinstance(entries[-1], Draft):
        entries[-1].notes.extend(notes)


def _blocks(entries: Sequence[Passage | Draft]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    known: dict[str, int] = {}
    counts = Counter(entry_words(entry.string) for entry in entries if isinstance(entry, Passage))
    repeated = {words for words, count in counts.items() if count > 1}
    at = 0
    while at < len(entries):
        listed = _listed(entries, at, blocks, repeated)
        if listed:
            blocks.append(Contents(tuple(passage.text for passage in listed)))
            known.update(entry_levels(passage.string for passage in listed))
            at += len(listed)
            continue
        entry = entries[at]
        at += 1
        if isinstance(entry, Draft):
            blocks.extend(entry.finished())
            continue
        following = entries[at] if at < len(entries) else None
        if (
            isinstance(following, Passage)
            and _is_bare_number(entry)
            and lines.may_be_heading(following.string)
        ):
            entry = Passage(Text.join([entry.text, following.text]), entry.display)
            at += 1
        _add_passage(blocks, entry, known)
    return tuple(blocks)


def _listed(
    entries: Sequence[Passage | Draft], at: int, blocks: Sequence[Block], repeated: Container[str]
) -> list[Passage]:
    """The table of contents that begins here: its title and its entries, or entries alone before all headings."""
    first = entries[at]
    if not isinstance(first, Passage):
        return []
    if is_contents_title(first.string):
        length = 1 + contents_length(_strings(entries[at + 1 :]))
    elif (
        numbering(first.string) is None
        or entry_words(first.string) not in repeated
        or any(map(_has_begun, blocks))
    ):
        return []
    else:
        length = untitled_length(_strings(entries[at:]), repeated)
    return [entry for entry in entries[at : at + length] if isinstance(entry, Passage)]


def _has_begun(block: Block) -> bool:
    """Whether a block is more than the title or a line of the cover."""
    return not isinstance(block, Paragraph) and not (
        isinstance(block, Heading) and block.level == TITLE_LEVEL
    )


def _is_bare_number(passage: Passage) -> bool:
    """第一部分 in a line of its own: its title stands in the next."""
    number = numbering(passage.string)
    return number is not None and number.level == 1 and not number.rest


def _strings(entries: Sequence[Passage | Draft]) -> list[str]:
    """The texts up to the next table."""
    strings: list[str] = []
    for entry in entries:
        if isinstance(entry, Draft):
            break
        strings.append(entry.string)
    return strings


def _add_passage(blocks: list[Block], passage: Passage, known: Mapping[str, int]) -> None:
    """Add a passage as a heading, as a paragraph, or to the paragraph that it goes on with.

    `known` are the entries of the table of contents with their levels: what they name is a heading.
    """
    text = passage.text
    heading = lines.heading(text)
    if heading is None and lines.may_be_heading(text.string) and numbering(text.string) is None:
        if lines.is_navigation(text.string):
            pass
        elif all(_precedes_title(block) for block in blocks):
            if (
                not any(isinstance(block, Heading) for block in blocks)
                or passage.display
                or (passage.display is None and _is_half_title(blocks))
            ):
                heading = Heading(text, TITLE_LEVEL, "", text.string)
        elif passage.display:
            heading = Heading(text, DISPLAY_LEVEL, "", text.string)
        elif (level := known.get(entry_words(text.string))) is not None:
            heading = Heading(text, level, "", text.string)
        elif passage.bold:
            heading = Heading(text, LABEL_LEVEL, "", text.string)
    last = blocks[-1] if blocks else None
    if heading is not None:
        blocks.append(heading)
    elif (
        isinstance(last, Paragraph) and lines.breaks_off(last.text.string) and numbering(text.string) is None
    ):
        blocks[-1] = Paragraph(Text.join([last.text, text]))
    else:
        blocks.append(Paragraph(text))


def _precedes_title(block: Block) -> bool:
    """Part of the title, or the way through a web site to the page."""
    if isinstance(block, Heading):
        return block.level == TITLE_LEVEL
    return isinstance(block, Paragraph) and lines.is_navigation(block.text.string)


def _is_half_title(blocks: Sequence[Block]) -> bool:
    """Whether the title so far does not say what the document is, so that the next line may."""
    words = simplified("".join(block.text.string for block in blocks if isinstance(block, Heading)))
    return (
        sum(isinstance(block, Heading) for block in blocks) == 1
        and "预算" not in words
        and "决算" not in words
    )


def _sections(blocks: Sequence[Block], start: int, end: int, above: tuple[str, ...]) -> tuple[Section, ...]:
    """The sections between two positions: each reaches to the next heading of its level or a higher one."""
    sections: list[Section] = []
    at = start
    while at < end:
        heading = blocks[at]
        if not isinstance(heading, Heading) or heading.level == TITLE_LEVEL:
            at += 1
            continue
        stop = at + 1
        while stop < end and not _closes(blocks[stop], heading.level):
            stop += 1
        path = (*above, heading.title)
        sections.append(Section(heading, path, at, stop, _sections(blocks, at + 1, stop, path)))
        at = stop
    return tuple(sections)


def _closes(block: Block, level: int) -> bool:
    return isinstance(block, Heading) and block.level <= level
