"""A rule read back for the terminal, with its examples."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model.rule import Pack, Rule
from checker.readback.reading import reading
from checker.readback.rule import entries
from checker.report.words import words as words_of

Line = tuple[str, str]
"""A style and a line."""


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
