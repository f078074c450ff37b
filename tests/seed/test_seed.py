"""The seed and the sample: every known defect is found at its place, and nothing else is raised."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.model.outcome import Computation, Evidence, Outcome, OutcomeKind, Side
from checker.model.rule import Severity
from checker.model.text import normalise
from checker.report import Finding
from checker.report.words import words
from checker.writers.json import as_json

from . import GOLD, SAMPLE, SEED, SHARED, Checked, check, check_file, sample_put_right

GRAVE = (Severity.ERROR, Severity.WARNING)
PASSING = (OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING)

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")


# --- what a gold file says, and when a finding speaks of it (DESIGN 5) ---


@dataclass(frozen=True)
class Defect:
    """A known defect. `stated` is the wrong figure or words as printed."""

    id: str
    line: int
    severity: Severity
    quote: str
    stated: str
    optional: bool = False


@dataclass(frozen=True)
class NearMiss:
    id: str
    line: int
    quote: str


SAMPLE_DEFECTS = (
    Defect("total in 元", 46, Severity.ERROR, "2019年预算支出7445.08元", "7445.08元"),
    Defect("blank column", 152, Severity.WARNING, "数量单位", "blank in all 32 rows"),
    Defect("unit price", 170, Severity.ERROR, "0.31", "0.31"),
    Defect("name of A020201", 174, Severity.WARNING, "复印件", "复印件"),
    Defect("total of assets", 224, Severity.ERROR, "资产总额 — 479.40", "479.40"),
)
"""As examples/README.md lists them."""


def gold() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(GOLD.read_text(encoding="utf-8"))
    return loaded


def seed_defects() -> tuple[Defect, ...]:
    return tuple(
        Defect(
            entry["id"],
            entry["line"],
            Severity(entry["severity"]),
            entry["quote"],
            entry["stated"],
            entry.get("optional", False),
        )
        for entry in gold()["defects"]
    )


def near_misses() -> tuple[NearMiss, ...]:
    return tuple(NearMiss(entry["id"], entry["line"], entry["quote"]) for entry in gold()["near_misses"])


def overlap(left: str, right: str) -> bool:
    """Whether one text stands in the other once normalised, and not as a piece of a longer number."""
    short, long = sorted((normalise(left).string, normalise(right).string), key=len)
    if not short:
        return False
    before = r"(?<![\d.])" if short[0].isdigit() else ""
    after = r"(?!\.?\d)" if short[-1].isdigit() else ""
    return re.search(before + re.escape(short) + after, long) is not None


def lies_on(evidence: Evidence, line: int) -> bool:
    """Whether evidence lies on that line of the text; in the seed's PDF the quote alone decides."""
    return evidence.place.line is None or evidence.place.line == line


def matches(finding: Finding, defect: Defect) -> bool:
    """DESIGN 5: a piece of its evidence lies there and overlaps the quote or holds the stated figure."""
    return any(
        lies_on(evidence, defect.line)
        and (
            overlap(evidence.text, defect.quote)
            or normalise(evidence.text).string == normalise(defect.stated).string
        )
        for evidence in finding.evidence
    )


def flags(finding: Finding, near_miss: NearMiss, defects: Iterable[Defect]) -> bool:
    """DESIGN 5: the evidence of an error or warning that matches no defect overlaps its quote."""
    return (
        finding.severity in GRAVE
        and not any(matches(finding, defect) for defect in defects)
        and any(
            lies_on(evidence, near_miss.line) and overlap(evidence.text, near_miss.quote)
            for evidence in finding.evidence
        )
    )


def told(findings: Iterable[Finding]) -> str:
    return "\n".join(
        f"{finding.severity} {finding.rule.id} {finding.subject}: "
        + " | ".join(f"{e.text}@{e.place.line or e.place.page}" for e in finding.evidence[:6])
        for finding in findings
    )


def grave(checked: Checked) -> list[Finding]:
    return [finding for finding in checked.report.findings if finding.severity in GRAVE]


# --- identities, and outcomes that show them ---


@dataclass(frozen=True)
class Identity:
    """An equality as a reader sees it: each side a set of figures, given as line:number."""

    left: tuple[str, ...]
    right: tuple[str, ...]

    @classmethod
    def of(cls, words: str) -> Identity:
        left, right = words.split("=")
        return cls(tuple(left.split()), tuple(right.split()))

    def __str__(self) -> str:
        return f"{' '.join(self.left)} = {' '.join(self.right)}"


def shown_figures(side: Side) -> Counter[str]:
    """The figures of a side as line:number, or without the line where the format has none."""
    return Counter(
        f"{term.figure.place.line}:{term.figure.amount.value}"
        if term.figure.place.line is not None
        else f"{term.figure.amount.value}"
        for term in side.terms
    )


