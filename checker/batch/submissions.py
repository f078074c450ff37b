"""The submissions in folders, in a stable order, each with the name that its reports have below OUT."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from checker.model.beside import DESCRIPTION, ENDINGS, PACKED, TEMPORARY, is_described, is_report
from checker.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Submission:
    """A file to check, or a folder of files that are one submission. `path` is as it was found from the call's folder, `name` is unlike that of all others
    and leads nowhere but downwards. `prior` and `units` are those of the batch that it is compared with; with
    `units_whole` there are no other units' documents.
    """

    path: Path
    name: str
    prior: tuple[Submission, ...] = ()
    units: tuple[Submission, ...] = ()
    units_whole: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The submissions, and the other files that were left out (neither sidecars nor temporary ones)."""

    submissions: tuple[Submission, ...]
    others: tuple[Path, ...]


def find(folders: Sequence[Path], out: Path) -> Found:
    """All submissions below the folders, each once, but not what a batch wrote to `out`; raises UsageError."""
    for folder in folders:
        if not folder.exists():
            raise UsageError(f"{folder}: 没有这个文件夹 / no such folder")
        if out.exists() and out.samefile(folder):
            raise UsageError(
                f"{out}: 结果要写到材料以外的文件夹，以免覆盖材料 / results go to another folder than that of the submissions"
            )
    away = out.resolve()
    paths: dict[Path, Path] = {}
    for folder in folders:
        for path in _files(folder, away):
            if path.is_dir() and _absolute(path) in (away, *away.parents):
                raise UsageError(
                    f"{out}: 结果不能写进一份材料里 / results cannot be written into a submission: {path}"
                )
            paths.setdefault(path.resolve() if path.is_symlink() else _absolute(path), path)
    wanted = {real: path for real, path in paths.items() if _is_submission(path)}
    others = tuple(path for real, path in paths.items() if real not in wanted)
    top = _top(folders)
    submissions = sorted((Submission(path, _name(path, top)) for path in wanted.values()), key=_order)
    return Found(tuple(submissions), others)


def _files(folder: Path, away: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    for at, names, files in os.walk(folder):
        here = Path(at)
        if DESCRIPTION in files:
            names[:] = []
            yield here
            continue
        names[:] = sorted(
            name for name in names if not name.startswith(".") and _absolute(here / name) != away
        )
        for name in sorted(files):
            if not name.startswith(TEMPORARY) and not name.endswith(".yaml"):
                yield here / name


def _is_submission(path: Path) -> bool:
    """By its ending; a report that `checker check` wrote beside its submission is none."""
    if path.is_dir():  # of several files
        return True
    return path.suffix.lower() in {*ENDINGS, PACKED} and not is_report(path)


def _absolute(path: Path) -> Path:
    """Without looking at the disk, which is slow for many thousands of files."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute leaves .. as it is


def _top(folders: Sequence[Path]) -> Path:
    """The folder that all names are relative to."""
    tops = [_absolute(folder) for folder in folders]
    tops = [top.parent if top.is_file() or is_described(top) else top for top in tops]
    try:
        return Path(os.path.commonpath(tops))
    except ValueError:  # on different drives
        return Path()


def _name(path: Path, top: Path) -> str:
    whole = _absolute(path)
    if top == Path():
        return PurePosixPath(whole.drive.strip(":\\/") or "root", *whole.parts[1:]).as_posix()
    return whole.relative_to(top).as_posix()


def _order(submission: Submission) -> str:
    return submission.name
