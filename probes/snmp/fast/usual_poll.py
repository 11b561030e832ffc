"""The poll of an agent that is known: one question, and a reading made where the answer comes in.

Of a hundred polls ninety-nine are such. What takes more than that (an agent that restarted, interfaces that moved,
requests that are too big, silence) goes on as a task, with what came of the question.
"""

from collections.abc import Callable
from typing import Generic

from probes.snmp.acquaintance import Acquaintance, T
from probes.snmp.engine import CallOff, Told
from probes.snmp.poll_plan import PollPlan
from probes.snmp.question import Answer
from probes.snmp.trouble import Trouble

Outcome = Answer | Trouble


class UsualPoll(Generic[T]):
    """`go_on` polls in the ordinary way, from the outcome of its first question where that is given, and tells what
    comes of it."""

    __slots__ = ("_clock", "_go_on", "_is_off", "_known", "_plan", "_rest", "_told")

    def __init__(
        self,
        known: Acquaintance[T],
        plan: PollPlan,
        clock: Callable[[], float],
        go_on: Callable[[Outcome | None], CallOff],
        told: Told,
    ) -> None:
        self._known = known
        self._plan = plan
        self._clock = clock
        self._go_on = go_on
        self._told = told
        self._is_off = False
        self._rest: CallOff | None = None

    def take(self, outcome: Outcome) -> None:
        if self._is_off:
            return
        try:
            reading = None
            if isinstance(outcome, Answer):
                reading = self._known.read_usual(self._plan, outcome, self._clock())
        except Exception as fault:  # it belongs to whoever waits for the result, not to the socket
            self._told(fault)
            return
        if reading is not None:
            self._told(reading)
            return
        is_of_the_plan = self._known.usual_plan is self._plan
        self._rest = self._go_on(outcome if is_of_the_plan else None)

    def call_off(self) -> None:
        self._is_off = True
        if self._rest is not None:
            self._rest()
