"""OFD (GB/T 33190-2016): a ZIP of XML that places letters and lines on pages, read like a PDF.

The XML is parsed by defusedxml: no DTD, no entities, no network. What is unpacked is counted.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from checker.layout.blocks import laid_out
from checker.layout.ofd import drawn
from checker.layout.ofd_xml import Area, UnreadableError, area, below, text_below
from checker.layout.page import DrawnPage
from checker.layout.unclosed import grids_of
from checker.model.errors import SubmissionError
from checker.model.raw import RawDocument

FORMAT = "OFD"

_ROOT = "ofd.xml"
_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{26}/?ofd\.xml", re.DOTALL | re.IGNORECASE)
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError)
_NO_PART = (*_NO_ZIP, zlib.error, EOFError)
_NO_XML = (ParseError, DefusedXmlException, LookupError, ValueError)
"""What the libraries raise for what is none; ValueError and LookupError are about encodings."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_UNPACKED = 200 * 1024 * 1024
_HIGHEST_RATIO = 200


def recognises(data: bytes) -> bool:
    """A ZIP with a part OFD.xml, which is also found where the end of the ZIP is missing."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(_path("", name) == _ROOT for name in archive.namelist())
    except _NO_ZIP:
        return _LOCAL_HEADER.search(data) is not None


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    try:
        pages = laid_out(_drawn_pages(_Package(data, name)), name, grids_of)
    except UnreadableError:
        raise SubmissionError(
            f"{name}: OFD 文件已损坏，无法读取 / the OFD is damaged and cannot be read"
        ) from None
    if pages.pages == 0:
        raise SubmissionError(f"{name}: OFD 文件没有页面 / the OFD has no pages")
    return RawDocument(name, sha256, "application/ofd", pages.pages, pages.blocks, pages.unread)


class _Package:
    """The parts of the ZIP by their paths in lower case. Each reading of a part counts as unpacked."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._unpacked = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _NO_ZIP:
            raise UnreadableError from None
        self._parts = {_path("", info.filename): info for info in self._archive.infolist()}

    def xml(self, path: str) -> Element:
        """The root element of a part; raises UnreadableError where there is none."""
        info = self._parts.get(path)
        if info is None or info.compress_type not in _METHODS:
            raise UnreadableError
        if info.flag_bits & 1:
            raise SubmissionError(
                f"{self._name}: OFD 已加密，需要口令才能打开 / the OFD is encrypted and needs a password"
            )
        self._unpacked += info.file_size
        if self._unpacked > _MOST_UNPACKED or info.file_size > _HIGHEST_RATIO * info.compress_size:
            raise SubmissionError(
                f"{self._name}: OFD 展开后过大（上限 200 MB 和 200 倍） / "
                "the OFD unpacks to too much (more than 200 MB or 200 times its size)"
            )
        try:
            root: Element = ElementTree.fromstring(self._archive.read(info), forbid_dtd=True)
        except (*_NO_PART, *_NO_XML):
            raise UnreadableError from None
        return root

    def located(self, base: str, location: str) -> str:
        """The path of a part that the part `base` names: beside it or, as some writers do, from the top."""
        beside = _path(base, location)
        return beside if beside in self._parts else _path("", location)


def _path(base: str, location: str) -> str:
    folder = posixpath.dirname(base)
    path = posixpath.join("/", folder, location.strip().replace("\\", "/"))
    return posixpath.normpath(path).strip("/").lower()


def _drawn_pages(package: _Package) -> Iterator[DrawnPage | int]:
    """What the pages of all documents draw; the number of one that cannot be read.

    If no page at all can be read, the file is as good as damaged.
    """
    number = damaged = 0
    bodies = below(package.xml(_ROOT), "DocBody")
    documents = [package.located(_ROOT, text_below(body, "DocRoot") or "") for body in bodies]
    for path in dict.fromkeys(documents):
        document = package.xml(path)
        templates = {
            element.get("ID", ""): package.located(path, element.get("BaseLoc", ""))
            for element in below(document, "CommonData", "TemplatePage")
        }
        for element in below(document, "Pages", "Page"):
            number += 1
            try:
                content = package.xml(package.located(path, element.get("BaseLoc", "")))
                areas = [*below(content, "Area"), *below(document, "CommonData", "PageArea")]
                page: DrawnPage | int = drawn(_roots(content, templates, package), _visible(areas), number)
            except UnreadableError:
                damaged += 1
                page = number
            yield page
    if number and damaged == number:
        raise UnreadableError


def _roots(content: Element, templates: dict[str, str], package: _Package) -> list[Element]:
    """The elements that draw a page: its templates and those of these, each once, then the page's own."""
    roots = [content]
    used: set[str] = set()
    for root in roots:
        for template in below(root, "Template"):
            name = template.get("TemplateID", "")
            if name not in used:
                used.add(name)
                roots.append(package.xml(templates.get(name, "")))
    return roots[::-1]


def _visible(areas: list[Element]) -> Area:
    """The part of the page that is shown; the upper left corner of the page is the origin."""
    for element in areas:
        if below(element, "PhysicalBox"):
            _, _, width, height = area(text_below(element, "PhysicalBox"))
            shown = text_below(element, "ApplicationBox")
            x, y, across, down = area(shown) if shown else Area(0, 0, width, height)
            left, top = max(x, 0.0), max(y, 0.0)
            return Area(left, top, min(x + across, width) - left, min(y + down, height) - top)
    raise UnreadableError
