"""Stated comparisons with another period: 比2023年预算增加5.00万元，增长2.10%；与上年持平."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from checker.facts.clauses import (
    RISES,
    Clauses,
    Role,
    Statement,
    bare,
    before_direction,
    direction,
)
from checker.model.amount import Dimension
from checker.model.figure import Figure
from checker.model.statement import Change, Direction

_OWN_BUDGET = r"(?:本年|当年)?(?:年初|全年|调整后?)?预算(?!收|支|安|总)(?:批复)?(?:数|金额)?"
"""The budget of the same year, which accounts are compared with."""
_COMPARED = re.compile(
    r"(?:与|和|同|比|较|对比)(?P<against>(?:20\d\d年度?|上年度?|上一年度?|去年|前年)(?:同期)?(?:当年|年初|全年)?"
    r"(?:(?:预算|决算|执行)(?!收|支|安|总))*(?:安排|批复)?(?:(?:实际)?(?:支出|收入)数|数|金额)?"
    rf"|{_OWN_BUDGET})"
    r"(?:相比较|相比|比较|相较|对比|(?=[^。;\d]{0,24}(?:增|减|上升|下降|提高|降低|压|调|缩|削|持平|变化|变动|一致|相同)))"
)
_FLAT = re.compile(
    r"(?P<near>基本|大致|大体)?(?:保持)?(?:持平|相同|一致|不变|没有变化|无变化|无增减(?:变动|变化)?|没有增减(?:变动|变化)?)"
)
_BASE = re.compile(
    rf"(?P<before>.*?)(?:与|和|同|比|较)(?P<against>(?:20\d\d年度?|上年度?|上一年度?|去年)[^\d]*|{_OWN_BUDGET})$"
)
_BARE_BASE = re.compile(
    r"(?P<before>)(?P<against>(?:20\d\d年度?|上年度?|上一年度?|去年)(?!.*(?:结转|结余|项目))[^\d]{0,12})"
)
"""A figure of the compared period that stands where it is named: 比2024年11.90万元增加0.50万元; 上年11.90万元，增加0.50万元."""
_COMPARED_WITH = re.compile(r"(?:相比较|相比|比较|对比)?,?")
_YEAR = re.compile(r"20\d\d(?=年)")
_LAST = re.compile(r"上年|上一年|去年")
_REASON = re.compile(
    r"(?:主要)?(?:变动|增减变化|变化|增加|减少|增长|下降)?的?(?:主要)?原因(?:是|为)?[:,]?|主要(?:是|为|系|因|由于)[:,]?"
)
_MONEY_WORDS = "经费|支出|预算|费用|拨款|支付"
_LEFT_OVER = re.compile(r"结余|结转")
_OTHER_CAUSE = re.compile(r"上年|去年|上一年|20\d\d年|结余|结转")
_REASON_MOVES = re.compile(
    rf"(?<![不未无没])(?:(?:{_MONEY_WORDS})(?:也|都|均|有所|略有|相应|大幅|小幅)?(?P<behind>增加|减少|增长|下降|上升)"
    rf"|(?P<before>增加|减少)了?[^,，。;；、]{{0,6}}?(?:{_MONEY_WORDS}))"
)
_MOVES = re.compile(r"[\d;]|增|减|上升|下降")
_ADVERBS = re.compile(
    r"^(?:其中|同比|环比|共|合计|总体|整体|预计|实际|略有|小幅|大幅|有所|分别)+|(?:同比|环比|共|分别|略有|小幅|大幅|有所)+$"
)
_LONGEST_SUBJECT = 24
_JOINED = re.compile(r"[、和及]")
_EACH = re.compile(r"(?:各|均|都|分别)+$")
_BALANCE = re.compile(
    r"(?:收入?[和与及/]?支出?|^支出?)(?:总?(?:预算|决算))?(?:总计|合计|总额|总数)?(?:\([^()]*\))?$"
)
"""Income and spending named together, as one amount: 收支, 收、支总计 (of which 支总计 stands behind the mark)."""
_INCOME_BESIDE = re.compile(r"收入?(?:总?预算|决算)?(?:总计|合计|总额|总数)?[、和与及]$")
_BEFORE_COMPARED = re.compile(r"[^,。;:、!?\n()]*$")
_OF_BUDGET = re.compile(r"预算(?:数|金额|安排)?(?:为|是)?$")
_BARE_BUDGET = re.compile(r"(?:年初|全年|调整后?)?预算(?:数|金额|安排)?(?:为|是)?")
_KINDS_OF_BUDGET = ("年初", "全年", "调整")
_NO_SUBJECT = re.compile(r"费用支出数?|费用|经费|金额")
"""Words before a comparison that name no amount of their own: they speak of the one before."""
_JUST_ACCOUNTS = re.compile(r"决算数?")
_OF_ACCOUNTS = re.compile(r"决算(?:数|金额)?(?:为|是)?$")
_ACCOUNTS_END = re.compile(r"决算数?$")
_SPENT = re.compile(r"(?:支出)?决算数?")
_BUDGET_END = re.compile(r"(?:年初|全年|调整后?)?预算数?$")
_NAMED = re.compile(r"(?:费|支出|收入|经费|总计|合计|结余|结转|预算|决算|拨款|总额|采购)(?:决算)?数?$")
_DIVIDED = re.compile(r"[,(;:]?(?:其中|包括)")


def changes_in(clauses: Clauses, fiscal_year: int | None, following: str = "") -> Iterator[Change]:
    """The comparisons of a paragraph: those with figures, then those that say that nothing changed.

    A reason that breaks off with the paragraph stands in the `following` one.
    """
    taken: set[int] = set()
    last: Change | None = None
    ended = 0
    for index, statement in enumerate(clauses.statements):
        if index not in taken and statement.role is Role.CHANGE:
            pair = _partner(clauses, index)
            if pair is not None:
                taken.add(pair)
            second = clauses.statements[pair] if pair else None
            change = _stated(clauses, statement, second, fiscal_year, following)
            start, stop = clauses.sentence(statement.low)
            if last is not None and start == ended and _goes_on(clauses, start, change):
                change = replace(change, current=last.current)
            last, ended = change, stop
            yield change
    for compared in _COMPARED.finditer(clauses.string):
        flat = _flat(clauses, compared, fiscal_year, following)
        if flat is not None:
            yield flat


def _goes_on(clauses: Clauses, start: int, change: Change) -> bool:
    """Whether a sentence compares once more what the one before it compared: 与年初预算相比，…；与上年相比，…."""
    return (
        change.current is None
        and change.base is None
        and not change.subject
        and _COMPARED.match(clauses.string, start) is not None
    )


def _partner(clauses: Clauses, index: int) -> int | None:
    """The percentage that goes with an amount, in the clause behind it."""
    if index + 1 >= len(clauses.statements):
        return None
    first, second = clauses.statements[index : index + 2]
    between = clauses.string[first.high : second.start]
    if (
        second.role is Role.CHANGE
        and first.dimension is not Dimension.PERCENT
        and second.dimension is Dimension.PERCENT
        and not before_direction(second.label)
        and between in (",", "、", "(", "")
    ):
        return index + 1
    return None


def _stated(
    clauses: Clauses, first: Statement, second: Statement | None, fiscal_year: int | None, following: str
) -> Change:
    """The change that a figure behind a word of direction states, with its percentage."""
    start, _ = clauses.sentence(first.start)
    compared = None
    for match in _COMPARED.finditer(clauses.string, start, first.low):
        compared = match
    percent = first if first.dimension is Dimension.PERCENT else second
    amount = None if first.dimension is Dimension.PERCENT else first
    word = direction(first.label)
    assert word is not None  # its role is a change
    words = first.start + len(before_direction(first.label))
    subject = _subject(clauses.string[max(first.start, compared.end() if compared else 0) : words])
    if compared is not None and not _EACH.sub("", subject):
        subject = _before(clauses, compared) or subject
    at = compared.start() if compared else first.start
    dimension = amount.dimension if amount else None
    against = compared["against"] if compared else ""
    stated = _stated_base(clauses, first, fiscal_year)
    if stated is not None:
        base, named = stated
        subject = _COMPARED_WITH.sub("", subject, count=1)
        at, against = base.start, named["against"]
        subject = subject or bare(named["before"])
        same = _current(clauses, subject, at, first.depth, dimension, against)
        same = same or _of_sentence(clauses, subject, at, amount, percent)
        current = same if same and same.dimension is base.dimension else None
        compared_with = base.figure if current else None
    else:
        current = _current(clauses, subject, at, first.depth, dimension, against) or _of_sentence(
            clauses, subject, at, amount, percent
        )
        compared_with = _base(clauses, compared, current, first.depth)
    last = second or first
    return Change(
        clauses.words(at, last.high),
        clauses.block,
        subject,
        word,
        direction(percent.label) if percent else None,
        amount.figure if amount else None,
        percent.figure if percent else None,
        current.figure if current else None,
        compared_with,
        against,
        _year(against, fiscal_year),
        _reason(clauses, last.high, following),
    )


def _stated_base(
    clauses: Clauses, change: Statement, fiscal_year: int | None
) -> tuple[Statement, re.Match[str]] | None:
    """The figure right before a change that its own words name as that of the compared period."""
    before = clauses.last_level(change.start, change.depth)
    if before is None or before.dimension is Dimension.PERCENT:
        return None
    start = change.start + (len(change.label) - len(_COMPARED_WITH.sub("", change.label, count=1)))
    if _COMPARED_WITH.fullmatch(clauses.string[before.high : start]) is None:
        return None
    named = _BASE.fullmatch(before.label)
    if named is None and fiscal_year is not None and _COMPARED.search(change.label) is None:
        named = _BARE_BASE.fullmatch(before.label)
    if named is None:
        return None
    of_budget = re.fullmatch(_OWN_BUDGET, named["against"]) is not None
    if not of_budget and _year(named["against"], fiscal_year) in (None, fiscal_year):
        return None
    return before, named


def _flat(
    clauses: Clauses, compared: re.Match[str], fiscal_year: int | None, following: str
) -> Change | None:
    """与上年持平: the comparison that a 与…相比 begins, if its clause says that nothing changed."""
    string = clauses.string
    _, end = clauses.sentence(compared.start())
    flat = _FLAT.search(string, compared.end(), end)
    if flat is None:
        return None
    between = string[compared.end() : flat.start()]
    if len(between) > _LONGEST_SUBJECT or _MOVES.search(between):
        return None
    subject = _subject(between.strip(","))
    depth = clauses.depth(compared.start())
    current = _current(clauses, subject, compared.start(), depth, None, compared["against"])
    return Change(
        clauses.words(compared.start(), flat.end()),
        clauses.block,
        subject,
        Direction.NEAR_FLAT if flat["near"] else Direction.FLAT,
        None,
        None,
        None,
        current.figure if current else None,
        _base(clauses, compared, current, depth),
        compared["against"],
        _year(compared["against"], fiscal_year),
        _reason(clauses, flat.end(), following),
    )


def _before(clauses: Clauses, compared: re.Match[str]) -> str:
    """What a clause names before it compares: 公务接待费与上年相比，减少; empty where that is a figure or nothing."""
    start, _ = clauses.sentence(compared.start())
    last = next((s.high for s in clauses.levels_before(compared.start())), 0)
    match = _BEFORE_COMPARED.search(clauses.string, max(start, last), compared.start())
    words = bare(match[0]) if match else ""
    named = _NAMED.search(words) or _BALANCE.fullmatch(words)
    return words if named and not _NO_SUBJECT.fullmatch(words) else ""


def _of_sentence(
    clauses: Clauses, subject: str, at: int, amount: Statement | None, percent: Statement | None
) -> Statement | None:
    """The figure that a comparison without a subject means where the sentence before it has several.

    Of a budget and its execution it is the execution. Of a whole and its parts it is the whole, unless the
    change is borne out by one of the parts: then the comparison may speak of that part.
    """
    if subject or amount is None or percent is None:
        return None
    here, _ = clauses.sentence(at)
    if here == 0 or at != here:
        return None
    start = clauses.string.rfind("。", 0, here - 1) + 1
    levels = [s for s in clauses.statements if start <= s.low < here and s.role is Role.LEVEL]
    levels = [s for s in levels if s.dimension is amount.dimension]
    executed = [s for s in levels if _OF_BUDGET.search(s.label) is None]
    if len(levels) > 1 and len(executed) == 1 and _OF_ACCOUNTS.search(executed[0].label):
        return executed[0]
    if len(levels) > 1 and _DIVIDED.match(clauses.string, levels[0].high):
        change = _signed(amount)
        return next((s for s in levels[1:] if _bears_out(s, change, percent)), levels[0])
    return None


def _signed(amount: Statement) -> Decimal:
    fell = direction(amount.label) is Direction.DECREASE
    return -amount.figure.amount.base if fell else amount.figure.amount.base


def _bears_out(level: Statement, change: Decimal, percent: Statement) -> bool:
    """Whether a change with its percentage is that of an amount, roughly: here a doubt is enough."""
    base = level.figure.amount.base - change
    stated = percent.figure.amount
    return base > 0 and abs(abs(100 * change / base) - stated.base) <= 2 * stated.slack


def _subject(label: str) -> str:
    """What changed, in words; empty where the clause leaves it to the one before."""
    return _ADVERBS.sub("", label.strip(","))


def _current(
    clauses: Clauses, subject: str, at: int, depth: int, dimension: Dimension | None, against: str = ""
) -> Statement | None:
    """The figure of this period: the last with the words of the subject; without a subject the last at all.

    A comparison in a sentence of its own speaks of the sentence before it, if that has one figure only.
    """
    levels = (s for s in clauses.levels_before(at) if dimension in (None, s.dimension) and not _is_base(s))
    last = _own_level(clauses, at, depth, against)
    if subject and not _EACH.sub("", subject) and last is not None and _is_balance(clauses, last):
        return last  # 收、支总计N万元，比上年各增加
    if subject:
        return next(
            (s for s in levels if _is_named(_called(clauses, s), subject) and _is_sure(clauses, s, subject)),
            None,
        )
    if last is None or dimension not in (None, last.dimension):
        return None
    start, end = clauses.sentence(last.low)
    here, _ = clauses.sentence(at)
    if here != start:
        there = takewhile(lambda s: s.low >= start, levels)
        if here != end or sum(s.low < end and not _is_beside(clauses, s) for s in there) != 1:
            return None
        if clauses.string[here - 1] == "。" and _is_part(clauses, last):
            return None
    before = clauses.last_level(last.low, last.depth)
    if before is not None and _JOINED.fullmatch(clauses.string[before.high : last.start]):
        return None  # one of a list: the change may be that of all of them
    return last


def _called(clauses: Clauses, statement: Statement) -> str:
    """The name of an amount; accounts behind their own budget are called by its name: X预算为9元，支出决算为8元."""
    if _SPENT.fullmatch(statement.name):
        start, _ = clauses.sentence(statement.low)
        before = clauses.last_level(statement.start, statement.depth)
        if before is not None and before.low >= start and _BUDGET_END.search(before.name):
            return _BUDGET_END.sub("决算", before.name)
    return statement.name


def _own_level(clauses: Clauses, at: int, depth: int, against: str) -> Statement | None:
    """The last level within the same brackets that is of this period's own: no figure that is compared with, and of
    N万元，年初预算M万元 the first."""
    year = _YEAR.search(against)
    return next(
        (
            s
            for s in clauses.levels_before(at)
            if s.depth == depth
            and not _is_base(s)
            and not _is_beside(clauses, s)
            and (year is None or f"{year[0]}年" not in s.label)
        ),
        None,
    )


def _is_part(clauses: Clauses, statement: Statement) -> bool:
    """Whether an amount stands behind a semicolon in a list of parts: A万元，其中：B万元；C万元。"""
    start, _ = clauses.sentence(statement.low)
    whole = clauses.string.rfind("。", 0, start) + 1
    return whole < start and _DIVIDED.search(clauses.string, whole, start) is not None


def _is_base(statement: Statement) -> bool:
    """Whether a figure is named as the one that is compared with: 与上年决算数N万元相比."""
    return _BASE.fullmatch(statement.label) is not None


def _is_beside(clauses: Clauses, statement: Statement) -> bool:
    """Whether a figure is a budget that only stands beside what was spent: 支出N万元，年初预算M万元."""
    if _BARE_BUDGET.fullmatch(statement.label) is None:
        return False
    start, _ = clauses.sentence(statement.low)
    before = clauses.last_level(statement.start, statement.depth)
    return (
        before is not None
        and before.low >= start
        and before.dimension is statement.dimension
        and _OF_BUDGET.search(before.label) is None
    )


def _is_named(name: str, subject: str) -> bool:
    """Whether an amount has the name of what changed; 收支各 is 收、支总计 as well."""
    name, subject = _EACH.sub("", name), _EACH.sub("", subject)
    if _JUST_ACCOUNTS.fullmatch(subject):
        return _ACCOUNTS_END.search(name) is not None
    if name.endswith(subject) or _ACCOUNTS_END.sub("", name).endswith(_ACCOUNTS_END.sub("", subject)):
        return subject != ""
    first, second = _BALANCE.search(name), _BALANCE.search(subject)
    return (
        first is not None and second is not None and name[: first.start()].endswith(subject[: second.start()])
    )


def _is_sure(clauses: Clauses, found: Statement, subject: str) -> bool:
    """Whether spending may stand for the balance of income and spending: both are stated, and alike."""
    name = _ACCOUNTS_END.sub("", _EACH.sub("", _called(clauses, found)))
    return name.endswith(_ACCOUNTS_END.sub("", _EACH.sub("", subject))) or _is_balance(clauses, found)


def _is_balance(clauses: Clauses, found: Statement) -> bool:
    """Whether an amount is that of income and of spending: 收、支总计; 收入总计N万元，支出总计N万元."""
    name = _EACH.sub("", found.name)
    match = _BALANCE.search(name)
    if match is None:
        return False
    if not match[0].startswith("支") or match.start() > 0:
        return True
    if _INCOME_BESIDE.search(clauses.string, 0, found.start):
        return True
    return any(
        before.name.replace("收入", "支出").endswith(name)
        and before.figure.amount.base == found.figure.amount.base
        for before in clauses.levels_before(found.start)
    )


def _base(
    clauses: Clauses, compared: re.Match[str] | None, current: Statement | None, depth: int
) -> Figure | None:
    """The figure of the compared period, where the same sentence gives exactly one with its year."""
    if compared is None or current is None:
        return None
    if re.fullmatch(_OWN_BUDGET, compared["against"]):
        return _own_budget(clauses, compared["against"], current)
    year = _YEAR.search(compared["against"])
    words = (year[0],) if year else ("上年", "去年", "上一年")
    start, _ = clauses.sentence(compared.start())
    found = [
        s
        for s in takewhile(lambda s: s.low >= start, clauses.levels_before(compared.start()))
        if s is not current
        and s.dimension is current.dimension
        and s.depth == depth
        and any(word in s.label for word in words)
    ]
    return found[0].figure if len(found) == 1 else None


def _own_budget(clauses: Clauses, against: str, current: Statement) -> Figure | None:
    """The budget beside what was spent, where its sentence gives exactly one of the kind that is named."""
    start, end = clauses.sentence(current.low)
    kind = next((kind for kind in _KINDS_OF_BUDGET if kind in against), "")
    found = [
        s
        for s in clauses.statements
        if start <= s.low < end
        and s.role is Role.LEVEL
        and s.dimension is current.dimension
        and s.depth == current.depth
        and s is not current
        and _OF_BUDGET.search(s.label)
        and not _is_base(s)
    ]
    named = [s for s in found if kind in s.label] if len(found) > 1 else found
    others = [
        s for s in found if s.label and kind and any(k in s.label for k in _KINDS_OF_BUDGET if k != kind)
    ]
    return named[0].figure if len(named) == 1 and named[0] not in others else None


def reason_word(change: Change) -> Direction | None:
    """Whether a reason speaks of money that rose or of money that fell; None if of neither or of both.

    What rose in the year before, or what is left over, moves the other way and tells nothing.
    """
    current = change.current
    about = change.subject or (current.context[max(0, current.start - 12) : current.start] if current else "")
    if _OTHER_CAUSE.search(change.reason) or _LEFT_OVER.search(about):
        return None
    found = {match["behind"] or match["before"] for match in _REASON_MOVES.finditer(change.reason)}
    words = {Direction.INCREASE if word in RISES else Direction.DECREASE for word in found}
    return words.pop() if len(words) == 1 else None


def _year(against: str, fiscal_year: int | None) -> int | None:
    year = _YEAR.search(against)
    if year:
        return int(year[0])
    return fiscal_year - 1 if fiscal_year is not None and _LAST.search(against) else None


def _reason(clauses: Clauses, at: int, following: str) -> str:
    """The reason behind a change: in its sentence, or in the next one if that begins with it."""
    string = clauses.string
    _, stop = clauses.sentence(at)
    match = _REASON.search(string, at, stop)
    if match is None:
        match = _REASON.match(string, stop)
        stop = clauses.sentence(stop)[1] if match else stop
    if match is None:
        return ""
    return string[match.end() : stop].rstrip("。;!?\n") or (following if match.end() >= len(string) else "")