def in_format(figures: Iterable[str], has_lines: bool) -> Counter[str]:
    return Counter(figure if has_lines else figure.partition(":")[2] for figure in figures)


def computations_that_hold(checked: Checked) -> Iterator[Computation]:
    for outcome in checked.outcomes:
        if outcome.kind in PASSING:
            for computation in outcome.computations:
                if computation.operator == "==" and computation.result in PASSING:
                    yield computation


def not_shown(checked: Checked, identities: Iterable[Identity]) -> list[str]:
    """Those identities whose figures no passing outcome shows, side by side."""
    has_lines = checked.facts.document.pages is None
    shown = [(shown_figures(c.left), shown_figures(c.right)) for c in computations_that_hold(checked)]
    absent: list[str] = []
    for identity in identities:
        sides = in_format(identity.left, has_lines), in_format(identity.right, has_lines)
        if sides not in shown and sides[::-1] not in shown:
            absent.append(str(identity))
    return absent


@dataclass(frozen=True)
class BoughtRow:
    """A row of the procurement table as it stands in the text. `funds` … are line:number."""

    project: str
    code: str
    funds: str
    quantity: str
    price: str
    total: str
    within: str
    general: str


def bought_rows(path: Path) -> list[BoughtRow]:
    """The rows with a code, read from the text by tabs alone."""
    rows: list[BoughtRow] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        cells = line.split("\t")
        if len(cells) > 9 and re.fullmatch(r"[A-C]\d+", cells[3]):
            figures = [f"{number}:{cells[at]}" for at in (1, 5, 6, 7, 8, 9)]
            rows.append(BoughtRow(cells[0], cells[3], *figures))
    return rows


def sum_of(figures: Iterable[str], stated: str) -> Identity:
    return Identity((stated,), tuple(figures))


def totals_of_procurement(path: Path, narrative: str, subtotal: str) -> list[Identity]:
    rows = bought_rows(path)
    columns = [[row.total for row in rows], [row.within for row in rows], [row.general for row in rows]]
    identities = [sum_of(columns[0], narrative)]
    return identities + [sum_of(column, subtotal) for column in columns]


def rows_of_procurement(path: Path) -> list[Identity]:
    identities: list[Identity] = []
    for row in bought_rows(path):
        identities.append(Identity((row.quantity, row.price), (row.total,)))
        identities.append(Identity((row.total,), (row.within,)))
        identities.append(Identity((row.within,), (row.general,)))
    return identities


def projects_of_procurement(path: Path) -> list[Identity]:
    """The rows of each project add to the funds in its first row, and its other rows say the same funds."""
    identities: list[Identity] = []
    for rows in by_project(path).values():
        identities.append(sum_of((row.total for row in rows), rows[0].funds))
        identities.extend(Identity((row.funds,), (rows[0].funds,)) for row in rows[1:])
    return identities


def by_project(path: Path) -> dict[str, list[BoughtRow]]:
    projects: dict[str, list[BoughtRow]] = {}
    for row in bought_rows(path):
        projects.setdefault(row.project, []).append(row)
    return projects


def goods_of_procurement(path: Path, stated: str) -> list[Identity]:
    return [sum_of((row.total for row in bought_rows(path) if row.code.startswith("A")), stated)]


def all_of(words: str) -> list[Identity]:
    return [Identity.of(line) for line in words.strip().splitlines()]


SEED_HOLDS: Mapping[str, Sequence[Identity]] = {
    "4579.16 + 491.10 + 2374.82 = 7445.08": all_of("60:7445.08 = 64:4579.16 64:491.10 64:2374.82"),
    "7445.08 = 7445.08 + 0 + 0 + 0 + 0": all_of("60:7445.08 = 60:7445.08 60:0 60:0 60:0 60:0"),
    "1528.32 + 326.12 = 1854.44": all_of("68:1854.44 = 68:1528.32 68:326.12"),
    "491.10 (机关运行经费) = 491.10": all_of("72:491.10 = 64:491.10"),
    "2.3 = 0 + 0 (0 + 0) + 2.3": all_of("76:2.3 = 76:0 76:0 76:2.3\n76:0 = 76:0 76:0"),
    "285.00 = 35 + 190 + 40 + 20": all_of(
        """106:285.00 = 115:35.00 116:190.00 117:40.00 118:20.00
        127:560.29 = 128:531.99 137:28.30
        150:1529.53 = 151:1474.53 152:55.00
        106:285.00 127:560.29 150:1529.53 = 64:2374.82"""
    ),
    "32 procurement rows add to 1865.52": (
        totals_of_procurement(SEED, "164:1865.52", "175:1865.52") + rows_of_procurement(SEED)
        if SHARED.is_dir()
        else []
    ),
    "the rows of each project add to its 预算资金": projects_of_procurement(SEED) if SHARED.is_dir() else [],
    "goods (codes A…) add to 108.00": goods_of_procurement(SEED, "235:108") if SHARED.is_dir() else [],
    "479.04 = 0 + 0 + 21 + 458.04": all_of(
        "244:479.04 = 245:0 247:0 248:21 249:458.04\n244:479.04 = 235:479.04"
    ),
}
"""What `holds` of the gold file says, by the beginning of each of its lines, figure by figure."""

