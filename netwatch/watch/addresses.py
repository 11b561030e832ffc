"""Where devices and witnesses are asked, and from where else they may answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from netwatch.config.address import is_literal
from netwatch.inventory.model import Inventory
from probes.icmp.target import Address


@dataclass(frozen=True)
class Addresses:
    """`hosts`: literals or host names, of devices by their ids and of witnesses by their names. `others`: from where
    else a device may answer, of those of which the inventory says so."""

    hosts: Mapping[str, str]
    others: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, inventory: Inventory, witnesses: Mapping[str, str]) -> Self:
        devices = inventory.devices.values()
        return cls(
            {**witnesses, **{device.id: device.address for device in devices}},
            {device.id: device.other_addresses for device in devices if device.other_addresses},
        )

    @cached_property
    def requests(self) -> Mapping[str, tuple[str, Address]]:
        """To those that are not behind a host name, which has to be resolved first."""
        return {device: self.request(device, host) for device, host in self.hosts.items() if is_literal(host)}

    def request(self, device: str, address: str) -> tuple[str, Address]:
        others = self.others.get(device, ())
        return device, (address, *others) if others else address

    def moved_from(self, older: "Addresses") -> list[str]:
        """Who is asked elsewhere than before, and who was not asked at all."""
        hosts, others = older.hosts.get, older.others.get
        return [d for d, host in self.hosts.items() if hosts(d) != host or others(d) != self.others.get(d)]
