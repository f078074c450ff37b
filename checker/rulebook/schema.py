"""The shape of a rule file, by its JSON Schema; every slip with line and column."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from checker import resources
from checker.model.errors import Mistake
from checker.rulebook.suggest import suggestion
from checker.rulebook.tree import Entries, Node, Path, at, plain

_TYPE_WORDS = {
    "object": "键和值 / keys and values, 如 {键: 值}",
    "array": "列表 / a list, 如 [甲, 乙]",
    "string": "文字 / a text",
}


@lru_cache(maxsize=4)
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(resources.text("rules", schema)))


@dataclass(frozen=True, slots=True)
class Misfit:
    """A departure from the schema: what is told, and the path of what does not fit.

    `lacking`: something is missing there, so that all of it is incomplete.
    """

    mistake: Mistake
    path: tuple[str | int, ...]
    lacking: bool = False


def mistakes_in(root: Node, file: str, schema: str) -> Iterator[Mistake]:
    """Every place where the tree departs from the schema."""
    return (misfit.mistake for misfit in misfits_in(root, file, schema))


def misfits_in(root: Node, file: str, schema: str, lost: Collection[Path] = ()) -> Iterator[Misfit]:
    """The same with what it is that does not fit. What is `lost` could not be read and is not missing."""
    for error in _validator(schema).iter_errors(plain(root)):
        yield from _misfits(error, root, file, lost)


def _misfits(error: ValidationError, root: Node, file: str, lost: Collection[Path]) -> Iterator[Misfit]:
    if error.context:
        for sub in _likeliest(error):
            yield from _misfits(sub, root, file, lost)
        return
    path = list(error.absolute_path)
    node = at(root, path)
    value: Any = error.validator_value

    def here(
        message: str, where: Any = node, below: Sequence[str | int] = (), lacking: bool = False
    ) -> Misfit:
        mistake = Mistake(file, where.line, where.column, message)
        return Misfit(mistake, (*path, *below), lacking)

    if error.validator == "additionalProperties" and isinstance(node, Entries):
        schema: Any = error.schema
        known = schema.get("properties", {})
        for key, entry in node.entries.items():
            if key not in known:
                wide = "；冒号是全角的 / a full-width colon" if "：" in key else ""
                choices = suggestion(key.split("：")[0], known)
                yield here(f"没有键 / unknown key “{key}”{wide}{choices}", entry.key, [key])
    elif error.validator == "required" and isinstance(node, Entries):
        missing = [key for key in value if key not in node.entries and (*path, key) not in lost]
        if not missing:
            return
        few = (
            "；至少通过（pass）、不成立（fail）各一例 / at least one pass and one fail"
            if "examples" in missing
            else ""
        )
        message = f"缺少键 / missing key: {'、'.join(missing)}{few}"
        yield here(message, _heading_of(root, path), lacking=True)
    elif error.validator == "oneOf" and isinstance(node, Entries):
        alternatives: Any = value
        ways = dict.fromkeys(
            key for choice in alternatives for key in choice["required"] if key in node.entries
        )
        yield here(f"只能写其中一个 / only one of these may be written: {'、'.join(ways)}")
    elif error.validator == "enum":
        yield here(f"“{error.instance}” 不可用 / is not allowed{suggestion(str(error.instance), value)}")
    elif error.validator == "type":
        expected = " 或 / or ".join(
            _TYPE_WORDS.get(name, name) for name in ([value] if isinstance(value, str) else value)
        )
        yield here(f"应为 / expected {expected}")
    elif error.validator == "minItems" and value > 1 and error.instance:
        both = (
            "：通过、不成立各一例 / : one that passes and one that fails" if path[-1:] == ["examples"] else ""
        )
        yield here(f"至少要有 {value} 项 / needs at least {value} items{both}")
    elif error.validator in ("minItems", "minProperties", "minLength"):
        yield here("不能为空 / must not be empty")
    elif error.validator == "pattern":
        name = str(error.instance)
        where: Node = node
        below: list[str] = []
        if isinstance(node, Entries) and name in node.entries:
            where, below = node.entries[name].key, [name]
        schema = error.schema
        message = f"“{name}” 写法不对 / is not written right: {schema.get('$comment', value)}"
        yield here(message, where, below)
    else:
        yield here(error.message)


def _likeliest(error: ValidationError) -> list[ValidationError]:
    """Of the alternatives of anyOf, the mistakes of the one that was most likely meant.

    That is one whose type fits, whose keys are mostly those written, and that then has the fewest mistakes.
    """
    alternatives: dict[int, list[ValidationError]] = {}
    for sub in error.context or ():
        alternatives.setdefault(int(sub.relative_schema_path[0]), []).append(sub)

    def rank(item: tuple[int, list[ValidationError]]) -> tuple[bool, int, int]:
        at, mistakes = item
        wrong_type = any(sub.validator == "type" and not sub.relative_path for sub in mistakes)
        choices: Any = error.validator_value
        schema = choices[at]
        keys = schema.get("properties", {})
        asked = schema.get("required", ())
        written = error.instance if isinstance(error.instance, dict) else {}
        return wrong_type, -sum(key in keys or key in asked for key in written), len(mistakes)

    return min(alternatives.items(), key=rank)[1]


def _heading_of(root: Node, path: list[str | int]) -> Node:
    """The key that the incomplete mapping stands under, or the mapping itself."""
    if path:
        parent = at(root, path[:-1])
        if isinstance(parent, Entries):
            return parent.entries[str(path[-1])].key
    return at(root, path)
