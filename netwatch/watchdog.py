"""Tells the service manager's watchdog that the daemon goes on, whoever holds its database meanwhile."""

from typing import Protocol

from netwatch.common_moment import common_moment
from netwatch.heartbeat import BEAT
from netwatch.sdnotify import Notifier

LONGEST_HELD = 300.0
"""Seconds. A database that is locked or away is told of and passes; what holds a beat for longer than that hangs, and a
new start may free it."""


class Held(Protocol):
    """As Heartbeat has it."""

    @property
    def held_for(self) -> float: ...


async def tell_watchdog(notifier: Notifier, heart: Held) -> None:
    """Until it is cancelled, as often as the heart is to beat."""
    while True:
        if heart.held_for < LONGEST_HELD:
            notifier.tell("WATCHDOG=1")
        await common_moment(BEAT)
