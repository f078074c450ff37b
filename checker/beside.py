"""The documents that a submission is looked at with: last year's, the published budget, those of its units.

Which one a file is, it says itself; one that is of another body, year or kind is refused, because a comparison with it
would be wrong in every line. One whose body may be the same and may not is kept as a doubt, and what needs it is undetermined.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, count
from pathlib import Path

from checker.facts import facts_of, identity_of
from checker.facts.same_body import BodyNames, Same
from checker.facts.unit_documents import with_units
from checker.model.beside import (
    TEMPORARY,
    comparable,
    is_described,
    is_package,
    is_report,
    may_be_of_one_level,
)
from checker.model.errors import SubmissionError
from checker.model.figure import Doubt, Facts, Identity
from checker.model.used import name_of
from checker.package import facts_of_package, package_at
from checker.readers import bytes_of, read_bytes, read_file
from checker.report.original import Original
from checker.structure import structured

_KINDS = {"budget": "预算 / budget", "final-accounts": "决算 / final accounts"}


@dataclass(frozen=True, slots=True)
class Beside:
    """The files that a call names for comparison; in `archives`, folders, each submission finds its own.

    `found` are files that were found to fit already. `units_whole` says that there are no other units' documents than `units`.
    """

    prior: tuple[Path, ...] = ()
    archives: tuple[Path, ...] = ()
    units: tuple[Path, ...] = ()
    names: BodyNames = field(default_factory=BodyNames)
    found: tuple[Path, ...] = ()
    units_whole: bool = True
    called: Mapping[Path, str] = field(default_factory=dict)
    """What files are called in places, where not by their own names."""
    reading: Callable[[Path, str, int], Facts] | None = None
    """What reads a file, under a name and an ordinal, where it is not to be read from disk."""

    def added(self, facts: Facts) -> tuple[Facts, dict[str, Original]]:
        """The facts of a submission with the documents beside it, and the files of these by the names in places.

        Raises SubmissionError for a document that does not fit.
        """
        files: dict[str, Original] = {}
        taken = {facts.document.name, *(one.name for one in facts.document.members)}
        ordinals = count(1)  # 0 is the submission

        def read(path: Path) -> Facts:
            name = self._name(path, {*taken, *files})
            other, its = self._read(path, name, next(ordinals))
            files.update(its)
            return other

        for path in self.prior:
            other = read(path)
            role, same = self._role(path, facts, other)
            known = facts.prior if role == "prior" else facts.budget_document
            if known is not None or any(doubt.role == role for doubt in facts.doubts):
                before = f": {known.document.name}" if known else ""
                raise SubmissionError(
                    f"{path}: 同样的文件已经有一份 / there is such a document already{before}"
                )
            facts = _with(facts, role, [other], sure=same is Same.YES)
        found = [read(path) for path in self.found]
        for role, paths in self._fitting(facts).items():
            found += [read(path) for path in paths] if _free(facts, role) else []
        for role in ("prior", "budget_document"):
            fitting = [other for other in found if _role_of(facts.identity, other.identity) == role]
            sure = [other for other in fitting if self._same(facts.identity, other.identity) is Same.YES]
            if fitting and _free(facts, role):
                facts = _with(facts, role, sure or fitting, sure=bool(sure))
        units = [self._unit(path, facts, read(path)) for path in self.units]
        return with_units(facts, units, self.names, whole=self.units_whole), files

    def arguments(self, facts: Facts) -> tuple[str, ...]:
        """How a report says what was compared, for facts with the documents beside them: files by their names."""
        prior = [one.document.name for role, one in facts.beside if role != "units"]
        prior += [
            other.place.file for doubt in facts.doubts if doubt.role != "units" for other in doubt.others
        ]
        units: list[str] = []
        if self.called:  # each was found in its own folder
            units = [one.document.name for role, one in facts.beside if role == "units"]
        elif self.units:
            units = [name_of(Path(os.path.abspath(self.units[0])).parent)]  # noqa: PTH100 - without `..`
        found = [part for name in prior for part in ("--prior", name)]
        found += [part for name in units for part in ("--units", name)]
        if self.names.file is not None:
            found += ["--names", self.names.file.name]
        return tuple(found)

    def unsure(self, facts: Facts) -> Iterator[str]:
        """What was not found in the archives, or not for certain, and so was not compared with."""
        if self.archives and not self._fitting(facts):
            yield f"{facts.document.name}: 文件夹里没有可以对照的文件 / nothing to compare with in the folders"
        for doubt in facts.doubts:
            named = "、".join(f"{other.place.file}（{other.value}）" for other in doubt.others)
            if len(doubt.others) > 1:
                yield f"{facts.document.name}: 可以对照的不止一份，没有对照 / several fit, none was taken: {named}"
            else:
                yield f"{facts.document.name}: 看不出是不是同一机构的，没有对照；请写进 --names / not sure to be of the same body, say it in --names: {named}"

    def _fitting(self, facts: Facts) -> dict[str, list[Path]]:
        """The files of the archives that are of the same body, by what they would be to a submission.

        Where none is, those that may be.
        """
        found: dict[str, dict[Same, list[Path]]] = {}
        said = facts.identity
        for folder in self.archives:
            for path, its in _identities(folder):
                role = _role_of(said, its)
                levels = (one.level.value if one.level else None for one in (said, its))
                if role and said.entity and its.entity and may_be_of_one_level(*levels):
                    found.setdefault(role, {}).setdefault(self._same(said, its), []).append(path)
        likely = {role: paths.get(Same.YES) or paths.get(Same.UNSURE) for role, paths in found.items()}
        return {role: paths for role, paths in likely.items() if paths}

    def _same(self, said: Identity, its: Identity) -> Same:
        if said.entity is None or its.entity is None:
            return Same.UNSURE
        if said.region and its.region and said.region.value[-1] != its.region.value[-1]:
            return Same.NO
        year, its_year = (one.fiscal_year.value if one.fiscal_year else None for one in (said, its))
        return self.names.same(said.entity.value, year, its.entity.value, its_year)

    def _role(self, path: Path, facts: Facts, other: Facts) -> tuple[str, Same]:
        """`prior` or `budget_document`, by what both documents say that they are, and whether they are of one body."""
        year, kind, entity = _known(facts, "")
        its_year, its_kind, its_entity = _known(other, f"{path}: ")
        same = self._same(facts.identity, other.identity)
        if same is Same.NO:
            raise SubmissionError(
                f"{path}: 这是“{its_entity}”的文件，检查的是“{entity}”；改过名的机构请写进 --names / "
                "of another body than the submission; renamed bodies belong in --names"
            )
        role = _role_of(facts.identity, other.identity)
        if role is not None:
            return role, same
        fitting = (f"{its_year} 年{_KINDS[its_kind]}" for its_kind, its_year in comparable(kind, year))
        wanted = "，或 / or ".join(fitting)
        raise SubmissionError(f"{path}: 这是 {its_year} 年{_KINDS[its_kind]}，应为 / expected {wanted}")

    def _unit(self, path: Path, facts: Facts, other: Facts) -> Facts:
        year, kind, _ = _known(facts, "")
        its_year, its_kind, _ = _known(other, f"{path}: ")
        if (its_year, its_kind) != (year, kind):
            raise SubmissionError(
                f"{path}: 这是 {its_year} 年{_KINDS[its_kind]}，应为 / expected {year} 年{_KINDS[kind]}"
            )
        level = other.identity.level
        same = self._same(facts.identity, other.identity)
        if same is Same.YES and (level is None or level.value != "unit"):
            raise SubmissionError(
                f"{path}: 这是部门自己的文件，--units 要的是所属单位的 / the department's own document, where a unit's was expected"
            )
        return other

    def _read(self, path: Path, name: str, ordinal: int) -> tuple[Facts, dict[str, Original]]:
        package = package_at(path) if is_package(path) else None
        if package is not None:
            facts = facts_of_package(package, f"{name}/", ordinal)
            return facts, {
                one.name: Original(path, one.sha256, package.files[one.name.removeprefix(f"{name}/")])
                for one in facts.document.members
            }
        facts = (self.reading or _facts)(path, name, ordinal)
        return facts, {name: Original(path, facts.document.sha256)}

    def _name(self, path: Path, taken: Container[str]) -> str:
        """What a file is called in places: its name, or another where a document is called so."""
        own = self.called.get(path, name_of(path))
        ways = (own, f"{name_of(path.resolve().parent)}/{name_of(path)}")
        others = (f"{own} ({at})" for at in count(2))
        return next(way for way in chain(ways, others) if way not in taken)


def _free(facts: Facts, role: str) -> bool:
    return getattr(facts, role) is None and all(doubt.role != role for doubt in facts.doubts)


def _with(facts: Facts, role: str, others: Sequence[Facts], *, sure: bool) -> Facts:
    """The facts with the only one of the others, if it is sure; copies of one file are one."""
    unlike = {other.document.sha256: other for other in reversed(others)}
    if sure and len(unlike) == 1:
        (other,) = unlike.values()
        return replace(facts, prior=other) if role == "prior" else replace(facts, budget_document=other)
    said = tuple(entity for other in others if (entity := other.identity.entity) is not None)
    return replace(facts, doubts=(*facts.doubts, Doubt(role, said)))


def _role_of(said: Identity, its: Identity) -> str | None:
    """What a document of the same body is to another, by kind and year; None if nothing can be compared."""
    if not (said.kind and said.fiscal_year and its.kind and its.fiscal_year):
        return None
    roles = comparable(said.kind.value, said.fiscal_year.value)
    return roles.get((its.kind.value, its.fiscal_year.value))


@lru_cache
def _identities(folder: Path) -> tuple[tuple[Path, Identity], ...]:
    """What each file of a folder says that it is; those that cannot be read have nothing to say."""
    found: list[tuple[Path, Identity]] = []
    for path in files_in(folder):
        with suppress(SubmissionError):
            package = package_at(path) if is_package(path) else None
            said = facts_of_package(package).identity if package else identity_of(structured(read_file(path)))
            found.append((path, said))
    return tuple(found)


def _facts(path: Path, name: str, ordinal: int) -> Facts:
    return facts_of(replace(structured(read_bytes(bytes_of(path), name)), ordinal=ordinal))


def _known(facts: Facts, whose: str) -> tuple[int, str, str]:
    """Year, kind and body; raises SubmissionError if the document does not say one of them."""
    said = facts.identity
    if said.fiscal_year is None or said.kind is None or said.entity is None:
        missing = [
            word
            for word, found in (
                ("年度 / year", said.fiscal_year),
                ("种类 / kind", said.kind),
                ("名称 / body", said.entity),
            )
            if found is None
        ]
        raise SubmissionError(
            f"{whose or facts.document.name + ': '}看不出{'、'.join(missing)}，无法对照 / does not say what it is, so that nothing can be compared"
        )
    return said.fiscal_year.value, said.kind.value, said.entity.value


def files_in(folder: Path) -> tuple[Path, ...]:
    """The files of a folder of units, and the folders there that are one submission, in order; raises SubmissionError
    where there is none."""
    try:
        found = sorted(
            path
            for path in folder.iterdir()
            if not path.name.startswith(TEMPORARY)
            and not is_report(path)
            and ((path.is_file() and path.suffix != ".yaml") or is_described(path))
        )
    except OSError as error:
        raise SubmissionError(
            f"{folder}: 无法打开文件夹 / the folder cannot be opened: {error.strerror}"
        ) from None
    if not found:
        raise SubmissionError(f"{folder}: 文件夹里没有文件 / no file in this folder")
    return tuple(found)
