"""The loop that pings: asks the schedule who is due, the engine to probe them, and tells the city what came back."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from netwatch.config.address import is_literal
from netwatch.core.advice import Advice
from netwatch.core.city import City
from netwatch.core.detect import pace
from netwatch.core.policy import Policy
from netwatch.inventory.model import Inventory
from netwatch.schedule import Schedule
from probes.icmp.resolve import Resolver
from probes.result import Outcome, PingResult

NOBODY: Mapping[str, str] = MappingProxyType({})

TICK = 0.05
"""Seconds: probes are sent in ticks, so that waking up costs little however many devices there are."""

MOST_AT_ONCE = 256
"""More than these wait until others had a turn of the loop, and show as lag."""

BREATH = 0.005
"""Seconds that the others get before the next of them."""


class Pinger(Protocol):
    """What the loop needs of an ICMP engine; results come by callback, once a probe."""

    def probe(self, key: str, address: str, timeout: float) -> None: ...


class Prober:
    """`on_transition` is told which devices have changed their state, after every outcome that changed one; of none,
    where something else of note has changed. `witnesses` are the addresses of the city's witnesses by their names.
    """

    def __init__(
        self,
        inventory: Inventory,
        city: City,
        monotonic: Callable[[], float],
        on_transition: Callable[[Iterable[str]], None],
        witnesses: Mapping[str, str] = NOBODY,
    ) -> None:
        self.city = city
        self.schedule = Schedule()
        self._monotonic = monotonic
        self._on_transition = on_transition
        self._addresses = _addresses_of(inventory, witnesses)
        self._named = _with_host_names(self._addresses)
        self._resolver = Resolver(clock=monotonic)
        self._resolving: set[asyncio.Task[None]] = set()
        self._engine: Pinger | None = None
        self._wake = asyncio.Event()
        now = monotonic()
        for device in self._addresses:
            self.schedule.add(device, city.interval(device), now)

    def adopt(self, inventory: Inventory, policy: Policy, witnesses: Mapping[str, str] = NOBODY) -> None:
        """Goes on with a changed inventory; what is known of the devices that stay is kept, and so is their phase."""
        now = self._monotonic()
        city = City(inventory, policy, witnesses)
        city.inherit(self.city)
        city.take_stock(now)
        addresses = _addresses_of(inventory, witnesses)
        for device in self._addresses.keys() - addresses.keys():
            self.schedule.remove(device)
        for device in addresses.keys() - self._addresses.keys():
            self.schedule.add(device, city.interval(device), now)
        if policy != self.city.policy:
            for device, track in city.tracks.items():
                self.schedule.repace(device, pace(track.health, policy), now)
        new = city.tracks.keys() - self.city.tracks.keys()
        self.city = city
        self._addresses = addresses
        self._named = _with_host_names(addresses)
        self._on_transition(new | city.noticed)

    @property
    def lag(self) -> float:
        """Seconds by which the longest waiting probe is late."""
        return self.schedule.lag(self._monotonic())

    async def run(self, engine: Pinger) -> None:
        """Probes until it is cancelled."""
        self._engine = engine
        while True:
            due = self.schedule.due(self._monotonic(), MOST_AT_ONCE)
            for device in due:
                self._send(device)
            if len(due) == MOST_AT_ONCE:
                await asyncio.sleep(BREATH)
                continue
            self._wake.clear()
            soonest = self.schedule.next_at()
            pause = 1.0 if soonest is None else min(1.0, max(TICK, soonest - self._monotonic()))
            await _wait(self._wake, pause)

    def take(self, result: PingResult) -> None:
        """One probe's outcome, from the engine."""
        city = self.city
        if result.key not in self._addresses:
            return
        if result.outcome is Outcome.UP:
            advice = city.answered(result.key, result.sent_at, result.at, result.rtt or 0.0)
        elif result.outcome is Outcome.DOWN:
            advice = city.missed(result.key, result.sent_at, result.at)
        else:
            advice = city.could_not_ask(result.key, result.at)
        if advice is not None:
            self._heed(advice)

    def ask_now(self, device: str) -> None:
        """One probe out of turn."""
        self._send(device)

    def _heed(self, advice: Advice) -> None:
        now = self._monotonic()
        for device, every in advice.repace.items():
            self.schedule.repace(device, every, now)
        for device in advice.ask:
            self._send(device)
        self._wake.set()
        if advice.transitions or advice.notable:
            self._on_transition([transition.device for transition in advice.transitions])

    def _send(self, device: str) -> None:
        host = self._addresses[device]
        if self._engine is None:
            return
        if device not in self._named:
            self._engine.probe(device, host, self.city.policy.timeout)
        else:
            task = asyncio.create_task(self._resolve_and_send(self._engine, device, host))
            self._resolving.add(task)
            task.add_done_callback(self._resolving.discard)

    async def _resolve_and_send(self, engine: Pinger, device: str, host: str) -> None:
        address = await self._resolver.address(host)
        if address is None:
            self.take(self._resolver.unresolved(device, host))
        else:
            engine.probe(device, address, self.city.policy.timeout)


def _addresses_of(inventory: Inventory, witnesses: Mapping[str, str]) -> dict[str, str]:
    return {**witnesses, **{device.id: device.address for device in inventory.devices.values()}}


def _with_host_names(addresses: Mapping[str, str]) -> frozenset[str]:
    """Those whose address is a name that has to be resolved."""
    return frozenset(key for key, address in addresses.items() if not is_literal(address))


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
