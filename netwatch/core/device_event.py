"""Something a device told that belongs to no ticket."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """`at` is aware, in UTC; `event` is a key in English (`trap`), `detail` English too."""

    device: str
    at: datetime
    event: str
    detail: str
