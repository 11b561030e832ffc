"""The whole `netwatch run`, store and outbox on, at several sizes: CPU, memory, probe lag, false downs, start, reload.

    .venv/bin/python -m bench.daemon [--sizes 1000 10000 50000] [--seconds 120]        # as root

Ping every 10 s, SNMP of a tenth of the devices every 60 s, all devices well. CPU is that of the daemon's process
while it has nothing to do but watch; the start is not in it. After a start every agent is surveyed once, four a second:
the *first* figure is of that time, the other of the time after it. Where that takes longer than PATIENCE there is
no other, and what else is measured is of the first time.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.fleet import Fleet
from bench.usage import cpu_seconds, resident_megabytes

PERCENTILE = 0.99
INTERVAL = 10.0
PATIENCE = 600.0
"""Seconds for the surveys."""

SURVEYS_A_SECOND = 4.0
"""Of `netwatch.watch.surveyor`: so many are under way, and once a second the next are begun."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.daemon", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 50_000])
    parser.add_argument("--seconds", type=float, default=120.0)
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}\n")
    print("| devices | CPU of one core: first | then | µs a device and second | RSS MB | lag p99 ms | max ms"
          " | false downs | start s (CPU) | reload s |")  # fmt: skip
    print("| ---: " * 10 + "|")
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="bench-daemon-") as folder, Fleet(size) as fleet:
            print(_measure(fleet, Path(folder), options.seconds), flush=True)


def _measure(fleet: Fleet, folder: Path, seconds: float) -> str:
    size = len(fleet.addresses)
    fleet.write_inventory(folder / "inventory.yaml")
    fleet.write_settings(folder / "netwatch.yaml")
    command = [sys.executable, "-m", "bench.watched_daemon", str(folder / "lag"), str(folder / "netwatch.yaml")]
    began = time.monotonic()
    with (folder / "log").open("wb") as log:
        daemon = fleet.popen(command, stdout=subprocess.DEVNULL, stderr=log)
    _until(lambda: _logged(folder, "started"), 120.0, folder)
    started, start_cpu = time.monotonic() - began, cpu_seconds(daemon.pid)
    # The first round of pings and polls belongs to the start.
    _until(lambda: _states(folder) == {"up": size}, 60.0 + INTERVAL, folder)
    time.sleep(60.0)
    first = share = _share(daemon.pid, folder, seconds)
    if is_settled := _is_surveyed(folder, len(fleet.agents)):
        share = _share(daemon.pid, folder, seconds)
    memory = resident_megabytes(daemon.pid)
    lag, longest = _lag(folder / "lag")
    reload = _reload(fleet, folder, daemon)
    states = _states(folder)
    false = sum(count for state, count in states.items() if state != "up") + _tickets(folder)
    daemon.send_signal(signal.SIGTERM)
    daemon.wait(20)
    return (
        f"| {size:,} | {first:.1%} | {f'{share:.1%}' if is_settled else ''} | {share * 1e6 / size:.1f} "
        f"| {memory:.0f} | {lag * 1000:.0f} | {longest * 1000:.0f} "
        f"| {false} | {started:.1f} ({start_cpu:.1f}) | {reload:.2f} |"
    )


def _share(pid: int, folder: Path, seconds: float) -> float:
    """CPU of one core, 0 to 1, during the next seconds; the lag is written down anew."""
    (folder / "lag").write_text("")
    cpu, at = cpu_seconds(pid), time.monotonic()
    time.sleep(seconds)
    return (cpu_seconds(pid) - cpu) / (time.monotonic() - at)


def _is_surveyed(folder: Path, agents: int) -> bool:
    """Whether all of them have been within PATIENCE, which is waited for unless that is hopeless."""
    ends = time.monotonic() + PATIENCE
    done = -1
    while done < agents and time.monotonic() < ends:
        time.sleep(5.0)
        done = len(re.findall(r"\] surveyed ", (folder / "log").read_text()))
        if done + (ends - time.monotonic()) * SURVEYS_A_SECOND < agents:
            return False
    return done >= agents


def _reload(fleet: Fleet, folder: Path, daemon: subprocess.Popen[bytes]) -> float:
    """Seconds from SIGHUP, after one device was renamed, until the new inventory is in force."""
    inventory = folder / "inventory.yaml"
    inventory.write_text(re.sub("name: Perangkat 7,", "name: Perangkat tujuh,", inventory.read_text()))
    began = time.monotonic()
    daemon.send_signal(signal.SIGHUP)
    _until(lambda: _logged(folder, "reloaded"), 60.0, folder)
    took = time.monotonic() - began
    time.sleep(2 * INTERVAL)
    return took


def _until(holds: Callable[[], bool], within: float, folder: Path) -> None:
    ends = time.monotonic() + within
    while not holds():
        if time.monotonic() > ends:
            raise TimeoutError((folder / "log").read_text()[-3000:])
        time.sleep(0.05)


def _logged(folder: Path, event: str) -> bool:
    return re.search(rf"\] {event} ", (folder / "log").read_text()) is not None


def _states(folder: Path) -> dict[str, int]:
    with sqlite3.connect(f"file:{folder / 'netwatch.db'}?mode=ro", uri=True) as database:
        return dict(database.execute("select state, count(*) from device_status group by state"))


def _tickets(folder: Path) -> int:
    with sqlite3.connect(f"file:{folder / 'netwatch.db'}?mode=ro", uri=True) as database:
        return int(database.execute("select count(*) from ticket").fetchone()[0])


def _lag(path: Path) -> tuple[float, float]:
    """Of all probes, how late 99 of 100 were at most, and the latest; by ticks, each counted as its latest probe."""
    ticks = sorted((float(lag), int(count)) for lag, count in map(str.split, path.read_text().splitlines()))
    rest = sum(count for _, count in ticks) * (1.0 - PERCENTILE)
    for lag, count in reversed(ticks):
        rest -= count
        if rest <= 0:
            return lag, ticks[-1][0]
    return ticks[0][0], ticks[-1][0]


if __name__ == "__main__":
    main()
