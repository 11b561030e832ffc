"""Who tells whether the monitor itself is cut off: the gateways on the way to the devices, and the sentinels."""

from collections.abc import Iterable

from netwatch.inventory.model import Inventory
from probes.icmp.gateways import gateways

MOST_ASKED = 500
"""Each costs the kernel and us some 15 to 50 µs, whenever the ways may have changed."""


def find_witnesses(inventory: Inventory, sentinels: Iterable[str]) -> dict[str, str]:
    """Address by name; the name is the device's id where one of the inventory has that address.

    Gateways are asked of the kernel, for the way to each device: a default route that leads to none of them
    (the city on this machine's own addresses, or on its own wire) is no witness. Of a large inventory a part is
    asked for, evenly chosen: a gateway to fewer devices than that says little of the monitor's own uplink.
    """
    devices = {device.address: device.id for device in inventory.devices.values()}
    asked = list(devices)[:: 1 + len(devices) // MOST_ASKED]
    found = {devices.get(address, f"gateway {address}"): address for address in gateways(asked)}
    return found | {devices.get(address, f"sentinel {address}"): address for address in sentinels}
