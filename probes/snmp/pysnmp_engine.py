"""The SNMP engine on pysnmp: its codec and its user-based security, on sockets of our own."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

from probes.snmp.acquaintance import Acquaintances, Carry, Session, require_patience
from probes.snmp.community import CommunitySession
from probes.snmp.conversation import Conversation
from probes.snmp.reading import FailureKind, SnmpFailure, SnmpResult
from probes.snmp.surroundings import LocalPort, PortsResult, SurveyResult, Wanted
from probes.snmp.target import SnmpTarget, SnmpV3
from probes.snmp.trouble import Trouble
from probes.snmp.udp import AgentSocket
from probes.snmp.usm import UsmSession
from probes.snmp.usm_engine import UsmEngines


class PysnmpEngine:
    """An SnmpEngine. Of pysnmp it takes the codec and the security, not the transport and the command
    generator: those share one unconnected socket among all agents, so that a closed port looks like
    silence and an answer may come from anybody, and they keep time by the wall clock, in steps of 0.5 s.

    `clock` gives seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._usm = UsmEngines()
        self._known = Acquaintances[Conversation](self._session)
        self._sockets: set[AgentSocket] = set()
        self._closed = False

    async def poll(
        self,
        target: SnmpTarget,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        retries: int,
    ) -> SnmpResult:
        require_patience(target, timeout, retries)
        try:
            async with self._way_to(target, timeout) as carry:
                return await self._known.of(target).poll(carry, retries, self._clock)
        except Trouble as trouble:
            return SnmpFailure(target.key, self._clock(), trouble.kind, trouble.detail)

    async def survey(
        self,
        target: SnmpTarget,
        wanted: Wanted,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        retries: int,
    ) -> SurveyResult:
        require_patience(target, timeout, retries)
        try:
            async with self._way_to(target, timeout) as carry:
                return await self._known.of(target).survey(carry, retries, self._clock, wanted)
        except Trouble as trouble:
            return SnmpFailure(target.key, self._clock(), trouble.kind, trouble.detail)

    async def read_ports(
        self,
        target: SnmpTarget,
        ports: Iterable[LocalPort],
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        retries: int,
    ) -> PortsResult:
        require_patience(target, timeout, retries)
        try:
            async with self._way_to(target, timeout) as carry:
                return await self._known.of(target).read_ports(carry, retries, self._clock, ports)
        except Trouble as trouble:
            return SnmpFailure(target.key, self._clock(), trouble.kind, trouble.detail)

    async def close(self) -> None:
        self._closed = True
        for socket in self._sockets:
            socket.close()
        self._known.forget()
        self._usm = UsmEngines()

    @asynccontextmanager
    async def _way_to(
        self,
        target: SnmpTarget,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
    ) -> AsyncIterator[Carry[Conversation]]:
        if self._closed:
            raise Trouble(FailureKind.ERROR, "the engine was closed")
        async with AgentSocket(target.address, target.port, timeout) as socket:
            self._sockets.add(socket)
            try:
                yield socket.ask
            finally:
                self._sockets.discard(socket)

    def _session(self, target: SnmpTarget) -> Session[Conversation]:
        if isinstance(target.access, SnmpV3):
            return UsmSession(target.access, self._usm, self._clock)
        return CommunitySession(target.access)
