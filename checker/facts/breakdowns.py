"""Totals that a text divides: A N万元，其中：B N万元、C N万元, in a sentence or over numbered paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import and_, xor

from checker.facts.clauses import Clauses, Role, Statement, bare, before_direction, direction
from checker.facts.series import WITHOUT_UNIT, Span, closing, parts_in
from checker.model.amount import Dimension
from checker.model.figure import Figure
from checker.model.statement import Breakdown, Direction, Extent, Part
from checker.structure.numbering import numbering

OPENER = re.compile(
    r"[,。;(]?(?:其中|主要用于以下方面|(?:分布|具体)?构成(?:情况)?(?:为|是|如下)?(?=:)|具体(?:包括|为|是|如下)|分别(?:为|是)|包括"
    r"|按[^,。;:\d]{2,12}(?:分类|划分|区分|(?<=用途|性质|类别|科目|功能|经济)分)(?:情况)?(?:,?(?:包括|其中|主要用于以下方面))?(?=[:,]))[:,]?"
)
_OF_A_NAME = re.compile(r"(?:(?<=[。;])|^)(?P<name>[^,。;:\d]{2,24})中,")
_ETC = re.compile(r"等(?:\(|[,。;)]|$)")
_ETC_ASIDE = re.compile(r"\d[^\d]*?(?:用于|主要是|包括|原因)[^\d]*等[,。;]?$")
"""Open is what the last part is spent on, not the list of parts: 运行维护费9元，主要用于燃料费、保险费等."""
_CLASSES = ("(类)", "(款)", "(项)")
_OVERLAPPING = re.compile(r"中小|小微|小型|微型|面向|预留|授予")
_FULL_STOP = re.compile(r"[。!?\n]")
_COMPARED = re.compile(r"(?:与|和|同|比|较).*")
_SPENT = re.compile(r"[,。;](?P<name>支出|收入)$")
_BOTH = re.compile(r"收(?:入)?[、和与及]?支(?:出)?总?(?:预算|决算)?(?:总计|合计|总额|总数)?(?:各|均)?$")
"""Income and spending as one amount: 收支总预算 is divided by its income, and once more by its spending."""
_BY_KIND = re.compile(r"按[^,。;:\d]{2,12}(?:分类|划分|区分|(?<=用途|性质|类别|科目|功能|经济)分)")
"""What is divided by a classification is divided in full: 按功能分类，A万元、B万元；按支出性质分类，…."""
_KINDS = re.compile(
    r"(?:^|(?<=[,。;:]))(?=按)按[^,。;:\d]{2,12}(?:分类|划分|区分|(?<=用途|性质|类别|科目|功能|经济)分)"
)
_NEXT = re.compile(r";(?:支出|收入)包括|;按")
_CARRIED = re.compile(r"结转|结余")
_BUDGET = re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?:年初|全年|调整后?)?预算数?(?:为|是)?$")
_SPENT_END = re.compile(r"决算数?(?:为|是)?$")
_ACCOUNTS = re.compile(r"(?:支出)?决算数?")
_ITEM_HEAD = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.])?(?P<head>[^,。;:\d]{2,20})[:。]")
_THREE_PUBLIC_TOTAL = re.compile(
    r'"?三公"?经费(?:财政拨款)?(?:支出)?(?:年初|全年)?(?:预算|决算)(?:数|安排)?(?:为|总额)?$'
)
_THREE_PUBLIC_ITEM = re.compile(
    r"(?P<abroad>因公出国)|(?P<vehicles>公务用?车购置(?:及|和|与)运[行维])|(?P<purchase>公务用?车购置)|(?P<running>公务用?车运[行维])"
    r"|(?P<reception>公务接待)"
)
_THREE_PUBLIC_KINDS = {
    "abroad": "因公出国（境）费",
    "vehicles": "公务用车购置及运行维护费",
    "purchase": "公务用车购置费",
    "running": "公务用车运行维护费",
    "reception": "公务接待费",
}
_DIVIDED = re.compile("其中|包括")
_THREE_PUBLIC_SETS = tuple(
    tuple(_THREE_PUBLIC_KINDS[kind] for kind in kinds)
    for kinds in (("abroad", "vehicles", "reception"), ("abroad", "purchase", "running", "reception"))
)
_FARTHEST = 24  # blocks between the total of “三公” and its last item
_NO_NAME = re.compile(r"(?:年初|全年|当年|本年|安排|预算|决算|支出|执行|金额|数|共|计)+")
"""A label that does not say what it is the amount of: the head of its paragraph does, 2.公务接待费：年初预算N万元."""
_AGAINST = re.compile(
    r"(?:,占[^,;。]{0,20}?%)?[,(。]?(?:与|和|同|比|较)(?P<period>20\d\d年度?|上年度?|上一年度?|去年)(?:年初)?(?:预算|决算|执行)?数?(?:相比较?|比较|对比)?,?"
)
_LAST_YEAR = ("上年度", "上年", "上一年", "上一年度", "去年")
_FLAT = re.compile(r"持平|一致|相同|无变化|没有变化|无增减|保持不变")
_COUNTED = re.compile(r"(?<!\d)(?P<count>\d{1,2})[项个家](?:[^,。;\d]{0,8}),[^,。;]{0,30},?分别(?:为|是)")
"""How many parts there are, before they are named: 共3项，金额9万元，分别是."""
_FLAT_PART = re.compile(
    r"(?<=[,;:。])(?P<name>(?:[^,;:。()\d]|\(境\)){2,24}?)(?:与|和|同|较|比)[^,;:。]{2,12}?(?:持平|一致|相同|无变化|没有变化|无增减)"
)
"""A part that did not change: 因公出国（境）费与上年持平."""
_CLAUSE_BREAK = re.compile(r"[,;:。]")
_MOST_SENTENCES = 4
_CLOSING = re.compile(r"(?:其中|具体(?:情况)?(?:包括|为|是|如下)|分别(?:为|是)|包括)[:,]?$")

_FUNCTIONS = re.compile(
    r"(?:一般公共服务|外交|国防|公共安全|教育|科学技术|文化(?:旅游)?体育与传媒|社会保障和就业|社会保险基金|卫生健康"
    r"|医疗卫生(?:与计划生育)?|节能环保|城乡社区|农林水|交通运输|资源勘探(?:工业)?信息等|商业服务业等|金融|援助其他地区"
    r"|(?:自然资源|国土)海洋气象等|住房保障|粮油物资储备|灾害防治及应急管理|国有资本经营预算|其他|债务还本|债务付息|债务发行费用)"
    r"(?:支出)?(?:\((?:2\d\d)?类\))?(?:支出)?(?:预算|决算)?数?"
)
"""The 类 of expenditure by function (政府收支分类科目), as explanations name them: nobody names some of them only."""
_ECONOMIC = re.compile(
    r"工资福利支出|商品和服务支出|对个人和家庭的?补助(?:支出)?|资本性支出|债务利息(?:及费用)?支出|其他支出"
)
_INCOMES = re.compile(
    r"(?:本年)?(?:收入|(?:一般公共预算|政府性基金|国有资本|财政拨款|财政专户|教育收费|(?:事业)?单位资金|事业(?:单位)?(?:经营)?收入|经营收入|上级补助"
    r"|附属单位|专户|基金预算|其他|非财政拨款|非同级财政|使用|用事业基金).*)"
)
_SPENDINGS = re.compile(
    r"(?:基本|项目|经营|上缴上级|对附属单位补助)(?:支出)?|对附属单位的?补助支出|结余分配|(?:年末|本年末)(?:财政拨款)?(?:结转|结余).*|结转下年.*"
)
_LEFT = re.compile(r"(?:年末|本年末).*|结转下年.*")
_CARRIED_OVER = re.compile(
    r"(?:单位)?(?:上年|年初)[^,]*?(?:结转|结余)(?:和?结余|资金|收入|财政拨款|一般公共预算|拨款|预算数|安排|\([^()]*\))*"
)
_CODED = re.compile(r"(?:\(?[一二三四五六七八九十\d]{1,3}[)、.])?(?P<code>2\d{6})(?=[\u4e00-\u9fff])")
_LEAST_PURPOSES = 4  # so many economic purposes are all that spending of any kind has
_LEAST_USES = 3  # so many uses of vehicles are a list of all of them
_INCOME = ("收入合计", "收入决算合计", "=收入")
_SPENDING = ("支出合计", "支出决算合计", "=支出")
PARTITIONS: tuple[tuple[re.Pattern[str], tuple[tuple[str, ...], ...]], ...] = (
    (re.compile(r"(?<!基本)支出(?!.*总计)|^$"), (("基本支出",), ("项目支出",))),
    (re.compile(r"(?<!基本)支出(?!.*总计)"), (("人员",), ("公用", "运转"), ("项目",))),
    (re.compile(r"(?<!基本)支出(?!.*总计)"), (("人员",), ("对个人和家庭",), ("公用", "运转"), ("项目",))),
    (re.compile(r"基本支出"), (("人员",), ("公用",))),
    (re.compile(r"采购"), (("货物",), ("工程",), ("服务",))),
    (re.compile(r"三公|支出|^$"), (("出国",), ("公务用车", "公车"), ("接待",))),
    (re.compile(r"车"), (("购置",), ("运行", "运维"))),
    (re.compile(r"财政拨款"), (("一般公共预算",), ("政府性基金",), ("国有资本",))),
    (re.compile(r"收入(?:决算)?总计"), (_INCOME, ("年初", "上年"))),
    (re.compile(r"收入(?:决算)?总计"), (_INCOME, ("使用", "弥补"), ("年初", "上年"))),
    (re.compile(r"支出(?:决算)?总计"), (_SPENDING, ("年末", "下年"))),
    (re.compile(r"支出(?:决算)?总计"), (_SPENDING, ("分配",), ("年末", "下年"))),
    (re.compile(r"接待"), (("国内",), ("(境)外", "国外", "外事", "外宾"))),
    (re.compile(r"编制|实有|在职"), (("行政",), ("事业",))),
    (re.compile(r"编制|实有|在职"), (("行政",), ("工勤",), ("事业",))),
    (re.compile(r"项目|自评|评价"), (("优",), ("良",), ("中",), ("差",))),
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
        total = replace(total, name=_called(clauses, total))
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
        spans, end = _up_to_semicolon(clauses.string, match.end(), total.name, spans, end)
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
    earlier = clauses.before(opener.start())
    if name is not None:
        return next((s for s in reversed(earlier) if s.role is Role.LEVEL and s.name.endswith(name)), None)
    if not earlier:
        return None
    inner = opener[0].startswith("(")
    start, _ = clauses.sentence(opener.start())
    if earlier[-1].high == opener.start() and earlier[-1].role is Role.CHANGE:
        following = clauses.behind(opener.end())
        if following is not None and direction(following.label):
            amounts = [
                s for s in earlier[-2:] if s.role is Role.CHANGE and s.dimension is not Dimension.PERCENT
            ]
            return amounts[-1] if amounts else None
    depth = clauses.depth(opener.start())
    following = clauses.behind(opener.end())
    spent = _SPENT.search(clauses.string, earlier[-1].high, opener.start())
    if _BY_KIND.search(opener[0]):
        return _classified(clauses, opener.start(), earlier)
    for statement in reversed(earlier):
        if spent and statement.role is Role.LEVEL and _BOTH.search(statement.name):
            return statement
        if spent and not statement.name.endswith(spent["name"]):
            continue  # 年末结转0万元。支出主要用于以下方面: what is divided is named
        if following is not None and _passed_over(clauses, statement, following):
            continue
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


def _classified(clauses: Clauses, at: int, earlier: Sequence[Statement]) -> Statement | None:
    """What a classification divides: the amount before it, or what the classification before that divides."""
    first = next(_KINDS.finditer(clauses.string, 0, at), None)
    bound = first.start() if first else at
    before = [s for s in earlier if s.high <= bound and s.role is Role.LEVEL and s.depth == 0]
    start, _ = clauses.sentence(bound)
    last = before[-1] if before else None
    return last if last and clauses.sentence(last.low)[1] >= start else None


def _passed_over(clauses: Clauses, statement: Statement, part: Statement) -> bool:
    """Whether an amount is surely not what a part is of: left over and the part spent, or in another unit than the part
    though one of its sentence has the part's."""
    if statement.role is not Role.LEVEL:
        return False
    if _CARRIED.search(statement.name) and "支出" in part.name and not _CARRIED.search(part.name):
        return True
    unit = part.figure.amount.unit
    start, _ = clauses.sentence(statement.low)
    return not statement.figure.amount.unit.compares_with(unit) and any(
        s.figure.amount.unit.compares_with(unit) and s.role is Role.LEVEL and start <= s.low < statement.low
        for s in clauses.statements
    )


