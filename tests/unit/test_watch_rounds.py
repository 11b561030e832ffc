import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from netwatch.supervise import keep_running
from netwatch.watch.rounds import Rounds

pytestmark = pytest.mark.looptime(start=100.0)


class Looks:
    """When each look was taken, and what it does beside."""

    def __init__(self, pause: float, what: Callable[[], None] = lambda: None) -> None:
        self.at: list[float] = []
        self.pause = pause
        self._what = what

    def __call__(self) -> float:
        self.at.append(round(asyncio.get_running_loop().time(), 3))
        self._what()
        return self.pause


@asynccontextmanager
async def rounds_of(looks: Looks) -> AsyncIterator[Rounds]:
    """They go on meanwhile, with a tenth of a second between two looks at least."""
    rounds = Rounds(0.1)
    running = asyncio.create_task(rounds.run(looks))
    yield rounds
    running.cancel()
    await asyncio.wait([running])


async def test_each_look_says_when_the_next_one_is():
    looks = Looks(2.0)
    async with rounds_of(looks):
        await asyncio.sleep(1.0)
        looks.pause = 5.0
        await asyncio.sleep(10.0)
    assert looks.at == [100.0, 102.0, 107.0]


async def test_a_look_that_is_wanted_soon_is_taken_at_once_and_the_pause_begins_anew():
    looks = Looks(2.0)
    async with rounds_of(looks) as rounds:
        await asyncio.sleep(0.5)
        rounds.soon()
        await asyncio.sleep(2.9)
    assert looks.at == [100.0, 100.5, 102.5]


async def test_however_often_a_look_is_wanted_there_is_a_rest_between_two():
    looks = Looks(2.0)
    async with rounds_of(looks) as rounds:
        for _ in range(25):
            await asyncio.sleep(0.01)
            rounds.soon()
    assert looks.at == [100.0, 100.1, 100.2]


async def test_a_look_that_is_due_sooner_than_the_rest_is_not_put_off():
    looks = Looks(0.05)
    async with rounds_of(looks) as rounds:
        await asyncio.sleep(0.01)
        rounds.soon()
        await asyncio.sleep(0.1)
    assert looks.at == [100.0, 100.05, 100.1]


async def test_before_the_beginning_and_after_the_end_nobody_looks_whoever_wants_it():
    looks = Looks(2.0)
    Rounds(0.1).soon()
    async with rounds_of(looks) as rounds:
        await asyncio.sleep(0.5)
    rounds.soon()
    await asyncio.sleep(10.0)
    assert looks.at == [100.0]


@pytest.mark.parametrize(
    ("fails_at", "looked_at"),
    [
        pytest.param(1, [100.0, 101.0, 103.0], id="the first look"),
        pytest.param(2, [100.0, 102.0, 103.0, 105.0], id="a later look"),
    ],
)
async def test_what_a_look_raises_ends_it_and_it_is_started_again(fails_at: int, looked_at: list[float]):
    def fail() -> None:
        if len(looks.at) == fails_at:
            raise ValueError("broken")

    looks, rounds = Looks(2.0, fail), Rounds(0.1)
    running = asyncio.create_task(keep_running("probe", lambda: rounds.run(looks)))
    await asyncio.sleep(looked_at[-1] + 0.5 - 100.0)
    running.cancel()
    assert looks.at == looked_at
