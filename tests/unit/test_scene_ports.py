"""Which ports are looked at where a device has fallen: watched ones, and those that a survey knows to lead to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.agent import AgentState
from netwatch.core.city import City
from netwatch.core.detect import Health
from netwatch.core.leads_to import Surveys
from netwatch.core.policy import Policy
from netwatch.core.port_seen import PortState
from netwatch.core.scene import Port, Ways, scene_of
from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus
from netwatch.core.ticket import Priority, RootCause, Source, Status, Ticket
from probes.snmp.reading import AdminStatus, InterfaceReading, OperStatus, SnmpReading
from probes.snmp.surroundings import LocalPort, Neighbour, PortReading, Protocol, Surroundings
from tests.unit.test_leads_to import INVENTORY

FELL = 1000.0
ZERO = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ETHER2 = LocalPort(2, "ether2")
LLDP = Surroundings("core", 0.0, (ETHER2,), (Neighbour(ETHER2, Protocol.LLDP, "", ("10.0.1.2",)),))


TICKET = Ticket(
    id=1, number="1", status=Status.OPEN, opened_at=ZERO + timedelta(seconds=FELL + 5), source=Source.PROBE,
    priority=Priority.HIGH, root=RootCause("rt", "ping"), site="site", impacted=(), steps=(),
)


def wall_of(at: float) -> datetime:
    return ZERO + timedelta(seconds=at)


def _city() -> City:
    city = City(INVENTORY, Policy())
    for device, track in city.tracks.items():
        fell = device == "rt"
        track.health = Health(State.DOWN, FELL, "", fell_at=FELL) if fell else Health(State.UP)
    return city


def _look(oper: OperStatus, unchanged_for: float | None, at: float, admin: AdminStatus = AdminStatus.UP):
    return {("core", 2): (PortReading(ETHER2, admin, oper, unchanged_for), at)}


def _watched(index: int, oper: OperStatus, at: float, alias: str = "", since: float | None = None) -> AgentState:
    reading = InterfaceReading(f"ether{index}", alias, index, AdminStatus.UP, oper, None, None, 64, None)
    up = oper is OperStatus.UP
    state = ConditionState.OK if up else ConditionState.PROBLEM
    condition = ConditionStatus(f"if:ether{index}", state, None if since is None else wall_of(since), "")
    return AgentState((condition,), last=SnmpReading("core", at, 1, None, None, None, None, (reading,), ()))


SILENT_AGENT = AgentState(last=SnmpReading("core", 1.0, 1, None, None, None, None, (), ()))


def _ports(agent: AgentState, ways: Ways) -> tuple[Port, ...]:
    scene = scene_of(TICKET, INVENTORY, _city(), {"core": agent}, wall_of, ways)
    assert scene is not None
    return scene.ports


@pytest.mark.parametrize(
    ("agent", "seen", "expected"),
    [
        pytest.param(
            SILENT_AGENT, _look(OperStatus.LOWER_LAYER_DOWN, 4.0, 1006.0), ("ether2", PortState.DOWN, 1002.0, 1006.0),
            id="a port that nobody watches, down since its agent says so",
        ),
        pytest.param(
            SILENT_AGENT, _look(OperStatus.UP, None, 1020.0), ("ether2", PortState.UP, None, 1020.0),
            id="a port that nobody watches, up",
        ),
        pytest.param(
            SILENT_AGENT, _look(OperStatus.DOWN, 4.0, 1006.0, AdminStatus.DOWN),
            ("ether2", PortState.OTHER, 1002.0, 1006.0), id="somebody switched the port off",
        ),
        pytest.param(
            _watched(2, OperStatus.UP, 990.0, since=5.0), _look(OperStatus.DOWN, 2.0, 1005.0),
            ("ether2", PortState.DOWN, 1003.0, 1005.0), id="the later of two looks counts: the one at need",
        ),
        pytest.param(
            _watched(2, OperStatus.DOWN, 1030.0, since=1030.0), _look(OperStatus.UP, None, 1005.0),
            ("ether2", PortState.DOWN, 1030.0, 1030.0), id="the later of two looks counts: the poll",
        ),
    ],
)
def test_a_port_known_by_lldp(agent, seen, expected):
    ports = _ports(agent, Ways(Surveys(INVENTORY, {}, {"core": LLDP}), seen))
    (port,) = ports
    name, state, since, read_at = expected
    assert (port.name, port.state) == (name, state)
    assert (port.since, port.read_at) == (None if since is None else wall_of(since), wall_of(read_at))
    assert port.why == "LLDP at core ether2 shows the address 10.0.1.2"


def test_a_port_that_leads_to_another_child_did_not_fall_for_this_one():
    towards_rt_2 = replace(LLDP, neighbours=(Neighbour(ETHER2, Protocol.LLDP, "", ("10.0.2.2",)),))
    agent = _watched(2, OperStatus.DOWN, 1005.0, since=1005.0)
    assert _ports(agent, Ways(Surveys(INVENTORY, {}, {"core": towards_rt_2}))) == ()
    assert [port.name for port in _ports(agent, Ways())] == ["ether2"], "unless nobody knows"


def test_a_label_counts_where_no_survey_was_done():
    (port,) = _ports(_watched(2, OperStatus.DOWN, 1005.0, "ke Router Kejaksan", 1005.0), Ways())
    assert port.why == "it is described as 'ke Router Kejaksan'"


def test_a_port_that_was_not_looked_at_says_nothing():
    assert _ports(SILENT_AGENT, Ways(Surveys(INVENTORY, {}, {"core": LLDP}))) == ()
