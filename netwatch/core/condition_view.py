"""What the city and the agents say of conditions that may be a ticket's, as values; what follows is decided in
`condition_tickets`.

Only devices that answer ping are heard: a silent device says nothing of its conditions.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from netwatch.core.agent import AgentState
from netwatch.core.city import City
from netwatch.core.conditions import paths as loss
from netwatch.core.conditions import ups
from netwatch.core.conditions.hearing import is_answering
from netwatch.core.conditions.paths import Paths
from netwatch.core.conditions.rules import Rules
from netwatch.core.port_alias import names
from netwatch.core.scene import TOGETHER, Ways
from netwatch.core.site_power import POWER, gather_power
from netwatch.core.situation import Situation
from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus
from netwatch.core.ticket import Priority, RootCause, Ticket
from netwatch.core.track import NEVER, Track
from netwatch.inventory.model import Inventory


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A device that a port may lead to: one that it is known to lead to (`is_named`: the other end or its description
    says so), else one of those of which no port is known.

    `is_silent`: it does not answer, or may not; `is_cause` if it is down by itself and not in maintenance.
    `fell_with`: its silence began with the port's, within `TOGETHER`. `heard_since`: it has answered a probe that was
    sent after the port fell. `back_since`: it came back after the port was read last. `far_end`: the condition key of
    its own port that leads back, where that is known.
    """

    device: str
    is_named: bool
    is_silent: bool = False
    is_cause: bool = False
    fell_with: bool = False
    heard_since: bool = True
    back_since: bool = False
    far_end: str | None = None


@dataclass(frozen=True, slots=True)
class Ailment:
    """A condition that has a problem and calls for a ticket of this priority. `lasts`: seconds since it began.

    `neighbours`: where its port may lead. `follows`: the device further up whose problem it is for the most part.
    """

    device: str
    site: str
    status: ConditionStatus
    priority: Priority
    lasts: float
    neighbours: tuple[Neighbour, ...] = ()
    follows: str | None = None

    @property
    def cause(self) -> RootCause:
        return RootCause(self.device, self.status.key)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the condition of an open ticket stands; `status` is what was heard of it last.

    `is_known`: the inventory has the device, and `is_watched`: something still tells the condition. `is_heard`: the
    device answers and is not in maintenance, so that what is said of it counts. `steady_for`: seconds of unbroken
    health, None while there is none. `outage`, of a UPS: a device of its site that fell with the power there, or that
    silences the UPS once nothing at the site answers any more.
    """

    is_known: bool = True
    is_watched: bool = True
    is_heard: bool = True
    status: ConditionStatus | None = None
    steady_for: float | None = None
    outage: str | None = None


@dataclass(frozen=True, slots=True)
class ConditionView:
    """`ailments` of devices that are heard, nearest to the monitor first. `standing` of the open tickets' causes."""

    ailments: tuple[Ailment, ...] = ()
    standing: Mapping[RootCause, Standing] = field(default_factory=dict)


