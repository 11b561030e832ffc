"""The whole network as it is known now: one track a device, and what follows from one probe for the others.

A deterministic object without I/O: it is fed outcomes with their times and hands back what changed and what
should be asked next. The steady case, an answer from a device that is up, costs a few assignments and
allocates nothing.

All times are seconds of one monotonic clock.
"""

from dataclasses import dataclass, field, replace

from netwatch.core.cause import Parent, Verdict, find_cause
from netwatch.core.detect import Health, call_down, call_unreachable, judge_answer, judge_miss, pace, release
from netwatch.core.loss import Loss
from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.inventory.model import Inventory

NEVER = float("-inf")


class Track:
    """One device: its health, and what changes with every probe.

    `answered_at`: when the latest answered probe was sent. `rtt` in seconds.
    """

    __slots__ = (
        "answered_at", "answering_since", "device", "failover", "health", "loss", "parents", "probed_at", "rtt"
    )

    def __init__(self, device: str, parents: tuple[str, ...], failover: float) -> None:
        self.device = device
        self.parents = parents
        self.failover = failover
        self.health = Health()
        self.loss = Loss()
        self.probed_at = NEVER
        self.answered_at = NEVER
        self.answering_since = NEVER
        self.rtt: float | None = None

    def take_over(self, older: "Track") -> None:
        self.health, self.loss, self.rtt = older.health, older.loss, older.rtt
        self.probed_at, self.answered_at = older.probed_at, older.answered_at


@dataclass(frozen=True, slots=True)
class Transition:
    device: str
    before: State
    after: State
    reason: str


@dataclass(slots=True)
class Advice:
    """What follows from one outcome.

    `repace`: devices whose pace changed, with the new one in seconds: probe now, then every so often.
    `ask`: devices to be probed once more, now.
    """

    transitions: list[Transition] = field(default_factory=list)
    repace: dict[str, float] = field(default_factory=dict)
    ask: set[str] = field(default_factory=set)


