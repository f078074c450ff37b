"""The numbers that Chinese official documents put before headings and items."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CHINESE = "一二三四五六七八九十百零〇两"
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第\s*(?:[{_CHINESE}]+|\d{{1,2}})\s*(?:部[分份]|章|篇)[\s、：:.]*")),
    (2, re.compile(rf"[{_CHINESE}]{{1,4}}\s*[、．.]\s*")),
    (3, re.compile(rf"[（(]\s*[{_CHINESE}]{{1,4}}\s*[）)]\s*、?")),
    (4, re.compile(r"\d{1,2}\s*(?:、|[．.](?!\d))\s*")),
    (5, re.compile(r"[（(]\s*\d{1,2}\s*[）)]\s*、?|[①-⑳⑴-⒇]\s*")),
)
LABEL_LEVEL = 6
"""The level of a heading without a number, such as 机构设置：."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """A number at the beginning of a text: its outline level, the number as printed, and what follows it."""

    level: int
    number: str
    rest: str


def numbering(string: str) -> Numbering | None:
    """The number at the beginning of a text, or None."""
    string = string.strip()
    for level, style in _STYLES:
        match = style.match(string)
        if match:
            return Numbering(level, match[0].strip(), string[match.end() :].strip())
    return None
