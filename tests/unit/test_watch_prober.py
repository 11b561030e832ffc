"""The probing loop: whom it asks when, and what it tells of what it hears."""

import asyncio
from dataclasses import replace

import pytest

from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.core.subnet_cap import MOST, WINDOW
from netwatch.inventory.model import Inventory
from netwatch.watch.prober import MOST_AT_ONCE, TICK
from probes.result import Outcome, PingResult
from tests.sim.world import inventory_of
from tests.unit.prober_loop import TREE, Loop


async def test_who_changed_is_told_and_who_only_answered_again_is_not():
    loop = Loop()
    loop.answers("a")
    assert loop.changed == ["a"]
    loop.now = 10.0
    loop.answers("a")
    assert loop.changed == ["a"]


async def test_an_error_of_our_own_changes_nothing():
    loop = Loop()
    loop.answers("a")
    loop.prober.take(PingResult("a", Outcome.ERROR, 5.0, 5.0, None, "no route"))
    assert loop.state("a") is State.UP
    assert loop.prober.city.tracks["a"].health.run is None


async def test_answers_from_which_nothing_follows_are_taken_and_the_others_are_left():
    loop = Loop()
    for seconds in (0.0, 10.0):
        loop.now = seconds
        loop.answers("a")
        loop.answers("b")
    loop.misses("b")
    answers = [(device, 20.0, 20.01) for device in ("core", "a", "b", "of no inventory")]
    assert [device for device, *_ in loop.prober.take_answers(answers)] == ["core", "b", "of no inventory"]
    assert loop.prober.city.tracks["a"].probed_at == 20.01
    assert loop.changed == ["a", "b"], "of a first answer each"


async def test_an_answer_of_whoever_could_not_be_asked_is_left_for_it_is_news():
    loop = Loop()
    for seconds in (0.0, 10.0):
        loop.now = seconds
        loop.answers("a")
    loop.prober.take(PingResult("a", Outcome.ERROR, 15.0, 15.0, None, "its name does not resolve"))
    answers = [("a", 20.0, 20.01)]
    assert loop.prober.take_answers(answers) == answers


async def test_a_result_of_a_device_that_has_left_the_inventory_is_passed_over():
    loop = Loop()
    loop.adopt(inventory_of({"core": ()}))
    loop.answers("a")
    assert "a" not in loop.prober.city.tracks


async def test_a_first_miss_makes_the_device_due_at_once_and_twice_a_second():
    loop = Loop()
    loop.answers("a")
    loop.now = 20.0
    loop.prober.schedule.due(loop.now, 100)
    loop.misses("a")
    assert loop.prober.schedule.due(20.0, 100) == ["a"]
    assert loop.prober.schedule.due(20.5, 100) == ["a"]


@pytest.mark.parametrize(
    ("then", "pace"),
    [
        pytest.param("it errs again", Policy().confirm_spacing, id="goes on while they go on"),
        pytest.param("it misses", Policy().confirm_spacing, id="makes room for a row of misses"),
        pytest.param("it answers", 10.0, id="ends with an answer"),
        pytest.param("another testifies", 10.0, id="is of no interest when another testifies instead"),
    ],
)
async def test_a_row_of_errors_of_a_device_that_testifies(then, pace):
    loop = Loop(witnesses={"core": "10.0.0.1"})
    for device in TREE:
        loop.answers(device)
    for second in range(3):
        loop.now = 20.0 + second / 2
        loop.errs("core")
    loop.now = 30.0
    if then == "it errs again":
        loop.errs("core")
    elif then == "it misses":
        loop.misses("core")
    elif then == "it answers":
        loop.answers("core")
    else:
        loop.witnesses = {"gateway": "10.255.0.1"}
        loop.adopt(inventory_of(TREE))
        loop.errs("core")
    errors = loop.prober.city.tracks["core"].errors
    assert (errors, loop.prober.city.pace("core")) == (4 if then == "it errs again" else 0, pace)
    assert loop.prober.schedule._slot_of["core"].key[1] == pace


async def test_a_line_that_was_down_is_asked_seldom_again_when_it_can_be_asked():
    loop = Loop(witnesses={"core": "10.0.0.1"})
    for second in range(60):
        loop.now = float(second)
        loop.answers("a")
        loop.misses("core")
    assert loop.prober.city.pace("core") == 10.0
    loop.errs("core")
    assert loop.prober.city.pace("core") == Policy().confirm_spacing
    loop.now = 70.0
    loop.misses("core")
    assert loop.prober.city.pace("core") == 10.0
    assert loop.prober.schedule._slot_of["core"].key[1] == 10.0


def in_subnets(tree: dict[str, tuple[str, ...]], size: int) -> Inventory:
    """Its devices, so many to a /24, in the order of the tree."""
    inventory = inventory_of(tree)
    devices = {
        device.id: replace(device, address=f"10.{n // size // 256}.{n // size % 256}.{n % size + 1}")
        for n, device in enumerate(inventory.devices.values())
    }
    return replace(inventory, devices=devices)


def many(count: int) -> dict[str, tuple[str, ...]]:
    return {f"d{n}": () for n in range(count)}


