"""Moments that loops have in common: the timetable's departures, at which devices are probed too."""

import asyncio

from netwatch.timetable import departure, departures_by

SLACK = 0.02
"""Seconds. A sleep that ended a hair too early is not slept again."""


async def common_moment(period: float) -> None:
    """Sleeps until the next departure of whoever goes every `period` seconds, at the most the timetable's own period.

    All who wait for multiples of one number are woken in one turn of the loop.
    """
    await asyncio.sleep(until_common_moment(period))


def until_common_moment(period: float) -> float:
    """Seconds until then, on the event loop's clock."""
    now = asyncio.get_running_loop().time()
    return departure((departures_by(now + SLACK, period) + 1) * period, period) - now
