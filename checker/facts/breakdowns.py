"""Totals that a text divides: A N万元，其中：B N万元、C N万元, in a sentence or over numbered paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from checker.facts.clauses import Clauses, Role, Statement, bare, before_direction, direction
from checker.facts.series import WITHOUT_UNIT, Span, closing, parts_in
from checker.model.amount import Dimension
from checker.model.figure import Figure
from checker.model.statement import Breakdown, Direction, Extent, Part
from checker.structure.numbering import numbering

OPENER = re.compile(r"[,。;(]?(?:其中|主要用于以下方面|具体(?:包括|为|如下)|分别(?:为|是)|包括)[:,]?")
_OF_A_NAME = re.compile(r"(?:(?<=[。;])|^)(?P<name>[^,。;:\d]{2,24})中,")
_ETC = re.compile(r"等(?:\(|[,。;)]|$)")
_CLASSES = ("(类)", "(款)", "(项)")
_OVERLAPPING = re.compile(r"中小|小微|小型|微型|面向|预留|授予")
_FULL_STOP = re.compile(r"[。!?\n]")
_COMPARED = re.compile(r"(?:与|和|同|比|较).*")
_SPENT = re.compile(r"[,。;](?P<name>支出|收入)$")
_CLOSING = re.compile(r"(?:其中|具体(?:包括|为|如下)|分别(?:为|是))[:,]?$")

PARTITIONS: tuple[tuple[re.Pattern[str], tuple[tuple[str, ...], ...]], ...] = (
    (re.compile(r"(?<!基本)支出(?!.*总计)|^$"), (("基本支出",), ("项目支出",))),
    (re.compile(r"(?<!基本)支出(?!.*总计)"), (("人员",), ("公用", "运转"), ("项目",))),
    (re.compile(r"基本支出"), (("人员",), ("公用",))),
    (re.compile(r"采购"), (("货物",), ("工程",), ("服务",))),
    (re.compile(r"三公|支出"), (("出国",), ("公务用车", "公车"), ("接待",))),
    (re.compile(r"车"), (("购置",), ("运行",))),
    (re.compile(r"财政拨款"), (("一般公共预算",), ("政府性基金",), ("国有资本",))),
    (re.compile(r"收入总计"), (("收入合计",), ("年初", "上年"))),
    (re.compile(r"收入总计"), (("收入合计",), ("使用", "弥补"), ("年初", "上年"))),
    (re.compile(r"支出总计"), (("支出合计",), ("年末", "下年"))),
    (re.compile(r"支出总计"), (("支出合计",), ("分配",), ("年末", "下年"))),
    (re.compile(r"面积"), (("地上",), ("地下",))),
)
"""The labels that make up a whole, each with its other words, by what the whole is called (a change may have no
name): 预算法实施条例 art. 5 (基本 and 项目, 人员 and 公用), 政府采购法 art. 2 (货物, 工程, 服务), the three items of “三公”
and the two of 公务用车, the three budgets that allocate, the year's own and what is carried over (部门决算报表)."""


def breakdowns_in(clauses: Clauses) -> Iterator[Breakdown]:
    """The breakdowns within a paragraph; parts that are divided again are breakdowns too."""
    done = 0
    for match in sorted(
        [*OPENER.finditer(clauses.string), *_OF_A_NAME.finditer(clauses.string)], key=lambda m: m.start()
    ):
        if match.start() < done:
            continue  # inside the parts of the one before, which knows its own parts
        total = _total(clauses, match)
        if total is None:
            continue
        end = _end(clauses.string, match)
        spans = parts_in(clauses.string, match.end(), end)
        if not spans:
            continue
        found = tuple(_resolved(clauses, total, spans))
        if found and all(direction(part.label) for part in found) == (total.role is Role.CHANGE):
            done = end
            word = direction(total.label) if total.role is Role.CHANGE else None
            label = _COMPARED.sub("", before_direction(total.name)) if word else total.name
            yield from _breakdowns(clauses, (label, total.figure, word), found, (total.start, end))


def _total(clauses: Clauses, opener: re.Match[str]) -> Statement | None:
    """The figure that an opener divides: the level before it, or the change if its parts are changes."""
    name = opener.groupdict().get("name")
    earlier = [statement for statement in clauses.statements if statement.high <= opener.start()]
    if name is not None:
        return next((s for s in reversed(earlier) if s.role is Role.LEVEL and s.name.endswith(name)), None)
    if not earlier:
        return None
    inner = opener[0].startswith("(")
    start, _ = clauses.sentence(opener.start())
    if earlier[-1].high == opener.start() and earlier[-1].role is Role.CHANGE:
        following = next((s for s in clauses.statements if s.low >= opener.end()), None)
        if following is not None and direction(following.label):
            amounts = [
                s for s in earlier[-2:] if s.role is Role.CHANGE and s.dimension is not Dimension.PERCENT
            ]
            return amounts[-1] if amounts else None
    depth = clauses.depth(opener.start())
    spent = _SPENT.search(clauses.string, earlier[-1].high, opener.start())
    for statement in reversed(earlier):
        if spent and not statement.name.endswith(spent["name"]):
            continue  # 年末结转0万元。支出主要用于以下方面: what is divided is named
        if statement.role is Role.LEVEL and statement.depth == depth:
            if inner and statement.high != opener.start():
                return None
            sentence, stop = clauses.sentence(statement.low)
            return statement if sentence == start or stop >= start else None
        if statement.role is Role.LEVEL and statement.depth < depth:
            return None
    return None


