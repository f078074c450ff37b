"""“Did you mean”: what there is to choose from, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from checker.model.meant import meant

_NEAR = 0.55
_NEAR_SHORT = 0.5  # of words of two letters that share one
_MOST = 12


def suggestion(word: str, choices: Iterable[object]) -> str:
    """A clause for a message: the nearest choice, and all of them where they are few."""
    known = sorted({choice for choice in choices if isinstance(choice, str)})
    if not known:
        return "（没有可选项 / nothing to choose from）"
    near = process.extractOne(word, known, scorer=DamerauLevenshtein.normalized_similarity)
    least = _NEAR_SHORT if len(word) == 2 and not word.isascii() else _NEAR
    best = near[0] if near and near[1] >= least else ""
    written = meant(word)
    best = written if written in known else best
    asked = f"；是否指 / did you mean “{best}”?" if best else ""
    if len(known) > _MOST:
        nearest = process.extract(word, known, scorer=DamerauLevenshtein.normalized_similarity, limit=_MOST)
        known = [choice for choice, _, _ in nearest] + ["…"]
    listed = "、".join(known)
    return f"{asked}（可选 / choose from: {listed}）"
