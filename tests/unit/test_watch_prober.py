"""The probing loop with an engine that only notes what it was asked, and a clock that is set by hand."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import structlog

from netwatch.core.city import City
from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.core.subnet_cap import MOST, WINDOW
from netwatch.inventory.model import Inventory
from netwatch.watch.prober import MOST_AT_ONCE, NOBODY, TICK, Prober
from probes.icmp.resolve import Resolver
from probes.icmp.target import Address
from probes.result import Outcome, PingResult
from tests.sim.world import inventory_of

TREE = {"core": (), "a": ("core",), "b": ("core",)}


class Engine:
    def __init__(self) -> None:
        self.asked: list[str] = []
        self.prepared: list[list[str]] = []
        self.addresses: dict[str, Address] = {}

    def probe_all(self, requests: Sequence[tuple[str, Address]], timeout: float) -> None:
        self.asked += [key for key, _ in requests]
        self.addresses.update(requests)

    def prepare(self, requests: Sequence[tuple[str, Address]]) -> Callable[[float], None] | None:
        self.prepared.append([key for key, _ in requests])
        return partial(self.probe_all, requests)


class Loop:
    """A prober whose time is `now`; `changed` collects the devices that it told of, `told` counts how often it did."""

    def __init__(self, tree=TREE, inventory: Inventory | None = None, witnesses: Mapping[str, str] = NOBODY) -> None:
        self.now = 0.0
        self.changed: list[str] = []
        self.told = 0
        self.engine = Engine()
        inventory = inventory or inventory_of(tree)
        self.witnesses = witnesses
        self.prober = Prober(
            inventory, City(inventory, Policy(), witnesses), lambda: self.now, self._hear, witnesses
        )
        self.prober._engine = self.engine

    def _hear(self, devices: Iterable[str]) -> None:
        self.changed.extend(devices)
        self.told += 1

    def adopt(self, inventory: Inventory, policy: Policy | None = None) -> None:
        city = City(inventory, policy or Policy(), self.witnesses)
        self.prober.adopt(inventory, city, self.witnesses)

    def answers(self, device: str) -> None:
        self.prober.take(PingResult(device, Outcome.UP, self.now, self.now + 0.01, 0.01, ""))

    def errs(self, device: str) -> None:
        self.prober.take(PingResult(device, Outcome.ERROR, self.now, self.now, None, "no route"))

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


def pace(loop: Loop, device: str) -> float:
    """Seconds between two turns of the device, as the schedule has it."""
    return loop.prober.schedule._slot_of[device].key[1]


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


def named(name: str) -> Loop:
    """A loop whose device `a` stands in the inventory by `name`, of which the system knows no address."""
    inventory = inventory_of(TREE)
    a = replace(inventory.devices["a"], address=name)
    return Loop(inventory=replace(inventory, devices={**inventory.devices, "a": a}))


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the system knows of names."""
    known: dict[str, str] = {}

    def getaddrinfo(name: str, *_: object, **__: object) -> list[tuple]:
        if name not in known:
            raise OSError(-2, "Name or service not known")
        return [(0, 0, 0, "", (known[name], 0))]

    monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
    return known


async def probed(loop: Loop, device: str) -> None:
    loop.prober.ask_now(device)
    await asyncio.gather(*loop.prober._resolving.values())
    await asyncio.gather(*loop.prober._resolver._running.values())


GONE = "the name gone.example does not resolve: Name or service not known"


async def test_why_a_device_is_not_asked_is_kept_and_told_once_whatever_its_state(addresses: dict[str, str]) -> None:
    for state in (State.UNKNOWN, State.UP):
        loop = named("gone.example")
        loop.prober.city.restore("a", state, 0.0, "answers")
        await probed(loop, "a")
        await probed(loop, "a")
        assert loop.prober.unasked == {"a": GONE}
        assert loop.state("a") is state
        assert loop.changed == ["a"], "its row is written once"
        assert loop.engine.asked == []


async def test_once_its_name_resolves_a_device_is_asked_again(addresses: dict[str, str]) -> None:
    loop = named("gone.example")
    await probed(loop, "a")
    addresses["gone.example"] = "10.0.0.7"
    loop.now = 20.0
    await probed(loop, "a")
    await probed(loop, "a")
    assert (loop.engine.asked, loop.prober.unasked) == (["a"], {})


async def test_a_reload_with_another_address_forgets_why_the_old_one_was_not_asked(addresses: dict[str, str]) -> None:
    loop = named("gone.example")
    await probed(loop, "a")
    inventory = inventory_of(TREE)
    loop.prober.adopt(inventory, City(inventory, Policy()))
    assert loop.prober.unasked == {}


async def test_an_answer_that_was_waited_for_under_another_name_is_passed_over(addresses: dict[str, str]) -> None:
    loop = named("gone.example")
    loop.prober.ask_now("a")
    inventory = inventory_of(TREE)
    loop.prober.adopt(inventory, City(inventory, Policy()))
    await asyncio.gather(*loop.prober._resolving.values())
    assert loop.prober.unasked == {}


async def test_an_error_of_our_own_is_why_nothing_is_known_of_a_device_until_it_is_probed() -> None:
    loop = Loop()
    loop.prober.take(PingResult("a", Outcome.ERROR, 5.0, 5.0, None, "no route"))
    assert loop.prober.unasked == {"a": "no route"}
    loop.answers("a")
    assert loop.prober.unasked == {}


async def test_a_name_that_begins_to_fail_and_resolves_again_is_a_line_in_the_log_each(
    addresses: dict[str, str]
) -> None:
    loop = named("late.example")
    with structlog.testing.capture_logs() as lines:
        for seconds in (0.0, 10.0, 20.0, 30.0):
            loop.now = seconds
            await probed(loop, "a")
        addresses["late.example"] = "10.0.0.7"
        for seconds in (40.0, 60.0, 80.0):
            loop.now = seconds
            await probed(loop, "a")
    assert [(line["event"], line["name"], line["of"]) for line in lines] == [
        ("the host name does not resolve, what has it is not probed", "late.example", ["a"]),
        ("the host name resolves again", "late.example", ["a"]),
    ]
    assert loop.engine.addresses["a"] == "10.0.0.7"


async def test_while_a_name_is_waited_for_no_more_probes_wait_with_it() -> None:
    loop = named("slow.example")
    loop.prober._resolver = Resolver(lambda name: asyncio.get_running_loop().create_future())
    for _ in range(100):
        loop.prober.ask_now("a")
    assert len(loop.prober._resolving) == 1
    for task in loop.prober._resolving.values():
        task.cancel()
    await loop.prober._resolver.close()
