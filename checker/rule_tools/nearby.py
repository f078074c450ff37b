"""Where the words of a phrase that did not match stand all the same: in other sections, headings, cells of tables."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model.document import Heading, Paragraph, Table
from checker.model.figure import Facts
from checker.model.phrase import Literal
from checker.model.rule import FactSpec
from checker.model.text import Place, normalise

_FEWEST = 2  # letters that say anything
_MOST = 3
_AROUND = 16


def nearby(spec: FactSpec, facts: Facts) -> Iterator[tuple[Place, str]]:
    """The first few places that have the longest words of the fact's phrases, with what stands around them."""
    literals = {
        token.string
        for phrase in spec.phrases
        for stretch in phrase.stretches
        for token in stretch
        if isinstance(token, Literal) and len(token.string) >= _FEWEST
    }
    count = 0
    for place, text in _texts(facts):
        folded = normalise(text).string
        said = max((words for words in literals if words in folded), key=len, default="")
        if said and count < _MOST:
            count += 1
            at = folded.index(said)
            yield place, folded[max(at - _AROUND, 0) : at + len(said) + _AROUND]


def _texts(facts: Facts) -> Iterator[tuple[Place, str]]:
    for block in facts.document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text.place, block.text.string
        elif isinstance(block, Table):
            yield from ((cell.place, cell.text) for row in block.rows for cell in row.cells if cell.text)
