"""Whether two lists name the same things."""

from __future__ import annotations

from collections.abc import Callable

from checker.engine.values import ListValue, TextValue, Truth, Value
from checker.model.outcome import Evidence, Reason, Unknown


def same_names(
    left: ListValue, right: ListValue, label: Callable[[Value], TextValue], key: Callable[[str], str]
) -> Truth:
    """Whether two lists name the same things, in any order. `key` is the form in which a name is compared.

    Beside a list that goes on (等) the other may name more; of two that go on nothing can be told.
    """
    for side in (left, right):
        if side.missing is not None:
            return Truth.unknown(side.missing)
    named = [{key(text.string): text for text in map(label, side.items)} for side in (left, right)]
    if left.open and right.open:
        return Truth.unknown(Unknown((Reason.of("lists_open"),), _places([*named[0].values()])))
    only_left = [] if right.open else [text for name, text in named[0].items() if name not in named[1]]
    only_right = [] if left.open else [text for name, text in named[1].items() if name not in named[0]]
    reason = Reason.of(
        "names_differ",
        only_left="、".join(text.string for text in only_left),
        only_right="、".join(text.string for text in only_right),
    )
    shown = [*only_left, *only_right] or [*named[0].values()]
    return Truth.of(not only_left and not only_right, _places(shown), reason)


def _places(texts: list[TextValue]) -> tuple[Evidence, ...]:
    return tuple(evidence for text in texts for evidence in text.evidence)
