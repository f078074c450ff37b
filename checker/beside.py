"""The documents that a submission is looked at with: last year's, the published budget, those of its units.

Which one a file is, it says itself; one that is of another body, year or kind is refused, because a comparison with it
would be wrong in every line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, count
from pathlib import Path

from checker.facts import facts_of, identity_of
from checker.model.beside import TEMPORARY, comparable, is_report, may_be_of_one_level
from checker.model.errors import SubmissionError
from checker.model.figure import Facts, Identity
from checker.model.used import name_of
from checker.readers import bytes_of, read_bytes, read_file
from checker.report.original import Original
from checker.rulebook.body_names import BodyNames
from checker.structure import structured

_KINDS = {"budget": "预算 / budget", "final-accounts": "决算 / final accounts"}


@dataclass(frozen=True, slots=True)
class Beside:
    """The files that a call names for comparison; in `archives`, folders, each submission finds its own."""

    prior: tuple[Path, ...] = ()
    archives: tuple[Path, ...] = ()
    units: tuple[Path, ...] = ()
    names: BodyNames = field(default_factory=BodyNames)
    reading: Callable[[Path, str, int], Facts] | None = None
    """What reads a file, under a name and an ordinal, where it is not to be read from disk."""

    def added(self, facts: Facts) -> tuple[Facts, dict[str, Original]]:
        """The facts of a submission with the documents beside it, and the files of these by the names in places.

        Raises SubmissionError for a document that does not fit.
        """
        files: dict[str, Original] = {}

        ordinals = count(1)  # 0 is the submission

        def read(path: Path) -> Facts:
            name = _name(path, {facts.document.name, *files})
            other = (self.reading or _facts)(path, name, next(ordinals))
            files[name] = Original(path, other.document.sha256)
            return other

        fitting = self._fitting(facts).values()
        for path in (*self.prior, *(paths[0] for paths in fitting if len(paths) == 1)):
            other = read(path)
            role = self._role(path, facts, other)
            known = facts.prior if role == "prior" else facts.budget_document
            if known is not None:
                raise SubmissionError(
                    f"{path}: 同样的文件已经有一份 / there is such a document already: {known.document.name}"
                )
            facts = replace(facts, prior=other) if role == "prior" else replace(facts, budget_document=other)
        units = tuple(self._unit(path, facts, read(path)) for path in self.units)
        return replace(facts, units=units), files

    def arguments(self, facts: Facts) -> tuple[str, ...]:
        """How a report says what was compared, for facts with the documents beside them: files by their names."""
        prior = (one.document.name for role, one in facts.beside if role != "units")
        found = [part for name in prior for part in ("--prior", name)]
        if self.units:
            found += ["--units", name_of(Path(os.path.abspath(self.units[0])).parent)]  # noqa: PTH100 - without `..`
        if self.names.file is not None:
            found += ["--names", self.names.file.name]
        return tuple(found)

    def unsure(self, facts: Facts) -> Iterator[str]:
        """What was not found in the archives, or not for certain, and so was not compared with."""
        fitting = self._fitting(facts)
        if self.archives and not fitting:
            yield f"{facts.document.name}: 文件夹里没有可以对照的文件 / nothing to compare with in the folders"
        for paths in fitting.values():
            if len(paths) > 1:
                named = "、".join(map(str, paths))
                yield f"{facts.document.name}: 可以对照的不止一份，没有对照 / several fit, none was taken: {named}"

    def _fitting(self, facts: Facts) -> dict[str, list[Path]]:
        """The files of the archives that are of the same body, by what they would be to a submission."""
        found: dict[str, list[Path]] = {}
        said = facts.identity
        for folder in self.archives:
            for path, its in _identities(folder):
                role = _role_of(said, its)
                levels = (one.level.value if one.level else None for one in (said, its))
                if (
                    role
                    and said.entity
                    and its.entity
                    and may_be_of_one_level(*levels)
                    and self.names.same(said.entity.value, its.entity.value)
                ):
                    found.setdefault(role, []).append(path)
        return found

    def _role(self, path: Path, facts: Facts, other: Facts) -> str:
        """`prior` or `budget_document`, by what both documents say that they are."""
        year, kind, entity = _known(facts, "")
        its_year, its_kind, its_entity = _known(other, f"{path}: ")
        if not self.names.same(entity, its_entity):
            raise SubmissionError(
                f"{path}: 这是“{its_entity}”的文件，检查的是“{entity}”；改过名的机构请写进 --names / "
                "of another body than the submission; renamed bodies belong in --names"
            )
        role = _role_of(facts.identity, other.identity)
        if role is not None:
            return role
        fitting = (f"{its_year} 年{_KINDS[its_kind]}" for its_kind, its_year in comparable(kind, year))
        wanted = "，或 / or ".join(fitting)
        raise SubmissionError(f"{path}: 这是 {its_year} 年{_KINDS[its_kind]}，应为 / expected {wanted}")

    def _unit(self, path: Path, facts: Facts, other: Facts) -> Facts:
        year, kind, entity = _known(facts, "")
        its_year, its_kind, its_entity = _known(other, f"{path}: ")
        if (its_year, its_kind) != (year, kind):
            raise SubmissionError(
                f"{path}: 这是 {its_year} 年{_KINDS[its_kind]}，应为 / expected {year} 年{_KINDS[kind]}"
            )
        level = other.identity.level
        if self.names.same(entity, its_entity) and (level is None or level.value != "unit"):
            raise SubmissionError(
                f"{path}: 这是部门自己的文件，--units 要的是所属单位的 / the department's own document, where a unit's was expected"
            )
        return other


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
            found.append((path, identity_of(structured(read_file(path)))))
    return tuple(found)


def _name(path: Path, taken: Container[str]) -> str:
    """What a file is called in places: its name, or another where a document is called so."""
    ways = (name_of(path), f"{name_of(path.resolve().parent)}/{name_of(path)}")
    others = (f"{name_of(path)} ({at})" for at in count(2))
    return next(way for way in chain(ways, others) if way not in taken)


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
    """The files of a folder of units, in order; raises SubmissionError where there is none."""
    try:
        found = sorted(
            path
            for path in folder.iterdir()
            if path.is_file()
            and not path.name.startswith(TEMPORARY)
            and path.suffix != ".yaml"
            and not is_report(path)
        )
    except OSError as error:
        raise SubmissionError(
            f"{folder}: 无法打开文件夹 / the folder cannot be opened: {error.strerror}"
        ) from None
    if not found:
        raise SubmissionError(f"{folder}: 文件夹里没有文件 / no file in this folder")
    return tuple(found)
