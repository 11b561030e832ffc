"""The loop that pings: asks the schedule who is due, the engine to probe them, and tells the city what came back."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, Protocol
from weakref import WeakKeyDictionary

import structlog

from netwatch.core.advice import Advice
from netwatch.core.city import City
from netwatch.core.moved import Moved
from netwatch.core.state import State
from netwatch.core.subnet_cap import SubnetCap
from netwatch.inventory.model import Inventory
from netwatch.schedule import Party, Schedule, schedule_for
from netwatch.watch.addresses import Addresses
from netwatch.watch.rounds import Rounds
from probes.icmp.resolve import Resolver, Turn
from probes.icmp.target import Address
from probes.result import UP, Answer, Outcome, PingResult

log: structlog.stdlib.BoundLogger = structlog.get_logger("netwatch")

NOBODY: Mapping[str, str] = MappingProxyType({})

TICK = 0.1
"""Seconds until the next look at who is due, at the least, if not for a regular turn: what is confirmed has no slots,
and waking up costs."""

MOST_AT_ONCE = 256
"""More than these wait until others had a turn of the loop, and show as lag."""

BREATH = 0.005
"""Seconds that the others get before the next of them."""

Send = Callable[[float], None]
"""Probes those for whom it was made, each with so many seconds to answer."""


class Pinger(Protocol):
    """What the loop needs of an ICMP engine; results come by callback, once a probe."""

    def probe_all(self, requests: Sequence[tuple[str, Address]], timeout: float) -> None: ...

    def prepare(self, requests: Sequence[tuple[str, Address]]) -> Send | None: ...


class _Ready(NamedTuple):
    """What is needed to probe a party again, as long as nobody's address changes."""

    shares: Mapping[str, int]
    send: Send


