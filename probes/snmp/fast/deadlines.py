"""Deadlines of which most are called off: that costs nothing, where each timer of the event loop costs two objects."""

import asyncio
from collections import deque
from collections.abc import Callable
from math import inf
from operator import attrgetter


class Deadline:
    """Passes once, unless it is called off before. `at` is the loop's time."""

    __slots__ = ("_passed", "at")

    def __init__(self, at: float, passed: Callable[[], None]) -> None:
        self.at = at
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
    """Has one timer of the loop, for the next of them.

    Those of as many seconds come in the order in which they were put: there are few such lengths, and a queue for each
    is kept short by dropping, whenever one is put, what was called off before all that is not.

    An exception of one that passes goes to the loop's exception handler and keeps no other from passing.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._queues: dict[float, deque[Deadline]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def put(self, seconds: float, passed: Callable[[], None]) -> Deadline:
        """Calls `passed` after so many seconds, from the event loop."""
        deadline = Deadline(self._loop.time() + seconds, passed)
        queue = self._queues.get(seconds)
        if queue is None:
            queue = self._queues[seconds] = deque()
        while queue and queue[0].is_off:
            queue.popleft()
        if not queue and len(self._queues) == 1:
            self._drop_timer_before(deadline.at - seconds / 2)
        queue.append(deadline)
        self._wake_at(deadline.at)
        return deadline

    def close(self) -> None:
        """Calls all of them off."""
        self._queues.clear()
        self._drop_timer_before(inf)

    def _drop_timer_before(self, at: float) -> None:
        """For when nobody waits any more: it would wake the process for those called off. One that comes later is left,
        for a new one is dear, too."""
        if self._timer is not None and self._timer.when() < at:
            self._timer.cancel()
            self._timer = None

    def _wake_at(self, at: float) -> None:
        if self._timer is not None:
            if self._timer.when() <= at:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(at, self._pass)

    def _pass(self) -> None:
        self._timer = None
        now = self._loop.time()
        due = []
        for queue in self._queues.values():
            while queue and (queue[0].at <= now or queue[0].is_off):
                due.append(queue.popleft())
        for deadline in sorted(due, key=attrgetter("at")):
            try:
                deadline.arrive()
            except Exception as error:
                message = "what waited for a deadline failed"
                self._loop.call_exception_handler({"message": message, "exception": error})
        self._queues = {seconds: queue for seconds, queue in self._queues.items() if queue}
        if self._queues:
            self._wake_at(min(queue[0].at for queue in self._queues.values()))
