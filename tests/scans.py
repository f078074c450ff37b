"""Pages as a scanner makes them: pictures of a PDF's pages, blurred, noisy and a little askew."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter


def scanned(path: Path, pages: Sequence[int], dpi: int = 150, askew: float = 0.6, turned: int = 0) -> bytes:
    """A PDF of pictures of the pages (1-based); `turned` in degrees as they lie in the scanner."""
    pictures: list[Image.Image] = []
    with pypdfium2.PdfDocument(path) as pdf:
        for number in pages:
            picture = pdf[number - 1].render(scale=dpi / 72).to_pil().convert("L")
            picture = picture.rotate(askew, resample=Image.Resampling.BICUBIC, fillcolor=255)
            picture = picture.filter(ImageFilter.GaussianBlur(0.7))
            noise = Image.frombytes(
                "L", picture.size, random.Random(number).randbytes(picture.width * picture.height)
            )
            noise = noise.point(lambda value: value // 12)
            pictures.append(ImageChops.subtract(picture, noise).rotate(turned, expand=True))
    stream = io.BytesIO()
    pictures[0].save(stream, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return stream.getvalue()
