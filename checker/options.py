"""What the commands of the command line have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from checker import guard
from checker.model import limits

F = TypeVar("F", bound=Callable[..., Any])

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


def _path_option(*names: str, **more: Any) -> Callable[[F], F]:
    return click.option(*names, type=click.Path(path_type=Path, readable=False), **more)


rules_option = click.option(
    "--rules",
    multiple=True,
    metavar="PACK|FILE",
    help="规则包编号或文件，可重复；不写则按文件自选 / rule packs",
)
rules_path_option = _path_option(
    "--rules-path",
    multiple=True,
    metavar="DIR",
    help="另在此文件夹找规则包，可重复 / further folder of packs",
)
waivers_option = _path_option(
    "--waivers",
    metavar="FILE",
    help="豁免文件；不写则用材料旁的 waivers.yaml / findings that somebody answers for",
)
against_option = _path_option(
    "--against",
    multiple=True,
    metavar="EARLIER.json|DIR",
    help="前次的 JSON 报告或其文件夹，可重复：哪些已改、仍在、新增 / what was fixed since an earlier report",
)
prior_option = _path_option(
    "--prior",
    multiple=True,
    metavar="FILE|DIR",
    help="对照的文件：上年的预（决）算，或本年公布的预算；或往年文件的文件夹，各找各的；可重复 / "
    "last year's document, or the published budget, or a folder of them",
)
units_option = _path_option(
    "--units",
    metavar="DIR",
    help="所属单位的文件所在的文件夹 / the documents of a department's units",
)
names_option = _path_option(
    "--names",
    metavar="FILE",
    help="机构改名对照表 / bodies that changed their names",
)
