"""Plain text; lines with tabs or between bars that follow each other are a table."""

from __future__ import annotations

from checker.layout.decoding import decoded
from checker.layout.text_rows import Kind, Line, lines_of
from checker.layout.text_tables import runs_of
from checker.model.errors import SubmissionError
from checker.model.limits import Limit
from checker.model.raw import RawBlock, RawBreak, RawCell, RawDocument, RawGrid, RawLine
from checker.model.text import Place, Text

FORMAT = "text"

_OTHERS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def recognises(data: bytes) -> bool:
    return not data.startswith(_OTHERS) and decoded(data) is not None


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    string = decoded(data)
    if string is None:
        raise SubmissionError(f"{name}: 不是可读的文本 / not readable text")
    Limit.CHARACTERS.check(len(string), name)
    blocks: list[RawBlock] = []
    pages = 0
    for run in runs_of(lines_of(string)):
        line = run[0]
        if line.kind is Kind.PAGE:
            pages += 1
            blocks.append(RawBreak(pages))
        elif line.kind is Kind.WORDS:
            if line.string.strip():
                blocks.append(RawLine(Text.at(line.string, Place(name, line=line.number)).stripped()))
        elif line.kind is not Kind.BLANK and any(one.width for one in run):  # else there are bars alone
            blocks.append(_grid(run, name))
    return RawDocument(name, sha256, "text/plain", None, tuple(blocks))


def _grid(run: list[Line], name: str) -> RawGrid:
    width = max(line.width for line in run)
    Limit.CELLS.check(len(run) * width, f"{name}: 第{run[0].number}行 / line {run[0].number}")
    rows = tuple(
        tuple(
            RawCell(cell, Place(name, line=line.number))
            for cell in [*line.cells, *[""] * (width - line.width)]
        )
        for line in run
    )
    return RawGrid(rows, Place(name, line=run[0].number), merged=False)
