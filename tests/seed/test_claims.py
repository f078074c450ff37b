"""What a finding claims of a correction is carried out: everything that it speaks for then holds, nothing breaks."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from checker.diagnosis import Hypothesis
from checker.report import Finding

from .changes import KINDS, Submission
from .test_changes import unchanged


def corrected(submission: Submission, suspect: Hypothesis) -> Submission:
    """The submission with the suspect's amount in its place, printed with a unit where there was one."""
    figure, amount = suspect.figure, suspect.amount
    prints_unit = figure.text.rstrip().endswith(figure.amount.unit.name)
    words = suspect.corrected if prints_unit else f"{amount.value:f}"
    return Submission(submission.name, submission.with_figure(figure, words).text)


def failures(submission: Submission) -> set[tuple[str, str]]:
    return {(outcome.rule, outcome.subject) for outcome in submission.checked.failed}


def spoken_for(submission: Submission, finding: Finding) -> set[tuple[str, str]]:
    """The outcomes whose comparisons are in the finding."""
    return {
        (outcome.rule, outcome.subject)
        for outcome in submission.checked.failed
        if any(computation in finding.computations for computation in outcome.computations)
    }


def untrue(submission: Submission) -> Iterator[str]:
    """The claims of a submission's findings that do not hold, each in a sentence."""
    before = failures(submission)
    for finding in submission.checked.report.findings:
        for suspect in finding.suspects[:3]:
            after = failures(corrected(submission, suspect))
            claim = f"{suspect.figure.text} → {suspect.corrected}"
            yield from (f"{claim} leaves {key}" for key in after & spoken_for(submission, finding))
            yield from (f"{claim} breaks {key}" for key in after - before)


def with_another_error(submission: Submission, chance: random.Random) -> Submission:
    """Another figure with some of its digits changed."""
    figure = chance.choice(list(submission.figures.values()))
    words = "".join(
        chance.choice("123456789") if letter.isdigit() and chance.random() < 0.4 else letter
        for letter in figure.text
    )
    return Submission(submission.name, submission.with_figure(figure, words).text)


@pytest.mark.parametrize("errors", [1, 2])
def test_every_claim_of_a_finding_is_true(errors: int) -> None:
    file = unchanged("sample put right").submission
    chance = random.Random(errors)  # the same for every run
    changes = list(KINDS["a unit in a sentence changed"](file)) + chance.sample(
        list(KINDS["a digit changed"](file)), 40
    )
    claimed, wrong = 0, []
    for change in changes:
        submission = Submission(file.name, change.text)
        if errors > 1:
            submission = with_another_error(submission, chance)
        claimed += sum(1 for finding in submission.checked.report.findings if finding.suspects)
        wrong += [f"{change.label}: {words}" for words in untrue(submission)]
    assert claimed > 50
    assert wrong == []
