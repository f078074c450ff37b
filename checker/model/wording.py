"""What the wording of a document shows without any rule: what was left in, slips of the pen, years, names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.model.figure import Figure
from checker.model.text import Text


class Leftover(StrEnum):
    """What was left of a template: a gap to fill, empty brackets, an instruction, a choice, a heading over nothing."""

    GAP = "gap"
    BRACKETS = "brackets"
    INSTRUCTION = "instruction"
    CHOICE = "choice"
    HEADING = "heading"


class Mark(StrEnum):
    """What is wrong with a mark of punctuation. `broken`: a reason is announced and not given; `open`: the last
    sentence of a section ends on a comma or semicolon; `missing`: it ends on nothing."""

    DOUBLED = "doubled"
    UNPAIRED = "unpaired"
    BROKEN = "broken"
    OPEN = "open"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Spot:
    """Words that stand out, and of what kind they are."""

    kind: Leftover | Mark
    words: Text
    block: int


class Form(StrEnum):
    """How a figure is written: in full, or with what slip.

    `other_unit`: the same digits stand elsewhere with another unit of money. `negative`: a minus behind a word of
    direction. `flat`: an amount right behind 持平. `nil`: a change of nothing, 增加0万元. `decimals`: 6.2
    where all others print two.
    """

    FULL = "full"
    NO_UNIT = "no_unit"
    CUT_UNIT = "cut_unit"
    TWO_UNITS = "two_units"
    OTHER_UNIT = "other_unit"
    NEGATIVE = "negative"
    FLAT = "flat"
    NIL = "nil"
    DECIMALS = "decimals"


@dataclass(frozen=True, slots=True)
class Written:
    """A figure of a sentence as it is written; `figure` is None where its unit cannot be told."""

    form: Form
    words: Text
    block: int
    figure: Figure | None


class YearRole(StrEnum):
    """What a printed year is: of a title, of a statement of the document's own, the compared year, the closing date
    of the accounts."""

    TITLE = "titled"
    OWN = "own"
    PREVIOUS = "previous"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class PrintedYear:
    role: YearRole
    year: int
    words: Text
    block: int


class NameStanding(StrEnum):
    """How a name stands to the document's own: the same, short for it, one character off, or another body's.

    `department`: 本部门 in the document of a unit.
    """

    OWN = "own"
    SHORT = "short"
    VARIANT = "variant"
    OTHER = "other"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class BodyName:
    """The name of a body in a place where the document's own stands by its form."""

    standing: NameStanding
    words: Text
    block: int


@dataclass(frozen=True, slots=True)
class Sentence:
    words: Text
    block: int


@dataclass(frozen=True, slots=True)
class NumberedHeading:
    """A heading: its number without marks (一, 3), what that counts (None without one), its level and its words."""

    words: Text
    block: int
    number: str
    ordinal: int | None
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A long paragraph that stands again, word for word, under another heading; `first` is where it stood before."""

    words: Text
    block: int
    first: Text


@dataclass(frozen=True, slots=True)
class Wording:
    """What the wording of a document shows, in reading order."""

    leftovers: tuple[Spot, ...] = ()
    marks: tuple[Spot, ...] = ()
    figures: tuple[Written, ...] = ()
    years: tuple[PrintedYear, ...] = ()
    bodies: tuple[BodyName, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    headings: tuple[NumberedHeading, ...] = ()
    copies: tuple[Copy, ...] = ()
