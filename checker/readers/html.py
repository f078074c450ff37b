"""Web pages, as a browser shows them: paragraphs and tables of the body without what surrounds them.

The page is parsed by justhtml (MIT): it follows the HTML5 standard like a browser, has releases every month,
and is pure Python, so that its one wheel fits every platform and no page can crash the process.
It loads nothing.
"""

from __future__ import annotations

import codecs
import re

from justhtml import Element, JustHTML

from checker.layout.html_flow import blocks_of
from checker.model.errors import SubmissionError
from checker.model.limits import Limit
from checker.model.raw import RawDocument

FORMAT = "HTML"

_HEAD = 4096
_START = re.compile(
    r"(?>\s+|<!--.*?-->|<\?xml.*?\?>)*+<(?:!doctype\s+html\b|"
    r"(?:html|head|title|meta|base|link|style|script|body|table|div|p|center|font|h[1-6])(?=[\s>]))",
    re.DOTALL | re.IGNORECASE,
)
_CHARSET = re.compile(
    rb"<meta\b[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([-\w]+)|<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([-\w]+)",
    re.IGNORECASE,
)
_ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
}
"""The encodings of Chinese pages by the names that pages use; GB 18030 reads what its forerunners wrote."""
_REFERENCE = re.compile(r"&#([0-9]*)(?=[^\x00-\x7f])")
"""A letter by its number, and where browsers end it: justhtml takes the digits of all scripts to it, and fails at ²."""
_BROKEN = 0.02
"""The share of letters that may be unreadable before the encoding is taken for another one."""


def recognises(data: bytes) -> bool:
    """A page begins with its doctype or a start tag, comments and white space passed over."""
    head = data[:_HEAD].decode(_marked(data) or "latin-1", "replace")
    return _START.match(head.removeprefix("\ufeff")) is not None


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    page = _decoded(data, name)
    Limit.CHARACTERS.check(len(page), name)
    body = JustHTML(_REFERENCE.sub(_ended, page), sanitize=False).query_one("body")
    blocks = blocks_of(body, name) if isinstance(body, Element) else ()
    if not blocks:
        raise SubmissionError(f"{name}: 网页里没有文字 / there is no text in the page")
    return RawDocument(name, sha256, "text/html", None, blocks)


def _ended(reference: re.Match[str]) -> str:
    return f"&#{reference[1]};" if reference[1] else "&amp;#"


def _marked(data: bytes) -> str | None:
    """The encoding that a mark at the beginning states."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8" if data.startswith(codecs.BOM_UTF8) else None


def _decoded(data: bytes, name: str) -> str:
    """The text of a page.

    What is valid UTF-8 is UTF-8, whatever the page states; then comes what it states, then GB 18030, in which
    older pages are written. A few broken letters do not make another encoding.
    """
    match = _CHARSET.search(data[:_HEAD])
    unicode = _marked(data) or "utf-8"
    stated = _ENCODINGS.get((match[1] or match[2]).decode("ascii").lower(), unicode) if match else unicode
    for encoding in dict.fromkeys((unicode, stated)):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    for encoding in dict.fromkeys((unicode, stated, "gb18030")):
        string = data.decode(encoding, "replace")
        foreign = sum(not character.isascii() for character in string)
        if string.count("\ufffd") <= _BROKEN * foreign:
            return string.removeprefix("\ufeff")
    raise SubmissionError(
        f"{name}: 网页的文字编码无法识别（不是 UTF-8、GB 18030 或 Big5） / "
        "the encoding of the page is none of UTF-8, GB 18030 and Big5"
    )
