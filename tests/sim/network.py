"""The truth: which devices a probe can reach just now, and which probes get lost on their way."""

from __future__ import annotations

import random
from math import log

from netwatch.inventory.model import Inventory
from netwatch.inventory.topology import parents_first

GATEWAY = "gateway"
"""The monitor's own next hop, where it has one that is no device of the city: the city's cores lie behind it."""


class Network:
    """`reachable` is what an ideal observer sees from the monitor; `refresh` brings it up after a change. `mute`: whose
    SNMP agent does not run."""

    def __init__(self, inventory: Inventory, seed: int) -> None:
        self.inventory = inventory
        self.dead: set[str] = set()
        self.mute: set[str] = set()
        self.cuts: set[tuple[str, str]] = set()
        self.uplink = True
        self.route = True
        self.loss: dict[str, float] = {}
        self.reachable: set[str] = set()
        self.answers_left: dict[str, int] = {}
        self._seed = seed
        self._luck: dict[str, random.Random] = {}
        self._order = parents_first(inventory)
        self.refresh()

    def refresh(self) -> None:
        """Reckons anew who is reached; also the whole of `roots` and `impacted` rests on it."""
        reached: set[str] = set()
        if self.uplink and self.route:
            reached.add(GATEWAY)
            for device in self._order:
                parents = self.inventory.devices[device].parents
                way = not parents or any(p in reached and (device, p) not in self.cuts for p in parents)
                if way and device not in self.dead:
                    reached.add(device)
        self.reachable = reached

    def roots(self) -> set[str]:
        """The devices that are silent although the way to one of their parents is whole."""
        if not (self.uplink and self.route):
            return set()
        found = set()
        for device in self.inventory.devices.values():
            if device.id not in self.reachable and (
                not device.parents or any(p in self.reachable for p in device.parents)
            ):
                found.add(device.id)
        return found

    def impacted(self) -> dict[str, frozenset[str]]:
        """For every silent device that is no root: the roots that it lies behind."""
        roots = self.roots()
        found: dict[str, frozenset[str]] = {}
        for device in self._order:
            if device in self.reachable or device in roots or not roots:
                continue
            above: set[str] = set()
            for parent in self.inventory.devices[device].parents:
                above |= {parent} if parent in roots else found.get(parent, frozenset())
            found[device] = frozenset(above)
        return found

    def set_loss(self, device: str, share: float) -> None:
        """From now on this share (0 to 1) of the device's probes is lost, each by itself."""
        if share > 0.0:
            self.loss[device] = share
            self._draw(device)
        else:
            self.loss.pop(device, None)
            self.answers_left.pop(device, None)

    def loses(self, device: str) -> bool:
        """Whether the probe that is sent now gets no answer."""
        if device not in self.reachable:
            return True
        left = self.answers_left.get(device)
        if left is None:
            return False
        if left > 0:
            self.answers_left[device] = left - 1
            return False
        self._draw(device)
        return True

    def _draw(self, device: str) -> None:
        """How many probes are answered before the next one is lost: geometric, from the device's own luck."""
        luck = self._luck.get(device)
        if luck is None:
            luck = self._luck[device] = random.Random(f"{self._seed}:{device}")
        share = min(self.loss[device], 0.999)
        self.answers_left[device] = int(log(1.0 - luck.random()) / log(1.0 - share))
