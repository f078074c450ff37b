"""Times all rules that a document asks for against reading it: `python benchmarks/rules.py [FILE…]`.

`read` is from the file to the Document and its facts, what it states and how it is worded among them; `rules` is the
evaluation of all chosen packs, packs once loaded. Both are the processor's time, the best of seven turns that
alternate, in one process.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from checker.engine import Sources, evaluate
from checker.facts import facts_of
from checker.model.figure import Facts
from checker.model.rule import Pack
from checker.readers import read_file
from checker.rulebook.library import Library
from checker.structure import structured

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    result = work()
    return (time.process_time() - start) * 1000, result


def evaluated(packs: Sequence[Pack], facts: Facts) -> None:
    sources = Sources(facts)
    for pack in packs:
        evaluate(pack, facts, sources)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the rules against the reading.")
    parser.add_argument("files", nargs="*", type=Path, help="submissions; default: the examples")
    files: list[Path] = parser.parse_args().files or sorted(EXAMPLES.glob("*.pdf"))
    library = Library()
    print(f"{'':34}{'read ms':>9}{'rules ms':>10}{'ratio':>8}")
    reading = ruling = 0.0
    for path in files:
        facts = facts_of(structured(read_file(path)))
        packs = [one.pack for one in library.choose(facts.identity)]
        turns = [
            (
                timed(lambda path=path: facts_of(structured(read_file(path))))[0],  # type: ignore[misc]
                timed(lambda packs=packs, facts=facts: evaluated(packs, facts))[0],  # type: ignore[misc]
            )
            for _ in range(7)
        ]
        read, rules = (min(times) for times in zip(*turns, strict=True))
        reading, ruling = reading + read, ruling + rules
        print(f"{path.name[:33]:34}{read:9.0f}{rules:10.0f}{rules / read:8.2f}")
    print(f"{'all':34}{reading:9.0f}{ruling:10.0f}{ruling / reading:8.2f}")


if __name__ == "__main__":
    main()
