"""Polls out of turn: none is forgotten, and none answers with what was asked before."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from netwatch.watch.snmp_poller import AT_ONCE, SnmpPoller
from probes.snmp.engine import CallOff, Told
from probes.snmp.reading import FailureKind, SnmpFailure
from probes.snmp.target import SnmpTarget, SnmpV2c

NEVER = 1e6


class SlowAgents:
    """Each poll waits until it is let go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._polling: dict[str, Told] = {}

    def begin(self, target: SnmpTarget, timeout: float, retries: int, told: Told) -> CallOff:
        self.asked.append(target.key)
        self._polling[target.key] = told
        return lambda: self._polling.pop(target.key)

    async def let_go(self, device: str) -> None:
        self._polling[device](SnmpFailure(device, 0.0, FailureKind.TIMEOUT, "slow"))
        for _ in range(5):
            await asyncio.sleep(0)

    async def close(self) -> None:
        return


@asynccontextmanager
async def polling(agents: SlowAgents, *devices: str) -> AsyncIterator[SnmpPoller]:
    targets = {device: SnmpTarget(device, "127.0.0.1", 161, SnmpV2c("public")) for device in devices}
    poller = SnmpPoller(targets, NEVER, lambda: 0.0, lambda device, result: None)
    running = asyncio.create_task(poller.run(agents))
    await asyncio.sleep(0)
    yield poller
    running.cancel()
    await asyncio.wait([running])


async def test_a_device_is_polled_at_once():
    agents = SlowAgents()
    async with polling(agents, "core") as poller:
        poller.poll_now("core")
        poller.poll_now("not in the inventory")
        await asyncio.sleep(0)
        assert agents.asked == ["core"]


async def test_a_device_that_is_being_polled_is_polled_once_more_afterwards():
    agents = SlowAgents()
    async with polling(agents, "core") as poller:
        for _ in range(3):
            poller.poll_now("core")
            await asyncio.sleep(0)
        assert agents.asked == ["core"]
        await agents.let_go("core")
        assert agents.asked == ["core", "core"]
        await agents.let_go("core")
        assert agents.asked == ["core", "core"]


async def test_a_device_waits_for_a_place_and_is_not_forgotten():
    agents = SlowAgents()
    devices = [f"d{n}" for n in range(AT_ONCE + 2)]
    async with polling(agents, *devices) as poller:
        for device in devices:
            poller.poll_now(device)
        await asyncio.sleep(0)
        assert agents.asked == devices[:AT_ONCE]
        await agents.let_go("d7")
        assert agents.asked == devices[: AT_ONCE + 1]


async def test_a_device_that_left_the_inventory_is_not_polled_any_more():
    agents = SlowAgents()
    async with polling(agents, "core", "gone") as poller:
        poller.poll_now("gone")
        await asyncio.sleep(0)
        poller.poll_now("gone")
        poller.adopt({}, NEVER)
        await agents.let_go("gone")
        assert agents.asked == ["gone"]


@pytest.mark.looptime
async def test_an_agent_that_is_taken_in_while_there_is_none_is_polled_within_an_interval():
    agents = SlowAgents()
    poller = SnmpPoller({}, 10.0, asyncio.get_running_loop().time, lambda device, result: None)
    running = asyncio.create_task(poller.run(agents))
    await asyncio.sleep(1.0)
    poller.adopt({"core": SnmpTarget("core", "127.0.0.1", 161, SnmpV2c("public"))}, 10.0)
    await asyncio.sleep(10.7)
    assert agents.asked == ["core"]
    running.cancel()
    await asyncio.wait([running])
