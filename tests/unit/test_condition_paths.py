"""When what an agent says counts, and the condition `loss`."""

from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.city import City
from netwatch.core.conditions.hearing import Hearing, hearing_of
from netwatch.core.conditions.paths import Paths
from netwatch.core.conditions.rules import built_in
from netwatch.core.policy import Policy
from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus
from netwatch.core.uplink import Isolation
from netwatch.inventory.model import DeviceKind
from tests.sim.world import inventory_of

START = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OK, PROBLEM = ConditionState.OK, ConditionState.PROBLEM
RULES = {device: built_in(DeviceKind.SWITCH) for device in ("core", "sw")}


@pytest.fixture
def city() -> City:
    made = City(inventory_of({"core": (), "sw": ("core",)}), Policy())
    for device in ("core", "sw"):
        made.answered(device, 1.0, 1.01, 0.01)
    return made


def cut_off(city: City, at: float) -> None:
    city.way_out.isolation = Isolation(at, "the gateway is silent", frozenset({"core"}))


class Judge:
    def __init__(self, city: City) -> None:
        self.city = city
        self.paths = Paths()
        self.at = 2.0

    def after(self, seconds: float, loss: float = 0.0) -> ConditionStatus:
        """So many seconds on, `sw` having lost this share lately."""
        self.city.tracks["sw"].loss.restore(loss)
        self.at += seconds
        self.news = dict(self.paths.judge(self.city, RULES, self.at, START + timedelta(seconds=self.at)))
        found = self.paths.of("sw")
        assert found is not None
        return found


def test_an_agent_counts_as_its_device_does(city: City):
    assert hearing_of("sw", city) is Hearing.CLEAR
    city.missed("sw", 10.0, 11.0)
    assert hearing_of("sw", city) is Hearing.UNSURE, "it is being confirmed"
    city.restore("sw", State.DOWN, 20.0, "6 probes missed")
    assert hearing_of("sw", city) is Hearing.SUSPENDED
    city.restore("sw", State.UP, 20.0, "answers")
    assert hearing_of("sw", city) is Hearing.CLEAR
    cut_off(city, 30.0)
    assert hearing_of("sw", city) is Hearing.SUSPENDED
    city.way_out.find_again(40.0)
    assert hearing_of("sw", city) is Hearing.UNSURE, "its answers are from before"
    city.answered("sw", 41.0, 41.01, 0.01)
    assert hearing_of("sw", city) is Hearing.CLEAR
    assert hearing_of("sw", city, failing_at=42.0) is Hearing.UNSURE, "it may have fallen silent with its agent"
    city.answered("sw", 43.0, 43.01, 0.01)
    assert hearing_of("sw", city, failing_at=42.0) is Hearing.CLEAR


def test_a_device_that_has_not_answered_since_the_start_is_unsure():
    city = City(inventory_of({"core": ()}), Policy())
    city.restore("core", State.UP, 0.0, "answers")
    assert hearing_of("core", city) is Hearing.UNSURE


def test_a_path_is_a_problem_once_it_has_lost_much_for_long_enough_and_well_below_the_lower_limit(city: City):
    judge = Judge(city)
    assert judge.after(5.0).detail == "0 % of the probes lost lately, limit 10 %"
    assert judge.after(5.0, 0.12).state is OK
    assert judge.after(299.0, 0.07).state is OK, "it has not lasted for long enough"
    assert judge.after(1.0, 0.07).state is PROBLEM
    assert judge.news == {"sw": True}
    assert judge.after(600.0, 0.06).state is PROBLEM
    assert judge.news == {"sw": False}, "another number"
    assert judge.after(5.0, 0.04).state is OK
    assert judge.paths.steady_for("sw") == 0.0
    judge.after(60.0, 0.04)
    assert judge.paths.steady_for("sw") == 60.0


def test_a_quiet_path_says_nothing_new_and_its_health_grows_steadier(city: City):
    judge = Judge(city)
    judge.after(5.0)
    assert set(judge.news) == {"core", "sw"}
    judge.after(100.0, 0.004)
    assert judge.news == {}
    assert judge.paths.steady_for("sw") == 100.0


@pytest.mark.parametrize("why", ["silent", "cut off"])
def test_suspension_freezes_the_time_that_a_loss_has_lasted(city: City, why: str):
    judge = Judge(city)
    judge.after(5.0, 0.2)
    judge.after(200.0, 0.2)
    if why == "silent":
        city.restore("sw", State.DOWN, judge.at, "6 probes missed")
    else:
        cut_off(city, judge.at)
    for _ in range(5):
        assert judge.after(1000.0, 0.2).state is ConditionState.UNKNOWN
    if why == "silent":
        city.restore("sw", State.UP, judge.at, "answers")
    else:
        city.way_out.find_again(judge.at)
        city.answered("sw", judge.at + 1.0, judge.at + 1.01, 0.01)
    judge.after(5.0, 0.2)
    assert judge.after(90.0, 0.2).state is ConditionState.UNKNOWN
    assert judge.after(100.0, 0.2).state is PROBLEM


def test_after_a_restart_an_old_loss_is_the_old_one_and_devices_that_left_are_forgotten(city: City):
    judge = Judge(city)
    judge.paths.restore("sw", ConditionStatus("loss", PROBLEM, START, "18 % of the probes lost lately, limit 10 %"))
    assert judge.paths.steady_for("sw") is None
    assert judge.after(5.0, 0.18).since == START
    judge.paths.keep_only({"core"})
    assert judge.paths.of("sw") is None
