"""What came nearest to a name that was not found."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from checker.model.text import normalise

_NEAR = 50


def nearest(wanted: Iterable[str], present: Iterable[str]) -> str:
    """The text that is most alike to any of those wanted, or an empty text if none is."""
    choices = {text: normalise(text).string for text in present if text}
    best: tuple[float, str] = (0.0, "")
    for words in wanted:
        holding = [text for text, string in choices.items() if normalise(words).string in string]
        if holding:
            return min(holding, key=len)  # it says all of it, and more
        found = process.extractOne(normalise(words).string, choices, scorer=fuzz.ratio, score_cutoff=_NEAR)
        if found is not None and found[1] > best[0]:
            best = (found[1], found[2])
    return best[1]
