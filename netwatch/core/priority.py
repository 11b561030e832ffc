"""How urgent a ticket is: as urgent as the most important device that it silences."""

from collections.abc import Iterable

from netwatch.core.ticket import Impact, Priority
from netwatch.inventory.model import Inventory

URGENCY = (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.CRITICAL)


def priority_of(inventory: Inventory, roots: Iterable[str], impacted: Iterable[Impact]) -> Priority:
    devices = (inventory.devices.get(d) for d in (*roots, *(impact.device for impact in impacted)))
    ranks = [URGENCY.index(Priority(device.importance.value)) for device in devices if device is not None]
    return URGENCY[max(ranks)] if ranks else Priority.NORMAL


def raised(one: Priority, other: Priority) -> Priority:
    """The more urgent of two."""
    return max(one, other, key=URGENCY.index)
