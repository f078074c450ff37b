"""Excel workbooks (.xlsx, .xlsm; also of WPS): each visible sheet in its order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from checker.layout import workbook
from checker.layout.archive import DAMAGE, Archive, names_in, with_dtd
from checker.layout.sheet import Style
from checker.layout.sheet_blocks import blocks_of
from checker.model.errors import SubmissionError
from checker.model.limits import Limit
from checker.model.raw import RawBlock, RawDocument

FORMAT = "Excel (.xlsx)"

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.12"
_WORKBOOK = re.compile(r"xl/workbook\d*\.xml", re.IGNORECASE)
_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)
_DAMAGE = (*DAMAGE, LookupError, ParseError)
"""What cut off, garbled and misused parts bring up; a ValueError is also a reference that is no cell."""


def recognises(data: bytes) -> bool:
    """A ZIP with a workbook, which also shows by the name of a part where the end of the ZIP is missing."""
    names = names_in(data)
    if names is None:
        return _LOCAL_HEADER.search(data) is not None
    return any(_WORKBOOK.fullmatch(name) for name in names)


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    try:
        parts = _Parts(data, name)
        blocks = tuple(_blocks(parts, name))
    except DefusedXmlException:
        raise with_dtd(name) from None
    except _DAMAGE:
        raise SubmissionError(
            f"{name}: Excel 文件已损坏，无法读取 / the workbook is damaged and cannot be read"
        ) from None
    if not blocks:
        raise SubmissionError(f"{name}: 没有可见的内容 / no visible sheet of the workbook has any content")
    return RawDocument(name, sha256, parts.media_type, None, blocks)


class _Parts:
    """The parts of the archive by their paths in lower case, as Excel looks for them."""

    def __init__(self, data: bytes, name: str) -> None:
        self._archive = Archive(data, name)
        self._members = {member.filename.lower(): member for member in self._archive.members}

    def __contains__(self, path: str | None) -> bool:
        return path is not None and path.lower() in self._members

    def open(self, path: str) -> IO[bytes]:
        """The part; raises LookupError where there is none."""
        return self._archive.open(self._members[path.lower()])

    @property
    def main(self) -> str:
        """The path of the workbook itself."""
        return next(path for path in self._members if _WORKBOOK.fullmatch(path))

    @property
    def media_type(self) -> str:
        return _WITH_MACROS if "xl/vbaproject.bin" in self._members else _MEDIA_TYPE

    def related(self, source: str) -> dict[str, tuple[str, str]]:
        """The kind and the path of what a part refers to, by the names of the relations."""
        folder, file = posixpath.split(source)
        with self.open(posixpath.join(folder, "_rels", f"{file}.rels")) as part:
            found = workbook.relations(part)
        return {
            key: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            for key, (kind, target) in found.items()
        }


def _blocks(parts: _Parts, name: str) -> Iterator[RawBlock]:
    """The blocks of the visible sheets. No RawBreak stands between them: it would let a table go on."""
    related = parts.related(parts.main)
    paths = dict(related.values())
    with parts.open(parts.main) as part:
        entries, base_1904 = workbook.entries(part)
    strings: list[str] = []
    styles: list[Style] = []
    if paths.get("sharedStrings") in parts:
        with parts.open(paths["sharedStrings"]) as part:
            strings = workbook.strings(part)
    if paths.get("styles") in parts:
        with parts.open(paths["styles"]) as part:
            styles = workbook.styles(part)
    book = workbook.Book(strings, styles, base_1904)
    cells = 0
    for entry in entries:
        kind, path = related[entry.relation]
        if not entry.visible or kind != "worksheet":
            continue
        with parts.open(path) as part:
            sheet = workbook.sheet(part, entry.name, book, name)
        cells += len(sheet.cells)
        Limit.CELLS.check(cells, f"{name}: {entry.name}")
        yield from blocks_of(sheet, name)
