"""Word (.docx): paragraphs and tables in the order of the document's body."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from docx.oxml.ns import qn

from checker.layout.docx_elements import PPR, TBL, Element, P, is_on, through, value
from checker.layout.docx_numbering import Numbering
from checker.layout.docx_package import Parts, is_word, parts_of
from checker.layout.docx_styles import Properties, Styles
from checker.layout.docx_tables import Layout, layout_of
from checker.layout.docx_words import LINE_END, PAGE_END, Mark, words_of
from checker.model.limits import Limit
from checker.model.raw import RawBlock, RawBreak, RawCell, RawDocument, RawGrid, RawLine
from checker.model.text import Place, Text

FORMAT = "Word (.docx)"

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BLOCKS = frozenset((P, TBL))
_SECTION, _PAGE_BREAK_BEFORE = qn("w:sectPr"), qn("w:pageBreakBefore")
_SECTIONS_ON_A_PAGE = ("continuous", "nextColumn")


def recognises(data: bytes) -> bool:
    return is_word(data)


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    parts = parts_of(data, name)
    return RawDocument(name, sha256, _MEDIA_TYPE, None, tuple(_Body(parts, name).blocks(parts.body)))


class _Body:
    """The body while it is read, with the paragraphs, tables and pages counted so far."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._name = name
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering, self._styles)
        self._paragraphs = self._tables = self._pages = 0
        sections = [
            node for node in parts.body.iter(_SECTION) if node.getparent().tag in (PPR, parts.body.tag)
        ]
        # How a section begins is its own property, so that the next one says whether this one ends a page.
        self._ends_page = {
            section: value(following.find(qn("w:type"))) not in _SECTIONS_ON_A_PAGE
            for section, following in pairwise(sections)
        }

    def blocks(
        self, container: Element, place: Place | None = None, flat: bool = False
    ) -> Iterator[RawBlock]:
        """The blocks in a container, which is the body itself or stands at `place`; `flat`: lines alone."""
        carried = ""
        last: tuple[Properties, Place] | None = None
        for element in through(container, _BLOCKS):
            if element.tag == TBL:
                yield from self._left_over(carried, last)
                carried = ""
                yield from self._table(element, place if flat else None)
                continue
            if place is None:
                self._paragraphs += 1
            here = place or self._place(f"第{self._paragraphs}段 / paragraph {self._paragraphs}")
            properties = self._styles.of_paragraph(element)
            last = properties, here
            words, mark = words_of(element, properties, self._styles), Mark.of(properties)
            if not mark.deleted:
                carried += self._numbering.label(properties)
            carried += words.string
            if not (mark.deleted or mark.hidden):
                yield from self._paragraph(carried, properties, here, words.bold)
                carried = ""
            for box in words.boxes:
                yield from self.blocks(box, here, flat)
        yield from self._left_over(carried, last)

    def _left_over(self, string: str, last: tuple[Properties, Place] | None) -> Iterator[RawBlock]:
        """What was to go on in the next paragraph, where there is none."""
        if string and last is not None:
            yield from self._paragraph(string, *last)

    def _paragraph(
        self, string: str, properties: Properties, place: Place, bold: bool = False
    ) -> Iterator[RawBlock]:
        """The lines of a paragraph, and the page ends before, in and after it."""
        if is_on(properties.nearest(_PAGE_BREAK_BEFORE)):
            yield self._break()
        for number, page in enumerate(string.split(PAGE_END)):
            if number:
                yield self._break()
            for line in page.split(LINE_END):
                if line.strip():
                    display = properties.is_display(line.strip())
                    yield RawLine(Text.at(line, place).stripped(), display=display, bold=bold)
        if self._ends_page.get(properties.layers[0].get(_SECTION)):
            yield self._break()

    def _table(self, table: Element, place: Place | None) -> Iterator[RawBlock]:
        """A grid; or what stands in it, if the table is a frame of one column or is itself in a cell at `place`."""
        layout = layout_of(table)
        if place is not None:
            for cell in (cell for row in layout.rows for cell in row):
                yield from self.blocks(cell.element, place, flat=True)
            return
        self._tables += 1
        if layout.width <= 1:
            for cell in (cell for row in layout.rows for cell in row):
                yield from self.blocks(cell.element, self._cell_place(self._tables, cell.row, 1))
        else:
            yield self._grid(layout, self._tables)

    def _grid(self, layout: Layout, table: int) -> RawGrid:
        """The cells in their places; a slot that a cell covers is None, one that no cell covers is blank."""
        Limit.CELLS.check(len(layout.rows) * layout.width, f"{self._name}: 表{table}")
        slots: list[list[RawCell | None]] = [
            [RawCell("", self._cell_place(table, row[0].row))] * layout.width for row in layout.rows
        ]
        for top, row in enumerate(layout.rows):
            for cell in row:
                for covered in slots[top : top + cell.rows]:
                    covered[cell.column : cell.column + cell.columns] = [None] * cell.columns
                place = self._cell_place(table, cell.row, cell.column + 1)
                text = self._text_of(cell.element, place)
                slots[top][cell.column] = RawCell(text, place, cell.rows, cell.columns)
        return RawGrid(tuple(tuple(line) for line in slots), self._place(f"表{table}"), merged=True)

    def _text_of(self, cell: Element, place: Place) -> str:
        """The lines of a cell put together; a space keeps numbers and Latin words apart."""
        text = ""
        for block in self.blocks(cell, place, flat=True):
            if isinstance(block, RawLine):
                string = block.text.string
                text += " " + string if text and text[-1].isascii() and string[0].isascii() else string
        return text

    def _break(self) -> RawBreak:
        self._pages += 1
        return RawBreak(self._pages)

    def _place(self, spot: str) -> Place:
        return Place(self._name, spot=spot)

    def _cell_place(self, table: int, row: int, column: int | None = None) -> Place:
        return self._place(f"表{table} 第{row}行" + (f" 第{column}列" if column else ""))