SEED_HOLDS_TOO = all_of("68:7445.08 = 60:7445.08\n64:2374.82 = 64:2374.82 64:0")

SAMPLE_HOLDS: Mapping[str, Sequence[Identity]] = {
    "sentences": all_of(
        """42:7445.08 = 46:4579.16 46:491.10 46:2374.82
        42:7445.08 = 42:7445.08 42:0 42:0 42:0 42:0
        46:2374.82 = 46:2374.82 46:0
        50:7445.08 = 42:7445.08
        50:1854.44 = 50:1528.32 50:326.12
        54:491.10 = 46:491.10
        58:2.3 = 58:0 58:0 58:2.3
        58:0 = 58:0 58:0"""
    ),
    "duties and activities": all_of(
        """86:285.00 = 95:35.00 96:190.00 97:40.00 98:20.00
        107:560.29 = 108:531.99 117:28.30
        130:1529.53 = 131:1474.53 132:55.00
        86:285.00 107:560.29 130:1529.53 = 46:2374.82"""
    ),
    "totals of procurement": totals_of_procurement(SAMPLE, "144:1865.52", "155:1865.52"),
    "rows of procurement": [
        identity for identity in rows_of_procurement(SAMPLE) if "170:0.31" not in identity.left
    ],
    "projects of procurement": projects_of_procurement(SAMPLE),
    "goods": goods_of_procurement(SAMPLE, "215:108"),
}


# --- the seed ---


@needs_shared
def test_text_and_pdf_of_the_seed_have_the_same_outcomes() -> None:
    text, pdf = check_file(SEED), check_file(SEED.with_suffix(".pdf"))

    assert outcomes_by_name(text.outcomes) == outcomes_by_name(pdf.outcomes)
    assert [figure.text for figure in text.facts.figures.values()] == [
        figure.text for figure in pdf.facts.figures.values()
    ]


def outcomes_by_name(outcomes: Iterable[Outcome]) -> Counter[tuple[str, str, str]]:
    return Counter((outcome.rule, outcome.subject, outcome.kind.value) for outcome in outcomes)


@needs_shared
@pytest.mark.parametrize("id_", ["S-01", "S-02", "S-04"])
def test_each_grave_defect_of_the_seed_is_one_finding_at_its_place(id_: str, seed: Checked) -> None:
    defect = next(defect for defect in seed_defects() if defect.id == id_)

    found = [finding for finding in seed.report.findings if matches(finding, defect)]

    assert [finding.severity for finding in found] == [defect.severity], told(seed.report.findings)


@needs_shared
def test_the_gold_file_asks_for_these_and_no_other_errors_and_warnings() -> None:
    asked = {defect.id for defect in seed_defects() if defect.severity in GRAVE and not defect.optional}

    assert asked == {"S-01", "S-02", "S-04"}


@needs_shared
def test_no_error_or_warning_is_raised_on_the_seed_that_is_no_known_defect(seed: Checked) -> None:
    strange = [
        finding
        for finding in grave(seed)
        if not any(matches(finding, defect) for defect in seed_defects() if defect.severity in GRAVE)
    ]

    assert not strange, told(strange)


@needs_shared
def test_no_near_miss_of_the_seed_is_flagged(seed: Checked) -> None:
    defects = seed_defects()
    misses = near_misses()
    assert len(misses) == 10

    flagged = [
        (miss.id, told([finding]))
        for miss in misses
        for finding in seed.report.findings
        if flags(finding, miss, defects)
    ]

    assert not flagged


@needs_shared
def test_every_line_under_holds_is_spelled_out_here() -> None:
    lines = gold()["holds"]

    assert len(lines) == len(SEED_HOLDS)
    for line, beginning in zip(lines, SEED_HOLDS, strict=True):
        assert line.startswith(beginning)
    assert len(bought_rows(SEED)) == 32
    assert len(by_project(SEED)) == 11


