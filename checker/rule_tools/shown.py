"""Lines with a style on the terminal, and pages on the disk."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from checker.model.shown import shown


def print_lines(lines: Iterable[tuple[str, str]]) -> None:
    """Print lines of a style each; control characters of a document are shown, not obeyed."""
    console = Console(highlight=False, soft_wrap=True)
    for style, line in lines:
        console.print(Text(shown(line), style=style))
