"""The SNMP engine on pysnmp: its codec and its user-based security, on sockets of our own."""

from collections.abc import Awaitable, Callable

from probes.snmp.acquaintance import Carry, Session
from probes.snmp.asking import AskingEngine, Found
from probes.snmp.community import CommunitySession
from probes.snmp.conversation import Conversation
from probes.snmp.target import SnmpTarget, SnmpV3
from probes.snmp.udp import AgentSocket
from probes.snmp.usm import UsmSession
from probes.snmp.usm_engine import UsmEngines


class PysnmpEngine(AskingEngine[Conversation]):
    """An SnmpEngine. Of pysnmp it takes the codec and the security, not the transport and the command
    generator: those share one unconnected socket among all agents, so that a closed port looks like
    silence and an answer may come from anybody, and they keep time by the wall clock, in steps of 0.5 s.

    `clock` gives seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(clock)
        self._usm = UsmEngines()
        self._sockets: set[AgentSocket] = set()

    async def close(self) -> None:
        await super().close()
        for socket in self._sockets:
            socket.close()
        self._usm = UsmEngines()

    async def _on_a_way(
        self,
        target: SnmpTarget,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        ask: Callable[[Carry[Conversation]], Awaitable[Found]],
    ) -> Found:
        async with AgentSocket(target.address, target.port, timeout) as socket:
            self._sockets.add(socket)
            try:
                return await ask(socket.ask)
            finally:
                self._sockets.discard(socket)

    def _session(self, target: SnmpTarget) -> Session[Conversation]:
        if isinstance(target.access, SnmpV3):
            return UsmSession(target.access, self._usm, self._clock)
        return CommunitySession(target.access)
