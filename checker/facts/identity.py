"""What the document is, from the words of its title and captions; never from the file name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from checker.facts.regions import region_of
from checker.model.document import Contents, Document, Heading, Paragraph, Table
from checker.model.figure import Found, Identity
from checker.model.text import Text, normalise
from checker.structure.numbering import numbering

T = TypeVar("T")

_KINDS = {"预算": "budget", "决算": "final-accounts"}
_LEVELS = {"部门": "department", "单位": "unit"}
_YEAR = r"(?P<year>20\d\d|二[〇零○O]{1,2}[一二三四五六七八九〇零○]{1,2})年(?:度)?"
_WHAT = (
    r"(?:省级|市级|区级|县级|本级|市本级|区本级|县本级)?"
    r"(?:(?P<level>部门|单位)|部门[(/和及、]单位\)?)?(?P<kind>预算|决算)"
)
_ENTITY = r"(?P<entity>[\u4e00-\u9fff()·\d×○X]{2,60}?)(?:关于)?"
_BEFORE = r"(?:监督索引号:?\d+|附件?[一二三四五六七八九十\d]{0,2}[:.、]?|关于|现将|为做好)*"
_YEAR_BODY_KIND = re.compile(rf"{_BEFORE}{_YEAR}{_ENTITY}{_WHAT}")
_TITLES = (
    re.compile(rf"{_BEFORE}{_ENTITY}(?:(?P<early>部门|单位))?{_YEAR}{_WHAT}"),
    re.compile(rf"{_BEFORE}{_YEAR}{_WHAT}[^,。;]{{0,8}}\({_ENTITY}\)$"),
    re.compile(rf"{_BEFORE}{_YEAR}{_WHAT}"),
    _YEAR_BODY_KIND,
    re.compile(rf"{_BEFORE}{_ENTITY}{_WHAT}[^,。;\d]{{0,8}}\({_YEAR}\)$"),
)
_TWO = re.compile(r"(?:预算|决算)[^,。;]{0,10}[和及与、]20\d\d年(?:度)?[^,。;]{0,10}(?:预算|决算)")
"""A title of two documents, such as last year's final accounts and this year's budget."""
_NO_BODY = re.compile(
    r"第[一二三四五六七八九十]+部分.*|.*(?:说明|公开)|.*(?:各部门|[×○X]).*|(?:部门|单位|财政|全[省市县区])"
)
_FUNDS = re.compile(
    r".*(?:一般公共|政府性基金|国有资本经营|社会保险基金|财政拨款|收入|支出|收支|经费)|(?:.*人民)?政府"
)
"""What stands before 预算 where the budget of a government or of a fund is meant and no department's."""
_BODY = re.compile(
    r"[\u4e00-\u9fff()·\d]{2,40}(?:局|委|厅|办|部|院|校|学|园|处|所|站|馆|社|会|队|中心|政府|街道|镇|乡|室|台|公司|集团|联|署)"
    r"(?:\((?:本级|机关|本部|汇总)\))?"
)
"""The name of a body in a line of its own, as covers have it."""
_ASIDE = re.compile(r"\((?:本级|机关|本部|汇总|部门|单位)\)$")
"""What stands behind a name to tell the body from its department; the level says it."""
_OVERVIEW = re.compile(rf"(?P<entity>{_BODY.pattern})(?:部门|单位)?(?:基本)?概况")
_KEY = re.compile(
    r"(?:预算主管部门|主管部门|预算单位|预算部门|编制部门|编制单位|部门名称|单位名称|部门编码及名称|部门\(单位\)|填报单位|填报部门|公开部门|公开单位)"
    r"(?:名称)?[:：](?:\(\d+\)|\d+)?(?P<entity>[\u4e00-\u9fff()·]{3,60}?)(?=单位:|金额|货币|公开|预算|\d|$)"
    rf"|(?:部门|单位)[:：](?P<body>{_BODY.pattern})(?=单位:|金额|货币|公开|\d|$)"
)
_TABLE_TITLE = re.compile(r"(?:[^,。;:]*[:、.])?(?P<title>[^,。;:]{4,60}表)(?:\([^()]*\))?")
_TABLE_YEAR = re.compile(r"(20\d\d)年")
_DETAIL_YEAR = re.compile(r"(?:^|[^至])(20\d\d)年度")
_TABLE_LEVEL = re.compile(r"(?:20\d\d年(?:度)?)?(部门|单位)")
_DIGITS = str.maketrans("一二三四五六七八九〇零○", "123456789000")
_BEFORE_TITLE = "\"'(《<"
_LOOKED_AT = 12
_COVER = 5
_LONGEST_LINE = 40


