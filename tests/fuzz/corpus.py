"""The seeds by their format: the small files in `corpus/`."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "corpus"
REGRESSIONS = FOLDER.parent.parent / "regressions"
"""What was found, made small; folders by format as well."""
FORMATS = ("pdf", "docx", "xlsx", "xls", "ofd", "html", "text", "yaml", "zip")
"""The formats of files; the other folders are for the parsers alone."""


def seeds(folder: str) -> list[tuple[str, bytes]]:
    """The seeds of a format or a parser, by their names."""
    return [(path.name, path.read_bytes()) for path in sorted((FOLDER / folder).iterdir())]
