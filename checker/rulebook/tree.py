"""YAML as a tree of texts with line and column; nothing is guessed about the type of a scalar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import yaml

from checker.model.errors import Mistake, RuleFileError
from checker.model.limits import Limit
from checker.model.rule import Source
from checker.rulebook.written import bounded
from checker.rulebook.yaml_words import BEGUN_ABOVE, meaning


class _Mark(Protocol):
    """What PyYAML's two kinds of marks have in common; both count from 0."""

    line: int
    column: int


_FAST = getattr(yaml, "CSafeLoader", None)
"""The loader by libyaml, where PyYAML was built with it: the same nodes ten times as fast, but other words for slips."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as it is written. `inline`: its text stands on one line, so that columns in it are known.

    `folded`: several lines were written and YAML made one of them.
    """

    string: str
    line: int
    column: int
    inline: bool = True
    folded: bool = False

    def source(self, file: str, offset: int = 0) -> Source:
        """The place of the character at `offset` of the text."""
        return Source(file, self.line, self.column + (offset if self.inline else 0))


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Entries:
    entries: dict[str, Entry]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        entry = self.entries.get(key)
        return entry.value if entry else None


Node = Scalar | Items | Entries
Path = tuple[str | int, ...]
"""Keys and positions from the root of a tree to a node."""


@dataclass(frozen=True, slots=True)
class Doubled:
    """A key that stands twice in a mapping; the tree has what stands first."""

    mistake: Mistake
    path: Path


def parse(text: str, file: str) -> Entries:
    """The tree of a rule file; raises RuleFileError with every mistake that YAML itself shows."""
    tree, doubled = read(text, file)
    if doubled:
        raise RuleFileError(tuple(one.mistake for one in doubled))
    return tree


def read(text: str, file: str, above: int = 0) -> tuple[Entries, tuple[Doubled, ...]]:
    """The tree, and the keys in it that stand twice; raises RuleFileError where it is not YAML.

    `above` is the number of lines of the file above the text.
    """
    mistakes: list[Mistake] = []
    doubled: list[Doubled] = []

    def told(mark: _Mark | None, message: str) -> Mistake:
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Mistake(file, line + above, column, message)

    def mistake(mark: _Mark | None, message: str) -> None:
        mistakes.append(told(mark, message))

    def twice(mark: _Mark, message: str, path: Path) -> None:
        doubled.append(Doubled(told(mark, message), path))

    bounded(text, file)
    root = None
    if _FAST is not None:
        with suppress(yaml.YAMLError):  # what is wrong is told by the other one, whose words we know
            root = _composed(text, _FAST, lambda *_: None)
    try:
        root = root or _composed(text, yaml.SafeLoader, mistake)
        if mistakes:
            raise RuleFileError(tuple(mistakes))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context)
        if error.context_mark and any(part in problem for part in BEGUN_ABOVE):
            mark = error.context_mark  # where it begins, not where the parser gave up
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        line, column, hint = meaning(problem, text, line, column, above)
        message = f"YAML 写法有误 / not valid YAML{hint}（{problem}）"
        raise RuleFileError((*mistakes, Mistake(file, line + above, column, message))) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"含有不允许的字符 / a character that YAML forbids: {error.reason}"
        raise RuleFileError((Mistake(file, line + above, column, message),)) from None
    if root is None:
        raise RuleFileError((Mistake(file, 1, 1, "文件是空的 / the file is empty"),))
    tree = _converted(root, above, (), mistake, twice)
    if mistakes:
        raise RuleFileError(tuple(mistakes))
    if not isinstance(tree, Entries):
        line, column, hint = meaning("", text, tree.line - above, tree.column)
        message = f"应为“键: 值” / expected keys and values at the top{hint}"
        raise RuleFileError((Mistake(file, line + above, column, message),))
    return tree, tuple(doubled)


def _composed(text: str, loader: Any, mistake: Callable[[_Mark | None, str], None]) -> yaml.Node | None:
    """The nodes of a text by one of PyYAML's loaders; None if they hold what is not allowed. Raises YAMLError."""
    sound = True
    depth, deepest = 0, Limit.RULE_NESTING.most
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            mistake(event.start_mark, "不支持引用（*名称）/ aliases are not allowed; write the value out")
            sound = False
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > deepest:
                mistake(event.start_mark, Limit.RULE_NESTING.words(depth))
                return None
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return yaml.compose(text, Loader=loader) if sound else None


def _converted(
    node: yaml.Node,
    above: int,
    path: Path,
    mistake: Callable[[_Mark | None, str], None],
    twice: Callable[[_Mark, str, Path], None],
) -> Node:
    line, column = node.start_mark.line + 1 + above, node.start_mark.column + 1
    if isinstance(node, yaml.ScalarNode):
        quoted = node.style in ("'", '"')
        inline = node.style not in ("|", ">") and node.start_mark.line == node.end_mark.line
        folded = not inline and node.style not in ("|", ">") and "\n" not in node.value
        return Scalar(node.value, line, column + quoted, inline, folded)
    if isinstance(node, yaml.SequenceNode):
        items = (_converted(item, above, (*path, at), mistake, twice) for at, item in enumerate(node.value))
        return Items(tuple(items), line, column)
    entries: dict[str, Entry] = {}
    for key_node, value_node in node.value:
        key = _converted(key_node, above, path, mistake, twice)
        if not isinstance(key, Scalar):
            mistake(key_node.start_mark, "键应为文字 / a key must be a text")
            continue
        if key.string in entries:
            first = entries[key.string].key.line
            message = f"键重复 / the key {key.string!r} stands already on line {first}"
            twice(key_node.start_mark, message, (*path, key.string))
            continue
        entries[key.string] = Entry(key, _converted(value_node, above, (*path, key.string), mistake, twice))
    return Entries(entries, line, column)


def plain(node: Node) -> object:
    """The tree as dicts, lists and texts, for the schema."""
    if isinstance(node, Scalar):
        return node.string
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(entry.value) for key, entry in node.entries.items()}


def at(root: Node, path: Sequence[str | int]) -> Node:
    """The node at a path."""
    node = root
    for step in path:
        if isinstance(node, Entries):
            node = node.entries[str(step)].value
        elif isinstance(node, Items):
            node = node.items[int(step)]
    return node
