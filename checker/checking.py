"""One submission → its report: read, choose packs, evaluate, build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from checker.beside import Beside
from checker.engine import Sources, evaluate
from checker.facts import facts_of
from checker.model.figure import Facts
from checker.readers import read_file
from checker.report import Report, build
from checker.report.original import Original
from checker.rulebook.library import Chosen, Library
from checker.rulebook.sidecar import sidecar_beside
from checker.structure import structured


def read_facts(submission: Path) -> Facts:
    """What a submission says, with what its sidecar adds; raises SubmissionError."""
    facts = facts_of(structured(read_file(submission)))
    return replace(facts, sidecar=sidecar_beside(submission))


def report_on(
    submission: Path,
    library: Library,
    named: Sequence[Chosen] = (),
    arguments: Sequence[str] = (),
    beside: Beside | None = None,
) -> Report:
    """The report on a submission by the named packs, else by those that it asks for; raises SubmissionError.

    `arguments` are those of the call that change the result, `beside` the documents to compare with.
    """
    facts = read_facts(submission)
    if beside is not None:
        facts = beside.added(facts)
    chosen = tuple(named) or library.choose(facts.identity)
    sources = Sources(facts)
    outcomes = [outcome for use in chosen for outcome in evaluate(use.pack, facts, sources)]
    report = build(facts, [(use.pack, use.why) for use in chosen], outcomes, arguments, str(submission))
    return replace(report, original=Original(submission, facts.document.sha256))
