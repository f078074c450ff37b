"""Submissions of several files in a ZIP."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from collections.abc import Sequence

from tests.nasties import Nasty
from tests.nasties.office import zipped

_TEXT = "石家庄市某某局2019年部门预算信息公开情况说明\n一、收支预算\n收入预算10.00万元。\n".encode()
_MANY = {f"{number}.txt": _TEXT for number in range(300)}


def _of(*members: tuple[str, bytes], mode: int = 0) -> bytes:
    """A ZIP of members in their order, which may have one name."""
    buffer = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore"),
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, data in members:
            info = zipfile.ZipInfo("x" * len(name))
            info.external_attr = mode << 16
            archive.writestr(info, data)
    return _renamed(buffer.getvalue(), [name for name, _ in members])


def _renamed(data: bytes, names: Sequence[str]) -> bytes:
    """With names that the library that writes archives would not take."""
    for name in names:
        data = data.replace(b"x" * len(name), name.encode("ascii"), 1)
    at = data.index(b"PK\x01\x02")
    for name in names:
        data = data[:at] + data[at:].replace(b"x" * len(name), name.encode("ascii"), 1)
    return data


def _encrypted() -> bytes:
    data = bytearray(_of(("a.txt", _TEXT)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


NASTIES = (
    Nasty("traversal.zip", lambda: _of(("../../a.txt", _TEXT)), "指向别处的文件名"),
    Nasty("backwards.zip", lambda: _of(("..\\..\\a.txt", _TEXT)), "指向别处的文件名"),
    Nasty("absolute.zip", lambda: _of(("/tmp/a.txt", _TEXT)), "指向别处的文件名"),
    Nasty("drive.zip", lambda: _of(("C:\\a.txt", _TEXT)), "指向别处的文件名"),
    Nasty("twice.zip", lambda: _of(("a.txt", _TEXT), ("a.txt", _TEXT)), "两个同名的成员"),
    Nasty("link.zip", lambda: _of(("a.txt", b"/etc/passwd"), mode=stat.S_IFLNK | 0o777), "符号链接"),
    Nasty("encrypted.zip", _encrypted, "已加密"),
    Nasty("bomb.zip", lambda: zipped({"a.txt": " " * 60_000_000}), "倍数达 "),
    Nasty("bomb-in-bomb.zip", lambda: zipped({"a.zip": zipped({"a.txt": " " * 60_000_000})}), "没有可读的文件"),
    Nasty("many-files.zip", lambda: zipped(_MANY), "一份材料的文件数达 300，超过上限 200"),
    Nasty("many-members.zip", lambda: zipped({str(number): "" for number in range(10_001)}), "压缩包的成员数达 10,001"),
    Nasty("described-elsewhere.zip", lambda: zipped({"a.txt": _TEXT, "submission.yaml": "files: [../a.txt]"}), "压缩包里没有这个文件"),
    Nasty("described-by-aliases.zip", lambda: zipped({"a.txt": _TEXT, "submission.yaml": "files: &a [a.txt, *a]"}), "不支持引用"),
    Nasty("described-deep.zip", lambda: zipped({"a.txt": _TEXT, "submission.yaml": "files: " + "[" * 1000}), "嵌套层数达 21"),
    Nasty("truncated.zip", lambda: zipped({"a.txt": _TEXT})[:-30], "压缩包无法打开"),
    Nasty("others.zip", lambda: zipped({"a.txt": _TEXT, "a.exe": "x", "b.docm.lnk": "x"}), holds="收入预算10.00万元"),
)  # fmt: skip
