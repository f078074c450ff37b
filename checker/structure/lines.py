"""What a single line is: a unit, a caption, a heading, prose that goes on."""

from __future__ import annotations

import re

from checker.model.amount import MONEY_UNITS, UNITS, Unit
from checker.model.document import Heading
from checker.model.text import Text, normalise
from checker.structure.numbering import LABEL_LEVEL, numbering

_MONEY_UNIT = "|".join(unit.name for unit in reversed(MONEY_UNITS))
_UNIT_LINE = re.compile(rf"(?:金额)?单位:?(?:人民币)?(?P<unit>{_MONEY_UNIT})")
_UNIT_AT_END = re.compile(
    rf"(?P<before>.{{0,80}}?)(?:(?P<open>\()?(?:金额)?单位:(?:人民币)?(?P<unit>{_MONEY_UNIT})\)?"
    rf"|(?P<bracket>\()(?:人民币)?(?P<bare>{_MONEY_UNIT})\)):?"
)
_UNIT_IN_BRACKETS = re.compile(r"\((?:金额)?(?:单位:?)?(?P<unit>[^()]{1,6})\)")
_DEPARTMENT_CODE = re.compile(r"\d{3,6}[^\d年月日.、,:%()]{3,}")
_KEY_AND_VALUE = re.compile(r"[^:,。、;\d]{2,12}:.{0,60}")
_FORM_NUMBER = re.compile(r"(?:公开|财决|附|预算|决算)?(?:表|件)?\d{1,3}(?:-\d{1,2})?表?")
_YEAR = re.compile(r"\(?\d{4}年度?\)?|\d{4}年\d{1,2}月(?:\d{1,2}日)?")
_BODY = re.compile(r".*(?:局|厅|委|办|院|处|部|会|所|站|中心|办公室|办事处|街道|镇|乡)")
_TABLE = re.compile(r".*表(?:\([^()]*\))*:?")
_POINTS_ON = re.compile(r".*(?:下|如|见|附|上|本|此|该|列|右|左|后|前|各)表:")
_CONTINUED = re.compile(r"\(?(?:接上|续上|接前|续前|接|续)[表页]?\)?\d{0,3}:?")
_CONTINUATION = re.compile(
    r"\s*[（(]\s*(?:续|接)(?:上|前)?[表页]?[一二三四五六七八九十\d]*\s*[）)]|[\s—-]+续表?(?=\s*$)"
)
_TABLE_NUMBER = re.compile(
    r"\s*附?(?:表|件)(?:\s*\d{1,2}(?:\s*[-—－–.]\s*\d{1,2})?\s*[、．.:：\s—-]*(?=\D)|[一二三四五六七八九十]{0,3}[、:：\s]+)"
)
_UNIT_BEHIND = re.compile(
    rf"\s*[（(][^（()）]{{0,8}}?(?:{_MONEY_UNIT})\s*[）)]$|\s*(?:金额)?单\s*位\s*[:：]\s*(?:人民币)?(?:{_MONEY_UNIT})$"
)
_NOTE = re.compile(r"(?:注|备注|说明)\d?[:：]")
_SENTENCE_END = "。；！？;!?"
_CAPTION_LENGTH = 50
_NOTE_LENGTH = 100
_HEADING_LENGTH = 45
_PROSE_LENGTH = 20


def unit_of_line(string: str) -> Unit | None:
    """The unit that a line such as 单位：万元 states and nothing else."""
    match = _UNIT_LINE.fullmatch(normalise(string).string)
    return UNITS[match["unit"]] if match else None


def unit_in_caption(string: str) -> Unit | None:
    """The unit that a caption states at its end: 单位：元, 编制部门：… 单位：元, 收支表（万元）."""
    match = _UNIT_AT_END.fullmatch(normalise(string).string)
    return UNITS[match["unit"] or match["bare"]] if match else None


def unit_in_label(string: str) -> Unit | None:
    """The unit in the brackets of a label, such as 价值（金额单位：万元）or 房屋（平方米）."""
    for match in _UNIT_IN_BRACKETS.finditer(normalise(string).string):
        if match["unit"] in UNITS:
            return UNITS[match["unit"]]
    return None