def _called(clauses: Clauses, total: Statement) -> str:
    """The name of a total; one that does not say what it is of has the head of its paragraph before it.

    Of 公务接待费预算为9元，支出决算为8元 the latter is the accounts of what the former names.
    """
    if _ACCOUNTS.fullmatch(total.name):
        start, _ = clauses.sentence(total.low)
        before = clauses.last_level(total.start, total.depth)
        if before is not None and before.low >= start and (budget := _BUDGET.search(before.name)):
            return before.name[: budget.start()] + "决算"
    if not _NO_NAME.fullmatch(total.name):
        return total.name
    head = _ITEM_HEAD.match(clauses.string, 0, total.start)
    return head["head"] + total.name if head else total.name


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
    end = match.start() if match else len(string)
    another = _NEXT.search(string, opener.end(), end)
    return another.start() if another else end


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


def _up_to_semicolon(
    string: str, start: int, whole: str, spans: tuple[Span, ...], end: int
) -> tuple[tuple[Span, ...], int]:
    """The spans before the first semicolon, if they make up the whole and all of them do not: 其中：A、B；结余C."""
    stop = string.find(";", start, end)
    if stop < 0 or _makes_such(whole, [span.label for span in spans]):
        return spans, end
    first = tuple(span for span in spans if span.end <= stop)
    return (first, stop) if _makes_such(whole, [span.label for span in first]) else (spans, end)


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
    said = clauses.string[slice(*bounds)]
    kind = extent(label, parts, said)
    counted = _COUNTED.search(clauses.string, clauses.sentence(bounds[0])[0], bounds[1])
    if counted and int(counted["count"]) == len(parts) and not _ETC.search(said[-2:]):
        kind = Extent.COMPLETE
    if word is not None and kind is Extent.OPEN and WITHOUT_UNIT.search(said) is None:
        flat = [match["name"] for match in _FLAT_PART.finditer(said)]
        if flat and _makes_such(label, [*(part.label for part in parts), *flat]):
            kind = Extent.COMPLETE
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
    if whole is None:
        again = re.compile(rf"。(?:本年度?|20\d\d年度?)?{re.escape(total.name)}").match(clauses.string, end)
        whole = _change_behind(clauses, again.end(), len(clauses.string)) if again and total.name else None
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
    words = clauses.words(min(changed.start, total.start), max(changed.high, end))
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
        or (_ETC.search(words[-2:]) and not _ETC_ASIDE.search(words))
        or WITHOUT_UNIT.search(words)
        or any(_OVERLAPPING.search(label) for label in labels)
    ):
        return Extent.OPEN
    if _BY_KIND.search(words) and len(_KINDS.findall(words)) == 1:
        return Extent.COMPLETE
    if _without_prefix(labels).startswith("其他"):
        return Extent.COMPLETE
    if _makes_such(whole, labels):
        return Extent.COMPLETE
    if any(all(label.endswith(kind) for label in labels) for kind in _CLASSES) or _is_closed(whole, labels):
        return Extent.COMPLETE
    if len(labels) == 2 and labels[1].startswith(("不", "非")) and labels[1][1:] == labels[0]:
        return Extent.COMPLETE
    return Extent.OPEN


