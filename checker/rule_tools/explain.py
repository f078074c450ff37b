"""A rule read back in plain words: what it takes from where, what must hold, when, since when, on what basis."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model.amount import Dimension, plain
from checker.model.expression import Expression, Test, walk
from checker.model.rule import Pack, Rule, TableSpec, Tolerance
from checker.report.words import words as words_of
from checker.rule_tools.listing import said as applies_said
from checker.rule_tools.reading import Reading, reading
from checker.rule_tools.uses import expressions, used_by

_UNITS = {Dimension.MONEY: "元", Dimension.PERCENT: "%", Dimension.POINT: "%"}

Line = tuple[str, str]
"""A style and a line."""


Entry = tuple[str, tuple[str, ...]]
"""A name and what is said under it, in one or several lines."""


def lines(rule: Rule, pack: Pack, language: str) -> Iterator[Line]:
    """The rule in the words of a language, for the terminal."""
    read, words = reading(pack, language), words_of(language)
    yield "bold", f"{rule.id}  {rule.title}"
    yield "dim", f"  {rule.source.file}:{rule.source.line}  {read.word('pack')} {pack.id} {pack.version}"
    for name, said in entries(rule, pack, language):
        if len(said) == 1:
            yield "", f"  {name}{read.word('colon')}{said[0]}"
        else:
            yield "", f"  {name}{read.word('colon')}"
            yield from (("", f"    · {one}") for one in said)
    for example in rule.examples:
        yield "bold", f"  {read.word('examples')}{read.word('colon')}{words('outcome', example.outcome)}"
        yield from (("dim", f"      {line}") for line in example.given.splitlines())
        beside = (("prior", example.prior), ("budget_document", example.budget_document))
        for role, given in (*beside, *(("units", unit) for unit in example.units)):
            if given:
                yield "", f"    {words('beside', role)}{read.word('colon')}"
                yield from (("dim", f"      {line}") for line in given.splitlines())


def entries(rule: Rule, pack: Pack, language: str) -> Iterator[Entry]:
    """What a rule says, a name for each part; parts of which it says nothing are left out."""
    read = reading(pack, language)
    for key, said in _parts(rule, pack, read):
        kept = tuple(one for one in said if one)
        if kept:
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
