"""Plain text; consecutive lines with tabs, or between bars as in Markdown, are a table."""

from __future__ import annotations

import codecs
import re

from checker.model.errors import SubmissionError
from checker.model.raw import RawBlock, RawCell, RawDocument, RawGrid, RawLine
from checker.model.text import Place, Text

FORMAT = "text"

_RULE = re.compile(r":?-{2,}:?|:-:?|-:")
_ALLOWED_CONTROLS = frozenset("\t\n\r\f")


def _decoded(data: bytes) -> str | None:
    """The text, if the bytes are UTF-8, UTF-16 with a mark, or GB 18030 without control characters."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            string = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(character) < 32 and character not in _ALLOWED_CONTROLS for character in string):
            return None
        return string
    return None


def recognises(data: bytes) -> bool:
    return not data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) and _decoded(data) is not None


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    string = _decoded(data)
    if string is None:
        raise SubmissionError(f"{name}: 不是可读的文本 / not readable text")
    blocks: list[RawBlock] = []
    table: list[tuple[int, list[str]]] = []
    # Only real line ends: str.splitlines would also split at form feeds and Unicode separators.
    lines = string.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        cells = _cells(line)
        if cells is not None:
            if not all(_RULE.fullmatch(cell) for cell in cells):
                table.append((number, cells))
            continue
        if table:
            blocks.append(_grid(table, name))
            table = []
        if line.strip():
            blocks.append(RawLine(Text.at(line, Place(name, line=number)).stripped()))
    if table:
        blocks.append(_grid(table, name))
    return RawDocument(name, sha256, "text/plain", None, tuple(blocks))


def _cells(line: str) -> list[str] | None:
    """The cells of a line that belongs to a table, or None."""
    if "\t" in line.strip(" \u3000"):
        return [cell.strip() for cell in line.split("\t")]
    stripped = line.strip()
    if len(stripped) > 2 and stripped.startswith("|") and stripped.endswith("|"):
        return [cell.strip() for cell in stripped[1:-1].split("|")]
    return None


def _grid(lines: list[tuple[int, list[str]]], name: str) -> RawGrid:
    width = max(len(cells) for _, cells in lines)
    rows = tuple(
        tuple(RawCell(cell, Place(name, line=number)) for cell in [*cells, *[""] * (width - len(cells))])
        for number, cells in lines
    )
    return RawGrid(rows, Place(name, line=lines[0][0]), merged=False)