def _without_prefix(labels: Sequence[str]) -> str:
    """The last label without what all of them begin with: 公务用车维修、公务用车其他支出."""
    if labels[-1].startswith("其他"):
        return labels[-1]
    last = labels[-1]
    at = max(
        (at for at in range(len(last)) if all(label.startswith(last[:at]) for label in labels)), default=0
    )
    return last[at:]


def _is_closed(whole: str, labels: Sequence[str]) -> bool:
    """Whether labels are of a classification that texts state in full: the 类 by function or by economic purpose, the 项
    by their codes, the kinds of income with what is carried over, the uses of vehicles."""
    if all(_FUNCTIONS.fullmatch(label) for label in labels) or all(_CODED.match(label) for label in labels):
        return True
    if all(_ECONOMIC.fullmatch(label) for label in labels):
        return (
            ("基本支出" in whole or ("支出" in whole and len(labels) >= _LEAST_PURPOSES))
            and any("工资" in one for one in labels)
            and any("商品" in one for one in labels)
        )
    if "车" in whole and len(labels) >= _LEAST_USES and all(label.endswith("用车") for label in labels):
        return True
    if any(_LEFT.fullmatch(label) for label in labels) and all(
        _SPENDINGS.fullmatch(label) for label in labels
    ):
        return any("支出" in label for label in labels)
    carried = [label for label in labels if _CARRIED_OVER.fullmatch(label)]
    return len(carried) == 1 and all(_INCOMES.fullmatch(label) for label in labels if label not in carried)


