"""Devices behind host names: whom a prober cannot ask, why, and since when again."""

import asyncio
from dataclasses import replace

import pytest
import structlog

from netwatch.core.city import City
from netwatch.core.policy import Policy
from netwatch.core.state import State
from probes.icmp.resolve import Resolver
from probes.result import Outcome, PingResult
from tests.sim.world import inventory_of
from tests.unit.prober_loop import TREE, Loop


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
