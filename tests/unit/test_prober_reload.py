"""What a prober goes on with when the inventory or the policy changes, and what it leaves."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.inventory.model import Inventory
from netwatch.watch.prober import Prober
from probes.result import Outcome, PingResult
from tests.sim.world import inventory_of
from tests.unit.prober_loop import TREE, Loop, pace


async def test_a_reload_keeps_what_is_known_and_takes_up_what_is_new():
    loop = Loop()
    for device in TREE:
        loop.answers(device)
    loop.changed.clear()
    loop.adopt(inventory_of({**TREE, "c": ("a",)}))
    assert loop.changed == ["c"], "only what is new, or not well, has changed"
    assert [loop.state(device) for device in ("core", "a", "b", "c")] == [State.UP] * 3 + [State.UNKNOWN]
    assert len(loop.prober.schedule) == 4


@pytest.mark.parametrize("why", ["its answer is overdue", "it was silent for a moment"])
async def test_who_is_asked_quickly_when_the_files_are_reloaded_is_so_no_longer_than_otherwise(why):
    loop = Loop()
    loop.answers("core")
    loop.answers("a")
    loop.now = 20.0
    if why == "its answer is overdue":
        loop.prober.overdue([("a", 20.0)])
    else:
        loop.prober.city.tracks["a"].watched_until = 30.0
        loop.prober.schedule.repace("a", Policy().confirm_spacing, loop.now)
    loop.adopt(inventory_of(TREE))
    loop.now = 40.0
    loop.answers("a")
    asked = [device for second in range(41, 51) for device in loop.prober.schedule.due(float(second), 100)]
    assert asked.count("a") == 1


async def test_a_reload_with_another_interval_holds_for_the_devices_that_stay():
    loop = Loop()
    for device in TREE:
        loop.answers(device)
    loop.adopt(inventory_of(TREE), replace(Policy(), interval=2.0))
    loop.now = 2.0
    assert sorted(loop.prober.schedule.due(loop.now, 100)) == ["a", "b", "core"]


@pytest.mark.parametrize("device", ["core", "gateway"])
async def test_who_is_being_confirmed_when_the_interval_changes_is_asked_as_quickly_as_before(device):
    loop = Loop(witnesses={"gateway": "10.255.0.1"})
    for each in (*TREE, "gateway"):
        loop.answers(each)
    loop.now = 20.0
    loop.misses(device)
    loop.adopt(inventory_of(TREE), replace(Policy(), interval=20.0))
    asked = [due for tenth in range(200, 221) for due in loop.prober.schedule.due(tenth / 10, 100)]
    assert asked.count(device) == 1 + 2.0 // Policy().confirm_spacing


REWIRED = {**TREE, "a": ("b",)}


def cut(loop: Loop, dead: str) -> None:
    """Of `core` and `b` one is down, and `a` unreachable, since before a restart."""
    for device, state in (("core", State.UP), ("b", State.UP), (dead, State.DOWN), ("a", State.UNREACHABLE)):
        loop.prober.city.restore(device, state, 0.0, "")


async def test_whom_a_restart_finds_reachable_again_recovers_as_quickly_as_otherwise():
    loop = Loop()
    cut(loop, dead="b")
    loop.prober.take_stock()
    assert loop.prober.schedule.due(loop.now, 100) == ["a"]
    assert pace(loop, "a") == Policy().recover_spacing


async def test_whom_a_reload_gives_another_way_recovers_as_quickly_as_otherwise():
    loop = Loop()
    cut(loop, dead="core")
    loop.prober.take_stock()
    assert pace(loop, "a") == Policy().interval
    loop.adopt(inventory_of(REWIRED))
    for loop.now in (0.0, 2.0, 4.0):
        assert "a" in loop.prober.schedule.due(loop.now, 100)
        loop.answers("a")
    assert loop.state("a") is State.UP


async def test_whom_a_reload_takes_his_way_is_asked_as_seldom_as_any_other_unreachable_one():
    loop = Loop()
    cut(loop, dead="b")
    loop.prober.take_stock()
    loop.misses("a")
    assert pace(loop, "a") == Policy().confirm_spacing
    loop.adopt(inventory_of(REWIRED))
    assert pace(loop, "a") == Policy().interval


@pytest.mark.parametrize("why", ["its answer is overdue", "it was silent for a moment"])
async def test_a_reload_with_another_policy_leaves_whoever_is_asked_quickly_for_a_moment_so(why):
    loop = Loop()
    loop.answers("a")
    if why == "its answer is overdue":
        loop.prober.overdue([("a", 5.0)])
    else:
        loop.prober.city.tracks["a"].watched_until = 30.0
        loop.prober.schedule.repace("a", Policy().confirm_spacing, loop.now)
    loop.adopt(inventory_of(TREE), Policy(close_after=30.0))
    assert pace(loop, "a") == Policy().confirm_spacing


@pytest.mark.parametrize(
    ("moved", "asked"),
    [
        pytest.param({"address": "10.0.0.2"}, ("10.0.0.2", "10.9.0.1"), id="another address"),
        pytest.param({"other_addresses": ("10.9.0.2",)}, ("10.0.0.1", "10.9.0.2"), id="another of its other ones"),
        pytest.param({"other_addresses": ()}, "10.0.0.1", id="no other one any more"),
        pytest.param({"name": "Inti"}, ("10.0.0.1", "10.9.0.1"), id="the same ones"),
    ],
)
async def test_after_a_reload_a_device_is_asked_where_the_inventory_says(
    moved: dict[str, Any], asked: str | tuple[str, ...]
) -> None:
    inventory = inventory_of(TREE)
    core = replace(inventory.devices["core"], address="10.0.0.1", other_addresses=("10.9.0.1",))
    before, after = (
        replace(inventory, devices={**inventory.devices, "core": each}) for each in (core, replace(core, **moved))
    )
    loop = Loop(inventory=before)
    loop.adopt(after)
    loop.prober.ask_now("core")
    assert loop.engine.addresses == {"core": asked}


def with_a_at(address: str, others: tuple[str, ...] = ()) -> Inventory:
    inventory = inventory_of(TREE)
    a = replace(inventory.devices["a"], address=address, other_addresses=others)
    return replace(inventory, devices={**inventory.devices, "a": a})


def moved(at: float = 20.0) -> Loop:
    """A loop that has known all for two turns, and moves `a` at `at`."""
    loop = Loop(inventory=with_a_at("10.0.0.1"))
    for loop.now in (0.0, 10.0):
        for device in TREE:
            loop.answers(device)
    loop.now = at
    loop.adopt(with_a_at("10.0.0.2"))
    return loop


def outcome_of(sent_at: float, outcome: Outcome = Outcome.UP) -> PingResult:
    """Of a probe of `a`."""
    return PingResult("a", outcome, sent_at, sent_at + 0.9, 0.9 if outcome is Outcome.UP else None, "")


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(lambda prober: prober.take(outcome_of(19.9)), id="an answer"),
        pytest.param(lambda prober: prober.take(outcome_of(19.9, Outcome.DOWN)), id="none"),
        pytest.param(lambda prober: prober.overdue([("a", 19.9)]), id="none as yet"),
        pytest.param(lambda prober: prober.hear("a", 20.1, "host unreachable"), id="a word of a router"),
    ],
)
async def test_what_comes_of_a_probe_of_the_old_address_is_passed_over(told: Callable[[Prober], None]) -> None:
    loop = moved()
    track = loop.prober.city.tracks["a"]
    told(loop.prober)
    assert (track.health.state, track.health.run, track.answered_at) == (State.UP, None, 10.0)
    assert (track.probed_at < 20.0, track.suspected, track.told) == (True, False, None)
    loop.prober.take(outcome_of(20.0, Outcome.DOWN))
    assert track.health.run is not None, "the new address counts from the first moment"


@pytest.mark.parametrize(
    "now_at", [pytest.param(("10.0.0.2",), id="its own"), pytest.param(("10.0.0.1", ("10.9.0.1",)), id="another one")]
)
async def test_misses_of_the_old_address_are_not_gone_on_with_and_its_state_stays(now_at: tuple[Any, ...]) -> None:
    loop = Loop(inventory=with_a_at("10.0.0.1"))
    loop.answers("a")
    for loop.now in (20.0, 20.5, 21.0):
        loop.misses("a")
    assert pace(loop, "a") == Policy().confirm_spacing
    loop.adopt(with_a_at(*now_at))
    assert loop.prober.city.tracks["a"].health.run is None
    assert (loop.state("a"), pace(loop, "a")) == (State.UP, Policy().interval)
    assert "a" not in loop.prober.city.noticed


async def test_whoever_began_to_recover_at_the_old_address_begins_anew_and_no_word_about_that_is_left() -> None:
    loop = Loop(inventory=with_a_at("10.0.0.1"))
    loop.prober.city.restore("a", State.DOWN, 0.0, "")
    loop.prober.hear("a", 9.0, "host unreachable")
    for loop.now in (10.0, 12.0):
        loop.answers("a")
    loop.adopt(with_a_at("10.0.0.2"))
    assert (loop.prober.city.tracks["a"].told, pace(loop, "a")) == (None, Policy().interval)
    states = []
    for loop.now in (20.0, 22.0, 24.0):
        loop.answers("a")
        states.append(loop.state("a"))
    assert states == [State.DOWN, State.DOWN, State.UP]


async def test_a_row_of_errors_at_the_old_address_is_not_gone_on_with() -> None:
    loop = moved(at=20.0)
    for loop.now in (20.0, 20.5):
        loop.prober.take(PingResult("core", Outcome.ERROR, loop.now, loop.now, None, "no route"))
    inventory = with_a_at("10.0.0.2")
    core = replace(inventory.devices["core"], address="10.0.0.3")
    loop.adopt(replace(inventory, devices={**inventory.devices, "core": core}))
    assert (loop.prober.city.tracks["core"].errors, pace(loop, "core")) == (0, Policy().interval)


async def test_an_answer_of_the_old_address_is_passed_over_after_one_of_the_new_one_too() -> None:
    loop = moved()
    for sent_at in (20.1, 20.2):
        loop.prober.take(outcome_of(sent_at))
    old = ("a", 19.9, 20.8)
    assert loop.prober.take_answers([old]) == [old]
    loop.prober.take(outcome_of(19.9))
    assert loop.prober.city.tracks["a"].probed_at == 20.2 + 0.9


async def test_once_nothing_is_under_way_to_the_old_address_answers_are_taken_at_once_again() -> None:
    loop = moved()
    for loop.now in (21.0, 30.0):
        assert loop.prober._moved
        loop.answers("a")
    assert not loop.prober._moved
    assert loop.prober.take_answers([("a", 40.0, 40.01)]) == []
