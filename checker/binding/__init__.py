"""Document × pack → named values: sections, tables and facts by phrase."""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.binding.phrases import BoundFact, bind_fact
from checker.binding.sections import BoundSection, bind_section
from checker.binding.tables import BoundTable, bind_table
from checker.model.figure import Facts
from checker.model.outcome import Unknown
from checker.model.rule import Pack

__all__ = ["Binding", "BoundFact", "BoundSection", "BoundTable"]


@dataclass(frozen=True)
class Binding:
    """What the names of a pack stand for in one document; each is looked up once."""

    facts: Facts
    pack: Pack
    _sections: dict[str, BoundSection] = field(default_factory=dict)
    _tables: dict[str, BoundTable] = field(default_factory=dict)
    _facts: dict[str, BoundFact | Unknown] = field(default_factory=dict)

    def section(self, name: str) -> BoundSection:
        if name not in self._sections:
            self._sections[name] = bind_section(self.facts, self.pack, name)
        return self._sections[name]

    def table(self, name: str) -> BoundTable:
        if name not in self._tables:
            self._tables[name] = bind_table(self.facts, self.pack, name)
        return self._tables[name]

    def fact(self, name: str) -> BoundFact | Unknown:
        if name not in self._facts:
            spec = self.pack.facts[name]
            sections = [self.section(section) for section in spec.sections if section in self.pack.sections]
            anywhere = len(sections) < len(spec.sections)
            self._facts[name] = bind_fact(self.facts, spec, sections, anywhere)
        return self._facts[name]
