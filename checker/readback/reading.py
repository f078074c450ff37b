"""An expression read back in plain words, from what it says and not from the rule's title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from checker.model.expression import (
    Arithmetic,
    Attribute,
    Both,
    Call,
    Comparison,
    Constant,
    Each,
    Expression,
    ForEach,
    Index,
    Listing,
    Name,
    Negative,
    Not,
    Test,
    Where,
    Words,
)
from checker.model.pattern import Pattern
from checker.model.phrase import Phrase
from checker.model.rule import DatedNumber, FactSpec, NumberSpec, Pack, Rule, TableSpec
from checker.readback.vocabulary import NOUNS, VOCABULARIES
from checker.report.words import words as words_of

_MOST_WORDS = 6
_HOLE = re.compile(r"\{\s*(\w*)\s*:\s*(\w+)\s*\}")
_ITEMS = {"sections": "this_section", "tables": "this_table"}


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads the expressions of a pack in a language.

    `variables` says what each variable of a for_each is called, `table` the table whose rows a variable or the item of
    a `where` is of, `inner`: inside a `where`, where bare names are the item's own.
    """

    pack: Pack
    language: str
    variables: Mapping[str, str]
    tables: Mapping[str, TableSpec]
    item: TableSpec | None = None
    inner: bool = False

    def word(self, key: str, **details: object) -> str:
        return VOCABULARIES[self.language][key].format_map(details)

    def noun(self, name: str) -> str:
        return NOUNS[self.language].get(name, name)

    def inside(self, loop: ForEach) -> Reading:
        """The reading within a for_each."""
        columns = self._columns(loop)
        if columns:
            called = self.word("col")
        elif loop.by is not None:
            called = self.word("group")
        elif isinstance(loop.source, Name) and loop.source.name in _ITEMS:
            called = self.word(_ITEMS[loop.source.name])
        elif isinstance(loop.source, Each):
            called = self.word(f"this_{loop.source.kind}")
        else:
            called = self.word("row" if self._table(loop.source) else "item")
        table = self._table(loop.source)
        tables = {**self.tables, loop.name: table} if table else self.tables
        return replace(self, variables={**self.variables, loop.name: called}, tables=tables)

    def loop(self, loop: ForEach) -> str:
        """What a for_each ranges over."""
        columns = self._columns(loop)
        if columns:
            return self.word("columns", a="、".join(f"“{self._column_title(name)}”" for name in columns))
        said = self.say(loop.source)
        if loop.by is None:
            return said
        return self.word("grouped", of=said, by=self._column_title(loop.by, self._table(loop.source)))

    def _columns(self, loop: ForEach) -> tuple[str, ...]:
        """The columns that a list of bare names stands for."""
        if not isinstance(loop.source, Listing):
            return ()
        names = [item.name for item in loop.source.items if isinstance(item, Name)]
        known = {
            *self.pack.sections,
            *self.pack.tables,
            *self.pack.facts,
            *self.pack.numbers,
            *self.variables,
        }
        whole = len(names) == len(loop.source.items) and not known & set(names)
        return tuple(names) if whole else ()

    def say(self, node: Expression) -> str:
        match node:
            case Constant(amount=amount):
                return f"{amount.value:f}{amount.unit.name}"
            case Words(string=string):
                return self._words(string)
            case Name(name=name):
                return self._name(name)
            case Attribute():
                return self._attribute(node)
            case Index(of=of):
                return self.word("this_column", of=self.say(of))
            case Call(function=function, arguments=arguments):
                loose = len(arguments) == 1 and isinstance(arguments[0], Arithmetic)
                said = "、".join(self.say(argument) for argument in arguments)
                return self.word(function, a=self.word("bracket", a=said) if loose else said)
            case Negative(of=of):
                return self.word("negative", a=self.say(of))
            case Arithmetic(operator=operator, left=left, right=right):
                return self.word(
                    operator, a=self._bracketed(left, operator), b=self._bracketed(right, operator)
                )
            case Comparison(operator=operator, left=left, right=right):
                return self.word(operator, a=self.say(left), b=self.say(right))
            case Both(operator=operator, left=left, right=right):
                return self.word(operator, a=self._joined(left, operator), b=self._joined(right, operator))
            case Not(of=Test() as test):
                return self._test(test, "not ")
            case Not(of=Comparison(operator="==" | "!=" as operator, left=left, right=right)):
                return self.word("!=" if operator == "==" else "==", a=self.say(left), b=self.say(right))
            case Not(of=of):
                return self.word("not", a=self.say(of))
            case Test():
                return self._test(node, "")
            case Where(of=of, condition=condition):
                inner = replace(self, item=self._table(of), inner=True)
                return self.word("where", of=self.say(of), condition=inner.say(condition))
            case Each(kind=kind):
                return self.word(f"each {kind}")
            case Listing(items=items):
                return "、".join(self.say(item) for item in items)

    def _bracketed(self, node: Expression, operator: str) -> str:
        said = self.say(node)
        loose = isinstance(node, Arithmetic) and (operator in "*/" or node.operator != operator)
        return self.word("bracket", a=said) if loose else said

    def _joined(self, node: Expression, operator: str) -> str:
        said = self.say(node)
        return self.word("bracket", a=said) if isinstance(node, Both) and node.operator != operator else said

    def _test(self, node: Test, negated: str) -> str:
        test = "is" if node.test == "words" else node.test
        if test == "empty" and not self._is_place(node.of):
            test = "listed"
        argument = self.say(node.argument) if node.argument is not None else ""
        return self.word(negated + test, a=self.say(node.of), b=argument)

    def _is_place(self, node: Expression) -> bool:
        """Whether an expression is a section or a table, and no list."""
        known = (self.pack.sections, self.pack.tables, self.variables)
        return isinstance(node, Name) and any(node.name in names for names in known)

    def _words(self, string: str) -> str:
        if string not in self.pack.words:
            return self.word("words", a=string)
        listed = self.pack.words[string]
        said = "、".join(f"“{word}”" for word in listed[:_MOST_WORDS])
        more = self.word("more", n=len(listed)) if len(listed) > _MOST_WORDS else ""
        return self.word("any_word", a=said + more) if len(listed) > 1 else said

    def _name(self, name: str) -> str:
        if self.inner and self.item is not None and name in self.item.columns:
            return self.word("own_column", a=self.item.columns[name].titles[0])
        if name in self.variables:
            return self.variables[name]
        if name in self.pack.sections:
            return self.word("section", a=self.pack.sections[name].headings[0])
        if name in self.pack.tables:
            return self.table(self.pack.tables[name])
        if name in self.pack.facts:
            return self.fact(self.pack.facts[name])
        if name in self.pack.words:
            return self._words(name)
        if name in self.pack.numbers:
            return self.number(self.pack.numbers[name])
        return self.noun(name)

    def _attribute(self, node: Attribute) -> str:
        table = self.pack.tables.get(node.of.name) if isinstance(node.of, Name) else None
        if table is not None and isinstance(node.of, Name) and node.of.name not in self.variables:
            whole = self.table(table)
            if node.name in table.classes:
                one = table.classes[node.name].one
                return self.word("class_one" if one else "class", of=whole, name=node.name)
            if node.name == "rows":
                return self.word("rows", of=whole)
        if (
            isinstance(node.of, Name)
            and node.of.name in self.pack.facts
            and node.of.name not in self.variables
        ):
            return self.fact(self.pack.facts[node.of.name], node.name)
        of = self.say(node.of)
        rows = self._table(node.of)
        if rows is not None and node.name in rows.columns:
            return self.word("column", of=of, a=rows.columns[node.name].titles[0])
        return self.word("attribute", of=of, a=self.noun(node.name))

    def number(self, spec: NumberSpec) -> str:
        """The values of a dated number with their years."""
        return self.word("or way").join(
            f"{dated.amount.value:f}{dated.amount.unit.name}"
            + (f"（{years}）" if (years := self.years(dated)) else "")
            for dated in spec.values
        )

    def years(self, dated: Rule | DatedNumber) -> str:
        since = self.word("since", since=dated.since) if dated.since is not None else ""
        until = self.word("until", until=dated.until) if dated.until is not None else ""
        return " ".join(part for part in (since, until) if part)

    def table(self, spec: TableSpec) -> str:
        title = spec.titles[0]
        return self.word("titled" if title.endswith("表") else "table", a=title)

    def rows(self, spec: TableSpec, name: str) -> str:
        """Which rows of a table are of a class."""
        return replace(self, item=spec, inner=True).say(spec.classes[name].where)

    def fact(self, spec: FactSpec, hole: str = "") -> str:
        """What a fact takes from where: the words of its first phrase, the hole that is asked for marked."""
        key = "each fact" if spec.each else "fact"
        return self.word(key, where=self.where(spec), phrase=self.phrase(spec.phrases[0], hole))

    def where(self, spec: FactSpec) -> str:
        """The sections that a fact is looked for in."""
        places = [
            self.word("in_section", a=self.pack.sections[name].headings[0])
            if name in self.pack.sections
            else self.word("anywhere")
            for name in spec.sections
        ]
        return "、".join(places)

    def phrase(self, phrase: Phrase | Pattern, hole: str = "") -> str:
        """A phrase, or a pattern, as a reader would say it; the hole asked for stands in heavy brackets."""
        several = len(phrase.holes) > 1

        def said(match: re.Match[str]) -> str:
            kind = words_of(self.language)("hole", match[2])
            return f"【{kind.strip('（）()')}】" if several and match[1] == hole else kind

        return _HOLE.sub(said, phrase.source)

    def _table(self, node: Expression) -> TableSpec | None:
        """The table whose row or rows an expression is."""
        match node:
            case Name(name=name):
                if name in self.tables:
                    return self.tables[name]
                return self.item if self.inner and name in ("children", "parent", "members") else None
            case Attribute(of=Name(name=name)) if name in self.pack.tables and name not in self.variables:
                return self.pack.tables[name]
            case Attribute(of=of, name=name):
                return self._table(of) if name in ("children", "parent", "members", "rows") else None
            case Where(of=of):
                return self._table(of)
            case Call(function="first" | "one", arguments=(argument,)):
                return self._table(argument)
            case _:
                return None

    def _column_title(self, name: str, table: TableSpec | None = None) -> str:
        for spec in (table,) if table else self.pack.tables.values():
            if name in spec.columns:
                return spec.columns[name].titles[0]
        return self.noun(name)


def reading(pack: Pack, language: str) -> Reading:
    return Reading(pack, language, {}, {})