class Prober:
    """`on_transition` is told which devices have changed their state, after every outcome that changed one; of none,
    where something else of note has changed. `witnesses` are the addresses of the city's witnesses by their names.

    `unasked`: why devices are not asked: those whose name does not resolve, and those of which nothing is known yet
    because of an error of our own. Such a device keeps its state.
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
        self.unasked: dict[str, str] = {}
        self._monotonic = monotonic
        self._on_transition = on_transition
        self._addresses = Addresses.of(inventory, witnesses)
        self._moved = Moved()
        self._ready: WeakKeyDictionary[Party, _Ready | None] = WeakKeyDictionary()
        self._cap = SubnetCap(self._addresses.hosts)
        self._resolver = Resolver(clock=monotonic, on_turn=self._tell_of_name)
        self._resolving: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._engine: Pinger | None = None
        self._rounds = Rounds(BREATH)
        self.schedule = self._new_schedule(monotonic())

    def adopt(self, inventory: Inventory, city: City, witnesses: Mapping[str, str] = NOBODY) -> None:
        """Goes on with a changed inventory; what is known of the devices that stay is kept, and so is their phase.

        `city` is that of the inventory and the witnesses, as it was made: it need not be made in the loop.
        """
        now = self._monotonic()
        city.inherit(self.city)
        addresses = Addresses.of(inventory, witnesses)
        hosts, were = addresses.hosts, self._addresses.hosts
        for device in were.keys() - hosts.keys():
            self.schedule.remove(device)
        for device in hosts.keys() - were.keys():
            self.schedule.add(device, city.interval(device), now)
        new, before = city.tracks.keys() - self.city.tracks.keys(), self.city.policy
        self.city = city
        self.unasked = {d: why for d, why in self.unasked.items() if hosts.get(d) == were[d]}
        if addresses != self._addresses:
            moved = addresses.moved_from(self._addresses)
            city.move(moved)
            self._moved.note(moved, now, before.timeout)
            self._addresses = addresses
            self._ready.clear()
            self._cap.adopt(hosts)
        if city.policy.interval != before.interval:
            self.schedule = self._new_schedule(now)
        self.take_stock()
        self._rounds.soon()
        self._on_transition(new | city.noticed)

    def take_stock(self) -> None:
        """After the city was told of states that no probe has found: asks each as quickly as that wants."""
        now = self._monotonic()
        self.city.take_stock(now)
        for device in self.city.noticed | self.schedule.irregular():
            self.schedule.repace(device, self.city.pace(device), now)

    @property
    def lag(self) -> float:
        """Seconds by which the longest waiting probe is late."""
        now = self._monotonic()
        return max(self.schedule.lag(now), self._cap.lag(now))

    async def run(self, engine: Pinger) -> None:
        """Probes until it is cancelled."""
        self._engine = engine
        self._ready.clear()
        await self._rounds.run(partial(self._look, engine))

    def take_answers(self, answers: Sequence[Answer]) -> Sequence[Answer]:
        """Takes those from which nothing follows, and gives the others, which come by `take`: so do those of whoever
        could not be asked before. From the engine, within its calls."""
        return answers if self._moved else self.city.take_calm(answers)

    def take(self, result: PingResult) -> None:
        """One probe's outcome, from the engine."""
        key, outcome, sent_at, at, _, reason = result
        city = self.city
        if key not in self._addresses.hosts or (self._moved and self._moved.is_past(key, sent_at)):
            return
        if outcome is UP:
            advice = city.answered(key, sent_at, at, at - sent_at)
            self._note_asked(key)
        elif outcome is Outcome.DOWN:
            advice = city.missed(key, sent_at, at)
            self._note_asked(key)
        else:
            advice = city.could_not_ask(key, at)
            if key in city.tracks and city.tracks[key].health.state is State.UNKNOWN:
                self._note_unasked(key, reason)
        if advice is not None:
            self._heed(advice)

    def overdue(self, probes: Sequence[tuple[str, float]]) -> None:
        """Probes, by device and time of sending, that have not been answered as quickly as usual. From the engine."""
        city = self.city
        for device, sent_at in probes:
            if device not in city.tracks or self._moved.is_past(device, sent_at):
                continue
            if (advice := city.overdue(device, sent_at)) is not None:
                self._heed(advice)

    def hear(self, device: str, at: float, words: str) -> None:
        """What somebody said of a probe that was in vain. From the engine."""
        track = self.city.tracks.get(device)
        if track is None or device in self._moved:
            return
        is_new = track.told is None or track.told[1] != words
        track.told = at, words
        if is_new and track.health.is_silent:
            self._on_transition(())

    def ask_now(self, device: str) -> None:
        """One probe out of turn."""
        self._ask((device,))

    def _look(self, engine: Pinger) -> float:
        """Probes who is due; seconds until the next look."""
        now = self._monotonic()
        self._probe(engine, self._cap.retry(now))
        parties = self.schedule.parties_due(now, MOST_AT_ONCE)
        for party in parties:
            self._probe_party(engine, party, now)
        if sum(map(len, parties)) == MOST_AT_ONCE:
            return BREATH
        return TICK if self._cap.is_holding else self.schedule.pause(self._monotonic(), TICK)

    def _heed(self, advice: Advice) -> None:
        now = self._monotonic()
        for device, every in advice.repace.items():
            self.schedule.repace(device, every, now)
        self._ask(advice.ask)
        self._rounds.soon()
        if advice.transitions or advice.notable:
            self._on_transition([transition.device for transition in advice.transitions])

    def _ask(self, devices: Iterable[str]) -> None:
        """Probes each now, or a little later where its subnet has had its share."""
        if self._engine is not None:
            self._probe(self._engine, self._cap.admit(devices, self._monotonic()))
            if self._cap.is_holding:
                self._rounds.soon()

    def _probe_party(self, engine: Pinger, party: Party, now: float) -> None:
        if party not in self._ready:
            self._ready[party] = self._made_ready(engine, party)
        ready = self._ready[party]
        if ready is not None and self._cap.admits_all(ready.shares, now):
            ready.send(self.city.policy.timeout)
        else:
            self._probe(engine, self._cap.admit(party.devices, now))

    def _made_ready(self, engine: Pinger, party: Party) -> _Ready | None:
        """None where a name has to be resolved each time, or the engine cannot tell beforehand."""
        known = self._addresses.requests
        requests = [known[device] for device in party.devices if device in known]
        if len(requests) < len(party):
            return None
        send = engine.prepare(requests)
        return None if send is None else _Ready(self._cap.shares(party.devices), send)

    def _probe(self, engine: Pinger, devices: Iterable[str]) -> None:
        requests: list[tuple[str, Address]] = []
        for device in devices:
            request = self._addresses.requests.get(device)
            if request is not None:
                requests.append(request)
            elif (named := (device, self._addresses.hosts[device])) not in self._resolving:
                # else the probe that waits for the name stands for this one, too
                task = self._resolving[named] = asyncio.create_task(self._resolve_and_probe(engine, *named))
                task.add_done_callback(partial(self._resolved, named))
        if requests:
            engine.probe_all(requests, self.city.policy.timeout)

    def _resolved(self, named: tuple[str, str], _: asyncio.Task[None]) -> None:
        del self._resolving[named]

    async def _resolve_and_probe(self, engine: Pinger, device: str, host: str) -> None:
        address = await self._resolver.address(host)
        if self._addresses.hosts.get(device) != host:
            return  # it has got another one meanwhile
        if address is None:
            result = self._resolver.unresolved(device, host)
            self._note_unasked(device, result.reason)
            self.take(result)
        else:
            self._note_asked(device)
            engine.probe_all((self._addresses.request(device, address),), self.city.policy.timeout)

    def _note_unasked(self, device: str, why: str) -> None:
        if self.unasked.get(device) != why:
            self.unasked[device] = why
            self._tell_changed(device)

    def _note_asked(self, device: str) -> None:
        if self.unasked.pop(device, None) is not None:
            self._tell_changed(device)

    def _tell_changed(self, device: str) -> None:
        self._on_transition((device,) if device in self.city.tracks else ())

    def _tell_of_name(self, turn: Turn) -> None:
        devices = [device for device, host in self._addresses.hosts.items() if host == turn.name]
        told = {"name": turn.name, "of": devices}
        if turn.failure is None:
            log.info("the host name resolves again", address=turn.address, **told)
        elif turn.address is None:
            log.warning("the host name does not resolve, what has it is not probed", problem=turn.failure, **told)
        else:
            log.warning(
                "the host name does not resolve any more, its last address goes on being probed",
                address=turn.address, problem=turn.failure, **told,
            )

    def _new_schedule(self, now: float) -> Schedule:
        schedule = schedule_for(len(self._addresses.hosts), self.city.policy.interval)
        for device in self._addresses.hosts:
            schedule.add(device, self.city.interval(device), now)
            schedule.repace(device, self.city.pace(device), now)
        return schedule
