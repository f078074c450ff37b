"""What is kept of a submission between batches, as compressed JSON: what was read of it, and its rules' outcomes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any, cast

import orjson

from checker.batch import versions
from checker.batch.codec import Within, dumped, loaded
from checker.facts import facts_again
from checker.model.document import Document
from checker.model.figure import Facts, Figure, Identity
from checker.model.outcome import Outcome
from checker.model.rule import Pack, Rule, Source
from checker.model.statement import Statements
from checker.model.wording import Wording

BROKEN = (ValueError, TypeError, LookupError, zlib.error)
"""What reading something back raises that is not what was kept."""

_FIGURES, _OUTCOMES = tuple[Figure, ...], tuple[Outcome, ...]
_LEVEL = 1  # of compression: a fifth of the size in a hundredth of the time of reading


def packed(value: object) -> bytes:
    return zlib.compress(orjson.dumps(value), _LEVEL)


def unpacked(data: bytes) -> Any:
    return orjson.loads(zlib.decompress(data))


def facts_packed(facts: Facts) -> bytes:
    """All but the sidecar and the submission's name, which belong to its place and not to its content."""
    document, bare = facts.document, Within(facts.document.name)
    within = Within(document.name, facts.figures)
    return packed(
        (
            dumped(replace(document, name=""), Document, bare),
            dumped(facts.identity, Identity, bare),
            dumped(tuple(facts.figures.values()), _FIGURES, bare),
            dumped(facts.statements, Statements, within),
            dumped(facts.wording, Wording, within),
        )
    )


def facts_unpacked(data: bytes, name: str, ordinal: int = 0) -> Facts:
    """The facts of a submission that is called so, as the document of that ordinal; raises one of BROKEN."""
    bare = Within(name, document=ordinal)
    document, identity, figures, statements, wording = unpacked(data)
    found = cast(tuple[Figure, ...], loaded(figures, cast(type, _FIGURES), bare))
    within = Within(name, {figure.id: figure for figure in found}, ordinal)
    return facts_again(
        replace(loaded(document, Document, bare), name=name, ordinal=ordinal),
        loaded(identity, Identity, bare),
        found,
        loaded(statements, Statements, within),
        loaded(wording, Wording, within),
    )


def outcomes_plain(outcomes: tuple[Outcome, ...], facts: Facts) -> bytes:
    """The outcomes of a rule, as a line of JSON."""
    plain: bytes = orjson.dumps(dumped(outcomes, _OUTCOMES, Within(facts.document.name, facts.figures)))
    return plain


def outcomes_of(plain: bytes, facts: Facts) -> tuple[Outcome, ...]:
    """Raises one of BROKEN."""
    within = Within(facts.document.name, facts.figures)
    return cast(tuple[Outcome, ...], loaded(orjson.loads(plain), cast(type, _OUTCOMES), within))


def rules_packed(rules: Mapping[str, bytes]) -> bytes:
    """The outcomes of rules, by what each of them says: a line each, so that one is read without the others."""
    lines = (said.encode("ascii") + b" " + plain for said, plain in rules.items())
    return zlib.compress(b"\n".join(lines), _LEVEL)


def rules_unpacked(data: bytes) -> dict[str, bytes]:
    """Raises one of BROKEN."""
    parts = (line.partition(b" ") for line in zlib.decompress(data).split(b"\n"))
    return {said.decode("ascii"): plain for said, _, plain in parts}


def said_by(pack: Pack, lists: str) -> Mapping[str, str]:
    """For each rule of a pack a hash of all that its outcomes depend on: what it says itself and the pack's names.

    `lists` is the hash of the code lists, which are those of all packs. Its title, weight, basis and examples may change, and the place where it stands: they are not in an outcome.
    """
    names = (pack.sections, pack.tables, pack.facts, pack.words, pack.aliases, pack.other_names, pack.numbers)
    common = hashed((lists, *names))
    return {rule.id: hashed((common, *_meaning(rule))) for rule in pack.rules}


def _meaning(rule: Rule) -> tuple[object, ...]:
    return (
        *(rule.id, rule.for_each, rule.when, rule.condition, rule.condition_source),
        *(rule.message, rule.tolerance, rule.since, rule.until),
    )


def hashed(value: object) -> str:
    return versions.of_bytes("\0".join(_spelt(value)).encode("utf-8", "surrogatepass"))


def _spelt(value: object) -> Iterator[str]:
    """A value of the rule model in words, the same in every process; unlike values are spelt unlike."""
    match value:
        case Source():
            yield "·"
        case None | str() | int() | Decimal() | Enum():
            yield f"{type(value).__name__}={value}"
        case Mapping():
            yield f"{{{len(value)}"
            for key, one in value.items():
                yield from _spelt(key)
                yield from _spelt(one)
        case tuple() | list():
            yield f"({len(value)}"
            for one in value:
                yield from _spelt(one)
        case frozenset():
            yield f"<{len(value)}"
            yield from sorted("\0".join(_spelt(one)) for one in value)
        case _ if is_dataclass(value):
            yield type(value).__name__
            for one in fields(value):
                if one.compare:
                    yield from _spelt(getattr(value, one.name))
        case _:
            raise TypeError(f"cannot spell {type(value)}")
