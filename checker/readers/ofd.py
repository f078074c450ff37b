"""OFD (GB/T 33190-2016): a ZIP of XML that places letters and lines on pages, read like a PDF.

The XML is parsed by defusedxml: no DTD, no entities, no network. What is unpacked is counted.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from checker.layout.archive import DAMAGE, Archive, names_in
from checker.layout.blocks import laid_out
from checker.layout.ofd import drawn
from checker.layout.ofd_xml import Area, UnreadableError, area, below, text_below
from checker.layout.page import DrawnPage
from checker.layout.unclosed import grids_of
from checker.model.errors import SubmissionError
from checker.model.limits import Limit
from checker.model.raw import RawDocument

FORMAT = "OFD"

_ROOT = "ofd.xml"
_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{26}/?ofd\.xml", re.DOTALL | re.IGNORECASE)
_NO_XML = (ParseError, DefusedXmlException, LookupError, ValueError)
"""What the libraries raise for what is none; ValueError and LookupError are about encodings."""


def recognises(data: bytes) -> bool:
    """A ZIP with a part OFD.xml, which is also found where the end of the ZIP is missing."""
    names = names_in(data)
    if names is None:
        return _LOCAL_HEADER.search(data) is not None
    return any(_path("", name) == _ROOT for name in names)


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
    """The parts of the ZIP by their paths in lower case."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = Archive(data, name)
        except DAMAGE:
            raise UnreadableError from None
        self._parts = {_path("", member.filename): member for member in self._archive.members}

    def xml(self, path: str) -> Element:
        """The root element of a part; raises UnreadableError where there is none."""
        member = self._parts.get(path)
        if member is None:
            raise UnreadableError
        try:
            root: Element = ElementTree.fromstring(self._archive.read(member), forbid_dtd=True)
        except (*DAMAGE, *_NO_XML):
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
        pages = below(document, "Pages", "Page")
        Limit.PAGES.check(number + len(pages), package.name)
        for element in pages:
            number += 1
            try:
                content = package.xml(package.located(path, element.get("BaseLoc", "")))
                areas = [*below(content, "Area"), *below(document, "CommonData", "PageArea")]
                place = f"{package.name}: 第{number}页 / page {number}"
                page: DrawnPage | int = drawn(
                    _roots(content, templates, package), _visible(areas), number, place
                )
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
