"""Moments that loops have in common: the timetable's departures, at which devices are probed too."""

import asyncio

from netwatch.timetable import departure, departures_by

SLACK = 0.02
"""Seconds. A sleep that ended a hair too early is not slept again."""


async def common_moment(seconds: float) -> None:
    """Sleeps until the next of the departures that are `seconds` apart, by rights.

    All who wait for multiples of one number are woken in one turn of the loop.
    """
    await asyncio.sleep(until_common_moment(seconds))


def until_common_moment(seconds: float) -> float:
    """Seconds until then, on the event loop's clock."""
    now = asyncio.get_running_loop().time()
    return departure((departures_by(now + SLACK, seconds) + 1) * seconds) - now