@pytest.mark.looptime
async def test_what_one_burst_has_no_room_for_does_not_wait_for_the_next_tick():
    loop = Loop(inventory=in_subnets(many(4 * MOST_AT_ONCE), 4))
    loop.now = 20.0
    running = asyncio.create_task(loop.prober.run(loop.engine))
    await asyncio.sleep(TICK * 0.9)
    running.cancel()
    assert sorted(loop.engine.asked) == sorted(loop.prober.city.tracks)


@pytest.mark.looptime
async def test_a_subnet_gets_no_more_than_its_share_at_once_and_the_rest_shows_as_lag():
    loop = Loop(inventory=in_subnets(many(3 * MOST), 2 * MOST))
    loop.prober._monotonic = asyncio.get_running_loop().time
    await asyncio.sleep(20.0)
    running = asyncio.create_task(loop.prober.run(loop.engine))
    await asyncio.sleep(WINDOW * 0.5)
    first = loop.engine.asked[:]
    addresses = [str(loop.engine.addresses[device]) for device in first]
    assert len([a for a in addresses if a.startswith("10.0.0.")]) == MOST
    assert len([a for a in addresses if a.startswith("10.0.1.")]) == MOST
    assert loop.prober.lag >= WINDOW * 0.5
    await asyncio.sleep(2 * TICK)
    running.cancel()
    assert set(loop.engine.asked) == set(loop.prober.city.tracks)


@pytest.mark.looptime
async def test_who_is_asked_together_again_and_again_is_prepared_once_and_anew_when_an_address_has_changed():
    tree = many(50)
    loop = Loop(tree)
    loop.prober._monotonic = asyncio.get_running_loop().time
    running = asyncio.create_task(loop.prober.run(loop.engine))
    await asyncio.sleep(35.0)
    assert len(loop.engine.asked) >= 3 * 50
    assert sorted(device for devices in loop.engine.prepared for device in devices) == sorted(tree)
    prepared = len(loop.engine.prepared)
    loop.adopt(in_subnets(tree, 100))
    loop.engine.asked.clear()
    await asyncio.sleep(10.7)
    running.cancel()
    assert set(loop.engine.asked) == set(tree)
    assert len(loop.engine.prepared) == 2 * prepared
    assert loop.engine.addresses["d7"] == "10.0.0.8"


@pytest.mark.looptime
async def test_with_another_interval_the_devices_are_spread_over_all_of_it():
    loop = Loop(many(300))
    loop.prober._monotonic = asyncio.get_running_loop().time
    running = asyncio.create_task(loop.prober.run(loop.engine))
    await asyncio.sleep(15.0)
    loop.adopt(inventory_of(many(300)), replace(Policy(), interval=60.0))
    loop.engine.prepared.clear()
    await asyncio.sleep(64.0)
    running.cancel()
    assert sorted(device for devices in loop.engine.prepared for device in devices) == sorted(many(300))
    assert len(loop.engine.prepared) == 10


@pytest.mark.looptime
async def test_who_is_taken_in_while_nobody_is_asked_is_asked_within_an_interval():
    loop = Loop({})
    loop.prober._monotonic = asyncio.get_running_loop().time
    running = asyncio.create_task(loop.prober.run(loop.engine))
    await asyncio.sleep(1.0)
    loop.adopt(inventory_of(TREE))
    await asyncio.sleep(11.0)
    running.cancel()
    assert set(loop.engine.asked) == {"core", "a", "b"}


@pytest.mark.looptime
async def test_what_is_asked_out_of_turn_and_finds_no_room_is_asked_a_moment_later():
    loop = Loop(inventory=in_subnets(many(MOST + 1), MOST + 1))
    loop.prober._monotonic = lambda: 20.0 + asyncio.get_running_loop().time()
    for device in loop.prober.city.tracks:
        loop.prober.schedule.remove(device)
    running = asyncio.create_task(loop.prober.run(loop.engine))
    await asyncio.sleep(1.0)
    for device in loop.prober.city.tracks:
        loop.prober.ask_now(device)
    assert len(loop.engine.asked) == MOST
    await asyncio.sleep(WINDOW + TICK)
    running.cancel()
    assert set(loop.engine.asked) == set(loop.prober.city.tracks)


async def test_the_engine_is_told_from_which_other_addresses_a_device_may_answer():
    inventory = inventory_of(TREE)
    core = replace(inventory.devices["core"], address="10.0.0.1", other_addresses=("10.9.0.1",))
    loop = Loop(inventory=replace(inventory, devices={**inventory.devices, "core": core}))
    loop.prober.ask_now("core")
    assert loop.engine.addresses == {"core": ("10.0.0.1", "10.9.0.1")}


async def test_what_a_router_says_is_kept_and_news_only_of_a_silent_device_and_only_once():
    loop = Loop()
    said = "destination host unreachable from 10.0.0.9"
    loop.answers("a")
    loop.prober.hear("gone", 10.0, said)
    loop.prober.hear("a", 10.5, said)
    assert loop.prober.city.tracks["a"].told == (10.5, said)
    assert loop.told == 1, "that it answered"
    loop.prober.city.restore("a", State.DOWN, 11.0, "")
    for at, words in ((12.0, said), (13.0, "time to live exceeded from 10.0.0.9"), (14.0, said)):
        loop.prober.hear("a", at, words)
    assert loop.prober.city.tracks["a"].told == (14.0, said)
    assert loop.told == 3


# names
