"""Waivers: findings that somebody answers for. They stay in the report as waived and no longer count.

The file is YAML, loaded as strictly as a rule file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checker.model.beside import WAIVERS
from checker.model.errors import Mistake, RuleFileError, UsageError
from checker.model.used import name_of
from checker.rulebook.suggest import suggestion
from checker.rulebook.tree import Entries, Items, Node, Scalar, parse
from checker.rulebook.written import written_in

NAME = WAIVERS
"""What the file beside a submission is called."""

_TEXTS = ("fingerprint", "rule", "subject", "entity", "reason", "approved_by")
_KEYS = (*_TEXTS, "until")
_NEEDED = ("reason", "approved_by", "until")
_FINGERPRINT = 16


@dataclass(frozen=True, slots=True)
class Waiver:
    """That somebody answers for a finding until the end of a day. It names a fingerprint or a rule.

    `subject` and `entity` narrow it; empty means any. `line` is where it stands in its file.
    """

    fingerprint: str
    rule: str
    subject: str
    entity: str
    reason: str
    approved_by: str
    until: date
    line: int


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """The file of waivers, the day by which it was read, and what of it does not waive anything.

    `returned` are those of the lapsed ones that a finding would meet: it counts again.
    """

    file: str
    day: date
    lapsed: tuple[Waiver, ...]
    returned: tuple[Waiver, ...]
    unused: tuple[Waiver, ...]


@dataclass(frozen=True, slots=True)
class WaiverFile:
    name: str
    waivers: tuple[Waiver, ...]
    sha256: str


def load(path: Path) -> WaiverFile:
    """The waivers of a file; raises RuleFileError with every mistake in it, with line and column."""
    try:
        found = written_in(path, str(path))
    except OSError as error:
        raise UsageError(f"{path}: 豁免文件打不开 / waivers cannot be read: {error.strerror}") from None
    return WaiverFile(name_of(path), read(found.text, str(path)), found.sha256)


def read(text: str, file: str) -> tuple[Waiver, ...]:
    """The waivers that a text states; raises RuleFileError."""
    mistakes: list[Mistake] = []

    def mistake(node: Node, message: str) -> None:
        mistakes.append(Mistake(file, node.line, node.column, message))

    tree = parse(text, file)
    for key, entry in tree.entries.items():
        if key != "waivers":
            mistake(entry.key, f"没有“{key}”这个键 / unknown key “{key}”{suggestion(key, ['waivers'])}")
    listed = tree.get("waivers")
    found: list[Waiver] = []
    if not isinstance(listed, Items):
        mistake(listed or tree, "应写 waivers:，其下每项以 - 起头 / expected `waivers:` with a list below it")
    else:
        for item in listed.items:
            if isinstance(item, Entries):
                found += _waiver(item, mistakes, file)
            else:
                mistake(item, f"每项应为“键: 值” / expected keys and values ({', '.join(_KEYS)})")
    if mistakes:
        raise RuleFileError(tuple(mistakes))
    return tuple(found)


def _waiver(item: Entries, mistakes: list[Mistake], file: str) -> Iterator[Waiver]:
    before = len(mistakes)

    def mistake(node: Node, message: str) -> None:
        mistakes.append(Mistake(file, node.line, node.column, message))

    said: dict[str, str] = {}
    for key, entry in item.entries.items():
        if key not in _KEYS:
            mistake(entry.key, f"没有“{key}”这个键 / unknown key “{key}”{suggestion(key, _KEYS)}")
        elif not isinstance(entry.value, Scalar) or not entry.value.string.strip():
            mistake(entry.value, f"“{key}”应写一段文字，不能空 / expected words for “{key}”")
        else:
            said[key] = entry.value.string.strip()
    if all(key in _KEYS for key in item.entries):  # else a misspelt one is what seems to be missing
        for key in _NEEDED:
            if key not in item.entries:
                mistake(item, f"缺少“{key}” / “{key}” is missing")
        if ("fingerprint" in item.entries) == ("rule" in item.entries):
            mistake(item, "应写 fingerprint 或 rule，二者取一 / expected either fingerprint or rule")
    if "subject" in item.entries and "rule" not in item.entries:
        mistake(
            item.entries["subject"].key, "subject 要与 rule 同写 / subject narrows a rule: write rule as well"
        )
    if len(said.get("fingerprint", "0" * _FINGERPRINT)) != _FINGERPRINT:
        mistake(
            item.entries["fingerprint"].value,
            f"指纹应为报告中的 {_FINGERPRINT} 位 / expected the {_FINGERPRINT} characters that the report shows",
        )
    until = _day(said["until"]) if "until" in said else None
    if "until" in said and until is None:
        written = said["until"]
        mistake(
            item.entries["until"].value,
            f"“{written}”不是日期，应写如 2026-12-31 / not a day: write it like 2026-12-31",
        )
    if len(mistakes) == before and until is not None:
        texts = {key: said.get(key, "") for key in _TEXTS}
        yield Waiver(**texts, until=until, line=item.line)


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.isoformat() == written else None  # the form 20261231 is not taken
