"""What polls of an agent make of its conditions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from netwatch.core.agent import asks_for_a_look, forgive, taken_up, watching
from netwatch.core.conditions.hearing import Hearing
from netwatch.core.conditions.ups import BATTERY_LOW, BATTERY_WEAK, ON_BATTERY
from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus, DeviceStatus
from probes.snmp.reading import AdminStatus, FailureKind, OperStatus, UpsReading
from tests.unit.polled_agent import PORT, START, Agent, hot, moved, port

OK, PROBLEM, UNKNOWN = ConditionState.OK, ConditionState.PROBLEM, ConditionState.UNKNOWN


# the agent itself


def test_before_the_first_poll_all_that_is_watched_is_listed_as_unknown():
    agent = Agent()
    assert {c.key: (c.state, c.since) for c in agent.state.conditions} == dict.fromkeys(
        ("snmp", "if:ether1", "traffic:ether1"), (UNKNOWN, None)
    )


def test_healthy_conditions_are_listed_with_their_numbers():
    agent = Agent().reads(
        interfaces=(PORT,), cpu=12.4, temperatures=hot(41.6), ups=UpsReading(False, False, 98, 37.0)
    )
    agent.reads(interfaces=moved(75_000_000), cpu=12.4, temperatures=hot(41.6), ups=UpsReading(False, False, 98, 37.0))
    assert {c.key: c.detail for c in agent.state.conditions} == {
        "snmp": "answers",
        "if:ether1": "up",
        "traffic:ether1": "in 10 %, out 10 %, of 100 Mbit/s",
        "ups": "on mains, charge 98 %, 37 min left",
        "cpu": "12 % busy, limit 90 %",
        "temp:rak": "42 °C, limit 75 °C",
    }
    assert {c.state for c in agent.state.conditions} == {OK}


def test_two_polls_in_a_row_without_an_answer_are_a_silent_agent_and_one_answer_ends_it():
    agent = Agent().reads().fails()
    assert agent["snmp"] is OK
    agent.fails()
    assert (agent["snmp"], agent.status("snmp").detail) == (PROBLEM, "it says timeout")
    assert agent.reads()["snmp"] is OK


@pytest.mark.parametrize("kind", [FailureKind.WRONG_USER, FailureKind.WRONG_KEY, FailureKind.NO_SUCH_OBJECT])
def test_an_agent_that_turns_us_away_is_a_problem_at_once(kind):
    agent = Agent().reads().fails(kind)
    assert (agent["snmp"], agent.status("snmp").sign) == (PROBLEM, kind.value)


def test_an_error_of_our_own_says_nothing():
    agent = Agent().reads().fails(FailureKind.ERROR).fails(FailureKind.ERROR).fails(FailureKind.ERROR)
    assert agent["snmp"] is OK


def test_of_an_agent_that_could_never_be_asked_the_reason_is_told():
    agent = Agent().fails(FailureKind.ERROR)
    assert (agent["snmp"], agent.status("snmp").detail) == (UNKNOWN, "it says error")
    known = agent.state
    assert agent.fails(FailureKind.ERROR).state is known, "nothing new"
    assert agent.reads()["snmp"] is OK


def test_misses_while_the_device_is_being_confirmed_or_down_do_not_count_for_the_agent():
    agent = Agent().reads().fails(hearing=Hearing.UNSURE).fails(hearing=Hearing.SUSPENDED)
    agent.fails(hearing=Hearing.SUSPENDED).fails()
    assert agent["snmp"] is OK


@pytest.mark.parametrize(
    ("up_since", "state"),
    [
        pytest.param(-30.0, PROBLEM, id="before the first poll that failed: both were the agent's"),
        pytest.param(30.0, OK, id="between the two: the first may have been the device's own"),
    ],
)
def test_a_device_that_came_up_again(up_since, state):
    agent = Agent().reads().fails()
    agent.state = forgive(agent.state, agent.clock + up_since)
    assert agent.fails()["snmp"] is state


def test_librenms_20310_a_ping_that_succeeds_clears_no_snmp_condition():
    """A device that answers ping while its agent stays silent: the condition and its beginning stay, however often
    the device comes and goes meanwhile."""
    agent = Agent().reads().fails().fails()
    began = agent.status("snmp").since
    for _ in range(5):
        agent.fails(hearing=Hearing.SUSPENDED)
        agent.fails(hearing=Hearing.UNSURE)
        agent.fails(hearing=Hearing.CLEAR)
    assert (agent["snmp"], agent.status("snmp").since) == (PROBLEM, began)


def test_a_silent_agent_says_nothing_of_its_ports():
    agent = Agent().reads(interfaces=port(OperStatus.DOWN)).fails().fails()
    assert (agent["snmp"], agent["if:ether1"]) == (PROBLEM, PROBLEM)


# ports


@pytest.mark.parametrize(
    ("oper", "admin", "state"),
    [
        (OperStatus.UP, AdminStatus.UP, OK),
        (OperStatus.DOWN, AdminStatus.UP, PROBLEM),
        (OperStatus.LOWER_LAYER_DOWN, AdminStatus.UP, PROBLEM),
        (OperStatus.NOT_PRESENT, AdminStatus.UP, PROBLEM),
        (OperStatus.DOWN, AdminStatus.DOWN, OK),
        (OperStatus.DORMANT, AdminStatus.UP, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_a_port_is_a_problem_when_it_is_down_though_it_is_switched_on(oper, admin, state):
    assert Agent().reads(interfaces=port(oper, admin))["if:ether1"] is state


def test_a_port_that_the_agent_lacks_is_unknown_and_one_that_is_no_longer_watched_goes():
    agent = Agent().reads(missing=("ether1",))
    status = agent.status("if:ether1")
    assert (status.state, status.detail) == (UNKNOWN, "the agent has no interface of this name")
    agent.reads()
    assert [c.key for c in agent.state.conditions] == ["snmp"]


def test_a_changed_inventory_keeps_what_is_known_of_the_ports_that_stay():
    agent = Agent().reads(interfaces=port(OperStatus.DOWN))
    kept = watching(agent.state, ("ether1", "ether2"))
    assert [(c.key, c.state) for c in kept.conditions if c.family == "if"] == [
        ("if:ether1", PROBLEM), ("if:ether2", UNKNOWN)
    ]
    assert [c.key for c in watching(agent.state, ()).conditions] == ["snmp"]
    assert watching(kept, ("ether2", "ether1")) is kept, "nothing has changed"


# traffic


def busy(agent: Agent, share: float, times: int, seconds: float = 60.0) -> Agent:
    octets = agent.state.last.interfaces[0].in_octets if agent.state.last else 0
    for _ in range(times):
        octets += round(100_000_000 / 8 * seconds * share)
        agent.reads(seconds, interfaces=moved(octets))
    return agent


def test_traffic_is_a_problem_once_it_has_been_above_its_limit_for_long_enough():
    agent = busy(Agent().reads(interfaces=moved(0)), 0.95, 5)
    assert agent["traffic:ether1"] is UNKNOWN
    assert agent.status("traffic:ether1").detail == (
        "full in: in 95 %, out 95 %, of 100 Mbit/s; a problem once it has lasted 300 s"
    )
    busy(agent, 0.95, 1)
    assert agent["traffic:ether1"] is PROBLEM
    assert agent.status("traffic:ether1").figures == {"percent": 95, "limit": 90}
    assert busy(agent, 0.85, 30)["traffic:ether1"] is PROBLEM, "between the limits nothing changes"
    assert busy(agent, 0.5, 1)["traffic:ether1"] is OK


def test_a_peak_between_quiet_minutes_is_no_problem():
    agent = Agent().reads(interfaces=moved(0))
    for _ in range(20):
        busy(busy(agent, 1.0, 4), 0.1, 1)
        assert agent["traffic:ether1"] is OK


def test_a_counter_that_cannot_be_compared_leaves_the_condition_as_it_was_and_then_makes_it_unknown():
    agent = busy(Agent().reads(interfaces=moved(0)), 0.2, 3)
    octets = agent.state.last.interfaces[0].in_octets
    agent.reads(interfaces=moved(octets // 2))
    assert agent.status("traffic:ether1").detail == "in 20 %, out 20 %, of 100 Mbit/s"
    for impossible in range(1, 6):
        agent.reads(interfaces=moved(octets + impossible * 10**12))
    assert agent["traffic:ether1"] is UNKNOWN
    assert "do not agree" in agent.status("traffic:ether1").detail


def test_a_full_direction_that_cannot_be_compared_this_time_stays_full():
    agent = busy(Agent().reads(interfaces=moved(0)), 0.95, 6)
    began = agent.status("traffic:ether1").since
    octets = agent.state.last.interfaces[0].in_octets
    agent.reads(interfaces=(PORT._replace(in_octets=5, out_octets=octets + 1000),))
    assert (agent["traffic:ether1"], agent.status("traffic:ether1").since) == (PROBLEM, began)


def test_a_poll_out_of_turn_right_after_another_says_nothing_of_traffic():
    agent = busy(Agent().reads(interfaces=moved(0)), 0.2, 2)
    before = agent.status("traffic:ether1")
    agent.reads(0.5, interfaces=agent.state.last.interfaces)
    assert agent.status("traffic:ether1") == before


# what is measured


def test_the_processor_has_to_be_busy_for_ten_minutes():
    agent = Agent().reads(cpu=20.0)
    for _ in range(10):
        agent.reads(cpu=97.0)
    assert agent["cpu"] is OK
    agent.reads(cpu=85.0)
    assert (agent["cpu"], agent.status("cpu").detail) == (PROBLEM, "85 % busy, limit 90 %")
    assert agent.reads(cpu=79.0)["cpu"] is OK


@pytest.mark.parametrize(
    ("celsius", "limit", "state"),
    [
        pytest.param(74.9, None, OK, id="below the limit of the rules"),
        pytest.param(75.0, None, PROBLEM, id="at the limit of the rules"),
        pytest.param(80.0, 95.0, OK, id="below its own limit, whatever the rules say"),
        pytest.param(60.0, 55.0, PROBLEM, id="above its own limit"),
        pytest.param(80.0, 0.0, PROBLEM, id="a limit of nothing is none"),
    ],
)
def test_a_sensor_is_judged_by_its_own_limit_and_else_by_that_of_the_rules(celsius, limit, state):
    agent = Agent()
    for _ in range(3):
        agent.reads(temperatures=hot(celsius, limit))
    assert agent["temp:rak"] is state


def test_a_ups_on_battery_is_a_problem_at_once_and_its_sign_says_how_bad_it_is():
    agent = Agent().reads(ups=UpsReading(True, False, 80, 24.6))
    status = agent.status("ups")
    assert (status.state, status.sign, status.detail) == (PROBLEM, ON_BATTERY, "on battery, charge 80 %, 25 min left")
    began = status.since
    status = agent.reads(ups=UpsReading(True, True, 9, 2.0)).status("ups")
    assert (status.state, status.sign, status.since) == (PROBLEM, BATTERY_LOW, began)
    assert agent.reads(ups=UpsReading(False, True, 12)).status("ups").sign == BATTERY_WEAK
    assert agent.reads(ups=UpsReading(False, False, 60))["ups"] is OK
    assert agent.reads(ups=UpsReading(None, None, 60))["ups"] is OK, "said nothing this time"


def test_a_value_that_is_left_out_now_and_then_changes_nothing_and_one_that_is_gone_is_unknown():
    agent = Agent().reads(temperatures=hot(80.0)).reads(temperatures=hot(80.0)).reads(temperatures=hot(80.0))
    began = agent.status("temp:rak").since
    for _ in range(4):
        agent.reads()
    assert (agent["temp:rak"], agent.status("temp:rak").since) == (PROBLEM, began)
    agent.reads()
    assert (agent["temp:rak"], agent.status("temp:rak").detail) == (UNKNOWN, "the agent does not tell it any more")


# suspension


def test_librenms_20359_suspension_freezes_the_timers_and_eats_none():
    """Six of ten minutes of a busy processor, then an hour of a silent device, then four more minutes."""
    agent = Agent().reads(cpu=99.0)
    for _ in range(6):
        agent.reads(cpu=99.0)
    for _ in range(30):
        agent.reads(cpu=99.0, hearing=Hearing.SUSPENDED)
        agent.fails(hearing=Hearing.SUSPENDED)
    assert agent["cpu"] is UNKNOWN, "nothing ran out meanwhile"
    agent.reads(cpu=99.0)
    for _ in range(3):
        assert agent.reads(cpu=99.0)["cpu"] is UNKNOWN
    assert agent.reads(cpu=99.0)["cpu"] is PROBLEM, "and nothing was lost"


def test_while_the_device_is_silent_no_condition_changes_whatever_its_agent_says():
    agent = Agent().reads(interfaces=(PORT,), ups=UpsReading(False, False))
    before = agent.state.conditions
    agent.reads(interfaces=port(OperStatus.DOWN), ups=UpsReading(True, True), hearing=Hearing.SUSPENDED)
    assert agent.state.conditions == before
    assert agent.reads(interfaces=port(OperStatus.DOWN), ups=UpsReading(True, True))["ups"] is PROBLEM


def test_health_is_steady_for_as_long_as_it_was_seen():
    agent = Agent().reads(interfaces=port(OperStatus.DOWN))
    assert agent.state.steady_for("if:ether1") is None
    agent.reads(interfaces=(PORT,))
    assert agent.state.steady_for("if:ether1") == 0.0
    agent.reads(interfaces=(PORT,)).reads(3600.0, interfaces=(PORT,), hearing=Hearing.SUSPENDED)
    assert agent.reads(interfaces=(PORT,)).state.steady_for("if:ether1") == 60.0
    assert agent.reads(interfaces=(PORT,)).state.steady_for("if:ether1") == 120.0


# restarts of netwatch and of the device


def stored(agent: Agent) -> DeviceStatus:
    conditions = (ConditionStatus("ping", OK, START), ConditionStatus("loss", OK, START), *agent.state.conditions)
    return DeviceStatus("sw", State.DEGRADED, START, last_reboot_at=START, conditions=conditions)


def test_after_a_restart_an_old_problem_is_the_old_problem():
    agent = Agent().reads(interfaces=port(OperStatus.DOWN), cpu=99.0, temperatures=hot(80.0))
    for _ in range(12):
        agent.reads(interfaces=port(OperStatus.DOWN), cpu=99.0, temperatures=hot(80.0))
    began = {c.key: c.since for c in agent.state.conditions if c.state is PROBLEM}
    assert began.keys() == {"if:ether1", "cpu", "temp:rak"}
    agent.state = taken_up(stored(agent), ("ether1",))
    assert {c.key: c.since for c in agent.state.conditions if c.state is PROBLEM} == began
    assert agent.state.last_reboot_at == START
    agent.reads(interfaces=port(OperStatus.DOWN), cpu=99.0, temperatures=hot(80.0))
    assert {c.key: c.since for c in agent.state.conditions if c.state is PROBLEM} == began


def test_after_a_restart_health_has_to_prove_itself_anew():
    agent = Agent().reads(interfaces=(PORT,)).reads(interfaces=(PORT,))
    agent.state = taken_up(stored(agent), ("ether1",))
    assert agent.state.steady_for("if:ether1") is None, "not heard yet"
    assert agent.reads(interfaces=(PORT,)).state.steady_for("if:ether1") == 0.0


def test_after_a_restart_what_is_not_watched_any_more_is_not_taken_up():
    agent = Agent().reads(interfaces=port(OperStatus.DOWN))
    assert [c.key for c in taken_up(stored(agent), ()).conditions] == ["snmp"]


def test_a_reboot_is_seen_once_even_while_the_device_is_not_judged():
    agent = Agent().reads().reads(600.0, uptime=4_500, hearing=Hearing.SUSPENDED)
    assert agent.state.last_reboot_at == agent.now - timedelta(seconds=45)
    first = agent.state.last_reboot_at
    assert agent.reads(uptime=10_500).state.last_reboot_at == first


def test_a_look_is_asked_for_when_something_may_follow_for_a_ticket():
    agent = Agent()

    def asks(oper: OperStatus, percent: float) -> bool:
        before = agent.state
        agent.reads(interfaces=port(oper), cpu=percent)
        return asks_for_a_look(before, agent.state, 60.0)

    up, down = OperStatus.UP, OperStatus.DOWN
    assert not asks(up, 5.0), "it is known now that all is well"
    assert not asks(up, 5.0), "of the traffic too"
    assert [asks(up, percent) for percent in (9.0, 5.0, 7.0)] == [False, False, False], "other numbers"
    assert asks(down, 7.0)
    assert asks(down, 7.0), "the problem has lasted longer"
    assert asks(up, 7.0)
    assert asks(up, 7.0), "health has become steady enough to close a ticket"
    assert not asks(up, 7.0)


def test_model_and_serial_are_remembered_while_nobody_tells_them_and_over_a_restart():
    agent = Agent().reads(model="RB4011iGS+", serial="E4A20B11").fails().reads()
    assert (agent.state.model, agent.state.serial) == ("RB4011iGS+", "E4A20B11")
    agent.state = taken_up(replace(stored(agent), model="RB4011iGS+", serial="E4A20B11"), ("ether1",))
    assert (agent.reads().state.model, agent.state.serial) == ("RB4011iGS+", "E4A20B11")


def test_another_device_in_its_place_does_not_inherit_the_serial_number():
    agent = Agent().reads(model="RB4011iGS+", serial="E4A20B11").reads(model="RB5009")
    assert (agent.state.model, agent.state.serial) == ("RB5009", "")
