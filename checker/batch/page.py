"""The summary as a page: one file that needs no network; its parts stand in `reports/batch/`."""

from __future__ import annotations

import os
from functools import partial
from urllib.parse import quote

from checker import __version__, resources
from checker.batch.summary import GRADES, GROUPS, WORST, Cell, Counted, Summary
from checker.report.pages import rendered
from checker.report.words import Words

_FEW = 30
"""A list of the roster that is longer is folded."""

_STEPS = (1, 2, 4, 8)
"""From so many findings on a cell of the heat map is one step darker."""


def page(summary: Summary, words: Words, links: bool) -> bytes:
    """`links`: whether there is an HTML report of each submission below `reports/`."""
    return rendered(
        "batch",
        "summary.html",
        resources.text("reports", "batch/style.css"),
        resources.text("reports", "batch/sort.js"),
        summary=summary,
        words=words,
        say=partial(words, "batch_page"),
        fill=partial(words.filled, "batch_page"),
        outcomes=_outcomes(summary.total),
        grades=GRADES,
        groups=GROUPS,
        most=WORST,
        few=_FEW,
        named=partial(_named, words),
        step=_step,
        link=_link if links else None,
        version=__version__,
    )


def _outcomes(total: Counted) -> list[str]:
    """The outcomes that there are, the grave ones first."""
    order = ("failed", "unreadable", "未通过", "有疑点", "无法判定", "通过")
    return [outcome for outcome in order if total.outcomes[outcome]]


def _named(words: Words, group: str, value: str | int | None) -> str:
    """What a kind, level, region or year is called."""
    if value is None:
        return words("batch_page", "unknown")
    return words(group, str(value)) if group in ("kind", "level") else str(value)


def _step(cell: Cell) -> int:
    return sum(cell.count >= least for least in _STEPS)


def _link(name: str) -> str:
    return f"reports/{quote(os.fsencode(name))}.report.html"
