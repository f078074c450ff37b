"""A rule read back in plain words: what it takes from where, what must hold, when, since when, on what basis."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model.amount import plain
from checker.model.rule import Pack, Rule, TableSpec
from checker.report.words import words as words_of
from checker.rule_tools.listing import said as applies_said
from checker.rule_tools.reading import Reading, reading
from checker.rule_tools.uses import used_by

Line = tuple[str, str]
"""A style and a line."""


def lines(rule: Rule, pack: Pack, language: str) -> Iterator[Line]:
    """The rule in the words of a language."""
    read = reading(pack, language)
    words = words_of(language)
    yield "bold", f"{rule.id}  {rule.title}"
    yield "dim", f"  {rule.source.file}:{rule.source.line}  {read.word('pack')} {pack.id} {pack.version}"
    yield from _entry(read, "severity", words("severity", rule.severity))
    yield from _entry(read, "applies", applies_said(pack.applies))
    yield from _entry(read, "in force", _years(rule, read))
    yield from _entry(read, "from", *sources(rule, pack, read))
    for loop in rule.for_each:
        yield from _entry(read, "each", read.loop(loop))
        read = read.inside(loop)
    if rule.when is not None:
        yield from _entry(read, "when", read.say(rule.when))
    yield from _entry(read, "must", read.say(rule.condition))
    if rule.tolerance is not None:
        exact = rule.tolerance.dimension is None
        yield from _entry(read, "tolerance", read.word("exact") if exact else plain(rule.tolerance.value))
    yield from _entry(read, "basis", *(str(basis) for basis in rule.basis))
    yield from _entry(read, "fix", rule.fix)
    for example in rule.examples:
        yield "bold", f"  {read.word('examples')}{read.word('colon')}{words('outcome', example.outcome)}"
        yield from (("dim", f"      {line}") for line in example.given.splitlines())


def _entry(read: Reading, key: str, *said: str) -> Iterator[Line]:
    said = tuple(one for one in said if one)
    name = read.word(key) + read.word("colon")
    if len(said) == 1:
        yield "", f"  {name}{said[0]}"
    elif said:
        yield "", f"  {name}"
        yield from (("", f"    · {one}") for one in said)


def _years(rule: Rule, read: Reading) -> str:
    since = read.word("since", since=rule.since) if rule.since is not None else ""
    until = read.word("until", until=rule.until) if rule.until is not None else ""
    return " ".join(part for part in (since, until) if part)


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
            yield f"{name} = {read.table(table)}" + _parts(table, used, read)
            for row in table.classes:
                if row in used:
                    yield f"{name}.{row} = {read.word('rows of')}{read.word('colon')}{read.rows(table, row)}"
    for name, fact in pack.facts.items():
        if name in used:
            ways = read.word("or way").join(f"“{read.phrase(phrase)}”" for phrase in fact.phrases)
            yield f"{name} = {read.where(fact)}: {ways}"


def _parts(table: TableSpec, used: frozenset[str], read: Reading) -> str:
    """The columns and classes of rows of a table that are used."""
    columns = [f"{name} = “{column.titles[0]}”" for name, column in table.columns.items() if name in used]
    if not columns:
        return ""
    return f"（{read.word('columns of')}{read.word('colon')}{'、'.join(columns)}）"
