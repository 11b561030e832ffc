"""netwatch itself, `netwatch run` with its console channel and one person on duty.

Usual: the defaults. Tight: ping every 5 s. Tickets are closed 15 s after the recovery instead of 60 s, so that the
scenarios need not wait for each other; that changes no time of detection.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from bench.detection.city import City
from bench.detection.told import MONITOR, Told
from bench.detection.watcher import TIGHT, Pace

_SETTINGS = """\
people:
  - {name: Duty, role: kasi_infrastruktur, telegram_id: 1}
web: {listen: 127.0.0.1:%d}
snmp: {traps: {listen: null}}
detection:
  close_after: 15s
"""


class Netwatch:
    """One daemon in the monitor's namespace, its files in a folder of its own."""

    name = "netwatch"

    def __init__(self, city: City, folder: Path, pace: Pace) -> None:
        folder.mkdir()
        self._folder = folder
        ping = "  ping: {interval: 5s}\n" if pace is TIGHT else ""
        # Two daemons may watch from one namespace.
        (folder / "netwatch.yaml").write_text(_SETTINGS % (8113 if pace is TIGHT else 8112) + ping)
        (folder / "inventory.yaml").write_text(_inventory(city))
        self._devices = sorted((device.id for device in city.devices), key=len, reverse=True)
        self._told: list[Told] = []
        command = [sys.executable, "-m", "netwatch", "--config", str(folder / "netwatch.yaml"), "run"]
        with (folder / "log").open("wb") as log:
            self.process = city.net.popen("mon", command, stdout=subprocess.PIPE, stderr=log)
        threading.Thread(target=self._listen, daemon=True).start()

    def is_ready(self) -> bool:
        """Whether it has seen every device."""
        database = self._folder / "netwatch.db"
        if not database.exists() or "] started " not in (self._folder / "log").read_text():
            return False
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            (seen,) = connection.execute("select count(*) from device_status where state = 'up'").fetchone()
        return bool(seen == len(self._devices))

    def told(self) -> Sequence[Told]:
        return list(self._told)

    def _listen(self) -> None:
        """Of each message that is no silent edit, the first line says what it is."""
        assert self.process.stdout is not None
        is_new = False
        for raw in self.process.stdout:
            at, line = time.time(), raw.decode()
            if line.startswith("→"):
                is_new = "edits #" not in line
            elif is_new:
                is_new = False
                self._take(at, line.strip())

    def _take(self, at: float, headline: str) -> None:
        # The SOP's reminders are no notifications of a state; nobody works on these tickets.
        if "TERLAMBAT" not in headline:
            device = next((d for d in self._devices if d in headline), MONITOR)
            self._told.append(Told(at, headline.split(":")[0], device))


def _inventory(city: City) -> str:
    lines = ["sites:", "  - {id: kota, name: Kota}", "devices:"]
    lines += [
        f"  - {{id: {device.id}, name: {device.id}, kind: other, address: {device.address}, site: kota, "
        f"parents: [{', '.join(device.parents)}]}}"
        for device in city.devices
    ]
    return "\n".join(lines) + "\n"
