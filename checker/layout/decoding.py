"""Bytes → text: which encoding a text file has, and what of it is no writing."""

from __future__ import annotations

import codecs
import re

_CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_FEW = 100
"""A text may hold one stray control character in so many characters; more are the sign of a binary file."""
_WRITING = re.compile(
    "[\t\n\r\f\x20-\x7e\u00b7\u2010-\u203b\u2460-\u24ff\u2500-\u257f\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]"
)
"""What a Chinese document is written with."""
_SURE = 0.95


def decoded(data: bytes) -> str | None:
    """The text, stray control characters made spaces; None if the bytes are no text.

    UTF-8, GB 18030, UTF-16 with a mark, and UTF-16 without one where only one byte order makes writing of it.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _written(data, "utf-16")
    if b"\0" not in data:
        unicode = _written(data, "utf-8-sig")
        return _written(data, "gb18030") if unicode is None else unicode
    orders = [_written(data, order) for order in ("utf-16-le", "utf-16-be")]
    sure = [text for text in orders if text and len(_WRITING.findall(text)) >= _SURE * len(text)]
    return sure[0] if len(sure) == 1 else None


def _written(data: bytes, encoding: str) -> str | None:
    """The text in an encoding, unless it holds a zero or more than a few control characters."""
    try:
        string = data.decode(encoding).rstrip("\x1a")  # DOS marked the end of a text so
    except UnicodeDecodeError:
        return None
    stray = _CONTROL.findall(string)
    if "\0" in stray or len(stray) > 1 + len(string) // _FEW:
        return None
    return _CONTROL.sub(" ", string) if stray else string
