"""Cut-outs of pages in a cell, one above the other, as an inspector pastes them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet

from checker.report.pictures import Picture

WIDTH = 58
"""Width of the column, in characters."""
_PIXELS, _GAP = 398, 6
_EMU, _POINTS = 9525, 0.75  # of a pixel
_TALLEST = 400.0  # points; a row is at most 409 high


def put_pictures(sheet: Worksheet, row: int, column: int, pictures: Sequence[Picture]) -> float:
    """Puts pictures into a cell, made smaller where they are too many for a row; gives the height in points."""
    heights = [picture.height * _PIXELS / picture.width + _GAP for picture in pictures]
    shrunk = min(_TALLEST / ((sum(heights) + _GAP) * _POINTS), 1.0) if pictures else 1.0
    top = float(_GAP)
    for picture, height in zip(pictures, heights, strict=True):
        image = Image(io.BytesIO(picture.png))
        size = XDRPositiveSize2D(int(_PIXELS * shrunk * _EMU), int((height - _GAP) * shrunk * _EMU))
        corner = AnchorMarker(col=column - 1, colOff=4 * _EMU, row=row - 1, rowOff=int(top * _EMU))
        image.anchor = OneCellAnchor(_from=corner, ext=size)
        sheet.add_image(image)
        top += height * shrunk
    return top * _POINTS if pictures else 0.0