class City:
    """`noticed` holds the devices that are anything but up and answering."""

    def __init__(self, inventory: Inventory, policy: Policy) -> None:
        self.policy = policy
        self.children = inventory.children
        self.rank = _parents_first(inventory)
        self.tracks = {
            device.id: Track(
                device.id, device.parents, policy.failover if device.failover is None else device.failover
            )
            for device in inventory.devices.values()
        }
        self.noticed: set[str] = set(self.tracks)

    def restore(self, device: str, state: State, since: float, reason: str) -> None:
        """Takes up a state from before a restart; nothing new is decided on it before the device was probed."""
        track = self.tracks.get(device)
        if track is None or state is State.UNKNOWN:
            return
        kept = State.UP if state is State.DEGRADED else state
        track.health = Health(kept, since, reason, fell_at=None if kept is State.UP else since)
        self._keep_notice(track)

    def inherit(self, older: "City") -> None:
        """Takes over what a city of an older inventory knows of the devices that both have."""
        for device, track in self.tracks.items():
            if device in older.tracks:
                track.take_over(older.tracks[device])
                self._keep_notice(track)

    def take_stock(self, at: float) -> None:
        """After `restore` or `inherit`: releases whoever is called unreachable although its way is not silent now."""
        for device in sorted(self.noticed, key=self.rank.__getitem__):
            track = self.tracks[device]
            track.health = self._in_new_light(track, at)

    def answered(self, device: str, sent_at: float, at: float, rtt: float) -> Advice | None:
        """A probe sent at `sent_at` was answered; `rtt` in seconds. None when nothing follows from it."""
        track = self.tracks[device]
        track.probed_at = at
        track.rtt = rtt
        if sent_at > track.answered_at:
            track.answered_at = sent_at
        track.loss.answered()
        before = track.health
        if before.run is None and before.state is State.UP:
            return None
        if before.run is None or sent_at > before.run.first_sent_at:
            track.answering_since = sent_at
        after = judge_answer(before, sent_at, at, self.policy)
        if before.run is not None and after.run is None and not before.is_silent:
            track.loss.lost(before.run.misses)
        return self._follow(track, after, at)

    def missed(self, device: str, sent_at: float, at: float) -> Advice | None:
        """A probe sent at `sent_at` was not answered by `at`. None when nothing follows from it."""
        track = self.tracks[device]
        track.probed_at = at
        if sent_at < track.answered_at:
            track.loss.lost(1)
            return None
        before = track.health
        after = judge_miss(before, sent_at, at, track.loss.cautious(), self.policy)
        advice = self._follow(track, after, at)
        if advice is not None and not before.is_silent and after.run is not None and after.run.misses == 2:
            advice.ask |= self.below(device)
        return advice

    def below(self, device: str) -> set[str]:
        """Every device that has this one somewhere on a way to it."""
        found: set[str] = set()
        queue = [device]
        while queue:
            for child in self.children[queue.pop()]:
                if child not in found:
                    found.add(child)
                    queue.append(child)
        return found

    def _follow(self, track: Track, health: Health, at: float) -> Advice | None:
        """Adopts a device's new health and lets what follows from it reach the devices below."""
        if health is track.health:
            return None
        advice = Advice()
        queue = [(track, health)]
        while queue:
            changed, becomes = queue.pop()
            was = changed.health.state
            self._adopt(changed, becomes, advice)
            verdict = self._judge(changed, at, advice)
            if verdict is not changed.health:
                self._adopt(changed, verdict, advice)
            if changed.health.state is not was:
                if changed.health.state is State.UP:
                    advice.ask |= {d for d in self.below(changed.device) if self.tracks[d].health.is_silent}
                queue.extend(self._reconsidered(changed.device, at))
        return advice

    def _adopt(self, track: Track, health: Health, advice: Advice) -> None:
        before, track.health = track.health, health
        self._keep_notice(track)
        if before.state is not health.state:
            advice.transitions.append(Transition(track.device, before.state, health.state, health.reason))
        new_pace = pace(health, self.policy)
        if new_pace != pace(before, self.policy):
            advice.repace[track.device] = new_pace

    def _judge(self, track: Track, at: float, advice: Advice) -> Health:
        """The verdict on a confirmed run; the same health where there is none yet."""
        run = track.health.run
        if run is None or run.confirmed_at is None:
            return track.health
        finding = find_cause(track.health, self._parents(track), at, self.policy, track.failover)
        if finding.verdict is Verdict.DOWN:
            return call_down(track.health, at, finding.reason)
        if finding.verdict is Verdict.UNREACHABLE:
            return call_unreachable(track.health, at, finding.reason)
        advice.ask.update(p for p in finding.ask if self.tracks[p].health.run is None)
        return track.health

    def _reconsidered(self, parent: str, at: float) -> list[tuple[Track, Health]]:
        """The children for whom a parent's new state changes something."""
        found = []
        for child in self.children[parent]:
            track = self.tracks[child]
            after = self._in_new_light(track, at)
            if after is not track.health or (after.run is not None and after.run.confirmed_at is not None):
                found.append((track, after))
        return found

    def _in_new_light(self, track: Track, at: float) -> Health:
        health = track.health
        parents = [self.tracks[parent].health for parent in track.parents]
        way_back = not parents or any(parent.state is State.UP for parent in parents)
        if health.state is State.UNREACHABLE:
            if way_back and health.released_at is None:
                return release(health, at)
            if not way_back and health.released_at is not None:
                return replace(health, released_at=None, run=None)
        if health.state is State.DOWN and parents and all(parent.is_silent for parent in parents):
            fell_at = health.since if health.fell_at is None else health.fell_at
            latest = max(parent.since if parent.fell_at is None else parent.fell_at for parent in parents)
            if latest - fell_at <= self.policy.same_cause_window:
                return call_unreachable(health, at, f"{', '.join(track.parents)} fell silent right after it")
        return health

    def _parents(self, track: Track) -> list[Parent]:
        seen = (self.tracks[parent] for parent in track.parents)
        return [Parent(p.device, p.health, p.answered_at, p.answering_since) for p in seen]

    def _keep_notice(self, track: Track) -> None:
        if track.health.state is State.UP and track.health.run is None:
            self.noticed.discard(track.device)
        else:
            self.noticed.add(track.device)


def _parents_first(inventory: Inventory) -> dict[str, int]:
    """A rank for every device that is higher than its parents'."""
    waiting = {device.id: len(device.parents) for device in inventory.devices.values()}
    ready = [device for device, parents in waiting.items() if parents == 0]
    rank: dict[str, int] = {}
    for device in ready:
        rank[device] = len(rank)
        for child in inventory.children[device]:
            waiting[child] -= 1
            if waiting[child] == 0:
                ready.append(child)
    return rank
