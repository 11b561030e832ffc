"""The ports of the city's devices: towards each parent, then towards each child, with who stands at the other end."""

from collections.abc import Mapping
from dataclasses import dataclass

from netwatch.inventory.model import DeviceKind, Inventory

POLLED = frozenset({DeviceKind.ROUTER, DeviceKind.SWITCH, DeviceKind.OLT, DeviceKind.RADIO, DeviceKind.UPS})
"""Kinds of devices that have an SNMP agent."""

_PREFIX = {DeviceKind.ROUTER: "ether", DeviceKind.SWITCH: "port", DeviceKind.OLT: "pon"}


@dataclass(frozen=True, slots=True)
class Port:
    """`index` is the ifIndex; `child` and `parent` the ends of its cable, one of them the device itself. `alias` is
    what somebody has written on it: the name of whom it leads to."""

    index: int
    name: str
    alias: str
    child: str
    parent: str


def ports_of(inventory: Inventory) -> Mapping[str, tuple[Port, ...]]:
    """By device. The first ones lead to the device's parents, in their order."""
    found: dict[str, tuple[Port, ...]] = {}
    for device in inventory.devices.values():
        cables = [(device.id, parent, parent) for parent in device.parents]
        cables += [(child, device.id, child) for child in inventory.children[device.id]]
        prefix = _PREFIX.get(device.kind, "eth")
        found[device.id] = tuple(
            Port(number, f"{prefix}{number}", inventory.devices[other].name, child, parent)
            for number, (child, parent, other) in enumerate(cables, start=1)
        )
    return found
