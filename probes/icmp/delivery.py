"""Hands results to their receiver from the event loop."""

import asyncio
from collections.abc import Callable, Sequence

from probes.result import PingResult


class Delivery:
    """In order, together, and never within the call that found them: a receiver may probe again at once.

    An exception of the receiver goes to the loop's exception handler and keeps no result from the others.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, on_result: Callable[[PingResult], None]) -> None:
        self._loop = loop
        self._on_result = on_result
        self._waiting: list[PingResult] = []

    def put(self, result: PingResult) -> None:
        self.put_all((result,))

    def put_all(self, results: Sequence[PingResult]) -> None:
        if results and not self._waiting:
            self._loop.call_soon(self._hand_over)
        self._waiting.extend(results)

    def _hand_over(self) -> None:
        results, self._waiting = self._waiting, []
        on_result = self._on_result
        for result in results:
            try:
                on_result(result)
            except Exception as error:
                message = "the receiver of ping results failed"
                self._loop.call_exception_handler({"message": message, "exception": error})
