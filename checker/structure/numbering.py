"""The numbers that Chinese official documents put before headings and items."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from checker.model.text import normalise

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


_MARKS = re.compile(r"[第部分份章篇、.():]")
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


def bare_number(number: str) -> str:
    """A number without its marks: 一 of 一、 and of （一）."""
    return _MARKS.sub("", normalise(number).string)


def ordinal(number: str) -> int | None:
    """What a number without marks counts: 12 of 十二 and of 12; None where it cannot be told."""
    folded = unicodedata.normalize("NFKC", number).strip("() ")
    if folded.isascii():
        return int(folded) if folded.isdigit() else None
    tens, ten, ones = folded.rpartition("十")
    if not all(character in _DIGITS for character in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return None
    high = _DIGITS[tens] if tens else 1 if ten else 0
    return high * 10 + (_DIGITS[ones] if ones else 0)


def numbering(string: str) -> Numbering | None:
    """The number at the beginning of a text, or None."""
    string = string.strip()
    for level, style in _STYLES:
        match = style.match(string)
        if match:
            return Numbering(level, match[0].strip(), string[match.end() :].strip())
    return None
