"""The findings and submissions of a batch as tables: the columns that a workbook and a columnar file share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from checker.batch.summary import row_of

Json = Mapping[str, Any]
Value = str | int | bool | None

_WHO = ("path", "entity", "fiscal_year", "kind", "level", "region")

SUBMISSIONS: Mapping[str, type] = {
    **dict.fromkeys(("path", "entity"), str),
    "fiscal_year": int,
    **dict.fromkeys(("kind", "level", "region", "outcome"), str),
    **dict.fromkeys(
        ("error", "warning", "info", "undetermined", "waived", "figures", "checked", "pages"), int
    ),
    **dict.fromkeys(("reason", "sha256"), str),
}
FINDINGS: Mapping[str, type] = {
    **dict.fromkeys(("path", "entity"), str),
    "fiscal_year": int,
    **dict.fromkeys(("kind", "level", "region", "rule", "category", "severity"), str),
    "waived": bool,
    **dict.fromkeys(("title", "headline", "message", "hint", "fix", "basis", "section", "table"), str),
    "page": int,
    "line": int,
    **dict.fromkeys(("spot", "fingerprint"), str),
}


def submissions(lines: Iterable[Json]) -> Iterator[tuple[Value, ...]]:
    """A row for each submission, its values in the order of SUBMISSIONS."""
    for line in lines:
        row = row_of(line)
        own: Mapping[str, Value] = {"path": row.name, "sha256": line["submission"]["sha256"]}
        yield tuple(own[name] if name in own else getattr(row, name) for name in SUBMISSIONS)


def findings(lines: Iterable[Json]) -> Iterator[tuple[Value, ...]]:
    """A row for each finding, its values in the order of FINDINGS; its place is that of its first evidence."""
    for line in lines:
        who = (line["path"], *(line["submission"][name] for name in _WHO[1:]))
        for one in line["findings"]:
            place: Json = one["evidence"][0] if one["evidence"] else {}
            yield (
                *who,
                one["rule"],
                line["categories"].get(one["rule"]),
                one["severity"],
                bool(one["waivers"]),
                *(one[name] or None for name in ("title", "headline", "message", "hint", "fix")),
                "；".join(one["basis"]) or None,
                *(place.get(name) for name in ("section", "table", "page", "line", "spot")),
                one["fingerprint"],
            )


TABLES: Mapping[str, tuple[Mapping[str, type], Callable[[Iterable[Json]], Iterator[tuple[Value, ...]]]]] = {
    "submissions": (SUBMISSIONS, submissions),
    "findings": (FINDINGS, findings),
}
