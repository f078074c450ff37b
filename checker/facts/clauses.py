"""A paragraph as clauses: each figure with the words before it and what they make of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from checker.facts.figures import quantities
from checker.model.amount import Dimension
from checker.model.figure import IN_TEXT, Figure, Figures
from checker.model.statement import Direction
from checker.model.text import Normal, Text, normalise

RISES = "增加 增长 上升 提高 上涨 新增 调增 追加 扩大 增".split()
FALLS = "减少 下降 降低 压减 核减 调减 缩减 压缩 削减 减 降".split()
_WORDS = "|".join([*RISES, *FALLS])
_DIRECTION = re.compile(
    rf"(?P<word>{_WORDS})(?:\((?P<other>{_WORDS})\)|/(?P<or>{_WORDS}))?了?(?:约|近)?(?:率|额|数|幅度|幅|比例|金额)?(?:为|是|达到|达)?$"
)
_SHARE = re.compile(r"(?:比重|占比|占(?P<whole>[^,;]{0,40}?)的?(?:比例|比重)?)(?:为|达到|达|是)?$")
_COMPLETION = re.compile(
    r"(?:完成|占)?(?P<of>[^,;]{0,16}?)的?(?:完成率|执行率|完成|比例)?(?:为|达到|达|是)?$"
)
_COMPLETED = re.compile(r"完成(?:年初|全年|调整后?)?预算(?:数)?(?:的|为)?")
"""The budget that a completion names with its amount: 完成年初预算9元的60%."""
_SENTENCE = re.compile(r"[。;!?\n]")
_CLAUSE = re.compile(r"[,;:。!?、\n]")
_LEADING = re.compile(
    r"^(?:其中|和|及|以及|并|另|同时|上述|当年|本年度?|(?:截至)?(?:20\d\d年(?:度|末|底)?))+"
)
_TRAILING = re.compile(r"(?:分别)?(?:为|是|达到|达|约|共计|合计为|总计为|共)+$")


class Role(StrEnum):
    """What a figure is in its clause."""

    LEVEL = "level"
    CHANGE = "change"
    SHARE = "share"
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure with the words before it. Bounds are in the normalised paragraph; `depth` counts brackets.

    `name` is the label without connecting words and year at its ends.
    """

    label: str
    name: str
    start: int
    low: int
    high: int
    depth: int
    role: Role
    figure: Figure

    @property
    def dimension(self) -> Dimension:
        return self.figure.amount.unit.dimension


