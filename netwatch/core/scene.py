"""What is seen around a ticket's root cause: the ports that lead to it, the site's UPS, its neighbours.

Values only, gathered from the city and the agents' readings; what they amount to is decided in `probable_cause`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from netwatch.core.agent import AgentState
from netwatch.core.city import City
from netwatch.core.conditions.traffic import DAMAGED, DROPPED
from netwatch.core.leads_to import Lead, Surveys, leads_to
from netwatch.core.port_alias import names
from netwatch.core.port_seen import PortState
from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus
from netwatch.core.testimony import said_about
from netwatch.core.ticket import Evidence, Ticket
from netwatch.core.track import Track
from netwatch.inventory.model import Inventory
from probes.snmp.reading import AdminStatus, InterfaceReading, OperStatus
from probes.snmp.surroundings import PortReading

NOT_WORKING = (OperStatus.DOWN, OperStatus.LOWER_LAYER_DOWN, OperStatus.NOT_PRESENT)

TOGETHER = timedelta(minutes=3)
"""A port that goes down within this time of a device's silence has to do with it, if it is the only one."""


@dataclass(frozen=True, slots=True)
class Port:
    """A parent's port that leads to the device. `since`: when its state began, as far as it was seen; `why` it is said
    to lead there, in English, where more than a coincidence says so."""

    parent: str
    name: str
    state: PortState
    since: datetime | None
    read_at: datetime
    is_busy: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """What is known beyond the watched interfaces: `surveys` of which port leads where, and `seen`, the latest look at
    a port by parent and ifIndex, with its time on the city's clock."""

    surveys: Surveys | None = None
    seen: Mapping[tuple[str, int], tuple[PortReading, float]] = field(default_factory=dict)

    def leads(self, parent: str, device: str) -> tuple[Lead, ...]:
        return () if self.surveys is None else leads_to(parent, device, self.surveys)


UNKNOWN_WAYS = Ways()


@dataclass(frozen=True, slots=True)
class Ups:
    device: str
    on_battery_since: datetime


@dataclass(frozen=True, slots=True)
class Scene:
    """`fell_at`: the first missed probe, or the ticket's opening once the device is back at `back_at`.

    `vanished`: devices of the site that fell silent with it, each by itself, the root among them;
    `site_answers`: whether any other device of the site still does. `status`: how the root's condition stands, where
    it is not ping. `leads_to`: the devices that the root's port is known to lead to, and that answer. `hot`:
    the devices of the site that are too hot. `said`: what the network itself says of the root's silence.
    """

    device: str | None
    condition: str
    is_silent: bool
    fell_at: datetime
    back_at: datetime | None = None
    answering_parents: frozenset[str] = frozenset()
    ports: tuple[Port, ...] = ()
    ups: tuple[Ups, ...] = ()
    vanished: tuple[str, ...] = ()
    site_answers: bool = True
    rebooted_at: datetime | None = None
    status: ConditionStatus | None = None
    leads_to: tuple[str, ...] = ()
    hot: tuple[str, ...] = ()
    said: Evidence | None = None


def scene_of(
    ticket: Ticket,
    inventory: Inventory,
    city: City,
    agents: Mapping[str, AgentState],
    wall_of: Callable[[float], datetime],
    ways: Ways = UNKNOWN_WAYS,
) -> Scene | None:
    """The scene of an open ticket of the probes; None where there is nothing to look at.

    `wall_of` turns seconds of the city's clock into wall time.
    """
    root = ticket.root
    if root is None or (root.device is not None and root.device not in city.tracks):
        return None
    track = city.tracks[root.device] if root.device is not None else None
    is_silent = track is None or track.health.is_silent
    fell_at = _fell_at(track, wall_of) or ticket.opened_at
    here = [city.tracks[d.id] for d in inventory.devices.values() if d.site == ticket.site and d.id in city.tracks]
    vanished = [
        t.device
        for t in here
        if t.health.state is State.DOWN and (at := _fell_at(t, wall_of)) is not None
        and abs((at - fell_at).total_seconds()) <= city.policy.same_cause_window
    ]
    parents = () if track is None else track.parents
    agent = agents.get(root.device) if root.device is not None else None
    return Scene(
        root.device,
        root.condition,
        is_silent,
        fell_at,
        None if track is None or is_silent else wall_of(track.health.since),
        frozenset(p for p in parents if city.tracks[p].health.state is State.UP),
        tuple(_ports(track, fell_at, inventory, city, agents, wall_of, ways)) if track is not None else (),
        tuple(_on_battery((t.device for t in here), agents)),
        tuple(vanished),
        any(t.health.state is State.UP for t in here),
        None if agent is None else agent.last_reboot_at,
        None if agent is None else next((c for c in agent.conditions if c.key == root.condition), None),
        () if agent is None or track is None else tuple(_led_to(root.condition, agent, track, inventory, city, ways)),
        tuple(_hot((t.device for t in here), agents)),
        None if track is None else said_about(track, wall_of),
    )


