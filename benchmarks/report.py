"""Times the HTML report against the JSON, and weighs it: `python benchmarks/report.py [--findings 30] [FILE…]`.

`check` is from the file to the report, `json` and `html` are the writers alone; the ratio is of both with the check,
as a user waits for them. Digits are made wrong in cells of the Document as read until a file has as many findings as
are asked for, so that pictures and arithmetic weigh what they weigh on a bad day. Processor's time, the best of three.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.blame import ROOT, SEED, SUBMISSIONS, Checked, changed, check, checked, crossings, slips
from checker.checking import report_on
from checker.facts import facts_of
from checker.report import Report, pages, pictures
from checker.report.original import Original
from checker.report.words import words
from checker.rulebook.library import Library
from checker.writers import html, json


def best(work: Callable[[], object]) -> float:
    """Milliseconds."""
    times = []
    for _ in range(3):
        pictures._cut_out.cache_clear()
        pages._templates.cache_clear()
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def with_findings(before: Checked, path: Path, least: int) -> Report:
    """The report on the file with so many findings, if it has cells for them."""
    report, document = before.report, before.facts.document
    figures = crossings(report)
    wrong = slips(figures, 4 * least, SEED) if figures else iter(())
    while len(report.findings) < least and (some := list(islice(wrong, least - len(report.findings)))):
        for slip in some:
            document = changed(document, slip)
        report = check(facts_of(document, before.facts.identity), before.packs)
    document = before.facts.document
    return replace(report, originals={document.name: Original(path, document.sha256)})


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and weigh the HTML report against the JSON.")
    parser.add_argument(
        "files", nargs="*", type=Path, help="submissions; default: the real files and examples"
    )
    parser.add_argument("--findings", type=int, default=30, help="at least so many findings in each")
    arguments = parser.parse_args()
    files: list[Path] = arguments.files or [
        *sorted(SUBMISSIONS.glob("*.pdf")),
        *(ROOT / "examples").glob("*.pdf"),
    ]
    library, said = Library(), words("zh")
    print(
        f"{'':34}{'pages':>6}{'findings':>9}{'check':>8}{'json':>7}{'html':>7} ms{'ratio':>7}{'html KB':>9}"
    )
    for path in files:
        report = with_findings(checked(path, library), path, arguments.findings)
        reading = best(partial(report_on, path, library))
        as_json, as_html = (best(partial(make.write, report, said)) for make in (json, html))
        ratio = (reading + as_html) / (reading + as_json)
        size = len(html.write(report, said)) / 1000
        print(
            f"{path.name[:33]:34}{report.facts.document.pages or 0:6}{len(report.findings):9}{reading:8.0f}"
            f"{as_json:7.0f}{as_html:7.0f}   {ratio:7.2f}{size:9.0f}"
        )


if __name__ == "__main__":
    main()
