"""A page without text layer → glyphs, recognised in its picture by RapidOCR (the extra `ocr`).

The page is turned upright and straightened first, and a stretch of text that a ruling line divides is recognised
in parts, so that the words of a cell do not run into the next. The extra is imported where it is used.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from checker.layout.page import DrawnPage, Glyph, Ruling
from checker.model.text import Box

MOST_PAGES = 60
"""So many pages of a file are recognised; a page takes some seconds. Those beyond are told as unread."""
_LONGER_SIDE = 2340
"""Pixels of the longer side of the picture: 200 dpi for A4."""
_LETTERS = 0.72
"""The height of letters as a share of the box that is found around their line."""
_SURE = 0.9
"""A page whose characters are less sure than this on average may lie the other way round."""
_WIDE = "\u2e80"
_WIDTHS = frozenset("()（）[]［］:：;；!！?？\"“”'‘’")
"""Marks whose forms share the model's probability and mean the same: they are as sure as their line."""

_DOT = re.compile(r"\.(?=(?:\d{3})+(?!\d))")
_UNSURE = 0.5
"""A dot with three or six digits behind may be the comma of a thousand, and models are sure of the wrong one."""


def installed() -> bool:
    """Whether the extra `ocr` is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def recognised(page: Any, drawn: DrawnPage) -> DrawnPage:
    """The page of pypdfium2 with the glyphs and ruling lines of its picture."""
    from checker.layout import scan  # noqa: PLC0415 - numpy and OpenCV come with the extra

    scale = _LONGER_SIDE / max(drawn.frame.shown_size)
    shown = page.render(scale=scale).to_numpy()
    as_shown = _stretches(shown)
    found: list[tuple[float, DrawnPage]] = []
    for turn in (90, 270) if _sideways(as_shown) else (0, 180):
        turned = scan.turned(shown, turn)
        lean = scan.lean_of(turned)
        picture = scan.Scan(turned, lean, scale)
        corners = _stretches(turned) if turn else as_shown
        read = _read(picture, [picture.straight(four) for four in corners])
        frame = replace(drawn.frame, turn=turn, lean=lean)
        sure = mean(glyph.confidence or 0.0 for glyph in read.glyphs) if read.glyphs else 0.0
        found.append((sure, DrawnPage(drawn.number, frame, *read, drawn.pictures, inked=picture.inked)))
        if sure >= _SURE or not read.glyphs:
            break
    return max(found, key=lambda item: item[0])[1]


class _Read(NamedTuple):
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]


def _read(picture: Any, stretches: Sequence[Box]) -> _Read:
    """The ruling lines, which are no strokes of letters, and the characters of each stretch between them."""
    horizontal = tuple(
        line
        for line in picture.horizontal
        if not any(
            x0 <= line.start and line.end <= x1 and top < line.at < bottom
            for x0, top, x1, bottom in stretches
        )
    )
    vertical = tuple(
        line
        for line in picture.vertical
        if not any(
            top <= line.start and line.end <= bottom and x0 < line.at < x1
            for x0, top, x1, bottom in stretches
        )
    )
    parts = [part for stretch in stretches for part in _divided(stretch, vertical)]
    parts = [part for part in parts if picture.inked(part, 0.0)]
    if not parts:
        return _Read((), horizontal, vertical)
    read = _engine().recognize_txt([picture.crop(part) for part in parts])
    glyphs = [
        glyph
        for part, string, info in zip(parts, read.txts, read.word_results, strict=True)
        for glyph in _placed(
            part, string, [at for word in info.word_cols for at in word], info.confs, info.line_txt_len
        )
    ]
    return _Read(tuple(glyphs), horizontal, vertical)


@cache
def _engine() -> Any:
    """RapidOCR with the models of its own wheel, named by their paths: nothing is ever downloaded."""
    import rapidocr  # noqa: PLC0415

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _LONGER_SIDE,
            "Global.return_word_box": True,
            "Det.model_path": str(next(models.glob("*_det_*.onnx"))),
            "Rec.model_path": str(next(models.glob("*_rec_*.onnx"))),
        }
    )


def _stretches(picture: Any) -> Any:
    """The four corners of each stretch of text in a picture, in pixels, clockwise from the upper left."""
    found = _engine()(picture, use_det=True, use_cls=False, use_rec=False).boxes
    return [] if found is None else found


def _sideways(stretches: Any) -> bool:
    """Whether most of the text runs up or down the picture."""
    upright = lying = 0.0
    for corners in stretches:
        width, height = abs(corners[1][0] - corners[0][0]), abs(corners[3][1] - corners[0][1])
        upright += width if width > height else 0
        lying += height if height > width else 0
    return lying > upright


def _divided(stretch: Box, vertical: Sequence[Ruling]) -> Iterator[Box]:
    """The parts of a stretch between the ruling lines that go through it."""
    x0, top, x1, bottom = stretch
    middle = (top + bottom) / 2
    cuts = [line.at for line in vertical if x0 < line.at < x1 and line.start <= middle <= line.end]
    for left, right in pairwise([x0, *cuts, x1]):
        if right - left > 3:
            inner = (left + (1.5 if left != x0 else 0), right - (1.5 if right != x1 else 0))
            yield inner[0], top, inner[1], bottom


def _placed(
    part: Box, string: str, columns: Sequence[int], confidences: Sequence[float], count: float
) -> Iterator[Glyph]:
    """The characters of a stretch. The model gives each the column of its first trace, and none to spaces."""
    x0, top, x1, bottom = part
    dots = {match.start() for match in _DOT.finditer(string)}
    size = round(_LETTERS * (bottom - top))
    letters = [
        (character, min(confidence, _UNSURE) if at in dots else confidence)
        for at, (character, confidence) in enumerate(zip(string, confidences, strict=False))
        if not character.isspace()
    ]
    middles = [x0 + (x1 - x0) * (column + 0.5) / count for column in columns]
    for index, (character, confidence) in enumerate(letters):
        middle = middles[index]
        reach = (0.55 if character >= _WIDE else 0.4) * size
        left = max(middle - reach, (middles[index - 1] + middle) / 2 if index else x0)
        right = min(middle + reach, (middle + middles[index + 1]) / 2 if index + 1 < len(middles) else x1)
        sure = max(confidence, mean(confidences)) if character in _WIDTHS else confidence
        yield Glyph(character, left, right, (top + bottom) / 2, size, int(sure * 100) / 100)
