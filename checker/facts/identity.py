"""What the document is, from the words of its title and first lines; never from the file name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.model.document import Document, Table
from checker.model.figure import Found, Identity
from checker.model.text import Text, normalise

_KINDS = {"预算": "budget", "决算": "final-accounts"}
_LEVELS = {"部门": "department", "单位": "unit"}
_YEAR = r"(?P<year>20\d\d)年(?:度)?"
_WHAT = r"(?P<level>部门|单位)?(?P<kind>预算|决算)"
_ENTITY = r"(?P<entity>[\u4e00-\u9fff()·]{4,40}?)"
_TITLES = (
    re.compile(rf"{_ENTITY}{_YEAR}{_WHAT}"),
    re.compile(rf"{_YEAR}{_ENTITY}{_WHAT}"),
)
_REGION = re.compile(
    r"(?:中共|中国共产党)?"
    r"(?P<province>[\u4e00-\u9fff]{2,7}?(?:省|自治区))?"
    r"(?P<city>[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟))?"
    r"(?P<district>[\u4e00-\u9fff]{1,8}?(?:区|县|旗|市))?"
)
_LOOKED_AT = 12


def identity_of(document: Document) -> Identity:
    """Entity, year, kind, level and region from the first title that states them."""
    for text in _opening(document):
        folded = normalise(text.string).string
        for title in _TITLES:
            match = title.match(folded)
            if match:
                return _identity(match, text)
    return Identity()


def _opening(document: Document) -> Iterator[Text]:
    for block in document.blocks[:_LOOKED_AT]:
        if not isinstance(block, Table):
            yield block.text


def _identity(match: re.Match[str], text: Text) -> Identity:
    entity = match["entity"]
    level = match["level"]
    region = _region(entity)
    return Identity(
        entity=Found(entity, text.string, text.place),
        fiscal_year=Found(int(match["year"]), text.string, text.place),
        kind=Found(_KINDS[match["kind"]], text.string, text.place),
        level=Found(_LEVELS[level], text.string, text.place) if level else None,
        region=Found(region, text.string, text.place) if region else None,
    )


def _region(entity: str) -> tuple[str, ...]:
    """The names of the administrative divisions at the beginning of an entity's name."""
    match = _REGION.match(entity)
    assert match is not None  # every part is optional
    return tuple(name for name in match.group("province", "city", "district") if name)
