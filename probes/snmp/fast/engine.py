"""The SNMP engine on messages and sockets of our own."""

import socket
from collections.abc import Awaitable, Callable
from functools import lru_cache, partial

from probes.snmp.acquaintance import AGENTS_AT_MOST, Acquaintance, Carry, Session, after, require_patience
from probes.snmp.asking import AskingEngine, Found
from probes.snmp.engine import CallOff, Told
from probes.snmp.fast.community import CommunitySession
from probes.snmp.fast.conversation import NumberedConversation
from probes.snmp.fast.link import Link
from probes.snmp.fast.peer import Peer, find_peer, literal_peer
from probes.snmp.fast.usm import UsmSession
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usual_poll import UsualPoll
from probes.snmp.question import Answer
from probes.snmp.reading import FailureKind
from probes.snmp.target import SnmpTarget, SnmpV3
from probes.snmp.trouble import Trouble


class FastEngine(AskingEngine[NumberedConversation]):
    """An SnmpEngine, for one event loop. `clock` gives seconds, monotonic."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(clock)
        self._ring = KeyRing()
        self._lasting_peer = lru_cache(AGENTS_AT_MOST)(literal_peer)
        self._links: dict[socket.AddressFamily, Link] = {}

    def begin(self, target: SnmpTarget, timeout: float, retries: int, told: Told) -> CallOff:
        require_patience(target, timeout, retries)
        peer = self._peer(target)
        link = None if peer is None else self._links.get(peer.family)
        known = self._known.of(target)
        plan = known.usual_plan
        if peer is None or link is None or plan is None:
            return super().begin(target, timeout, retries, told)
        poll = UsualPoll(known, plan, self._clock, partial(self._go_on, known, timeout, retries, told), told)
        link.begin(peer, timeout, known.session.converse(plan.question), retries, poll.take)
        return poll.call_off

    def _go_on(
        self,
        known: Acquaintance[NumberedConversation],
        timeout: float,
        retries: int,
        told: Told,
        outcome: Answer | Trouble | None,
    ) -> CallOff:
        return self._begin(
            known.target,
            timeout,
            retries,
            lambda _, carry: known.poll(carry if outcome is None else after(outcome, carry), retries, self._clock),
            told,
        )

    async def close(self) -> None:
        await super().close()
        for link in self._links.values():
            link.close()
        self._links.clear()
        self._ring = KeyRing()

    async def _on_a_way(
        self,
        target: SnmpTarget,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        ask: Callable[[Carry[NumberedConversation]], Awaitable[Found]],
    ) -> Found:
        peer = self._peer(target)
        if peer is None:
            peer = await find_peer(target.address, target.port, timeout)
        return await ask(partial(self._link(peer).ask, peer, timeout))

    def _peer(self, target: SnmpTarget) -> Peer | None:
        """Found anew each time where there is a zone: what its name means may change with the interfaces."""
        find = literal_peer if "%" in target.address else self._lasting_peer
        return find(target.address, target.port)

    def _link(self, peer: Peer) -> Link:
        link = self._links.get(peer.family)
        if link is None:
            try:
                link = self._links[peer.family] = Link(peer.family)
            except OSError as error:
                raise Trouble(FailureKind.ERROR, f"no way to {peer.name}: {error.strerror}") from None
        return link

    def _session(self, target: SnmpTarget) -> Session[NumberedConversation]:
        if isinstance(target.access, SnmpV3):
            return UsmSession(target.access, self._ring, self._clock)
        return CommunitySession(target.access)
