"""The roster: who had to publish what. It says what is missing, unexpected, double and late in a batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process

from checker.model.day import day_of
from checker.model.errors import Mistake, RuleFileError, UsageError
from checker.model.text import normalise
from checker.rulebook.suggest import suggestion
from checker.rulebook.written import rows_of, text_of

DAYS = 20
"""Publication follows the approval within twenty days: 预算法, article 14."""

_HEADS = {
    "entity": ("entity", "单位", "部门", "名称", "单位名称", "部门名称"),
    "level": ("level", "级次"),
    "kind": ("kind", "种类"),
    "year": ("year", "年度", "年份"),
    "region": ("region", "地区"),
    "approved": ("approved", "批复", "批复日期"),
    "published": ("published", "公开", "公开日期"),
}
_KINDS = {
    "budget": ("budget", "预算", "部门预算", "单位预算"),
    "final-accounts": ("final-accounts", "决算", "部门决算", "单位决算"),
}
_LEVELS = {"department": ("department", "部门"), "unit": ("unit", "单位")}
_ALIKE = 75  # of a hundred: so alike two names are, for one to be told as the nearest of the other


@dataclass(frozen=True, slots=True)
class Expected:
    """A line of the roster; what it leaves empty may be anything. `line` is 1-based."""

    entity: str
    level: str
    kind: str
    year: int | None
    region: str
    approved: date | None
    published: date | None
    line: int

    @property
    def days(self) -> int | None:
        """How long after the approval it was published, where both days are known."""
        if self.approved is None or self.published is None:
            return None
        return (self.published - self.approved).days


@dataclass(frozen=True, slots=True)
class Published:
    """A submission as the roster knows one."""

    name: str
    entity: str | None
    level: str | None
    kind: str | None
    year: int | None
    region: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What the roster says of a batch. `missing` come with the most alike name among the unexpected, if one is."""

    missing: tuple[tuple[Expected, str], ...]
    unexpected: tuple[Published, ...]
    double: tuple[tuple[Expected, tuple[Published, ...]], ...]
    late: tuple[Expected, ...]


def load(path: Path) -> tuple[Expected, ...]:
    """The lines of a roster in CSV; raises RuleFileError with all its slips, or UsageError."""
    try:
        text = text_of(path, str(path), other="gb18030")  # what a Chinese spreadsheet saves
    except OSError as error:
        raise UsageError(f"{path}: 名册打不开 / the roster cannot be read: {error.strerror}") from None
    return read(text, str(path))


def read(text: str, file: str) -> tuple[Expected, ...]:
    """The lines that a text states; raises RuleFileError."""
    rows = [row for _, row in rows_of(text, file)]
    mistakes: list[Mistake] = []
    columns = _columns(rows[0] if rows else [], file, mistakes)
    found: list[Expected] = []
    for line, row in enumerate(rows[1:], start=2):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if any(cells.values()):
            found += _expected(cells, columns, file, line, mistakes)
    if mistakes:
        raise RuleFileError(tuple(mistakes))
    return tuple(found)


def _columns(heads: Sequence[str], file: str, mistakes: list[Mistake]) -> dict[str, int]:
    by_words = {words: name for name, accepted in _HEADS.items() for words in accepted}
    columns: dict[str, int] = {}
    for at, head in enumerate(heads):
        name = by_words.get(head.strip().lower())
        if name is None and head.strip():
            known = suggestion(head.strip(), [*_HEADS])
            mistakes.append(Mistake(file, 1, at + 1, f"没有“{head.strip()}”一栏 / unknown column{known}"))
        elif name is not None and name in columns:
            mistakes.append(Mistake(file, 1, at + 1, f"“{head.strip()}”一栏有两个 / the column stands twice"))
        elif name is not None:
            columns[name] = at
    if "entity" not in columns and not mistakes:
        mistakes.append(Mistake(file, 1, 1, "缺少 entity（单位名称）一栏 / the column entity is missing"))
    return columns


def _expected(
    cells: Mapping[str, str], columns: Mapping[str, int], file: str, line: int, mistakes: list[Mistake]
) -> Iterable[Expected]:
    before = len(mistakes)

    def slip(name: str, message: str) -> None:
        mistakes.append(Mistake(file, line, columns[name] + 1, message))

    def one_of(name: str, words: Mapping[str, tuple[str, ...]]) -> str:
        cell = cells.get(name, "")
        found = next((value for value, accepted in words.items() if cell in accepted), "")
        if cell and not found:
            choose = "、".join(accepted[1] for accepted in words.values())
            slip(name, f"“{cell}”应为 / expected one of: {choose}、{'、'.join(words)}")
        return found

    def day(name: str) -> date | None:
        cell = cells.get(name, "")
        try:
            found = day_of(cell) if cell else None
        except ValueError:
            found = None
        if cell and found is None:
            slip(name, f"“{cell}”不是日期，应写如 2026-03-01 / not a day, write it like 2026-03-01")
        return found

    if not cells.get("entity"):
        slip("entity", "没有写单位名称 / the entity is missing")
    year = cells.get("year", "").removesuffix("年")
    if year and not (year.isdecimal() and len(year) == 4):
        slip("year", f"“{year}”不是年度，应写如 2026 / not a year, write it like 2026")
    level, kind = one_of("level", _LEVELS), one_of("kind", _KINDS)
    approved, published = day("approved"), day("published")
    if len(mistakes) == before:
        region = cells.get("region", "")
        number = int(year) if year else None
        yield Expected(cells["entity"], level, kind, number, region, approved, published, line)


def compared(roster: Iterable[Expected], submissions: Iterable[Published]) -> Compared:
    """Which of the roster there are, and which submissions it does not know."""
    by_entity: dict[str, list[Published]] = {}
    for one in submissions:
        by_entity.setdefault(_folded(one.entity or ""), []).append(one)
    met: set[str] = set()
    missing: list[Expected] = []
    double: list[tuple[Expected, tuple[Published, ...]]] = []
    late: list[Expected] = []
    for expected in roster:
        found = [one for one in by_entity.get(_folded(expected.entity), ()) if _meets(one, expected)]
        met.update(one.name for one in found)
        if not found:
            missing.append(expected)
        if len(found) > 1:
            double.append((expected, tuple(found)))
        if expected.days is not None and expected.days > DAYS:
            late.append(expected)
    unexpected = [one for several in by_entity.values() for one in several if one.name not in met]
    names = {_folded(one.entity): one.entity for one in unexpected if one.entity}
    return Compared(
        tuple((one, _nearest(one.entity, names)) for one in missing),
        tuple(sorted(unexpected, key=lambda one: one.name)),
        tuple(double),
        tuple(late),
    )


def _meets(one: Published, expected: Expected) -> bool:
    """Whether a submission is what a line of the roster asks for; what either does not say is no difference."""
    pairs = ((one.level, expected.level), (one.kind, expected.kind), (one.year, expected.year))
    region = _folded(expected.region) in _folded(one.region or "") or _folded(one.region or "") in _folded(
        expected.region
    )
    return region and all(not said or not wanted or said == wanted for said, wanted in pairs)


def _nearest(entity: str, names: Mapping[str, str]) -> str:
    found = process.extractOne(_folded(entity), names.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return names[found[0]] if found else ""


def _folded(words: str) -> str:
    return normalise(words).string
