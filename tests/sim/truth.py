"""What an ideal observer would have noted: which device was silent when, by whose fault."""

from __future__ import annotations

from dataclasses import dataclass, field

from netwatch.core.policy import Policy
from tests.sim.faults import Fault, apply
from tests.sim.network import Network


@dataclass(frozen=True)
class Episode:
    """A failure from `start` to `end`. `root`: its device, or `power at SITE` with the `devices` that fell together;
    `behind`: who else was silent through it alone at its beginning."""

    root: str
    start: float
    end: float
    devices: frozenset[str]
    behind: frozenset[str]

    @property
    def is_power(self) -> bool:
        return len(self.devices) > 1


@dataclass
class Truth:
    """`silences`: the spans in which each device could not be reached, the monitor's own isolation aside."""

    episodes: list[Episode] = field(default_factory=list)
    silences: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    isolations: list[tuple[float, float]] = field(default_factory=list)

    def was_silent(self, device: str, start: float, end: float) -> bool:
        """At any moment between the two."""
        return any(s <= end and e >= start for s, e in self.silences.get(device, ()))

    def blind_within(self, start: float, end: float) -> float:
        """Seconds between the two in which the monitor saw nothing at all."""
        return sum(max(0.0, min(end, e) - max(start, s)) for s, e in self.isolations)

    def is_silent_since(self, device: str, start: float, end: float) -> bool:
        """All the time between the two."""
        return any(s <= start and e >= end for s, e in self.silences.get(device, ()))


def observe(network: Network, faults: list[Fault], until: float) -> Truth:
    """Replays the faults, by themselves, on a network of their own."""
    truth = Truth(isolations=[(f.start, f.end) for f in faults if f.kind in ("isolation", "no-route")])
    silent_since: dict[str, float] = {}
    running: list[Episode] = []
    for at, _, fault, begins in sorted(_moments(faults), key=lambda m: m[:2]):
        if fault.kind in ("isolation", "no-route"):
            continue
        apply(network, fault, begins)
        network.refresh()
        silent = network.inventory.devices.keys() - network.reachable
        for device in silent - silent_since.keys():
            silent_since[device] = at
        for device in silent_since.keys() - silent:
            truth.silences.setdefault(device, []).append((silent_since.pop(device), at))
        roots = network.roots()
        over = [episode for episode in running if not episode.devices & roots]
        truth.episodes += [_ended(episode, at) for episode in over]
        running = [episode for episode in running if episode not in over]
        known = {device for episode in running for device in episode.devices}
        without_power = [set(f.devices) for f in faults if f.kind == "power" and f.start <= at < f.end]
        running += _begun(network, roots - known, without_power, at)
    for device, start in silent_since.items():
        truth.silences.setdefault(device, []).append((start, until))
    truth.episodes += [_ended(episode, until) for episode in running]
    return truth


def _moments(faults: list[Fault]) -> list[tuple[float, int, Fault, bool]]:
    found = []
    for n, fault in enumerate(f for f in faults if f.kind != "restart"):
        if fault.kind == "flapping":
            at, dead = fault.start, True
            while at < fault.end:
                found.append((at, n, fault, dead))
                at, dead = at + fault.period, not dead
        else:
            found.append((fault.start, n, fault, True))
        found.append((fault.end, n, fault, False))
    return found


def _begun(network: Network, roots: set[str], without_power: list[set[str]], at: float) -> list[Episode]:
    """What has just failed: each root by itself, those that lost their power together as one."""
    impacted = network.impacted()
    groups = [frozenset(roots & devices) for devices in without_power]
    groups = [group for group in groups if len(group) > 1]
    groups += [frozenset({root}) for root in roots if not any(root in group for group in groups)]
    found = []
    for together in groups:
        first = next(iter(together))
        name = f"power at {network.inventory.devices[first].site}" if len(together) > 1 else first
        behind = frozenset(device for device, above in impacted.items() if above <= together)
        found.append(Episode(name, at, float("inf"), together, behind))
    return found


def _ended(episode: Episode, at: float) -> Episode:
    return Episode(episode.root, episode.start, at, episode.devices, episode.behind)


def slowest_ticket(policy: Policy) -> float:
    """Seconds after which even the slowest permitted way to a ticket has ended; a shorter silence may go unseen."""
    return policy.interval + 2 * policy.timeout + policy.confirm_max + policy.failover + policy.same_cause_window
