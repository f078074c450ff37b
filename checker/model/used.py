"""The files that a report depends on beside the submission, the documents it is compared with, and the packs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileUsed:
    """A file by its name and the SHA-256 of its bytes. `role`: sidecar, description, names, waivers or against."""

    role: str
    name: str
    sha256: str
