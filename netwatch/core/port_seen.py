"""What a port says that leads to a ticket's device, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PortState(StrEnum):
    UP = "up"
    DOWN = "down"
    OTHER = "other"  # disabled, or not told


@dataclass(frozen=True, slots=True)
class PortSeen:
    """`parent` is the device that has the port. `since`: when its state began, as far as it was seen."""

    parent: str
    name: str
    state: PortState
    since: datetime | None = None
