"""Slips of punctuation: doubled marks, brackets and quotes without their other half, sentences that break off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.facts.passages import Where, passages_of
from checker.model.document import Block, Document, Heading, Paragraph
from checker.model.text import Text, normalise
from checker.model.wording import Mark, Spot
from checker.structure.numbering import LABEL_LEVEL, numbering

_DOUBLED = re.compile(r"(?<![,;:、。])[,;:、。]{2,}|主要是主要是|(?:原因|主要)(?:是是(?!非)|为为)")
_BROKEN = re.compile(
    r"主要原因(?:是|为|系|在于|:|是:|为:|系:)(?P<stop>[。;]|$)"
    r"|主要(?:用于|包括|是|为|是用于|是由于|由于):?[。;]"
)
_BRACKETS = re.compile(r"[()\[\]《》]")
_OPENS = {"(": ")", "《": "》"}
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|(?<![\d.])\d{1,2}|(?<!\d)\d(?:\.\d){1,2}|[①-⑳]|(?<![A-Za-z])[A-Za-z])[.、]?$"
)
"""What a bracket that nothing opened may close: the number of an item, 1）."""
_FIRST = re.compile(r"[(]?[一1][)、.]?")
_FULL = "。!?;"
_KEY = re.compile(
    r"^[^,。;]{1,12}:[^,。;]*$|^(?:注|附|联系|电话|地址|来源|备注|说明|\*)|https?:|www\.|@|年\d{1,2}月\d{1,2}日$|。\([^()]*\)$"
)
_ENDS_IN_PROSE = re.compile(r"[\u4e00-\u9fff\d%)\"]$")
_SHORTEST = 20
_FIGURES = re.compile(r"[,。;]|\d(?:万|亿)?元")
_FELLOWS = 5
_SHOWN = 30


def marks_of(document: Document) -> Iterator[Spot]:
    """The slips of all texts, kind by kind."""
    for passage in passages_of(document):
        if passage.where in (Where.PARAGRAPH, Where.NOTE, Where.CELL):
            yield from _doubled(passage.text, passage.block)
        if passage.where in (Where.CAPTION, Where.NOTE):
            yield from _unpaired(passage.text, passage.block, ())
    blocks = document.blocks
    ends: list[Spot] = []
    full = 0
    level = LABEL_LEVEL  # before the first heading any heading begins something new
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            level = block.level
            if block.number:
                yield from _unpaired(block.text, at, blocks[at + 1 : at + 2])
        if not isinstance(block, Paragraph):
            continue
        if normalise(block.text.string).string.endswith((*_FULL, ")", '"', ":")):
            yield from _unpaired(block.text, at, blocks[at + 1 : at + 3])
        last = _closes(blocks[at + 1 : at + 2], level)
        yield from _broken(block.text, at, last)
        full += normalise(block.text.string).string.endswith("。")
        if last:
            ends.extend(_unended(block.text, at))
    if full >= _FELLOWS and full >= 3 * len(ends):
        yield from ends  # in a document whose paragraphs end on a full stop


def _doubled(text: Text, at: int) -> Iterator[Spot]:
    normal = normalise(text.string)
    for match in _DOUBLED.finditer(normal.string):
        if match[0] == normal.string:
            continue  # 。。。 alone stands for more rows
        if match[0].startswith(":") and _BROKEN.search(
            normal.string, max(match.start() - 6, 0), match.start() + 2
        ):
            continue  # 主要原因：。 is a sentence that breaks off
        low, high = match.span()
        words = normal.source(max(low - 4, 0), min(high + 4, len(normal.string)))
        yield Spot(Mark.DOUBLED, text.cut(*words), at)


def _broken(text: Text, at: int, last: bool) -> Iterator[Spot]:
    """主要原因是。, or 主要原因是 with nothing behind it in its section."""
    normal = normalise(text.string)
    for match in _BROKEN.finditer(normal.string):
        if last or match["stop"] != "":
            words = normal.source(max(match.start() - 8, 0), match.end())
            yield Spot(Mark.BROKEN, text.cut(*words), at)


def _unpaired(text: Text, at: int, following: Sequence[Block]) -> Iterator[Spot]:
    """A bracket or quote without its other half, unless that stands in the next paragraphs: lines cut in two."""
    normal = normalise(text.string)
    string = normal.string
    opened: list[tuple[str, int]] = []
    strays: list[int] = []
    for match in _BRACKETS.finditer(string):
        mark = {"[": "(", "]": ")"}.get(match[0], match[0])
        if mark in _OPENS:
            opened.append((mark, match.start()))
        elif opened and _OPENS[opened[-1][0]] == mark:
            opened.pop()
        elif not (mark == ")" and _ORDINAL.search(string[max(match.start() - 5, 0) : match.start()])):
            strays.append(match.start())
    strays.extend(place for _, place in opened)
    if string.count('"') % 2:
        strays.append(_odd_quote(string))
    if not strays:
        return
    near = "".join(
        normalise(block.text.string).string for block in following if isinstance(block, Paragraph | Heading)
    )
    if near.count("(") != near.count(")") or near.count('"') % 2 or near.count("《") != near.count("》"):
        return
    for place in sorted(strays):
        words = normal.source(max(place - 6, 0), min(place + 7, len(string)))
        yield Spot(Mark.UNPAIRED, text.cut(*words), at)


def _odd_quote(string: str) -> int:
    """Where the quote that has no other half stands, as far as the distances between quotes tell: the last one
    of an odd number, or one that follows another at once."""
    doubled = string.find('""')
    return doubled + 1 if doubled >= 0 else string.rfind('"')


def _closes(following: Sequence[Block], level: int) -> bool:
    """Whether a paragraph is the last of its section: a heading not below its own follows, or nothing."""
    if not following:
        return True
    after = following[0]
    if not isinstance(after, Heading) or after.level > level:
        return False
    return _FIRST.fullmatch(normalise(after.number).string) is None  # the first item of a list goes on


def _unended(text: Text, at: int) -> Iterator[Spot]:
    """The last paragraph of a section that ends on a comma, a semicolon or nothing."""
    normal = normalise(text.string)
    string = normal.string
    if _KEY.search(string):
        return
    if string.endswith((",", "、", ";")) and not _BROKEN.search(string):
        kind = Mark.OPEN
    elif (
        len(string) >= _SHORTEST
        and _FIGURES.search(string)
        and _ENDS_IN_PROSE.search(string)
        and not _BROKEN.search(string)
        and "。" not in string[-3:]
    ):
        kind = Mark.MISSING
    else:
        return
    number = numbering(text.string)
    if number is not None and not _FIGURES.search(number.rest):
        return  # an item of a list
    start = max(string.rfind(mark, 0, len(string) - 1) + 1 for mark in ",;。:")
    words = normal.source(max(start, len(string) - _SHOWN), len(string))
    yield Spot(kind, text.cut(*words), at)
