"""The package of a Word file: a ZIP of XML parts, taken for hostile.

Only the parts that hold text, styles and numbering are opened, here and not by python-docx's own loader: that
one opens every part and fails at a picture that is not there, which Word does not mind.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from checker.layout.docx_elements import Element
from checker.model.errors import SubmissionError

_MOST_UNPACKED = 200 * 2**20
_MOST_RATIO = 200
_SMALL = 10 * 2**20
"""Below this size a part may be as repetitive as it likes: blank pictures are."""

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ZIP = b"PK\x03\x04"
_WORD_ENTRY = re.compile(rb"PK\x03\x04.{26}word/", re.DOTALL)

# What zipfile raises for damaged archives, beside its own BadZipFile: sizes and names that make no sense
# (ValueError, also for undecodable names), data that ends early, versions and methods it does not know.
_DAMAGE = (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Parts:
    """The body of a Word file, and the roots of the parts that say how it looks."""

    body: Element
    styles: Element | None
    numbering: Element | None


def is_word(data: bytes) -> bool:
    """Whether this is a Word package; a damaged one shows by the name of an entry."""
    if not data.startswith(_ZIP):
        return False
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except _DAMAGE:
        return _WORD_ENTRY.search(data) is not None
    return "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)


def parts_of(data: bytes, name: str) -> Parts:
    damaged = SubmissionError(
        f"{name}: Word 文件已损坏，无法读取 / the Word file is damaged and cannot be read"
    )
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check(archive, len(data), name)
            if archive.testzip() is not None:  # which also makes the stated sizes true
                raise damaged
            main = _related(archive, "", name).get("officeDocument", "word/document.xml")
            related = _related(archive, main, name)
            document = _part(archive, main, name)
            styles = _part(archive, related.get("styles"), name)
            numbering = _part(archive, related.get("numbering"), name)
    except (*_DAMAGE, etree.XMLSyntaxError):
        raise damaged from None
    body = document.find(qn("w:body")) if document is not None else None
    if body is None:
        raise damaged
    return Parts(body, styles, numbering)


def _check(archive: ZipFile, packed: int, name: str) -> None:
    """Refuse what is encrypted, and what would unpack to more than a document can be."""
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise SubmissionError(
            f"{name}: 文件已加密，需要口令才能打开 / the file is encrypted and needs a password"
        )
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise NotImplementedError("a method of compression that Word does not use")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MOST_UNPACKED or (unpacked > _SMALL and unpacked > _MOST_RATIO * packed):
        raise SubmissionError(
            f"{name}: 解压后过大（{unpacked:,} 字节），不予读取 / unpacks to {unpacked:,} bytes, too many to be read"
        )


def _part(archive: ZipFile, path: str | None, name: str) -> Element | None:
    """The root of a part, or None where there is no such part.

    python-docx's parser neither expands entities nor fetches anything; a part has no business with them.
    """
    entry = {each.lower(): each for each in archive.namelist()}.get(path.lower()) if path else None
    if entry is None:
        return None
    root = parse_xml(archive.read(entry).replace(_STRICT, _TRANSITIONAL))
    if root.getroottree().docinfo.doctype:
        raise SubmissionError(
            f"{name}: {entry} 含有 DTD，Word 文件中不允许 / {entry} has a DTD, which a Word file must not have"
        )
    return root


def _related(archive: ZipFile, source: str, name: str) -> dict[str, str]:
    """The parts that a part refers to, by the last word of the type of relation; nothing outside the file."""
    folder, file = posixpath.split(source)
    relations = _part(archive, posixpath.join(folder, "_rels", f"{file}.rels"), name)
    found: dict[str, str] = {}
    for relation in relations.iterchildren(etree.Element) if relations is not None else ():
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        if relation.get("TargetMode") != "External":
            target = posixpath.join("/", folder, unquote(relation.get("Target", "")))
            found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
    return found
