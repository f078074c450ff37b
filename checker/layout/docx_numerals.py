"""Whole numbers in the formats of Word's lists (ECMA-376, ST_NumberFormat), as far as Chinese documents use them."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(count: int, format_: str) -> str:
    """The number as a list shows it; decimal where the format is not known or does not reach so far."""
    return (_FORMATS[format_](count) if format_ in _FORMATS else "") or (
        "" if format_ == "none" else str(count)
    )


def _counted(digits: str, units: str, one_ten: bool) -> Callable[[int], str]:
    """Counting with units, up to 9999: 十, 十一, 一百零一; `one_ten`: 壹拾 rather than 拾."""

    def shown(count: int) -> str:
        if not 0 < count < 10_000:
            return digits[0] if count == 0 else ""
        text = ""
        for power, unit in zip((1000, 100, 10, 1), units, strict=True):
            digit = count // power % 10
            if digit:
                text += digits[digit] + unit.strip()
            elif text and not text.endswith(digits[0]):
                text += digits[0]
        text = text.rstrip(digits[0])
        return text[1:] if not one_ten and 10 <= count < 20 else text

    return shown


def _row(characters: str) -> Callable[[int], str]:
    """A fixed row of signs that begins with the one for 1."""
    return lambda count: characters[count - 1] if 0 < count <= len(characters) else ""


def _digits(characters: str) -> Callable[[int], str]:
    return lambda count: "".join(characters[int(digit)] for digit in str(abs(count)))


def _letters(first: str) -> Callable[[int], str]:
    """a to z, then aa, bb, …"""
    return lambda count: (
        chr(ord(first) + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 1000 else ""
    )


def _roman(count: int) -> str:
    text = ""
    for worth, sign in _ROMAN if count < 5000 else ():
        while count >= worth:
            text += sign
            count -= worth
    return text


_chinese = _counted("零一二三四五六七八九", "千百十 ", one_ten=False)
_FORMATS: dict[str, Callable[[int], str]] = {
    "none": _row(""),
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerRoman": _roman,
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "chineseLegalSimplified": _counted("零壹贰叁肆伍陆柒捌玖", "仟佰拾 ", one_ten=True),
    "ideographLegalTraditional": _counted("零壹貳參肆伍陸柒捌玖", "仟佰拾 ", one_ten=True),
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
    "ideographTraditional": _row("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _row("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _row("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "decimalEnclosedCircle": _row("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _row("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _row("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _row("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
}
