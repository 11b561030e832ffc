"""Names become addresses seldom, and an address once known is not lost with the name server."""

import asyncio
import threading

import pytest

from probes.icmp.resolve import Resolver, Turn, system_lookup
from probes.result import Outcome


class NameServer:
    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.asked = 0
        self.open = asyncio.Event()
        self.open.set()

    async def lookup(self, name: str) -> str:
        self.asked += 1
        await self.open.wait()
        if self.answer is None:
            raise OSError("no such name")
        return self.answer


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.mark.parametrize("literal", ["10.0.0.1", "fd00::1", "fe80::1%eth0"])
async def test_a_literal_is_its_own_address(literal: str) -> None:
    server = NameServer(None)
    assert await Resolver(server.lookup).address(literal) == literal
    assert server.asked == 0


async def test_many_questions_at_once_are_one_lookup() -> None:
    server = NameServer("10.0.0.1")
    resolver = Resolver(server.lookup)
    assert await asyncio.gather(*(resolver.address("core.example") for _ in range(20))) == ["10.0.0.1"] * 20
    assert server.asked == 1


async def test_an_address_is_renewed_in_the_background_when_it_is_old() -> None:
    server, clock = NameServer("10.0.0.1"), Clock()
    resolver = Resolver(server.lookup, clock, fresh=300.0)
    await resolver.address("core.example")
    server.answer = "10.0.0.2"
    clock.now += 299.0
    assert await resolver.address("core.example") == "10.0.0.1"
    assert server.asked == 1
    clock.now += 1.0
    assert await resolver.address("core.example") == "10.0.0.1"
    await settle()
    assert await resolver.address("core.example") == "10.0.0.2"
    assert server.asked == 2


async def test_a_known_address_outlives_the_name_server_which_is_asked_again_soon() -> None:
    server, clock = NameServer("10.0.0.1"), Clock()
    resolver = Resolver(server.lookup, clock, fresh=300.0, retry=15.0)
    await resolver.address("core.example")
    server.answer = None
    clock.now += 300.0
    await resolver.address("core.example")
    await settle()
    assert await resolver.address("core.example") == "10.0.0.1"
    assert server.asked == 2
    clock.now += 15.0
    await resolver.address("core.example")
    await settle()
    assert server.asked == 3


async def test_a_name_that_does_not_resolve_is_an_error_and_is_tried_again_later() -> None:
    server, clock = NameServer(None), Clock()
    resolver = Resolver(server.lookup, clock, retry=15.0)
    assert await resolver.address("gone.example") is None
    result = resolver.unresolved("gone", "gone.example")
    assert (result.outcome, result.reason) == (
        Outcome.ERROR, "the name gone.example does not resolve: no such name"
    )
    assert await resolver.address("gone.example") is None
    assert server.asked == 1
    server.answer = "10.0.0.3"
    clock.now += 15.0
    await resolver.address("gone.example")
    await settle()
    assert await resolver.address("gone.example") == "10.0.0.3"


async def test_a_name_server_that_hangs_is_given_up() -> None:
    server = NameServer("10.0.0.1")
    server.open.clear()
    resolver = Resolver(server.lookup, timeout=0.02)
    assert await resolver.address("slow.example") is None
    assert resolver.unresolved("slow", "slow.example").reason == (
        "the name slow.example does not resolve: no answer within 0.02 s"
    )


async def test_a_turn_is_told_once_however_often_the_name_is_tried() -> None:
    server, clock, turns = NameServer(None), Clock(), []
    resolver = Resolver(server.lookup, clock, fresh=300.0, retry=15.0, on_turn=turns.append)

    async def ask_for(minutes: int) -> None:
        for _ in range(minutes * 4):
            await resolver.address("core.example")
            await settle()
            clock.now += 15.0

    await ask_for(5)
    assert turns == [Turn("core.example", "no such name", None)]
    server.answer = "10.0.0.1"
    await ask_for(10)
    assert turns[1:] == [Turn("core.example", None, "10.0.0.1")]
    server.answer = None
    await ask_for(10)
    assert turns[2:] == [Turn("core.example", "no such name", "10.0.0.1")], "the known address stays in use"


async def test_a_name_that_resolves_from_the_first_is_no_news() -> None:
    turns: list[Turn] = []
    await Resolver(NameServer("10.0.0.1").lookup, on_turn=turns.append).address("core.example")
    assert turns == []


async def test_closing_gives_up_open_questions() -> None:
    server = NameServer("10.0.0.1")
    server.open.clear()
    resolver = Resolver(server.lookup)
    waiting = asyncio.create_task(resolver.address("slow.example"))
    await settle()
    await resolver.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_name_server_that_hangs_takes_no_thread_of_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: over.wait(30.0))
    loop = asyncio.get_running_loop()
    questions = [asyncio.create_task(system_lookup(f"{n}.example")) for n in range(200)]
    try:
        await asyncio.sleep(0)
        assert await asyncio.wait_for(loop.run_in_executor(None, lambda: "heard"), 20.0) == "heard"
    finally:
        over.set()
        await asyncio.gather(*questions, return_exceptions=True)
