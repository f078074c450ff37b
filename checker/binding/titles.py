"""When a heading or title is the one that a pack names: the same words but for year, body and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from checker.model.text import normalise

_BEFORE = re.compile(
    r"(?:\d{4}年度?|部门|单位|本部门|本单位|本级|市直|市本级|区本级|省级|市级|区级|县级|关于|附表?\d*[.、:]?"
    r"|\((?:部门|单位|本级|本部|汇总)\)"
    r"|[\u4e00-\u9fff()]{2,30}?(?:省|市|区|县|旗|局|厅|委|办|院|处|部|会|所|站|中心|办公厅|办公室|办事处|街道|镇|乡))*"
)
_AFTER = re.compile(r"(?:的?情况)?(?:的?说明)?(?:表)?(?:\([^()]*\))?")


_ENDING = re.compile(r"(?<=.{4})(?:的?情况)?(?:的?说明)?$")
_SHARED = re.compile(r"预算|决算|收入|支出|收支|财政拨款|经费|总体|情况|[总明细年的表()\d、]|汇总")
_SPELLINGS = (('"', ""), ("'", ""), ("需要", "需"), ("其它", "其他"))


@lru_cache(maxsize=4096)
def _allowed(before: str, after: str) -> bool:
    return _BEFORE.fullmatch(before) is not None and _AFTER.fullmatch(after) is not None


@lru_cache(maxsize=4096)
def folded(title: str) -> str:
    """The words of a title as they are compared: quotes do not matter, nor 需要 or 需, 其它 or 其他."""
    string = normalise(title).string
    for written, same in _SPELLINGS:
        string = string.replace(written, same)
    return string


@lru_cache(maxsize=4096)
def subject(title: str) -> str:
    """What a title of a table is about, without the words that most of them share: 三公, 政府性基金, 一般公共基本.

    Empty where nothing else is left, as of 收入支出决算总表.
    """
    words = _SHARED.sub("", folded(title))
    return "三公" if "三公" in words else words


def best(wanted: Iterable[str], titles: Sequence[str]) -> int | None:
    """The index of the first title that is one of the wanted; one with exactly the words goes first.

    A title may say more than the wanted words: the year and the body before them, 情况说明 or brackets after
    them. Where none does, it may leave out the 情况 or 说明 that they end with. Anything else, as “三公”经费
    before 支出决算情况说明, makes it another title.
    """
    found = [folded(title) for title in titles]
    words = [folded(word) for word in wanted]
    for at, title in enumerate(found):
        if title in words:
            return at
    for at, title in enumerate(found):
        for word in words:
            start = title.find(word)
            if start >= 0 and _allowed(title[:start], title[start + len(word) :]):
                return at
    shorter = [core for word in words if (core := _ENDING.sub("", word)) != word]
    for at, title in enumerate(_ENDING.sub("", title) for title in found):
        for core in shorter:
            if title.endswith(core) and _allowed(title[: -len(core)], ""):
                return at
    return None
