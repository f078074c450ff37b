"""Years where the form says which year must stand: titles, own statements, comparisons, the closing date.

Any other year (of a policy, a plan, an instrument, a project, a period) may be what it likes and has no role.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from checker.facts.passages import Passage, Where, passages_of
from checker.model.figure import Facts
from checker.model.text import normalise
from checker.model.wording import PrintedYear, YearRole

_YEAR = r"(?P<year>20\d\d)年(?:度)?"
_SUBJECT = (
    r"(?:[省市区县本]?级)?(?:部门|单位)?(?:财务|财政)?"
    r"(?:收入|支出|收支|财政拨款|一般公共预算|政府性基金|国有资本经营|\"三公\"|机关运行|政府采购|项目支出|基本支出|预算|决算)"
)
_TITLE = re.compile(rf"^(?P<body>[\u4e00-\u9fff()·]{{0,40}}?){_YEAR}{_SUBJECT}[^。;]*$")
_FORM = re.compile(
    r"^(?:(?:编制|填报|公开)?(?:部门|单位)(?:名称)?:[^\d]{2,40})?(?P<year>20\d\d)年(?:度)?(?:(?:金额)?单位:.*)?$"
)
_OTHER_TITLE = re.compile(r"执行|完成|绩效|自评|评价|调整|批复|关于|通知|《|上年|与|和20|至|-20|~|比")
_OWN = re.compile(
    rf"^(?:注:|说明:)?(?P<body>[\u4e00-\u9fff()·]{{0,40}}?){_YEAR},?(?P<after>[\u4e00-\u9fff()·]{{0,30}}?)"
    r"(?:收入支出总计|收入合计|支出合计|机关运行经费|政府采购支出|一般公共预算|财政拨款|收入预算|支出预算|收支总预算|\"三公\"经费(?:财政|支出|预算)|\"三公\"经费预算数|政府采购金额|政府采购预算"
    r"|没?有?无?(?:政府性基金|国有资本经营)预算|无\"三公\"经费|预算绩效管理工作开展情况)"
)
_RESULTS = re.compile(r"绩效|执行|完成|决算|自评")
_AGAINST = re.compile(
    rf"(?:与|比|较|和|同){_YEAR}(?:同期|当年|年初|部门|全年|的)*(?:预算|决算|执行|支出|收入|安排|完成|数|金额)*"
    r"(?:相比较|相比|比较|相较|(?=[^。;\d]{0,24}(?:增加|增长|减少|下降|上升|降低|持平|增减|变化)))"
)
_MONEY = re.compile(r"\d(?:\.\d+)?(?:万|亿)?元|持平")
_OF_BUDGET = re.compile(r"预算|决算|支出|收入|经费|费|总计|拨款")
_CLOSING = re.compile(
    r"截[至止](?:到|至)?(?:时间:)?(?P<year>20\d\d)年(?:12月31日|年?[末底])(?P<after>[^。]{0,60})"
)
_ASSETS = re.compile(r"车辆|固定资产|国有资产|资产总额|设备")
_YEARS = re.compile(r"(?<!\d)20\d\d(?=年)")


def years_of(facts: Facts) -> tuple[PrintedYear, ...]:
    """The years with a role, in reading order."""
    identity = facts.identity
    own = identity.fiscal_year.value if identity.fiscal_year else None
    kind = identity.kind.value if identity.kind else ""
    return tuple(one for passage in passages_of(facts.document) for one in _in_passage(passage, own, kind))


def _in_passage(passage: Passage, own: int | None, kind: str) -> Iterator[PrintedYear]:
    normal = normalise(passage.text.string)
    string = normal.string
    if passage.where in (Where.HEADING, Where.CAPTION, Where.CONTENTS):
        match = _TITLE.match(_unnumbered(string))
        offset = len(string) - len(_unnumbered(string))
        if match and not _OTHER_TITLE.search(string) and _of_kind(string, kind):
            yield _printed(passage, YearRole.TITLE, match, normal.source(offset, len(string)))
    if passage.where is Where.CAPTION and kind == "final-accounts" and (match := _FORM.match(string)):
        yield _printed(passage, YearRole.TITLE, match, normal.source(0, len(string)))
    if passage.where in (Where.PARAGRAPH, Where.NOTE):
        yield from _in_sentences(passage, own, kind)
    if passage.where in (Where.PARAGRAPH, Where.CAPTION) and kind == "final-accounts":
        for match in _CLOSING.finditer(string):
            if _ASSETS.search(match["after"]):
                yield _printed(
                    passage, YearRole.CLOSING, match, normal.source(match.start(), match.start("after"))
                )


def _in_sentences(passage: Passage, own: int | None, kind: str) -> Iterator[PrintedYear]:
    normal = normalise(passage.text.string)
    string = normal.string
    years = {int(year) for year in _YEARS.findall(string)}
    match = _OWN.match(string)
    last_years = (
        kind == "budget" and match is not None and "绩效" in match[0]
    )  # a budget tells of last year's results
    if (
        match
        and not last_years
        and (int(match["year"]) == own or own not in years)
        and not _AGAINST.search(match[0])
    ):
        yield _printed(passage, YearRole.OWN, match, normal.source(*match.span()))
    start = 0
    for end in [*(stop.end() for stop in re.finditer("[。;]", string)), len(string)]:
        found = list(_compared(string, start, end, own, kind))
        usual = own is not None and any(int(match["year"]) == own - 1 for match in found)
        for match in found:
            if (
                not usual or own is None or int(match["year"]) == own - 1
            ):  # beside the usual one, others may be added
                yield _printed(passage, YearRole.PREVIOUS, match, normal.source(*match.span()))
        start = end


def _compared(string: str, start: int, end: int, own: int | None, kind: str) -> Iterator[re.Match[str]]:
    """The years with which money of this year is compared in a sentence: not that of another year, which the last
    year before would be, nor the accounts with their own budget."""
    if _OF_BUDGET.search(string, start, end) is None:
        return
    last_money = max((money.start() for money in _MONEY.finditer(string, start, end)), default=-1)
    years = list(_YEARS.finditer(string, start, end))
    places = [year.start() for year in years]
    for match in _AGAINST.finditer(string, start, end):
        year = int(match["year"])
        before = bisect_left(places, match.start())
        of_another = before > 0 and int(years[before - 1][0]) not in (own, year)
        with_own_budget = kind == "final-accounts" and "预算" in match[0] and year == own
        if last_money >= match.end() and not of_another and not with_own_budget:
            yield match


def _printed(passage: Passage, role: YearRole, match: re.Match[str], span: tuple[int, int]) -> PrintedYear:
    return PrintedYear(role, int(match["year"]), passage.text.cut(*span), passage.block)


def _of_kind(string: str, kind: str) -> bool:
    """Whether a title is of what the document is: a budget may hold a table of last year's final accounts."""
    other = {"budget": "决算", "final-accounts": "预算"}.get(kind)
    if other is None:
        return False
    own = "预算" if other == "决算" else "决算"
    plain = re.sub(r"(?:一般公共|政府性基金|国有资本经营|社会保险基金)预算", "", string)
    return own in plain and other not in plain


def _unnumbered(string: str) -> str:
    return re.sub(
        r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|\(.{1,3}\)|\d{1,2}[.、])", "", string
    )
