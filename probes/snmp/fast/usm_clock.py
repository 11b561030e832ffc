"""The clock of an SNMPv3 engine (RFC 3414 section 2.2), as others know it."""

from typing import Final

TIME_WINDOW: Final = 150
"""Seconds (RFC 3414 section 2.2.3)."""

LAST_BOOT: Final = 0x7FFFFFFF
LAST_SECOND: Final = 0x7FFFFFFF


class UsmClock:
    """`boots` and `seconds` are what the engine last told, at `now` of our clock, in seconds, monotonic."""

    __slots__ = ("_seconds", "_told_at", "boots")

    def __init__(self, boots: int, seconds: int, now: float) -> None:
        self.set(boots, seconds, now)

    def set(self, boots: int, seconds: int, now: float) -> None:
        self.boots, self._seconds, self._told_at = boots, seconds, now

    def seconds_at(self, now: float) -> int:
        """snmpEngineTime as it should be now."""
        return min(self._seconds + int(now - self._told_at), LAST_SECOND)

    def is_timely(self, boots: int, seconds: int, now: float) -> bool:
        """Whether a signed message of this engine is of now (RFC 3414 section 3.2, 7b).

        A clock that has gone on is followed.
        """
        if (boots, seconds) > (self.boots, self._seconds):
            self.set(boots, seconds, now)
        if self.boots == LAST_BOOT or boots < self.boots:
            return False
        return seconds >= self.seconds_at(now) - TIME_WINDOW
