"""Changes to the text of a submission: one slip each, with what was changed and where it then stands."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from checker.model.document import Contents, Paragraph, Table
from checker.model.figure import IN_TEXT, Figure, FigureId

from . import Checked, check

_NUMBER = re.compile(r"\d[\d.]*")
_SECTION = re.compile(r"[一二三四五六七八九十]、")
_UNIT_CAPTION = "单位：万元"
_UNIT_LABEL = "（金额单位：万元）"
_CAPTION = re.compile(r"(?:\d{3} |单位：|编制部门：|截止时间：)")


@dataclass(frozen=True)
class Printed:
    """What a figure reads: its digits and its unit; a figure of a table has no unit of its own words."""

    number: str
    unit: str


@dataclass(frozen=True)
class Spot:
    """Where a figure stands in the text: a 1-based line and the bounds in it."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Change:
    """One change to a text.

    `printed` are figures (by their ids in the unchanged document) that now read otherwise. `gone` and `twice`
    are those of a row that was dropped or doubled, `row` its block, index and whether it came (+1) or went
    (-1). `grown` is a place in a paragraph after which offsets moved. `removed` names what was removed, `after`
    the lines of headings after or under which a reader would look for it, `blocks_gone` its blocks.
    `places` are further lines of the changed text where what is no figure may be a consequence.
    """

    label: str
    text: str
    printed: Mapping[FigureId, Printed] = field(default_factory=dict)
    gone: frozenset[FigureId] = frozenset()
    twice: frozenset[FigureId] = frozenset()
    row: tuple[int, int, int] | None = None
    grown: tuple[FigureId, int] | None = None
    renamed: tuple[str, str] | None = None
    removed: str = ""
    after: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    lines_gone: frozenset[int] = frozenset()
    blocks_gone: range = range(0)

    def moved(self, figure: FigureId) -> FigureId | None:
        """The id that a figure of the unchanged document has now."""
        if figure in self.gone or figure.block in self.blocks_gone:
            return None
        if self.blocks_gone and figure.block >= self.blocks_gone.stop:
            return figure._replace(block=figure.block - len(self.blocks_gone))
        if self.row is not None:
            block, index, by = self.row
            if figure.block == block and figure.row > index:
                return figure._replace(row=figure.row + by)
        if self.grown is not None:
            at, by = self.grown
            if figure.block == at.block and figure.row == IN_TEXT and figure.column > at.column:
                return figure._replace(column=figure.column + by)
        return figure

    def copy(self, figure: FigureId) -> FigureId | None:
        """The id of a figure's double, if its row was doubled."""
        return figure._replace(row=figure.row + 1) if figure in self.twice else None


