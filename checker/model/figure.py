"""Figures: the printed amounts of a document, each with its place; and what the document is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from checker.model.amount import Amount
from checker.model.document import Document, Section
from checker.model.frozen import frozen
from checker.model.text import Place
from checker.model.used import FileUsed

if TYPE_CHECKING:  # both are made of figures
    from checker.model.statement import Statements
    from checker.model.wording import Wording

T = TypeVar("T")

IN_TEXT = -1


class FigureId(NamedTuple):
    """Where a figure stands in the document's own order.

    `block` is the index of the block; in a table `row` and `column` are its cell, in a paragraph `row` is
    IN_TEXT and `column` the offset of the number in the paragraph's text. The notes of a table are rows
    below IN_TEXT. `document` tells the figures of documents that are looked at together apart.
    """

    block: int
    row: int
    column: int
    document: int = 0


@frozen
class Figure:
    """A printed amount. Its precision is the finest of its fellows (DESIGN 4.4).

    `fellow_step` is the finest step of the money amounts beside it, in 元: a percentage was computed from
    amounts of that precision. `start` and `end` bound its words in `context`, the sentence or cell text.
    """

    id: FigureId
    text: str
    amount: Amount
    place: Place
    section: tuple[str, ...]
    table: str
    row: str
    column: str
    context: str
    start: int
    end: int
    fellow_step: Decimal | None = None


class Figures(dict[FigureId, Figure]):
    """The figures of one document by where they stand; not changed once made."""

    def __init__(self, figures: Iterable[Figure], document: int) -> None:
        super().__init__((figure.id, figure) for figure in figures)
        self.document = document

    def at(self, block: int, row: int, column: int) -> Figure | None:
        return self.get(FigureId(block, row, column, self.document))


@frozen
class Found(Generic[T]):
    """Something that the document says of itself, with the words that say it."""

    value: T
    text: str
    place: Place


@frozen
class Identity:
    """What the document is: each is None where the document does not say. `region` is a path of names."""

    entity: Found[str] | None = None
    fiscal_year: Found[int] | None = None
    kind: Found[str] | None = None
    level: Found[str] | None = None
    region: Found[tuple[str, ...]] | None = None


@frozen
class Sidecar:
    """What a person knows of a submission that it does not say itself. `complete`: it is all of its package.

    `address` is where it was published, `file` what it was read from.
    """

    approved: Found[date] | None = None
    published: Found[date] | None = None
    complete: bool = False
    address: str = ""
    file: FileUsed | None = None


@frozen
class Doubt:
    """Documents that may be the one that rules call by `role`: one whose body may be another, or several that fit.

    `others` are their bodies, each with its place.
    """

    role: str
    others: tuple[Found[str], ...]


@frozen
class UnitDocuments:
    """How the list of a department's units and the documents of units meet.

    `found` are the listed ones that have a document, by their index in the list; `likely` those beside one of a name that
    may be theirs, with that name; `unlisted` the documents of no listed unit, by their index. `whole`: there are no others.
    """

    found: frozenset[int]
    likely: Mapping[int, Found[str]]
    unlisted: tuple[int, ...]
    whole: bool


@frozen
class Facts:
    """What the document says without any rule. `sections[i]` is the path of the section of block `i`.

    Beside it may stand `prior`, the document of the same kind of the year before; `budget_document`, the published
    budget of final accounts; and `units`, those of the units that a department's figures are made of. `unit_documents`
    says how these meet its list of units, if it has one; `doubts` are of documents that may be one of them and may not.
    """

    document: Document
    identity: Identity
    figures: Figures
    sections: tuple[tuple[str, ...], ...]
    by_path: Mapping[tuple[str, ...], Section]
    statements: Statements
    wording: Wording
    sidecar: Sidecar = field(default_factory=Sidecar)
    prior: Facts | None = None
    budget_document: Facts | None = None
    units: tuple[Facts, ...] = ()
    unit_documents: UnitDocuments | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def beside(self) -> Iterator[tuple[str, Facts]]:
        """The other documents that it is looked at with, each with the name that rules call it by."""
        if self.prior is not None:
            yield "prior", self.prior
        if self.budget_document is not None:
            yield "budget_document", self.budget_document
        for unit in self.units:
            yield "units", unit