def _makes_up(partition: Sequence[Sequence[str]], labels: Sequence[str]) -> bool:
    """Whether each label is of one kind of the partition, and each kind has a label."""
    kinds = [
        [at for at, words in enumerate(partition) if any(_fits(word, label) for word in words)]
        for label in labels
    ]
    bought = ["购置" in label for label in labels]
    run = ["运行" in label or "运维" in label for label in labels]
    if any(map(and_, bought, run)) and any(map(xor, bought, run)):
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
        if match[0].startswith("具体") and totals and clauses.is_behind_semicolon(totals[0].low):
            continue  # of a list of amounts none is divided: 甲1元；乙2元。具体情况如下
        if not items and totals:
            items = _paragraphs(block, totals[0], passages)
        if len(items) < 2:
            continue
        if totals and all(_BY_KIND.match(_unnumbered(item.string)) for item in items):
            yield from _by_kinds(totals[0], items)
            continue
        named = [(total, [_named(item, total) for item in items]) for total in totals]
        alike = [(total, parts) for total, parts in named if all(parts)]
        for total, parts in alike or [
            (total, [_first(item, total) for item in items]) for total in _of_one_kind(totals)
        ]:
            found = tuple(part for part in parts if part is not None)
            if len(found) == len(items):
                words = clauses.words(total.start, match.start())
                name = _called(clauses, total)
                kind = Extent.COMPLETE if alike else extent(name, found, "")
                yield Breakdown(words, block, name, total.figure, found, kind)


