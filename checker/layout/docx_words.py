"""The words of a paragraph as they are shown: fields by their result, insertions in, deletions and hidden text out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml import etree

from checker.layout.docx_elements import PPR, RPR, Element, R, chosen, is_choice, is_on
from checker.layout.docx_styles import Properties, Styles, layer_of

LINE_END, PAGE_END, _TAB = "\n", "\f", "\t"
_LEADER = "......"
_SPACES = str.maketrans("\n\r\t", "   ")
_PAGE_NUMBER = re.compile(r"\s*[0-9ivxlc]{1,6}\s*", re.IGNORECASE)

_T, _BR, _FIELD, _BOX = qn("w:t"), qn("w:br"), qn("w:fldChar"), qn("w:txbxContent")
_TYPE, _FIELD_TYPE, _TYPED_MARK = qn("w:type"), qn("w:fldCharType"), qn("w:customMarkFollows")
_DELETED, _MOVED, _VANISH = qn("w:del"), qn("w:moveFrom"), qn("w:vanish")
_SIGNS = {
    qn("w:tab"): _TAB,
    qn("w:ptab"): _TAB,
    qn("w:cr"): LINE_END,
    qn("w:noBreakHyphen"): "-",
}
_NOT_SHOWN = frozenset((PPR, RPR, _DELETED, _MOVED, qn("w:rt"), qn("m:oMath"), qn("m:oMathPara")))


@dataclass(slots=True)
class Words:
    """The words of a paragraph, with LINE_END and PAGE_END in them, and the text boxes that are tied to it."""

    string: str = ""
    boxes: list[Element] = field(default_factory=list)
    bold: bool = False


def words_of(paragraph: Element, properties: Properties, styles: Styles) -> Words:
    reading = _Reading(properties, styles)
    reading.read(paragraph, shown=True)
    string = "".join(reading.pieces)
    head, tab, tail = string.rpartition(_TAB)
    if tab and _PAGE_NUMBER.fullmatch(tail) and properties.has_leader():
        string = head + _LEADER + tail
    return Words(string.replace(_TAB, " "), reading.boxes, reading.bold)


class _Reading:
    """One paragraph while it is read. `_fields` holds the open fields: True while in a field's instruction."""

    def __init__(self, properties: Properties, styles: Styles) -> None:
        self._properties = properties
        self._styles = styles
        self._fields: list[bool] = []
        self.pieces: list[str] = []
        self.boxes: list[Element] = []
        self.bold = True

    def read(self, node: Element, shown: bool) -> None:
        for child in node.iterchildren(etree.Element):
            tag = child.tag
            if tag in _NOT_SHOWN:
                continue
            if tag == R:
                before = len(self.pieces)
                self.read(child, shown and not self._styles.is_hidden(child, self._properties.style))
                if "".join(self.pieces[before:]).strip():
                    self.bold = self.bold and self._styles.is_bold(child, self._properties.style)
            elif tag == _FIELD:
                self._field(child.get(_FIELD_TYPE))
            elif tag == _BOX:
                if shown:
                    self.boxes.append(child)
            elif is_choice(child):
                self.read(chosen(child), shown)
            elif (sign := _sign(child)) is not None:
                if shown and not any(self._fields):
                    self.pieces.append(sign)
            elif child.get(_TYPED_MARK) in ("1", "true", "on"):
                shown = False  # the rest of the run is the mark of a note as its author typed it
            else:
                self.read(child, shown)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()


def _sign(node: Element) -> str | None:
    """What an element inside a run puts into the text; None if it only holds others."""
    if node.tag == _T:
        return (node.text or "").translate(_SPACES)
    if node.tag == _BR:
        return PAGE_END if node.get(_TYPE) == "page" else LINE_END
    return _SIGNS.get(node.tag)


@dataclass(frozen=True, slots=True)
class Mark:
    """The end of a paragraph. Without it the next paragraph goes on in its line."""

    deleted: bool
    hidden: bool

    @classmethod
    def of(cls, properties: Properties) -> Mark:
        own = layer_of(properties.layers[0].get(RPR))
        return cls(_DELETED in own or _MOVED in own, is_on(own.get(_VANISH)))
