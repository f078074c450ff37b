"""Many mutated files of each format, every one the whole way in a guarded process: a report or a sentence, or it is told.

    python -m tests.fuzz.mutations [FORMAT …] [-n 10000] [--seed 1] [--keep FOLDER]
    python -m tests.fuzz.mutations --minimise FILE

Each file becomes a JSON report, every twentieth also the web page, every hundredth all formats. What crashes, hangs,
takes too much memory or ends in a traceback is kept in FOLDER, and the exit status is 1. `--minimise` makes such a file
smaller as long as the same becomes of it.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
import zipfile
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from checker import writers
from checker.batch.guard import Guard, Lost
from checker.model.limits import DEFAULTS, Limit
from tests.fuzz.corpus import FORMATS, seeds
from tests.fuzz.mutate import mutated
from tests.fuzz.trying import REPORT, SENTENCE, Became
from tests.fuzz.worker import MODULE

_PAGE, _ALL = 20, 100  # every so many files the web page, and all formats
_SECONDS, _MEGABYTES = 20, 1000
_TERMINAL = sys.stderr.isatty()
_AGAIN = 1.0 if _TERMINAL else 60.0  # seconds between two lines of progress
_SETUP = {
    "cwd": str(Path.cwd()),
    "limits": {**DEFAULTS, Limit.SECONDS: _SECONDS, Limit.MEGABYTES: _MEGABYTES},
}


def guarded() -> Guard:
    return Guard(_SETUP, MODULE)


def asked(guard: Guard, job: Mapping[str, object]) -> Became:
    """What becomes of a file; a process that was lost is told as what it was."""
    answer = guard.check(job)
    if isinstance(answer, Lost):
        return Became(answer.cause.value, answer.detail, answer.detail)
    return Became(**answer)


def formats_of(number: int) -> list[str]:
    """The reports that the mutated file of a number becomes."""
    if number % _ALL == 0:
        return list(writers.formats())
    return ["json", "html"] if number % _PAGE == 0 else ["json"]


def run(guard: Guard, format_: str, count: int, seed: int, keep: Path) -> Counter[tuple[str, str]]:
    """How often what became of the mutated files of a format; what is neither report nor sentence is kept."""
    counted: Counter[tuple[str, str]] = Counter()
    begun = told = time.monotonic()
    for number in range(count):
        became = asked(
            guard, {"format": format_, "number": number, "seed": seed, "formats": formats_of(number)}
        )
        counted[became.what, became.kind] += 1
        if became.what not in (REPORT, SENTENCE):
            _kept(keep, format_, number, seed, became)
        now = time.monotonic()
        if now - told > _AGAIN or number + 1 == count:
            told = now
            bad = sum(times for (what, _), times in counted.items() if what not in (REPORT, SENTENCE))
            rate = (number + 1) / (now - begun)
            line = f"{format_}: {number + 1:,} of {count:,}, {bad} bad, {rate:.0f} a second"
            end = "\r" if _TERMINAL and number + 1 < count else "\n"
            print(line, end=end, file=sys.stderr, flush=True)
    return counted


def _kept(keep: Path, format_: str, number: int, seed: int, became: Became) -> None:
    name, data = mutated(format_, number, seed, seeds(format_))
    file = keep / f"{format_}-{seed}-{number}.{name}"
    keep.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    file.with_name(file.name + ".said").write_text(f"{became.what}: {became.said}\n", encoding="utf-8")


def _table(format_: str, counted: Counter[tuple[str, str]]) -> None:
    kinds = Counter[str]()
    for (what, _), times in counted.items():
        kinds[what] += times
    total = ", ".join(f"{what} {times:,}" for what, times in kinds.most_common())
    print(f"{format_}: {sum(counted.values()):,} files: {total}")
    for (what, kind), times in counted.most_common():
        if what != REPORT:
            print(f"  {times:>7,}  {what}: {kind}")
    sys.stdout.flush()


def minimised(file: Path) -> bytes:
    """The file without what does not change what becomes of it; of a ZIP the parts are made smaller, one by one."""
    guard = guarded()
    name = file.name.split(".", 1)[1]  # behind the number of the mutation stands what the file is tried as
    data = file.read_bytes()

    def same(changed: bytes) -> bool:
        job = {"name": name, "data": b64encode(changed).decode(), "formats": writers.formats()}
        became = asked(guard, job)
        return (became.what, became.kind) == (first.what, first.kind)

    first = asked(guard, {"name": name, "data": b64encode(data).decode(), "formats": writers.formats()})
    print(f"{first.what}: {first.kind}", file=sys.stderr)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return _smaller(data, same)
    for part in sorted(parts, key=lambda one: len(parts[one])):
        without = {path: content for path, content in parts.items() if path != part}
        if same(_zipped(without)):
            parts = without
        else:
            parts[part] = _smaller(parts[part], partial(_same_with, same, without, part))
    return _zipped(parts)


def _same_with(same: Callable[[bytes], bool], others: dict[str, bytes], part: str, content: bytes) -> bool:
    return same(_zipped({**others, part: content}))


def _zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _smaller(data: bytes, same: Callable[[bytes], bool]) -> bytes:
    """Without the stretches that can go, from halves down to single bytes, as often as one goes."""
    size = max(1, len(data) // 2)
    while True:
        at, gone = 0, False
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if same(shorter):
                data, gone = shorter, True
            else:
                at += size
        if size == 1 and not gone:
            return data
        size = max(1, size // 2) if not gone or size > 1 else 1


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "formats", nargs="*", metavar="FORMAT", help=f"of {', '.join(FORMATS)}; all by default"
    )
    parser.add_argument("-n", type=int, default=10_000, dest="count", help="files of each format (10,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--keep", type=Path, default=Path("mutations"), metavar="FOLDER", help="for what fails"
    )
    parser.add_argument("--minimise", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.minimise:
        small = minimised(options.minimise)
        target = options.minimise.with_name("small-" + options.minimise.name)
        target.write_bytes(small)
        print(f"{target}: {len(small)} bytes")
        return
    unknown = set(options.formats) - set(FORMATS)
    if unknown:
        parser.error(f"no such format: {', '.join(sorted(unknown))}; choose from {', '.join(FORMATS)}")
    bad = 0
    guard = guarded()
    for format_ in options.formats or FORMATS:
        counted = run(guard, format_, options.count, options.seed, options.keep)
        _table(format_, counted)
        bad += sum(times for (what, _), times in counted.items() if what not in (REPORT, SENTENCE))
    guard.close()
    print("every file became a report or a sentence" if not bad else f"{bad} files became neither")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
