"""The sentences of paragraphs and notes, each with its closing mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.passages import Where, passages_of
from checker.model.document import Document
from checker.model.wording import Sentence

_SENTENCE = re.compile(r"[^。！？!?；;]*(?:[。！？!?；;]+[”’」』）)]*|$)")


def sentences_of(document: Document) -> Iterator[Sentence]:
    for passage in passages_of(document):
        if passage.where in (Where.PARAGRAPH, Where.NOTE):
            for match in _SENTENCE.finditer(passage.text.string):
                words = passage.text.cut(*match.span()).stripped()
                if words.string:
                    yield Sentence(words, passage.block)
