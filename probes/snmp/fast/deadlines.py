"""Deadlines of which most are called off: that costs nothing, where each timer of the event loop costs two objects."""

import asyncio
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from typing import Final


class Deadline:
    """Passes once, unless it is called off before."""

    __slots__ = ("_passed",)

    def __init__(self, passed: Callable[[], None]) -> None:
        self._passed: Callable[[], None] | None = passed

    @property
    def is_off(self) -> bool:
        return self._passed is None

    def call_off(self) -> None:
        self._passed = None

    def arrive(self) -> None:
        passed, self._passed = self._passed, None
        if passed is not None:
            passed()


class Deadlines:
    """Has one timer of the loop, for the next of them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: list[tuple[float, int, Deadline]] = []
        self._number: Final = count().__next__
        self._timer: asyncio.TimerHandle | None = None

    def put(self, seconds: float, passed: Callable[[], None]) -> Deadline:
        """Calls `passed` after so many seconds, from the event loop."""
        at, deadline = self._loop.time() + seconds, Deadline(passed)
        heappush(self._waiting, (at, self._number(), deadline))
        if self._timer is None or at < self._timer.when():
            self._set_timer(at)
        return deadline

    def close(self) -> None:
        """Calls all of them off."""
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _set_timer(self, at: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(at, self._pass)

    def _pass(self) -> None:
        self._timer = None
        now = self._loop.time()
        while self._waiting and (self._waiting[0][0] <= now or self._waiting[0][2].is_off):
            _, _, deadline = heappop(self._waiting)
            deadline.arrive()
        if self._waiting and self._timer is None:
            self._set_timer(self._waiting[0][0])
