"""Raw blocks → Document: captions tied to their tables, headings made a tree."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model.document import Block, Document, Heading, Paragraph, Section
from checker.model.raw import RawBreak, RawDocument, RawGrid
from checker.model.text import Text
from checker.structure import lines
from checker.structure.numbering import numbering
from checker.structure.paragraphs import Item, joined
from checker.structure.tables import Draft

_MOST_CAPTIONS = 5
TITLE_LEVEL = 0


def structured(raw: RawDocument) -> Document:
    """The document that the raw blocks of any format make."""
    blocks = _blocks(_with_tables(joined(raw.blocks)))
    root = Section(None, (), 0, len(blocks), _sections(blocks, 0, len(blocks), ()))
    return Document(raw.name, raw.sha256, raw.media_type, raw.pages, blocks, root, raw.unread)


def _with_tables(items: Sequence[Item]) -> list[Text | Draft]:
    """Give each grid its captions and notes, and put the pieces of a table together."""
    entries: list[Text | Draft] = []
    new_page = False
    for item in items:
        if isinstance(item, RawBreak):
            new_page = True
            continue
        if isinstance(item, RawGrid):
            captions = _take_captions(entries)
            last = entries[-1] if entries else None
            if not (isinstance(last, Draft) and last.goes_on(item, captions, new_page)):
                entries.append(Draft.of(item, captions))
        elif entries and isinstance(entries[-1], Draft) and lines.is_note(item.string):
            entries[-1].notes.append(item)
        else:
            entries.append(item)
        new_page = False
    return entries


def _take_captions(entries: list[Text | Draft]) -> list[Text]:
    """Take the caption lines off the end of what was read so far."""
    captions: list[Text] = []
    while entries and len(captions) < _MOST_CAPTIONS:
        last = entries[-1]
        if not isinstance(last, Text) or not lines.may_be_caption(last.string):
            break
        if numbering(last.string) is not None and lines.unit_of_line(last.string) is None:
            break
        entries.pop()
        captions.insert(0, last)
    return captions


def _blocks(entries: Sequence[Text | Draft]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for entry in entries:
        if isinstance(entry, Draft):
            blocks.append(entry.finished())
            continue
        heading = lines.heading(entry)
        if not blocks and heading is None and lines.may_be_caption(entry.string):
            blocks.append(Heading(entry, TITLE_LEVEL, "", entry.string))
            continue
        last = blocks[-1] if blocks else None
        if heading is not None:
            blocks.append(heading)
        elif (
            isinstance(last, Paragraph)
            and lines.breaks_off(last.text.string)
            and numbering(entry.string) is None
        ):
            blocks[-1] = Paragraph(Text.join([last.text, entry]))
        else:
            blocks.append(Paragraph(entry))
    return tuple(blocks)


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
