"""One submission → its report: read, choose packs, evaluate, build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from checker.engine import Sources, evaluate
from checker.facts import facts_of
from checker.model.document import Document
from checker.model.figure import Facts
from checker.model.outcome import Outcome
from checker.readers import read_file
from checker.report import Report, build
from checker.report.original import Original
from checker.rulebook.library import Chosen, Library
from checker.rulebook.sidecar import sidecar_beside
from checker.structure import structured


def read_facts(submission: Path) -> Facts:
    """What a submission says, with what its sidecar adds; raises SubmissionError."""
    return facts_beside(structured(read_file(submission)), submission)


def facts_beside(document: Document, submission: Path) -> Facts:
    """What a document says, with what the sidecar beside its file adds; raises SubmissionError."""
    return replace(facts_of(document), sidecar=sidecar_beside(submission))


def report_on(
    submission: Path, library: Library, named: Sequence[Chosen] = (), arguments: Sequence[str] = ()
) -> Report:
    """The report on a submission by the named packs, else by those that it asks for; raises SubmissionError.

    `arguments` are those of the call that change the result.
    """
    facts = read_facts(submission)
    chosen = tuple(named) or library.choose(facts.identity)
    sources = Sources(facts)
    outcomes = [outcome for use in chosen for outcome in evaluate(use.pack, facts, sources)]
    return reported(facts, chosen, outcomes, arguments, submission)


def reported(
    facts: Facts,
    chosen: Sequence[Chosen],
    outcomes: Sequence[Outcome],
    arguments: Sequence[str],
    submission: Path,
) -> Report:
    """The report that the outcomes of the chosen packs make."""
    report = build(facts, [(use.pack, use.why) for use in chosen], outcomes, arguments, str(submission))
    return replace(report, original=Original(submission, facts.document.sha256))
