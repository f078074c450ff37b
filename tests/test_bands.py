"""Grading bands: what is read as one, and whether those of a row leave a gap or overlap."""

from __future__ import annotations

import pytest

from checker.model.band import read_band
from checker.model.errors import RuleFileError
from checker.model.outcome import OutcomeKind
from tests.small import outcomes, pack, with_rule

PASS, FAIL, UNKNOWN = OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.UNDETERMINED

NAMES = """\
tables:
  t:
    title: 绩效目标表
    columns:
      best: {title: 优, type: band}
      good: {title: 良, type: band}
      fair: {title: 中, type: band}
      poor: {title: 差, type: band}
"""
RULE = "for_each: r in t.rows\nwhen: r.best is stated\nassert: '[r.best, r.good, r.fair, r.poor] is gapless'"


def graded(*bands: str) -> str:
    return f"绩效目标表\n| 职责活动 | 优 | 良 | 中 | 差 |\n| 综合协调 | {' | '.join(bands)} |\n| 后续 |  |  |  |  |\n"


def told(*bands: str) -> tuple[OutcomeKind, str, str]:
    """The outcome, what it says, and the words of the first cell that shows it."""
    first, second = outcomes(NAMES, RULE, graded(*bands))
    assert second.kind is OutcomeKind.NOT_APPLICABLE
    code = first.reasons[0].code if first.reasons else ""
    return first.kind, code, first.evidence[0].text if first.evidence else ""


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("≥90", ("90", True), None),
        (">=90%", ("90", True), None),
        ("不低于90%", ("90", True), None),
        ("＞90", ("90", False), None),
        ("(%)< 60", None, ("60", False)),
        ("60%以下（不含）", None, ("60", False)),
        ("60%以下（不含60%）", None, ("60", False)),
        ("60分以下", None, ("60", True)),
        ("90%（含）以上", ("90", True), None),
        ("90%及以上", ("90", True), None),
        ("(%) 79~ 61", ("61", None), ("79", None)),
        ("80%（含）-90%（不含）", ("80", True), ("90", False)),
        ("80%-90%（含80%）", ("80", True), ("90", None)),
        ("80%至90%", ("80", None), ("90", None)),
        ("80≤X＜90", ("80", True), ("90", False)),
        ("≥80%且<90%", ("80", True), ("90", False)),
        ("≥80%，<90%", ("80", True), ("90", False)),
        ("不足3天", None, ("3", False)),
        ("0.5~1.5", ("0.5", None), ("1.5", None)),
    ],
)
def test_a_band_is_read_with_its_ends(
    text: str, low: tuple[str, bool | None] | None, high: tuple[str, bool | None] | None
) -> None:
    band = read_band(text)
    assert band is not None
    ends = [(str(end.value), end.included) if end else None for end in (band.low, band.high)]
    assert ends == [low, high]


@pytest.mark.parametrize(
    "text",
    ["优", "良好", "", "95%", "90", "完成", "2024年", "80-90、95-100", "≥", "80~", "80~80", "95%~80分", "≥90≥80",
     "80-90（含85）", "≥90%的单位", "1-2-3", "20240101-20241231-5", "<90且≥95", "≥95且<90", "90≤X<80"],
)  # fmt: skip
def test_what_is_no_band_is_none(text: str) -> None:
    assert read_band(text) is None


@pytest.mark.parametrize(
    "bands",
    [
        ("≥95%", "≥80%", "≥70%", "<70%"),
        ("≥95%", "≥80%", "≥70%", "70%以下（不含）"),
        ("(%) 100~ 90", "(%) 89~ 80", "(%) 79~ 60", "(%)< 60"),
        ("90%以上", "80%-90%（不含90%）", "60%-80%（不含80%）", "60%以下（不含）"),
        ("≥90", "80≤X＜90", "60≤X＜80", "<60"),
        ("≤3天", "≤5天", "≤10天", ">10天"),
        ("<60", "≥60", "≥80", "≥90"),
        ("≥99.5", "99.0~99.4", "≥98.0", "<98.0"),
        ("100~90", "≥80", "≥60", "＜60"),
    ],
)
def test_bands_that_follow_each_other_pass(bands: tuple[str, ...]) -> None:
    assert told(*bands)[0] is PASS


@pytest.mark.parametrize(
    ("bands", "code", "shown"),
    [
        (("(%) 100~ 90", "(%) 89~ 80", "(%) 79~ 61", "(%)< 60"), "bands_gap", "(%)< 60"),
        (("≥90", "≥80", "≥60", "<50"), "bands_gap", "<50"),
        (("＞90", "80≤X＜90", "60≤X＜80", "<60"), "bands_gap", "80≤X＜90"),
        (("≥90", "≥80", "≥70", "<75"), "bands_overlap", "≥70"),
        (("≥90", "≥90", "≥70", "<70"), "bands_overlap", "≥90"),
        (("≥90", "80≤X＜95", "60≤X＜80", "<60"), "bands_overlap", "80≤X＜95"),
        (("≥90", "≥80", "≥60", "≤60"), "bands_overlap", "≤60"),
        (("≥90", "75~89", "60~80", "<60"), "bands_overlap", "60~80"),
    ],
)
def test_a_gap_or_an_overlap_fails_and_shows_both_bands(
    bands: tuple[str, ...], code: str, shown: str
) -> None:
    assert told(*bands) == (FAIL, code, shown)


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        (("优", "良", "中", "差"), "no_band"),
        (("95%", "≥85%", "≥75%", "<75%"), "no_band"),
        (("≥90", "", "≥70", "<70"), "no_band"),
        (("90%以上", "80%-90%", "60%-80%", "60%以下（不含）"), "band_end_unclear"),
        (("≥90%", "≥80分", "≥60%", "<60%"), "bands_unlike"),
    ],
)
def test_what_cannot_be_told_is_undetermined(bands: tuple[str, ...], code: str) -> None:
    assert told(*bands)[:2] == (UNKNOWN, code)


def test_a_gap_is_sure_though_another_end_is_not() -> None:
    assert told("90%以上", "80%-90%", "65%-79%", "60%以下")[:2] == (FAIL, "bands_gap")


def test_a_band_does_not_compare_with_a_number() -> None:
    for condition in ("first(t.rows).best >= 90%", "first(t.rows).best mentions 优", "t.rows is gapless"):
        with pytest.raises(RuleFileError) as caught:
            pack(with_rule(NAMES, f"assert: {condition}"))
        assert len(caught.value.mistakes) == 1
