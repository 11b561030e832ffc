"""An event loop whose clock goes on only when nobody has anything to do: hours of it pass as fast as they are computed.

Unlike looptime's, nothing may happen in it that it does not see: SQLite is asked on the spot and not in a thread, so
that a transaction takes no time, however slow the machine is. It is not for sockets.
"""

import asyncio
import contextlib
import selectors
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any

import aiosqlite.core
import pytest

PATIENCE = 30.0
"""Real seconds after which a thread that does not come back is a fault of the test."""


class SimulatedLoop(asyncio.SelectorEventLoop):
    """`time()` is 0 at first."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_Selector(self))

    def time(self) -> float:
        return self.now


class _Selector(selectors.DefaultSelector):
    """Where a loop waits: there the simulated time goes on instead."""

    def __init__(self, loop: SimulatedLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(PATIENCE if timeout is None else 0)
        if not ready and timeout is None:
            raise TimeoutError(f"nothing has happened for {PATIENCE:.0f} s, and nothing ever would")
        if not ready and timeout is not None:
            self._loop.now += timeout
        return ready


class _OnTheSpot(SimpleQueue[Any]):
    """What aiosqlite would hand to a connection's thread, a future and what to do, is done."""

    def put_nowait(self, item: tuple["asyncio.Future[Any] | None", Callable[[], Any]]) -> None:
        future, function = item
        try:
            result = function()
        except Exception as error:
            if future is not None:
                future.set_exception(error)
            return
        if future is not None:
            future.set_result(result)
        if result is aiosqlite.core._STOP_RUNNING_SENTINEL:
            super().put_nowait((None, lambda: result))


@contextlib.contextmanager
def simulated_time() -> Iterator[asyncio.Runner]:
    """A runner on such a loop."""
    with pytest.MonkeyPatch.context() as patch, asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        patch.setattr(aiosqlite.core, "SimpleQueue", _OnTheSpot)
        yield runner
