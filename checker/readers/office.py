"""Word 97 to 2003 (.doc) and WPS (.wps): LibreOffice makes a .docx of them, and that is read."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import olefile

from checker import readers
from checker.model.errors import SubmissionError
from checker.model.raw import RawDocument

FORMAT = "Word 97-2003, WPS (.doc, .wps)"

_MEDIA_TYPE = "application/msword"
_WORD, _PACKAGE = "WordDocument", "EncryptedPackage"
_FLAGS, _ENCRYPTED = 11, 0x01
"""[MS-DOC] 2.5.2: the byte of the stream WordDocument, and the bit in it, that say that it is encrypted."""

_DAMAGE = (OSError, ValueError, IndexError, struct.error)  # what olefile raises, beside its own OSError
_SECONDS = 180

_NOWHERE = "".join(
    f'<prop oor:name="ooInet{kind}ProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>'
    f'<prop oor:name="ooInet{kind}ProxyPort" oor:op="fuse"><value>9</value></prop>'
    for kind in ("HTTP", "HTTPS", "FTP")
)
_SETTINGS = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>
{_NOWHERE}
</item>
</oor:items>
"""
"""The settings of LibreOffice for this one run: no macro is run, and linked pictures are not fetched (the proxy
is a port where nobody answers; its own setting against untrusted links lets them through, as tried on 7.4)."""


def recognises(data: bytes) -> bool:
    return data.startswith(olefile.MAGIC) and _kind(data) is not None


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    kind = _kind(data)
    if kind == "damaged":
        raise SubmissionError(f"{name}: 文件已损坏，无法读取 / the file is damaged and cannot be read")
    if kind == "encrypted":
        raise SubmissionError(
            f"{name}: 文件已加密，需要口令才能打开 / the file is encrypted and needs a password"
        )
    soffice = shutil.which("soffice")
    if soffice is None:
        raise SubmissionError(
            f"{name}: 读取 .doc、.wps 须先安装 LibreOffice（命令 soffice），或将文件另存为 .docx / "
            "to read .doc and .wps, install LibreOffice (the command soffice), or save the file as .docx"
        )
    return replace(
        readers.read_bytes(_converted(data, name, soffice), name), sha256=sha256, media_type=_MEDIA_TYPE
    )


def _kind(data: bytes) -> Literal["word", "encrypted", "damaged"] | None:
    """What an OLE file is, by its streams; None for one that is not ours, such as a workbook."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            if file.exists(_PACKAGE):
                return "encrypted"
            if not file.exists(_WORD):
                return None
            head = file.openstream(_WORD).read(_FLAGS + 1)
    except _DAMAGE:
        return "damaged" if _WORD.encode("utf-16-le") in data else None
    if len(head) <= _FLAGS:
        return "damaged"
    return "encrypted" if head[_FLAGS] & _ENCRYPTED else "word"


def _converted(data: bytes, name: str, soffice: str) -> bytes:
    """The submission as .docx, made in a folder and with a profile that exist for this only."""
    # LibreOffice may still write to its profile while it ends.
    with TemporaryDirectory(prefix="checker-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        source, target = folder / "submission.doc", folder / "made" / "submission.docx"
        source.write_bytes(data)
        _run(
            [
                soffice,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--norestore", "--convert-to", "docx"),
                *("--outdir", str(target.parent), str(source)),
            ],
            name,
        )
        if not target.is_file():
            raise SubmissionError(
                f"{name}: LibreOffice 未能转换此文件，请另存为 .docx / "
                "LibreOffice could not convert the file; save it as .docx"
            )
        return target.read_bytes()


def _run(command: list[str], name: str) -> None:
    """Run a command with a time limit that holds for the processes it starts, too."""
    silent = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True)
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        raise SubmissionError(
            f"{name}: LibreOffice 在 {_SECONDS} 秒内未能转换此文件，请另存为 .docx / "
            f"LibreOffice did not convert the file within {_SECONDS} s; save it as .docx"
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
