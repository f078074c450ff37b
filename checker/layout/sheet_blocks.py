"""What a person sees of a sheet → titles, units, notes and tables: the raw blocks of a workbook."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checker.layout.sheet import Box, Sheet, address, next_visible, visible
from checker.model.amount import read_number
from checker.model.limits import Limit
from checker.model.raw import RawBlock, RawCell, RawEnd, RawGrid, RawLine
from checker.model.text import Place, Text, normalise

_UNIT = re.compile(r"\(?(?:金额|计量)?单位:\S{1,5}\)?")
_DETAILS = (
    _UNIT,
    re.compile(r"(?!其中)[^:,。、;\d]{2,12}:.{0,60}"),  # 编制部门：…
    re.compile(r"[\u4e00-\u9fff]{0,8}?(?:表\d{1,3}|\d{1,3}表|附件\d{0,3})(?:-\d{1,2})?"),  # 公开01表
    re.compile(r"\d{3,6}[^\d年月日.、,:%()]{3,}"),  # 301 and the name of a department
    re.compile(r"20\d\d年\d{1,2}月(?:\d{1,2}日)?"),
)
_TITLE = re.compile(r".{2,}表(?:\(.*\))?")
_TOTAL = re.compile(r"(?:合|总|小)计")
_NOTE = re.compile(r"(?:注|备注|说明|填表说明)\d?:")
_NO_NAME = re.compile(r"(?:sheet|table|page|工作表|表格?)?\s*\(?\d*\)?", re.IGNORECASE)
_SENTENCE_ENDS = ("。", "；", ";")
_COLON = re.compile(r"[:：]")
_LOOKED_AT = 100
_LONGEST_TITLE = 60
_LARGER = 1.15
"""Letters of a title, by those of most cells."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet in which something begins.

    `within`: a cell above reaches into it; `after_blank`: the row before it is blank; `wide`: it holds one
    text over half of the sheet's columns or more.
    """

    boxes: tuple[Box, ...]
    within: bool
    after_blank: bool
    wide: bool

    @property
    def has_unit(self) -> bool:
        return not self.within and any(
            _COLON.search(box.text) and _UNIT.fullmatch(_words(box.text)) for box in self.boxes
        )

    @property
    def is_details(self) -> bool:
        """Whether it holds nothing but what stands around tables: a unit, a department, a form's number."""
        return not self.within and all(_is_detail(box.text) for box in self.boxes)

    @property
    def is_note(self) -> bool:
        return _NOTE.match(_words(self.boxes[0].text)) is not None

    @property
    def is_loose(self) -> bool:
        """Whether it may stand outside of a table."""
        return (len(self.boxes) == 1 and not self.within) or self.has_unit or self.is_details

    @property
    def may_be_title(self) -> bool:
        return len(self.boxes) == 1 and _may_be_title(self.boxes[0].text)


def _words(text: str) -> str:
    """The normalised text, as far as patterns look at it."""
    return normalise(text[:_LOOKED_AT]).string


def _is_detail(text: str) -> bool:
    return any(pattern.fullmatch(_words(text)) for pattern in _DETAILS)


def _may_be_title(text: str) -> bool:
    """Short, and neither a sentence nor a note nor what stands beside titles."""
    return (
        len(text) <= _LONGEST_TITLE
        and not text.endswith(_SENTENCE_ENDS)
        and _NOTE.match(_words(text)) is None
        and not _is_detail(text)
    )


def blocks_of(sheet: Sheet, file: str) -> list[RawBlock]:
    """The raw blocks of a sheet, in reading order, closed by its end.

    The sheet's name is the title of a table that has none.
    """
    boxes = visible(sheet)
    parts = _parts(_lines(boxes, sheet))
    sizes = Counter(box.style.size for box in boxes if box.style.size is not None)
    body = sizes.most_common(1)[0][0] if sizes else None
    blocks: list[RawBlock] = []
    tables = [at for at, part in enumerate(parts) if isinstance(part, tuple)]
    titled = not tables or _NO_NAME.fullmatch(sheet.name.strip()) is not None
    for at, part in enumerate(parts):
        if isinstance(part, tuple):
            blocks.append(_grid(part, sheet, file))
        else:
            lines = _raw_lines(part, sheet, file, body, heads_table=bool(tables) and at < tables[-1])
            blocks.extend(lines)
            titled = titled or (at < tables[0] and any(_may_be_title(line.text.string) for line in lines))
    if not titled:
        blocks.insert(0, RawLine(Text.at(sheet.name.strip(), Place(file, spot=sheet.name)), display=True))
    if blocks:
        blocks.append(RawEnd())
    return blocks


