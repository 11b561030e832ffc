"""The probing loop with an engine that only notes what it was asked, and a clock that is set by hand."""

import asyncio
from dataclasses import replace

import pytest

from netwatch.core.city import City
from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.watch.prober import MOST_AT_ONCE, TICK, Prober
from probes.result import Outcome, PingResult
from tests.sim.world import inventory_of

TREE = {"core": (), "a": ("core",), "b": ("core",)}


class Engine:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def probe(self, key: str, address: str, timeout: float) -> None:
        self.asked.append(key)


class Loop:
    """A prober whose time is `now`; `changed` collects what it was told of."""

    def __init__(self, tree=TREE) -> None:
        self.now = 0.0
        self.changed: list[str] = []
        self.engine = Engine()
        inventory = inventory_of(tree)
        self.prober = Prober(inventory, City(inventory, Policy()), lambda: self.now, self.changed.extend)
        self.prober._engine = self.engine

    def answers(self, device: str) -> None:
        self.prober.take(PingResult(device, Outcome.UP, self.now, self.now + 0.01, 0.01, ""))

    def misses(self, device: str) -> None:
        self.prober.take(PingResult(device, Outcome.DOWN, self.now, self.now + 1.0, None, "timeout"))

    def state(self, device: str) -> State:
        return self.prober.city.tracks[device].health.state


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


async def test_a_result_of_a_device_that_has_left_the_inventory_is_passed_over():
    loop = Loop()
    loop.prober.adopt(inventory_of({"core": ()}), Policy())
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


async def test_a_reload_keeps_what_is_known_and_takes_up_what_is_new():
    loop = Loop()
    for device in TREE:
        loop.answers(device)
    loop.changed.clear()
    loop.prober.adopt(inventory_of({**TREE, "c": ("a",)}), Policy())
    assert loop.changed == ["c"], "only what is new, or not well, has changed"
    assert [loop.state(device) for device in ("core", "a", "b", "c")] == [State.UP] * 3 + [State.UNKNOWN]
    assert len(loop.prober.schedule) == 4


async def test_a_reload_with_another_interval_holds_for_the_devices_that_stay():
    loop = Loop()
    for device in TREE:
        loop.answers(device)
    loop.prober.adopt(inventory_of(TREE), replace(Policy(), interval=2.0))
    loop.now = 2.0
    assert sorted(loop.prober.schedule.due(loop.now, 100)) == ["a", "b", "core"]


@pytest.mark.looptime
async def test_what_one_burst_has_no_room_for_does_not_wait_for_the_next_tick():
    loop = Loop({f"d{n}": () for n in range(4 * MOST_AT_ONCE)})
    loop.now = 20.0
    running = asyncio.create_task(loop.prober.run(loop.engine))
    await asyncio.sleep(TICK * 0.9)
    running.cancel()
    assert sorted(loop.engine.asked) == sorted(loop.prober.city.tracks)
