"""A tree without what does not fit the schema, so that the meaning of the rest is checked in the same round.

What was taken out is remembered: a name whose definition is faulty is known, only not what it is, so that no
slip is told twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from checker.rulebook.schema import Misfit
from checker.rulebook.tree import Entries, Entry, Items, Node, Path

_RULES = "rules"
_LACKING = ""
"""Stands below what stays although it lacks something."""
_GROUPS = ("basis", "sections", "tables", "facts", "words", "numbers")


@dataclass(frozen=True, slots=True)
class Sound:
    """What is left of a tree. `taken` are the paths of what was taken out, `lacking` those of incomplete rules.

    `hidden` are the names whose definition was taken out whole; `unknowable`: there may be others.
    """

    tree: Entries
    taken: frozenset[Path]
    hidden: frozenset[str]
    unknowable: bool

    def within(self, *path: str | int) -> frozenset[Path]:
        """What was taken out below a path, relative to it; the empty path is all of it."""
        return frozenset(taken[len(path) :] for taken in self.taken if taken[: len(path)] == path)


def sound(
    tree: Entries,
    misfits: Iterable[Misfit],
    lost: Collection[Path] = (),
    names: Iterable[str] = (),
    unknowable: bool = False,
) -> Sound:
    """The tree without its misfits. A rule that only lacks something stays, to be looked at as far as it goes.

    `lost` is what is not in the tree because it could not be read, `names` what it may define;
    `unknowable`: it may define anything.
    """
    taken: set[Path] = {*lost}
    for misfit in misfits:
        rule = len(misfit.path) == 2 and misfit.path[0] == _RULES
        stays = misfit.lacking and (rule or not misfit.path)
        taken.add((*misfit.path, _LACKING) if stays else _owner(misfit.path))
    hidden: set[str] = {*names}
    named = {path[0] for path in lost if len(path) > 1}  # groups of which it is known what is lost
    for path in taken:
        group = str(path[0])
        if len(path) == 1 and isinstance(value := tree.get(group), Entries):
            hidden.update(value.entries)
        elif group == "extends" or (len(path) == 1 and group in (*_GROUPS, _RULES) and group not in named):
            unknowable = True
        elif group in _GROUPS and not str(path[-1]).isidentifier():
            unknowable = True  # a name that is written wrong, which others may ask for as it should be
        elif group in _GROUPS and len(path) == 2:
            hidden.update((str(path[1]), *_columns(tree, path)))
    left = _without(tree, (), taken)
    assert isinstance(left, Entries)
    return Sound(left, frozenset(taken), frozenset(hidden), unknowable)


def _owner(path: Path) -> Path:
    """The least that can be taken out so that the rest is whole."""
    if path[0] in ("basis", "sections", "facts", "words", "numbers"):
        return path[:2]
    if path[0] == "tables" and len(path) > 2:
        if path[2] in ("columns", "rows"):
            return path[:4] if len(path) > 3 else path[:2]
        return path[:3]
    return path


def _columns(tree: Entries, path: Path) -> Iterable[str]:
    """The columns of a table that was taken out."""
    group = tree.get(str(path[0]))
    table = group.get(str(path[1])) if isinstance(group, Entries) and path[0] == "tables" else None
    columns = table.get("columns") if isinstance(table, Entries) else None
    return columns.entries if isinstance(columns, Entries) else ()


def _without(node: Node, path: Path, taken: Collection[Path]) -> Node:
    if isinstance(node, Entries):
        kept = {
            key: Entry(entry.key, _without(entry.value, (*path, key), taken))
            for key, entry in node.entries.items()
            if (*path, key) not in taken
        }
        return Entries(kept, node.line, node.column)
    if isinstance(node, Items):
        items = (
            _without(item, (*path, index), taken)
            for index, item in enumerate(node.items)
            if (*path, index) not in taken
        )
        return Items(tuple(items), node.line, node.column)
    return node
