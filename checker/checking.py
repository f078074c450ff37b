"""One submission → its report: read, choose packs, evaluate, build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from checker.beside import Beside
from checker.engine import Sources, evaluate
from checker.facts import facts_of
from checker.model import limits
from checker.model.figure import Facts
from checker.model.outcome import Outcome
from checker.package import facts_of_package, package_at, package_of
from checker.readers import read_file
from checker.report import Report, build
from checker.report.original import Original
from checker.rulebook.library import Chosen, Library
from checker.rulebook.sidecar import sidecar_beside
from checker.structure import structured


def read_facts(submission: Path) -> Facts:
    """What a submission says, with what its sidecar or its description adds; raises SubmissionError."""
    return read_submission(submission)[0]


def read_submission(submission: Path, also: Sequence[Path] = ()) -> tuple[Facts, dict[str, Original]]:
    """The facts of a submission, and its files by the names in places; raises SubmissionError."""
    package = package_of((submission, *also)) if also else package_at(submission)
    if package is None:
        facts = facts_of(structured(read_file(submission)))
        files = {facts.document.name: Original(submission, facts.document.sha256)}
        return replace(facts, sidecar=sidecar_beside(submission)), files
    facts = facts_of_package(package)
    if package.described is None:
        facts = replace(facts, sidecar=sidecar_beside(submission))
    members = facts.document.members
    return facts, {one.name: Original(submission, one.sha256, package.files[one.name]) for one in members}


def report_on(
    submission: Path,
    library: Library,
    named: Sequence[Chosen] = (),
    arguments: Sequence[str] = (),
    beside: Beside | None = None,
    also: Sequence[Path] = (),
) -> Report:
    """The report on a submission by the named packs, else by those that it asks for; raises SubmissionError.

    `arguments` are those of the call that change the result, `beside` the documents to compare with, `also` further
    files of the same submission.
    """
    facts, originals = read_submission(submission, also)
    if beside is not None:
        facts, files = beside.added(facts)
        originals |= files
    chosen = tuple(named) or library.choose(facts.identity)
    sources = Sources(facts)
    outcomes = [outcome for use in chosen for outcome in evaluate(use.pack, facts, sources)]
    return reported(facts, chosen, outcomes, arguments, submission, originals, beside)


def reported(
    facts: Facts,
    chosen: Sequence[Chosen],
    outcomes: Sequence[Outcome],
    arguments: Sequence[str],
    submission: Path,
    originals: Mapping[str, Original],
    beside: Beside | None = None,
) -> Report:
    """The report that the outcomes of the chosen packs make; `originals` are the files by the names in places."""
    beside = beside or Beside()
    said = (*arguments, *limits.changed(), *beside.arguments(facts))
    report = build(facts, [(use.pack, use.why) for use in chosen], outcomes, said, str(submission))
    names = (beside.names.file,) if beside.names.file else ()
    return replace(report, originals=originals, used=(*report.used, *names))
