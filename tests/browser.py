"""Opens a page in a real browser, where there is one, and acts in it as a reader does."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any

import pytest

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-logging=stderr --v=0"
).split()
_SECONDS = 60

needs_browser = pytest.mark.skipif(_CHROMIUM is None, reason="needs chromium")


def opened(address: str, profile: Path, *flags: str) -> str:
    """The page as the browser has it once its scripts have run; no complaint may be on the console."""
    assert _CHROMIUM is not None
    done = subprocess.run(
        [_CHROMIUM, *_FLAGS, "--dump-dom", f"--user-data-dir={profile}", *flags, address],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line or "Refused" in line] == []
    return done.stdout


class Tab:
    """A page in a browser, spoken to in the DevTools protocol over a pipe.

    `requests` are the addresses that were asked for, `complaints` what stood on the console.
    """

    def __init__(self, into: int, out: int) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._into, self._out = into, out
        self._session: str | None = None
        self._number, self._rest = 0, b""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """The browser's answer to a call; what it tells meanwhile is kept."""
        self._number += 1
        said = {"id": self._number, "method": method, "params": parameters}
        said |= {"sessionId": self._session} if self._session else {}
        os.write(self._into, json.dumps(said).encode() + b"\0")
        while (heard := self._hear()).get("id") != self._number:
            pass
        assert "error" not in heard, (method, heard)
        result: dict[str, Any] = heard["result"]
        return result

    def _hear(self) -> dict[str, Any]:
        end = time.monotonic() + _SECONDS
        while b"\0" not in self._rest:
            assert select([self._out], [], [], max(end - time.monotonic(), 0))[0], "the browser says nothing"
            more = os.read(self._out, 1 << 16)
            assert more, "the browser is gone"
            self._rest += more
        one, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(one)
        match heard.get("method"):
            case "Network.requestWillBeSent":
                if not heard["params"]["request"]["url"].startswith("data:"):  # it stands in the page itself
                    self.requests.append(heard["params"]["request"]["url"])
            case "Log.entryAdded" | "Runtime.exceptionThrown" | "Runtime.consoleAPICalled":
                self.complaints.append(one.decode())
        return heard

    def open(self, address: str) -> None:
        """Loads a page. Nothing is animated, so that a click is where the eye is."""
        self.ask(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}]
        )
        self.ask("Page.navigate", url=address)
        while self.value("document.readyState + location.href.startsWith('about:')") != "completefalse":
            time.sleep(0.05)

    def value(self, expression: str) -> Any:
        """The value of an expression in the page, also where the page itself may run no scripts."""
        said = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def seen(self, selector: str) -> bool:
        """Whether the first such element is shown and in view, with nothing before it at its middle."""
        return bool(
            self.value(
                f"(() => {{ const e = document.querySelector({json.dumps(selector)}); "
                "if (!e || !e.checkVisibility()) return false; const r = e.getClientRects()[0]; "
                "const top = document.elementFromPoint(r.x + r.width / 2, r.y + Math.min(r.height / 2, 9)); "
                "return !!top && (e.contains(top) || top.contains(e)); })()"
            )
        )

    def click(self, selector: str) -> None:
        """Clicks on the first such element, where it is in the window."""
        x, y = self.value(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); "
            "e.scrollIntoView({block: 'center', behavior: 'instant'}); const r = e.getClientRects()[0]; "
            "return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str) -> None:
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, text=key if len(key) == 1 else "")
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key)

    def size(self, width: int, height: int) -> None:
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def scheme(self, name: str) -> None:
        """Light or dark."""
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def screenshot(self) -> bytes:
        return base64.b64decode(self.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def printed(self) -> bytes:
        """The page on paper, as PDF, in the size that it asks for."""
        said = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(said["data"])


@contextmanager
def browsing(profile: Path, scripts: bool = True) -> Iterator[Tab]:
    """A browser with one page; without scripts it runs none of the page's own."""
    assert _CHROMIUM is not None
    reads, into = os.pipe()
    out, writes = os.pipe()
    command = [_CHROMIUM, *_FLAGS, "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"]
    with (profile.parent / "browser.log").open("wb") as log:
        browser = subprocess.Popen(  # it reads from 3 and writes to 4
            ["bash", "-c", f'exec "$0" "$@" 3<&{reads} 4>&{writes}', *command],
            pass_fds=(reads, writes),
            stdout=log,
            stderr=log,
        )
    os.close(reads)
    os.close(writes)
    try:
        tab = Tab(into, out)
        tab.ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        yield tab
    finally:
        os.close(into)
        os.close(out)
        browser.terminate()
        browser.wait(20)
