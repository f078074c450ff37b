"""A static site of packs: an index that can be searched, and a page for each rule. It needs no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote

from checker import __version__, resources
from checker.model.rule import Pack, Rule
from checker.readback.rule import applies_said, entries
from checker.report.pages import rendered
from checker.report.words import words as words_of
from checker.rulebook.load import RuleFile

_INDEX = PurePosixPath("index.html")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site by its path."""

    path: PurePosixPath
    content: bytes


@dataclass(frozen=True, slots=True)
class Item:
    """A rule as the index shows it: its page, and all words that it is found by."""

    pack: Pack
    rule: Rule
    path: PurePosixPath

    @property
    def link(self) -> str:
        return quote(str(self.path))

    @property
    def basis(self) -> tuple[str, ...]:
        return tuple(str(basis) for basis in self.rule.basis)

    @property
    def words(self) -> str:
        severity = words_of("zh")("severity", self.rule.severity)
        said_ = (
            self.rule.id,
            self.rule.title,
            severity,
            self.pack.id,
            self.pack.title,
            self.rule.fix,
            *self.basis,
        )
        return " ".join(said_).lower()


def pages(packs: Sequence[tuple[RuleFile, Pack]]) -> Iterator[Page]:
    """The index and the pages of all rules, each where it stands."""
    style = resources.text("reports", "rules/style.css")
    items = [
        Item(pack, rule, PurePosixPath(pack.id) / f"{rule.id}.html")
        for file, pack in packs
        for rule in pack.rules
        if rule.source.file == file.name
    ]
    laws: dict[str, list[Item]] = {}
    for item in items:
        for basis in item.basis:
            laws.setdefault(basis, []).append(item)
    page = partial(rendered, "rules", style=style, words=words_of("zh"), schemes="light")
    shown = [
        (pack, applies_said(pack.applies), [item for item in items if item.pack is pack]) for _, pack in packs
    ]
    script = resources.text("reports", "rules/search.js")
    index = page("index.html", script=script, packs=shown, laws=laws, count=len(items), version=__version__)
    yield Page(_INDEX, index)
    for item in items:
        up = "../" * (len(item.path.parts) - 1)
        entries_ = list(entries(item.rule, item.pack, "zh"))
        yield Page(item.path, page("rule.html", item=item, entries=entries_, home=f"{up}index.html"))
