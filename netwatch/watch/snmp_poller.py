"""The loop that polls SNMP agents, each at its own phase, a bounded number at a time."""

import asyncio
from collections.abc import Callable, Mapping, Set
from functools import partial

import structlog

from netwatch.core.fault import describe
from netwatch.schedule import Schedule
from netwatch.watch.rounds import Rounds
from probes.snmp.engine import CallOff, SnmpEngine
from probes.snmp.reading import SnmpResult
from probes.snmp.target import SnmpTarget

log: structlog.stdlib.BoundLogger = structlog.get_logger("netwatch")

AT_ONCE = 256
"""Polls under way: a slow agent holds one place for its timeouts, so a few dozen slow ones delay nobody, and all that
are due in one slot of the schedule find a place."""

TICK = 0.1
"""Seconds until the next look at who is due, at the least, where there was no place for all."""

TIMEOUT = 2.0
RETRIES = 1


class SnmpPoller:
    """`on_result(device, result)` is called once a poll; what follows from it is decided elsewhere."""

    def __init__(
        self,
        targets: Mapping[str, SnmpTarget],
        interval: float,
        monotonic: Callable[[], float],
        on_result: Callable[[str, SnmpResult], None],
    ) -> None:
        self._interval = interval
        self._monotonic = monotonic
        self._on_result = on_result
        self._targets: dict[str, SnmpTarget] = {}
        self._schedule = Schedule(interval)
        self._engine: SnmpEngine | None = None
        self._polling: dict[str, CallOff] = {}
        self._outcomes: list[tuple[str, SnmpResult | Exception]] = []
        self._wanted: dict[str, None] = {}
        """Devices to be polled out of turn as soon as they can be, in this order."""
        self._rounds = Rounds(TICK)
        self.adopt(targets, interval)

    def adopt(self, targets: Mapping[str, SnmpTarget], interval: float) -> None:
        """Goes on with changed targets; those that stay keep their phase."""
        now = self._monotonic()
        scheduled: Set[str] = self._targets.keys()
        if interval != self._interval:
            self._schedule, scheduled = Schedule(interval), set()
        for device in self._targets.keys() - targets.keys():
            self._schedule.remove(device)
            self._wanted.pop(device, None)
        for device in targets:
            if device not in scheduled:
                self._schedule.add(device, interval, now)
        self._targets, self._interval = dict(targets), interval
        self._rounds.soon()

    async def run(self, engine: SnmpEngine) -> None:
        """Polls until it is cancelled."""
        self._engine = engine
        try:
            await self._rounds.run(partial(self._look, engine))
        finally:
            self._engine = None
            for call_off in self._polling.values():
                call_off()
            self._polling.clear()

    def _look(self, engine: SnmpEngine) -> float:
        """Polls who is due; seconds until the next look."""
        free = AT_ONCE - len(self._polling)
        for device in self._schedule.due(self._monotonic(), free):
            if device not in self._polling:
                self._begin(engine, device)
        return self._schedule.pause(self._monotonic(), TICK)

    def poll_now(self, device: str) -> None:
        """One poll out of turn; nothing where the device has no agent.

        After the poll under way if there is one, for what that has asked already may have changed since; and as
        soon as there is a place, when too many are under way.
        """
        if device in self._targets:
            self._wanted[device] = None
            self._poll_wanted()

    def _poll_wanted(self) -> None:
        if self._engine is None:
            return
        for device in list(self._wanted):
            if len(self._polling) >= AT_ONCE:
                return
            if device not in self._polling:
                del self._wanted[device]
                self._begin(self._engine, device)

    def _begin(self, engine: SnmpEngine, device: str) -> None:
        try:
            self._polling[device] = engine.begin(
                self._targets[device], TIMEOUT, RETRIES, partial(self._come, device)
            )
        except Exception as failure:
            _log_fault(device, failure)

    def _come(self, device: str, outcome: SnmpResult | Exception) -> None:
        """What has come together is decoded as a whole before any of it is judged: taking turns costs more."""
        if not self._outcomes:
            asyncio.get_running_loop().call_soon(self._end)
        self._outcomes.append((device, outcome))

    def _end(self) -> None:
        outcomes, self._outcomes = self._outcomes, []
        for device, outcome in outcomes:
            self._polling.pop(device, None)
            try:
                if isinstance(outcome, Exception):
                    raise outcome
                if device in self._targets:
                    self._on_result(device, outcome)
            except Exception as failure:
                _log_fault(device, failure)
        if self._wanted:
            self._poll_wanted()


def _log_fault(device: str, failure: Exception) -> None:
    """An engine reports what goes wrong as a result; whatever it raises is a fault of ours, at this device."""
    log.error("poll failed", device=device, fault=describe(failure))
