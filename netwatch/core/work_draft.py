"""Planned work that somebody is describing and has not confirmed yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from netwatch.core.maintenance import Window


class Lacks(Enum):
    PLACE = auto()
    TIME = auto()
    REASON = auto()


@dataclass(frozen=True, slots=True)
class WorkDraft:
    """`id` is 0 until the store has given one; `telegram_id` is its author's. `start` None: when it is confirmed. It
    ends at `end`, or `length` after its start. `reason` None: not asked yet; "" for none."""

    id: int
    telegram_id: int
    created_at: datetime
    devices: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    length: timedelta | None = None
    reason: str | None = None
    settled: bool = False

    @property
    def lacks(self) -> Lacks | None:
        """What is to be asked next, None when it can be confirmed."""
        if not self.devices and not self.sites:
            return Lacks.PLACE
        if self.end is None and self.length is None:
            return Lacks.TIME
        return Lacks.REASON if self.reason is None else None

    def window(self, by: str, now: datetime) -> Window:
        """What is planned if it is confirmed at `now`. Raises ValueError while its end is not known."""
        start = self.start or now
        end = self.end if self.length is None else start + self.length
        if end is None:
            raise ValueError(f"draft {self.id} has no end yet")
        return Window("", start, end, self.devices, self.sites, self.reason or "", by, now)
