"""Letters that are no part of the text: watermarks behind it, and the small raised numbers of notes."""

from __future__ import annotations

from collections.abc import Sequence

from checker.layout.page import Glyph

_LARGE = 36.0
"""Letters of this size, in points, are a cover's title or a watermark."""
_SMALL, _RAISED = 0.7, 0.15
"""The number of a note is so much smaller than the letter before it, and so much of that one's size higher."""
_FIRST_WIDE = "\u2e80"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def without_watermarks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The letters but for large ones that other letters are written over."""
    large = [glyph for glyph in glyphs if glyph.size >= _LARGE]
    if not large:
        return list(glyphs)
    behind = {
        (glyph.size, round(glyph.middle))
        for glyph in large
        if any(
            other.size < 0.5 * glyph.size
            and glyph.x0 < other.x0 < glyph.x1
            and abs(other.middle - glyph.middle) < 0.4 * glyph.size
            for other in glyphs
            if other.string.strip()
        )
    }
    return [glyph for glyph in glyphs if (glyph.size, round(glyph.middle)) not in behind]


def without_marks(row: list[Glyph]) -> list[Glyph]:
    """The letters of a line but for the numbers of notes; behind a digit or Latin letter they may be exponents.

    Letters recognised in a picture stay: their sizes are guesses.
    """
    sizes = {glyph[4] for glyph in row}
    if len(sizes) == 1 or min(sizes) > _SMALL * max(sizes):
        return row
    if any(glyph.confidence is not None for glyph in row):
        return row
    kept: list[Glyph] = []
    for glyph in row:
        if glyph.string.isdigit() and (before := _letter_below(glyph, kept)) is not None:
            if before.string >= _FIRST_WIDE:
                continue
            kept.append(glyph._replace(string=glyph.string.translate(_SUPERSCRIPT)))
        else:
            kept.append(glyph)
    return kept


def _letter_below(glyph: Glyph, before: Sequence[Glyph]) -> Glyph | None:
    """The larger letter that a small raised one stands beside, small ones between them passed over."""
    for other in reversed(before):
        if glyph.size <= _SMALL * other.size:
            raised = other.middle - glyph.middle >= _RAISED * other.size
            near = glyph.x0 - other.x1 <= 1.3 * glyph.size
            return other if raised and near else None
    return None