def _led_to(
    condition: str, agent: AgentState, track: Track, inventory: Inventory, city: City, ways: Ways
) -> Iterator[str]:
    family, _, name = condition.partition(":")
    ports = agent.last.interfaces if family == "if" and agent.last is not None else ()
    for port in ports:
        for other in (*city.children[track.device], *track.parents) if port.name == name else ():
            known = any(lead.port.index == port.index for lead in ways.leads(track.device, other))
            is_led_to = known or names(port.alias, inventory.devices[other])
            if is_led_to and city.tracks[other].health.state is State.UP:
                yield other


def _hot(devices: Iterable[str], agents: Mapping[str, AgentState]) -> Iterator[str]:
    for device in devices:
        agent = agents.get(device)
        conditions = agent.conditions if agent is not None and agent.has_problem else ()
        if any(c.family == "temp" and c.state is ConditionState.PROBLEM for c in conditions):
            yield device


def _fell_at(track: Track | None, wall_of: Callable[[float], datetime]) -> datetime | None:
    return None if track is None or track.health.fell_at is None else wall_of(track.health.fell_at)


def _on_battery(devices: Iterable[str], agents: Mapping[str, AgentState]) -> list[Ups]:
    return [
        Ups(device, condition.since)
        for device in devices
        if device in agents
        for condition in agents[device].conditions
        if condition.key == "ups" and condition.state is ConditionState.PROBLEM and condition.since is not None
    ]


def _ports(
    track: Track,
    fell_at: datetime,
    inventory: Inventory,
    city: City,
    agents: Mapping[str, AgentState],
    wall_of: Callable[[float], datetime],
    ways: Ways,
) -> list[Port]:
    """The ports that are known to lead to the device, or whose alias names it; else the only one of the parents that
    fell with it."""
    named: list[Port] = []
    coincident: list[Port] = []
    device = inventory.devices[track.device]
    for parent in track.parents:
        agent = agents.get(parent)
        if agent is None or agent.last is None or city.tracks[parent].health.state is not State.UP:
            continue
        leads = ways.leads(parent, track.device)
        watched = {each.index: _port(parent, each, agent, wall_of(agent.last.at)) for each in agent.last.interfaces}
        for lead in leads:
            looks = [watched.get(lead.port.index), _looked_at(lead, ways, wall_of)]
            if known := [port for port in looks if port is not None]:
                latest = max(known, key=lambda port: port.read_at)
                named.append(replace(latest, is_busy=any(port.is_busy for port in known), why=lead.reason))
        for reading in agent.last.interfaces:
            port = watched[reading.index]
            if not leads and names(reading.alias, device):
                named.append(replace(port, why=f"it is described as {reading.alias!r}"))
            elif _fell_with(port, fell_at) and not any(
                names(reading.alias, inventory.devices[child])
                or any(lead.port.index == reading.index for lead in ways.leads(parent, child))
                for child in city.children[parent]
            ):
                coincident.append(port)
    if named:
        return named
    silent = [d for p in track.parents for d in city.children[p] if city.tracks[d].health.state is State.DOWN]
    return coincident if len(coincident) == 1 and set(silent) == {track.device} else []


def _port(parent: str, reading: InterfaceReading, agent: AgentState, read_at: datetime) -> Port:
    conditions = {condition.key: condition for condition in agent.conditions}
    own = conditions.get(f"if:{reading.name}")
    traffic = conditions.get(f"traffic:{reading.name}")
    if reading.admin is AdminStatus.UP and reading.oper is OperStatus.UP:
        state = PortState.UP
    elif own is not None and own.state is ConditionState.PROBLEM:
        state = PortState.DOWN
    else:
        state = PortState.OTHER
    ill = traffic is not None and traffic.state is ConditionState.PROBLEM
    busy = ill and traffic is not None and traffic.sign not in DAMAGED | DROPPED
    return Port(parent, reading.name, state, None if own is None else own.since, read_at, busy)


def _looked_at(lead: Lead, ways: Ways, wall_of: Callable[[float], datetime]) -> Port | None:
    """A port that the inventory need not list: how long it has been as it is, the agent says itself."""
    if (lead.parent, lead.port.index) not in ways.seen:
        return None
    reading, at = ways.seen[lead.parent, lead.port.index]
    if reading.admin is AdminStatus.UP and reading.oper is OperStatus.UP:
        state = PortState.UP
    elif reading.admin is AdminStatus.UP and reading.oper in NOT_WORKING:
        state = PortState.DOWN
    else:
        state = PortState.OTHER
    since = None if reading.unchanged_for is None else wall_of(at - reading.unchanged_for)
    return Port(lead.parent, lead.port.name, state, since, wall_of(at))


def _fell_with(port: Port, fell_at: datetime) -> bool:
    return port.state is PortState.DOWN and port.since is not None and abs(port.since - fell_at) <= TOGETHER
