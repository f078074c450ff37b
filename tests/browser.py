"""Opens a page in a real browser, where there is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-logging=stderr --v=0 --dump-dom"
).split()

needs_browser = pytest.mark.skipif(_CHROMIUM is None, reason="needs chromium")


def opened(address: str, profile: Path, *flags: str) -> str:
    """The page as the browser has it once its scripts have run; no complaint may be on the console."""
    assert _CHROMIUM is not None
    done = subprocess.run(
        [_CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", *flags, address],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line or "Refused" in line] == []
    return done.stdout
