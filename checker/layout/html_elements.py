"""The elements of a web page: which are shown, which are blocks, and what their text is once laid out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from justhtml import Element, Node, Text

BLOCKS = frozenset(
    """address article blockquote body caption center dd details dir div dl dt fieldset figcaption figure form
    h1 h2 h3 h4 h5 h6 hgroup hr html legend li main menu ol p pre search section summary table tbody td tfoot th
    thead tr ul""".split()
)
_UNSHOWN = frozenset(
    """audio button canvas datalist head iframe math noembed noframes noscript object script select style svg
    template textarea title video""".split()
)
_FURNITURE = frozenset(("aside", "footer", "header", "nav"))
"""What surrounds the text on the pages of a site."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK = re.compile(r" ?\n ?")


def style(element: Element, name: str) -> str:
    """A property of the inline style, in lower case, or an empty text."""
    found = ""
    for part in (element.attrs.get("style") or "").split(";"):
        key, _, value = part.partition(":")
        if key.strip().lower() == name:
            found = value.replace("!important", "").strip().lower()
    return found


def attribute(element: Element, name: str) -> str:
    """An attribute in lower case, or an empty text."""
    return (element.attrs.get(name) or "").strip().lower()


def is_shown(node: Node | Text) -> bool:
    """Whether a node is a text or an element that a browser shows as a part of the page's own text."""
    if isinstance(node, Text):
        return True
    return (
        isinstance(node, Element)
        and node.name not in _UNSHOWN
        and node.name not in _FURNITURE
        and attribute(node, "role") != "navigation"
        and "hidden" not in node.attrs
        and style(node, "display") != "none"
    )


def shown(element: Element, *names: str) -> list[Element]:
    """The shown elements of these names right below an element."""
    return [
        child
        for child in element.children or ()
        if isinstance(child, Element) and child.name in names and is_shown(child)
    ]


def walk(root: Element, enters: Callable[[Element], bool]) -> Iterator[tuple[Element | Text, bool]]:
    """The shown nodes below an element in reading order; an element that is entered comes again at its end.

    The second value says whether it is the end. Without recursion, for pages can nest without bound.
    """
    waiting: list[tuple[Element | Text, bool]] = [(root, False)]
    while waiting:
        node, ends = waiting.pop()
        yield node, ends
        if not ends and isinstance(node, Element) and enters(node):
            waiting.append((node, True))
            waiting.extend((child, False) for child in reversed(node.children or ()) if is_shown(child))


def collapsed(data: str) -> str:
    """Text as it goes into a paragraph: any white space is one space, but not a fixed one."""
    return _SPACES.sub(" ", data)


def preformatted(data: str) -> str:
    """Text of a pre element: its spaces are fixed, its line ends are line breaks."""
    return data.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "\u00a0").replace("\t", "\u00a0")


def lines_of(string: str) -> list[str]:
    """The filled lines of a paragraph in which \\n is a line break; a fixed space is a space at last."""
    string = _AROUND_BREAK.sub("\n", re.sub(" +", " ", string))
    return [line for part in string.split("\n") if (line := part.replace("\u00a0", " ").strip())]