@dataclass(frozen=True)
class Submission:
    """A submission as text, with the place of each of its figures."""

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def checked(self) -> Checked:
        return check(self.text.encode("utf-8"), self.name)

    @property
    def figures(self) -> Mapping[FigureId, Figure]:
        return self.checked.facts.figures

    @cached_property
    def spots(self) -> Mapping[FigureId, Spot]:
        return {figure.id: self._spot(figure) for figure in self.figures.values()}

    def line(self, number: int) -> str:
        return self.lines[number - 1]

    def _spot(self, figure: Figure) -> Spot:
        """Where the figure's words stand; refuses a place where other words stand."""
        number = figure.place.line
        assert number is not None
        line = self.line(number)
        block = self.checked.facts.document.blocks[figure.id.block]
        if isinstance(block, Paragraph):
            segment = next(
                segment for segment in block.text.segments if segment.start <= figure.id.column < segment.end
            )
            start = figure.id.column - segment.start + len(line) - len(line.lstrip())
        else:
            assert isinstance(block, Table)
            start = self._in_cell(figure, line, len(block.columns))
        assert line[start : start + len(figure.text)] == figure.text
        return Spot(number, start, start + len(figure.text))

    def _in_cell(self, figure: Figure, line: str, width: int) -> int:
        """Where a cell's figure begins: in the cell of its column, or beside it in a row printed askew."""
        cells = line.split("\t")
        row = [
            (other.id.column % width, other.context)
            for other in self.figures.values()
            if (other.id.block, other.id.row) == (figure.id.block, figure.id.row)
        ]
        for shift in (0, 1, -1, 2, -2):
            if all(
                0 <= column - shift < len(cells) and cells[column - shift].strip() == words
                for column, words in row
            ):
                at = figure.id.column % width - shift
                before = len(cells[at]) - len(cells[at].lstrip())
                return sum(len(cell) + 1 for cell in cells[:at]) + before + figure.start
        raise AssertionError(f"not in its line: {figure.text} in {line}")

    def printed(self, figure: FigureId) -> Printed:
        found = self.figures[figure]
        match = _NUMBER.search(found.text)
        assert match is not None
        return Printed(match[0], found.amount.unit.name)

    # --- changing ---

    def with_words(self, spot: Spot, words: str) -> str:
        lines = list(self.lines)
        line = self.line(spot.line)
        lines[spot.line - 1] = line[: spot.start] + words + line[spot.end :]
        return "\n".join(lines)

    def with_figure(self, figure: Figure, words: str) -> Change:
        """The figure printed otherwise, its number or its unit."""
        spot = self.spots[figure.id]
        number = _NUMBER.search(words)
        assert number is not None
        unit = re.sub(r"[\d.\s]", "", words) or figure.amount.unit.name
        grown = len(words) - len(figure.text)
        return Change(
            f"line {spot.line}: {figure.text} → {words}",
            self.with_words(spot, words),
            {figure.id: Printed(number[0], unit)},
            grown=(figure.id, grown) if grown else None,
            renamed=(figure.context, figure.context[: figure.start] + words + figure.context[figure.end :])
            if figure.context != figure.text and figure.table
            else None,
        )

    def without(
        self, first: int, stop: int, removed: str, after: Iterable[int], places: Iterable[int] = ()
    ) -> Change:
        """The lines from `first` up to `stop` removed."""
        lines = self.lines[: first - 1] + self.lines[stop - 1 :]
        gone = [at for at, number in enumerate(self._lines_of_blocks) if first <= number < stop]
        return Change(
            f"lines {first} to {stop - 1}: {removed} removed",
            "\n".join(lines),
            removed=removed,
            after=frozenset(after),
            places=frozenset((*after, *places)),
            lines_gone=frozenset(range(first, stop)),
            blocks_gone=range(gone[0], gone[-1] + 1),
        )

    @property
    def _lines_of_blocks(self) -> list[int]:
        """The line that each block of the document begins in."""
        lines: list[int] = []
        for block in self.checked.facts.document.blocks:
            if isinstance(block, Contents):
                line = block.entries[0].place.line
            else:
                line = (block if isinstance(block, Table) else block.text).place.line
            assert line is not None
            lines.append(line)
        return lines


def digits_changed(submission: Submission, time: int) -> Iterator[Change]:
    """Each figure with one digit changed; `time` 0 and 1 take another digit's place or another digit."""
    for figure in submission.figures.values():
        number = _NUMBER.search(figure.text)
        assert number is not None
        chance = random.Random(f"{figure.id} {figure.text}")  # the same for every run
        positions = [at for at in range(number.start(), number.end()) if figure.text[at].isdigit()]
        chance.shuffle(positions)
        at = positions[time % len(positions)]
        others = [digit for digit in "0123456789" if digit != figure.text[at]]
        chance.shuffle(others)
        yield submission.with_figure(figure, figure.text[:at] + others[time] + figure.text[at + 1 :])


def digits_swapped(submission: Submission) -> Iterator[Change]:
    """Each figure with two different digits that stand side by side swapped."""
    for figure in submission.figures.values():
        text = figure.text
        pairs = [
            at
            for at, (left, right) in enumerate(pairwise(text))
            if left.isdigit() and right.isdigit() and left != right
        ]
        if pairs:
            at = random.Random(f"{figure.id} {text}").choice(pairs)  # the same for every run
            words = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
            yield submission.with_figure(figure, words)


def units_of_sentences_changed(submission: Submission) -> Iterator[Change]:
    """Each amount of a sentence in 元 and in 亿元 for 万元."""
    for figure in submission.figures.values():
        if figure.id.row == IN_TEXT and figure.text.endswith("万元"):
            for unit in ("元", "亿元"):
                yield submission.with_figure(figure, figure.text.removesuffix("万元") + unit)


def units_of_captions_changed(submission: Submission) -> Iterator[Change]:
    """Each caption in 元 for 万元: the piece of a table that follows it."""
    captions = [
        number for number, line in enumerate(submission.lines, start=1) if line.strip() == _UNIT_CAPTION
    ]
    for number in captions:
        first = next(at for at in range(number, len(submission.lines)) if "\t" in submission.line(at))
        yield _unit_of_lines_changed(submission, number, _UNIT_CAPTION, first)


