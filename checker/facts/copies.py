"""Long paragraphs that stand twice, word for word, under different headings."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model.document import Paragraph
from checker.model.figure import Facts
from checker.model.text import Text, normalise
from checker.model.wording import Copy

_SHORTEST = 60
_SAME_EVERYWHERE = "名词解释"


def copies_of(facts: Facts) -> Iterator[Copy]:
    """The paragraphs that repeat an earlier one of another section; explanations of terms may."""
    first: dict[str, tuple[Text, tuple[str, ...]]] = {}
    for at, block in enumerate(facts.document.blocks):
        path = facts.sections[at]
        if not isinstance(block, Paragraph) or any(
            _SAME_EVERYWHERE in normalise(title).string for title in path
        ):
            continue
        words = normalise(block.text.string).string
        if len(words) < _SHORTEST:
            continue
        earlier = first.setdefault(words, (block.text, path))
        if earlier[1] != path:
            yield Copy(block.text, at, earlier[0])
