"""Characters of a document that show nothing, or do something where they are shown: no output passes them on."""

from __future__ import annotations

import json
import re

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls but for tab and line feed, marks of direction, halves of characters, and what XML knows no sign for."""


FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet takes for a formula, some in full-width signs as well."""


def visible(text: str) -> str:
    """The text with a sign for each of them."""
    return HIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def json_of(value: object) -> bytes:
    """JSON in UTF-8 that has them as escapes, so that it says what the document says and a terminal obeys nothing."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return (HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n").encode("utf-8")
