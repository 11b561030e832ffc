"""Who tells whether the monitor itself is cut off: the gateways on the way to the devices, and the sentinels."""

from collections.abc import Iterable

from netwatch.inventory.model import Inventory
from probes.icmp.gateways import gateways


def find_witnesses(inventory: Inventory, sentinels: Iterable[str]) -> dict[str, str]:
    """Address by name; the name is the device's id where one of the inventory has that address.

    Gateways are asked of the kernel, for the way to each device: a default route that leads to none of them
    (the city on this machine's own addresses, or on its own wire) is no witness.
    """
    devices = {device.address: device.id for device in inventory.devices.values()}
    found = {devices.get(address, f"gateway {address}"): address for address in gateways(devices)}
    return found | {devices.get(address, f"sentinel {address}"): address for address in sentinels}
