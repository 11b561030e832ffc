"""Faults that befall a simulated city, each with its beginning and its end, drawn from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

from netwatch.inventory.model import Inventory
from netwatch.inventory.topology import descendants
from tests.sim.network import Network
from tests.sim.watch import Watch

KINDS = (
    "cut", "death", "reboot", "power", "loss", "congestion", "flapping", "isolation", "no-route", "restart", "agent",
)


@dataclass(frozen=True)
class Fault:
    """`share` of probes that loss and congestion take; `period` seconds of a flapping device's half cycle."""

    kind: str
    start: float
    end: float
    devices: tuple[str, ...] = ()
    link: tuple[str, str] | None = None
    share: float = 0.0
    period: float = 0.0

    def __str__(self) -> str:
        where = " -- ".join(self.link) if self.link else ", ".join(self.devices[:4]) or "the monitor"
        more = f" and {len(self.devices) - 4} more" if len(self.devices) > 4 else ""
        return f"{self.kind} of {where}{more}, {self.start:.1f} to {self.end:.1f}"


def draw_fault(luck: random.Random, inventory: Inventory, kind: str, start: float) -> Fault:
    """One fault of this kind, of minutes to hours."""
    ids = list(inventory.devices)
    device = luck.choice(ids)
    lasts = luck.choice((luck.uniform(60.0, 300.0), luck.uniform(300.0, 3600.0), luck.uniform(3600.0, 10_800.0)))
    parents = inventory.devices[device].parents
    if kind == "cut":
        if not parents:
            return Fault("death", start, start + lasts, (device,))
        return Fault(kind, start, start + lasts, link=(device, luck.choice(parents)))
    if kind == "reboot":
        return Fault(kind, start, start + luck.uniform(60.0, 180.0), (device,))
    if kind == "power":
        site = inventory.devices[device].site
        return Fault(kind, start, start + lasts, tuple(d.id for d in inventory.devices.values() if d.site == site))
    if kind == "loss":
        return Fault(kind, start, start + lasts, (device,), share=luck.uniform(0.01, 0.3))
    if kind == "congestion":
        below = (device, *descendants(inventory, device))
        return Fault(kind, start, start + lasts, below, share=luck.uniform(0.05, 0.3))
    if kind == "flapping":
        return Fault(kind, start, start + luck.uniform(300.0, 1200.0), (device,), period=luck.uniform(3.0, 60.0))
    if kind in ("isolation", "no-route"):
        return Fault(kind, start, start + luck.uniform(5.0, 1800.0))
    if kind == "restart":
        return Fault(kind, start, start)
    return Fault(kind, start, start + lasts, (device,))


def schedule_fault(watch: Watch, fault: Fault) -> None:
    """Lets the fault happen when its time comes."""
    if fault.kind == "restart":
        watch.at(fault.start, watch.restart)
        return
    if fault.kind == "flapping":
        at, dead = fault.start, True
        while at < fault.end:
            _at(watch, at, fault, dead)
            at, dead = at + fault.period, not dead
        _at(watch, fault.end, fault, False)
        return
    _at(watch, fault.start, fault, True)
    _at(watch, fault.end, fault, False)


def _at(watch: Watch, when: float, fault: Fault, begins: bool) -> None:
    def happen() -> None:
        watch.tell(f"TRUTH {'begins' if begins else 'ends'}: {fault}")
        watch.change(lambda network: apply(network, fault, begins))

    watch.at(when, happen)


def apply(network: Network, fault: Fault, begins: bool) -> None:
    match fault.kind:
        case "cut":
            assert fault.link is not None
            (network.cuts.add if begins else network.cuts.discard)(fault.link)
        case "loss" | "congestion":
            for device in fault.devices:
                network.set_loss(device, fault.share if begins else 0.0)
        case "agent":
            for device in fault.devices:
                (network.mute.add if begins else network.mute.discard)(device)
        case "isolation":
            network.uplink = not begins
        case "no-route":
            network.route = not begins
        case _:
            for device in fault.devices:
                (network.dead.add if begins else network.dead.discard)(device)
