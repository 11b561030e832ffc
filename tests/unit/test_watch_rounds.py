import asyncio
from collections.abc import Callable

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


async def test_each_look_says_when_the_next_one_is():
    looks = Looks(2.0)
    running = asyncio.create_task(Rounds(0.1).run(looks))
    await asyncio.sleep(1.0)
    looks.pause = 5.0
    await asyncio.sleep(10.0)
    running.cancel()
    assert looks.at == [100.0, 102.0, 107.0]


async def test_a_look_that_is_wanted_soon_is_taken_at_once_and_the_pause_begins_anew():
    looks, rounds = Looks(2.0), Rounds(0.1)
    running = asyncio.create_task(rounds.run(looks))
    await asyncio.sleep(0.5)
    rounds.soon()
    await asyncio.sleep(2.9)
    running.cancel()
    assert looks.at == [100.0, 100.5, 102.5]


async def test_however_often_a_look_is_wanted_there_is_a_rest_between_two():
    looks, rounds = Looks(2.0), Rounds(0.1)
    running = asyncio.create_task(rounds.run(looks))
    for _ in range(25):
        await asyncio.sleep(0.01)
        rounds.soon()
    running.cancel()
    assert looks.at == [100.0, 100.1, 100.2]


async def test_a_look_that_is_due_sooner_than_the_rest_is_not_put_off():
    looks, rounds = Looks(0.05), Rounds(0.1)
    running = asyncio.create_task(rounds.run(looks))
    await asyncio.sleep(0.01)
    rounds.soon()
    await asyncio.sleep(0.1)
    running.cancel()
    assert looks.at == [100.0, 100.05, 100.1]


async def test_after_the_end_nobody_looks_whoever_wants_it():
    looks, rounds = Looks(2.0), Rounds(0.1)
    rounds.soon()
    running = asyncio.create_task(rounds.run(looks))
    await asyncio.sleep(0.5)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
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
