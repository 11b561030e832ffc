"""The SNMP engine on messages and sockets of our own."""

import socket
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from probes.snmp.acquaintance import AGENTS_AT_MOST, Acquaintances, Carry, Session, require_patience
from probes.snmp.fast.community import CommunitySession
from probes.snmp.fast.conversation import NumberedConversation
from probes.snmp.fast.link import Link
from probes.snmp.fast.peer import Peer, find_peer, literal_peer
from probes.snmp.fast.usm import UsmSession
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.reading import FailureKind, SnmpFailure, SnmpResult
from probes.snmp.surroundings import LocalPort, PortsResult, SurveyResult, Wanted
from probes.snmp.target import SnmpTarget, SnmpV3
from probes.snmp.trouble import Trouble


class FastEngine:
    """An SnmpEngine, for one event loop. `clock` gives seconds, monotonic."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ring = KeyRing()
        self._known = Acquaintances[NumberedConversation](self._session)
        self._literal_peer = lru_cache(AGENTS_AT_MOST)(literal_peer)
        self._links: dict[socket.AddressFamily, Link] = {}
        self._closed = False

    async def poll(
        self,
        target: SnmpTarget,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        retries: int,
    ) -> SnmpResult:
        require_patience(target, timeout, retries)
        try:
            carry = await self._way_to(target, timeout)
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
            carry = await self._way_to(target, timeout)
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
            carry = await self._way_to(target, timeout)
            return await self._known.of(target).read_ports(carry, retries, self._clock, ports)
        except Trouble as trouble:
            return SnmpFailure(target.key, self._clock(), trouble.kind, trouble.detail)

    async def close(self) -> None:
        self._closed = True
        for link in self._links.values():
            link.close()
        self._links.clear()
        self._known.forget()
        self._ring = KeyRing()

    async def _way_to(
        self,
        target: SnmpTarget,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
    ) -> Carry[NumberedConversation]:
        if self._closed:
            raise Trouble(FailureKind.ERROR, "the engine was closed")
        peer = self._literal_peer(target.address, target.port)
        if peer is None:
            peer = await find_peer(target.address, target.port, timeout)
        return partial(self._link(peer).ask, peer, timeout)

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
