"""What every SNMP engine does, whatever library does the work."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol

from probes.snmp.reading import SnmpResult
from probes.snmp.surroundings import LocalPort, PortsResult, SurveyResult, Wanted
from probes.snmp.target import SnmpTarget

Told = Callable[[SnmpResult | Exception], None]
"""Is called once, with what came of a poll; an exception is a fault of ours."""

CallOff = Callable[[], object]


class SnmpEngine(Protocol):
    def begin(self, target: SnmpTarget, timeout: float, retries: int, told: Told) -> CallOff:
        """Begins to make one reading of `target`; `told` is called later, by the event loop. What is returned calls the
        poll off: then nothing comes of it any more.

        Each request waits `timeout` seconds and is sent again `retries` times. A poll is one request as a
        rule, and several when interfaces have to be found or the agent wants smaller ones. Whatever the
        agent or the network does comes back as a result. Polls may run at the same time.

        Raises ValueError when `timeout` is not above 0 or `retries` is below 0.
        """
        ...

    def poll(self, target: SnmpTarget, timeout: float, retries: int) -> asyncio.Future[SnmpResult]:
        """As `begin`, for who waits. To cancel the future calls the poll off."""
        ...

    async def survey(
        self,
        target: SnmpTarget,
        wanted: Wanted,
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        retries: int,
    ) -> SurveyResult:
        """What stands around `target`: some twenty requests, one after the other, so to be called seldom.

        Errors and patience are as in `poll`.
        """
        ...

    async def read_ports(
        self,
        target: SnmpTarget,
        ports: Iterable[LocalPort],
        timeout: float,  # noqa: ASYNC109 - of one request, not of the call
        retries: int,
    ) -> PortsResult:
        """The state of ports that a survey found. Errors and patience are as in `poll`."""
        ...

    async def close(self) -> None:
        """Gives up what is held. Polls under way end as failures of kind ERROR."""
        ...
