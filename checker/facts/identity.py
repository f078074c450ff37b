"""What the document is, from the words of its title and captions; never from the file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checker.model.document import Document, Heading, Paragraph, Table
from checker.model.figure import Found, Identity
from checker.model.text import Text, normalise

_KINDS = {"预算": "budget", "决算": "final-accounts"}
_LEVELS = {"部门": "department", "单位": "unit"}
_YEAR = r"(?P<year>20\d\d|二[〇零○O]{1,2}[一二三四五六七八九〇零○]{1,2})年(?:度)?"
_WHAT = r"(?:省级|市级|区级|县级|本级|市本级|区本级)?(?P<level>部门|单位)?(?P<kind>预算|决算)"
_ENTITY = r"(?P<entity>[\u4e00-\u9fff()·\d]{2,60}?)(?:关于)?"
_TITLES = (
    re.compile(rf"{_ENTITY}{_YEAR}{_WHAT}"),
    re.compile(rf"{_YEAR}{_WHAT}"),
    re.compile(rf"{_YEAR}{_ENTITY}{_WHAT}"),
)
_KEY = re.compile(
    r"(?:预算主管部门|预算单位|编制部门|编制单位|部门名称|单位名称|填报单位|填报部门)(?:名称)?[:：]"
    r"(?P<entity>[\u4e00-\u9fff()·]{3,60}?)(?=单位:|金额|$)"
)
_DIGITS = str.maketrans("一二三四五六七八九〇零○", "123456789000")
_BEFORE_TITLE = "\"'(《<"
_REGION = re.compile(
    r"(?:中共|中国共产党|政协|中国人民政治协商会议|共青团|中国共产主义青年团|民革|民盟|民建|民进|农工党|致公党|九三学社)?"
    r"(?P<province>[\u4e00-\u9fff]{2,7}?(?:省|自治区))?"
    r"(?P<city>[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟))?"
    r"(?P<district>[\u4e00-\u9fff]{1,8}?(?:区|县|旗|市))?"
)
_NO_DISTRICTS = frozenset("城市 社区 地区 小区 园区 校区 景区 城区 市区 辖区".split())
_LOOKED_AT = 12


def identity_of(document: Document) -> Identity:
    """Entity, year, kind, level and region; a title that names no body is helped by 预算主管部门：… and the like."""
    identity = Identity()
    for text in _opening(document):
        identity = _completed(identity, text)
    if identity.entity is None:
        identity = replace(identity, entity=next(_named(document), None))
    if identity.entity is not None and identity.region is None:
        region = _region(identity.entity.value)
        if region:
            found = identity.entity
            identity = replace(identity, region=Found(region, found.text, found.place))
    return identity


def _opening(document: Document) -> Iterator[Text]:
    """The whole title, which may stand on several lines, and then the first texts one by one."""
    titles: list[Text] = []
    for block in document.blocks:
        if not (isinstance(block, Heading) and block.level == 0):
            break
        if not _KEY.match(normalise(block.text.string).string):
            titles.append(block.text)
    if titles:
        yield Text.join(titles)
    for block in document.blocks[:_LOOKED_AT]:
        if isinstance(block, Heading | Paragraph):
            yield block.text


def _completed(identity: Identity, text: Text) -> Identity:
    """What is not known yet, as far as a title says it."""
    folded = normalise(text.string).string.lstrip(_BEFORE_TITLE)
    for title in _TITLES:
        match = title.match(folded)
        if match is None:
            continue
        said = match.groupdict()
        entity, level = said.get("entity"), said["level"]
        if identity.fiscal_year is None:
            identity = replace(identity, fiscal_year=Found(_year(said["year"]), text.string, text.place))
        if identity.kind is None:
            identity = replace(identity, kind=Found(_KINDS[said["kind"]], text.string, text.place))
        if identity.level is None and level:
            identity = replace(identity, level=Found(_LEVELS[level], text.string, text.place))
        if identity.entity is None and entity and _names_a_body(entity):
            identity = replace(identity, entity=Found(entity, text.string, text.place))
        break
    return identity


def _year(digits: str) -> int:
    """A year in digits or in Chinese numerals."""
    return int(digits.translate(_DIGITS))


def _names_a_body(name: str) -> bool:
    """Whether a name says more than a region: 上海市普陀区 alone is whose departments publish, and no body."""
    return name != "".join(_region(name))


def _named(document: Document) -> Iterator[Found[str]]:
    """The entity by a key: on the cover first, then in the captions of the tables."""
    texts = [block.text for block in document.blocks[:_LOOKED_AT] if isinstance(block, Heading | Paragraph)]
    texts += [caption for block in document.blocks if isinstance(block, Table) for caption in block.captions]
    for text in texts:
        match = _KEY.match(normalise(text.string).string)
        if match and _names_a_body(match["entity"]):
            yield Found(match["entity"], text.string, text.place)


def region_named(name: str) -> tuple[str, ...]:
    """The divisions that a name such as 河北省石家庄市 or 河北省/石家庄市 consists of; empty if it is none."""
    whole = name.replace("/", "")
    found = _region(whole)
    return found if "".join(found) == whole else ()


def _region(entity: str) -> tuple[str, ...]:
    """The names of the administrative divisions at the beginning of an entity's name."""
    match = _REGION.match(entity)
    assert match is not None  # every part is optional
    names = match.group("province", "city", "district")
    return tuple(name for name in names if name and name not in _NO_DISTRICTS)
