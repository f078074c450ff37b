"""What a row of the inspection form says: whether it conforms, its problems in plain sentences, what is left to a person."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model.rule import Severity
from checker.report.headlines import headline
from checker.report.inspection import Answer, Inspected, Problem
from checker.report.notices import waived_for
from checker.report.words import Words

_REMARKED = 40  # characters of a detail that the form keeps; the list of what is undetermined has them all


def conforms(line: Inspected, words: Words) -> str:
    """Yes or no; blank where a person has to fill it in."""
    answers = {Answer.MET: "yes", Answer.NOT_MET: "no"}
    return words("xlsx", answers[line.answer]) if line.answer in answers else ""


def problem_said(problem: Problem, words: Words) -> str:
    finding = problem.finding
    place = words.place(finding.evidence[0].place) if finding.evidence else ""
    marks = {Severity.WARNING: "doubt", Severity.INFO: "info"}
    mark = words("xlsx", marks[finding.severity]) if finding.severity in marks else ""
    if finding.waivers:
        mark = words.filled("xlsx", "waived", said=waived_for(finding, words))
    said = f"{headline(finding, words)}{mark}"
    place = f"{place}{words('colon')}" if place else ""
    return words.filled("xlsx", "problem", number=problem.number, place=place, said=said)


def remarks(line: Inspected, words: Words) -> Iterator[str]:
    """Why a row is blank, and what is left for a person to check."""
    shared = [str(problem.number) for problem in line.problems if problem.shared]
    if shared:
        yield words.filled("xlsx", "shared", numbers=words("and").join(shared))
    elif line.answer is Answer.DOUBTFUL:
        yield words("xlsx", "doubtful")
    if line.undetermined:
        yield words.filled("xlsx", "undecided", reasons=words.reasons(line.undetermined, longest=_REMARKED))
    for asked in dict.fromkeys(line.persons):
        yield words.filled("xlsx", "person", asked=asked)
    if line.answer is Answer.UNCHECKED and not line.row.rest:
        yield words.filled("xlsx", "unchecked_held" if line.held else "unchecked_row", held=line.held)
