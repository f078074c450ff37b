"""All lines of a batch → what its summary shows, read one by one and never held together."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checker.batch import lines, roster
from checker.batch.lines import State
from checker.batch.roster import Compared, Expected, Published

WORST = 1000
"""So many submissions the page lists; the workbook has them all."""

HEAT_RULES, HEAT_ENTITIES = 30, 40
_MISSED = 200
GRADES = ("error", "warning", "info")
GROUPS = ("region", "kind", "level", "fiscal_year")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A submission in short. `outcome` is its verdict, or why it has none; `reason` says more of the latter."""

    name: str
    entity: str | None
    fiscal_year: int | None
    kind: str | None
    level: str | None
    region: str | None
    outcome: str
    error: int
    warning: int
    info: int
    undetermined: int
    waived: int
    figures: int
    checked: int
    pages: int
    reason: str

    @property
    def weight(self) -> tuple[bool, int, int, int]:
        """The worse, the greater."""
        return (self.outcome in (State.UNREADABLE, State.FAILED), self.error, self.warning, self.undetermined)

    @property
    def body(self) -> str:
        """Whom it is counted to."""
        return self.entity or self.name


@dataclass
class Counted:
    """A group of submissions: how many, by outcome, and their findings by grade."""

    documents: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        self.documents += 1
        self.outcomes[row.outcome] += 1
        self.found.update({grade: getattr(row, grade) for grade in GRADES})


@dataclass
class Asked:
    """A rule, or all of a pack: in how many submissions it found something, and how often."""

    title: str
    severity: str = ""
    documents: int = 0
    found: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Cell:
    count: int
    grade: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What the page shows. `heat` has for each of its rules a cell for each of its entities."""

    total: Counted
    pages: int
    worst: Sequence[Row]
    missed: Sequence[Row]
    groups: Mapping[str, Mapping[str | None, Counted]]
    rules: Mapping[str, Asked]
    categories: Mapping[str, Asked]
    entities: Sequence[str]
    heat: Sequence[tuple[str, Sequence[Cell | None]]]
    roster: Compared | None


def row_of(line: Json) -> Row:
    brief, submission, summary = lines.brief(line), line["submission"], line["summary"] or {}
    figures = summary.get("figures", {})
    return Row(
        line["path"],
        submission["entity"],
        submission["fiscal_year"],
        submission["kind"],
        submission["level"],
        submission["region"],
        lines.outcome_of(brief),
        brief.error,
        brief.warning,
        brief.info,
        brief.undetermined,
        summary.get("waived", 0),
        figures.get("total", 0),
        figures.get("checked", 0),
        brief.pages,
        line["reason"] or "",
    )


def open_findings(line: Json) -> Iterator[Json]:
    """The findings of a line that nobody waived."""
    return (finding for finding in line["findings"] if not finding["waivers"])


def summarised(read: Callable[[], Iterable[Json]], expected: Sequence[Expected] | None) -> Summary:
    """The summary of all lines; `read` begins anew with the first each time, in the order of their submissions."""
    total, pages = Counted(), 0
    groups: dict[str, dict[str | None, Counted]] = {name: {} for name in GROUPS}
    rules: dict[str, Asked] = {}
    categories: dict[str, Asked] = {}
    by_entity: dict[str, Counter[str]] = {}
    titles: dict[str, str] = {}
    rows: list[Row] = []
    missed: list[Row] = []
    published: list[Published] = []
    for line in read():
        row = row_of(line)
        total.add(row)
        pages += row.pages
        rows.append(row)
        if len(rows) > 2 * WORST:
            rows = heapq.nlargest(WORST, rows, key=_worse)
        if row.reason:
            missed.append(row)
        else:
            published.append(
                Published(row.name, row.entity, row.level, row.kind, row.fiscal_year, row.region)
            )
        for name in GROUPS if not row.reason else ():
            groups[name].setdefault(getattr(row, name), Counted()).add(row)
        found = Counter({grade: getattr(row, grade) for grade in GRADES})
        by_entity.setdefault(row.body, Counter()).update(found)
        titles.update((pack["id"], pack["title"]) for pack in line.get("packs", ()))
        _ask(line, rules, categories)
    for id_, asked in categories.items():
        asked.title = titles.get(id_, "")
    entities = heapq.nlargest(
        HEAT_ENTITIES,
        (entity for entity, found in by_entity.items() if found.total()),
        key=lambda entity: tuple(by_entity[entity][grade] for grade in GRADES),
    )
    ordered = dict(sorted(rules.items(), key=lambda item: -item[1].documents))
    return Summary(
        total,
        pages,
        heapq.nlargest(WORST, rows, key=_worse),
        missed[:_MISSED],
        {name: dict(sorted(counted.items(), key=_most)) for name, counted in groups.items()},
        ordered,
        dict(sorted(categories.items(), key=lambda item: -item[1].documents)),
        entities,
        _heat(read, list(ordered)[:HEAT_RULES], entities),
        roster.compared(expected, published) if expected is not None else None,
    )


def _worse(row: Row) -> tuple[tuple[bool, int, int, int], tuple[int, ...]]:
    """Of equally bad ones that with the first name is the worst, whatever order they came in."""
    return row.weight, tuple(-ord(letter) for letter in row.name)


def _most(item: tuple[str | None, Counted]) -> tuple[int, str]:
    return -item[1].documents, str(item[0])


def _ask(line: Json, rules: dict[str, Asked], categories: dict[str, Asked]) -> None:
    """Counts the findings of a line to their rules and packs."""
    for into, name_of in ((rules, lambda rule: rule), (categories, line["categories"].get)):
        met: set[str] = set()
        for finding in open_findings(line):
            name = name_of(finding["rule"])
            asked = into.setdefault(name, Asked(finding["title"], finding["severity"]))
            asked.found[finding["severity"]] += 1
            if name not in met:
                met.add(name)
                asked.documents += 1


def _heat(
    read: Callable[[], Iterable[Json]], rules: Sequence[str], entities: Sequence[str]
) -> Sequence[tuple[str, Sequence[Cell | None]]]:
    """How often each of the rules found something at each of the entities, and the gravest grade of it."""
    wanted, shown = set(rules), set(entities)
    counts: Counter[tuple[str, str]] = Counter()
    grades: dict[tuple[str, str], str] = {}
    for line in read() if wanted else ():
        body = line["submission"]["entity"] or line["path"]
        for finding in open_findings(line) if body in shown else ():
            key = (finding["rule"], body)
            if finding["rule"] in wanted:
                counts[key] += 1
                grades[key] = min(grades.get(key, GRADES[-1]), finding["severity"], key=GRADES.index)
    return [
        (
            rule,
            [
                Cell(counts[rule, entity], grades[rule, entity]) if counts[rule, entity] else None
                for entity in entities
            ],
        )
        for rule in rules
    ]
