"""From the settings and the inventory to each device's rules, and what is wrong there."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from netwatch.condition_rules import condition_rules
from netwatch.config.conditions import KindEntries
from netwatch.config.load import load_settings
from netwatch.config.problem import ConfigError
from netwatch.core.conditions.band import Band
from netwatch.core.conditions.rules import Rule, Rules, built_in
from netwatch.core.conditions.ups import BATTERY_LOW, ON_BATTERY
from netwatch.core.state import ConditionState
from netwatch.core.status import ConditionStatus
from netwatch.core.ticket import Priority
from netwatch.inventory.loader import load_inventory
from netwatch.inventory.model import DeviceKind

CITY = """\
sites:
  - {{id: s, name: S}}
devices:
  - {{id: core, name: Core, kind: router, address: 10.0.0.1, site: s, snmp: {{}}}}
  - {{id: ap, name: Ap, kind: ap, address: 10.0.0.2, site: s, parents: [core], snmp: {{}}{ap}}}
"""


def rules(folder: Path, settings: str = "timezone: Asia/Jakarta", ap: str = "") -> dict[str, Rules]:
    (folder / "netwatch.yaml").write_text(settings)
    (folder / "inventory.yaml").write_text(CITY.format(ap=ap))
    inventory = load_inventory(folder / "inventory.yaml", ZoneInfo("Asia/Jakarta"))
    return condition_rules(inventory, load_settings(folder / "netwatch.yaml", {}))


def problems(folder: Path, settings: str, ap: str = "") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        rules(folder, settings, ap)
    return [line.partition(".yaml:")[2] for line in str(caught.value).splitlines()]


def ill(key: str, sign: str = "") -> ConditionStatus:
    return ConditionStatus(key, ConditionState.PROBLEM, None, "", sign)


def test_without_a_word_the_built_in_rules_hold_for_each_kind(tmp_path):
    found = rules(tmp_path)
    assert found == {"core": built_in(DeviceKind.ROUTER), "ap": built_in(DeviceKind.AP)}


@pytest.mark.parametrize(
    ("kind", "status", "priority"),
    [
        (DeviceKind.SWITCH, ill("snmp", "timeout"), None),
        (DeviceKind.ROUTER, ill("if:ether1"), Priority.NORMAL),
        (DeviceKind.RADIO, ill("if:wlan1"), Priority.NORMAL),
        (DeviceKind.SERVER, ill("if:eth0"), None),
        (DeviceKind.UPS, ill("ups", ON_BATTERY), Priority.HIGH),
        (DeviceKind.UPS, ill("ups", BATTERY_LOW), Priority.CRITICAL),
        (DeviceKind.OTHER, ill("temp:rak"), Priority.HIGH),
        (DeviceKind.ROUTER, ill("cpu"), None),
        (DeviceKind.ROUTER, ill("traffic:ether1"), None),
        (DeviceKind.ROUTER, ill("loss"), None),
        (DeviceKind.ROUTER, ill("ping"), None),
    ],
)
def test_which_problems_open_a_ticket_by_themselves(kind, status, priority):
    assert built_in(kind).ticket_for(status, 3600.0) is priority


def test_a_port_and_a_ups_have_their_ticket_once_they_have_lasted_long_enough():
    found = built_in(DeviceKind.ROUTER)
    assert found.ticket_for(ill("if:ether1"), 19.0) is None
    assert found.ticket_for(ill("if:ether1"), 20.0) is Priority.NORMAL
    assert found.ticket_for(ill("ups", BATTERY_LOW), 0.0) is Priority.CRITICAL


def test_the_device_comes_before_its_kind_and_that_before_the_rest(tmp_path):
    settings = """\
conditions:
  if: {ticket: high, for: 1m}
  cpu: {problem: 45}
  temp: {problem: 60, ok: 58, for: 0s}
  traffic: {ticket: low, errors: {problem: 4}}
  loss: {ticket: normal}
  kinds:
    ap: {if: {ticket: low}, ups: {ticket: none, low: high}, loss: {problem: 30, ok: 20}}
