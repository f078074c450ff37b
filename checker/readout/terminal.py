"""What was read, for the terminal: what the document is, its outline, its tables."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as RichText

from checker.model.document import Contents, Heading, Paragraph, Table
from checker.model.figure import Facts, Found
from checker.report.words import Words
from checker.terminal import shown

_LONGEST = 60


def show(facts: Facts, words: Words) -> None:
    console = Console(highlight=False)
    _identity(facts, words, console)
    for block in facts.document.blocks:
        match block:
            case Heading():
                text = f"{'  ' * block.level}{block.number}{block.title}"
                console.print(
                    RichText(_short(text), style="bold"), RichText(words.place(block.text.place), style="dim")
                )
            case Paragraph():
                console.print(RichText("        " + _short(block.text.string), style="dim"))
            case Contents():
                console.print(
                    RichText(words.filled("read", "contents", count=len(block.entries) - 1), style="dim")
                )
            case Table():
                console.print(_table(block, words))
    figures = words.filled("read", "figures", count=len(facts.figures))
    console.print(RichText(figures, style="bold"))


def _identity(facts: Facts, words: Words, console: Console) -> None:
    identity = facts.identity
    for key, found in (
        ("entity", identity.entity),
        ("fiscal_year", identity.fiscal_year),
        ("kind", identity.kind),
        ("level", identity.level),
        ("region", identity.region),
    ):
        console.print(RichText(f"{words('read', key)}: {_value(found, words)}"))
    if facts.document.unread:
        pages = "、".join(str(page) for page in facts.document.unread)
        console.print(RichText(words.filled("reason", "pages_unread", pages=pages), style="yellow"))


def _value(found: Found[str] | Found[int] | Found[tuple[str, ...]] | None, words: Words) -> str:
    if found is None:
        return words("read", "unknown")
    value = "".join(found.value) if isinstance(found.value, tuple) else str(found.value)
    return shown(f"{value}  （{words.place(found.place)}：{found.text}）")


def _short(text: str) -> str:
    return shown(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def _table(table: Table, words: Words) -> RichTable:
    title = table.title.string if table.title else words("read", "untitled")
    units = "、".join(dict.fromkeys(piece.unit.name for piece in table.pieces if piece.unit))
    places = "、".join(dict.fromkeys(words.place(piece.place) for piece in table.pieces))
    made = RichTable(
        title=shown(" ".join(part for part in (title, table.part, units and f"（{units}）", places) if part)),
        title_justify="left",
    )
    for column in table.columns:
        made.add_column(RichText(shown(column.label)), overflow="fold")
    for row in table.rows:
        made.add_row(*(RichText(_short(cell.text)) for cell in row.cells))
    for note in table.notes:
        made.caption = shown(note.string)
    return made
