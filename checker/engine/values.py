"""What expressions evaluate to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from checker.binding import BoundFact, BoundSection, BoundTable
from checker.model.amount import Amount, Dimension, Unit, divided, plain
from checker.model.document import Cell
from checker.model.figure import Figure
from checker.model.frozen import frozen
from checker.model.outcome import Computation, Evidence, OutcomeKind, Reason, Side, Term, Unknown
from checker.model.rule import ColumnType
from checker.model.statement import Part
from checker.model.text import Text

_NONE = Decimal(0)


@frozen
class Quantity:
    """A number with the interval of its true values, in the base unit; `unit` is the one to show it in.

    `single` is the figure itself if no arithmetic was done. `derived`: a difference or quotient was taken.
    `blanks` are blank cells that counted as zero, `said` the places of a number that is no figure (a year).
    """

    value: Decimal
    low: Decimal
    high: Decimal
    unit: Unit
    terms: tuple[Term, ...]
    formula: str
    single: Figure | None = None
    derived: bool = False
    blanks: tuple[Evidence, ...] = ()
    said: tuple[Evidence, ...] = ()

    @classmethod
    def of_figure(cls, figure: Figure, exact: bool, floor: Decimal | None) -> Quantity:
        """A printed figure; `floor` is a coarser step that it may have been rounded to before (in base)."""
        amount = figure.amount
        base = amount.base
        slack = _NONE if exact else amount.slack
        if floor is not None and amount.value != 0 and amount.unit.dimension is Dimension.MONEY:
            slack = max(slack, floor / 2)
        return cls(
            base,
            base - slack,
            base + slack,
            amount.unit,
            (Term(figure, 1, slack),),
            plain_as_printed(amount),
            figure,
        )

    @classmethod
    def of_constant(cls, amount: Amount) -> Quantity:
        return cls(amount.base, amount.base, amount.base, amount.unit, (), plain_as_printed(amount))

    @classmethod
    def exactly(cls, value: Decimal, unit: Unit, formula: str) -> Quantity:
        base = value * unit.scale
        return cls(base, base, base, unit, (), formula)

    @property
    def side(self) -> Side:
        return Side(self.value, self.low, self.high, self.unit, self.terms, self.formula, self.blanks)


def plain_as_printed(amount: Amount) -> str:
    """The number as a reader sees it, its own decimals kept."""
    return f"{amount.value:f}"


def shown(value: Decimal, unit: Unit) -> str:
    """A base value in a unit."""
    return plain(divided(value, unit.scale))


@frozen
class TextValue:
    """Words with where they stand; `passages` are the texts themselves where there are several."""

    string: str
    evidence: tuple[Evidence, ...] = ()
    passages: tuple[Text, ...] = ()


@frozen
class DateValue:
    date: date
    evidence: tuple[Evidence, ...] = ()

    def __str__(self) -> str:
        return f"{self.date.year}年{self.date.month}月{self.date.day}日"


@frozen
class CellValue:
    """A cell of a named column: a number or words, as it is used. `figure` is None if it states none."""

    cell: Cell
    figure: Figure | None
    type: ColumnType
    evidence: Evidence
    header: Evidence
    default: Unit


@frozen
class RowValue:
    table: BoundTable
    index: int


@frozen
class DocumentValue:
    """Another document that is looked at with this one, by its ordinal; `name` is its body's, or its file's."""

    ordinal: int
    name: str
    evidence: Evidence


@frozen
class GroupValue:
    key: TextValue
    rows: ListValue


@frozen
class PartValue:
    part: Part


@frozen
class SignedFigure:
    """A figure that counts with a sign: what a change adds or takes away."""

    figure: Figure
    sign: int


@frozen
class Unstated:
    """What a statement or a sidecar could say and does not: no number, no words, and nothing undetermined either."""

    what: str
    evidence: Evidence | None = None

    @property
    def places(self) -> tuple[Evidence, ...]:
        return (self.evidence,) if self.evidence else ()


@frozen
class StatementValue:
    """A statement of the document: a breakdown, change, share or completion. `label` is what it is about.

    Words in `fields` stand at the place of the statement itself, unless they are values with a place of their own.
    """

    label: str
    evidence: Evidence
    fields: Mapping[
        str,
        Figure
        | SignedFigure
        | TextValue
        | Unknown
        | str
        | tuple[Part | Figure | TextValue, ...]
        | int
        | None,
    ]


@frozen
class TableValue:
    """A table that the pack names, or any table of the document (then `bound` has no named columns)."""

    bound: BoundTable


@frozen
class SectionValue:
    bound: BoundSection


@frozen
class FactValue:
    fact: BoundFact


@frozen
class EntryValue:
    """The entry of a code in the list's edition of the year."""

    fields: Mapping[str, TextValue]


@frozen
class ColumnValue:
    """A column's name; `[column]` takes it."""

    name: str


@frozen
class ListValue:
    """Items in order. `missing` says why the list may be incomplete; then nothing can be said of all of it.

    `open`: its writer says that it goes on (甲、乙等).
    """

    items: tuple[Value, ...]
    missing: Unknown | None = None
    open: bool = False


@frozen
class Truth:
    """A three-valued truth with what shows it. `kind` is pass, pass within rounding, fail or undetermined.

    `denied` says what is wrong where this holds and should not.
    """

    kind: OutcomeKind
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    computations: tuple[Computation, ...] = ()
    denied: tuple[Reason, ...] = ()

    @property
    def holds(self) -> bool:
        return self.kind in (OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING)

    @classmethod
    def unknown(cls, unknown: Unknown) -> Truth:
        return cls(OutcomeKind.UNDETERMINED, unknown.reasons, unknown.evidence)

    @classmethod
    def of(cls, holds: bool, evidence: tuple[Evidence, ...] = (), *reasons: Reason) -> Truth:
        """A plain truth; the reasons say what is wrong and are kept only when it does not hold."""
        return cls(OutcomeKind.PASS if holds else OutcomeKind.FAIL, () if holds else reasons, evidence)


Value = (
    Quantity
    | TextValue
    | DateValue
    | CellValue
    | RowValue
    | DocumentValue
    | GroupValue
    | PartValue
    | StatementValue
    | Unstated
    | TableValue
    | SectionValue
    | FactValue
    | EntryValue
    | ColumnValue
    | ListValue
    | Truth
    | Unknown
)
