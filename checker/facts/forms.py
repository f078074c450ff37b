"""How the figures of sentences are written: in full, without their unit, with half of it or two, against their words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from checker.facts.passages import Where, passages_of
from checker.model.amount import Dimension
from checker.model.figure import IN_TEXT, Facts, Figure, FigureId
from checker.model.text import Normal, Text, normalise
from checker.model.wording import Form, Written

_RISES, _FALLS = "增加|增长|上升|提高", "减少|下降|降低|压减"
_END = r"(?=[,;。、)]|$)(?![、,]\d)"  # 4125.49、4143.91万元 share a unit
_MONEY = (
    r"(?:(?:预算|决算|支出|收入|经费|费|合计|总计|拨款|资金|金额|安排)(?:数|额|总额)?(?:\([^()]{1,14}\))?"
    r"|货物|工程|服务|结转|结余|总额|规模|(?:类|款|项)\)\"?)(?:为|是|共|共计|共安排|均为|各为|各是)?"
)
_NO_MONEY = "(?:分|率|比|号|版|系数|指数|倍|值)"
"""What has no unit: 自评得分95.50."""
_SLIPS = {
    Form.TWO_UNITS: re.compile(r"\d(?:万元|亿元|元|%)(?:万元|亿元|元(?!/)|%)"),
    Form.NEGATIVE: re.compile(
        rf"(?:{_RISES}|{_FALLS})(?:了|约)?-\d+(?:\.\d+)?(?:万元|元)|(?:{_FALLS})(?:了|约)?-\d+(?:\.\d+)?%"
    ),
    Form.FLAT: re.compile(
        rf"(?<!基本)(?<!大致)(?<!大体)持平[,(]?(?:{_RISES}|{_FALLS})(?:了|约)?(?!0+(?:\.0+)?(?!\d|\.\d))\d+(?:\.\d+)?(?:万元|元|%)"
        rf"|(?:{_RISES}|{_FALLS})(?:了|约)?(?!0+(?:\.0+)?(?!\d|\.\d))\d+(?:\.\d+)?(?:万元|元|%),?持平"
    ),
    Form.NIL: re.compile(rf"(?:{_RISES}|{_FALLS})(?:了|为)?0+(?:\.0+)?(?:万元|元|%)"),
    Form.CUT_UNIT: re.compile(rf"(?:{_MONEY}|(?:{_RISES}|{_FALLS})了?)\d+(?:\.\d+)?万(?=[,;。、)(]|$)"),
    Form.NO_UNIT: re.compile(
        rf"(?:(?:{_MONEY}|(?:{_RISES}|{_FALLS})(?:了|为|约)?)\d{{1,15}}\.\d{{1,6}}"
        rf"|(?<=元[,、;])(?![^,;。、]{{0,12}}{_NO_MONEY})[\u4e00-\u9fff]{{2,12}}\d{{1,15}}\.\d{{2}}{_END}"
        rf"|(?<=元[,(])占比?\d{{1,3}}(?:\.\d{{1,4}})?{_END}|(?:占比|比重|完成率|执行率|占[^,;。\d]{{1,16}}的|完成[^,;。\d]{{0,14}}的)(?:为|约)?\d{{1,3}}(?:\.\d{{1,4}})?){_END}"
    ),
}
_FELLOW = re.compile(r"\d(?:万元|元|亿元|%)")
_PARTS = re.compile(r"[^。;]{0,40}[。;]?其中")
_DECLARED = re.compile(r"单位(?:均|都|统一)?(?:为|是|:)?(?:人民币)?(?:百|千|万|亿)?元")
"""A paragraph that gives the unit of all amounts."""
_DECIMALS = re.compile(r"[.．]([\d０-９]+)")
_USUAL = 8  # so many with two decimals for each with one
_DIGITS = 4  # so many significant digits are alike by no chance


def forms_of(facts: Facts) -> tuple[Written, ...]:
    """The figures of paragraphs and notes with the form of each, and the slips that make no figure."""
    in_text: dict[tuple[int, int], dict[int, Figure]] = defaultdict(dict)
    for key, figure in facts.figures.items():
        if key.row <= IN_TEXT:
            in_text[key.block, key.row][key.column] = figure
    odd = {figure.id: Form.DECIMALS for figure in _short(facts)} | dict.fromkeys(_odd(facts), Form.OTHER_UNIT)
    texts = [
        normalise(passage.text.string).string
        for passage in passages_of(facts.document)
        if passage.where is Where.PARAGRAPH
    ]
    usual = any(_FELLOW.search(text) for text in texts) and not any(_DECLARED.search(text) for text in texts)
    result: list[Written] = []
    notes: Counter[int] = Counter()
    for passage in passages_of(facts.document):
        if passage.where not in (Where.PARAGRAPH, Where.NOTE):
            continue
        row = IN_TEXT
        if passage.where is Where.NOTE:
            notes[passage.block] += 1
            row -= notes[passage.block]
        result.extend(_written(passage.text, passage.block, in_text[passage.block, row], odd))
    return tuple(one for one in result if usual or one.form not in (Form.NO_UNIT, Form.CUT_UNIT))


def _written(
    text: Text, block: int, figures: Mapping[int, Figure], odd: Mapping[FigureId, Form]
) -> Iterator[Written]:
    normal = normalise(text.string)
    string = normal.string
    slips = [(match.span(), form) for form, pattern in _SLIPS.items() for match in pattern.finditer(string)]
    taken: set[int] = set()
    for (low, high), form in sorted(slips):
        start, end = normal.source(low, high)
        inside = [at for at in figures if start <= at < end]
        taken.update(inside)
        yield Written(form, text.cut(start, end), block, figures[inside[-1]] if inside else None)
    for at, figure in figures.items():
        if at not in taken:
            yield Written(_form(figure, odd, normal, at), _around(text, at, figure), block, figure)


def _form(figure: Figure, odd: Mapping[FigureId, Form], normal: Normal, at: int) -> Form:
    """The odd form of a figure; not `other_unit` where its parts follow: then arithmetic decides."""
    form = odd.get(figure.id, Form.FULL)
    if form is not Form.OTHER_UNIT:
        return form
    behind = normal.position(at + len(figure.text))
    return Form.FULL if _PARTS.match(normal.string, behind) else Form.OTHER_UNIT


def _around(text: Text, at: int, figure: Figure) -> Text:
    return text.cut(at, at + len(figure.text))


def _short(facts: Facts) -> Iterator[Figure]:
    """The amounts of money in sentences with one decimal, where all others that have any have two."""
    printed: dict[int, list[Figure]] = defaultdict(list)
    for key, figure in facts.figures.items():
        if key.row == IN_TEXT and figure.amount.unit.dimension is Dimension.MONEY:
            match = _DECIMALS.search(figure.text)
            if match:
                printed[len(match[1])].append(figure)
    if len(printed[2]) >= _USUAL * len(printed[1]) and set(printed) <= {1, 2}:
        yield from printed[1]


def _odd(facts: Facts) -> dict[FigureId, Figure]:
    """The amounts of money in sentences whose digits stand more often with another unit of money."""
    by_digits: dict[str, list[Figure]] = defaultdict(list)
    for key, figure in facts.figures.items():
        if key.row == IN_TEXT and figure.amount.unit.dimension is Dimension.MONEY:
            digits = f"{figure.amount.value.normalize():f}"
            if len(digits.replace(".", "").strip("0")) >= _DIGITS:
                by_digits[digits].append(figure)
    return {figure.id: figure for alike in by_digits.values() for figure in _rarer(alike)}


def _rarer(alike: Sequence[Figure]) -> Iterator[Figure]:
    units = Counter(figure.amount.unit.name for figure in alike)
    if len(units) == 2:
        (often, most), (_, least) = units.most_common()
        if most > least:
            yield from (figure for figure in alike if figure.amount.unit.name != often)
