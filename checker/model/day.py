"""Days of the calendar as documents and sidecars print them."""

from __future__ import annotations

import re
from datetime import date

from checker.model.text import normalise

_DAY = re.compile(
    r"(?P<y>\d{4})(?:年(?P<m>\d{1,2})月(?P<d>\d{1,2})日|(?P<mark>[-/.])(?P<m2>\d{1,2})(?P=mark)(?P<d2>\d{1,2})"
    r"|(?P<m3>\d{2})(?P<d3>\d{2}))(?: ?0?0:00(?::00)?)?"
)
"""2024年2月1日, 2024-02-01, 2024/2/1, 2024.2.1 or 20240201, with the midnight that a spreadsheet adds or without."""


def day_of(text: str) -> date | None:
    """The day that a text is, or None if it is none; raises ValueError for one that no calendar has."""
    match = _DAY.fullmatch(normalise(text).string)
    if match is None:
        return None
    year, *rest = (match[name] for name in ("y", "m", "m2", "m3", "d", "d2", "d3"))
    month, day = (found for found in rest if found is not None)
    return date(int(year), int(month), int(day))
