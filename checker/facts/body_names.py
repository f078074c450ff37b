"""Names of bodies where the document's own name stands by its form: above tables, in headings, at the head of
statements. A body that is mentioned anywhere else is no matter of the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.passages import Passage, Where, passages_of
from checker.model.figure import Facts
from checker.model.text import Text, normalise
from checker.model.wording import BodyName, NameStanding

_NAME = (
    r"(?P<name>[\u4e00-\u9fff·]{2,40}?(?:局|委|厅|办|部|院|校|学|园|处|所|站|馆|社|会|队|中心|政府|街道|镇|乡|室|台|公司|集团|联|署)"
    r"(?:\((?:本级|机关|本部|汇总|部门|单位)\))?)"
)
_CODED = re.compile(rf"\d{{3,6}}{_NAME}$")
_CAPTIONS = (
    re.compile(
        rf"(?:编制|填报|公开|预算)?(?:部门|单位)(?:名称)?:(?:\d{{3,8}})?{_NAME}(?:单位:|金额|公开|日期|\d|$)"
    ),
    _CODED,
)
_HEADINGS = (
    re.compile(
        rf"(?:第[一二三四五六七八九十]+部分[:、]?)?{_NAME}(?:部门|单位)?(?:概况|主要职[能责]|机构设置|20\d\d年(?:度)?(?:部门|单位)?(?:预算|决算))"
    ),
)
_STATEMENTS = (
    re.compile(
        rf"(?:注:|说明:)?{_NAME}(?:20\d\d年(?:度)?|本年度?)(?:没有|无)(?:财政拨款|政府性基金|国有资本经营|\"三公\")"
    ),
    re.compile(
        rf"{_NAME}20\d\d年(?:度)?(?:(?:部门|单位)?(?:收入|支出)(?:总?预算|合计|总计)|收入[、和]?支出(?:总计|决算总计|预算总计)"
        r"|收支(?:总预算|总计|总决算)|本年(?:收入|支出)合计|财政拨款(?:收入支出|收支)(?:总计|总预算)"
        r"|一般公共预算(?:财政拨款|当年拨款|基本支出|拨款支出|\"三公\"经费)|政府性基金预算|国有资本经营预算"
        r"|(?:财政拨款)?\"三公\"经费|机关运行经费|政府采购(?:金额|支出|预算)|预算绩效管理工作)"
    ),
    re.compile(rf"20\d\d年(?:度)?,{_NAME}(?:收入预算|支出预算|收支总预算|预算总收入|部门预算)"),
    re.compile(rf"截[至止]20\d\d年\d{{1,2}}月\d{{1,2}}日,{_NAME}共有车辆"),
)
_PATTERNS = {
    Where.CAPTION: _CAPTIONS,
    Where.HEADING: _HEADINGS,
    Where.PARAGRAPH: _STATEMENTS,
    Where.NOTE: _STATEMENTS,
}
_ASIDE = re.compile(r"(?:\((?:本级|机关|本部|汇总|部门|单位)\)|本级|本部|机关)+$")
_PRONOUN = re.compile(
    r"^(?:[本我该](?:部门|单位|级|局|委|厅|办|院|校|街道|镇|乡|区|市|县)|各|全|下属|所属|有关).*"
)
_DEPARTMENT = re.compile(r"[本我]部门(?![(/、]?单位)")
_ORDINAL = frozenset("一二三四五六七八九十东西南北中上下大小老新")
_SHORTEST = 4
_USED = 2  # so often the document's own name must stand in such places before another one there is odd
_SAME = (NameStanding.OWN, NameStanding.SHORT)


def bodies_of(facts: Facts) -> tuple[BodyName, ...]:
    """The names in the document's own places, in reading order; none if the document does not say its name.

    Another name counts only where it is the only other one and the document's own is used more: else the
    tables of several bodies stand in one document, or its own name is not surely known.
    """
    identity = facts.identity
    found: list[BodyName] = []
    if identity.level is not None and identity.level.value == "unit":
        found.extend(one for passage in passages_of(facts.document) for one in _departments(passage))
    if identity.entity is None:
        return tuple(found)
    own = _folded(identity.entity.value)
    passages = tuple(passages_of(facts.document))
    listed = {
        _folded(passage.text.string).rstrip("。;,") for passage in passages if passage.where is Where.CELL
    }
    listed |= {
        re.sub(r"^[\d一二三四五六七八九十()、.]+", "", _folded(passage.text.string)).rstrip("。;,")
        for passage in passages
        if passage.where is Where.PARAGRAPH
    }
    names = [one for passage in passages for one in _named(passage, own, frozenset(listed - {own}))]
    used = sum(one.standing in _SAME for one in names)
    others = [one.words.string for one in names if one.standing not in _SAME]
    variants = [one for one in names if one.standing is NameStanding.VARIANT]
    if used < _USED <= len(variants) == len(others) and len({one.words.string for one in variants}) == 1:
        entity = identity.entity  # all others agree: the slip is in the title
        return (*found, BodyName(NameStanding.VARIANT, Text.at(entity.text, entity.place), 0))
    sure = used >= _USED and used > len(others) and len(set(others)) == 1
    return (*found, *(one for one in names if sure or one.standing in _SAME))


def _folded(name: str) -> str:
    return _ASIDE.sub("", normalise(name).string)


def _departments(passage: Passage) -> Iterator[BodyName]:
    if passage.where not in (Where.PARAGRAPH, Where.NOTE):
        return
    normal = normalise(passage.text.string)
    for match in _DEPARTMENT.finditer(normal.string):
        words = passage.text.cut(*normal.source(*match.span()))
        yield BodyName(NameStanding.DEPARTMENT, words, passage.block)


def _named(passage: Passage, own: str, listed: frozenset[str]) -> Iterator[BodyName]:
    normal = normalise(passage.text.string)
    for pattern in _PATTERNS.get(passage.where, ()):
        match = pattern.match(normal.string)
        if match is None:
            continue
        name = _folded(match["name"])
        if _PRONOUN.match(name) or name in listed:
            return
        standing = _standing(name, own)
        if pattern is _CODED and standing is NameStanding.OTHER:
            return  # tables of single units under their own codes
        if standing is NameStanding.SHORT and passage.where is not Where.CAPTION:
            return  # in a sentence a short form is as good
        yield BodyName(standing, passage.text.cut(*normal.source(*match.span("name"))), passage.block)
        return


def _standing(name: str, own: str) -> NameStanding:
    if name == own:
        return NameStanding.OWN
    if own.endswith(name) or (len(name) >= _SHORTEST and (_within(name, own) or _within(own, name))):
        return NameStanding.SHORT
    if len(name) == len(own):
        unlike = [(one, other) for one, other in zip(name, own, strict=True) if one != other]
        if len(unlike) == 1 and not _ORDINAL.intersection(unlike[0]):
            return NameStanding.VARIANT
        if len(unlike) == 2 and unlike[0] == unlike[1][::-1]:
            return NameStanding.VARIANT
    return NameStanding.OTHER


def _within(short: str, long: str) -> bool:
    """Whether the letters of one name stand in the other in their order."""
    letters = iter(long)
    return all(letter in letters for letter in short)
