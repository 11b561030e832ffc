"""Random cities: trees of sites with rings and dual homing, from a seed."""

from __future__ import annotations

import random

from netwatch.inventory.model import Device, DeviceKind, Inventory, Site


def random_city(luck: random.Random, size: int) -> Inventory:
    """A city of `size` devices: cores, a backbone of sites' routers, and behind each router its site.

    A site hangs on one router (a tree), on two (dual homing), or lies on a ring of routers whose farthest one is
    reached from both sides.
    """
    devices: dict[str, Device] = {}

    def add(name: str, kind: DeviceKind, site: str, parents: tuple[str, ...]) -> str:
        devices[name] = Device(name, name, kind, f"127.0.0.{len(devices) % 250 + 1}", site, parents)
        return name

    cores = [add("core-0", DeviceKind.ROUTER, "s0", ())]
    if size >= 20 and luck.random() < 0.3:
        cores.append(add("core-1", DeviceKind.ROUTER, "s0", ()))
    backbone = list(cores)
    sites = ["s0"]
    ring: list[str] = []
    while len(devices) < size:
        site = f"s{len(sites)}"
        sites.append(site)
        form = luck.random()
        above: tuple[str, ...]
        if form < 0.25 and len(backbone) > 1:
            above = tuple(sorted(luck.sample(backbone, 2)))
        elif len(ring) in (1, 2):
            above = (ring[-1],)
        elif len(ring) == 3:
            above = (ring[-1], cores[0])
        else:
            above = (luck.choice(backbone[:6] if luck.random() < 0.7 else backbone),)
        router = add(f"rt-{site}", DeviceKind.ROUTER, site, above)
        backbone.append(router)
        if ring and len(ring) < 4:
            ring.append(router)
        elif form > 0.85:
            ring = [router]
        inside = [router]
        for n in range(min(luck.randint(0, 12), size - len(devices))):
            kind = luck.choice((DeviceKind.SWITCH, DeviceKind.AP, DeviceKind.CCTV, DeviceKind.SERVER))
            inside.append(add(f"{kind.value}-{site}-{n}", kind, site, (luck.choice(inside[:4]),)))
    return Inventory({site: Site(site, f"Kantor {site}") for site in sites}, devices)
