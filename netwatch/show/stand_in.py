"""What stands in for an inventory that cannot be read: the devices by their ids alone."""

from collections.abc import Iterable, Mapping

from netwatch.core.status import DeviceStatus, Reading
from netwatch.inventory.model import Device, DeviceKind, Inventory


def stand_in(statuses: Mapping[str, DeviceStatus], readings: Mapping[str, Reading]) -> Inventory:
    """Those that the daemon watches, or watched last: a state is also kept of what has left the inventory since."""
    return Inventory(devices=_by_id(readings or statuses))


def _by_id(devices: Iterable[str]) -> dict[str, Device]:
    return {device: Device(device, name=device, kind=DeviceKind.OTHER, address="", site="") for device in devices}
