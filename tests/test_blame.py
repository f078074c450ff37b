"""One wrong digit where two identities cross: one finding, and the right cell with its right value (benchmarks/blame.py)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.blame import SUBMISSIONS, Said, checked, crossings, judged, slips
from checker.rulebook.library import Library

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
REAL = pytest.mark.skipif(not SUBMISSIONS.is_dir(), reason="the real files are not part of the project")


@pytest.mark.parametrize(
    ("path", "count"),
    [
        pytest.param(EXAMPLES / "sample-budget-2019.txt", 20),
        *(
            pytest.param(SUBMISSIONS / f"{name}.pdf", 10, marks=REAL)
            for name in ("budget-wanli-2025", "final-finance-2024", "final-socialwork-2024")
        ),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else "",
)
def test_nine_of_ten_wrong_digits_are_one_finding_that_names_the_cell_and_its_value(
    path: Path, count: int
) -> None:
    before = checked(path, Library())
    said = Counter(judged(before, slip)[0] for slip in slips(crossings(before.report), count, seed=6))
    assert said[Said.RIGHT] >= 0.9 * count, said
    assert not said[Said.OTHER_CELL] + said[Said.OTHER_VALUE], said  # none is better than a wrong one
