"""Moments that loops have in common: each waking of the process costs more than what most of them then find to do."""

import asyncio
from math import floor

SLACK = 0.02
"""Of a period. A sleep that ended a hair too early is not slept again."""


async def common_moment(period: float) -> None:
    """Sleeps until the next multiple of `period`, in seconds of the event loop's clock.

    All who wait for multiples of one number are woken in one turn of the loop.
    """
    await asyncio.sleep(until_common_moment(period))


def until_common_moment(period: float) -> float:
    """Seconds until then."""
    now = asyncio.get_running_loop().time()
    return (floor(now / period + SLACK) + 1) * period - now
