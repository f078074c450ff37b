"""Lines with a style on the terminal, and pages on the disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from checker.model.errors import UsageError
from checker.model.shown import shown


def print_lines(lines: Iterable[tuple[str, str]]) -> None:
    """Print lines of a style each; control characters of a document are shown, not obeyed."""
    console = Console(highlight=False, soft_wrap=True)
    for style, line in lines:
        console.print(Text(shown(line), style=style))


def write_page(file: Path, text: str) -> None:
    """Write a page; raises UsageError where that is impossible."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{file}: 写不进去 / cannot be written: {error.strerror}") from None
