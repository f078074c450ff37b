"""Whether rule files are sound: all their mistakes, and what is legal but odd."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from checker.model.errors import Mistake, RuleFileError
from checker.model.rule import Pack
from checker.readback.uses import used_in
from checker.rule_tools.oddities import Oddity, oddities
from checker.rule_tools.sources import resolver
from checker.rulebook.code_lists import load_code_list
from checker.rulebook.library import Library
from checker.rulebook.load import RuleFile, load_pack, misnamed
from checker.rulebook.tree import Entries, Scalar, parse


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file. Mistakes may stand in files that it extends; warnings are its own."""

    file: RuleFile
    pack: str
    rules: int
    mistakes: tuple[Mistake, ...]
    warnings: tuple[Oddity, ...]


def check(files: Iterable[RuleFile], library: Library) -> tuple[Checked, ...]:
    """Each file with its mistakes and warnings."""
    loaded = [_loaded(file, library) for file in files]
    packs = {pack.id: pack for _, pack, _ in loaded if pack is not None}
    users = _users({**_extending(library), **packs}, library) if packs else {}
    return tuple(_checked(file, pack, mistakes, users) for file, pack, mistakes in loaded)


def _loaded(file: RuleFile, library: Library) -> tuple[RuleFile, Pack | None, tuple[Mistake, ...]]:
    try:
        if _is_code_list(file):
            return file, None, _in_code_list(Path(file.name))
        pack = load_pack(file, resolver(library), library.code_lists, library.ids)
        id_ = library.id_of(Path(file.name)) or pack.id
        if pack.id != id_:
            raise RuleFileError((misnamed(file, pack, id_),))
        return file, pack, ()
    except RuleFileError as error:
        return file, None, error.mistakes


def _in_code_list(path: Path) -> tuple[Mistake, ...]:
    """The mistakes of a code list and its tables, each file by its path."""
    try:
        load_code_list(path)
    except RuleFileError as error:
        return tuple(replace(one, file=str(path.parent / one.file)) for one in error.mistakes)
    return ()


def _is_code_list(file: RuleFile) -> bool:
    try:
        tree = parse(file.text, file.name)
    except RuleFileError:
        return False
    return tree.get("list") is not None and tree.get("pack") is None


def _extending(library: Library) -> dict[str, Pack]:
    """The packs of the library that extend others."""
    packs: dict[str, Pack] = {}
    for id_ in library.ids:
        file = library.resolve(id_)
        if file is None or "\nextends:" not in file.text:
            continue
        try:
            packs[id_] = library.load(id_)
        except RuleFileError:
            continue  # told where that file itself is checked
    return packs


def _users(packs: Mapping[str, Pack], library: Library) -> dict[str, frozenset[str]]:
    """For each pack the names that it uses, and those that the packs that extend it use."""
    used: dict[str, frozenset[str]] = {}
    for id_, pack in packs.items():
        names = used_in(pack)
        for within in (id_, *_extended(id_, library)):
            used[within] = used.get(within, frozenset()) | names
    return used


def _extended(id_: str, library: Library) -> frozenset[str]:
    """The packs that a pack takes over, directly or not."""
    found: set[str] = set()
    asked = [id_]
    while asked:
        file = library.resolve(asked.pop())
        if file is None:
            continue
        try:
            extends = parse(file.text, file.name).get("extends")
        except RuleFileError:
            continue
        for item in getattr(extends, "items", ()):
            if isinstance(item, Scalar) and item.string not in found:
                found.add(item.string)
                asked.append(item.string)
    return frozenset(found)


def _checked(
    file: RuleFile,
    pack: Pack | None,
    mistakes: tuple[Mistake, ...],
    users: Mapping[str, frozenset[str]],
) -> Checked:
    if pack is None:
        return Checked(file, "", 0, mistakes, ())
    tree: Entries = parse(file.text, file.name)
    used = users.get(pack.id, frozenset()) | used_in(pack)
    return Checked(file, pack.id, len(pack.rules), (), tuple(sorted(set(oddities(tree, pack, used)))))
