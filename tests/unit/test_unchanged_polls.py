"""A reading that says the same again leaves everything as it is, and any other is judged."""

import pytest

from netwatch.core.agent import asks_for_a_look
from netwatch.core.conditions.rules import built_in
from netwatch.inventory.model import DeviceKind
from probes.snmp.reading import AdminStatus, OperStatus, UpsReading
from tests.unit.polled_agent import PORT, Agent, hot, moved

WELL = {
    "interfaces": moved(0), "cpu": 12.0, "temperatures": hot(41.0), "ups": UpsReading(False, False, 98),
}


def well_for_minutes(agent: Agent, minutes: int) -> Agent:
    octets = 0
    for _ in range(minutes):
        octets += 75_000_000
        agent.reads(**{**WELL, "interfaces": moved(octets)})
    return agent


def test_a_reading_that_says_the_same_again_leaves_the_conditions_untouched():
    agent = well_for_minutes(Agent(), 2)
    before = agent.state
    agent.reads(**{**WELL, "interfaces": moved(225_000_000)})
    assert agent.state.watched is before.watched
    assert agent.state.conditions is before.conditions
    assert (agent.state.heard, agent.state.last.at) == (before.heard + 60.0, 180.0)
    assert agent.state.counted is agent.state.last


@pytest.mark.parametrize(
    ("told", "key", "detail"),
    [
        pytest.param({"cpu": 13.0}, "cpu", "13 % busy, limit 90 %", id="another number"),
        pytest.param({"temperatures": hot(42.0)}, "temp:rak", "42 °C, limit 75 °C", id="another temperature"),
        pytest.param({"ups": UpsReading(False, False, 97)}, "ups", "on mains, charge 97 %", id="another charge"),
        pytest.param(
            {"interfaces": moved(300_000_000)}, "traffic:ether1", "in 20 %, out 20 %, of 100 Mbit/s", id="more traffic"
        ),
        pytest.param(
            {"interfaces": (PORT._replace(in_octets=225_000_000, out_octets=225_000_000, oper=OperStatus.DOWN),)},
            "if:ether1", "operationally down", id="a port that is down",
        ),
        pytest.param(
            {"interfaces": (PORT._replace(in_octets=225_000_000, out_octets=225_000_000, admin=AdminStatus.DOWN),)},
            "if:ether1", "administratively down", id="a port that is switched off",
        ),
    ],
)
def test_a_reading_that_says_anything_else_is_judged(told, key, detail):
    agent = well_for_minutes(Agent(), 2)
    agent.reads(**{**WELL, "interfaces": moved(225_000_000), **told})
    assert agent.status(key).detail == detail


def test_the_same_reading_is_judged_by_other_rules():
    agent = well_for_minutes(Agent(), 2)
    agent.rules = built_in(DeviceKind.UPS)
    agent.reads(**{**WELL, "interfaces": moved(225_000_000)})
    assert agent.status("temp:rak").detail == "41 °C, limit 45 °C"


def test_a_health_that_proves_steady_is_looked_at_though_nothing_else_is_new():
    agent = Agent().reads(**{**WELL, "ups": UpsReading(True, False, 98)})
    well_for_minutes(agent, 2)
    looks = []
    for minute in range(3, 9):
        before = agent.state
        agent.reads(**{**WELL, "interfaces": moved(minute * 75_000_000)})
        assert agent.state.watched is before.watched
        looks.append(asks_for_a_look(before, agent.state, 300.0))
    assert sum(looks) == 1
