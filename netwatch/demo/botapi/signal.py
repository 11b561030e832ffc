"""Waiting for something to become true, woken by changes instead of by a clock."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """Everything that changes the world fires it; whoever waits looks again. For one event loop."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait_for(self, predicate: Callable[[], T], within: float) -> T:
        """The predicate's first true value. Raises TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while not (value := predicate()):
                await self.next()
            return value

    def next(self) -> asyncio.Future[None]:
        """Done when the signal is fired the next time, from this moment on."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        return future
