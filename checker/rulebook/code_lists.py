"""Code lists: dated editions of codes with their names, each name with its standing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from checker import resources
from checker.model.errors import Mistake, RuleFileError
from checker.model.rule import CodeEntry, CodeList, Edition
from checker.rulebook.schema import mistakes_in
from checker.rulebook.tree import Entries, Items, Scalar, parse
from checker.rulebook.written import hash_of, rows_of, text_of

SCHEMA = "code-list.schema.json"
_FOLDER = "code_lists"
STANDINGS = ("found", "inferred")
"""How a name is known; names that are unverified do not belong in a list."""
_GROUP = re.compile(r"[^\W\d]\w*")


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, CodeList]:
    """The code lists that come with the checker."""
    return code_lists_in(resources.folder("rules") / _FOLDER)


def code_lists_in(folder: Path) -> Mapping[str, CodeList]:
    """The code lists of a folder, by name; raises RuleFileError."""
    lists: dict[str, CodeList] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            code_list = load_code_list(path)
            lists[code_list.name] = code_list
        except RuleFileError as error:
            mistakes.extend(error.mistakes)
    if mistakes:
        raise RuleFileError(tuple(mistakes))
    return MappingProxyType(lists)


def shipped_and_in(folders: Iterable[Path]) -> Mapping[str, CodeList]:
    """The shipped code lists and those of folders of rules; of one name the last is taken. Raises RuleFileError."""
    own = [_with_paths(folder / _FOLDER) for folder in folders]
    return MappingProxyType({name: found for lists in (shipped(), *own) for name, found in lists.items()})


def _with_paths(folder: Path) -> Mapping[str, CodeList]:
    """The code lists of a folder; what is wrong is told by the path of the file."""
    try:
        return code_lists_in(folder)
    except RuleFileError as error:
        raise RuleFileError(
            tuple(replace(one, file=str(folder / one.file)) for one in error.mistakes)
        ) from None


def load_code_list(path: Path) -> CodeList:
    """The code list of a file; raises RuleFileError with all its mistakes."""
    text = _text(path)
    tree = parse(text, path.name)
    mistakes = tuple(mistakes_in(tree, path.name, SCHEMA))
    if mistakes:
        raise RuleFileError(mistakes)
    editions = tree.get("editions")
    assert isinstance(editions, Items)
    made: list[Edition] = []
    found: list[Mistake] = []
    files = {f"{_FOLDER}/{path.name}": hash_of(text)}
    for item in editions.items:
        assert isinstance(item, Entries)
        try:
            table = _table(item, path)
            text = _text(table)
            files[f"{_FOLDER}/{table.name}"] = hash_of(text)
            edition = _edition(item, text, table.name)
        except RuleFileError as error:
            found.extend(error.mistakes)
            continue
        for other in made:
            if edition.meets(other):
                message = f"年度与另一版重叠 / its years overlap those of another edition: {other.id}"
                found.append(Mistake(path.name, item.line, item.column, message))
        made.append(edition)
    if found:
        raise RuleFileError(tuple(found))
    return CodeList(_string(tree, "list"), _string(tree, "title"), tuple(made), MappingProxyType(files))


def _text(path: Path) -> str:
    try:
        return text_of(path, path.name)
    except OSError as error:
        message = f"无法打开 / cannot be opened: {error.strerror}"
        raise RuleFileError((Mistake(path.name, 1, 1, message),)) from None


def _table(node: Entries, path: Path) -> Path:
    """The file of an edition, beside its list."""
    file = node.get("file")
    assert isinstance(file, Scalar)
    table = path.parent / file.string
    if table.parent != path.parent or not table.is_file():
        message = f"没有这个文件 / no such file beside the list: {file.string}"
        raise RuleFileError((Mistake(path.name, file.line, file.column, message),))
    return table


def _edition(node: Entries, text: str, file: str) -> Edition:
    since, until = _string(node, "from"), _string(node, "until")
    return Edition(
        _string(node, "id"),
        int(since) if since else None,
        int(until) if until else None,
        MappingProxyType(_entries(text, file)),
        _string(node, "complete").lower() == "true",
    )


def _entries(text: str, file: str) -> dict[str, CodeEntry]:
    entries: dict[str, CodeEntry] = {}
    mistakes: list[Mistake] = []
    rows = rows_of(text, file)
    heads = next(rows, (0, []))[1]
    for number, cells in rows:
        if not cells:
            continue
        row = dict(zip(heads, cells, strict=False))
        code, name, standing = row.get("code"), row.get("name"), row.get("standing")
        group = row.get("group") or ""
        if not code or not name or standing not in STANDINGS:
            message = (
                f"应有 code、name 和 standing（{'、'.join(STANDINGS)}）/ expected code, name and standing; "
                f"实为 / found {code or '—'}, {name or '—'}, {standing or '—'}"
            )
            mistakes.append(Mistake(file, number, 1, message))
        elif group and _GROUP.fullmatch(group) is None:
            message = f"group 应为名称（字母、数字、汉字、_）/ expected a name, found “{group}”"
            mistakes.append(Mistake(file, number, 1, message))
        elif code in entries:
            mistakes.append(Mistake(file, number, 1, f"代码重复 / code listed twice: {code}"))
        else:
            entries[code] = CodeEntry(code, name, standing, group)
    if mistakes:
        raise RuleFileError(tuple(mistakes))
    return entries


def _string(node: Entries, key: str) -> str:
    value = node.get(key)
    return value.string if isinstance(value, Scalar) else ""