def three_public_over(passages: Mapping[int, Clauses]) -> Iterator[Breakdown]:
    """The total of “三公” with its items, where each of them has a paragraph of its own somewhere behind.

    A total is divided once: the items behind it stand in paragraphs that begin with their names, each once, and
    state the same measure, a budget or accounts.
    """
    total: tuple[Clauses, Statement, str] | None = None
    items: dict[str, Part] = {}
    for block, clauses in passages.items():
        head = _three_public_total(clauses)
        if head is not None:
            total, items = (clauses, *head), {}
            continue
        if total is None:
            continue
        kind = _THREE_PUBLIC_ITEM.match(_unnumbered(clauses.string))
        if kind is None or "会议" in kind[0]:
            continue
        name = _THREE_PUBLIC_KINDS[next(at for at, words in kind.groupdict().items() if words)]
        part = _of_measure(clauses, total[2])
        if part is None or name in items or block - total[0].block > _FARTHEST:
            total = None
            continue
        items[name] = Part(name, part.figure)
        if any(set(items) == set(kinds) for kinds in _THREE_PUBLIC_SETS):
            whole = total[1]
            yield Breakdown(
                total[0].words(whole.start, whole.high),
                total[0].block,
                "“三公”经费" + total[2],
                whole.figure,
                tuple(items.values()),
                Extent.COMPLETE,
            )
            total = None


