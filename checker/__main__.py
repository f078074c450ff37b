"""`checker` and `python -m checker`: a call that reads strangers' files is carried out under guard."""

from __future__ import annotations

import sys

from checker import guard


def main() -> None:
    arguments = sys.argv[1:]
    if not guard.found() and arguments and arguments[0] != "batch" and not arguments[0].startswith("-"):
        sys.exit(guard.run(arguments))
    from checker.cli import main as run  # noqa: PLC0415 - the guard itself needs nothing of it

    run()


if __name__ == "__main__":
    main()
