"""Which names are of one body: a table that a user keeps of renamings and other ways of writing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from checker.model.errors import Mistake, RuleFileError, UsageError
from checker.model.text import normalise
from checker.model.used import FileUsed, name_of
from checker.rulebook.schema import mistakes_in
from checker.rulebook.tree import Entries, Items, Scalar, parse
from checker.rulebook.written import written_in

SCHEMA = "names.schema.json"


class BodyNames:
    """Names of bodies, compared as normalised text; those of one line of the table are one body's."""

    def __init__(self, now: Mapping[str, str] | None = None, file: FileUsed | None = None) -> None:
        self._now = now or {}
        self.file = file

    def same(self, one: str, other: str) -> bool:
        return self._of(one) == self._of(other)

    def _of(self, name: str) -> str:
        folded = normalise(name).string
        return self._now.get(folded, folded)


def load_names(path: Path) -> BodyNames:
    """The table of a file; raises UsageError if it cannot be read, RuleFileError with all its mistakes."""
    try:
        found = written_in(path, str(path))
    except FileNotFoundError:
        raise UsageError(f"{path}: 没有这个文件 / no such file") from None
    except OSError as error:
        raise UsageError(f"{path}: 无法读取 / cannot be read: {error.strerror}") from None
    root = parse(found.text, str(path))
    mistakes = list(mistakes_in(root, str(path), SCHEMA))
    names = root.get("names") if isinstance(root, Entries) else None
    now: dict[str, str] = {}
    for entry in names.entries.values() if isinstance(names, Entries) else ():
        others = entry.value.items if isinstance(entry.value, Items) else ()
        body = normalise(entry.key.string).string
        for scalar in (entry.key, *(item for item in others if isinstance(item, Scalar))):
            folded = normalise(scalar.string).string
            if now.setdefault(folded, body) != body:
                message = f"这个名称已经属于另一机构 / already of another body: “{scalar.string}”"
                mistakes.append(Mistake(str(path), scalar.line, scalar.column, message))
    if mistakes:
        raise RuleFileError(tuple(sorted(mistakes)))
    return BodyNames(now, FileUsed("names", name_of(path), found.sha256))
