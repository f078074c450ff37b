"""Which rule files a command is for: those that are named, by path or by pack id, else all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from checker.model.errors import UsageError
from checker.model.figure import Identity
from checker.model.rule import Pack, Rule
from checker.rulebook.library import Library
from checker.rulebook.load import Resolve, RuleFile, load_pack
from checker.rulebook.suggest import suggestion
from checker.rulebook.written import text_of

_SUFFIXES = (".yaml", ".yml")


def rule_files(names: Iterable[str], library: Library) -> Iterator[RuleFile]:
    """The files, called by the path under which an editor finds them; a folder stands for all in it."""
    for name in names or library.ids:
        known = library.path(name)
        path = known if known is not None else Path(name)
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.suffix in _SUFFIXES)
            if not found:
                raise UsageError(f"{path}: 文件夹里没有规则文件 / no rule file in this folder")
            yield from (_read(file) for file in found)
        elif known is not None or path.suffix in _SUFFIXES:
            yield _read(path)
        else:
            raise UsageError(f"没有规则包 / no rule pack “{name}”{suggestion(name, library.ids)}")


def packs(names: Iterable[str], library: Library) -> Iterator[tuple[RuleFile, Pack]]:
    """The packs of these files; raises RuleFileError."""
    return (
        (file, load_pack(file, resolver(library), library.code_lists)) for file in rule_files(names, library)
    )


def resolver(library: Library) -> Resolve:
    """Finds the file of a pack by its id, called by its path as the files that are named."""

    def resolve(id_: str) -> RuleFile | None:
        path = library.path(id_)
        return _read(path) if path is not None else None

    return resolve


def with_rule(
    id_: str, names: Iterable[str], library: Library, identity: Identity | None
) -> tuple[Pack, Rule]:
    """A rule by its id: of the named packs, else of those that a document asks for, else of any, where it stands."""
    named = tuple(names)
    found = [
        (file, pack, rule) for file, pack in packs(named, library) for rule in pack.rules if rule.id == id_
    ]
    if not found:
        known = {rule.id for _, pack in packs(named, library) for rule in pack.rules}
        own = "" if named else "；自己文件里的规则，加 --rules 文件 / for a rule of your own add --rules FILE"
        raise UsageError(f"没有规则 / no rule {id_}{suggestion(id_, known)}{own}")
    chosen = {one.pack.id for one in library.choose(identity)} if identity and not named else set()
    found.sort(key=lambda one: (one[1].id not in chosen, one[2].source.file != one[0].name))
    return found[0][1], found[0][2]


def _read(path: Path) -> RuleFile:
    try:
        return RuleFile(_shown(path), text_of(path, _shown(path)))
    except FileNotFoundError:
        raise UsageError(f"{path}: 没有这个规则文件 / no such rule file") from None
    except OSError as error:
        raise UsageError(f"{path}: 规则文件无法读取 / the rule file cannot be read: {error}") from None


def _shown(path: Path) -> str:
    """The path from here, where the file lies below; else as it is."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