def is_caption_detail(string: str) -> bool:
    """A caption line that is not the title: the unit, the department's code and name, 编制部门：…, 续表, 注：…"""
    folded = normalise(string).string
    unit = _UNIT_AT_END.fullmatch(folded)
    if unit is not None:
        before = unit["before"]
        bracketed = unit["open"] or unit["bracket"]
        named = _BODY.fullmatch(before) is None if bracketed else _TABLE.fullmatch(before) is not None
        return not before or not named or is_caption_detail(before)
    return (
        is_continuation(string)
        or is_note(string)
        or _FORM_NUMBER.fullmatch(folded) is not None
        or _YEAR.fullmatch(folded) is not None
        or _DEPARTMENT_CODE.fullmatch(folded) is not None
        or (_KEY_AND_VALUE.fullmatch(folded) is not None and not is_table_title(string))
    )


def is_continuation(string: str) -> bool:
    """Words that say that the table above goes on: 续表, （接上表）."""
    return _CONTINUED.fullmatch(normalise(string).string) is not None


def says_continued(string: str) -> bool:
    """Whether a caption says that the table above goes on, by itself or behind the title."""
    return is_continuation(string) or _CONTINUATION.search(string) is not None


def is_table_title(string: str) -> bool:
    """A line that ends with 表 and does not only point to one: 收支预算总表：, but not 具体见下表：."""
    if len(string) > _NOTE_LENGTH:
        return False
    folded = normalise(string).string
    return _TABLE.fullmatch(folded) is not None and _POINTS_ON.fullmatch(folded) is None


def title_of(text: Text) -> Text:
    """A title without what stands around it: 表3, （续）, （单位：万元）, the number of a heading, a colon."""
    string = text.string
    start, end = 0, len(string)
    number = numbering(string)
    if number is not None and number.rest:
        start = string.rindex(number.rest)
    table_number = _TABLE_NUMBER.match(string, start)
    if table_number:
        start = table_number.end()
    while True:
        left = string[start:end].rstrip(" \u3000\t：:")
        for ending in (_CONTINUATION, _UNIT_BEHIND):
            match = ending.search(left)
            if match and match.end() == len(left) and match.start():
                left = left[: match.start()]
        if len(left) == end - start:
            return text.cut(start, end) if left else text
        end = start + len(left)


def may_be_caption(string: str) -> bool:
    """Short, and neither a sentence nor the label of what follows."""
    stripped = string.strip()
    return len(stripped) <= _CAPTION_LENGTH and stripped[-1] not in _SENTENCE_END + "：:，,、"


def may_stand_above(string: str) -> bool:
    """Whether a line may be one of those between the title of a table, itself included, and its grid."""
    if is_note(string):
        return len(string) <= _NOTE_LENGTH
    if may_be_caption(string):
        return True
    named = is_table_title(string) or is_continuation(string) or unit_in_caption(string) is not None
    return named and len(string.strip()) <= _CAPTION_LENGTH


def may_be_heading(string: str) -> bool:
    """Short, without a full stop or semicolon anywhere in it."""
    return may_be_caption(string) and not any(mark in string for mark in "。；;")


def is_note(string: str) -> bool:
    return _NOTE.match(normalise(string).string) is not None


def heading(text: Text) -> Heading | None:
    """The heading that a paragraph is: numbered, short and not a sentence; or a short label with a colon."""
    string = text.string.strip()
    if not string or len(string) > _HEADING_LENGTH or string[-1] in _SENTENCE_END + "，,、":
        return None
    number = numbering(string)
    if number is not None:
        if not number.rest or any(mark in number.rest for mark in "。；"):
            return None
        return Heading(text, number.level, number.number, number.rest.rstrip("：:"))
    if string[-1] in "：:" and not any(mark in string for mark in "，。；,;"):
        return Heading(text, LABEL_LEVEL, "", string.rstrip("：:"))
    return None


def breaks_off(string: str) -> bool:
    """Prose that stops in the middle of a sentence, so that the next paragraph goes on with it."""
    stripped = string.strip()
    if not stripped or stripped[-1] in _SENTENCE_END + '：:.）)”"》':
        return False
    return stripped[-1] in "，、,（(" or (
        len(stripped) >= _PROSE_LENGTH and any(mark in stripped for mark in "，。；、")
    )
