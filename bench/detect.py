"""From a target falling silent to the committed ticket, at random moments among many targets.

    .venv/bin/python -m bench.detect [--targets 10000] [--times 200]        # as root

Each silent target has a site of its own and a living parent: it is one cause and one ticket. The next one falls silent
while earlier ones are still being confirmed, and each is woken as soon as its ticket is there.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.fleet import BRANCH, Fleet

INTERVAL, CONFIRMATION = 10.0, 3.0
WARM_UP = 45.0
BETWEEN = 1.5
"""Mean of the seconds from one target falling silent to the next."""

LOOK = 0.02
NEW = "select id, root_device from ticket where id > ? order by id"
PATIENCE = 60.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.detect", description=__doc__)
    parser.add_argument("--targets", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-detect-") as name, Fleet(options.targets) as fleet:
        folder = Path(name)
        fleet.write_inventory(folder / "inventory.yaml")
        fleet.write_settings(folder / "netwatch.yaml")
        command = [sys.executable, "-m", "netwatch", "--config", str(folder / "netwatch.yaml"), "run"]
        with (folder / "log").open("wb") as log:
            fleet.popen(command, stdout=subprocess.DEVNULL, stderr=log)
        while b"] started " not in (folder / "log").read_bytes():
            time.sleep(0.1)
        time.sleep(WARM_UP)
        leaves = range(1 + max(1, options.targets // BRANCH), options.targets)
        took, false = _measure(fleet, folder / "netwatch.db", random.sample(leaves, options.times))
    took.sort()
    median, late = statistics.median(took), took[int(len(took) * 0.99) - 1]
    print(f"{options.targets:,} targets, {len(took)} of {options.times} found, load {os.getloadavg()[0]:.1f}\n")
    print("| | s | at most |\n| --- | ---: | ---: |")
    print(f"| first | {took[0]:.1f} | |")
    print(f"| median | {median:.1f} | {INTERVAL / 2 + CONFIRMATION + 0.5:.1f} |")
    print(f"| 99 of 100 | {late:.1f} | {INTERVAL + CONFIRMATION + 1.0:.1f} |")
    print(f"| last | {took[-1]:.1f} | |\n\nfalse tickets: {false}")


def _measure(fleet: Fleet, database: Path, targets: list[int]) -> tuple[list[float], int]:
    """Seconds of each target that was found, and the number of tickets for devices that were not silent."""
    since: dict[str, float] = {}
    took: list[float] = []
    ever: set[str] = set()
    waiting, next_at, last_id, false = list(targets), time.monotonic(), 0, 0
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        while (waiting or since) and (waiting or time.monotonic() - max(since.values()) < PATIENCE):
            now = time.monotonic()
            if waiting and now >= next_at:
                n = waiting.pop()
                since[f"d{n}"] = time.monotonic()
                ever.add(f"d{n}")
                fleet.silence(fleet.addresses[n])
                next_at = now + random.expovariate(1.0 / BETWEEN)
            rows = connection.execute(NEW, (last_id,)).fetchall()
            for ticket_id, device in rows:
                last_id = ticket_id
                if device in since:
                    took.append(time.monotonic() - since.pop(device))
                    fleet.wake(fleet.addresses[int(device[1:])])
                elif device not in ever:
                    false += 1
            time.sleep(LOOK)
    return took, false


if __name__ == "__main__":
    main()
