"""A JSON report made again from the same files: whether it is the same, and else what differs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

import jsonschema

from checker import resources
from checker.asked import Asked, Given, asked
from checker.model import limits
from checker.model.beside import SIDECAR, WAIVERS, is_package
from checker.model.errors import SubmissionError, UsageError
from checker.readers import bytes_of
from checker.report.hidden import json_of
from checker.report.words import LANGUAGES, Words
from checker.report.words import words as words_of
from checker.rulebook.library import Library
from checker.writers.json import as_json

_MOST = 20
_LONGEST = 60
_DOCUMENT = (("name",), ("sha256",), ("files",))
"""What a report says of the submission's bytes; the rest of `submission` was read from them."""

_SHAPES = ("type", "required", "const")
_GONE_BY = ("format", "submission", "beside", "run", "summary", "outcomes", "waivers", "follow_up")
"""The parts of a report that it is made again by, so that they must have the right shape."""

_TOLD = (
    "submission",
    "packs",
    "beside",
    "run_version",
    "run_sha256",
    "run_libraries",
    "run_files",
    "run_arguments",
)
_NONE = object()
_KEYS = ("fingerprint", "id", "name", "rule", "subject", "role")

Json = Mapping[str, Any]
Step = str | int


@dataclass(frozen=True, slots=True)
class Change:
    """A value of the report that comes out otherwise now, with its path; None where there is none.

    `named` are the names of the list items on the path: of a pack, a file, a rule.
    """

    path: tuple[Step, ...]
    named: tuple[str, ...]
    old: str | None
    new: str | None

    @property
    def where(self) -> str:
        """The path as programs write it."""
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(steps).removeprefix(".")


@dataclass(frozen=True, slots=True)
class Verified:
    """What differs: in what the report was made from, and in what it says.

    `line` is the first that has the same content written otherwise. `outcomes_same` is None where nothing could be
    checked any more, for the reason `unreadable`.
    """

    inputs: tuple[Change, ...]
    said: tuple[Change, ...]
    line: int | None
    outcomes_same: bool | None
    unreadable: str = ""

    @property
    def same(self) -> bool:
        return not (self.inputs or self.said or self.unreadable) and self.line is None


def verified(path: Path, submissions: Sequence[Path], given: Given) -> Verified:
    """Makes the report of a file again; raises UsageError where it is none, or where a file is needed and not given."""
    data, said = _read(path)
    call = _call(path, said, submissions, given)
    language = said["run"].get("lang")
    words = words_of(language if language in LANGUAGES else LANGUAGES[0])
    (submission,) = call.submissions
    try:
        report = call.report(submission)
    except SubmissionError as error:
        if call.also or is_package(submission):
            raise
        sha256 = hashlib.sha256(bytes_of(submission)).hexdigest()
        now = said | {"submission": said["submission"] | {"sha256": sha256}}
        inputs = tuple(_changes(said, now))
        if not inputs:
            raise
        return Verified(inputs, (), None, None, str(error))
    made = json_of(as_json(report, words.at_home(report)))
    now = json.loads(made)
    changes = tuple(_changes(_renamed(said, now["submission"]["name"]), now))
    inputs = tuple(change for change in changes if _is_input(change.path))
    rest = tuple(change for change in changes if not _is_input(change.path))
    return Verified(inputs, rest, None if changes else _unlike(data, made), _outcomes(said) == _outcomes(now))


def _read(path: Path) -> tuple[bytes, dict[str, Any]]:
    """A report's bytes, and what it says, as far as its shape can be gone by."""
    data = bytes_of(path)
    try:
        said = json.loads(data)
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{error.lineno}:{error.colno}: 不是 JSON / not JSON: {error.msg}") from None
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: 第 {error.start + 1} 个字节不是 UTF-8 / byte {error.start + 1} is not UTF-8"
        ) from None
    except RecursionError:
        raise UsageError(f"{path}: 不是 JSON 报告：嵌套过深 / no JSON report: nested too deeply") from None
    schema = json.loads(resources.text("reports", "report.schema.json"))
    for misfit in jsonschema.Draft202012Validator(schema).iter_errors(said):
        at = list(misfit.absolute_path)
        if misfit.validator in _SHAPES and (not at or at[0] in _GONE_BY):
            raise UsageError(
                f"{path}: 不是 checker check --format json 写的报告 / not a JSON report of this program: "
                f"{'.'.join(map(str, at)) or '.'}: {misfit.message[:120]}"
            )
    return data, said


def _call(path: Path, said: Json, submissions: Sequence[Path], given: Given) -> Asked:
    """The call that made the report, with the files that this one gives."""
    arguments: list[str] = said["run"]["arguments"]
    as_one = "--as-one" in arguments
    files = said["submission"].get("files", [])
    if len(submissions) != (len(files) if as_one else 1):
        raise UsageError(
            f"{path}: 报告是关于 {len(files) if as_one else 1} 个文件的，请用 --submission 一一给出 / "
            f"the report is on {len(files) if as_one else 1} file(s): give each with --submission"
        )
    roles = {one["role"] for one in (*said.get("beside", ()), *said["run"].get("files", ()))}
    waivers = given.waivers or submissions[0].parent / WAIVERS
    rules = given.rules or tuple(name for flag, name in pairwise(arguments) if flag == "--rules")
    ids = Library(given.rules_path).ids
    unknown = [name for name in rules if name not in ids] if not given.rules else []
    needs = (
        ("--rules", unknown, False),
        ("--prior", roles & {"prior", "budget_document"}, given.prior),
        ("--units", roles & {"units"}, given.units),
        ("--names", roles & {"names"}, given.names),
        ("--waivers", said.get("waivers"), waivers.is_file()),
        ("--against", said.get("follow_up"), given.against),
        ("--limit", "--limit" in arguments, limits.changed()),
    )
    for option, needed, found in needs:
        if needed and not found:
            raise UsageError(
                f"{path}: 报告是用 {option} {_named(arguments, option)} 做的，请同样给出 / "
                f"the report was made with {option} {_named(arguments, option)}: give it as well"
            )
    day = (said.get("waivers") or {}).get("day")
    try:
        today = date.fromisoformat(day) if day is not None else date.today()
    except (TypeError, ValueError):
        raise UsageError(f"{path}: waivers.day: 不是日期 / not a day: {day}") from None
    order = {one["name"]: at for at, one in enumerate(files)} if as_one else {}
    ordered = sorted(submissions, key=lambda file: order.get(file.name, len(order)))
    return asked(ordered, as_one, replace(given, rules=rules), today)


