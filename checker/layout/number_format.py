"""What a cell of a spreadsheet shows: its value under its number format (ECMA-376 part 1, 18.8.31), exactly.

Exponents, fractions, elapsed hours and Chinese numerals are not drawn: such a number shows its own digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from checker.layout.serial_date import dated

_BINARY = Context(prec=15, rounding=ROUND_HALF_UP)
"""A binary double holds fifteen decimal digits; Excel rounds to them before it rounds to what it shows."""
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_GENERAL_DECIMALS = Decimal("0.000001")
_NOT_NIL = re.compile(r"[1-9]")
_LONGEST_CODE = 255
_MOST_DECIMALS = 30

_TOKENS = re.compile(
    r"""(?P<literal>"[^"]*"?|[\\!].|_.)|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)"""
    r"""|(?P<exponent>E[+-])|(?P<half_day>AM/PM|A/P|上午/下午)|(?P<date>(?P<letter>[ymdhsea])(?P=letter)*)"""
    r"""|(?P<digit>[0#?])|(?P<mark>[.,%@/;])|(?P<other>.)""",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_NUMERALS = re.compile(r"DBNum\d", re.IGNORECASE)
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": lambda value, bound: value <= bound,
    ">=": lambda value, bound: value >= bound,
    "<>": lambda value, bound: value != bound,
    "<": lambda value, bound: value < bound,
    ">": lambda value, bound: value > bound,
    "=": lambda value, bound: value == bound,
}

BUILTIN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;[Red]"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"-#,##0.00', 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that a file names by number only, as a Chinese Excel shows them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a format code. `kind` is literal, digit, date, half_day, general or the mark itself."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts of a format code between semicolons. `drawn`: a number under it can be drawn."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None
    drawn: bool
    elapsed: bool

    def holds(self, value: Decimal) -> bool:
        return self.condition is not None and _HOLDS[self.condition[0]](value, self.condition[1])

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


@lru_cache(maxsize=8192)
def shown(value: Decimal, code: str, base_1904: bool = False) -> str:
    """The text of a number, date or time; blank where the format hides it."""
    value = _BINARY.create_decimal(value)
    section, signed = _chosen(sections(code), value)
    if section is None or section.elapsed:
        return plain(value)
    if section.has("date", "half_day"):
        return dated(value, [(token.kind, token.text) for token in section.tokens], base_1904) or plain(value)
    if not section.drawn:
        return plain(value)
    text = _drawn(section.tokens, abs(value)).strip()
    return f"-{text}" if value < 0 and signed and _NOT_NIL.search(text) else text


def shown_text(string: str, code: str) -> str:
    """The text of a cell that holds words: only a fourth section, or a single one with @, changes them."""
    parts = sections(code)
    if len(parts) == 4 or (len(parts) == 1 and parts[0].has("@")):
        return "".join(string if token.kind == "@" else token.text for token in parts[-1].tokens).strip()
    return string


