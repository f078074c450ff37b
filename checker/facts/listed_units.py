"""The units that a department's document lists as those whose figures are in its own (单位构成)."""

from __future__ import annotations

import re

from checker.model.document import Document, Heading, Paragraph, Section, Table
from checker.model.statement import ListedUnit, UnitList
from checker.model.text import Text, normalise
from checker.structure.cut_off import is_cut_off
from checker.structure.numbering import bare_number, numbering, ordinal
from checker.structure.totals import is_total_row

_LISTED = re.compile(
    r"(?:单位|部门)构成|(?:纳入|编入|列入).*(?:编制|汇编|汇总)范围的?(?:预算|决算|下属|所属)?单位"
)
_PERHAPS = re.compile(r"机构设置")
"""Lists the offices within a body as often: only a table with a column of units, or words of such, make it a list of units."""
_OF_UNITS = re.compile(r"(?:基层|下属|所属)?(?:预算|决算|事业|行政)单位\d|(?:预算|决算)单位")
_COLUMN = re.compile(r"(?:(?:预算|决算|基层|所属|下属)?单位|部门|机构)(?:名称|全称)?")
_BODY = re.compile(
    r"(?P<before>(?:下属|所属|直属)?(?:(?:全额|差额)?(?:事业|行政|参公|基层|预算|决算)单位)?[:、]?)"
    r"(?P<name>[\u4e00-\u9fff()·\d]{3,60}?)"
    r"(?P<own>\(?(?:本级|机关|本部|机关本级|部门本级|本级机关)\)?)?"
    r"(?P<after>[,(;:。].*|(?:预算|决算)?不单.*|)"
)
_OWN = re.compile(r"(?:\((?:本级|机关|本部)\)|(?:机关)?本级|本部)$")
_NOT_SEPARATE = re.compile(r"不(?:单列|单独(?:列示|编制|公开|核算))|并入(?:本部|本级|机关)")


def listed_units_of(document: Document) -> UnitList | None:
    """The list of the first section that has one; None if no section of that name stands in the document."""
    for pattern in (_LISTED, _PERHAPS):
        for section in document.root.walk():
            if section.heading is None or not pattern.search(normalise(section.heading.title).string):
                continue
            found = _in(document, section, sure=pattern is _LISTED)
            if found is not None:
                return found
    return None


def _in(document: Document, section: Section, *, sure: bool) -> UnitList | None:
    heading = section.heading
    assert heading is not None  # as it was found by it
    tables: list[int] = []
    numbered: list[tuple[int, str, Text]] = []
    of_units = sure
    for at in range(section.start + 1, section.end):
        block = document.blocks[at]
        if isinstance(block, Table):
            tables.append(at)
        elif isinstance(block, Heading | Paragraph):
            number = numbering(block.text.string)
            if number is not None:
                numbered.append((number.level, number.number, _rest(block.text, number.rest)))
            elif not of_units:
                of_units = _OF_UNITS.search(normalise(block.text.string).string) is not None
    if numbered and of_units:
        level = numbered[0][0]
        units = [_unit(text, "", section.start) for _, _, text in numbered]
        whole = (
            [ordinal(bare_number(number)) for _, number, _ in numbered] == list(range(1, len(numbered) + 1))
            and all(one == level for one, _, _ in numbered)
            and all(units)
        )
        return UnitList(heading.text, section.start, tuple(one for one in units if one), whole)
    if len(tables) == 1:
        found = _in_table(document, tables[0])
        if found is not None:
            return UnitList(heading.text, section.start, *found)
    return UnitList(heading.text, section.start, (), whole=False) if sure else None


def _rest(text: Text, rest: str) -> Text:
    start = text.string.find(rest)
    return text.cut(start, start + len(rest))


def _in_table(document: Document, at: int) -> tuple[tuple[ListedUnit, ...], bool] | None:
    """The units of a table with a column of them, and whether they are all."""
    table = document.blocks[at]
    assert isinstance(table, Table)
    named = [
        column
        for column, one in enumerate(table.columns)
        if _COLUMN.fullmatch(normalise(one.leaf).string) is not None
    ]
    if len(named) != 1:
        return None
    whole = not is_cut_off(document, at)
    found: list[ListedUnit] = []
    for row in table.rows:
        cell = row.cells[named[0]]
        if is_total_row(row) or not cell.text.strip():
            continue
        beside = " ".join(one.text for one in row.cells if one is not cell)
        unit = _unit(Text.at(cell.text, cell.place), beside, at)
        whole = whole and unit is not None
        if unit is not None:
            found.append(unit)
    return tuple(found), whole


def _unit(words: Text, beside: str, block: int) -> ListedUnit | None:
    """A unit by the words of a line; `beside` is what else the line says of it."""
    folded = normalise(words.string).string.rstrip("。;,、")
    match = _BODY.fullmatch(folded)
    if match is None:
        return None
    name = match["name"]
    own = match["own"] is not None or _OWN.search(name) is not None
    said = (match["after"] or "") + normalise(beside).string
    return ListedUnit(words, block, _OWN.sub("", name), own, separate=_NOT_SEPARATE.search(said) is None)
