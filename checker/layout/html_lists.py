"""The numbers that a web page's lists put before their items."""

from __future__ import annotations

import re
from collections.abc import Callable

from justhtml import Element

from checker.layout.html_elements import shown, style

_INTEGER = re.compile(r"\s*(-?[0-9]{1,6})")
_DIGITS = "零一二三四五六七八九"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)


class Numbers:
    """Counts the items of each list while a page is read from its beginning to its end."""

    def __init__(self) -> None:
        self._next: dict[int, int] = {}

    def before(self, item: Element) -> str:
        """What stands before an item of a numbered list; nothing before other elements."""
        parent = item.parent
        if item.name != "li" or not isinstance(parent, Element) or parent.name != "ol":
            return ""
        step = -1 if "reversed" in parent.attrs else 1
        number = _integer(item, "value")
        if number is None:
            number = self._next.get(id(parent), _first(parent, step))
        self._next[id(parent)] = number + step
        return _MARKERS.get(_kind(item) or _kind(parent), _decimal)(number)


def _first(numbered: Element, step: int) -> int:
    start = _integer(numbered, "start")
    if start is not None:
        return start
    return 1 if step > 0 else len(shown(numbered, "li"))


def _integer(element: Element, name: str) -> int | None:
    match = _INTEGER.match(element.attrs.get(name) or "")
    return int(match[1]) if match else None


def _kind(element: Element) -> str:
    """The kind of numbers that an element asks for: a word of CSS, or the letter of the attribute `type`."""
    words = f"{style(element, 'list-style-type')} {style(element, 'list-style')}".split()
    known = [word for word in words if word in _MARKERS]
    return known[0] if known else (element.attrs.get("type") or "").strip()


def _decimal(number: int) -> str:
    return f"{number}. "


def _letters(number: int) -> str:
    if number < 1:
        return _decimal(number)
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return f"{letters}. "


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return _decimal(number)
    letters = ""
    for value, letter in _ROMAN:
        times, number = divmod(number, value)
        letters += letter * times
    return f"{letters}. "


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return _decimal(number)
    tens, ones = divmod(number, 10)
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}、"


_MARKERS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimal": _decimal,
    **dict.fromkeys(("a", "lower-alpha", "lower-latin"), _letters),
    **dict.fromkeys(("A", "upper-alpha", "upper-latin"), lambda number: _letters(number).upper()),
    **dict.fromkeys(("i", "lower-roman"), _roman),
    **dict.fromkeys(("I", "upper-roman"), lambda number: _roman(number).upper()),
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"), _chinese),
}
