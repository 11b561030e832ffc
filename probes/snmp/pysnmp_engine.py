"""The SNMP engine on pysnmp: its codec and its user-based security, on sockets of our own."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from probes.snmp.agent import OBJECTS_PER_REQUEST, ROWS_PER_REQUEST, Agent
from probes.snmp.conversation import Conversation, Session
from probes.snmp.decode import reading_of
from probes.snmp.question import Answer, Question
from probes.snmp.reading import FailureKind, SnmpFailure, SnmpResult
from probes.snmp.survey import Memory, survey
from probes.snmp.target import SnmpTarget, SnmpV2c
from probes.snmp.trouble import Trouble
from probes.snmp.udp import AgentSocket
from probes.snmp.usm import UsmSession
from probes.snmp.usm_engine import UsmEngines
from probes.snmp.v2c import V2cSession

AGENTS_AT_MOST = 20_000


class PysnmpEngine:
    """An SnmpEngine. Of pysnmp it takes the codec and the security, not the transport and the command
    generator: those share one unconnected socket among all agents, so that a closed port looks like
    silence and an answer may come from anybody, and they keep time by the wall clock, in steps of 0.5 s.

    `clock` gives seconds, monotonic. What is learned of an agent is kept for the AGENTS_AT_MOST that were
    polled last.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._usm = UsmEngines()
        self._known: OrderedDict[str, _Acquaintance] = OrderedDict()
        self._sockets: set[AgentSocket] = set()
        self._closed = False

    async def poll(
        self,
        target: SnmpTarget,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        retries: int,
    ) -> SnmpResult:
        if not timeout > 0 or retries < 0:
            raise ValueError(
                f"poll of {target.key}: timeout is {timeout}, give seconds above 0; "
                f"retries is {retries}, give 0 or more"
            )
        try:
            if self._closed:
                raise Trouble(FailureKind.ERROR, "the engine was closed")
            socket = AgentSocket(target.address, target.port, timeout)
            return await self._read(self._acquaintance(target), socket, retries)
        except Trouble as trouble:
            return SnmpFailure(target.key, self._clock(), trouble.kind, trouble.detail)

    async def close(self) -> None:
        self._closed = True
        for socket in self._sockets:
            socket.close()
        self._known.clear()
        self._usm = UsmEngines()

    async def _read(self, known: "_Acquaintance", socket: AgentSocket, retries: int) -> SnmpResult:
        target = known.target
        ask = partial(_ask, socket, known.session, retries)
        agent = Agent(ask, known.objects_per_request, known.rows_per_request)
        async with socket:
            self._sockets.add(socket)
            try:
                found = await survey(agent, target.interfaces, known.memory, self._clock())
            finally:
                self._sockets.discard(socket)
                known.objects_per_request = agent.objects_per_request
                known.rows_per_request = agent.rows_per_request
        known.memory = found.memory
        return reading_of(target.key, self._clock(), found.values, found.interfaces, found.health)

    def _acquaintance(self, target: SnmpTarget) -> "_Acquaintance":
        known = self._known.get(target.key)
        if known is None or known.target != target:
            known = self._known[target.key] = _Acquaintance(target, self._session(target))
        self._known.move_to_end(target.key)
        if len(self._known) > AGENTS_AT_MOST:
            self._known.popitem(last=False)
        return known

    def _session(self, target: SnmpTarget) -> Session:
        if isinstance(target.access, SnmpV2c):
            return V2cSession(target.access)
        return UsmSession(target.access, self._usm, self._clock)


@dataclass(slots=True)
class _Acquaintance:
    """What is known of an agent that was polled before."""

    target: SnmpTarget
    session: Session
    memory: Memory | None = None
    objects_per_request: int = OBJECTS_PER_REQUEST
    rows_per_request: int = ROWS_PER_REQUEST


async def _ask(socket: AgentSocket, session: Session, retries: int, question: Question) -> Answer:
    try:
        return await socket.ask(session.converse(question), retries)
    except Trouble as silence:
        doubt = session.silent() if silence.kind is FailureKind.TIMEOUT else None
        if doubt is None:
            raise
        if await _answers(socket, doubt.conversation):
            # an agent that restarted a moment ago answers this too: only silence once more is a proof
            if answer := await _answers(socket, session.converse(question)):
                return answer
            raise doubt.cause from None
        raise


async def _answers(socket: AgentSocket, conversation: Conversation) -> Answer | None:
    try:
        return await socket.ask(conversation, retries=0)
    except Trouble as trouble:
        if trouble.kind is FailureKind.TIMEOUT:
            return None
        raise
