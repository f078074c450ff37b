"""Pages of a PDF whose content does not unpack: pdfium reads them up to there and says nothing."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from itertools import islice, zip_longest

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import literal_name

DAMAGE = (
    PDFException, PSException, struct.error, zlib.error, ArithmeticError, AssertionError, AttributeError, LookupError,
    RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What pdfminer raises for damaged files; it takes every object for what it should be."""
_STREAM = re.compile(rb"<<([^<>]{1,400})>>\s*stream\r?\n")
"""A stream with a short dictionary and nothing nested in it, as the content of a page has it."""
_NO_CONTENT = (b"/Type", b"/Subtype", b"/Length1", b"/FunctionType")
_AT_ONCE = 1 << 20
_PADDING = 64
"""No more stands behind what unpacks: its check sum, the end of the line, perhaps a few blanks."""


def damaged_pages(data: bytes, pages: int) -> frozenset[int]:
    """Those of so many pages (1-based) of which some content does not unpack.

    Looking at every stream costs little. Only if one of them fails, pdfminer says whose it is; it may be that of any
    page of which pdfminer can say nothing.
    """
    if inflates_all(data):
        return frozenset()
    return frozenset(
        number for number, sound in zip_longest(range(1, pages + 1), islice(_sound(data), pages)) if not sound
    )


def inflates_all(data: bytes) -> bool:
    """Whether every stream that may be the content of a page unpacks."""
    return not any(_is_broken(data, match) for match in _STREAM.finditer(data))


def is_damaged(data: bytes, number: int) -> bool:
    """Whether the content of a blank page (1-based) does not unpack, or cannot be found."""
    return not next(islice(_sound(data), number - 1, None), False)


def _sound(data: bytes) -> Iterator[bool]:
    """Whether all content of each page unpacks, up to the page where pdfminer cannot go on."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of what it mends
    try:
        for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))):
            yield all(map(_unpacks, page.contents))
    except DAMAGE:
        return


def _is_broken(data: bytes, match: re.Match[bytes]) -> bool:
    entries = match[1]
    if b"/Fl" not in entries or any(entry in entries for entry in _NO_CONTENT):
        return False
    return not _inflates(data[match.end() : data.find(b"endstream", match.end())])


def _unpacks(content: object) -> bool:
    try:
        stream = resolve1(content)
        if not isinstance(stream, PDFStream):
            return False
        filters = [literal_name(name) for name, _ in stream.get_filters()]
        raw = stream.get_rawdata()
    except DAMAGE:
        return False
    if not raw or filters not in (["FlateDecode"], ["Fl"]) or stream.decipher is not None:
        return True
    return _inflates(raw)


def _inflates(packed: bytes) -> bool:
    """Whether it unpacks to its end, where its check sum fits or, as some writers do it, is left out.

    A damaged stream often unpacks to an end that comes too early. What it unpacks to is not kept.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    rest, check = packed[2:], 1
    try:
        while rest and not inflater.eof:
            check = zlib.adler32(inflater.decompress(rest, _AT_ONCE), check)
            rest = inflater.unconsumed_tail
    except zlib.error:
        return False
    behind = inflater.unused_data
    fits = len(behind) < _PADDING and int.from_bytes(behind[:4]) == check
    return inflater.eof and (len(behind) < 4 or fits)
