"""The waivers of one call: which file is for which submission, and what to announce when all were checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from checker.report import Report
from checker.report.notices import notice
from checker.report.waive import waived
from checker.report.waivers import NAME, Waiver, WaiverFile, load
from checker.report.words import Words


class Waiving:
    """Loads every file before anything is checked: a slip in one is told at once, and not after an hour."""

    def __init__(self, given: Path | None, submissions: Sequence[Path], today: date) -> None:
        self.today = today
        beside = {submission: given or submission.parent / NAME for submission in submissions}
        loaded = {path: load(path) for path in dict.fromkeys(beside.values()) if given or path.is_file()}
        self.files = {submission: loaded[path] for submission, path in beside.items() if path in loaded}
        self.met: list[tuple[WaiverFile, Report]] = []

    def applied(self, report: Report, submission: Path) -> Report:
        file = self.files.get(submission)
        if file is None:
            return report
        report = waived(report, file, self.today)
        self.met.append((file, report))
        return report

    def notices(self, words: Words) -> Iterator[str]:
        """What lapsed, and what no submission of this call used; each once, however many were checked."""
        used = {one for _, report in self.met for finding in report.findings for one in finding.waivers}
        returned = {one for _, report in self.met if report.waivers for one in report.waivers.returned}
        told: set[tuple[str, Waiver]] = set()
        for file, report in self.met:
            use = report.waivers
            assert use is not None
            for one in (*use.lapsed, *(one for one in use.unused if one not in used)):
                if (file.name, one) not in told:
                    told.add((file.name, one))
                    what = "unused" if one in use.unused else "returned" if one in returned else "lapsed"
                    yield notice(what, one, file.name, words)
