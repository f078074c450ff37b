"""Excel workbooks (.xlsx, .xlsm; also of WPS): each visible sheet in its order."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from checker.layout import workbook
from checker.layout.sheet import MOST_CELLS, Style, too_large
from checker.layout.sheet_blocks import blocks_of
from checker.model.errors import SubmissionError
from checker.model.raw import RawBlock, RawDocument

FORMAT = "Excel (.xlsx)"

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.12"
_WORKBOOK = re.compile(r"xl/workbook\d*\.xml", re.IGNORECASE)
_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError)
_DAMAGE = (*_NO_ZIP, zlib.error, EOFError, LookupError, ParseError, DefusedXmlException)
"""What cut off, garbled and misused parts bring up; a ValueError is also a reference that is no cell."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_UNPACKED = 200 * 2**20
_MOST_RATIO = 200
_MOST_CELLS_IN_ALL = 5 * MOST_CELLS
_SMALL = 10 * 2**20
"""Below this size a workbook may be as repetitive as it likes: blank cells with a style are."""


def recognises(data: bytes) -> bool:
    """A ZIP with a workbook, which also shows by the name of a part where the end of the ZIP is missing."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return any(_WORKBOOK.fullmatch(name) for name in archive.namelist())
    except _NO_ZIP:
        return _LOCAL_HEADER.search(data) is not None


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _Parts(archive, len(data), name)
            blocks = tuple(_blocks(parts, name))
    except _DAMAGE:
        raise SubmissionError(
            f"{name}: Excel 文件已损坏，无法读取 / the workbook is damaged and cannot be read"
        ) from None
    if not blocks:
        raise SubmissionError(f"{name}: 没有可见的内容 / no visible sheet of the workbook has any content")
    return RawDocument(name, sha256, parts.media_type, None, blocks)


class _Parts:
    """The parts of the archive by their paths in lower case, as Excel looks for them."""

    def __init__(self, archive: zipfile.ZipFile, packed: int, name: str) -> None:
        self._archive = archive
        self._infos = {info.filename.lower(): info for info in archive.infolist()}
        self._packed = packed
        self._unpacked = 0
        self._name = name

    def __contains__(self, path: str | None) -> bool:
        return path is not None and path.lower() in self._infos

    def open(self, path: str) -> IO[bytes]:
        """The part; raises LookupError where there is none. Each opening counts as unpacked."""
        info = self._infos[path.lower()]
        if info.flag_bits & 1:
            raise SubmissionError(
                f"{self._name}: 文件已加密，需要口令才能打开 / the file is encrypted and needs a password"
            )
        if info.compress_type not in _METHODS:
            raise NotImplementedError("a method of compression that Excel does not use")
        self._unpacked += info.file_size
        if self._unpacked > _MOST_UNPACKED or (
            self._unpacked > _SMALL and self._unpacked > _MOST_RATIO * self._packed
        ):
            raise SubmissionError(
                f"{self._name}: 解压后过大（上限 200 MB 和 200 倍），不予读取 / "
                "unpacks to too much to be read (more than 200 MB or 200 times its size)"
            )
        return self._archive.open(info)

    @property
    def main(self) -> str:
        """The path of the workbook itself."""
        return next(path for path in self._infos if _WORKBOOK.fullmatch(path))

    @property
    def media_type(self) -> str:
        return _WITH_MACROS if "xl/vbaproject.bin" in self._infos else _MEDIA_TYPE

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
        if cells > _MOST_CELLS_IN_ALL:
            raise too_large(name, entry.name)
        yield from blocks_of(sheet, name)