def _end(string: str, opener: re.Match[str]) -> int:
    """Where the parts end: with the bracket, or with the full stop."""
    if opener[0].startswith("("):
        return closing(string, opener.start(), len(string))
    match = _FULL_STOP.search(string, opener.end())
    return match.start() if match else len(string)


def _resolved(clauses: Clauses, total: Statement, spans: Sequence[Span]) -> Iterator[Part]:
    """The spans with their figures, those in other units than the total left out."""
    by_place = {statement.low: statement.figure for statement in clauses.statements}
    for span in spans:
        figure = by_place.get(span.start)
        if figure is not None and figure.amount.unit.compares_with(total.figure.amount.unit):
            yield Part(bare(span.label), figure, tuple(_resolved(clauses, total, span.parts)))


def _breakdowns(
    clauses: Clauses,
    whole: tuple[str, Figure, Direction | None],
    parts: Sequence[Part],
    bounds: tuple[int, int],
) -> Iterator[Breakdown]:
    """A breakdown and those of its parts that are divided again."""
    label, total, word = whole
    words = clauses.words(*bounds)
    kind = extent(label, parts, clauses.string[slice(*bounds)])
    yield Breakdown(words, clauses.block, label, total, tuple(parts), kind, word)
    for part in parts:
        if part.parts:
            inner = (part.label, part.figure, direction(part.label))
            yield from _breakdowns(clauses, inner, part.parts, bounds)


def extent(whole: str, parts: Sequence[Part], words: str) -> Extent:
    """Whether the parts are all there are: they end with 其他, are those that make up such a whole, or classes."""
    labels = [part.label for part in parts]
    if (
        len(parts) < 2
        or _ETC.search(words[-2:])
        or WITHOUT_UNIT.search(words)
        or any(_OVERLAPPING.search(label) for label in labels)
    ):
        return Extent.OPEN
    if labels[-1].startswith("其他"):
        return Extent.COMPLETE
    if any(name.search(whole) and _makes_up(kinds, labels) for name, kinds in PARTITIONS):
        return Extent.COMPLETE
    if any(all(label.endswith(kind) for label in labels) for kind in _CLASSES):
        return Extent.COMPLETE
    if len(labels) == 2 and labels[1].startswith(("不", "非")) and labels[1][1:] == labels[0]:
        return Extent.COMPLETE
    return Extent.OPEN


def _makes_up(partition: Sequence[Sequence[str]], labels: Sequence[str]) -> bool:
    """Whether each label is of one kind of the partition, and each kind has a label."""
    kinds = [
        [at for at, words in enumerate(partition) if any(word in label for word in words)] for label in labels
    ]
    return all(len(kind) == 1 for kind in kinds) and {kind[0] for kind in kinds} == set(range(len(partition)))


def breakdowns_over(passages: Mapping[int, Clauses], strings: Mapping[int, str]) -> Iterator[Breakdown]:
    """Totals whose parts stand in the numbered paragraphs after them, one each.

    `strings` are the texts of all paragraphs by block; the items are the run of paragraphs with one style
    of number behind a paragraph that ends with 其中. Where the items name their figures as the total does
    (年初预算, 支出决算), each name is summed for itself and the items are all there are.
    """
    for block, clauses in passages.items():
        match = _CLOSING.search(clauses.string)
        if match is None:
            continue
        items = list(_items(block, passages, strings))
        if len(items) < 2:
            continue
        totals = _leading(clauses, match.start())
        named = [(total, [_named(item, total) for item in items]) for total in totals]
        alike = [(total, parts) for total, parts in named if all(parts)]
        for total, parts in alike or [
            (total, [_first(item, total) for item in items]) for total in totals[:1]
        ]:
            found = tuple(part for part in parts if part is not None)
            if len(found) == len(items):
                words = clauses.words(total.start, match.start())
                kind = Extent.COMPLETE if alike else extent(total.name, found, "")
                yield Breakdown(words, block, total.name, total.figure, found, kind)


def _items(block: int, passages: Mapping[int, Clauses], strings: Mapping[int, str]) -> Iterator[Clauses]:
    """The numbered paragraphs behind a block, up to the first that begins another count.

    One that breaks off behind a colon goes on in the next paragraph.
    """
    style: int | None = None
    at = block + 1
    while at in strings:
        number = numbering(strings[at])
        if number is None:
            if style is None:
                return
        elif style is None or number.level == style:
            style = number.level
            broken = at not in passages and strings[at].rstrip().endswith((":", "："))
            if at + broken not in passages:
                return
            yield passages[at + broken]
        elif number.level < style:
            return
        at += 1


def _leading(clauses: Clauses, end: int) -> list[Statement]:
    """The levels outside brackets before a closing 其中, in its sentence or the last that has any."""
    levels = [s for s in clauses.statements if s.high <= end and s.role is Role.LEVEL and s.depth == 0]
    return [s for s in levels if clauses.sentence(s.low) == clauses.sentence(levels[-1].low)]


def _named(item: Clauses, total: Statement) -> Part | None:
    """The figure of an item under the name that the total has at its end."""
    for statement in item.statements:
        name = statement.name.removesuffix("数")
        if statement.role is Role.LEVEL and len(name) >= 3 and total.name.removesuffix("数").endswith(name):
            return Part(name, statement.figure)
    return None


def _first(item: Clauses, total: Statement) -> Part | None:
    """The first figure of an item that is of the kind of the total."""
    for statement in item.statements:
        if statement.role is Role.LEVEL and statement.figure.amount.unit.compares_with(
            total.figure.amount.unit
        ):
            return Part(statement.name, statement.figure)
    return None
