"""Document → Facts: what the document says without any rule."""

from __future__ import annotations

from types import MappingProxyType

from checker.facts.figures import figures_of
from checker.facts.identity import identity_of
from checker.model.document import Document, Section
from checker.model.figure import Facts

__all__ = ["facts_of"]


def facts_of(document: Document) -> Facts:
    """The figures of the document, what it is, and which section each block belongs to."""
    paths: list[tuple[str, ...]] = [()] * len(document.blocks)
    by_path: dict[tuple[str, ...], Section] = {}
    for section in document.root.walk():
        by_path.setdefault(section.path, section)
        for index in range(section.start, section.end):
            paths[index] = section.path
    sections = tuple(paths)
    figures = {figure.id: figure for figure in figures_of(document, sections)}
    return Facts(
        document, identity_of(document), MappingProxyType(figures), sections, MappingProxyType(by_path)
    )
