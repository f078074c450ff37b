"""The words of a batch at the terminal, without the rest of a report's: a call with nothing to do loads little."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from checker import resources


class Said:
    """The words of one language under `batch:`."""

    def __init__(self, language: str) -> None:
        text = resources.text("reports", f"words/{language}.yaml")
        self._words: Mapping[str, Any] = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))[
            "batch"
        ]

    def __call__(self, *path: str, **values: object) -> str:
        entry: Any = self._words
        for step in path:
            entry = entry[step]
        return str(entry).format_map(values)

    def keys(self, group: str) -> tuple[str, ...]:
        return tuple(self._words[group])


said_in = cache(Said)
