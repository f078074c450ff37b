"""The table of names that a user keeps: what bodies were called before, or are called elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from checker.facts.same_body import BodyNames, Naming
from checker.model.errors import Mistake, RuleFileError, UsageError
from checker.model.text import normalise
from checker.model.used import FileUsed, name_of
from checker.rulebook.schema import mistakes_in
from checker.rulebook.tree import Entries, Items, Node, Scalar, parse
from checker.rulebook.written import written_in

SCHEMA = "names.schema.json"


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
    if mistakes:
        raise RuleFileError(tuple(sorted(mistakes)))
    known: dict[str, list[Naming]] = defaultdict(list)
    for naming, scalar in _namings(root):
        problem = _problem(naming, known[naming.name])
        if problem:
            mistakes.append(Mistake(str(path), scalar.line, scalar.column, f"{problem}: “{scalar.string}”"))
        known[naming.name].append(naming)
    if mistakes:
        raise RuleFileError(tuple(sorted(mistakes)))
    used = FileUsed("names", name_of(path), found.sha256)
    return BodyNames((one for namings in known.values() for one in namings), used)


def _problem(naming: Naming, others: list[Naming]) -> str:
    if naming.since > naming.until:
        return "since 晚于 until / since is after until"
    overlapping = (
        one
        for one in others
        if one.body != naming.body and one.since <= naming.until and naming.since <= one.until
    )
    if next(overlapping, None):
        return "这个名称已经属于另一机构 / already of another body"
    return ""


def _namings(root: Node) -> Iterator[tuple[Naming, Scalar]]:
    names = root.get("names") if isinstance(root, Entries) else None
    for entry in names.entries.values() if isinstance(names, Entries) else ():
        body = normalise(entry.key.string).string
        yield Naming(body, body), entry.key
        for item in entry.value.items if isinstance(entry.value, Items) else ():
            name = item.get("name") if isinstance(item, Entries) else item
            assert isinstance(name, Scalar)  # by the schema
            since, until = (
                item.get(key) if isinstance(item, Entries) else None for key in ("since", "until")
            )
            naming = Naming(
                normalise(name.string).string,
                body,
                int(since.string) if isinstance(since, Scalar) else 0,
                int(until.string) if isinstance(until, Scalar) else 9999,
            )
            yield naming, name
