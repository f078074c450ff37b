"""Submissions of several files: a folder with `submission.yaml`, a ZIP, or files that a call puts together."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from zipfile import ZipInfo

from checker.facts import facts_of, identity_of
from checker.layout.archive import DAMAGE, Archive
from checker.model.beside import ENDINGS, TEMPORARY, is_package
from checker.model.document import Document
from checker.model.errors import RuleFileError, SubmissionError
from checker.model.figure import Facts, Found, Identity
from checker.model.limits import Limit
from checker.model.used import FileUsed, name_of
from checker.readers import bytes_of, read_bytes
from checker.rulebook.submission import NAME, Described, read_description
from checker.structure import packaged, structured

_FIELDS = ("entity", "fiscal_year", "kind", "level", "region")
_SAID = {
    "entity": "部门名称 / bodies",
    "fiscal_year": "年度 / years",
    "kind": "种类 / kinds",
    "level": "级次 / levels",
    "region": "地区 / regions",
}


@dataclass(frozen=True, slots=True)
class Package:
    """The files of a submission in their order, each with its bytes; what is said of them by a description, if any.

    `passed_over` are the other members of a ZIP, which no reader knows by their endings.
    """

    name: str
    files: Mapping[str, bytes]
    described: Described | None = None
    passed_over: tuple[str, ...] = ()


def package_at(path: Path) -> Package | None:
    """The package that a path names: a folder, or a ZIP that is no document; None for a file. Raises SubmissionError."""
    if path.is_dir():
        return _folder(path)
    return _zip(path) if is_package(path) and path.is_file() else None


def package_of(paths: Sequence[Path]) -> Package:
    """Files that a call puts together; files of one name are told apart by their folders. Raises SubmissionError."""
    Limit.FILES.check(len(paths), str(paths[0]))
    files: dict[str, bytes] = {}
    for path in paths:
        name = name_of(path)
        if name in files:
            name = f"{name_of(path.resolve().parent)}/{name}"
        if name in files:
            raise SubmissionError(f"{path}: 文件写了两次 / given twice")
        files[name] = bytes_of(path)
    return Package(f"{PurePosixPath(name_of(paths[0])).stem} 等 {len(paths)} 个文件", files)


def facts_of_package(package: Package, before: str = "", ordinal: int = 0) -> Facts:
    """What the files say together; raises SubmissionError where they are of different bodies, years or kinds.

    `before` stands before the names of the files, to tell them from those of another submission.
    """
    described = package.described
    documents: list[Document] = []
    for name, data in package.files.items():
        documents.append(structured(read_bytes(data, before + name)))
    said = _agreed([identity_of(one) for one in documents])
    try:
        identity = described.agreed(said) if described else said
    except RuleFileError as error:
        raise SubmissionError("\n".join(map(str, error.mistakes))) from None
    document = replace(packaged(documents, package.name), ordinal=ordinal, passed_over=package.passed_over)
    facts = facts_of(document, identity)
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
    Limit.FILES.check(len(described.files), str(description))
    files: dict[str, bytes] = {}
    for name in described.files:
        member = (path / name).resolve()
        if path.resolve() not in member.parents or not member.is_file():
            raise _refused(described, name, f"文件夹里没有这个文件 / no such file in the folder: {name}")
        files[name] = bytes_of(member)
    return Package(name_of(path.resolve()), files, described)


def _zip(path: Path) -> Package:
    try:
        archive = Archive(bytes_of(path), str(path))
        members = _members(path, archive)
        files = [name for name in members if PurePosixPath(name).suffix.lower() in ENDINGS]
        passed_over = tuple(name for name in members if name not in files and name != NAME)
        described = None
        if NAME in members:
            described = _description(NAME, archive.read(members[NAME]), f"{path}/{NAME}")
            for name in described.files:
                if name not in members:
                    message = f"压缩包里没有这个文件 / no such file in the ZIP: {name}"
                    raise _refused(described, name, message)
            files, passed_over = list(described.files), ()
        Limit.FILES.check(len(files), str(path))
        unpacked = {name: archive.read(members[name]) for name in files}
    except DAMAGE as error:
        raise SubmissionError(f"{path}: 压缩包无法打开 / the ZIP cannot be opened: {error}") from None
    if not files:
        raise SubmissionError(f"{path}: 压缩包里没有可读的文件 / no file in the ZIP that can be read")
    return Package(name_of(path), unpacked, described, passed_over)


def _members(path: Path, archive: Archive) -> dict[str, ZipInfo]:
    """The members by their names, without what an operating system leaves behind.

    Nothing is ever written where a name leads; but one that leads elsewhere was made to deceive some program.
    """
    members: dict[str, ZipInfo] = {}
    for info in archive.members:
        name = _name(info)
        parts = PurePosixPath(name).parts
        if name.startswith("/") or PureWindowsPath(name).drive or ".." in parts:
            raise SubmissionError(
                f"{path}: 压缩包里有指向别处的文件名 / the name of a member leads out of the ZIP: {name}"
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise SubmissionError(
                f"{path}: 压缩包里有符号链接 / a symbolic link in the ZIP, where files were expected: {name}"
            )
        if any(part.startswith((*TEMPORARY, "__MACOSX")) for part in parts):
            continue
        if name in members:
            raise SubmissionError(
                f"{path}: 压缩包里有两个同名的文件 / two files of the ZIP have one name: {name}"
            )
        members[name] = info
    return members


def _name(info: ZipInfo) -> str:
    """The name of a member as a Chinese archiver meant it."""
    name = info.filename
    if not info.flag_bits & 0x800:  # no UTF-8: archivers of Windows write the bytes of GBK
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    return str(PurePosixPath(name.replace("\\", "/")))


def _description(name: str, data: bytes, path: str) -> Described:
    try:
        described = read_description(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise SubmissionError(f"{path}: 不是 UTF-8 文本 / not UTF-8 text") from None
    except RuleFileError as error:
        raise SubmissionError("\n".join(map(str, error.mistakes))) from None
    used = FileUsed("description", name, hashlib.sha256(data).hexdigest())
    return replace(described, sidecar=replace(described.sidecar, file=used))


def _refused(described: Described, key: str, message: str) -> SubmissionError:
    return SubmissionError("\n".join(map(str, described.refused(key, message).mistakes)))
