"""The packs that there are, and which of them a document asks for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from checker import resources
from checker.model.errors import RuleFileError, UsageError
from checker.model.figure import Identity
from checker.model.rule import Applies, CodeList, Pack
from checker.model.used import name_of
from checker.rulebook.code_lists import shipped_and_in
from checker.rulebook.load import RuleFile, load_pack, misnamed
from checker.rulebook.suggest import suggestion
from checker.rulebook.written import text_of

PATH_VARIABLE = resources.RULES_PATH
_NOT_PACKS = ("code_lists",)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pack with the reason why it was chosen, in Chinese and English."""

    pack: Pack
    why: str


class Library:
    """Rule packs by id: those that are shipped, and those under further folders; each is read once."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        named = os.environ.get(PATH_VARIABLE, "")
        extra = [*folders, *(Path(part) for part in named.split(os.pathsep) if part)]
        for folder in extra:
            if not folder.is_dir():
                raise UsageError(f"{folder}: 规则文件夹不存在 / no such folder of rules")
        self._folders = [resources.folder("rules"), *extra]
        self._loaded: dict[str, Pack] = {}
        self._files = {id_: path.resolve() for folder in self._folders for id_, path in _packs_in(folder)}

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(sorted(self._files))

    @cached_property
    def code_lists(self) -> Mapping[str, CodeList]:
        """The code lists that there are, by name; raises RuleFileError."""
        return shipped_and_in(self._folders[1:])

    def path(self, id_: str) -> Path | None:
        """Where the file of a pack lies."""
        return self._files.get(id_)

    def id_of(self, path: Path) -> str | None:
        """The id that a file has by its path, if it lies among the rules."""
        return next((id_ for id_, known in self._files.items() if known == path.resolve()), None)

    def resolve(self, id_: str) -> RuleFile | None:
        path = self._files.get(id_)
        return _rule_file(path, id_) if path else None

    def load(self, name: str) -> Pack:
        """A pack by its id or by the path of a file; raises RuleFileError or UsageError."""
        if name in self._files:
            if name not in self._loaded:
                file = _rule_file(self._files[name], name)
                pack = load_pack(file, self.resolve, self.code_lists)
                if pack.id != name:
                    raise RuleFileError((misnamed(file, pack, name),))
                self._loaded[name] = pack
            return self._loaded[name]
        path = Path(name)
        if path.suffix in (".yaml", ".yml"):
            file = replace(_rule_file(path, name), own_name=name_of(path))
            return load_pack(file, self.resolve, self.code_lists)
        raise UsageError(f"没有规则包 / no rule pack “{name}”{suggestion(name, self.ids)}")

    def named(self, names: Iterable[str]) -> tuple[tuple[Chosen, ...], tuple[str, ...]]:
        """The packs that a call names, and how a report says so: by their ids, or by the names of their files."""
        said = [(name, name if name in self._files else name_of(Path(name))) for name in names]
        chosen = tuple(Chosen(self.load(name), f"--rules {own}") for name, own in said)
        return chosen, tuple(part for _, own in said for part in ("--rules", own))

    def choose(self, identity: Identity) -> tuple[Chosen, ...]:
        """The packs for what a document is, the most particular first; the document must state all that one asks for.

        One that another of them extends is part of that one.
        """
        chosen: list[Chosen] = []
        for id_ in self.ids:
            pack = self.load(id_)
            why = reasons(pack.applies, identity)
            if why is not None:
                chosen.append(Chosen(pack, why))
        within = frozenset[str]().union(*(one.pack.extends for one in chosen))
        chosen = [one for one in chosen if one.pack.id not in within]
        return tuple(sorted(chosen, key=lambda one: one.pack.applies.breadth))


def reasons(applies: Applies, identity: Identity) -> str | None:
    """Why a pack is for this document, or None if it is not, or if the document does not say."""
    said: list[str] = []
    wanted: Sequence[tuple[str, tuple[str, ...], str | None]] = (
        ("文件种类 / kind", applies.kinds, identity.kind.value if identity.kind else None),
        ("级次 / level", applies.levels, identity.level.value if identity.level else None),
    )
    for what, accepted, value in wanted:
        if accepted:
            if value not in accepted:
                return None
            said.append(f"{what}: {value}")
    if applies.region:
        region = identity.region.value if identity.region else ()
        if not region or not _within(region, applies.region, applies.below):
            return None
        said.append(f"地区 / region: {''.join(region)}")
    if applies.since is not None or applies.until is not None:
        year = identity.fiscal_year.value if identity.fiscal_year else None
        if year is None or not (applies.since or 0) <= year <= (applies.until or 9999):
            return None
        said.append(f"年度 / fiscal year: {year}")
    return "；".join(said) or "适用于所有文件 / for every document"


def _within(region: tuple[str, ...], wanted: tuple[str, ...], below: bool) -> bool:
    """Whether a document's region is a pack's, or lies in it. A document may leave out the upper levels."""
    last = wanted[-1]
    if last not in region or (region[-1] != last and not below):
        return False
    above = region[: region.index(last)]
    return all(name in wanted for name in above)


def _packs_in(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*.yaml")):
        parts = path.relative_to(folder).with_suffix("").parts
        if parts[0] not in _NOT_PACKS:
            yield "/".join(parts), path


def _rule_file(path: Path, name: str) -> RuleFile:
    try:
        file = name if path.name in name else f"{name}.yaml"
        return RuleFile(file, text_of(path, file))
    except FileNotFoundError:
        raise UsageError(f"{path}: 没有这个规则文件 / no such rule file") from None
    except OSError as error:
        raise UsageError(
            f"{path}: 规则文件无法读取 / the rule file cannot be read: {error.strerror}"
        ) from None
