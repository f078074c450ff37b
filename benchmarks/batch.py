"""What a batch costs: `python benchmarks/batch.py [SIZE…]` (default 100), on files made of our example.

For each size: a first batch, the same call again, the same into another folder (all from the cache), and the first
once more with one rule changed. Then, on a few files, the batch against bare checks (a process that reads, evaluates
and writes the JSON report, file after file), and two processes against two such checkers that know nothing of each
other; each the better of two turns, taken in turn, for other work on the machine weighs on all alike.

Seconds are those of the clock; `a document` leaves out what goes before the first and comes after the last one.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "sample-budget-2019.pdf"
PACK = ROOT / "rules" / "hebei" / "shijiazhuang" / "department-budget.yaml"
COMMON = ("common/accounts", "common/arithmetic", "common/form", "common/wording")
_FEW, _TURNS = 60, 2
_LOOK = 0.2  # seconds between two looks at the memory
COMMAND = (sys.executable, "-m", "checker", "batch", "--fail-on", "never")
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}

BARE = """
import sys, time
from pathlib import Path
from checker.checking import report_on
from checker.report.words import words
from checker.rulebook.library import Chosen, Library
from checker.writers import json
library, zh, (rules, *files) = Library(), words("zh"), sys.argv[1:]
named = [Chosen(library.load(name), "") for name in rules.split(",")]
json.write(report_on(Path(files[0]), library, named), zh)
before = time.perf_counter()
for file in files[1:]:
    json.write(report_on(Path(file), library, named), zh)
print((time.perf_counter() - before) / (len(files) - 1))
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """A call of `checker batch`: seconds in all and for a document, the most megabytes of the call and of its workers,
    and what it did.
    """

    seconds: float
    each: float
    own: float
    workers: float
    done: Mapping[str, int]


@dataclass
class Most:
    """The most megabytes of a process, and of all that it started together."""

    own: float = 0.0
    workers: float = 0.0


def made(folder: Path, size: int) -> list[Path]:
    """So many submissions of the same pages, no two of the same bytes."""
    folder.mkdir(parents=True)
    data = EXAMPLE.read_bytes()
    paths = [folder / f"{number:06}.pdf" for number in range(size)]
    for number, path in enumerate(paths):
        path.write_bytes(data + f"% {number}\n".encode("ascii"))
    return paths


def batch(at: Path, out: str, *arguments: str) -> Ran:
    log = at / "log.jsonl"
    log.unlink(missing_ok=True)
    rules = [part for name in (str(at / "pack.yaml"), *COMMON) for part in ("--rules", name)]
    before = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, str(at / "in"), "-o", str(at / out), *rules, "--log", str(log), *arguments],
        env={**_ENVIRONMENT, "CHECKER_CACHE": str(at / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most = Most()
    watch = threading.Thread(target=_watched, args=(process.pid, most))
    watch.start()
    status = process.wait()
    seconds = time.perf_counter() - before
    watch.join()
    if status != 0:
        raise SystemExit(f"checker batch ended with {status}")
    events: list[Any] = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    times = [
        datetime.fromisoformat(one["time"]).timestamp() for one in events if one["event"] == "submission"
    ]
    each = (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 0.0
    return Ran(seconds, each, most.own, most.workers, events[-1]["done"])


def _watched(pid: int, most: Most) -> None:
    """Until the process ends."""
    try:
        process = psutil.Process(pid)
        while process.status() != psutil.STATUS_ZOMBIE:
            others = sum(_resident(child) for child in process.children(recursive=True))
            most.own, most.workers = max(most.own, _resident(process)), max(most.workers, others)
            time.sleep(_LOOK)
    except psutil.Error:
        return


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss / 1e6)
    except psutil.Error:
        return 0.0


def bare(at: Path, groups: Sequence[Sequence[Path]]) -> float:
    """Seconds for a document of as many processes as groups, all at once, each checking its own files only."""
    rules = ",".join((str(at / "pack.yaml"), *COMMON))
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", BARE, rules, *map(str, group)],
            env=_ENVIRONMENT,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for group in groups
    ]
    return sum(float(process.communicate()[0]) for process in processes) / len(groups) ** 2


def changed(text: str) -> str:
    """The pack with one rule that asks for something else."""
    found, count = re.subn(r"(\n  SJZ601:\n(?:    .*\n)*?    assert: )(.*)\n", r"\1(\2) and 1 == 1\n", text)
    assert count == 1
    return found


def whole(size: int, at: Path, jobs: int) -> None:
    """What a batch of a size costs, and each way of repeating it."""
    made(at / "in", size)
    pack = at / "pack.yaml"
    pack.write_text(PACK.read_text(encoding="utf-8"), encoding="utf-8")
    workers = f"-j{jobs}"
    runs = {
        "first": batch(at, "out", workers),
        "same again": batch(at, "out", workers),
        "from the cache": batch(at, "again", workers),
    }
    pack.write_text(changed(pack.read_text(encoding="utf-8")), encoding="utf-8")
    runs["a rule changed"] = batch(at, "out", workers)
    print(f"{size} documents, {jobs} processes")
    for name, ran in runs.items():
        faster = runs["first"].seconds / ran.seconds
        print(
            f"  {name:14} {ran.seconds:8.2f} s, {1000 * ran.each:6.1f} ms a document, {faster:6.1f} times as fast; "
            f"{ran.own:.0f} + {ran.workers:.0f} MB; {dict(ran.done)}",
            flush=True,
        )


def compared(at: Path) -> None:
    """The batch against bare checks, with one process and with two."""
    files = made(at / "in", _FEW)
    (at / "pack.yaml").write_text(PACK.read_text(encoding="utf-8"), encoding="utf-8")
    half = len(files) // 2
    ways: Mapping[str, Callable[[str], float]] = {
        "one bare": lambda _: bare(at, [files]),
        "one batch": lambda turn: batch(at, f"one-{turn}", "-j1", "--no-cache").each,
        "two bare": lambda _: bare(at, [files[:half], files[half:]]),
        "two batch": lambda turn: batch(at, f"two-{turn}", "-j2", "--no-cache").each,
        "one keeping": lambda turn: batch(at, f"kept-{turn}", "-j1", "--cache", str(at / turn)).each,
    }
    times: dict[str, list[float]] = {}
    for turn in range(_TURNS):
        for name, seconds in ways.items():
            times.setdefault(name, []).append(seconds(f"turn-{turn}"))
    best = {name: min(found) for name, found in times.items()}
    print("  ".join(f"{name} {1000 * seconds:.0f} ms" for name, seconds in best.items()))
    print(f"batch over bare checks: {_percent(best['one batch'] / best['one bare'] - 1)}", end="; ")
    print(f"with what it keeps: {_percent(best['one keeping'] / best['one bare'] - 1)}")
    independent, ours = best["one bare"] / best["two bare"], best["one batch"] / best["two batch"]
    print(
        f"two processes: bare ×{independent:.2f}, batch ×{ours:.2f}, that is {ours / independent:.0%} of it"
    )


def _percent(share: float) -> str:
    return f"{share:+.0%}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE", default=[100])
    parser.add_argument("-j", "--jobs", type=int, default=2)
    arguments = parser.parse_args()
    compileall.compile_dir(ROOT / "checker", quiet=1)  # as the program is where it was installed
    for size in arguments.sizes:
        with TemporaryDirectory() as folder:
            whole(size, Path(folder), arguments.jobs)
    with TemporaryDirectory() as folder:
        compared(Path(folder))


if __name__ == "__main__":
    main()
