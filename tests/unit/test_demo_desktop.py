"""The demo's page is opened where somebody sits before the screen."""

import time
from pathlib import Path

import pytest

from netwatch.demo.desktop import has_desktop, opener

PLACES = {
    "a desktop under X": ({"DISPLAY": ":0"}, True),
    "a desktop under Wayland": ({"WAYLAND_DISPLAY": "wayland-0"}, True),
    "a server's console": ({}, False),
    "a screen that is reached over SSH": ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "1 2 3 4"}, False),
}


@pytest.mark.parametrize(("environ", "there"), PLACES.values(), ids=PLACES)
def test_a_desktop_is_there_on(environ: dict[str, str], there: bool) -> None:
    assert has_desktop(environ) is there


def test_the_page_is_opened_in_the_readers_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.new && mv {opened}.new {opened}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    with opener({"DISPLAY": ":0"}) as helper:
        helper.open("http://127.0.0.1:8113/")
    until = time.monotonic() + 60
    while not opened.exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert opened.read_text().strip() == "http://127.0.0.1:8113/"


def test_a_demo_that_could_not_begin_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", str(tmp_path / "none"))
    with opener({"DISPLAY": ":0"}) as helper:
        child = helper._child
    assert child is not None
    assert child.wait(60) == 0
