"""Hands what came of the probes to its receivers from the event loop."""

import asyncio
from collections.abc import Callable, Iterator
from operator import length_hint

from probes.result import PingResult

Answer = tuple[str, float, float]
"""A probe that was answered in time: its key, when it left and when the answer arrived, both in seconds."""

OnAnswers = Callable[[Iterator[Answer]], None]
"""Called with many at once, for each comes by the thousand; is to take them all."""


class Delivery:
    """In order, together, and never within the call that found them: a receiver may probe again at once.

    An exception of a receiver goes to the loop's exception handler and keeps nothing else from it.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, on_result: Callable[[PingResult], None], on_answers: OnAnswers
    ) -> None:
        self._loop = loop
        self._on_result = on_result
        self._on_answers = on_answers
        self._waiting: list[PingResult | list[Answer]] = []

    def put_answers(self, answers: list[Answer]) -> None:
        if answers:
            self.put(answers)

    def put(self, entry: PingResult | list[Answer]) -> None:
        if not self._waiting:
            self._loop.call_soon(self._hand_over)
        self._waiting.append(entry)

    def _hand_over(self) -> None:
        entries, self._waiting = self._waiting, []
        for entry in entries:
            if isinstance(entry, list):
                self._hand_over_answers(iter(entry))
            else:
                try:
                    self._on_result(entry)
                except Exception as error:
                    self._report(error)

    def _hand_over_answers(self, answers: Iterator[Answer]) -> None:
        """What a failing receiver has not taken yet it is given again."""
        while left := length_hint(answers):
            try:
                self._on_answers(answers)
            except Exception as error:
                self._report(error)
            if length_hint(answers) == left:
                break

    def _report(self, error: Exception) -> None:
        message = "the receiver of ping results failed"
        self._loop.call_exception_handler({"message": message, "exception": error})
