"""How often every path is judged, and in how many wakings of the process."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

import pytest

from netwatch.core.city import City
from netwatch.core.scene import Ways
from netwatch.inventory.model import Inventory
from netwatch.watch.condition_watch import ROUND, ConditionWatch
from tests.sim.simulated_loop import SimulatedLoop

HOUR = 3600.0


class JudgedWhen(ConditionWatch):
    """`turns` has when paths were judged, and which."""

    def __init__(self, devices: int) -> None:
        city = cast(City, SimpleNamespace(tracks={f"d{n}": None for n in range(devices)}))
        self.turns: list[tuple[float, tuple[str, ...]]] = []
        super().__init__(
            Inventory(), {}, lambda: city, lambda: cast(Ways, None), asyncio.get_running_loop().time,
            lambda at: datetime.fromtimestamp(at, UTC), lambda device, matters: None,
        )

    def judge_paths(self, devices: Iterable[str] | None = None) -> None:
        self.turns.append((asyncio.get_running_loop().time(), tuple(devices or ())))


async def judged_for_an_hour(devices: int) -> JudgedWhen:
    watch = JudgedWhen(devices)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(watch.run(), HOUR)
    return watch


@pytest.mark.parametrize(("devices", "wakings_a_minute"), [
    pytest.param(0, 8, id="no device"),
    pytest.param(60, 8, id="an office"),
    pytest.param(1_000, 8, id="a city"),
    pytest.param(10_000, 60, id="a large city"),
    pytest.param(100_000, 60, id="a very large one"),
])
def test_every_path_is_judged_in_time_and_few_wakings(devices: int, wakings_a_minute: int):
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        watch: Any = runner.run(judged_for_an_hour(devices))
    times = [at for at, judged in watch.turns if "d0" in judged]
    assert len(watch.turns) <= HOUR / 60 * wakings_a_minute + 2
    assert max((later - at for at, later in pairwise(times)), default=0.0) <= 1.0584 * ROUND + 1
    assert {device for _, judged in watch.turns for device in judged} == {f"d{n}" for n in range(devices)}
    assert max(len(judged) for _, judged in watch.turns) <= max(350, devices / ROUND + 1)
