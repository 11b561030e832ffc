"""An answer that is late is a reason to ask again before its probe counts as lost. Each id is the claim."""

import pytest

from netwatch.core.city import City
from netwatch.core.overdue import PROMPT
from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.core.uplink import Isolation
from tests.sim.world import World, inventory_of

POLICY = Policy()
QUICK = {"sw": POLICY.confirm_spacing}
USUAL = {"sw": POLICY.interval}


def city(rtt: float = 0.004) -> City:
    made = City(inventory_of({"core": (), "sw": ("core",)}), POLICY)
    for device in ("core", "sw"):
        made.answered(device, 1.0, 1.0 + rtt, rtt)
    return made


def miss(made: City) -> None:
    made.missed("sw", 10.0, 11.0)


def answer(made: City) -> None:
    made.answered("sw", 10.0, 10.01, 0.01)


def suspect(made: City) -> None:
    made.overdue("sw", 10.0)


def fall(made: City) -> None:
    made.restore("sw", State.DOWN, 5.0, "6 probes missed")


def cut_off(made: City) -> None:
    made.way_out.isolation = Isolation(9.0, "the gateway is silent", frozenset({"core"}))


@pytest.mark.parametrize(
    ("before", "rtt", "repaced"),
    [
        pytest.param(None, PROMPT, QUICK, id="who answers promptly as a rule is asked quickly"),
        pytest.param(None, PROMPT * 2, None, id="who takes its time may do so again"),
        pytest.param(answer, 0.004, None, id="an answer that has come meanwhile ends it"),
        pytest.param(suspect, 0.004, None, id="a second probe that is overdue changes nothing"),
        pytest.param(miss, 0.004, None, id="who is being confirmed is asked quickly already"),
        pytest.param(fall, 0.004, None, id="who is down is asked as seldom as ever"),
        pytest.param(cut_off, 0.004, None, id="a monitor that is cut off asks nobody more often"),
    ],
)
def test_whose_delay_is_heeded(before, rtt, repaced):
    made = city(rtt)
    if before is not None:
        before(made)
    advice = made.overdue("sw", 10.0)
    assert (None if advice is None else advice.repace) == repaced


def test_the_device_is_asked_as_seldom_as_before_once_it_has_answered():
    made = city()
    suspect(made)
    advice = made.answered("sw", 10.1, 10.104, 0.004)
    assert advice is not None
    assert (advice.repace, advice.transitions) == (USUAL, [])
    assert made.missed("sw", 10.0, 11.0) is None, "one lost packet"
    assert made.tracks["sw"].health.run is None
    assert made.overdue("sw", 20.0) is not None, "the next time is another"


def test_whoever_was_suspected_is_asked_as_seldom_as_before_once_the_monitor_is_cut_off():
    world = World(inventory_of({"core": (), **{f"d{n}": ("core",) for n in range(40)}}), witnesses=("gateway",))
    world.run(30.0)
    world.uplink = False
    world.run(45.0)
    assert world.city.way_out.isolation is not None
    sent = world.probes
    world.run(145.0)
    per_round = (world.probes - sent) / 10
    assert per_round < 41 + 3 * 10 / world.city.policy.recover_spacing, "nobody but the witnesses is asked quickly"
    assert not any(track.suspected for track in world.city.tracks.values())


def test_a_silent_device_is_down_three_seconds_after_its_first_probe_and_not_four():
    world = World(inventory_of({"core": (), "sw": ("core",)}))
    world.run(30.0)
    world.kill("sw")
    world.run(60.0)
    ((at, fallen),) = [each for each in world.transitions if each[1].after is State.DOWN]
    first_missed = world.city.tracks["sw"].health.fell_at
    assert fallen.device == "sw"
    assert first_missed is not None
    assert at - first_missed == pytest.approx(POLICY.confirm_within + 0.1)
