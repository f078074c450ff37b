"""Submissions of several files: a folder with `submission.yaml`, a ZIP, or files that a call puts together."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from checker.facts import facts_of, identity_of
from checker.model.beside import TEMPORARY, is_package
from checker.model.document import Document
from checker.model.errors import RuleFileError, SubmissionError
from checker.model.figure import Facts, Found, Identity
from checker.readers import bytes_of, read_bytes
from checker.rulebook.submission import NAME, Described, read_description
from checker.structure import packaged, structured

_METHODS = (ZIP_STORED, ZIP_DEFLATED)
_MOST_FILES = 200
_MOST_UNPACKED = 500 * 2**20
_MOST_RATIO = 200
_SMALL = 10 * 2**20
_FIELDS = ("entity", "fiscal_year", "kind", "level", "region")
_SUFFIXES = (".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".htm", ".html", ".ofd", ".txt")
_SAID = {
    "entity": "部门名称 / bodies",
    "fiscal_year": "年度 / years",
    "kind": "种类 / kinds",
    "level": "级次 / levels",
    "region": "地区 / regions",
}


@dataclass(frozen=True, slots=True)
class Package:
    """The files of a submission in their order, each with its bytes; what is said of them by a description, if any."""

    name: str
    files: Mapping[str, bytes]
    described: Described | None = None


def package_at(path: Path) -> Package | None:
    """The package that a path names: a folder, or a ZIP that is no document; None for a file. Raises SubmissionError."""
    if path.is_dir():
        return _folder(path)
    return _zip(path) if is_package(path) and path.is_file() else None


def package_of(paths: Sequence[Path]) -> Package:
    """Files that a call puts together; files of one name are told apart by their folders. Raises SubmissionError."""
    files: dict[str, bytes] = {}
    for path in paths:
        name = path.name if path.name not in files else f"{path.resolve().parent.name}/{path.name}"
        if name in files:
            raise SubmissionError(f"{path}: 文件写了两次 / given twice")
        files[name] = bytes_of(path)
    return Package(f"{paths[0].stem} 等 {len(paths)} 个文件", files)


def facts_of_package(package: Package) -> Facts:
    """What the files say together; raises SubmissionError where they are of different bodies, years or kinds."""
    described = package.described
    documents: list[Document] = []
    for name, data in package.files.items():
        documents.append(structured(read_bytes(data, name)))
    said = _agreed([identity_of(one) for one in documents])
    try:
        identity = described.agreed(said) if described else said
    except RuleFileError as error:
        raise SubmissionError("\n".join(map(str, error.mistakes))) from None
    facts = facts_of(packaged(documents, package.name), identity)
    return replace(facts, sidecar=described.sidecar) if described else facts


def _agreed(identities: Sequence[Identity]) -> Identity:
    """What the files say that they are: the first that says it, if no other says otherwise."""
    found: dict[str, Found[object]] = {}
    for identity in identities:
        for key in _FIELDS:
            said = getattr(identity, key)
            if said is None:
                continue
            first = found.setdefault(key, said)
            if first.value != said.value and key not in ("level", "region"):
                raise SubmissionError(
                    f"{said.place.file}: 一套材料应是同一份公开，{_SAID[key]}不同：“{first.text}”（{first.place.file}），“{said.text}” / "
                    "the files of a package are of one disclosure"
                )
    return Identity(**found)  # type: ignore[arg-type]


def _folder(path: Path) -> Package:
    description = path / NAME
    if not description.is_file():
        raise SubmissionError(
            f"{path}: 文件夹里没有 {NAME}，看不出哪些文件是一套 / a folder is a submission only with {NAME}"
        )
    described = _description(description.name, bytes_of(description), str(description))
    files: dict[str, bytes] = {}
    for name in described.files:
        member = (path / name).resolve()
        if path.resolve() not in member.parents or not member.is_file():
            raise _refused(described, name, f"文件夹里没有这个文件 / no such file in the folder: {name}")
        files[name] = bytes_of(member)
    return Package(path.resolve().name, files, described)


def _zip(path: Path) -> Package:
    try:
        with ZipFile(BytesIO(bytes_of(path))) as archive:
            members = {
                name: info
                for info in archive.infolist()
                if not info.is_dir() and (name := _name(info)) is not None
            }
            _limited(path, list(members.values()))
            if any(info.compress_type not in _METHODS for info in members.values()):
                raise NotImplementedError("a method of compression other than deflate")
            unpacked = {name: archive.read(info) for name, info in members.items()}
    except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise SubmissionError(f"{path}: 压缩包无法打开 / the ZIP cannot be opened: {error}") from None
    description = unpacked.pop(NAME, None)
    described = _description(NAME, description, f"{path}/{NAME}") if description is not None else None
    if described is not None:
        for name in described.files:
            if name not in unpacked:
                raise _refused(described, name, f"压缩包里没有这个文件 / no such file in the ZIP: {name}")
        return Package(path.name, {name: unpacked[name] for name in described.files}, described)
    files = {name: data for name, data in unpacked.items() if PurePosixPath(name).suffix.lower() in _SUFFIXES}
    if not files:
        raise SubmissionError(f"{path}: 压缩包里没有可读的文件 / no file in the ZIP that can be read")
    return Package(path.name, files)


def _name(info: ZipInfo) -> str | None:
    """The name of a member as a Chinese archiver meant it; None for what an operating system leaves behind."""
    name = info.filename
    if not info.flag_bits & 0x800:  # no UTF-8: archivers of Windows write the bytes of GBK
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((*TEMPORARY, "__MACOSX")) for part in path.parts)
    return None if hidden else str(path).lstrip("/")


def _limited(path: Path, members: Sequence[ZipInfo]) -> None:
    unpacked, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if len(members) > _MOST_FILES:
        raise SubmissionError(
            f"{path}: 压缩包里有 {len(members)} 个文件，最多 {_MOST_FILES} 个 / too many files in the ZIP"
        )
    if unpacked > _MOST_UNPACKED or (unpacked > _SMALL and unpacked > _MOST_RATIO * max(packed, 1)):
        raise SubmissionError(
            f"{path}: 压缩包展开后过大（{unpacked // 2**20} MiB）/ the ZIP unpacks to too much; the most is {_MOST_UNPACKED // 2**20} MiB"
        )


def _description(name: str, data: bytes, path: str) -> Described:
    try:
        return read_description(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise SubmissionError(f"{path}: 不是 UTF-8 文本 / not UTF-8 text") from None
    except RuleFileError as error:
        raise SubmissionError("\n".join(map(str, error.mistakes))) from None


def _refused(described: Described, key: str, message: str) -> SubmissionError:
    return SubmissionError("\n".join(map(str, described.refused(key, message).mistakes)))
