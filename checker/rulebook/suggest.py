"""“Did you mean”: what there is to choose from, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_NEAR = 0.55
_MOST = 12


def suggestion(word: str, choices: Iterable[object]) -> str:
    """A clause for a message: the nearest choice, and all of them where they are few."""
    known = sorted({choice for choice in choices if isinstance(choice, str)})
    if not known:
        return "（没有可选项 / nothing to choose from）"
    near = process.extractOne(word, known, scorer=DamerauLevenshtein.normalized_similarity)
    meant = f"；是否指 / did you mean “{near[0]}”?" if near and near[1] >= _NEAR else ""
    listed = "、".join(known[:_MOST]) + ("…" if len(known) > _MOST else "")
    return f"{meant}（可选 / choose from: {listed}）"
