"""The result of a check for the terminal: what is wrong, its place, and a caret under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from checker.model.shown import shown
from checker.rule_tools.check import Checked

_ROOM = 100
_BEFORE = 60  # characters of a long line that are kept before the place


def show(results: Sequence[Checked]) -> None:
    """Print everything, the counts last."""
    texts = {result.file.name: result.file.text for result in results}
    console = Console(highlight=False, soft_wrap=True)
    for style, line in _lines(results, texts):
        console.print(Text(shown(line), style=style))


def _lines(results: Iterable[Checked], texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    told: set[object] = set()
    for result in results:
        for mistake in result.mistakes:
            if mistake in told:
                continue  # in a file that several extend
            told.add(mistake)
            yield (
                "bold red",
                f"{mistake.file}:{mistake.line}:{mistake.column}: 错误 / error: {mistake.message}",
            )
            yield from _pointed(texts.get(mistake.file, _read(mistake.file)), mistake.line, mistake.column)
        for odd in result.warnings:
            yield (
                "yellow",
                f"{result.file.name}:{odd.line}:{odd.column}: 警告 / warning: {odd.message} [{odd.code}]",
            )
            yield from _pointed(result.file.text, odd.line, odd.column)
    yield from _summary(tuple(results), len(told))


def _summary(results: Sequence[Checked], mistakes: int) -> Iterator[tuple[str, str]]:
    for result in results:
        sound = not result.mistakes
        mark = "✓" if sound else "✗"
        counted = f"{result.pack} {result.rules} 条规则 / rules" if result.pack else ""
        yield ("green" if sound else "red"), f"{mark} {result.file.name}  {counted}".rstrip()
    warnings = sum(len(result.warnings) for result in results)
    yield (
        "bold",
        f"{len(results)} 个文件：{mistakes} 处错误，{warnings} 处警告 / {len(results)} files: "
        f"{mistakes} mistakes, {warnings} warnings",
    )


def _pointed(text: str, line: int, column: int) -> Iterator[tuple[str, str]]:
    """The line and a caret under the place; wide characters take two cells."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return
    written = lines[line - 1].replace("\t", " ")
    start = max(0, column - 1 - _BEFORE)
    cut = set_cell_size(written[start:], min(_ROOM, cell_len(written[start:])))
    before = cell_len(written[start : column - 1])
    number = f"{line:>5} | "
    yield "dim", f"{number}{cut}"
    yield "bold", f"{' ' * 5} | {' ' * before}^"


def _read(name: str) -> str:
    """The text of a file that others extend, where it can be found by its name."""
    path = Path(name)
    return path.read_text(encoding="utf-8-sig") if path.is_file() else ""
