"""Document → Facts: what the document says without any rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import localcontext
from types import MappingProxyType

from checker.facts.figures import figures_of
from checker.facts.identity import identity_of
from checker.facts.statements import statements_of
from checker.facts.wording import wording_of
from checker.model.amount import EXACT
from checker.model.document import Document, Section
from checker.model.figure import Facts, Figure, Figures, Identity
from checker.model.statement import Statements
from checker.model.wording import Wording

__all__ = ["facts_again", "facts_of", "identity_of", "with_sections"]


def facts_of(document: Document, identity: Identity | None = None) -> Facts:
    """The figures of the document, what it is, which section each block belongs to, and what its words state.

    `identity` says what the document is where that is known without it.
    """
    with localcontext(EXACT):
        facts = _placed(document, identity or identity_of(document))
        return replace(facts, statements=statements_of(facts), wording=wording_of(facts))


def with_sections(facts: Facts, document: Document) -> Facts:
    """The same facts with the figures in other sections: `document` has the same blocks, more of them headings."""
    placed = _placed(document, facts.identity)
    return replace(
        facts, document=document, figures=placed.figures, sections=placed.sections, by_path=placed.by_path
    )


def facts_again(
    document: Document,
    identity: Identity,
    figures: Iterable[Figure],
    statements: Statements,
    wording: Wording,
) -> Facts:
    """The facts of a document that were found before."""
    sections, by_path = _sections(document)
    return Facts(
        document, identity, Figures(figures, document.ordinal), sections, by_path, statements, wording
    )


def _placed(document: Document, identity: Identity) -> Facts:
    """The figures and sections alone."""
    sections, by_path = _sections(document)
    figures = Figures(figures_of(document, sections), document.ordinal)
    return Facts(document, identity, figures, sections, by_path, Statements(), Wording())


def _sections(document: Document) -> tuple[tuple[tuple[str, ...], ...], Mapping[tuple[str, ...], Section]]:
    """The path of each block's section, and the first section of each path."""
    paths: list[tuple[str, ...]] = [()] * len(document.blocks)
    by_path: dict[tuple[str, ...], Section] = {}
    for section in document.root.walk():
        by_path.setdefault(section.path, section)
        for index in range(section.start, section.end):
            paths[index] = section.path
    return tuple(paths), MappingProxyType(by_path)
