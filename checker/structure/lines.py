"""What a single line is: a unit, a caption, a heading, prose that goes on."""

from __future__ import annotations

import re

from checker.model.amount import MONEY_UNITS, UNITS, Unit
from checker.model.document import Heading
from checker.model.text import Text, normalise, simplified
from checker.structure.numbering import LABEL_LEVEL, numbering

_MONEY = "|".join(unit.name for unit in reversed(MONEY_UNITS))
_UNIT = rf"(?:金额|货币|计量)?单位:?\(?(?:人民币)?(?P<unit>{_MONEY})(?:[、,/和]?%)?\)?(?:\([^()]{{1,12}}\))?"
"""单位：万元, also with what goes on in brackets (列至角分) or a share beside it; several units state none."""
_UNIT_LINE = re.compile(_UNIT)
_UNIT_AT_END = re.compile(
    rf"(?P<before>.{{0,80}}?)(?:(?P<open>\()?{_UNIT}\)?|(?P<bracket>\()(?:人民币)?(?P<bare>{_MONEY})\)):?"
)
_UNIT_IN_BRACKETS = re.compile(r"\((?:金额)?(?:单位:?)?(?P<unit>[^()]{1,6})\)")
_DEPARTMENT_CODE = re.compile(r"\d{3,6}[^\d年月日.、,:%()]{3,}")
_KEY_AND_VALUE = re.compile(r"[^:,。、;\d]{2,12}:.{0,60}")
_FORM_NUMBER = re.compile(
    r"(?:部门|单位|[省市县区本]级|预决算)?(?:财决|预算|决算|批复)?(?:公开|附)?"
    r"(?:(?:表|件)?\d{1,3}(?:-\d{1,2}){0,2}表?|(?:表|件)[一二三四五六七八九十]{1,3}):?"
)
_FORM_PREFIX = re.compile(
    r"\s*(?:部门|单位)?(?:财决|预算|决算)?(?:公开|附)?(?:表|件)"
    r"(?:\s*\d{1,3}(?:\s*[-—－–.]\s*\d{1,2}){0,2}(?:[、．.:：\s—-]*(?=\D)|[、．:：\s]+(?=\d{4}\s*年))|\s*[一二三四五六七八九十]{0,3}(?:\s*[、．.:：]\s*|\s+))"
    r"(?=\S{3})"
)
_YEAR = re.compile(r"\(?\d{4}年度?\)?|\d{4}年\d{1,2}月(?:\d{1,2}日)?")
_BODY = re.compile(r".*(?:局|厅|委|办|院|处|部|会|所|站|中心|办公室|办事处|街道|镇|乡)")
_TABLE_TITLE = re.compile(r"[^:,。;]{1,49}[^:,。;]表(?:\([^()]*\))*:?")
_POINTER = re.compile(r".*(?:[下上本附如见此该左右前后各]|[下所]列)表(?:\([^()]*\))*:?")
_POINTS = re.compile(
    r"(?:\d{4}年度?)?[^,。;:\d]{0,20}(?:(?:[如见]|[如详参具]见)(?:[附下上]表|本表|表\d{0,2})(?:所示|所列)?|如下):?"
)
"""Words that only lead to the table below: 具体见下表：, 情况如下表所示, 收入情况如下：."""
_CONTINUED = re.compile(r"\(?(?:接上|续上|接前|续前|接|续)[表页]?[一二三四五六七八九十\d]{0,3}\)?\d{0,3}:?")
_CONTINUED_BEHIND = re.compile(
    r"\s*[（(]\s*[续接][上前]?[表页]?[一二三四五六七八九十\d]*\s*[）)]$"
    r"|(?:[\s—-]+|(?<=[表）)]))续(?:表[一二三四五六七八九十\d]{0,2})?$"
)
_NOTE = re.compile(r"(?:注|备注|说明)\d?[:：]")
_NO_HEADING = re.compile(
    r"(?:附?图|表)\d{1,2}.*|.{0,40}(?:\d{4}|二[〇零○O]..)年(?:\d{1,2}|十?[一二三四五六七八九十])月.{0,4}"
)
"""The caption of a picture; a date, perhaps after the body that signs."""
_NAVIGATION = re.compile(
    r"(?:您?的?(?:当前|现在)?(?:所在)?位置[:：].*|首页[>»/|].*|[^>»]{2,12}(?:[>»][^>»]{2,20}){2,})"
)
_AMOUNT_LAST = re.compile(r"\d\s*(?:[万亿]?元|%|％)$")
_DIVIDED_AMOUNT = re.compile(
    r"\d\s*[万亿]?元[^。；]{0,12}[，,](?:具体|主要)?(?:其中|包括|分别为|分别是|构成如下|如下)[:：]?$"
)
"""An amount that what follows divides: （一）收入总计9元，包括：."""
_DUTY = "负责|承担|承办|组织|参与|监督|检查|督促|指导|协调|研究|拟订|贯彻|落实|管理|汇总|编制|审核|分析|掌握|了解|反映|报告|收集|跟踪|统计|向"
_NAMED_SECTION = re.compile(
    rf"[^，。；：,;:]{{2,40}}情况的?说明。|(?!{_DUTY})[^，。；：,;:]{{2,20}}(?:情况|主要职能|主要职责|机构设置)。"
)
"""What a section is called, with a full stop behind it; what a body does begins with a verb."""
_GOES_ON = re.compile(r".*(?:原因(?:是|为)?|用于)[：:]")
_TITLE_END = " \u3000\t\n：:"
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
        named = (
            _BODY.fullmatch(before) is None if bracketed else is_table_title(before[_form_prefix(before) :])
        )
        return not before or not named or is_caption_detail(before)
    return (
        is_continuation(string)
        or is_note(string)
        or is_form_number(string)
        or _YEAR.fullmatch(folded) is not None
        or _DEPARTMENT_CODE.fullmatch(folded) is not None
        or (
            _KEY_AND_VALUE.fullmatch(folded) is not None
            and not is_table_title(string[_form_prefix(string) :])
        )
    )


