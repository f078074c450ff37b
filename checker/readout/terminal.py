"""What was read, for the terminal: what the document is, its outline, its tables."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as RichText

from checker.engine.truths import unseen_reasons
from checker.model.amount import read_number
from checker.model.document import Cell, Column, Contents, Heading, Paragraph, Table
from checker.model.figure import Facts, Found
from checker.model.shown import shown
from checker.report.words import Words

_SETTINGS = ((24, 14), (14, 8))
"""The widest that words of a cell and of a header are set, roomy and narrow; longer ones go on below."""
_LONGEST = 60
_NO_TERMINAL = 200
"""The width where nobody looks at a screen: in a file or behind a pipe."""


def show(facts: Facts, words: Words) -> None:
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=_NO_TERMINAL)
    _identity(facts, words, console)
    for block in facts.document.blocks:
        match block:
            case Heading():
                place = words.place(block.text.place)
                title = RichText(shown(f"{'  ' * block.level}{block.number}{block.title}"), style="bold")
                console.print(title.append(f"  {place}", style="not bold dim"), soft_wrap=True)
            case Paragraph():
                text = RichText("        " + shown(block.text.string), style="dim")
                console.print(text, no_wrap=True, overflow="ellipsis")
            case Contents():
                console.print(
                    RichText(words.filled("read", "contents", count=len(block.entries) - 1), style="dim")
                )
            case Table():
                _table(block, words, console)
    figures = words.filled("read", "figures", count=len(facts.figures))
    console.print(RichText(figures, style="bold"))


def _identity(facts: Facts, words: Words, console: Console) -> None:
    identity = facts.identity
    for key, found, value in (
        ("entity", identity.entity, identity.entity and identity.entity.value),
        ("fiscal_year", identity.fiscal_year, identity.fiscal_year and identity.fiscal_year.value),
        ("kind", identity.kind, identity.kind and words("kind", identity.kind.value)),
        ("level", identity.level, identity.level and words("level", identity.level.value)),
        ("region", identity.region, identity.region and "".join(identity.region.value)),
    ):
        said = _found(found, str(value), words) if found else words("read", "unknown")
        console.print(RichText(shown(f"{words('read', key)}: {said}")), soft_wrap=True)
    for reason in unseen_reasons(facts):
        console.print(RichText(words.reason(reason), style="yellow"), soft_wrap=True)


def _found(found: Found[str] | Found[int] | Found[tuple[str, ...]], value: str, words: Words) -> str:
    text = found.text if len(found.text) <= _LONGEST else found.text[: _LONGEST - 1] + "…"
    return words.filled("read", "found", value=value, place=words.place(found.place), text=text)


def _table(table: Table, words: Words, console: Console) -> None:
    """As many columns as the terminal has room for; those that it has not are named below."""
    title = table.title.string if table.title else words("read", "untitled")
    units = "、".join(dict.fromkeys(piece.unit.name for piece in table.pieces if piece.unit))
    places = list(dict.fromkeys(words.place(piece.place) for piece in table.pieces))
    where = " – ".join(places[:1] + places[1:][-1:])
    heading = " ".join(part for part in (title, table.part, units and f"（{units}）", where) if part)
    console.print(RichText(shown(heading), style="italic"), soft_wrap=True)
    for setting in _SETTINGS:
        widths = [
            _width(column, [row.cells[at] for row in table.rows], *setting)
            for at, column in enumerate(table.columns)
        ]
        fitting = _fitting(widths, console.width)
        if fitting == len(table.columns):
            break
    made = RichTable()
    for column, width in zip(table.columns[:fitting], widths, strict=False):
        made.add_column(RichText(shown(column.label)), overflow="fold", width=width)
    for row in table.rows:
        made.add_row(*(_cell(cell) for cell in row.cells[:fitting]))
    console.print(made)
    if fitting < len(table.columns):
        left = "、".join(column.label for column in table.columns[fitting:])
        sentence = words.filled("read", "more_columns", count=len(table.columns) - fitting, columns=left)
        console.print(RichText(shown(sentence), style="yellow"), soft_wrap=True)
    for note in table.notes:
        console.print(RichText(shown(note.string), style="dim"), soft_wrap=True)


def _width(column: Column, cells: Sequence[Cell], of_words: int, of_label: int) -> int:
    """What a column needs: figures and codes stand in one line, words and labels may break."""
    needed = [2, min(cell_len(column.label), of_label)]
    for cell in cells:
        whole = cell_len(shown(cell.text))
        needed.append(whole if read_number(cell.text) is not None else min(whole, of_words))
    return max(needed)


def _fitting(widths: Sequence[int], room: int) -> int:
    """How many columns fit, with a border and a blank on both sides of each; at least one is shown."""
    used, count = 1, 0
    for width in widths:
        used += width + 3
        if used > room:
            break
        count += 1
    return max(count, 1)


def _cell(cell: Cell) -> RichText:
    """A cell's words; those of a picture that may be misread in yellow."""
    text = cell.text if len(cell.text) <= _LONGEST else cell.text[: _LONGEST - 1] + "…"
    return RichText(shown(text), style="yellow" if cell.place.doubtful else "")
