"""The package of a Word file: a ZIP of XML parts, taken for hostile.

Only the parts that hold text, styles and numbering are opened, here and not by python-docx's own loader: that
one opens every part and fails at a picture that is not there, which Word does not mind.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from checker.layout.archive import DAMAGE, Archive, names_in, with_dtd
from checker.layout.docx_elements import Element
from checker.model.errors import SubmissionError

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_ENTRY = re.compile(rb"PK\x03\x04.{26}word/", re.DOTALL)
_DEEPEST = 256
"""libxml2 goes no deeper unless it is told to go without any bounds."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The body of a Word file, and the roots of the parts that say how it looks."""

    body: Element
    styles: Element | None
    numbering: Element | None


def is_word(data: bytes) -> bool:
    """Whether this is a Word package; a damaged one shows by the name of an entry."""
    names = names_in(data)
    if names is None:
        return _WORD_ENTRY.search(data) is not None
    return "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)


def parts_of(data: bytes, name: str) -> Parts:
    damaged = SubmissionError(
        f"{name}: Word 文件已损坏，无法读取 / the Word file is damaged and cannot be read"
    )
    try:
        package = _Package(data, name)
        main = package.related("").get("officeDocument", "word/document.xml")
        related = package.related(main)
        document = package.part(main)
        styles = package.part(related.get("styles"))
        numbering = package.part(related.get("numbering"))
    except (*DAMAGE, etree.XMLSyntaxError):
        raise damaged from None
    body = document.find(qn("w:body")) if document is not None else None
    if body is None:
        raise damaged
    return Parts(body, styles, numbering)


class _Package:
    """The parts by their paths in lower case."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._archive = Archive(data, name)
        self._members = {member.filename.lower(): member for member in self._archive.members}

    def part(self, path: str | None) -> Element | None:
        """The root of a part, or None where there is no such part.

        python-docx's parser neither expands entities nor fetches anything; a part has no business with them.
        """
        member = self._members.get(path.lower()) if path else None
        if member is None:
            return None
        data = self._archive.read(member)
        try:
            root = parse_xml(data.replace(_STRICT, _TRANSITIONAL))
        except etree.XMLSyntaxError as error:
            if "xcessive depth" in str(error):
                raise SubmissionError(
                    f"{self._name}: {member.filename} 嵌套超过 {_DEEPEST} 层，不予读取 / "
                    f"{member.filename} nests more than {_DEEPEST} deep and is not read"
                ) from None
            if b"<!DOCTYPE" in data:  # it may be what made the part no XML
                raise with_dtd(self._name) from None
            raise
        if root.getroottree().docinfo.doctype:
            raise with_dtd(self._name)
        return root

    def related(self, source: str) -> dict[str, str]:
        """The parts that a part refers to, by the last word of the type of relation; nothing outside the file."""
        folder, file = posixpath.split(source)
        relations = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, str] = {}
        for relation in relations.iterchildren(etree.Element) if relations is not None else ():
            kind = str(relation.get("Type", "")).rpartition("/")[2]
            if relation.get("TargetMode") != "External":
                target = posixpath.join("/", folder, unquote(relation.get("Target", "")))
                found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
        return found
