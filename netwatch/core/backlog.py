"""Messages that wait because their channel does not take them. Pure: `now` is an argument, times are aware UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

PATIENCE = timedelta(seconds=30)
"""What waits no longer than this, and has not failed, only waits for its turn."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """So many `messages` of one channel wait, the oldest `since` then. `why`: what the last try met, without secrets;
    None before any has failed."""

    channel: str
    messages: int
    since: datetime
    why: str | None


def held_up(backlogs: Iterable[Backlog], now: datetime) -> list[Backlog]:
    """Those that somebody should hear of."""
    return [each for each in backlogs if each.why is not None or now - each.since > PATIENCE]