@needs_shared
@pytest.mark.parametrize("line", SEED_HOLDS)
def test_what_holds_in_the_seed_passes_and_shows_its_figures(line: str, seed: Checked) -> None:
    assert not_shown(seed, SEED_HOLDS[line]) == []


@needs_shared
def test_what_else_agrees_in_the_seed_passes_and_shows_its_figures(seed: Checked) -> None:
    assert not_shown(seed, SEED_HOLDS_TOO) == []


@needs_shared
def test_the_project_that_is_one_cent_off_is_a_visible_pass_within_rounding(seed: Checked) -> None:
    within = [outcome for outcome in seed.outcomes if outcome.kind is OutcomeKind.PASS_WITHIN_ROUNDING]
    written = as_json(seed.report, words("zh"))
    shown = [
        outcome
        for outcome in json.loads(json.dumps(written))["outcomes"]
        if outcome["outcome"] == "pass_within_rounding"
    ]

    assert [outcome.subject for outcome in within] == ["市政府公开电话新增场地和人员费用"]
    (computation,) = within[0].computations
    assert abs(computation.difference) == Decimal("0.01") * 10000
    assert computation.allowed == Decimal("0.015") * 10000  # half a cent for each of three figures
    assert {evidence.text for evidence in within[0].evidence} >= {"399.97", "32.30", "367.66"}
    assert all(lies_on(evidence, 211) or lies_on(evidence, 212) for evidence in within[0].evidence)
    assert [abs(Decimal(outcome["computations"][0]["difference"])) for outcome in shown] == [Decimal("0.01")]
    assert [outcome["computations"][0]["unit"] for outcome in shown] == ["万元"]


@needs_shared
def test_at_least_ninety_five_percent_of_the_seeds_figures_are_checked(seed: Checked) -> None:
    assert_mostly_checked(seed)


def assert_mostly_checked(checked: Checked) -> None:
    total, unchecked = len(checked.facts.figures), checked.report.unchecked

    assert total > 200
    assert len(unchecked) <= 0.05 * total, [f"{f.text} {f.row} {f.column}" for f in unchecked]


# --- the sample ---


def test_text_and_pdf_of_the_sample_have_the_same_outcomes() -> None:
    text, pdf = check_file(SAMPLE), check_file(SAMPLE.with_suffix(".pdf"))

    assert outcomes_by_name(text.outcomes) == outcomes_by_name(pdf.outcomes)
    assert [figure.text for figure in text.facts.figures.values()] == [
        figure.text for figure in pdf.facts.figures.values()
    ]


@pytest.mark.parametrize("defect", SAMPLE_DEFECTS, ids=lambda defect: defect.id)
def test_each_planted_defect_of_the_sample_is_one_finding_at_its_place(
    defect: Defect, sample: Checked
) -> None:
    found = [finding for finding in grave(sample) if matches(finding, defect)]

    assert [finding.severity for finding in found] == [defect.severity], told(sample.report.findings)


def test_no_error_or_warning_is_raised_on_the_sample_that_was_not_planted(sample: Checked) -> None:
    strange = [
        finding for finding in grave(sample) if not any(matches(finding, defect) for defect in SAMPLE_DEFECTS)
    ]

    assert not strange, told(strange)
    assert len(grave(sample)) == len(SAMPLE_DEFECTS)


@pytest.mark.parametrize("line", SAMPLE_HOLDS)
def test_what_holds_in_the_sample_passes_and_shows_its_figures(line: str, sample: Checked) -> None:
    assert not_shown(sample, SAMPLE_HOLDS[line]) == []


def test_the_samples_project_that_is_one_cent_off_is_a_visible_pass_within_rounding(sample: Checked) -> None:
    within = [outcome for outcome in sample.outcomes if outcome.kind is OutcomeKind.PASS_WITHIN_ROUNDING]

    assert [outcome.subject for outcome in within] == ["服务热线扩建座席"]
    assert [abs(computation.difference) for computation in within[0].computations] == [Decimal(100)]
    assert all(lies_on(evidence, 191) or lies_on(evidence, 192) for evidence in within[0].evidence)


def test_at_least_ninety_five_percent_of_the_samples_figures_are_checked(sample: Checked) -> None:
    assert_mostly_checked(sample)


def test_the_sample_with_its_defects_put_right_has_no_error_and_no_warning_but_the_blank_column() -> None:
    blank_column = SAMPLE_DEFECTS[1]

    found = grave(check(sample_put_right().encode("utf-8"), SAMPLE.name))

    assert [matches(finding, blank_column) for finding in found] == [True], told(found)
