"""Builds the cities, plays the plan in all of them at once, and prints the table."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from bench.detection.city import City
from bench.detection.icinga import Icinga
from bench.detection.nagios import Nagios
from bench.detection.netwatch import Netwatch
from bench.detection.plan import ALONE, CALM, FOR_BOTH_PACES, TWICE, Stage, everything
from bench.detection.table import Result, judge, markdown
from bench.detection.watcher import TIGHT, USUAL, Pace, Watcher
from tests.lab.net import FAILOVER

READY_WITHIN = 240.0
SETTLE = 10.0
"""Seconds that pass after everybody is ready."""

TIGHT_HOLD = 30.0

Paces = dict[type, tuple[Pace, ...]]
QUICK: Paces = {Nagios: (TIGHT,), Icinga: (TIGHT,), Netwatch: (USUAL, TIGHT)}
SLOW: Paces = {Nagios: (USUAL,), Icinga: (USUAL,), Netwatch: (USUAL,)}
BOTH: Paces = dict.fromkeys((Nagios, Icinga, Netwatch), (USUAL, TIGHT))


class Show:
    """One city, those who watch it, and what is played there."""

    def __init__(
        self,
        folder: Path,
        paces: Paces,
        hold: float,
        plan: Callable[[Stage], None],
        stop: threading.Event,
    ) -> None:
        folder.mkdir()
        folder.chmod(0o755)
        self.city = City()
        self.stage = Stage(self.city, hold, stop)
        self.watchers: list[tuple[Pace, Watcher]] = []
        self._plan = plan
        self._folder = folder
        self._paces = paces

    def watch(self) -> None:
        for kind, its_paces in self._paces.items():
            for pace in its_paces:
                self.watchers.append((pace, kind(self.city, self._folder / f"{kind.__name__}-{pace.name}", pace)))

    def results(self) -> list[Result]:
        return [
            judge(watcher.name, pace, watcher.told(), each)
            for pace, watcher in self.watchers
            for each in self.stage.rounds
        ]

    def play(self) -> None:
        self._plan(self.stage)
        self.require_running()

    def require_running(self) -> None:
        """Raises RuntimeError when a watcher has ended by itself: it would be counted as one that tells nobody."""
        for pace, watcher in self.watchers:
            if watcher.process.poll() is not None:
                raise RuntimeError(f"{watcher.name} ({pace}) has ended; its folder says why")


def main() -> None:
    options = _options()
    missing = [tool for tool in ("nagios4", "icinga2", "nft", "ip") if shutil.which(tool) is None]
    if os.geteuid() != 0 or missing:
        sys.exit(f"the bench needs root, and what `scripts/setup bench` installs; missing: {missing}")
    folder = Path(tempfile.mkdtemp(prefix="bench-detection-"))
    folder.chmod(0o755)
    shows: list[Show] = []
    stop = threading.Event()
    began = time.time()
    try:
        _build(shows, folder, options, stop)
        for show in shows:
            show.require_running()
        print(f"{len(shows)} cities after {time.time() - began:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)
        with ThreadPoolExecutor(len(shows)) as stages:
            try:
                for played in as_completed([stages.submit(show.play) for show in shows]):
                    played.result()
            finally:
                stop.set()
        results = [result for show in shows for result in show.results()]
    finally:
        for show in shows:
            show.city.close()
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(r) | {"scenario": r.scenario.title} for r in results], indent=1))
    print(f"{time.time() - began:.0f} s, load {os.getloadavg()[0]:.1f}; what everybody wrote is in {folder}\n")
    print(markdown(results))


def _build(shows: list[Show], folder: Path, options: argparse.Namespace, stop: threading.Event) -> None:
    """Makes the cities, and starts who watches them once all are there."""
    for n in range(options.cities):
        plan = everything if options.only is None else ALONE[options.only]
        shows.append(Show(folder / f"tight-{n}", QUICK, TIGHT_HOLD, plan, stop))
    hold = options.minutes * 60.0 - SETTLE - 2 * CALM
    for scenario, plan in ALONE.items():
        if options.minutes and options.only in (None, scenario):
            for n in range(1 + (scenario in TWICE)):
                paces = BOTH if scenario in FOR_BOTH_PACES else SLOW
                shows.append(Show(folder / f"long-{scenario}-{n}", paces, hold, plan, stop))
    time.sleep(2 * FAILOVER)
    for show in shows:
        show.watch()
    ends = time.time() + READY_WITHIN
    while not all(watcher.is_ready() for show in shows for _, watcher in show.watchers):
        if time.time() > ends:
            raise TimeoutError(f"not everybody has seen every device within {READY_WITHIN:.0f} s")
        time.sleep(1.0)
    time.sleep(SETTLE)


def _options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.detection", description=__doc__)
    parser.add_argument("--cities", type=int, default=2, help="repetitions of the whole plan, beside each other")
    parser.add_argument("--minutes", type=float, default=13.5, help="that the usual settings are given, 0 for none")
    parser.add_argument("--only", choices=ALONE, help="one scenario alone")
    parser.add_argument("--json", type=Path, help="every round's figures go to this file")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