def _three_public_total(clauses: Clauses) -> tuple[Statement, str] | None:
    """The amount of all three of “三公” that a paragraph states first, and its measure: the accounts, or the budget."""
    levels = [s for s in clauses.statements if s.role is Role.LEVEL and s.dimension is Dimension.MONEY]
    if not levels or not _THREE_PUBLIC_TOTAL.search(levels[0].name):
        return None
    first = levels[0]
    if len(levels) > 1 and _BUDGET.search(first.name) and _ACCOUNTS.fullmatch(levels[1].name):
        return levels[1], "决算"
    if _SPENT_END.search(first.name):
        return first, "决算"
    return (first, "预算") if _BUDGET.search(first.name) or "预算" in first.name else None


def _of_measure(clauses: Clauses, measure: str) -> Statement | None:
    """The amount of a measure that a paragraph states of its item in its first sentence; none if there is another."""
    first = clauses.statements[0].high
    stops = [
        clauses.string.find("。", first),
        *(match.start() for match in _DIVIDED.finditer(clauses.string, first)),
    ]
    end = min((stop for stop in stops if stop >= 0), default=-1)
    levels = [
        s
        for s in clauses.statements
        if s.role is Role.LEVEL
        and s.dimension is Dimension.MONEY
        and s.depth == 0
        and (end < 0 or s.low < end)
        and not _COMPARED.search(s.label)
    ]
    if measure == "决算":
        spent = [s for s in levels if _SPENT_END.search(s.label)]
        return spent[0] if len(spent) == 1 else None
    return levels[0] if len(levels) == 1 and not _SPENT_END.search(levels[0].label) else None


def _by_kinds(total: Statement, items: Sequence[Clauses]) -> Iterator[Breakdown]:
    """A total that each of several paragraphs divides by a classification of its own."""
    for item in items:
        match = OPENER.search(item.string)
        if match is None or not _BY_KIND.search(match[0]):
            continue
        end = _end(item.string, match)
        spans = parts_in(item.string, match.end(), end)
        found = tuple(_resolved(item, total, spans)) if spans else ()
        if found and not any(direction(part.label) for part in found):
            words = item.string[match.start() : end]
            kind = extent(total.name, found, words)
            yield Breakdown(item.words(match.start(), end), item.block, total.name, total.figure, found, kind)


def _unnumbered(string: str) -> str:
    number = numbering(string)
    return number.rest if number else string


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


def _of_one_kind(totals: Sequence[Statement]) -> Sequence[Statement]:
    """The total that items without such names are parts of: the first, or the accounts behind their own budget."""
    if len(totals) > 1 and _BUDGET.search(totals[0].name) and _ACCOUNTS.fullmatch(totals[1].name):
        return totals[1:2]
    return totals[:1]


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
            return Part(_unnumbered(statement.name), statement.figure)
    return None
