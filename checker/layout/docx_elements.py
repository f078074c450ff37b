"""Elements of WordprocessingML: the names used here, values, and wrappers that are looked through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from docx.oxml.ns import qn
from lxml import etree

Element: TypeAlias = etree._Element

P, PPR, R, RPR = qn("w:p"), qn("w:pPr"), qn("w:r"), qn("w:rPr")
TBL, TR, TC = qn("w:tbl"), qn("w:tr"), qn("w:tc")
VAL = qn("w:val")
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

_WRAPPERS = frozenset(map(qn, "w:sdt w:sdtContent w:customXml w:smartTag w:ins w:moveTo".split()))


def through(container: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The wanted children, also those inside content controls, insertions and the like."""
    for child in container.iterchildren(etree.Element):
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from through(child, wanted)
        elif child.tag == _ALTERNATIVES:
            yield from through(chosen(child), wanted)


def is_choice(node: Element) -> bool:
    return bool(node.tag == _ALTERNATIVES)


def chosen(alternatives: Element) -> Element:
    """One of the alternatives, which all say the same: the first."""
    return next(alternatives.iterchildren(etree.Element), alternatives)


def value(node: Element | None, default: str = "") -> str:
    """The w:val of an element that may be missing."""
    return default if node is None else str(node.get(VAL, default))


def number(string: str | None, default: int) -> int:
    """A whole number as Word writes it; what is none counts as missing."""
    return int(string) if string is not None and re.fullmatch(r"-?[0-9]{1,9}", string) else default


def is_on(node: Element | None) -> bool:
    """Whether a property such as w:vanish is there and not switched off."""
    return node is not None and value(node, "1") not in ("0", "false", "off")
