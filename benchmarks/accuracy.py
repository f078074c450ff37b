"""What the checker finds of the audited defects: `python benchmarks/accuracy.py ../shared/gold`.

Each gold file names a submission (beside it, in ../submissions), its true defects and near misses: what looks
wrong and is right. Printed for each: the defects found and missed, the near misses flagged, and the other
findings, with those that were audited since and recorded in tests/true_findings.yaml.

A finding matches a defect if a piece of its evidence lies on the defect's page or line and overlaps the quote or
holds the stated figure; a near miss is flagged by an error or warning that matches no defect (DESIGN 5).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from checker.checking import report_on
from checker.model.text import normalise
from checker.report.words import words
from checker.rulebook.library import Library
from checker.writers.json import as_json

ROOT = Path(__file__).resolve().parent.parent
TRUE_FINDINGS = ROOT / "tests" / "true_findings.yaml"
_SHARED_RUN = 8
"""So many characters in a row, in one piece of evidence and in the quote, are no accident."""

Entry = Mapping[str, Any]
Finding = Mapping[str, Any]


@dataclass(frozen=True)
class Accuracy:
    """How the findings of one submission compare with its gold."""

    name: str
    found: tuple[Entry, ...]
    missed: tuple[Entry, ...]
    flagged: tuple[tuple[Entry, Finding], ...]
    recorded: tuple[Finding, ...]
    others: tuple[Finding, ...]
    figures: Mapping[str, int]
    undetermined: int


def compared(gold: Entry, report: Mapping[str, Any], recorded: Sequence[Entry]) -> Accuracy:
    findings: list[Finding] = report["findings"]
    by_quote = gold["submission"].endswith(".txt") and report["submission"]["media_type"] == "application/pdf"
    found: list[Entry] = []
    missed: list[Entry] = []
    known: set[int] = set()
    for defect in gold["defects"]:
        hits = [at for at, finding in enumerate(findings) if matches(finding, defect, by_quote)]
        known.update(hits)
        (found if hits else missed).append(defect)
    rest = [finding for at, finding in enumerate(findings) if at not in known]
    true = [one for one in rest if any(matches(one, entry, by_quote) for entry in recorded)]
    others = [finding for finding in rest if finding not in true]
    flagged = tuple(
        (near, finding)
        for near in gold.get("near_misses", ())
        for finding in others
        if finding["severity"] != "info" and matches(finding, near, by_quote, stated=False)
    )
    summary = report["summary"]
    return Accuracy(
        gold["submission"],
        tuple(found),
        tuple(missed),
        flagged,
        tuple(true),
        tuple(others),
        summary["figures"],
        summary["outcomes"]["undetermined"],
    )


def matches(finding: Finding, entry: Entry, by_quote: bool, stated: bool = True) -> bool:
    return any(
        (by_quote or _placed(evidence, entry)) and _overlaps(evidence["text"], entry, stated)
        for evidence in finding["evidence"]
    )


def _placed(evidence: Mapping[str, Any], entry: Entry) -> bool:
    if "line" in entry:
        return bool(evidence["line"] == entry["line"])
    return evidence["page"] in {entry["page"], *entry.get("pages", ())}


def _overlaps(text: str, entry: Entry, stated: bool) -> bool:
    words, quote = _folded(text), _folded(str(entry["quote"]))
    if not words:
        return False
    if words in quote or quote in words:
        return True
    if any(words[at : at + _SHARED_RUN] in quote for at in range(len(words) - _SHARED_RUN + 1)):
        return True
    figure = re.search(r"\d[\d,.]*", str(entry.get("stated", ""))) if stated else None
    return figure is not None and len(figure[0]) > 2 and figure[0] in text


def _folded(text: str) -> str:
    return re.sub(r"\s", "", normalise(text).string)


def accuracies(gold: Path, submissions: Path) -> Iterable[Accuracy]:
    library, zh = Library(), words("zh")
    recorded: Mapping[str, Sequence[Entry]] = yaml.safe_load(TRUE_FINDINGS.read_text(encoding="utf-8"))
    for path in sorted(gold.glob("*.yaml")):
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        report = as_json(report_on(submissions / entries["submission"], library), zh)
        yield compared(entries, report, recorded.get(entries["submission"], ()))


def told(one: Accuracy) -> str:
    lines = [f"{one.name}: {one.figures['checked']} of {one.figures['total']} figures checked"]
    for word, entries in (("found", one.found), ("missed", one.missed)):
        for entry in entries:
            notes = "".join(note for key, note in (("optional", ", optional"),) if entry.get(key)) + (
                "" if entry.get("in_text", True) else ", not in the text"
            )
            lines.append(f"  {word:7} {entry['id']:8} {entry['severity']}{notes}: {str(entry['quote'])[:40]}")
    lines += [
        f"  FLAGGED {near['id']:8} by {finding['rule']}: {finding['message'][:80]}"
        for near, finding in one.flagged
    ]
    for word, findings in (("true", one.recorded), ("other", one.others)):
        lines += [
            f"  {word:7} {finding['rule']:8} {finding['severity']}: {finding['message'][:80]}"
            for finding in findings
        ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare findings with audited defects and near misses.")
    parser.add_argument("gold", type=Path, help="the folder of gold files")
    parser.add_argument(
        "--submissions", type=Path, help="the folder of submissions; default: beside the gold"
    )
    arguments = parser.parse_args()
    submissions = arguments.submissions or arguments.gold.parent / "submissions"
    all_ = list(accuracies(arguments.gold, submissions))
    for one in all_:
        print(told(one))
    wanted = [entry for one in all_ for entry in (*one.found, *one.missed) if required(entry)]
    missed = [entry for one in all_ for entry in one.missed if required(entry)]
    flagged = sum(len(one.flagged) for one in all_)
    wrong = sum(finding["severity"] != "info" for one in all_ for finding in one.others)
    print(
        f"errors and warnings that must be found: {len(wanted) - len(missed)} of {len(wanted)}; "
        f"near misses flagged: {flagged}; other errors and warnings: {wrong}"
    )
    return 1 if missed or flagged or wrong else 0


def required(entry: Entry) -> bool:
    """An error or warning that the text proves and that is not optional."""
    return entry["severity"] != "info" and not entry.get("optional") and entry.get("in_text", True)


if __name__ == "__main__":
    sys.exit(main())
