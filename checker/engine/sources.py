"""What the document states, as lists of values, made once for all packs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from checker.engine import statements, truths, wording
from checker.engine.values import ListValue, Value
from checker.facts.statements import statements_of
from checker.model.figure import Facts
from checker.model.outcome import Unknown
from checker.model.statement import Statements

NAMES = frozenset((*statements.SOURCES, *wording.SOURCES))


class Sources:
    """The layer-1 sources of one document (DESIGN 4.2); each is made when it is first asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._made: dict[str, ListValue] = {}

    @cached_property
    def statements(self) -> Statements:
        return statements_of(self.facts)

    def items(self, name: str) -> ListValue:
        """The items of a source; incomplete if some pages could not be read."""
        if name not in self._made:
            if name in wording.SOURCES:
                found: Iterable[Value] = wording.values_of(self.facts, name)
            else:
                found = statements.values_of(self.statements, name, self.facts.sections)
            unseen = truths.unseen_reasons(self.facts)
            self._made[name] = ListValue(tuple(found), Unknown(unseen) if unseen else None)
        return self._made[name]
