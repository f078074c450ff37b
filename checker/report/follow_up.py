"""Follow-up: what became of the findings of an earlier report, by fingerprint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from checker.model.outcome import OutcomeKind
from checker.model.used import FileUsed
from checker.report.build import Report
from checker.report.earlier import Earlier, EarlierReport, Fate, FollowUp


def earlier_of(report: Report, earlier: Sequence[EarlierReport]) -> EarlierReport | None:
    """The one earlier report on the same file name, else on the same body, kind and year; None if it is not one."""
    named = [one for one in earlier if one.submission == report.facts.document.name]
    about = _about(report)
    alike = [one for one in named or earlier if one.about == about and "entity" in about]
    found = named if len(named) == 1 else alike
    return found[0] if len(found) == 1 else None


def followed_up(report: Report, earlier: EarlierReport) -> Report:
    """The report with what became of the earlier findings."""
    known = {finding["fingerprint"] for finding in earlier.findings}
    now = {finding.fingerprint for finding in report.findings}
    gone = tuple(_gone(report, finding) for finding in earlier.findings if finding["fingerprint"] not in now)
    still = frozenset(known & now)
    return replace(
        report,
        follow_up=FollowUp(earlier.name, earlier.sha256, gone, still, tuple(_unlike(report, earlier))),
        arguments=(*report.arguments, "--against", earlier.name),
        used=(*report.used, FileUsed("against", earlier.name, earlier.own_sha256)),
    )


def _gone(report: Report, finding: Mapping[str, Any]) -> Earlier:
    """An earlier finding that is no more. It is fixed only if its rules were asked again and now hold there."""
    place: Mapping[str, Any] = next(
        (item for item in finding["evidence"] if item["page"] or item["line"] or item["spot"]), {}
    )
    return Earlier(
        finding["fingerprint"],
        tuple(finding["rules"]),
        finding["subject"],
        finding["severity"],
        str(finding.get("headline") or finding["title"]),
        place.get("page"),
        place.get("line"),
        place.get("spot"),
        _fate(report, tuple(finding["rules"]), finding["subject"]),
    )


def _fate(report: Report, rules: tuple[str, ...], subject: str) -> Fate:
    kinds = set()
    for rule in rules:
        asked = [outcome for outcome in report.outcomes if outcome.rule == rule]
        own = [outcome for outcome in asked if outcome.subject == subject]
        kinds |= {outcome.kind for outcome in own or asked} or {OutcomeKind.UNDETERMINED}
    if OutcomeKind.UNDETERMINED in kinds:
        return Fate.UNDECIDED
    return Fate.CHANGED if OutcomeKind.FAIL in kinds else Fate.FIXED


def _unlike(report: Report, earlier: EarlierReport) -> Iterator[tuple[str, str, str]]:
    """In what the two submissions are not of the same thing: the name, the earlier value, that of now."""
    now = _about(report)
    for key, value in earlier.about.items():
        if key in now and now[key] != value:
            yield key, value, now[key]


def _about(report: Report) -> dict[str, str]:
    """What a report says that its submission is, as an earlier one says it."""
    identity = report.facts.identity
    said = {"entity": identity.entity, "fiscal_year": identity.fiscal_year, "kind": identity.kind}
    return {key: str(found.value) for key, found in said.items() if found and found.value}
