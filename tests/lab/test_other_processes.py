"""A daemon with nothing to do notices in seconds what another process leaves in its database."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netwatch.core.message import Draft, Kind, Message, Recipient
from netwatch.store.store import Store
from tests.lab.test_quiet import may_ping

INVENTORY = """\
sites: [{id: kejaksan, name: Kantor Kecamatan Kejaksan}]
devices: [{id: core, name: Core, kind: router, address: 127.10.0.1, site: kejaksan}]
"""
PATIENCE = 60.0
SOON = 25.0
"""Seconds, fewer than those after which an idle daemon looks anyway: whoever is as quick has been told."""


def netwatch(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "netwatch", "--config", str(folder / "netwatch.yaml"), *words]


def until(holds: Callable[[], bool], patience: float) -> None:
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def value(folder: Path, query: str) -> object:
    with sqlite3.connect(folder / "netwatch.db") as database:
        return (database.execute(query).fetchone() or (None,))[0]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Of a daemon that has a device which answers, and no more to do."""
    (tmp_path / "inventory.yaml").write_text(INVENTORY)
    (tmp_path / "netwatch.yaml").write_text("people: [{name: Dedi, role: kasi_infrastruktur, telegram_id: 2003}]\n")
    subprocess.run(netwatch(tmp_path, "db", "upgrade"), check=True, stdout=subprocess.DEVNULL)
    with (tmp_path / "out").open("wb") as out, (tmp_path / "log").open("wb") as log:
        daemon = subprocess.Popen(netwatch(tmp_path, "run"), stdout=out, stderr=log)
        try:
            until(lambda: value(tmp_path, "select state from device_status") == "up", PATIENCE)
            yield tmp_path
        finally:
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(15) == 0, (tmp_path / "log").read_text()


@pytest.mark.skipif(not may_ping(), reason="this user may not ping (see `netwatch check`)")
def test_what_another_process_plans_and_says_is_heeded(folder: Path):
    add = netwatch(folder, "maintenance", "add", "core", "--for", "1h", "--reason", "ganti UPS")
    subprocess.run(add, check=True, stdout=subprocess.DEVNULL)
    until(lambda: value(folder, "select maintenance from device_status") == 1, SOON)
    subprocess.run(netwatch(folder, "maintenance", "end", "1"), check=True, stdout=subprocess.DEVNULL)
    until(lambda: value(folder, "select maintenance from device_status") == 0, SOON)

    async def say() -> None:
        store = await Store.open(f"sqlite:///{folder / 'netwatch.db'}")
        async with store.begin() as tx:
            draft = Draft(Recipient("console", 2003, "Dedi"), Kind.REPLY, Message("from elsewhere"))
            await tx.outbox.put([draft], datetime.now(UTC))
        await store.close()

    asyncio.run(say())
    until(lambda: value(folder, "select state from outbox where html = 'from elsewhere'") == "sent", SOON)
    until(lambda: "from elsewhere" in (folder / "out").read_text(), PATIENCE)
