"""Polls of the SNMP agents near a fault, judged by the real decisions: is an agent called silent exactly when it is?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from netwatch.core.agent import AgentState, judge_poll_of, taken_up, watching
from netwatch.core.conditions.rules import built_in
from netwatch.core.conditions.silence import KEY
from netwatch.core.state import ConditionState, State
from netwatch.core.status import DeviceStatus
from netwatch.inventory.model import Inventory
from netwatch.inventory.topology import descendants
from probes.snmp.reading import FailureKind, SnmpFailure, SnmpReading
from tests.sim.faults import Fault
from tests.sim.truth import Truth
from tests.sim.watch import Watch

START = datetime(2026, 1, 1, tzinfo=UTC)
INTERVAL = 60.0
GIVES_UP_AFTER = 4.0
"""Seconds: two requests with a timeout of two."""

BEFORE, AFTER = 600.0, 600.0
"""Seconds around a fault in which agents are polled: what happens far from it is all the same."""

NOTICED_WITHIN = 3 * INTERVAL
"""Two polls in a row have to fail, and the first may come an interval after the agent's death."""

MOST = 12


class AgentPolls:
    """`silent`: the spans in which each agent was said not to answer, as the duty officer would have read it."""

    def __init__(self, watch: Watch, faults: list[Fault], tell: Callable[[str], None]) -> None:
        self.watch = watch
        self.tell = tell
        self.silent: dict[str, list[tuple[float, float]]] = {}
        self._since: dict[str, float] = {}
        self._agents: dict[str, AgentState] = {}
        self._rules = {device.id: built_in(device.kind) for device in watch.inventory.devices.values()}
        self._city = watch.city
        windows: dict[str, list[tuple[float, float]]] = {}
        for fault in faults:
            if fault.kind not in ("loss", "congestion", "restart"):
                for device in _concerned(watch.inventory, fault):
                    windows.setdefault(device, []).append((fault.start - BEFORE, fault.end + AFTER))
        for number, (device, spans) in enumerate(windows.items()):
            self._agents[device] = watching(AgentState(), ())
            self._plan(device, number * 7.0 % INTERVAL, sorted(spans))

    def end(self) -> None:
        for device, since in self._since.items():
            self.silent.setdefault(device, []).append((since, self.watch.now))

    def _plan(self, device: str, at: float, spans: list[tuple[float, float]]) -> None:
        """The next poll from `at` on, of those that come every INTERVAL, that falls into one of the spans; and on until
        an agent that is said to be silent is heard."""
        while spans and at > spans[0][1]:
            spans = spans[1:]
        if not spans and device not in self._since:
            return
        if spans:
            at += max(0.0, (spans[0][0] - at) // INTERVAL * INTERVAL)

        def happen() -> None:
            self._poll(device)
            self._plan(device, at + INTERVAL, spans)

        self.watch.at(at, happen)

    def _poll(self, device: str) -> None:
        """Asks, and asks once more after half the time."""
        watch, sent_at = self.watch, self.watch.now
        if not watch.network.route:
            self._take(device, SnmpFailure(device, sent_at, FailureKind.ERROR, "no route to host"))
        elif not self._is_answered(device):
            watch.at(sent_at + GIVES_UP_AFTER / 2, lambda: self._ask_again(device))

    def _ask_again(self, device: str) -> None:
        if not self._is_answered(device):
            failure = SnmpFailure(device, self.watch.now, FailureKind.TIMEOUT, "no answer within 2 s, asked 2 times")
            self.watch.at(self.watch.now + GIVES_UP_AFTER / 2, lambda: self._take(device, failure))

    def _is_answered(self, device: str) -> bool:
        network, now = self.watch.network, self.watch.now
        if device not in network.reachable or device in network.mute:
            return False
        self._take(device, SnmpReading(device, now, round(now * 100), device, None, None, None, (), ()))
        return True

    def _take(self, device: str, result: SnmpReading | SnmpFailure) -> None:
        watch = self.watch
        if watch.city is not self._city:
            self._city = watch.city
            self._restart()
        watch.catch_up((device,))
        now = START + timedelta(seconds=watch.now)
        after = judge_poll_of(device, watch.city, self._agents[device], result, self._rules[device], now)
        self._agents[device] = after
        if _is_silent(after) and device not in self._since:
            self._since[device] = watch.now
            self.tell(f"{device}: its agent is silent")
        elif not _is_silent(after) and device in self._since:
            self.silent.setdefault(device, []).append((self._since.pop(device), watch.now))
            self.tell(f"{device}: its agent answers")

    def _restart(self) -> None:
        for device, agent in self._agents.items():
            stored = DeviceStatus(device, State.UP, START, conditions=agent.conditions)
            self._agents[device] = taken_up(stored, ())


def misjudged(polls: AgentPolls, faults: list[Fault], truth: Truth) -> Iterator[tuple[str, str]]:
    """What a duty officer would complain of: by name, with the agent and the time."""
    dead = [(device, f.start, f.end) for f in faults if f.kind == "agent" for device in f.devices]
    blind = truth.isolations + [(f.start, f.start) for f in faults if f.kind == "restart"]
    inventory = polls.watch.inventory
    flapping = [
        ({device, *descendants(inventory, device)}, f.start, f.end)
        for f in faults if f.kind == "flapping" for device in f.devices
    ]
    for device, spans in polls.silent.items():
        for start, end in spans:
            if any(device in concerned and s <= start <= e + INTERVAL for concerned, s, e in flapping):
                continue  # polls fail as the way goes up and down
            if not any(device == each and s <= start and end <= _heard_by(e, device, truth) for each, s, e in dead):
                yield "agent false", f"{device} from {start:.1f} to {end:.1f}"
    for device, start, end in dead:
        if end - start < NOTICED_WITHIN or any(s < end and e > start for s, e in blind):
            continue
        if truth.was_silent(device, start, start + NOTICED_WITHIN) or any(
            f.start < end and f.end > start for f in faults if f.kind in ("loss", "congestion") and device in f.devices
        ):
            continue  # nor is an agent blamed while the device itself is being confirmed
        if not any(s - start <= NOTICED_WITHIN and e > start for s, e in polls.silent.get(device, ())):
            yield "agent missed", f"{device} from {start:.1f} to {end:.1f}"


def _heard_by(at: float, device: str, truth: Truth) -> float:
    """When it is known at the latest that the agent has answered again from `at` on: a device that is silent, or not
    to be seen, says nothing of its agent."""
    for start, end in sorted(truth.silences.get(device, []) + truth.isolations):
        if start <= at + 2 * INTERVAL and end > at:
            at = end
    return at + 2 * INTERVAL


def _concerned(inventory: Inventory, fault: Fault) -> list[str]:
    """The devices of a fault, their parents and children, and a few that it leaves alone."""
    first = [*fault.devices, *(fault.link or ())]
    parents = [parent for device in first for parent in inventory.devices[device].parents]
    children = [child for device in first for child in inventory.children[device]]
    others = list(inventory.devices)[:2]
    return list(dict.fromkeys((*first[: MOST // 2], *parents, *children, *others)))[:MOST]


def _is_silent(agent: AgentState) -> bool:
    return any(c.key == KEY and c.state is ConditionState.PROBLEM for c in agent.conditions)
