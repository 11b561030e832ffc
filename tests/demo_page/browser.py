"""Debian's Chromium without a window, driven over the W3C WebDriver protocol (https://www.w3.org/TR/webdriver2/)."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.processes import end

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--disable-dev-shm-usage",
)  # fmt: skip


def why_not() -> str | None:
    """What is missing; None when a browser can be driven here."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"the page is driven with {' and '.join(missing)} (Debian: chromium, chromium-driver)" if missing else None


class Refused(Exception):
    """The browser's answer to a command that it could not follow."""


@contextmanager
def browser(width: int = 1440, height: int = 900, *, dark: bool = False, language: str = "id") -> Iterator[Browser]:
    """A fresh one, of that size in CSS pixels, that wants the page in this language."""
    with tempfile.TemporaryDirectory(prefix="netwatch-browser-") as folder:
        driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            assert driver.stdout is not None
            line = next(line for line in driver.stdout if "successfully on port " in line)
            port = int(line.rpartition("on port ")[2].strip().rstrip("."))
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=180) as http:
                shown = Browser(http, Path(folder), language)
                try:
                    shown.resize(width, height, dark=dark)
                    yield shown
                finally:
                    shown.close()
        finally:
            end(driver, 60)


class Browser:
    """Selectors are CSS. What cannot be done yet is tried again for `PATIENCE` seconds."""

    PATIENCE = 60.0

    def __init__(self, http: httpx.Client, folder: Path, language: str) -> None:
        self._http = http
        options = {
            "args": [*_FLAGS, f"--user-data-dir={folder / 'profile'}", f"--accept-lang={language}"],
            "prefs": {"intl.accept_languages": language, "intl.selected_languages": language},
        }
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        answer = _value(http.post("/session", json={"capabilities": {"alwaysMatch": wanted}}))
        self._session = f"/session/{answer['sessionId']}"

    def close(self) -> None:
        self._http.delete(self._session)

    def resize(self, width: int, height: int, *, dark: bool = False) -> None:
        self.devtools("Emulation.setDeviceMetricsOverride",
                      width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.devtools("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def still(self) -> None:
        """By day, and nothing moves from here on, as for those who have asked for it."""
        self.devtools("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "light"}, {"name": "prefers-reduced-motion", "value": "reduce"}])

    def open(self, url: str) -> None:
        self._post("url", url=url)

    def devtools(self, command: str, **params: Any) -> Any:
        return self._post("goog/cdp/execute", cmd=command, params=params)

    def run(self, script: str, *args: Any) -> Any:
        """What the function's body returns."""
        return self._post("execute/sync", script=script, args=list(args))

    def wait(self, script: str, *args: Any) -> Any:
        """The body's first true value. Raises TimeoutError after `PATIENCE` seconds."""
        until = time.monotonic() + self.PATIENCE
        while not (value := self.run(script, *args)):
            if time.monotonic() > until:
                raise TimeoutError(f"never true: {script} {args}")
            time.sleep(0.05)
        return value

    def wait_for(self, selector: str) -> None:
        self.wait("return document.querySelector(arguments[0]) !== null", selector)

    def text(self, selector: str) -> str:
        self.wait_for(selector)
        return str(self.run("return document.querySelector(arguments[0]).innerText", selector))

    def click(self, selector: str, words: str = "") -> None:
        """A real click on the middle of the last that is shown and has these words; raises where something lies over
        it."""
        self._again(lambda: self._post(f"element/{self._find(selector, words)}/click"))

    def write(self, selector: str, text: str) -> None:
        """With the keyboard; "\\ue007" is Enter."""
        self._again(lambda: self._post(f"element/{self._find(selector)}/value", text=text))

    def keys(self, *keys: str) -> None:
        """To what has the focus."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._post("actions", actions=[{"type": "key", "id": "keyboard", "actions": strokes}])

    def screenshot(self, selector: str | None = None) -> bytes:
        """A PNG of the window, or of one thing in it."""
        what = f"/element/{self._find(selector)}" if selector else ""
        return base64.b64decode(_value(self._http.get(f"{self._session}{what}/screenshot")))

    def console(self) -> list[str]:
        """What the page has complained of since the last look."""
        entries = self._post("se/log", type="browser")
        return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")]

    def hosts_asked(self) -> set[str]:
        """To which hosts requests have gone since the last look."""
        hosts = set()
        for entry in self._post("se/log", type="performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = urlsplit(message["params"]["request"]["url"])
                if url.scheme in ("http", "https", "ws", "wss", "ftp"):
                    hosts.add(url.hostname or "")
        return hosts

    def _find(self, selector: str, words: str = "") -> str:
        found = self.run(
            "return [...document.querySelectorAll(arguments[0])].filter((each) => each.getClientRects().length"
            " && each.textContent.includes(arguments[1])).at(-1)", selector, words)
        if found is None:
            raise Refused(f"nothing shown is {selector} {words!r}")
        return str(found[_ELEMENT])

    def _again(self, attempt: Any) -> None:
        until = time.monotonic() + self.PATIENCE
        while True:
            try:
                attempt()
                return
            except Refused:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def _post(self, command: str, **body: Any) -> Any:
        return _value(self._http.post(f"{self._session}/{command}", json=body))


def _value(response: httpx.Response) -> Any:
    value = response.json()["value"]
    if response.is_error:
        raise Refused(value["message"])
    return value
