"""The documents that a submission is looked at with: last year's, the published budget, those of its units.

Which one a file is, it says itself; one that is of another body, year or kind is refused, because a comparison with it
would be wrong in every line.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path

from checker.facts import facts_of
from checker.model.errors import SubmissionError
from checker.model.figure import Facts
from checker.readers import read_bytes, read_file
from checker.report.original import Original
from checker.rulebook.body_names import BodyNames
from checker.structure import structured

_PRIOR, _BUDGET_DOCUMENT, _FIRST_UNIT = 1, 2, 3  # the ordinals of documents; 0 is the submission
_KINDS = {"budget": "预算 / budget", "final-accounts": "决算 / final accounts"}


@dataclass(frozen=True, slots=True)
class Beside:
    """The files that a call names for comparison."""

    prior: tuple[Path, ...] = ()
    units: tuple[Path, ...] = ()
    names: BodyNames = field(default_factory=BodyNames)

    def added(self, facts: Facts) -> tuple[Facts, dict[str, Original]]:
        """The facts of a submission with the documents beside it, and the files of these by the names in places.

        Raises SubmissionError for a document that does not fit.
        """
        files: dict[str, Original] = {}

        def read(path: Path, ordinal: int) -> Facts:
            other = _facts(path, {facts.document.name, *files}, ordinal)
            files[other.document.name] = Original(path, other.document.sha256)
            return other

        for path in self.prior:
            other = read(path, _PRIOR)
            role = self._role(path, facts, other)
            known = facts.prior if role == "prior" else facts.budget_document
            if known is not None:
                raise SubmissionError(
                    f"{path}: 同样的文件已经有一份 / there is such a document already: {known.document.name}"
                )
            if role == "prior":
                facts = replace(facts, prior=other)
            else:
                facts = replace(
                    facts, budget_document=facts_of(replace(other.document, ordinal=_BUDGET_DOCUMENT))
                )
        units = tuple(
            self._unit(path, facts, read(path, ordinal))
            for ordinal, path in enumerate(self.units, _FIRST_UNIT)
        )
        return replace(facts, units=units), files

    def _role(self, path: Path, facts: Facts, other: Facts) -> str:
        """`prior` or `budget_document`, by what both documents say that they are."""
        year, kind, entity = _known(facts, "")
        its_year, its_kind, its_entity = _known(other, f"{path}: ")
        if not self.names.same(entity, its_entity):
            raise SubmissionError(
                f"{path}: 这是“{its_entity}”的文件，检查的是“{entity}”；改过名的机构请写进 --names / "
                "of another body than the submission; renamed bodies belong in --names"
            )
        if its_kind == kind and its_year == year - 1:
            return "prior"
        if kind == "final-accounts" and its_kind == "budget" and its_year == year:
            return "budget_document"
        wanted = f"{year - 1} 年{_KINDS[kind]}"
        if kind == "final-accounts":
            wanted += f"，或 / or {year} 年{_KINDS['budget']}"
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


def _facts(path: Path, taken: Container[str], ordinal: int) -> Facts:
    """What a file says, under a name that no other document has."""
    raw = read_file(path)
    ways = chain(
        (raw.name, f"{path.resolve().parent.name}/{raw.name}"), (f"{raw.name} ({at})" for at in count(2))
    )
    name = next(way for way in ways if way not in taken)
    if name != raw.name:
        raw = read_bytes(path.read_bytes(), name)
    return facts_of(replace(structured(raw), ordinal=ordinal))


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
            if path.is_file() and not path.name.startswith((".", "~$")) and path.suffix != ".yaml"
        )
    except OSError as error:
        raise SubmissionError(
            f"{folder}: 无法打开文件夹 / the folder cannot be opened: {error.strerror}"
        ) from None
    if not found:
        raise SubmissionError(f"{folder}: 文件夹里没有文件 / no file in this folder")
    return tuple(found)
