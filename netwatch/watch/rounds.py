"""A look that is taken again and again, each time after as long as the one before it said."""

import asyncio
from collections.abc import Callable


class Rounds:
    """The event loop takes the look, not a task that sleeps: whoever wakes a few times a second pays for every further
    turn of the loop with a cold cache.

    `least`: seconds between two looks, however soon the next one is wanted, so that others get their turns.
    """

    def __init__(self, least: float) -> None:
        self._least = least
        self._looked_at = 0.0
        self._next: asyncio.TimerHandle | None = None
        self._go: Callable[[], None] | None = None

    async def run(self, look: Callable[[], float]) -> None:
        """Looks now, and again after as many seconds as `look` returns, until it is cancelled or `look` raises."""
        loop = asyncio.get_running_loop()
        over: asyncio.Future[None] = loop.create_future()

        def go() -> None:
            if over.done():
                return
            try:
                pause = look()
            except Exception as failure:
                over.set_exception(failure)
                return
            self._looked_at = loop.time()
            self._next = loop.call_at(self._looked_at + pause, go)

        self._go = go
        go()
        try:
            await over
        finally:
            if self._next is not None:
                self._next.cancel()
            self._next = None

    def soon(self) -> None:
        """The next look is wanted now; nothing where nobody looks."""
        if self._next is None or self._go is None:
            return
        loop = asyncio.get_running_loop()
        at = max(loop.time(), self._looked_at + self._least)
        if at < self._next.when():
            self._next.cancel()
            self._next = loop.call_at(at, self._go)
