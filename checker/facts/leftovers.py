"""What a template left in a document: gaps, instructions, choices that nobody made, headings over nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from checker.facts.passages import Passage, Where, passages_of
from checker.model.document import Document, Paragraph, Section, Table
from checker.model.text import normalise
from checker.model.wording import Leftover, Spot

_BODY = "局|委|厅|部门|单位|办|中心|处|院|校|市|县|区|省|街道|镇|乡|公司|项目"
_UNIT = r"年|月|日|万元|元|%|个|辆|人次|批次|人(?!数)|台"
_GAP = re.compile(
    r"(?<![A-Za-z0-9×○〇_./@*-])(?:[Xx×]{2,}|\*{2,}|[○〇]{2,}|_{2,})(?![A-Za-z0-9@_]|[./-][A-Za-z0-9])"
    rf"|(?<![A-Za-z0-9×)-])X(?={_UNIT}|局|委员会|厅|部门|单位|县|镇|乡|街道)"
    r"|(?<![A-Za-z0-9)×])×(?=年(?:×|\d|度|[预决末底])|月(?:×|\d|[日份末底])|万元)"
    r"|20(?:[Xx×*_○]{2}|\d[Xx×*_○])(?=年)"
    rf"|某某(?={_BODY}|年)"
    rf"|(?:…+|\.{{3,}})(?=万元|%|元)"
    r"|[(\[<《](?:请填写|填写|插入)?(?:本)?(?:单位|部门|机构|项目|制度|文件|主管部门|预算单位)(?:全称|简称|名称)[)\]>》]"
    r"|\((?:待补充|待填写?|待填报|待录入)\)"
    r"|#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)|(?:错误!|Error!)(?:未|文档|Reference|Bookmark)\S{0,12}|\{\{[^{}]{1,30}\}\}|\$\{[^{}]{1,30}\}"
)
_SIGNED = re.compile(r"(?:签[字名章]|盖章|负责人|经办人|填[报表]人|审核人|联系人|电话|日期)[^,。;]{0,8}$")
"""Before a line to sign on, which stays blank."""
_NUMERAL = re.compile(r"[一二三四五六七八九十百千两]")
_SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏姜谢邹苏潘葛范彭鲁马方任袁柳唐罗薛贺倪汤殷毕郝安常于傅康余顾孟黄萧尹姚邵汪毛狄戴宋庞熊纪舒项祝董梁杜阮蓝季贾江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍万卢莫房丁邓洪包石崔龚程邢裴陆翁侯段雷黎易武刘叶白龙"
_OFTEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱何郭马林罗郑梁谢宋唐许韩冯邓曹彭肖田潘袁蔡蒋余杜叶魏苏吕丁沈姚卢崔钟谭陆汪"
)
_MASKED = re.compile(rf"(?:^|[^\u4e00-\u9fff]|[和及与])[{_SURNAMES}]$|[{_OFTEN}]$")
_BEHIND_MASKED = re.compile(r"[、,。;)等先女同和及与]|联系|电话|$")
_EMPTY = re.compile(r"(?<![A-Za-z0-9_)])\(\)|《》|〈〉")
_PAIRS = (("增加|增长|上升|提高", "减少|下降|降低|压减"), ("大于|高于|多于", "小于|低于|少于"))
_BEHIND = (r"了?(?:为|约)?[\dXx×*_○…]|的?(?:主要)?原因", r"(?:年初|全年|调整)?预算")
_CHOICE = re.compile(
    "|".join(
        rf"(?:(?:{one})(?:\((?:{other})(?:[/、或]持平)?\)|/(?:{other})(?:/持平)?))(?={behind})"
        for (first, second), behind in zip(_PAIRS, _BEHIND, strict=True)
        for one, other in ((first, second), (second, first))
    )
    + r"|\(或者?[^()。;]{0,16}?(?:持平|增加|减少|增长|下降|相同)\)"
)
_INSTRUCTION = re.compile(
    r"\((?:不涉及(?:的|此项)?的?,?(?:不列|删除|删去|可删|不写|不填|不说明)"
    r"|如(?:有|无|没有|为零|不?涉及|持平)[^()]{0,14}(?:删除|删去|填写|填列|列示|不列|(?:作|按)[^()]{0,4}表述)[^()]{0,4}"
    r"|(?:如|无|没有|不涉及)[^()]{0,20}的(?:单位|部门)[^()]{0,4}(?:保留|不列|删除|可?不写)[^()]{0,24}"
    r"|选填|必填|二选一|请选择|请自行[^()]{0,12}|自行(?:补充|增减|删减|填写)"
    r"|(?:请|可)?(?:根据|按照?|结合)(?:本?(?:单位|部门))?实际情况?[^()]{0,10}(?:填写|选择|修改|删减|增减|表述|填列)[^()]{0,6}"
    r"|(?:此处|这里|此段|本段|此项|本项)[^()]{0,12}(?:填写|填列|删除|删去|不填)[^()]{0,6}"
    r"|(?:请)?(?:简要|详细|具体|分项)?(?:说明|列明|写明)(?:变动|增减|主要)?(?:原因|情况|理由)"
    r"|仅有一个[^()]{0,30}(?:为|改为)[^()]{0,12})[。;]?\)"
    r"|(?:^|[。;,])各?(?:部门|单位)(?:应当?|可以?|请)(?:根据|结合|按照?)(?:本(?:部门|单位))?实际情况?(?:进行)?(?:解释|增减|删减)(?:[和、](?:解释|增减|删减))?(?=[。;]|$)"
    r"|(?:^|[。;,:])(?:此处|这里|此段)(?:请)?(?:填写|填列|填报|插入|说明)"
    r"|(?:^|[。;])请(?:在此|在此处|据实|如实|根据实际情况?|按实际情况?)(?:填写|填列|填报|修改|删减)"
    r"|仍保留(?:该|本|此)表格?(?:格式|式样)?,?并|[,。:]?[作按](?:下述|下列)(?:说明|表述)[。:]?$"
    r"|按上述格式(?:依次|逐项)|预决算持平的(?:不用|不需|无需)说明|^由[^。,]{2,20}根据[^。]{2,40}填写。?$"
    r"|[,。;]列明(?:公务用车|公务接待|国内公务|因公出国)[^,。;]{0,10}(?:数量|批次|人次)"
    r"|如无(?:此项|此类|该项|上述|相关)?(?:内容|情况|支出|收入|事项)?,?(?:则|请|可|应)?(?:删除|删去|不填)"
)
_LONGEST = 120  # characters of a sentence on either side that are shown
_SECTION = re.compile(
    r".*(?:情况说明|增减变化情况|情况|说明|主要职[能责]|机构设置|单位构成|名词解释|概况)(?:\([^()]*\))?"
)
_EXPLAINED = (2, 3)  # 一、 and （一）
_ELSEWHERE = re.compile(r"[附另]件|附表|附后|见附|详见|另行|略")


def leftovers_of(document: Document) -> Iterator[Spot]:
    """What was left in, in reading order, and the headings with nothing below them."""
    for passage in passages_of(document):
        yield from _in_passage(passage)
    yield from _empty(document)


def _in_passage(passage: Passage) -> Iterator[Spot]:
    normal = normalise(passage.text.string)
    string = normal.string
    found = [(match.span(), Leftover.GAP) for match in _GAP.finditer(string) if _is_gap(string, match)]
    if passage.where is not Where.CELL:
        found += [(match.span(), Leftover.BRACKETS) for match in _EMPTY.finditer(string)]
    if passage.where in (Where.PARAGRAPH, Where.NOTE, Where.HEADING):
        spans = dict.fromkeys(_whole(string, match) for match in _INSTRUCTION.finditer(string))
        found += [(span, Leftover.INSTRUCTION) for span in spans]
    if passage.where in (Where.PARAGRAPH, Where.NOTE):
        found += [(match.span(), Leftover.CHOICE) for match in _CHOICE.finditer(string)]
    for (start, end), kind in sorted(found):
        yield Spot(kind, passage.text.cut(*normal.source(start, end)), passage.block)


def _whole(string: str, match: re.Match[str]) -> tuple[int, int]:
    """An instruction in brackets by itself, any other with its sentence."""
    if match[0].startswith("("):
        return match.span()
    low, high = max(match.start() - _LONGEST, 0), min(match.end() + _LONGEST, len(string))
    start = max(low, *(string.rfind(mark, low, match.start()) + 1 for mark in "。;"))
    ends = [at + 1 for mark in "。;" if (at := string.find(mark, match.end() - 1, high)) >= 0]
    return start, min(ends, default=high)


def _is_gap(string: str, match: re.Match[str]) -> bool:
    """Not a line of stars, no year in Chinese numerals (二〇〇〇), no name that was masked (张××)."""
    low, high = match.span()
    if match[0][0] in "*_×" and high - low == len(string):
        return match[0][0] == "×"
    if match[0][0] == "_" and _SIGNED.search(string[max(low - 16, 0) : low]):
        return False
    if match[0][0] in "○〇" and (
        _NUMERAL.match(string[low - 1 : low]) or _NUMERAL.match(string[high : high + 1])
    ):
        return False
    return not (_MASKED.search(string[max(low - 2, 0) : low]) and _BEHIND_MASKED.match(string, high))


def _empty(document: Document) -> Iterator[Spot]:
    """Headings of explanations with nothing below them, while those before and behind them have text of their own.

    Several in a row are a list, or a table of contents that was not recognised.
    """
    titles = Counter(section.path[-1] for section in document.root.walk() if section.heading is not None)
    for parent in document.root.walk():
        for at, section in enumerate(parent.children):
            heading = section.heading
            if heading is None or section.end - section.start > 1 or heading.level not in _EXPLAINED:
                continue
            neighbours = [
                parent.children[other] for other in (at - 1, at + 1) if 0 <= other < len(parent.children)
            ]
            title = normalise(heading.title).string
            if (
                neighbours
                and all(_has_text(document, neighbour) for neighbour in neighbours)
                and _SECTION.fullmatch(title)
                and not _ELSEWHERE.search(title)
                and titles[section.path[-1]] == 1
            ):
                yield Spot(Leftover.HEADING, heading.text, section.start)


def _has_text(document: Document, section: Section) -> bool:
    return any(isinstance(block, Paragraph | Table) for block in document.blocks[section.start : section.end])