def plain(value: Decimal) -> str:
    """A number's own digits, at most six decimals.

    Excel's General shows as many digits as the column is wide. A fixed number of decimals keeps computed
    values in one column equally precise, so that rounding can explain what they differ by.
    """
    value = _BINARY.create_decimal(value)
    rounded = value.quantize(_GENERAL_DECIMALS, context=_WIDE)
    if rounded and rounded != value:
        value = rounded
    return f"{value.normalize(_WIDE):f}" if value else "0"


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format code."""
    made: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    drawn, elapsed = len(code) <= _LONGEST_CODE, False
    for match in _TOKENS.finditer(code[:_LONGEST_CODE] or "General"):
        group, text = match.lastgroup or "", match[0]
        drawn = drawn and group != "exponent" and text != "/"
        if text == ";":
            made.append(Section(tuple(tokens), condition, drawn, elapsed))
            tokens, condition, drawn, elapsed = [], None, True, False
        elif group == "bracket":
            inside = match["bracket"]
            elapsed = elapsed or _ELAPSED.fullmatch(inside) is not None
            drawn = drawn and _NUMERALS.fullmatch(inside) is None
            if found := _CONDITION.fullmatch(inside):
                condition = (found[1], Decimal(found[2]))
            elif found := _CURRENCY.fullmatch(inside):
                tokens.append(Token("literal", found[1]))
        elif group == "literal":
            tokens.append(Token("literal", _literal(text)))
        elif group == "mark":
            tokens.append(Token(text, text))
        elif group != "exponent" and group:
            tokens.append(Token("literal" if group == "other" else group, text))
    made.append(Section(tuple(tokens), condition, drawn, elapsed))
    return tuple(made)


def _literal(text: str) -> str:
    """The words of "words", \\x, !x or _x; the last is a gap as wide as its letter."""
    if text[0] == '"':
        return text.strip('"')
    return " " if text[0] == "_" else text[1]


def _chosen(parts: Sequence[Section], value: Decimal) -> tuple[Section | None, bool]:
    """The section for a value, and whether a minus is put before a negative one."""
    if any(part.condition is not None for part in parts[:2]):
        chosen = next((part for part in parts[:2] if part.holds(value)), None)
        if chosen is None or chosen.condition is None:
            return next((part for part in parts[:3] if part.condition is None), None), True
        operator, bound = chosen.condition
        return chosen, not (operator in ("<", "<=") and bound <= 0)
    if value < 0 and len(parts) > 1:
        return parts[1], False
    return parts[2] if value == 0 and len(parts) > 2 else parts[0], True


@dataclass(frozen=True, slots=True)
class _Picture:
    """Where the digits of a number go: the placeholders before and after the point, by their tokens."""

    whole: tuple[int, ...]
    point: int
    decimals: tuple[int, ...]
    grouped: bool
    shift: int

    @property
    def step(self) -> Decimal:
        return Decimal(1).scaleb(-len(self.decimals))


@lru_cache(maxsize=1024)
def _picture(tokens: tuple[Token, ...]) -> _Picture:
    kinds = [token.kind for token in tokens]
    point = kinds.index(".") if "." in kinds else len(kinds)
    digits = [at for at, kind in enumerate(kinds) if kind == "digit"]
    commas = [at for at, kind in enumerate(kinds) if kind == ","]
    whole = tuple(at for at in digits if at < point)
    last = whole[-1] if whole else -1
    grouped = any(whole and whole[0] < at < last for at in commas)
    thousands = sum(at > last for at in commas) if digits else 0
    decimals = tuple(at for at in digits if at > point)
    return _Picture(whole, point, decimals, grouped, 2 * kinds.count("%") - 3 * thousands)


def _drawn(tokens: tuple[Token, ...], value: Decimal) -> str:
    """An absolute value put into the placeholders of a section."""
    picture = _picture(tokens)
    whole, decimals = picture.whole, picture.decimals
    if len(decimals) > _MOST_DECIMALS:
        return plain(value)
    scaled = value.scaleb(picture.shift, context=_WIDE) if picture.shift else value
    left, _, right = f"{scaled.quantize(picture.step, context=_WIDE):f}".partition(".")
    filled = _whole_digits([tokens[at].text for at in whole], left.lstrip("0"), picture.grouped)
    texts = dict(zip(whole, filled, strict=True))
    texts |= dict(zip(decimals, _decimal_digits([tokens[at].text for at in decimals], right), strict=True))
    if any(texts[at].strip() for at in decimals):  # a point without digits (5. under 0.##) is left out,
        before = "".join(filled).strip() if whole else left.lstrip("0")
        texts[picture.point] = "." if whole and before else f"{before or '0'}."  # and .5 gets its zero
    return "".join(
        texts.get(at, "") if token.kind in ("digit", ".") else _other(token, value)
        for at, token in enumerate(tokens)
    )


def _other(token: Token, value: Decimal) -> str:
    if token.kind in ("general", "@"):
        return plain(value)
    return "" if token.kind == "," else token.text


def _whole_digits(placeholders: Sequence[str], digits: str, grouped: bool) -> list[str]:
    """The digits of each placeholder from left to right; the first takes all that are left over."""
    texts: list[str] = []
    position = 0
    for at in range(len(placeholders) - 1, -1, -1):
        taken, digits = (digits, "") if at == 0 else (digits[-1:], digits[:-1])
        text = ""
        for digit in reversed(taken or {"0": "0", "?": " "}.get(placeholders[at], "")):
            separated = grouped and position and position % 3 == 0 and digit.isdigit()
            text = digit + ("," if separated else "") + text
            position += 1
        texts.insert(0, text)
    return texts


def _decimal_digits(placeholders: Sequence[str], digits: str) -> list[str]:
    """The digits of each placeholder after the point; # and ? at the end leave out zeros."""
    texts = list(digits)
    for at in range(len(texts) - 1, -1, -1):
        if texts[at] != "0" or placeholders[at] == "0":
            break
        texts[at] = " " if placeholders[at] == "?" else ""
    return texts
