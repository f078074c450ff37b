"""Packs and rules as values: what a rule file says, once it was found to be valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from checker.model.amount import Amount, Dimension
from checker.model.expression import Expression, ForEach
from checker.model.figure import Sidecar
from checker.model.outcome import OutcomeKind
from checker.model.pattern import Pattern
from checker.model.phrase import Hole, Phrase


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ColumnType(StrEnum):
    """`money` (the default) has the precision printed; `count` and `price` are exact; `text` is words, `band` a
    grading band (≥90), `date` a day of the calendar.
    """

    MONEY = "money"
    COUNT = "count"
    PRICE = "price"
    PERCENT = "percent"
    TEXT = "text"
    BAND = "band"
    DATE = "date"

    @property
    def is_number(self) -> bool:
        """Whether its cells state figures."""
        return self not in (ColumnType.TEXT, ColumnType.BAND, ColumnType.DATE)


class Belongs(StrEnum):
    """Where a section or table must stand: in this document, or in some file of the package.

    Tables that stand `together` are all in one file: if this document has one of them, it must have all.
    """

    DOCUMENT = "document"
    PACKAGE = "package"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Source:
    """Where in a rule file something was written. Both are 1-based."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal instrument that a rule rests on."""

    id: str
    instrument: str
    number: str
    article: str

    def __str__(self) -> str:
        return f"《{self.instrument}》" + (f"（{self.number}）" if self.number else "") + self.article


@dataclass(frozen=True, slots=True)
class Applies:
    """What a pack is for. Empty means any. `since` and `until` bound the fiscal year, both included.

    `below`: also for the regions within `region`, whose departments are those of another government.
    """

    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    below: bool = False

    @property
    def breadth(self) -> tuple[int, ...]:
        """How broad the pack is, the most particular first: by region, kind, level and years."""
        years = self.since is not None or self.until is not None
        return (-len(self.region), not self.kinds, not self.levels, not years)


@dataclass(frozen=True, slots=True)
class SectionSpec:
    name: str
    headings: tuple[str, ...]
    belongs: Belongs


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    name: str
    titles: tuple[str, ...]
    type: ColumnType


@dataclass(frozen=True, slots=True)
class RowClass:
    """A class of rows. `one` says that the table has exactly one of them."""

    name: str
    where: Expression
    one: bool


@dataclass(frozen=True, slots=True)
class CodeUse:
    """How a table uses a code list: which column holds the code."""

    list: str
    column: str


@dataclass(frozen=True, slots=True)
class CodeLevels:
    """A hierarchy by code: codes of the first of `lengths` are of level 1; the next ones begin with their parent's."""

    column: str
    lengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table. `section` names the section where it stands.

    `requires` names columns without which a table of this title is another form and not meant.
    `part` picks one of the lists of a grid that share the title (收入 | 支出). `ordinals` names the column whose
    ordinals (一、 1、 其中：) make the rows a hierarchy; `by_code` the column and the lengths of its codes that do.
    """

    name: str
    titles: tuple[str, ...]
    section: str | None
    columns: Mapping[str, ColumnSpec]
    classes: Mapping[str, RowClass]
    ordinals: str | None
    codes: CodeUse | None
    belongs: Belongs
    part: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    by_code: CodeLevels | None = None


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact by phrase, or by pattern. `sections` names the sections it is looked for in, the first that is present.

    `each`: every place that states it is one of a list, rather than all of them one fact.
    """

    name: str
    sections: tuple[str, ...]
    phrases: tuple[Phrase | Pattern, ...]
    each: bool = False

    @property
    def holes(self) -> tuple[Hole, ...]:
        """What a statement of it takes, named or not; the ways of saying it have the same named holes."""
        return tuple(hole for phrase in self.phrases for hole in phrase.holes)


@dataclass(frozen=True, slots=True)
class DatedNumber:
    """A number that a regulation sets for some fiscal years, both included; exact. `basis` is where it says so."""

    amount: Amount
    since: int | None
    until: int | None
    basis: Basis | None = None

    @property
    def first(self) -> int:
        return self.since or 0

    @property
    def last(self) -> int:
        return self.until or 9999


@dataclass(frozen=True, slots=True)
class NumberSpec:
    """A number by its name; its values are of one dimension, their years do not overlap, the earliest is first."""

    name: str
    values: tuple[DatedNumber, ...]

    def of_year(self, year: int) -> DatedNumber | None:
        return next((value for value in self.values if value.first <= year <= value.last), None)


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code of a list. `standing` is found or inferred; `group` is what it belongs to, such as goods, if told."""

    code: str
    name: str
    standing: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The codes that were in force in the fiscal years from `since` to `until`, both included.

    `complete`: no other code was in force then, so that one that is not listed is none.
    """

    id: str
    since: int | None
    until: int | None
    entries: Mapping[str, CodeEntry]
    complete: bool = False

    def meets(self, other: Edition) -> bool:
        """Whether both are in force in some year."""
        return (self.since or 0) <= (other.until or 9999) and (other.since or 0) <= (self.until or 9999)

    def group(self, code: str) -> str:
        """The group of a code: its own, or that of the nearest listed code that it begins with; empty if none says.

        Only entries that were found say it.
        """
        for length in range(len(code), 0, -1):
            entry = self.entries.get(code[:length])
            if entry is not None and entry.group and entry.standing == "found":
                return entry.group
        return ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """`files` are those that it was read from, each with the hash of its text."""

    name: str
    title: str
    editions: tuple[Edition, ...]
    files: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def groups(self) -> tuple[str, ...]:
        """All groups that its editions name."""
        found = (entry.group for edition in self.editions for entry in edition.entries.values())
        return tuple(dict.fromkeys(group for group in found if group))


@dataclass(frozen=True, slots=True)
class Example:
    """A small submission, with those beside it, and what must come of a rule on it."""

    outcome: OutcomeKind
    given: str
    fiscal_year: int | None
    source: Source
    sidecar: Sidecar = field(default_factory=Sidecar)
    prior: str = ""
    budget_document: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far apart two sides may be, in the base unit; for one dimension, or (exact) for all."""

    value: Decimal
    dimension: Dimension | None


@dataclass(frozen=True, slots=True)
class Rule:
    """Data: what must hold, where, since when, on what basis, how grave.

    `message` is what a finding says, words and expressions in turn; empty where the evidence says it.
    """

    id: str
    title: str
    severity: Severity
    basis: tuple[Basis, ...]
    for_each: tuple[ForEach, ...]
    when: Expression | None
    condition: Expression
    condition_source: str
    fix: str
    tolerance: Tolerance | None
    since: int | None
    until: int | None
    examples: tuple[Example, ...]
    source: Source
    message: tuple[str | Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a regulation asks of a disclosure: which rules decide it, or where a person has to look."""

    id: str
    words: str
    basis: Basis
    decided_by: tuple[str, ...]
    person: str
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack, ready to be evaluated. `sha256` is of the rule files that it was read from, `files` are these and
    those of its code lists, each with its own hash.

    `extends` are the packs that it took over, directly or not. `aliases` are other ways of writing a name,
    `other_names` the same turned round and normalised: for each other way the name.
    """

    id: str
    title: str
    version: str
    sha256: str
    applies: Applies
    sections: Mapping[str, SectionSpec]
    tables: Mapping[str, TableSpec]
    facts: Mapping[str, FactSpec]
    words: Mapping[str, tuple[str, ...]]
    code_lists: Mapping[str, CodeList]
    rules: tuple[Rule, ...]
    disabled: Mapping[str, str]
    extends: frozenset[str] = frozenset()
    obligations: tuple[Obligation, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    other_names: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, NumberSpec] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
