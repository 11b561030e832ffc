"""What every SNMP engine of ours does alike: each kind of question, asked on a way that the engine finds."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Generic, TypeVar

from probes.snmp.acquaintance import Acquaintance, Acquaintances, Carry, Session, T, require_patience
from probes.snmp.engine import CallOff, Told
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

    def begin(self, target: SnmpTarget, timeout: float, retries: int, told: Told) -> CallOff:
        require_patience(target, timeout, retries)
        return self._begin(
            target, timeout, retries, lambda known, carry: known.poll(carry, retries, self._clock), told
        )

    def poll(self, target: SnmpTarget, timeout: float, retries: int) -> asyncio.Future[SnmpResult]:
        polling = _Polling()
        polling.call_off = self.begin(target, timeout, retries, polling.told)
        return polling

    def _begin(
        self,
        target: SnmpTarget,
        timeout: float,
        retries: int,
        poll: Callable[[Acquaintance[T], Carry[T]], Awaitable[SnmpResult]],
        told: Told,
    ) -> CallOff:
        asking = asyncio.ensure_future(self._ask(target, timeout, retries, poll))
        asking.add_done_callback(partial(_hand_over, told))
        return asking.cancel

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


class _Polling(asyncio.Future[SnmpResult]):
    """What becomes of a poll."""

    call_off: CallOff

    def told(self, outcome: SnmpResult | Exception) -> None:
        if self.done():
            return
        if isinstance(outcome, Exception):
            self.set_exception(outcome)
        else:
            self.set_result(outcome)

    def cancel(self, msg: object = None) -> bool:
        self.call_off()
        return super().cancel(msg)


def _hand_over(told: Told, asking: asyncio.Future[SnmpResult]) -> None:
    if asking.cancelled():
        return
    fault = asking.exception()
    told(fault if isinstance(fault, Exception) else asking.result())
