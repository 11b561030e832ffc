"""What is done to a city, one thing after the other, and who should be told of what."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.detection.city import City
from bench.detection.told import MONITOR

CALM = 35.0
"""Seconds after a mending until everybody has noticed it and is at rest."""

RING_CALM = 50.0
"""The same for the ring: spanning tree and stale neighbours keep it silent for some 15 s more."""

PHASE = 5.0
"""Before each fault a random part of this many seconds passes: it falls anywhere between two probes."""

SITE, FIRST, SECOND = "sw-lemahwungkuk", "sw-barat", "sw-timur"


@dataclass(frozen=True, slots=True)
class Scenario:
    """`cause`: the devices of which somebody should be told; of any other it is false. None: of nobody."""

    title: str
    cause: frozenset[str] = frozenset()


ACCESS, CORE, ONE_PATH, BOTH_PATHS, SHORT, FLAPPING, UPLINK, UPLINK_SILENT, LOSS = SCENARIOS = (
    Scenario("access link cut, 3 devices behind it", frozenset({"rt-kejaksan", "rt-harjamukti"})),
    Scenario("core link cut, 16 devices behind it", frozenset({"core"})),
    Scenario("dual-homed site loses the path in use"),
    Scenario("… and the other one too, 1 device behind it", frozenset({SITE})),
    Scenario("access link gone for 2 s"),
    Scenario("access link goes down and up every 3 s", frozenset({"rt-kesambi"})),
    Scenario("monitor's own cable pulled", frozenset({"gw", MONITOR})),
    Scenario("monitor's own uplink silent, link up", frozenset({"gw", MONITOR})),
    Scenario("20 % of all packets lost"),
)


@dataclass(frozen=True, slots=True)
class Round:
    """One scenario as it was played: the fault came at `since`; what is told until `until` is about it."""

    scenario: Scenario
    since: float
    until: float


class Stage:
    """Plays scenarios on one city until `stop` is set. `hold`: seconds that a cut, or a state of affairs, lasts."""

    def __init__(self, city: City, hold: float, stop: threading.Event) -> None:
        self.city = city
        self.hold = hold
        self.rounds: list[Round] = []
        self._stop = stop

    def pause(self, seconds: float) -> None:
        """Raises InterruptedError as soon as the run is called off."""
        if self._stop.wait(seconds):
            raise InterruptedError

    @contextmanager
    def round(self, scenario: Scenario) -> Iterator[None]:
        self.pause(random.uniform(0.0, PHASE))
        since = time.time()
        yield
        self.rounds.append(Round(scenario, since, time.time()))

    def access(self, site: str = "kejaksan") -> None:
        with self.round(ACCESS):
            self._cut_for_a_while(f"rt-{site}", "core", CALM)

    def core(self) -> None:
        with self.round(CORE):
            self._cut_for_a_while("core", "gw", CALM)

    def one_path(self) -> None:
        with self.round(ONE_PATH):
            self.city.net.cut(SITE, FIRST)
            self.pause(self.hold)

    def both_paths(self) -> None:
        """After `one_path`; mends both."""
        with self.round(BOTH_PATHS):
            self._cut_for_a_while(SITE, SECOND, 0.0)
            self.city.net.mend(SITE, FIRST)
            self.pause(RING_CALM)

    def short(self, site: str) -> None:
        with self.round(SHORT):
            self.city.net.cut(f"rt-{site}", "core")
            self.pause(2.0)
            self.city.net.mend(f"rt-{site}", "core")
            self.pause(20.0)

    def flapping(self) -> None:
        with self.round(FLAPPING):
            ends = time.time() + self.hold
            while time.time() < ends:
                self.city.net.cut("rt-kesambi", "core")
                self.pause(3.0)
                self.city.net.mend("rt-kesambi", "core")
                self.pause(3.0)
            self.pause(CALM)

    def uplink(self) -> None:
        with self.round(UPLINK):
            self._cut_for_a_while("gw", "mon", CALM)

    def uplink_silent(self) -> None:
        with self.round(UPLINK_SILENT):
            self.city.isolate_silently()
            self.pause(self.hold)
            self.city.isolate_no_more()
            self.pause(CALM)

    def loss(self) -> None:
        with self.round(LOSS):
            self.city.net.lose("gw", 20)
            self.pause(max(150.0, self.hold))
            self.city.net.lose_no_more("gw")

    def _cut_for_a_while(self, below: str, above: str, calm: float) -> None:
        self.city.net.cut(below, above)
        self.pause(self.hold)
        self.city.net.mend(below, above)
        self.pause(calm)


def everything(stage: Stage) -> None:
    """All scenarios but flapping, one after the other: about 12 minutes at a hold of 30 s."""
    for part in (
        stage.access, lambda: stage.access("harjamukti"), stage.core, stage.one_path, stage.both_paths,
        lambda: stage.short("kejaksan"), lambda: stage.short("harjamukti"), stage.uplink, stage.uplink_silent,
        stage.loss,
    ):  # fmt: skip
        part()


def paths(stage: Stage) -> None:
    """What nobody should be told of comes first, and leaves most of the time to what follows."""
    hold = stage.hold
    stage.short("kejaksan")
    stage.hold = hold / 5
    stage.one_path()
    stage.hold = hold * 3 / 5
    stage.both_paths()


ALONE: dict[str, Callable[[Stage], None]] = {
    "access": Stage.access, "core": Stage.core, "paths": paths, "flapping": Stage.flapping, "uplink": Stage.uplink,
    "uplink_silent": Stage.uplink_silent, "loss": Stage.loss,
}  # fmt: skip
"""For watchers that take minutes: a city for each, and nearly the whole time of the run."""

TWICE = ("access", "core")
FOR_BOTH_PACES = ("flapping",)
"""Scenarios that need so much time that the tight settings have them in a city of their own, too."""
