"""`submission.yaml`: what a person says of a submission of several files; the documents must not contradict it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from checker.model.beside import DESCRIPTION
from checker.model.errors import Mistake, RuleFileError
from checker.model.figure import Found, Identity, Sidecar
from checker.model.rule import Source
from checker.model.text import Place, normalise
from checker.rulebook.schema import mistakes_in
from checker.rulebook.sidecar import sidecar_of
from checker.rulebook.tree import Entries, Items, Scalar, parse

SCHEMA = "submission.schema.json"
NAME = DESCRIPTION
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Described:
    """The files by their names, each with its place in the description; what they are; what no file says."""

    name: str
    files: Mapping[str, Source]
    identity: Identity = field(default_factory=Identity)
    sidecar: Sidecar = field(default_factory=Sidecar)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def refused(self, key: str, message: str) -> RuleFileError:
        """The error at the place of a key, or of a file."""
        at = self.sources.get(key) or self.files[key]
        return RuleFileError((Mistake(self.name, at.line, at.column, message),))

    def agreed(self, said: Identity) -> Identity:
        """What the documents say of themselves, and the description where they say nothing; raises RuleFileError."""
        return Identity(
            self._one(
                "entity",
                said.entity,
                self.identity.entity,
                lambda a, b: normalise(a).string == normalise(b).string,
            ),
            self._one("fiscal_year", said.fiscal_year, self.identity.fiscal_year),
            self._one("kind", said.kind, self.identity.kind),
            self._one("level", said.level, self.identity.level),
            self._one("region", said.region, self.identity.region, lambda a, b: a[-1] in b or b[-1] in a),
        )

    def _one(
        self,
        key: str,
        said: Found[T] | None,
        described: Found[T] | None,
        alike: Callable[[T, T], bool] = lambda a, b: a == b,
    ) -> Found[T] | None:
        if said is None or described is None:
            return said or described
        if not alike(said.value, described.value):
            message = f"与文件所写的不符 / the documents say otherwise: “{said.text}” ({said.place.file})"
            raise self.refused(key, message)
        return said


def read_description(text: str, name: str) -> Described:
    """The description that a YAML text is; raises RuleFileError with all mistakes."""
    root = parse(text, name)
    mistakes = list(mistakes_in(root, name, SCHEMA))
    if mistakes or not isinstance(root, Entries):
        raise RuleFileError(tuple(sorted(mistakes)))
    scalars = {key: entry.value for key, entry in root.entries.items() if isinstance(entry.value, Scalar)}

    def found(key: str, value: Callable[[str], T]) -> Found[T] | None:
        scalar = scalars.get(key)
        if scalar is None:
            return None
        return Found(value(scalar.string), scalar.string, Place(name, spot=f"{name}:{scalar.line}"))

    files: dict[str, Source] = {}
    listed = root.get("files")
    for item in listed.items if isinstance(listed, Items) else ():
        scalar = item.get("file") if isinstance(item, Entries) else item
        assert isinstance(scalar, Scalar)  # by the schema
        if scalar.string in files:
            mistakes.append(
                Mistake(name, scalar.line, scalar.column, f"文件写了两次 / listed twice: {scalar.string}")
            )
        files[scalar.string] = scalar.source(name)
    sidecar = sidecar_of(
        root, name, lambda at, words: mistakes.append(Mistake(at.file, at.line, at.column, words))
    )
    if mistakes:
        raise RuleFileError(tuple(sorted(mistakes)))
    return Described(
        name,
        files,
        Identity(
            found("entity", str),
            found("fiscal_year", int),
            found("kind", str),
            found("level", str),
            found("region", lambda words: tuple(words.split("/"))),
        ),
        replace(
            sidecar,
            complete=scalars["complete"].string == "true" if "complete" in scalars else False,
            address=scalars["address"].string if "address" in scalars else "",
        ),
        {key: scalar.source(name) for key, scalar in scalars.items()},
    )