def is_continuation(string: str) -> bool:
    """Words that say that the table above goes on: 续表, （接上表）."""
    return _CONTINUED.fullmatch(normalise(string).string) is not None


def says_continued(string: str) -> bool:
    """Whether a caption says that the table above goes on, by itself or behind the title."""
    return (
        is_continuation(string) or _CONTINUED_BEHIND.search(simplified(string).rstrip(_TITLE_END)) is not None
    )


def is_table_title(string: str) -> bool:
    """Words that name a table, 收入支出决算总表 or 固定资产表（截至年末）：, and do not only point to one: 具体见下表：."""
    folded = normalise(string).string
    return _TABLE_TITLE.fullmatch(folded) is not None and _POINTER.fullmatch(folded) is None


def points_to_table(string: str) -> bool:
    """Words without a figure that lead from a title to its table, and are the title of nothing."""
    return numbering(string) is None and _POINTS.fullmatch(normalise(string).string) is not None


def title_of(text: Text) -> Text:
    """A title without what stands around it: 附表3：, 一、, （续）, （单位：万元）, a colon."""
    string = text.string
    number = numbering(string)
    start = string.rindex(number.rest) if number is not None and number.rest else 0
    start += _form_prefix(string[start:])
    end, longer = len(string), len(string) + 1
    while end < longer:
        longer = end
        end = start + len(string[start:end].rstrip(_TITLE_END))
        continued = _CONTINUED_BEHIND.search(simplified(string[start:end]))
        if continued:
            end = start + (continued.start() or end - start)
        folded = normalise(string[start:end])
        unit = _UNIT_AT_END.fullmatch(folded.string)
        if unit and unit["before"]:
            end = start + folded.origin[unit.end("before")]
    return text.cut(start, end) if start < end else text


