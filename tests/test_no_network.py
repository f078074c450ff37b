"""No reader opens a network connection, starts a program or opens a file, whatever a document refers to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from checker.facts import facts_of
from checker.model.errors import SubmissionError
from checker.readers import read_bytes
from checker.structure import structured
from tests.nasties import corpus

_REFERRING = (
    "remote.html", "entity-of-a-file.html", "external.docx", "vast.xlsx", "formula.xlsx", "actions.pdf",
    *(f"{name}.{format_}" for name in ("file", "net", "remote-dtd", "parameter") for format_ in ("docx", "xlsx", "ofd")),
)  # fmt: skip
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.startfile", "webbrowser.", "urllib.")  # fmt: skip
_watching: list[list[str]] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook sees what Python does below all libraries; it cannot be taken away again."""
    if not _watching:
        return
    opened = event == "open" and ("passwd" in str(arguments[0]) or "192.0.2.1" in str(arguments[0]))
    if opened or event.startswith(_FORBIDDEN):
        _watching[-1].append(f"{event} {arguments!r}")
        raise RuntimeError("not while a file is read")


sys.addaudithook(_hook)


@pytest.fixture
def seen() -> Iterator[list[str]]:
    events: list[str] = []
    _watching.append(events)
    yield events
    _watching.pop()


def test_the_hook_sees_a_connection(seen: list[str]) -> None:
    import socket  # noqa: PLC0415 - what is tried

    with pytest.raises(RuntimeError):
        socket.create_connection(("192.0.2.1", 80), timeout=0.01)
    assert seen


@pytest.mark.parametrize("name", _REFERRING)
def test_what_a_document_refers_to_is_not_fetched(name: str, seen: list[str]) -> None:
    data = next(nasty for nasty in corpus() if nasty.name == name).make()
    with suppress(SubmissionError):
        facts_of(structured(read_bytes(data, name)))
    assert seen == []
