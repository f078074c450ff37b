"""The submission itself, for writers that show its pages; a report holds its words, not its bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from checker.model.errors import SubmissionError
from checker.model.limits import Limit


def scale_of(width: float, height: float, wanted: float) -> float:
    """The scale at which a page of that size, in points, is drawn: as wanted, or smaller if it had too many pixels."""
    return min(wanted, sqrt(Limit.PIXELS.most / (width * height)))


@dataclass(frozen=True, slots=True)
class Original:
    """The file that was read, and the hash of its bytes; `kept` are the bytes of one that lies in an archive."""

    path: Path
    sha256: str
    kept: bytes | None = field(default=None, compare=False, repr=False)

    def data(self) -> bytes:
        """The bytes that were checked; raises SubmissionError if the file is another one by now."""
        if self.kept is not None:
            return self.kept
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise SubmissionError(f"{self.path}: 无法打开 / cannot be opened: {error.strerror}") from None
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise SubmissionError(f"{self.path}: 检查期间文件变了 / the file changed while it was checked")
        return data