def _lines(boxes: Sequence[Box], sheet: Sheet) -> list[_Line]:
    """The rows in which something begins."""
    below = next_visible(sheet.hidden_rows)
    columns = sorted({box.column for box in boxes})
    by_row: dict[int, list[Box]] = {}
    for box in boxes:
        by_row.setdefault(box.row, []).append(box)
    lines: list[_Line] = []
    reached = -1
    for row, begun in by_row.items():
        free = reached + 1
        spanned = bisect_left(columns, begun[0].area.right + 1) - bisect_left(columns, begun[0].column)
        wide = len(begun) == 1 and spanned > 1 and 2 * spanned >= len(columns)
        after_blank = bool(lines) and below.get(free, free) < row
        lines.append(_Line(tuple(begun), reached >= row, after_blank, wide))
        reached = max(reached, row, *(box.area.bottom for box in begun))
    return lines


def _parts(lines: Sequence[_Line]) -> list[_Line | tuple[_Line, ...]]:
    """The lines outside of tables, and the rows of each table."""
    parts: list[_Line | tuple[_Line, ...]] = []
    table: list[_Line] = []
    pending: list[_Line] = []
    for line in lines:
        if line.is_loose:
            if table:
                pending.append(line)
            else:
                parts.append(line)
        elif table and _divide(pending, line):
            parts.extend(_closed(table, pending))
            table, pending = [line], []
        else:
            table += [*pending, line]
            pending = []
    if table:
        parts.extend(_closed(table, pending))
    return parts


def _divide(between: Sequence[_Line], following: _Line) -> bool:
    """Whether a new table begins: after a unit, or after a title or a note with a header under it.

    Neither a blank row nor a label in a row of its own divides a table.
    """
    if any(line.has_unit for line in between):
        return True
    has_figures = any(read_number(box.text) is not None for box in following.boxes)
    titles = (
        line.is_note
        or (line.may_be_title and _TITLE.fullmatch(_words(line.boxes[0].text)) is not None)
        or (line.after_blank and (line.wide or line.is_details or line.boxes[0].style.centred))
        for line in between
    )
    return not has_figures and any(titles)


def _closed(table: Sequence[_Line], following: Sequence[_Line]) -> list[_Line | tuple[_Line, ...]]:
    """A table with those of the lines after it that are rows of it: labels without a figure, or a total."""
    has_figures = any(read_number(box.text) is not None for line in table for box in line.boxes)
    count = 0
    for line in following:
        is_total = _TOTAL.fullmatch(_words(line.boxes[0].text)) is not None
        if not is_total and (not has_figures or line.after_blank or line.wide or not line.may_be_title):
            break
        count += 1
    return [(*table, *following[:count]), *following[count:]]


def _raw_lines(line: _Line, sheet: Sheet, file: str, body: float | None, heads_table: bool) -> list[RawLine]:
    """The lines of text that a row of the sheet is.

    Several cells are one line, but for a title that has something beside it. A text of several lines is as
    many paragraphs, but for a title.
    """
    texts = [Text.at(box.text, Place(file, spot=f"{sheet.name}!{box.address}")) for box in line.boxes]
    if len(texts) > 1:
        titles = [text for text in texts if _TITLE.fullmatch(normalise(text.string).string)]
        beside = [text for text in texts if text not in titles]
        gaps = [Text.at(" ", text.place) for text in beside]
        joined = [piece for pair in zip(gaps, beside, strict=True) for piece in pair][1:]
        return [RawLine(text) for text in (*titles, *([Text.join(joined)] if joined else []))]
    style = line.boxes[0].style
    larger = body is not None and style.size is not None and style.size >= _LARGER * body
    if line.may_be_title and (style.bold or style.centred or larger or (line.wide and heads_table)):
        return [RawLine(texts[0], display=True)]
    return [RawLine(Text.at(text, texts[0].place)) for text in line.boxes[0].lines]


def _grid(lines: Sequence[_Line], sheet: Sheet, file: str) -> RawGrid:
    """The rows and columns of a table in which something begins; merged cells keep their spans."""
    boxes = [box for line in lines for box in line.boxes]
    rows = [line.boxes[0].row for line in lines]
    columns = sorted({box.column for box in boxes})
    Limit.CELLS.check(len(rows) * len(columns), f"{file}: {sheet.name}")

    def place(row: int, column: int) -> Place:
        return Place(file, spot=f"{sheet.name}!{address(row, column)}")

    slots: list[list[RawCell | None]] = [
        [RawCell("", place(row, column)) for column in columns] for row in rows
    ]
    for box in boxes:
        row, column = bisect_left(rows, box.row), bisect_left(columns, box.column)
        height = bisect_left(rows, box.area.bottom + 1) - row
        width = bisect_left(columns, box.area.right + 1) - column
        for at in range(row, row + height):
            slots[at][column : column + width] = [None] * width
        where = Place(file, spot=f"{sheet.name}!{box.address}")
        slots[row][column] = RawCell(box.text, where, height, width)
    first, last = address(rows[0], columns[0]), address(rows[-1], columns[-1])
    return RawGrid(
        tuple(tuple(slot) for slot in slots), Place(file, spot=f"{sheet.name}!{first}:{last}"), merged=True
    )
