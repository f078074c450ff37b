"""What a call asks of each of its submissions: the packs, the documents to compare with, waivers, earlier reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from checker.beside import Beside, files_in
from checker.checking import report_on
from checker.facts.same_body import BodyNames
from checker.model.beside import is_described
from checker.model.errors import UsageError
from checker.report import Report, earlier, follow_up
from checker.report.earlier import EarlierReport
from checker.rulebook.body_names import load_names
from checker.rulebook.library import Chosen, Library
from checker.waiving import Waiving


@dataclass(frozen=True, slots=True)
class Given:
    """The files that a call names, as it names them."""

    rules: tuple[str, ...] = ()
    rules_path: tuple[Path, ...] = ()
    prior: tuple[Path, ...] = ()
    units: Path | None = None
    names: Path | None = None
    waivers: Path | None = None
    against: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them, and the folders."""
        rules = (Path(name) for name in self.rules)
        single = (path for path in (self.units, self.names, self.waivers) if path is not None)
        return (*rules, *self.rules_path, *self.prior, *self.against, *single)


@dataclass(frozen=True, slots=True)
class Asked:
    """A call with its files loaded, so that a slip in one is told before anything is checked.

    The submissions are one where it says so. `before` are the earlier reports that no submission has met yet.
    """

    submissions: tuple[Path, ...]
    also: tuple[Path, ...]
    library: Library
    named: tuple[Chosen, ...]
    arguments: tuple[str, ...]
    beside: Beside
    waiving: Waiving
    before: list[EarlierReport] = field(default_factory=list)

    def report(self, submission: Path) -> Report:
        """The report on a submission; raises SubmissionError."""
        report = report_on(submission, self.library, self.named, self.arguments, self.beside, self.also)
        report = self.waiving.applied(report, submission)
        alone = len(self.submissions) == len(self.before) == 1
        found = self.before[0] if alone else follow_up.earlier_of(report, self.before)
        if found is None:
            return report
        self.before.remove(found)
        return follow_up.followed_up(report, found)


def asked(submissions: Sequence[Path], as_one: bool, given: Given, today: date) -> Asked:
    """Loads what a call names; raises UsageError and RuleFileError."""
    submissions = tuple(dict.fromkeys(submissions))
    archives = tuple(path for path in given.prior if path.is_dir() and not is_described(path))
    files = tuple(path for path in given.prior if path not in archives)
    if (files or given.units) and len(submissions) > 1 and not as_one:
        raise UsageError(
            "--prior 文件和 --units 一次只用于一份材料，多份请给 --prior 文件夹 / "
            "a file of --prior, and --units, go with one submission; give --prior a folder for several"
        )
    units = files_in(given.units) if given.units else ()
    names = load_names(given.names) if given.names else BodyNames()
    before = list(earlier.load_all(given.against))
    library = Library(given.rules_path)
    named, arguments = library.named(given.rules)
    first, also = (submissions[:1], submissions[1:]) if as_one else (submissions, ())
    return Asked(
        first,
        also,
        library,
        named,
        (*arguments, *(["--as-one"] if as_one else [])),
        Beside(files, archives, units, names),
        Waiving(given.waivers, first, today),
        before,
    )
