"""What applies to a paragraph or a run: its own properties, then those of its style and the styles under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from checker.layout.docx_elements import PPR, RPR, VAL, Element, is_on, number, value

_PSTYLE, _RSTYLE, _BASED_ON, _NAME = qn("w:pStyle"), qn("w:rStyle"), qn("w:basedOn"), qn("w:name")
_JC, _OUTLINE, _TABS = qn("w:jc"), qn("w:outlineLvl"), qn("w:tabs")
_VANISH, _BOLD = qn("w:vanish"), qn("w:b")
_LEADER = qn("w:leader")
_HEADING_NAMES = ("heading", "title", "subtitle", "标题", "副标题", "標題", "副標題")
_BODY_TEXT = 9
_LONGEST_CENTRED = 45

Layer = Mapping[str, Element]
"""The properties that one place sets, by their names."""


def layer_of(node: Element | None) -> Layer:
    return {} if node is None else {child.tag: child for child in node.iterchildren(etree.Element)}


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a paragraph: the nearest layer is its own, the farthest the document's default."""

    style: str
    layers: tuple[Layer, ...]
    is_heading: bool

    def said(self, tag: str) -> Iterator[Element]:
        """All that is said about one property, the nearest word first."""
        return (layer[tag] for layer in self.layers if tag in layer)

    def nearest(self, tag: str) -> Element | None:
        return next(self.said(tag), None)

    def is_display(self, string: str) -> bool:
        """Set apart as a heading: by its style or outline level, or short and in the middle."""
        level = number(value(self.nearest(_OUTLINE)), _BODY_TEXT)
        centred = value(self.nearest(_JC)) == "center" and len(string) <= _LONGEST_CENTRED
        return self.is_heading or level < _BODY_TEXT or centred

    def has_leader(self) -> bool:
        """Whether dots lead to a tab stop, as to the page numbers of a table of contents."""
        return any(
            stop.get(_LEADER) in ("dot", "middleDot") and stop.get(VAL) != "clear"
            for tabs in self.said(_TABS)
            for stop in tabs
        )


class Styles:
    """The styles of a document; without a styles part only a paragraph's own properties apply."""

    def __init__(self, root: Element | None) -> None:
        styles = root.findall(qn("w:style")) if root is not None else []
        self._by_id: dict[str, Element] = {style.get(qn("w:styleId"), ""): style for style in styles}
        defaults = (
            style.get(qn("w:styleId"), "")
            for style in styles
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true")
        )
        self._default = next(defaults, "")
        path = f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{PPR}"
        self._everywhere = layer_of(root.find(path) if root is not None else None)
        self._inherited: dict[str, Properties] = {}
        self._switched: dict[tuple[str, str], bool | None] = {}

    def chain(self, style: str) -> Iterator[Element]:
        """The style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            yield self._by_id[style]
            style = value(self._by_id[style].find(_BASED_ON))

    def of_paragraph(self, paragraph: Element) -> Properties:
        own = layer_of(paragraph.find(PPR))
        style = value(own[_PSTYLE]) if _PSTYLE in own else self._default
        inherited = self._inherited.get(style) or self._inherited.setdefault(style, self._of_style(style))
        return Properties(style, (own, *inherited.layers), inherited.is_heading)

    def _of_style(self, style: str) -> Properties:
        chain = list(self.chain(style))
        layers = (*(layer_of(each.find(PPR)) for each in chain), self._everywhere)
        names = (value(each.find(_NAME)).lower() for each in chain)
        return Properties(style, layers, any(name.startswith(_HEADING_NAMES) for name in names))

    def is_hidden(self, run: Element, paragraph_style: str) -> bool:
        """Whether a run is hidden text, by its own word or by a style."""
        return self._is_on(_VANISH, run, paragraph_style)

    def is_bold(self, run: Element, paragraph_style: str) -> bool:
        return self._is_on(_BOLD, run, paragraph_style)

    def _is_on(self, tag: str, run: Element, paragraph_style: str) -> bool:
        own = layer_of(run.find(RPR))
        if tag in own:
            return is_on(own[tag])
        said = self._says(tag, value(own[_RSTYLE])) if _RSTYLE in own else None
        return bool(self._says(tag, paragraph_style) if said is None else said)

    def _says(self, tag: str, style: str) -> bool | None:
        """Whether a style switches something on; None if neither it nor the styles under it speak of it."""
        if (tag, style) not in self._switched:
            found = (each.find(f"{RPR}/{tag}") for each in self.chain(style))
            self._switched[tag, style] = next((is_on(node) for node in found if node is not None), None)
        return self._switched[tag, style]
