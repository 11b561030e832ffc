"""The real city picture and schedule over a simulated network, without the probes that change nothing.

A device *sleeps* while each of its regular probes would find what is known already: it is up and answers, or it is
silent and stays so. Asleep, its probes are not sent; what they would have left behind (when it answered last, what
its path loses) is caught up with whenever somebody looks, and it wakes for the first probe that would be news.
`skip=False` sends every probe; a test shows that the transitions are the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from functools import partial

from netwatch.core.advice import Advice, Transition
from netwatch.core.city import City
from netwatch.core.flapping import is_flapping
from netwatch.core.loss import QUICK, SLOW
from netwatch.core.overdue import QUICK_AFTER
from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.core.track import Track
from netwatch.inventory.model import Inventory
from netwatch.schedule import schedule_for
from tests.sim.network import GATEWAY, Network

RTT = 0.004


class Watch:
    """Times are simulated seconds. `on_change` is called after transitions; `tell` gets the story's lines."""

    def __init__(
        self, inventory: Inventory, network: Network, policy: Policy, *, skip: bool = True, gateway: bool = True
    ) -> None:
        self.inventory = inventory
        self.network = network
        self.policy = policy
        self.skip = skip
        self.witnesses = (GATEWAY,) if gateway else ()
        self.now = 0.0
        self.transitions: list[tuple[float, Transition]] = []
        self.on_change: Callable[[], None] = lambda: None
        self.tell: Callable[[str], None] = lambda line: None
        self.probes = 0
        self._count = 0
        self._todo: list[tuple[float, int, Callable[[], None]]] = []
        self._begin(City(inventory, policy, self.witnesses))

    def restart(self) -> None:
        """As after kill -9: a new city that knows only the states that were stored."""
        self.tell("netwatch is killed and started again")
        for device in tuple(self._asleep):
            self._catch_up(device)
        city = City(self.inventory, self.policy, self.witnesses)
        for device, track in self.city.tracks.items():
            flapped = self.now if is_flapping(track.flaps, self.now) else None
            city.restore(device, track.health.state, track.health.since, track.health.reason, flapped)
        city.take_stock(self.now)
        self._begin(city)

    def change(self, what: Callable[[Network], None]) -> None:
        """Changes the truth now; whoever is concerned by it wakes."""
        for device in self._asleep:
            self._catch_up(device)
        before, losses = self.network.reachable, dict(self.network.loss)
        what(self.network)
        self.network.refresh()
        after = self.network.reachable
        concerned = before ^ after
        concerned |= {d for d in losses.keys() | self.network.loss.keys() if losses.get(d) != self.network.loss.get(d)}
        for device in sorted(concerned & self._asleep.keys()):
            self._wake(device, counts=False)

    def catch_up(self, devices: Iterable[str]) -> None:
        """Whoever looks at these devices sees what their latest probes have found."""
        for device in devices:
            if device in self._asleep:
                self._catch_up(device)

    def at(self, when: float, what: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._todo, (when, self._count, what))

    def run(self, until: float) -> None:
        todo = self._todo
        while True:
            flying, wakes = self._flying, self._wakes
            soonest = self.schedule.next_at()
            if soonest is None:
                soonest = until
            for heap in (flying, todo, wakes):
                if heap and heap[0][0] < soonest:
                    soonest = heap[0][0]
            if soonest >= until:
                break
            self.now = max(self.now, soonest)
            if todo and todo[0][0] <= self.now:
                heapq.heappop(todo)[2]()
                continue
            if wakes and wakes[0][0] <= self.now:
                _, woken, nap = heapq.heappop(wakes)
                if self._naps.get(woken) == nap and woken in self._asleep:
                    self._wake(woken)
                continue
            if flying and flying[0][0] <= self.now:
                _, _, device, sent_at, answered = heapq.heappop(flying)
                self._land(device, sent_at, answered)
                continue
            for device in self.schedule.due(self.now, 1 << 30):
                if not (self.skip and self._fall_asleep(device)):
                    self._send(device)
        self.now = until

    def _begin(self, city: City) -> None:
        self.city = city
        watched = [*self.inventory.devices, *self.witnesses]
        self.schedule = schedule_for(len(watched), self.policy.interval)
        self._flying: list[tuple[float, int, str, float, bool]] = []
        self._wakes: list[tuple[float, str, int]] = []
        self._asleep: dict[str, int] = {}  # the number of the first turn that has not been caught up with
        self._naps: dict[str, int] = {}
        for device in watched:
            self.schedule.add(device, self._interval(device), self.now)
            self.schedule.repace(device, city.pace(device), self.now)

    def _track(self, device: str) -> Track:
        return self.city.tracks.get(device) or self.city.way_out.extra[device]

    def _interval(self, device: str) -> float:
        return (self.policy.of_witnesses if device in self.witnesses else self.policy).interval

    # probes

    def _send(self, device: str) -> None:
        self.probes += 1
        if not self.network.route:
            if (advice := self.city.could_not_ask(device, self.now)) is not None:
                self._heed(advice)
            return
        self._fly(device, self.now, not self.network.loses(device))

    def _fly(self, device: str, sent_at: float, answered: bool) -> None:
        self._count += 1
        lands = sent_at + (RTT if answered else self.policy.timeout)
        heapq.heappush(self._flying, (lands, self._count, device, sent_at, answered))
        if not answered and device in self.city.tracks:
            self.at(max(self.now, sent_at + QUICK_AFTER), partial(self._overdue, device, sent_at))

    def _overdue(self, device: str, sent_at: float) -> None:
        if device in self.city.tracks and (advice := self.city.overdue(device, sent_at)) is not None:
            self._heed(advice)

    def _land(self, device: str, sent_at: float, answered: bool) -> None:
        if device in self._asleep:
            self._catch_up(device)
        if answered:
            advice = self.city.answered(device, sent_at, self.now, RTT)
        else:
            for parent in self._track(device).parents:
                if parent in self._asleep:
                    self._catch_up(parent)
            advice = self.city.missed(device, sent_at, self.now)
        if advice is not None:
            self._heed(advice)

    def _heed(self, advice: Advice) -> None:
        for device, pace in advice.repace.items():
            if device in self._asleep:
                self._wake(device)
            self.schedule.repace(device, pace, self.now)
        for device in sorted(advice.ask):
            if device in self._asleep and device in self.network.loss:
                self._wake(device)
            self._send(device)
        for transition in advice.transitions:
            self.transitions.append((self.now, transition))
            self.tell(
                f"{transition.device}: {transition.before} -> {transition.after} ({transition.reason})"
            )
        if advice.transitions or advice.notable:
            self.on_change()

    # sleep

    def _fall_asleep(self, device: str) -> bool:
        """True when the turn that is due now, and those after it, are no news."""
        track = self._track(device)
        health = track.health
        if track.watched_until is not None or track.suspected:
            return False
        reached = device in self.network.reachable
        if not self.network.route or self.city.way_out.isolation or health.run is not None or health.wins:
            return False
        if health.state is State.UP:
            answers = self.network.answers_left.get(device)
            if not reached or answers == 0:
                return False
            if answers is not None:
                nap = self._naps[device] = self._naps.get(device, 0) + 1
                interval = self._interval(device)
                lost = self.schedule.turns_by(device, interval, self.now) + answers
                before, at = (self.schedule.turn_at(device, interval, number) for number in (lost - 1, lost))
                wake_at = (before + at) / 2
                heapq.heappush(self._wakes, (wake_at, device, nap))
        elif not health.is_silent or reached or health.released_at is not None:
            return False
        self._asleep[device] = self.schedule.turns_by(device, self._interval(device), self.now)
        self.schedule.remove(device)
        return True

    def _catch_up(self, device: str) -> None:
        """What the probes that were not sent have left behind by now."""
        first = self._asleep[device]
        track, interval = self._track(device), self._interval(device)
        is_up = track.health.state is State.UP
        flight = RTT if is_up else self.policy.timeout
        number = self.schedule.turns_by(device, interval, self.now - flight)
        turns = number - first + 1
        if turns <= 0:
            return
        last = self.schedule.turn_at(device, interval, number)
        self._asleep[device] = number + 1
        track.probed_at = last + flight
        if is_up:
            track.answered_at = max(track.answered_at, last)
            track.rtt = RTT
            track.loss.quick *= (1.0 - QUICK) ** turns
            track.loss.slow *= (1.0 - SLOW) ** turns
            if device in self.network.answers_left:
                self.network.answers_left[device] -= turns

    def _wake(self, device: str, *, counts: bool = True) -> None:
        """`counts`: a probe that is on its way now is one of those that the path answers before it loses one."""
        self._catch_up(device)
        turn = self.schedule.turn_at(device, self._interval(device), self._asleep.pop(device))
        if turn <= self.now:
            answered = self._track(device).health.state is State.UP
            self._fly(device, turn, answered)
            if counts and answered and device in self.network.answers_left:
                self.network.answers_left[device] -= 1
        self.schedule.add(device, self._interval(device), self.now)
