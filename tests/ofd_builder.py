"""A small OFD writer. Lengths are millimetres from the upper left corner of the page, y downwards."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from xml.sax.saxutils import escape

from tests.sample_blocks import SampleBlock, SampleCell, SampleRow

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
A4 = (210.0, 297.0)
SIDEWAYS = (297.0, 210.0)

_MARGIN = 20.0
_SIZES = {"title": 6.4, "heading": 4.6, "table-title": 4.2}  # everything else outside a table is _SIZE
_SIZE, _TABLE_SIZE = 3.9, 3.2
_LEADING = 1.6  # of the size
_PADDING = 1.0
_NUMBER = re.compile(r"[\d.]+")
# What a line break may not divide: a number or a Latin word, with the brackets and stops that cling to it.
_UNBREAKABLE = re.compile(r"[（《“≥]*(?:[!-~]+|.)[，。；：、）》”]*")


def width(string: str, size: float) -> float:
    """The width of a text: Chinese letters are as wide as high, others half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in string) * size


@dataclass
class Page:
    """The objects of a page, or of a template."""

    size: tuple[float, float] = A4
    objects: list[str] = field(default_factory=list)
    templates: tuple[str, ...] = ()
    area: str = ""

    def text(self, x: float, y: float, string: str, size: float = _SIZE, spacing: float = 0.0) -> None:
        """A text with its baseline at y; `spacing` is added between its letters."""
        deltas = " ".join(f"{width(letter, size) + spacing:.3f}" for letter in string[:-1])
        self.objects.append(
            f'<ofd:TextObject ID="1" Boundary="{x} {y - size} {width(string, size):.3f} {1.2 * size:.3f}" '
            f'Font="1" Size="{size}"><ofd:TextCode X="0" Y="{size}" DeltaX="{deltas}">{escape(string)}'
            "</ofd:TextCode></ofd:TextObject>"
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight stroke."""
        self.objects.append(
            f'<ofd:PathObject ID="1" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """The four edges of a cell."""
        self.line(x0, y0, x1, y0)
        self.line(x0, y1, x1, y1)
        self.line(x0, y0, x0, y1)
        self.line(x1, y0, x1, y1)

    def grid(self, x: float, y: float, cells: Sequence[Sequence[str]], across: float = 30.0) -> None:
        """A ruled table of equal columns, each row 8 high."""
        for row, texts in enumerate(cells):
            for column, string in enumerate(texts):
                left, top = x + column * across, y + row * 8
                self.box(left, top, left + across, top + 8)
                if string:
                    self.text(left + 1, top + 5.5, string)

    def xml(self) -> str:
        templates = "".join(f'<ofd:Template TemplateID="{name}"/>' for name in self.templates)
        return (
            f"<ofd:Page {NAMESPACE}>{templates}<ofd:Area>{self.area or _physical(self.size)}</ofd:Area>"
            f'<ofd:Content><ofd:Layer ID="1">{"".join(self.objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )


def _physical(size: tuple[float, float]) -> str:
    return f"<ofd:PhysicalBox>0 0 {size[0]} {size[1]}</ofd:PhysicalBox>"


def ofd(pages: Sequence[Page], templates: dict[str, Page] | None = None) -> bytes:
    """An OFD file of one document."""
    return packed(parts(pages, templates))


def parts(pages: Sequence[Page], templates: dict[str, Page] | None = None) -> dict[str, str]:
    """The parts of an OFD file by their names."""
    made = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>"
    }
    common = f"<ofd:PageArea>{_physical(A4)}</ofd:PageArea>"
    for name, template in (templates or {}).items():
        common += f'<ofd:TemplatePage ID="{name}" BaseLoc="Tpls/{name}/Content.xml"/>'
        made[f"Doc_0/Tpls/{name}/Content.xml"] = template.xml()
    listed = ""
    for number, page in enumerate(pages):
        listed += f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        made[f"Doc_0/Pages/Page_{number}/Content.xml"] = page.xml()
    made["Doc_0/Document.xml"] = (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    return made


def packed(contents: dict[str, str]) -> bytes:
    """The parts as a ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


class Flow:
    """Lays blocks out on pages, as an office program would."""

    def __init__(self, shares: dict[int, Sequence[float]]) -> None:
        self.pages: list[Page] = []
        self._shares = shares
        self._y = 0.0
        self._begin()

    def _begin(self) -> None:
        self.pages.append(Page(SIDEWAYS))
        self._y = _MARGIN

    def _room(self, height: float) -> None:
        """Begin a page if so much does not fit on this one."""
        if self._y + height > SIDEWAYS[1] - _MARGIN:
            self._begin()

    def add(self, blocks: Sequence[SampleBlock]) -> None:
        """Lay out the blocks; a caption that follows no title begins a page, for a table goes on."""
        for number, block in enumerate(blocks):
            size = _SIZES.get(block.kind, _SIZE)
            if block.kind == "grid":
                self._table(block)
            elif block.kind == "paragraph":
                self._paragraph(block.text)
            elif block.kind == "caption" and blocks[number - 1].kind != "table-title":
                self._begin()
                self._line(block.text, size, 0.0)
            else:
                self._room(6 * size * _LEADING)
                self._line(
                    block.text, size, {"title": 0.5, "table-title": 0.5, "unit": 1.0}.get(block.kind, 0)
                )

    def _line(
        self, string: str, size: float, share: float, indent: float = 0.0, spacing: float = 0.0
    ) -> None:
        """A line: at the left edge (share 0), in the middle (0.5) or at the right edge (1)."""
        self._room(size * _LEADING)
        left = _MARGIN + indent + share * (SIDEWAYS[0] - 2 * _MARGIN - width(string, size))
        self.pages[-1].text(left, self._y + size, string, size, spacing)
        self._y += size * _LEADING

    def _paragraph(self, string: str) -> None:
        """Both edges straight, the first line two letters in."""
        across, indent = SIDEWAYS[0] - 2 * _MARGIN, 2 * _SIZE
        *full, last = _wrapped(string, across, _SIZE, indent)
        for line in full:
            spacing = (across - indent - width(line, _SIZE)) / (len(line) - 1)
            self._line(line, _SIZE, 0.0, indent, spacing)
            indent = 0.0
        self._line(last, _SIZE, 0.0, indent)

    def _table(self, block: SampleBlock) -> None:
        shares = self._shares.get(len(block.rows[0]), (1,) * len(block.rows[0]))
        across = SIDEWAYS[0] - 2 * _MARGIN
        xs = [_MARGIN, *(_MARGIN + across * share / sum(shares) for share in accumulate(shares))]
        heights = [self._height(row, xs) for row in block.rows]
        for number, row in enumerate(block.rows):
            self._room(sum(heights[: block.header]) if number == 0 else heights[number])
            self._row(row, xs, heights[number:])
            self._y += heights[number]
        self._y += _SIZE

    def _height(self, row: SampleRow, xs: Sequence[float]) -> float:
        cells = [(column, cell) for column, cell in enumerate(row) if cell is not None and cell.rows == 1]
        most = max(len(_in_cell(cell, column, xs)) for column, cell in cells)
        return most * _TABLE_SIZE * 1.3 + 2 * _PADDING

    def _row(self, row: SampleRow, xs: Sequence[float], heights: Sequence[float]) -> None:
        page = self.pages[-1]
        for column, cell in enumerate(row):
            if cell is None:
                continue
            left, right = xs[column], xs[column + cell.columns]
            page.box(left, self._y, right, self._y + sum(heights[: cell.rows]))
            for number, line in enumerate(_in_cell(cell, column, xs)):
                if not line:
                    continue
                number_like = _NUMBER.fullmatch(line) is not None
                x = right - _PADDING - width(line, _TABLE_SIZE) if number_like else left + _PADDING
                page.text(x, self._y + _PADDING + (1 + 1.3 * number) * _TABLE_SIZE, line, _TABLE_SIZE)


def _in_cell(cell: SampleCell, column: int, xs: Sequence[float]) -> list[str]:
    return _wrapped(cell.text, xs[column + cell.columns] - xs[column] - 2 * _PADDING, _TABLE_SIZE)


def _wrapped(string: str, across: float, size: float, indent: float = 0.0) -> list[str]:
    """The text in lines of this width."""
    lines = [""]
    for piece in _UNBREAKABLE.findall(string):
        room = across - indent if len(lines) == 1 else across
        if lines[-1] and width(lines[-1] + piece, size) > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]
