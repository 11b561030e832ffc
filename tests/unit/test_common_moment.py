"""Loops that wait for common moments are woken together, and with the probes."""

import asyncio
from itertools import pairwise

import pytest

from netwatch.common_moment import common_moment
from netwatch.schedule import Schedule
from netwatch.timetable import departure
from tests.sim.simulated_loop import SimulatedLoop


def woken(*waits: tuple[float, float], times: int = 3) -> list[list[float]]:
    """When whoever waits for (period) from (begin) on is woken."""

    async def wait(period: float, begin: float) -> list[float]:
        found = []
        await asyncio.sleep(begin)
        for _ in range(times):
            await common_moment(period)
            found.append(asyncio.get_running_loop().time())
        return found

    async def all_of_them() -> list[list[float]]:
        return list(await asyncio.gather(*(wait(*each) for each in waits)))

    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(all_of_them())


def test_who_waits_for_multiples_of_one_number_is_woken_in_one_turn():
    two, four = woken((2.0, 1.3), (4.0, 2.9), times=6)
    assert set(two) & set(four) == set(four[:3])


@pytest.mark.parametrize("period", [1.0, 4.0, 8.0, 60.0])
def test_no_pause_is_longer_or_shorter_than_the_period_by_more_than_six_of_a_hundred(period):
    (times,) = woken((period, 0.0), times=1000)
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert max(pauses) < 1.06 * period
    assert min(pauses) > 0.94 * period


def test_a_sleep_that_ended_a_hair_too_early_is_not_slept_again():
    (times,) = woken((2.0, departure(4.0) - 0.0001), times=1)
    assert times == [pytest.approx(departure(6.0))]


@pytest.mark.parametrize("slots", [5, 10, 50])
@pytest.mark.parametrize("pace", [10.0, 4.0])
def test_the_moments_of_every_few_seconds_are_those_at_which_devices_and_witnesses_are_probed(slots: int, pace: float):
    (moments,) = woken((2.0, 0.0), times=50)
    schedule = Schedule(slots=slots)
    devices = {f"d{n}" for n in range(100)}
    turns = {round(schedule.turn_at(device, pace, n), 6) for device in devices for n in range(-2, 100)}
    assert {round(moment, 6) for moment in moments} <= turns