class ConditionViewer:
    """Looks at conditions as they are at one moment. `wall_of` turns seconds of the city's clock into wall time."""

    def __init__(
        self,
        inventory: Inventory,
        city: City,
        agents: Mapping[str, AgentState],
        paths: Paths,
        rules: Mapping[str, Rules],
        ways: Ways,
        wall_of: Callable[[float], datetime],
        now: datetime,
    ) -> None:
        self._inventory = inventory
        self._ways = ways
        self._city = city
        self._agents = agents
        self._paths = paths
        self._rules = rules
        self._wall_of = wall_of
        self._now = now

    def view(
        self, opened: Sequence[Ticket], dismissed: Sequence[Ticket], situation: Situation
    ) -> ConditionView:
        """With the standing of the conditions of these tickets: the open ones, and those that were closed by hand.

        What is in maintenance by the situation is not heard; while the monitor is cut off, nothing is.
        """
        if situation.isolated is not None:
            return ConditionView()
        muted = situation.maintenance
        ailing = [device for device in self._ailing() if self._is_heard(device, muted)]
        ailments = tuple(
            ailment
            for device in sorted(ailing, key=self._city.rank.__getitem__)
            for status in self._told(device)
            if (ailment := self._ailment(device, status, muted)) is not None
        )
        causes = {t.root for t in (*opened, *dismissed) if t.root is not None and t.root.device is not None}
        power = {
            cause.site: cause.device
            for cause in gather_power(situation.causes, opened, self._city.policy)
            if cause.root.condition == POWER
        }
        return ConditionView(ailments, {cause: self._standing(cause, situation, power) for cause in causes})

    def _ailing(self) -> set[str]:
        """Looked up anew at every look, and so not among all devices but among those with an agent."""
        ill = self._paths.ailing | {device for device, agent in self._agents.items() if agent.has_problem}
        return ill & self._city.tracks.keys()

    def _told(self, device: str) -> tuple[ConditionStatus, ...]:
        """The conditions that something was heard of since the start, and since the device is back: what was known
        before is believed, but leads to no new ticket."""
        agent, path = self._agents.get(device), self._paths.of(device)
        back_at = self._city.tracks[device].health.since
        asked_at = () if agent is None else (agent.failing_at, None if agent.last is None else agent.last.at)
        is_fresh = any(at is not None and at > back_at for at in asked_at)
        return (agent.conditions if agent is not None and is_fresh else ()) + (() if path is None else (path,))

    def _is_heard(self, device: str, muted: Collection[str]) -> bool:
        return device not in muted and is_answering(self._city.tracks[device], self._city.way_out.seen_since)

    def _ailment(self, device: str, status: ConditionStatus, muted: Collection[str]) -> Ailment | None:
        if status.state is not ConditionState.PROBLEM or status.since is None:
            return None
        agent = self._agents.get(device)
        held_for = 0.0 if agent is None or status.key == loss.KEY else agent.held_for(status.key)
        priority = self._rules[device].ticket_for(status, held_for)
        if priority is None:
            return None
        return Ailment(
            device,
            self._inventory.devices[device].site,
            status,
            priority,
            (self._now - status.since).total_seconds(),
            tuple(self._neighbours(device, status, muted)) if status.family == "if" else (),
            self._lossy_above(device) if status.key == loss.KEY else None,
        )

    def _lossy_above(self, device: str) -> str | None:
        """The parent on the way to which most of it is lost already."""
        tracks = self._city.tracks
        lost = tracks[device].loss.slow
        return next((p for p in tracks[device].parents if tracks[p].loss.slow >= lost / 2), None)

    # ports

    def _neighbours(
        self, device: str, status: ConditionStatus, muted: Collection[str]
    ) -> Iterator[Neighbour]:
        agent = self._agents[device]
        ports = agent.last.interfaces if agent.last is not None else ()
        port = next((each for each in ports if each.name == status.name), None)
        if port is None or agent.last is None or status.since is None:
            return
        around = (*self._city.children[device], *self._city.tracks[device].parents)
        leads = {each: self._ports_to(each, device) for each in around}
        named = [each for each in around if port.name in (leads[each] or ())]
        for each in named or [each for each in around if leads[each] is None]:
            yield self._neighbour(device, each, bool(named), status.since, agent.last.at, muted)

    def _neighbour(
        self, device: str, other: str, is_named: bool, fell_at: datetime, read_at: float, muted: Collection[str]
    ) -> Neighbour:
        track = self._city.tracks[other]
        health = track.health
        silent_at = self._silent_at(track)
        return Neighbour(
            other,
            is_named,
            is_silent=silent_at is not None,
            is_cause=health.state is State.DOWN and other not in muted,
            fell_with=silent_at is not None and abs(silent_at - fell_at) <= TOGETHER,
            heard_since=track.answered_at > NEVER and self._wall_of(track.answered_at) > fell_at,
            back_since=health.state is State.UP and health.since > read_at,
            far_end=self._port_back(other, device) if is_named else None,
        )

    def _silent_at(self, track: Track) -> datetime | None:
        """When the first probe was missed of the silence that lasts or is being confirmed."""
        health = track.health
        if health.is_silent:
            return self._wall_of(health.since if health.fell_at is None else health.fell_at)
        return None if health.run is None else self._wall_of(health.run.first_sent_at)

    def _port_back(self, device: str, to: str) -> str | None:
        return next((f"if:{name}" for name in self._ports_to(to, device) or ()), None)

    def _ports_to(self, device: str, at: str) -> tuple[str, ...] | None:
        """The watched ports of `at` that are known to lead to the device; None where no port is known to."""
        agent = self._agents.get(at)
        ports = agent.last.interfaces if agent is not None and agent.last is not None else ()
        leads = self._ways.leads(at, device)
        if leads:
            return tuple(port.name for port in ports if port.index in {lead.port.index for lead in leads})
        named = tuple(port.name for port in ports if names(port.alias, self._inventory.devices[device]))
        return named or None

    # open tickets

    def _standing(self, cause: RootCause, situation: Situation, power: Mapping[str, str]) -> Standing:
        device, key = cause.device, cause.condition
        if device is None or device not in self._city.tracks:
            return Standing(is_known=False)
        is_heard = self._is_heard(device, situation.maintenance)
        if key == loss.KEY:
            return Standing(is_heard=is_heard, status=self._paths.of(device), steady_for=self._paths.steady_for(device))
        agent = self._agents.get(device)
        status = next((each for each in (() if agent is None else agent.conditions) if each.key == key), None)
        return Standing(
            is_watched=status is not None or (agent is not None and agent.last is None),
            is_heard=is_heard,
            status=status,
            steady_for=None if agent is None else agent.steady_for(key),
            outage=self._power_lost(device, situation, power) if key == ups.KEY else None,
        )

    def _power_lost(self, device: str, situation: Situation, power: Mapping[str, str]) -> str | None:
        devices = self._inventory.devices
        site = devices[device].site
        if site in power:
            return power[site]
        root = situation.roots.get(device)
        if root is None or root not in devices or devices[root].site != site:
            return None
        here = (self._city.tracks[each.id].health for each in devices.values() if each.site == site)
        # Who is being confirmed has most likely gone with the rest, and will have a verdict within seconds.
        return root if all(h.is_silent or (h.run is not None and h.run.misses > 1) for h in here) else None
