"""Coverage-guided fuzzing by atheris: every reader with what follows it, the rule loader, the parsers of the language.

    python -m tests.fuzz.guided [TARGET …] [--seconds 600] [--keep FOLDER]

Each target runs so many seconds in a process of its own, from its seeds in `corpus/` and `tests/regressions/`. A file
that is neither read nor refused with a sentence, that takes too long or too much memory, is kept in FOLDER with what
was learnt on the way; the exit status is then 1. Needs the extra `fuzz`.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from pathlib import Path
from random import Random

import atheris

from tests.fuzz.corpus import FOLDER, REGRESSIONS, seeds
from tests.fuzz.mutate import MUTATIONS

with redirect_stderr(io.StringIO()), atheris.instrument_imports(include=["checker"]):  # it tells every module
    from checker.layout import ocr
    from tests.fuzz.targets import TARGETS, or_refused

_SECONDS, _MEGABYTES, _LONGEST = 20, 2000, 60_000


def _mutator(format_: str) -> Callable[[bytes, int, int], bytes]:
    """Half the mutations are ours, which get past check sums and containers; the others are libFuzzer's."""
    others = [data for _, data in seeds(format_)]

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.5:
            changed: bytes = atheris.Mutate(data, most)
            return changed
        return random.choice(MUTATIONS[format_])(random, data, random.choice(others))[:most]

    return mutate


def fuzz(name: str, seconds: int, keep: Path) -> None:
    """Fuzzes a target until its time is over; does not return."""
    ocr.MOST_PAGES = 0  # recognising a page takes six seconds
    learnt = keep / name
    learnt.mkdir(parents=True, exist_ok=True)
    folders = [str(path) for path in (learnt, FOLDER / name, REGRESSIONS / name) if path.is_dir()]
    options = (
        f"-max_total_time={seconds} -timeout={_SECONDS} -rss_limit_mb={_MEGABYTES} -max_len={_LONGEST} "
        f"-artifact_prefix={keep}/{name}- -print_final_stats=1 -verbosity=0"
    ).split()
    custom = {"custom_mutator": _mutator(name)} if name in MUTATIONS else {}
    atheris.Setup([sys.argv[0], *options, *folders], or_refused(TARGETS[name]), **custom)
    atheris.Fuzz()


def _run(names: Sequence[str], seconds: int, keep: Path) -> int:
    """How many targets found something."""
    found = 0
    for name in names:
        sys.stdout.flush()
        child = os.fork()  # what is instrumented is so for all of them
        if child == 0:
            fuzz(name, seconds, keep)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(f"{name}: {'nothing found' if status == 0 else f'found something, exit status {status}'}")
        found += status != 0
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all by default"
    )
    parser.add_argument("--seconds", type=int, default=600, help="for each target (600)")
    parser.add_argument("--keep", type=Path, default=Path("fuzzed"), metavar="FOLDER")
    options = parser.parse_args()
    unknown = set(options.targets) - set(TARGETS)
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; choose from {', '.join(TARGETS)}")
    sys.exit(1 if _run(options.targets or list(TARGETS), options.seconds, options.keep) else 0)


if __name__ == "__main__":
    main()
