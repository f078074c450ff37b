"""Which names the rules of a pack use."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model.expression import Attribute, Expression, Name, Where, Words, walk
from checker.model.rule import Pack, Rule
from checker.rulebook.types import BUILT_IN, TABLE_WORDS


def expressions(rule: Rule) -> Iterator[Expression]:
    """All expressions of a rule."""
    yield from (loop.source for loop in rule.for_each)
    if rule.when is not None:
        yield rule.when
    yield rule.condition


def used_by(rule: Rule) -> frozenset[str]:
    """All words that a rule says of the document: names, attributes, columns and lists of words."""
    said = {word for node in expressions(rule) for word in _words(node)}
    return frozenset(said | {loop.by for loop in rule.for_each if loop.by is not None})


def built_in_used_by(rule: Rule) -> frozenset[str]:
    """The language's own names that a rule uses: not `x.title`, nor `title` in a `where`, which is the item's own."""
    nodes = [found for node in expressions(rule) for found in walk(node)]
    own = {id(inner) for found in nodes if isinstance(found, Where) for inner in walk(found.condition)}
    return frozenset(
        found.name
        for found in nodes
        if isinstance(found, Name)
        and found.name in BUILT_IN
        and not (id(found) in own and found.name in TABLE_WORDS)
    )


def used_in(pack: Pack) -> frozenset[str]:
    """The names that anything in a pack uses; `sections` and `tables` stand for all of them."""
    used = {word for rule in pack.rules for word in used_by(rule)}
    for table in pack.tables.values():
        used |= {word for row in table.classes.values() for word in _words(row.where)}
        named = (table.section, table.ordinals, table.codes and table.codes.column)
        used |= {name for name in named if name}
    used |= {name for fact in pack.facts.values() for name in fact.sections}
    if "sections" in used:
        used |= set(pack.sections)
    if "tables" in used:
        used |= set(pack.tables)
    return frozenset(used)


def _words(node: Expression) -> Iterator[str]:
    for found in walk(node):
        if isinstance(found, Name | Attribute):
            yield found.name
        elif isinstance(found, Words):
            yield found.string
