"""What sentences and tables state of their figures, without any rule (DESIGN 4.2).

What a sentence does not state is None. `words` are the statement as it stands, with its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.model.figure import Figure
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a series: its label as printed and, where it is divided again, the parts of it."""

    label: str
    figure: Figure
    parts: tuple[Part, ...] = ()


class Extent(StrEnum):
    """Whether the parts that are named are all there are."""

    COMPLETE = "complete"
    OPEN = "open"


class Direction(StrEnum):
    """The word of a change. `unchosen`: a template's 增加（减少） was left standing."""

    INCREASE = "increase"
    DECREASE = "decrease"
    FLAT = "flat"
    NEAR_FLAT = "near_flat"
    UNCHOSEN = "unchosen"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`A N万元，其中：B N万元、C N万元`. `word` is the direction where the total is a change, and so are its parts."""

    words: Text
    block: int
    label: str
    total: Figure
    parts: tuple[Part, ...]
    listing: Extent
    word: Direction | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A stated comparison with another period.

    `amount` and `percent` are as printed, without sign; `percent_word` is the word before the percentage.
    `current` and `base` are what the text gives for this and the compared period.
    """

    words: Text
    block: int
    subject: str
    word: Direction
    percent_word: Direction | None
    amount: Figure | None
    percent: Figure | None
    current: Figure | None
    base: Figure | None
    against: str
    year: int | None
    reason: str


class ShareKind(StrEnum):
    """Whether a percentage is the share of a whole, or the growth that a row of a table states."""

    SHARE = "share"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class Level:
    """An amount of this period that a sentence states; `label` names it without year, number and body."""

    label: str
    figure: Figure
    block: int


@dataclass(frozen=True, slots=True)
class Share:
    """`X N万元，占Y%`: a part, the whole that it is a share of, and the percentage.

    A growth is the same of a row of a table: its 增减额, the amount of the year before and the 增减%.
    """

    words: Text
    block: int
    label: str
    part: Figure
    whole: Figure | None
    percent: Figure
    kind: ShareKind = ShareKind.SHARE


@dataclass(frozen=True, slots=True)
class Balance:
    """`收入总计N万元，支出总计N万元`, which are equal; of a fund with what was carried over and is left."""

    words: Text
    block: int
    label: str
    income: Figure
    spending: Figure
    opening: Figure | None
    closing: Figure | None


class Against(StrEnum):
    """How the actual figure is said to stand to the budget."""

    ABOVE = "above"
    BELOW = "below"
    EQUAL = "equal"
    NEAR_EQUAL = "near_equal"


@dataclass(frozen=True, slots=True)
class Completion:
    """`年初预算为N，支出决算为N，完成年初预算的Y%`. `budget` is the one that the percentage or the word names,
    `difference` the stated 预决算差异率."""

    words: Text
    block: int
    subject: str
    budget: Figure | None
    actual: Figure
    percent: Figure | None
    word: Against | None
    compared: Figure | None
    reason: str
    difference: Figure | None = None


class TotalKind(StrEnum):
    """By what a table shows that a cell is the total of others."""

    ROW = "rows"
    COLUMN = "columns"
    CODE = "codes"
    ORDINAL = "ordinals"
    INCREMENT = "increments"


@dataclass(frozen=True, slots=True)
class TableTotal:
    """A cell of a table with the cells that it is the total of; blank ones are left out."""

    block: int
    kind: TotalKind
    total: Figure
    parts: tuple[Figure, ...]
    listing: Extent


@dataclass(frozen=True, slots=True)
class Listing:
    """`A N万元，主要包括：B、C`: what an amount is made of, by names alone. 等 at its end leaves it open."""

    words: Text
    block: int
    label: str
    amount: Figure
    items: tuple[Text, ...]
    listing: Extent


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A numbered line of the table of contents and the heading of the same words; numbers without their marks."""

    words: Text
    number: str
    heading: Text
    heading_number: str


class Listed(StrEnum):
    """Whether an account stands in the document's tables; `unsure` where they do not tell."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Account:
    """`X（类）Y（款）Z（项）N万元，主要用于…`: a functional account that a sentence explains.

    `amounts` are stated as its own, `cells` the totals of its rows in the document's tables; where no table
    has it, `nearest` are the accounts there with its name or amount. `purpose_of` and `reason_of` name the
    account that the same words belong to; empty where they are its own.
    """

    words: Text
    block: int
    path: tuple[str, str, str]
    amounts: tuple[Figure, ...]
    cells: tuple[Figure, ...]
    listed: Listed
    purpose: Text | None
    reason: Text | None
    nearest: tuple[str, ...] = ()
    purpose_of: str = ""
    reason_of: str = ""


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit that a department lists; `name` is without number and 本级. `own`: it is the department's own body;
    `separate`: it has a budget and documents of its own, and is not part of the department's (不单列，并入本级)."""

    words: Text
    block: int
    name: str
    own: bool
    separate: bool


@dataclass(frozen=True, slots=True)
class UnitList:
    """单位构成: the units whose figures are in the department's, by its heading. `whole`: each line of it was
    understood, so that these are all."""

    words: Text
    block: int
    units: tuple[ListedUnit, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Statements:
    """All statements of a document, in reading order."""

    breakdowns: tuple[Breakdown, ...] = ()
    changes: tuple[Change, ...] = ()
    shares: tuple[Share, ...] = ()
    completions: tuple[Completion, ...] = ()
    totals: tuple[TableTotal, ...] = ()
    accounts: tuple[Account, ...] = ()
    lists: tuple[Listing, ...] = ()
    contents: tuple[ContentsEntry, ...] = ()
    levels: tuple[Level, ...] = ()
    balances: tuple[Balance, ...] = ()
    unit_list: UnitList | None = None
