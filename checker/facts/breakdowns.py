"""Totals that a text divides: A N万元，其中：B N万元、C N万元, in a sentence or over numbered paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

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
_BUDGET = re.compile(r"(?:年初|全年|调整后?)?预算数?(?:为|是)?$")
_SPENT_END = re.compile(r"决算数?(?:为|是)?$")
_ACCOUNTS = re.compile(r"(?:支出)?决算数?")
_AGAINST = re.compile(
    r"[,(]?(?:与|和|同|比|较)(?P<period>20\d\d年度?|上年度?|上一年度?|去年)(?:年初)?(?:预算|决算|执行)?数?(?:相比较?|比较|对比)?,?"
)
_LAST_YEAR = ("上年度", "上年", "上一年", "上一年度", "去年")
_FLAT = re.compile(r"持平|一致|相同|无变化|没有变化|无增减|保持不变")
_CLAUSE_BREAK = re.compile(r"[,;:。]")
_MOST_SENTENCES = 4
_CLOSING = re.compile(r"(?:其中|具体(?:包括|为|如下)|分别(?:为|是))[:,]?$")

_INCOME = ("收入合计", "收入决算合计", "=收入")
_SPENDING = ("支出合计", "支出决算合计", "=支出")
PARTITIONS: tuple[tuple[re.Pattern[str], tuple[tuple[str, ...], ...]], ...] = (
    (re.compile(r"(?<!基本)支出(?!.*总计)|^$"), (("基本支出",), ("项目支出",))),
    (re.compile(r"(?<!基本)支出(?!.*总计)"), (("人员",), ("公用", "运转"), ("项目",))),
    (re.compile(r"基本支出"), (("人员",), ("公用",))),
    (re.compile(r"采购"), (("货物",), ("工程",), ("服务",))),
    (re.compile(r"三公|支出"), (("出国",), ("公务用车", "公车"), ("接待",))),
    (re.compile(r"车"), (("购置",), ("运行",))),
    (re.compile(r"财政拨款"), (("一般公共预算",), ("政府性基金",), ("国有资本",))),
    (re.compile(r"收入(?:决算)?总计"), (_INCOME, ("年初", "上年"))),
    (re.compile(r"收入(?:决算)?总计"), (_INCOME, ("使用", "弥补"), ("年初", "上年"))),
    (re.compile(r"支出(?:决算)?总计"), (_SPENDING, ("年末", "下年"))),
    (re.compile(r"支出(?:决算)?总计"), (_SPENDING, ("分配",), ("年末", "下年"))),
    (re.compile(r"面积"), (("地上",), ("地下",))),
    (re.compile(r"离退休人员$"), (("离休",), ("退休",))),
    (re.compile(r"结转和?结余$"), (("基本支出",), ("项目支出",))),
)
"""The labels that make up a whole, each with its other words (= the whole label), by what the whole is called (a change may
have no name): 预算法实施条例 art. 5 (基本 and 项目, 人员 and 公用), 政府采购法 art. 2 (货物, 工程, 服务), the three items of “三公”
and the two of 公务用车, the three budgets that allocate, the year's own and what is carried over, which is of 基本 or 项目支出 (部门决算报表)."""


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
        if spans is None:
            spans = parts_in(clauses.string, match.end(), end, to_the_end=True)
            if spans is not None and not _makes_such(total.name, [span.label for span in spans]):
                continue  # one of the parts may stand in what seems to speak of the last
        if not spans:
            continue
        spans = _of_one_measure(total.name, spans)
        if not spans:
            continue
        spans, end = _with_sentences(clauses.string, total.name, spans, end)
        found = tuple(_resolved(clauses, total, spans))
        if found and all(direction(part.label) for part in found) == (total.role is Role.CHANGE):
            done = end
            word = direction(total.label) if total.role is Role.CHANGE else None
            label = _COMPARED.sub("", before_direction(total.name)) if word else total.name
            yield from _breakdowns(clauses, (label, total.figure, word), found, (total.start, end))
            if word is None and extent(label, found, clauses.string[total.start : end]) is Extent.COMPLETE:
                yield from _increments(clauses, total, match.start(), found, end)


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
            if inner and not _adjoins(clauses, statement, opener.start()):
                return None
            sentence, stop = clauses.sentence(statement.low)
            return (
                statement
                if sentence == start or stop >= start or _spoken_of(clauses, statement, opener)
                else None
            )
        if statement.role is Role.LEVEL and statement.depth < depth:
            return None
    return None