def _named(arguments: Sequence[str], option: str) -> str:
    """What the report says that stood behind an option."""
    return "、".join(name for flag, name in pairwise(arguments) if flag == option) or "…"


def _renamed(said: dict[str, Any], name: str) -> dict[str, Any]:
    """The report with the name that its submission has now, but for the one place that says how it was called."""
    old = said["submission"]["name"]
    names = {old: name, f"{old}{SIDECAR}": f"{name}{SIDECAR}"}

    def walk(value: Any) -> Any:
        match value:
            case str():
                whole, colon, line = value.partition(":")
                return names.get(value) or (names[whole] + colon + line if whole in names else value)
            case dict():
                return {key: walk(one) for key, one in value.items()}
            case list():
                return [walk(one) for one in value]
        return value

    renamed: dict[str, Any] = walk(said)
    return renamed | {"submission": renamed["submission"] | {"name": old}} if old != name else said


def _changes(
    old: Any, new: Any, path: tuple[Step, ...] = (), named: tuple[str, ...] = ()
) -> Iterator[Change]:
    """Every value of one tree that is another one, or none, in the other."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _changes(old.get(key, _NONE), new.get(key, _NONE), (*path, key), named)
    elif isinstance(old, list) and isinstance(new, list):
        for at, (one, other) in enumerate(_paired(old, new)):
            yield from _changes(one, other, (*path, at), (*named, *_name_of(one, other)))
    elif type(old) is not type(new) or old != new:
        yield Change(path, named, _shortly(old), _shortly(new))


def _paired(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """The items of two lists that are about the same: by their place in lists of one length, else by what they are."""
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    waiting: dict[str, list[Any]] = {}
    for item in new:
        waiting.setdefault(_key(item), []).append(item)
    for item in old:
        fitting = waiting.get(_key(item))
        yield item, fitting.pop(0) if fitting else _NONE
    yield from ((_NONE, item) for fitting in waiting.values() for item in fitting)


def _key(item: Any) -> str:
    """What tells an item of a list from its fellows."""
    own = [str(item.get(key)) for key in _KEYS] if isinstance(item, dict) else [json.dumps(item)]
    return "\0".join(own)


def _name_of(*items: Any) -> tuple[str, ...]:
    """What an item is called: a pack by its id, a file by its name, a finding and an outcome by its rule."""
    said = next((item for item in items if isinstance(item, dict)), {})
    return tuple(str(said[key]) for key in ("id", "name", "rule") if said.get(key))[:1]


def _shortly(value: Any) -> str | None:
    if value is _NONE:
        return None
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"


def _is_input(path: tuple[Step, ...]) -> bool:
    return path[0] in ("run", "packs", "beside") or (path[0] == "submission" and path[1:2] in _DOCUMENT)


def _outcomes(said: Json) -> object:
    """The verdict, and how every outcome went."""
    shown = ("rule", "subject", "outcome")
    each = [[one.get(key) for key in shown] if isinstance(one, dict) else one for one in said["outcomes"]]
    return said["summary"], each


def _unlike(data: bytes, made: bytes) -> int | None:
    """The first line that is written otherwise, although it says the same."""
    lines = enumerate(zip_longest(data.splitlines(keepends=True), made.splitlines(keepends=True)), start=1)
    return next((at for at, (one, other) in lines if one != other), None)


def lines(found: Verified, words: Words) -> Iterator[str]:
    """What to say of it."""
    say = partial(words, "verify")
    fill = partial(words.filled, "verify")
    if found.same:
        yield say("same")
        return
    yield say("differs")
    for head, changes in (("inputs", found.inputs), ("said", found.said)):
        if changes:
            yield fill(head, count=len(changes))
            yield from (f"  {_told(change, words)}" for change in changes[:_MOST])
            if len(changes) > _MOST:
                yield "  " + fill("more", count=len(changes) - _MOST)
    if found.said and not found.inputs:
        yield say("changed")
    if found.line is not None:
        yield fill("written", line=found.line)
    if found.unreadable:
        yield fill("unreadable", reason=found.unreadable)
    elif found.outcomes_same is not None:
        yield say("outcomes_same" if found.outcomes_same else "outcomes_differ")


def _told(change: Change, words: Words) -> str:
    head = change.path[0] if change.path[0] != "run" else f"run_{change.path[1]}"
    what = words("verify", "what", str(head)) if head in _TOLD else ""
    none = words("verify", "none")
    named = " ".join(change.named)
    about = f"{what} {named}".strip()
    return words.filled(
        "verify", "change", about=about, where=change.where, old=change.old or none, new=change.new or none
    )
