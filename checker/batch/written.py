"""What a batch ends with: the page, the workbook and the columnar files, made anew only if something changed."""

from __future__ import annotations

from collections.abc import Sequence

from checker.batch import columnar, page, workbook
from checker.batch.roster import Expected
from checker.batch.store import Store
from checker.batch.summary import Summary, summarised
from checker.batch.table import TABLES
from checker.output import whole
from checker.report.words import words as words_of

SUMMARY, WORKBOOK = "summary.html", "findings.xlsx"


def write(store: Store, expected: Sequence[Expected] | None, lang: str, links: bool) -> Summary:
    """Writes all of them beside the results."""
    words = words_of(lang)
    summary = summarised(store.reports, expected)
    with whole(store.out / WORKBOOK) as file:
        workbook.write(file, store.reports, summary.roster, words)
    for name in TABLES if columnar.available() else ():
        with whole(store.out / f"{name}.parquet") as file:
            columnar.write(file, name, store.reports())
    store.write(store.out / SUMMARY, page.page(summary, words, links))
    return summary