def _adjoins(clauses: Clauses, total: Statement, at: int) -> bool:
    """Whether nothing but its share stands between a total and the bracket that divides it."""
    between = [s for s in clauses.statements if total.high <= s.low < at]
    return total.high == at or (
        len(between) == 1
        and between[0].role is Role.SHARE
        and between[0].high == at
        and clauses.string[total.high : between[0].start] == ","
    )


def _spoken_of(clauses: Clauses, total: Statement, opener: re.Match[str]) -> bool:
    """Whether a total some sentences before is the one that an opener divides: the first part is one that makes it up."""
    first = next((s for s in clauses.statements if s.low >= opener.end()), None)
    return (
        first is not None
        and first.role is Role.LEVEL
        and clauses.string[opener.start() : opener.start() + 1] in "。;"
        and any(
            name.search(total.name)
            and total.name
            and any(word in first.name for words in kinds for word in words)
            for name, kinds in PARTITIONS
        )
    )


def _end(string: str, opener: re.Match[str]) -> int:
    """Where the parts end: with the bracket, or with the full stop."""
    if opener[0].startswith("("):
        return closing(string, opener.start(), len(string))
    match = _FULL_STOP.search(string, opener.end())
    return match.start() if match else len(string)


def _of_one_measure(whole: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans that are of the budget, or of the accounts, as the whole is: A预算为9元，支出决算为8元；B预算为….

    Where budgets and accounts are named and the whole is neither, nobody can tell which are its parts.
    """
    measures: list[str] = []
    labels: list[str] = []
    owner = ""
    for span in spans:
        label = span.label
        if _BUDGET.search(label):
            owner = _BUDGET.sub("", label)
        elif owner and _ACCOUNTS.fullmatch(bare(label)):
            label = f"{owner}决算"
        labels.append(label)
        measures.append("预算" if _BUDGET.search(label) else "决算" if _SPENT_END.search(label) else "")
    if "预算" not in measures:
        return spans
    own = "预算" if _BUDGET.search(whole) else "决算" if _SPENT_END.search(whole) else ""
    if own == "" and set(measures) == {"预算"}:
        return spans
    return tuple(
        replace(span, label=label)
        for span, label, measure in zip(spans, labels, measures, strict=True)
        if own and measure == own
    )


def _with_sentences(
    string: str, whole: str, spans: tuple[Span, ...], end: int
) -> tuple[tuple[Span, ...], int]:
    """The spans with those of the next sentences, if only together they make up the whole: 其中：购置费0元。运行费2万元。"""
    if _makes_such(whole, [span.label for span in spans]):
        return spans, end
    more, stop = spans, end
    while len(more) < _MOST_SENTENCES and stop + 1 < len(string) and string[stop] == "。":
        match = _FULL_STOP.search(string, stop + 1)
        last = match.start() if match else len(string)
        following = parts_in(string, stop + 1, last)
        if not following or _CLAUSE_BREAK.search(string, stop + 1, following[0].start):
            break
        more, stop = (*more, following[0]), last
        if _makes_such(whole, [span.label for span in more]):
            return more, stop
    return spans, end


def _makes_such(whole: str, labels: Sequence[str]) -> bool:
    """Whether labels are those that by law or form make up such a whole."""
    return any(name.search(whole) and _makes_up(kinds, labels) for name, kinds in PARTITIONS)


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


def _increments(
    clauses: Clauses, total: Statement, opener: int, parts: Sequence[Part], end: int
) -> Iterator[Breakdown]:
    """The change of a whole that is divided, where each part states its own against the same period.

    X支出10万元，比上年增加2万元。其中：A 7万元，比上年增加3万元；B 3万元，比上年减少1万元.
    """
    whole = _change_behind(clauses, total.high, opener)
    if whole is None or whole[0] is None:
        return
    changed, against = whole
    starts = {s.figure.id: s for s in clauses.statements}
    at = [starts[part.figure.id] for part in parts]
    found: list[Part] = []
    for part, here, following in zip(parts, at, [*(s.start for s in at[1:]), end], strict=True):
        own = _change_behind(clauses, here.high, following)
        if own is None or own[1] != against:
            return
        if own[0] is not None:
            word = "减少" if direction(own[0].label) is Direction.DECREASE else "增加"
            found.append(Part(part.label + word, own[0].figure))
    if changed is None or len(found) < 2 or direction(changed.label) is Direction.UNCHOSEN:
        return
    words = clauses.words(changed.start, end)
    yield Breakdown(
        words,
        clauses.block,
        total.name,
        changed.figure,
        tuple(found),
        Extent.COMPLETE,
        direction(changed.label),
    )


def _change_behind(clauses: Clauses, start: int, end: int) -> tuple[Statement | None, str] | None:
    """The change stated right behind an amount, and against which period; no change where it says that it is flat."""
    match = _AGAINST.match(clauses.string, start, end)
    if match is None:
        return None
    period = "上年" if match["period"] in _LAST_YEAR else match["period"]
    if _FLAT.match(clauses.string, match.end(), end):
        return None, period
    first = next((s for s in clauses.statements if s.low >= match.end() and s.high <= end), None)
    if first is None or first.role is not Role.CHANGE or first.dimension is not Dimension.MONEY:
        return None
    return (
        (first, period)
        if before_direction(clauses.string[match.end() : first.low]) in ("", "预算数")
        else None
    )


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
    if _makes_such(whole, labels):
        return Extent.COMPLETE
    if any(all(label.endswith(kind) for label in labels) for kind in _CLASSES):
        return Extent.COMPLETE
    if len(labels) == 2 and labels[1].startswith(("不", "非")) and labels[1][1:] == labels[0]:
        return Extent.COMPLETE
    return Extent.OPEN


def _makes_up(partition: Sequence[Sequence[str]], labels: Sequence[str]) -> bool:
    """Whether each label is of one kind of the partition, and each kind has a label."""
    kinds = [
        [at for at, words in enumerate(partition) if any(_fits(word, label) for word in words)]
        for label in labels
    ]
    both = [label for label in labels if "购置" in label and "运行" in label]
    if both and any(("购置" in label) != ("运行" in label) for label in labels):
        return False  # a part and its own parts side by side
    return all(len(kind) == 1 for kind in kinds) and {kind[0] for kind in kinds} == set(range(len(partition)))


def _fits(word: str, label: str) -> bool:
    """Whether a label holds a word of a partition; one that begins with = is the whole label."""
    return label == word[1:] if word.startswith("=") else word in label


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
        totals = _leading(clauses, match.start())
        if not items and totals:
            items = _paragraphs(block, totals[0], passages)
        if len(items) < 2:
            continue
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


def _paragraphs(block: int, total: Statement, passages: Mapping[int, Clauses]) -> list[Clauses]:
    """The paragraphs without numbers behind a block whose first amounts make up the total; none if they do not."""
    items: list[Clauses] = []
    while len(items) < _MOST_SENTENCES and (item := passages.get(block + 1 + len(items))) is not None:
        first = _first(item, total)
        if first is None or first.figure.id != item.statements[0].figure.id or item.statements[0].start > 0:
            break
        items.append(item)
        firsts = [part for part in (_first(one, total) for one in items) if part is not None]
        if _makes_such(total.name, [part.label for part in firsts]):
            return items
    return []


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
