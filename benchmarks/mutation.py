"""Mutation testing of amounts, intervals and expressions: `python benchmarks/mutation.py`, or `… MODULE…` for some.

Each small change that cosmic-ray can make to a module (a sign, a comparison, a number, a keyword, a decorator) must be
noticed by the tests that stand beside the module below. Printed for each module: the changes, those that were noticed,
and each that was not, as a diff. No file is changed: a change is made in the memory of a process that runs the tests,
so that this needs a system that forks, which is not Windows.

Left out are changes that nothing could survive and that would only make the share look better: operators that decimals
do not have (<< >> & | ^), powers and remainders, `is` for `==` and back, and what joins types in annotations (|).
"""

from __future__ import annotations

import argparse
import difflib
import importlib.util
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent
TESTS = {
    "checker/model/amount.py": ("amounts", "amount_properties", "frozen"),
    "checker/model/band.py": ("bands", "frozen"),
    "checker/model/expression.py": ("expressions", "expression_properties", "frozen"),
    "checker/engine/arithmetic.py": ("interval_properties", "comparison", "outcomes"),
    "checker/engine/values.py": ("interval_properties", "comparison", "frozen", "outcomes"),
}
"""The modules, each with its tests, the fast ones first."""
_LEFT_OUT = re.compile(
    r"core/Replace(Binary|Unary)Operator_(BitOr_\w+|\w+_(LShift|RShift|BitAnd|BitOr|BitXor|Pow|Mod|FloorDiv|Invert))"
    r"|core/ReplaceComparisonOperator_((Eq|NotEq|Lt|LtE|Gt|GtE)_Is(Not)?|Is_Eq|IsNot_NotEq)"
)
_LONGEST = 120
"""Seconds of processor time after which a change that makes a test go on for ever is noticed."""


@dataclass(frozen=True)
class Mutants:
    """How many changes were made to a module, and how many of them nothing noticed."""

    module: str
    made: int
    unnoticed: int

    @property
    def share(self) -> float:
        return 100 * (self.made - self.unnoticed) / self.made

    def __str__(self) -> str:
        return f"{self.made - self.unnoticed:5} of {self.made:5} noticed, {self.share:5.1f} %: {self.module}"


class Changed(MetaPathFinder, Loader):
    """Finds one module with another source than its file's."""

    def __init__(self, module: str, source: str) -> None:
        self.name, self.file, self.source = (
            module.removesuffix(".py").replace("/", "."),
            ROOT / module,
            source,
        )

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        found = fullname == self.name
        return importlib.util.spec_from_file_location(fullname, self.file, loader=self) if found else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, self.file, "exec"), module.__dict__)


def changes(source: str) -> Iterator[str]:
    """The source with each of the changes that can be made to it."""
    for name in operator_names():
        operator = get_operator(name)
        if _LEFT_OUT.fullmatch(name) or operator.arguments():
            continue
        at = 0
        while (changed := mutate_code(source, operator(), at)) is not None:
            at += 1
            yield changed


def tested(tests: Sequence[str]) -> int:
    """Run tests in this process, without a word; 0 if all pass."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    options = ["-q", "-x", "-p", "no:cacheprovider", "--hypothesis-profile", "brief"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # hypothesis is loaded already
    return int(any(pytest.main([*options, f"tests/test_{name}.py"]) for name in tests))


def started(module: str, source: str) -> int:
    """A process that tests a module with this source; it ends with 0 if nothing is noticed."""
    child = os.fork()
    if child:
        return child
    signal.setitimer(signal.ITIMER_PROF, _LONGEST)  # its signal ends the process
    sys.meta_path.insert(0, Changed(module, source))
    os._exit(tested(TESTS[module]))


def mutants_of(module: str, at_once: int) -> Mutants:
    """Make each change to a module; those that nothing notices are printed as they are found."""
    source = (ROOT / module).read_text(encoding="utf-8")
    if not _unnoticed({started(module, source): source}):
        sys.exit(f"{module}: its tests fail without a change")
    running: dict[int, str] = {}
    made = unnoticed = 0
    rest = changes(source)
    while (changed := next(rest, None)) is not None or running:
        if changed is not None:
            made += 1
            running[started(module, changed)] = changed
        if changed is None or len(running) >= at_once:
            for kept in _unnoticed(running):
                unnoticed += 1
                print(difference(module, kept), flush=True)
    return Mutants(module, made, unnoticed)


def _unnoticed(running: dict[int, str]) -> list[str]:
    """Wait for one of the processes; the source that it was started with, if nothing was noticed."""
    child, status = os.wait()
    source = running.pop(child)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGTERM, signal.SIGKILL):
        sys.exit("a process was ended from outside, so that nothing is known of its change")
    return [source] if status == 0 else []


def difference(module: str, changed: str) -> str:
    before = (ROOT / module).read_text(encoding="utf-8").splitlines()
    lines = list(difflib.unified_diff(before, changed.splitlines(), module, module, lineterm="", n=0))
    return "\n".join(lines[2:])


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutation testing of amounts, intervals and expressions.")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=", ".join(TESTS))
    parser.add_argument("-j", type=int, default=os.cpu_count(), help="so many processes at once")
    parser.add_argument("--least", type=float, default=90, help="the share that must be noticed, in percent")
    arguments = parser.parse_args()
    unknown = set(arguments.modules) - set(TESTS)
    if unknown:
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(TESTS)}")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    _warmed()
    found = []
    for module in arguments.modules or TESTS:
        found.append(mutants_of(module, arguments.j))
        print(found[-1], "", sep="\n", flush=True)
    print(*found, sep="\n")
    return int(any(mutants.share < arguments.least for mutants in found))


def _warmed() -> None:
    """Have loaded what the tests need of others, and nothing of ours."""
    importlib.import_module("tests.small")
    importlib.import_module("hypothesis.extra._patching")
    for name in list(sys.modules):
        if name.partition(".")[0] in ("checker", "tests"):
            del sys.modules[name]


if __name__ == "__main__":
    sys.exit(main())
