"""The result of a check for the terminal: what is wrong, its place, and a caret under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from checker.model.shown import shown
from checker.rule_tools.check import Checked
from checker.rule_tools.oddities import Oddity

_ROOM = 100
_MANY, _SHOWN = 5, 3  # of more than five warnings of a kind three are shown
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
        yield from _warned(result)
    yield from _summary(tuple(results), len(told))


def _warned(result: Checked) -> Iterator[tuple[str, str]]:
    """The warnings of a file. Of many of one kind the first few are shown, and the lines of the others."""
    alike: dict[str, list[Oddity]] = {}
    for odd in result.warnings:
        alike.setdefault(odd.code, []).append(odd)
    for odd in result.warnings:
        kind = alike[odd.code]
        if len(kind) > _MANY and odd not in kind[:_SHOWN]:
            continue
        place = f"{result.file.name}:{odd.line}:{odd.column}"
        yield "yellow", f"{place}: 警告 / warning: {odd.message} [{odd.code}]"
        yield from _pointed(result.file.text, odd.line, odd.column)
    for code, kind in alike.items():
        if len(kind) > _MANY:
            others = kind[_SHOWN:]
            lines = "、".join(dict.fromkeys(str(odd.line) for odd in others))
            yield (
                "yellow",
                f"{result.file.name}: 警告 / warning: 另有 {len(others)} 处同样的 / {len(others)} more of the same "
                f"[{code}]：第 {lines} 行 / on these lines",
            )


def _summary(results: Sequence[Checked], mistakes: int) -> Iterator[tuple[str, str]]:
    for result in results:
        sound = not result.mistakes
        mark = "✓" if sound else "✗"
        counted = f"{result.pack} {result.rules} 条规则 / rules" if result.pack else ""
        yield ("green" if sound else "red"), f"{mark} {result.file.name}  {counted}".rstrip()
    warnings = sum(len(result.warnings) for result in results)
    yield (
        "bold",
        f"{len(results)} 个文件：{mistakes} 处错误，{warnings} 处警告 / {_counted(len(results), 'file')}: "
        f"{_counted(mistakes, 'mistake')}, {_counted(warnings, 'warning')}",
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


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
