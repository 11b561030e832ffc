"""The city of the lab, with its ring, and what can be done to it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.lab.net import SITES, Net


@dataclass(frozen=True, slots=True)
class Device:
    """`parents`: through whom it is reached; with several, one of them is enough."""

    id: str
    address: str
    parents: tuple[str, ...]


class City:
    """Eighteen devices; those of the ring answer once spanning tree has opened a path, twice FAILOVER at most."""

    def __init__(self) -> None:
        self.net = Net().build().add_ring()
        self.devices = tuple(
            Device(id_, address, _parents(id_)) for id_, address in self.net.addresses.items()
        )

    def close(self) -> None:
        self.net.close()

    def isolate_silently(self) -> None:
        """The monitor's link stays up, but nothing comes through it any more."""
        self.net.run("gw", "nft add table inet silence")
        self.net.run("gw", "nft add chain inet silence before { type filter hook prerouting priority 0 ; }")
        self.net.run("gw", "nft add rule inet silence before ip saddr 10.99.0.1 drop")

    def isolate_no_more(self) -> None:
        self.net.run("gw", "nft delete table inet silence")


def _parents(device: str) -> tuple[str, ...]:
    kind, _, site = device.partition("-")
    if device == "gw":
        return ()
    if device == "core":
        return ("gw",)
    if device == "sw-lemahwungkuk":
        return ("sw-barat", "sw-timur")
    if kind == "rt" or device in ("sw-barat", "sw-timur"):
        return ("core",)
    return (f"rt-{site}",) if kind == "sw" and site in SITES else (f"sw-{site}",)