def units_of_columns_changed(submission: Submission) -> Iterator[Change]:
    """Each column whose label says 万元, in 元."""
    for number, line in enumerate(submission.lines, start=1):
        if _UNIT_LABEL in line:
            yield _unit_of_lines_changed(submission, number, _UNIT_LABEL, number)


def _unit_of_lines_changed(submission: Submission, number: int, words: str, first: int) -> Change:
    """The unit in a line changed, and with it the amounts of the grid that begins in line `first`."""
    stop = next(at for at in range(first, len(submission.lines) + 1) if "\t" not in submission.line(at))
    start = submission.line(number).index(words)
    spot = Spot(number, start, start + len(words))
    concerned = {
        figure.id: Printed(submission.printed(figure.id).number, "元")
        for figure in submission.figures.values()
        if first <= submission.spots[figure.id].line < stop
        and figure.amount.unit.name == "万元"
        and not figure.text.endswith("元")
    }
    text = submission.with_words(spot, words.replace("万元", "元"))
    return Change(f"line {number}: {words} → 元", text, concerned)


def procurement_lines(submission: Submission) -> list[int]:
    """The lines of the procurement table's rows: fourteen cells, and a figure where the amounts stand."""
    return [
        number
        for number, line in enumerate(submission.lines, start=1)
        if line.count("\t") == 13 and _NUMBER.fullmatch(line.split("\t")[8])
    ]


def rows_dropped(submission: Submission) -> Iterator[Change]:
    for number in procurement_lines(submission):
        lines = list(submission.lines)
        del lines[number - 1]
        yield _row_changed(submission, number, "\n".join(lines), -1)


def rows_doubled(submission: Submission) -> Iterator[Change]:
    for number in procurement_lines(submission):
        lines = list(submission.lines)
        lines.insert(number, lines[number - 1])
        yield _row_changed(submission, number, "\n".join(lines), 1)


def _row_changed(submission: Submission, number: int, text: str, by: int) -> Change:
    figures = frozenset(id_ for id_, spot in submission.spots.items() if spot.line == number)
    first = min(figures)
    words = submission.line(number).replace("\t", " ")
    return Change(
        f"line {number}: row {'dropped' if by < 0 else 'doubled'}: {words}",
        text,
        gone=figures if by < 0 else frozenset(),
        twice=figures if by > 0 else frozenset(),
        row=(first.block, first.row, by),
        places=frozenset((number, number + 1)) if by > 0 else frozenset(),
        lines_gone=frozenset([number]) if by < 0 else frozenset(),
    )


def sections_removed(submission: Submission) -> Iterator[Change]:
    """Each of the nine sections gone, from its heading to the next one."""
    lines = submission.lines
    title = next(number for number, line in enumerate(lines, start=1) if line.strip())
    starts = [
        number for number, line in enumerate(lines, start=1) if _SECTION.match(line) and "\t" not in line
    ]
    for before, (start, stop) in zip([title, *starts], pairwise([*starts, len(lines) + 1]), strict=False):
        name = _SECTION.sub("", lines[start - 1])
        # with its section gone, a table may be expected anywhere under the title of the document
        yield submission.without(start, stop, name, {before}, {title})


def tables_removed(submission: Submission) -> Iterator[Change]:
    """Each of the four tables gone: captions and grids of all its pieces."""
    lines = submission.lines
    for table in submission.checked.facts.document.tables:
        assert table.title is not None
        first = table.title.place.line
        assert first is not None
        stop = first + 1
        while stop <= len(lines) and (
            not lines[stop - 1].strip() or "\t" in lines[stop - 1] or _CAPTION.match(lines[stop - 1])
        ):
            stop += 1
        headings = [at for at in range(1, first) if _SECTION.match(lines[at - 1])]
        labels = [at for at in range(headings[-1], first) if lines[at - 1].endswith("：")]
        yield submission.without(first, stop, table.title.string, {headings[-1], *labels[-1:]})


KINDS: Mapping[str, Callable[[Submission], Iterator[Change]]] = {
    "a digit changed": lambda submission: digits_changed(submission, 0),
    "another digit changed": lambda submission: digits_changed(submission, 1),
    "two digits swapped": digits_swapped,
    "a unit in a sentence changed": units_of_sentences_changed,
    "a unit in a caption changed": units_of_captions_changed,
    "a unit in a column's label changed": units_of_columns_changed,
    "a row dropped": rows_dropped,
    "a row doubled": rows_doubled,
    "a section removed": sections_removed,
    "a table removed": tables_removed,
}
