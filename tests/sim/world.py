"""A seeded network under simulated time, watched by the real schedule and the real city picture.

The truth is known: `cut`, `kill` and `mend` change it, `reachable` says what an ideal observer would see.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from functools import partial

from netwatch.core.advice import Advice, Transition
from netwatch.core.city import City
from netwatch.core.flapping import is_flapping
from netwatch.core.overdue import QUICK_AFTER
from netwatch.core.policy import Policy
from netwatch.core.situation import Situation, sum_up
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site
from netwatch.schedule import schedule_for

RTT = 0.004


def inventory_of(parents: dict[str, tuple[str, ...]], **extra: object) -> Inventory:
    """An inventory from child -> parents; every device is of one site unless `sites` says otherwise."""
    sites: dict[str, str] = extra.get("sites", {})  # type: ignore[assignment]
    devices = {
        name: Device(name, name.title(), DeviceKind.SWITCH, f"127.0.0.{n % 250 + 1}", sites.get(name, "s"), above)
        for n, (name, above) in enumerate(parents.items())
    }
    names = {"s", *sites.values()}
    return Inventory({s: Site(s, f"Kantor {s.title()}") for s in sorted(names)}, devices)


class World:
    """`witnesses` are named addresses that answer while the uplink is whole, whatever befalls the city."""

    def __init__(
        self, inventory: Inventory, seed: int = 1, policy: Policy | None = None, witnesses: tuple[str, ...] = ()
    ) -> None:
        self.random = random.Random(seed)
        self.policy = policy or Policy()
        self.inventory = inventory
        self.witnesses = witnesses
        self.uplink = True
        self.city = City(inventory, self.policy, witnesses)
        self.schedule = schedule_for(0, self.policy.interval)
        self.now = 0.0
        self.cuts: set[tuple[str, str]] = set()
        self.dead: set[str] = set()
        self.loss: dict[str, float] = {}
        self.no_route = False
        self.unaskable: set[str] = set()
        self.transitions: list[tuple[float, Transition]] = []
        self.on_change: Callable[[], None] = lambda: None
        self.probes = 0
        self._flying: list[tuple[float, int, str, float, bool]] = []
        self._todo: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self.restart(keep=False)

    def restart(self, keep: bool = True) -> None:
        """As after kill -9: a new city that knows only the states that were stored."""
        old = self.city
        self.city = City(self.inventory, self.policy, self.witnesses)
        if keep:
            for device, track in old.tracks.items():
                flapped = self.now if is_flapping(track.flaps, self.now) else None
                self.city.restore(device, track.health.state, track.health.since, track.health.reason, flapped)
            self.city.take_stock(self.now)
        watched = [*self.inventory.devices, *self.witnesses]
        self.schedule = schedule_for(len(watched), self.policy.interval)
        self._flying.clear()
        for device in watched:
            self.schedule.add(device, self.city.interval(device), self.now)
            self.schedule.repace(device, self.city.pace(device), self.now)

    # what happens to the network

    def cut(self, child: str, parent: str) -> None:
        self.cuts.add((child, parent))

    def mend(self, child: str, parent: str) -> None:
        self.cuts.discard((child, parent))

    def kill(self, device: str) -> None:
        self.dead.add(device)

    def revive(self, device: str) -> None:
        self.dead.discard(device)

    def flap(self, device: str, start: float, end: float, period: float) -> None:
        """Down and up in turns, `period` seconds each, the first time down at `start`; up at `end`."""
        at, fall = start, True
        while at < end:
            self.at(at, partial(self.kill if fall else self.revive, device))
            at, fall = at + period, not fall
        self.at(end, partial(self.revive, device))

    def reachable(self, device: str) -> bool:
        if not self.uplink or device in self.dead:
            return False
        if device in self.witnesses:
            return True
        parents = self.inventory.devices[device].parents
        return not parents or any((device, p) not in self.cuts and self.reachable(p) for p in parents)

    # time

    def at(self, when: float, what: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._todo, (when, self._count, what))

    def run(self, until: float) -> None:
        while True:
            soonest = min(
                self.schedule.next_at() or until,
                self._flying[0][0] if self._flying else until,
                self._todo[0][0] if self._todo else until,
            )
            if soonest >= until:
                break
            self.now = max(self.now, soonest)
            while self._todo and self._todo[0][0] <= self.now:
                heapq.heappop(self._todo)[2]()
            while self._flying and self._flying[0][0] <= self.now:
                self._land(*heapq.heappop(self._flying)[2:])
            for device in self.schedule.due(self.now, 1 << 30):
                self._send(device)
        self.now = until

    def situation(self, *devices: str) -> Situation:
        return sum_up(self.city, self.now, devices)

    def state(self, device: str) -> str:
        return self.city.tracks[device].health.state.value

    def states(self) -> dict[str, str]:
        return {device: self.state(device) for device in self.inventory.devices}

    def _send(self, device: str) -> None:
        self.probes += 1
        if self.no_route or device in self.unaskable:
            if (advice := self.city.could_not_ask(device, self.now)) is not None:
                self._heed(advice)
            return
        lost = not self.reachable(device) or self.random.random() < self.loss.get(device, 0.0)
        self._count += 1
        if lost and device in self.city.tracks:
            self.at(self.now + QUICK_AFTER, partial(self._overdue, device, self.now))
        lands = self.now + (self.policy.timeout if lost else RTT)
        heapq.heappush(self._flying, (lands, self._count, device, self.now, not lost))

    def _overdue(self, device: str, sent_at: float) -> None:
        if device in self.city.tracks and (advice := self.city.overdue(device, sent_at)) is not None:
            self._heed(advice)

    def _land(self, device: str, sent_at: float, answered: bool) -> None:
        if answered:
            advice = self.city.answered(device, sent_at, self.now, RTT)
        else:
            advice = self.city.missed(device, sent_at, self.now)
        if advice is not None:
            self._heed(advice)

    def _heed(self, advice: Advice) -> None:
        for device, pace in advice.repace.items():
            self.schedule.repace(device, pace, self.now)
        for device in sorted(advice.ask):
            self._send(device)
        self.transitions += [(self.now, transition) for transition in advice.transitions]
        if advice.transitions or advice.notable:
            self.on_change()
