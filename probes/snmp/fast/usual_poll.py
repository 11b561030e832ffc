"""The poll of an agent that is known: one question, and a reading made where the answer comes in.

Of a hundred polls ninety-nine are such. What takes more than that (an agent that restarted, interfaces that moved,
requests that are too big, silence) goes on as a task, with what came of the question.
"""

import asyncio
from collections.abc import Callable
from typing import Generic

from probes.snmp.acquaintance import Acquaintance, T
from probes.snmp.poll_plan import PollPlan
from probes.snmp.question import Answer
from probes.snmp.reading import SnmpReading, SnmpResult
from probes.snmp.trouble import Trouble

Outcome = Answer | Trouble


class UsualPoll(Generic[T]):
    """`go_on` polls in the ordinary way, from the outcome of its first question where that is given."""

    __slots__ = ("_clock", "_go_on", "_known", "_plan", "result")

    def __init__(
        self,
        known: Acquaintance[T],
        plan: PollPlan,
        clock: Callable[[], float],
        go_on: Callable[[Outcome | None], asyncio.Future[SnmpResult]],
    ) -> None:
        self.result: asyncio.Future[SnmpResult] = asyncio.get_running_loop().create_future()
        self._known = known
        self._plan = plan
        self._clock = clock
        self._go_on = go_on

    def told(self, outcome: Outcome) -> None:
        if self.result.done():
            return
        try:
            reading = self._reading_in(outcome)
        except Exception as fault:  # it belongs to whoever waits for the result, not to the socket
            self.result.set_exception(fault)
            return
        if reading is not None:
            self.result.set_result(reading)
            return
        is_of_the_plan = self._known.usual_plan is self._plan
        rest = self._go_on(outcome if is_of_the_plan else None)
        rest.add_done_callback(self._hand_over)
        self.result.add_done_callback(lambda _: rest.cancel())

    def _reading_in(self, outcome: Outcome) -> SnmpReading | None:
        if isinstance(outcome, Trouble):
            return None
        return self._known.read_usual(self._plan, outcome, self._clock())

    def _hand_over(self, rest: asyncio.Future[SnmpResult]) -> None:
        if self.result.done():
            return
        if rest.cancelled():
            self.result.cancel()
        elif (fault := rest.exception()) is not None:
            self.result.set_exception(fault)
        else:
            self.result.set_result(rest.result())
