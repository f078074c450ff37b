"""What the commands of the command line have in common."""

from __future__ import annotations

import click

from checker import guard
from checker.model import limits

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
LEVELS = ("error", "warning", "info")
"""The grades of findings, the gravest first."""

fail_on_option = click.option(
    "--fail-on",
    default="error",
    show_default=True,
    type=click.Choice([*LEVELS, "undetermined", "never"]),
    help="从哪一级起退出状态为 1 / from which severity on the exit status is 1",
)
lang_option = click.option(
    "--lang", default="zh", show_default=True, type=click.Choice(["zh", "en"]), help="报告语言 / language"
)


def begins(what: object, ordinal: int = 0, last: bool = True) -> None:
    """Tells the guard of this process which submission is begun; its time and memory are its own."""
    guard.at(what, limits.Limit.SECONDS.most, limits.Limit.MEGABYTES.most, ordinal, last)


def _put_in_force(context: click.Context, _: click.Parameter, given: tuple[str, ...]) -> None:
    context.with_resource(limits.in_force(limits.parsed(given)))
    begins("规则 / the rules")  # which are loaded before a submission is begun


limit_option = click.option(
    "--limit",
    metavar="NAME=N",
    multiple=True,
    callback=_put_in_force,
    expose_value=False,
    help="调整一个上限，如 pages=8000 或 seconds=1200，可重复；有哪些见 docs/limits.md / change a limit",
)
"""For the call, the limits hold that it gives."""
