"""Questions about who is reached through whom. Devices and their parents form a graph without circles."""

from collections import deque

from netwatch.inventory.model import Inventory


def roots(inventory: Inventory) -> tuple[str, ...]:
    """The devices that are reached directly, in the file's order."""
    return tuple(device.id for device in inventory.devices.values() if not device.parents)


def descendants(inventory: Inventory, device: str) -> tuple[str, ...]:
    """All devices that some path leads to through `device`, without itself, the nearest first.

    Raises KeyError for a device that is not in the inventory. Linear in what it finds.
    """
    found: dict[str, None] = {}
    waiting = deque(inventory.children[device])
    while waiting:
        child = waiting.popleft()
        if child not in found:
            found[child] = None
            waiting.extend(inventory.children[child])
    return tuple(found)


def dependents(inventory: Inventory, device: str) -> tuple[str, ...]:
    """The devices that cannot be reached when `device` is gone: all their paths to a root run through it.

    Without itself, parents before children. Raises KeyError for a device that is not in the inventory. Linear
    in what lies behind it: a device depends when the last of its parents does (Kahn's topological order).
    """
    found: list[str] = []
    reachable_otherwise: dict[str, int] = {}
    waiting = deque([device])
    while waiting:
        for child in inventory.children[waiting.popleft()]:
            left = reachable_otherwise.get(child, len(inventory.devices[child].parents)) - 1
            reachable_otherwise[child] = left
            if left == 0:
                found.append(child)
                waiting.append(child)
    return tuple(found)


def entries(inventory: Inventory) -> dict[str, tuple[str, ...]]:
    """For every site the devices that are not reached through another one of it, in the file's order."""
    found: dict[str, list[str]] = {site: [] for site in inventory.sites}
    for device in inventory.devices.values():
        if not any(inventory.devices[parent].site == device.site for parent in device.parents):
            found.setdefault(device.site, []).append(device.id)
    return {site: tuple(ids) for site, ids in found.items()}


def parents_first(inventory: Inventory) -> tuple[str, ...]:
    """All devices, each after all of its parents (Kahn's topological order)."""
    waiting = {device.id: len(device.parents) for device in inventory.devices.values()}
    order = [device for device, parents in waiting.items() if parents == 0]
    for device in order:
        for child in inventory.children[device]:
            waiting[child] -= 1
            if waiting[child] == 0:
                order.append(child)
    return tuple(order)
