"""What a poll's result leads to: who is told, and that an agent counts only while its device is heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

import pytest

from netwatch.core.city import City
from netwatch.core.conditions.rules import built_in
from netwatch.core.policy import Policy
from netwatch.core.scene import Ways
from netwatch.core.state import State
from netwatch.core.uplink import Isolation
from netwatch.inventory.model import Device, DeviceKind, Inventory, SnmpAccess
from netwatch.watch.condition_watch import ConditionWatch
from probes.snmp.reading import AdminStatus, InterfaceReading, OperStatus, SnmpReading

SWITCH = Device("sw", "sw", DeviceKind.SWITCH, "10.0.0.1", "site", snmp=SnmpAccess(interfaces=("ether1",)))
AP = Device("ap", "ap", DeviceKind.AP, "10.0.0.2", "site", ("sw",))
INVENTORY = Inventory(devices={device.id: device for device in (SWITCH, AP)})


class Watch:
    """A minute passes with each reading, which says what the one before has said."""

    def __init__(self) -> None:
        self.minute = 0
        self.told: list[tuple[str, bool]] = []
        self.city = City(INVENTORY, Policy())
        self.city.restore("sw", State.UP, 0.0, "answers")
        self.conditions = ConditionWatch(
            INVENTORY, {"sw": built_in(DeviceKind.SWITCH)}, lambda: self.city, lambda: cast(Ways, None),
            lambda: self.minute * 60.0, lambda at: datetime.fromtimestamp(at, UTC),
            lambda device, matters: self.told.append((device, matters)),
        )

    def reads(self, model: str = "") -> Watch:
        self.minute += 1
        octets = self.minute * 75_000_000
        port = InterfaceReading("ether1", "", 1, AdminStatus.UP, OperStatus.UP, octets, octets, 64, 100_000_000)
        at = self.minute * 60.0
        reading = SnmpReading("sw", at, self.minute * 6000, None, None, None, None, (port,), (), model=model)
        self.told.clear()
        self.conditions.take("sw", reading)
        return self

    @property
    def heard(self) -> float:
        return self.conditions.agents["sw"].heard


def test_a_reading_that_says_the_same_again_is_kept_and_nobody_is_told():
    watch = Watch().reads().reads()
    before = watch.conditions.agents["sw"]
    watch.reads()
    after = watch.conditions.agents["sw"]
    assert after.watched is before.watched
    assert (after.heard, after.last and after.last.at) == (before.heard + 60.0, 180.0)
    assert watch.told == []


def down(city: City) -> None:
    city.restore("sw", State.DOWN, 180.0, "silent")


def cut_off(city: City) -> None:
    city.way_out.isolation = Isolation(180.0, "nobody answers", frozenset({"sw"}))


@pytest.mark.parametrize(
    "suspend", [pytest.param(down, id="the device is silent"), pytest.param(cut_off, id="the monitor is cut off")]
)
def test_no_evidence_is_counted_though_the_reading_says_the_same_while(suspend: Callable[[City], None]):
    watch = Watch().reads().reads().reads()
    heard = watch.heard
    suspend(watch.city)
    assert watch.reads().reads().heard == heard


def test_a_reading_that_says_the_same_again_is_evidence_while_a_child_is_silent():
    watch = Watch().reads().reads().reads()
    watch.city.restore("ap", State.DOWN, 180.0, "silent")
    assert watch.reads().told == [("sw", True)]


def test_another_model_is_told_though_the_reading_says_the_same_otherwise():
    watch = Watch().reads().reads().reads()
    assert watch.reads(model="CRS326").told == [("sw", False)]
    assert watch.conditions.agents["sw"].model == "CRS326"
