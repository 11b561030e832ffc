"""What a probe found."""

from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """ERROR is our own fault (no route, no permission, nothing sent) and says nothing about the device."""

    UP = "up"
    DOWN = "down"
    ERROR = "error"


UP = Outcome.UP
"""For what is asked of every probe: in Python 3.11 it costs a call to name a member by its enumeration."""


Answer = tuple[str, float, float]
"""A ping that was answered in time: its key, when it left and when the answer arrived, both in seconds."""


class PingResult(NamedTuple):
    """The one result of one probe.

    `key` is what the caller named it. Times are seconds of the engine's monotonic clock: `sent_at` when the
    request left (when it was asked for, where nothing could be sent), `at` when the outcome was settled: the
    answer's arrival, or the deadline. `rtt` is seconds, None unless UP. `reason` is a readable phrase, empty
    when UP.
    """

    key: str
    outcome: Outcome
    sent_at: float
    at: float
    rtt: float | None
    reason: str
