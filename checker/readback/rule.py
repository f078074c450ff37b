"""A rule read back in plain words: what it takes from where, what must hold, when, since when, on what basis."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from checker.model.amount import Dimension, plain
from checker.model.expression import Expression, Test, walk
from checker.model.rule import Applies, Pack, Rule, TableSpec, Tolerance
from checker.readback.reading import Reading, reading
from checker.readback.uses import expressions, used_by
from checker.report.words import words as words_of

_UNITS = {Dimension.MONEY: "元", Dimension.PERCENT: "%", Dimension.POINT: "%"}
_WORDS = {"budget": "部门预算 / budget", "final-accounts": "部门决算 / final accounts"}
_WORDS |= {"department": "部门 / department", "unit": "单位 / unit"}

Entry = tuple[str, tuple[str, ...]]
"""A name and what is said under it, in one or several lines."""


def entries(rule: Rule, pack: Pack, language: str, without: Collection[str] = ()) -> Iterator[Entry]:
    """What a rule says, a name for each part; parts of which it says nothing are left out, and those in `without`."""
    read = reading(pack, language)
    for key, said in _parts(rule, pack, read):
        kept = tuple(one for one in said if one)
        if kept and key not in without:
            yield read.word(key), kept


def _parts(rule: Rule, pack: Pack, read: Reading) -> Iterator[Entry]:
    yield "severity", (words_of(read.language)("severity", rule.severity),)
    yield "applies", (applies_said(pack.applies),)
    yield "in force", (read.years(rule),)
    yield "from", tuple(sources(rule, pack, read))
    for loop in rule.for_each:
        yield "each", (read.loop(loop),)
        read = read.inside(loop)
    if rule.when is not None:
        yield "when", (read.say(rule.when),)
    yield "must", (read.say(rule.condition),)
    if rule.tolerance is not None:
        yield "tolerance", (_tolerance(rule.tolerance, read),)
    yield "basis", tuple(str(basis) for basis in rule.basis)
    yield "fix", (rule.fix,)


def _tolerance(tolerance: Tolerance, read: Reading) -> str:
    if tolerance.dimension is None:
        return read.word("exact")
    return plain(tolerance.value) + _UNITS.get(tolerance.dimension, "")


def sources(rule: Rule, pack: Pack, read: Reading) -> Iterator[str]:
    """What the rule's names stand for, in the order of the pack."""
    used = used_by(rule)
    for name, section in pack.sections.items():
        if name in used:
            yield f"{name} = " + read.word("or way").join(
                read.word("section", a=words) for words in section.headings
            )
    for name, table in pack.tables.items():
        if name in used:
            yield f"{name} = {read.table(table)}" + _columns(table, used, read)
            for row in table.classes:
                if row in used:
                    yield f"{name}.{row} = {read.word('rows of')}{read.word('colon')}{read.rows(table, row)}"
    for name, number in pack.numbers.items():
        if name in used:
            grounds = dict.fromkeys(str(dated.basis) for dated in number.values if dated.basis)
            yield f"{name} = {read.number(number)}{'，' if grounds else ''}{'、'.join(grounds)}"
    for name, fact in pack.facts.items():
        if name in used:
            ways = read.word("or way").join(f"“{read.phrase(phrase)}”" for phrase in fact.phrases)
            yield f"{name} = {read.where(fact)}: {ways}"
    if any(isinstance(node, Test) and node.test == "same names as" for node in _nodes(rule)):
        for name, others in pack.aliases.items():
            listed = "、".join(f"“{other}”" for other in others)
            yield read.word("alias", a=name, b=listed)


def _nodes(rule: Rule) -> Iterator[Expression]:
    return (node for expression in expressions(rule) for node in walk(expression))


def _columns(table: TableSpec, used: frozenset[str], read: Reading) -> str:
    """The columns and classes of rows of a table that are used."""
    columns = [f"{name} = “{column.titles[0]}”" for name, column in table.columns.items() if name in used]
    if not columns:
        return ""
    return f"（{read.word('columns of')}{read.word('colon')}{'、'.join(columns)}）"


def applies_said(applies: Applies) -> str:
    """What a pack is for, in words."""
    parts = [_WORDS[word] for word in (*applies.kinds, *applies.levels)]
    if applies.region:
        parts.append("".join(applies.region) + ("及所辖 / and below" if applies.below else ""))
    if applies.since is not None or applies.until is not None:
        years = (str(applies.since or ""), str(applies.until or ""))
        parts.append(years[0] if years[0] == years[1] else "–".join(years))
    return "；".join(parts) or "所有文件 / every document"
