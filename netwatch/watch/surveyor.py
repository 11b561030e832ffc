"""The loop that asks agents, seldom, what stands around them."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from zlib import crc32

import structlog

from netwatch.common_moment import common_moment
from netwatch.config.address import is_literal
from netwatch.core.agent import AgentState
from netwatch.core.fault import describe
from netwatch.core.leads_to import Surveys
from netwatch.core.recall import recall
from netwatch.inventory.model import Inventory
from probes.snmp.engine import SnmpEngine
from probes.snmp.reading import SnmpFailure, SnmpReading
from probes.snmp.surroundings import Surroundings, Wanted
from probes.snmp.target import SnmpTarget

log: structlog.stdlib.BoundLogger = structlog.get_logger("netwatch")

AT_ONCE = 4
"""Surveys under way: one is some twenty requests in a row, so a thousand devices take a few minutes."""

FIRST_WITHIN = 30.0
"""Seconds within which those whose agent has answered are surveyed for the first time."""

EVERY = 3 * 3600.0
SETTLED_AFTER = 60.0
"""Seconds after a reboot or a change of the neighbours, so that everybody has spoken again."""

NOT_WITHIN = 600.0
"""Seconds between two surveys of a device whose neighbours come and go."""

SUM_UP_EVERY = 10.0
"""Seconds between two looks at whose addresses are whose, while surveys come in."""

LOOK_EVERY = 10.0
"""Seconds between two looks at who is to be surveyed, once all that the one before found have been."""

TURN = 1.0
"""Seconds between two starts of surveys, while there are any."""

TIMEOUT = 2.0
RETRIES = 1


@dataclass(slots=True)
class _Last:
    """The latest survey: when, whom it was to look for, and what would show that it is out of date."""

    at: float
    macs: frozenset[str]
    changed: int | None
    rebooted: object
    surveys: Surveys


class Surveyor:
    """`around` holds what is known. `agents` gives the polls' results; `on_change(device)` is called after a survey."""

    def __init__(
        self,
        inventory: Inventory,
        targets: Mapping[str, SnmpTarget],
        agents: Callable[[], Mapping[str, AgentState]],
        monotonic: Callable[[], float],
        on_change: Callable[[str], None],
    ) -> None:
        self.around: dict[str, Surroundings] = {}
        self._agents = agents
        self._monotonic = monotonic
        self._on_change = on_change
        self._last: dict[str, _Last] = {}
        self._retry_at: dict[str, float] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._addresses: frozenset[str] = frozenset()
        self._waiting: deque[str] = deque()
        self._looked_at = -inf
        self.adopt(inventory, targets)

    def adopt(self, inventory: Inventory, targets: Mapping[str, SnmpTarget]) -> None:
        """Goes on with a changed inventory; what is known of devices that stay is kept."""
        self._inventory, self._targets = inventory, dict(targets)
        for known in (self.around, self._last, self._retry_at):
            for device in known.keys() - targets.keys():
                del known[device]
        self._started_at = self._monotonic()
        addresses = (device.address for device in inventory.devices.values())
        self._addresses = frozenset(each for each in addresses if is_literal(each) and ":" not in each)
        self._sum_up()

    async def run(self, engine: SnmpEngine) -> None:
        """Surveys until it is cancelled."""
        try:
            while True:
                if self._is_stale and self._monotonic() - self._summed_up_at >= SUM_UP_EVERY:
                    self._sum_up()
                while len(self._running) < AT_ONCE and (device := self._next_due()) is not None:
                    self._running[device] = asyncio.create_task(self._survey(engine, device))
                is_busy = self._running or self._waiting or self._is_stale
                await common_moment(TURN if is_busy else LOOK_EVERY)
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _next_due(self) -> str | None:
        now = self._monotonic()
        if not self._waiting and now - self._looked_at > LOOK_EVERY - TURN:
            self._looked_at = now
            idle = (device for device in self._targets if device not in self._running)
            self._waiting.extend(device for device in idle if self._is_due(device, now))
        while self._waiting:
            device = self._waiting.popleft()
            # Since the look it may have left the inventory or fallen silent.
            if device in self._targets and _latest(self._agents().get(device)) is not None:
                return device
        return None

    def _is_due(self, device: str, now: float) -> bool:
        agent = self._agents().get(device)
        reading = _latest(agent)
        if agent is None or reading is None or now < self._retry_at.get(device, now):
            return False
        last = self._last.get(device)
        if last is None:
            return now >= self._started_at + crc32(device.encode()) % 1000 / 1000 * FIRST_WITHIN
        since = now - last.at
        if since < SETTLED_AFTER:
            return False
        if since >= EVERY or last.rebooted != agent.last_reboot_at:
            return True
        if since < NOT_WITHIN:
            return False
        if reading.neighbours_changed != last.changed:
            return True
        if last.surveys is self.surveys:
            return False
        last.surveys = self.surveys
        return not self._macs_wanted(device) <= last.macs

    async def _survey(self, engine: SnmpEngine, device: str) -> None:
        try:
            agent = self._agents()[device]
            wanted = Wanted(self._addresses, self._macs_wanted(device))
            result = await engine.survey(self._targets[device], wanted, TIMEOUT, RETRIES)
            if device not in self._targets:
                return
            now = self._monotonic()
            if isinstance(result, SnmpFailure):
                self._retry_at[device] = now + NOT_WITHIN
                return
            changed = None if agent.last is None else agent.last.neighbours_changed
            self._last[device] = _Last(now, wanted.macs, changed, agent.last_reboot_at, self.surveys)
            self.around[device] = recall(self.around.get(device), result)
            self._is_stale = True
            log.info("surveyed", device=device, ports=len(result.ports), neighbours=len(result.neighbours))
            self._on_change(device)
        except Exception as failure:
            # An engine reports what goes wrong as a result; whatever it raises is a fault of ours, at this device.
            log.error("survey failed", device=device, fault=describe(failure))
            self._retry_at[device] = self._monotonic() + NOT_WITHIN
        finally:
            self._running.pop(device, None)

    def _macs_wanted(self, device: str) -> frozenset[str]:
        """Those of the devices that are reached through it."""
        below = self.surveys.below(device)
        return frozenset(mac for each in below if each != device for mac in self.surveys.macs_of(each))

    def _sum_up(self) -> None:
        """Anew, for what was summed up before is remembered in there."""
        self.surveys = Surveys(self._inventory, self._agents(), self.around)
        self._summed_up_at, self._is_stale = self._monotonic(), False


def _latest(agent: AgentState | None) -> SnmpReading | None:
    """None while it does not answer, or has not yet."""
    return None if agent is None or agent.silences else agent.last