def identity_of(document: Document) -> Identity:
    """Entity, year, kind, level and region; a title that names no body is helped by the cover and the captions."""
    identity = Identity()
    for text in _opening(document):
        identity = _completed(identity, text)
    for text in _cover_joined(document):
        identity = _completed(identity, text, joined=True)
    identity = _with_tables(identity, document)
    if identity.entity is None:
        names = (*_named(document, captions=False), *_on_cover(document), *_named(document, captions=True))
        identity = replace(identity, entity=next(iter(names), None))
    if identity.entity is not None:
        name = _ASIDE.sub("", identity.entity.value)
        identity = replace(identity, entity=replace(identity.entity, value=name))
    if identity.entity is not None and identity.region is None:
        region = region_of(identity.entity.value)
        if region:
            found = identity.entity
            identity = replace(identity, region=Found(region, found.text, found.place))
    return identity


def _opening(document: Document) -> Iterator[Text]:
    """The whole title, which may stand on several lines, then the first texts one by one, the main headings, the contents."""
    titles: list[Text] = []
    for block in document.blocks:
        if not (isinstance(block, Heading) and block.level == 0):
            break
        if not _KEY.match(normalise(block.text.string).string):
            titles.append(block.text)
    if titles:
        yield Text.join(titles)
    yield from _texts(document)
    for block in document.blocks[_LOOKED_AT:]:
        if isinstance(block, Heading) and block.level == 1:
            yield _unnumbered(block.text)
    for block in document.blocks[:_LOOKED_AT]:
        if isinstance(block, Contents):
            yield from map(_unnumbered, block.entries)


def _unnumbered(text: Text) -> Text:
    """The words of a heading without its number."""
    number = numbering(text.string)
    return text.cut(text.string.find(number.rest), len(text.string)) if number and number.rest else text


def _is_table_title(text: Text) -> bool:
    return _TABLE_TITLE.fullmatch(normalise(text.string).string) is not None


def _cover_joined(document: Document) -> Iterator[Text]:
    """The short lines of the cover put together: a text submission does not say which make the title."""
    cover = [text for text in _texts(document)[:_COVER] if len(text.string) <= _LONGEST_LINE]
    for start in range(len(cover)):
        for end in range(start + 2, len(cover) + 1):
            yield Text.join(cover[start:end])


def _texts(document: Document) -> list[Text]:
    """The first headings, paragraphs and captions, but for the titles of tables."""
    texts: list[Text] = []
    for block in document.blocks[:_LOOKED_AT]:
        if isinstance(block, Heading | Paragraph):
            texts.append(block.text)
        elif isinstance(block, Table):
            texts += [text for text in block.captions if not _is_table_title(text)]
    return texts


