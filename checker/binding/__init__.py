"""Document × pack → named values: sections, tables and facts by phrase."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from checker.binding.phrases import BoundFact, bind_each, bind_fact, dimensions_of, figures_taken
from checker.binding.sections import BoundSection, bind_section
from checker.binding.tables import BoundTable, bind_table
from checker.model.figure import IN_TEXT, Facts, Figure, FigureId
from checker.model.outcome import Unknown
from checker.model.phrase import Phrase
from checker.model.rule import Belongs, Pack

__all__ = ["Binding", "BoundFact", "BoundSection", "BoundTable"]


@dataclass(frozen=True)
class Binding:
    """What the names of a pack stand for in one document; each is looked up once."""

    facts: Facts
    pack: Pack
    _sections: dict[str, BoundSection] = field(default_factory=dict)
    _tables: dict[str, BoundTable] = field(default_factory=dict)
    _facts: dict[str, BoundFact | Unknown] = field(default_factory=dict)
    _stated: dict[str, tuple[BoundFact, ...] | Unknown] = field(default_factory=dict)

    def section(self, name: str) -> BoundSection:
        if name not in self._sections:
            self._sections[name] = bind_section(self.facts, self.pack, name)
        return self._sections[name]

    def table(self, name: str) -> BoundTable:
        if name not in self._tables:
            bound = bind_table(self.facts, self.pack, name)
            if bound.table is None and bound.spec.belongs is Belongs.TOGETHER:
                bound = replace(bound, elsewhere=self._elsewhere)
            self._tables[name] = bound
        return self._tables[name]

    def fact(self, name: str) -> BoundFact | Unknown:
        if name not in self._facts:
            self._facts[name] = bind_fact(self.facts, self.pack.facts[name], *self._searched(name))
        return self._facts[name]

    def within_clause(self, name: str) -> BoundFact | Unknown:
        """The fact, had its phrases not to begin where a clause begins."""
        spec = self.pack.facts[name]
        loose = tuple(
            replace(way, anchored=False) if isinstance(way, Phrase) else way for way in spec.phrases
        )
        return bind_fact(self.facts, replace(spec, phrases=loose), *self._searched(name))

    def stated(self, name: str) -> tuple[BoundFact, ...] | Unknown:
        """Every statement of a fact, in the order of the text; unknown where its section is absent."""
        if name not in self._stated:
            self._stated[name] = bind_each(self.facts, self.pack.facts[name], *self._searched(name))
        return self._stated[name]

    def _searched(self, name: str) -> tuple[list[BoundSection], bool]:
        """Where a fact is looked for: its sections, and whether it may be anywhere if none of them is there."""
        spec = self.pack.facts[name]
        sections = [self.section(section) for section in spec.sections if section in self.pack.sections]
        return sections, len(sections) < len(spec.sections)

    def untaken(self, name: str) -> tuple[Figure, ...]:
        """The figures of its kind in the section of an absent fact that no fact of the pack took.

        One of them may state the fact in words that the pack does not know.
        """
        spec = self.pack.facts[name]
        bound = [self.section(section) for section in spec.sections if section in self.pack.sections]
        section = next((item.section for item in bound if item.section is not None), None)
        if section is None:
            return ()
        wanted = dimensions_of(spec)
        return tuple(
            figure
            for at, figure in self.facts.figures.items()
            if section.start <= at.block < section.end
            and at.row == IN_TEXT
            and figure.amount.unit.dimension in wanted
            and at not in self._taken
        )

    @cached_property
    def _elsewhere(self) -> tuple[str, ...]:
        """The tables that stand together, if none of them is in this document."""
        together = [key for key, spec in self.pack.tables.items() if spec.belongs is Belongs.TOGETHER]
        if self.facts.sidecar.complete or any(
            bind_table(self.facts, self.pack, key).table is not None for key in together
        ):
            return ()
        return tuple(dict.fromkeys(self.pack.tables[key].titles[0] for key in together))

    @cached_property
    def _taken(self) -> frozenset[FigureId]:
        taken = {at for name in self.pack.facts for fact in self._found(name) for at in figures_taken(fact)}
        for change in self.facts.statements.changes:  # a change is no level, whatever its words
            taken.update(figure.id for figure in (change.amount, change.percent) if figure is not None)
        return frozenset(taken)

    def _found(self, name: str) -> tuple[BoundFact, ...]:
        """What was found of a fact, be it one or a list."""
        if self.pack.facts[name].each:
            stated = self.stated(name)
            return () if isinstance(stated, Unknown) else stated
        fact = self.fact(name)
        return (fact,) if isinstance(fact, BoundFact) else ()
