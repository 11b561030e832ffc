"""The demo's city as it really is: cables, switches and power, whatever netwatch has found out about them.

Pure; times are seconds of one monotonic clock. Every order takes effect at once; only a battery runs down by itself.
"""

import zlib
from dataclasses import dataclass

from netwatch.inventory.model import Device, DeviceKind, Inventory

BATTERY_LASTS = 45.0
"""Seconds that a UPS carries its site: short, so that one sees how it ends."""
BATTERY_LOW = 15.0
"""Seconds left from which on it says that its battery is low."""

_BOOT = 3.0
_UPS_BOOT = 12.0
"""Seconds from power to the first answer: the card of a UPS is the last to come."""

_HOP_MS = 0.7
_RADIO_HOP_MS = 7.5
_JITTER_MS = 4.0
_LEAST_UPTIME, _MOST_UPTIME = 86_400.0, 90 * 86_400.0


@dataclass(frozen=True, slots=True)
class Battery:
    """Of a UPS. `left`: seconds that it lasts, or would last, as it is now."""

    on_battery: bool
    left: float

    @property
    def is_low(self) -> bool:
        return self.on_battery and self.left < BATTERY_LOW

    @property
    def charge(self) -> int:
        """Percent."""
        return round(100 * self.left / BATTERY_LASTS)


class City:
    """Everything is on and whole at first. Orders raise KeyError for what the city does not have."""

    def __init__(self, inventory: Inventory, now: float) -> None:
        self.inventory = inventory
        self.changes = 0
        """How often a device has begun or ceased to run or to answer."""
        self._cut: set[tuple[str, str]] = set()
        self._off: set[str] = set()
        self._dark_since: dict[str, float] = {}
        self._ran_since: dict[str, float | None] = {
            device: now - _age(device) for device in inventory.devices
        }
        self._ups_of: dict[str, list[str]] = {}
        for device in inventory.devices.values():
            if device.kind is DeviceKind.UPS:
                self._ups_of.setdefault(device.site, []).append(device.id)
        self._answering: frozenset[str] = frozenset()
        self._links = {
            (device.id, parent): (True, now - _MOST_UPTIME)
            for device in inventory.devices.values()
            for parent in device.parents
        }
        self.settle(now)

    # orders

    def cut(self, child: str, parent: str, now: float) -> None:
        self._cut.add(self._cable(child, parent))
        self.settle(now)

    def mend(self, child: str, parent: str, now: float) -> None:
        self._cut.discard(self._cable(child, parent))
        self.settle(now)

    def switch(self, device: str, on: bool, now: float) -> None:
        known = self.inventory.devices[device].id
        (self._off.discard if on else self._off.add)(known)
        self.settle(now)

    def power(self, site: str, on: bool, now: float) -> None:
        known = self.inventory.sites[site].id
        if on:
            self._dark_since.pop(known, None)
        else:
            self._dark_since.setdefault(known, now)
        self.settle(now)

    def mend_all(self, now: float) -> None:
        self._cut.clear()
        self._off.clear()
        self._dark_since.clear()
        self.settle(now)

    def settle(self, now: float) -> None:
        """Lets a battery that has run down by now take its devices with it, and what has started by now answer."""
        before = self._answering
        changed = False
        for device in self.inventory.devices.values():
            runs = self._is_driven(device, now)
            if runs != (self._ran_since[device.id] is not None):
                self._ran_since[device.id] = now if runs else None
                changed = True
        for (child, parent), (carried, _) in self._links.items():
            if self.carries(child, parent) != carried:
                self._links[child, parent] = (not carried, now)
        self._answering = self._reached(now)
        if changed or before != self._answering:
            self.changes += 1

    # as it is

    def is_cut(self, child: str, parent: str) -> bool:
        return (child, parent) in self._cut

    def is_on(self, device: str) -> bool:
        return device not in self._off

    def has_power(self, site: str) -> bool:
        """From the mains."""
        return site not in self._dark_since

    def is_whole(self) -> bool:
        return not (self._cut or self._off or self._dark_since)

    def runs(self, device: str) -> bool:
        """Is on, and has power from the mains or from a UPS."""
        return self._ran_since[device] is not None

    def answers(self, device: str) -> bool:
        """Has started, and some way over whole cables and devices that answer leads from it to the top."""
        return device in self._answering

    def carries(self, child: str, parent: str) -> bool:
        """The cable between them has a link at both ends."""
        return not self.is_cut(child, parent) and self.runs(child) and self.runs(parent)

    def carried_since(self, child: str, parent: str) -> float:
        """When the link at both ends last came up or went down."""
        return self._links[child, parent][1]

    def uptime(self, device: str, now: float) -> float:
        """Seconds since it started; 0 of one that does not run."""
        since = self._ran_since[device]
        return 0.0 if since is None else max(0.0, now - since)

    def battery(self, ups: str, now: float) -> Battery:
        dark_since = self._dark_since.get(self.inventory.devices[ups].site)
        if dark_since is None:
            return Battery(False, BATTERY_LASTS)
        return Battery(True, max(0.0, dark_since + BATTERY_LASTS - now))

    def round_trip(self, device: str, chance: float) -> float:
        """Seconds that an answer of the device's takes; `chance` from 0 to 1 is what the air does to it."""
        way, at = 0.2, device
        seen = {device}
        while True:
            kind = self.inventory.devices[at].kind
            parents = [p for p in self.inventory.devices[at].parents if self.answers(p) and not self.is_cut(at, p)]
            radio = kind is DeviceKind.RADIO
            way += _RADIO_HOP_MS + _JITTER_MS * chance if radio else _HOP_MS * (0.8 + 0.4 * chance)
            if not parents or parents[0] in seen:
                return way / 1000.0
            at = parents[0]
            seen.add(at)

    def _cable(self, child: str, parent: str) -> tuple[str, str]:
        if parent not in self.inventory.devices[child].parents:
            raise KeyError(parent)
        return child, parent

    def _is_driven(self, device: Device, now: float) -> bool:
        if device.id in self._off:
            return False
        dark_since = self._dark_since.get(device.site)
        if dark_since is None:
            return True
        carried = any(ups not in self._off for ups in self._ups_of.get(device.site, ()))
        return carried and now < dark_since + BATTERY_LASTS

    def _has_started(self, device: str, now: float) -> bool:
        since = self._ran_since[device]
        boot = _UPS_BOOT if self.inventory.devices[device].kind is DeviceKind.UPS else _BOOT
        return since is not None and now - since >= boot

    def _reached(self, now: float) -> frozenset[str]:
        children = self.inventory.children
        tops = (device.id for device in self.inventory.devices.values() if not device.parents)
        found = {top for top in tops if self._has_started(top, now)}
        waiting = list(found)
        while waiting:
            parent = waiting.pop()
            for child in children[parent]:
                if child not in found and self.carries(child, parent) and self._has_started(child, now):
                    found.add(child)
                    waiting.append(child)
        return frozenset(found)


def _age(device: str) -> float:
    """Seconds that a device has run before the demo began: the same in every demo, another for each."""
    part = zlib.crc32(device.encode()) / 2**32
    return _LEAST_UPTIME + part * (_MOST_UPTIME - _LEAST_UPTIME)
