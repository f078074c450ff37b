"""Dates and times of spreadsheets: days since the end of 1899, or since 1904, under a format of letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_SECONDS = 86400
_LAST_DAY = 2958465
"""31 December 9999."""
_FICTIONAL = 60
"""29 February 1900, a day that never was; Excel counts it."""
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_WEEKDAYS = "一二三四五六日"


def dated(value: Decimal, tokens: Sequence[tuple[str, str]], base_1904: bool) -> str | None:
    """The date under the tokens (kind, text) of a format; None if the number is no date."""
    moment = _moment(value, base_1904)
    if moment is None:
        return None
    half = any(kind == "half_day" for kind, _ in tokens)
    dates = [at for at, (kind, _) in enumerate(tokens) if kind == "date"]
    texts: list[str] = []
    skipping = False
    for at, (kind, text) in enumerate(tokens):
        skipping = (kind == "." and tokens[at + 1 : at + 2] == [("digit", "0")]) or (
            skipping and kind == "digit"
        )
        if skipping:  # parts of a second
            continue
        if kind == "date":
            place = dates.index(at)
            before = tokens[dates[place - 1]][1][0].lower() if place else ""
            after = tokens[dates[place + 1]][1][0].lower() if place + 1 < len(dates) else ""
            minutes = before == "h" or after == "s"
            texts.append(_part(moment, text.lower(), minutes=minutes, half=half))
        elif kind == "half_day":
            first, second = text.split("/")
            texts.append(first if moment.hour < 12 else second)
        else:
            texts.append(text)
    return "".join(texts).strip()


def _moment(value: Decimal, base_1904: bool) -> datetime | None:
    if value < 0 or value > _LAST_DAY:
        return None
    seconds = int((value * _SECONDS).quantize(Decimal(1), ROUND_HALF_UP))
    days, rest = divmod(seconds, _SECONDS)
    if base_1904:
        start = datetime(1904, 1, 1)
    elif days > _FICTIONAL:
        start = datetime(1899, 12, 30)
    else:
        start = datetime(1899, 12, 31)
    try:
        return start + timedelta(days=days, seconds=rest)
    except OverflowError:
        return None


def _part(moment: datetime, letters: str, *, minutes: bool, half: bool) -> str:
    """What a run of one letter stands for; m is a minute beside hours or seconds."""
    letter, long = letters[0], len(letters) > 1
    if letter in "ye":
        return f"{moment.year % 100:02}" if letters in ("y", "yy") else str(moment.year)
    if letter == "m" and not minutes:
        name = _MONTHS[moment.month - 1]
        return {3: name[:3], 4: name, 5: name[0]}.get(len(letters), f"{moment.month:0{len(letters)}}")
    if letter == "d":
        name = _DAYS[moment.weekday()]
        return {3: name[:3], 4: name}.get(len(letters), f"{moment.day:0{len(letters)}}")
    if letter == "a":
        return ("星期" if len(letters) > 3 else "") + _WEEKDAYS[moment.weekday()]
    number = {
        "h": (moment.hour - 1) % 12 + 1 if half else moment.hour,
        "m": moment.minute,
        "s": moment.second,
    }
    return f"{number[letter]:02}" if long else str(number[letter])