@dataclass(frozen=True)
class Clauses:
    """A paragraph, its figures in order, and the bounds of its sentences."""

    block: int
    text: Text
    normal: Normal
    statements: tuple[Statement, ...]

    @property
    def string(self) -> str:
        return self.normal.string

    def words(self, start: int, end: int) -> Text:
        """The words as they stand between two positions of the normalised text."""
        return self.text.cut(*self.normal.source(start, end))

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where the sentences end, semicolons counted as ends."""
        return (*(match.end() for match in _SENTENCE.finditer(self.string)), len(self.string))

    def sentence(self, at: int) -> tuple[int, int]:
        """The bounds of the sentence that holds a position."""
        index = bisect_right(self.ends, at)
        start = self.ends[index - 1] if index else 0
        return start, self.ends[index] if index < len(self.ends) else len(self.string)

    def is_behind_semicolon(self, at: int) -> bool:
        """Whether the clause that holds a position goes on behind a semicolon."""
        return self.string[self.sentence(at)[0] - 1 : self.sentence(at)[0]] == ";"

    def depth(self, at: int) -> int:
        """How many brackets are open at a position."""
        return self.string.count("(", 0, at) - self.string.count(")", 0, at)

    @cached_property
    def _highs(self) -> tuple[int, ...]:
        return tuple(statement.high for statement in self.statements)

    @cached_property
    def _lows(self) -> tuple[int, ...]:
        return tuple(statement.low for statement in self.statements)

    def before(self, at: int) -> tuple[Statement, ...]:
        """The figures that end at or before a position."""
        return self.statements[: bisect_right(self._highs, at)]

    def behind(self, at: int) -> Statement | None:
        """The first figure that begins at or behind a position."""
        index = bisect_left(self._lows, at)
        return self.statements[index] if index < len(self.statements) else None

    @cached_property
    def levels(self) -> tuple[Statement, ...]:
        """The figures that are no change, share or completion."""
        return tuple(statement for statement in self.statements if statement.role is Role.LEVEL)

    @cached_property
    def _level_ends(self) -> tuple[int, ...]:
        return tuple(statement.high for statement in self.levels)

    def levels_before(self, at: int) -> Iterator[Statement]:
        """The levels that end at or before a position, the nearest first."""
        for index in range(bisect_right(self._level_ends, at) - 1, -1, -1):
            yield self.levels[index]

    def last_level(self, at: int, depth: int) -> Statement | None:
        """The last level before a position within the same brackets."""
        return next((statement for statement in self.levels_before(at) if statement.depth == depth), None)


def clauses_of(block: int, text: Text, figures: Figures) -> Clauses | None:
    """The clauses of a paragraph; None if it states no figure."""
    normal = normalise(text.string)
    string = normal.string
    statements: list[Statement] = []
    depth = at = before = 0
    for low, high, amount in quantities(string):
        depth += string.count("(", at, low) - string.count(")", at, low)
        at = low
        figure = figures.at(block, IN_TEXT, normal.source(low, high)[0])
        if figure is None:
            continue
        start = _clause_start(string, before, low)
        label = string[start:low]
        role = _role(label, amount.unit.dimension)
        statements.append(Statement(label, bare(label), start, low, high, depth, role, figure))
        before = high
    return Clauses(block, text, normal, tuple(statements)) if statements else None


def _clause_start(string: str, earliest: int, low: int) -> int:
    """Where the clause that ends at `low` begins: behind the last mark or the last bracket left open."""
    depth = 0
    for at in range(low - 1, earliest - 1, -1):
        mark = string[at]
        depth += (mark == ")") - (mark == "(")
        if depth < 0 or (depth == 0 and _CLAUSE.match(mark)):
            return at + 1
    # a bracket that was opened before `earliest` closes here
    close = string.rfind(")", earliest, low)
    return close + 1 if close >= 0 and depth > 0 else earliest


def _role(label: str, dimension: Dimension) -> Role:
    if _DIRECTION.search(label):
        return Role.CHANGE
    if dimension is Dimension.MONEY and _COMPLETED.fullmatch(label):
        return Role.COMPLETION
    if dimension is Dimension.PERCENT:
        if "完成" in label or "执行率" in label:
            return Role.COMPLETION
        if _SHARE.search(label) and label.startswith(("占", "比重")):
            return Role.SHARE
    return Role.LEVEL


def bare(label: str) -> str:
    """A label without connecting words and year at its ends."""
    words = _TRAILING.sub("", _LEADING.sub("", label))
    return words.strip('"') if words.count('"') % 2 or words.strip('"').count('"') == 0 else words


def direction(label: str) -> Direction | None:
    """The word of direction at the end of a label."""
    match = _DIRECTION.search(label)
    if match is None:
        return None
    if match["other"] or match["or"]:
        return Direction.UNCHOSEN
    return Direction.INCREASE if match["word"] in RISES else Direction.DECREASE


def before_direction(label: str) -> str:
    """What a label says before its word of direction."""
    match = _DIRECTION.search(label)
    return label[: match.start()] if match else label


def share_of(label: str) -> str:
    """The words that name the whole of a share; empty where it is not named."""
    match = _SHARE.search(label)
    return (match["whole"] or "") if match else ""


def completion_of(label: str) -> str:
    """The words that name the budget of a completion: 年初预算, 全年预算数, 预算."""
    match = _COMPLETION.search(label)
    return match["of"].removeprefix("完成") if match else ""