def _completed(identity: Identity, text: Text, joined: bool = False) -> Identity:
    """What is not known yet, as far as a title says it. Joined lines name an entity only by words for a body."""
    folded = normalise(text.string).string.lstrip(_BEFORE_TITLE)
    for title in _TITLES:
        match = title.match(folded)
        if match is None:
            continue
        said = match.groupdict()
        entity, level = said.get("entity"), said["level"] or said.get("early")
        if entity is not None and level is None and title is _YEAR_BODY_KIND and _FUNDS.fullmatch(entity):
            continue
        if entity is not None and not (_names_a_body(entity) and (not joined or _BODY.fullmatch(entity))):
            entity = None
        two = _TWO.search(folded[: match.end() + _LONGEST_LINE])
        if identity.fiscal_year is None and not two:
            identity = replace(identity, fiscal_year=Found(_year(said["year"]), text.string, text.place))
        if identity.kind is None and not two:
            identity = replace(identity, kind=Found(_KINDS[said["kind"]], text.string, text.place))
        if identity.level is None and level:
            identity = replace(identity, level=Found(_LEVELS[level], text.string, text.place))
        if identity.entity is None and entity:
            identity = replace(identity, entity=Found(entity, text.string, text.place))
        break
    return identity


def _with_tables(identity: Identity, document: Document) -> Identity:
    """What is not known yet, as far as the titles of all tables agree on it: tables are published alone as well."""
    years: dict[int, Text] = {}
    kinds: dict[str, Text] = {}
    levels: dict[str, Text] = {}
    captions = [text for block in document.blocks if isinstance(block, Table) for text in block.captions]
    for text in captions:
        folded = normalise(text.string).string
        titled = _TABLE_TITLE.fullmatch(folded)
        for year in (_TABLE_YEAR if titled else _DETAIL_YEAR).findall(folded):
            years.setdefault(int(year), text)
        if titled is None:
            continue
        for kind in re.findall("预算|决算", titled["title"])[-1:]:
            kinds.setdefault(_KINDS[kind], text)
        level = _TABLE_LEVEL.match(titled["title"])
        if level:
            levels.setdefault(_LEVELS[level[1]], text)
    if not levels and next(_named(document, captions=True), None) is None:
        return identity  # the tables of a government are no department's
    return replace(
        identity,
        fiscal_year=identity.fiscal_year or _only(years),
        kind=identity.kind or _only(kinds),
        level=identity.level or _only(levels),
    )


def _only(said: Mapping[T, Text]) -> Found[T] | None:
    """What all say; nothing if they do not agree."""
    if len(said) != 1:
        return None
    ((value, text),) = said.items()
    return Found(value, text.string, text.place)


def _year(digits: str) -> int:
    """A year in digits or in Chinese numerals."""
    return int(digits.translate(_DIGITS))


def _names_a_body(name: str) -> bool:
    """Whether a name says more than a region: 上海市普陀区 alone is whose departments publish, and no body."""
    return name != "".join(region_of(name)) and _NO_BODY.fullmatch(name) is None


def _named(document: Document, captions: bool) -> Iterator[Found[str]]:
    """The entity by a key: on the cover, or in the captions of the tables.

    Beside the body itself (预算单位) the cover of a unit names the department above it (预算主管部门).
    """
    texts = _texts(document)
    if captions:
        texts = [text for block in document.blocks if isinstance(block, Table) for text in block.captions]
    for text in sorted(texts, key=lambda text: "主管" in text.string):
        match = _KEY.match(normalise(text.string).string)
        name = (match["entity"] or match["body"]) if match else None
        if name and _names_a_body(name):
            yield Found(name, text.string, text.place)


def _on_cover(document: Document) -> Iterator[Found[str]]:
    """The entity in a line of its own among the first ones, or in the heading of its overview."""
    for text in _texts(document)[:_COVER]:
        folded = normalise(text.string).string
        if _BODY.fullmatch(folded) and _names_a_body(folded):
            yield Found(folded, text.string, text.place)
    for block in document.blocks:
        match = _OVERVIEW.fullmatch(normalise(block.title).string) if isinstance(block, Heading) else None
        if match and isinstance(block, Heading) and _names_a_body(match["entity"]):
            yield Found(match["entity"], block.text.string, block.text.place)
