"""What a submission cost: seconds by stage and by rule, and how often each costly thing was done."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Spent:
    """Done are: `read` (a file by its reader), `reread` (from the cache), `kept` (a whole line), `rules` (evaluated)."""

    seconds: dict[str, float] = field(default_factory=dict)
    rules: dict[str, float] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        before = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - before
