"""A ZIP whose members are read into memory and never written anywhere, taken for hostile."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from checker.model.errors import SubmissionError
from checker.model.limits import Limit

DAMAGE = (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError)
"""What zipfile raises for damaged archives: also for sizes and names that make no sense (ValueError), data that ends
early, versions and methods that it does not know."""

_BEGINNING = b"PK\x03\x04"
_SMALL = 10_000_000
"""Up to so much an archive may be as repetitive as it likes: blank pictures, and blank cells with a style, are."""


def names_in(data: bytes) -> Sequence[str] | None:
    """The names of the members; nothing where it is no ZIP, None where it begins like one and is damaged."""
    if not data.startswith(_BEGINNING):
        return ()
    try:
        with ZipFile(BytesIO(data)) as archive:
            return archive.namelist()
    except DAMAGE:
        return None


def with_dtd(name: str) -> SubmissionError:
    """What is said of a file with a part that declares types or entities: documents have no business with them."""
    return SubmissionError(
        f"{name}: 含有 DTD，这类文件中不允许 / there is a DTD in it, which such a file must not have"
    )


class Archive:
    """The members of a ZIP. Each opening of one counts as unpacked.

    Raises one of DAMAGE for what cannot be opened, and SubmissionError, which names the file, for what is over a
    limit, encrypted, or has two members of one name: programs differ in which of them they show.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._packed = len(data)
        self._unpacked = 0
        self._zip = ZipFile(BytesIO(data))
        if not all(info.filename for info in self._zip.infolist()):
            raise BadZipFile("a member without a name")
        self.members = tuple(info for info in self._zip.infolist() if not info.is_dir())
        Limit.MEMBERS.check(len(self.members), name)
        seen: set[str] = set()
        for info in self.members:
            if info.filename in seen:
                raise SubmissionError(
                    f"{name}: 压缩包里有两个同名的成员 / two members of the archive have one name: {info.filename}"
                )
            seen.add(info.filename)

    def read(self, member: ZipInfo) -> bytes:
        with self.open(member) as file:
            return file.read()

    def open(self, member: ZipInfo) -> IO[bytes]:
        """A member; not more of it can be read than the archive states, and at its end its check sum is compared."""
        if member.flag_bits & 1:
            raise SubmissionError(
                f"{self._name}: 文件已加密，需要口令才能打开 / the file is encrypted and needs a password"
            )
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotImplementedError("a method of compression that documents do not use")
        self._unpacked += member.file_size
        Limit.UNPACKED.check(self._unpacked, self._name)
        if self._unpacked > _SMALL:
            Limit.RATIO.check(-(-self._unpacked // self._packed), self._name)
        return self._zip.open(member)
