"""The daemon's two clocks, held together.

Detection lives on the monotonic clock, which no jump of the wall clock disturbs; tickets and the SOP's limits are
kept in wall time, because people read them and they have to survive a restart.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """`turned` is called when the wall clock begins to go at another pace, which a real one never does: whoever waits
    for a wall time has to ask again how long."""

    turned: Callable[[], None] | None = None

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time
    ) -> None:
        self.monotonic = monotonic
        self._wall = wall

    def now(self) -> datetime:
        """Aware, in UTC."""
        return datetime.fromtimestamp(self._wall(), UTC)

    def until(self, wall: datetime) -> float:
        """Seconds of the monotonic clock from now to a wall time; below 0 when it has passed."""
        return (wall - self.now()).total_seconds()

    def ahead(self) -> float:
        """Seconds by which the wall clock, counted from 1970, is ahead of the monotonic one now."""
        return self._wall() - self.monotonic()

    def wall_of(self, monotonic: float) -> datetime:
        """The wall time, as the clock goes now, of a moment of the monotonic clock."""
        return self.now() - timedelta(seconds=self.monotonic() - monotonic)

    def monotonic_of(self, wall: datetime) -> float:
        """The moment of the monotonic clock, which may lie before its zero, of a wall time."""
        return self.monotonic() - (self.now() - wall).total_seconds()
