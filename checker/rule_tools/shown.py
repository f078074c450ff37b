"""Lines with a style on the terminal, and pages on the disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from checker.model.shown import shown
from checker.output import put


def print_lines(lines: Iterable[tuple[str, str]]) -> None:
    """Print lines of a style each; control characters of a document are shown, not obeyed."""
    console = Console(highlight=False, soft_wrap=True)
    for style, line in lines:
        console.print(Text(shown(line), style=style))


def write_page(file: Path, text: str, inputs: Iterable[Path] = ()) -> None:
    """Write a page whole or not at all, and never over an input; raises UsageError where that is impossible."""
    put(file, text.encode("utf-8"), inputs)
