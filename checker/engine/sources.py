"""What the document states, as lists of values, made once for all packs."""

from __future__ import annotations

from collections.abc import Iterable

from checker.engine import listed_units, statements, truths, wording
from checker.engine.values import ListValue, Value
from checker.model.figure import Facts
from checker.model.outcome import Unknown

NAMES = frozenset((*statements.SOURCES, *wording.SOURCES, listed_units.SOURCE))


class Sources:
    """The layer-1 sources of one document (DESIGN 4.2); the values of each are made when it is first asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._made: dict[str, ListValue] = {}
        self._beside: dict[int, Sources] = {}

    def of(self, facts: Facts) -> Sources:
        """The sources of a document that is looked at with this one."""
        return self._beside.setdefault(facts.document.ordinal, Sources(facts))

    def items(self, name: str) -> ListValue:
        """The items of a source; incomplete if some pages could not be read."""
        if name == listed_units.SOURCE and name not in self._made:
            self._made[name] = listed_units.values_of(self.facts)
        if name not in self._made:
            if name in wording.SOURCES:
                found: Iterable[Value] = wording.values_of(self.facts, name)
            else:
                found = statements.values_of(self.facts.statements, name, self.facts.sections)
            unseen = truths.unseen_reasons(self.facts)
            self._made[name] = ListValue(tuple(found), Unknown(unseen) if unseen else None)
        return self._made[name]
