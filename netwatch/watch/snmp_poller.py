"""The loop that polls SNMP agents, each at its own phase, a bounded number at a time."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

import structlog

from netwatch.core.agent import AgentState
from netwatch.core.fault import describe
from netwatch.schedule import Schedule
from probes.snmp.engine import SnmpEngine
from probes.snmp.reading import SnmpResult
from probes.snmp.target import SnmpTarget

log: structlog.stdlib.BoundLogger = structlog.get_logger("netwatch")

AT_ONCE = 64
"""Polls under way: a slow agent holds one place for its timeouts, so a few dozen slow ones delay nobody."""

TIMEOUT = 2.0
RETRIES = 1


class Judge(Protocol):
    """Turns a poll's result into the agent's next state."""

    def __call__(self, device: str, state: AgentState, result: SnmpResult) -> AgentState: ...


class SnmpPoller:
    """`agents` holds what is known; `on_change(device)` is called when a condition of it changed."""

    def __init__(
        self,
        targets: Mapping[str, SnmpTarget],
        interval: float,
        monotonic: Callable[[], float],
        judge: Judge,
        on_change: Callable[[str], None],
    ) -> None:
        self.agents: dict[str, AgentState] = {}
        self._interval = interval
        self._monotonic = monotonic
        self._judge = judge
        self._on_change = on_change
        self._targets: dict[str, SnmpTarget] = {}
        self._schedule = Schedule()
        self._engine: SnmpEngine | None = None
        self._polling: dict[str, asyncio.Task[None]] = {}
        self._wanted: dict[str, None] = {}
        """Devices to be polled out of turn as soon as they can be, in this order."""
        self.adopt(targets, interval)

    def adopt(self, targets: Mapping[str, SnmpTarget], interval: float) -> None:
        """Goes on with changed targets; what is known of those that stay is kept."""
        now = self._monotonic()
        for device in self._targets.keys() - targets.keys():
            self._schedule.remove(device)
            self.agents.pop(device, None)
            self._wanted.pop(device, None)
        for device in targets:
            if device not in self._targets or interval != self._interval:
                self._schedule.add(device, interval, now)
        self._targets, self._interval = dict(targets), interval

    async def run(self, engine: SnmpEngine) -> None:
        """Polls until it is cancelled."""
        self._engine = engine
        try:
            while True:
                free = AT_ONCE - len(self._polling)
                for device in self._schedule.due(self._monotonic(), free):
                    if device not in self._polling:
                        self._polling[device] = asyncio.create_task(self._poll(engine, device))
                await asyncio.sleep(0.25)
        finally:
            self._engine = None
            for task in self._polling.values():
                task.cancel()
            await asyncio.gather(*self._polling.values(), return_exceptions=True)

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
                self._polling[device] = asyncio.create_task(self._poll(self._engine, device))

    async def _poll(self, engine: SnmpEngine, device: str) -> None:
        try:
            result = await engine.poll(self._targets[device], TIMEOUT, RETRIES)
            if device not in self._targets:
                return
            before = self.agents.get(device, AgentState())
            after = self._judge(device, before, result)
            self.agents[device] = after
            if after.conditions != before.conditions or after.last_reboot_at != before.last_reboot_at:
                self._on_change(device)
        except Exception as failure:
            # An engine reports what goes wrong as a result; whatever it raises is a fault of ours, at this device.
            log.error("poll failed", device=device, fault=describe(failure))
        finally:
            self._polling.pop(device, None)
            self._poll_wanted()
