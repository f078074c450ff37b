"""Finds the content folders `rules/` and `reports/`, in a wheel and in a checkout alike."""

from __future__ import annotations

from pathlib import Path

RULES_PATH = "CHECKER_RULES_PATH"
"""The variable of the environment that names further folders of rules."""

_HERE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder of that name: beside the modules in a wheel, at the top level in a checkout."""
    installed = _HERE / name
    return installed if installed.is_dir() else _HERE.parent / name


def text(name: str, path: str) -> str:
    """The text of a content file."""
    return (folder(name) / path).read_text(encoding="utf-8")
