"""What a report says of files; those that it depends on beside documents and packs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileUsed:
    """A file by its name and the SHA-256 of its bytes. `role`: sidecar, description, names, waivers or against."""

    role: str
    name: str
    sha256: str


def name_of(path: Path) -> str:
    """What a report calls a file or a folder: its name in UTF-8, whatever encoding the machine has for names."""
    return os.fsencode(path.name).decode("utf-8", "replace")
