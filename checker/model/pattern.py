"""Expert patterns: regular expressions of RE2, which knows no back-reference and no look-around and so takes time in
proportion to the text, whatever the pattern (R. Cox, Regular Expression Matching in the Wild, 2010).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import re2

from checker.model.phrase import PARAGRAPH_END, Capture, Hole, HoleType, PhraseError, PhraseMatch
from checker.model.text import normalise

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_BEYOND_RE2 = re.compile(r"\(\?(?:<?[=!]|>|P=)|\\[1-9]|[*+?}]\+")
_SIGN = re.compile(
    r"(?P<group>\(\?P?<(?P<name>[^>]*)>)|(?P<open>\()|(?P<close>\))"
    r"|\\[\x00-\x7f]|\[\^?\]?(?:\\.|[^\]])*\]|(?P<words>[^\x00-\x7f]+)|[\x00-\x7f]"
)
_WORDS = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern. `source` is as written, but with `{name: type}` for each of its named groups."""

    source: str
    holes: tuple[Hole, ...]
    compiled: Any = field(compare=False, repr=False)

    def find_all(self, string: str) -> Iterator[PhraseMatch]:
        """Every match that takes something, a paragraph at a time; a group that took nothing has no capture."""
        at = 0
        for paragraph in string.split(PARAGRAPH_END):
            for match in self.compiled.finditer(paragraph):
                low, high = match.span()
                if low < high:
                    spans = ((hole, *match.span(self.compiled.groupindex[hole.name])) for hole in self.holes)
                    captures = tuple(Capture(hole, at + a, at + b) for hole, a, b in spans if a < b)
                    yield PhraseMatch(at + low, at + high, captures)
            at += len(paragraph) + 1

    def nearest(self, string: str) -> None:
        """How far it came is not told by RE2."""


def parse_pattern(source: str, types: Mapping[str, HoleType]) -> Pattern:
    """Compile a pattern; `types` says what each named group takes. Its words are normalised as the text is.

    Raises PhraseError if RE2 refuses it, if it matches empty text, and for a named group without a type.
    """
    try:
        compiled = re2.compile(_normalised(source), _OPTIONS)
    except re2.error as error:
        beyond = "；RE2 没有前后查找和反向引用 / RE2 has neither look-around nor back-references"
        raise PhraseError(
            f"正则式不成立 / RE2 refuses this pattern: {error.args[0].decode(errors='replace')}"
            + (beyond if _BEYOND_RE2.search(source) else ""),
            0,
        ) from error
    if compiled.fullmatch(""):
        raise PhraseError("正则式连空文字也相符 / the pattern matches even empty text", 0)
    names = sorted(compiled.groupindex, key=compiled.groupindex.get)
    for name in names:
        if name not in types:
            message = f"types 里没有写“{name}”取的是什么 / types does not say what the group “{name}” takes"
            raise PhraseError(message, source.find(f"<{name}>") + 1)
    holes = tuple(Hole(name, types[name]) for name in names)
    return Pattern(_shown(source, types), holes, compiled)


def _normalised(source: str) -> str:
    """The pattern with its words as normalised text has them; a sign that was full-width stays a word."""

    def written(match: re.Match[str]) -> str:
        return match[0] if match["group"] else _WORDS.sub(_escaped, match[0])

    return _SIGN.sub(written, source)


def _escaped(words: re.Match[str]) -> str:
    return "".join(
        f"\\{letter}" if letter.isascii() and not letter.isalnum() else letter
        for letter in normalise(words[0]).string
    )


def _shown(source: str, types: Mapping[str, HoleType]) -> str:
    """The pattern with a hole for each named group, and for what is inside it."""
    shown: list[str] = []
    depth, inside = 0, 0
    for match in _SIGN.finditer(source):
        depth += bool(match["group"] or match["open"]) - bool(match["close"])
        if inside:
            inside = 0 if depth < inside else inside
        elif match["group"]:
            inside = depth
            shown.append(f"{{{match['name']}: {types[match['name']]}}}")
        else:
            shown.append(match[0])
    return "".join(shown)
