"""What came near to a name that was not found: where the words of a phrase stand all the same, and like titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz

from checker.model.document import Heading, Paragraph, Table
from checker.model.figure import Facts
from checker.model.phrase import Literal, Phrase
from checker.model.rule import CodeEntry, FactSpec
from checker.model.text import Place, normalise

_FEWEST = 2  # letters that say anything
_MOST = 3
_AROUND = 16
_LIKE = 110  # of 200: half of the letters alike, or all of them within a long title


def nearby(spec: FactSpec, facts: Facts) -> Iterator[tuple[Place, str]]:
    """The first few places that have the longest words of the fact's phrases, with what stands around them."""
    literals = {
        token.string
        for phrase in spec.phrases
        if isinstance(phrase, Phrase)
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


def alike(titles: Iterable[str], facts: Facts) -> Iterator[tuple[Place, str]]:
    """The headings and titles of tables most like one that was not found, the most alike first."""
    wanted = [normalise(title).string for title in titles]
    scored = (
        (max(fuzz.ratio(words, found) + fuzz.partial_ratio(words, found) for words in wanted), place, text)
        for place, text in _titles(facts)
        if (found := normalise(text).string)
    )
    near = sorted((item for item in scored if item[0] >= _LIKE), key=lambda item: -item[0])
    yield from ((place, text) for _, place, text in near[:_MOST])


def codes_like(code: str, entries: Mapping[str, CodeEntry]) -> str:
    """The entries with the longest beginning in common with a code that is not listed; empty if there are none."""
    for length in range(len(code), 0, -1):
        found = [key for key in entries if key.startswith(code[:length])]
        if found:
            return "、".join(f"{key} {entries[key].name}" for key in sorted(found)[:_MOST])
    return ""


def _titles(facts: Facts) -> Iterator[tuple[Place, str]]:
    for block in facts.document.blocks:
        if isinstance(block, Heading):
            yield block.text.place, block.title
        elif isinstance(block, Table) and block.title is not None:
            yield block.title.place, block.title.string


def _texts(facts: Facts) -> Iterator[tuple[Place, str]]:
    for block in facts.document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text.place, block.text.string
        elif isinstance(block, Table):
            yield from ((cell.place, cell.text) for row in block.rows for cell in row.cells if cell.text)
