"""What is kept of agents between the polls, and how one of them is polled."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from probes.snmp.agent import OBJECTS_PER_REQUEST, ROWS_PER_REQUEST, Agent
from probes.snmp.conversation import C, Conversation, Doubt
from probes.snmp.decode import reading_of
from probes.snmp.find_surroundings import find_surroundings
from probes.snmp.poll_plan import PollPlan
from probes.snmp.question import NO_ERROR, Answer, Question
from probes.snmp.read_ports import read_ports
from probes.snmp.reading import FailureKind, SnmpReading
from probes.snmp.surroundings import LocalPort, PortsReading, Surroundings, Wanted
from probes.snmp.survey import Memory, survey, unchanged
from probes.snmp.target import SnmpTarget
from probes.snmp.trouble import Trouble

AGENTS_AT_MOST = 20_000

T = TypeVar("T", bound=Conversation)


class Session(Protocol[C]):
    """What is kept between the questions to one agent."""

    def converse(self, question: Question) -> C: ...

    def silent(self) -> Doubt[C] | None:
        """To be told when a question stayed without answer. None: there is nothing else to find out."""
        ...


Carry = Callable[[T, int], Awaitable[Answer]]
"""Takes a conversation to the agent, with so many retries. Raises Trouble when there is no answer."""


@dataclass(slots=True)
class Acquaintance(Generic[T]):
    """One agent that was polled before."""

    target: SnmpTarget
    session: Session[T]
    memory: Memory | None = None
    objects_per_request: int = OBJECTS_PER_REQUEST
    rows_per_request: int = ROWS_PER_REQUEST

    async def poll(self, carry: Carry[T], retries: int, clock: Callable[[], float]) -> SnmpReading:
        """Raises Trouble."""
        agent = self._agent(carry, retries)
        try:
            reading, self.memory = await survey(agent, self.target, self.memory, clock)
        finally:
            self.objects_per_request = agent.objects_per_request
            self.rows_per_request = agent.rows_per_request
        return reading

    @property
    def usual_plan(self) -> PollPlan | None:
        """What the next poll asks for, in one request; None when it takes more, or nobody knows yet."""
        if self.memory is None or len(self.memory.plan.question.oids) > self.objects_per_request:
            return None
        return self.memory.plan

    def read_usual(self, plan: PollPlan, answer: Answer, now: float) -> SnmpReading | None:
        """The reading in the answer to the usual plan's question; None when it takes more than that answer.

        `now` is seconds of the polls' clock.
        """
        memory = self.memory
        if memory is None or memory.plan is not plan or answer.status != NO_ERROR:
            return None
        values = answer.values
        if not isinstance(values[0], int):
            return None
        reading = reading_of(self.target.key, now, plan, values, memory.identity)
        kept = unchanged(memory, reading, values, now)
        if kept is None:
            return None
        self.memory = kept
        return reading

    async def survey(
        self, carry: Carry[T], retries: int, clock: Callable[[], float], wanted: Wanted
    ) -> Surroundings:
        """Raises Trouble."""
        return await find_surroundings(self._agent(carry, retries), self.target.key, clock(), wanted)

    async def read_ports(
        self, carry: Carry[T], retries: int, clock: Callable[[], float], ports: Iterable[LocalPort]
    ) -> PortsReading:
        """Raises Trouble."""
        return await read_ports(self._agent(carry, retries), self.target.key, clock, ports)

    def _agent(self, carry: Carry[T], retries: int) -> Agent:
        return Agent(partial(self._ask, carry, retries), self.objects_per_request, self.rows_per_request)

    async def _ask(self, carry: Carry[T], retries: int, question: Question) -> Answer:
        try:
            return await carry(self.session.converse(question), retries)
        except Trouble as silence:
            doubt = self.session.silent() if silence.kind is FailureKind.TIMEOUT else None
            if doubt is None:
                raise
            if await _answers(carry, doubt.conversation):
                # an agent that restarted a moment ago answers this too: only silence once more is a proof
                if answer := await _answers(carry, self.session.converse(question)):
                    return answer
                raise doubt.cause from None
            raise


class Acquaintances(Generic[T]):
    """Of the AGENTS_AT_MOST agents that were polled last."""

    def __init__(self, session_with: Callable[[SnmpTarget], Session[T]]) -> None:
        self._session_with = session_with
        self._known: OrderedDict[str, Acquaintance[T]] = OrderedDict()

    def of(self, target: SnmpTarget) -> Acquaintance[T]:
        """A target that changed is met anew."""
        known = self._known.get(target.key)
        if known is None or (known.target is not target and known.target != target):
            known = self._known[target.key] = Acquaintance(target, self._session_with(target))
        self._known.move_to_end(target.key)
        if len(self._known) > AGENTS_AT_MOST:
            self._known.popitem(last=False)
        return known

    def forget(self) -> None:
        self._known.clear()


async def _answers(carry: Carry[T], conversation: T) -> Answer | None:
    try:
        return await carry(conversation, 0)
    except Trouble as trouble:
        if trouble.kind is FailureKind.TIMEOUT:
            return None
        raise


def after(outcome: Answer | Trouble, carry: Carry[T]) -> Carry[T]:
    """`carry` for whom the first question has been carried already, with that outcome."""
    outcomes = [outcome]

    async def carry_on(conversation: T, retries: int) -> Answer:
        if not outcomes:
            return await carry(conversation, retries)
        found = outcomes.pop()
        if isinstance(found, Trouble):
            raise found
        return found

    return carry_on


def require_patience(target: SnmpTarget, timeout: float, retries: int) -> None:
    """Raises ValueError when `timeout` is not above 0 or `retries` is below 0."""
    if not timeout > 0 or retries < 0:
        raise ValueError(
            f"poll of {target.key}: timeout is {timeout}, give seconds above 0; retries is {retries}, give 0 or more"
        )
