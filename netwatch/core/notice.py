"""What a device said unasked, and how much of it is worth writing down.

Pure: `now` is an argument. Times are aware datetimes in UTC.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from probes.traps.meaning import Meaning

QUIET = timedelta(minutes=5)
"""The same said again within this time is counted, not written: a UPS repeats itself every minute."""

MOST_WAITING = 2000
MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Notice:
    """`repeated`: how often the same was said since it was last written down."""

    device: str
    at: datetime
    meaning: Meaning
    repeated: int = 0

    @property
    def detail(self) -> str:
        """English, for the history: `rt-kejaksan: link_down ether3 (3 times since the last entry)`."""
        subject = f" {self.meaning.subject}" if self.meaning.subject else ""
        again = f" ({self.repeated + 1} times since the last entry)" if self.repeated else ""
        return f"{self.device}: {self.meaning.kind}{subject}{again}"


class NoticeBook:
    """Takes notices in and hands out those that are to be written, a bounded number."""

    def __init__(self) -> None:
        self._written: dict[tuple[str, Meaning], datetime] = {}
        self._repeated: dict[tuple[str, Meaning], int] = {}
        self._waiting: list[Notice] = []

    def take(self, device: str, meaning: Meaning, now: datetime) -> None:
        key = (device, meaning)
        last = self._written.get(key)
        if (last is not None and timedelta() <= now - last < QUIET) or len(self._waiting) >= MOST_WAITING:
            if key in self._repeated or len(self._repeated) < MOST_REMEMBERED:
                self._repeated[key] = self._repeated.get(key, 0) + 1
            return
        if len(self._written) >= MOST_REMEMBERED:
            self._forget(now)
        self._written[key] = now
        self._waiting.append(Notice(device, now, meaning, self._repeated.pop(key, 0)))

    def waiting(self, most: int) -> tuple[Notice, ...]:
        """The oldest that wait to be written; they wait on until `settle`."""
        return tuple(self._waiting[:most])

    def settle(self, written: Iterable[Notice]) -> None:
        """These are committed."""
        done = set(written)
        self._waiting = [notice for notice in self._waiting if notice not in done]

    def _forget(self, now: datetime) -> None:
        self._written = {key: at for key, at in self._written.items() if now - at < QUIET}
        if len(self._written) >= MOST_REMEMBERED:
            self._written.clear()
        self._repeated = {key: count for key, count in self._repeated.items() if key in self._written}
