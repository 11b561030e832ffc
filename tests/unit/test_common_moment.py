"""Loops that wait for common moments are woken together."""

import asyncio

from netwatch.common_moment import common_moment
from tests.sim.simulated_loop import SimulatedLoop


def test_who_waits_for_multiples_of_one_number_is_woken_in_one_turn():
    woken: list[tuple[float, float]] = []

    async def wait(period: float, begin: float) -> None:
        await asyncio.sleep(begin)
        for _ in range(3):
            await common_moment(period)
            woken.append((asyncio.get_running_loop().time(), period))

    async def both() -> None:
        await asyncio.gather(wait(2.0, 0.7), wait(4.0, 1.9))

    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        runner.run(both())
    assert sorted(woken) == [(2.0, 2.0), (4.0, 2.0), (4.0, 4.0), (6.0, 2.0), (8.0, 4.0), (12.0, 4.0)]


def test_a_sleep_that_ended_a_hair_too_early_is_not_slept_again():
    async def wait() -> float:
        await asyncio.sleep(3.9999)
        await common_moment(2.0)
        return asyncio.get_running_loop().time()

    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        assert runner.run(wait()) == 6.0