def may_be_caption(string: str) -> bool:
    """Short, and neither a sentence nor the label of what follows."""
    stripped = string.strip()
    return (
        len(stripped) <= _CAPTION_LENGTH and stripped[-1] not in _SENTENCE_END + "：:，,、"
    ) or is_form_number(string)


def _form_prefix(title: str) -> int:
    """How much of a title is the number of its form or of the table: 附表3：, 表六 ."""
    match = _FORM_PREFIX.match(simplified(title))
    return match.end() if match else 0


def is_form_number(string: str) -> bool:
    """公开01表, 附表1：, 预算01-1表, 表五: the number that a table has in its form."""
    return _FORM_NUMBER.fullmatch(normalise(string).string) is not None


def may_stand_above(string: str) -> bool:
    """Whether a line may be one of those between the title of a table, itself included, and its grid."""
    if is_note(string):
        return len(string) <= _NOTE_LENGTH
    if points_to_table(string):
        return False
    if may_be_caption(string):
        return True
    named = is_table_title(string) or is_continuation(string) or unit_in_caption(string) is not None
    return named and len(string.strip()) <= _CAPTION_LENGTH


def may_be_heading(string: str) -> bool:
    """Short, without a full stop or semicolon anywhere in it, and neither a picture's caption nor a date."""
    return (
        may_be_caption(string)
        and not any(mark in string for mark in "。；;")
        and _NO_HEADING.fullmatch(normalise(string).string) is None
        and not points_to_table(string)
    )


def is_note(string: str) -> bool:
    return _NOTE.match(normalise(string).string) is not None


def is_further_note(note: str, string: str) -> bool:
    """Whether a line is the next item of a numbered note: 注：1.… and then 2.…."""
    before = numbering(_NOTE.sub("", normalise(note).string, count=1))
    after = numbering(string)
    if before is None or after is None or before.level != after.level:
        return False
    digits = [re.sub(r"\D", "", number.number) for number in (before, after)]
    return all(digits) and int(digits[1]) == int(digits[0]) + 1


def is_navigation(string: str) -> bool:
    """The way through a web site to the page: 首页 > 信息公开."""
    return _NAVIGATION.fullmatch(normalise(string).string) is not None


def heading(text: Text) -> Heading | None:
    """The heading that a paragraph is: numbered, short and not a sentence; or a short label with a colon.

    A numbered …情况 or …情况说明 is a heading though a full stop may stand behind it; what ends with an amount, or divides
    one, is none.
    """
    string = text.string.strip()
    number = numbering(string)
    if number is not None and _NAMED_SECTION.fullmatch(simplified(number.rest)):
        return Heading(text, number.level, number.number, number.rest.rstrip("。"))
    if not string or len(string) > _HEADING_LENGTH or string[-1] in _SENTENCE_END + "，,、":
        return None
    if number is not None:
        if (
            not number.rest
            or any(mark in number.rest for mark in "。；")
            or _AMOUNT_LAST.search(simplified(number.rest))
            or _DIVIDED_AMOUNT.search(simplified(number.rest))
        ):
            return None
        return Heading(text, number.level, number.number, number.rest.rstrip("：:"))
    if (
        string[-1] in "：:"
        and not any(mark in string for mark in "，。；,;")
        and not _POINTER.fullmatch(normalise(string).string)
    ):
        return Heading(text, LABEL_LEVEL, "", string.rstrip("：:"))
    return None


def breaks_off(string: str) -> bool:
    """Prose that stops in the middle of a sentence, so that the next paragraph goes on with it."""
    stripped = string.strip()
    if len(stripped) >= _PROSE_LENGTH and _GOES_ON.fullmatch(stripped):
        return True
    if not stripped or stripped[-1] in _SENTENCE_END + '：:.）)”"》':
        return False
    return stripped[-1] in "，、,（(" or (
        len(stripped) >= _PROSE_LENGTH and any(mark in stripped for mark in "，。；、")
    )
