"""Which devices an address belongs to."""

from netwatch.common_moment import common_moment
from netwatch.config.address import is_literal
from netwatch.inventory.model import Inventory
from probes.icmp.resolve import Resolver

REFRESH = 60.0
"""Seconds between two looks at what the host names of the inventory mean."""


class Senders:
    """Addresses are known at once; those behind host names once `keep_names` has resolved them."""

    def __init__(self, inventory: Inventory, resolver: Resolver) -> None:
        self._resolver = resolver
        self._names: dict[str, str] = {}
        self._devices: dict[str, tuple[str, ...]] = {}
        self._literal: dict[str, tuple[str, ...]] = {}
        self.adopt(inventory)

    def adopt(self, inventory: Inventory) -> None:
        """Goes on with a changed inventory."""
        self._names = {}
        found: dict[str, tuple[str, ...]] = {}
        for device in inventory.devices.values():
            for address in (device.address, *device.other_addresses):
                if is_literal(address):
                    # whoever sends is named without the interface behind which he is
                    host, _, _ = address.partition("%")
                    found[host] = (*found.get(host, ()), device.id)
                else:
                    self._names[device.id] = address
        self._literal = found
        self._devices = dict(found)

    def knows(self, address: str) -> bool:
        return address in self._devices

    def devices(self, address: str) -> tuple[str, ...]:
        """The ids of the devices with this address; more than one where they share it."""
        return self._devices.get(address, ())

    async def keep_names(self) -> None:
        """Resolves the host names again and again, until it is cancelled."""
        while True:
            await self._resolve()
            await common_moment(REFRESH)

    async def _resolve(self) -> None:
        names, found = dict(self._names), dict(self._literal)
        for device, name in names.items():
            address = await self._resolver.address(name)
            if address is not None:
                found[address] = (*found.get(address, ()), device)
        if names == self._names:
            self._devices = found
