"""Pictures cut from the pages of a PDF, the places of a finding boxed in red."""

from __future__ import annotations

import io
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
from PIL import Image, ImageDraw

from checker.model.text import Box, Place
from checker.report.build import Finding, Report
from checker.report.original import Original, scale_of

_WIDTH = 900  # pixels of a page's width
_AROUND, _LEAST = 26.0, 84.0  # points kept above and below the boxes; the least height of a picture
_NEAR, _TALLEST = 90.0, 330.0  # places no further apart share a picture, as long as it is no taller
_OUTSET = 1.5
_COLOURS = 15  # and red: sixteen make a small file
_RED = (214, 32, 32)
_EFFORT = 6  # of zlib: a tenth of the time of 9, for pictures that are a twentieth larger
_MOST, _MOST_IN_ALL = 3, 90  # pictures of a finding, of a report


@dataclass(frozen=True, slots=True)
class Picture:
    """A cut-out of a page (1-based) of a file as PNG; width and height in pixels."""

    place: Place
    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """What to cut: the page of a file, its stretch from `top` to `bottom` in points, and the boxes to draw."""

    file: str
    page: int
    top: float
    bottom: float
    boxes: tuple[Box, ...]


def pictures_of(report: Report) -> Mapping[str, tuple[Picture, ...]]:
    """The pictures of each finding by fingerprint, that of its first place first; none for what has no pages."""
    files = report.drawable
    if not files:
        return {}
    wanted: dict[str, tuple[_Cut, ...]] = {}
    left = _MOST_IN_ALL
    for finding in report.findings:
        wanted[finding.fingerprint] = tuple(_cuts(finding, files))[: min(_MOST, left)]
        left -= len(wanted[finding.fingerprint])
    made = _cut_out(tuple(files.items()), frozenset(cut for cuts in wanted.values() for cut in cuts))
    return {key: tuple(made[cut] for cut in cuts if cut in made) for key, cuts in wanted.items()}


def _cuts(finding: Finding, files: Container[str]) -> Iterator[_Cut]:
    """Each stretch of a page that shows places of a finding, in the order of the evidence."""
    stretches: list[list[tuple[tuple[str, int], Box]]] = []
    for page, box in dict.fromkeys(_boxes((item.place for item in finding.evidence), files)):
        for stretch in stretches:
            boxes = [box, *(other for _, other in stretch)]
            top, bottom = min(one[1] for one in boxes), max(one[3] for one in boxes)
            near = any(box[1] - other[3] <= _NEAR and other[1] - box[3] <= _NEAR for _, other in stretch)
            if stretch[0][0] == page and near and bottom - top <= _TALLEST:
                stretch.append((page, box))
                break
        else:
            stretches.append([(page, box)])
    for stretch in stretches:
        top, bottom = min(box[1] for _, box in stretch), max(box[3] for _, box in stretch)
        around = max(_AROUND, (_LEAST - (bottom - top)) / 2)
        yield _Cut(*stretch[0][0], top - around, bottom + around, tuple(box for _, box in stretch))


def _boxes(places: Iterable[Place], files: Container[str]) -> Iterator[tuple[tuple[str, int], Box]]:
    for place in places:
        if place.page is not None and place.box is not None and place.file in files:
            yield (place.file, place.page), place.box


@lru_cache(maxsize=1)
def _cut_out(files: tuple[tuple[str, Original], ...], cuts: frozenset[_Cut]) -> Mapping[_Cut, Picture]:
    """Every page is drawn once, for all formats that show it.

    A page that cannot be drawn has no pictures: the words say it all as well.
    """
    made: dict[_Cut, Picture] = {}
    for name, original in files:
        by_page: dict[int, list[_Cut]] = {}
        for cut in cuts:
            if cut.file == name:
                by_page.setdefault(cut.page, []).append(cut)
        if by_page:
            made |= _of_file(original, by_page)
    return made


def _of_file(original: Original, by_page: Mapping[int, Sequence[_Cut]]) -> Mapping[_Cut, Picture]:
    made: dict[_Cut, Picture] = {}
    with pypdfium2.PdfDocument(original.data()) as pdf:
        for number, members in sorted(by_page.items()):
            try:
                page = pdf[number - 1]
                width, height = page.get_size()
                scale = scale_of(width, height, _WIDTH / width)
                image = page.render(scale=scale).to_pil().convert("RGB")
                page.close()
            except pypdfium2.PdfiumError:
                continue
            made |= {cut: _picture(image, scale, cut) for cut in members}
    return made


def _picture(image: Image.Image, scale: float, cut: _Cut) -> Picture:
    top, bottom = (round(min(max(edge * scale, 0), image.height)) for edge in (cut.top, cut.bottom))
    top = min(top, image.height - 1)
    part = image.crop((0, top, image.width, max(bottom, top + 1))).quantize(
        _COLOURS, method=Image.Quantize.FASTOCTREE
    )
    palette = (part.getpalette() or [])[: 3 * _COLOURS]
    part.putpalette([*palette, *[0] * (3 * _COLOURS - len(palette)), *_RED])
    canvas = ImageDraw.Draw(part)
    for x0, y0, x1, y1 in cut.boxes:
        left, right = (x0 - _OUTSET) * scale, (x1 + _OUTSET) * scale
        high, low = (y0 - _OUTSET) * scale - top, (y1 + _OUTSET) * scale - top
        canvas.rectangle((left, high, max(right, left), max(low, high)), outline=_COLOURS, width=2)
    stream = io.BytesIO()
    part.save(stream, "PNG", compress_level=_EFFORT, bits=4)
    return Picture(Place(cut.file, cut.page), stream.getvalue(), part.width, part.height)
