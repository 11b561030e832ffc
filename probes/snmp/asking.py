"""What every SNMP engine of ours does alike: each kind of question, asked on a way that the engine finds."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from probes.snmp.acquaintance import Acquaintance, Acquaintances, Carry, Session, T, require_patience
from probes.snmp.reading import FailureKind, SnmpFailure, SnmpResult
from probes.snmp.surroundings import LocalPort, PortsResult, SurveyResult, Wanted
from probes.snmp.target import SnmpTarget
from probes.snmp.trouble import Trouble

Found = TypeVar("Found")


class AskingEngine(ABC, Generic[T]):
    """Implements what `SnmpEngine` asks. `clock` gives seconds, monotonic."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known = Acquaintances[T](self._session)
        self._closed = False

    async def close(self) -> None:
        self._closed = True
        self._known.forget()

    def poll(self, target: SnmpTarget, timeout: float, retries: int) -> asyncio.Future[SnmpResult]:
        require_patience(target, timeout, retries)
        return asyncio.ensure_future(
            self._ask(target, timeout, retries, lambda known, carry: known.poll(carry, retries, self._clock))
        )

    async def survey(
        self,
        target: SnmpTarget,
        wanted: Wanted,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        retries: int,
    ) -> SurveyResult:
        return await self._ask(
            target, timeout, retries, lambda known, carry: known.survey(carry, retries, self._clock, wanted)
        )

    async def read_ports(
        self,
        target: SnmpTarget,
        ports: Iterable[LocalPort],
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        retries: int,
    ) -> PortsResult:
        return await self._ask(
            target, timeout, retries, lambda known, carry: known.read_ports(carry, retries, self._clock, ports)
        )

    async def _ask(
        self,
        target: SnmpTarget,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        retries: int,
        question: Callable[[Acquaintance[T], Carry[T]], Awaitable[Found]],
    ) -> Found | SnmpFailure:
        require_patience(target, timeout, retries)
        try:
            if self._closed:
                raise Trouble(FailureKind.ERROR, "the engine was closed")
            return await self._on_a_way(target, timeout, lambda carry: question(self._known.of(target), carry))
        except Trouble as trouble:
            return SnmpFailure(target.key, self._clock(), trouble.kind, trouble.detail)

    @abstractmethod
    async def _on_a_way(
        self,
        target: SnmpTarget,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        ask: Callable[[Carry[T]], Awaitable[Found]],
    ) -> Found:
        """Asks on a way to the target that lasts as long as the asking. Raises Trouble when there is none."""

    @abstractmethod
    def _session(self, target: SnmpTarget) -> Session[T]: ...
