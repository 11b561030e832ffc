"""What an ideal observer would have noted: which device was silent when, by whose fault."""

from __future__ import annotations

from dataclasses import dataclass

from netwatch.core.policy import Policy
from tests.sim.faults import Fault, apply
from tests.sim.network import Network


@dataclass(frozen=True)
class Episode:
    """A root's silence from `start` to `end`; `behind`: who was silent through it alone at its beginning."""

    root: str
    start: float
    end: float
    behind: frozenset[str]


@dataclass
class Truth:
    """`silences`: the spans in which each device could not be reached, the monitor's own isolation aside."""

    episodes: list[Episode]
    silences: dict[str, list[tuple[float, float]]]
    isolations: list[tuple[float, float]]

    def was_silent(self, device: str, start: float, end: float) -> bool:
        """At any moment between the two."""
        return any(s <= end and e >= start for s, e in self.silences.get(device, ()))


def observe(network: Network, faults: list[Fault], until: float) -> Truth:
    """Replays the faults, by themselves, on a network of their own."""
    moments: list[tuple[float, int, Fault, bool]] = []
    for n, fault in enumerate(f for f in faults if f.kind != "restart"):
        if fault.kind == "flapping":
            at, dead = fault.start, True
            while at < fault.end:
                moments.append((at, n, fault, dead))
                at, dead = at + fault.period, not dead
        else:
            moments.append((fault.start, n, fault, True))
        moments.append((fault.end, n, fault, False))
    truth = Truth([], {}, [(f.start, f.end) for f in faults if f.kind in ("isolation", "no-route")])
    silent_since: dict[str, float] = {}
    root_since: dict[str, tuple[float, frozenset[str]]] = {}
    for at, _, fault, begins in sorted(moments, key=lambda m: m[:2]):
        if fault.kind in ("isolation", "no-route"):
            continue
        apply(network, fault, begins)
        network.refresh()
        silent = network.inventory.devices.keys() - network.reachable
        roots = network.roots()
        impacted = network.impacted()
        for device in silent - silent_since.keys():
            silent_since[device] = at
        for device in silent_since.keys() - silent:
            truth.silences.setdefault(device, []).append((silent_since.pop(device), at))
        for root in root_since.keys() - roots:
            start, behind = root_since.pop(root)
            truth.episodes.append(Episode(root, start, at, behind))
        for root in roots - root_since.keys():
            behind = frozenset(d for d, above in impacted.items() if above == {root})
            root_since[root] = (at, behind)
    for device, start in silent_since.items():
        truth.silences.setdefault(device, []).append((start, until))
    truth.episodes += [Episode(root, start, until, behind) for root, (start, behind) in root_since.items()]
    return truth


def slowest_ticket(policy: Policy) -> float:
    """Seconds after which even the slowest permitted way to a ticket has ended; a shorter silence may go unseen."""
    return policy.interval + 2 * policy.timeout + policy.confirm_max + policy.failover + policy.same_cause_window