"""
    found = rules(tmp_path, settings, ", conditions: {if: {for: 0s}, cpu: {ticket: critical}, temp: {problem: 50}}")
    core, ap = found["core"], found["ap"]
    assert (core.port, ap.port) == (Rule(Priority.HIGH, 60.0), Rule(Priority.LOW, 0.0))
    assert (core.cpu.band, core.cpu.ticket, ap.cpu.ticket) == (Band(45.0, 40.0), None, Priority.CRITICAL)
    assert core.temp.band == Band(60.0, 58.0)
    assert (ap.temp.band.problem, ap.temp.band.ok) == (50.0, pytest.approx(50.0 * 58 / 60))
    assert (core.temp.hold, core.temp.ticket) == (0.0, Priority.HIGH)
    assert (core.traffic.ticket, core.port_errors) == (Priority.LOW, Band(4.0, 2.0))
    assert (core.ups, core.ups_low) == (Rule(Priority.HIGH), Priority.CRITICAL)
    assert (ap.ups, ap.ups_low) == (Rule(None), Priority.HIGH)
    assert (ap.loss.band, ap.loss.ticket) == (Band(30.0, 20.0), Priority.NORMAL)


def test_every_mistake_in_the_settings_is_named_at_its_line(tmp_path):
    settings = """\
conditions:
  snmp: {ticket: yes}
  if: {tiket: none}
  ups: {low: urgent}
  temp: {problem: 200}
  cpu: {problem: 80, ok: 85}
  traffic: {errors: {ok: 1}, problem: 120}
  loss: {for: 5}
  lost: {}
  kinds:
    ap: {cpu: {problem: x}}
    accespoint: {}
"""
    assert problems(tmp_path, settings) == [
        "2:18: true is not known; write one of none, low, normal, high, critical",
        "3:8: the key 'tiket' is not known; did you mean 'ticket'?",
        "4:14: 'urgent' is not known; write one of none, low, normal, high, critical",
        "5:19: 200 has to be at most 150.0",
        "6:8: ok (85) has to be below problem (80); write a lower one",
        "7:21: ok (1) stands here without problem; write both, or problem alone",
        "7:39: 120 has to be at most 100.0",
        "8:15: 5 has no unit; write 5s for seconds, 5m for minutes",
        "9:3: the key 'lost' is not known; did you mean 'loss'?",
        "11:25: 'x' is not a number; write one without quotes, such as 0.5",
        "12:5: the key 'accespoint' is not known; known here: router, switch, ap, cctv, server, ups, olt, radio, other",
    ]


def test_a_mistake_at_a_device_is_named_at_its_line(tmp_path):
    assert problems(tmp_path, "timezone: Asia/Jakarta", ", conditions: {cpu: {problem: 0}, fan: {}}") == [
        "5:117: 0 has to be more than 0.0",
        "5:121: the key 'fan' is not known; known here: snmp, if, ups, temp, cpu, traffic, loss",
    ]


def test_what_no_agent_can_tell_is_a_mistake(tmp_path):
    without_agent = CITY.format(ap="").replace("parents: [core], snmp: {}", "parents: [core], conditions: {cpu: {}}")
    (tmp_path / "inventory.yaml").write_text(without_agent)
    with pytest.raises(ConfigError, match="5:5: all conditions but loss are told by an SNMP agent; write snmp: too"):
        load_inventory(tmp_path / "inventory.yaml", ZoneInfo("Asia/Jakarta"))
    (tmp_path / "inventory.yaml").write_text(without_agent.replace("cpu", "loss"))
    load_inventory(tmp_path / "inventory.yaml", ZoneInfo("Asia/Jakarta"))


def test_every_kind_of_device_can_have_its_rules():
    assert set(KindEntries.model_fields) == {kind.value for kind in DeviceKind}
