"""Hands what came of the probes to its receivers."""

import asyncio
from collections.abc import Callable, Sequence

from probes.result import UP, Answer, PingResult

OnAnswers = Callable[[Sequence[Answer]], Sequence[Answer]]
"""Called with many at once, for each comes by the thousand. Takes those that ask for nothing to be done, and gives the
others, in their order."""


def takes_none(answers: Sequence[Answer]) -> Sequence[Answer]:
    """For a receiver to whom an answer is a result like any other."""
    return answers


class Delivery:
    """Results are handed over from the event loop, in order, together, and never within the call that found them: a
    receiver may probe again at once.

    Answers are offered to `on_answers` first, and that at once, for a turn of the loop costs as much as they do: it
    must not probe. What it leaves, and what would overtake results that wait, is handed over as results.

    An exception of a receiver goes to the loop's exception handler and keeps nothing else from it. Of the answers that
    were offered to `on_answers` when it failed nobody knows which it took: all come as results, those perhaps again.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, on_result: Callable[[PingResult], None], on_answers: OnAnswers
    ) -> None:
        self._loop = loop
        self._on_result = on_result
        self._on_answers = on_answers
        self._waiting: list[PingResult] = []
        self._is_handing_over = False

    def put_answers(self, answers: Sequence[Answer]) -> None:
        if not self._waiting and not self._is_handing_over:
            try:
                answers = self._on_answers(answers)
            except Exception as error:
                self._report(error)
        for key, sent_at, at in answers:
            self.put(PingResult(key, UP, sent_at, at, at - sent_at, ""))

    def put(self, result: PingResult) -> None:
        if not self._waiting:
            self._loop.call_soon(self._hand_over)
        self._waiting.append(result)

    def _hand_over(self) -> None:
        results, self._waiting = self._waiting, []
        self._is_handing_over = True
        for result in results:
            try:
                self._on_result(result)
            except Exception as error:
                self._report(error)
        self._is_handing_over = False

    def _report(self, error: Exception) -> None:
        message = "the receiver of ping results failed"
        self._loop.call_exception_handler({"message": message, "exception": error})
