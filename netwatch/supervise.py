"""Keeps the loops of the daemon running: what one raises is logged, and it is started again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from netwatch.core.fault import describe

log = structlog.get_logger("netwatch")

LONGEST_PAUSE = 30.0
CALM = 300.0
"""Seconds after which a loop that ran without failing counts as healthy again."""


Loop = Callable[[], Awaitable[None]]


async def run_together(loops: Mapping[str, Loop]) -> None:
    """Runs all of them until it is cancelled; then each is cancelled once, and waited for.

    Once, for a loop may have something to end first: a message that is under way, a transaction.
    """
    async with asyncio.TaskGroup() as group:
        for name, loop in loops.items():
            group.create_task(keep_running(name, loop), name=name)


async def keep_running(name: str, loop: Loop) -> None:
    """Runs `loop` until it is cancelled; pauses 1, 2, 4 … 30 s between failures."""
    pause = 1.0
    while True:
        started = asyncio.get_running_loop().time()
        try:
            await loop()
            log.warning("loop ended", loop=name)
        except Exception as failure:
            log.error("loop failed", loop=name, fault=describe(failure))
        if asyncio.get_running_loop().time() - started > CALM:
            pause = 1.0
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 2)
