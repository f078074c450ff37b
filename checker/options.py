"""What the commands of the command line have in common."""

from __future__ import annotations

import click

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
