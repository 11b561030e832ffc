"""The daemon's loops: kept running while it runs, and given the time to end what they have begun."""

import asyncio

import pytest

from netwatch.supervise import run_together

pytestmark = pytest.mark.looptime


async def test_a_loop_that_has_something_to_end_is_cancelled_once_and_waited_for():
    ended: list[str] = []

    async def sends() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(2.0)
            ended.append("sent")

    async def has_nothing_to_end() -> None:
        await asyncio.Event().wait()

    together = asyncio.create_task(run_together({"sends": sends, "idle": has_nothing_to_end}))
    await asyncio.sleep(1.0)
    together.cancel()
    await asyncio.wait({together})
    assert together.cancelled()
    assert ended == ["sent"]


async def test_a_loop_that_fails_is_started_again_and_the_others_go_on():
    starts: list[float] = []

    async def fails() -> None:
        starts.append(asyncio.get_running_loop().time())
        raise OSError("no such socket")

    beats: list[float] = []

    async def beat() -> None:
        while True:
            beats.append(asyncio.get_running_loop().time())
            await asyncio.sleep(1.0)

    together = asyncio.create_task(run_together({"fails": fails, "beat": beat}))
    await asyncio.sleep(7.5)
    together.cancel()
    await asyncio.wait({together})
    assert [at - starts[0] for at in starts] == [0.0, 1.0, 3.0, 7.0]
    assert len(beats) == 8
